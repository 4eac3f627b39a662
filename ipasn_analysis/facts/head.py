"""The head of the facts: whose index it is, coverage, the four dimensions, categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from ipasn_analysis.disclosure.partition import suppress_partition
from ipasn_analysis.disclosure.suppression import is_small
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.records.rejects import Counts, Tally
from ipasn_analysis.result.head import (
    Dimensi,
    KategoriBerikut,
    NilaiDimensi,
    Pegawai,
    SebaranKategori,
    SelisihImpor,
)
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.people import Alasan
from ipasn_analysis.rules.instrument import CATEGORIES, DIMENSIONS, Category, Reading
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.sources.reasons import Kind


def dimensions(context: ReportContext) -> Dimensi:
    """The means of the four dimensions over everybody; kinerja and disiplin of few people are withheld."""
    points = PoinDimensi.of(context.means, sensitive=context.sensitive_withheld)
    return Dimensi(**{name: _dimension(context, name, points[name]) for name in DIMENSIONS})


def _dimension(context: ReportContext, name: str, mean: float | None) -> NilaiDimensi:
    """Mean, maximum and percent of it; all None but the maximum where the mean is."""
    most = context.maxima[name]
    return NilaiDimensi(
        rata_rata=mean,
        maksimum=most,
        persen_maksimum=None if mean is None else mean / most * 100,
        disembunyikan=mean is None,
    )


def category_of(context: ReportContext, index: float) -> Category:
    """The category of an index, unrounded."""
    return cast(Category, categorise(np.array([index]), context.data.instrument)[0])


def other_category(context: ReportContext, index: float) -> Category | None:
    """The category by the other reading of the edges; None where that is the same."""
    rules = context.data.instrument
    other: Reading = "upper_edge" if rules.categories.reading == "lower_edge" else "lower_edge"
    found = cast(Category, categorise(np.array([index]), rules, other)[0])
    return None if found == category_of(context, index) else found


def next_category(context: ReportContext, index: float) -> KategoriBerikut | None:
    """The next higher category and the points to it; None at the highest."""
    rules = context.data.instrument.categories
    edges, above = rules.edges[rules.reading], rules.reading == "upper_edge"
    higher = [(edge, name) for name, edge in edges.items() if edge > index or (above and edge == index)]
    if not higher:
        return None
    edge, name = min(higher)
    return KategoriBerikut(kategori=cast(Category, name), batas=float(edge), di_atas=above, jarak=float(edge - index))


def employees(context: ReportContext) -> Pegawai:
    """How many rows of the people file were measured, excluded and rejected, and why."""
    tallies = [own.current.about["tally"] for own in context.included if own.current is not None]
    rows, measured = sum(tally.rows for tally in tallies), sum(tally.measured for tally in tallies)
    expected = None if any(tally.expected is None for tally in tallies) else sum(t.expected or 0 for t in tallies)
    reasons = (
        *reason_counts(context, lambda tally: tally.excluded),
        *reason_counts(context, lambda tally: tally.rejected),
    )
    return Pegawai(
        jumlah=rows,
        diukur=measured,
        dikecualikan=sum(tally.excluded_total for tally in tallies),
        ditolak=sum(tally.rejected_total for tally in tallies),
        seharusnya=expected,
        cakupan=None if expected is None else measured / expected,
        rekap_janggal=_misprints(tallies) if context.is_recap else None,
        riwayat_disisihkan=sum(tally.set_aside_total for tally in tallies),
        alasan={row.alasan: row.jumlah for row in reasons},
        selisih_impor=_import_difference(context),
    )


def _misprints(tallies: Sequence[Tally]) -> int:
    """Rows of recaps whose figures cannot all be right."""
    found = [tally.findings for tally in tallies]
    return sum(count for counts in found for reason, count in counts.items() if reason.kind == Kind.RECAP_MISPRINT)


def _import_difference(context: ReportContext) -> SelisihImpor | None:
    """How ready scores differ from the scored records of the same people; None without both, and in a territory.

    The means are of everybody who has both. Where these, those for whom the index differs, or the others are few, all
    is withheld: a mean of points discloses how many it is of.
    """
    current = None if context.data.is_province else context.included[0].current
    found = None if current is None else current.about["import_difference"]
    if found is None or found["people"] < context.min_group:
        return None
    people, measured = int(found["people"]), len(context.scores)
    few = is_small(people, measured, context.min_group) or is_small(int(found["differing"]), people, context.min_group)
    sensitive = few or people < context.min_discipline_group or context.sensitive_withheld
    return SelisihImpor(
        dibandingkan=None if few else people,
        berbeda=None if few else int(found["differing"]),
        indeks=None if sensitive else float(found["indeks"]),
        dimensi=PoinDimensi.of(dict.fromkeys(DIMENSIONS) if few else found, sensitive=sensitive),
    )


def reason_counts(context: ReportContext, counts_of: Callable[[Tally], Counts]) -> tuple[Alasan, ...]:
    """Rows of the input by reason, most first; those of few rows, and enough others, withheld and last.

    `counts_of` a tally are counts that make up a published total. Reasons without a number are sorted by name, so
    that their order discloses nothing. Where all but one are shown, that one is not named: its number is what is left.
    """
    found = [{} if own.current is None else counts_of(own.current.about["tally"]) for own in context.included]
    names = sorted({reason for counts in found for reason in counts})
    table = np.array([[counts.get(name, 0) for name in names] for counts in found], dtype=np.int64)
    parts = suppress_partition(context.policy, table.reshape(len(found), len(names)), names)
    named = names if parts.suppressed.sum() != 1 else [name for name in names if not parts.hides(name)]
    rows = [Alasan(alasan=name, jumlah=parts.shown(name), disembunyikan=parts.hides(name)) for name in named]
    return tuple(sorted(rows, key=most_first))


def most_first(row: Alasan) -> tuple[bool, int, str]:
    """The order of reasons: most rows first, those without a number last and by name."""
    return row.disembunyikan, -(row.jumlah or 0), row.alasan


def spread(context: ReportContext) -> tuple[SebaranKategori, ...]:
    """Share of people per category, highest first; of few people, and enough others, withheld; None of recaps."""
    if context.is_recap:
        return tuple(SebaranKategori(kategori=name, bagian=None, disembunyikan=False) for name in CATEGORIES)
    labels = context.scores["kategori"].astype("str").to_numpy(dtype=object)
    parts = context.partition(labels, CATEGORIES)
    rows = []
    for name in CATEGORIES:
        count = parts.shown(name)
        share = None if count is None else count / len(labels)
        rows.append(SebaranKategori(kategori=name, bagian=share, disembunyikan=count is None))
    return tuple(rows)
