"""The splits of a change add up, and each part is what a slow loop over people finds."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ipasn_analysis.statistics import change
from ipasn_analysis.statistics.change import DIMENSIONS, SOURCES

UNITS = ("Dinas A", "Dinas B", "Dinas C")


def scores(rows: list[tuple[str, str, float, float, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["nip", "perangkat_daerah", *DIMENSIONS])
    return frame.assign(indeks=frame[list(DIMENSIONS)].sum(axis=1))


def take(rows: list[tuple[str, str, float, float, float, float]]) -> change.Population:
    return change.population(scores(rows))


points = st.tuples(
    st.sampled_from([0.0, 1.0, 5.0, 15.0, 20.0]),
    st.sampled_from([0.0, 17.5, 22.5, 40.0]),
    st.sampled_from([0.0, 25.0, 30.0]),
    st.sampled_from([1.0, 3.0, 5.0]),
)
person = st.tuples(st.sampled_from(UNITS), points)
population = st.dictionaries(st.integers(0, 25).map(str), person, min_size=1, max_size=20)


def rows_of(people: dict[str, tuple[str, tuple[float, ...]]]) -> list:
    return [(nip, unit, *values) for nip, (unit, values) in people.items()]


def slow_sources(before: dict, after: dict) -> dict[str, float]:
    """The definitions, person by person."""
    index0 = {nip: math.fsum(values) for nip, (_, values) in before.items()}
    index1 = {nip: math.fsum(values) for nip, (_, values) in after.items()}
    stay = [nip for nip in before if nip in after]
    mean = lambda values: math.fsum(values) / len(values) if values else 0.0  # noqa: E731
    stay0, stay1 = mean([index0[nip] for nip in stay]), mean([index1[nip] for nip in stay])
    join = [index1[nip] for nip in after if nip not in before]
    leave = [index0[nip] for nip in before if nip not in after]
    result = dict.fromkeys(SOURCES, 0.0)
    for nip in stay:
        source = "bertahan" if before[nip][0] == after[nip][0] else "pindah"
        result[source] += (index1[nip] - index0[nip]) / len(stay)
    if join:
        result["masuk"] = len(join) / len(after) * (mean(join) - stay1)
    if leave:
        result["keluar"] = len(leave) / len(before) * (stay0 - mean(leave))
    return result


@given(population, population)
def test_split_adds_up_and_equals_the_slow_loop(before: dict, after: dict) -> None:
    result = change.split_change(take(rows_of(before)), take(rows_of(after)), group=1)
    assert math.fsum(result.per_dimension.values()) == pytest.approx(result.difference, abs=1e-9)
    assert not result.hidden
    if not set(before) & set(after):
        assert set(result.per_source.values()) == {None}
        return
    expected = slow_sources(before, after)
    assert math.fsum(result.per_source.values()) == pytest.approx(result.difference, abs=1e-9)
    assert result.per_source == pytest.approx(expected, abs=1e-9)
    for source in SOURCES:
        assert math.fsum(result.source_dimensions[source].values()) == pytest.approx(expected[source], abs=1e-9)
    for name in DIMENSIONS:
        column = math.fsum(result.source_dimensions[source][name] for source in SOURCES)
        assert column == pytest.approx(result.per_dimension[name], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(population, population, st.randoms(use_true_random=False))
def test_order_of_people_does_not_matter(before: dict, after: dict, random) -> None:
    rows0, rows1 = rows_of(before), rows_of(after)
    first = change.split_change(take(rows0), take(rows1), group=1)
    random.shuffle(rows0)
    random.shuffle(rows1)
    second = change.split_change(take(rows0), take(rows1), group=1)
    assert second.people == first.people
    if first.source_dimensions is not None:
        assert second.per_source == pytest.approx(first.per_source, abs=1e-9)


BASE = [(f"{i:02d}", "Dinas A" if i < 10 else "Dinas B", 15.0, 25.0, 25.0, 5.0) for i in range(20)]  # all at 70


def test_pure_stayer_gain() -> None:
    after = [(nip, unit, k, 40.0, p, d) for nip, unit, k, _, p, d in BASE]
    result = change.split_change(take(BASE), take(after))
    assert result.per_source == {"bertahan": 15.0, "pindah": 0.0, "masuk": 0.0, "keluar": 0.0}
    assert result.per_dimension == {"kualifikasi": 0.0, "kompetensi": 15.0, "kinerja": 0.0, "disiplin": 0.0}


def test_pure_movers() -> None:
    after = [(nip, "Dinas C" if unit == "Dinas A" else unit, k, 40.0, p, d) for nip, unit, k, _, p, d in BASE[:10]]
    result = change.split_change(take(BASE[:10]), take(after))
    assert result.per_source == {"bertahan": 0.0, "pindah": 15.0, "masuk": 0.0, "keluar": 0.0}


def test_pure_joiners_and_pure_leavers() -> None:
    fresh = [(f"9{i}", "Dinas A", 15.0, 0.0, 25.0, 5.0) for i in range(10)]  # ten at 45, 25 below those who stay
    joined = change.split_change(take(BASE), take(BASE + fresh))
    assert joined.per_source == pytest.approx({"bertahan": 0, "pindah": 0, "masuk": -25 / 3, "keluar": 0})
    left = change.split_change(take(BASE + fresh), take(BASE))
    assert left.per_source == pytest.approx({"bertahan": 0, "pindah": 0, "masuk": 0, "keluar": 25 / 3})
    assert left.people == {"bertahan": 20, "pindah": 0, "masuk": 0, "keluar": 10}


@pytest.mark.parametrize(("joiners", "hidden"), [(0, False), (1, True), (9, True), (10, False)])
def test_all_four_are_hidden_when_one_rests_on_few(joiners: int, hidden: bool) -> None:
    fresh = [(f"9{i}", "Dinas A", 15.0, 0.0, 25.0, 5.0) for i in range(joiners)]
    result = change.split_change(take(BASE), take(BASE + fresh), group=10)
    assert result.hidden is hidden
    assert (set(result.per_source.values()) == {None}) is hidden
    assert (result.source_dimensions is None) is hidden
    assert result.difference == pytest.approx(-25 * joiners / (20 + joiners))


def test_two_movers_hide_the_split() -> None:
    after = [(nip, "Dinas B" if nip in ("00", "01") else unit, *rest) for nip, unit, *rest in BASE]
    assert change.split_change(take(BASE), take(after), group=10).hidden


def test_unusable_populations_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        change.split_change(take(BASE + BASE[:1]), take(BASE))
    with pytest.raises(ValueError, match="no mean"):
        take([])
    broken = scores(BASE)
    broken.loc[3, "indeks"] += 1
    with pytest.raises(ValueError, match="sum"):
        change.population(broken)


@given(population, population)
def test_units_add_up_to_the_change(before: dict, after: dict) -> None:
    first, second = take(rows_of(before)), take(rows_of(after))
    table = change.split_by_unit(first, second)
    assert table["kontribusi"].sum() == pytest.approx(second.index.mean() - first.index.mean(), abs=1e-9)
    parts = table[["dalam", "antar", "baru", "hilang"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(table["kontribusi"].to_numpy(), abs=1e-12)
    assert table["n0"].sum() == len(before)
    assert table["n1"].sum() == len(after)


def test_units_by_hand() -> None:
    before = take([("1", "A", 10, 0, 0, 0), ("2", "B", 20, 0, 0, 0), ("3", "C", 6, 0, 0, 0)])
    after = take([("1", "A", 14, 0, 0, 0), ("4", "A", 14, 0, 0, 0), ("2", "B", 20, 0, 0, 0), ("5", "D", 2, 0, 0, 0)])
    table = change.split_by_unit(before, after).set_index("perangkat_daerah")
    reference = (12 + 12.5) / 2
    assert table.loc["A", "dalam"] == pytest.approx((1 / 3 + 1 / 2) / 2 * 4)
    assert table.loc["A", "antar"] == pytest.approx((12 - reference) * (1 / 2 - 1 / 3))
    assert table.loc["B", "antar"] == pytest.approx((20 - reference) * (1 / 4 - 1 / 3))
    assert table.loc["C", "hilang"] == pytest.approx(-(6 - reference) / 3)
    assert table.loc["D", "baru"] == pytest.approx((2 - reference) / 4)
    assert np.isnan(table.loc["D", "rata0"])
    assert table.loc["B", "dalam"] == 0


def random_populations(
    seed: int, gain: float, units: int = 20, people: int = 30
) -> tuple[change.Population, change.Population]:
    random = np.random.default_rng(seed)
    unit = np.repeat([f"U{i:02d}" for i in range(units)], people).astype(object)
    nip = np.arange(units * people).astype(str).astype(object)
    start = random.normal(60, 8, units * people)
    later = start + gain + np.repeat(random.normal(0, 1, units), people) + random.normal(0, 2, units * people)
    empty = np.zeros((units * people, 3))
    first = change.Population(nip, unit, start, np.column_stack([start, empty]))
    return first, change.Population(nip, unit, later, np.column_stack([later, empty]))


@pytest.mark.parametrize("units", [4, 20])
def test_the_interval_of_stayers_is_the_t_interval_of_the_unit_means(units: int) -> None:
    first, second = random_populations(2, 0.3, units=units)
    result = change.change_uncertainty(first, second)
    unit_means = pd.Series(second.index - first.index).groupby(first.perangkat_daerah).mean()
    slow = stats.ttest_1samp(unit_means, 0)  # units of equal size
    assert result.clusters == units
    assert result.p_value == pytest.approx(slow.pvalue)
    assert result.interval == pytest.approx(tuple(slow.confidence_interval(0.95)))


def test_changes_of_stayers_leave_out_who_moved() -> None:
    first, second = random_populations(5, 1.0, units=3)
    moved = change.Population(
        second.nip, np.roll(second.perangkat_daerah, 1), second.index, second.dimensions
    )  # one person of each unit
    table = change.changes_of_stayers(first, moved)
    gains = second.index - first.index
    assert table["orang"].tolist() == [29, 29, 29]
    assert table["perubahan"].tolist() == pytest.approx([gains[30 * k + 1 : 30 * k + 30].mean() for k in range(3)])
    assert (table["ragam"] > 0).all()


def test_whole_change_interval_agrees_with_a_bootstrap_of_people() -> None:
    first, second = random_populations(3, 1.0, units=300, people=1)
    before = change.Population(first.nip[:250], first.perangkat_daerah[:250], first.index[:250], first.dimensions[:250])
    after = change.Population(second.nip[60:], second.perangkat_daerah[60:], second.index[60:], second.dimensions[60:])
    random, draws = np.random.default_rng(4), []
    for _ in range(3000):
        chosen = random.integers(0, 300, 300)
        draws.append(second.index[chosen[chosen >= 60]].mean() - first.index[chosen[chosen < 250]].mean())
    assert change.change_uncertainty(before, after).standard_error == pytest.approx(np.std(draws), rel=0.06)


def test_noise_is_told_from_change() -> None:
    for seed in range(3):
        assert change.change_uncertainty(*random_populations(seed, 2.0)).exceeds_noise
        assert change.change_uncertainty(*random_populations(seed, -2.0)).exceeds_noise
    flags = [change.change_uncertainty(*random_populations(seed, 0.0)).exceeds_noise for seed in range(200)]
    assert 0.02 <= np.mean(flags) <= 0.09  # a 95 % interval is wrong once in twenty


def test_uncertainty_of_one_person_and_of_no_change() -> None:
    single = take(BASE[:1])
    assert change.change_uncertainty(single, single).interval is None
    same = change.change_uncertainty(take(BASE), take(BASE))
    assert (same.p_value, same.exceeds_noise) == (None, False)


def test_method_effect_by_hand() -> None:
    result = change.method_effect([60, 70, 70, 90], [65, 70, 60, 95])
    assert (result.people, result.difference, result.median_difference) == (4, 0.0, 2.5)
    assert (result.risen, result.unchanged, result.fallen) == (0.5, 0.25, 0.25)
    assert result.rank_correlation == pytest.approx(stats.spearmanr([60, 70, 70, 90], [65, 70, 60, 95])[0])
    assert change.method_effect([1, 1], [2, 3]).rank_correlation is None
    with pytest.raises(ValueError, match="same people"):
        change.method_effect([1], [1, 2])


def test_method_effect_matches_people_by_nip() -> None:
    a = scores([("1", "A", 15, 0, 25, 5), ("2", "A", 20, 40, 25, 5), ("3", "A", 5, 0, 0, 5)])
    b = scores([("2", "A", 25, 40, 25, 5), ("1", "A", 20, 25, 25, 5), ("4", "A", 0, 0, 0, 0)])
    effect = change.method_effect_of(a, b)
    assert effect["indeks"].people == 2
    assert effect["indeks"].difference == pytest.approx((30 + 5) / 2)
    assert effect["kompetensi"].difference == pytest.approx(12.5)
