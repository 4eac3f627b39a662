"""Sections of robustness, governments, position and inequality: from sample facts, and from constructed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.facts import made

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.html import render_html
from ipasn_analysis.blocks.model import Chart, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.charts import tilemap
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.ranking import PemerintahTampil, PemerintahTersembunyi, Petak
from ipasn_analysis.sections import governments, inequality, position
from ipasn_analysis.sections import robustness as robustness_section
from ipasn_analysis.statistics.inequality import variance_split
from ipasn_analysis.writing.writer import Writer

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
PROVINCE = (governments.section, inequality.section, robustness_section.section)


@pytest.fixture(scope="module")
def kalsel(sample, sample_facts):
    """The territory with three governments, and its people."""
    data = gathered("kalsel", None, str(sample))
    people = pd.concat([own.current.scores.assign(region=own.region) for own in data.own], ignore_index=True)
    return sample_facts("kalsel", "internal"), people


@pytest.fixture(scope="module")
def tapin(sample_facts):
    return sample_facts("tapin", "internal")


def tables(section: Section) -> dict[str, Table]:
    return {block.name: block for block in section.whole if isinstance(block, Table)}


def charts(section: Section) -> dict[str, Chart]:
    return {block.name: block for block in section.whole if isinstance(block, Chart)}


def written(section: Section) -> str:
    return "\n".join(render_text(block, section.w) for block in section.all_blocks)


class Texts(HTMLParser):
    """The pieces of text of a drawing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def texts_of(chart: Chart) -> list[str]:
    reader = Texts()
    reader.feed(chart.svg)
    return reader.found


# Facts ---------------------------------------------------------------------------------------------------------------


def test_robustness_runs_over_the_units_that_are_shown(kalsel, tapin):
    facts, _ = kalsel
    for found in (facts, tapin):
        shown = {row.nama for row in found.perangkat_daerah if not row.disembunyikan}
        part = found.ketahanan
        lists = [part.perangkat_daerah, part.geometrik, *part.tanpa_dimensi.values()]
        lists.append(part.instrumen_lain.perangkat_daerah)
        assert all({row.nama for row in rows} == shown for rows in lists)
    assert tapin.ketahanan.pemerintah is None
    names = {row.nama for row in facts.pemerintah}
    assert {row.nama for row in facts.ketahanan.pemerintah.peringkat} == names


def test_official_ranks_agree_with_the_ranking(kalsel):
    facts, _ = kalsel
    ranked = {row.nama: row.peringkat for row in facts.perangkat_daerah if not row.disembunyikan}
    assert {row.nama: row.peringkat for row in facts.ketahanan.perangkat_daerah} == ranked
    of_governments = {row.nama: row.peringkat for row in facts.pemerintah}
    assert {row.nama: row.peringkat for row in facts.ketahanan.pemerintah.peringkat} == of_governments


@pytest.mark.parametrize("dimension", ["kualifikasi", "kompetensi"])
def test_ranks_without_a_dimension_are_those_of_the_sum_of_the_others(kalsel, dimension):
    facts, people = kalsel
    mine = people[people["region"] == "pemprov-kalsel"]
    rest = (mine["indeks"] - mine[dimension]).groupby(mine["perangkat_daerah"].astype(str)).mean()
    rows = facts.ketahanan.tanpa_dimensi[dimension]
    shown = rest[[row.nama for row in rows]]
    for row in rows:
        assert row.peringkat == 1 + sum(other > shown[row.nama] + 1e-9 for other in shown)


def test_the_effect_of_the_other_instrument_adds_up(kalsel, tapin):
    for facts in (kalsel[0], tapin):
        other = facts.ketahanan.instrumen_lain
        assert sum(other.per_dimensi.values()) == pytest.approx(other.selisih)
        assert other.indeks - facts.indeks == pytest.approx(other.selisih)
        assert other.jumlah == facts.pegawai.diukur
        assert other.tanpa_syarat_pendidikan is False


points = st.floats(0, 1).map(lambda share: round(share, 3))


def test_expected_shares_by_chance_are_what_lots_give():
    values = np.random.default_rng(1).normal(70, 10, 60)
    governments_, units = np.repeat([0, 1, 2], 20), np.repeat(np.arange(12), 5)
    lots = np.random.default_rng(2)
    drawn = [variance_split(lots.permutation(values), governments_, units).shares for _ in range(3000)]
    assert np.mean([shares[0] for shares in drawn]) == pytest.approx((3 - 1) / 59, abs=0.002)
    assert np.mean([shares[1] for shares in drawn]) == pytest.approx((12 - 3) / 59, abs=0.004)


