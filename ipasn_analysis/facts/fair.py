"""Fair comparison: units and governments at one mix of post, kind of employee and education."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.peers import ranked
from ipasn_analysis.result.fair import PemerintahSetara, PerbandinganSetara, Setara
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import strata
from ipasn_analysis.statistics.standardisation import Split, nearest, split_by_mix
from ipasn_analysis.statistics.typing import FloatArray

SIMILAR = 3
FEWEST = 3
"""Governments from which on they are set beside each other."""
TIED = 1e-9


def fair_comparison(context: ReportContext) -> PerbandinganSetara | None:
    """Units and governments at one mix; None of recaps, which tell no mix."""
    if context.is_recap:
        return None
    found, similar = _governments(context)
    return PerbandinganSetara(unit=_units(context), pemerintah=found, serupa=similar)


def _units(context: ReportContext) -> tuple[Setara, ...]:
    scores, shown = context.unit_scores, context.units.shown
    keys = None if scores.empty else strata(scores)
    if keys is None or len(shown) < 2:
        return ()
    units, names = pd.factorize(scores["perangkat_daerah"].astype("str"), sort=True)
    stratum, found = pd.factorize(keys)
    shape = len(names), len(found)
    cell = units * len(found) + stratum
    points = scores[list(DIMENSIONS)].to_numpy(dtype=np.float64).T
    counts = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    sums = [np.bincount(cell, weights=column, minlength=shape[0] * shape[1]).reshape(shape) for column in points]
    split = split_by_mix(counts, np.stack(sums, axis=2))
    places = [place for place, name in enumerate(names) if name in shown.index]
    return tuple(
        _unit(context, str(names[place]), split, place, int(counts[place].sum()), _rank(split, place, places))
        for place in _in_order(split, places, list(names))
    )


def _unit(context: ReportContext, name: str, split: Split, place: int, people: int, rank: int) -> Setara:
    """A unit at the mix of everybody; what it attains follows from its index as that is told."""
    index = split.overall + float(split.mix[place]) + float(split.attained[place].sum())
    attained = context.as_told(index, people) - split.overall - float(split.mix[place])
    return Setara(
        nama=name,
        indeks=Mean(index, people),
        susunan=Mean(split.mix[place], people),
        capaian=Mean(attained, people),
        indeks_setara=Mean(split.overall + attained, people),
        peringkat_setara=rank,
    )


def _governments(context: ReportContext) -> tuple[tuple[PemerintahSetara, ...], tuple[str, ...]]:
    """The governments at one mix, and the names of those most like the report's own."""
    held = [(own, summary) for own, summary in ranked(context) if summary["diukur"] >= context.min_group_of(own)]
    names = {tuple(summary["parts"]) for _, summary in held}
    if len(held) < FEWEST or len(names) != 1 or not all(summary["strata"] for _, summary in held):
        return (), ()
    (parts,) = names
    counts, sums = _stacked({own.region: summary["strata"] for own, summary in held}, len(parts))
    split, places = split_by_mix(counts, sums), list(range(len(held)))
    rows = tuple(
        PemerintahSetara(
            nama=held[place][0].params.name,
            indeks=Mean(held[place][1]["indeks"], held[place][1]["diukur"]),
            region=held[place][0].region,
            butir={
                name: Mean(points, held[place][1]["diukur"])
                for name, points in zip(parts, split.attained[place].tolist(), strict=True)
            },
            **_split(split, place, held[place][1]["diukur"]),
            peringkat_setara=_rank(split, place, places),
        )
        for place in _in_order(split, places, [own.region for own, _ in held])
    )
    alike = [own.params.level != "pemprov" for own, _ in held]
    own_place = next((place for place in places if held[place][0].region == context.data.region.name), None)
    if own_place is None or not alike[own_place]:
        return rows, ()
    return rows, tuple(held[place][0].params.name for place in nearest(counts, own_place, alike, SIMILAR))


def _split(split: Split, place: int, people: int) -> dict[str, Mean]:
    """What a mix of so many people makes, and what they attain at the mix of everybody."""
    return {
        "susunan": Mean(split.mix[place], people),
        "capaian": Mean(split.attained[place].sum(), people),
        "indeks_setara": Mean(split.standardised[place], people),
    }


def _stacked(tables: Mapping[str, Mapping[str, Sequence[float]]], parts: int) -> tuple[FloatArray, FloatArray]:
    """People, shape (groups, strata), and points, shape (groups, strata, parts), from the sums of each group."""
    keys = sorted({key for table in tables.values() for key in table})
    empty = [0.0] * (parts + 1)
    whole = np.array([[table.get(key, empty) for key in keys] for table in tables.values()], dtype=np.float64)
    return whole[:, :, 0], whole[:, :, 1:]


def _in_order(split: Split, places: Sequence[int], names: Sequence[str]) -> list[int]:
    return sorted(places, key=lambda place: (-round(float(split.standardised[place]), 9), names[place]))


def _rank(split: Split, place: int, places: Sequence[int]) -> int:
    levels = split.standardised
    return 1 + sum(bool(levels[other] > levels[place] + TIED) for other in places)
