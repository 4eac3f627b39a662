"""Each claim of a sentence against its facts, at random and at the edges: sign, order, count, and who is named."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st
from support.facts import facts_of

from ipasn_analysis.result.figures import OnGrid
from ipasn_analysis.sections import change, standing, strengths, tasks, units
from ipasn_analysis.writing.writer import Writer

ID = Writer("id")
EDGES = (0.0, 0.004, -0.004, 0.005, -0.005, 0.25, -0.25, 0.2499)
on_grid = st.builds(OnGrid, st.floats(-20, 20), st.sampled_from((0.01, 0.1, 1.0)))
points = st.one_of(st.sampled_from(EDGES), on_grid, st.floats(-20, 20, allow_nan=False))
levels = st.one_of(st.sampled_from((0.0, 80.995, 80.996, 81.0, 81.004, 100.0)), st.floats(0, 100))
targets = st.one_of(st.just(81.0), st.floats(1, 100)).map(lambda value: round(value, 2))
share = st.one_of(st.sampled_from((0.0, 0.004, 0.5, 0.996, 1.0)), st.floats(0, 1))
VERDICTS = ("di_atas", "di_bawah", "belum_dapat_dibedakan")
DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")


def nothing(value: float) -> bool:
    """Whether a reader sees zero."""
    return not re.search("[1-9]", ID.number(abs(value)))


@st.composite
def rows_of_units(draw):
    """Units whose verdict agrees with their side of the mean, as the facts have it."""
    target = draw(levels)
    drawn = draw(
        st.lists(st.tuples(levels, st.integers(10, 900), st.booleans(), st.booleans()), min_size=2, max_size=8)
    )
    mean = sum(index * people for index, people, *_ in drawn) / sum(people for _, people, *_ in drawn)
    rows = []
    for place, (index, people, clear, surely) in enumerate(drawn):
        side = "di_atas" if index > mean + 1e-9 else "di_bawah" if index < mean - 1e-9 else VERDICTS[2]
        rows.append(
            {
                "nama": f"Unit {place}",
                "indeks": index,
                "diukur": people,
                "putusan": side if clear else VERDICTS[2],
                "jarak_target": index - target,
                "di_bawah_target": index < target,
                "pasti_di_bawah_target": surely and index < target,
            }
        )
    return mean, target, rows


def of_units(mean, target, rows):
    people = {"diukur": sum(row["diukur"] for row in rows)}
    for row in rows:
        row["kekurangan"] = max(0.0, -row["jarak_target"]) * row["diukur"] / people["diukur"]
    parts = {"perangkat_daerah": rows, "pegawai": people, "corong": {"pusat": mean, "unit": []}}
    return facts_of(indeks=mean, target=target, sumber_nilai="catatan", **parts)


@given(rows_of_units())
def test_of_units_each_verdict_is_named_on_its_side_and_the_others_are_counted(drawn):
    rows = drawn[2]
    facts = of_units(*drawn)
    text = units.verdicts(facts, ID)
    above, below = (re.findall(r"Unit \d", part) for part in _sides(text))
    assert set(above) == {row["nama"] for row in rows if row["putusan"] == "di_atas"}
    assert set(below) == {row["nama"] for row in rows if row["putusan"] == "di_bawah"}
    open_ = sum(row["putusan"] == VERDICTS[2] for row in rows)
    assert ("dapat dibedakan" in text) == (open_ > 0)
    assert not open_ or f"({open_} perangkat daerah)" in text or f"dari {open_} perangkat daerah" in text
    under = [row for row in rows if row["di_bawah_target"]]
    surely = sum(row["pasti_di_bawah_target"] for row in under)
    told = units.below_target(facts, ID)
    assert told.startswith(f"Sebanyak {len(under)} dari {len(rows)} " if under else "Tidak satu pun dari ")
    assert (f"{surely} di antaranya pasti" in told) == (0 < surely < len(under))
    assert (f"dan {len(under) - surely} belum pasti" in told) == (0 < surely < len(under))
    assert ("Itu pasti" in told) == (0 < surely == len(under))


def _sides(text):
    above = re.search(r"jelas di atas: ([^;.]*)", text)
    below = re.search(r"jelas di bawah: ([^;.]*)", text)
    return (above[1] if above else ""), (below[1] if below else "")


@given(rows_of_units())
def test_who_is_supported_first_is_below_in_order_of_the_weight_and_shares_are_shares(drawn):
    mean, target, rows = drawn
    facts = of_units(*drawn)
    found = [text for _, text in tasks._furthest_behind(facts, ID)]
    below = [row for row in rows if row["putusan"] == "di_bawah"]
    assert bool(found) == bool(below)
    for text in found:
        named = re.findall(r"Unit \d", text)
        weights = {row["nama"]: (mean - row["indeks"]) * row["diukur"] for row in below}
        assert len(named) == min(3, len(below)) and set(named) <= set(weights)
        shown = [weights[name] for name in named]
        assert shown == sorted(weights.values(), reverse=True)[: len(named)]
        assert ("kekurangan" in text) == (mean < target)


@given(st.dictionaries(st.sampled_from(DIMENSIONS), points, min_size=4, max_size=4))
def test_what_is_called_strong_stands_notably_above_and_what_rose_rose_notably(gaps):
    own = {name: {"selisih_median": gap} for name, gap in gaps.items()}
    risen = {"per_dimensi": gaps}
    facts = facts_of(pembanding=own, perubahan=risen)
    for text in strengths.strengths(facts, ID):
        name = text.split(" ", 1)[0].lower()
        if "median" in text or "menyumbang" in text:
            assert gaps[name] >= strengths.NOTABLE and " 0,00 poin" not in text


@given(points, points)
def test_of_the_same_people_and_of_turnover_the_words_have_the_signs(same, turnover):
    text = change._verdict(same, turnover, ID)
    assume(not nothing(same) and not nothing(turnover))
    if "terutama pergantian" in text:
        assert abs(same) < abs(turnover) * change.SLIGHT
    elif "Keduanya menaikkan" in text:
        assert same > 0 and turnover > 0
    elif "Keduanya menurunkan" in text:
        assert same < 0 and turnover < 0
    else:
        assert ("lama naik" in text, "menurunkan indeks" in text) == (same > 0, turnover < 0)
    assert "akan naik" not in text and "akan turun" not in text


@given(st.lists(st.tuples(levels, points, st.booleans()), min_size=4, max_size=8))
def test_only_falls_beyond_chance_are_asked_about(drawn):
    rows = [
        {"nama": f"Pemerintah {place}", "indeks": index, "perubahan": moved, "perubahan_lebih_dari_derau": beyond}
        for place, (index, moved, beyond) in enumerate(drawn)
    ]
    facts = facts_of(tingkat="provinsi", peringkat_pemerintah=rows, target=None)
    for _, text in tasks._lowest_governments(facts, ID):
        asked = text.partition("Mintakan penjelasan atas penurunan: ")[2]
        named = {int(place) for place in re.findall(r"Pemerintah (\d)", asked)}
        fell = {place for place, (_, moved, beyond) in enumerate(drawn) if beyond and moved < 0 and not nothing(moved)}
        assert named <= fell and len(named) == min(3, len(fell))


@given(levels, targets)
def test_a_target_that_is_missed_is_never_missed_by_nothing(index, target):
    text = standing.against_target(facts_of(indeks=index, target=target, target_tercapai=index >= target), ID)
    assert ("belum tercapai" in text) == (index < target)
    assert "kurang 0,00 poin" not in text and "kelebihan 0,00" not in text
    assert ("tepat di bawah" in text) == (index < target and ID.number(index) == ID.number(target))
