"""Every published number of a province, two years and all reports, against linear algebra: nothing hidden comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.attacker import attack
from support.small_data import write_government, write_province
from support.weakened import WEAKENED

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.disclosure.policy import RULES, Rules
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.assemble import compute
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project

Facts = dict[str, Any]


def facts_of(regions: list[str], data: Path, rules: Rules = RULES) -> list[Facts]:
    """The facts of every report that can be published of these regions, two years."""
    store, found = Store(str(data), Project.open().store), []
    for year in (2024, 2025):
        for region in regions:
            try:
                facts = compute(gathered(region, year, str(data)), store=store, rules=rules)
                found.append(facts.model_dump(mode="json"))
            except UsageError as error:
                assert "fewer than" in str(error)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three governments around the thresholds; one of them is below the threshold of discipline as a whole."""
    data = tmp_path_factory.mktemp("small")
    for number, date in enumerate(("2024-12-31", "2025-12-23")):
        write_government(data, "tapin", date, {"A": 12, "B": 8}, 1 + number)
        write_government(data, "banjar", date, {"A": 40, "B": 8, "C": 15, "D": 33, "E": 3}, 11 + number)
        write_government(data, "tabalong", date, {"A": 6 + number}, 21 + number)
        write_government(data, "pemprov-kalsel", date, {"A": 60, "B": 9, "C": 35}, 31 + number)
    return data


REGIONS = ["tapin", "banjar", "tabalong", "pemprov-kalsel", "kalsel"]


@pytest.fixture(scope="module")
def of_small(small: Path) -> list[Facts]:
    """What is published of the small governments; shared, so that no test may change it."""
    return facts_of(REGIONS, small)


def test_nothing_hidden_is_recovered_from_small_governments(of_small):
    found = attack(of_small)
    assert len(found.hidden) > 500
    assert found.recovered == {}
    assert found.sizes == {}


@pytest.mark.parametrize("weakened", WEAKENED)
def test_the_attacker_succeeds_against_primary_suppression_alone(small, weakened):
    assert len(attack(facts_of(REGIONS, small, WEAKENED[weakened])).recovered) > 20


SAMPLED = ["tapin", "banjarbaru", "pemprov-kalsel", "kalsel"]


@pytest.fixture(scope="module")
def of_sample(sample: Path) -> list[Facts]:
    """What is published of the sample; shared as well."""
    return facts_of(SAMPLED, sample)


def test_nothing_hidden_is_recovered_from_the_sample(of_sample):
    found = attack(of_sample)
    assert len(found.hidden) > 1000
    assert found.recovered == {}
    assert found.sizes == {}


@given(st.integers(0, 10_000))
@example(419)  # rows, parts and size classes together tell of eselon unless the sums over governments are withheld
@example(3018)  # governments whose posts are too few to be shown publish no means of them
@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_nothing_hidden_is_recovered_from_random_provinces(tmp_path_factory, seed):
    data = tmp_path_factory.mktemp("province")
    regions = write_province(data, seed)
    found = attack(facts_of([*regions, "kalsel"], data))
    assert found.recovered == {}
    assert found.sizes == {}


def test_what_a_province_shows_in_part_is_a_sum_of_what_its_governments_show(of_sample):
    reports = {facts["region"]: facts for facts in of_sample}
    province = reports.pop("kalsel")
    tried = set()
    for partition in ("pendidikan", "predikat", "disiplin"):
        for row in province["rincian"][partition] or ():
            if row["paling_sedikit"] is not None:
                told = [
                    other["jumlah"]
                    for facts in reports.values()
                    for other in facts["rincian"][partition] or ()
                    if other["kunci"] == row["kunci"]
                ]
                shown = sum(count for count in told if count is not None)
                assert row["jumlah"] is None and shown >= 10
                assert row["paling_sedikit"] * province["pegawai"]["diukur"] == pytest.approx(shown)
                tried.add(partition)
    for row in province["butir_kelompok"]:
        for item in row["sebagian"]:
            has = people = 0.0
            for facts in reports.values():
                rates = {(r["pengelompokan"], r["kunci"]): r["butir"][item] for r in facts["butir_kelompok"]}
                rate = rates.get((row["pengelompokan"], row["kunci"]))
                if rate is not None and item in ("diklat_teknis", "seminar"):  # which apply to everybody
                    groups = next(g for g in facts["kelompok"] if g["pengelompokan"] == row["pengelompokan"])
                    size = next(g["diukur"] for g in groups["kelompok"] if g["kunci"] == row["kunci"])
                    has, people = has + rate * size, people + size
            if people:
                assert row["butir"][item] == pytest.approx(has / people)
                tried.add(item)
    assert tried >= {"pendidikan"}, tried


