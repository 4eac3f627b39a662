"""Writes what follows from the models of the facts: the JSON Schema in the package and the table in docs/data.md."""

from __future__ import annotations

import json
from pathlib import Path

from ipasn_analysis.result.schema import FILE, documented, schema

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "data.md"
BEGIN, END = "<!-- keys: begin -->", "<!-- keys: end -->"


def shipped() -> str:
    """The schema as its file holds it, a line for each part."""
    whole = schema()
    parts = {name: _line(part) for name, part in whole.items() if name != "$defs"}
    models = ",\n".join(f"  {_line(name)}: {_line(part)}" for name, part in whole["$defs"].items())
    head = ",\n".join(f" {_line(name)}: {part}" for name, part in parts.items())
    return f'{{\n{head},\n "$defs": {{\n{models}\n }}\n}}\n'


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def with_keys(document: str) -> str:
    """The document with the table of keys between its marks."""
    before, rest = document.split(BEGIN)
    return f"{before}{BEGIN}\n{documented()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    FILE.write_text(shipped(), encoding="utf-8")
    DOCUMENT.write_text(with_keys(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
