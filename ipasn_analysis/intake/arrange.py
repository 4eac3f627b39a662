"""Lays recognised exports out as DATA/<region>/<date>/, as copies, whole or not at all."""

from __future__ import annotations

import filecmp
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ipasn_analysis.errors import UsageError, cause
from ipasn_analysis.files import temporary_folder
from ipasn_analysis.intake.mapping import Row, content, skeleton
from ipasn_analysis.intake.recognise import Recognised, recognise
from ipasn_analysis.people.check import CheckedSnapshot, check
from ipasn_analysis.project import Project
from ipasn_analysis.records import cells
from ipasn_analysis.sources.files import ENDINGS, files_of
from ipasn_analysis.sources.reasons import Kind
from ipasn_analysis.sources.snapshots import parse_date
from ipasn_analysis.sources.specs import OFFICIAL_TABLE, PEOPLE_TABLES
from ipasn_analysis.writing.writer import N_

MAPPING = "pemetaan_unor.csv"
SAME = N_("isinya sama dengan {berkas}")


@dataclass(frozen=True)
class Intake:
    """What became of a folder of exports.

    `files` are what each is, `names` the name under which it is laid out in `place`, by its position in `files`;
    `checked` is what the snapshot gives (None where it has no people, or `problem` says why it cannot be used);
    `units` is the skeleton of the mapping of units (empty where none is needed).
    """

    files: tuple[Recognised, ...]
    names: Mapping[int, str]
    place: Path
    checked: CheckedSnapshot | None
    units: tuple[Row, ...]
    problem: UsageError | None = None


def take_in(project: Project, folder: str, region: str, date: str, out: str, *, dry_run: bool = False) -> Intake:
    """Recognise the exports in a folder and lay them out; with `dry_run` nothing is written.

    `UsageError` for arguments that cannot be used, and where a file is there already and differs.
    """
    source = Path(folder)
    if not source.is_dir():
        raise UsageError("{folder}: there is no such folder", folder=folder)
    if project.region(region).is_province:
        raise UsageError("--region {region!r}: is a province; name one of its governments", region=region)
    day = parse_date(date, "--date")
    place = Path(out) / region / day.isoformat()
    if source.resolve() in (place.resolve(), *place.resolve().parents):
        raise UsageError(
            "--out {out!r}: lies in {folder}, which is not changed; name another folder", out=out, folder=folder
        )
    files = tuple(_once(recognise(source)))
    names = target_names(files)
    _refuse_differing(files, names, place)
    with _staged(place, files, names, dry_run) as staged:
        if not any(one.table in PEOPLE_TABLES for one in files):
            problem = UsageError(
                "{folder}: holds neither a profile of employees nor scores of the index; nothing was laid out",
                folder=folder,
            )
            return Intake(files, names, place, None, (), problem)
        try:
            (checked,) = check(project, str(staged)).snapshots
        except UsageError as error:
            said = error.message.with_texts(lambda text: text.replace(str(staged), str(place)))
            return Intake(files, names, place, None, (), UsageError(said))
        units = _skeleton(files, checked)
        if units:
            (staged / MAPPING).write_bytes(content(units))
        if not dry_run:
            _deliver(staged, place)
    return Intake(files, names, place, checked, tuple(units))


def target_names(files: Sequence[Recognised]) -> dict[int, str]:
    """The name that each recognised file gets, by position: its table, and its part where there are several."""
    of_table: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(files):
        if one.table is not None:
            of_table[one.table].append(position)
    names = {}
    for table, positions in of_table.items():
        parts = [_part(files[position]) if len(positions) > 1 else "" for position in positions]
        for position, part in zip(positions, parts, strict=True):
            own = f"_{_plain(files[position].path.name.split('.')[0]) or position}" if parts.count(part) > 1 else ""
            names[position] = f"{table}_{part}{own}".rstrip("_") + _ending(files[position].path)
    return names


