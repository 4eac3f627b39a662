"""What only a territory has: inequality between and within governments, convergence, what separates best and rest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import is_small
from ipasn_analysis.facts.comparable import not_ranked
from ipasn_analysis.facts.context import SEED, ReportContext
from ipasn_analysis.facts.inputs import Period
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.facts.peers import best_count
from ipasn_analysis.result.parts import SENSITIVE
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
FIGURES = ("teratas", "lainnya", "terbawah", "selisih", "selisih_lainnya", "bagian_keragaman")


def inequality(context: ReportContext) -> Ketimpangan | None:
    """Shares of the variance of the individual indices between governments, units and people; None without variance.

    `kebetulan` holds the shares that would be expected if people were spread over governments and units by lot:
    (groups − groups above) ÷ (people − 1). `simpangan` is the standard deviation of the individual indices, in points.
    The withheld units of a government count as one.
    """
    governments = context.scores["pemerintah"].astype("str").to_numpy(dtype=object).astype(str)
    units = np.array(
        [
            "" if unit in context.hidden_units[government] else unit
            for government, unit in zip(governments, context.scores["perangkat_daerah"].astype("str"), strict=True)
        ]
    )
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
        simpangan=float(np.sqrt(split.total / split.people)),
        pemerintah=number,
        unit=parts,
        kebetulan=Kebetulan(
            antar_pemerintah=(number - 1) / (split.people - 1),
            antar_unit=(parts - number) / (split.people - 1),
        ),
    )


def convergence(context: ReportContext) -> Konvergensi | None:
    """Spread of the governments' indices year by year, and whether those that started lower gained more.

    Over the year-ends under the instrument of the report's year, and the governments shown in all of them; None below
    two years or three governments. `beta` is in points a year per point of starting level, `laju` in points a year.
    """
    instrument, year = context.data.instrument.name, context.data.year
    periods = [period for own in context.included for period in own.series]
    years = sorted({period.tahun for period in periods if period.instrumen == instrument and period.tahun <= year})
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
    start, end, span = table[0, complete], table[-1, complete], years[-1] - years[0]
    beta = beta_convergence(start, end, span, seed=SEED)
    names = [own.params.name for own, known in zip(context.included, complete, strict=True) if known]
    return Konvergensi(
        tahun=tuple(years),
        simpangan=tuple(sigma.spread.tolist()),
        pemerintah=sigma.governments,
        beta=beta.slope,
        p_value=beta.p_value,
        eksak=beta.exact,
        per_pemerintah=tuple(
            LajuPemerintah(nama=name, awal=float(first), akhir=float(last), laju=float((last - first) / span))
            for first, last, name in sorted(zip(start, end, names, strict=True), reverse=True)
        ),
    )


def _index(period: Period | None, instrument: str, group: int) -> float:
    if period is None or period.instrumen != instrument or period.about["summary"]["diukur"] < group:
        return float("nan")
    return float(period.about["summary"]["indeks"])


def separation(context: ReportContext) -> tuple[Pembeda, ...]:
    """Per dimension the means (points, over all people) of the best governments, of the others and of the worst.

    `selisih` is best less worst, `selisih_lainnya` best less all others; `bagian_keragaman` is the dimension's share of
    the variance between the governments (each counting alike); figures of few people are None.
    """
    summaries = _ordered(context)
    size = best_count(len(summaries))
    if len(summaries) < 2:
        return ()
    best, others, worst = summaries[:size], summaries[size:], summaries[-size:]
    shares = covariance_shares([[s["dimensi"][name] for name in DIMENSIONS] for _, s in summaries])
    floors = {own.region: context.min_discipline_group_of(own) for own in context.included}
    small = any(s["diukur"] < floors[region] for region, s in summaries)
    rows = []
    for place, name in enumerate(DIMENSIONS):
        if small and name in SENSITIVE:
            rows.append(Pembeda(dimensi=name, **dict.fromkeys(FIGURES)))
            continue
        first, middle, last = (_mean(part, name) for part in (best, others, worst))
        rows.append(
            Pembeda(
                dimensi=name,
                teratas=first,
                lainnya=middle,
                terbawah=last,
                selisih=first - last,
                selisih_lainnya=first - middle,
                bagian_keragaman=None if shares is None else float(shares[place]),
            )
        )
    return tuple(rows)


def _ordered(context: ReportContext) -> list[tuple[str, Summary]]:
    """The governments that are ranked, region and sums, best first, in the order of their ranking: ties by name."""
    ranked = [own for own in context.included if own.region not in not_ranked(context)]
    periods = [(own, own.last_of(context.data.year)) for own in ranked]
    found = [(own, period.about["summary"]) for own, period in periods if period is not None]
    ordered = sorted(found, key=lambda pair: (-pair[1]["indeks"], pair[0].params.name))
    return [(own.region, summary) for own, summary in ordered]


def _mean(part: list[tuple[str, Summary]], name: str) -> float:
    return mean_of([s["dimensi"][name] for _, s in part], [s["diukur"] for _, s in part])


def item_separation(context: ReportContext) -> tuple[PembedaButir, ...] | None:
    """Share of people (0–1) who hold each competence item, among those to whom it applies, in the best and the others.

    None for ready scores; an item that applies to few people in either part is left out.
    """
    ordered = [region for region, _ in _ordered(context)]
    regions = [own.region for own in context.included]
    best = np.isin(regions, ordered[: best_count(len(ordered))])
    others = np.isin(regions, ordered) & ~best
    parts = item_parts(context)
    if not others.any() or parts is None:
        return None
    rows = []
    for name, item in parts.items():
        shares = [_share(context, item, part) for part in (best, others)]
        if shares[0] is not None and shares[1] is not None:
            first, second = shares[0], shares[1]
            rows.append(PembedaButir(butir=name, teratas=first, lainnya=second, selisih=first - second))
    return tuple(rows)


def _share(context: ReportContext, item: ItemParts, part: Mask) -> float | None:
    """Share of the people of some governments who hold an item; None where few hold or lack it, or it discloses few.

    The governments of the part are a province of their own, of which those who hold the item and those who do not are
    summed up: where that must withhold a sum, there is no share.
    """
    if item.unknown:
        return None
    counts, suppressed = item.holders.counts[part], item.holders.suppressed_rows[part]
    held, lacking = counts.sum(axis=0)
    if item.hidden or held + lacking < context.min_group or is_small(held, held + lacking, context.min_group):
        return None
    floors = context.policy.part_groups[part]
    if context.rules.suppress_sums(suppressed, counts, floors, context.min_group).any():
        return None
    return float(held / (held + lacking))
