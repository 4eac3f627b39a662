"""Sentences of the sections about people: size, sign and certainty choose the words, the figures are the facts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from support.facts import facts_of, made, opened

from ipasn_analysis.charts import target as charts
from ipasn_analysis.facts import plan
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.people import UjiKelompok
from ipasn_analysis.sections import change, groups, talent, target
from ipasn_analysis.writing.writer import Writer

ID, EN = Writer("id"), Writer("en")
LANGUAGES = pytest.mark.parametrize("locale", [ID, EN], ids=["id", "en"])


def figures(text: str, locale: Writer) -> list[float]:
    """Every number in a text, in its order, read in the locale's notation."""
    decimal, group = (",", ".") if locale.language == "id" else (".", ",")
    found = re.findall(rf"[+−]?\d+(?:\{group}\d{{3}})*(?:\{decimal}\d+)?", text)
    return [float(part.replace(group, "").replace(decimal, ".").replace("−", "-")) for part in found]


def group_test(**changed: Any) -> UjiKelompok:
    test = {
        "pengelompokan": "jenis_pegawai",
        "rentang": 7.706,
        "tertinggi": "PNS",
        "terendah": "PPPK",
        "omega_kuadrat": 0.056,
        "hedges_g": 0.575,
        "hedges_bawah": 0.522,
        "hedges_atas": 0.628,
        "p_terkoreksi": 0.0123,
    }
    return made(UjiKelompok, test, **changed)


def grouped(*tests: UjiKelompok) -> Facts:
    return facts_of(uji_kelompok=tests)


@pytest.mark.parametrize(
    ("g", "omega", "word"),
    [
        (0.199, 0.5, "sangat kecil"),
        (0.2, 0.0, "kecil"),
        (0.49, 0.0, "kecil"),
        (-0.5, 0.0, "sedang"),
        (0.8, 0.0, "besar"),
        (None, 0.0099, "sangat kecil"),
        (None, 0.01, "kecil"),
        (None, 0.06, "sedang"),
        (None, 0.14, "besar"),
    ],
)
def test_size_by_g_for_two_groups_and_by_omega_for_more(g, omega, word):
    text = groups.difference(group_test(hedges_g=g, omega_kuadrat=omega), ID)
    beginning = "yang dijelaskannya" if g is None else "antarpegawai, perbedaan itu"
    assert re.search(rf"{beginning} {word}(;| dan) ", text)


@pytest.mark.parametrize(
    ("p", "indonesian", "english"),
    [
        (0.0009, "hampir pasti bukan kebetulan", "very unlikely to be due to chance"),
        (0.001, "sulit dijelaskan sebagai kebetulan", "unlikely to be due to chance"),
        (0.0499, "sulit dijelaskan sebagai kebetulan", "unlikely to be due to chance"),
        (0.05, "masih mungkin karena kebetulan", "may be due to chance"),
    ],
)
def test_certainty_comes_from_the_corrected_p(p, indonesian, english):
    test = group_test(p_terkoreksi=p)
    assert indonesian in groups.difference(test, ID)
    assert english in groups.difference(test, EN)


def test_the_word_for_size_says_what_it_measures():
    """Many points may explain little: the word belongs to the share of the variance, not to the points."""
    test = group_test(hedges_g=None, omega_kuadrat=0.07, p_terkoreksi=0.0001)
    assert "Bagian keragaman yang dijelaskannya sedang; perbedaan itu hampir pasti bukan" in groups.difference(test, ID)
    text = groups.difference(test, EN)
    assert "variation that it explains is moderate; the difference is very unlikely to be due to chance" in text
    assert "kecil dan kecil" not in groups.difference(group_test(hedges_g=0.3), ID)


@LANGUAGES
def test_difference_names_the_groups_and_their_distance(locale):
    text = groups.difference(group_test(), locale)
    assert text.index("PNS") < text.index("PPPK")
    assert figures(text, locale) == [7.71, 0.012]


def test_difference_of_nothing_and_of_an_untested_grouping():
    assert groups.difference(group_test(rentang=0.0049), ID) == "Jenis pegawai: tidak ada perbedaan."
    assert "tidak diuji" in groups.difference(made(UjiKelompok, pengelompokan="eselon"), ID)


