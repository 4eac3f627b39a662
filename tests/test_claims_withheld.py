"""What a report says where something is missing, withheld or the same everywhere: why, and no more than is known."""

from __future__ import annotations

import itertools
import re
from datetime import date
from math import factorial

from hypothesis import given
from hypothesis import strategies as st
from support.facts import facts_of, made
from test_claims import ID, levels, nothing, points, share

from ipasn_analysis.result.figures import OnGrid
from ipasn_analysis.result.people import UjiKelompok
from ipasn_analysis.result.province import Ketimpangan
from ipasn_analysis.result.reconciliation import Rekonsiliasi
from ipasn_analysis.sections import (
    causes,
    change,
    dimensions,
    fair,
    governments,
    groups,
    inequality,
    official,
    reconciliation,
    season,
    separation,
    since_last,
    talent,
    trend,
    units,
)
from ipasn_analysis.writing.words import DIMENSIONS, EDUCATION, ITEMS, PREDIKAT

SOURCES = ("bertahan", "pindah", "masuk", "keluar")
INSTRUMENTS = ("perban8_2019", "bkn4190_2024")
maybe = st.one_of(st.none(), points)


# Change and trend -----------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.integers(2022, 2025), st.sampled_from(INSTRUMENTS), st.one_of(st.none(), levels)),
        min_size=1,
        max_size=5,
    )
)
def test_why_there_is_no_change_and_where_the_series_breaks(drawn):
    rows = [
        {"tahun": year, "per_tanggal": date(year, 12, 31), "instrumen": name, "indeks": index}
        for year, name, index in sorted(drawn, key=lambda row: row[0])
    ]
    facts = facts_of(tahun=2025, instrumen="perban8_2019", tren=rows, ambang={"kelompok": 10})
    before = [row for row in rows if row["tahun"] == 2024]
    text, other = change.none(facts, ID), bool(before) and before[-1]["instrumen"] != "perban8_2019"
    assert ("tidak ada data tahun 2024" in text) == (not before)
    assert ("diukur dengan instrumen" in text) == other
    assert ("kurang dari 10 orang" in text) == (bool(before) and not other)
    text, shown = causes.change(facts, ID), [row for row in before if row["indeks"] is not None]
    assert ("metode yang berbeda" in text) == (bool(shown) and shown[-1]["instrumen"] != "perban8_2019")
    text = trend.breaks(facts, ID)
    pairs = itertools.pairwise(rows)
    changed = {after["tahun"] for first, after in pairs if first["instrumen"] != after["instrumen"]}
    assert (text == "") == (not changed) and all(str(year) in text for year in changed)


@given(points, points, maybe, maybe, st.booleans(), st.booleans())
def test_sources_that_are_withheld_are_said_to_be(same, joined, kinerja, disiplin, withheld, province):
    parts = dict(zip(SOURCES, (same, 0.0, joined, 0.0), strict=True))
    moved = {
        "selisih": same + joined,
        "per_sumber": dict.fromkeys(SOURCES) if withheld else parts,
        "jumlah_sumber": None if withheld else dict.fromkeys(SOURCES, 20),
        "per_dimensi": {"kualifikasi": None, "kompetensi": None, "kinerja": kinerja, "disiplin": disiplin},
    }
    facts = facts_of(tingkat="provinsi" if province else "kabupaten", perubahan=moved)
    text = change.sources(facts, ID)
    assert ("tidak ditampilkan" in text) == withheld and ("satu pemerintah daerah" in text) == (withheld and province)
    if not withheld:
        assert (text == "") == all(map(nothing, (same, joined, same + joined)))
        assert text == "" or f"{ID.signed(same)} poin berasal dari perubahan nilai pegawai lama" in text
        assert f"Pegawai lama: {ID.signed(same)} poin" in change.source_title(facts, ID)
    text, told = change.dimension_title(facts, ID), [part for part in (kinerja, disiplin) if part is not None]
    most = max(told, key=abs, default=0.0)
    if not told:
        assert text == "Perubahan menurut dimensi"
    elif nothing(most):
        assert "Tidak satu dimensi pun berubah" in text
    else:
        assert ("menaikkan" in text) == (most > 0) and ID.signed(most) in text


