"""What only a territory has: inequality between and within governments, convergence, what separates best and rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ipasn_analysis.facts.comparable import not_ranked, years_of
from ipasn_analysis.facts.context import SEED, ReportContext
from ipasn_analysis.facts.inputs import Government, Period
from ipasn_analysis.facts.items import Item, items
from ipasn_analysis.facts.peers import best_count
from ipasn_analysis.result.figures import Mean, Sensitive, Share
from ipasn_analysis.result.province import (
    Kebetulan,
    Ketimpangan,
    Konvergensi,
    LajuPemerintah,
    Pembeda,
    PembedaButir,
)
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import Summary, mean_of
from ipasn_analysis.statistics.inequality import beta_convergence, covariance_shares, sigma_convergence, variance_split
from ipasn_analysis.statistics.typing import Mask

FEWEST_FOR_CONVERGENCE = 3


def inequality(context: ReportContext) -> Ketimpangan | None:
    """Shares of the variance of the individual indices between governments, units and people; None without variance.

    `kebetulan` holds the shares that would be expected if people were spread over governments and units by lot:
    (groups − groups above) ÷ (people − 1). `simpangan` is the standard deviation of the individual indices, in points.
    """
    governments = context.scores["pemerintah"].astype("str").to_numpy(dtype=object).astype(str)
    units = context.scores["perangkat_daerah"].astype("str").to_numpy(dtype=object).astype(str)
    split = variance_split(context.values[:, 0], governments, units)
    if split.shares is None:
        return None
    between, among, within = split.shares
    number = len(np.unique(governments))
    parts = len(pd.DataFrame({"pemerintah": governments, "unit": units}).drop_duplicates())
    return Ketimpangan(
        antar_pemerintah=between,
        antar_unit=among,
        antar_orang=within,
        simpangan=Mean(np.sqrt(split.total / split.people), split.people),
        pemerintah=number,
        unit=parts,
        kebetulan=Kebetulan(
            antar_pemerintah=(number - 1) / (split.people - 1),
            antar_unit=(parts - number) / (split.people - 1),
        ),
    )


def convergence(context: ReportContext) -> Konvergensi | None:
    """Spread of the governments' indices year by year, and whether those that started lower gained more.

    Over the years of a trend, and the governments shown in all of them; None below two years or three governments.
    `beta` is in points a year per point of starting level, `laju` in points a year.
    """
    instrument = context.data.instrument.name
    periods = [period for own in context.included for period in own.series if period.instrumen == instrument]
    years = years_of(periods, context)
    table = np.array(
        [
            [_index(own.last_of(year), instrument, context.min_group_of(own)) for own in context.included]
            for year in years
        ]
    )
    if len(years) < 2 or table.shape[1] < FEWEST_FOR_CONVERGENCE:
        return None
    sigma = sigma_convergence(table)
    if sigma.governments < FEWEST_FOR_CONVERGENCE:
        return None
    complete = ~np.isnan(table).any(axis=0)
    held = [own for own, known in zip(context.included, complete, strict=True) if known]
    paths = table[:, complete].T
    span = years[-1] - years[0]
    beta = beta_convergence(paths[:, 0], paths[:, -1], span, seed=SEED)
    rows = [_path(own, values.tolist(), years) for own, values in zip(held, paths, strict=True)]
    return Konvergensi(
        tahun=tuple(years),
        simpangan=tuple(sigma.spread.tolist()),
        pemerintah=sigma.governments,
        beta=beta.slope,
        p_value=beta.p_value,
        eksak=beta.exact,
        per_pemerintah=tuple(sorted(rows, key=lambda row: (row.awal, row.akhir, row.nama), reverse=True)),
    )


def _path(own: Government, values: Sequence[float], years: Sequence[int]) -> LajuPemerintah:
    """The way of a government through the years."""
    known = [Mean(value, _people(own, year)) for year, value in zip(years, values, strict=True)]
    first, *_, last = known
    pace = (last - first) / (years[-1] - years[0])
    return LajuPemerintah(
        nama=own.params.name,
        awal=first,
        akhir=last,
        indeks=tuple(known),
        laju=Mean(pace, min(first.people, last.people)),
    )


def _people(government: Government, year: int) -> int:
    period = government.last_of(year)
    return 0 if period is None else int(period.about["summary"]["diukur"])


def _index(period: Period | None, instrument: str, group: int) -> float:
    if period is None or period.instrumen != instrument or period.about["summary"]["diukur"] < group:
        return float("nan")
    return float(period.about["summary"]["indeks"])


def separation(context: ReportContext) -> tuple[Pembeda, ...]:
    """Per dimension the means (points, over all people) of the best governments, of the others and of the worst.

    `selisih` is best less worst, `selisih_lainnya` best less all others; `bagian_keragaman` is the dimension's share of
    the variance between the governments (each counting alike). Disiplin of parts of a province is sensitive.
    """
    summaries = _ordered(context)
    size = best_count(len(summaries))
    if len(summaries) < 2:
        return ()
    best, others, worst = summaries[:size], summaries[size:], summaries[-size:]
    shares = covariance_shares([[s["dimensi"][name] for name in DIMENSIONS] for _, s in summaries])
    rows = []
    for place, name in enumerate(DIMENSIONS):
        first, middle, last = (_mean(part, name) for part in (best, others, worst))
        figures = {
            "teratas": first,
            "lainnya": middle,
            "terbawah": last,
            "selisih": Mean(first - last, min(first.people, last.people)),
            "selisih_lainnya": Mean(first - middle, min(first.people, middle.people)),
            "bagian_keragaman": None if shares is None else float(shares[place]),
        }
        if name == "disiplin":
            figures = {key: None if value is None else Sensitive(value) for key, value in figures.items()}
        rows.append(Pembeda(dimensi=name, **figures))
    return tuple(rows)


def _ordered(context: ReportContext) -> list[tuple[str, Summary]]:
    """The governments that are ranked, region and sums, best first, in the order of their ranking: ties by name."""
    ranked = [own for own in context.included if own.region not in not_ranked(context)]
    periods = [(own, own.last_of(context.data.year)) for own in ranked]
    found = [(own, period.about["summary"]) for own, period in periods if period is not None]
    ordered = sorted(found, key=lambda pair: (-pair[1]["indeks"], pair[0].params.name))
    return [(own.region, summary) for own, summary in ordered]


def _mean(part: list[tuple[str, Summary]], name: str) -> Mean:
    counts = [s["diukur"] for _, s in part]
    return Mean(mean_of([s["dimensi"][name] for _, s in part], counts), sum(counts))


def item_separation(context: ReportContext) -> tuple[PembedaButir, ...] | None:
    """Share of people (0–1) who hold each competence item, among those to whom it applies, in the best and the others.

    None for ready scores; an item that applies to few people in either part is left out.
    """
    ordered, found = [region for region, _ in _ordered(context)], items(context)
    region_of = context.scores["pemerintah"].astype("str").to_numpy(dtype=object)
    best = np.isin(region_of, ordered[: best_count(len(ordered))])
    others = np.isin(region_of, ordered) & ~best
    if not others.any() or found is None:
        return None
    rows = []
    for item in found:
        first, second = _share(item, best), _share(item, others)
        if first and second and min(first.count, second.count) >= context.min_group:
            rows.append(PembedaButir(butir=item.name, teratas=first, lainnya=second, selisih=first - second))
    return tuple(rows)


def _share(item: Item, part: Mask) -> Share | None:
    """Share of the people of some governments who hold an item; None where it is not known of some, or of nobody."""
    applies = int((item.applies & part).sum())
    if item.unknown.any() or not applies:
        return None
    return Share(int((item.held & part).sum()), applies)
