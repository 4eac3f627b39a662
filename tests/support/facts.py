"""Facts for tests: what a test says of them is given, and the rest is as empty as its type allows."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from ipasn_analysis.result.facts import Facts, GovernmentFacts, ProvinceFacts
from ipasn_analysis.result.parts import Part
from ipasn_analysis.sources.reasons import Kind, Reason

P = TypeVar("P", bound=Part)
PLAIN: dict[Any, tuple[Any, ...]] = {
    str: ("x", "63.05", "1–9", "0" * 64),
    int: (1, 2025),
    float: (1.0,),
    bool: (False,),
    dict: ({},),
    datetime.date: (datetime.date(2025, 12, 31),),
    Reason: (Reason(Kind.NIP_EMPTY),),
}
"""Values that a field may have, the first that it takes."""


def facts_of(given: Mapping[str, Any] | None = None, **parts: Any) -> Facts:
    """Facts with these parts (models, or dictionaries of what matters in them); of a province where they say so."""
    whole = {**(given or {}), **parts}
    if whole.get("tingkat") == "provinsi":
        return made(ProvinceFacts, whole)
    return made(GovernmentFacts, whole)


def made(model: type[P], given: Mapping[str, Any] | None = None, **parts: Any) -> P:
    """A part with what is given, which keeps to its type; a key that it does not have is a fault."""
    whole = {**(given or {}), **parts}
    blank = {name: value for name, value in _blanks(model).items() if name not in whole}
    filled = {name: _filled(model.model_fields[name].annotation, value) for name, value in whole.items()}
    return model.model_validate(blank | filled)


def opened(facts: Facts) -> dict[str, Any]:
    """The facts as a dictionary that may be changed, and made facts again by `facts_of`."""
    return _lists(facts.model_dump())


def _lists(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _lists(part) for name, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, list | tuple) else value


def _filled(kind: Any, value: Any) -> Any:
    """A value with its parts filled, as far as they are given as dictionaries."""
    if isinstance(value, Mapping):
        models = [one for one in _alternatives(kind) if isinstance(one, type) and issubclass(one, Part)]
        if not models:
            return value
        hidden = len(models) > 1 and bool(value.get("disembunyikan"))
        model = models[-1] if hidden else models[0]
        known = {name: part for name, part in value.items() if not hidden or part is not None}
        return made(model, known)
    if isinstance(value, list | tuple):
        (row,) = [get_args(one)[0] for one in _alternatives(kind) if get_origin(one) is tuple][:1] or [object]
        return tuple(_filled(row, part) for part in value)
    return value


def _alternatives(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _alternatives(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        return [one for part in get_args(kind) for one in _alternatives(part)]
    return [kind]


@cache
def _blanks(model: type[Part]) -> dict[str, Any]:
    """The emptiest value of each field: none where it may be missing, a plain one or an empty part elsewhere."""
    fields = {name: field for name, field in model.model_fields.items() if field.is_required()}
    return {name: _blank(field.annotation, tuple(field.metadata)) for name, field in fields.items()}


def _blank(kind: Any, rules: tuple[Any, ...] = ()) -> Any:
    found = _alternatives(kind)
    if type(None) in found or None in found:
        return None
    first = found[0]
    if get_origin(first) is Literal:
        return get_args(first)[0]
    if get_origin(first) is tuple:
        kinds = get_args(first)
        fewest = max((getattr(rule, "min_length", 0) for rule in rules), default=0)
        return tuple(_blank(one) for one in (kinds if Ellipsis not in kinds else kinds[:1] * fewest))
    if isinstance(first, type) and issubclass(first, Part):
        return made(first)
    return next(value for value in PLAIN[get_origin(first) or first] if _takes(kind, rules, value))


def _takes(kind: Any, rules: tuple[Any, ...], value: Any) -> bool:
    try:
        TypeAdapter(Annotated[kind, *rules] if rules else kind).validate_python(value)
    except ValidationError:
        return False
    return True
