"""Takes cells far outside of a table out of a workbook: its reader makes room for every cell up to the last one."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
import zlib
from xml.etree import ElementTree

from ipasn_analysis.sources.sheet_faults import column_number, sheet_names

MOST_CELLS = 60_000_000
"""Cells up to the last one that the reader has room for."""
MOST_COLUMNS = 702
"""Columns up to ZZ; no export has more."""
_LAST_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")
_CELL = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*?(?:/>|>.*?</(?:\w+:)?c>)""", re.DOTALL
)
_FAR_COLUMNS = (re.compile(rb'r="[A-Z]{3}[0-9]'), re.compile(rb"r='[A-Z]{3}[0-9]"))
"""With the sign at the beginning, by which a search of a large sheet is fast."""
_LARGEST_GAP = 10_000
_TAIL = 100_000


def without_far_cells(content: bytes) -> tuple[bytes, int]:
    """The workbook without cells that stand far from the others, and how many were taken out; as it is when none do."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [name for name in sheet_names(archive) if name]
            trimmed = {name: found for name in sheets if (found := _trimmed(archive.read(name))) is not None}
            if not trimmed:
                return content, 0
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as copy:
                for info in archive.infolist():
                    xml = trimmed[info.filename][0] if info.filename in trimmed else archive.read(info)
                    copy.writestr(info.filename, xml)
        return stream.getvalue(), sum(count for _, count in trimmed.values())
    except (OSError, KeyError, ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return content, 0
    except (RuntimeError, EOFError, zlib.error):  # an encrypted or truncated part
        return content, 0


def _trimmed(xml: bytes) -> tuple[bytes, int] | None:
    """A sheet without its far cells and their number; None where all lie close enough."""
    last = [int(number) for number in _LAST_ROW.findall(xml[-_TAIL:])]
    rows = last[-1] if last else 0
    if rows * MOST_COLUMNS <= MOST_CELLS and not any(far.search(xml) for far in _FAR_COLUMNS):
        return None
    columns = max((column_number(found.group(1)) for found in _CELL.finditer(xml)), default=0)
    if rows * columns <= MOST_CELLS:
        return None
    held = sorted({int(found.group(2)) for found in _CELL.finditer(xml)})
    end = next((row for row, below in itertools.pairwise(held) if below - row > _LARGEST_GAP), held[-1])
    taken = 0

    def close_ones(found: re.Match[bytes]) -> bytes:
        nonlocal taken
        if int(found.group(2)) <= end and column_number(found.group(1)) <= MOST_COLUMNS:
            return found.group(0)
        taken += 1
        return b""

    return _without_dimension(_CELL.sub(close_ones, xml)), taken


def _without_dimension(xml: bytes) -> bytes:
    """The sheet without the statement of its size, and without rows that hold nothing any more."""
    xml = re.sub(rb"<(?:\w+:)?dimension\b[^>]*/>", b"", xml)
    return re.sub(rb"<(?:\w+:)?row\b[^>]*>\s*</(?:\w+:)?row>|<(?:\w+:)?row\b[^>]*/>", b"", xml)
