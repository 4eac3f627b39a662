"""The parts of a report, described once and without a format: headings, prose, figures, tables, charts.

All text in a block is data that nobody has vouched for; the renderers escape it. Only `Strong` and `Link` add anything
to plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from ipasn_analysis.blocks.formats import FORMATS, Format


@dataclass(frozen=True)
class Strong:
    """Text that stands out from its sentence."""

    text: str


@dataclass(frozen=True)
class Link:
    """Text that leads to the heading, table or chart with this `anchor` in the same report."""

    text: str
    anchor: str


Inline = str | Strong | Link
Text = str | Sequence[Inline]

CalloutKind = Literal["note", "warning", "sample", "provisional"]
Tone = Literal["neutral", "positive", "negative", "caution", "kualifikasi", "kompetensi", "kinerja", "disiplin"]
ColumnKind = Literal[
    "text", "integer", "number", "signed", "percent", "share", "rank", "interval", "category", "boolean", "date"
]
Cell = str | bool | int | float | date | tuple[float, float] | None

TABLE_NAME_LENGTH = 31
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_SHEET_NAME_FORBIDS = frozenset("[]:*?/\\")


@dataclass(frozen=True)
class Heading:
    """A heading: level 2 opens a section (level 1 is the title of the report), 3 and 4 divide it."""

    text: str
    level: int = 2
    anchor: str = ""

    def __post_init__(self) -> None:
        if not 2 <= self.level <= 4:
            raise ValueError(f"heading level {self.level} is not 2, 3 or 4")
        check_anchor(self.anchor, "heading")


@dataclass(frozen=True)
class Prose:
    """Paragraphs of running text; `lead`: in large type, what a page says first."""

    paragraphs: Sequence[Text]
    lead: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list, numbered when its order matters."""

    items: Sequence[Text]
    ordered: bool = False


@dataclass(frozen=True)
class Callout:
    """A boxed remark that a reader must not miss: a note, a warning, sample data, a provisional rule."""

    kind: CalloutKind
    title: str
    paragraphs: Sequence[Text] = ()

    def __post_init__(self) -> None:
        _check_member("callout kind", self.kind, CalloutKind)


@dataclass(frozen=True)
class KeyFigure:
    """One figure at a glance: its label, the value as written, a note; the tone only repeats what the note says."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "neutral"

    def __post_init__(self) -> None:
        _check_member("tone", self.tone, Tone)


@dataclass(frozen=True)
class KeyFigures:
    """A row of figures at a glance."""

    items: Sequence[KeyFigure]


@dataclass(frozen=True)
class Column:
    """One column of a `Table`.

    `kind` says how its cells are written; percent cells are 0–100, share cells 0–1, interval cells pairs (low, high).
    Columns side by side with the same `group` stand under a common head. `shaded` shades its cells from the lowest
    of the column to the highest. `may_lack`: an empty cell means that there is nothing, not that it is withheld.
    `to_fill`: its cells are left for a reader to write in.
    """

    key: str
    label: str
    kind: ColumnKind = "text"
    decimals: int | None = None
    group: str | None = None
    shaded: bool = False
    may_lack: bool = False
    to_fill: bool = False

    def __post_init__(self) -> None:
        _check_member("column kind", self.kind, ColumnKind)

    @property
    def format(self) -> Format:
        """How its cells are written."""
        return FORMATS[self.kind]

    @property
    def places(self) -> int:
        """Decimals of every cell of the column."""
        return self.format.decimals if self.decimals is None else self.decimals

    @property
    def is_numeric(self) -> bool:
        """Whether cells are figures, set flush right so that decimal signs stand under each other."""
        return self.format.is_numeric


@dataclass(frozen=True)
class Table:
    """A table of the report, and one sheet of its workbook.

    `name` (at most 31 characters, a sheet's name) identifies it; `rows` holds a cell for each column in its order, None
    where there is no figure. `hidden_rows` are the positions of rows withheld for disclosure control, marked with
    `hidden_text`. `highlighted_rows` are set apart (the region itself among others, totals). `muted_cells`
    (row, key of the column) are written in grey: figures that are no more than noise.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    source: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_text: str = "disembunyikan"
    highlighted_rows: frozenset[int] = frozenset()
    muted_cells: frozenset[tuple[int, str]] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= len(self.name) <= TABLE_NAME_LENGTH or set(self.name) & _SHEET_NAME_FORBIDS:
            raise ValueError(f"table name {self.name!r} cannot name a sheet of a workbook")
        if not self.columns:
            raise ValueError(f"table {self.name!r} has no column")
        if len({column.key for column in self.columns}) < len(self.columns):
            raise ValueError(f"table {self.name!r} has two columns with one key")
        for position, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.name!r}: row {position} has {len(row)} of {len(self.columns)} cells")
        if any(not 0 <= row < len(self.rows) for row in self.hidden_rows | self.highlighted_rows):
            raise ValueError(f"table {self.name!r} marks a row that it does not have")

    @property
    def anchor(self) -> str:
        """Where links to the table lead."""
        return f"tabel-{slug(self.name)}"


@dataclass(frozen=True)
class Chart:
    """A chart: a title that says what it shows, its alternative text, the SVG, a source line, a caption."""

    name: str
    title: str
    alt: str
    svg: str
    source: str = ""
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"chart {self.name!r} has no alternative text")

    @property
    def anchor(self) -> str:
        """Where links to the chart lead."""
        return f"grafik-{slug(self.name)}"


Block = Heading | Prose | Bullets | Callout | KeyFigures | Table | Chart


def slug(text: str) -> str:
    """`text` as a part of an anchor: lower-case letters and digits joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def plain(text: Text) -> str:
    """`text` without its marks."""
    if isinstance(text, str):
        return text
    return "".join(part if isinstance(part, str) else part.text for part in text)


def check_anchor(anchor: str, what: str) -> None:
    """Raise `ValueError` unless `anchor` (of a `what`) is empty or may name an element of a page."""
    if anchor and not _ANCHOR.fullmatch(anchor):
        raise ValueError(f"anchor {anchor!r} of a {what} may hold letters, digits, '-', '_' and '.' only")


def _check_member(what: str, value: str, literal: object) -> None:
    if value not in get_args(literal):
        raise ValueError(f"unknown {what} {value!r}; known: {', '.join(get_args(literal))}")
