"""What is known of the people who have both: official scores on one side, what their records tell on the other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipasn_analysis.calibration.family import GROUPINGS, OPTIONS, YEARS_BEFORE, Addition, Option
from ipasn_analysis.errors import UsageError
from ipasn_analysis.records import Accepted
from ipasn_analysis.rules.instrument import DIMENSIONS, Dimension, Instrument
from ipasn_analysis.scoring.items import earned
from ipasn_analysis.scoring.points import assessed_predikat
from ipasn_analysis.scoring.score import score
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

FEWEST = 30
"""Fewest people from whom a rule is learned, and of a kind of employee that has a rule of its own."""
FEWEST_ALIKE = 10
"""Fewest people of a class (an addition, a predikat) from whom its points are learned."""
CLASSES = ("above", "meets", "below")


@dataclass(frozen=True, eq=False)
class Evidence:
    """Official scores and records of the same people, in one order.

    `official`: points by dimension; `is_pppk`, `required` (position in `CLASSES` of the education against what the post
    requires, -1: not known) and `predikat` (by years before the measured one: position in `PREDIKAT`, -1: none) are of
    shape (people,). `known` is the scored instrument from which is taken what is not learned.
    """

    nip: pd.Series
    official: dict[Dimension, FloatArray]
    is_pppk: Mask
    required: IntArray
    predikat: dict[int, IntArray]
    by_education: FloatArray
    known: pd.DataFrame
    _earned: dict[tuple[str, Option], FloatArray] = field(repr=False)

    def earned(self, name: str, option: Option) -> FloatArray:
        """What each person has earned of an addition under an option (0–1)."""
        return self._earned[name, option]

    def has(self, name: str) -> Mask:
        """Who has an addition under some option."""
        found: Mask = np.logical_or.reduce([self.earned(name, option) > 0 for option in OPTIONS])
        return found

    def __len__(self) -> int:
        return len(self.is_pppk)


def gather(accepted: Accepted, instrument: Instrument, regulation: Instrument, where: str) -> Evidence:
    """The evidence of a snapshot; `instrument` gives what is not learned, `regulation` the points by education alone.

    Raises `UsageError` where the snapshot lacks official scores or records, or few people have both.
    """
    people, histories, ready = accepted.people, accepted.histories, accepted.ready
    if ready is None or people is None or histories is None:
        lacking = "nilai_ipasn" if ready is None else "profil" if people is None else "rw_kursus"
        raise UsageError(
            "{where}: holds no {lacking!r}; a rule is learned from official scores beside records",
            where=where,
            lacking=lacking,
        )
    place = pd.Index(ready["nip"]).get_indexer(pd.Index(people["nip"]))
    both = np.flatnonzero(place >= 0)
    if len(both) < FEWEST:
        raise UsageError(
            "{where}: fewer than {fewest} people have both official scores and records; too few to learn from, and to "
            "speak of without telling their scores",
            where=where,
            fewest=FEWEST,
        )
    as_of = np.datetime64(accepted.as_of, "D")
    fractions = {}
    for grouping in GROUPINGS:
        for name, addition in grouping.items():
            for option in OPTIONS:
                fractions[name, option] = _fraction(addition, option, accepted, instrument, as_of)[both]
    predikat = {}
    for years in YEARS_BEFORE:
        rules = instrument.model_copy(update={"kinerja": instrument.kinerja.model_copy(update={"years_before": years})})
        predikat[years] = assessed_predikat(histories, len(people), rules, accepted.as_of.year)[both].astype(np.int64)
    frame = people.iloc[both]
    points = frame["tingkat_pendidikan"].astype("str").map(regulation.kualifikasi.points)
    return Evidence(
        nip=frame["nip"].astype("str").str.zfill(18).reset_index(drop=True),
        official={name: ready[name].to_numpy(dtype=np.float64)[place[both]] for name in DIMENSIONS},
        is_pppk=(frame["jenis_pegawai"] == "PPPK").to_numpy(dtype=bool),
        required=_against_requirement(frame, instrument),
        predikat=predikat,
        by_education=np.asarray(points.fillna(0), dtype=np.float64),
        known=score(people, histories, instrument, accepted.as_of).iloc[both].reset_index(drop=True),
        _earned=fractions,
    )


def _fraction(
    addition: Addition, option: Option, accepted: Accepted, instrument: Instrument, as_of: np.datetime64
) -> FloatArray:
    assert accepted.people is not None and accepted.histories is not None
    fraction, _, _ = earned(addition.item(option, 1.0), accepted.people, accepted.histories, instrument, as_of)
    return fraction


def _against_requirement(people: pd.DataFrame, instrument: Instrument) -> IntArray:
    """Position in `CLASSES` of each person's education against what the post requires; -1 where either is missing."""
    levels = instrument.codes.education_level
    own, required = (
        people[name].astype("str").map(levels).fillna(0).to_numpy(dtype=np.int64)
        for name in ("tingkat_pendidikan", "syarat_pendidikan")
    )
    found = np.select([own > required, own == required], [0, 1], 2)
    return np.where((own == 0) | (required == 0), -1, found).astype(np.int64)