@LANGUAGES
def test_lead_counts_what_is_more_than_chance_and_names_the_largest_of_it(locale):
    chance = group_test(pengelompokan="umur", omega_kuadrat=0.3, p_terkoreksi=0.2, hedges_g=None)
    certain = group_test(pengelompokan="jenis_kelamin", omega_kuadrat=0.104)
    small = group_test(omega_kuadrat=0.02)
    text = groups.lead(grouped(small, chance, certain, made(UjiKelompok, pengelompokan="eselon")), locale)
    assert figures(text, locale) == [3, 2, 10.4]
    assert ("jenis kelamin" if locale == ID else "sex") in text


def test_lead_without_any_certain_or_tested_difference():
    assert "tidak satu pun menunjukkan" in groups.lead(grouped(group_test(p_terkoreksi=0.4)), ID)
    assert groups.lead(grouped(), ID).startswith("Tidak ada pengelompokan")
    title = groups.title(grouped(group_test(p_terkoreksi=0.4)), ["jenis_pegawai"], ID)
    assert title == "Perbedaan menurut jenis pegawai masih mungkin karena kebetulan"


def test_title_takes_the_widest_range_among_the_certain_ones():
    wide = group_test(pengelompokan="umur", rentang=40.0, tertinggi=">=50", terendah="<30", p_terkoreksi=0.9)
    facts = grouped(wide, group_test(rentang=3.0), group_test(rentang=9.456))
    text = groups.title(facts, ["jenis_pegawai", "umur"], ID)
    assert text == "Rentang nyata terlebar menurut jenis pegawai: 9,46 poin antara “PNS” dan “PPPK”"


def test_one_difference_is_spoken_of_as_one_in_english():
    one = groups.lead(grouped(group_test(), group_test(pengelompokan="umur", p_terkoreksi=0.4)), EN)
    assert "1 shows a difference" in one
    two = groups.lead(grouped(group_test(), group_test(pengelompokan="umur")), EN)
    assert "2 show differences" in two


def changed(same: float = 2.7, turnover: float = -1.3, **other: Any) -> Facts:
    total = same + turnover
    change_ = {
        "dari": date(2024, 12, 31),
        "ke": date(2025, 12, 23),
        "indeks_dari": 74.9,
        "indeks_ke": 74.9 + total,
        "selisih": total,
        "selang": [total - 1.0, total + 1.0],
        "lebih_dari_derau": True,
        "per_dimensi": {"kualifikasi": -0.05, "kompetensi": total, "kinerja": 0.05, "disiplin": 0.0},
        "per_sumber": {"bertahan": same - 0.1, "pindah": 0.1, "masuk": turnover + 0.1, "keluar": -0.1},
        "jumlah_sumber": {"bertahan": 7000, "pindah": 85, "masuk": 599, "keluar": 411},
        "per_unit": [
            {"nama": "A", "kontribusi": total + 0.4},
            {"nama": "B", "kontribusi": -0.3},
            {"nama": None, "kontribusi": -0.1},
        ],
        **other,
    }
    thresholds = {"kelompok": 10, "disiplin": 30}
    return facts_of(tahun=2025, instrumen="perban8_2019", ambang=thresholds, perubahan=change_)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (
            (0.05, 1.0, 0.3, 0.001),
            "Yang menaikkan indeks: kompetensi (+1,00), kinerja (+0,30), dan kualifikasi (+0,05).",
        ),
        ((-0.05, -1.0, 0.0, 0.0), "Yang menurunkan indeks: kompetensi (−1,00) dan kualifikasi (−0,05)."),
        ((0.2, -1.0, 0.0, 0.0), "Yang menaikkan indeks: kualifikasi (+0,20); yang menurunkannya: kompetensi (−1,00)."),
        ((0.0, 0.004, -0.004, 0.0), "Tidak satu dimensi pun berubah."),
    ],
)
def test_dimensions_by_direction_and_size(parts, text):
    names = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
    assert change.dimensions(changed(per_dimensi=dict(zip(names, parts, strict=True))), ID) == text


