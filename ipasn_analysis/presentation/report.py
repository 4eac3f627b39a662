"""A report in a notebook: one method for each section, all from the same facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipasn_analysis.presentation.blocks import Section, Table
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.sections import dimensions, method, quality, summary, trend, units

RESULT = "application/vnd.ipasn+json"
Builder = Callable[[dict[str, Any], Locale], Section]

SECTIONS: dict[str, Builder] = {
    "ringkasan": summary.section,
    "dimensi": dimensions.section,
    "perangkat_daerah": units.section,
    "tren": trend.section,
    "mutu_data": quality.section,
    "metode": method.section,
}


class Report:
    """The report of one region and year; each method returns a section that a notebook shows.

    Attributes
    ----------
    facts : dict
        Everything the report says, as plain values after disclosure control (contract § 6).
    """

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.locale = Locale(facts["bahasa"])
        self._shown: dict[str, Section] = {}

    def __repr__(self) -> str:
        facts = self.facts
        return (
            f"<Report {facts['region']} {facts['tahun']}: {self.locale.number(facts['indeks'])} ({facts['kategori']})>"
        )

    def section(self, name: str) -> Section:
        """The section of that name, made once."""
        if name not in self._shown:
            self._shown[name] = SECTIONS[name](self.facts, self.locale)
        return self._shown[name]

    def ringkasan(self) -> Section:
        """One page that stands alone."""
        return self.section("ringkasan")

    def dimensi(self) -> Section:
        """The four dimensions and what they are made of."""
        return self.section("dimensi")

    def perangkat_daerah(self) -> Section:
        """The ranking of units with its uncertainty."""
        return self.section("perangkat_daerah")

    def tren(self) -> Section:
        """The index over time."""
        return self.section("tren")

    def mutu_data(self) -> Section:
        """What is missing or stale, and the points that hang on it."""
        return self.section("mutu_data")

    def metode(self) -> Section:
        """The rules, decisions, inputs and versions behind the figures."""
        return self.section("metode")

    def hasil(self) -> Result:
        """The machine-readable result: the facts and every table that was shown."""
        tables = [block for section in self._shown.values() for block in section.blocks if isinstance(block, Table)]
        return Result({**self.facts, "tabel": {table.name: table_record(table) for table in tables}})


class Result:
    """The result of a report as a notebook output of the type `RESULT`."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        facts = self.content
        return {RESULT: facts, "text/plain": f"{facts['region']} {facts['tahun']}: {len(facts['tabel'])} tabel"}


def table_record(table: Table) -> dict[str, Any]:
    """A table as ``{judul, kolom, jenis, baris, catatan}``; an interval takes two columns, its lower and upper bound."""
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
            else:
                cells.append(cell)
        rows.append(cells)
    return {"judul": table.title, "kolom": columns, "baris": rows, "format": kinds, "catatan": table.note}
