"""The plan is the cheapest there is, and doing it gives the index it promises."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.plan import told
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.statistics import integer_program, target

ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar")
COSTS = {
    "diklat_kepemimpinan": 15_000_000,
    "diklat_fungsional": 6_000_000,
    "diklat_teknis": 2_500_000,
    "seminar": 700_000,
}
POINTS = {"struktural": (15, 0, 15, 10), "fungsional": (0, 15, 15, 10), "pelaksana": (0, 0, 22.5, 17.5)}


def population(posts: list[str], units: list[str], done: list[tuple[bool, ...]]) -> pd.DataFrame:
    """People with 45 points outside kompetensi; what is not done is open."""
    points = np.array([POINTS[post] for post in posts], dtype=float).reshape(-1, 4)
    did = np.array(done, dtype=bool).reshape(-1, 4)
    frame = pd.DataFrame(np.where(did, 0, points), columns=[f"tambah_{item}" for item in ITEMS])
    nip = [f"{i:06d}" for i in range(len(posts))]
    return frame.assign(
        nip=nip, jenis_jabatan=posts, perangkat_daerah=units, indeks=45 + np.where(did, points, 0).sum(axis=1)
    )


def random_population(seed: int, people: int, units: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    posts = random.choice(list(POINTS), people, p=[0.1, 0.55, 0.35]).tolist()
    names = random.choice([f"Dinas {i:03d}" for i in range(units)], people).tolist()
    return population(posts, names, (random.random((people, 4)) < [0.6, 0.5, 0.4, 0.6]).tolist())


small = st.integers(1, 6).flatmap(
    lambda n: st.builds(
        population,
        st.lists(st.sampled_from(list(POINTS)), min_size=n, max_size=n),
        st.lists(st.sampled_from(["A", "B"]), min_size=n, max_size=n),
        st.lists(st.tuples(*[st.booleans()] * 4), min_size=n, max_size=n),
    )
)
prices = st.fixed_dictionaries({item: st.integers(1, 9) for item in ITEMS})
targets = st.sampled_from([46.0, 50.0, 55.25, 60.0, 64.9, 70.0, 75.0, 81.0, 85.0])


def brute_force(cells: pd.DataFrame, costs: dict, capacities: dict, minimum: int) -> dict[Fraction, int]:
    """Least cost of each total of points, over every combination of counts per cell."""
    best: dict[Fraction, int] = {}
    open_in = cells.groupby("perangkat_daerah")["tersedia"].sum()
    for counts in itertools.product(*[range(n + 1) for n in cells["tersedia"]]):
        chosen = cells.assign(n=counts)
        per_item = chosen.groupby("tindakan")["n"].sum()
        if any(per_item.get(item, 0) > limit for item, limit in capacities.items()):
            continue
        if minimum and any(
            chosen.loc[chosen["perangkat_daerah"] == unit, "n"].sum() < min(minimum, n) for unit, n in open_in.items()
        ):
            continue
        points = sum((Fraction(p) * n for p, n in zip(cells["poin"], counts, strict=True)), Fraction(0))
        cost = sum(costs[item] * n for item, n in zip(cells["tindakan"], counts, strict=True))
        best[points] = min(cost, best.get(points, cost))
    return best


@settings(max_examples=25, deadline=None)
@given(
    small, prices, targets, st.sampled_from([{}, {"seminar": 1}, {"seminar": 2, "diklat_teknis": 1}]), st.integers(0, 2)
)
def test_plan_is_the_brute_force_optimum(people, costs, goal, capacities, minimum) -> None:
    cells = target.open_actions(people, costs)
    cells = cells.head(5)  # keeps the enumeration short; a plan may know only of these
    plan = target.cheapest_plan(people["indeks"], cells, goal, capacities=capacities, minimum_per_unit=minimum or None)
    total, n = Fraction(people["indeks"].sum()), len(people)
    if total >= Fraction(goal) * n:
        assert (plan.cost, plan.reachable, plan.index_after) == (0, True, plan.index)
        assert plan.actions["jumlah"].sum() == 0
        return
    possible = brute_force(cells, costs, capacities, minimum)
    assert plan.minimum_kept == bool(possible)
    possible = possible or brute_force(cells, costs, capacities, 0)
    enough = [cost for points, cost in possible.items() if total + points >= Fraction(goal) * n]
    assert plan.reachable == bool(enough)
    most = max(possible)
    assert plan.cost == (min(enough) if enough else possible[most])
    if not enough:
        assert plan.index_after == pytest.approx(float((total + most) / n), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.05, 16), prices)
def test_doing_the_plan_gives_the_promised_index_and_nothing_is_superfluous(seed, rise, costs) -> None:
    people = random_population(seed, 60, 4)
    goal = round(float(people["indeks"].mean()) + rise, 2)
    costs["diklat_teknis"] = np.minimum(np.arange(len(people)) % 21, 12.0)  # by hours that are missing, or a course
    plan = target.cheapest_plan(people["indeks"], target.open_actions(people, costs), goal)
    chosen = target.choose_people(people, plan, costs)
    assert len(chosen) == plan.actions["jumlah"].sum()
    assert not chosen.duplicated(["nip", "tindakan"]).any()
    after = people.set_index("nip")["indeks"].add(chosen.groupby("nip")["poin"].sum(), fill_value=0)
    assert after.mean() == plan.index_after
    place = people.set_index("nip").index.get_indexer(chosen["nip"])
    paid = [
        np.broadcast_to(costs[row["tindakan"]], 60)[at] for at, (_, row) in zip(place, chosen.iterrows(), strict=True)
    ]
    assert sum(paid) == plan.cost
    assert after.max() <= 85
    assert plan.reachable == (plan.index_after >= goal)
    if plan.reachable:
        for points in plan.actions.loc[plan.actions["jumlah"] > 0, "poin"].unique():
            assert (after.sum() - points) / len(after) < goal


def dynamic_programme(points: list[int], costs: list[int], counts: list[int], needed: int) -> int:
    """Least cost of at least `needed` points, by adding one action after the other."""
    best = np.full(needed + 1, np.inf)
    best[0] = 0
    for point, cost, count in zip(points, costs, counts, strict=True):
        for _ in range(count):
            shifted = np.concatenate([np.full(min(point, needed + 1), np.inf), best[: max(needed + 1 - point, 0)]])
            shifted[-1] = min(shifted[-1], best[max(needed - point, 0) :].min())
            better = np.minimum(best, shifted + cost)
            if (better == best).all():
                break
            best = better
    return int(best[-1])


@pytest.mark.parametrize("seed", range(12))
def test_larger_plans_equal_a_dynamic_programme(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = random_population(seed, 250, 6)
    costs = {item: int(random.integers(100, 3000)) for item in ITEMS}
    cells = target.open_actions(people, costs)
    goal = round(float(people["indeks"].mean()) + random.uniform(0.5, 14), 3)
    plan = target.cheapest_plan(people["indeks"], cells, goal)
    merged = cells.groupby(["tindakan", "poin"])["tersedia"].sum().reset_index()
    needed = -((people["indeks"].sum() * 2 - goal * 2 * len(people)) // 1)
    expected = dynamic_programme(
        (merged["poin"] * 2).astype(int).tolist(),
        [costs[item] for item in merged["tindakan"]],
        merged["tersedia"].tolist(),
        int(needed),
    )
    assert plan.cost == expected


def test_every_open_action_is_listed_with_its_points() -> None:
    people = population(
        ["struktural", "pelaksana", "pelaksana"], ["A", "A", "A"], [(0, 1, 0, 1), (1, 1, 0, 0), (0, 0, 0, 1)]
    )
    plan = target.cheapest_plan(people["indeks"], target.open_actions(people, COSTS), 40)
    rows = plan.actions[["tindakan", "jenis_jabatan", "tersedia", "jumlah", "poin", "biaya_satuan"]].to_numpy().tolist()
    assert rows == [
        ["diklat_kepemimpinan", "struktural", 1, 0, 15.0, 15_000_000.0],
        ["diklat_teknis", "pelaksana", 2, 0, 22.5, 2_500_000.0],
        ["diklat_teknis", "struktural", 1, 0, 15.0, 2_500_000.0],
        ["seminar", "pelaksana", 1, 0, 17.5, 700_000.0],
    ]


def test_order_of_people_does_not_matter() -> None:
    people = random_population(5, 200, 7)
    mixed = people.sample(frac=1, random_state=1)
    first = target.cheapest_plan(people["indeks"], target.open_actions(people, COSTS), 70, minimum_per_unit=9)
    second = target.cheapest_plan(mixed["indeks"], target.open_actions(mixed, COSTS), 70, minimum_per_unit=9)
    pd.testing.assert_frame_equal(first.actions, second.actions)


def test_units_send_the_same_share() -> None:
    people = random_population(6, 4000, 10)
    plan = target.cheapest_plan(people["indeks"], target.open_actions(people, COSTS), 68)
    for _, rows in plan.actions.groupby(["poin", "biaya_satuan"]):
        share = rows["jumlah"].sum() / rows["tersedia"].sum()
        assert (rows["jumlah"] - rows["tersedia"] * share).abs().max() < 1
        assert (rows["jumlah"] <= rows["tersedia"]).all()


def test_minimum_per_unit_is_kept_as_near_to_even_as_it_can_be() -> None:
    units = ["Kecil"] * 4 + ["Besar"] * 40
    people = population(["pelaksana"] * 44, units, [(1, 1, 0, 1)] * 44)
    goal = float(people["indeks"].mean()) + 11 * 22.5 / 44
    cells = target.open_actions(people, COSTS)
    even = target.cheapest_plan(people["indeks"], cells, goal)
    assert dict(zip(even.actions["perangkat_daerah"], even.actions["jumlah"], strict=True)) == {
        "Besar": 10,
        "Kecil": 1,
    }
    kept = target.cheapest_plan(people["indeks"], cells, goal, minimum_per_unit={"Kecil": 3})
    assert dict(zip(kept.actions["perangkat_daerah"], kept.actions["jumlah"], strict=True)) == {
        "Besar": 8,
        "Kecil": 3,
    }
    assert kept.cost == even.cost
    all_of_it = target.cheapest_plan(people["indeks"], cells, goal, minimum_per_unit=100)
    assert all_of_it.actions["jumlah"].sum() == 44  # a unit gives no more than it has


@pytest.mark.parametrize("seed", range(6))
def test_minimum_and_capacities_hold_on_larger_plans(seed: int) -> None:
    people = random_population(seed, 600, 30)
    cells = target.open_actions(people, COSTS)
    capacities = {"diklat_teknis": 120, "seminar": 90}
    plan = target.cheapest_plan(people["indeks"], cells, 67.5, capacities=capacities, minimum_per_unit=8)
    assert plan.reachable
    assert plan.minimum_kept
    per_unit = plan.actions.groupby("perangkat_daerah")[["tersedia", "jumlah"]].sum()
    assert (per_unit["jumlah"] >= per_unit["tersedia"].clip(upper=8)).all()
    per_item = plan.actions.groupby("tindakan")["jumlah"].sum()
    assert all(per_item[item] <= limit for item, limit in capacities.items())
    table = plan.actions
    assert plan.cost == (table["jumlah"] * table["biaya_satuan"]).sum()
    promised = (people["indeks"].sum() + (table["jumlah"] * table["poin"]).sum()) / len(people)
    assert plan.index_after == promised
    assert promised >= 67.5


def test_out_of_reach_gives_the_best_that_can_be() -> None:
    people = random_population(7, 50, 3)
    cells = target.open_actions(people, COSTS)
    plan = target.cheapest_plan(people["indeks"], cells, 90)
    assert not plan.reachable
    assert plan.index_after == 85
    assert (plan.actions["jumlah"] == plan.actions["tersedia"]).all()
    none = target.cheapest_plan(people["indeks"], cells, 90, capacities=dict.fromkeys(ITEMS, 0))
    assert (none.index_after, none.cost, none.reachable) == (none.index, 0, False)


def test_minimum_that_no_capacity_allows_is_said() -> None:
    people = population(["pelaksana"] * 3, ["A", "B", "C"], [(1, 1, 1, 0)] * 3)
    plan = target.cheapest_plan(
        people["indeks"], target.open_actions(people, COSTS), 75, capacities={"seminar": 2}, minimum_per_unit=1
    )
    assert not plan.minimum_kept
    assert plan.actions["jumlah"].sum() == 2


def test_target_met_exactly_needs_no_more() -> None:
    people = population(["pelaksana"] * 10, ["A"] * 10, [(1, 1, 0, 0)] * 10)  # mean 45, decimal targets
    cells = target.open_actions(people, COSTS)
    plan = target.cheapest_plan(people["indeks"], cells, 48.5)  # 35 points: two seminars to the last half point
    assert plan.actions["jumlah"].sum() == 2
    assert plan.index_after == 48.5
    just_above = target.cheapest_plan(people["indeks"], cells, 48.5000001)
    assert just_above.index_after > 48.5000001
    for goal in (81.1, 81.3, 62.9, 71.43):  # decimals that floats do not hold
        for number in (7, 1000, 1001, 3333, 7919):
            assert target.cheapest_plan(np.full(number, goal), cells, goal).cost == 0


def test_free_actions_are_chosen_only_when_needed() -> None:
    people = population(["pelaksana"] * 10, ["A"] * 10, [(1, 1, 0, 0)] * 10)
    plan = target.cheapest_plan(people["indeks"], target.open_actions(people, dict.fromkeys(ITEMS, 0)), 48)
    assert plan.cost == 0
    assert plan.actions["jumlah"].sum() == 2


def test_nothing_open_and_a_cost_below_nothing() -> None:
    people = population(["fungsional"] * 2, ["A", "B"], [(1, 1, 1, 1)] * 2)
    plan = target.cheapest_plan(people["indeks"], target.open_actions(people, COSTS), 90, minimum_per_unit=2)
    assert (plan.reachable, plan.index_after, len(plan.actions)) == (False, 85.0, 0)
    people = random_population(1, 20, 2)
    with pytest.raises(UsageError, match=r"costs\.seminar"):
        target.open_actions(people, {**COSTS, "seminar": -1})
    with pytest.raises(ValueError, match="takes points away"):
        target.open_actions(people.assign(tambah_seminar=-1.0), COSTS)


def test_cost_curve_equals_single_plans_and_never_falls() -> None:
    people = random_population(8, 300, 5)
    cells = target.open_actions(people, COSTS)
    goals = [60.0, 66.0, 70.0, 75.5, 80.0, 85.0, 88.0]
    curve = target.cost_curve(people["indeks"], cells, goals, capacities={"seminar": 60})
    plans = [target.cheapest_plan(people["indeks"], cells, goal, capacities={"seminar": 60}) for goal in goals]
    assert curve["biaya"].tolist() == [plan.cost for plan in plans]
    assert curve["indeks_sesudah"].tolist() == [plan.index_after for plan in plans]
    assert curve["dapat_dicapai"].tolist() == [plan.reachable for plan in plans]
    assert curve["biaya"].is_monotonic_increasing
    assert curve["tindakan"].iloc[0] == 0


def test_people_with_the_lowest_index_come_first() -> None:
    people = population(["pelaksana"] * 4, ["A"] * 4, [(1, 1, 1, 0)] * 4).assign(indeks=[60.0, 50.0, 70.0, 50.0])
    plan = target.cheapest_plan(people["indeks"], target.open_actions(people, COSTS), 66)
    assert plan.actions["jumlah"].tolist() == [2]
    assert target.choose_people(people, plan, COSTS)["nip"].tolist() == ["000001", "000003"]


@given(
    st.lists(st.integers(0, 20), min_size=3, max_size=3),
    st.integers(0, 40),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_headroom_never_promises_too_much(points, headroom, costs) -> None:
    left = target.limit_to_headroom([points], [headroom], costs)[0]
    assert left.sum() == min(sum(points), headroom)
    for chosen in itertools.product([False, True], repeat=3):
        true_gain = min(sum(itertools.compress(points, chosen)), headroom)
        assert left[list(chosen)].sum() <= true_gain


def test_shares_of_whole_numbers_by_hand() -> None:
    shared = integer_program.in_proportion(np.array([5, 3, 2, 7]), np.array([0, 0, 0, 1]), np.array([4, 7]))
    assert shared.tolist() == [2, 1, 1, 7]  # 2.0, 1.2, 0.8: the largest remainder goes up
    values, unit = integer_program.whole_multiples([22.5, 17.5, 10])
    assert (values.tolist(), unit) == ([9, 7, 4], Fraction(5, 2))


def test_actions_that_everybody_of_a_post_could_take_stand_under_no_unit_where_the_rounded_count_says_so() -> None:
    """13 of 13 are told as 15, which can be no fewer; 14 of 14 are told as 15 as well, which can be 13."""
    cells = pd.DataFrame({"perangkat_daerah": ["A", "B", "C"], "tersedia": [13, 14, 9]}).assign(
        tindakan="seminar", jenis_jabatan="pelaksana", poin=17.5, biaya_satuan=1.0
    )
    plan = target.cheapest_plan(np.full(60, 50.0), cells, 52.0)
    posts = {("pelaksana", "A"): 13, ("pelaksana", "B"): 14, ("pelaksana", "C"): 33}
    curve = target.cost_curve(np.full(60, 50.0), cells, [52.0])
    named = [
        {row.perangkat_daerah for row in told(plan, 60, curve, 10, posts=known, hours={}, origins={})["tindakan"]}
        for known in (posts, {})
    ]
    assert named == [{"B", OTHER_UNITS}, {"A", "B", OTHER_UNITS}]
