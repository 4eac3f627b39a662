"""The statistics print what other programs print for the same data (tests/fixtures)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ipasn_analysis.statistics.comparison import hedges_g, variance_between
from ipasn_analysis.statistics.ranking import best_k, rank_confidence_sets, ranks

FIXTURES = Path(__file__).parent / "fixtures"

POSSIBLY_AMONG_THE_FIVE_BEST = {
    "Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland", "Slovenia",
    "Sweden", "Switzerland",
}  # fmt: skip


@pytest.fixture(scope="module")
def pisa() -> pd.DataFrame:
    return pd.read_csv(FIXTURES / "pisa_2018_math.csv").set_index("jurisdiction")


@pytest.fixture(scope="module")
def cars() -> pd.DataFrame:
    return pd.read_csv(FIXTURES / "mtcars.csv")


def rank_sets(pisa: pd.DataFrame, level: float) -> pd.DataFrame:
    sets = rank_confidence_sets(pisa["score"], pisa["standard_error"], seed=101, level=level)
    return pd.DataFrame({"lower": sets.lower, "upper": sets.upper}, index=pisa.index)


def test_ranks_are_those_of_csranks(pisa: pd.DataFrame) -> None:
    assert ranks(pisa["score"]).tolist() == pisa["rank"].tolist()


def test_who_may_be_among_the_five_best_is_what_csranks_says(pisa: pd.DataFrame) -> None:
    sets = rank_confidence_sets(pisa["score"], pisa["standard_error"], seed=101)
    assert set(pisa.index[best_k(sets, 5).possibly_best]) == POSSIBLY_AMONG_THE_FIVE_BEST


def test_simultaneous_rank_sets_overlap_where_those_of_csranks_do(pisa: pd.DataFrame) -> None:
    sets, narrow = rank_sets(pisa, 0.95), rank_sets(pisa, 0.75)
    last = ["Chile", "Mexico", "Colombia"]
    assert sets.drop(last)["upper"].max() < sets.loc[last, "lower"].min()
    assert sets.loc["Germany", "lower"] == sets.loc["Korea", "upper"] == 7
    assert narrow.loc["Germany", "lower"] > narrow.loc["Korea", "upper"]


def test_hedges_g_is_that_of_effectsize(cars: pd.DataFrame) -> None:
    automatic, manual = (cars.loc[cars["manual"] == kind, "weight"] for kind in (0, 1))
    found = hedges_g(automatic, manual)
    assert found is not None
    assert (found.value, *found.interval) == pytest.approx((1.844, 1.004, 2.664), rel=1e-3)


def test_share_of_variance_is_that_of_r(cars: pd.DataFrame) -> None:
    assert variance_between(cars["weight"], cars["cylinders"])[0] == pytest.approx(0.61242, abs=5e-6)