@pytest.mark.parametrize(
    ("same", "turnover", "indonesian", "english"),
    [
        (2.7, -1.3, "menurunkan indeks", "pulled the index down"),
        (-2.7, 1.3, "menaikkan indeks", "pulled the index up"),
        (2.7, 1.3, "Keduanya menaikkan", "Both raised"),
        (-2.7, -1.3, "Keduanya menurunkan", "Both lowered"),
    ],
)
def test_people_against_turnover_by_sign(same, turnover, indonesian, english):
    facts = changed(same, turnover)
    for locale, words in ((ID, indonesian), (EN, english)):
        text = change.sources(facts, locale)
        assert words in text
        assert figures(text, locale)[:2] == [same, turnover]
    assert sum(change.people_and_turnover(facts.perubahan)) == pytest.approx(facts.perubahan.selisih, abs=1e-9)


def test_no_verdict_where_one_part_shows_as_zero():
    assert change.sources(changed(2.0, 0.004), ID).endswith("dari pergantian pegawai.")


def test_hidden_sources_are_told_from_nobody_staying():
    hidden = dict.fromkeys(("bertahan", "pindah", "masuk", "keluar"))
    assert "sedikit pegawai" in change.sources(changed(per_sumber=hidden, jumlah_sumber=None), ID)
    nobody = changed(per_sumber=hidden, jumlah_sumber={"bertahan": 0, "pindah": 0, "masuk": 50, "keluar": 60})
    assert "Tidak seorang pun" in change.sources(nobody, ID)
    assert change.turnover(nobody, ID) == []


def test_units_are_named_by_direction_and_hidden_ones_never():
    text = change.units(changed(), ID)
    assert text == "Penyumbang kenaikan terbesar: A (+1,80). Penyumbang penurunan terbesar: B (−0,30)."


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([{"tahun": 2023}], "tidak ada data tahun 2024"),
        ([{"tahun": 2024, "instrumen": "bkn4190_2024"}], "dengan instrumen Surat Kepala BKN 4190/2024 dan"),
        ([{"tahun": 2024, "instrumen": "perban8_2019"}], "kurang dari 10 orang"),
    ],
)
def test_why_there_is_no_change(points, words):
    assert words in change.none(facts_of({**opened(changed()), "perubahan": None, "tren": points}), ID)


def planned(*actions: tuple[str, str, int, int], **other: Any) -> Facts:
    rows = [
        {"tindakan": item, "jenis_jabatan": post, "perangkat_daerah": "A", "tersedia": open_, "jumlah": taken,
         "poin": 15.0, "biaya_satuan": 1.0}
        for item, post, open_, taken in actions
    ]  # fmt: skip
    plan = {
        "target": 81.0,
        "indeks": 76.3,
        "dapat_dicapai": True,
        "tercapai": other.get("indeks", 76.3) >= 81.0,
        "terbuka": sum(row["tersedia"] for row in rows),
        "dipilih": sum(row["jumlah"] for row in rows),
        "bagian": sum(row["jumlah"] for row in rows) / max(1, sum(row["tersedia"] for row in rows)),
        "per_jabatan": [{key: row[key] for key in ("tindakan", "jenis_jabatan", "tersedia", "jumlah")} for row in rows],
        "biaya": float(sum(row["jumlah"] for row in rows)),
        "indeks_sesudah": 81.0005,
        "tindakan": rows,
        "biaya_seragam": True,
        "kurva": [],
        **other,
    }
    return facts_of(tahun=2025, region="banjar", target=81.0, menuju_target=plan)


ACTIONS = (("seminar", "pelaksana", 500, 460), ("diklat_teknis", "fungsional", 1500, 1076))


@LANGUAGES
def test_plan_in_numbers(locale):
    text = target.headline(planned(*ACTIONS), locale)
    first = [2025, 81.0, 4.7] if locale == ID else [4.7, 2025, 81.0]
    assert figures(text, locale) == [*first, 1536, 1076, 460, 77, 81.0]


def test_items_stand_in_the_order_of_the_rules_and_unchosen_ones_are_left_out():
    plan = planned(*ACTIONS, ("diklat_kepemimpinan", "struktural", 9, 0)).menuju_target
    assert target.by_item(plan, ID) == "1.536 kegiatan, yaitu 1.076 diklat teknis dan 460 seminar atau sejenisnya"


