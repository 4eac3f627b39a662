"""Reads YAML that people edit: safe types only, no aliases, tags or repeated keys; errors name file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ipasn_analysis.errors import UsageError, first_line, nearest
from ipasn_analysis.rules.numbers import has_two_readings

LARGEST_FILE = 1_000_000
DEEPEST = 50
ModelType = TypeVar("ModelType", bound=BaseModel)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader, by libyaml where that is installed, that refuses repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """The mapping of a node; every key must be a single value and appear once."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool):
                raise yaml.constructor.ConstructorError(None, None, "a key must be plain", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} appears twice", key_node.start_mark)
            seen.add(key)
        mapping: dict[object, object] = super().construct_mapping(node, deep)
        return mapping

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        """The number of a node; one with exactly three digits behind its point could be meant in two ways."""
        if has_two_readings(node.value):
            point, thousands = f"{float(node.value):g}", node.value.replace(".", "")
            problem = f"{node.value} can be read as {point} or as {thousands}; write the one that is meant"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        return float(super().construct_yaml_float(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_yaml_float)


def _refuse_bombs(text: str) -> None:
    """Refuse aliases and deep nesting, which a loader would follow without limit."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            fault = "nested too deeply" if depth > DEEPEST else "aliases are not allowed"
            raise yaml.MarkedYAMLError(problem=fault, problem_mark=event.start_mark)  # type: ignore[arg-type]


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; `UsageError` names file and line when it is not one."""
    return mapping_of(read_text(path), path)


def read_text(path: Path) -> str:
    """The text of a YAML file; `UsageError` when it cannot be read or is too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path}: larger than {LARGEST_FILE:,} bytes; this is not a file of parameters")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text") from error


def mapping_of(text: str, path: Path) -> dict[str, Any]:
    """The mapping in the text of the YAML file `path`; `UsageError` names file and line when it is not one."""
    try:
        _refuse_bombs(text)
        content = yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise UsageError(f"{path}{where}: {getattr(error, 'problem', None) or 'not valid YAML'}") from error
    except (ValueError, OverflowError) as error:  # such as a date 2025-13-45 or a number of 5,000 digits
        raise UsageError(f"{path}: holds an impossible value ({first_line(error)})") from error
    if not isinstance(content, dict):
        raise UsageError(f"{path}: must be a mapping of keys to values")
    return content


def validated(model: type[ModelType], content: dict[str, Any], path: Path) -> ModelType:
    """`content` as a `model`; the first fault becomes a `UsageError` with the nearest valid key."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            key = str(fault["loc"][-1])
            suggestion = nearest(key, _fields_at(model, fault["loc"][:-1]))
            hint = f"; did you mean {suggestion!r}?" if suggestion else ""
            raise UsageError(f"{path}: unknown key {place!r}{hint}") from None
        place, message = place.removesuffix(".[key]"), _in_words(model, fault)
        raise UsageError(f"{path}: {place}: {message}" if place else f"{path}: {message}") from None


def _in_words(model: type[BaseModel], fault: Any) -> str:
    """What is wrong with a value, and how to write it."""
    kind, value = fault["type"], fault["input"]
    if fault["loc"] and fault["loc"][-1] == "[key]":
        comma = isinstance(value, int)  # {2025: 81,5} is 2025: 81 and a key 5
        how = (
            "a decimal comma needs quotation marks: '81,5'"
            if comma
            else "write years as numbers, without quotation marks"
        )
        return f"{value!r} is not a year; {how}"
    if kind == "missing":
        return "is missing"
    if kind == "string_type" and isinstance(value, int | float):
        return f"{value!r} is a number here; write it in quotation marks, since it is a text with all its digits"
    if kind in {"float_type", "int_type"}:
        whole = "whole " if kind == "int_type" else ""
        how = "write it such as 250000 or 81.5, or '250.000' or '81,5' in quotation marks"
        return f"{value!r} is not a {whole}number; {how}"
    if kind in {"model_type", "dict_type"}:
        keys = list(_model_at(model, fault["loc"]).model_fields) if kind == "model_type" else []
        return f"{value!r} stands where keys are needed" + (f": {', '.join(keys)}" if keys else "")
    return str(fault["msg"].removeprefix("Value error, ").replace("Input should", "must"))


def _fields_at(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The names of the fields that `model` knows at a place (dictionary keys and list positions are passed over)."""
    return list(_model_at(model, place).model_fields)


def _model_at(model: type[BaseModel], place: tuple[int | str, ...]) -> type[BaseModel]:
    current = model
    for part in place:
        field = current.model_fields.get(str(part))
        inner = _model_in(field.annotation) if field else None
        if inner is not None:
            current = inner
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The first pydantic model inside an annotation such as ``dict[str, Model] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
