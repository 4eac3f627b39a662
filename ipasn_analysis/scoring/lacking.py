"""Tables and columns that an input lacks, and the points of the index that hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from ipasn_analysis.records import Accepted
from ipasn_analysis.records.accept import IMPORT
from ipasn_analysis.records.histories import LAST_VALUE_YEAR
from ipasn_analysis.rules.instrument import POST_TYPES, Instrument, Item
from ipasn_analysis.scoring.items import earned, post_points, required_level
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable


@dataclass(frozen=True)
class Lack:
    """Something that the input lacks: how many measured people it is about.

    `points` are those of the index, at most, that they would gain if it were there; None where it would not raise it.
    """

    reason: Reason
    people: int
    points: float | None

    def as_json(self) -> dict[str, Any]:
        """Its parts, to be kept."""
        return {**self.reason.as_json(), "people": self.people, "points": self.points}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Self:
        """The lack of which `as_json` gave the parts."""
        return cls(Reason.from_json(parts), parts["people"], parts["points"])


def lacking(accepted: Accepted, raw: Mapping[str, RawTable], instrument: Instrument) -> tuple[Lack, ...]:
    """What the records of a snapshot lack, most points first; what concerns nobody is left out.

    Ready scores rest on no records: what is missing beside them costs no points.
    """
    people = accepted.people
    if accepted.mode == IMPORT:
        return tuple(_beside_scores(accepted, raw, instrument))
    if people is None:
        return ()
    found = [*_tables(raw, people, instrument, accepted.as_of.year), *_columns(raw["profil"], people, instrument)]
    if accepted.histories is not None:
        day = np.datetime64(accepted.as_of, "D")
        worth = [
            np.where(earned(item, people, accepted.histories, instrument, day)[2], _worth([item], people), 0.0)
            for item in instrument.kompetensi.items.values()
            if item.minimum_hours is not None
        ]
        found += [_of(Kind.NO_HOURS, sum(worth, np.zeros(len(people))))] if worth else []
    return tuple(sorted((lack for lack in found if lack.people), key=lambda lack: -(lack.points or 0.0)))


def absent_tables(raw: Mapping[str, RawTable], assessed: int) -> tuple[str, ...]:
    """The histories that a snapshot does not have, where the performance of the year `assessed` counts.

    One of which a database has no row of this snapshot, but rows that belong to none, is not there.
    """
    held = [name for name, table in raw.items() if table.rows or not table.unplaced]
    wanted = ("rw_diklat", "rw_kursus", "rw_skp" if assessed <= LAST_VALUE_YEAR else "rw_skp22", "rw_hukdis")
    return tuple(table for table in wanted if table not in held)


def _beside_scores(accepted: Accepted, raw: Mapping[str, RawTable], instrument: Instrument) -> Iterable[Lack]:
    """What is missing of the records beside ready scores."""
    measured = accepted.tally.measured
    if accepted.people is None:
        yield Lack(Reason(Kind.NO_PROFILE), measured, None)
        return
    absent = absent_tables(raw, accepted.as_of.year - instrument.kinerja.years_before)
    columns = _columns(raw["profil"], accepted.people, instrument)
    absent += ("ESELON ID",) if any(lack.reason.kind == Kind.NO_ESELON_COLUMN for lack in columns) else ()
    if absent:
        yield Lack(Reason(Kind.NO_RECORDS, tabel=", ".join(absent)), measured, None)


def _tables(raw: Mapping[str, RawTable], people: pd.DataFrame, instrument: Instrument, year: int) -> Iterable[Lack]:
    items = instrument.kompetensi.items.values()
    for table in absent_tables(raw, year - instrument.kinerja.years_before):
        if table == "rw_diklat":
            yield _of(Kind.NO_STRUCTURAL, _worth([item for item in items if item.records == "structural"], people))
        elif table == "rw_kursus":
            points = _worth([item for item in items if item.records == "courses"], people)
            yield _of(Kind.NO_COURSES, np.minimum(points, instrument.kompetensi.maximum))
        elif table == "rw_hukdis":
            yield Lack(Reason(Kind.NO_SANCTIONS), len(people), None)
        else:
            base = max(instrument.kompetensi.base.values()) if instrument.kompetensi.base else 0.0
            points = np.full(len(people), max(instrument.kinerja.points.values()) + base)
            yield _of(Kind.NO_ASSESSMENTS, points, tabel=table)


def _columns(profil: RawTable, people: pd.DataFrame, instrument: Instrument) -> Iterable[Lack]:
    leadership = [item for item in instrument.kompetensi.items.values() if item.match_level]
    points = np.where(required_level(people, instrument) == 0, _worth(leadership, people), 0.0)
    if points.any():
        yield _of(Kind.NO_ESELON if profil.has("ESELON ID") else Kind.NO_ESELON_COLUMN, points)
    if instrument.kualifikasi.by == "requirement":
        nothing = (people["syarat_pendidikan"] == "").to_numpy()
        most = np.where(nothing, max(instrument.kualifikasi.points.values()), 0.0)
        yield _of(Kind.NO_REQUIREMENT, most, instrumen=instrument.name)


def _of(kind: Kind, points: np.ndarray, **values: str) -> Lack:
    """A lack that holds back `points` of each person."""
    return Lack(Reason(kind, **values), int((points > 0).sum()), float(points.mean()))


def _worth(items: Iterable[Item], people: pd.DataFrame) -> np.ndarray:
    """Points that the items are worth to each person."""
    post = people["jenis_jabatan"].cat.set_categories(list(POST_TYPES)).cat.codes.to_numpy()
    return sum((post_points(item, post) for item in items), np.zeros(len(people)))