@LANGUAGES
def test_target_that_is_reached_asks_nothing(locale):
    facts = planned(("seminar", "pelaksana", 500, 0), indeks=82.04, indeks_sesudah=82.04)
    text = target.headline(facts, locale)
    assert ("sudah tercapai" if locale == ID else "has been reached") in text
    assert figures(text, locale)[:4] == [2025, 81.0, 82.04, 1.04]
    assert target.is_reached(facts.menuju_target)


@LANGUAGES
def test_target_out_of_reach_says_how_far_the_actions_lead(locale):
    facts = planned(("seminar", "pelaksana", 500, 500), dapat_dicapai=False, indeks_sesudah=78.25)
    text = target.headline(facts, locale)
    assert ("tidak dapat dicapai" if locale == ID else "cannot be reached") in text
    assert figures(text, locale)[-3:] == [500, 78.25, 2.75]
    nothing = planned(dapat_dicapai=False, indeks_sesudah=76.3)
    assert ("tidak ada kegiatan" if locale == ID else "no action is open") in target.headline(nothing, locale)


def test_why_there_is_no_plan():
    assert "belum diisi" in target.none(facts_of(tahun=2020, target=None), ID)


def test_costs_say_what_cheapest_means():
    assert "kegiatan paling sedikit" in target.costs(planned(*ACTIONS), ID)
    own = target.costs(planned(*ACTIONS, biaya_seragam=False), ID)
    assert "paling sedikit" not in own and "yang diisi untuk wilayah ini" in own
    assert (ID.amount(1250.5), ID.amount(1250.0)) == ("1.250,50", "1.250")


def test_curve_starts_today_and_gives_the_price_of_a_point():
    curve = [
        {"target": 70.0, "indeks_sesudah": 76.3, "biaya": 0.0},
        {"target": 77.3, "indeks_sesudah": 77.3, "biaya": 100.0},
        {"target": 79.3, "indeks_sesudah": 79.3, "biaya": 500.0},
    ]
    facts = planned(*ACTIONS, kurva=curve)
    assert plan.curve_points(facts.menuju_target) == [(76.3, 0.0), (77.3, 100.0), (79.3, 500.0)]
    assert figures(charts.curve_title(facts, ID), ID) == [100, 200]
    assert (
        charts.curve_title(planned(*ACTIONS, kurva=curve[:2]), ID) == "Setiap poin indeks berbiaya sekitar 100 satuan"
    )


@LANGUAGES
def test_people_without_an_assessment_are_not_called_poor_performers(locale):
    """They score 0 and stand in the row of low performance: their number stands beside the map, where it is shown."""
    row = {("rendah", "rendah"): 29, ("rendah", "sedang"): 138, ("rendah", "tinggi"): 140}

    def told(count: int | None, places: dict[tuple[str, str], int | None] = row, **changed: Any) -> str:
        parts = [{"kunci": "baik", "jumlah": 500}, {"kunci": None, "jumlah": count}]
        return talent.unassessed(mapped(dict(places), rincian={"predikat": parts}, **changed), locale)

    assert figures(told(206), locale) == [307, 206, 0]
    assert figures(told(206, {**row, ("rendah", "rendah"): None}), locale) == [206, 0]
    assert figures(told(None), locale) == [0]
    assert told(0) == "" == talent.unassessed(mapped({}), locale)


def mapped(counts: dict[tuple[str, str], int | None], unknown: int | None = 0, **parts: Any) -> Facts:
    bands = ("rendah", "sedang", "tinggi")
    found = [
        {"kinerja": high, "potensi": right, "jumlah": counts.get((high, right), 0),
         "disembunyikan": counts.get((high, right), 0) is None}
        for high in bands for right in bands
    ]  # fmt: skip
    talenta = {
        "n": 1000, "sel": found, "tanpa_data": unknown,
        "batas_kinerja": (25.0, 30.0), "batas_potensi": (1 / 3, 2 / 3), "maksimum_potensi": 65.0,
    }  # fmt: skip
    thresholds = {"kelompok": 10, "disiplin": 30}
    return facts_of(ambang=thresholds, dimensi={"kinerja": {"maksimum": 30.0}}, talenta=talenta, **parts)


@LANGUAGES
def test_the_edges_of_the_map_in_numbers(locale):
    assert figures(talent.edges(mapped({}), locale), locale) == [25, 30, 30, 33.3, 66.7, 65]
