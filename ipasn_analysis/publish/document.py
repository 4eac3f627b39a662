"""A document: what is said about it, and the parts of it that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.writing.writer import Writer

_FIRST_LEVEL = re.compile(r"^(?: {0,3}#\s|=+\s*$)", re.MULTILINE)


@dataclass(frozen=True)
class DocumentInfo:
    """What is said about a document on its cover, in its running head and in its metadata."""

    title: str
    w: Writer
    region_name: str = ""
    year: int | None = None
    as_of: str | None = None
    sample: bool = False
    is_report: bool = False

    @property
    def kind(self) -> str:
        """What stands above the title: that this is a report; nothing above that of another notebook."""
        return self.w("Laporan") if self.is_report else ""

    @property
    def running_head(self) -> str:
        """What stands at the head of every page: the region and the year, or the title."""
        named = ", ".join(filter(None, (self.region_name, str(self.year or ""))))
        return self.w("Indeks Profesionalitas ASN") + f" · {named}" if named else self.title

    @property
    def sample_mark(self) -> str:
        """The words that mark every page of sample data: always the Indonesian ones, for which programs look too."""
        words = self.w("Data contoh")
        return words if "Data contoh" in words else f"Data contoh · {words}"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Names and values for the cover: region, year, cut-off date."""
        w = self.w
        values = (
            (w("Wilayah"), self.region_name),
            (w("Tahun"), str(self.year or "")),
            (w("Keadaan per"), self.w.date(self.as_of) if self.as_of else ""),
        )
        return tuple((name, value) for name, value in values if value)


@dataclass(frozen=True)
class MarkdownPart:
    """A Markdown cell, with the pictures attached to it (name → file type and bytes)."""

    source: str
    attachments: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class BlockPart:
    """A block of a report, as it was rendered when the notebook ran."""

    html: str
    typst: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class ChartPart:
    """A chart of a report."""

    chart: Chart


@dataclass(frozen=True)
class PicturePart:
    """A picture of an ordinary notebook: its file type (png, jpg, gif, svg), bytes, and alternative text."""

    kind: str
    data: bytes
    alt: str


@dataclass(frozen=True)
class HtmlPart:
    """HTML of an ordinary notebook, from whoever wrote it, and the same as plain text."""

    html: str
    text: str


@dataclass(frozen=True)
class TextPart:
    """Text as it was printed."""

    text: str


@dataclass(frozen=True)
class ErrorPart:
    """The error that stopped a cell; `cell` is the number under which it ran."""

    name: str
    message: str
    traceback: str
    cell: int | None


Part = MarkdownPart | BlockPart | ChartPart | PicturePart | HtmlPart | TextPart | ErrorPart


@dataclass
class Outline:
    """Levels of headings as a reader of the outline needs them: from the first on, and none left out going down."""

    _open: list[int] = field(default_factory=list)

    def depth(self, level: int) -> int:
        """How deep the next heading stands (1: a section) whose own level is `level`."""
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return len(self._open)


@dataclass(frozen=True)
class Document:
    """A notebook as a document."""

    info: DocumentInfo
    parts: tuple[Part, ...]

    @property
    def markdown_shift(self) -> int:
        """How many levels Markdown headings move down, so that the title of the document is its only first level."""
        sources = (part.source for part in self.parts if isinstance(part, MarkdownPart))
        return int(any(_FIRST_LEVEL.search(source) for source in sources))

    @property
    def remarks(self) -> tuple[tuple[str, str, str], ...]:
        """Remarks for the cover (kind of callout, title, text): sample data, and that a cell failed."""
        w = self.info.w
        found: list[tuple[str, str, str]] = []
        if self.info.sample:
            text = w("Semua angka dalam laporan ini dihitung dari data buatan dan tidak menggambarkan keadaan nyata.")
            found.append(("sample", w("Data contoh"), text))
        if self.failed:
            text = w("Pembuatannya terhenti oleh kesalahan di sebuah sel; sel itu ditandai.")
            found.append(("warning", w("Dokumen ini tidak lengkap"), text))
        return tuple(found)

    @property
    def failed(self) -> bool:
        """Whether a cell of the notebook stopped with an error."""
        return any(isinstance(part, ErrorPart) for part in self.parts)
