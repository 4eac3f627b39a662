"""Finds in a workbook what its reader shows as empty cells: error values and formulas without a stored result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_NAME = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<v\b[^>]*>([^<]*)</v>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetFault:
    """A cell (positions from 0) with an error value, or with a formula without a result (`error` None)."""

    name: str
    row: int
    column: int
    error: str | None


def sheet_faults(path: Path, sheet: int) -> Iterator[SheetFault]:
    """The faults of the sheet at a position (0 first); nothing where the workbook's parts are not laid out as usual."""
    content = _sheet_xml(path, sheet)
    if b'"e"' not in content and b"<f" not in content:
        return
    for cell in _CELL.finditer(content):
        attributes, inner = cell.group(1), cell.group(2) or b""
        is_error, is_formula = b't="e"' in attributes, b"<f" in inner
        if not is_error and not is_formula:
            continue
        name = _NAME.search(attributes)
        value = _VALUE.search(inner)
        text = value.group(1).decode("utf-8", "replace").strip() if value else ""
        if name and is_error:
            yield _fault(name, text or "#ERROR!")
        elif name and not text and b't="str"' not in attributes:
            yield _fault(name, None)


def _fault(name: re.Match[bytes], error: str | None) -> SheetFault:
    letters = name.group(1).decode()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return SheetFault(f"{letters}{int(name.group(2))}", int(name.group(2)) - 1, column - 1, error)


def _sheet_xml(path: Path, sheet: int) -> bytes:
    """The XML of the sheet at a position; empty where it cannot be found."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = [
                element.get(_RELATION)
                for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()
                if element.tag.endswith("}sheet")
            ]
            targets = {
                element.get("Id"): element.get("Target", "")
                for element in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter()
            }
            target = targets[sheets[sheet]]
            return archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    except (OSError, KeyError, IndexError, ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return b""
    except (RuntimeError, EOFError):  # an encrypted or truncated part
        return b""
