"""Whether a folder's params/ and notebooks/ may be taken unasked: notebooks are programs, parameters set thresholds."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ipasn_analysis.errors import Message

FOLDERS = ("params", "notebooks")


def reason_against(folder: Path) -> Message | None:
    """Why not, or None: something of it belongs to somebody else, or others may write there (POSIX alone)."""
    if os.name != "posix":
        return None
    inside = [folder / name for name in FOLDERS]
    for path in (folder, *inside, *(path for place in inside for path in sorted(place.iterdir()))):
        try:
            found = path.stat()
        except FileNotFoundError:  # a link to nowhere, as editors leave for a file that is open
            continue
        if found.st_uid not in {0, os.geteuid()}:
            return Message("{path} belongs to somebody else", path=path)
        if found.st_mode & stat.S_IWOTH or (found.st_mode & stat.S_IWGRP and not _is_own_group(found.st_gid)):
            return Message("others may write to {path}", path=path)
    return None


def _is_own_group(group: int) -> bool:
    """Whether it is the group that many systems give each user for himself alone."""
    import grp  # noqa: PLC0415 - not on Windows, as below
    import pwd  # noqa: PLC0415

    try:
        return grp.getgrgid(group).gr_name == pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return False
