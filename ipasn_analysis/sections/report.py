"""A report in a notebook: one method for each section, all from the same facts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ipasn_analysis.blocks.model import Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.blocks.slides import SLIDES, as_json
from ipasn_analysis.errors import unknown
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.sections import (
    change,
    dimensions,
    governments,
    groups,
    inequality,
    method,
    position,
    quality,
    recap,
    robustness,
    summary,
    talent,
    target,
    trend,
    units,
)
from ipasn_analysis.sections.slides import slides
from ipasn_analysis.writing.writer import Writer

RESULT = "application/vnd.ipasn+json"
Builder = Callable[[Facts, Writer], Section]

SECTIONS: dict[str, Builder] = {
    "ringkasan": summary.section,
    "pemerintah": governments.section,
    "dimensi": dimensions.section,
    "ketimpangan": inequality.section,
    "posisi": position.section,
    "perangkat_daerah": units.section,
    "kelompok": groups.section,
    "tren": trend.section,
    "mengapa_berubah": change.section,
    "mutu_data": quality.section,
    "menuju_target": target.section,
    "ketahanan": robustness.section,
    "talenta": talent.section,
    "metode": method.section,
}

OF_TERRITORIES = ("pemerintah", "ketimpangan")
OF_GOVERNMENTS = ("posisi",)


class Report:
    """The report of one region and year; each method returns a section that a notebook shows.

    Attributes
    ----------
    facts : Facts
        Everything the report says, after disclosure control.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.w = Writer(facts.bahasa)
        self._shown: dict[str, Section] = {}

    def __repr__(self) -> str:
        facts = self.facts
        return f"<Report {facts.region} {facts.tahun}: {self.w.number(facts.indeks)} ({facts.kategori})>"

    def _repr_html_(self) -> str:
        """The report at a glance: its three figures, and the sections that its methods show."""
        facts, w = self.facts, self.w
        figures = [w.number(facts.indeks), w.translate(facts.kategori)]
        if facts.target is not None:
            figures.append(w("Target {nilai:n}", nilai=facts.target))
        names = "".join(f"<li><code>.{name}()</code></li>" for name in self.sections)
        title = f"{escape(facts.nama)}, {w.date(facts.per_tanggal)}"
        return f"<p><strong>{title}</strong>: {escape(' · '.join(figures))}</p><ul>{names}</ul>"

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections that this report has."""
        others = OF_GOVERNMENTS if self.facts.tingkat == "provinsi" else OF_TERRITORIES
        return tuple(name for name in SECTIONS if name not in others)

    def section(self, name: str) -> Section:
        """The section of that name, made once; `UsageError` names the nearest one that this report has."""
        if name not in self.sections:
            raise unknown("section", name, self.sections)
        if name not in self._shown:
            is_absent = recap.lacks(self.facts, name)
            self._shown[name] = recap.absent(name, self.w) if is_absent else SECTIONS[name](self.facts, self.w)
        return self._shown[name]

    def ringkasan(self) -> Section:
        """One page that stands alone."""
        return self.section("ringkasan")

    def pemerintah(self) -> Section:
        """The governments of a province, ranked."""
        return self.section("pemerintah")

    def dimensi(self) -> Section:
        """The four dimensions and what they are made of."""
        return self.section("dimensi")

    def ketimpangan(self) -> Section:
        """How much differs between governments, units and people of a province, and whether it narrows."""
        return self.section("ketimpangan")

    def posisi(self) -> Section:
        """Where a government stands in its province."""
        return self.section("posisi")

    def perangkat_daerah(self) -> Section:
        """The ranking of units with its uncertainty."""
        return self.section("perangkat_daerah")

    def kelompok(self) -> Section:
        """Groups of people, and which differences are more than chance."""
        return self.section("kelompok")

    def tren(self) -> Section:
        """The index over time."""
        return self.section("tren")

    def mengapa_berubah(self) -> Section:
        """What the change from the year before is made of."""
        return self.section("mengapa_berubah")

    def mutu_data(self) -> Section:
        """What is missing or stale, and the points that hang on it."""
        return self.section("mutu_data")

    def menuju_target(self) -> Section:
        """The cheapest way to the target."""
        return self.section("menuju_target")

    def ketahanan(self) -> Section:
        """Whether the ranking survives other weights, formulas and instruments."""
        return self.section("ketahanan")

    def talenta(self) -> Section:
        """Performance by competence and qualification, as aggregates."""
        return self.section("talenta")

    def metode(self) -> Section:
        """The rules, decisions, inputs and versions behind the figures."""
        return self.section("metode")

    def hasil(self) -> Result:
        """The machine-readable result: the facts, every table that was shown, and the slides."""
        tables = [block for section in self._shown.values() for block in section.blocks if isinstance(block, Table)]
        records = {table.name: table_record(table, self.w) for table in tables}
        content = {**self.facts.model_dump(mode="json"), "tabel": records}
        return Result(content, as_json(slides(self.facts, self.w)))


class Result:
    """The result of a report as a notebook output of the type `RESULT`, with its slides beside it."""

    def __init__(self, content: dict[str, Any], slides: dict[str, Any]) -> None:
        self.content, self.slides = content, slides

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        facts = self.content
        return {
            RESULT: facts,
            SLIDES: self.slides,
            "text/plain": f"{facts['region']} {facts['tahun']}: {len(facts['tabel'])} tabel",
        }


def _category(kategori: str, w: Writer | None) -> str:
    return kategori if w is None else w.translate(kategori)


def table_record(table: Table, w: Writer | None = None) -> dict[str, Any]:
    """A table as a JSON object (see `result.schema.json`); an interval takes two columns, low and high.

    Categories are words of the report, in the language of `w` (default: Indonesian), as the columns' names are.

    `disembunyikan` and `disorot` are the positions of the rows that are withheld, and of those set apart.
    """
    columns: list[str] = []
    kinds: list[dict[str, Any]] = []
    for column in table.columns:
        text = f"{column.group}: {column.label}" if column.group else column.label
        ends = (" ↓", " ↑") if column.kind == "interval" else ("",)
        for end in ends:
            columns.append(text + end)
            kinds.append({"jenis": "number" if end else column.kind, "desimal": column.places})
    rows = []
    for row in table.rows:
        cells: list[Any] = []
        for cell, column in zip(row, table.columns, strict=True):
            if column.kind == "interval":
                cells += list(cell) if isinstance(cell, tuple | list) else [None, None]
            elif column.kind == "category" and isinstance(cell, str):
                cells.append(_category(cell, w))
            else:
                cells.append(cell)
        rows.append(cells)
    return {
        "judul": table.title,
        "kolom": columns,
        "baris": rows,
        "format": kinds,
        "catatan": table.note,
        "disembunyikan": sorted(table.hidden_rows),
        "disorot": sorted(table.highlighted_rows),
    }
