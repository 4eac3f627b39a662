"""The target by the cut-off: what earlier years gained, the pace it takes, and never a certainty."""

import datetime
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from support.facts import facts_of

from ipasn_analysis.sections import trend
from ipasn_analysis.statistics.outlook import LEAST_ERROR, outlook
from ipasn_analysis.writing.writer import Writer

ID = Writer("id")
CUTOFF = datetime.date(2025, 12, 23)


def days(year: int, *months: int) -> list[datetime.date]:
    return [datetime.date(year, month, 23) for month in months]


def test_earlier_years_are_scaled_and_their_spread_is_the_error():
    dates = [*days(2023, 6, 12), *days(2024, 6, 12), *days(2025, 3, 6)]
    found = outlook(dates, [60.0, 70.0, 62.0, 76.0, 60.0, 66.0], 81.0, CUTOFF)
    gains = [10.0, 14.0]
    error = statistics.stdev(gains) * (1 + 1 / 2) ** 0.5
    assert (found.basis, found.years) == ("curve", (2023, 2024))
    # 2024 is a leap year: its 23 June is one day later in the year
    assert found.expected == pytest.approx(66 + 12, abs=0.05)
    assert found.probability == pytest.approx(stats.t.sf((81 - 78) / error, 1), abs=0.01)
    assert found.needed == pytest.approx(15 / ((CUTOFF - dates[-1]).days / 7))
    assert found.pace == pytest.approx(6 / ((dates[-1] - dates[-2]).days / 7))
    low, high = 66 + 12 - stats.t.ppf(0.975, 1) * error, 100.0
    assert (found.low, found.high) == (pytest.approx(max(0, low), abs=1), high)


def test_years_that_agree_make_no_certainty_and_no_interval_without_width():
    dates = [*days(2022, 6, 12), *days(2023, 6, 12), *days(2025, 6)]
    for target in (60.0, 100.0):
        found = outlook(dates, [60.0, 70.0, 60.0, 70.0, 60.0], target, CUTOFF)
        assert 0.01 <= found.probability <= 0.99
        assert found.high - found.low >= 2 * LEAST_ERROR
    flat = outlook([*days(2022, 6, 12), *days(2023, 6, 12), *days(2025, 6, 9)], [80.9] * 6, 81.0, CUTOFF)
    assert flat.low < 80.9 < flat.high and 0.05 < flat.probability < 0.95


def test_a_forecast_covers_what_comes_where_years_fill_up_late():
    random, held, claims = np.random.default_rng(3), [], []
    for _ in range(400):

        def year(base, end):
            gain = 14 + random.normal(0, 1)
            share = [(month / 12) ** 2.5 for month in range(1, 13)]
            return [base + gain * part + random.normal(0, 0.3) for part in share[:end]]

        dates = [
            *days(2022, *range(1, 13)),
            *days(2023, *range(1, 13)),
            *days(2024, *range(1, 13)),
            *days(2025, *range(1, 10)),
        ]
        now = year(60, 12)
        found = outlook(dates, [*year(60, 12), *year(60, 12), *year(60, 12), *now[:9]], 74.0, CUTOFF)
        held.append(found.low <= now[11] <= found.high)
        claims.append((found.probability > 0.9, now[11] >= 74.0))
    assert np.mean(held) >= 0.92
    sure = [reached for certain, reached in claims if certain]
    assert not sure or np.mean(sure) > 0.8


@pytest.mark.parametrize(
    ("dates", "values", "basis"),
    [
        ([*days(2023, 6, 12), *days(2024, 12), *days(2025, 3, 6)], [60.0, 70.0, 71.0, 60.0, 66.0], "pace"),  # one year
        (
            [*days(2023, 9, 12), *days(2024, 9, 12), *days(2025, 6)],
            [60.0, 70.0, 60.0, 71.0, 66.0],
            "pace",
        ),  # begin late
        ([*days(2023, 6, 9), *days(2024, 6, 9), *days(2025, 6)], [60.0, 70.0, 60.0, 71.0, 66.0], "pace"),  # end early
        ([*days(2024, 6, 12)], [60.0, 70.0], "not_enough"),
        ([*days(2025, 6), CUTOFF], [60.0, 81.0], "final"),
    ],
)
def test_without_two_years_the_pace_is_told_and_nothing_else(dates, values, basis):
    found = outlook(dates, values, 81.0, CUTOFF)
    assert (found.basis, found.probability, found.low) == (basis, None, None)


def test_the_snapshot_of_the_cut_off_settles_it():
    assert outlook([CUTOFF], [81.0 - 1e-12], 81.0, CUTOFF).reached
    later = [CUTOFF, datetime.date(2025, 12, 31)]
    assert outlook(later, [81.2, 80.4], 81.0, CUTOFF).reached is True
    assert outlook([CUTOFF], [80.999], 81.0, CUTOFF).reached is False
    assert outlook([CUTOFF], [80.0], None, CUTOFF).basis == "no_target"
    with pytest.raises(ValueError, match="date of its own"):
        outlook([CUTOFF, CUTOFF], [1.0, 2.0], 3.0, CUTOFF)


@given(st.lists(st.floats(0, 100), min_size=7, max_size=7), st.floats(0, 100))
def test_no_forecast_is_certain_or_off_the_scale_and_its_words_say_so(values, target):
    dates = [*days(2023, 6, 12), *days(2024, 6, 12), *days(2025, 2, 3, 6)]
    found = outlook(dates, values, target, CUTOFF)
    assert found.basis == "curve" and 0.01 <= found.probability <= 0.99
    assert 0 <= found.low <= found.expected <= found.high <= 100 and found.low < found.high
    parts = {"dasar": "curve", "batas": CUTOFF, "peluang": found.probability, "perlu": found.needed, "laju": found.pace}
    parts |= {"perkiraan": found.expected, "bawah": found.low, "atas": found.high, "tahun_acuan": list(found.years)}
    text = trend.chance(facts_of(target=target, kemungkinan_target=parts), ID)
    assert " 0%" not in text and " 100%" not in text
    assert ("per pekan" in text) == (found.needed > 0)


def test_of_a_pace_both_numbers_are_told():
    parts = {"dasar": "pace", "batas": CUTOFF, "perlu": 0.6, "laju": 0.25}
    text = trend.chance(facts_of(target=81.0, kemungkinan_target=parts), ID)
    assert "perlu naik 0,60 poin per pekan; antara dua data terakhir +0,25 poin per pekan" in text
    assert "Peluangnya tidak dihitung" in text
