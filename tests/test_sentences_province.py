"""Sentences about robustness, governments and inequality: sign, size and certainty decide the words."""

import pytest
from support.facts import facts_of, made, opened

from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.result.province import Ketimpangan, Konvergensi
from ipasn_analysis.result.ranking import (
    Pasangan,
    PemerintahTampil,
    PemerintahTersembunyi,
    Peringkat,
    PeringkatUlangan,
)
from ipasn_analysis.sections import governments, inequality, position, robustness, separation, standing
from ipasn_analysis.writing.writer import Writer

ID, EN = Writer("id"), Writer("en")


def government(name, rank, index, low, high, **marks):
    row = {
        "region": name.lower(),
        "nama": name,
        "peringkat": rank,
        "peringkat_min": low,
        "peringkat_maks": high,
        "indeks": index,
        "kategori": "tinggi" if index >= 81 else "sedang",
        "dimensi": {"kualifikasi": 14.0, "kompetensi": index - 49, "kinerja": 30.0, "disiplin": 5.0},
        "disembunyikan": False,
        **dict.fromkeys(("pasti_teratas", "mungkin_teratas", "pasti_terbawah", "mungkin_terbawah"), False),
    }
    return made(PemerintahTampil, row | marks)


def ranked(*rows, best=2, region="a", **parts):
    return facts_of(tingkat="provinsi", region=region, peringkat_pemerintah=rows, banyak_teratas=best, **parts)


ROWS = (
    government("A", 1, 85.0, 1, 1, pasti_teratas=True, mungkin_teratas=True),
    government("B", 2, 83.0, 2, 3, mungkin_teratas=True),
    government("C", 3, 82.5, 2, 3, mungkin_teratas=True, mungkin_terbawah=True),
    government("D", 4, 70.25, 4, 4, pasti_terbawah=True, mungkin_terbawah=True),
)
FOUR = ranked(*ROWS)


def test_only_governments_with_a_target_count_among_those_who_reached_theirs():
    aims = ((85.0, 84.0), (83.0, 83.5), (82.5, None), (70.25, 71.0))
    rows = [
        government(f"G{place}", place, index, 1, 4, target=aim, target_tercapai=None if aim is None else index >= aim)
        for place, (index, aim) in enumerate(aims, start=1)
    ]
    assert (
        governments.reached(ranked(*rows), ID)
        == "Sebanyak 1 dari 3 pemerintah daerah yang bertarget mencapai targetnya."
    )
    none = "Tidak satu pun dari 2 pemerintah daerah yang bertarget mencapai targetnya."
    assert governments.reached(ranked(*rows[1:]), ID) == none
    assert governments.reached(ranked(*rows[2:3]), ID) == ""


def test_the_headline_of_a_province_is_one_sentence_that_names_nobody_twice():
    fell = {"perubahan": -1.05, "perubahan_lebih_dari_derau": True}
    own = government("Pemprov", 1, 83.85, 1, 3, pemprov=True, **fell)
    rows = (own, government("B", 2, 83.0, 1, 3, **fell), government("C", 3, 70.0, 1, 3))
    told = governments.lead(ranked(*rows), ID)
    assert told.startswith("Pemprov turun 1,05 poin menjadi 83,85 (tinggi); sebanyak 2 dari 3 pemerintah daerah ")
    assert told.endswith("; turun nyata juga: B") and told.count("Pemprov") == 1
    assert governments.lead(ranked(*rows[1:]), ID).endswith("; turun nyata: B")


def test_no_best_and_worst_are_named_among_two_or_three_governments():
    assert governments.best(ranked(*ROWS, best=1), ID) == ""


def test_range_names_the_highest_and_the_lowest():
    assert governments.leaders(FOUR, ID) == "Indeks 4 pemerintah daerah berkisar dari 70,25 (D) sampai 85,00 (A)."
    assert governments.leaders(ranked(government("A", 1, 85.0, 1, 1)), ID) == ""


def test_a_rank_among_some_governments_says_among_how_many():
    facts = facts_of({**opened(FOUR), "region": "a", "pemerintah_tidak_ada": ["x", "y"]})
    words = "dari 4 pemerintah daerah yang dapat dibandingkan, dari 6 di provinsi"
    assert words in governments.position(facts, ID) and words in standing.rank(facts, ID)


def test_the_rank_heads_the_chart_whole_whatever_the_names_hold():
    facts = facts_of({**opened(FOUR), "region": "a", "nama": "Kab. A"})
    rows = [row.model_copy(update={"nama": f"Kab. {row.nama}"}) for row in facts.peringkat_pemerintah]
    facts = facts.model_copy(update={"peringkat_pemerintah": tuple(rows)})
    (chart,) = [block for block in position.section(facts, ID).blocks if isinstance(block, Chart)]
    assert chart.title == "Kab. A menempati peringkat ke-1 dari 4 pemerintah daerah"


