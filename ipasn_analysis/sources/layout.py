"""Tells what stands in DATA where no snapshot is looked for: files in the wrong place, folders with another name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from ipasn_analysis.errors import UsageError
from ipasn_analysis.sources.files import table_and_part
from ipasn_analysis.sources.location import is_url
from ipasn_analysis.sources.snapshots import DATE_NAME, EXPECTED
from ipasn_analysis.sources.tables import REGION_TABLES

_DAY_FIRST = re.compile(r"(\d{1,2})[-._ ](\d{1,2})[-._ ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-._ ]?(\d{2})[-._ ]?(\d{2})")


def misplaced(data: str, region: str | None = None) -> list[str]:
    """What is not read in DATA and looks as if it should be, of one region or of all; one text each, none of a URL."""
    if is_url(data) or not Path(data).is_dir():
        return []
    return list(_of_data(Path(data), region))


def _of_data(root: Path, region: str | None) -> Iterator[str]:
    folders = _folders(root)
    if any(DATE_NAME.fullmatch(folder.name) for folder in folders):
        yield f"{root} is the folder of a region; DATA is the folder above it: {root.absolute().parent}"
        return
    if DATE_NAME.fullmatch(root.absolute().name) and _tables(root):
        yield f"{root} is the folder of a snapshot; DATA is two folders above it: {root.absolute().parent.parent}"
        return
    for name in _tables(root):
        yield f"{root / name} stands directly in {root}; it belongs into {root}/{region or '<region>'}/<YYYY-MM-DD>/"
    for folder in folders:
        if region in (None, folder.name):
            yield from _of_region(folder)


def _of_region(folder: Path) -> Iterator[str]:
    for name in _tables(folder):
        yield f"{folder / name} stands directly in {folder}; it belongs into {folder}/<YYYY-MM-DD>/"
    for place in _folders(folder):
        if not DATE_NAME.fullmatch(place.name) and _tables(place):
            yield f"{place} is not named by a date YYYY-MM-DD{_meant(place.name)}"


def _meant(name: str) -> str:
    """The name that a folder should have, where its own tells a possible date."""
    for form, order in ((_DAY_FIRST, (2, 1, 0)), (_YEAR_FIRST, (0, 1, 2))):
        match = form.fullmatch(name)
        if match:
            year, month, day = (int(match.groups()[place]) for place in order)
            try:
                return f"; name it {datetime.date(year, month, day).isoformat()}"
            except ValueError:
                return ""
    return ""


def _tables(folder: Path) -> list[str]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []
    told = {path.name: table_and_part(path.name) for path in files}
    return [name for name, table in told.items() if table is not None and table[0] not in REGION_TABLES]


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []


def refuse_in_input(out: Path, data: str, other: str | None = None) -> None:
    """`UsageError` when `out` stands in the folder of a region of DATA, which is never written to.

    With `other`, the name of a better place, also when it is DATA itself.
    """
    if is_url(data):
        return
    place, root = out.resolve(), Path(data).resolve()
    if place == root and other:
        raise UsageError(f"--out '{out}': is the folder of the input, which is never written to; write to {other}")
    if root not in place.parents:
        return
    region = root / place.relative_to(root).parts[0]
    if any(DATE_NAME.fullmatch(folder.name) for folder in _folders(region)):
        raise UsageError(f"--out '{out}': stands in the input folder {region}, which is never written to")


def hint(data: str, region: str | None = None) -> str:
    """The second line of an error about a missing snapshot: what was found, and the layout that is expected."""
    found = misplaced(data, region)
    if not found:
        return "" if is_url(data) else f";\n  expected: {EXPECTED}"
    others = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
    return f";\n  {found[0]}{others}; expected: {EXPECTED}"
