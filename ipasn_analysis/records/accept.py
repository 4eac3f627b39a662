"""The whole of a snapshot: raw tables in, accepted people and histories and the tally out."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.records.histories import Histories, accept_histories
from ipasn_analysis.records.people import People, accept_people
from ipasn_analysis.records.ready import accept_ready
from ipasn_analysis.records.recap import accept_recap
from ipasn_analysis.records.rejects import Counts, Rejects, Tally
from ipasn_analysis.records.units import read_units
from ipasn_analysis.rules.instrument import Dimension, Instrument
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.specs import HISTORY_TABLES, OFFICIAL_TABLE, PEOPLE_TABLES, RECAP_TABLE
from ipasn_analysis.sources.tables import RawTable

IMPORT, RECORDS, RECAP = "impor", "catatan", "rekap"


@dataclass(frozen=True)
class Accepted:
    """What a snapshot gives to scoring.

    `mode` is `IMPORT` (ready scores; `ready` holds them), `RECAP`
    (results of groups, likewise) or `RECORDS`. `people` and `histories` are those of the
    profile (None without one), `everyone` also those of its people who are not measured; beside ready scores a profile
    without any history has no `histories`, for it holds no records. `set_aside` are the rows that are not used. In
    import mode the rows of the people file are those of `nilai_ipasn`.
    """

    as_of: datetime.date
    mode: str
    people: pd.DataFrame | None
    everyone: pd.DataFrame | None
    histories: Histories | None
    ready: pd.DataFrame | None
    tally: Tally
    set_aside: Rejects

    @cached_property
    def rejects(self) -> pd.DataFrame:
        """The rows that are not used, as of `Rejects.frame`."""
        return self.set_aside.frame()

    @property
    def unused(self) -> Counter[tuple[str, Reason]]:
        """How many they are, by column and reason."""
        return self.set_aside.counts()


def accept(
    raw: Mapping[str, RawTable],
    instrument: Instrument,
    as_of: datetime.date,
    where: str,
    unit_level: int | None = None,
    government: str = "",
) -> Accepted:
    """Check every row of a snapshot; `UsageError` when nobody is measured (`where` names the snapshot).

    `unit_level` is the level of the perangkat daerah in the tree of units, where the region's parameters set it,
    `government` the full name of the government by which people who work for another one are told.
    """
    rejects = Rejects()
    people: People | None = None
    histories: Histories | None = None
    set_aside: Counts = {}
    units = read_units(raw, unit_level)
    notes: Counter[Reason] = Counter()
    if "profil" in raw:
        people = accept_people(raw["profil"], instrument, rejects, units, government)
        if OFFICIAL_TABLE not in raw or any(name in raw for name in HISTORY_TABLES):
            histories, set_aside, history_notes = accept_histories(
                raw, people, instrument.codes, np.datetime64(as_of, "D"), rejects
            )
            notes.update(history_notes)
        if OFFICIAL_TABLE in raw:
            notes.update(people.notes)
            name = raw["profil"].file
            set_aside = {reason.of_file(name): count for reason, count in people.rejected.items()} | dict(set_aside)
    ready = None
    if OFFICIAL_TABLE in raw:
        profile = people.everyone if people else None
        ready = accept_ready(raw[OFFICIAL_TABLE], as_of, instrument.weights, rejects, profile, units)
    recap = None
    if RECAP_TABLE in raw and ready is None and people is None:
        recap = accept_recap(raw[RECAP_TABLE], as_of.year, instrument.weights, point_units(instrument), rejects)
    for table in raw.values():
        rejects.add_unplaced(table)
    main = ready or people or recap
    if main is None:
        raise UsageError("{where}: holds neither 'profil' nor 'nilai_ipasn'", where=where)
    measured = len(main.frame) if recap is None else int(recap.frame["jumlah"].sum())
    notes.update(main.notes)
    for name, table in raw.items():
        if name not in PEOPLE_TABLES:
            notes.update(table.notes)
    expected = None if people is None or people.expected is None else max(people.expected, measured)
    tally = Tally(main.rows, measured, main.excluded, main.rejected, set_aside, main.findings, notes, expected)
    if tally.rows != measured + tally.excluded_total + tally.rejected_total:
        raise AssertionError(f"{where}: rows of the people file are not accounted for")
    if measured == 0:
        file = next(raw[name].file for name in (OFFICIAL_TABLE, "profil", RECAP_TABLE) if name in raw)
        raise UsageError("{where}: {why}", where=where, why=_nobody(main, file))
    return Accepted(
        as_of=as_of,
        mode=RECAP if recap else IMPORT if ready else RECORDS,
        people=people.frame if people else None,
        everyone=people.everyone if people else None,
        histories=histories,
        ready=ready.frame if ready else recap.frame if recap else None,
        tally=tally,
        set_aside=rejects,
    )


def point_units(instrument: Instrument) -> dict[Dimension, float]:
    """The largest points of which the scores of everybody are multiples, by dimension, as far as they are known."""
    items = instrument.kompetensi.items.values()
    known = instrument.kompetensi.base is None
    return {
        "kualifikasi": _common(instrument.kualifikasi.points.values()),
        "kompetensi": _common(points for item in items for points in item.points.values()) if known else LEAST_STEP,
        "kinerja": _common(instrument.kinerja.points.values()),
        "disiplin": _common(instrument.disiplin.points.values()),
    }


LEAST_STEP = 0.5
"""Points of which additions to kompetensi are multiples where they are not known: small, to suspect nothing falsely."""


def _common(points: Iterable[float]) -> float:
    return math.gcd(*(round(value * 10) for value in points)) / 10


def _nobody(people: People, file: str) -> Message:
    """Why nobody of that file is measured, with the most frequent reason."""
    for reason, count in people.notes.items():
        if people.rows == 0 and reason.kind == Kind.OTHER_YEAR:
            return Message(
                "{file}: every row ({count:i}) is of another year than the snapshot; look at the column tahun",
                file=reason.file,
                count=count,
            )
    if people.rows == 0:
        return Message("{file} has a header and no rows; export it again", file=file)
    reason, count = max((dict(people.excluded) | dict(people.rejected)).items(), key=lambda pair: pair[1])
    return Message(
        "nobody is measured among {rows:i} {rows:row|rows}; most frequent reason: {reason} ({count:i})",
        rows=people.rows,
        reason=Message(reason.kind.words, **reason.values),
        count=count,
    )
