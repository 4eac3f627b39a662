"""Reads YAML that people edit: safe types only, no aliases, no tags, no key twice; errors name file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ipasn_analysis.errors import UsageError, first_line, nearest

LARGEST_FILE = 1_000_000
DEEPEST = 50
ModelType = TypeVar("ModelType", bound=BaseModel)


class _PlainKeys(yaml.constructor.SafeConstructor):
    """A constructor that refuses repeated keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node; every key must be plain and stand once."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool):
                raise yaml.constructor.ConstructorError(None, None, "a key must be plain", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


class _PlainLoader(_PlainKeys, yaml.SafeLoader):
    """A safe loader that also refuses aliases and repeated keys (a YAML bomb needs the former)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "aliases are not allowed", self.peek_event().start_mark)
        return super().compose_node(parent, index)


class _QuickLoader(_PlainKeys, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same rules on libyaml, which is ten times as fast; aliases are looked for beforehand (see `_load`)."""


def _load(text: str) -> Any:
    """The document, by libyaml where there is nothing to say against it, else by the loader that words the errors."""
    try:
        if _is_simple(text):
            return yaml.load(text, Loader=_QuickLoader)  # a SafeLoader
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        pass
    return yaml.load(text, Loader=_PlainLoader)  # a SafeLoader


def _is_simple(text: str) -> bool:
    """Whether there are neither aliases nor deep nesting, which libyaml would follow without a limit of ours."""
    depth = 0
    for event in yaml.parse(text, Loader=_QuickLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            return False
    return True


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds; `UsageError` names file and line when it is not one."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path}: larger than {LARGEST_FILE:,} bytes; this is not a file of parameters")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text") from error
    try:
        content = _load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise UsageError(f"{path}{where}: {getattr(error, 'problem', None) or 'not valid YAML'}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: nested too deeply") from error
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
        return f"{value!r} is not a year; write years as numbers, without quotation marks"
    if kind == "missing":
        return "is missing"
    if kind == "string_type" and isinstance(value, int | float):
        return f"{value!r} is a number here; write it in quotation marks, since it is a text with all its digits"
    if kind in {"float_type", "int_type"}:
        return f"{value!r} is not a {'whole ' if kind == 'int_type' else ''}number; write it without quotation marks"
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
