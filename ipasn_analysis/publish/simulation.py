"""The sheet Simulasi: how many people take part in what, and the index that gives; the workbook's only formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from ipasn_analysis.publish.sheet import About, Row, Styles
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, POSTS
from ipasn_analysis.writing.writer import Writer

_FIRST_LINE = 5
"""The line of the head of the table: above it the index, the people, and what comes out."""
_POST, _UNIT, _OPEN, _POINTS, _PEOPLE, _GAIN = range(1, 7)
"""The columns of the table after the action."""
_OF_UNITS = _GAIN + 2
"""Where the table of the units begins: name, people, index, and the index that comes out."""
_WIDTHS = (32.0, 14.0, 40.0, 10.0, 12.0, 12.0, 12.0, 3.0, 44.0, 10.0, 12.0, 12.0)


class Action(NamedTuple):
    """An open action of the people of one type of post in one unit: people, points of each, people of the plan."""

    action: str
    post: str
    unit: str
    open: int
    points: float
    chosen: int


class Unit(NamedTuple):
    """A unit that is shown."""

    name: str
    people: int
    now: float


@dataclass(frozen=True)
class Simulation:
    """What the sheet starts from: the index, the people and the target of the whole, its open actions, its units."""

    index: float
    people: int
    target: float
    actions: tuple[Action, ...]
    units: tuple[Unit, ...]

    @classmethod
    def of(cls, result: Mapping[str, Any], w: Writer) -> Self | None:
        """That of a result; None without a way to a target, or where all that is open is of few."""
        plan = result["menuju_target"]
        rows = [] if plan is None else [row for row in plan["tindakan"] if row["tersedia"]]
        if not rows:
            return None
        actions = tuple(
            Action(
                w.label(DIMENSIONS | ITEMS, row["tindakan"]),
                w.label(POSTS, row["jenis_jabatan"] or ""),
                w("Perangkat daerah lain, digabung")
                if row["perangkat_daerah"] == OTHER_UNITS
                else row["perangkat_daerah"],
                int(row["tersedia"]),
                float(row["poin"]),
                int(row["jumlah"] or 0),
            )
            for row in rows
        )
        named = {action.unit for action in actions}
        units = tuple(
            Unit(row["nama"], row["diukur"], row["indeks"])
            for row in result["perangkat_daerah"]
            if row["nama"] in named
        )
        return cls(float(plan["indeks"]), int(result["pegawai"]["diukur"]), float(plan["target"]), actions, units)

    @property
    def gains(self) -> list[float]:
        """Points of the index by action, as the formulas give them for the plan."""
        return [min(max(one.chosen, 0), one.open) * one.points / self.people for one in self.actions]

    def title(self, w: Writer) -> str:
        """What the sheet is for."""
        return w("Simulasi: ubah jumlah pegawai pada sel kuning dan baca indeksnya")

    def fill(self, sheet: Any, styles: Styles, about: About, w: Writer) -> None:
        """Write the sheet; the values beside the formulas are those that a spreadsheet computes."""
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(about.header(self.title(w)))
        sheet.set_footer(about.footer())
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        first, last = _FIRST_LINE + 1, _FIRST_LINE + len(self.actions)
        points = styles.cell("0.00")
        gained, total = xl_range_abs(first, _GAIN, last, _GAIN), sum(self.gains)
        facts: list[Row] = [
            (w("Indeks sekarang"), self.index),
            (w("Pegawai diukur"), self.people),
            (w("Target"), self.target),
        ]
        for line, (name, value) in enumerate(facts):
            sheet.write_string(line, 0, name, styles.cell(""))
            sheet.write_number(line, 1, value, styles.cell("#,##0") if line == 1 else points)
        sheet.write_string(3, 0, w("Indeks sesudah"), styles.head)
        sheet.write_formula(3, 1, f"=$B$1+SUM({gained})", styles.cell("0.00", "strong"), self.index + total)
        heads = [w("Kegiatan"), w("Jenis jabatan"), w("Perangkat daerah"), w("Terbuka"), w("Poin per orang")]
        heads += [w("Jumlah pegawai"), w("Poin indeks")]
        for column, head in enumerate(heads):
            sheet.write_string(_FIRST_LINE, column, head, styles.head if column < _OPEN else styles.figure_head)
        for line, (row, gain) in enumerate(zip(self.actions, self.gains, strict=True), start=first):
            self._line(sheet, styles, line, row, gain)
        sheet.freeze_panes(_FIRST_LINE + 1, 1)
        sheet.write_string(last + 2, 0, self._note(w), styles.note)
        self._units(sheet, styles, w, gained, xl_range_abs(first, _UNIT, last, _UNIT))

    def _line(self, sheet: Any, styles: Styles, line: int, row: Action, gain: float) -> None:
        for column, text in enumerate((row.action, row.post, row.unit)):
            sheet.write_string(line, column, text, styles.cell(""))
        sheet.write_number(line, _OPEN, row.open, styles.cell("#,##0"))
        sheet.write_number(line, _POINTS, row.points, styles.cell("0.0"))
        sheet.write_number(line, _PEOPLE, row.chosen, styles.input)
        available, each, people = (xl_rowcol_to_cell(line, column) for column in (_OPEN, _POINTS, _PEOPLE))
        formula = f"=MIN(MAX({people},0),{available})*{each}/$B$2"
        sheet.write_formula(line, _GAIN, formula, styles.cell("0.000"), gain)
        sheet.data_validation(
            line,
            _PEOPLE,
            line,
            _PEOPLE,
            {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": row.open},
        )

    def _units(self, sheet: Any, styles: Styles, w: Writer, gained: str, of_unit: str) -> None:
        """The index of each unit that has rows of its own: now, and with what its people take part in."""
        heads = (w("Perangkat daerah"), w("Pegawai"), w("Indeks sekarang"), w("Indeks sesudah"))
        for column, head in enumerate(heads, start=_OF_UNITS):
            sheet.write_string(_FIRST_LINE, column, head, styles.head if column == _OF_UNITS else styles.figure_head)
        for line, unit in enumerate(self.units, start=_FIRST_LINE + 1):
            name, people, index = (xl_rowcol_to_cell(line, _OF_UNITS + place) for place in range(3))
            sheet.write_string(line, _OF_UNITS, unit.name, styles.cell(""))
            sheet.write_number(line, _OF_UNITS + 1, unit.people, styles.cell("#,##0"))
            sheet.write_number(line, _OF_UNITS + 2, unit.now, styles.cell("0.00"))
            gain = sum(gain for action, gain in zip(self.actions, self.gains, strict=True) if action.unit == unit.name)
            formula = f"={index}+SUMIF({of_unit},{name},{gained})*$B$2/{people}"
            value = unit.now + gain * self.people / unit.people
            sheet.write_formula(line, _OF_UNITS + 3, formula, styles.cell("0.00"), value)

    @staticmethod
    def _note(w: Writer) -> str:
        return w(
            "Mula-mula berisi rencana laporan. Setiap orang menambah poin rata-rata kegiatannya; jumlah yang "
            "dibulatkan atau dirahasiakan dalam laporan umum membuat hasilnya berbeda sedikit dari rencana itu."
        )
