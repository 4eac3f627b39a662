"""Laws of the scores, whatever the records: bounds, order, more training, groups, people who come and go."""

from __future__ import annotations

import datetime
import math
import random
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import snapshots
from support.built import PROFILE

from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.snapshots import open_snapshot

DIMENSIONS = {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": 5}
ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar")
EXAMPLES = settings(max_examples=200 if PROFILE == "long" else 4, suppress_health_check=list(HealthCheck))
"""Few and large: a case scores one to three snapshots, which costs by the snapshot and hardly by the person."""
CUT_OFF = datetime.date(2025, 12, 23)
SEEDS = st.integers(0, 10**9)
INSTRUMENTS = st.sampled_from(["perban8_2019", "bkn4190_2024"])
FAULTS = st.sampled_from([0.0, 0.1, 0.4])


def scored(tables: snapshots.Tables, instrument: str = "perban8_2019") -> tuple[Any, pd.DataFrame]:
    with tempfile.TemporaryDirectory() as root:
        place = snapshots.write(Path(root), tables)
        accepted, scores, _ = score_snapshot(open_snapshot(str(place)), instruments.load(instrument))
    scores = scores.set_index("nip").sort_index()
    return accepted, scores.astype(dict.fromkeys(scores.select_dtypes("category"), "str"))


def tables_of(seed: int, faults: float, people: int = 60) -> snapshots.Tables:
    tables = snapshots.random_tables(seed, CUT_OFF, people, faults)
    tables["profil"].append(snapshots.person("197001012000011001"))
    return tables


@EXAMPLES
@given(SEEDS, FAULTS, INSTRUMENTS)
def test_scores_stay_in_their_bounds_and_sum_up(seed: int, faults: float, instrument: str) -> None:
    _, scores = scored(tables_of(seed, faults), instrument)
    for name, most in DIMENSIONS.items():
        assert scores[name].between(0, most).all(), name
    assert (scores["indeks"] == scores[list(DIMENSIONS)].sum(axis=1)).all()
    assert ((scores["kinerja"] == 0) == scores["tanpa_kinerja"]).all()
    assert ((scores["kualifikasi"] == 0) == scores["tanpa_kualifikasi"]).all()
    assert set(scores["kinerja"]) <= {0, 1, 5, 15, 25, 30} and set(scores["disiplin"]) <= {1, 2, 3, 5}
    if instrument == "perban8_2019":
        assert set(scores["kualifikasi"]) <= {0, 1, 5, 10, 15, 20, 25}
        assert (scores["kompetensi"] == scores[list(ITEMS)].sum(axis=1)).all()
        allowed = {"pelaksana": {0, 17.5, 22.5, 40}}
        for post, sums in scores.groupby("jenis_jabatan", observed=True)["kompetensi"]:
            assert set(sums) <= allowed.get(str(post), {0, 10, 15, 25, 30, 40})


@EXAMPLES
@given(SEEDS, FAULTS)
def test_every_row_is_accounted_for(seed: int, faults: float) -> None:
    tables = tables_of(seed, faults)
    accepted, scores = scored(tables)
    tally = accepted.tally
    nobody = tally.notes.get(Reason(Kind.NOT_PEOPLE, "profil.csv"), 0)
    assert tally.rows + nobody == len(tables["profil"])
    assert tally.rows == tally.measured + tally.excluded_total + tally.rejected_total
    assert tally.measured == len(scores)
    rejected = accepted.rejects[accepted.rejects["file"] == "profil.csv"]
    assert rejected["row"].nunique() == tally.rejected_total
    assert rejected["row"].between(1, len(tables["profil"])).all()


@EXAMPLES
@given(SEEDS, FAULTS, INSTRUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(
    seed: int, faults: float, instrument: str, rng: random.Random
) -> None:
    tables = tables_of(seed, faults)
    accepted, scores = scored(tables, instrument)
    shuffled = {name: rng.sample(rows, len(rows)) for name, rows in tables.items()}
    headers = {name: rng.sample(list(rows[0]), len(rows[0])) if rows else [] for name, rows in tables.items()}
    other = {
        name: [{header: row[header] for header in headers[name]} for row in rows] for name, rows in shuffled.items()
    }
    accepted_other, scores_other = scored(other, instrument)
    pd.testing.assert_frame_equal(scores, scores_other)
    assert accepted.tally.as_dict() == accepted_other.tally.as_dict()


@EXAMPLES
@given(SEEDS, FAULTS, INSTRUMENTS, st.randoms(use_true_random=False))
def test_more_training_never_lowers_a_score(seed: int, faults: float, instrument: str, rng: random.Random) -> None:
    tables = tables_of(seed, faults)
    _, before = scored(tables, instrument)
    more = []
    for nip in before.index:
        kind, hours, date = str(rng.randint(1, 10)), str(rng.randint(0, 300)), f"05-03-{2025 - rng.randint(0, 3)}"
        more.append(snapshots.course(str(nip), kind, date, hours) | {"namaKursus": "KURSUS YANG LAIN"})
    _, after = scored({**tables, "rw_kursus": [*tables["rw_kursus"], *more]}, instrument)
    assert (after["indeks"] >= before["indeks"]).all()
    same = [name for name in DIMENSIONS if name != "kompetensi"]
    pd.testing.assert_frame_equal(before[same], after[same])
    _, led = scored(
        {**tables, "rw_diklat": [*tables["rw_diklat"], *(snapshots.leadership(str(nip), "5") for nip in before.index)]},
        instrument,
    )
    assert (led["indeks"] >= before["indeks"]).all()


@EXAMPLES
@given(SEEDS, st.randoms(use_true_random=False))
def test_a_sanction_never_raises_a_score(seed: int, rng: random.Random) -> None:
    tables = tables_of(seed, 0.0)
    _, before = scored(tables)
    levels = [rng.choice("RSB") for _ in before.index]
    more = [
        dict(zip(snapshots.HEADERS["rw_hukdis"], (nip, level, "05-03-2024", ""), strict=True))
        for nip, level in zip(before.index, levels, strict=True)
    ]
    _, after = scored({**tables, "rw_hukdis": [*tables["rw_hukdis"], *more]})
    assert (after["disiplin"] <= [{"R": 3, "S": 2, "B": 1}[level] for level in levels]).all()
    assert (after["indeks"] <= before["indeks"]).all()


@EXAMPLES
@given(SEEDS, FAULTS)
def test_people_do_not_bear_on_each_other(seed: int, faults: float) -> None:
    tables = tables_of(seed, faults)
    _, before = scored(tables)
    stranger = "196601012000011009"
    added = {
        **tables,
        "profil": [*tables["profil"], snapshots.person(stranger, JENIS_JABATAN_ID="2")],
        "rw_kursus": [*tables["rw_kursus"], snapshots.course(stranger, "2")],
    }
    _, after = scored(added)
    pd.testing.assert_frame_equal(before, after.drop(index=stranger), check_dtype=False)


@EXAMPLES
@given(SEEDS, FAULTS, INSTRUMENTS)
def test_the_mean_of_a_whole_is_the_mean_of_its_groups_by_headcount(seed: int, faults: float, instrument: str) -> None:
    from ipasn_analysis.scoring.summary import summarise

    accepted, scores = scored(tables_of(seed, faults), instrument)
    whole = summarise(scores.reset_index())
    people, total = 0, dict.fromkeys((*DIMENSIONS, "indeks"), 0.0)
    for _, group in scores.groupby("perangkat_daerah", observed=True):
        people += len(group)
        for name in total:
            total[name] += len(group) * math.fsum(group[name]) / len(group)
    assert people == accepted.tally.measured
    for name, value in total.items():
        assert math.isclose(value / people, scores[name].mean(), abs_tol=1e-9)
    assert whole["diukur"] == people and math.isclose(whole["indeks"], total["indeks"] / people, abs_tol=1e-9)
