"""Tells where DATA is; apart, so that nobody who reads files loads the database library."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from ipasn_analysis.errors import UsageError
from ipasn_analysis.rules import params


def default_data() -> str:
    """The folder of the sample data; `UsageError` names ``make sample`` when it is not there."""
    folder = params.project_root() / "data" / "sample"
    if not folder.is_dir():
        raise UsageError("there is no sample data yet; run 'make sample', or name your own with --data")
    return str(folder)


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


def shown(data: str) -> str:
    """DATA as a message may show it: the URL of a database without its secrets, a folder as it is."""
    if not is_url(data):
        return data
    return _SECRETS.sub(r"\1\2=***", _PASSWORD.sub(r"\1:***@", data))


def with_password(data: str) -> str:
    """The URL of a database with the password that the environment has for it; DATA as it is otherwise."""
    known = os.environ.get(DATABASE_URL, "")
    return known if is_url(data) and known != data and without_password(known) == data else data


@contextmanager
def password_in_environment(data: str) -> Iterator[str]:
    """DATA without its password, which this process and those it starts find in the environment meanwhile."""
    plain = without_password(data)
    if plain == data:
        yield data
        return
    before = os.environ.get(DATABASE_URL)
    os.environ[DATABASE_URL] = data
    try:
        yield plain
    finally:
        if before is None:
            del os.environ[DATABASE_URL]
        else:
            os.environ[DATABASE_URL] = before
