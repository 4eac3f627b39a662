"""The public functions: the figures of the report by another door, small groups withheld, charts to go on with."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.disclosure.grid import step_of
from ipasn_analysis.errors import UsageError
from ipasn_analysis.result.figures import OnGrid
from ipasn_analysis.rules.instrument import DIMENSIONS

mpl.use("agg")

PLOTS = [name for name in ipasn.__all__ if name.startswith("plot_") and name != "plot_small_multiples"]


@pytest.fixture(scope="module")
def scores(sample: Path) -> pd.DataFrame:
    return ipasn.scores("tapin", 2025, data=str(sample))


@pytest.fixture(scope="module")
def before(sample: Path) -> pd.DataFrame:
    return ipasn.scores("tapin", 2024, data=str(sample))


@pytest.fixture(scope="module")
def territory(sample: Path) -> pd.DataFrame:
    return ipasn.scores("kalsel", 2025, data=str(sample))


@pytest.fixture(scope="module")
def points(sample: Path) -> pd.DataFrame:
    return ipasn.trend("tapin", data=str(sample))


@pytest.fixture(scope="module")
def facts(sample_facts) -> dict[str, Any]:
    return sample_facts("tapin", "internal").model_dump(mode="json")


@pytest.fixture(scope="module")
def report(sample: Path) -> Any:
    return ipasn.report("tapin", 2025, data=str(sample))


# What a person typing is served with


def test_the_package_offers_its_public_functions_alone() -> None:
    assert dir(ipasn) == sorted(ipasn.__all__)
    assert all(callable(getattr(ipasn, name)) for name in ipasn.__all__)
    with pytest.raises(AttributeError, match="attribute score_"):
        ipasn.score_  # noqa: B018


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, ipasn_analysis; print(sorted({'pandas', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


NOT_ON_RECORDS_ALONE = {"default_data", "new_region", "calibrate", "reconcile"}
"""What has no example, and what needs official scores beside records."""


@pytest.mark.parametrize("name", [name for name in ipasn.__all__ if name not in NOT_ON_RECORDS_ALONE])
def test_the_example_of_each_docstring_runs(
    name: str, sample: Path, scores: pd.DataFrame, before: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipasn_analysis.project.Project.default_data", lambda project: str(sample))
    examples = re.findall(r">>> (.+)", getattr(ipasn, name).__doc__)
    assert examples, f"{name} shows no example"
    names = {"ipasn": ipasn, "scores": scores, "before": before, "after": scores}
    for example in examples:
        exec(example.replace("banjar", "tapin"), names)
    mpl.pyplot.close("all") if "plot" in name else None


# The figures of the report


def test_summary_and_dimensions_are_those_of_the_report(scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    found = ipasn.summary(scores, internal=True)
    assert (found["indeks"], found["kategori"]) == (pytest.approx(facts["indeks"], abs=1e-9), facts["kategori"])
    assert found["diukur"] == facts["pegawai"]["diukur"]
    table = ipasn.dimensions(scores, internal=True)
    for name in DIMENSIONS:
        told = {key: facts["dimensi"][name][key] for key in table.columns}
        assert table.loc[name].to_dict() == pytest.approx(told, abs=1e-9)


def test_ranks_are_those_of_the_report(scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    shown = [unit for unit in facts["perangkat_daerah"] if not unit["disembunyikan"]]
    table = ipasn.rank(scores, internal=True)
    assert table.index.tolist() == [unit["nama"] for unit in shown]
    for column in ("peringkat", "diukur"):
        assert table[column].tolist() == [unit[column] for unit in shown]
    # The report knows the year before, and counts what a year does to a unit as well.
    assert facts["derau"]["simpangan_tahun"] > 0
    assert (table["peringkat_min"] >= [unit["peringkat_min"] for unit in shown]).all()
    assert (table["peringkat_maks"] <= [unit["peringkat_maks"] for unit in shown]).all()


def test_the_funnel_is_that_of_the_report(scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    table = ipasn.funnel(scores, internal=True)
    assert table.attrs["pusat"] == pytest.approx(facts["corong"]["pusat"], abs=1e-8)
    for unit in facts["corong"]["unit"]:
        row = table.loc[unit["nama"]]
        assert (row["diukur"], row["indeks"]) == (unit["diukur"], pytest.approx(unit["indeks"]))
        # The report counts what a year does to a unit as well.
        assert unit["bawah"] < row["bawah"] < row["atas"] < unit["atas"]
        assert unit["putusan"] in (row["putusan"], "belum_dapat_dibedakan")


def test_differences_are_those_of_the_report(scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    told = {row["pengelompokan"]: row for row in facts["uji_kelompok"]}
    table = ipasn.group_differences(scores, internal=True)
    assert set(table.index) == set(told)
    for name in told:
        assert table.loc[name, "rentang"] == pytest.approx(told[name]["rentang"], nan_ok=True)
        p_value = np.nan if told[name]["p_value"] is None else told[name]["p_value"]
        assert table.loc[name, "p_value"] == pytest.approx(p_value, nan_ok=True)
    assert (table["p_terkoreksi"].dropna() >= table["p_value"].dropna()).all()


def test_who_is_outside_of_a_grouping_stands_for_no_group_of_it(scores: pd.DataFrame) -> None:
    level = scores["eselon"].astype(str).str[0].where(scores["jenis_jabatan"] == "struktural")
    second, third, fourth = (scores[level == name] for name in "234")
    others = scores[scores["jenis_jabatan"] == "pelaksana"]
    mixed = pd.concat([second.head(3), third.head(40), fourth, others.head(12)])
    found = ipasn.group_differences(mixed, by=("eselon",))  # II is small; the twelve outside are no group
    assert found.loc["eselon", "n"] == 40 + len(fourth)
    few = ipasn.group_differences(pd.concat([second.head(1), third.head(4), others]), by=("eselon",))
    assert few.loc["eselon", "n"] == 0  # the part is withheld itself


def test_a_target_out_of_reach_is_told_in_a_sentence(scores: pd.DataFrame) -> None:
    with pytest.warns(
        UserWarning, match=r"the target of 99\.9 cannot be reached; the best plan leads to \d\d\.\d\d"
    ) as told:
        found = ipasn.plan(scores, target=99.9)
    assert not found.attrs["dapat_dicapai"] and Path(told[0].filename) == Path(__file__)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ipasn.plan(scores, target=80).attrs["dapat_dicapai"]


def test_the_change_is_that_of_the_report(before: pd.DataFrame, scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    table, told = ipasn.change(before, scores, internal=True), facts["perubahan"]
    assert table.loc["seluruhnya", "indeks"] == pytest.approx(told["selisih"], abs=1e-9)
    assert table.loc["seluruhnya", list(DIMENSIONS)].to_dict() == pytest.approx(told["per_dimensi"], abs=1e-9)
    assert table["indeks"].drop("seluruhnya").to_dict() == pytest.approx(told["per_sumber"], abs=1e-9)
    certainty = ipasn.change_interval(before, scores)
    assert [certainty["bawah"], certainty["atas"]] == pytest.approx(
        told["selang"], abs=0.01
    )  # there small units are one
    assert certainty["lebih_dari_derau"] == told["lebih_dari_derau"]


def test_the_trend_is_that_of_the_report(points: pd.DataFrame, facts: dict[str, Any]) -> None:
    assert points["indeks"].tolist() == pytest.approx([point["indeks"] for point in facts["tren"]], abs=0.01)
    found, told = ipasn.trend_test(points), facts["uji_tren"]
    assert [found["kendall_tau"], found["p_value"]] == pytest.approx([told["kendall_tau"], told["p_value"]])
    assert [found["sen_slope"], found["sen_bawah"], found["sen_atas"]] == pytest.approx(
        [told["sen_slope"], *told["sen_selang"]], abs=0.02
    )
    chance = ipasn.target_probability(points, facts["target"], facts["kemungkinan_target"]["batas"])
    for name in chance.index:
        told = facts["kemungkinan_target"][name]
        assert chance[name] == (pytest.approx(told, abs=0.02) if isinstance(told, float) else told), name


def test_the_plan_is_that_of_the_report(scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    plan, told = ipasn.plan(scores), facts["menuju_target"]
    keys = ("target", "indeks", "indeks_sesudah", "biaya", "dapat_dicapai")
    assert {key: plan.attrs[key] for key in keys} == pytest.approx({key: told[key] for key in keys})
    assert (plan["jumlah"] * plan["biaya_satuan"]).sum() == told["biaya"]
    gain = (plan["jumlah"] * plan["poin"]).sum() / len(scores)
    assert plan.attrs["indeks"] + gain == pytest.approx(plan.attrs["indeks_sesudah"])
    assert ipasn.cost_curve(scores).iloc[0]["biaya"] == told["biaya"]


def test_costs_and_capacities_bind_the_plan(scores: pd.DataFrame) -> None:
    dear = {"diklat_kepemimpinan": 100, "diklat_fungsional": 100, "diklat_teknis": 100, "seminar": 1}
    chosen = ipasn.plan(scores, 80, costs=dear).groupby("tindakan")["jumlah"].sum()
    assert chosen["seminar"] > 0 and chosen.drop("seminar").sum() == 0
    none_left = ipasn.plan(scores, 80, costs=dear, capacities={"seminar": 0}).groupby("tindakan")["jumlah"].sum()
    assert none_left["seminar"] == 0 and none_left.sum() > 0


def test_robustness_is_that_of_the_report(scores: pd.DataFrame, facts: dict[str, Any]) -> None:
    table = ipasn.robustness(scores, internal=True)
    for unit in facts["ketahanan"]["perangkat_daerah"]:
        row = table.loc[unit["nama"], ["peringkat", "median", "p05", "p95"]]
        assert row.to_dict() == {key: unit[key] for key in row.index}
    assert table["geometrik"].to_dict() == {row["nama"]: row["peringkat"] for row in facts["ketahanan"]["geometrik"]}


def test_quality_bounds_the_index(scores: pd.DataFrame) -> None:
    table = ipasn.quality(scores, internal=True)
    assert (table["berlaku"] == table["lengkap"] + table["tanpa"]).all()
    missing = scores["tanpa_kinerja"].sum() * 30 / len(scores)
    assert table.loc["kinerja", "poin"] == pytest.approx(missing)
    assert ipasn.record_updates(scores, internal=True)["poin"].sum() == pytest.approx(table["poin"].sum())


# Groups, recomputed with pandas alone


@pytest.mark.parametrize("by", ["jenis_jabatan", "pendidikan", "umur", "golongan", "jenis_kelamin", "unor"])
def test_a_breakdown_conserves_people_and_points(scores: pd.DataFrame, by: str) -> None:
    table = ipasn.breakdown(scores, by, internal=True)
    assert table["diukur"].sum() == len(scores) and not table["disembunyikan"].any()
    for name in ("indeks", *DIMENSIONS):
        assert (table[name] * table["diukur"]).sum() == pytest.approx(scores[name].sum())


def test_a_breakdown_is_the_mean_of_each_group(scores: pd.DataFrame) -> None:
    slow = scores.groupby(scores["jenis_jabatan"].astype(str))["indeks"].mean()
    pd.testing.assert_series_equal(
        ipasn.breakdown(scores, "jenis_jabatan", internal=True)["indeks"].sort_index(), slow, check_names=False
    )


def test_groups_may_be_labels_of_ones_own(scores: pd.DataFrame) -> None:
    young = scores["tanggal_lahir"].dt.year >= 1990
    table = ipasn.breakdown(scores, by=young.rename("muda"), internal=True)
    assert table.index.name == "muda"
    assert table.loc["True", "indeks"] == pytest.approx(scores.loc[young, "indeks"].mean())
    with pytest.raises(UsageError, match="3 labels for"):
        ipasn.breakdown(scores, by=["a", "b", "c"])
    with pytest.raises(UsageError, match="did you mean 'pendidikan'"):
        ipasn.breakdown(scores, by="pendidikn")


def test_small_groups_are_withheld(scores: pd.DataFrame) -> None:
    labels = np.where(np.arange(len(scores)) < 5, "few", np.where(np.arange(len(scores)) < 45, "some", "many"))
    table = ipasn.breakdown(scores, by=labels)
    assert table["disembunyikan"].to_dict() == {"many": False, "few": True, "some": False}
    assert table.loc[["few"], ["diukur", "indeks", *DIMENSIONS]].isna().all(axis=None)
    assert set(ipasn.rank(scores, by=labels).index) == {"many", "some"}
    assert set(ipasn.rank(scores, by=labels, internal=True).index) == {"few", "some", "many"}


def test_discipline_of_groups_is_internal(scores: pd.DataFrame) -> None:
    labels = np.where(np.arange(len(scores)) < 20, "twenty", np.where(np.arange(len(scores)) < 45, "next", "rest"))
    table = ipasn.breakdown(scores, by=labels)
    assert not table["disembunyikan"].any()
    assert table["disiplin"].isna().all() and table[list(DIMENSIONS[:3])].notna().all(axis=None)
    assert ipasn.breakdown(scores, by=labels, internal=True)["disiplin"].notna().all()


def test_figures_stand_on_the_grid_of_a_report(scores: pd.DataFrame) -> None:
    table = ipasn.breakdown(scores).query("~disembunyikan")
    for name in ("indeks", *DIMENSIONS[:3]):
        assert all(value == OnGrid(value, step_of(n)) for value, n in zip(table[name], table["diukur"], strict=True))
    assert ipasn.summary(scores.head(12))["indeks"] * 2 % 1 == 0
    assert pd.isna(ipasn.summary(scores.head(12))["disiplin"]) and ipasn.summary(scores)["disiplin"] > 0
    for told in (ipasn.summary, ipasn.dimensions):
        with pytest.raises(UsageError, match="fewer than 10 people"):
            told(scores.head(1))
        assert len(told(scores.head(1), internal=True))


def test_counts_stand_on_multiples_of_five(scores: pd.DataFrame) -> None:
    counts = [ipasn.talent(scores).to_numpy().ravel(), ipasn.competence_items(scores)["punya"].to_numpy()]
    counts.append(ipasn.quality(scores)[["berlaku", "lengkap", "tanpa"]].to_numpy().ravel())
    for count in np.concatenate(counts):
        assert pd.isna(count) or (count % 5 == 0 and (count == 0 or count >= 10))


def test_items_are_shares_of_those_to_whom_they_apply(scores: pd.DataFrame) -> None:
    table = ipasn.competence_items(scores, internal=True).set_index("butir")
    posts = scores[scores["jenis_jabatan"] == "fungsional"]
    assert table.loc["diklat_fungsional", "bagian"] == pytest.approx((posts["diklat_fungsional"] > 0).mean())
    assert table.loc["seminar", "berlaku"] == len(scores)


def test_talent_counts_everybody_once(scores: pd.DataFrame) -> None:
    table = ipasn.talent(scores, internal=True)
    assert table.to_numpy().sum() == len(scores)
    assert table.loc["tinggi"].sum() == (scores["kinerja"] == 30).sum()


def test_inequality_shares_sum_to_one(scores: pd.DataFrame, territory: pd.DataFrame) -> None:
    assert ipasn.inequality(scores).index.tolist() == ["antarunit", "antarpegawai"]
    assert ipasn.inequality(scores).sum() == pytest.approx(1)
    assert ipasn.inequality(territory).sum() == pytest.approx(1)
    means = territory.groupby("pemerintah")["indeks"].transform("mean")
    total = ((territory["indeks"] - territory["indeks"].mean()) ** 2).sum()
    between = ((means - territory["indeks"].mean()) ** 2).sum() / total
    assert ipasn.inequality(territory)["antarpemerintah"] == pytest.approx(between)


def test_a_territory_is_ranked_by_its_governments(territory: pd.DataFrame) -> None:
    table = ipasn.rank(territory)
    assert table.index.name == "pemerintah"
    assert set(table.index) == {"tapin", "banjarbaru", "pemprov-kalsel"}


# Two years, two instruments


def test_the_parts_of_a_change_add_up(before: pd.DataFrame, scores: pd.DataFrame) -> None:
    table = ipasn.change(before, scores, internal=True)
    parts = table.drop("seluruhnya")[["indeks", *DIMENSIONS]]
    assert parts.sum().to_dict() == pytest.approx(table.loc["seluruhnya", parts.columns].to_dict(), abs=1e-9)
    difference = scores["indeks"].mean() - before["indeks"].mean()
    assert parts["indeks"].sum() == pytest.approx(difference, abs=1e-9)
    units = ipasn.change_by_unit(before, scores, internal=True)
    assert units["kontribusi"].sum() == pytest.approx(difference, abs=1e-9)
    assert units["n1"].sum() == len(scores)


def test_units_that_few_people_make_up_are_joined(before: pd.DataFrame, scores: pd.DataFrame) -> None:
    keep = ~((scores["perangkat_daerah"] == scores["perangkat_daerah"].iloc[0]) & (np.arange(len(scores)) > 3))
    table = ipasn.change_by_unit(before, scores[keep])
    assert table.index[-1] == "(unit lain)" and scores["perangkat_daerah"].iloc[0] not in table.index


def test_a_change_never_crosses_a_break_of_the_instrument(before: pd.DataFrame, sample: Path) -> None:
    other = ipasn.scores("tapin", 2025, data=str(sample), instrument="bkn4190_2024")
    with pytest.raises(UsageError, match="the series breaks there"):
        ipasn.change(before, other)


def test_the_effect_of_the_method_is_that_of_the_report(
    scores: pd.DataFrame, sample: Path, facts: dict[str, Any]
) -> None:
    other = ipasn.scores("tapin", 2025, data=str(sample), instrument="bkn4190_2024")
    assert other.attrs["instrumen"] == "bkn4190_2024" and len(other) == len(scores)
    told = facts["ketahanan"]["instrumen_lain"]
    assert ipasn.method_effect(scores, other, internal=True).loc["indeks", "selisih"] == pytest.approx(told["selisih"])


def test_ready_scores_do_not_tell_what_is_missing(scores: pd.DataFrame) -> None:
    ready = scores.copy()
    ready.attrs["impor"] = True
    for ask in (
        ipasn.plan,
        ipasn.cost_curve,
        ipasn.quality,
        ipasn.record_updates,
        lambda of: ipasn.what_if(of, "seminar"),
    ):
        with pytest.raises(UsageError, match="needs records"):
            ask(ready)


def test_a_year_without_a_target_needs_one(scores: pd.DataFrame) -> None:
    early = scores.copy()
    early.attrs["tahun"] = 2012
    with pytest.raises(UsageError, match="there is no target"):
        ipasn.plan(early)
    assert ipasn.plan(early, 80).attrs["dapat_dicapai"]
    with pytest.raises(UsageError, match="nobody is left"):
        ipasn.summary(scores.iloc[:0])


def test_a_frame_that_lost_its_region_is_refused_rather_than_given_other_thresholds(
    scores: pd.DataFrame, before: pd.DataFrame
) -> None:
    merged = scores.merge(pd.DataFrame({"nip": scores["nip"], "catatan": 1}), on="nip")
    both_years = pd.concat([before, scores])
    for lost in (merged, both_years):
        for ask in (ipasn.breakdown, ipasn.rank, ipasn.competence_items, ipasn.talent, ipasn.summary, ipasn.plan):
            with pytest.raises(UsageError, match=r"pandas drops it in merge .* = scores\.attrs"):
                ask(lost)
        with pytest.raises(UsageError, match="instrumen is missing"):
            ipasn.change(before, lost, internal=True)
    merged.attrs = scores.attrs
    assert ipasn.rank(merged).equals(ipasn.rank(scores))
    assert ipasn.rank(pd.concat([scores.iloc[:99], scores.iloc[99:]])).equals(ipasn.rank(scores))


# Questions of an analyst that one call answers


def test_two_groupings_are_crossed(scores: pd.DataFrame) -> None:
    by = ["jenis_jabatan", "jenis_pegawai"]
    table = ipasn.breakdown(scores, by, internal=True)
    assert table.index.names == by and table["diukur"].sum() == len(scores)
    slow = scores.groupby(by, observed=True)["indeks"].mean()
    assert table["indeks"].to_dict() == pytest.approx(slow.to_dict())
    with_age = ipasn.breakdown(scores, ["umur", "jenis_kelamin"])
    assert ("<30", "P") in with_age.index and not with_age.loc[("<30", "P"), "disembunyikan"]
    few = ipasn.breakdown(scores, ["unor", "eselon"])
    assert few.loc[few["disembunyikan"], "indeks"].isna().all() and few["disembunyikan"].any()
    with pytest.raises(UsageError, match="did you mean 'pendidikan'"):
        ipasn.breakdown(scores, ["jenis_jabatan", "pendidikn"])


def test_two_dates_of_a_year_are_compared(sample: Path) -> None:
    june, december = (ipasn.scores("tapin", date=date, data=str(sample)) for date in ("2025-06-30", "2025-12-23"))
    assert june.attrs["per_tanggal"] == "2025-06-30"
    found = ipasn.change(june, december).loc["seluruhnya", "indeks"]
    assert found == pytest.approx(december["indeks"].mean() - june["indeks"].mean(), abs=0.005)
    with pytest.raises(UsageError, match="it has: "):
        ipasn.scores("tapin", date="2025-07-01", data=str(sample))


def test_a_change_of_few_says_why_its_parts_are_withheld(before: pd.DataFrame, scores: pd.DataFrame) -> None:
    unit = [year[year["perangkat_daerah"] == "Dinas Perikanan"] for year in (before, scores)]
    with pytest.warns(UserWarning, match="rests on fewer than 10 people; internal=True shows them") as told:
        table = ipasn.change(*unit)
    assert Path(told[0].filename) == Path(__file__) and table["indeks"].drop("seluruhnya").isna().all()
    assert ipasn.change(*unit, internal=True)["indeks"].notna().all()


def test_training_that_is_imagined_moves_the_index_by_what_is_open(scores: pd.DataFrame) -> None:
    chosen = scores["perangkat_daerah"] == "Dinas Kesehatan"
    trained = ipasn.what_if(scores, "diklat_teknis", chosen)
    assert trained.attrs == scores.attrs and trained.loc[~chosen].equals(scores.loc[~chosen])
    gain = scores.loc[chosen, "tambah_diklat_teknis"].sum() / len(scores)
    assert gain > 0 and trained["indeks"].mean() - scores["indeks"].mean() == pytest.approx(gain)
    assert trained[list(DIMENSIONS)].sum(axis=1).to_numpy() == pytest.approx(trained["indeks"].to_numpy())
    assert (trained["kompetensi"] <= 40).all() and (trained.loc[chosen, "tambah_diklat_teknis"] == 0).all()
    assert ipasn.summary(trained, internal=True)["indeks"] == pytest.approx(trained["indeks"].mean())
    assert trained["kategori"].astype(str).ne(scores["kategori"].astype(str)).any()
    again = ipasn.what_if(trained, "diklat_teknis", chosen)
    assert again["indeks"].equals(trained["indeks"])
    with pytest.raises(UsageError, match="did you mean 'diklat_teknis'"):
        ipasn.what_if(scores, "diklat_tekni")
    with pytest.raises(UsageError, match="has 3 values for"):
        ipasn.what_if(scores, "seminar", [True, False, True])


def test_a_unit_has_a_plan_and_a_trend_of_its_own(scores: pd.DataFrame, sample: Path) -> None:
    unit = scores[scores["perangkat_daerah"] == "Dinas Kesehatan"]
    assert ipasn.plan(unit, target=80).attrs["indeks"] == pytest.approx(unit["indeks"].mean())
    points = ipasn.trend("tapin", unit="Dinas Kesehatan", data=str(sample), internal=True)
    assert points["indeks"].iloc[-1] == pytest.approx(unit["indeks"].mean())
    assert points["diukur"].iloc[-1] == len(unit) and points["sebanding"].any()
    told = ipasn.trend("tapin", unit="Dinas Kesehatan", data=str(sample))
    assert told["disiplin"].isna().all() and told["indeks"].iloc[-1] == OnGrid(
        unit["indeks"].mean(), step_of(len(unit))
    )
    assert ipasn.plot_trend(told).has_data()
    small = scores["perangkat_daerah"].value_counts().index[-1]
    assert ipasn.trend("tapin", unit=small, data=str(sample))["indeks"].isna().all()
    with pytest.raises(UsageError, match="did you mean 'Dinas Kesehatan'"):
        ipasn.trend("tapin", unit="Dinas Kesehatn", data=str(sample))


def test_columns_of_ones_own_are_joined_without_loss(scores: pd.DataFrame) -> None:
    own = pd.DataFrame({"nip": scores["nip"].iloc[:40], "kelas": ["A", "B"] * 20})
    joined = ipasn.join(scores, own)
    assert joined.attrs == scores.attrs and joined["nip"].tolist() == scores["nip"].tolist()
    assert ipasn.rank(joined).equals(ipasn.rank(scores))
    assert ipasn.breakdown(joined, "kelas").loc["A", "diukur"] == 20
    with pytest.raises(UsageError, match="stands twice"):
        ipasn.join(scores, pd.concat([own, own]))
    with pytest.raises(UsageError, match="own: has no column 'nip'"):
        ipasn.join(scores, own[["kelas"]])


# Sections, snapshots, charts


def test_snapshots_and_regions_are_listed(sample: Path) -> None:
    listed = ipasn.snapshots("tapin", data=str(sample))
    assert listed["tahun"].tolist() == sorted(listed["tahun"]) and set(listed["region"]) == {"tapin"}
    assert set(ipasn.snapshots(data=str(sample))["region"]) == {"tapin", "banjarbaru", "pemprov-kalsel"}
    assert ipasn.regions().loc["tapin", "kode"] == "63.05"
    with pytest.raises(UsageError, match="did you mean 'tapin'"):
        ipasn.snapshots("tapn", data=str(sample))


def test_a_report_shows_itself_and_its_sections(report: Any) -> None:
    shown = report._repr_html_()
    assert "Kabupaten Tapin" in shown and "<code>.ringkasan()</code>" in shown
    assert "pemerintah()" not in shown  # of a territory alone
    with pytest.raises(UsageError, match="did you mean 'perangkat_daerah'"):
        ipasn.answer(report, "perangkat_derah")
    words = ipasn.answer(report, "ringkasan")
    assert {type(block).__name__ for block in words.blocks} == {"Prose", "Bullets"}


def drawn(name: str, scores: pd.DataFrame, before: pd.DataFrame, points: pd.DataFrame) -> Callable[..., Any]:
    """The chart of that name, to be given `ax`."""
    given: dict[str, tuple[Any, ...]] = {
        "plot_change": (before, scores),
        "plot_trend": (points, 81),
        "plot_costs": (pd.DataFrame({"dapat_dicapai": [True, False], "biaya": [3.0, 4.0]}, index=[80.0, 99.0]),),
    }
    return lambda **options: getattr(ipasn, name)(*given.get(name, (scores,)), **options)


@pytest.mark.parametrize("name", PLOTS)
def test_charts_are_axes_to_go_on_with(
    name: str, scores: pd.DataFrame, before: pd.DataFrame, points: pd.DataFrame
) -> None:
    from matplotlib import pyplot

    chart = drawn(name, scores, before, points)
    style = dict(mpl.rcParams)
    own = chart()
    assert dict(mpl.rcParams) == style  # a chart leaves no style behind
    assert own.has_data() and own.get_xticks().size and own.figure.number in pyplot.get_fignums()
    own.set_title("Judul")
    own.figure.canvas.draw()
    _, (left, right) = pyplot.subplots(ncols=2)
    assert chart(ax=right) is right
    assert right.has_data() and not left.has_data()
    pyplot.close("all")


def test_a_trend_of_official_scores_is_drawn_without_records_between_them(both_tracks: Path) -> None:
    from matplotlib import pyplot

    points = ipasn.trend("tapin", data=str(both_tracks))
    assert points["resmi"].iloc[-1] and not points["resmi"].all()
    drawn = {date for line in ipasn.plot_trend(points).get_lines() for date in map(str, line.get_xdata())}
    alone = {
        date for line in ipasn.plot_trend(points[points["resmi"]]).get_lines() for date in map(str, line.get_xdata())
    }
    assert drawn == alone
    pyplot.close("all")


def test_the_ranking_draws_each_rank_and_its_interval(scores: pd.DataFrame) -> None:
    from matplotlib import pyplot

    table, axes = ipasn.rank(scores), ipasn.plot_ranking(scores)
    assert axes.get_lines()[0].get_xdata().tolist() == table["peringkat"].tolist()
    ends = [segment[:, 0].tolist() for segment in axes.collections[0].get_segments()]
    assert ends == table[["peringkat_min", "peringkat_maks"]].astype(float).to_numpy().tolist()
    assert any(text.get_text().startswith(table.index[0][:20]) for text in axes.texts)
    pyplot.close("all")


def test_the_charts_are_drawn_as_in_the_report(scores: pd.DataFrame, points: pd.DataFrame, report: Any) -> None:
    from matplotlib import pyplot

    charts = {
        block.name: set(re.findall(r">([^<>]+)</text>", block.svg))
        for section in ("ringkasan", "talenta")
        for block in report.section(section).whole
        if isinstance(block, Chart)
    }
    plots = {"tren": ipasn.plot_trend(points, target=81), "talenta": ipasn.plot_talent(scores)}
    assert set(plots) - set(charts) <= {"talenta"}  # withheld where a predikat is
    for name, axes in plots.items():
        own = {text.get_text() for text in axes.texts}
        assert own and own <= charts.get(name, own), name
    pyplot.close("all")


def test_a_spread_is_drawn_of_large_groups_alone(scores: pd.DataFrame) -> None:
    from matplotlib import pyplot

    labels = np.where(np.arange(len(scores)) < 20, "twenty", np.where(np.arange(len(scores)) < 45, "next", "rest"))
    names = {text.get_text() for text in ipasn.plot_distribution(scores, by=labels).get_yticklabels()}
    assert names == {"twenty", "next", "rest"}
    labels = np.where(np.arange(len(scores)) < 5, "few", "rest")
    names = {text.get_text() for text in ipasn.plot_distribution(scores, by=labels).get_yticklabels()}
    assert names == {"rest"}
    everybody = ipasn.plot_distribution(scores, by=labels, internal=True)
    assert {text.get_text() for text in everybody.get_yticklabels()} == {"few", "rest"}
    pyplot.close("all")


def test_small_multiples_leave_out_what_is_withheld(before: pd.DataFrame, scores: pd.DataFrame) -> None:
    from matplotlib import pyplot

    by_size = scores["perangkat_daerah"].value_counts().index
    few = [year[year["perangkat_daerah"].isin([*by_size[:3], *by_size[-3:]])] for year in (before, scores)]
    tables = [ipasn.breakdown(year) for year in few]
    shown = [set(table.query("~disembunyikan").index) for table in tables]
    assert any(table["disembunyikan"].any() for table in tables)
    grid = ipasn.plot_small_multiples(*reversed(few))
    assert set(grid.axes_dict) == shown[0] | shown[1]
    name = min(shown[0] & shown[1])
    drawn = grid.axes_dict[name].get_lines()[0].get_ydata()
    assert drawn.tolist() == pytest.approx([table.loc[name, "indeks"] for table in tables])
    pyplot.close("all")


def test_seaborn_is_loaded_when_asked_for() -> None:
    code = "import sys, ipasn_analysis as ipasn; ipasn.plot_heatmap; print('seaborn' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


def test_targets_out_of_reach_are_not_drawn() -> None:
    from matplotlib import pyplot

    curve = pd.DataFrame({"dapat_dicapai": [True, False], "biaya": [3.0, 4.0]}, index=[80.0, 99.0])
    assert ipasn.plot_costs(curve).get_lines()[0].get_xdata().tolist() == [80.0]
    pyplot.close("all")
