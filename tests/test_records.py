"""Every row accounted for: which people are measured, excluded or rejected, and which history rows are set aside."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.snapshots import HEADERS, Row, Tables, course, leadership, person, ready, write

from ipasn_analysis.errors import UsageError
from ipasn_analysis.records import Accepted, accept, cells
from ipasn_analysis.records.dates import needs_month_first, parse_date, parse_dates
from ipasn_analysis.records.histories import training_level
from ipasn_analysis.records.rejects import Tally
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import PREDIKAT
from ipasn_analysis.scoring import score
from ipasn_analysis.scoring.score import score_ready, shown_nips
from ipasn_analysis.sources.reasons import Kind
from ipasn_analysis.sources.snapshots import open_snapshot

PERBAN = instruments.load("perban8_2019")
ONE, TWO, THREE = "198001012005011001", "199002032015022002", "198505052010015003"


def accepted(tmp_path: Path, tables: Tables, cut_off: str = "2025-12-23") -> Accepted:
    snapshot = open_snapshot(str(write(tmp_path, tables, cut_off=cut_off)))
    return accept(snapshot.read(), PERBAN, snapshot.as_of, str(snapshot))


def tally(tmp_path: Path, *people: Row) -> Tally:
    return accepted(tmp_path, {"profil": list(people)}).tally


def points(tmp_path: Path, tables: Tables, cut_off: str = "2025-12-23") -> pd.DataFrame:
    result = accepted(tmp_path, {"profil": [person()], **tables}, cut_off)
    assert result.people is not None and result.histories is not None
    return score(result.people, result.histories, PERBAN, result.as_of)


def reasons(result: Accepted) -> dict[tuple[str, int], str]:
    return {(Path(str(row.file)).stem, int(str(row.row))): str(row.reason) for row in result.rejects.itertuples()}


# People -------------------------------------------------------------------------------------------------------------


def test_nothing_wrong_is_measured(tmp_path: Path) -> None:
    result = tally(tmp_path, person(ONE), person(TWO))
    assert result.as_dict() | {"findings": {}, "notes": {}} == {
        "rows": 2,
        "measured": 2,
        "excluded": 0,
        "rejected": 0,
        "set_aside": 0,
        "excluded_by_reason": {},
        "rejected_by_reason": {},
        "notes": {},
        "set_aside_by_reason": {},
        "findings": {},
    }


def test_runs_of_blanks_make_no_other_unit(tmp_path: Path) -> None:
    names = ["Dinas Pendidikan", " Dinas  Pendidikan", "Dinas\u00a0 Pendidikan ", "DINAS Pendidikan"]
    people = [person(nip, UNOR_INDUK_NAMA=name) for nip, name in zip((ONE, TWO, THREE), names, strict=False)]
    fourth = person("198505052010015004", UNOR_NAMA=names[3], UNOR_INDUK_NAMA="null")
    found = accepted(tmp_path, {"profil": [*people, fourth]}).people
    assert found is not None
    assert found["perangkat_daerah"].tolist() == [names[0], names[0], names[3], names[0]]
    same = tally(tmp_path / "same", *(person(ONE, UNOR_INDUK_NAMA=name, UNOR_NAMA=name) for name in names[:3]))
    assert (same.measured, dict(same.excluded)) == (1, {"baris kembar yang sama": 2})
    rows = [ready(nip, "20", "30", "25", "5") | {"unor": name} for nip, name in zip((ONE, TWO), names, strict=False)]
    imported = accepted(tmp_path / "import", {"nilai_ipasn": rows}).ready
    assert imported is not None and set(imported["perangkat_daerah"]) == {"Dinas Pendidikan"}


def test_identical_rows_count_once_and_differing_ones_are_all_rejected(tmp_path: Path) -> None:
    same = tally(tmp_path, person(ONE), person(f"'{ONE}", KEDUDUKAN_HUKUM_ID="1", NAMA=" BUDI "), person(TWO))
    assert (same.measured, dict(same.excluded), same.rejected_total) == (2, {"baris kembar yang sama": 1}, 0)
    differ = tally(tmp_path, person(ONE), person(ONE), person(ONE, NAMA="BUDI S."), person(TWO))
    assert (differ.measured, differ.excluded_total, differ.rejected_total) == (1, 0, 3)


@pytest.mark.parametrize("column", HEADERS["profil"][1:])
def test_a_difference_in_any_used_column_rejects_both(column: str, tmp_path: Path) -> None:
    first, second = person(ONE), person(ONE)
    texts = {"UNOR NAMA": "DINAS KESEHATAN", "JENIS PEGAWAI NAMA": "PPPK"}
    second[column] = texts.get(column, "12-12-1999" if "T" in column[:1] else "03")
    assert tally(tmp_path, first, second, person(TWO)).rejected_total == 2


def test_parent_unit_left_empty_differs_from_the_unit_named_twice(tmp_path: Path) -> None:
    rows = [
        person(ONE, UNOR_NAMA="X", UNOR_INDUK_NAMA=""),
        person(ONE, UNOR_NAMA="X", UNOR_INDUK_NAMA="X"),
        person(TWO),
    ]
    assert tally(tmp_path, *rows).rejected_total == 2


def test_dates_that_are_none_are_compared_as_texts(tmp_path: Path) -> None:
    rows = [person(ONE, TANGGAL_LAHIR="31-02-1980"), person(ONE, TANGGAL_LAHIR=""), person(TWO)]
    assert tally(tmp_path, *rows).rejected_total == 2
    rows = [person(ONE, TANGGAL_LAHIR="01-02-1980"), person(ONE, TANGGAL_LAHIR="1980-02-01"), person(TWO)]
    assert tally(tmp_path, *rows).excluded_total == 1


def test_copies_are_found_before_people_are_excluded(tmp_path: Path) -> None:
    rows = [person(ONE), person(ONE, KEDUDUKAN_HUKUM_ID="99"), person(TWO)]
    assert tally(tmp_path, *rows).rejected_total == 2
    rows = [person(ONE, KEDUDUKAN_HUKUM_ID="99"), person(ONE, KEDUDUKAN_HUKUM_ID="99"), person(TWO)]
    assert dict(tally(tmp_path, *rows).excluded) == {"baris kembar yang sama": 1, "kedudukan hukum 99 (pensiun)": 1}


@pytest.mark.parametrize(
    ("code", "measured"),
    [
        ("01", 1),
        ("1", 1),
        ("'01", 1),
        ("3", 1),
        ("15", 1),
        ("71", 1),
        ("", 0),
        ("null", 0),
        ("02", 0),
        ("66", 0),
        ("X", 0),
    ],
)
def test_population(code: str, measured: int, tmp_path: Path) -> None:
    result = tally(tmp_path, person(ONE, KEDUDUKAN_HUKUM_ID=code), person(TWO))
    assert (result.measured, result.excluded_total, result.rejected_total) == (1 + measured, 1 - measured, 0)


@pytest.mark.parametrize(
    ("column", "value", "rejected"),
    [
        ("JENIS JABATAN ID", "", 1),
        ("JENIS JABATAN ID", "5", 1),
        ("JENIS JABATAN ID", "'2", 0),
        ("JENIS PEGAWAI NAMA", "", 1),
        ("JENIS PEGAWAI NAMA", "HONORER", 1),
        ("UNOR NAMA", "null", 1),
        ("TINGKAT PENDIDIKAN ID", "", 0),
        ("TINGKAT PENDIDIKAN ID", "null", 0),
        ("TINGKAT PENDIDIKAN ID", "'null", 0),
        ("TINGKAT PENDIDIKAN ID", "' NULL", 0),
        ("TINGKAT PENDIDIKAN ID", "'", 0),
        ("JENIS JABATAN ID", "'null", 1),
        ("UNOR NAMA", "'null", 1),
        ("UNOR NAMA", "'", 1),
        ("TINGKAT PENDIDIKAN ID", "5", 0),
        ("TINGKAT PENDIDIKAN ID", "99", 1),
        ("NAMA", "", 0),
        ("UNOR INDUK NAMA", "", 0),
        ("ESELON ID", "77", 0),
    ],
)
def test_needed_cells(column: str, value: str, rejected: int, tmp_path: Path) -> None:
    result = accepted(tmp_path, {"profil": [person(ONE) | {column: value}, person(TWO)]})
    assert result.tally.rejected_total == rejected
    assert list(result.rejects["column"]) == [column] * rejected


def test_null_behind_an_apostrophe_is_nothing_in_every_cell(tmp_path: Path) -> None:
    assert cells.texts(pa.array(["'null", "null", "'", "' Null", "'A", "nullo", None])).to_pylist() == [
        *[""] * 4,
        *["'A", "nullo", ""],
    ]
    parent = person(ONE) | {"UNOR INDUK NAMA": "'null", "UNOR NAMA": "DINAS A", "NAMA": "'null"}
    result = accepted(tmp_path, {"profil": [parent, person(TWO, KEDUDUKAN_HUKUM_ID="'null")]})
    assert result.people is not None and list(result.people["perangkat_daerah"]) == ["DINAS A"]
    assert dict(result.tally.excluded) == {"kedudukan hukum kosong": 1}
    assert result.tally.findings["nama kosong"] == 1


def test_status_comes_before_needed_cells(tmp_path: Path) -> None:
    result = tally(tmp_path, person(ONE, KEDUDUKAN_HUKUM_ID="99", JENIS_JABATAN_ID=""), person(TWO))
    assert (result.excluded_total, result.rejected_total) == (1, 0)


def test_impossible_birth_date_in_a_nip_is_a_finding(tmp_path: Path) -> None:
    result = tally(tmp_path, person("198002312005011001"))
    assert result.measured == 1 and result.findings["tanggal lahir di dalam NIP tidak mungkin"] == 1


def test_nobody_measured_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nobody is measured among 1 row;.*kedudukan hukum kosong"):
        tally(tmp_path, person(ONE, KEDUDUKAN_HUKUM_ID=""))
    with pytest.raises(UsageError, match=r"profil\S* has a header and no rows"):
        tally(tmp_path)


# Histories ----------------------------------------------------------------------------------------------------------


def test_set_aside_rows_name_row_column_and_reason(tmp_path: Path) -> None:
    rows = [
        course(THREE),
        course(ONE, date=""),
        course(ONE, date="31-02-2025"),
        course(ONE, date="24-12-2025"),
        course(ONE, hours=""),
        course(ONE, hours="-1"),
        course(ONE, kind="9", hours="-1"),
        course(ONE, kind="9", hours="dua"),
        course(ONE, kind="77"),
        course("12"),
        course(ONE, kind="9", hours=""),
    ]
    result = accepted(tmp_path, {"profil": [person(ONE)], "rw_kursus": rows})
    assert reasons(result) == {
        ("rw_kursus", 1): "NIP tidak ada dalam data pegawai",
        ("rw_kursus", 2): "tanggal kosong",
        ("rw_kursus", 3): "tanggal tidak mungkin atau tidak terbaca",
        ("rw_kursus", 4): "tanggal setelah tanggal batas",
        ("rw_kursus", 5): "diklat teknis tanpa jumlah jam",
        ("rw_kursus", 6): "jumlah jam negatif",
        ("rw_kursus", 7): "jumlah jam negatif",
        ("rw_kursus", 8): "jumlah jam bukan angka",
        ("rw_kursus", 9): "jenis diklat tidak dikenal",
        ("rw_kursus", 10): "NIP tidak terdiri atas 18 digit",
    }
    assert result.tally.set_aside_total == 10
    assert list(result.rejects.columns) == ["file", "row", "excel_row", "nip", "column", "value", "reason"]


def test_people_who_are_not_measured_are_known(tmp_path: Path) -> None:
    people = [person(ONE), person(TWO, KEDUDUKAN_HUKUM_ID="99")]
    result = accepted(tmp_path, {"profil": people, "rw_kursus": [course(TWO)]})
    assert result.tally.set_aside_total == 0 and result.histories is not None and result.histories.courses.empty


def test_identical_trainings_count_once(tmp_path: Path) -> None:
    hours = points(tmp_path, {"rw_kursus": [course(hours="10"), course(hours="10,0"), course(hours="10.00")]})
    assert hours["jp_teknis"].tolist() == [10.0]
    rows = [course(hours="10"), course(hours="10", kind="5"), course(hours="10", date="02-02-2025"), course(hours="5")]
    rows.append(course(hours="10") | {"namaKursus": "LAIN"})
    assert points(tmp_path, {"rw_kursus": rows})["jp_teknis"].tolist() == [45.0]


@pytest.mark.parametrize(
    ("words", "kinerja", "aside"),
    [
        (["Baik"], 25, 0),
        (["BAIK", "baik", " Baik "], 25, 0),
        (["baik", "sangat baik"], 0, 2),
        (["baik", "baik", "sangat baik"], 0, 3),
        (["cukup", "butuh perbaikan"], 15, 0),
        (["baik", "istimewa"], 25, 1),
        ([""], 0, 1),
    ],
)
def test_assessments_in_words(words: list[str], kinerja: int, aside: int, tmp_path: Path) -> None:
    tables: Tables = {
        "profil": [person(ONE)],
        "rw_skp22": [{"nipBaru": ONE, "tahun": "2024", "kuadranKinerja": word} for word in words],
    }
    scores = points(tmp_path, tables)
    assert scores["kinerja"].tolist() == [kinerja] and scores["tanpa_kinerja"].tolist() == [kinerja == 0]
    assert accepted(tmp_path, tables).tally.set_aside_total == aside


@pytest.mark.parametrize(
    ("values", "kinerja"),
    [
        (["91"], 30),
        (["90,5"], 30),
        (["90"], 25),
        (["85", "85,0"], 25),
        (["85", "86"], 0),
        (["101"], 0),
        (["-1"], 0),
        (["50"], 1),
    ],
)
def test_assessments_in_values(values: list[str], kinerja: int, tmp_path: Path) -> None:
    rows: list[Row] = [{"nipBaru": ONE, "tahun": "2021", "nilaiPrestasiKerja": value} for value in values]
    assert points(tmp_path, {"rw_skp": rows}, "2022-12-31")["kinerja"].tolist() == [kinerja]


def test_assessments_in_the_wrong_file_are_not_used_and_not_silent(tmp_path: Path) -> None:
    late: Row = {"nipBaru": ONE, "tahun": "2024", "nilaiPrestasiKerja": "95"}
    early: Row = {"nipBaru": ONE, "tahun": "2021", "kuadranKinerja": "baik"}
    tables: Tables = {"profil": [person(ONE)], "rw_skp": [late], "rw_skp22": [early]}
    assert points(tmp_path, tables)["kinerja"].tolist() == [0]
    assert set(reasons(accepted(tmp_path, tables))) == {("rw_skp", 1), ("rw_skp22", 1)}


def sanction(level: str, date: str, annulled: str = "") -> Row:
    return dict(zip(HEADERS["rw_hukdis"], (ONE, level, date, annulled), strict=True))


@pytest.mark.parametrize(
    ("rows", "disiplin"),
    [
        ([], 5),
        ([sanction("R", "01-01-2021")], 3),
        ([sanction("S", "31-12-2020")], 5),
        ([sanction("B", "23-12-2025"), sanction("R", "01-05-2023")], 1),
        ([sanction("B", "24-12-2025")], 5),
        ([sanction("S", "01-05-2023", "SK 1"), sanction("R", "01-05-2023", "null")], 3),
        *[([sanction("B", "01-05-2023", none)], 1) for none in ("'", "'null", "-", "0", "'-", " -- ", "00", "0.0")],
        *[([sanction("B", "01-05-2023", number)], 5) for number in ("'SK 1", "0/2024", "CONTOH/BATAL", "7")],
        ([sanction("X", "01-05-2023")], 5),
        ([sanction("B", "")], 5),
    ],
)
def test_sanctions(rows: list[Row], disiplin: int, tmp_path: Path) -> None:
    assert points(tmp_path, {"rw_hukdis": rows})["disiplin"].tolist() == [disiplin]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("PIM IV", 4),
        ("Diklatpim Tingkat III", 3),
        ("DIKLAT PIM TK.II", 2),
        ("Diklatpim-IV", 4),
        ("PIM (III)", 3),
        ("pim 1", 1),
        ("PKN TINGKAT II", 2),
        ("PKN I Angkatan IV", 1),
        ("Pelatihan Kepemimpinan Administrator (PKA)", 3),
        ("PKP Angkatan II", 4),
        ("SEPADA", 0),
        ("PIMPINAN RAPAT II", 0),
        ("SESPIM II", 0),
        ("SESPIM POLRI TK. I", 0),
        ("DIKPIM TK IV", 4),
        ("Diklat Kepemimpinan Tingkat III", 3),
        ("PKPT II", 0),
        ("", 0),
    ],
)
def test_level_of_a_leadership_training_by_its_name(name: str, level: int) -> None:
    assert training_level(name, PERBAN.codes) == level


@pytest.mark.parametrize(
    ("eselon", "identifier", "name", "earned"),
    [("31", "3", "", 15), ("31", "2", "", 0), ("31", "4", "", 15), ("21", "3", "", 0), ("41", "2", "", 15),
     ("52", "2", "", 15), ("11", "5", "", 15), ("11", "4", "", 0), ("31", "8", "PKA", 15), ("31", "", "PIM III", 15),
     ("31", "2", "PKA", 0), ("99", "5", "", 0), ("III.a", "3", "", 15),
     ("Eselon II b", "3", "", 0), ("4-B", "2", "", 15)],
)  # fmt: skip
def test_leadership_must_match_the_post(eselon: str, identifier: str, name: str, earned: int, tmp_path: Path) -> None:
    people = [person(ONE, JENIS_JABATAN_ID="1", ESELON_ID=eselon)]
    scores = points(tmp_path, {"profil": people, "rw_diklat": [leadership(ONE, identifier, name)]})
    assert scores["diklat_kepemimpinan"].tolist() == [earned]
    assert scores["tanpa_eselon"].tolist() == [eselon == "99"]


# Ready scores -------------------------------------------------------------------------------------------------------


def ready_tally(tmp_path: Path, *rows: Row, profil: list[Row] | None = None) -> Accepted:
    return accepted(tmp_path, {"nilai_ipasn": list(rows)} | ({"profil": profil} if profil is not None else {}))


@pytest.mark.parametrize(
    ("row", "measured"),
    [
        (ready(ONE, "25", "40", "30", "5"), 1),
        (ready(ONE, "25,01", "40", "30", "5"), 0),
        (ready(ONE, "-0.01", "40", "30", "5"), 0),
        (ready(ONE, "0", "0", "0", "0"), 1),
        (ready(ONE, "20.1", "22.2", "25.3", "5", total="72.61"), 1),
        (ready(ONE, "20.1", "22.2", "25.3", "5", total="72.59"), 1),
        (ready(ONE, "20.1", "22.2", "25.3", "5", total="72.62"), 0),
        (ready(ONE, "20", "", "25", "5", total="50"), 0),
        (ready(ONE, "20", "20", "25", "5", total="null"), 0),
    ],
)
def test_ready_scores_must_be_possible_and_add_up(row: Row, measured: int, tmp_path: Path) -> None:
    result = ready_tally(tmp_path, row, ready(TWO)).tally
    assert (result.measured, result.rejected_total) == (1 + measured, 1 - measured)


def test_ready_scores_of_another_year_are_no_rows_of_the_snapshot(tmp_path: Path) -> None:
    result = ready_tally(
        tmp_path, ready(ONE), ready(ONE, "10", "0", "0", "5", year="2024"), ready(ONE), ready(TWO)
    ).tally
    assert dict(result.excluded) == {"baris kembar yang sama": 1}
    assert (result.rows, result.measured, result.rejected_total) == (3, 2, 0)
    assert dict(result.notes)["nilai_ipasn.csv: nilai untuk tahun lain"] == 1


def test_index_is_the_sum_and_an_exact_edge_is_reached(tmp_path: Path) -> None:
    result = ready_tally(tmp_path, ready(ONE, "23.49", "34.69", "29.43", "3.39"), ready(TWO, "25", "40", "26", "0"))
    assert result.ready is not None
    scores = score_ready(result.ready, result.everyone, PERBAN)
    assert scores["indeks"].tolist() == [91.0, 91.0]
    assert scores["kategori"].tolist() == ["sangat tinggi", "sangat tinggi"]


def test_a_unit_that_ready_scores_lack_comes_from_the_profile(tmp_path: Path) -> None:
    rows = [ready(nip) | {"unor": unit} for nip, unit in ((ONE, ""), (TWO, "'null"), (THREE, "DINAS LAMA"))]
    result = ready_tally(tmp_path, *rows, profil=[person(ONE, UNOR_INDUK_NAMA="DINAS BARU"), person(THREE)])
    assert result.ready is not None
    assert dict(result.tally.rejected) == {"unit organisasi kosong": 1}
    scores = score_ready(result.ready, result.everyone, PERBAN).set_index("nip")
    assert scores["perangkat_daerah"].to_dict() == {ONE: "DINAS BARU", THREE: "DINAS KESEHATAN"}
    alone = ready_tally(tmp_path / "alone", *rows)
    assert dict(alone.tally.rejected) == {"unit organisasi kosong": 2}


def test_an_impossible_birth_date_is_a_finding_in_ready_scores_too(tmp_path: Path) -> None:
    impossible = "198002312005011001"
    for name, profil in (("alone", None), ("beside", [person(impossible)])):
        result = ready_tally(tmp_path / name, ready(impossible), ready(TWO), profil=profil)
        assert dict(result.tally.findings) == {"tanggal lahir di dalam NIP tidak mungkin": 1}
        assert result.tally.measured == 2
    assert dict(ready_tally(tmp_path / "good", ready(TWO)).tally.findings) == {}


def test_attributes_come_from_the_profile_also_of_people_who_would_not_be_measured(tmp_path: Path) -> None:
    pppk = "199001012022211001"
    profil = [
        person(ONE, JENIS_JABATAN_ID="2", UNOR_INDUK_NAMA="DINAS BARU"),
        person(TWO, KEDUDUKAN_HUKUM_ID="02", JENIS_JABATAN_ID="1"),
        person("123"),
    ]
    result = ready_tally(tmp_path, ready(ONE), ready(TWO), ready(pppk), profil=profil)
    assert result.ready is not None
    scores = score_ready(result.ready, result.everyone, PERBAN).set_index("nip")
    assert scores["jenis_jabatan"].astype(object).where(scores["jenis_jabatan"].notna(), None).to_dict() == {
        ONE: "fungsional",
        TWO: "struktural",
        pppk: None,
    }
    assert scores.loc[ONE, "perangkat_daerah"] == "DINAS BARU"
    assert scores["jenis_pegawai"].to_dict() == {ONE: "PNS", TWO: "PNS", pppk: "PPPK"}
    assert (result.tally.rows, result.tally.measured) == (3, 3)
    assert dict(result.tally.set_aside) == {"profil.csv: NIP tidak terdiri atas 18 digit": 1}


@pytest.mark.parametrize(
    ("digits", "kind"), [("01", "PNS"), ("12", "PNS"), ("13", "PPPK"), ("21", "PPPK"), ("00", "PPPK")]
)
def test_kind_of_employee_from_the_nip(digits: str, kind: str, tmp_path: Path) -> None:
    result = ready_tally(tmp_path, ready(f"198001012022{digits}1001"))
    assert result.ready is not None and result.ready["jenis_pegawai"].tolist() == [kind]


def test_of_several_ready_scores_the_last_one_by_the_cut_off_counts(tmp_path: Path) -> None:
    updates = ("2025-01-05 10:00:00", "2025-12-20 09:00:00", "2025-12-20 11:30:00", "2026-01-15 08:00:00")
    rows = [
        ready(ONE, "20", "10", "25", f"{points}") | {"updated": moment}
        for points, moment in zip(("0", "1", "2", "5"), updates, strict=True)
    ]
    result = ready_tally(tmp_path, *rows)
    assert result.ready is not None and result.ready["disiplin"].tolist() == [2.0]
    assert list(result.tally.excluded.values()) == [3] and not _notes_on_scores(result)


@pytest.mark.parametrize(
    "moments", [("2026-01-15",), ("2026-02-01", "2026-01-15 08:00"), ("2025-12-24 00:00", "2026-01-15")]
)
def test_of_ready_scores_after_the_cut_off_the_first_counts_and_that_is_said(
    moments: tuple[str, ...], tmp_path: Path
) -> None:
    first = min(range(len(moments)), key=lambda place: moments[place])
    rows = [ready(ONE, "20", "10", "25", str(place)) | {"updated": moment} for place, moment in enumerate(moments)]
    result = ready_tally(tmp_path, *rows)
    assert result.ready is not None and result.ready["disiplin"].tolist() == [float(first)]
    assert _notes_on_scores(result) == {Kind.SCORE_LATE: 1}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ready(ONE, year="") | {"updated": "01-12-2025"}, "nobody is measured among 1 row"),
        (ready(ONE, "0.2", "0.3", "0.25", "0.05"), "no total is above 1; write points of 100"),
    ],
)
def test_ready_scores_of_which_none_can_be_used_are_refused_with_the_reason(
    row: Row, told: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=told):
        ready_tally(tmp_path, row)


def _notes_on_scores(result: Accepted) -> dict[Kind, int]:
    """What was noticed of ready scores, but for what their units are."""
    return {reason.kind: count for reason, count in result.tally.notes.items() if reason.kind != Kind.UNITS_ARE_LEAVES}


# Cells --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [("01-02-2025", "2025-02-01"), ("'01-02-2025", "2025-02-01"), ("2025-02-01", "2025-02-01"),
     ("31-12-2024", "2024-12-31"), ("31-02-2024", None), ("2024", None),
     ("01-02-25", None), ("00-00-0000", None)],
)  # fmt: skip
def test_dates_are_day_first(text: str, expected: str | None) -> None:
    days, state = cells.dates(pa.array([text]))
    assert str(days[0]) == (expected or "NaT") and state[0] == (cells.GOOD if expected else cells.BAD)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_every_date_is_read_in_both_orders(day: datetime.date) -> None:
    days, _ = cells.dates(pa.array([day.strftime("%d-%m-%Y"), day.isoformat()]))
    assert list(days) == [np.datetime64(day)] * 2


@given(st.decimals(-1000, 1000, places=2))
def test_numbers_with_point_or_comma(value: object) -> None:
    numbers, state = cells.numbers(pa.array([str(value), str(value).replace(".", ",")]))
    assert numbers.tolist() == [float(str(value))] * 2 and set(state) == {cells.GOOD}


@given(st.lists(st.text(alphabet="0123456789x'-+ E.,", max_size=20) | st.from_regex(r"\A[0-9]{18}\Z"), max_size=5))
def test_a_nip_is_eighteen_digits_and_nothing_else(texts: list[str]) -> None:
    nips, _ = cells.nips(pa.array(texts, pa.string()), None)
    for text, nip in zip(texts, nips, strict=True):
        cleaned = text.strip().lstrip("'").strip()
        good = len(cleaned) == 18 and set(cleaned) <= set("0123456789")
        assert nip == (int(cleaned) if good else cells.NO_NIP)


@pytest.mark.parametrize(
    "text", ["0x123456789abcdef0", "-12345678901234567", "+12345678901234567", "１９８００１０１２００５０１１００１"]
)
def test_what_arrow_would_take_for_a_number_is_no_nip(text: str) -> None:
    nips, faults = cells.nips(pa.array(["198001012005011001", text]), None)
    assert list(nips) == [198001012005011001, cells.NO_NIP]
    assert list(faults) == [Kind.NIP_FORM]


@pytest.mark.parametrize(
    "text",
    ["15/2/2025 0:00", "15/02/2025 00.00", "2025-02-15T00:00:00.000000Z", "2025-02-14T16:00:00Z", "2025/02/15",
     "2025-02-14 17:00:00+00", "2025-02-14T15:00:00+00:00", "2025-02-15 00:00:00+07", "2025-2-15", "15.02.2025",
     "15 Februari 2025", "15-Feb-25", "15 Peb 2025", "Selasa, 15 Februari 2025", "Sabtu 15 Februari 2025",
     "February 15, 2025", "45703",
     "15 Februari 2025 pukul 08.00", "15-02-2025 00:00:00 WITA",
     "20250215", "15–02–2025", "\u200b15-02-2025", '="15-02-2025"'],
)  # fmt: skip
def test_dates_in_the_forms_that_people_and_programs_write(text: str) -> None:
    days, state = cells.dates(pa.array([text]))
    assert (str(days[0]), state[0]) == ("2025-02-15", cells.GOOD)


def test_a_column_that_can_only_be_read_month_first_is_told_and_never_guessed() -> None:
    _, state = cells.dates(pa.array(["12/31/2024", "02/03/2025", "2025-01-01", ""]))
    assert list(state) == [cells.MONTH_FIRST, cells.MONTH_FIRST, cells.GOOD, cells.EMPTY]
    days, state = cells.dates(pa.array(["12/31/2024", "31/12/2024", "02/03/2025"]))
    assert list(state) == [cells.BAD, cells.GOOD, cells.GOOD] and str(days[2]) == "2025-03-02"


@pytest.mark.parametrize(
    "mark",
    [
        "null",
        "None",
        "NaN",
        "NaT",
        "\\N",
        "(null)",
        "[NULL]",
        "<NA>",
        "N/A",
        "#N/A",
        "#REF!",
        "-",
        "–",
        ".",
        "NIHIL",
        "'- ",
    ],
)
def test_marks_of_nothing_mean_nothing_wherever_they_stand(mark: str, tmp_path: Path) -> None:
    sanction = {"nipBaru": ONE, "jenisTingkatHukumanId": "S", "hukumanTanggal": "10-06-2023", "skPembatalanNomor": mark}
    result = accepted(tmp_path, {"profil": [person(ONE, UNOR_INDUK_NAMA=mark)], "rw_hukdis": [sanction]})
    assert result.people is not None and result.histories is not None
    assert result.people["perangkat_daerah"].tolist() == ["SUBBAGIAN UMUM"]
    assert result.histories.sanctions["annulled"].tolist() == [False]


@pytest.mark.parametrize(
    "text",
    [f'="{ONE}"', f"{ONE[:8]} {ONE[8:14]} {ONE[14]} {ONE[15:]}", f"\u200e{ONE}", f"{ONE}\u200b", f"\u2019{ONE}",
     f"`{ONE}", f"NIP. {ONE}", f"'{ONE}"],
)  # fmt: skip
def test_eighteen_digits_are_a_nip_whatever_stands_around_them(text: str) -> None:
    assert cells.nips(pa.array([text]), None)[0].tolist() == [int(ONE)]


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("PNS Daerah Kab./Kota yang bekerja pada Kab./Kota", "01", "PNS"),
        ("PPPK Paruh Waktu", "01", "PPPK"),
        ("CPNS", "01", "PNS"),
        ("Pegawai Negeri Sipil", "01", "PNS"),
        ("Pegawai", "71", "PPPK"),
    ],
)
def test_kind_of_employee_by_name_then_status_then_nip(name: str, status: str, kind: str, tmp_path: Path) -> None:
    row = person(ONE, JENIS_PEGAWAI_NAMA=name, KEDUDUKAN_HUKUM_ID=status)
    result = accepted(tmp_path, {"profil": [row]})
    assert result.people is not None and result.people["jenis_pegawai"].tolist() == [kind]
    assert (result.tally.notes.get("profil.csv: PPPK paruh waktu") == 1) == ("Paruh" in name)


@pytest.mark.parametrize(
    ("text", "hours"), [("24 JP", 24), ("24JP", 24), ("24 jam", 24), ('="24"', 24), ("7,5 jp", 7.5)]
)
def test_hours_with_their_unit(text: str, hours: float, tmp_path: Path) -> None:
    result = accepted(tmp_path, {"profil": [person(ONE)], "rw_kursus": [course(ONE, hours=text)]})
    assert result.histories is not None and result.histories.courses["hours"].tolist() == [hours]


def test_hours_that_can_be_read_in_two_ways_are_set_aside(tmp_path: Path) -> None:
    result = accepted(tmp_path, {"profil": [person(ONE)], "rw_kursus": [course(ONE, hours="1.024")]})
    assert list(result.tally.set_aside) == [
        "rw_kursus.csv: jumlah jam dapat dibaca sebagai ribuan atau sebagai pecahan"
    ]


def test_codes_with_zeros_around_them(tmp_path: Path) -> None:
    row = person(ONE, KEDUDUKAN_HUKUM_ID="1.0", JENIS_JABATAN_ID="1.0", TINGKAT_PENDIDIKAN_ID="40.0", ESELON_ID="31.0")
    result = accepted(tmp_path, {"profil": [row], "rw_diklat": [leadership(ONE, "03")]})
    assert result.people is not None and result.histories is not None
    assert result.people[["tingkat_pendidikan", "eselon"]].astype("str").to_numpy().tolist() == [["40", "31"]]
    assert result.histories.structural["level"].tolist() == [3]


def test_a_course_without_an_end_counts_by_its_start_and_a_predikat_as_e_kinerja_writes_it(tmp_path: Path) -> None:
    kursus = course(ONE, date="") | {"tanggalKursus": "05-03-2025"}
    skp = {"nipBaru": ONE, "tahun": "2024", "kuadranKinerja": "KURANG/MISCONDUCT"}
    result = accepted(tmp_path, {"profil": [person(ONE)], "rw_kursus": [kursus], "rw_skp22": [skp]})
    assert result.histories is not None
    assert [str(day)[:10] for day in result.histories.courses["date"]] == ["2025-03-05"]
    assert [PREDIKAT[place] for place in result.histories.predikat["predikat"]] == ["kurang"]
    assert result.tally.notes["rw_kursus.csv: kursus tanpa tanggal selesai dihitung menurut tanggal mulainya"] == 1


TREE = [
    ("1", "PEMERINTAH", ""),
    ("2", "- DINAS KESEHATAN", "1"),
    ("3", "- - BIDANG SATU", "2"),
    ("4", "- DINAS PENDIDIKAN", "1"),
    ("5", "- - BIDANG SATU", "4"),
    ("6", "YATIM", "99"),
    ("7", "A", "8"),
    ("8", "B", "7"),
]


def test_units_are_known_in_any_case_and_one_that_stands_twice_is_told(tmp_path: Path) -> None:
    unor = [
        {"ID": key, "NAMA UNOR": name, "DIATASAN ID": parent}
        for key, name, parent in (("A0", "KAB", ""), ("B1", "DINAS", "a0"), ("b1", "BADAN", "a0"), ("C2", "UPT", "B1"))
    ]
    mapping = [{"UNOR NAMA": "POS", "PERANGKAT DAERAH": name} for name in ("SATU", "DUA")]
    people = [person(ONE, UNOR_NAMA="UPT", UNOR_INDUK_NAMA="") | {"UNOR ID": "c2"}]
    people.append(person(TWO, UNOR_NAMA="POS", UNOR_INDUK_NAMA="") | {"UNOR ID": ""})
    result = accepted(tmp_path, {"profil": people, "unor": unor, "pemetaan_unor": mapping})
    assert result.people is not None and result.people["perangkat_daerah"].tolist() == ["DINAS", "SATU"]
    twice = {reason.file: count for reason, count in result.tally.notes.items() if reason.kind == Kind.UNIT_TWICE}
    assert twice == {"unor.csv": 1, "pemetaan_unor.csv": 1}


def test_perangkat_daerah_from_the_profile_the_mapping_and_the_tree(tmp_path: Path) -> None:
    unor = [
        {"ID": key, "NAMA UNOR": name, "DIATASAN ID": parent, "ESELON ID": "31" if key == "3" else ""}
        for key, name, parent in TREE
    ]
    people = [
        person(f"19800101200501100{number}", UNOR_NAMA=name, UNOR_INDUK_NAMA=induk) | {"UNOR ID": key, **more}
        for number, (key, name, induk, more) in enumerate(
            [
                ("3", "BIDANG SATU", "", {"JENIS JABATAN ID": "1"}),
                ("5", "BIDANG SATU", "", {}),
                ("5", "BIDANG SATU", "BADAN SENDIRI", {}),
                ("6", "YATIM", "", {}),
                ("7", "A", "", {}),
                ("", "DINAS KESEHATAN", "", {}),
                ("", "POS", "", {}),
            ]
        )
    ]
    mapping = [{"UNOR NAMA": "pos", "PERANGKAT DAERAH": "DINAS LAIN"}]
    result = accepted(tmp_path, {"profil": people, "unor": unor, "pemetaan_unor": mapping})
    assert result.people is not None
    assert result.people["perangkat_daerah"].tolist() == [
        "DINAS KESEHATAN",
        "DINAS PENDIDIKAN",
        "BADAN SENDIRI",
        "YATIM",
        "A",
        "DINAS KESEHATAN",
        "DINAS LAIN",
    ]
    assert result.people["eselon"].tolist()[0] == "31"
    assert {str(note): count for note, count in result.tally.notes.items() if "unor.csv" in note} == {
        "unor.csv: unit tanpa induk di dalam unor": 1,
        "unor.csv: unit yang menjadi atasan dirinya sendiri di dalam unor": 2,
        "unor.csv: pegawai pada unit yang tidak ada, atau tidak berpangkal, di dalam unor": 1,
        "unor.csv: eselon diambil dari unit di dalam unor": 1,
    }


@pytest.mark.parametrize(
    ("level", "annulment", "earned"),
    [("Berat", "", 1), ("RINGAN", "", 3), ("S", "Belum ada", 2), ("S", "tidak", 2), ("S", "SK.1/2024", 5)],
)
def test_sanctions_in_words_and_annulments_that_are_none(
    level: str, annulment: str, earned: int, tmp_path: Path
) -> None:
    row = dict(zip(HEADERS["rw_hukdis"], (ONE, level, "01-02-2025", annulment), strict=True))
    assert points(tmp_path, {"rw_hukdis": [row]})["disiplin"].tolist() == [earned]


def units_of(tmp_path: Path, tree: list[tuple[str, str, str]], keys: str, level: int | None = None) -> pd.DataFrame:
    """Perangkat daerah and unit kerja of one person in each of the units `keys` of a tree."""
    unor = [{"ID": key, "NAMA UNOR": name, "DIATASAN ID": parent} for key, name, parent in tree]
    names = {key: name for key, name, _ in tree}
    people = [
        person(f"19800101200501100{number}", UNOR_NAMA=names[key], UNOR_INDUK_NAMA="") | {"UNOR ID": key}
        for number, key in enumerate(keys)
    ]
    snapshot = open_snapshot(str(write(tmp_path, {"profil": people, "unor": unor})))
    result = accept(snapshot.read(), PERBAN, snapshot.as_of, str(snapshot), level)
    assert result.people is not None
    return result.people[["perangkat_daerah", "unit_kerja"]].astype("str")


DEEP = [
    ("0", "PEMERINTAH", ""),
    ("a", "SEKRETARIAT DAERAH", "0"),
    ("b", "BAGIAN UMUM", "a"),
    ("c", "DINAS PENDIDIKAN", "0"),
    ("d", "SDN 1", "c"),
    ("e", "TATA USAHA", "d"),
    ("f", "DINAS KESEHATAN", "0"),
    ("g", "BAGIAN UMUM", "f"),
]


def test_a_second_level_of_units_is_kept_and_told_apart_by_identifier(tmp_path: Path) -> None:
    assert units_of(tmp_path, DEEP, "bdegfc").to_numpy().tolist() == [
        ["SEKRETARIAT DAERAH", "BAGIAN UMUM – SEKRETARIAT DAERAH"],
        ["DINAS PENDIDIKAN", "SDN 1"],
        ["DINAS PENDIDIKAN", "SDN 1"],
        ["DINAS KESEHATAN", "BAGIAN UMUM – DINAS KESEHATAN"],
        ["DINAS KESEHATAN", "DINAS KESEHATAN"],
        ["DINAS PENDIDIKAN", "DINAS PENDIDIKAN"],
    ]


def test_unit_level_moves_the_perangkat_daerah(tmp_path: Path) -> None:
    found = units_of(tmp_path, DEEP, "begf", level=2)["perangkat_daerah"]
    assert found.tolist() == [
        "BAGIAN UMUM – SEKRETARIAT DAERAH",
        "SDN 1",
        "BAGIAN UMUM – DINAS KESEHATAN",
        "DINAS KESEHATAN",
    ]


@pytest.mark.parametrize("parent", ["0", ""])
def test_a_tree_without_a_row_of_the_government_ends_at_its_perangkat_daerah(parent: str, tmp_path: Path) -> None:
    tree = [(key, name, parent if above == "0" else above) for key, name, above in DEEP[1:]]
    found = units_of(tmp_path, tree, "beg")["perangkat_daerah"]
    assert found.tolist() == ["SEKRETARIAT DAERAH", "DINAS PENDIDIKAN", "DINAS KESEHATAN"]


def test_people_of_other_governments_and_candidates_are_told(tmp_path: Path) -> None:
    kinds = ["PNS Daerah Kab./Kota yang bekerja pada Kab./Kota", "PNS Pusat DPK pada Instansi lain", "PNS", "CPNS"]
    work = ["Pemerintah Kab. Banjar", "", "Pemerintah Kab. Tapin", "Pemerintah Kab. Banjar"]
    people = [
        person(f"19800101200501100{number}", JENIS_PEGAWAI_NAMA=kind) | {"INSTANSI KERJA NAMA": place}
        for number, (kind, place) in enumerate(zip(kinds, work, strict=True))
    ]
    people.append(person(THREE) | {"INSTANSI KERJA NAMA": work[0]})
    found = accepted(tmp_path, {"profil": people}).tally
    assert found.measured == 5
    assert found.notes["profil.csv: CPNS"] == 1
    assert [count for note, count in found.notes.items() if "INSTANSI KERJA" in note] == [1]
    assert [count for note, count in found.notes.items() if "DPK" in note] == [1]


@pytest.mark.parametrize(
    ("government", "places", "others"),
    [
        ("Kabupaten Banjar", ["Pemerintah Kab. Banjar", "PEMERINTAH KABUPATEN BANJAR", "Pemkab Banjar", ""], {}),
        ("Kabupaten Banjar", ["Pemerintah Kota Banjar", "Pemerintah Kab. Tapin", "Pemerintah Kab. Tapin"],
         {"bukan Kabupaten Banjar (terbanyak: Pemerintah Kab. Tapin)": 3}),
        ("Pemerintah Provinsi Jambi", ["Pemprov Jambi", "Pemerintah Prov. Jambi"], {}),
        ("", ["Pemerintah Kab. Tapin", "Pemerintah Kab. Banjar"], {}),
    ],
)  # fmt: skip
def test_people_of_another_government_are_told_row_by_row(
    government: str, places: list[str], others: dict[str, int], tmp_path: Path
) -> None:
    nips = [f"19800101200501100{number}" for number in range(len(places))]
    people = [person(nip) | {"INSTANSI KERJA NAMA": place} for nip, place in zip(nips, places, strict=True)]
    raw = open_snapshot(str(write(tmp_path, {"profil": people}))).read()
    notes = accept(raw, PERBAN, datetime.date(2025, 12, 23), "x", government=government).tally.notes
    told = {note.words.split("-nya ")[1]: count for note, count in notes.items() if note.kind is Kind.OTHER_GOVERNMENT}
    assert told == others


def without_nips(rows: list[Row]) -> list[Row]:
    return [{name: cell for name, cell in row.items() if name != "nip"} for row in rows]


@pytest.mark.parametrize("empty", [False, True])
def test_ready_scores_without_nips_count_together_alone(empty: bool, tmp_path: Path) -> None:
    rows = [ready(ONE), ready(TWO), ready(THREE, "10", "0", "0", "5")]
    rows.append(ready("", "", "", "", "", total="0") | {"nama": ""})
    rows.append(ready("", "13.3", "15", "16.7", "5") | {"nama": "Rata-rata", "unor": ""})
    rows = [row | {"nip": ""} for row in rows] if empty else without_nips(rows)
    result = accepted(tmp_path, {"nilai_ipasn": rows, "profil": [person(ONE)]})
    assert result.ready is not None and (result.tally.rows, result.tally.measured) == (3, 3)
    assert result.tally.notes["nilai_ipasn.csv: bukan baris pegawai"] == 2
    assert any("tanpa NIP" in note for note in result.tally.notes)
    scores = score_ready(result.ready, result.everyone, PERBAN)
    assert scores["nip"].is_unique and shown_nips(scores["nip"]).tolist() == [""] * 3
    assert scores["jenis_pegawai"].isna().all() and scores["indeks"].sum() == 150.0


def test_leaves_of_one_name_and_several_identifiers_are_several_units(tmp_path: Path) -> None:
    people = [
        person(f"19800101200501100{number}", UNOR_NAMA="SEKRETARIAT", UNOR_INDUK_NAMA="") | {"UNOR ID": f"U{number}"}
        for number in (1, 2)
    ]
    result = accepted(tmp_path, {"profil": people})
    assert result.people is not None and result.people["perangkat_daerah"].tolist() == [
        "SEKRETARIAT",
        "SEKRETARIAT (2)",
    ]
    assert any("perangkat daerah = UNOR NAMA, 2 unit" in note for note in result.tally.notes)


NUMBERS = st.integers(0, 99)


@given(
    st.builds("{:02d}-{:02d}-{:04d}".format, NUMBERS, NUMBERS, st.integers(0, 9999))
    | st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(0, 9999), NUMBERS, NUMBERS)
    | st.text(alphabet="0123456789-/ ٣", min_size=9, max_size=11)
    | st.dates().map(str)
)
def test_dates_read_together_are_those_read_one_by_one(text: str) -> None:
    day, order = parse_dates([text, "31-12-2024"])
    assert str(day[0]) == str(parse_date(text))
    assert order[0] == {True: 1, False: 0, None: -1}[needs_month_first(text)]
