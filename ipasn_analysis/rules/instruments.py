"""Finds and loads an instrument by its name or by the path of a user's own YAML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ipasn_analysis.errors import Message, UsageError, unknown
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.plain_yaml import read_mapping, validated

FOLDER = Path(__file__).parent


def available() -> list[str]:
    """The names of the instruments that come with the package."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(name: str | Path) -> Instrument:
    """The instrument of that name, or of the YAML file at that path.

    Raises `UsageError` for an unknown name, an unreadable file, an unknown key, a gap in the bands or weights that do
    not sum to 100.
    """
    path = Path(name)
    if path.suffix.lower() in {".yaml", ".yml"}:
        if not path.is_file():
            raise UsageError(
                "{path}: there is no such instrument file; built in: {known}", path=path, known=", ".join(available())
            )
        return _refuse_taken_name(_from_file(path), path)
    if str(name) not in available():
        raise unknown("instrument", str(name), available())
    return _built_in(str(name))


def _refuse_taken_name(rules: Instrument, path: Path) -> Instrument:
    """The instrument; `UsageError` when it has the name of a built-in one and not its rules."""
    if rules.name in available() and rules != _built_in(rules.name):
        raise UsageError(
            "{path}: name: {name!r} is a built-in instrument with other rules; name yours otherwise",
            path=path,
            name=rules.name,
        )
    return rules


@cache
def _built_in(name: str) -> Instrument:
    return _from_file(FOLDER / f"{name}.yaml")


def _from_file(path: Path) -> Instrument:
    return validated(Instrument, _content(path), path)


def _content(path: Path) -> dict[str, Any]:
    """What a file states, over what the built-in instrument states that it extends (which may extend another)."""
    content = read_mapping(path)
    base = content.pop("extends", None)
    if base is None:
        return content
    if not isinstance(base, str) or base not in available() or path == FOLDER / f"{base}.yaml":
        raise unknown(Message("instrument to extend in {path}:", path=path), str(base), available())
    return _inherited(_content(FOLDER / f"{base}.yaml"), content)


def _inherited(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` over `base`; a section that `own` states replaces the whole section, except `codes`, which are merged."""
    if not isinstance(own.get("codes", {}), dict):
        return {**base, **own}
    return {**base, **own, "codes": {**base.get("codes", {}), **own.get("codes", {})}}