@given(st.lists(st.floats(0.05, 1), min_size=1, max_size=30), st.integers(5, 8))
def test_where_nothing_can_be_certain_that_is_said_and_not_that_nothing_changed(p_values, years):
    rows = [
        {"nama": f"Unit {place}", "tahun": tuple(range(2018, 2018 + years)), "cukup_data": True,
         "p_terkoreksi": p_value, "kendall_tau": 1.0}
        for place, p_value in enumerate(p_values)
    ]  # fmt: skip
    text, smallest = trend.units(facts_of(tren_unit=rows), ID), len(rows) * 2 / factorial(years)
    assert ("tidak dapat memastikan apa pun" in text) == (smallest >= 0.05) == ("Tidak satu pun" not in text)


@given(st.integers(0, 4), st.sampled_from((1, 4.9, 5, 50, 95, 96, 99)), levels)
def test_a_forecast_needs_two_years_and_is_never_certain(years, chance, index):
    found = {"dasar": "curve", "perlu": 0.1, "laju": None, "peluang": None if years < 2 else chance / 100,
             "perkiraan": index, "bawah": index - 1, "atas": index + 1,
             "tahun_acuan": tuple(range(2020, 2020 + years))}  # fmt: skip
    text = trend.chance(facts_of(target=81.0, kemungkinan_target=found), ID)
    assert ("Peluangnya tidak dihitung" in text) == (years < 2)
    if years >= 2:
        told = int(re.search(r"peluang mencapai target (?:sekitar|di bawah|di atas) (\d+)%", text)[1])
        assert 5 <= told <= 95 and ("di bawah" in text, "di atas" in text) == (chance < 5, chance > 95)
    test = {"tahun": tuple(range(2020, 2020 + years)), "cukup_data": False}
    assert f"ada {years} tahun yang sebanding" in trend.trend(facts_of(uji_tren=test), ID)


@given(st.one_of(st.none(), st.tuples(levels, levels)), st.lists(st.sampled_from("ABC"), max_size=2, unique=True))
def test_a_season_without_its_like_is_compared_with_nothing(season_of, renamed):
    found = season_of and {
        "dari": date(2024, 6, 30),
        "indeks_dari": season_of[0],
        "indeks_ke": season_of[1],
        "selisih": season_of[1] - season_of[0],
    }
    names = [{"dari": name, "ke": f"{name} Baru"} for name in renamed]
    facts = facts_of(perubahan={"musim": found, "berganti_nama": names})
    text = season.same_day(facts, ID)
    assert ("Belum ada data" in text) == (found is None) == ("indeks naik" not in text and "indeks t" not in text[40:])
    text = season.renamed(facts, ID)
    assert (text == "") == (not renamed) and all(f"{name} menjadi {name} Baru" in text for name in renamed)


@given(st.tuples(points, points, points), st.booleans())
def test_the_parts_of_a_unit_that_did_not_move_are_not_listed(parts, of_records):
    row = {"nama": "A", "selisih": 0.0, "per_dimensi": dict.fromkeys(DIMENSIONS, 0.0),
           "per_sumber": dict(zip(("bertahan", "masuk", "keluar"), parts, strict=True))}  # fmt: skip
    facts = facts_of(sumber_nilai="resmi", sejak_terakhir={"sumber_nilai": "catatan" if of_records else "resmi",
                     "per_unit": [row]})  # fmt: skip
    text = since_last.of_unit(facts, "A", ID)
    assert ("menyumbang" in text) == (not all(map(nothing, parts)))
    assert text.startswith("Menurut catatan sendiri: s" if of_records else "Sejak")
    assert since_last.whole(facts, ID).startswith("Menurut catatan" if of_records else "Sejak")


