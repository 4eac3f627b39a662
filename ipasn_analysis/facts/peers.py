"""The governments of the province: their ranking, and where the report's own government stands among them."""

from __future__ import annotations

from typing import cast

import numpy as np

from ipasn_analysis.disclosure.grid import size_class
from ipasn_analysis.facts.comparable import not_ranked
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.head import category_of
from ipasn_analysis.facts.inputs import Government, Period
from ipasn_analysis.facts.units import rank_sets
from ipasn_analysis.records.accept import RECAP
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.ranking import (
    Pembanding,
    Pembandingan,
    Pemerintah,
    PemerintahTampil,
    PemerintahTersembunyi,
    Petak,
    TidakSebanding,
)
from ipasn_analysis.rules.instrument import DIMENSIONS, Category
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.scoring.summary import Summary
from ipasn_analysis.statistics.change import change_uncertainty, population
from ipasn_analysis.statistics.comparison import compare_governments
from ipasn_analysis.statistics.noise import Errors, mean_of_clusters
from ipasn_analysis.statistics.ranking import best_k

BEST = 3


def best_count(governments: int) -> int:
    """How many governments are called the best, and how many the worst: three, fewer where the two would overlap."""
    return max(1, min(BEST, governments // 2))


def _last(government: Government, year: int) -> Period:
    period = government.last_of(year)
    assert period is not None
    return period


def _summary(government: Government, year: int) -> Summary:
    return _last(government, year).about["summary"]


def ranked(context: ReportContext) -> list[tuple[Government, Summary]]:
    """The governments that may be ranked with each other, with their sums."""
    aside = not_ranked(context)
    return [(own, _summary(own, context.data.year)) for own in context.data.peers if own.region not in aside]


def not_comparable(context: ReportContext) -> tuple[TidakSebanding, ...]:
    """The governments that are not ranked with the others, with the reason, by name; those below the threshold not."""
    found = []
    for own in context.data.peers:
        reason, period = not_ranked(context).get(own.region), own.last_of(context.data.year)
        if reason is None or period is None or period.about["summary"]["diukur"] < context.min_group_of(own):
            continue
        summary = period.about["summary"]
        rules = context.data.region.instruments[period.instrumen]
        found.append(
            TidakSebanding(
                region=own.region,
                nama=own.params.name,
                diukur=summary["diukur"],
                indeks=Mean(summary["indeks"], summary["diukur"]),
                kategori=cast(Category, categorise(np.array([summary["indeks"]]), rules)[0]),
                dimensi=PoinDimensi.of(summary["dimensi"], summary["diukur"], whole=True),
                per_tanggal=period.per_tanggal,
                instrumen=period.instrumen,
                alasan=reason,
                petak=_tile(own),
            )
        )
    return tuple(sorted(found, key=lambda row: row.nama))


def governments(context: ReportContext) -> tuple[Pemerintah, ...]:
    """Every government that may be compared: index, rank and its 95 % simultaneous interval; small ones hidden.

    `pasti_…` and `mungkin_…` say who is certainly or possibly among the `best_count` best and worst.
    """
    year = context.data.year
    pairs = ranked(context)
    shown = [(own, summary) for own, summary in pairs if summary["diukur"] >= context.min_group_of(own)]
    few = [(own, summary) for own, summary in pairs if summary["diukur"] < context.min_group_of(own)]
    hidden = tuple(_hidden(context, own, summary) for own, summary in few)
    if not shown:
        return hidden
    sets = rank_sets([summary["indeks"] for _, summary in shown], _errors([summary for _, summary in shown]))
    best = best_k(sets, best_count(len(shown)))
    of_people = all(_last(government, year).about["mode"] != RECAP for government, _ in shown)
    rows = []
    for place, (government, summary) in enumerate(shown):
        before = government.last_of(year - 1)
        alike = before is not None and before.instrumen == context.data.instrument.name
        target = government.params.target_of(year)
        earlier = before.about["summary"] if context.data.is_province and alike and before is not None else None
        rows.append(
            PemerintahTampil(
                region=government.region,
                nama=government.params.name,
                diukur=summary["diukur"],
                indeks=Mean(summary["indeks"], summary["diukur"]),
                kategori=category_of(context, summary["indeks"]),
                dimensi=PoinDimensi.of(
                    context.told("pemerintah", government.region, summary["dimensi"]), summary["diukur"], whole=True
                ),
                perubahan=Mean(summary["indeks"] - earlier["indeks"], min(summary["diukur"], earlier["diukur"]))
                if earlier and earlier["diukur"] >= context.min_group_of(government)
                else None,
                perubahan_lebih_dari_derau=_beyond_noise(context, government.region),
                peringkat=int(sets.ranks[place]),
                peringkat_min=int(sets.lower[place]) if of_people else None,
                peringkat_maks=int(sets.upper[place]) if of_people else None,
                pasti_teratas=of_people and bool(best.certainly_best[place]),
                mungkin_teratas=of_people and bool(best.possibly_best[place]),
                pasti_terbawah=of_people and bool(best.certainly_worst[place]),
                mungkin_terbawah=of_people and bool(best.possibly_worst[place]),
                target=target,
                target_tercapai=None if target is None else summary["indeks"] >= target,
                per_tanggal=_last(government, year).per_tanggal,
                petak=_tile(government),
                pemprov=government.params.level == "pemprov",
            )
        )
    rows.sort(key=lambda row: (row.peringkat, row.nama))
    return (*rows, *hidden)


def _beyond_noise(context: ReportContext, region: str) -> bool | None:
    """Whether a government of a territory changed by more than chance explains; None where that is not known."""
    own = next((one for one in context.compared if one.region == region), None)
    if not context.data.is_province or own is None or own.current is None or own.previous is None:
        return None
    if RECAP in (own.current.about["mode"], own.previous.about["mode"]):
        return None
    return change_uncertainty(population(own.previous.scores), population(own.current.scores)).exceeds_noise


def _errors(summaries: list[Summary]) -> Errors:
    """Errors of the governments' means, whose people move together by perangkat daerah."""
    units = [np.array(list(summary["unit"].values()), dtype=np.float64) for summary in summaries]
    found = [mean_of_clusters(table[:, 1], table[:, 0]) for table in units]
    return Errors(
        np.array([np.inf if one.standard_error is None else one.standard_error for one in found]),
        np.array([one.freedom or 0.0 for one in found]),
    )


def _hidden(context: ReportContext, government: Government, summary: Summary) -> PemerintahTersembunyi:
    return PemerintahTersembunyi(
        region=government.region,
        nama=government.params.name,
        kelas_ukuran=size_class(summary["diukur"], context.min_group_of(government)),
        petak=_tile(government),
        pemprov=government.params.level == "pemprov",
    )


def _tile(government: Government) -> Petak | None:
    tile = government.params.tile
    return None if tile is None else Petak(row=tile.row, column=tile.column)


def comparison(context: ReportContext) -> Pembandingan | None:
    """Index and dimensions beside the province's mean, and median and upper quartile of comparable governments.

    Comparable are the governments of the same kind: regencies and cities with each other.
    """
    region = context.data.region.name
    usable = [(g, s) for g, s in ranked(context) if s["diukur"] >= context.min_group_of(g)]
    if len(usable) < 3 or not any(g.region == region for g, _ in usable):
        return None
    return Pembandingan(**{name: _beside(context, usable, name) for name in ("indeks", *DIMENSIONS)})


def _value(summary: Summary, name: str) -> float:
    return float(summary["indeks"] if name == "indeks" else summary["dimensi"][name])


def _beside(context: ReportContext, usable: list[tuple[Government, Summary]], name: str) -> Pembanding:
    """One figure of the report's government beside those of the others, on the grid of the smallest of these."""
    own = next(place for place, (g, _) in enumerate(usable) if g.region == context.data.region.name)
    provincial = context.data.params.level == "pemprov"
    comparable = np.array([provincial or g.params.level != "pemprov" for g, _ in usable])
    means = np.array([[_value(s, name)] for _, s in usable])
    row = compare_governments(means, [s["diukur"] for _, s in usable], own, comparable).iloc[0]
    values = {str(key): float(value) for key, value in row.items() if np.isfinite(value)}
    people = np.array([s["diukur"] for _, s in usable])
    mine, fewest = int(people[own]), int(people[comparable].min(initial=int(people[own])))
    rests = {"sendiri": mine, "provinsi": int(people.sum()), "selisih_provinsi": mine}
    told = {key: Mean(value, rests.get(key, fewest)) for key, value in values.items()}
    return Pembanding(**dict.fromkeys(Pembanding.model_fields) | told | {"pembanding": values.get("pembanding")})
