"""Each claim of the plan, the tasks and the next year against its facts, at random, where parts are few or withheld."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from support.facts import facts_of, made
from test_claims import ID, levels, nothing, points, targets

from ipasn_analysis.charts.target import curve_title
from ipasn_analysis.result.opening import AwalTahun
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget
from ipasn_analysis.sections import official, opening, target, tasks
from ipasn_analysis.writing.words import ITEM_WORDS, ITEMS, RECORDS

DAY = date(2025, 12, 23)
POSTS = ("struktural", "fungsional", "pelaksana")
few = st.one_of(st.none(), st.integers(0, 900))
amounts = st.one_of(st.just(0.004), st.floats(0, 20))


@st.composite
def plans(draw):
    """A plan of which some rows are withheld; its totals are those of all rows, told or not."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("diklat_teknis", "seminar")),
                st.sampled_from(POSTS),
                st.integers(0, 900),
                st.booleans(),
            ),
            max_size=4,
            unique_by=lambda row: row[:2],
        )
    )
    rows = [
        {"tindakan": item, "jenis_jabatan": post, "jumlah": None if hidden else taken,
         "tersedia": None if hidden else taken + 5, "disembunyikan": hidden}
        for item, post, taken, hidden in drawn
    ]  # fmt: skip
    index, aim, uniform = draw(levels), draw(targets), draw(st.booleans())
    taken, open_ = sum(row[2] for row in drawn), sum(row[2] + 5 for row in drawn)
    after = min(index + draw(amounts), 100.0)
    within = after >= aim
    return {
        "target": aim,
        "indeks": index,
        "tercapai": index >= aim,
        "dapat_dicapai": within,
        "dipilih": taken if index < aim else 0,
        "terbuka": open_,
        "bagian": taken / open_ if open_ else None,
        "biaya": float(taken),
        "biaya_seragam": uniform,
        "indeks_sesudah": after,
        "per_jabatan": rows,
        "tindakan": [],
        "jendela": {"diklat_teknis": 0, "seminar": draw(st.sampled_from((None, 0, 1)))},
        "per_unit": draw(
            st.sampled_from(((), ({"nama": OTHER_UNITS, "jumlah": taken // 2}, {"nama": "A", "jumlah": taken})))
        ),
    }


def sums(plan):
    rows = plan["per_jabatan"]
    told = {name: sum(row["jumlah"] or 0 for row in rows if row["tindakan"] == name) for name in ITEM_WORDS}
    return {name: count for name, count in told.items() if count}


@given(plans(), st.booleans())
def test_a_plan_of_which_parts_are_withheld_is_listed_as_far_as_it_is_told(plan, over):
    day = DAY if over else date(2025, 6, 30)
    facts = facts_of(tahun=2025, per_tanggal=day, kemungkinan_target={"batas": DAY}, menuju_target=plan)
    text, told = target.headline(facts, ID), sums(plan)
    assert "yaitu ," not in text and "antaranya ," not in text
    assert ("sudah tercapai" in text) == plan["tercapai"] == ("Tidak ada kegiatan yang diperlukan" in text)
    assert ("kelebihan" in text) == (plan["tercapai"] and ID.number(plan["indeks"]) != ID.number(plan["target"]))
    if not plan["tercapai"]:
        assert ("tidak dapat dicapai" in text) == (not plan["dapat_dicapai"])
        if "kegiatan, yaitu" in text:
            assert sum(told.values()) == plan["dipilih"] and None not in [row["jumlah"] for row in plan["per_jabatan"]]
        if plan["dipilih"] and plan["dapat_dicapai"]:
            assert f"{ID.integer(plan['dipilih'])} kegiatan" in text
            assert all(f"{ID.integer(count)} {ITEM_WORDS[name]}" in text for name, count in told.items())
            assert f"indeks menjadi {ID.number(plan['indeks_sesudah'])}" in text
    title = target.title(facts, ID)
    assert ("tidak satu pun diperlukan" in title) == (plan["dipilih"] == 0)
    assert not plan["dipilih"] or f"naik dari {ID.number(plan['indeks'])} menjadi" in title
    text = target.afterwards(facts, ID)
    assert (text == "") == (not over or plan["tercapai"] or plan["dipilih"] == 0)
    if text and "Untuk tahun 2026" in text:
        years = {name: plan["jendela"][name] for name in {row["tindakan"] for row in plan["per_jabatan"]}}
        always, longer = ((str.find(text, words)) for words in ("tetap dihitung", "masih dihitung"))
        assert (always > 0, longer > 0) == (None in years.values(), 1 in years.values())
        assert ("dari nol mulai 1 Januari" in text) == (0 in years.values())
    text = target.elsewhere(facts, ID)
    joined = [row["jumlah"] for row in plan["per_unit"] if row["nama"] == OTHER_UNITS]
    assert (text == "") == (not any(joined) or not plan["dipilih"])
    assert not text or f"Sebanyak {ID.integer(joined[0])} dari {ID.integer(plan['dipilih'])} " in text


@given(plans())
def test_the_task_of_a_plan_out_of_reach_does_not_promise_the_target(plan):
    rows = [{**row, "poin_indeks": 1.0} for row in plan["per_jabatan"]]
    facts = facts_of(sumber_nilai="catatan", per_tanggal=date(2025, 6, 30), kemungkinan_target={"batas": DAY},
                     menuju_target={**plan, "per_jabatan": rows})  # fmt: skip
    found = tasks._steps(facts, ID)
    assert bool(found) == any(row["jumlah"] for row in rows)
    for _, text in found:
        assert ("belum cukup" in text) == (not plan["dapat_dicapai"]) == ("Cara termurah" not in text)
        assert f"{ID.integer(plan['dipilih'])} kegiatan" in text


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 300)), min_size=2, max_size=5), st.booleans())
def test_what_a_point_costs_is_never_nothing(drawn, uniform):
    index, cost, rows = 50.0, 0.0, []
    for rise, price in drawn:
        index, cost = index + rise / 10, cost + price * rise / 100
        rows.append({"target": index, "indeks_sesudah": index, "biaya": cost})
    plan = {"indeks": 50.0, "kurva": rows, "biaya_seragam": uniform}
    prices = [price / 10 for _, price in drawn]
    text = curve_title(facts_of(menuju_target=plan), ID)
    told = [float(value.replace(".", "").replace(",", ".")) for value in re.findall(r"\d[\d.]*(?:,\d)?", text)]
    assert all(value > 0 for value in told)
    if "akin" in text:
        assert told[0] < told[-1] and prices[0] < prices[-1]
    for value, price in zip(told, (prices[0], prices[-1]), strict=False):
        assert abs(value - price) <= (0.501 if price >= 1 else 0.1)