# Governments ----------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(levels, st.sampled_from((None, -0.004, 0.0, -0.25, 3.0)), st.booleans()), min_size=1, max_size=4
    ),
    st.integers(0, 3),
)
def test_the_first_line_of_a_province_names_those_that_fell(drawn, absent):
    rows = [
        {"region": f"r{place}", "nama": f"Pemda {place}", "indeks": index, "perubahan": moved, "pemprov": place == 0,
         "kategori": "sedang", "perubahan_lebih_dari_derau": None if moved is None else beyond}
        for place, (index, moved, beyond) in enumerate(drawn)
    ]  # fmt: skip
    names = tuple(f"x{place}" for place in range(absent))
    facts = facts_of(tingkat="provinsi", peringkat_pemerintah=rows, pemerintah_tidak_ada=names)
    text = governments.lead(facts, ID)
    fell = {
        row["nama"]
        for row in rows
        if row["perubahan"] is not None
        and row["perubahan"] < 0
        and row["perubahan_lebih_dari_derau"]
        and not nothing(row["perubahan"])
    }
    assert set(re.findall(r"Pemda \d", text.partition("turun nyata")[2])) == fell - {"Pemda 0"}
    assert ("turun nyata juga" in text) == ("Pemda 0" in fell and len(fell) > 1)
    assert ("Pemda 0 turun" in text) == ("Pemda 0" in fell)
    among = governments.ranked_among(facts, ID)
    assert ("dapat dibandingkan" in among) == bool(absent) and among.startswith(f"{len(rows)} ")
    assert not absent or f"dari {len(rows) + absent} di provinsi" in among
    own = facts_of(region="r0", peringkat_pemerintah=rows)
    assert ("tidak dihitung" in governments.position(own, ID)) == (len(rows) < 2)


@given(
    st.lists(st.tuples(st.sampled_from(tuple(ITEMS)), share, share), max_size=4, unique_by=lambda row: row[0]),
    st.tuples(*[st.one_of(st.none(), st.floats(-0.5, 1.5))] * 4),
)
def test_the_item_and_the_variance_that_set_the_highest_apart(drawn, parts):
    items = [
        {"butir": name, "teratas": first, "lainnya": others, "selisih": first - others} for name, first, others in drawn
    ]
    rows = [
        {"dimensi": name, "selisih_lainnya": 3.0, "bagian_keragaman": part}
        for name, part in zip(DIMENSIONS, parts, strict=True)
    ]
    facts = facts_of(tingkat="provinsi", banyak_teratas=1, pembeda=rows, pembeda_butir=items)
    text = separation.separation(facts, ID)
    told = [part for part in parts if part is not None]
    shares = [int(value) for value in re.findall(r"(\d+)% berasal", text)]
    assert bool(shares) == (bool(told) and min(told) >= 0 and max(told) <= 1)
    assert not shares or shares == [int(ID.share(max(told), 0)[:-1])]
    if told:
        most = (
            DIMENSIONS.keys()
            if shares
            else [name for name, part in zip(DIMENSIONS, parts, strict=True) if part == max(told)]
        )
        assert any(f"berasal dari {name}" in text for name in most)
    leading = [row for row in items if row["selisih"] > 0]
    if "jarak terbesar" in text:
        first, second = re.search(r"dipenuhi (\d+)% .* dan (\d+)%", text).groups()
        assert int(first) > int(second)
        widest = max(leading, key=lambda row: row["selisih"])
        assert (f"{first}%", f"{second}%") == (ID.share(widest["teratas"], 0), ID.share(widest["lainnya"], 0))


