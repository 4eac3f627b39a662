"""Blocks, the way values are written, and the three renderings of a block."""

import datetime
import itertools
import json
from dataclasses import replace
from decimal import ROUND_HALF_UP, localcontext
from html.parser import HTMLParser

import pytest
import typst
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.cells import written_rows
from ipasn_analysis.blocks.columns import LANDSCAPE_MM, PORTRAIT_MM, layout
from ipasn_analysis.blocks.display import chart_from_output, mimebundle
from ipasn_analysis.blocks.html import render_html
from ipasn_analysis.blocks.model import (
    Bullets,
    Callout,
    Chart,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Prose,
    Strong,
    Table,
)
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.blocks.svg import clean, svg_of, with_theme_colours
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.blocks.typst import literal, render_typst
from ipasn_analysis.writing.writer import Writer

ID, EN = Writer("id"), Writer("en")
HOSTILE = '<script>alert("x")</script> #read("/etc/passwd") *b* _i_ $m$ @l \\ `c` & \'q\''
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)


class Seen(HTMLParser):
    """The elements and the text of an HTML fragment, and whether its elements are closed in order."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.balanced = True
        self.feed(html)
        self.close()
        self.balanced = self.balanced and not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def a_table(**changes):
    columns = (
        Column("peringkat", "Peringkat", "rank"),
        Column("nama", "Perangkat daerah"),
        Column("indeks", "Indeks", "number"),
        Column("kategori", "Kategori", "category"),
        Column("selang", "Selang peringkat", "interval", 0),
        Column("kualifikasi", "Kualifikasi", "number", group="Dimensi"),
        Column("kompetensi", "Kompetensi", "number", group="Dimensi"),
    )
    rows = (
        (1, "Dinas Kesehatan", 82.125, "tinggi", (1, 3), 20.0, 31.5),
        (2, "Badan Keuangan", 75.0, "sedang", (1, 4), None, 30.0),
        (None, "Kecamatan Aranio", None, None, None, None, None),
    )
    table = Table("Perangkat daerah", "Peringkat unit", columns, rows, "Catatan.", "BKPSDM", frozenset({2}))
    return replace(table, **changes)


def a_chart(**changes):
    svg = '<svg width="9pt" height="9pt" viewBox="0 0 9 9"></svg>'
    return replace(Chart("dimensi", "Judul grafik", "Uraian grafik.", svg, "BKPSDM", "Keterangan."), **changes)


def evaluated(expression):
    """The value of a Typst expression."""
    return json.loads(typst.eval(b"", expression, font_paths=[], ignore_system_fonts=True))


# how values are written


@given(st.floats(-1e9, 1e9), st.integers(0, 4), st.sampled_from(["id", "en"]))
def test_numbers_are_written_as_babel_writes_them(value, decimals, language):
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext() as context:
        context.rounding, context.prec = ROUND_HALF_UP, 40
        expected = format_decimal(value, pattern, locale={"id": "id_ID", "en": "en_GB"}[language])
    negative_zero = not any(digit in expected for digit in "123456789")
    expected = expected.lstrip("-") if negative_zero else expected.replace("-", "−")
    assert Writer(language).number(value, decimals) == expected


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)))
def test_dates_are_written_as_babel_writes_them(day):
    assert ID.date(day) == ID.date(day.isoformat()) == format_date(day, "long", locale="id")
    assert EN.date(day) == format_date(day, "long", locale="en_GB")


def test_a_tie_is_rounded_up_as_in_a_spreadsheet():
    assert [ID.number(value) for value in (82.125, 2.675, 0.005, -0.005)] == ["82,13", "2,68", "0,01", "−0,01"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (ID.integer(4730000), "4.730.000"),
        (ID.signed(0.52), "+0,52"),
        (ID.signed(-1), "−1,00"),
        (ID.signed(-0.001), "0,00"),
        (ID.percent(82.14), "82,1%"),
        (ID.share(0.8214), "82,1%"),
        (ID.share(0.0005, 1), "0,1%"),
        (EN.share(0.8214), "82.1%"),
        (ID.interval(3, 9, 0), "3–9"),
        (ID.interval(-0.5, 1.2), "−0,50 hingga 1,20"),
        (EN.interval(-0.5, 1.2), "−0.50 to 1.20"),
        (ID.date("2025-12-23"), "23 Desember 2025"),
        (EN.date(datetime.date(2025, 12, 23)), "23 December 2025"),
        (ID.number(None), "–"),
        (ID.number(float("nan")), "–"),
        (ID.interval(None, 3), "–"),
        (ID.date(None), "–"),
        (ID.boolean(True), "ya"),
        (EN.boolean(False), "no"),
    ],
)
def test_written_values(written, expected):
    assert written == expected


def test_messages_are_translated_and_unknown_ones_stay():
    assert ID.translate("Daftar isi") == "Daftar isi"
    assert EN.translate("Daftar isi") == "Contents"
    assert EN.translate("pesan yang belum ada") == "pesan yang belum ada"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="id, en"):
        Writer("fr")


# descriptions


def test_a_description_that_cannot_be_shown_is_refused():
    with pytest.raises(ValueError, match="sheet"):
        a_table(name="x" * 32)
    with pytest.raises(ValueError, match="sheet"):
        a_table(name="a/b")
    with pytest.raises(ValueError, match="row 0 has 1 of 7"):
        a_table(rows=((1,),))
    with pytest.raises(ValueError, match="marks a row"):
        a_table(hidden_rows=frozenset({3}))
    with pytest.raises(ValueError, match="two columns"):
        Table("t", "t", (Column("a", "A"), Column("a", "B")), ())
    with pytest.raises(ValueError, match="alternative text"):
        a_chart(alt=" ")
    with pytest.raises(ValueError, match="callout kind"):
        Callout("danger", "x")
    with pytest.raises(ValueError, match="anchor"):
        Heading("x", 2, 'a" onclick="x')
    with pytest.raises(ValueError, match="level 1"):
        Heading("x", 1)
    with pytest.raises(ValueError, match="column kind"):
        Column("a", "A", "money")


# HTML


@given(TEXTS)
@settings(max_examples=40)
def test_no_text_of_a_block_becomes_markup(text):
    columns = (Column("a", text), Column("k", text, "category", group=text or None))
    blocks = [
        Heading(text),
        Prose([text, [text, Strong(text), Link(text, "x")]]),
        Bullets([text]),
        Callout("note", text, [text]),
        KeyFigures([KeyFigure(text, text, text)]),
        Table("t", text, columns, ((text, text),), text, text, frozenset({0}), text),
        a_chart(title=text, alt=text + ".", caption=text, source=text),
    ]
    known = {
        "h2",
        "p",
        "strong",
        "a",
        "ul",
        "li",
        "div",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "svg",
        "title",
        "desc",
    }
    known |= {"table", "caption", "span", "thead", "tbody", "tr", "th", "td"}
    for block in blocks:
        seen = Seen(render_html(block, ID))
        assert {tag for tag, _ in seen.tags} <= known
        assert seen.balanced
        assert not any(name.startswith("on") for _, attributes in seen.tags for name in attributes)


def test_hostile_text_is_read_as_it_stands():
    assert HOSTILE in Seen(render_html(Prose([HOSTILE]), ID)).text
    assert HOSTILE in Seen(render_html(a_table(title=HOSTILE), ID)).text


def test_table_has_caption_scopes_groups_and_sort_values():
    html = render_html(a_table(), ID)
    seen = Seen(html)
    heads = [attributes for tag, attributes in seen.tags if tag == "th"]
    assert [head["scope"] for head in heads] == ["col"] * 5 + ["colgroup"] + ["col"] * 2 + ["row"] * 3
    assert '<th scope="colgroup" class="group" colspan="2">Dimensi</th>' in html
    assert '<td class="num" data-v="82.125">82,13</td>' in html
    assert '<td data-v="4">tinggi</td>' in html
    assert "Sumber: BKPSDM" in html
    label = next(attributes["aria-labelledby"] for tag, attributes in seen.tags if tag == "table")
    assert f'<caption><span id="{label}">Peringkat unit</span></caption>' in html
    assert 'tabindex="0"' in html


def test_missing_and_hidden_cells_say_what_they_are():
    html = render_html(a_table(), ID)
    assert '<td class="none num"><span role="img" aria-label="dirahasiakan">r</span></td>' in html
    hidden = html[html.index('<tr class="hidden-row">') :]
    assert "(disembunyikan)" in hidden
    assert hidden.count('aria-label="disembunyikan"') == 5
    assert "dirahasiakan" not in hidden.replace("r: dirahasiakan.", "")
    assert "r: dirahasiakan." in html
    assert 'aria-label="withheld"' in render_html(a_table(), EN)


def test_only_long_tables_are_filterable():
    row = a_table().rows[0]
    assert "filterable" not in render_html(a_table(), ID)
    assert "filterable" in render_html(a_table(rows=(row,) * 12, hidden_rows=frozenset()), ID)


def test_chart_is_one_image_with_name_and_description():
    html = render_html(a_chart(title="A & <B>"), ID)
    assert '<svg role="img" aria-labelledby="grafik-dimensi-t grafik-dimensi-d"' in html
    assert '<title id="grafik-dimensi-t">A &amp; &lt;B&gt;</title>' in html
    assert '<desc id="grafik-dimensi-d">Uraian grafik.</desc>' in html
    assert "<figcaption>A &amp; &lt;B&gt;</figcaption>" in html


# Typst and plain text


@given(TEXTS)
@example("akhir\\")
@example("\\n \\u{41} \\t")
@example('\\"); read("x')
def test_typst_literal_reads_back_as_the_text(text):
    seen = evaluated(literal(text))
    assert (
        seen.split() == "".join(" " if not c.isprintable() and c in literal_blanks(text) else c for c in text).split()
    )


def literal_blanks(text):
    """The characters that a literal turns into blanks: controls and line separators."""
    return {c for c in text if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029\ufeff"}


def test_typst_calls_hold_hostile_text_only_as_literals():
    blocks = [
        Prose([[HOSTILE, Strong(HOSTILE), Link(HOSTILE, "x")]]),
        a_table(title=HOSTILE, note=HOSTILE, source=HOSTILE),
        KeyFigures([KeyFigure(HOSTILE, HOSTILE, HOSTILE)]),
        Heading(HOSTILE),
    ]
    for block in blocks:
        rendered = render_typst(block, ID).replace(" r: dirahasiakan.", "")
        outside = rendered.replace(literal(HOSTILE), "").replace(literal(f"Sumber: {HOSTILE}"), "")
        assert "passwd" not in outside
        assert "script" not in outside


def test_typst_table_repeats_its_head_and_sets_figures_right():
    code = render_typst(a_table(), ID)
    assert "alignment: (right, left, right, left, right, right, right,)" in code
    assert 'r-group("Dimensi", 2)' in code
    assert 'r-hidden("Kecamatan Aranio", " (disembunyikan)")' in code


def test_tables_get_smaller_then_turn_and_always_fit():
    name = "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Anak"
    seen = []
    for count in range(1, 34):
        columns = (Column("n", "Nama"), *(Column(f"c{k}", "Pendidikan", "percent") for k in range(count)))
        table = Table("t", "t", columns, [(name, *([12.5] * count))])
        placed = layout(table, written_rows(table, ID))
        fixed = sum(width for width in placed.widths_mm if width is not None)
        assert fixed <= (LANDSCAPE_MM if placed.landscape else PORTRAIT_MM) + 2
        seen.append((placed.landscape, -placed.points))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == ((False, -8.5), (True, -6.5))


def test_plain_text_table_is_aligned():
    lines = render_text(a_table(), ID).splitlines()
    assert lines[0] == "Peringkat unit"
    rows = [line for line in lines if "Dinas" in line or "Badan" in line]
    assert len({line.index(",") for line in rows}) == 1
    assert "Kecamatan Aranio (disembunyikan)" in "\n".join(lines)


def test_something_else_is_not_a_block():
    for render in (render_html, render_typst, render_text):
        with pytest.raises(TypeError, match="not a block"):
            render("text", ID)


# notebook outputs


def test_every_block_is_one_output_with_its_metadata(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append((data, options)))
    blocks = [Prose(["a"]), a_table(), a_chart()]
    Section("ringkasan", "Ringkasan", blocks, ID)._ipython_display_()
    assert [options["metadata"]["ipasn"]["kind"] for _, options in shown] == ["heading", "prose", "table", "chart"]
    assert all(options["raw"] for _, options in shown)
    assert set(shown[1][0]) == {"text/html", "text/vnd.typst", "text/plain"}
    assert shown[2][1]["metadata"]["ipasn"]["name"] == "Perangkat daerah"
    assert shown[3][0] == {"image/svg+xml": a_chart().svg, "text/plain": "Uraian grafik."}


def test_a_chart_comes_back_from_its_output():
    data, metadata = mimebundle(a_chart(), ID)
    assert chart_from_output(data["image/svg+xml"], metadata["ipasn"]) == a_chart()


# the look


def drawn(name="contoh", label="a & <b>", colour=theme.ACCENT.light):
    with theme.chart_style():
        figure, axes = theme.new_axes(100, 40, left_mm=20, right_mm=5)
        axes.plot([1, 2, 3], [3.14159, 1, 2], marker="o", color=colour)
        axes.set_title(label)
        return svg_of(figure, name)


def test_a_chart_is_drawn_to_the_same_bytes_without_noise():
    assert drawn() == drawn()
    assert not any(noise in drawn() for noise in ("metadata", "<?xml", "DOCTYPE", "<style", "xlink", "<!--"))
    assert "a &amp; &lt;b&gt;" in drawn()
    assert theme.FONT_FAMILY in drawn()


def test_two_charts_on_a_page_share_no_id():
    def ids(svg):
        return {attributes["id"] for _, attributes in Seen(svg).tags if "id" in attributes}

    first, second = ids(drawn("satu")), ids(drawn("dua"))
    assert first
    assert second
    assert not first & second
    referred = {
        value.split("#")[1].rstrip(")") for _, a in Seen(drawn("satu")).tags for value in a.values() if "#s" in value
    }
    assert referred == first


def test_text_in_a_chart_is_never_altered():
    label = 'x id="q" style="#1f4e79" d="1.23456" href="#m" url(#p)'
    assert label in Seen(with_theme_colours(drawn(label=label))).text


def test_axes_stand_where_the_margins_say():
    with theme.chart_style():
        figure, axes = theme.new_axes(100, 50, left_mm=20, right_mm=10, top_mm=5, bottom_mm=15)
    assert axes.get_position().bounds == pytest.approx((0.2, 0.3, 0.7, 0.6))
    assert figure.get_size_inches() * 25.4 == pytest.approx((100, 50))
    with pytest.raises(ValueError, match="no room"):
        theme.new_axes(30, 20, left_mm=20, right_mm=10)


def test_colours_follow_the_page_in_html_and_stay_in_the_stored_picture():
    svg = drawn()
    assert theme.ACCENT.light in svg
    themed = with_theme_colours(svg)
    assert "var(--c-accent)" in themed
    assert theme.ACCENT.light not in themed


def test_idle_groups_go_and_attributed_ones_stay():
    path = '<path d="M 1.23456 2 \nL 3 4 \n"/>'
    svg = f'<?xml version="1.0"?>\n<svg viewBox="0 0 1 1"><g id="a"><g clip-path="url(#k)"><g/>{path}</g></g>'
    svg += '<clipPath id="k"/></svg>'
    cleaned = clean(svg, "n")
    assert '<g clip-path="url(#n-0)"><path d="M1.23 2L3 4"/></g><clipPath id="n-0"/></svg>' in cleaned


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_text_has_enough_contrast(variant):
    def value(colour):
        return getattr(colour, variant)

    texts = [theme.INK, theme.MUTED, theme.ACCENT, theme.POSITIVE, theme.NEGATIVE, *theme.DIMENSIONS.values()]
    assert all(contrast(value(colour), value(theme.PAPER)) >= 4.5 for colour in texts)
    assert all(contrast(value(colour), value(theme.SURFACE)) >= 4.5 for colour in texts)
    for colour in (theme.CAUTION, theme.INK):
        assert contrast(value(colour), value(theme.CAUTION_SOFT)) >= 4.5
    marks = [theme.NEUTRAL, *theme.CATEGORIES.values()]
    assert all(contrast(value(colour), value(theme.PAPER)) >= 3 for colour in marks)


# Machado, Oliveira, Fernandes (2009), severity 1: linear RGB as seen with protanopia, deuteranopia, tritanopia.
SEEN_WITH = (
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
)


def oklab(colour, matrix):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0), 1) for row in matrix)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


@pytest.mark.parametrize("variant", ["light", "dark"])
@pytest.mark.parametrize("family", [theme.DIMENSIONS, theme.CATEGORIES])
@pytest.mark.parametrize("matrix", SEEN_WITH)
def test_colours_of_a_family_stay_apart_for_the_colour_blind(variant, family, matrix):
    places = [oklab(getattr(colour, variant), matrix) for colour in family.values()]
    distances = [
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 for pair in itertools.combinations(places, 2)
    ]
    assert min(distances) > 0.08


def test_no_two_names_share_a_colour():
    values = [colour.light for colour in theme.PALETTE]
    assert len(set(values)) == len(values)
