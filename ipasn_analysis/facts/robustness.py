"""Does the ranking survive other weights, other formulas, another instrument, another reading of the categories?

In every report ``ketahanan.perangkat_daerah`` (and ``tanpa_dimensi``, ``geometrik``) runs over the units that the key
``perangkat_daerah`` shows: of a territory those are the provincial government's own units, so that
both lists can be joined by name. The governments of a territory stand beside it, in ``ketahanan.pemerintah``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.facts.change import method_facts
from ipasn_analysis.facts.comparable import not_ranked
from ipasn_analysis.facts.context import DRAWS, SEED, ReportContext
from ipasn_analysis.people.store import Store
from ipasn_analysis.result.figures import Mean, Share, Tally
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.ranking import (
    BatasKategori,
    InstrumenLain,
    KelompokBerubah,
    Ketahanan,
    Pasangan,
    Peringkat,
    PeringkatUlangan,
    TanpaDimensi,
    Urutan,
)
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.change import method_effect
from ipasn_analysis.statistics.ranking import ranks
from ipasn_analysis.statistics.robustness import category_edges, geometric, leave_one_out, pairs_that_hold, weight_draws

OTHER = {"perban8_2019": "bkn4190_2024", "bkn4190_2024": "perban8_2019"}
MOST_WITHOUT_REQUIREMENT = 0.5


@dataclass(frozen=True, eq=False)
class Ranked:
    """What is ranked: names, their indices (points) and the points of the four dimensions, shape (names, 4)."""

    names: list[str]
    indices: np.ndarray
    points: np.ndarray


def robustness(context: ReportContext, store: Store | None) -> Ketahanan:
    """Whether the ranking survives, over the shown units; of a territory also over its governments."""
    units = ranked_units(context)
    governments = ranked_governments(context) if context.data.is_province else None
    under_units = _alternatives(units, context)
    return Ketahanan(
        ulangan=DRAWS,
        benih=SEED,
        perangkat_daerah=under_units.peringkat,
        tanpa_dimensi=under_units.tanpa_dimensi,
        geometrik=under_units.geometrik,
        pasangan=under_units.pasangan,
        pemerintah=None if governments is None else _alternatives(governments, context),
        batas_kategori=_reading(context, units if governments is None else governments),
        instrumen_lain=_other_instrument(context, store, units, governments),
    )


def ranked_units(context: ReportContext) -> Ranked:
    """The perangkat daerah that are shown."""
    shown = context.units.shown
    points = shown[list(DIMENSIONS)].to_numpy(dtype=np.float64)
    return Ranked([str(name) for name in shown.index], shown["indeks"].to_numpy(dtype=np.float64), points)


def ranked_governments(context: ReportContext) -> Ranked:
    """The governments of a territory that are shown."""
    ranked = [own for own in context.included if own.region not in not_ranked(context)]
    periods = [(own.params.name, own.last_of(context.data.year)) for own in ranked]
    summaries = {name: period.about["summary"] for name, period in periods if period is not None}
    points = np.array(
        [[summary["dimensi"][key] for key in DIMENSIONS] for summary in summaries.values()], dtype=np.float64
    )
    indices = np.array([summary["indeks"] for summary in summaries.values()])
    return Ranked(list(summaries), indices, points.reshape(-1, len(DIMENSIONS)))


def _alternatives(ranked: Ranked, context: ReportContext) -> Urutan:
    """Ranks under random weights, without each dimension, by the geometric mean; and the pairs that hold."""
    weights = tuple(context.maxima[name] for name in DIMENSIONS)
    shares = ranked.points / np.array(weights)
    spread = weight_draws(shares, weights, seed=SEED, draws=DRAWS)
    stable = pairs_that_hold(shares, weights, seed=SEED, draws=DRAWS)
    without = leave_one_out(shares, weights) if len(shares) else None
    official = ranks(ranked.indices)
    rows = [
        PeringkatUlangan(nama=name, peringkat=int(rank), median=int(median), p05=int(low), p95=int(high))
        for name, rank, median, low, high in zip(
            ranked.names, official, spread.median, spread.p05, spread.p95, strict=True
        )
    ]
    return Urutan(
        peringkat=tuple(sorted(rows, key=_place)),
        tanpa_dimensi=TanpaDimensi(
            **{
                dimension: _ranks(ranked.names, without.ranks[place]) if without is not None else ()
                for place, dimension in enumerate(DIMENSIONS)
            }
        ),
        geometrik=_ranks(ranked.names, geometric(shares, weights).ranks) if len(shares) else (),
        pasangan=Pasangan(jumlah=stable.pairs, bertahan=stable.kept, kokoh=stable.robust),
    )


def _place(row: Peringkat | PeringkatUlangan) -> tuple[int, str]:
    return row.peringkat, row.nama


def _ranks(names: Sequence[str], places: np.ndarray) -> tuple[Peringkat, ...]:
    rows = [Peringkat(nama=name, peringkat=int(rank)) for name, rank in zip(names, places, strict=True)]
    return tuple(sorted(rows, key=_place))


def _reading(context: ReportContext, ranked: Ranked) -> BatasKategori:
    """Who would be in another category if the bands were read by their other edge."""
    categories = context.data.instrument.categories
    lower = sorted(categories.edges["lower_edge"].values())
    upper = sorted(categories.edges["upper_edge"].values())
    people = category_edges(context.values[:, 0], lower, upper)
    moved = [
        name
        for name, index in zip(ranked.names, ranked.indices, strict=True)
        if category_edges([index], lower, upper).changed
    ]
    return BatasKategori(
        bacaan=categories.reading,
        diukur=people.people,
        berubah=None if context.is_recap else Tally(people.changed),
        bagian=None if context.is_recap else Share(people.changed, people.people),
        disembunyikan=context.is_recap,
        kelompok=KelompokBerubah(jumlah=len(ranked.names), berubah=tuple(sorted(moved))),
    )


def _other_instrument(
    context: ReportContext, store: Store | None, units: Ranked, governments: Ranked | None
) -> InstrumenLain | None:
    """The same records under the other instrument: the effect of the method; None for ready scores."""
    other = OTHER.get(context.data.instrument.name)
    if other is None or store is None or context.is_import:
        return None
    rules = instruments.load(other)
    parts = []
    for own in context.included:
        if own.current is None:
            continue
        second = store.get(own.current.snapshot, rules).scores
        points = ["nip", "indeks", *DIMENSIONS]
        mine = own.current.scores[[*points, "perangkat_daerah"]]
        both = mine.merge(second[[*points, "tanpa_kualifikasi"]], on="nip", suffixes=("", "_lain"))
        parts.append(both.assign(region=own.region, pemerintah=own.params.name))
    people = pd.concat(parts, ignore_index=True)
    effect = method_facts(method_effect(people["indeks"], people["indeks_lain"]))
    shifts = {name: float((people[f"{name}_lain"] - people[name]).mean()) for name in DIMENSIONS}
    owner = context.unit_government.region if context.unit_government else ""
    unscored = float(people["tanpa_kualifikasi"].mean())
    return InstrumenLain(
        instrumen=other,
        sementara=rules.provisional,
        indeks=Mean(people["indeks_lain"].mean(), len(people)),
        tanpa_syarat_pendidikan=rules.kualifikasi.by == "requirement" and unscored > MOST_WITHOUT_REQUIREMENT,
        **dict(effect),
        per_dimensi=PoinDimensi.of(shifts, len(people), whole=True),
        perangkat_daerah=_other_ranks(people[people["region"] == owner], "perangkat_daerah", units),
        pemerintah=None if governments is None else _other_ranks(people, "pemerintah", governments),
    )


def _other_ranks(people: pd.DataFrame, column: str, ranked: Ranked) -> tuple[Peringkat, ...]:
    """Ranks of the shown groups by their means under the other instrument."""
    if not ranked.names:
        return ()
    means = people.groupby(people[column].astype("str"), observed=True)["indeks_lain"].mean()
    return _ranks(ranked.names, ranks(means.reindex(ranked.names).to_numpy(dtype=np.float64)))