# Next year ------------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from(tuple(ITEM_WORDS)), st.sampled_from(POSTS), few, points.map(abs)), max_size=4),
    st.one_of(st.none(), st.tuples(st.integers(10, 900), levels)),
)
def test_the_first_steps_of_the_next_year_are_worth_most_of_those_that_are_shown(drawn, retiring):
    rows = [
        {"butir": item, "jenis_jabatan": post, "pegawai": people, "indeks": None if people is None else part,
         "disembunyikan": people is None}
        for item, post, people, part in sorted(drawn, key=lambda row: -row[3])
    ]  # fmt: skip
    leave = retiring and {"umur": 58, "pegawai": retiring[0], "indeks": 80.0, "tanpa_mereka": retiring[1]}
    found = made(AwalTahun, tahun=2026, indeks=70.0, terbuka=rows, pensiun=leave)
    first, shown = (
        opening.first_steps(facts_of(awal_tahun=found), ID),
        [row for row in rows if row["pegawai"] is not None],
    )
    assert (first is None) == (not shown)
    if first is not None:
        told = re.findall(r"bagi ([\d.]+) pegawai \w+ \(([+−]?[\d.,]+) poin\)", first[1])
        assert told == [(ID.integer(row["pegawai"]), ID.signed(row["indeks"])) for row in shown[: opening.NAMED]]
    text = opening.retiring(found, ID)
    assert ("Paling banyak" in text) == (retiring is not None) and "kontrak PPPK tidak tercatat" in text
    if retiring is not None:
        assert f"Paling banyak {ID.integer(retiring[0])} pegawai" in text
        assert f"tanpa mereka indeks awal itu {ID.number(retiring[1])}" in text


# Tasks ----------------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from(tuple(ITEMS)), st.one_of(st.none(), st.integers(0, 900)), amounts), max_size=4),
    st.lists(st.tuples(st.sampled_from(tuple(RECORDS)), few), max_size=4),
)
def test_items_and_records_to_complete_are_counted_and_worth_something(drawn, records):
    rows = [
        {"butir": name, "berlaku": None if lack is None else lack + 7, "punya": None if lack is None else 0,
         "tidak_diketahui": None if lack is None else 7, "belum": lack,
         "poin_terbuka": None if lack is None else worth, "disembunyikan": lack is None}
        for name, lack, worth in drawn
    ]  # fmt: skip
    empty = [{"butir": name, "tanpa": missing, "disembunyikan": missing is None} for name, missing in records]
    facts = facts_of(rincian={"butir": rows}, mutu_data={"kelengkapan": empty})
    told = [text for _, text in tasks._items(facts, ID)]
    kept = [row for row in rows if row["belum"] and not nothing(row["poin_terbuka"])]
    assert len(told) == len(kept)
    for text, row in zip(told, kept, strict=True):
        assert (
            f"{ID.integer(row['belum'])} pegawai belum" in text
            and f"naik {ID.number(row['poin_terbuka'])} poin" in text
        )
    told = [text for _, text in tasks._lasting(facts, ID)]
    lasting = [row["belum"] for row in rows if row["butir"] in tasks.LASTING and row["belum"]]
    missing = sorted((count for _, count in records if count), reverse=True)
    numbers = [int(re.search(r" ([\d.]+) pegawai", text)[1].replace(".", "")) for text in told]
    assert numbers == [*lasting, *missing] and all("None" not in text for text in told)


@given(
    st.lists(
        st.tuples(st.sampled_from(("kualifikasi", "kompetensi", "kinerja")), st.one_of(st.none(), st.integers(1, 900))),
        max_size=3,
        unique_by=lambda row: row[0],
    )
)
def test_steps_of_which_some_are_withheld_are_not_said_to_be_all(drawn):
    rows = [
        {"tindakan": name, "langkah": {"dari": 20.0, "ke": 25.0}, "tersedia": taken, "jumlah": taken, "poin": 5.0}
        for name, taken in drawn
    ]
    known = [taken for _, taken in drawn if taken is not None]
    plan = made(MenujuTarget, target=81.0, indeks=70.0, tercapai=False, dapat_dicapai=True, indeks_sesudah=81.0,
                dipilih=sum(known) + 7 * (len(drawn) - len(known)), tindakan=rows)  # fmt: skip
    text = official.headline(facts_of(tahun=2025, menuju_target=plan), ID)
    assert ("Tidak ada langkah yang dapat ditampilkan" in text) == (not known)
    assert ("langkah, yaitu" in text) == (bool(known) and len(known) == len(drawn))
    assert ("langkah, di antaranya" in text) == (0 < len(known) < len(drawn))