def test_hidden_governments_are_not_counted():
    facts = ranked(*ROWS, made(PemerintahTersembunyi, nama="E", region="e"))
    assert "4 pemerintah" in governments.leaders(facts, ID)
    assert "4 pemerintah" in governments.position(facts, ID)


def test_position_needs_another_government():
    alone = ranked(government("A", 1, 85.0, 1, 1))
    assert "tidak dihitung" in governments.position(alone, ID)
    assert "not computed" in governments.position(ranked(*ROWS, region="z"), EN)


def test_separation_names_the_widest_lead_and_the_share_of_the_variance():
    rows = [
        {"dimensi": "kualifikasi", "selisih_lainnya": 0.3, "bagian_keragaman": 0.9},
        {"dimensi": "kompetensi", "selisih_lainnya": 5.125, "bagian_keragaman": 0.1},
        {"dimensi": "kinerja", "selisih_lainnya": None, "bagian_keragaman": None},
    ]
    items = [
        {"butir": "seminar", "teratas": 0.5, "lainnya": 0.75, "selisih": -0.25},
        {"butir": "diklat_teknis", "teratas": 0.9, "lainnya": 0.6, "selisih": 0.3},
    ]
    text = separation.separation(ranked(*ROWS, pembeda=rows, pembeda_butir=items), ID)
    assert (
        "Pemerintah daerah dengan indeks tertinggi (A dan B) paling unggul dalam kompetensi: rata-rata 5,13 poin"
        in text
    )
    assert "90% berasal dari kualifikasi" in text
    assert "diklat teknis (≥ 20 JP): dipenuhi 90% pegawai di pemerintah daerah itu dan 60%" in text
    assert separation.separation(FOUR, ID) == ""


def test_titles_say_what_the_charts_show():
    rows = FOUR.peringkat_pemerintah
    assert governments.map_title(rows, ID) == "Sebanyak 3 dari 4 pemerintah daerah berkategori tinggi atau di atasnya"
    assert (
        governments.map_title(rows[2:], ID) == "Sebanyak 1 dari 2 pemerintah daerah berkategori tinggi atau di atasnya"
    )
    assert governments.map_title(rows[2:], EN) == "1 of 2 governments is in the category “high” or higher"
    assert governments.map_title(rows[3:], ID) == "Indeks dan kategori menurut pemerintah daerah"


# Robustness ----------------------------------------------------------------------------------------------------------


def spread(name, rank, low, high):
    return PeringkatUlangan(nama=name, peringkat=rank, median=rank, p05=low, p95=high)


def test_pairs_are_written_as_shares():
    stable = Pasangan(jumlah=1225, bertahan=0.9641, kokoh=0.85155)
    text = robustness.pairs(stable, 10_000, "perangkat daerah", ID)
    assert "10.000 kali" in text
    assert "Dari 1.225 pasangan perangkat daerah, 85,2% mempertahankan" in text
    assert "bertahan pada 96,4% percobaan" in text
    none = Pasangan(jumlah=0, bertahan=None, kokoh=None)
    assert (
        robustness.pairs(none, 10_000, "pemerintah daerah", ID)
        == "Tidak ada pasangan pemerintah daerah dengan indeks yang berbeda."
    )


def test_nobody_is_named_where_no_rank_moves():
    assert "Setiap peringkat tetap" in robustness.dependent([spread("A", 1, 1, 1), spread("B", 2, 2, 2)], ID)
    assert "Setiap peringkat tetap" in robustness.dependent([], ID)


def test_shift_is_the_mean_distance_in_ranks():
    other = [Peringkat(nama=name, peringkat=rank) for name, rank in (("A", 3), ("B", 2), ("C", 1))]
    assert robustness.shift({"A": 1, "B": 2, "C": 3}, other) == pytest.approx(4 / 3)


def method(own_instrument="perban8_2019", own_provisional=False, **changed):
    other = {
        "instrumen": "bkn4190_2024",
        "sementara": True,
        "indeks": 66.0,
        "selisih": -10.5,
        "naik": 0.13,
        "turun": 0.78,
        "korelasi_peringkat": 0.665,
        "tanpa_syarat_pendidikan": True,
        "per_dimensi": {"kualifikasi": -13.5, "kompetensi": 3.25, "kinerja": -0.25, "disiplin": 0.0},
    }
    found = {"instrumen_lain": other | changed}
    return facts_of(instrumen=own_instrument, sementara=own_provisional, ketahanan=found)


