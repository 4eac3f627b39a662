"""Finds in a workbook what its reader shows as empty cells: formulas without a stored result."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>[^<]")
_NUMBER = re.compile(rb"""\br\s*=\s*["']([0-9]{1,7})["']""")
_NAME = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TEXT_TYPE = re.compile(rb"""\bt\s*=\s*["'](?:str|e)["']""")


class Uncomputed(NamedTuple):
    """A cell (positions from 0) with a formula that has no result."""

    name: str
    row: int
    column: int


def uncomputed(content: bytes, sheet: int) -> Iterator[Uncomputed]:
    """Formulas without a result on the sheet at a position (0 first) of an XLSX workbook; none in another form."""
    xml = sheet_xml(content, sheet)
    if not (b"<f" in xml or b":f" in xml) or not _FORMULA.search(xml):
        return
    number = 0
    for row in _ROW.finditer(xml):
        given = _NUMBER.search(row.group(1))
        number = int(given.group(1)) if given else number + 1
        column = 0
        for cell in _CELL.finditer(row.group(2) or b""):
            attributes, inner = cell.group(1), cell.group(2) or b""
            name = _NAME.search(attributes)
            column = column_number(name.group(1)) if name else column + 1
            if _FORMULA.search(inner) and not _VALUE.search(inner) and not _TEXT_TYPE.search(attributes):
                yield Uncomputed(f"{column_letters(column)}{number}", number - 1, column - 1)


def column_number(letters: bytes) -> int:
    """The number of a column by its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column by its number: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sheet_xml(content: bytes, sheet: int) -> bytes:
    """The XML of the sheet at a position; empty where it cannot be found."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = sheet_names(archive)[sheet]
            return archive.read(name) if name else b""
    except (OSError, KeyError, IndexError, ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return b""
    except (RuntimeError, EOFError, zlib.error):  # an encrypted or truncated part
        return b""


def sheet_names(archive: zipfile.ZipFile) -> list[str | None]:
    """The parts that hold the sheets of an XLSX workbook, in their order; None for one that is not there."""
    stored = {info.filename.replace("\\", "/").casefold(): info.filename for info in archive.infolist()}
    sheets = [
        next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        for element in ElementTree.fromstring(archive.read(stored["xl/workbook.xml"])).iter()
        if element.tag.endswith("}sheet")
    ]
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in ElementTree.fromstring(archive.read(stored["xl/_rels/workbook.xml.rels"])).iter()
    }
    paths = (posixpath.normpath(posixpath.join("/xl", targets.get(sheet, "").replace("\\", "/"))) for sheet in sheets)
    return [stored.get(path.lstrip("/").casefold()) for path in paths]
