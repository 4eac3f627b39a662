"""Groups at one mix: the formulas a second way, a published example, and what is said of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.facts import facts_of

import ipasn_analysis as ipasn
from ipasn_analysis.sections import fair
from ipasn_analysis.statistics.standardisation import nearest, split_by_mix
from ipasn_analysis.writing.writer import Writer

ID = Writer("id")


def slowly(people):
    """Mix and attainment of each group by loops over people (group, stratum, value)."""
    everybody = {s: [v for _, other, v in people if other == s] for s in {s for _, s, _ in people}}
    mean_of = {s: sum(values) / len(values) for s, values in everybody.items()}
    overall = sum(v for *_, v in people) / len(people)
    found = {}
    for group in sorted({g for g, *_ in people}):
        mine = [(s, v) for g, s, v in people if g == group]
        expected = sum(mean_of[s] for s, _ in mine) / len(mine)
        found[group] = (expected - overall, sum(v - mean_of[s] for s, v in mine) / len(mine))
    return overall, found


people = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.floats(0, 100)), min_size=1, max_size=60)


@given(people)
def test_the_split_is_that_of_loops_and_sums_to_the_gap(drawn):
    groups = sorted({group for group, *_ in drawn})
    counts, sums = np.zeros((len(groups), 5)), np.zeros((len(groups), 5, 1))
    for group, stratum, value in drawn:
        counts[groups.index(group), stratum] += 1
        sums[groups.index(group), stratum, 0] += value
    split = split_by_mix(counts, sums)
    overall, found = slowly(drawn)
    assert split.overall == pytest.approx(overall, abs=1e-9)
    for place, group in enumerate(groups):
        assert (split.mix[place], split.attained[place, 0]) == pytest.approx(found[group], abs=1e-9)
    gaps = sums.sum(axis=(1, 2)) / counts.sum(axis=1) - overall
    assert split.mix + split.attained.sum(axis=1) == pytest.approx(gaps, abs=1e-9)
    assert np.average(split.standardised, weights=counts.sum(axis=1)) == pytest.approx(overall, abs=1e-9)


def test_groups_of_one_mix_differ_by_attainment_alone_and_alike_people_by_mix_alone():
    same_mix = split_by_mix([[10, 20], [5, 10]], np.array([[[800.0], [1500.0]], [[300.0], [700.0]]]))
    assert same_mix.mix == pytest.approx([0, 0])
    same_people = split_by_mix([[10, 20], [20, 10]], np.array([[[800.0], [1200.0]], [[1600.0], [600.0]]]))
    assert same_people.attained.sum(axis=1) == pytest.approx([0, 0], abs=1e-12)
    assert same_people.mix == pytest.approx([-10 / 3, 10 / 3])


def test_simpsons_paradox_is_undone():
    """Admissions to Berkeley (Bickel, Hammel and O'Connell 1975, Science 187): men and women by department A to F."""
    applied = np.array([[825, 560, 325, 417, 191, 373], [108, 25, 593, 375, 393, 341]])
    admitted = np.array([[512, 353, 120, 138, 53, 22], [89, 17, 202, 131, 94, 24]])
    split = split_by_mix(applied, admitted[:, :, np.newaxis])
    rates = admitted.sum(axis=1) / applied.sum(axis=1)
    assert rates.round(3).tolist() == [0.445, 0.304]  # as printed
    assert split.standardised[1] > split.standardised[0]
    assert rates - split.overall == pytest.approx(split.mix + split.attained.sum(axis=1))


def test_the_nearest_are_those_of_like_size_and_mix():
    counts = [[100, 100], [100, 110], [1000, 1000], [190, 10], [90, 95]]
    assert nearest(counts, 0, [True] * 5, 2) == [1, 4]
    assert nearest(counts, 0, [True, False, True, True, False], 5) == [3, 2]


@pytest.mark.parametrize(
    ("counts", "sums"), [([[0.0]], [[[1.0]]]), ([[1.0]], [[1.0]]), (np.zeros((0, 0)), np.zeros((0, 0, 1)))]
)
def test_unusable_input_is_refused(counts, sums):
    with pytest.raises(ValueError, match="split by mix"):
        split_by_mix(counts, sums)


def test_the_report_sets_units_and_governments_at_one_mix(sample, sample_facts):
    facts = sample_facts("tapin", "internal")
    found = facts.setara
    scores = ipasn.scores("tapin", data=str(sample))
    strata = ["jenis_pegawai", "jenis_jabatan", "tingkat_pendidikan"]
    levels = (
        scores["tingkat_pendidikan"].astype(str).replace({"10": "05", "12": "05", "17": "15", "18": "15", "20": "15"})
    )
    levels = levels.replace({"25": "15", "35": "40"})
    expected = scores.assign(tingkat_pendidikan=levels).groupby(strata, observed=True)["indeks"].transform("mean")
    beyond = (scores["indeks"] - expected).groupby(scores["perangkat_daerah"], observed=True).mean()
    assert found is not None and len(found.unit) == sum(not row.disembunyikan for row in facts.perangkat_daerah)
    for row in found.unit:
        assert row.capaian == pytest.approx(beyond[row.nama], abs=1e-8)
        assert row.susunan + row.capaian == pytest.approx(row.indeks - facts.indeks, abs=1e-6)
    assert [row.peringkat_setara for row in found.unit] == sorted(row.peringkat_setara for row in found.unit)
    assert len(found.pemerintah) == 3
    for row in found.pemerintah:
        assert sum(row.butir.values()) == pytest.approx(row.capaian, abs=1e-8) and "diklat_teknis" in row.butir
    assert facts.nama not in found.serupa


def at_one_mix(attained: float, mix: float, **parts: float):
    rows = [
        {"region": "x", "nama": "X", "susunan": mix, "capaian": attained, "butir": parts, "peringkat_setara": 1},
        {"region": "y", "nama": "Y", "indeks": 50.0, "butir": {"kinerja": 0.0}, "peringkat_setara": 2},
    ]
    return facts_of(region="x", setara={"pemerintah": rows, "unit": [], "serupa": []})


@pytest.mark.parametrize(
    ("attained", "parts", "named"),
    [
        (2.0, {"kinerja": 3.0, "seminar": -1.0}, "menaikkan capaian itu: kinerja (+3,00 poin)"),
        (-2.0, {"kinerja": 1.0, "seminar": -3.0}, "menurunkan capaian itu: seminar, workshop, kursus (−3,00 poin)"),
        (0.0, {"kinerja": 3.0, "seminar": -3.0}, ""),
        (0.004, {"kinerja": 0.004}, ""),
    ],
)
def test_the_part_that_is_named_has_the_sign_of_the_whole(attained, parts, named):
    text = fair.own_gap(at_one_mix(attained, -0.5, **parts), ID)
    assert text.endswith(f"Yang paling {named}." if named else "dari capaian.")
    assert f"{ID.signed(attained - 0.5)} poin terhadap" in text


def test_who_moves_most_is_named_by_ranks_among_the_rows():
    rows = at_one_mix(1.0, 0.0, kinerja=1.0).setara.pemerintah
    assert (
        fair.moved(rows, ID)
        == "Pada susunan pegawai yang sama, peringkat Y paling banyak berubah: dari ke-1 menjadi ke-2 dari 2."
    )
    same = [row.model_copy(update={"indeks": 90.0 - place}) for place, row in enumerate(rows)]
    assert "urutannya tetap" in fair.moved(same, ID)
