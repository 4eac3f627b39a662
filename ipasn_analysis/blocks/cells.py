"""What stands in a cell of a table: its text in a language, the same for every format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.writing.writer import Writer

MOST_PRINTED = 60
"""Rows of a table that paper holds; of more it has the first and last, unless the appendix is printed too."""
WITHHELD = "r"
"""What stands for a figure that is not published, as in official tables."""


@dataclass(frozen=True)
class WrittenCell:
    """A cell as written.

    `text` is what a reader sees; `sort_key` orders the cells of its column (None last); `shade` is the place
    between the lowest (0) and the highest (1) of a shaded column; `muted` stands in grey.
    """

    text: str
    sort_key: float | str | None
    shade: float | None = None
    muted: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to show."""
        return self.sort_key is None


def written(cell: Cell, column: Column, w: Writer) -> WrittenCell:
    """`cell` as `column` and `w` write it; a withheld figure as `WITHHELD`, what is not there as a blank."""
    if is_missing(cell):
        return WrittenCell(WITHHELD if column.is_numeric and not column.may_lack else "", None)
    text, sort_key = column.format.write(w, cell, column.places), column.format.sort_key(cell)
    return WrittenCell(text, sort_key)


def is_missing(cell: Cell) -> bool:
    """Whether there is no value: None, an empty text, a number that is not finite, an interval without bounds."""
    if isinstance(cell, tuple | list):
        return any(is_missing(bound) for bound in cell)
    if isinstance(cell, float):
        return not math.isfinite(cell)
    return cell is None or cell == ""


def written_rows(table: Table, w: Writer) -> list[list[WrittenCell]]:
    """All cells of `table` as written, row by row; a total lacks only figures that it cannot have."""
    rows = [
        [
            replace(cell, text="") if cell.is_missing and place in table.highlighted_rows else cell
            for cell in (written(cell, column, w) for cell, column in zip(row, table.columns, strict=True))
        ]
        for place, row in enumerate(table.rows)
    ]
    for position, column in enumerate(table.columns):
        figures = [row[position].sort_key for row in rows]
        known = [figure for figure in figures if isinstance(figure, float)]
        if column.shaded and known and max(known) > min(known):
            low, span = min(known), max(known) - min(known)
            for row in rows:
                figure = row[position].sort_key
                if isinstance(figure, float):
                    row[position] = replace(row[position], shade=(figure - low) / span)
    for place, key in table.muted_cells:
        position = next(at for at, column in enumerate(table.columns) if column.key == key)
        rows[place][position] = replace(rows[place][position], muted=True)
    return rows


def note_of(table: Table, rows: Sequence[Sequence[WrittenCell]], w: Writer) -> str:
    """The note of a table, with what grey, shades and `WITHHELD` mean where they stand in a cell."""
    cells = [cell for row in rows for cell in row]
    told = [
        table.note,
        w("Yang miring dan abu-abu tidak lebih besar daripada fluktuasi.") if any(cell.muted for cell in cells) else "",
        w("Warna: makin kuat, makin tinggi dalam kolomnya.") if any(cell.shade is not None for cell in cells) else "",
        w("r: dirahasiakan.") if any(cell.is_missing and cell.text for cell in cells) else "",
    ]
    return " ".join(filter(None, told))


def left_out(rows: int, w: Writer) -> str:
    """What stands on paper for the rows in the middle of a table of so many; nothing where all are printed."""
    if rows <= MOST_PRINTED:
        return ""
    return w("… {jumlah:i} baris lain ada dalam laporan HTML dan buku kerja (XLSX) …", jumlah=rows - MOST_PRINTED)


def row_header(table: Table) -> int:
    """The position of the column that names the rows: the first of text, or the first."""
    return next((position for position, column in enumerate(table.columns) if column.kind == "text"), 0)


def with_figures(rows: Sequence[tuple[Cell, ...]], first: int) -> tuple[tuple[Cell, ...], ...]:
    """The rows that have a figure in the column at `first` or one after it, in their order."""
    return tuple(row for row in rows if not all(is_missing(cell) for cell in row[first:]))
