"""What official scores are made of: people by level of points, base and additions, reasons, and the next steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ipasn_analysis.facts.composition import predikat_labels
from ipasn_analysis.facts.context import NOT_RECORDED, ReportContext, once
from ipasn_analysis.facts.groups import group_tables
from ipasn_analysis.result.figures import Mean, Share, Tally
from ipasn_analysis.result.official import (
    DasarKompetensi,
    DuaCara,
    Keterangan,
    Langkah,
    NilaiResmi,
    TingkatPoin,
)
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.rules.instrument import DIMENSIONS, PREDIKAT, Dimension
from ipasn_analysis.scoring.steps import SLACK, UNKNOWN, base_of, lift, next_level, predikat_of
from ipasn_analysis.statistics.typing import FloatArray, Mask

MOST_LEVELS = 12
"""Levels of a dimension that are told one by one; of more the steps are not known."""
WITHOUT_POINTS = 0.0
"""Points of kinerja of those without an assessment, whose next step is no level but a record."""
OTHER_REASONS = "(lainnya)"
"""Reasons of few people, together."""


def official(context: ReportContext) -> NilaiResmi | None:
    """What official scores are made of; None for records."""
    if not context.is_import:
        return None
    means = dict(zip(DIMENSIONS, context.values.mean(axis=0)[1:].tolist(), strict=True))
    lacking = {name: context.maxima[name] - mean for name, mean in means.items()}
    return NilaiResmi(
        terbuka=PoinDimensi.of(lacking, len(context.scores), whole=True),
        tingkat=tuple(_levels(context)),
        langkah=tuple(step.row(len(context.scores)) for step in steps(context)),
        dasar_kompetensi=_base(context),
        keterangan=tuple(_reasons(context)),
        dua_cara=_two_means(context),
    )


def column(context: ReportContext, name: Dimension) -> FloatArray:
    """The points of everybody in a dimension."""
    return np.asarray(context.values[:, 1 + DIMENSIONS.index(name)])


@once
def levels(context: ReportContext) -> dict[Dimension, tuple[tuple[float, int], ...]]:
    """The levels of kualifikasi, kompetensi and kinerja with how many people are at each; those of few levels alone.

    Kinerja is told by predikat, kualifikasi that follows education is told there.
    """
    found: dict[Dimension, tuple[tuple[float, int], ...]] = {}
    if context.is_recap:
        return found
    by_education = "pendidikan" in group_tables(context) and context.data.instrument.kualifikasi.by == "education"
    for name in ("kualifikasi", "kompetensi"):
        values, counts = np.unique(column(context, name).round(4), return_counts=True)
        if len(values) <= MOST_LEVELS and not (name == "kualifikasi" and by_education):
            found[name] = tuple(zip(values.tolist(), counts.tolist(), strict=True))
    labels, points = predikat_labels(context), context.data.instrument.kinerja.points
    if labels is not None:
        counts = context.count(labels, (*PREDIKAT, NOT_RECORDED))
        levels_of = (*(float(points[name]) for name in PREDIKAT), WITHOUT_POINTS)
        found["kinerja"] = tuple(pair for pair in zip(levels_of, counts.tolist(), strict=True) if pair[1])
    return found


def _levels(context: ReportContext) -> Iterator[TingkatPoin]:
    people = len(context.scores)
    for name, found in levels(context).items():
        for points, count in found:
            yield TingkatPoin(
                dimensi=name, poin=points, orang=Tally(count), bagian=Share(count, people), disembunyikan=False
            )


@dataclasses.dataclass(frozen=True)
class Step:
    """The next step of the people at a level: `points` for the index of each, and how many could take it at least."""

    dimension: Dimension
    start: float
    to: float
    points: float
    people: int

    @property
    def name(self) -> str:
        """What tells it from the other steps."""
        return f"{self.dimension} {self.start:g} {self.to:g} {self.points:g}"

    def row(self, whole: int) -> Langkah:
        """The step as the facts tell it, of `whole` people."""
        return Langkah(
            dimensi=self.dimension,
            dari=self.start,
            ke=self.to,
            poin=self.points,
            orang=Tally(self.people),
            poin_indeks=Mean(self.people * self.points / whole, whole),
            disembunyikan=False,
        )


@once
def steps(context: ReportContext) -> tuple[Step, ...]:
    """The next step of everybody in each dimension; the steps of a person never add more than the person lacks.

    Every step is counted with the points that it adds to each of its people at least.
    """
    rules = context.data.instrument
    found = []
    for name, here_at in levels(context).items():
        for start, _ in here_at:
            to = next_level(name, start, rules)
            here = np.abs(column(context, name) - start) <= SLACK
            if to is None or (name == "kinerja" and start == WITHOUT_POINTS):
                continue
            for points, people in _gains(context, name, to - start, lift(start, to, rules), here):
                found.append(Step(name, start, to, points, people))
    return tuple(found)


def _gains(
    context: ReportContext, name: Dimension, points: float, lifted: float, here: Mask
) -> Iterator[tuple[float, int]]:
    """Points of a step and how many people it adds so much to; those who gain less are left out, or all gain less.

    A step in kinerja lifts the base of kompetensi as well, up to its maximum. What the lift takes is no longer open.
    """
    people = int(here.sum())
    if name == "kinerja" and lifted > 0:
        short = int((_room(context)[here] < lifted - SLACK).sum())
        if people > short:
            yield points + lifted, people - short
            return
    if name == "kompetensi":
        open_points = float(np.minimum(points, (_room(context) - _lifts(context))[here]).min())
        if open_points <= SLACK:
            return
        points = open_points
    yield points, people


def _room(context: ReportContext) -> FloatArray:
    return np.asarray(context.maxima["kompetensi"] - column(context, "kompetensi"))


def _lifts(context: ReportContext) -> FloatArray:
    """What the next step in kinerja would lift the base of kompetensi by, of each person."""
    rules, kinerja = context.data.instrument, column(context, "kinerja")
    result = np.zeros(len(kinerja))
    for start in np.unique(kinerja).tolist():
        to = next_level("kinerja", start, rules)
        result[kinerja == start] = 0.0 if to is None else lift(start, to, rules)
    return np.minimum(result, _room(context))


def _base(context: ReportContext) -> DasarKompetensi | None:
    """Base and additions of those at sangat baik or baik, whose base is certain; None where few are, or few are not.

    Kompetensi below the base, which no known rule gives, counts as base: the two always sum to kompetensi.
    """
    rules = context.data.instrument
    if rules.kompetensi.base is None or context.is_recap:
        return None
    kinerja = column(context, "kinerja")
    position = predikat_of(kinerja, rules)
    certain = (position != UNKNOWN) & (position <= PREDIKAT.index("baik"))
    held = column(context, "kompetensi")
    ruled = base_of(kinerja, rules)
    base = np.minimum(ruled, held)
    people = int(certain.sum())
    if people < context.min_group or 0 < len(certain) - people < context.min_group:
        return None
    return DasarKompetensi(
        orang=Tally(people),
        dasar=Mean(base[certain].mean(), people),
        tambahan=Mean((held - base)[certain].mean(), people),
        sesuai=not (held[certain] < ruled[certain] - SLACK).any(),
    )


def _reasons(context: ReportContext) -> Iterator[Keterangan]:
    """The reasons that SIASN gives, counted, those of few together; of dimensions with few levels alone."""
    for name in levels(context):
        texts = context.scores.get(f"keterangan_{name}")
        if texts is None:
            continue
        labels = texts.astype("str").fillna("").str.strip().to_numpy(dtype=object)
        labels = np.where(labels == "", NOT_RECORDED, labels)
        counts = pd.Series(labels).value_counts()
        common = set(counts.index[counts >= context.min_group])
        labels = np.where([label in common for label in labels], labels, OTHER_REASONS)
        found = pd.Series(labels).value_counts()
        for key in sorted(found.index, key=lambda key: (key in (OTHER_REASONS, NOT_RECORDED), -found[key], key)):
            reason = None if key == NOT_RECORDED else str(key)
            yield Keterangan(dimensi=name, keterangan=reason, orang=Tally(found[key]), disembunyikan=False)


def _two_means(context: ReportContext) -> DuaCara | None:
    """PNS and PPPK, and what the plain mean of the two would be; None unless both are shown."""
    table = group_tables(context).get("jenis_pegawai")
    if table is None or not {"PNS", "PPPK"} <= set(table.shown.index):
        return None
    means, people = (table.shown[name].to_dict() for name in ("indeks", "diukur"))
    pns, pppk = (Mean(means[name], int(people[name])) for name in ("PNS", "PPPK"))
    return DuaCara(pns=pns, pppk=pppk, rata_rata_biasa=Mean((pns + pppk) / 2, min(pns.people, pppk.people)))
