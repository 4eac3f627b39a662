"""The opening balance of the next year: what of today's index still counts on 1 January, and what is open then."""

from __future__ import annotations

import calendar
import datetime

import numpy as np

from ipasn_analysis.facts.comparable import is_year_end
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.result.figures import Mean, Tally
from ipasn_analysis.result.opening import AwalTahun, Hangus, Pensiun, TerbukaAwal, Tonggak
from ipasn_analysis.rules.instrument import POST_TYPES
from ipasn_analysis.scoring.steps import base_told
from ipasn_analysis.scoring.summary import mean_of
from ipasn_analysis.statistics.grouping import age_in_years, births
from ipasn_analysis.statistics.typing import FloatArray


def opening(context: ReportContext) -> AwalTahun | None:
    """What the next year opens with; None within a year, and where scores do not tell what of them lapses."""
    index = opening_index(context)
    if index is None or not is_year_end(context.data.as_of):
        return None
    year, start = context.data.year + 1, mean_of(index)
    target, of_year = _target(context)
    return AwalTahun(
        tahun=year,
        indeks=Mean(start, len(index)),
        hangus=Mean(context.means["indeks"] - start, len(index)),
        butir=() if context.is_import else _lapsing(context),
        terbuka=() if context.is_import else _open(context),
        pensiun=_retiring(context, index),
        target=target,
        target_tahun=of_year,
        tonggak=milestones(start, len(index), target, context.data.params.cutoff_of(year)),
    )


@once
def opening_index(context: ReportContext) -> FloatArray | None:
    """Each person's index on 1 January of the next year; None where it is not told.

    Of records the items that still count then; of official scores the base that the predikat gives, without the
    additions of the measured year, and nothing for those without a rating.
    """
    scores, rules = context.scores, context.data.instrument.kompetensi
    if context.is_recap or (context.is_import and rules.base is None):
        return None
    left = base_told(scores["kinerja"].to_numpy(dtype=np.float64), context.data.instrument)
    if not context.is_import:
        items = scores[[f"awal_{name}" for name in rules.items]].to_numpy(dtype=np.float64).sum(axis=1)
        left = np.minimum(left + items, rules.maximum)
    if np.isnan(left).any():
        return None
    held = scores["kompetensi"].to_numpy(dtype=np.float64)
    return np.asarray(context.values[:, 0] - held + np.minimum(left, held))


def _lapsing(context: ReportContext) -> tuple[Hangus, ...]:
    """What each item loses, for the items that lose anything; hidden where few lose it."""
    rows = []
    for item in context.data.instrument.item_names:
        lost = (context.scores[item] - context.scores[f"awal_{item}"]).to_numpy(dtype=np.float64)
        people = int((lost > 0).sum())
        few = people < context.min_group
        if people:
            points = None if few else Mean(lost.mean(), len(lost))
            rows.append(Hangus(butir=item, pegawai=Tally(people), poin=points, disembunyikan=few))
    return tuple(sorted(rows, key=lambda row: -(row.poin or 0.0)))


def _open(context: ReportContext) -> tuple[TerbukaAwal, ...]:
    """What is open by item and type of post, for whoever lacks it; hidden where few lack it."""
    post, rows = context.scores["jenis_jabatan"].astype("str").to_numpy(dtype=object), []
    for item in context.data.instrument.item_names:
        gains = context.scores[f"tambah_awal_{item}"].to_numpy(dtype=np.float64)
        for name in POST_TYPES:
            points = gains[(post == name) & (gains > 0)]
            few = len(points) < context.min_group
            if len(points):
                rows.append(
                    TerbukaAwal(
                        butir=item,
                        jenis_jabatan=name,
                        pegawai=Tally(len(points)),
                        poin=None if few else Mean(points.mean(), len(points)),
                        indeks=None if few else Mean(points.sum() / len(post), len(post)),
                        disembunyikan=few,
                    )
                )
    return tuple(sorted(rows, key=lambda row: -(row.indeks or 0.0)))


def _retiring(context: ReportContext, index: FloatArray) -> Pensiun | None:
    """Who reaches the lowest age of retirement by the end of the next year; None of few, or where few are younger."""
    age = age_in_years(births(context.scores), datetime.date(context.data.year + 1, 12, 31))
    old = age >= context.data.params.retirement_age
    people = int(old.sum())
    if not people or people == len(old) or min(people, len(old) - people) < context.min_group:
        return None
    return Pensiun(
        umur=context.data.params.retirement_age,
        pegawai=Tally(people),
        indeks=Mean(mean_of(index[old]), people),
        tanpa_mereka=Mean(mean_of(index[~old]), len(old) - people),
    )


def _target(context: ReportContext) -> tuple[float | None, int | None]:
    """The target of the next year, else that of the report's, and the year it is of."""
    for year in (context.data.year + 1, context.data.year):
        target = context.data.params.target_of(year)
        if target is not None:
            return target, year
    return None, None


def milestones(start: float, people: int, target: float | None, cutoff: datetime.date) -> tuple[Tonggak, ...]:
    """The index needed at the end of each month up to the cut-off, rising evenly from `start` (of `people`)."""
    if target is None or target <= start:
        return ()
    first = datetime.date(cutoff.year, 1, 1)
    ends = [
        datetime.date(cutoff.year, month, calendar.monthrange(cutoff.year, month)[1])
        for month in range(1, cutoff.month)
    ]
    whole = max(1, (cutoff - first).days)
    return tuple(
        Tonggak(per_tanggal=day, indeks=Mean(start + (target - start) * (day - first).days / whole, people))
        for day in (*ends, cutoff)
    )
