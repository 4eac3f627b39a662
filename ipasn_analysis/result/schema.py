"""The JSON Schema of a report's result, and its keys as a table for the documents; both follow from the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from ipasn_analysis.result.facts import Facts, GovernmentFacts, ProvinceFacts

FILE = Path(__file__).with_name("result.schema.json")
"""The schema as it is shipped, for readers of the results in any language."""

Node = Mapping[str, Any]
"""A part of a schema."""


class _WithoutTitles(GenerateJsonSchema):
    """Keys are told by their descriptions; a title would only repeat their names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) that every ``ipasn-<region>-<year>.json`` keeps to."""
    kinds = Annotated[GovernmentFacts | ProvinceFacts, Field(discriminator="tingkat")]
    found = TypeAdapter(kinds).json_schema(mode="serialization", schema_generator=_WithoutTitles)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": "urn:ipasn:result",
        "title": "Result of an IP ASN report",
        "description": f"The content of ipasn-<region>-<year>.json. {Facts.__doc__}",
        **found,
    }


def keys() -> list[tuple[str, str]]:
    """Every key of the result with its description: ``dimensi.kualifikasi.rata_rata``.

    ``[]`` stands for each row of a list, ``*`` for any name. A part that stands in several places is spelled out at
    the first; the others name that place. Of alternatives the first is spelled out, and what another has besides.
    """
    return list(_alternatives(schema()["oneOf"], "", {}))


def documented() -> str:
    """The keys as a Markdown table (key, meaning, null when), for docs/data.md."""
    rows = ["| key | meaning | null when |", "|---|---|---|"]
    for key, description in keys():
        meaning, _, null = description.partition("; null ")
        rows.append(f"| `{key}` | {meaning} | {null.removeprefix('when ')} |")
    return "\n".join(rows)


def _keys(node: Node, path: str, spelled: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, child in node.get("properties", {}).items():
        place = f"{path}.{name}".lstrip(".")
        below = list(_below(child, place, spelled))
        same = next((first for key, first in below if not key), None)
        yield place, child["description"] + (f" (as `{same}`)" if same else "")
        yield from (entry for entry in below if entry[0])


def _below(node: Node, path: str, spelled: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The keys inside a value: of an object, of each row of a list, of the alternatives that are not null.

    For a part that was spelled out before, its place alone, without a key.
    """
    name = node.get("$ref", "").rsplit("/", 1)[-1]
    if name:
        target = schema()["$defs"][name]
        if name in spelled:
            yield "", spelled[name]
            return
        if list(_below(target, path, dict(spelled))):
            spelled[name] = path
        yield from _below(target, path, spelled)
        return
    yield from _alternatives((*node.get("anyOf", ()), *node.get("oneOf", ())), path, spelled)
    if isinstance(node.get("items"), Mapping):
        yield from _below(node["items"], f"{path}[]", spelled)
    if isinstance(node.get("additionalProperties"), Mapping):
        yield from _below(node["additionalProperties"], f"{path}.*", spelled)
    yield from _keys(node, path, spelled)


def _alternatives(
    nodes: tuple[Node, ...] | list[Node], path: str, spelled: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The keys of the first alternative, and those that only a later one has."""
    told: set[str] = set()
    for node in nodes:
        for key, description in list(_below(node, path, spelled)):
            if key not in told:
                told.add(key)
                yield key, description