def test_inequality_counts_its_groups(kalsel):
    facts, people = kalsel
    found = facts.ketimpangan
    units = people[["region", "perangkat_daerah"]].astype(str).drop_duplicates()
    assert (found.pemerintah, found.unit) == (3, len(units))
    assert found.kebetulan.antar_pemerintah == pytest.approx((3 - 1) / (len(people) - 1))
    assert found.kebetulan.antar_unit == pytest.approx((len(units) - 3) / (len(people) - 1))
    assert found.simpangan == pytest.approx(people["indeks"].std(ddof=0))
    means = people.groupby("region")["indeks"].transform("mean")
    assert found.antar_pemerintah == pytest.approx(means.var(ddof=0) / people["indeks"].var(ddof=0))


def test_separation_is_the_best_less_the_others_over_all_people(kalsel):
    facts, people = kalsel
    order = [row.region for row in facts.pemerintah]
    assert facts.banyak_teratas == 1
    best, others = people[people["region"] == order[0]], people[people["region"] != order[0]]
    worst = people[people["region"] == order[-1]]
    for row in facts.pembeda:
        name = row.dimensi
        assert row.selisih_lainnya == pytest.approx(best[name].mean() - others[name].mean(), abs=3e-9)
        assert row.selisih == pytest.approx(best[name].mean() - worst[name].mean())
    assert sum(row.bagian_keragaman for row in facts.pembeda) == pytest.approx(1)
    items = {row.butir: row for row in facts.pembeda_butir}
    assert items["diklat_teknis"].teratas == pytest.approx((best["diklat_teknis"] > 0).mean())


def test_paths_start_and_end_with_the_series(kalsel):
    found = kalsel[0].konvergensi
    ends = [row.akhir for row in found.per_pemerintah]
    starts = [row.awal for row in found.per_pemerintah]
    assert starts == sorted(starts, reverse=True)
    assert np.std(ends, ddof=1) == pytest.approx(found.simpangan[-1])
    assert np.std(starts, ddof=1) == pytest.approx(found.simpangan[0])


# Sections ------------------------------------------------------------------------------------------------------------


def sections(facts, language) -> Iterator[Section]:
    builders = PROVINCE if facts.tingkat == "provinsi" else (position.section, robustness_section.section)
    return (build(facts, Writer(language)) for build in builders)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_section_is_written_whole_in_both_languages(kalsel, tapin, language):
    for facts in (kalsel[0], tapin):
        for section in sections(facts, language):
            text = written(section)
            assert not re.search(r"\{\w*\}|\bNone\b(?! of)|\bnan\b", text)
            assert all(chart.alt and chart.title for chart in charts(section).values())
            assert render_html(section.all_blocks[0], section.w).startswith(f'<h2 id="{section.anchor}">')


def test_anchors_are_those_that_links_lead_to(kalsel, tapin):
    found = [section.anchor for section in sections(kalsel[0], "id")]
    assert found == ["pemerintah", "ketimpangan", "ketahanan"]
    assert [section.anchor for section in sections(tapin, "id")] == ["posisi", "ketahanan"]


def test_english_sections_hold_no_indonesian_sentence(kalsel):
    for section in sections(kalsel[0], "en"):
        assert not re.search(r"\b(yang|dengan|adalah|pegawai|peringkat)\b", written(section))


def test_position_sets_the_own_row_apart_and_names_no_foreign_unit(tapin):
    section = position.section(tapin, Writer())
    table = tables(section)["Posisi di provinsi"]
    assert [table.rows[place][1] for place in table.highlighted_rows] == ["Kabupaten Tapin"]
    assert {column.key for column in table.columns}.isdisjoint(DIMENSIONS)
    assert not re.search(r"Dinas|Kecamatan|Badan|RSUD", written(section))
    own = next(row for row in table.rows if row[1] == "Kabupaten Tapin")
    assert own[-1] is None
    for row in table.rows:
        assert row[-1] is None or row[-1] == pytest.approx(row[2] - own[2])


def test_a_hidden_government_shows_its_size_class_alone(kalsel):
    facts, _ = kalsel
    small = PemerintahTersembunyi(
        region="kecil", nama="Kabupaten Kecil", kelas_ukuran="1–9", petak=Petak(row=9, column=9)
    )
    rows = (*facts.peringkat_pemerintah, small)
    section = governments.section(facts.model_copy(update={"peringkat_pemerintah": rows}), Writer())
    table = tables(section)["Pemerintah daerah"]
    assert table.hidden_rows == {3}
    assert [cell for cell in table.rows[3] if cell is not None] == ["Kabupaten Kecil (1–9)"]
    assert "dirahasiakan" in texts_of(charts(section)["peta-petak"])


def with_robustness(facts: Facts, **parts: Any) -> Facts:
    return facts.model_copy(update={"ketahanan": facts.ketahanan.model_copy(update=parts)})


