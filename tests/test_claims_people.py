"""Each claim about groups, units, items, records and governments against its facts, at random and at the edges."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from support.facts import facts_of, made
from test_claims import EDGES, ID, levels, nothing, points, share

from ipasn_analysis.result.people import UjiKelompok
from ipasn_analysis.result.province import Ketimpangan, Konvergensi
from ipasn_analysis.result.ranking import Pasangan, PeringkatUlangan, Urutan
from ipasn_analysis.result.reconciliation import Rekonsiliasi
from ipasn_analysis.sections import (
    causes,
    dimensions,
    fair,
    governments,
    groups,
    inequality,
    official,
    quality,
    reconciliation,
    robustness,
    separation,
    standing,
    talent,
    tasks,
    unit_sheet,
)
from ipasn_analysis.writing.words import GROUPINGS, ITEM_WORDS, ITEMS, RECORDS

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
count = st.one_of(st.just(0), st.integers(0, 9000))
spread = st.one_of(st.sampled_from((2.001, 2.004)), st.floats(0, 9))
chances = st.one_of(st.sampled_from((0.0, 0.0009, 0.001, 0.0499, 0.05, 1.0)), share)


# Groups of people ----------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.sampled_from(tuple(GROUPINGS)), st.floats(0, 40), share, chances),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[0],
    )
)
def test_groupings_are_counted_and_the_one_that_is_named_is_certain_and_largest(drawn):
    tests = [
        made(UjiKelompok, pengelompokan=name, rentang=width, omega_kuadrat=part, p_terkoreksi=p_value,
             tertinggi="PNS", terendah="PPPK")
        for name, width, part, p_value in drawn
    ]  # fmt: skip
    certain = [test for test in tests if test.p_terkoreksi < groups.SIGNIFICANT]
    names = [test.pengelompokan for test in tests]
    facts = facts_of(uji_kelompok=tests)
    text, title = groups.lead(facts, ID), groups.title(facts, names, ID)
    assert f"Dari {len(tests)} pengelompokan" in text
    assert ("tidak satu pun" in text) == (not certain) == ("masih mungkin karena kebetulan" in title)
    if certain:
        named = re.search(r"(?:membedakan|nyata) ialah ([\w ]+):", text)[1]
        assert f"{len(certain)} menunjukkan" in text
        largest = max(test.omega_kuadrat for test in certain)
        assert named in {GROUPINGS[test.pengelompokan].lower() for test in certain if test.omega_kuadrat == largest}
        assert f"{ID.number(max(test.rentang for test in certain))} poin" in title
    for test in tests:
        told = groups.difference(test, ID)
        assert ("tidak ada perbedaan" in told) == nothing(test.rentang)
        if not nothing(test.rentang):
            assert ("masih mungkin karena kebetulan" in told) == (test.p_terkoreksi >= groups.SIGNIFICANT)
            assert ("hampir pasti" in told) == (test.p_terkoreksi < 0.001)


@given(levels, levels, st.integers(10, 9000), st.integers(10, 9000), levels)
def test_the_share_of_the_shortfall_is_that_of_who_stands_lower(first, second, many, few, aim):
    index = (first * many + second * few) / (many + few)
    rows = [
        {"kunci": name, "diukur": people, "indeks": mean}
        for name, people, mean in (("PNS", many, first), ("PPPK", few, second))
    ]
    part = {"pengelompokan": "jenis_pegawai", "kelompok": rows}
    text = causes.by_kind(facts_of(indeks=index, target=aim, kelompok=[part]), ID)
    if index >= aim:
        assert text == ""
    elif text:
        behind = "PNS" if first < second else "PPPK"
        assert behind in text and ("Seluruh" in text) == (max(first, second) >= aim)
        told = [float(value) for value in re.findall(r"(\d+)%", text)]
        assert all(value <= 100 for value in told) and (len(told) == 1 or told[1] >= told[0])


# Talent and records --------------------------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.none(), count), min_size=9, max_size=9), st.one_of(st.none(), count))
def test_cells_of_the_map_are_summed_and_nobody_is_nobody(drawn, without):
    places = [
        (kinerja, potensi) for kinerja in ("rendah", "sedang", "tinggi") for potensi in ("rendah", "sedang", "tinggi")
    ]
    cells = [
        {"kinerja": kinerja, "potensi": potensi, "jumlah": number, "disembunyikan": number is None}
        for (kinerja, potensi), number in zip(places, drawn, strict=True)
    ]
    known = sum(number or 0 for number in drawn)
    facts = facts_of(ambang={"kelompok": 10}, talenta={"n": max(known, 1), "sel": cells, "tanpa_data": without})
    by_place = dict(zip(places, drawn, strict=True))
    for told, chosen in ((talent.top, talent.TOP), (talent.low, talent.LOW), (talent.ready, talent.READY)):
        numbers, text = [by_place[place] for place in chosen], told(facts, ID)
        if None in numbers:
            assert "orang)" not in text
        elif sum(numbers) == 0:
            assert "orang)" not in text and (text == "" or text.startswith("Tidak seorang pun"))
        else:
            assert f"({ID.integer(sum(numbers))} orang)" in text
            assert f"{ID.share(sum(numbers) / max(known, 1))}" in text
    best, title = by_place["tinggi", "tinggi"], talent.title(facts, ID)
    assert (title.startswith("Tidak seorang pun"), "%" in title) == (best == 0, bool(best))
    assert all(float(number) <= 100 for number in re.findall(r"(\d+)%", title)) and "Sebanyak 0%" not in title
    text = talent.unknown(facts, ID)
    assert (text == "") == (without == 0) and (without is None or not without or ID.integer(without) in text)


@given(st.lists(st.tuples(st.sampled_from(tuple(RECORDS)), count, st.floats(0, 9)), max_size=5), levels)
def test_bounds_and_the_record_to_complete_first_are_those_of_the_records(drawn, index):
    rows = {name: (missing, worth if missing else 0.0) for name, missing, worth in drawn}
    extra = sum(worth for _, worth in rows.values())
    found = {
        "kelengkapan": [{"butir": name, "tanpa": missing, "berlaku": 9000} for name, (missing, _) in rows.items()],
        "per_butir": {name: worth for name, (_, worth) in rows.items()},
        "batas_bawah": index,
        "batas_atas": min(index + extra, 100.0),
    }
    facts = facts_of(sumber_nilai="catatan", mutu_data=found)
    text = quality.bounds(facts, ID)
    if all(missing == 0 for missing, _ in rows.values()):
        assert text == "Tidak ada catatan yang kosong."
    else:
        told = found["batas_atas"] - index
        assert f"indeks menjadi {ID.number(index + told)} (naik paling banyak {ID.number(told)} poin)" in text
    told = [worth for worth, _ in tasks._records(facts, ID)]
    assert told == sorted((worth for _, worth in rows.values() if not nothing(worth)), reverse=True)


@given(st.tuples(count, count, count, count), st.floats(0, 90_000))
def test_people_by_hours_are_those_of_the_steps(counts, lacking):
    edges = ((0.0, 1.0), (1.0, 10.0), (10.0, 20.0), (20.0, None))
    rows = [
        {
            "butir": "diklat_teknis",
            "dari": low,
            "sampai": high,
            "pegawai": number,
            "kurang": lacking / 3 if high else 0.0,
        }
        for (low, high), number in zip(edges, counts, strict=True)
    ]
    text, short = dimensions.almost_there(facts_of(rincian={"jam": rows}), ID), sum(counts[:3])
    assert (text == "") == (short == 0)
    if short:
        assert f"dari {ID.integer(short)} pegawai" in text
        assert ("belum mencapai 1 JP" in text) == (counts[0] > 0)
        assert ("10 sampai kurang dari 20 JP" in text) == (counts[2] > 0)


@given(st.tuples(*[st.floats(-3, 3)] * 4))
def test_what_tells_people_apart_most_has_the_largest_share(parts):
    weights = dict(zip(DIMENSIONS, parts, strict=True))
    facts = facts_of(rincian={"bobot_efektif": weights}, dimensi={name: {"maksimum": 25.0} for name in DIMENSIONS})
    text, most = dimensions._effective(facts, ID), max(weights, key=weights.__getitem__)
    assert most in text and ("tidak dapat dinyatakan dalam persen" in text) == (min(parts) < 0)


@given(st.integers(10, 9000), st.lists(st.tuples(st.sampled_from(("tidak_di_siasn", "tidak_di_sini", "aturan")),
       st.sampled_from(DIMENSIONS), st.integers(10, 900), points), max_size=5))  # fmt: skip
def test_only_records_that_siasn_lacks_are_said_to_raise_the_official_index(people, drawn):
    rows = [{"sebab": why, "dimensi": name, "orang": number, "poin": part} for why, name, number, part in drawn]
    both = {"orang": people, "sebab": rows}
    facts = facts_of(rekonsiliasi=both)
    told = tasks._absent_in_siasn(facts, ID)
    raising = (-part for why, _, _, part in drawn if why == "tidak_di_siasn" and part < 0 and not nothing(part))
    expected = sorted(raising, reverse=True)
    assert [worth for worth, _ in told] == expected


# Units and governments -----------------------------------------------------------------------------------------------


@given(levels, levels, st.booleans())
def test_the_sheet_of_a_unit_says_whether_it_reaches_the_target(index, aim, surely):
    row = {"nama": "Dinas", "indeks": index, "jarak_target": index - aim, "di_bawah_target": index < aim,
           "pasti_di_bawah_target": surely and index < aim}  # fmt: skip
    facts = facts_of(target=aim, perangkat_daerah=[row])
    text = unit_sheet.headline(facts, facts.perangkat_daerah[0], ID)
    assert ("tercapai" in text) == (index >= aim)
    assert "kurang 0,00" not in text
    assert ("Pasti" in text) <= surely


@st.composite
def ranked(draw):
    """Governments by index, with rank intervals that hold their ranks."""
    values = sorted(draw(st.lists(levels, min_size=2, max_size=8)), reverse=True)
    rows = []
    for place, index in enumerate(values):
        rank = 1 + sum(other > index for other in values)
        low, high = draw(st.integers(1, rank)), draw(st.integers(rank, len(values)))
        target = draw(st.one_of(st.none(), levels))
        rows.append(
            {"region": f"r{place}", "nama": f"Pemda {place}", "indeks": index, "peringkat": rank, "peringkat_min": low,
             "peringkat_maks": high, "pasti_teratas": high <= 2, "mungkin_teratas": low <= 2,
             "pasti_terbawah": low >= len(values) - 1, "mungkin_terbawah": high >= len(values) - 1,
             "kategori": "tinggi" if index >= 81 else "sedang", "target": target,
             "target_tercapai": None if target is None else index >= target}
        )  # fmt: skip
    return rows


@given(ranked(), st.data())
def test_a_government_stands_where_its_row_says(rows, data):
    own = data.draw(st.sampled_from(rows))
    facts = facts_of(tingkat="kabupaten", region=own["region"], peringkat_pemerintah=rows, banyak_teratas=2)
    text = governments.position(facts, ID)
    above, below = own["peringkat_min"] - 1, len(rows) - own["peringkat_maks"]
    assert f"peringkat ke-{own['peringkat']} dari {len(rows)} " in text
    assert (f"{above} pemerintah daerah lebih tinggi" in text, f"{below} pemerintah daerah lebih rendah" in text) == (
        above > 0,
        below > 0,
    )
    if above or below:
        assert ("tidak dapat dipastikan" in text) == (above + below < len(rows) - 1)
    higher = [row["indeks"] for row in rows if row["indeks"] > own["indeks"]]
    if higher and nothing(min(higher) - own["indeks"]):
        assert "setelah dibulatkan sama" in text
    elif higher:
        assert f"unggul {ID.number(min(higher) - own['indeks'])} poin" in text
        nearest = [row["nama"] for row in rows if row["indeks"] == min(higher)]
        assert any(f"{name}, unggul" in text for name in nearest)
    told = standing.rank(facts, ID)
    assert f"ke-{own['peringkat']} dari {len(rows)}" in told
    assert ("dengan tingkat kepercayaan 95%" in told) == (own["peringkat_min"] == own["peringkat_maks"])


@given(ranked())
def test_the_best_and_the_worst_are_named_or_counted_and_reached_targets_are_counted(rows):
    facts = facts_of(tingkat="provinsi", peringkat_pemerintah=rows, banyak_teratas=2)
    for told, end in ((governments.best, "teratas"), (governments.worst, "terbawah")):
        text = told(facts, ID)
        certain = {row["nama"] for row in rows if row[f"pasti_{end}"]}
        possible = {row["nama"] for row in rows if row[f"mungkin_{end}"]} - certain
        first, _, rest = text.partition("Yang mungkin")
        assert set(re.findall(r"Pemda \d", first)) == certain
        if not certain:
            assert (text == "") == (not possible) and (" belum pasti" in text) == bool(possible)
            assert not possible or f"{len(possible)} pemerintah daerah masih mungkin" in text
        elif len(possible) > governments.MOST_NAMED:
            assert f"termasuk: {len(possible)} pemerintah daerah lain" in rest and "Pemda" not in rest
        else:
            assert set(re.findall(r"Pemda \d", rest)) == possible
    reached = [row["target_tercapai"] for row in rows if row["target_tercapai"] is not None]
    text = governments.reached(facts, ID)
    assert (text == "") == (not reached)
    assert not any(reached) or f"Sebanyak {sum(reached)} dari {len(reached)}" in text
    high = sum(row["kategori"] == "tinggi" for row in rows)
    assert ("Tidak satu pun" in governments.map_title(facts.peringkat_pemerintah, ID)) == (high == 0)
    lowest, highest = rows[-1], rows[0]
    ends, title = governments.leaders(facts, ID), governments.ends(facts.peringkat_pemerintah, ID)
    low, high = ID.number(lowest["indeks"]), ID.number(highest["indeks"])
    words = f"ari {low} ({lowest['nama']}) sampai {high}"
    differ = (low != high,) * 4
    assert (words in ends, words in title, "sama" not in ends, "semua" not in title) == differ


@given(st.tuples(*[st.tuples(points, share)] * 4))
def test_what_sets_the_highest_apart_is_the_dimension_of_the_widest_lead(drawn):
    rows = [
        {"dimensi": name, "selisih_lainnya": lead, "bagian_keragaman": part}
        for name, (lead, part) in zip(DIMENSIONS, drawn, strict=True)
    ]
    facts = facts_of(tingkat="provinsi", peringkat_pemerintah=[], banyak_teratas=1, pembeda=rows)
    text, widest = separation.separation(facts, ID), max(lead for lead, _ in drawn)
    if widest <= 0 or nothing(widest):
        assert text.startswith("Tidak ada dimensi")
    else:
        named = re.search(r"paling unggul dalam (\w+)", text)[1]
        assert dict(zip(DIMENSIONS, drawn, strict=True))[named][0] == widest


@example((2.004, 1.0, 2.001), -0.2, 0.001, [1.0, 2.0])
@given(st.tuples(spread, spread, spread), st.one_of(st.none(), st.floats(-2, 2)), chances,
       st.lists(st.one_of(st.sampled_from(EDGES), st.floats(-20, 20)), min_size=2, max_size=5))  # fmt: skip
def test_spread_and_pace_are_called_by_their_shown_sign(spreads, slope, p_value, paces):
    rows = [{"nama": f"P{place}", "laju": pace} for place, pace in enumerate(paces)]
    found = made(Konvergensi, tahun=(2023, 2024, 2025), simpangan=spreads, beta=slope, per_pemerintah=rows,
                 p_value=None if slope is None else p_value, pemerintah=len(paces))  # fmt: skip
    first, last = spreads[0], spreads[-1]
    told, title = inequality.spread(found, ID), inequality.spread_title(found, ID)
    alike = ID.number(first) == ID.number(last)
    assert ("sama" in told) == alike == ("sama" in title)
    assert ("melebar" in told) == (not alike and last > first) == ("lebih lebar" in title)
    text = inequality.catching_up(found, ID)
    if slope is None or p_value >= inequality.SIGNIFICANT:
        assert "lebih cepat" not in text
    else:
        assert ("sudah lebih tinggi naik lebih cepat" in text) == (slope > 0)
        assert ("membuktikan" in text or "bukti" in text) == (slope <= 0) and " 0,00 poin" not in text
        assert "sebaran yang menyempit" not in text or "menyempit" in told
    text = inequality.paths_title(found, ID)
    assert ("sama" in text) == ID.is_same(max(paces), min(paces))
    if "sama" not in text:
        named = re.findall(r"P(\d)", text)
        assert [paces[int(place)] for place in named] == [max(paces), min(paces)]


@given(st.tuples(share, share, share).filter(lambda parts: sum(parts) > 0.01))
def test_the_widest_part_of_the_variance_is_named(parts):
    whole = sum(parts)
    keys = ("antar_pemerintah", "antar_unit", "antar_orang")
    found = {key: part / whole for key, part in zip(keys, parts, strict=True)}
    text = inequality.meaning(made(Ketimpangan, found), ID)
    words = {
        "antar_pemerintah": "antarpemerintah",
        "antar_unit": "antarperangkat daerah.",
        "antar_orang": "antarpegawai",
    }
    assert words[max(found, key=found.__getitem__)] in text


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=9), count, share
)
def test_ranks_that_depend_on_the_weights_are_those_of_the_widest_range(drawn, number, kept):
    rows = [
        made(PeringkatUlangan, nama=f"Unit {place}", peringkat=rank, p05=max(1, rank - low), p95=rank + high)
        for place, (rank, low, high) in enumerate(drawn)
    ]
    text, widths = robustness.dependent(rows, ID), [row.p95 - row.p05 for row in rows]
    assert ("tetap dalam sedikitnya 90%" in text) == (max(widths) == 0)
    if max(widths):
        named = [int(place) for place in re.findall(r"Unit (\d)", text)]
        told = [widths[place] for place in named]
        assert told == sorted(told, reverse=True) and len(named) <= robustness.MOST_NAMED
        assert min(told) >= max([width for place, width in enumerate(widths) if place not in named], default=0)
    pairs = robustness.pairs(made(Pasangan, jumlah=number, kokoh=kept, bertahan=kept), 10_000, "unit", ID)
    assert ("Tidak ada pasangan" in pairs) == (number == 0)


@given(points, points, st.dictionaries(st.sampled_from(tuple(ITEMS)), points, min_size=1))
def test_the_own_gap_is_the_sum_of_its_parts(mix, attained, items):
    scale = attained / sum(items.values()) if abs(sum(items.values())) > 0.01 else None
    parts = {name: part * scale for name, part in items.items()} if scale else {"kinerja": attained}
    row = {"region": "x", "nama": "X", "susunan": mix, "capaian": attained, "butir": parts, "peringkat_setara": 1}
    facts = facts_of(region="x", setara={"pemerintah": [row], "unit": [], "serupa": []})
    text = fair.own_gap(facts, ID)
    assert (text == "") == all(map(nothing, (mix, attained, mix + attained)))
    assert text == "" or f"Selisih {ID.signed(mix + attained)} poin" in text
    if "Yang paling" in text:
        assert ("menaikkan" in text) == (attained > 0)
        sign = 1 if attained > 0 else -1
        told = re.search(r"\(([+−][\d.,]+) poin\)\.$", text)[1]
        assert told == ID.signed(max(parts.values(), key=lambda part: sign * part))


@given(st.lists(st.tuples(levels, st.permutations(range(5))), min_size=5, max_size=5))
def test_who_moves_most_at_one_mix_moves_from_rank_to_rank(drawn):
    order = drawn[0][1]
    rows = [
        {"nama": f"Unit {place}", "indeks": index, "peringkat_setara": 1 + order[place]}
        for place, (index, _) in enumerate(drawn)
    ]
    facts = facts_of(setara={"unit": rows, "pemerintah": [], "serupa": []})
    text = fair.moved(facts.setara.unit, ID)
    raw = [1 + sum(other["indeks"] > row["indeks"] for other in rows) for row in rows]
    moves = [abs(rank - row["peringkat_setara"]) for rank, row in zip(raw, rows, strict=True)]
    if max(moves) == 0:
        assert "tetap" in text
    else:
        place, first, last = map(int, re.search(r"Unit (\d) .* ke-(\d) menjadi ke-(\d)", text).groups())
        assert moves[place] == max(moves) and (first, last) == (raw[place], rows[place]["peringkat_setara"])


@given(
    st.sampled_from(("lower_edge", "upper_edge")),
    st.one_of(st.none(), count),
    st.integers(1, 40),
    st.lists(st.sampled_from("ABCDE"), max_size=5, unique=True),
)
def test_the_other_reading_of_the_bands_moves_people_up_or_down(reading, moved, number, names):
    found = {
        "bacaan": reading,
        "berubah": moved,
        "bagian": None if moved is None else 0.1,
        "disembunyikan": moved is None,
        "kelompok": {"jumlah": max(number, len(names)), "berubah": names},
    }
    text = robustness.reading(facts_of(ketahanan={"batas_kategori": found}), "unit", ID)
    way = "naik" if reading == "lower_edge" else "turun"
    assert f"pegawai yang {way} satu kategori" in text and ("turun" if way == "naik" else "naik") not in text
    assert ("tidak ada." in text) == (moved == 0) and ("tidak disebut" in text) == (moved is None)
    if names:
        assert f"Sebanyak {len(names)} dari " in text and all(name in text for name in names)
    else:
        assert "tidak satu pun" in text


@given(st.permutations(range(4)), st.permutations(range(4)), st.sampled_from(DIMENSIONS))
def test_ranks_shift_most_without_the_dimension_that_is_named(order, other, moved):
    rows = [made(PeringkatUlangan, nama=f"Unit {place}", peringkat=1 + place) for place in range(4)]
    same = [{"nama": f"Unit {place}", "peringkat": 1 + place} for place in range(4)]
    shifted = [{"nama": f"Unit {place}", "peringkat": 1 + rank} for place, rank in enumerate(order)]
    geometric = [{"nama": f"Unit {place}", "peringkat": 1 + rank} for place, rank in enumerate(other)]
    ranks = {name: shifted if name == moved else same for name in DIMENSIONS}
    part = made(Urutan, tanpa_dimensi=ranks, geometrik=geometric)
    text = robustness.formulas(part, rows, ID)
    far = [sum(abs(place - rank) for place, rank in enumerate(ranked)) / 4 for ranked in (order, other)]
    assert ("yang mana pun, tidak mengubah" in text) == (far[0] == 0) and ("peringkat yang sama" in text) == (
        far[1] == 0
    )
    if far[0]:
        assert f"bila {moved} tidak dihitung: rata-rata {ID.number(far[0], 1)} tingkat" in text


@given(points, st.tuples(points, points, points, points), st.booleans(), share, share)
def test_the_other_instrument_moves_the_index_by_its_sign_and_only_where_it_can_be_told(whole, parts, lacks, up, down):
    other = {
        "instrumen": "bkn4190_2024",
        "sementara": True,
        "indeks": 70.0,
        "selisih": whole,
        "tanpa_syarat_pendidikan": lacks,
        "naik": up,
        "turun": down,
        "per_dimensi": dict(zip(DIMENSIONS, parts, strict=True)),
    }
    facts = facts_of(instrumen="perban8_2019", ketahanan={"instrumen_lain": other})
    first, caution = robustness.other_instrument(facts, ID)
    assert "bersifat sementara" in caution
    if lacks:
        assert "tidak dapat dihitung" in first and "kualifikasi " not in first.partition("(")[2]
        assert f"memberi {ID.signed(sum(parts[1:]))} poin" in first
    else:
        word = "tetap" if nothing(whole) else "naik" if whole > 0 else "turun"
        assert f"indeksnya 70,00: {word}" in first and f"{ID.share(up, 0)} pegawai naik" in first


@given(st.one_of(st.none(), share), st.one_of(st.none(), points.map(abs)))
def test_stale_records_add_what_hangs_on_them_or_nothing_is_told(part, worth):
    found = {"ketepatan_waktu": {"bagian": part}, "poin_usang": worth}
    text = quality.stale(facts_of(tahun=2025, mutu_data=found), ID)
    assert ("tidak ditampilkan" in text) == (part is None or worth is None)
    if part is not None and worth is not None:
        assert ("Belum ada" in text, "Semua" in text) == (part == 0, part == 1)
        assert (ID.share(part) in text) == (0 < part < 1) and ("hingga 0,00" in text) == 0
        assert ("tidak akan menaikkan" in text) == (nothing(worth) and 0 < part < 1)


@given(count, st.one_of(st.none(), count), st.lists(st.tuples(st.sampled_from(tuple(reconciliation.CAUSES)),
       st.sampled_from(DIMENSIONS), points), max_size=5), points)  # fmt: skip
def test_the_cause_of_the_widest_gap_between_both_tracks_is_named(both, alike, drawn, gap):
    rows = [{"sebab": why, "dimensi": name, "orang": 20, "poin": part} for why, name, part in drawn]
    found = made(Rekonsiliasi, orang=both, sama=alike, selisih={"indeks": gap}, sebab=rows, instrumen="perban8_2019")
    text = reconciliation.headline(found, ID)
    assert f"{ID.integer(both)} " in text or f"{ID.integer(both)};" in text
    assert ("sebagian angka dirahasiakan" in text) == (alike is None)
    assert alike is None or f"{ID.signed(gap)} poin" in text
    told = reconciliation.largest(found, ID)
    assert (told == "") == (not drawn)
    if drawn:
        widest = max(abs(part) for *_, part in drawn)
        assert any(f"pada {name}, {ID.signed(part)} poin" in told for _, name, part in drawn if abs(part) == widest)


@given(levels, levels, levels, st.booleans())
def test_pns_and_pppk_stand_beside_the_index_and_the_other_convention_where_it_differs(own, first, second, many):
    plain = (first + second) / 2
    both = {"pns": first, "pppk": second, "rata_rata_biasa": plain}
    text = official.two_means(facts_of(indeks=own, nilai_resmi={"dua_cara": both}), ID)
    assert f"PNS {ID.number(first)} dan PPPK {ID.number(second)}" in text
    assert ("rata-rata biasa" in text) == (ID.number(plain) != ID.number(own))


def test_every_item_has_a_word_within_a_sentence():
    assert set(ITEM_WORDS) == set(ITEMS)
