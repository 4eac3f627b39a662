"""Why official scores differ from what the records of the same people give: one cause for each person and dimension."""

from __future__ import annotations

import datetime
from itertools import product

import numpy as np
import pandas as pd

from ipasn_analysis.rules.instrument import DIMENSIONS, POST_TYPES, PREDIKAT, Dimension, Instrument
from ipasn_analysis.scoring.items import post_points
from ipasn_analysis.scoring.points import score_dimensions
from ipasn_analysis.scoring.recorded import Recorded, known_by
from ipasn_analysis.scoring.score import score
from ipasn_analysis.scoring.steps import base_told

ALIKE, NOT_IN_SIASN, NOT_HERE = "sama", "tidak_di_siasn", "tidak_di_sini"
RULE, DATE, POST = "aturan", "tanggal", "jabatan_pendidikan"
UNEXPLAINED = "tidak_dijelaskan"
CAUSES = (NOT_IN_SIASN, NOT_HERE, RULE, DATE, POST, UNEXPLAINED)
ROUNDING = 0.0101
"""Points by which scores that are alike may differ, since SIASN rounds to hundredths."""


def reconcile(ready: pd.DataFrame, records: Recorded, official: Instrument) -> pd.DataFrame:
    """The people of the records who have official scores too, by NIP; `ready` are the rows of these.

    Returns
    -------
    nip, nama, perangkat_daerah, and for each dimension `resmi_…` (official points), `catatan_…` (records by the own
    instrument), `aturan_…` (records by the official one) and `sebab_…`: why resmi differs from aturan, `ALIKE` or one
    of `CAUSES`. What aturan differs from catatan is the other rule's.
    """
    people, histories, as_of = records.people, records.histories, records.as_of
    place = pd.Index(ready["nip"]).get_indexer(pd.Index(records.scores["nip"]))
    both = np.flatnonzero(place >= 0)
    by_own = records.scores.iloc[both].reset_index(drop=True)
    by_official = score(people, histories, official, as_of).iloc[both].reset_index(drop=True)
    given = {name: ready[name].to_numpy(dtype=np.float64)[place[both]] for name in DIMENSIONS}
    others = [
        score_dimensions(people, histories if day == as_of else known_by(histories, day), rules, day)
        .iloc[both]
        .reset_index(drop=True)
        for day, rules in _other_dates(official, as_of)
    ]
    frame = people.iloc[both].reset_index(drop=True)
    causes = {
        "kualifikasi": _kualifikasi(given["kualifikasi"], by_official, frame, official),
        "kinerja": _kinerja(given["kinerja"], by_official, others, official),
        "disiplin": _disiplin(given["disiplin"], by_official, official),
    }
    causes["kompetensi"] = _kompetensi(given, by_official, others, frame, official, causes["kinerja"])
    table = pd.DataFrame({"nip": by_own["nip"], "nama": frame["nama"], "perangkat_daerah": frame["perangkat_daerah"]})
    for name in DIMENSIONS:
        table[f"resmi_{name}"] = given[name]
        table[f"catatan_{name}"] = by_own[name]
        table[f"aturan_{name}"] = by_official[name]
        table[f"sebab_{name}"] = np.where(_alike(given[name], by_official[name]), ALIKE, causes[name])
    return table


def _other_dates(rules: Instrument, as_of: datetime.date) -> list[tuple[datetime.date, Instrument]]:
    """The end of the year before, and the same day with the assessments of the years beside the one that counts."""
    years = [years for years in (rules.kinerja.years_before - 1, rules.kinerja.years_before + 1) if years >= 0]
    others = [
        (as_of, rules.model_copy(update={"kinerja": rules.kinerja.model_copy(update={"years_before": count})}))
        for count in years
    ]
    return [(datetime.date(as_of.year - 1, 12, 31), rules), *others]


def _kualifikasi(given: np.ndarray, scored: pd.DataFrame, people: pd.DataFrame, official: Instrument) -> np.ndarray:
    valid = np.isin(given, list(official.kualifikasi.points.values()))
    nothing = scored["tanpa_kualifikasi"].to_numpy(dtype=bool)
    educated = people["tingkat_pendidikan"].astype("str").isin(official.codes.education_level).to_numpy()
    no_requirement = nothing & educated & (official.kualifikasi.by == "requirement")
    return np.select(
        [no_requirement & valid, nothing & valid, given == 0, valid], [RULE, NOT_HERE, NOT_IN_SIASN, POST], UNEXPLAINED
    )


