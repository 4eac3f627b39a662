"""What each dimension is made of: education, competence items, predikat, discipline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import NOT_RECORDED, ReportContext, once
from ipasn_analysis.facts.groups import groupings
from ipasn_analysis.facts.items import Item, items
from ipasn_analysis.result.figures import Cost, Mean, Share, Tally
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.people import Bagian, Butir, Jam, Rincian
from ipasn_analysis.rules.instrument import DIMENSIONS, PREDIKAT
from ipasn_analysis.scoring.steps import UNKNOWN, predikat_of
from ipasn_analysis.statistics.grouping import EDUCATION_ORDER, mapped
from ipasn_analysis.statistics.inequality import covariance_shares
from ipasn_analysis.statistics.typing import Labels


def composition(context: ReportContext) -> Rincian:
    """What each dimension is made of; a part that is not known is None, as all are of recaps."""
    if context.is_recap:
        return Rincian(**dict.fromkeys(Rincian.model_fields))
    return Rincian(
        pendidikan=_education(context),
        butir=_items(context.records or context),
        jam=_hours(context.records or context),
        predikat=_predikat(context),
        disiplin=_discipline(context),
        bobot_efektif=_effective(context),
    )


def _effective(context: ReportContext) -> PoinDimensi | None:
    """Share of each dimension in the variance of the index, to whole percents; None without variance."""
    shares = covariance_shares(context.values[:, 1:])
    if shares is None:
        return None
    return PoinDimensi(**{name: round(float(share), 2) + 0.0 for name, share in zip(DIMENSIONS, shares, strict=True)})


def column(context: ReportContext, name: str) -> np.ndarray | None:
    """A column of the scores as plain values; None where it is missing or nothing in it is known."""
    if name not in context.scores:
        return None
    values = context.scores[name].astype(object).to_numpy(dtype=object)
    return None if pd.isna(values).all() else np.asarray(values)


def _education(context: ReportContext) -> tuple[Bagian, ...] | None:
    """People by level of education; None without a profile."""
    labels = groupings(context).get("pendidikan")
    return None if labels is None else _parts(context, labels, (*EDUCATION_ORDER, NOT_RECORDED))


@once
def predikat_labels(context: ReportContext) -> Labels | None:
    """The predikat of each person; None where it is not known. Official scores tell it by their points of kinerja."""
    if context.is_recap:
        return None
    if not context.is_import:
        return column(context, "predikat")
    points = context.values[:, 1 + DIMENSIONS.index("kinerja")]
    position = predikat_of(points, context.data.instrument)
    if ((position == UNKNOWN) & (points > 0)).any():
        return None  # points that stand for none
    return np.array([*PREDIKAT, None], dtype=object)[position]


def _predikat(context: ReportContext) -> tuple[Bagian, ...] | None:
    labels = predikat_labels(context)
    return None if labels is None else _parts(context, labels, (*PREDIKAT, NOT_RECORDED))


def _parts(context: ReportContext, labels: Labels, keys: tuple[str, ...]) -> tuple[Bagian, ...]:
    """People and share of each key, in their order (`NOT_RECORDED`: nothing on record)."""
    return tuple(
        Bagian(
            kunci=None if key == NOT_RECORDED else key,
            jumlah=Tally(count),
            bagian=Share(count, len(labels)),
            disembunyikan=False,
        )
        for key, count in zip(keys, context.count(labels, keys).tolist(), strict=True)
    )


def _items(context: ReportContext) -> tuple[Butir, ...] | None:
    """Rate of each competence item among those to whom it applies, and what its absence costs the mean, in points."""
    found = items(context)
    return None if found is None else tuple(_item(context, item) for item in found)


def _hours(context: ReportContext) -> tuple[Jam, ...] | None:
    """People by hours held, in four steps up to what an item asks for: none, below half, from half on, enough."""
    if context.is_import:
        return None
    scores, rows = context.scores, []
    for name, item in context.data.instrument.kompetensi.items.items():
        if item.minimum_hours is None or item.hours_column is None:
            continue
        held = scores[item.hours_column].to_numpy(dtype=np.float64)
        held = held[~np.isnan(held) & ((scores[name] > 0) | (scores[f"tambah_{name}"] > 0)).to_numpy(dtype=bool)]
        edges = (0.0, 1.0, item.minimum_hours / 2, float(item.minimum_hours))
        step = np.searchsorted(edges, held, side="right") - 1
        counts = np.bincount(step, minlength=len(edges))
        few = counts < context.min_group
        rows += [
            Jam(
                butir=name,
                dari=edge,
                sampai=edges[place + 1] if place + 1 < len(edges) else None,
                pegawai=Tally(counts[place]),
                kurang=None
                if few[place]
                else Cost(np.maximum(item.minimum_hours - held[step == place], 0.0).sum(), 1.0),
                disembunyikan=bool(few[place] and counts[place]),
            )
            for place, edge in enumerate(edges)
        ]
    return tuple(rows)


def _item(context: ReportContext, item: Item) -> Butir:
    """An item; the points that are open where few lack it are None, as is the share where it is not known of some."""
    applies, held, unknown = int(item.applies.sum()), int(item.held.sum()), int(item.unknown.sum())
    few = 0 < applies - held < context.min_group
    gain = context.scores[f"tambah_{item.name}"].sum() / len(context.scores)
    return Butir(
        butir=item.name,
        berlaku=Tally(applies),
        punya=Tally(held),
        belum=Tally(applies - held - unknown),
        tidak_diketahui=Tally(unknown),
        bagian=Share(held, Tally(applies)) if applies and not unknown else None,
        poin_terbuka=None if few else Mean(gain, len(context.scores)),
        disembunyikan=few,
    )


def _discipline(context: ReportContext) -> tuple[Bagian, ...] | None:
    """People by worst sanction, told from the points; None where they do not tell, and where few were punished."""
    points = context.data.instrument.disiplin.points
    levels = {worth: level for level, worth in points.items()}
    if len(levels) < len(points):
        return None
    keys = mapped(context.scores["disiplin"].to_numpy(dtype=np.float64), levels)
    parts = _parts(context, keys, tuple(points))
    punished = sum(part.jumlah or 0 for part in parts if part.kunci != "tidak_pernah")
    return None if sum(part.jumlah or 0 for part in parts) < len(keys) or 0 < punished < context.min_group else parts
