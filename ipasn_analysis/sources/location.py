"""Locating DATA. Kept apart from the database, so that reading files does not import its library."""

from __future__ import annotations

import os
import re
from pathlib import Path


def is_url(data: str) -> bool:
    """Whether DATA is a database URL rather than a folder."""
    return "://" in data


DATABASE_URL = "IPASN_DATABASE_URL"
"""The environment variable that holds the URL of a database with its password, where DATA names it without."""
_PASSWORD = re.compile(r"^([A-Za-z][\w+.-]*://[^:/]*):[^@]*@(?:[^/?#@]*@)*")
_SECRETS = re.compile(r"(?i)([?&])([^=&#]*passw[^=&#]*)=[^&#]*")


def without_password(data: str) -> str:
    """DATA as it may be written down: the URL of a database without its password, a folder as it is."""
    if not is_url(data):
        return data
    address, mark, options = _PASSWORD.sub(r"\1@", data).partition("?")
    kept = [option for option in _SECRETS.sub(r"\1", mark + options).lstrip("?").split("&") if option]
    return address + ("?" + "&".join(kept) if kept else "")


def without_machine(data: str, root: Path) -> str:
    """DATA as a delivered file may name it: a folder relative to `root`, or its name alone; a database by its name."""
    if is_url(data):
        scheme, _, place = without_password(data).partition("://")
        return f"{scheme}:///{place.partition('?')[0].rpartition('/')[2]}"
    path = Path(data).absolute()
    return path.relative_to(root.absolute()).as_posix() if path.is_relative_to(root.absolute()) else path.name


def shown(data: str) -> str:
    """DATA as a message may show it: the URL of a database without its secrets, a folder as it is."""
    if not is_url(data):
        return data
    return _SECRETS.sub(r"\1\2=***", _PASSWORD.sub(r"\1:***@", data))


def with_password(data: str) -> str:
    """The URL of a database with the password that the environment has for it; DATA as it is otherwise."""
    known = os.environ.get(DATABASE_URL, "")
    return known if is_url(data) and known != data and without_password(known) == data else data


def password_variable(data: str) -> dict[str, str]:
    """The environment variable by which another process finds the password of DATA; nothing where it has none."""
    return {} if without_password(data) == data else {DATABASE_URL: data}