@given(st.tuples(share, share, share).filter(lambda parts: sum(parts) > 0.01), st.floats(0, 20))
def test_the_parts_of_the_variance_are_told_as_they_are(parts, deviation):
    found = {
        name: part / sum(parts)
        for name, part in zip(("antar_pemerintah", "antar_unit", "antar_orang"), parts, strict=True)
    }
    text = inequality.parts(made(Ketimpangan, found, simpangan=deviation), ID)
    assert f"simpangan baku {ID.number(deviation)} poin" in text
    for name, words in (
        ("antar_pemerintah", "antarpemerintah"),
        ("antar_unit", "antarperangkat"),
        ("antar_orang", "antarpegawai"),
    ):
        assert f"{ID.share(found[name])} terletak {words}" in text or f"{ID.share(found[name])} {words}" in text


@given(st.lists(st.tuples(st.sampled_from(("tidak_di_siasn", "aturan", None)), points), max_size=5))
def test_units_whose_records_siasn_lacks_are_counted_and_the_worst_is_named(drawn):
    rows = [
        {
            "nama": f"Unit {place}",
            "sebab": why,
            "poin": None if why is None else part,
            "dimensi": "kinerja" if why else None,
        }
        for place, (why, part) in enumerate(drawn)
    ]
    text = reconciliation.units(made(Rekonsiliasi, per_unit=rows), ID)
    lacking = [(part, f"Unit {place}") for place, (why, part) in enumerate(drawn) if why == "tidak_di_siasn"]
    assert (text == "") == (not lacking)
    if lacking:
        assert f"Di {len(lacking)} dari {len(rows)} " in text
        name, told = re.search(r"terbanyak di (Unit \d) \(([^)]*) poin\)", text).groups()
        assert (name in {unit for part, unit in lacking if part == min(lacking)[0]}) and told == ID.signed(
            min(lacking)[0]
        )


@given(st.lists(levels, min_size=1, max_size=3))
def test_those_that_are_most_alike_stand_with_their_own_index(drawn):
    rows = [{"region": f"r{place}", "nama": f"P{place}", "indeks": index} for place, index in enumerate(drawn)]
    text = fair.similar(facts_of(setara={"pemerintah": rows, "unit": [], "serupa": [row["nama"] for row in rows]}), ID)
    assert all(f"{row['nama']} ({ID.number(row['indeks'])})" in text for row in rows)


# People ---------------------------------------------------------------------------------------------------------------


@given(levels, levels, maybe, maybe, points.map(abs))
def test_what_education_itself_makes_of_a_difference_is_no_more_than_the_difference(first, second, high, low, gap):
    rows = [
        {"kunci": key, "indeks": index, "dimensi": {"kualifikasi": part}}
        for key, index, part in (("S-2", first, high), ("SD", second, low))
    ]
    facts = facts_of(kelompok=[{"pengelompokan": "pendidikan", "kelompok": rows}])
    test = made(UjiKelompok, pengelompokan="pendidikan", tertinggi="S-2", terendah="SD", rentang=gap, p_terkoreksi=0.01)
    text = groups.itself(facts, test, ID)
    assert (text == "") == (high is None or low is None or nothing(gap))
    if text:
        assert ("Dari selisih itu" in text) == (0 < high - low <= gap)
        assert (ID.number(high - low) if "Dari selisih" in text else ID.signed(high - low)) in text


@given(st.booleans(), st.integers(0, 3))
def test_groupings_that_were_not_tested_are_not_called_alike(some, untested):
    tests = [made(UjiKelompok, pengelompokan="umur", p_terkoreksi=None) for _ in range(untested)]
    tests += [made(UjiKelompok, pengelompokan="pendidikan", p_terkoreksi=0.5, omega_kuadrat=0.1, rentang=1.0)] * some
    facts = facts_of(uji_kelompok=tests)
    text = groups.lead(facts, ID)
    assert ("tidak diuji" in text) == (not some and untested > 0) and ("Tidak ada" in text) == (
        not some and not untested
    )
    assert all("tidak diuji" in groups.difference(test, ID) for test in tests if test.p_terkoreksi is None)
    assert ("kebetulan" in groups.title(facts, ["pendidikan", "umur"], ID)) == some


