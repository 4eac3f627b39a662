"""The JSON Schema of a report's result, and its keys as a table for the documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("result.schema.json")


@cache
def schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) that every ``ipasn-<region>-<year>.json`` keeps to."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def keys() -> list[tuple[str, str]]:
    """Every key of the result with its description: ``dimensi.kualifikasi.rata_rata``.

    ``[]`` stands for each row of a list, ``*`` for any name. A part that stands in several places is spelled out at
    the first; the others name that place.
    """
    return list(_keys(schema(), "", {}))


def documented() -> str:
    """The keys as a Markdown table (key, meaning, null when), for docs/data.md."""
    rows = ["| key | meaning | null when |", "|---|---|---|"]
    for key, description in keys():
        meaning, _, null = description.partition("; null ")
        rows.append(f"| `{key}` | {meaning} | {null.removeprefix('when ')} |")
    return "\n".join(rows)


def _keys(node: dict[str, Any], path: str, told: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, child in node.get("properties", {}).items():
        place = f"{path}.{name}".lstrip(".")
        below = list(_below(child, place, told))
        same = next((first for key, first in below if not key), None)
        yield place, child["description"] + (f" (as `{same}`)" if same else "")
        yield from (entry for entry in below if entry[0])


def _below(node: dict[str, Any], path: str, told: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The keys inside a value: of an object, of each row of a list, of the alternative that is not null.

    For a part that was told before, its place alone, without a key.
    """
    name = node.get("$ref", "").rsplit("/", 1)[-1]
    if name:
        target = schema()["$defs"][name]
        if name in told:
            yield "", told[name]
            return
        if list(_below(target, path, dict(told))):
            told[name] = path
        yield from _below(target, path, told)
        return
    for part in (*node.get("oneOf", ()), *node.get("allOf", ())):
        yield from _below(part, path, told)
    if isinstance(node.get("items"), dict):
        yield from _below(node["items"], f"{path}[]", told)
    if isinstance(node.get("additionalProperties"), dict):
        yield from _below(node["additionalProperties"], f"{path}.*", told)
    yield from _keys(node, path, told)
