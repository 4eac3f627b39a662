"""Keyed hashes: pseudonyms of people, and digests of input files, so that nobody without the key can tell them.

A plain hash would not do: there are few enough NIPs, and contents of a file about few people, to try them all. The same
key gives a person the same pseudonym in every file; whoever has the key can find the person again.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from ipasn_analysis.errors import UsageError, cause

logger = logging.getLogger(__name__)

KEY_BYTES = 32
SAMPLE_KEY = b"data contoh"
"""The key for digests of the sample, which is no secret and the same everywhere."""
LENGTH = 24
"""Hexadecimal digits of a pseudonym: 96 bits."""


def create_key(path: Path, project: Path) -> None:
    """Write a new random key, readable by its owner alone. `UsageError` where it exists or is in the project."""
    _refuse_inside(path, project)
    _write_key(path)


def _write_key(path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError("{path}: the file already exists; a key is never overwritten", path=path) from error
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=path, why=cause(error)) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def read_key(path: Path, project: Path) -> bytes:
    """The key in a file; `UsageError` where it is missing, no key, within the project, or open to others."""
    _refuse_inside(path, project)
    return _read_key(path)


def _read_key(path: Path) -> bytes:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:  # Windows has no such modes
            raise UsageError("{path}: others on this machine may read the key; run chmod 600 {path}", path=path)
        if not _is_key(path):
            raise UsageError("{path}: is not a key made by ipasn key", path=path)
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError as error:
        raise UsageError("{path}: there is no such key; make one with ipasn key {path}", path=path) from error
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=path, why=cause(error)) from error


def _is_key(path: Path) -> bool:
    try:
        return len(bytes.fromhex(path.read_text(encoding="ascii").strip())) >= KEY_BYTES
    except ValueError:
        return False


def pseudonyms(nips: Iterable[str], key: bytes) -> list[str]:
    """The pseudonym of each NIP: the first 96 bits of HMAC-SHA256, as hexadecimal digits (RFC 2104)."""
    return [hmac.new(key, nip.encode(), hashlib.sha256).hexdigest()[:LENGTH] if nip else "" for nip in nips]


def lasting_key(path: Path) -> bytes:
    """The key in a file, made now where there is none; `UsageError` where others may read it or the owner may not.

    A file that holds no key is put aside: there is a new one then. Where that cannot be written, there is a key
    for this once. What was made with another key cannot be verified later, and the log says so.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_file() and not _is_key(path):
            path.replace(path.with_name(f"{path.name}.rusak"))
            logger.warning("%s: held no key, and a new one is made: earlier reports cannot be verified with it", path)
        if not path.exists():
            _write_key(path)
    except (OSError, UsageError) as error:
        if not path.exists():  # else another run has just made it
            logger.warning("%s: the key of digests cannot be kept (%s); nobody can verify this report", path, error)
            return secrets.token_bytes(KEY_BYTES)
    return _read_key(path)


def keyed_digests(digests: Mapping[str, str], key: bytes) -> dict[str, str]:
    """The HMAC-SHA256 of the digest of each file under its name: without the key no content can be tried."""
    return {
        name: hmac.new(key, f"{name}\0{digest}".encode(), hashlib.sha256).hexdigest()
        for name, digest in digests.items()
    }


def _refuse_inside(path: Path, project: Path) -> None:
    """A key within the project would travel with it."""
    if path.resolve().is_relative_to(project.resolve()):
        raise UsageError("{path}: keep the key outside of the project's folder", path=path)
