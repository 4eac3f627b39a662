"""Slides for the head of the region: one finding each, from the same facts and in the same words as the report."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.slides import Series, Slide, SlideChart
from ipasn_analysis.charts.bars import dimensions_title
from ipasn_analysis.charts.ranking import line_names
from ipasn_analysis.charts.rows import abridged
from ipasn_analysis.charts.stack import LOW, categories_title
from ipasn_analysis.facts.plan import available, chosen, items
from ipasn_analysis.result.facts import Facts, ProvinceFacts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import Tampil
from ipasn_analysis.sections import (
    causes,
    change,
    governments,
    inputs,
    season,
    since_last,
    standing,
    summary,
    target,
    tasks,
    trend,
    units,
)
from ipasn_analysis.sections.common import (
    shown_governments,
    shown_units,
    source,
    source_of_governments,
    source_of_series,
)
from ipasn_analysis.sections.strengths import improvements, strengths
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, SOURCES
from ipasn_analysis.writing.writer import N_, Writer

MOST_LINES = 14
"""Units or governments that a slide has room for; of more it shows both ends and says how many are left out."""
Builder = Callable[[Facts, Writer], Slide | None]


def slides(facts: Facts, w: Writer) -> tuple[Slide, ...]:
    """Eight to ten slides where the facts allow; what cannot be told has none."""
    builders: tuple[Builder, ...] = (
        _opening, _dimensions, _categories, _governments, _trend, _change, _units, _plan, _tasks, _caveats,
    )  # fmt: skip
    return tuple(slide for build in builders if (slide := build(facts, w)) is not None)


def _opening(facts: Facts, w: Writer) -> Slide:
    first = f"{governments.lead(facts, w)}." if isinstance(facts, ProvinceFacts) else standing.against_target(facts, w)
    sentences = (first, causes.change(facts, w))
    notes = _notes([standing.headline(facts, w), *sentences, summary.coverage(facts, w)], source(facts, w), w)
    title = w("Indeks {indeks:n}: kategori {kategori:t}", indeks=facts.indeks, kategori=facts.kategori)
    return Slide(title, figures=tuple(summary.figures(facts, w)), sentences=sentences, notes=notes)


def _dimensions(facts: Facts, w: Writer) -> Slide:
    shown = {name: row for name, row in facts.dimensi.items() if row.rata_rata is not None}
    attained = tuple(row.rata_rata for row in shown.values())
    missing = tuple(row.maksimum - known(row.rata_rata) for row in shown.values())
    names = tuple(w.label(DIMENSIONS, name) for name in shown)
    series = (
        Series(w("Tercapai"), attained, theme.ACCENT.light),
        Series(w("Belum tercapai"), missing, theme.RULE.light),
    )
    chart = SlideChart("stacked", names, series)
    return Slide(dimensions_title(facts, w), chart, notes=_notes([], source(facts, w), w))


def _categories(facts: Facts, w: Writer) -> Slide | None:
    rows = facts.sebaran_kategori
    if any(row.bagian is None for row in rows):
        return None
    names = tuple(w.translate(row.kategori).capitalize() for row in rows)
    share = Series(w("Persen pegawai"), tuple(100 * known(row.bagian) for row in rows), theme.ACCENT.light)
    lows = tuple(index for index, row in enumerate(rows) if row.kategori in LOW)
    title = categories_title(facts, w)
    return Slide(title, SlideChart("bar", names, (share,), 1, lows), notes=_notes([], source(facts, w), w))


def _governments(facts: Facts, w: Writer) -> Slide | None:
    rows = shown_governments(facts)
    if len(rows) < 2:
        return None
    own = [place for place, row in enumerate(rows) if row.region == facts.region]
    title = standing.rank(facts, w).split(";")[0].rstrip(".") if own else ""
    if not title:
        title = governments.ends(rows, w)
    chart = _ranking(abridged(rows, own, MOST_LINES), {rows[place].nama for place in own}, w)
    return Slide(title, chart, notes=_notes([standing.rank(facts, w)], source_of_governments(facts, w), w))


def _trend(facts: Facts, w: Writer) -> Slide | None:
    shown = (point for point in facts.tren if point.sebanding and point.per_tanggal <= facts.per_tanggal)
    of_year = {point.tahun: point.indeks for point in shown if point.indeks is not None}  # the last of each year
    if len(of_year) < 2:
        return None
    years = range(min(of_year), max(of_year) + 1)
    figures = tuple(map(of_year.get, years))  # a year that cannot be compared leaves a gap
    series = [Series(w("Indeks"), figures, theme.ACCENT.light)]
    if facts.target is not None:
        name = w("Target {tahun}", tahun=facts.tahun)
        series.append(Series(name, (facts.target,) * len(years), theme.CAUTION.light))
    chart = SlideChart("line", tuple(map(str, years)), tuple(series))
    told = [trend.trend(facts, w), trend.breaks(facts, w)]
    return Slide(trend.title(facts, w), chart, notes=_notes(told, source_of_series(facts, w), w))


def _change(facts: Facts, w: Writer) -> Slide | None:
    """Within a year what moved since the last snapshot, at its end what the year's change is made of."""
    builders = (_since_last, _sources) if season.is_seasonal(facts) else (_sources, _since_last)
    return next((slide for build in builders if (slide := build(facts, w)) is not None), None)