def test_the_robustness_table_joins_all_alternatives_by_name(tapin):
    part = tapin.ketahanan
    table = tables(robustness_section.section(tapin, Writer()))["Ketahanan perangkat daerah"]
    keys = [column.key for column in table.columns]
    for row in table.rows:
        cells = dict(zip(keys, row, strict=True))
        for key, ranks in {**dict(part.tanpa_dimensi), "geometrik": part.geometrik}.items():
            assert cells[key] == next(entry.peringkat for entry in ranks if entry.nama == cells["nama"])
    without = part.instrumen_lain.model_copy(update={"tanpa_syarat_pendidikan": True})
    silent = with_robustness(tapin, instrumen_lain=without)
    hidden = tables(robustness_section.section(silent, Writer()))["Ketahanan perangkat daerah"]
    assert "lain" in keys and "lain" not in [column.key for column in hidden.columns], "its ranks say nothing then"
    other = {entry.nama: entry.peringkat for entry in part.instrumen_lain.perangkat_daerah}
    assert {row[1]: row[-1] for row in table.rows} == other


def test_ready_scores_leave_out_the_other_instrument(tapin):
    facts = with_robustness(tapin, instrumen_lain=None)
    section = robustness_section.section(facts, Writer())
    assert "lain" not in {column.key for column in tables(section)["Ketahanan perangkat daerah"].columns}
    assert "Nilai yang diimpor tidak dapat dihitung ulang" in written(section)


def test_too_few_units_are_not_ranked(tapin):
    one = tapin.ketahanan.perangkat_daerah[:1]
    section = robustness_section.section(with_robustness(tapin, perangkat_daerah=one, instrumen_lain=None), Writer())
    assert "Kurang dari dua perangkat daerah ditampilkan" in written(section)
    assert not tables(section)


def test_a_province_without_variance_or_history_says_so(kalsel):
    facts = kalsel[0].model_copy(update={"ketimpangan": None, "konvergensi": None, "pembeda": ()})
    text = written(inequality.section(facts, Writer()))
    assert "tidak ada ketimpangan" in text
    assert "Belum cukup data" in text
    assert "membedakan" not in written(governments.section(facts, Writer()))


# Charts --------------------------------------------------------------------------------------------------------------

tiles = st.lists(st.none() | st.builds(Petak, row=st.integers(0, 6), column=st.integers(0, 6)), min_size=1, max_size=40)


@given(tiles)
def test_every_government_has_a_place_of_its_own(petak):
    places = tilemap.layout(petak)
    assert len(set(places)) == len(petak)
    for first in range(len(petak)):
        for second in range(first):
            (x, y), (u, v) = places[first], places[second]
            assert abs(x - u) >= 1 or abs(y - v) >= 1 - 1e-9
    assert min(x for x, _ in places) == 0
    assert min(y for _, y in places) == 0
    mapped = {place for place, tile in zip(places, petak, strict=True) if tile is not None and place[1] % 1 == 0}
    lowest = max((y for _, y in mapped), default=-1)
    assert all(y > lowest for (_, y), tile in zip(places, petak, strict=True) if tile is None)


def test_neighbours_on_the_map_stay_neighbours():
    places = tilemap.layout([Petak(row=3, column=5), Petak(row=3, column=6), Petak(row=4, column=5)])
    assert places == [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]


def province_of(count):
    categories = list(theme.CATEGORIES)
    return [
        made(
            PemerintahTampil,
            nama=f"Kabupaten Wilayah Nomor{place}",
            indeks=60 + place / 2,
            kategori=categories[place % 5],
            petak=Petak(row=place // 7, column=place % 7) if place else None,
            dimensi={"kualifikasi": 15.0, "kompetensi": 20 + place / 2, "kinerja": 25.0, "disiplin": None},
        )
        for place in range(count)
    ]


@pytest.mark.parametrize("count", [1, 5, 35])
def test_the_map_writes_name_and_index_of_any_number_of_governments_and_what_colours_mean(count):
    rows = province_of(count)
    found = texts_of(tilemap.tile_map(rows, Writer(), "", "Peta"))
    joined = " ".join(found)
    for row in rows:
        assert row.nama.removeprefix("Kabupaten ").split()[-1] in joined
        assert Writer().number(row.indeks) in found
        assert row.kategori in found


def test_a_city_keeps_its_kind_so_that_it_is_not_taken_for_a_regency():
    assert tilemap.short_name("Kota Banjar") == "Kota Banjar"
    assert tilemap.short_name("Kabupaten Banjar") == "Banjar"
    assert tilemap.short_name("Pemerintah Provinsi Riau") == "Pemerintah Provinsi"


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on_dark(colour: str) -> str:
    """The colour that takes the place of a colour of the palette on dark paper."""
    return next((entry.dark for entry in theme.PALETTE if entry.light == colour), colour)


@pytest.mark.parametrize("kategori", theme.CATEGORIES)
def test_tiles_are_readable_on_light_and_dark_paper(kategori):
    ink, fill = tilemap.ink_of(kategori), theme.CATEGORIES[kategori]
    assert contrast(ink, fill.light) >= 4.5
    assert contrast(on_dark(ink), fill.dark) >= 4.5