def test_a_government_below_the_threshold_is_in_no_total(of_small):
    with_it = {facts["region"]: facts for facts in of_small if facts["tahun"] == 2025}
    assert "tabalong" not in with_it
    province = with_it["kalsel"]
    rows = {row["region"]: row for row in province["pemerintah"]}
    assert rows["tabalong"]["disembunyikan"] and rows["tabalong"]["kelas_ukuran"] == "1–9"
    assert rows["tabalong"]["indeks"] is None and rows["tabalong"]["diukur"] is None
    assert province["pegawai"]["diukur"] == sum(rows[name]["diukur"] for name in ("tapin", "banjar", "pemprov-kalsel"))


def test_kinerja_and_disiplin_of_few_people_are_hidden_wherever_they_stand(of_small):
    reports = {facts["region"]: facts for facts in of_small if facts["tahun"] == 2025}
    tapin, province = reports["tapin"], reports["kalsel"]
    assert tapin["pegawai"]["diukur"] == 20
    for report in (tapin, province):
        for name in ("kinerja", "disiplin"):
            assert report["dimensi"][name]["rata_rata"] is None
            assert report["perubahan"]["per_dimensi"][name] is None
            assert report["tren"][-1]["dimensi"][name] is None
        for name in ("kualifikasi", "kompetensi"):
            assert report["dimensi"][name]["rata_rata"] is not None
        assert report["rincian"]["predikat"] is None and report["talenta"] is None
    assert reports["banjar"]["dimensi"]["disiplin"]["rata_rata"] is not None


def test_no_published_count_of_people_is_small(of_small, of_sample):
    reports = of_small + of_sample
    for facts in reports:
        counts = [row["tersedia"] for row in (facts["menuju_target"] or {"tindakan": ()})["tindakan"]]
        quality = facts["mutu_data"]
        counts += [row["tanpa"] for row in quality["kelengkapan"]] + [row["pegawai"] for row in quality["pemutakhiran"]]
        counts += [row["jumlah"] for row in quality["temuan"]]
        counts += [row["jumlah"] for row in quality["catatan"] if row["jenis"] not in {"ditolak", "tidak_dibaca"}]
        counts += [
            row["jumlah"] for name in ("pendidikan", "predikat", "disiplin") for row in facts["rincian"][name] or ()
        ]
        counts += [row["diukur"] for grouping in facts["kelompok"] for row in grouping["kelompok"]]
        counts += list((facts["perubahan"]["jumlah_sumber"] or {}).values()) if facts["perubahan"] else []
        assert not [count for count in counts if count is not None and 0 < count < 10], facts["region"]
        sizes = {
            (grouping["pengelompokan"], row["kunci"]): row["diukur"]
            for grouping in facts["kelompok"]
            for row in grouping["kelompok"]
        }
        for row in facts["butir_kelompok"]:
            for item in ("diklat_teknis", "seminar"):  # which apply to everybody
                share, size = row["butir"][item], sizes[row["pengelompokan"], row["kunci"]]
                if share is not None and item not in row["sebagian"]:
                    held = round(share * size)
                    assert all(count == 0 or count >= 10 for count in (held, size - held)), (facts["region"], row)
        for row in quality["per_unit"]:
            for name in ("tanpa_kualifikasi", "tanpa_kompetensi", "tanpa_kinerja"):
                people = None if row[name] is None else round(row[name] * row["diukur"])
                assert people is None or people == 0 or people >= 10, (facts["region"], row["nama"], name)