def _part(one: Recognised) -> str:
    """The part of a table that a file is: of a profile by the kind of most of its people, else by the file's name."""
    if one.table == "profil" and one.raw is not None:
        kinds = cells.texts(one.raw.columns["JENIS PEGAWAI NAMA"]).to_pylist()
        pppk = sum(str(kind).upper().lstrip("' ").startswith(("PPPK", "P3K")) for kind in kinds)
        return "pppk" if pppk * 2 > len(kinds) else "pns"
    return _plain(one.path.name.split(".")[0])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def _ending(path: Path) -> str:
    """The ending that the copy has: that of the file, or the one that goes with its content."""
    endings = [ending.casefold() for ending in path.suffixes if ending.casefold() in ENDINGS]
    if endings:
        return "".join(endings[-2:] if endings[-1] in {".gz", ".zip"} else endings[-1:])
    start = path.read_bytes()[:4]
    known = {b"PK\x03\x04": ".xlsx", b"\xd0\xcf\x11\xe0": ".xls", b"PAR1": ".parquet", b"\x1f\x8b\x08\x00": ".csv.gz"}
    return known.get(start, ".csv")


def _once(files: Iterable[Recognised]) -> Iterator[Recognised]:
    """The files, those whose content another of the same table has without their table."""
    seen: list[Recognised] = []
    for one in files:
        same = [
            other.path.name
            for other in seen
            if other.table == one.table and other.path != one.path and filecmp.cmp(other.path, one.path, shallow=False)
        ]
        if one.table is not None and same:
            yield replace(one, table=None, raw=None, why=SAME, same_as=same[0])
        else:
            seen += [] if one.table is None else [one]
            yield one


def _refuse_differing(files: Sequence[Recognised], names: Mapping[int, str], place: Path) -> None:
    """`UsageError` where a table that would be laid out is there already with other content."""
    if not place.is_dir():
        return
    wanted = {name: files[position] for position, name in names.items()}
    tables = {one.table for one in wanted.values()}
    for table, paths in files_of(place).items():
        for path in paths if table in tables else ():
            given = wanted.get(path.name)
            if given is None or path.is_dir() or not filecmp.cmp(path, given.path, shallow=False):
                raise UsageError(
                    "{path}: is there already and differs; remove it, or name another --date or --out", path=path
                )


@contextmanager
def _staged(place: Path, files: Sequence[Recognised], names: Mapping[int, str], dry_run: bool) -> Iterator[Path]:
    """A folder <region>/<date> beside DATA (of a dry run elsewhere) with the copies and what is there already."""
    above = place.parent.parent
    try:
        if not dry_run:
            above.mkdir(parents=True, exist_ok=True)
        with temporary_folder(".ipasn-intake-", None if dry_run else above) as draft:
            staged = draft / place.parent.name / place.name
            staged.mkdir(parents=True)
            if place.parent.is_dir():
                for path in (path for paths in files_of(place.parent).values() for path in paths if path.is_file()):
                    shutil.copyfile(path, staged.parent / path.name)
            if place.is_dir():
                shutil.copytree(place, staged, dirs_exist_ok=True)
            for position, name in names.items():
                shutil.copyfile(files[position].path, staged / name)
                (staged / name).chmod(0o600)
            yield staged
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=above, why=cause(error)) from error


def _skeleton(files: Sequence[Recognised], checked: CheckedSnapshot) -> list[Row]:
    """The skeleton of the mapping, where units are leaves."""
    if not any(remark.reason.kind == Kind.LEAVES_TOO_SMALL for remark in checked.remarks):
        return []
    main = OFFICIAL_TABLE if checked.accepted.people is None else "profil"
    rows = [row for one in files if one.table == main and one.raw is not None for row in skeleton(one.raw)]
    return list(dict.fromkeys(rows))


def _deliver(staged: Path, place: Path) -> None:
    """Bring what is new into its place: the whole folder at once, or file by file where it is there already."""
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(place)
        return
    moved: list[Path] = []
    try:
        for path in sorted(staged.iterdir()):
            if not (place / path.name).exists():
                path.replace(place / path.name)
                moved.append(place / path.name)
    except OSError:
        for path in moved:
            path.unlink(missing_ok=True)
        raise
