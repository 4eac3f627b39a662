"""Official scores beside records: the cause of every difference, their sums, and what is not shown."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml
from support import snapshots
from support.calibrated import Added, Planted, write
from support.commands import call

import ipasn_analysis as ipasn
from ipasn_analysis.people import reconciliation
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import MenujuTarget
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.sections.reconciliation import units
from ipasn_analysis.sources.snapshots import open_snapshot
from ipasn_analysis.writing.writer import Writer

REGULATION = instruments.load("perban8_2019")
ALL_THE_SAME = ("15", "40", "25", "5")
CASES: dict[str, tuple[tuple[str, str, str, str], str, str]] = {
    "the same": (ALL_THE_SAME, "kompetensi", "sama"),
    "training not in SIASN": (("15", "17.5", "25", "5"), "kompetensi", "tidak_di_siasn"),
    "seminar not here": (ALL_THE_SAME, "kompetensi", "tidak_di_sini"),
    "other education": (("20", "40", "25", "5"), "kualifikasi", "jabatan_pendidikan"),
    "education not in SIASN": (("0", "40", "25", "5"), "kualifikasi", "tidak_di_siasn"),
    "the assessment of another year": (("15", "40", "30", "5"), "kinerja", "tanggal"),
    "no assessment in SIASN": (("15", "40", "0", "5"), "kinerja", "tidak_di_siasn"),
    "no assessment here": (ALL_THE_SAME, "kinerja", "tidak_di_sini"),
    "an assessment that nobody knows": (("15", "40", "15", "5"), "kinerja", "tidak_dijelaskan"),
    "another kind of post": (("15", "25", "25", "5"), "kompetensi", "jabatan_pendidikan"),
    "a sanction not here": (("15", "40", "25", "3"), "disiplin", "tidak_di_sini"),
    "points that no rule gives": (("15", "39", "25", "5"), "kompetensi", "tidak_dijelaskan"),
}


def snapshot_of(
    data: Path, cases: list[str], times: int = 1, unit: Callable[[int], str] = lambda number: "Dinas Kesehatan"
) -> Path:
    tables: snapshots.Tables = {name: [] for name in ("profil", "rw_kursus", "rw_skp22", "nilai_ipasn")}
    for number, case in enumerate(cases * times):
        nip = f"19800101200501{1 + number // 1000}{number % 1000:03d}"
        profile = snapshots.person(nip, NAMA=f"Orang {number}") | {"UNOR INDUK NAMA": unit(number)}
        tables["profil"].append(profile)
        tables["rw_kursus"].append(snapshots.course(nip, "3", "01-02-2025"))
        if case != "seminar not here":
            tables["rw_kursus"].append(snapshots.course(nip, "9", "01-02-2025"))
        if case != "no assessment here":
            years = {"2024": "Baik"} | ({"2025": "Sangat Baik"} if "another year" in case else {})
            for year, word in years.items():
                tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], (nip, year, word), strict=True)))
        points = CASES[case][0]
        tables["nilai_ipasn"].append(snapshots.ready(nip, *points, total=f"{sum(map(float, points)):g}"))
    return snapshots.write(data, tables)


def params_with(folder: Path, monkeypatch: pytest.MonkeyPatch, **changed: object) -> None:
    """Parameters of the sample, those of banjar changed, for the commands of a test."""
    shutil.copytree(Path(__file__).parents[1] / "params", folder, dirs_exist_ok=True)
    own = yaml.safe_load((folder / "banjar.yaml").read_text(encoding="utf-8"))
    (folder / "banjar.yaml").write_text(yaml.safe_dump(own | changed), encoding="utf-8")
    monkeypatch.setenv("IPASN_PARAMS", str(folder))


def test_every_cause_is_told_by_what_stands_on_both_sides(tmp_path: Path) -> None:
    place = snapshot_of(tmp_path, list(CASES))
    table = reconciliation.reconcile(open_snapshot(str(place)), REGULATION, REGULATION)
    assert table is not None
    for row, (name, (_, dimension, cause)) in zip(table.to_dict(orient="records"), CASES.items(), strict=True):
        found = {own: row[f"sebab_{own}"] for own in DIMENSIONS}
        assert found == dict.fromkeys(DIMENSIONS, "sama") | {dimension: cause}, name


@pytest.mark.parametrize("official", ["bkn4190_2024", "perban8_2019"])
def test_the_causes_sum_to_the_difference_and_what_the_rule_does_stands_apart(tmp_path: Path, official: str) -> None:
    place = write(tmp_path, {"PNS": Planted({"diklat_teknis": Added(5, hours=20)})}, people=300)
    table = reconciliation.reconcile(open_snapshot(str(place)), REGULATION, instruments.load(official))
    assert table is not None
    causes = reconciliation.causes(table)
    for name in DIMENSIONS:
        gap = float((table[f"resmi_{name}"] - table[f"catatan_{name}"]).mean())
        assert causes.loc[causes["dimensi"] == name, "poin"].sum() == pytest.approx(gap, abs=0.011)
    ruled = causes[causes["sebab"] == "aturan"].set_index("dimensi")["orang"].to_dict()
    assert ("kualifikasi" in ruled) == (official == "bkn4190_2024")


def test_the_report_and_the_list_for_the_clerk(tmp_path: Path) -> None:
    data = tmp_path / "data"
    snapshot_of(data, ["the same"] * 4 + ["training not in SIASN"], times=20)
    facts = ipasn.report("banjar", 2025, data=str(data)).facts
    found = facts.rekonsiliasi
    assert found is not None and (found.orang, found.instrumen) == (100, "perban8_2019")
    section = ipasn.report("banjar", 2025, data=str(data)).mutu_data()
    assert "Rekonsiliasi" in {getattr(block, "name", "") for block in section.whole}
    shown = ipasn.reconcile("banjar", 2025, data=str(data))
    assert shown["orang"].ge(10).all()
    status, told, errors = call("people", "banjar", "--reconcile", "--data", data, "--out", tmp_path / "daftar.xlsx")
    assert status == 0, errors
    path = tmp_path / "daftar-RAHASIA.xlsx"
    assert str(path) in told and stat.S_IMODE(path.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["RAHASIA"]
    rows = list(book["RAHASIA"].iter_rows(min_row=3, values_only=True))
    assert all(isinstance(row[1], str) and len(row[1]) == 18 for row in rows)


def test_each_unit_has_its_difference_and_its_largest_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = ["the same", "training not in SIASN", "no assessment here", "a sanction not here"]
    data = tmp_path / "data"
    snapshot_of(data, cases, times=20, unit=lambda number: f"Dinas {number % 4 // 2}")
    params_with(tmp_path / "params", monkeypatch, official={2019: "perban8_2019"})
    found = ipasn.report("banjar", 2025, data=str(data), edition="internal").facts.rekonsiliasi
    assert found is not None
    lacking, other = found.per_unit
    assert (lacking.nama, lacking.orang, lacking.kompetensi, lacking.kinerja) == ("Dinas 0", 40, -11.25, 0)
    assert (lacking.dimensi, lacking.sebab, lacking.poin) == ("kompetensi", "tidak_di_siasn", -11.25)
    assert (other.nama, other.kinerja, other.sebab, other.poin) == ("Dinas 1", 12.5, "tidak_di_sini", 12.5)
    for unit, mean in ((lacking, -11.25), (other, 12.5)):
        assert unit.kualifikasi + unit.kompetensi + unit.kinerja == mean
    said = units(found, Writer("id"))
    assert "Di 1 dari 2 perangkat daerah" in said and "Dinas 0 (−11,25 poin)" in said
    public = ipasn.report("banjar", 2025, data=str(data)).facts  # which withholds both: everybody's points are alike
    assert all(row.disembunyikan for row in public.perangkat_daerah) and not known(public.rekonsiliasi).per_unit
    own = ipasn.report("banjar", 2025, data=str(data), edition="internal").mutu_data()
    (table,) = (b for b in own.whole if getattr(b, "name", "") == "Rekonsiliasi perangkat daerah")
    assert len(table.rows) == 2


def test_causes_of_few_people_are_not_shown(tmp_path: Path) -> None:
    cases = ["the same"] * 40 + ["other education"] * 3 + ["education not in SIASN"] * 12
    snapshot_of(tmp_path, cases)
    found = ipasn.report("banjar", 2025, data=str(tmp_path)).facts.rekonsiliasi
    assert found is not None
    own = [row for row in found.sebab if row.dimensi == "kualifikasi" and row.orang is not None]
    assert all((row.orang or 0) >= 10 for row in own)
    assert ipasn.reconcile("banjar", 2025, data=str(tmp_path))["orang"].min() >= 10


def test_entering_what_siasn_lacks_is_an_action_with_a_cost_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"training not in SIASN": 2, "no assessment in SIASN": 1, "seminar not here": 1, "the same": 4}
    snapshot_of(tmp_path / "data", [name for name, times in places.items() for _ in range(times)], times=20)

    def way(**costs: object) -> MenujuTarget:
        params_with(tmp_path / "params", monkeypatch, official={2019: "perban8_2019"}, target={2025: 90}, **costs)
        return known(ipasn.report("banjar", 2025, data=str(tmp_path / "data")).facts.menuju_target)

    assert way().terbuka == 0  # nobody lacks a training here
    found = way(cost_of_entry=3)
    assert {(row.tindakan, row.poin): (row.tersedia, row.biaya_satuan) for row in found.tindakan} == {
        ("pencatatan", 22.5): (40, 3),
        ("pencatatan", 25): (20, 3),
    }
    assert (found.biaya, found.dapat_dicapai) == (180, False)
    assert found.indeks_sesudah - found.indeks == pytest.approx((40 * 22.5 + 20 * 25) / 160, abs=0.06)


def test_missing_hours_are_paid_and_told_as_a_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables: snapshots.Tables = {name: [] for name in ("profil", "rw_kursus", "rw_skp22")}
    for number in range(60):
        nip = f"19800101200501{1 + number // 1000}{number % 1000:03d}"
        tables["profil"].append(snapshots.person(nip, NAMA=f"Orang {number}"))
        tables["rw_kursus"].append(snapshots.course(nip, "3", "01-02-2025", str(10 + number % 10)))
        tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], (nip, "2024", "Baik"), strict=True)))
    snapshots.write(tmp_path / "data", tables)
    costs = {"costs": {"seminar": 1000}, "costs_per_hour": {"diklat_teknis": 7}}
    params_with(tmp_path / "params", monkeypatch, target={2025: 70}, **costs)
    exact = ipasn.report("banjar", 2025, data=str(tmp_path / "data"), edition="internal").facts.menuju_target
    (training,) = (row for row in known(exact).per_jabatan if row.tindakan == "diklat_teknis")
    lacking = sorted(20 - (10 + number % 10) for number in range(60))
    assert training.tersedia == 60 and training.biaya_satuan == pytest.approx(7 * sum(lacking) / 60)
    assert training.biaya == 7 * sum(lacking[: training.jumlah])  # who lacks least comes first
    told = ipasn.report("banjar", 2025, data=str(tmp_path / "data")).facts.menuju_target
    (training,) = (row for row in known(told).per_jabatan if row.tindakan == "diklat_teknis")
    assert training.biaya_satuan == pytest.approx(7 * sum(lacking) / 60, abs=7 * 2.5 / 60) and training.biaya % 35 == 0
