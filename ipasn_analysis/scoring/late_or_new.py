"""What moved the people of two snapshots: recorded late, newly earned, another post or education, another year."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd

from ipasn_analysis.records.histories import Histories
from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument
from ipasn_analysis.scoring.points import score_dimensions
from ipasn_analysis.scoring.recorded import Recorded, known_by
from ipasn_analysis.statistics.typing import IntArray

LATE, POST, YEAR, NEW = "terlambat", "jabatan_pendidikan", "tahun", "baru"
PARTS = (LATE, POST, YEAR, NEW)
"""Recorded since though of before the earlier date; post, education or kind of employee; what counts in the later
measured year; of after the earlier date."""


def late_or_new(before: Recorded, after: Recorded, rules: Instrument) -> pd.DataFrame:
    """The people of both snapshots with what moved each of them, by telescoping scorings under their instrument.

    The histories of the later snapshot are cut at the earlier date: what they give then, with the posts of then, less
    what was known then, was recorded late. With the posts of now, and then in the later measured year, they give the
    next two parts; the whole of the later histories gives what is new.

    Returns
    -------
    One row per person, by NIP: nip, perangkat_daerah (at the later date), pindah (whether it was another), and for each
    of `PARTS` and dimension `<part>_<dimension>`, in points. Those of a dimension sum to its change exactly.
    """
    nips = np.intersect1d(before.people["nip"].to_numpy(), after.people["nip"].to_numpy())
    first, last = (_of_people(side, nips) for side in (before, after))
    cut = known_by(last.histories, before.as_of)
    stages = (
        first.scores,
        score_dimensions(first.people, cut, rules, before.as_of),
        score_dimensions(last.people, cut, rules, before.as_of),
        score_dimensions(last.people, cut, rules, after.as_of),
        last.scores,
    )
    unit = last.people["perangkat_daerah"].astype("str")
    table = pd.DataFrame(
        {
            "nip": last.scores["nip"],
            "perangkat_daerah": unit,
            "pindah": (unit != first.people["perangkat_daerah"].astype("str")).to_numpy(),
        }
    )
    for part, earlier, later in zip(PARTS, stages, stages[1:], strict=False):
        for name in DIMENSIONS:
            table[f"{part}_{name}"] = later[name].to_numpy() - earlier[name].to_numpy()
    return table


def _of_people(side: Recorded, nips: IntArray) -> Recorded:
    """The people of those NIPs in their order, with their histories."""
    place = pd.Index(side.people["nip"]).get_indexer(pd.Index(nips))
    renumbered = np.full(len(side.people), -1, dtype=np.int64)
    renumbered[place] = np.arange(len(nips))
    tables = {}
    for field in fields(side.histories):
        rows = getattr(side.histories, field.name)
        person = renumbered[rows["person"].to_numpy()]
        tables[field.name] = rows[person >= 0].assign(person=person[person >= 0]).reset_index(drop=True)
    people, scores = (frame.iloc[place].reset_index(drop=True) for frame in (side.people, side.scores))
    return Recorded(side.as_of, people, Histories(**tables), scores)
