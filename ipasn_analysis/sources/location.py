"""Tells where DATA is; apart, so that nobody who reads files loads the database library."""

from __future__ import annotations

from ipasn_analysis import params
from ipasn_analysis.errors import UsageError


def default_data() -> str:
    """The folder of the sample data; `UsageError` names ``make sample`` when it is not there."""
    folder = params.project_root() / "data" / "sample"
    if not folder.is_dir():
        raise UsageError("there is no sample data yet; run 'make sample', or name your own with --data")
    return str(folder)


def is_url(data: str) -> bool:
    """Whether DATA is a database URL rather than a folder."""
    return "://" in data
