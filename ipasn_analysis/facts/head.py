"""The head of the facts: whose index it is, coverage, the four dimensions, categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from ipasn_analysis.facts.context import WHOLE, ReportContext
from ipasn_analysis.records.rejects import Counts
from ipasn_analysis.records.rejects import Tally as InputTally
from ipasn_analysis.result.figures import Implied, Mean, Share, Tally
from ipasn_analysis.result.head import (
    Dimensi,
    KategoriBerikut,
    NilaiDimensi,
    Pegawai,
    SebaranKategori,
)
from ipasn_analysis.result.people import Alasan
from ipasn_analysis.rules.instrument import CATEGORIES, DIMENSIONS, Category, Reading
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.scoring.summary import MEAN_DECIMALS
from ipasn_analysis.sources.reasons import Kind, Reason


def dimensions(context: ReportContext) -> Dimensi:
    """The means of the four dimensions over everybody; without disiplin where the audit withholds it."""
    people, most, rows = len(context.scores), context.maxima, {}
    for name, mean in context.told(WHOLE, WHOLE, {name: context.means[name] for name in DIMENSIONS}).items():
        told = None if mean is None else context.as_told(mean, people)
        rows[name] = NilaiDimensi(
            rata_rata=None if mean is None else Mean(mean, people),
            maksimum=most[name],
            persen_maksimum=None if told is None else Implied(round(told / most[name] * 100, MEAN_DECIMALS)),
            disembunyikan=mean is None,
        )
    return Dimensi(**rows)


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
    return KategoriBerikut(
        kategori=cast(Category, name), batas=float(edge), di_atas=above, jarak=Mean(edge - index, len(context.scores))
    )


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
        cakupan=None if expected is None else Implied(measured / expected),
        rekap_janggal=_misprints(tallies) if context.is_recap else None,
        riwayat_disisihkan=sum(tally.set_aside_total for tally in tallies),
        alasan={row.alasan: row.jumlah for row in reasons},
    )


def _misprints(tallies: Sequence[InputTally]) -> int:
    """Rows of recaps whose figures cannot all be right."""
    found = [tally.findings for tally in tallies]
    return sum(count for counts in found for reason, count in counts.items() if reason.kind == Kind.RECAP_MISPRINT)


def reason_counts(context: ReportContext, counts_of: Callable[[InputTally], Counts]) -> tuple[Alasan, ...]:
    """Rows of the input by reason, most first; `counts_of` a tally are those of one government.

    Reasons of few rows stand last and by name, so that their order discloses nothing.
    """
    total: dict[Reason, int] = {}
    for own in context.included:
        for reason, count in ({} if own.current is None else counts_of(own.current.about["tally"])).items():
            total[reason] = total.get(reason, 0) + count
    few = context.min_group
    ordered = sorted(
        total, key=lambda reason: (total[reason] < few, -total[reason] if total[reason] >= few else 0, reason)
    )
    return tuple(Alasan(alasan=reason, jumlah=Tally(total[reason]), disembunyikan=False) for reason in ordered)


def spread(context: ReportContext) -> tuple[SebaranKategori, ...]:
    """Share of people per category, highest first; None of recaps."""
    if context.is_recap:
        return tuple(SebaranKategori(kategori=name, bagian=None, disembunyikan=False) for name in CATEGORIES)
    counts = context.count(context.scores["kategori"].astype("str").to_numpy(dtype=object), CATEGORIES).tolist()
    return tuple(
        SebaranKategori(kategori=name, bagian=Share(count, len(context.scores)), disembunyikan=False)
        for name, count in zip(CATEGORIES, counts, strict=True)
    )
