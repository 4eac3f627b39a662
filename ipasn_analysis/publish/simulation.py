"""The sheet Simulasi: how many people take part in what, and the index that gives; the workbook's only formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ipasn_analysis.publish.sheet import About, Row, Styles
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, POSTS
from ipasn_analysis.writing.writer import Writer

_FIRST_LINE = 5
"""The line of the head of the table: above it the index, the people, and what comes out."""
_POST, _OPEN, _POINTS, _PEOPLE, _GAIN = range(1, 6)
"""The columns of the table after the action."""
_WIDTHS = (38.0, 16.0, 12.0, 14.0, 18.0, 14.0)


@dataclass(frozen=True)
class Simulation:
    """What the sheet starts from: the index and the people of the whole, and the open actions with those of the plan.

    `actions` are (action, type of post, open, points for a person, people of the plan).
    """

    index: float
    people: int
    target: float
    actions: tuple[tuple[str, str, int, float, int], ...]

    @classmethod
    def of(cls, result: Mapping[str, Any], w: Writer) -> Self | None:
        """That of a result; None without a way to a target, or where all that is open is of few."""
        plan = result["menuju_target"]
        rows = [] if plan is None else [row for row in plan["per_jabatan"] if row["tersedia"]]
        if not rows:
            return None
        actions = tuple(
            (
                w.label(DIMENSIONS | ITEMS, row["tindakan"]),
                w.label(POSTS, row["jenis_jabatan"] or ""),
                int(row["tersedia"]),
                float(row["poin"]),
                int(row["jumlah"] or 0),
            )
            for row in rows
        )
        return cls(float(plan["indeks"]), int(result["pegawai"]["diukur"]), float(plan["target"]), actions)

    @property
    def gains(self) -> list[float]:
        """Points of the index by action, as the formulas give them for the plan."""
        return [min(max(chosen, 0), open_) * points / self.people for _, _, open_, points, chosen in self.actions]

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
        gained, total = xl_range(first, _GAIN, last, _GAIN), sum(self.gains)
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
        heads = [w("Kegiatan"), w("Jenis jabatan"), w("Terbuka"), w("Poin per orang")]
        heads += [w("Jumlah pegawai"), w("Poin indeks")]
        for column, head in enumerate(heads):
            sheet.write_string(_FIRST_LINE, column, head, styles.head if column < _OPEN else styles.figure_head)
        for line, (row, gain) in enumerate(zip(self.actions, self.gains, strict=True), start=first):
            self._line(sheet, styles, line, row, gain)
        sheet.freeze_panes(_FIRST_LINE + 1, 1)
        sheet.write_string(last + 2, 0, self._note(w), styles.note)

    def _line(self, sheet: Any, styles: Styles, line: int, row: tuple[str, str, int, float, int], gain: float) -> None:
        action, post, open_, points, chosen = row
        sheet.write_string(line, 0, action, styles.cell(""))
        sheet.write_string(line, _POST, post, styles.cell(""))
        sheet.write_number(line, _OPEN, open_, styles.cell("#,##0"))
        sheet.write_number(line, _POINTS, points, styles.cell("0.0"))
        sheet.write_number(line, _PEOPLE, chosen, styles.input)
        available, each, people = (xl_rowcol_to_cell(line, column) for column in (_OPEN, _POINTS, _PEOPLE))
        formula = f"=MIN(MAX({people},0),{available})*{each}/$B$2"
        sheet.write_formula(line, _GAIN, formula, styles.cell("0.000"), gain)
        sheet.data_validation(
            line, _PEOPLE, line, _PEOPLE, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": open_}
        )

    @staticmethod
    def _note(w: Writer) -> str:
        return w(
            "Mula-mula berisi rencana laporan. Setiap orang menambah poin rata-rata kegiatannya; "
            "jumlah yang dibulatkan dalam laporan umum membuat hasilnya berbeda sedikit dari rencana itu."
        )
