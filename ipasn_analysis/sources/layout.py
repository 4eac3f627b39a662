"""Tells what stands in DATA where no snapshot is looked for: files in the wrong place, folders with another name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.sources.files import table_and_part
from ipasn_analysis.sources.location import is_url
from ipasn_analysis.sources.snapshots import DATE_NAME, EXPECTED
from ipasn_analysis.sources.specs import REGION_TABLES

_DAY_FIRST = re.compile(r"(\d{1,2})[-._ ](\d{1,2})[-._ ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-._ ]?(\d{2})[-._ ]?(\d{2})")


def misplaced(data: str, region: str | None = None) -> list[Message]:
    """What is not read in DATA and looks as if it should be, of one region or of all; one text each, none of a URL."""
    if is_url(data) or not Path(data).is_dir():
        return []
    return list(_of_data(Path(data), region))


def _of_data(root: Path, region: str | None) -> Iterator[Message]:
    folders = _folders(root)
    if any(DATE_NAME.fullmatch(folder.name) for folder in folders):
        above = root.absolute().parent
        yield Message("{root} is the folder of a region; DATA is the folder above it: {above}", root=root, above=above)
        return
    if DATE_NAME.fullmatch(root.absolute().name) and _tables(root):
        above = root.absolute().parent.parent
        yield Message(
            "{root} is the folder of a snapshot; DATA is two folders above it: {above}", root=root, above=above
        )
        return
    for name in _tables(root):
        yield _in_wrong_place(root / name, f"{root}/{region or '<region>'}")
    for folder in folders:
        if region in (None, folder.name):
            yield from _of_region(folder)


def _of_region(folder: Path) -> Iterator[Message]:
    for name in _tables(folder):
        yield _in_wrong_place(folder / name, str(folder))
    for place in _folders(folder):
        if not DATE_NAME.fullmatch(place.name) and _tables(place):
            meant = _meant(place.name)
            if meant is None:
                yield Message("{place} is not named by a date YYYY-MM-DD", place=place)
            else:
                yield Message("{place} is not named by a date YYYY-MM-DD; name it {date}", place=place, date=meant)


def _in_wrong_place(file: Path, region: str) -> Message:
    return Message(
        "{file} stands directly in {folder}; it belongs into {region}/<YYYY-MM-DD>/",
        file=file,
        folder=file.parent,
        region=region,
    )


def _meant(name: str) -> datetime.date | None:
    """The date by which a folder should be named, where its own name tells a possible one."""
    for form, order in ((_DAY_FIRST, (2, 1, 0)), (_YEAR_FIRST, (0, 1, 2))):
        match = form.fullmatch(name)
        if match:
            year, month, day = (int(match.groups()[place]) for place in order)
            try:
                return datetime.date(year, month, day)
            except ValueError:
                return None
    return None


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
        raise UsageError(
            "--out '{out}': is the folder of the input, which is never written to; write to {other}",
            out=out,
            other=other,
        )
    if root not in place.parents:
        return
    region = root / place.relative_to(root).parts[0]
    if any(DATE_NAME.fullmatch(folder.name) for folder in _folders(region)):
        raise UsageError(
            "--out '{out}': stands in the input folder {region}, which is never written to", out=out, region=region
        )


def hint(data: str, region: str | None = None) -> str:
    """The second line of an error about a missing snapshot: what was found, and the layout that is expected."""
    found = misplaced(data, region)
    if not found:
        return "" if is_url(data) else Message(";\n  expected: {expected}", expected=EXPECTED)
    if len(found) == 1:
        return Message(";\n  {found}; expected: {expected}", found=found[0], expected=EXPECTED)
    return Message(
        ";\n  {found} (and {more:i} more like it); expected: {expected}",
        found=found[0],
        more=len(found) - 1,
        expected=EXPECTED,
    )
