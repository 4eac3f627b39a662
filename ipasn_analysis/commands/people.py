"""The commands about people: `score`, `check`, `people`, `list` and `key`. What they write is internal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ipasn_analysis.commands.arguments import (
    Commands,
    Options,
    Parser,
    add_command,
    add_snapshot,
    add_year_and_data,
    open_project,
)
from ipasn_analysis.errors import Message, UsageError

if TYPE_CHECKING:
    from ipasn_analysis.scoring.difference import Difference


class _CheckOptions(Options):
    snapshot: str
    as_of: str | None
    json: bool
    strict: bool


class _ScoreOptions(_CheckOptions):
    instrument: str | None
    out: str
    pseudonym: str | None


class _OfRegionOptions(Options):
    region: str
    out: str
    year: int | None
    data: str | None


class _PeopleOptions(_OfRegionOptions):
    reconcile: bool
    pseudonym: str | None


class _ListOptions(_OfRegionOptions):
    unit: str | None


class _KeyOptions(Options):
    file: str


def add(commands: Commands) -> None:
    """Add the commands."""
    score = add_command(
        commands,
        "score",
        _score,
        summary=Message("score the people of one snapshot"),
        example="ipasn score DATA/banjar/2025-12-23 --out scores.csv",
    )
    add_snapshot(score)
    score.add_argument(
        "--instrument", help=Message("name or YAML file of an instrument (default: that of the region and year)")
    )
    score.add_argument("--out", required=True, help=Message("FILE.csv or FILE.parquet"))
    _add_pseudonym(score)
    check = add_command(
        commands,
        "check",
        _check,
        summary=Message("check input without scoring"),
        example="ipasn check DATA --strict",
    )
    check.add_argument("snapshot", metavar="SNAPSHOT|DATA")
    for command in (score, check):
        command.add_argument("--as-of", help=Message("cut-off date YYYY-MM-DD instead of the snapshot's"))
        command.add_argument("--json", action="store_true", help=Message("print the counts as one JSON object"))
        command.add_argument(
            "--strict", action="store_true", help=Message("exit status 1 when anything was rejected or set aside")
        )
    people = add_command(
        commands,
        "people",
        _people,
        summary=Message("write the confidential list of people: missing items and planned actions per person"),
        example="ipasn people banjar --out people.csv",
    )
    people.add_argument("region", metavar="REGION")
    people.add_argument("--out", required=True, help=Message("FILE.csv; RAHASIA is added to its name"))
    people.add_argument(
        "--reconcile",
        action="store_true",
        help=Message("whose official scores differ from records, and why; into FILE.xlsx"),
    )
    add_year_and_data(people)
    _add_pseudonym(people)
    clerk = add_command(
        commands,
        "list",
        _list,
        summary=Message("write the confidential workbook of each unit, for its clerk: what is missing of whom"),
        example='ipasn list banjar --unit "Dinas Kesehatan"',
    )
    clerk.add_argument("region", metavar="REGION")
    clerk.add_argument("--unit", help=Message("one perangkat daerah, by its name (default: all)"))
    clerk.add_argument(
        "--out", default="reports", help=Message("folder, or FILE.xlsx for one unit; RAHASIA is added to its name")
    )
    add_year_and_data(clerk)
    key = add_command(
        commands,
        "key",
        _key,
        summary=Message("make a secret key for pseudonyms"),
        example="ipasn key ~/ipasn.key",
    )
    key.add_argument("file", metavar="KEYFILE", help=Message("where to write it, outside of the project's folder"))


def _add_pseudonym(parser: Parser) -> None:
    parser.add_argument(
        "--pseudonym", metavar="KEYFILE", help=Message("write pseudonyms made with this key instead of NIPs")
    )


def _score(options: _ScoreOptions) -> int:
    from dataclasses import asdict  # noqa: PLC0415 - slow to import, as below

    from ipasn_analysis.build.remarks import Told, tell  # noqa: PLC0415
    from ipasn_analysis.people import export  # noqa: PLC0415

    tally, (name, difference, remarks) = export.score_to_file(
        open_project(options), options.snapshot, options.out, options.instrument, options.as_of, options.pseudonym
    )
    if options.json:
        said = [asdict(remark) for remark in remarks]
        print(json.dumps({**tally.as_dict(), "remarks": said, "import_difference": difference}, ensure_ascii=False))
    else:
        counts = Message(
            "{out}: {measured:i} of {rows:i} rows scored, {excluded:i} excluded, {rejected:i} rejected, "
            "{set_aside:i} history rows set aside",
            out=options.out,
            measured=tally.measured,
            rows=tally.rows,
            excluded=tally.excluded_total,
            rejected=tally.rejected_total,
            set_aside=tally.set_aside_total,
        )
        print(options.say(counts))
        if difference is not None:
            print(options.say(_apart(difference)))
        if tally.rejected_total or tally.set_aside_total:
            print(options.say(Message("reasons: {path}", path=export.rejected_path(Path(options.out)))))
        tell((Told(name, remark) for remark in remarks), options.w)
    return _status(options, tally.rejected_total + tally.set_aside_total)


def _apart(found: Difference) -> Message:
    """How ready scores and records differ, as far as they can be compared."""
    from ipasn_analysis.rules.instrument import DIMENSIONS  # noqa: PLC0415 - slow to import

    gaps: dict[str, float | None] = {**{name: found[name] for name in DIMENSIONS}, "indeks": found["indeks"]}
    shown = {
        name: Message("not comparable")
        if gap is None
        else Message("{gap:n} ({people:i})", gap=gap, people=found["compared"][name])
        for name, gap in gaps.items()
    }
    return Message(
        "ready scores less scored records, mean points (people): kualifikasi {kualifikasi}, kompetensi {kompetensi}, "
        "kinerja {kinerja}, disiplin {disiplin}, index {indeks}; {differing:i} of {people:i} people differ",
        differing=found["differing"],
        people=found["people"],
        **shown,
    )


def _check(options: _CheckOptions) -> int:
    from ipasn_analysis.commands import checked  # noqa: PLC0415
    from ipasn_analysis.people import check  # noqa: PLC0415

    result = check.check(open_project(options), options.snapshot, options.as_of)
    print(json.dumps(result.as_dict(), ensure_ascii=False) if options.json else checked.text(result, options.w))
    if result.failures:
        print(*(f"ipasn: {options.say(why)}" for _, why in result.failures), sep="\n", file=sys.stderr)
        return UsageError.exit_status
    return _status(options, result.unused)


def _status(options: _CheckOptions, findings: int) -> int:
    return 1 if options.strict and findings else 0


def _people(options: _PeopleOptions) -> int:
    from ipasn_analysis.build import people_list, reconciliation_list  # noqa: PLC0415

    if options.reconcile:
        if options.pseudonym is not None:
            raise UsageError("--reconcile names people, so that a clerk can mend their records; leave out --pseudonym")
        path, count = reconciliation_list.list_to_file(
            open_project(options), options.region, options.out, year=options.year, data=options.data
        )
        made = Message(
            "{path}: {count:i} people whose scores differ; confidential, for internal use only", path=path, count=count
        )
    else:
        path, count = people_list.list_to_file(
            open_project(options),
            options.region,
            options.out,
            year=options.year,
            data=options.data,
            key=options.pseudonym,
            w=options.w,
        )
        made = Message("{path}: {count:i} people; confidential, for internal use only", path=path, count=count)
    print(options.say(made))
    return 0


def _list(options: _ListOptions) -> int:
    from ipasn_analysis.build.clerk_list import lists_to_files  # noqa: PLC0415

    files = lists_to_files(
        open_project(options),
        options.region,
        options.out,
        unit=options.unit,
        year=options.year,
        data=options.data,
        w=options.w,
    )
    if not options.quiet:
        print("\n".join(map(str, files)))
    return 0


def _key(options: _KeyOptions) -> int:
    from ipasn_analysis.people import pseudonym  # noqa: PLC0415

    pseudonym.create_key(Path(options.file), open_project(options).root)
    made = Message(
        "{file}: a new key, readable by you alone; whoever has it can find the people behind pseudonyms",
        file=options.file,
    )
    print(options.say(made))
    return 0