def test_without_required_education_only_the_other_dimensions_are_compared():
    first, _ = robustness.other_instrument(method(), ID)
    assert "pendidikan yang disyaratkan jabatan" in first and "+3,00 poin terhadap Peraturan BKN 8/2019" in first
    assert "kompetensi +3,25, kinerja −0,25" in first
    for misleading in ("66,00", "10,50", "13,50", "pegawai naik", "Korelasi"):
        assert misleading not in first


def test_nothing_is_called_provisional_that_is_not():
    paragraphs = robustness.other_instrument(method(sementara=False, tanpa_syarat_pendidikan=False), ID)
    assert len(paragraphs) == 1
    other = {"sementara": False, "tanpa_syarat_pendidikan": False, "instrumen": "perban8_2019"}
    own = method("bkn4190_2024", True, **other)
    assert "Instrumen Surat Kepala BKN 4190/2024 baru dikenal sebagian" in robustness.other_instrument(own, ID)[1]


def test_withheld_shares_are_not_written_and_ready_scores_say_nothing():
    assert "pegawai naik" not in robustness.other_instrument(method(naik=None, tanpa_syarat_pendidikan=False), ID)[0]
    assert robustness.other_instrument(facts_of(), ID) == []


# Inequality ----------------------------------------------------------------------------------------------------------

SHARES = {
    "antar_pemerintah": 0.12,
    "antar_unit": 0.05,
    "antar_orang": 0.83,
    "simpangan": 13.686,
    "pemerintah": 14,
    "unit": 543,
    "kebetulan": {"antar_pemerintah": 0.0002, "antar_unit": 0.0072},
}
SPLIT = made(Ketimpangan, SHARES)


def test_the_split_gives_all_shares_and_what_chance_would_give():
    text = inequality.parts(SPLIT, ID)
    for figure in ("13,69 poin", "12,0% terletak antarpemerintah daerah", "5,0%", "83,0%", "0,02%", "0,72%"):
        assert figure in text


def way(spread, beta=0.25, p=0.01, exact=False):
    paths = [
        {"nama": "A", "awal": 60.0, "akhir": 72.0, "laju": 2.0},
        {"nama": "B", "awal": 62.0, "akhir": 61.0, "laju": -0.1667},
    ]
    found = {"tahun": [2019, 2025], "simpangan": spread, "pemerintah": 14, "beta": beta, "p_value": p, "eksak": exact}
    return made(Konvergensi, found, per_pemerintah=paths)


@pytest.mark.parametrize(
    ("spread", "word", "title"),
    [
        (
            [2.0, 5.356],
            "melebar: simpangan baku indeks 14 pemerintah daerah naik dari 2,00 poin (2019) menjadi 5,36",
            "lebih lebar",
        ),
        ([5.0, 2.0], "menyempit: simpangan baku indeks 14 pemerintah daerah turun dari 5,00", "lebih sempit"),
        ([2.001, 2.004], "sama pada 2019 dan 2025: 2,00 poin", "sama"),
    ],
)
def test_the_spread_is_called_by_its_shown_sign(spread, word, title):
    assert word in inequality.spread(way(spread), ID)
    assert title in inequality.spread_title(way(spread), ID)


def test_divergence_is_not_put_down_to_regression_to_the_mean():
    text = inequality.catching_up(way([2.0, 5.0]), ID)
    assert "sudah lebih tinggi naik lebih cepat" in text
    assert "0,25 poin per tahun lebih banyak (uji permutasi dengan undian, p = 0,010)" in text
    assert "makin tertinggal" in text


def test_catching_up_is_doubted_and_more_so_when_the_spread_does_not_narrow():
    narrowing = inequality.catching_up(way([5.0, 2.0], beta=-0.2), ID)
    assert "lebih rendah naik lebih cepat" in narrowing
    assert "Sebagian dari pola ini dapat berupa regresi ke rata-rata" in narrowing
    widening = inequality.catching_up(way([2.0, 2.5], beta=-0.2), ID)
    assert "dapat seluruhnya berupa regresi ke rata-rata" in widening
    assert "bukan bukti" in widening


def test_no_evidence_is_called_no_evidence():
    for slope in (-0.3, 0.3):
        text = inequality.catching_up(way([2.0, 5.0], beta=slope, p=0.05, exact=True), ID)
        assert text.startswith("Tidak ada bukti")
        assert "uji permutasi eksak, p = 0,050" in text
    assert "tidak dapat diuji" in inequality.catching_up(way([2.0, 2.0], beta=None, p=None), ID)


def test_the_paths_title_names_the_fastest_and_the_slowest():
    text = "Laju tertinggi: A (+2,00 poin per tahun); terendah: B (−0,17)"
    assert inequality.paths_title(way([2.0, 5.0]), ID) == text