def _sources(facts: Facts, w: Writer) -> Slide | None:
    moved = facts.perubahan
    if moved is None or None in moved.per_sumber.values():
        return None
    names = tuple(w.label(SOURCES, name) for name, _ in moved.per_sumber.items())
    series = Series(w("Poin indeks"), tuple(moved.per_sumber.values()), theme.ACCENT.light)
    told = [change.headline(facts, w), change.certainty(facts, w), change.sources(facts, w)]
    return Slide(
        change.source_title(facts, w),
        SlideChart("bar", names, (series,), signed=True),
        notes=_notes(told, source(facts, w), w),
    )


def _since_last(facts: Facts, w: Writer) -> Slide | None:
    """The units that rose and fell most since the last snapshot of the year."""
    found = facts.sejak_terakhir
    if found is None or len(found.per_unit) < 2:
        return None
    rows = found.per_unit if len(found.per_unit) <= MOST_LINES else (*found.per_unit[:7], *found.per_unit[-7:])
    series = Series(w("Poin indeks masing-masing"), tuple(row.selisih for row in rows), theme.ACCENT.light)
    told = [since_last.causes(facts, w), since_last.units(facts, w)]
    return Slide(
        since_last.whole(facts, w).rstrip("."),
        SlideChart("bar", tuple(row.nama for row in rows), (series,), signed=True),
        notes=_notes(told, source_of_series(facts, w), w),
    )


def _units(facts: Facts, w: Writer) -> Slide | None:
    rows = shown_units(facts)
    if len(rows) < 2:
        return None
    title = (
        units.below_target(facts, w).rstrip(".")
        if facts.target is not None
        else w("{jumlah:i} perangkat daerah: yang teratas dan yang terbawah", jumlah=len(rows))
    )
    chart = _ranking(abridged(rows, most=MOST_LINES), set(facts.tiga_teratas), w)
    return Slide(title, chart, notes=_notes([units.top(facts, w)], source(facts, w), w))


def _ranking(lines: Sequence[Tampil | int], highlighted: Container[str], w: Writer) -> SlideChart:
    """The indices of an abridged ranking, of which some names stand out; a line of those left out has no bar."""
    figures = tuple(None if isinstance(line, int) else line.indeks for line in lines)
    places = (place for place, line in enumerate(lines) if not isinstance(line, int) and line.nama in highlighted)
    series = Series(w("Indeks"), figures, theme.ACCENT.light)
    return SlideChart("bar", tuple(line_names(lines, w)), (series,), highlighted=tuple(places))


def _plan(facts: Facts, w: Writer) -> Slide | None:
    plan = facts.menuju_target
    if plan is None or facts.sumber_nilai != "catatan":
        return None
    by_item = {name: [row for row in plan.per_jabatan if row.tindakan == name] for name in items(plan)}
    by_item = {name: rows for name, rows in by_item.items() if available(rows)}
    if not by_item:
        return None
    taken = tuple(float(chosen(rows)) for rows in by_item.values())
    left = tuple(float(available(rows) - chosen(rows)) for rows in by_item.values())
    series = (Series(w("Direncanakan"), taken, theme.ACCENT.light), Series(w("Masih terbuka"), left, theme.RULE.light))
    chart = SlideChart("stacked", tuple(w.label(ITEMS, name) for name in by_item), series, 0)
    return Slide(target.title(facts, w), chart, notes=_notes([target.headline(facts, w)], source(facts, w), w))


def _tasks(facts: Facts, w: Writer) -> Slide | None:
    told = tuple(tasks.tasks(facts, w))
    good = strengths(facts, w) or improvements(facts, w)
    return Slide(w("Yang perlu dikerjakan"), sentences=told, notes=_notes(good, source(facts, w), w)) if told else None


def _caveats(facts: Facts, w: Writer) -> Slide | None:
    told = tuple(inputs.sentences(facts, w))
    notes = _notes([summary.coverage(facts, w)], source(facts, w), w)
    return Slide(w("Baca dengan hati-hati"), sentences=told, notes=notes) if told else None


def _notes(sentences: Iterable[str], where_from: str, w: Writer) -> str:
    told = " ".join(filter(None, sentences))
    return "\n".join(filter(None, [told, f"{w(N_('Sumber'))}: {where_from}"]))
