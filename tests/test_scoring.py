"""The score by the text of the rules, and what an action would add to it."""

from __future__ import annotations

import datetime
import random
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.built import PROFILE
from support.snapshots import Form, Row, Tables, course, leadership, person, random_tables, write

from ipasn_analysis.people.export import instrument_for
from ipasn_analysis.project import Project
from ipasn_analysis.records import accept
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.scoring import output_columns, score
from ipasn_analysis.scoring.items import fulfilled
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.sources.snapshots import open_snapshot

CUT_OFF = datetime.date(2025, 12, 23)
PERBAN, LETTER = instruments.load("perban8_2019"), instruments.load("bkn4190_2024")
SEEDS = st.integers(0, 10**9)
EXAMPLES = settings(max_examples=200 if PROFILE == "long" else 3, suppress_health_check=list(HealthCheck))
"""Few and large: scoring costs by the snapshot, hardly by the person."""


def scored(tables: Tables, instrument: Instrument = PERBAN, form: Form | None = None) -> pd.DataFrame:
    """All columns of the scores, indexed by NIP."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = open_snapshot(str(write(Path(folder), tables, form or Form(suffix="parquet"))))
        result = accept(snapshot.read(), instrument, snapshot.as_of, "test")
    assert result.people is not None and result.histories is not None
    return score(result.people, result.histories, instrument, snapshot.as_of).set_index("nip")


@EXAMPLES
@given(SEEDS)
def test_bounds_under_the_provisional_instrument(seed: int) -> None:
    tables = random_tables(seed, CUT_OFF, people=100, faults=0.05)
    rng = random.Random(seed)
    for row in tables["profil"]:
        row["SYARAT PENDIDIKAN ID"] = rng.choice(("", "15", "30", "40", "45"))
    scores = scored(tables, LETTER)
    assert set(scores["kualifikasi"]) <= {0, 15, 20, 25}
    base = (
        scores["predikat"]
        .astype(object)
        .map({str(name): value for name, value in (LETTER.kompetensi.base or {}).items()})
    )
    expected = np.minimum(base.fillna(0).astype(float) + 15 * (scores["jp_pengembangan"] >= 20), 40)
    assert scores["kompetensi"].tolist() == expected.tolist()
    assert LETTER.provisional and not PERBAN.provisional


def _action(item: str, nip: str) -> tuple[str, Row]:
    if item == "diklat_kepemimpinan":
        return "rw_diklat", leadership(nip, "5", "", "23-12-2025")
    kinds = {"diklat_fungsional": "2", "diklat_teknis": "3", "seminar": "9", "pengembangan": "3"}
    return "rw_kursus", course(nip, kinds[item], "23-12-2025", "20") | {"namaKursus": "BARU"}


@EXAMPLES
@given(SEEDS, st.sampled_from([PERBAN, LETTER]))
def test_what_an_action_would_add_is_what_it_adds(seed: int, instrument: Instrument) -> None:
    """Everybody takes one action: a person's score follows from that person's records alone."""
    tables = random_tables(seed, CUT_OFF, people=150)
    rng = random.Random(seed)
    before = scored(tables, instrument)
    taken = {str(nip): rng.choice(instrument.item_names) for nip in before.index}
    for nip, item in taken.items():
        name, row = _action(item, nip)
        tables[name].append(row)
    gain = scored(tables, instrument)["indeks"] - before["indeks"]
    assert gain.to_dict() == {nip: before.loc[nip, f"tambah_{item}"] for nip, item in taken.items()}


def test_what_missing_records_would_add_is_what_the_best_records_add() -> None:
    bare = person("198001012005011001", JENIS_JABATAN_ID="1", ESELON_ID="", TINGKAT_PENDIDIKAN_ID="")
    best = person("198001012005011001", JENIS_JABATAN_ID="1", ESELON_ID="31", TINGKAT_PENDIDIKAN_ID="50")
    training = [leadership(level="3")]
    assessed = [{"nipBaru": "198001012005011001", "tahun": "2024", "kuadranKinerja": "Sangat Baik"}]
    before = scored({"profil": [bare], "rw_diklat": training})
    after = scored({"profil": [best], "rw_diklat": training, "rw_skp22": assessed})
    assert before["tambah_catatan"].item() == 25 + 30 + 15
    assert after["indeks"].item() == before["indeks"].item() + before["tambah_catatan"].item()
    assert after["tambah_catatan"].item() == 0


def test_an_action_adds_no_more_than_the_maximum_leaves(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "extends: bkn4190_2024\nname: own\nkompetensi:\n  maximum: 40\n"
        "  base: {sangat_baik: 25, baik: 20, butuh_perbaikan: 15, kurang: 10, sangat_kurang: 5}\n"
        "  items: {pengembangan: {records: any, minimum_hours: 20, points: {pelaksana: 18}}}\n"
    )
    assessed: list[Row] = [{"nipBaru": str(person()["NIP BARU"]), "tahun": "2024", "kuadranKinerja": "sangat baik"}]
    tables: Tables = {"profil": [person()], "rw_skp22": assessed}
    own = instruments.load(tmp_path / "own.yaml")
    assert scored(tables, own)["tambah_pengembangan"].tolist() == [15]
    assert scored(tables | {"rw_kursus": [course()]}, own)["kompetensi"].tolist() == [40]


@pytest.mark.parametrize(
    ("index", "lower", "upper"),
    [
        (91.0, "sangat tinggi", "sangat tinggi"),
        (90.5, "tinggi", "sangat tinggi"),
        (90.0, "tinggi", "tinggi"),
        (81.0, "tinggi", "tinggi"),
        (80.5, "sedang", "tinggi"),
        (80.0, "sedang", "sedang"),
        (70.5, "rendah", "sedang"),
        (61.0, "rendah", "rendah"),
        (60.5, "sangat rendah", "rendah"),
        (60.0, "sangat rendah", "sangat rendah"),
        (0.0, "sangat rendah", "sangat rendah"),
        (100.0, "sangat tinggi", "sangat tinggi"),
    ],
)
def test_categories_in_both_readings(index: float, lower: str, upper: str) -> None:
    assert list(categorise(np.array([index]), PERBAN)) == [lower]
    assert list(categorise(np.array([index]), PERBAN, "upper_edge")) == [upper]


def test_education() -> None:
    points = {"50": 25, "45": 20, "40": 15, "35": 15, "30": 10, "25": 5, "20": 5, "15": 5, "17": 5, "18": 5}
    points |= {"10": 1, "12": 1, "05": 1, "5": 1, "": 0}
    people = [person(nip_of(number), TINGKAT_PENDIDIKAN_ID=code) for number, code in enumerate(points)]
    scores = scored({"profil": people})
    assert dict(zip(points, scores["kualifikasi"], strict=True)) == points
    assert (scores["tanpa_kualifikasi"] == (scores["kualifikasi"] == 0)).all()


def nip_of(number: int) -> str:
    return f"19800101200501{1001 + number}"


def test_windows_of_training() -> None:
    cases: list[tuple[str, str, list[Row], float]] = [
        ("2", "diklat_teknis", [course(date="01-01-2025")], 15),
        ("2", "diklat_teknis", [course(date="31-12-2024")], 0),
        ("2", "diklat_teknis", [course(hours="19.99")], 0),
        ("2", "diklat_teknis", [course(hours="12"), course(hours="8", kind="5")], 15),
        ("4", "diklat_teknis", [course()], 22.5),
        ("2", "seminar", [course(kind="9", date="01-01-2024", hours="")], 10),
        ("2", "seminar", [course(kind="9", date="31-12-2023")], 0),
        ("4", "seminar", [course(kind="4")], 17.5),
        ("2", "diklat_fungsional", [course(kind="2", date="01-01-1999")], 15),
        ("1", "diklat_fungsional", [course(kind="2")], 0),
        ("2", "diklat_teknis", [course(kind="1")], 0),
    ]
    people = [person(nip_of(number), JENIS_JABATAN_ID=post) for number, (post, *_) in enumerate(cases)]
    rows = [row | {"nipBaru": nip_of(number)} for number, (_, _, rows, _) in enumerate(cases) for row in rows]
    scores = scored({"profil": people, "rw_kursus": rows})
    found = [scores.loc[nip_of(number), item] for number, (_, item, *_) in enumerate(cases)]
    assert found == [points for *_, points in cases]


def test_functional_training_taken_as_given_is_a_switch(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "extends: perban8_2019\nname: own\nkompetensi:\n  maximum: 40\n  items:\n    diklat_fungsional:\n"
        "      records: courses\n      kinds: [fungsional]\n      points: {fungsional: 15}\n"
        "      given: {enabled: true, posts: [guru]}\n"
    )
    people = [
        person("198001012005011001", JENIS_JABATAN_ID="2", JABATAN_NAMA="GURU AHLI MUDA"),
        person("199002032015022002", JENIS_JABATAN_ID="2", JABATAN_NAMA="ANALIS"),
        person("198505052010015003", JENIS_JABATAN_ID="4", JABATAN_NAMA="GURU"),
    ]
    own = scored({"profil": people}, instruments.load(tmp_path / "own.yaml"))
    assert own["diklat_fungsional"].to_dict() == {
        "198001012005011001": 15,
        "199002032015022002": 0,
        "198505052010015003": 0,
    }
    assert scored({"profil": people})["diklat_fungsional"].sum() == 0


def test_parent_unit_or_else_the_unit() -> None:
    people = [
        person("198001012005011001", UNOR_INDUK_NAMA="null", UNOR_NAMA=" BADAN A "),
        person("199002032015022002", UNOR_INDUK_NAMA="DINAS B", UNOR_NAMA="SEKSI"),
    ]
    assert scored({"profil": people})["perangkat_daerah"].tolist() == ["BADAN A", "DINAS B"]
    without = [{name: cell for name, cell in row.items() if name != "UNOR INDUK NAMA"} for row in people]
    assert scored({"profil": without})["perangkat_daerah"].tolist() == ["BADAN A", "SEKSI"]


def test_columns_of_the_score_file() -> None:
    assert ", ".join(output_columns(PERBAN)[:15]) == (
        "nip, jenis_pegawai, jenis_jabatan, perangkat_daerah, kualifikasi, kompetensi, kinerja, disiplin, indeks, "
        "kategori, diklat_kepemimpinan, diklat_fungsional, diklat_teknis, seminar, jp_teknis"
    )
    assert {"tanpa_kualifikasi", "tanpa_kinerja"} <= set(output_columns(PERBAN)[15:])


def test_instrument_of_a_snapshot_comes_from_its_region(tmp_path: Path) -> None:
    for region in ("banjar", "di-luar-params"):
        snapshot = open_snapshot(str(write(tmp_path, {"profil": [person()]}, region=region)))
        assert instrument_for(snapshot, Project.open()).name == "perban8_2019"


def test_without_hours_anywhere_twenty_hours_are_neither_reached_nor_missed() -> None:
    one, two = "198001012005011001", "198505052010012003"

    def scores(first: str, second: str) -> pd.DataFrame:
        rows = [course(one, hours=first), course(two, "9", hours=""), course(two, date="01-02-2024", hours=second)]
        return scored({"profil": [person(one), person(two)], "rw_kursus": rows})

    found = scores("", "")
    assert found["jp_tidak_diketahui"].tolist() == [True, False]  # the other has none this year: a plain no
    assert found["diklat_teknis"].tolist() == [0, 0] and found["jp_teknis"].fillna(-1).tolist() == [-1, 0]
    assert found["tambah_diklat_teknis"].tolist() == [0, 22.5] and found["tambah_catatan"].iloc[0] >= 22.5
    assert not found["tanpa_kompetensi"].any()
    known = scores("", "24")
    assert not known["jp_tidak_diketahui"].any() and known["tambah_diklat_teknis"].tolist() == [22.5, 22.5]


def test_a_part_of_an_item_is_not_the_item() -> None:
    own = instruments.load("perban8_2019")
    item = own.kompetensi.items["diklat_teknis"].model_copy(update={"proportional": True})
    rules = own.model_copy(
        update={"kompetensi": own.kompetensi.model_copy(update={"items": {"diklat_teknis": item, "seminar": item}})}
    )
    scores = pd.DataFrame(
        {
            "jenis_pegawai": ["PNS", "PNS", "PPPK", "PNS"],
            "jenis_jabatan": ["pelaksana", "pelaksana", "fungsional", "fungsional"],
            "diklat_teknis": [22.5, 11.25, 15.0, 0.0],
        }
    )
    assert fulfilled(scores, "diklat_teknis", rules).tolist() == [True, False, True, False]
    assert fulfilled(scores, "diklat_teknis", own).tolist() == [True, True, True, False]
