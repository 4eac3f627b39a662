"""Refuses personal data in what is about to be committed, by pattern.

    python tools/no_personal_data.py [FILE …]     (default: every file git knows)

A NIP (18 digits that begin with a date of birth) or a NIK (16 digits with one in them) in a text, and files named like
a table of a snapshot. Tests and the generator of the sample data make up numbers of their own and are left out.
Exit status 1 when something was found; the number itself is never printed whole.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = ("tests/", "ipasn_analysis/sample/")
YEAR, MONTH, DAY = r"(?:19[3-9]\d|20[0-2]\d)", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
NIP = re.compile(rf"(?<![\w.]){YEAR}{MONTH}{DAY}[ .]?\d{{6}}[ .]?\d[ .]?\d{{3}}(?!\w)")
NIK = re.compile(rf"(?<![\w.])[1-9]\d{{5}}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01]){MONTH}\d{{6}}(?!\w)")
TABLES = re.compile(r"(?:^|/)(?:profil|rw_\w+|nilai_ipasn)\.(?:csv|xlsx|parquet)$|\.rejected\.csv$", re.IGNORECASE)


def findings(name: str, text: str) -> Iterator[str]:
    """What is personal in a file, one line each; `name` is its path in the repository."""
    if name.startswith(LEFT_OUT):
        return
    if TABLES.search(name):
        yield f"{name}: looks like a table of people"
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in (("NIP", NIP), ("NIK", NIK)):
            if found := pattern.search(line):
                yield f"{name}, line {number}: looks like a {what} ({found.group()[:4]}…)"


def stored() -> list[str]:
    """Every file that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.split("\0") if name]


def main(arguments: list[str]) -> int:
    """Check the named files; the exit status."""
    status = 0
    for name in arguments or stored():
        path = ROOT / name
        text = path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""
        for line in findings(name, text):
            print(line)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
