"""What official scores are made of: people by level of points, base and additions, reasons, and the next steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition, suppress_partition
from ipasn_analysis.facts.composition import predikat_parts
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.groups import group_tables, sensitive_unpublished
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
OTHER_REASONS = "(lainnya)"
"""Reasons of few people, together."""


def official(context: ReportContext) -> NilaiResmi | None:
    """What official scores are made of; None for records."""
    if not context.is_import:
        return None
    means = dict(zip(DIMENSIONS, context.values.mean(axis=0)[1:].tolist(), strict=True))
    lacking = {name: context.maxima[name] - mean for name, mean in means.items()}
    return NilaiResmi(
        terbuka=PoinDimensi.of(lacking, sensitive=context.sensitive_withheld),
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
def partitions(context: ReportContext) -> dict[Dimension, Partition]:
    """People by points of kualifikasi, kompetensi and kinerja, with what is withheld; what tells of few is left out.

    Their means are published as well. Kinerja is withheld where the predikat are.
    """
    found: dict[Dimension, Partition] = {}
    if context.is_recap:
        return found
    for name in ("kualifikasi", "kompetensi"):
        points = column(context, name)
        values = np.unique(points.round(4)).tolist()
        education = group_tables(context).get("pendidikan")
        if len(values) > MOST_LEVELS or (
            name == "kualifikasi" and education is not None and context.data.instrument.kualifikasi.by == "education"
        ):
            continue
        keys = tuple(f"{value:g}" for value in values)
        labels = np.array([f"{value:g}" for value in points.round(4).tolist()], dtype=object)
        parts = suppress_partition(context.policy, context.count(labels, keys), keys, points=values)
        if not parts.is_disclosed:
            found[name] = parts
    kinerja = predikat_parts(context)
    if kinerja is not None and not kinerja.is_disclosed and not kinerja.total[kinerja.keys.index(NOT_RECORDED)]:
        points_of = context.data.instrument.kinerja.points
        keys = tuple(f"{points_of[name]:g}" for name in PREDIKAT)
        found["kinerja"] = dataclasses.replace(
            kinerja,
            keys=keys,
            counts=kinerja.counts[:, : len(keys)],
            suppressed_rows=kinerja.suppressed_rows[:, : len(keys)],
            suppressed=kinerja.suppressed[: len(keys)],
            points=None,
        )
    return found


def _levels(context: ReportContext) -> Iterator[TingkatPoin]:
    people = len(context.scores)
    for name, parts in partitions(context).items():
        for key in parts.keys:
            count = parts.shown(key)
            if count == 0:
                continue
            yield TingkatPoin(
                dimensi=name,
                poin=float(key),
                orang=count,
                bagian=None if count is None else count / people,
                disembunyikan=count is None,
            )


@dataclasses.dataclass(frozen=True)
class Step:
    """The next step of the people at a level: `points` for the index of each, and how many could take it at least."""

    dimension: Dimension
    start: float
    to: float
    points: float
    people: int | None

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
            orang=self.people,
            poin_indeks=None if self.people is None else self.people * self.points / whole,
            disembunyikan=self.people is None,
        )


@once
def steps(context: ReportContext) -> tuple[Step, ...]:
    """The next step of everybody in each dimension; the steps of a person never add more than the person lacks.

    Every step is counted with the points that it adds to each of its people at least.
    """
    rules = context.data.instrument
    found = []
    for name, parts in partitions(context).items():
        for key in parts.keys:
            start = float(key)
            to = next_level(name, start, rules)
            here = np.abs(column(context, name) - start) <= SLACK
            if to is None or not here.any():
                continue
            for points, people in _gains(context, name, to - start, lift(start, to, rules), here):
                found.append(Step(name, start, to, points, None if parts.hides(key) else people))
    return tuple(found)


def _gains(
    context: ReportContext, name: Dimension, points: float, lifted: float, here: Mask
) -> Iterator[tuple[float, int]]:
    """Points of a step and how many people it adds so much to; those who gain less are left out, or all gain less.

    A step in kinerja lifts the base of kompetensi as well, up to its maximum. Where this stops few people short, as
    many as the smallest group are left out, so that their number is not told. What the lift takes is no longer open.
    """
    people = int(here.sum())
    if name == "kinerja" and lifted > 0:
        short = int((_room(context)[here] < lifted - SLACK).sum())
        left_out = short if short == 0 or short >= context.min_group else context.min_group
        if people - left_out >= context.min_group:
            yield points + lifted, people - left_out
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
    """Base and additions of those at sangat baik or baik, whose base is certain; None where few are, or are not.

    The others' mean would follow from that of all, so that they must be nobody or no few, in every government.
    """
    rules = context.data.instrument
    if rules.kompetensi.base is None or context.sensitive_withheld or context.is_recap:
        return None
    kinerja = column(context, "kinerja")
    position = predikat_of(kinerja, rules)
    certain = (position != UNKNOWN) & (position <= PREDIKAT.index("baik"))
    base = base_of(kinerja, rules)
    extra = column(context, "kompetensi") - base
    for government, own in enumerate(context.included):
        mine = certain[context.government_index == government]
        few = context.min_discipline_group_of(own)
        if mine.sum() < few or 0 < (~mine).sum() < few:
            return None
    below = int((extra[certain] < -SLACK).sum())
    return DasarKompetensi(
        orang=int(certain.sum()),
        dasar=float(base[certain].mean()),
        tambahan=float(extra[certain].mean()),
        sesuai=below == 0,
    )


def _reasons(context: ReportContext) -> Iterator[Keterangan]:
    """The reasons that SIASN gives, counted; only where all levels of the dimension are shown, which they follow."""
    for name in DIMENSIONS:
        texts = context.scores.get(f"keterangan_{name}")
        parts = partitions(context).get(name)
        if texts is None or parts is None or parts.suppressed.any():
            continue
        labels = texts.astype("str").fillna("").str.strip().to_numpy(dtype=object)
        labels = np.where(labels == "", NOT_RECORDED, labels)
        counts = pd.Series(labels).value_counts()
        common = set(counts.index[counts >= context.min_group])
        labels = np.where([label in common for label in labels], labels, OTHER_REASONS)
        keys = sorted(set(labels.tolist()), key=lambda key: (key in (OTHER_REASONS, NOT_RECORDED), key))
        sensitive = sensitive_unpublished(context) if name == "kinerja" else None
        found = suppress_partition(context.policy, context.count(labels, keys), keys, unpublished=sensitive)
        rows = sorted(keys, key=lambda key: (key in (OTHER_REASONS, NOT_RECORDED), -(found.shown(key) or 0), key))
        for key in rows:
            yield Keterangan(
                dimensi=name,
                keterangan=None if key == NOT_RECORDED else key,
                orang=found.shown(key),
                disembunyikan=found.hides(key),
            )


def _two_means(context: ReportContext) -> DuaCara | None:
    """PNS and PPPK, and what the plain mean of the two would be; None unless both are shown."""
    table = group_tables(context).get("jenis_pegawai")
    if table is None or table.parts.suppressed.any() or not {"PNS", "PPPK"} <= set(table.means.index):
        return None
    pns, pppk = (float(table.means["indeks"].loc[name]) for name in ("PNS", "PPPK"))
    return DuaCara(pns=pns, pppk=pppk, rata_rata_biasa=(pns + pppk) / 2)
