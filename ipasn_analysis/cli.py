"""The command `ipasn`: parses arguments, calls one public function, prints; heavy imports wait until needed."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ipasn_analysis.commands.arguments import Parser, number, whole, year
from ipasn_analysis.engine.memory import collect_rarely, keep_freed
from ipasn_analysis.errors import IpasnError, UsageError, unknown

FORMATS = ("html", "pdf", "xlsx", "json")
LANGUAGES = ("id", "en")
SHELLS = ("bash", "zsh", "fish")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(
        prog="ipasn", description="Reports on the professionalism index of Indonesia's civil service (IP ASN)."
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    _report_commands(commands)
    _score_commands(commands)
    _other_commands(commands)
    return top


def _report_commands(commands: Any) -> None:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--year", type=year, help="measured year (default: the newest in DATA)")
    options.add_argument("--data", help="folder or database URL with the snapshots (default: the sample data)")
    options.add_argument("--language", default="id", help="id (default) or en")
    options.add_argument("--formats", default=",".join(FORMATS), help="some of html,pdf,xlsx,json (default: all)")
    options.add_argument("--out", default="reports", help="folder for the reports (default: reports)")
    options.add_argument("--force", action="store_true", help="build what is already up to date as well")
    options.add_argument("--time-limit", type=number, default=900.0, help="seconds one report may take (default: 900)")
    options.add_argument(
        "--memory-limit", type=number, help="GiB of memory one report may take (default: half of the machine's)"
    )
    one = commands.add_parser("report", parents=[options], help="build the report of one region")
    one.add_argument("region", metavar="REGION")
    one.set_defaults(run=_run_report)
    many = commands.add_parser("reports", parents=[options], help="build the reports of several regions")
    many.add_argument("region", metavar="REGION", nargs="*")
    many.add_argument("--province", help="a province: its governments and the province itself")
    many.add_argument("--workers", type=whole, help="reports built at once (default: one per processor)")
    many.add_argument("--scheduler", help="address of a Dask scheduler, tcp://host:port")
    many.set_defaults(run=_run_reports)


def _score_commands(commands: Any) -> None:
    score = commands.add_parser("score", help="score the people of one snapshot")
    score.add_argument(
        "snapshot", metavar="SNAPSHOT", help="folder DATA/<region>/<YYYY-MM-DD>, or URL#region/YYYY-MM-DD"
    )
    score.add_argument("--instrument", help="name or YAML file of an instrument (default: that of the region and year)")
    score.add_argument("--out", required=True, help="FILE.csv or FILE.parquet")
    score.add_argument("--pseudonym", metavar="KEYFILE", help="write pseudonyms made with this key instead of NIPs")
    check = commands.add_parser("check", help="check input without scoring")
    check.add_argument("snapshot", metavar="SNAPSHOT|DATA")
    for command in (score, check):
        command.add_argument("--as-of", help="cut-off date YYYY-MM-DD instead of the snapshot's")
        command.add_argument("--json", action="store_true", help="print the counts as one JSON object")
        command.add_argument(
            "--strict", action="store_true", help="exit status 1 when anything was rejected or set aside"
        )
    score.set_defaults(run=_run_score)
    check.set_defaults(run=_run_check)


def _other_commands(commands: Any) -> None:
    sample = commands.add_parser("sample", help="write the synthetic sample data")
    sample.add_argument("--out", required=True, help="folder to write to")
    sample.add_argument("--seed", type=whole, default=None, help="seed of the random numbers")
    sample.add_argument("--province", default="kalsel", help="province to generate (kalsel)")
    sample.add_argument("--region", action="append", help="only this government (may be repeated)")
    sample.set_defaults(run=_run_sample)
    people = commands.add_parser("list", help="write the confidential list of people: who lacks what, who is planned")
    people.add_argument("region", metavar="REGION")
    people.add_argument("--out", required=True, help="FILE.csv; RAHASIA is added to its name")
    people.add_argument("--year", type=year, help="measured year (default: the newest in DATA)")
    people.add_argument("--data", help="folder or database URL with the snapshots (default: the sample data)")
    people.add_argument("--pseudonym", metavar="KEYFILE", help="write pseudonyms made with this key instead of NIPs")
    people.set_defaults(run=_run_list)
    key = commands.add_parser("key", help="make a secret key for pseudonyms")
    key.add_argument("file", metavar="KEYFILE", help="where to write it, outside of the project's folder")
    key.set_defaults(run=_run_key)
    compare = commands.add_parser("compare", help="set two snapshots, two governments or two instruments side by side")
    for side in ("a", "b"):
        compare.add_argument(
            side, metavar=side.upper(), help="REGION, REGION:YEAR or REGION:YYYY-MM-DD, and @INSTRUMENT"
        )
    compare.add_argument("--data", help="folder or database URL with the snapshots (default: the sample data)")
    compare.add_argument("--language", default="id", help="id (default) or en")
    compare.add_argument("--json", action="store_true", help="print the comparison as one JSON object")
    compare.add_argument("--out", help="FILE.xlsx to write a workbook")
    compare.set_defaults(run=_run_compare)
    regions = commands.add_parser("regions", help="list the regions")
    regions.set_defaults(run=_run_regions)
    new = commands.add_parser("new-region", help="begin the parameters of a new region in params/")
    new.add_argument("name", metavar="NAME", help="file name of the region, such as kota-banjar")
    new.add_argument("--name", dest="full_name", required=True, help="full name, such as 'Kota Banjar'")
    new.add_argument("--code", required=True, help="code of the region, such as 32.79 (32: a province)")
    new.add_argument("--province", help="region of its province (left out: it is a province)")
    new.set_defaults(run=_run_new_region)
    verify = commands.add_parser("verify", help="build a published result again and compare")
    verify.add_argument("file", metavar="FILE.json", help="the JSON file of a report")
    verify.add_argument("--data", help="folder or database URL that it was made from (default: the sample data)")
    verify.set_defaults(run=_run_verify)
    completion = commands.add_parser("completion", help="print the completion script of a shell")
    completion.add_argument("shell", choices=SHELLS)
    completion.set_defaults(run=_run_completion)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status as in contract § 2."""
    process = os.getpid()
    try:
        options = parser().parse_args(arguments)
        keep_freed()
        collect_rarely()
        return int(options.run(options))
    except IpasnError as error:
        print(f"ipasn: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        if os.getpid() != process:  # forked, and interrupted before it had signals of its own: the parent tells
            os._exit(130)
        print("ipasn: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return 0


def _run_report(options: argparse.Namespace) -> int:
    _cap_threads()
    from ipasn_analysis.build.batch import asked_regions, build_one  # noqa: PLC0415

    asked_regions([options.region], None)  # the region before the data: there may be none yet
    return build_one(options.region, _request(options))


def _run_reports(options: argparse.Namespace) -> int:
    _cap_threads()
    from ipasn_analysis.build.batch import asked_regions, build_many  # noqa: PLC0415

    if options.workers is not None and options.workers < 1:
        raise UsageError("--workers must be 1 or more")
    names = _regions(options.region)
    asked_regions(names, options.province)  # the regions before the data: there may be none yet
    return build_many(
        names,
        _request(options),
        options.province,
        count=options.workers,
        scheduler=options.scheduler,
    )


def _cap_threads() -> None:
    """One thread for the numeric libraries, which ask for it when they are loaded, that is, right after this."""
    from ipasn_analysis.engine.clean_slate import cap_threads  # noqa: PLC0415

    cap_threads()


def _regions(names: Sequence[str]) -> list[str]:
    """The regions of a list, in one text or in several; `UsageError` for a full name, which has blanks itself."""
    from ipasn_analysis.rules import params  # noqa: PLC0415

    known = params.regions()
    for name in names:
        if len(name.split()) > 1 and params.named(name, known):
            raise params.unknown_region(name, known)
    return [part for name in names for part in name.split()]


def _request(options: argparse.Namespace) -> Any:
    from ipasn_analysis.build.request import Request  # noqa: PLC0415

    return Request.checked(
        data=options.data,
        year=options.year,
        language=options.language,
        formats=options.formats,
        out=options.out,
        force=options.force,
        time_limit=options.time_limit,
        memory_limit=options.memory_limit,
    )


def _run_score(options: argparse.Namespace) -> int:
    from ipasn_analysis.people import export as scorefile  # noqa: PLC0415

    tally, difference = scorefile.score_to_file(
        options.snapshot, options.out, options.instrument, options.as_of, options.pseudonym
    )
    if options.json:
        print(json.dumps({**tally.as_dict(), "import_difference": difference}, ensure_ascii=False))
    else:
        print(
            f"{options.out}: {tally.measured} of {tally.rows} rows scored, {tally.excluded_total} excluded, "
            f"{tally.rejected_total} rejected, {tally.set_aside_total} history rows set aside"
        )
        if difference is not None:
            print(
                f"ready scores less scored records: {difference['indeks']:+.2f} points of the index on average; "
                f"{difference['differing']:.0f} of {difference['people']:.0f} people differ"
            )
        if tally.rejected_total or tally.set_aside_total:
            print(f"reasons: {scorefile.rejected_path(Path(options.out))}")
    for told in scorefile.unread(options.snapshot):
        print(f"ipasn: {told}", file=sys.stderr)
    return _strict(options, tally.rejected_total + tally.set_aside_total)


def _run_check(options: argparse.Namespace) -> int:
    from ipasn_analysis.people import check  # noqa: PLC0415

    result = check.check(options.snapshot, options.as_of)
    print(json.dumps(result.as_dict(), ensure_ascii=False) if options.json else result.text())
    if result.failures:
        print(*(f"ipasn: {why}" for _, why in result.failures), sep="\n", file=sys.stderr)
        return UsageError.exit_status
    return _strict(options, result.unused)


def _strict(options: argparse.Namespace, findings: int) -> int:
    return 1 if options.strict and findings else 0


def _run_sample(options: argparse.Namespace) -> int:
    from ipasn_analysis import sample  # noqa: PLC0415
    from ipasn_analysis.rules import params  # noqa: PLC0415

    if options.province not in sample.PROVINCES:
        raise unknown("province", options.province, sample.PROVINCES)
    known = params.governments(options.province)
    for name in options.region or ():
        if name not in known:
            raise params.unknown_region(name, known)
    if options.seed is not None and options.seed < 0:
        raise UsageError(f"--seed {options.seed} must be 0 or more")
    seed = {} if options.seed is None else {"seed": options.seed}
    try:
        folders = sample.write_sample(
            Path(options.out), regions=options.region, progress=lambda line: print(line, file=sys.stderr), **seed
        )
    except OSError as error:
        raise UsageError(f"{options.out}: cannot be written ({error.strerror})") from error
    print(f"{options.out}: {len(folders)} snapshots of synthetic data")
    return 0


def _run_list(options: argparse.Namespace) -> int:
    from ipasn_analysis.people import people_list as peoplelist  # noqa: PLC0415

    path, count = peoplelist.list_to_file(
        options.region, options.out, year=options.year, data=options.data, key=options.pseudonym
    )
    print(f"{path}: {count} people; confidential, for internal use only")
    return 0


def _run_key(options: argparse.Namespace) -> int:
    from ipasn_analysis.people import pseudonym  # noqa: PLC0415

    pseudonym.create_key(Path(options.file))
    print(f"{options.file}: a new key, readable by you alone; whoever has it can find the people behind pseudonyms")
    return 0


def _run_compare(options: argparse.Namespace) -> int:
    from ipasn_analysis.build import compare  # noqa: PLC0415
    from ipasn_analysis.sources import layout, location  # noqa: PLC0415

    if options.out is not None:
        layout.refuse_in_input(Path(options.out), options.data or location.default_data())

    return compare.run(
        options.a,
        options.b,
        data=options.data,
        language=options.language,
        as_json=options.json,
        out=options.out,
    )


def _run_regions(_: argparse.Namespace) -> int:
    from ipasn_analysis.rules import params  # noqa: PLC0415

    for name in params.regions():
        region = params.load(name)
        print(f"{name:24}{region.code:8}{region.name}")
    return 0


def _run_new_region(options: argparse.Namespace) -> int:
    from ipasn_analysis.api.new_region import new_region  # noqa: PLC0415

    path = new_region(options.name, options.full_name, options.code, options.province)
    if options.province is None:
        print(f"{path}\nnext: begin its governments, each with a folder of its own in DATA; the province needs none:")
        print(f"  ipasn new-region NAME --name NAME --code {options.code}.01 --province {options.name}")
    else:
        print(f"{path}\nnext: set its target there, put data into DATA/{options.name}/<YYYY-MM-DD>/, and run")
        print(f"  make report REGION={options.name} DATA=DATA")
    return 0


def _run_verify(options: argparse.Namespace) -> int:
    from ipasn_analysis.build.verify import verify  # noqa: PLC0415

    found = verify(options.file, options.data)
    if found.findings:
        print(f"{options.file}: differs", *found.findings, sep="\n  ")
        return 1
    print(f"{options.file}: the same ({found.inputs} inputs, {found.values} values compared)")
    return 0


def _run_completion(options: argparse.Namespace) -> int:
    from ipasn_analysis.commands.completion import script  # noqa: PLC0415

    print(script(parser(), options.shell), end="")
    return 0
