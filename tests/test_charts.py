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
from ipasn_analysis.blocks.typst import render_typst
from ipasn_analysis.charts import bars, funnel, rows, series, stack, ticks, waterfall
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.figures import OnGrid
from ipasn_analysis.result.ranking import UnitCorong
from ipasn_analysis.result.series import TitikTren
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
    assert "Sumbu tidak mulai dari nol." in chart.caption
    assert {"Indeks", "76,30", "Juni", "September", "Target 81,00"} <= set(texts(chart))
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


@pytest.mark.filterwarnings("error")
def test_a_year_without_change_is_drawn_with_room_around_coarse_figures() -> None:
    ends = waterfall.Ends(OnGrid(80, 1), OnGrid(80, 1), "2024", "2025")
    with theme.chart_style():
        _, axes = theme.new_axes()
        waterfall.draw_waterfall(axes, ends, [("Kinerja", OnGrid(0, 1), "black")], ID)
        low, high = axes.get_xlim()
        assert low < 80 < min(text.get_position()[0] for text in axes.texts) < high


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
    assert "54,5%" in bars.dimensions_title(facts_of(dimensi=found), ID)


# The funnel -----------------------------------------------------------------------------------------------------------


def unit(name: str, size: int, index: float, verdict: str = "belum_dapat_dibedakan") -> UnitCorong:
    wide = 60 / size**0.5
    return made(UnitCorong, nama=name, diukur=size, indeks=index, bawah=75 - wide, atas=75 + wide, putusan=verdict)


def the_funnel(*clear: tuple[str, str], level: str = "kabupaten") -> Chart:
    units = [unit("Dinas A", 30, 74.0), unit("Dinas B", 300, 76.0), unit("Dinas C", 900, 75.0)]
    units += [
        unit(name, 60 + place, 95.0 if side == "di_atas" else 55.0, side) for place, (name, side) in enumerate(clear)
    ]
    chart = funnel.funnel(facts_of(corong={"pusat": 75.0, "unit": units}, tingkat=level), ID, "data.")
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    ("clear", "title"),
    [
        ((), "Belum ada perangkat daerah yang dapat dibedakan dari rata-rata"),
        ((("Dinas X", "di_bawah"),), "Dinas X jelas di bawah rata-rata"),
        ((("Dinas X", "di_atas"), ("Dinas Y", "di_atas")), "Dinas X dan Dinas Y jelas di atas rata-rata"),
        (
            (("Dinas X", "di_atas"), ("Dinas Y", "di_bawah")),
            "Dinas X jelas di atas rata-rata, Dinas Y jelas di bawahnya",
        ),
        (
            (("X", "di_atas"), ("Y", "di_bawah"), ("Z", "di_bawah")),
            "Jelas di atas rata-rata: 1 perangkat daerah; jelas di bawahnya: 2",
        ),
    ],
)
def test_the_title_of_the_funnel_names_the_clear_units_and_their_side(clear, title) -> None:
    assert the_funnel(*clear).title == title


def test_the_funnel_names_its_lines_and_never_takes_its_centre_for_the_index_of_a_province() -> None:
    name = "Badan Perencanaan Pembangunan Daerah"
    chart = the_funnel((name, "di_bawah"))
    assert {name, "rata-rata"} <= set(texts(chart))
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


def test_the_missing_points_fill_the_bar_to_a_hundred() -> None:
    facts = facts_of(
        indeks=76.3,
        sumber_nilai="resmi",
        dimensi={
            name: {"rata_rata": mean, "maksimum": most, "persen_maksimum": 100 * mean / most, "disembunyikan": False}
            for name, mean, most in (
                ("kualifikasi", 13.6, 25.0),
                ("kompetensi", 30.5, 40.0),
                ("kinerja", 27.2, 30.0),
                ("disiplin", 5.0, 5.0),
            )
        },
    )
    chart = stack.missing_points(facts, ID)
    assert chart is not None and chart.title == "Dari 23,7 poin yang belum diraih, 11,4 ada pada kualifikasi"
    assert chart.alt == "Kualifikasi 11,4; Kompetensi 9,5; Kinerja 2,8"
    assert {"Kualifikasi", "11,4", "Kinerja"} <= {line for text in texts(chart) for line in text.split("\n")}