counts = st.sampled_from((None, 0, 10, 15, 40, 1005))


@given(st.lists(counts, min_size=3, max_size=3), counts)
def test_of_those_who_perform_low_no_more_lack_an_assessment_than_there_are(cells, without):
    rows = [
        {"kinerja": "rendah", "potensi": name, "jumlah": number, "disembunyikan": number is None}
        for name, number in zip(("rendah", "sedang", "tinggi"), cells, strict=True)
    ]
    rest = [{"kinerja": kind, "potensi": "tinggi", "jumlah": 20} for kind in ("sedang", "tinggi") * 3]
    part = {"kunci": None, "jumlah": without, "disembunyikan": without is None}
    text = talent.unassessed(facts_of(talenta={"sel": rows + rest}, rincian={"predikat": [part]}), ID)
    assert (text == "") == (without == 0)
    if text.startswith("Dari"):
        whole, lacking = (
            int(number.replace(".", "")) for number in re.findall(r"([\d.]+) (?:pegawai|belum)", text)[:2]
        )
        assert whole == sum(cells) and lacking == without <= whole


@given(st.lists(st.tuples(st.one_of(st.none(), share)), min_size=2, max_size=4))
def test_the_title_of_a_composition_names_its_largest_part(drawn):
    for key, keys, build in (
        ("pendidikan", EDUCATION, dimensions._education),
        ("predikat", PREDIKAT, dimensions._predikat),
    ):
        names = [name for name in keys if name is not None]
        rows = [{"kunci": name, "bagian": part} for name, (part,) in zip(names, drawn, strict=False)]
        facts = facts_of(sumber_nilai="catatan", rincian={key: rows})
        (chart,) = build(facts, ID)
        most = max((row["bagian"] or 0.0 for row in rows), default=0.0)
        assert ("Sebanyak" in chart.title) == (most > 0) and (not most or ID.share(most) in chart.title)


@given(st.integers(0, 9), st.one_of(st.none(), points.map(abs)), st.booleans(), st.booleans())
def test_what_the_verdicts_allow_for_is_what_was_estimated(number, deviation, known, hidden):
    noise = {"simpangan_tahun": deviation, "unit": number} if known else None
    text = units.uncertainty(facts_of(derau=noise), ID)
    assert ("tidak ada tahun pembanding" in text) == (not known)
    assert ("padahal diperlukan" in text) == (known and deviation is None)
    assert (f"diperkirakan {ID.number(deviation)} poin" in text) == (known and deviation is not None)
    rows = [{"nama": "A", "disembunyikan": True}] * hidden
    (prose,) = units.section(facts_of(perangkat_daerah=rows), ID).blocks
    assert ("cukup besar" in prose.paragraphs[0]) == hidden == ("Tidak ada data" not in prose.paragraphs[0])


@given(st.integers(10, 900), points.map(abs), points.map(abs), st.booleans())
def test_the_base_of_kompetensi_is_told_with_those_who_do_not_keep_to_it(people, base, more, fits):
    found = {"orang": people, "dasar": base, "tambahan": more, "sesuai": fits}
    text = official.base(facts_of(nilai_resmi={"dasar_kompetensi": found}), ID)
    assert f"{ID.integer(people)} pegawai" in text and f"rata-rata {ID.number(base)} poin" in text
    assert f"rata-rata {ID.number(more)} poin" in text and ("tidak mengikuti aturan" in text) == (not fits)


@given(st.floats(-99, 99), st.sampled_from((0.01, 0.1, 1.0)))
def test_a_figure_is_zero_where_a_reader_sees_zero(value, step):
    figure = OnGrid(value, step)
    assert ID.is_zero(figure) == (re.search("[1-9]", ID.number(abs(figure))) is None)
    assert ID.is_same(figure, OnGrid(0.0, 0.01)) == ID.is_zero(figure)
    assert re.search("[1-9]", ID.size(abs(figure))) is not None
