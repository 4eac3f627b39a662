"""Tells a folder from a database; apart, so that nobody who reads files loads the database library."""

from __future__ import annotations


def is_url(data: str) -> bool:
    """Whether DATA is a database URL rather than a folder."""
    return "://" in data