def _kinerja(given: np.ndarray, scored: pd.DataFrame, others: list[pd.DataFrame], official: Instrument) -> np.ndarray:
    nothing = scored["tanpa_kinerja"].to_numpy(dtype=bool)
    valid = np.isin(given, list(official.kinerja.points.values()))
    elsewhen = np.logical_or.reduce(
        [_alike(given, other["kinerja"]) & ~other["tanpa_kinerja"].to_numpy(dtype=bool) for other in others]
    )
    return np.select([given == 0, elsewhen & valid, nothing & valid], [NOT_IN_SIASN, DATE, NOT_HERE], UNEXPLAINED)


def _disiplin(given: np.ndarray, scored: pd.DataFrame, official: Instrument) -> np.ndarray:
    never = official.disiplin.points["tidak_pernah"]
    punished_here = scored["disiplin"].to_numpy() < never
    return np.select(
        [(given == never) & punished_here, (given < never) & ~punished_here], [NOT_IN_SIASN, NOT_HERE], UNEXPLAINED
    )


def _kompetensi(
    given: dict[Dimension, np.ndarray],
    scored: pd.DataFrame,
    others: list[pd.DataFrame],
    people: pd.DataFrame,
    official: Instrument,
    of_kinerja: np.ndarray,
) -> np.ndarray:
    """Causes of kompetensi: what SIASN added to the base against what the records add.

    The base is read off the official kinerja. While the points of additions are not known, only something added for
    people without any record says what is missing; all else is the rule's.
    """
    rules = official.kompetensi
    base, theirs = _base(scored["predikat"], official), base_told(given["kinerja"], official)
    held = scored[list(rules.items)].to_numpy(dtype=np.float64)
    ours, added = held.sum(axis=1), given["kompetensi"] - np.where(np.isnan(theirs), base, theirs)
    capped = _alike(given["kompetensi"], rules.maximum)
    if not official.is_known:
        recorded = ~scored["tanpa_kompetensi"].to_numpy(dtype=bool)
        return np.select(
            [_alike(ours, added), (added > ROUNDING) & ~recorded],
            [of_kinerja, NOT_HERE],
            RULE,
        )
    fewer, more, other_post = (np.zeros(len(people), dtype=bool) for _ in range(3))
    posts = people["jenis_jabatan"].astype(object).map({name: place for place, name in enumerate(POST_TYPES)})
    post = posts.fillna(0).to_numpy(dtype=np.int64)
    for place in range(len(POST_TYPES)):
        worth = np.column_stack([post_points(item, np.full(len(people), place)) for item in rules.items.values()])
        total = np.where(held > 0, worth, 0.0).sum(axis=1)
        other_post |= (post != place) & (_alike(total, added) | (capped & (total >= added)))
    worth = np.column_stack([post_points(item, post) for item in rules.items.values()])
    for chosen in product((False, True), repeat=len(rules.items)):
        picked = np.array(chosen)
        total = np.where(picked, np.maximum(worth, held), 0.0).sum(axis=1)
        fits = _alike(total, added) | (capped & (total >= added))
        fewer |= fits & ~(picked & (held == 0)).any(axis=1)
        more |= fits & ~(~picked & (held > 0)).any(axis=1)
    elsewhen = np.logical_or.reduce([_alike(given["kompetensi"], other["kompetensi"]) for other in others])
    return np.select(
        [_alike(ours, added), fewer & (added < ours), more & (added > ours), other_post, elsewhen],
        [of_kinerja, NOT_IN_SIASN, NOT_HERE, POST, DATE],
        UNEXPLAINED,
    )


def _base(predikat: pd.Series, official: Instrument) -> np.ndarray:
    points = official.kompetensi.base
    if points is None:
        return np.zeros(len(predikat))
    table = np.array([*(points[name] for name in PREDIKAT), 0.0])
    base: np.ndarray = table[pd.Categorical(predikat, categories=list(PREDIKAT)).codes]
    return base


def _alike(first: np.ndarray | pd.Series, second: np.ndarray | pd.Series | float) -> np.ndarray:
    close: np.ndarray = np.abs(np.asarray(first) - np.asarray(second)) <= ROUNDING
    return close
