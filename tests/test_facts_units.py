"""Item rates and trends per unit, recomputed person by person and year by year."""

import pytest

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.disclosure.grid import to_count_step
from ipasn_analysis.statistics.trend import kendall_test

APPLIES = {
    "diklat_kepemimpinan": {"struktural"},
    "diklat_fungsional": {"fungsional"},
    "diklat_teknis": {"struktural", "fungsional", "pelaksana"},
    "seminar": {"struktural", "fungsional", "pelaksana"},
}


@pytest.fixture(scope="module")
def data(sample):
    return gathered("tapin", 2025, str(sample))


@pytest.fixture(scope="module")
def facts(sample_facts):
    return sample_facts("tapin")


@pytest.fixture(scope="module")
def exact(sample_facts):
    return sample_facts("tapin", "internal")


def test_item_rates_per_unit_count_only_those_the_item_applies_to(data, exact):
    people = data.own[0].current.scores.to_dict(orient="records")
    assert len(exact.butir_unit) > 20
    for unit in exact.butir_unit:
        mine = [person for person in people if person["perangkat_daerah"] == unit.nama]
        for item, rate in unit.butir.items():
            due = [person for person in mine if person["jenis_jabatan"] in APPLIES[item]]
            held = sum(person[item] > 0 for person in due)
            assert rate == (pytest.approx(held / len(due)) if due else None)


def test_an_item_that_few_of_a_unit_hold_has_no_share(exact, facts):
    """Few hold it, or so few are due that few can."""
    shares = {unit.nama: unit.butir for unit in exact.butir_unit}
    for unit in facts.butir_unit:
        for item, rate in unit.butir.items():
            share = shares[unit.nama][item]
            if share is not None and share.count < 10:
                assert rate is None, (unit.nama, item)
            elif rate is not None:
                assert rate == pytest.approx(to_count_step(share.count) / to_count_step(share.whole))


def test_hidden_groups_have_no_item_rates(facts):
    shown = {
        (grouping.pengelompokan, row.kunci)
        for grouping in facts.kelompok
        for row in grouping.kelompok
        if row.diukur is not None
    }
    assert {(row.pengelompokan, row.kunci) for row in facts.butir_kelompok} <= shown


def test_trends_of_units_are_tested_on_shown_years_and_corrected_by_holm(data, exact):
    last = {period.tahun: period.about["summary"]["unit"] for period in data.own[0].series}
    p_values = []
    for row in exact.tren_unit:
        means = [last[year][row.nama][1] for year in row.tahun]
        if row.cukup_data:
            assert len(row.tahun) >= 5
            assert row.p_value == pytest.approx(kendall_test(row.tahun, means).p_value)
            slopes = sorted(
                (means[b] - means[a]) / (row.tahun[b] - row.tahun[a])
                for a in range(len(means))
                for b in range(a + 1, len(means))
            )
            middle = len(slopes) // 2
            median = slopes[middle] if len(slopes) % 2 else (slopes[middle - 1] + slopes[middle]) / 2
            assert row.sen_slope == pytest.approx(median)
            p_values.append(row.p_value)
    ordered = sorted((row for row in exact.tren_unit if row.cukup_data), key=lambda row: row.p_value)
    running = 0.0
    for place, row in enumerate(ordered):
        running = max(running, min(1.0, row.p_value * (len(p_values) - place)))
        assert row.p_terkoreksi == pytest.approx(running)


def test_units_stand_by_name_whatever_the_order_of_the_people(data):
    from ipasn_analysis.facts.context import unit_table

    scores = data.own[0].current.scores
    backwards = scores.iloc[::-1].reset_index(drop=True)
    backwards["perangkat_daerah"] = backwards["perangkat_daerah"].astype("str").astype("category")
    for people in (scores, backwards):
        names = list(unit_table(people, 10).means.index)
        assert names == sorted(names)


def test_units_of_a_province_stand_beside_the_target_of_its_government(sample_facts):
    province, government = sample_facts("kalsel"), sample_facts("pemprov-kalsel")
    assert (province.target, province.target_pemprov) == (None, government.target)
    assert province.di_bawah_target == government.di_bawah_target != ()