def test_reasons_are_guarded_against_each_of_their_totals(of_sample):
    tried = 0
    for facts in of_sample:
        people = facts["pegawai"]
        for total, excluded in ((people["dikecualikan"], True), (people["ditolak"], False)):
            rows = {
                name: count
                for name, count in people["alasan"].items()
                if name.startswith(("kedudukan hukum", "baris kembar")) == excluded
            }
            hidden = [name for name, count in rows.items() if count is None]
            left = total - sum(count or 0 for count in rows.values())
            tried += len(hidden)
            assert not hidden or (len(hidden) >= 2 and left >= 10), (facts["region"], rows)
    assert tried >= 4


def test_shares_of_the_variance_leave_the_index_of_few_open(of_small, of_sample):
    """Times the sum of squares, which is published, the share of disiplin is what the punished lost × their index."""
    shown = 0
    for facts in of_small + of_sample:
        shares, groups = facts["rincian"]["bobot_efektif"], facts["kelompok"]
        if shares is None:
            continue
        shown += 1
        assert all(round(share, 2) == share for share in shares.values())
        sexes = next(group["kelompok"] for group in groups if group["pengelompokan"] == "jenis_kelamin")
        if any(row["disembunyikan"] for row in sexes):
            continue
        squares = sum(
            (row["diukur"] - 1) * row["simpangan_baku"] ** 2 + row["diukur"] * row["selisih"] ** 2 for row in sexes
        )
        lost = (5 - facts["dimensi"]["disiplin"]["rata_rata"]) * facts["pegawai"]["diukur"]
        few = not facts["rincian"]["disiplin"] or any(row["jumlah"] is None for row in facts["rincian"]["disiplin"])
        assert not few or 0.005 * squares >= 20 * lost or facts["tingkat"] == "provinsi", facts["region"]
    assert shown >= 4


def test_people_of_unknown_talent_are_told_only_with_the_records_that_make_them_up(of_small, of_sample):
    told = set()
    for facts in of_small + of_sample:
        if facts["talenta"] is not None and facts["mutu_data"]["dihitung"]:
            rows = {row["butir"]: row["disembunyikan"] for row in facts["mutu_data"]["kelengkapan"]}
            hidden = any(rows[name] for name in ("kualifikasi", "kompetensi", "kinerja"))
            told.add(facts["talenta"]["tanpa_data"] is not None)
            assert not (hidden and facts["talenta"]["tanpa_data"] is not None), facts["region"]
    assert told


def test_cost_and_index_of_a_plan_come_from_shown_actions_alone(of_small, of_sample):
    hidden = 0
    for facts in of_small + of_sample:
        plan = facts["menuju_target"]
        if plan is not None:
            rows = plan["tindakan"]
            hidden += sum(row["disembunyikan"] for row in rows)
            assert not [row for row in rows if row["disembunyikan"] and not row["jumlah"] is row["tersedia"] is None]
            assert plan["lengkap"] == (not any(row["disembunyikan"] for row in rows))
            shown = [row for row in rows if not row["disembunyikan"]]
            assert plan["biaya"] == pytest.approx(sum(row["jumlah"] * row["biaya_satuan"] for row in shown))
            gained = sum(row["jumlah"] * row["poin"] for row in shown) / facts["pegawai"]["diukur"]
            assert plan["indeks_sesudah"] == pytest.approx(plan["indeks"] + gained, abs=1e-9)
    assert hidden > 10


def test_hidden_rows_have_no_number_in_any_table_of_a_built_report(tapin):
    result = tapin.result
    names = {row["nama"] for row in result["perangkat_daerah"] if row["disembunyikan"]}
    assert names
    for table in result["tabel"].values():
        for row in table["baris"]:
            if any(str(cell).split(" (")[0] in names for cell in row):
                assert not [cell for cell in row if isinstance(cell, int | float)], row
