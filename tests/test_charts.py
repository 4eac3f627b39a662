"""Charts: what is joined and what is not, what titles and labels say, and that a narrow screen can show them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from support.facts import facts_of, made

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.html import render_html
from ipasn_analysis.blocks.model import Chart, Column, Table
from ipasn_analysis.blocks.svg import height_mm, width_mm
from ipasn_analysis.blocks.typst import chart_typst, render_typst
from ipasn_analysis.charts import bars, funnel, rows, series, ticks
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.ranking import UnitCorong
from ipasn_analysis.result.series import TitikTren
from ipasn_analysis.sections import dimensions
from ipasn_analysis.writing.writer import Writer

ID = Writer("id")


def point(day: str, index: float, instrument: str = "perban8_2019") -> TitikTren:
    when = date.fromisoformat(day)
    return made(TitikTren, per_tanggal=when, tahun=when.year, indeks=index, instrumen=instrument)


def trend(points: list[TitikTren], **changes: Any) -> Facts:
    return facts_of(tren=points, target=81.0, **changes)


SIX = [
    *(point("2023-12-31", 72.4), point("2024-06-30", 66.0), point("2024-12-31", 74.9)),
    *(point("2025-06-30", 67.6), point("2025-09-30", 72.16), point("2025-12-23", 76.3)),
]


def texts(chart: Chart) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", chart.svg)


# Over time ------------------------------------------------------------------------------------------------------------


def test_the_line_joins_the_last_snapshot_of_each_year_alone() -> None:
    ends, within = series.divided(SIX)
    assert [str(found.per_tanggal) for found in ends] == ["2023-12-31", "2024-12-31", "2025-12-23"]
    assert [str(found.per_tanggal) for found in within] == ["2024-06-30", "2025-06-30", "2025-09-30"]


def test_a_year_under_way_is_not_joined_to_the_year_before() -> None:
    ends, within = series.divided(SIX[:4])
    assert [str(found.per_tanggal) for found in ends] == ["2023-12-31", "2024-12-31"]
    assert str(within[-1].per_tanggal) == "2025-06-30"


def test_snapshots_of_every_june_are_joined() -> None:
    junes = [point(f"{year}-06-30", 60.0 + year - 2020) for year in range(2020, 2024)]
    assert series.divided(junes) == (junes, [])


def test_the_trend_names_its_axis_its_months_and_the_plain_last_value() -> None:
    chart = series.series(trend(SIX), ID, "data.", "Judul")
    assert chart is not None
    assert {"Indeks (sumbu tidak mulai dari nol)", "76,30", "Juni", "September", "Target 81,00"} <= set(texts(chart))
    assert "tidak disambung" in chart.caption


def test_published_figures_say_whom_they_are_about() -> None:
    scope = "Pemerintah Provinsi, bukan seluruh wilayah"
    official = [
        {"tahun": year, "indeks": index, "sumber": f"BKD, {year}; {scope}"} for year, index in ((2024, 83), (2025, 82))
    ]
    chart = series.series(trend(SIX, tren_resmi=official), ID, "data.", "Judul")
    assert chart is not None
    assert {f"Angka resmi: {scope}", "83,00", "82,00"} <= set(texts(chart))
    own = [{**entry, "sumber": "BKD"} for entry in official]
    assert "Angka resmi" in texts(series.series(trend(SIX, tren_resmi=own), ID, "data.", "Judul"))  # type: ignore[arg-type]


def test_no_label_of_the_trend_lies_over_a_mark_or_a_label() -> None:
    with theme.chart_style():
        _, axes = theme.new_axes()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        taken = [series._around(axes, 0.5, 0.5)]
        for _ in range(4):
            series._place(axes, (0.5, 0.5, "82,00", 8.0), ("right", "left", "above", "below", "right"), taken)
        assert len(taken) == 5
        assert not series._place(axes, (0.5, 0.5, "82,00", 8.0), ("right", "left", "above", "below"), taken)


# Sizes and labels -----------------------------------------------------------------------------------------------------


def a_bar_chart(names: list[str]) -> Chart:
    parts = [bars.Part(name, 0.545 if place else 0.4, theme.ACCENT.light) for place, name in enumerate(names)]
    return bars.composition("a", "Judul", parts, ID, "data.")


def test_a_simple_chart_fits_the_narrowest_screen() -> None:
    """328 of 360 px are left for it, in which 9 points are 9,6 px."""
    chart = a_bar_chart(["S-1/D-IV", "Tidak tercatat"])
    assert width_mm(chart.svg) == pytest.approx(theme.NARROW_CHART_MM, abs=0.5)
    assert height_mm(chart.svg) < 20
    least = float(re.search(r"\.chart svg\{[^}]*min-width:calc\(var\(--w,172\)\*([.\d]+)rem\)", css())[1])  # type: ignore[index]
    assert theme.NARROW_CHART_MM * least * 16 <= 328
    assert least * 16 / (72 / theme.MM_PER_INCH) * 8 >= 8.5
    assert 'style="--w:108"' in render_html(chart, ID)


def css() -> str:
    from importlib.resources import files

    return files("ipasn_analysis.publish").joinpath("templates/report.css").read_text(encoding="utf-8")


def test_what_scrolls_shows_a_shade_without_a_script() -> None:
    scroll = re.search(r"\.scroll\{[^}]*\}", css())
    assert scroll and "local" in scroll[0] and "--shade" in scroll[0] and "url(" not in scroll[0]


def test_a_name_is_cut_only_where_it_finds_no_room() -> None:
    name = "Satuan Polisi Pamong Praja dan Pemadam Kebakaran"
    assert rows.shortened(name) == name
    cut = rows.shortened(name, 40)
    assert cut.endswith("…") and 35 < rows.text_mm(cut, 8) <= 40
    assert rows.frame(["Kabupaten Tapin"], 8)[0] == theme.NARROW_CHART_MM
    assert rows.frame([name], 8) == (theme.CHART_WIDTH_MM, rows.margin_mm([name], 8))


def test_every_rank_has_a_tick_only_where_ticks_keep_apart() -> None:
    assert ticks.ranks(9) == list(range(1, 10))
    assert ticks.ranks(14) == [1, 2, 4, 6, 8, 10, 12, 14]


def test_a_title_rounds_as_its_labels_do() -> None:
    found = {
        name: {"maksimum": most, "rata_rata": most * 0.545, "persen_maksimum": 54.5}
        for name, most in (("kualifikasi", 25), ("kompetensi", 40), ("kinerja", 30), ("disiplin", 5))
    }
    assert "54,5%" in bars.dimensions(facts_of(dimensi=found), ID, "data.").title


def test_what_at_least_means_is_a_sentence_of_its_own() -> None:
    parts = [
        {"kunci": "s2", "bagian": 0.6, "paling_sedikit": None},
        {"kunci": "s3", "bagian": None, "paling_sedikit": 0.2},
    ]
    facts = facts_of(rincian={"pendidikan": parts}, nama="Provinsi X")
    (chart,) = dimensions._education(facts, ID)
    assert isinstance(chart, Chart)
    assert "data Provinsi X" in chart.source and chart.caption.startswith("≥: sekurang-kurangnya")
    assert "60,0%" in chart.title and "60,0%" in texts(chart)


# The funnel -----------------------------------------------------------------------------------------------------------


def unit(name: str, size: int, index: float, outside: int = 0) -> UnitCorong:
    wide = 30 / size**0.5
    limits = {f"{bound}_{key}": 75 + sign * width * wide for bound, sign in (("atas", 1), ("bawah", -1))
              for key, width in (("95", 2), ("998", 3))}  # fmt: skip
    return made(UnitCorong, limits, nama=name, diukur=size, indeks=index, di_luar_998=outside)


def the_funnel(*outside: tuple[str, int], level: str = "kabupaten") -> Chart:
    units = [unit("Dinas A", 30, 74.0), unit("Dinas B", 300, 76.0), unit("Dinas C", 900, 75.0)]
    units += [unit(name, 60 + place, 75.0 + 20 * side, side) for place, (name, side) in enumerate(outside)]
    chart = funnel.funnel(facts_of(corong={"pusat": 75.0, "unit": units}, tingkat=level), ID, "data.")
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    ("outside", "title"),
    [
        ((), "Tidak ada unit di luar batas yang wajar bagi ukurannya"),
        ((("Dinas X", -1),), "Dinas X di bawah batas yang wajar bagi ukurannya"),
        ((("Dinas X", 1), ("Dinas Y", 1)), "Dinas X dan Dinas Y di atas batas yang wajar bagi ukurannya"),
        ((("Dinas X", 1), ("Dinas Y", -1)), "Dinas Y di bawah, Dinas X di atas batas yang wajar bagi ukurannya"),
        ((("X", 1), ("Y", -1), ("Z", -1)), "3 unit berada di luar batas yang wajar bagi ukurannya"),
    ],
)
def test_the_title_of_the_funnel_names_the_units_outside_and_their_side(outside, title) -> None:
    assert the_funnel(*outside).title == title


def test_the_funnel_names_its_lines_and_never_takes_its_centre_for_the_index_of_a_province() -> None:
    name = "Badan Perencanaan Pembangunan Daerah"
    chart = the_funnel((name, -1))
    assert {name, "rata-rata unit", "95%", "99,8%"} <= set(texts(chart))
    assert "bukan indeks provinsi" in the_funnel(level="provinsi").caption
    assert "bukan indeks provinsi" not in chart.caption


# Tables on paper and on the screen ------------------------------------------------------------------------------------


def pairs(count: int, name: str = "numpy", **changes: Any) -> Table:
    columns = (Column("nama", "Perangkat lunak"), Column("versi", "Versi"))
    return Table("Versi", "Versi", columns, tuple((f"{name} {place}", "2.1") for place in range(count)), **changes)


def test_a_long_list_of_short_pairs_is_printed_in_strips() -> None:
    folded = render_typst(pairs(13), ID)
    assert folded.startswith("#r-strips(") and folded.count('"numpy ') == 13
    assert folded.index('"numpy 4"') < folded.index('"numpy 5"') < folded.index('"numpy 12"')
    assert render_typst(pairs(5), ID).startswith("#r-table(")
    assert render_typst(pairs(13, "nama yang panjang sekali, dan lebih panjang lagi, di sini"), ID).startswith(
        "#r-table("
    )
    assert render_typst(pairs(13, hidden_rows=frozenset({2})), ID).startswith("#r-table(")


def test_a_column_of_names_is_printed_no_wider_than_its_names() -> None:
    columns = (Column("nama", "Unit"), Column("poin", "Sumbangan", "signed"))
    table = Table("Unit", "Unit", columns, (("Dinas Pekerjaan Umum dan Penataan", 1.0), ("Dinas Sosial", 2.0)))
    found = re.search(r"columns: \(([\d.]+)mm, ([\d.]+)mm,\)", render_typst(table, ID))
    assert found and 40 < float(found[1]) < 75
    assert 'class="data small"' in render_html(table, ID)


def test_a_tall_chart_may_float_but_not_away_from_its_heading() -> None:
    tall = Chart("a", "Judul", "Uraian.", '<svg width="487pt" height="450pt"></svg>')
    assert chart_typst(tall, ID, '"a.svg"', floating=True).startswith("#r-tall-chart(")
    assert chart_typst(tall, ID, '"a.svg"').startswith("#r-chart(")
    low = Chart("a", "Judul", "Uraian.", '<svg width="306pt" height="100pt"></svg>')
    assert chart_typst(low, ID, '"a.svg"', floating=True).startswith("#r-chart(")
