"""The commands that build: `report`, `reports` and `sheets`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipasn_analysis.commands.arguments import (
    Commands,
    Options,
    Parser,
    add_command,
    add_year_and_data,
    decimal,
    integer,
    open_project,
)
from ipasn_analysis.commands.progress import cells
from ipasn_analysis.engine.tuning import cap_threads
from ipasn_analysis.errors import Message, ReportError, UsageError
from ipasn_analysis.publish.formats import FORMATS, USUAL_FORMATS

if TYPE_CHECKING:
    from ipasn_analysis.build.request import Request
    from ipasn_analysis.project import Project


class _Options(Options):
    data: str | None
    year: int | None
    formats: str
    edition: str
    out: str
    force: bool
    time_limit: float
    memory_limit: float | None


class _OneOptions(_Options):
    region: str
    appendix: bool


class _SheetOptions(_Options):
    region: str
    unit: str | None


class _ManyOptions(_Options):
    region: list[str]
    appendix: bool
    province: str | None
    workers: int | None
    scheduler: str | None


def add(commands: Commands) -> None:
    """Add both commands."""
    options = Parser(add_help=False)
    add_year_and_data(options)
    options.add_argument(
        "--instrument",
        dest="chosen_instrument",
        metavar="NAME|FILE",
        help=Message("instrument in place of that of params, such as the file that calibrate writes"),
    )
    options.add_argument(
        "--formats",
        default=",".join(USUAL_FORMATS),
        help=Message("some of {formats} (default: {usual})", formats=",".join(FORMATS), usual=",".join(USUAL_FORMATS)),
    )
    options.add_argument(
        "--edition",
        default="publik",
        help=Message("publik (default), or internal: exact and whole, for those who may see data of people"),
    )
    options.add_argument("--out", default="reports", help=Message("folder for the reports (default: reports)"))
    options.add_argument("--force", action="store_true", help=Message("rebuild even if up to date"))
    options.add_argument(
        "--time-limit", type=decimal, default=900.0, help=Message("seconds one report may take (default: 900)")
    )
    options.add_argument(
        "--memory-limit",
        type=decimal,
        help=Message("GiB of memory one report may take (default: half of the machine's)"),
    )
    of_reports = Parser(add_help=False)
    of_reports.add_argument(
        "--appendix", action="store_true", help=Message("print the appendix in the PDF and the Word file too")
    )
    one = add_command(
        commands,
        "report",
        _report,
        summary=Message("build the report of one region"),
        example="ipasn report banjar --year 2025 --formats html,pdf",
        parents=[options, of_reports],
    )
    one.add_argument("region", metavar="REGION")
    sheets = add_command(
        commands,
        "sheets",
        _sheets,
        summary=Message("build a page for each unit of a region, for its head"),
        example='ipasn sheets banjar --unit "Dinas Kesehatan"',
        parents=[options],
    )
    sheets.add_argument("region", metavar="REGION")
    sheets.add_argument("--unit", help=Message("one perangkat daerah, by its name (default: all)"))
    many = add_command(
        commands,
        "reports",
        _reports,
        summary=Message("build the reports of several regions"),
        example="ipasn reports --province kalsel --workers 4",
        parents=[options, of_reports],
    )
    many.add_argument("region", metavar="REGION", nargs="*")
    many.add_argument("--province", help=Message("a province: its governments and the province itself"))
    many.add_argument(
        "--workers", type=integer, help=Message("number of reports built in parallel (default: one per processor)")
    )
    many.add_argument("--scheduler", help=Message("address of a Dask scheduler, tcp://host:port"))


def _report(options: _OneOptions) -> int:
    cap_threads()  # before the next import loads the numeric libraries
    import logging  # noqa: PLC0415 - not needed for help

    from ipasn_analysis.build.batch import build_one  # noqa: PLC0415
    from ipasn_analysis.build.remarks import tell  # noqa: PLC0415
    from ipasn_analysis.build.status import summary  # noqa: PLC0415

    started = time.perf_counter()
    request = _request(options, appendix=options.appendix)
    progress = None if options.quiet else cells(options.region)
    result = build_one(open_project(options), options.region, request, options.data, progress)
    if not options.quiet:
        print(summary(result, request.w, time.perf_counter() - started))
    tell(result.remarks, options.w)
    for why in result.lost:
        logging.getLogger(__name__).error(why)
    return ReportError.exit_status if result.lost else 0


def _sheets(options: _SheetOptions) -> int:
    cap_threads()  # before the next import loads the numeric libraries
    from ipasn_analysis.build.sheets import build_sheets  # noqa: PLC0415

    project = open_project(options)
    files = build_sheets(project, options.region, _request(options), options.data, unit=options.unit)
    if not options.quiet:
        print("\n".join(map(str, files)))
    return 0


def _reports(options: _ManyOptions) -> int:
    cap_threads()  # before the next import loads the numeric libraries
    from ipasn_analysis.build.batch import build_many  # noqa: PLC0415
    from ipasn_analysis.build.remarks import tell  # noqa: PLC0415
    from ipasn_analysis.build.status import table  # noqa: PLC0415

    if options.workers is not None and options.workers < 1:
        raise UsageError("--workers must be 1 or more")
    project = open_project(options)
    outcomes = build_many(
        project,
        _names(project, options.region),
        _request(options, appendix=options.appendix),
        options.data,
        province=options.province,
        count=options.workers,
        scheduler=options.scheduler,
    )
    if not options.quiet:
        print(table(outcomes, options.w))
    tell((told for outcome in outcomes if outcome.result for told in outcome.result.remarks), options.w)
    return ReportError.exit_status if any(outcome.error for outcome in outcomes) else 0


def _names(project: Project, words: Sequence[str]) -> list[str]:
    """The regions of a list, in one text or in several; `UsageError` for a full name, which has blanks itself."""
    for word in words:
        if len(word.split()) > 1 and project.named(word):
            raise project.unknown_region(word)
    return [name for word in words for name in word.split()]


def _request(options: _Options, *, appendix: bool = False) -> Request:
    from ipasn_analysis.build.request import Request  # noqa: PLC0415

    return Request.checked(
        year=options.year,
        language=options.language,
        edition=options.edition,
        formats=options.formats,
        out=options.out,
        force=options.force,
        time_limit=options.time_limit,
        memory_limit=options.memory_limit,
        appendix=appendix,
    )
