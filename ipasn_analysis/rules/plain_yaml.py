"""Reads YAML that people edit: safe types only, no aliases, tags or repeated keys; errors name file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ipasn_analysis.errors import Message, UsageError, cause, message_of, nearest
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
                raise yaml.constructor.ConstructorError(None, None, Message("a key must be plain"), key_node.start_mark)
            if key in seen:
                problem = Message("key {key!r} appears twice", key=str(key))
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key)
        mapping: dict[object, object] = super().construct_mapping(node, deep)
        return mapping

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        """The number of a node; one with exactly three digits behind its point could be meant in two ways."""
        if has_two_readings(node.value):
            point, thousands = f"{float(node.value):g}", node.value.replace(".", "")
            problem = Message(
                "{value} can be read as {point} or as {thousands}; write the one that is meant",
                value=node.value,
                point=point,
                thousands=thousands,
            )
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        return float(super().construct_yaml_float(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_yaml_float)


def _refuse_bombs(text: str) -> None:
    """Refuse aliases and deep nesting, which a loader would follow without limit."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            fault = Message("nested too deeply") if depth > DEEPEST else Message("aliases are not allowed")
            raise yaml.MarkedYAMLError(problem=fault, problem_mark=event.start_mark)  # type: ignore[arg-type]


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; `UsageError` names file and line when it is not one."""
    return mapping_of(read_text(path), path)


def read_text(path: Path) -> str:
    """The text of a YAML file; `UsageError` when it cannot be read or is too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(
                "{path}: larger than {largest_file:i} bytes; this is not a file of parameters",
                path=path,
                largest_file=LARGEST_FILE,
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=path, why=cause(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError("{path}: is not UTF-8 text", path=path) from error


def mapping_of(text: str, path: Path) -> dict[str, Any]:
    """The mapping in the text of the YAML file `path`; `UsageError` names file and line when it is not one."""
    try:
        _refuse_bombs(text)
        content = yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Message("{path}, line {line}", path=path, line=mark.line + 1) if mark else str(path)
        problem = getattr(error, "problem", None) or Message("not valid YAML")
        if not isinstance(problem, Message):
            problem = Message("not valid YAML ({problem})", problem=problem)
        raise UsageError("{path}: {why}", path=place, why=problem) from error
    except (ValueError, OverflowError) as error:  # such as a date 2025-13-45 or a number of 5,000 digits
        raise UsageError("{path}: holds an impossible value ({why})", path=path, why=message_of(error)) from error
    if not isinstance(content, dict):
        raise UsageError("{path}: must be a mapping of keys to values", path=path)
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
            hint = Message("; did you mean {suggestion!r}?", suggestion=suggestion) if suggestion else ""
            raise UsageError("{path}: unknown key {place!r}{hint}", path=path, place=place, hint=hint) from None
        place, why = place.removesuffix(".[key]"), _in_words(model, fault)
        raise UsageError("{path}: {why}", path=f"{path}: {place}" if place else path, why=why) from None


_FAULTS = {
    "missing": Message("is missing"),
    "string_type": Message("{value} is not a text; write it in quotation marks, which keep all its digits"),
    "float_type": Message("{value} is not a number; write 250000 or 81.5, or '250.000' or '81,5' in quotation marks"),
    "int_type": Message("{value} is not a whole number; write 250000, or '250.000' in quotation marks"),
    "model_type": Message("{value} stands where keys are needed: {keys}"),
    "dict_type": Message("{value} stands where keys are needed"),
    "greater_than_equal": Message("{value} must be {ge:a} or more"),
    "less_than_equal": Message("{value} must be {le:a} or less"),
    "greater_than": Message("{value} must be more than {gt:a}"),
    "literal_error": Message("{value} must be one of {expected}"),
    "string_pattern_mismatch": Message("{value} does not have the form {pattern}"),
    "string_too_short": Message("must not be empty"),
    "too_short": Message("must not be empty"),
}
"""What is wrong with a value, by pydantic's name of the fault, and how to write it."""


def _in_words(model: type[BaseModel], fault: Any) -> Message:
    """What is wrong with a value, and how to write it."""
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    if fault["loc"] and fault["loc"][-1] == "[key]":
        if isinstance(value, int):  # {2025: 81,5} is 2025: 81 and a key 5
            return Message("{value} is not a year; a decimal comma needs quotation marks: '81,5'", value=value)
        return Message("{value!r} is not a year; write years as numbers, without quotation marks", value=value)
    if kind == "value_error":
        return message_of(context["error"])
    if "expected" in context:
        context = {"expected": context["expected"].replace(" or ", ", ")}
    keys = ", ".join(_model_at(model, fault["loc"]).model_fields)
    words = _FAULTS.get(kind, Message("{value} cannot stand here"))
    return Message(words, value=repr(value), keys=keys, **context)


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
