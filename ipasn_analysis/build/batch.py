"""The commands `report` and `reports`: one or many reports, only what is out of date, and the index page."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from ipasn_analysis.build import status
from ipasn_analysis.build.build import build, resolve_year
from ipasn_analysis.build.freshness import up_to_date
from ipasn_analysis.build.preload import may_fork, preload
from ipasn_analysis.build.request import Request
from ipasn_analysis.build.status import Outcome, Progress
from ipasn_analysis.engine import workers
from ipasn_analysis.errors import IpasnError, UsageError, unknown
from ipasn_analysis.publish.index import write_index
from ipasn_analysis.rules import params
from ipasn_analysis.sources.snapshots import Snapshot, list_snapshots

FAILED = 3


def build_one(region: str, request: Request) -> int:
    """Build one report and say what was built; the exit status."""
    _check_regions([region])
    started = time.perf_counter()
    resolve_year(region, request)
    with workers.interruptible():
        built = up_to_date(region, request)
        if built is None:
            request.check_out()
            preload(request.formats)
            built = build(region, request, status.cells(region))
        write_index(request.out, anew=built.fresh)
    print(status.message(built, request, time.perf_counter() - started))
    return 0


def build_many(
    names: Sequence[str],
    request: Request,
    province: str | None = None,
    *,
    count: int | None = None,
    scheduler: str | None = None,
) -> int:
    """Build several reports side by side, a province after its governments; the exit status.

    Without names or province: every region that DATA has a snapshot of. What is finished when the command is
    interrupted stays, and the same command goes on from there.

    Parameters
    ----------
    names, province : regions, and a province that stands for itself and its governments.
    count : reports built at once; one for each processor by default.
    scheduler : address of a Dask scheduler whose workers build in place of processes on this machine.
    """
    with workers.interruptible():
        asked = asked_regions(names, province)
        found = list_snapshots(request.data)
        regions = with_data(asked, names, request, found)
        progress = Progress(len(regions), count or workers.default_workers())
        stale = []
        for region in regions:
            outcome = _standing(region, request, found)
            if outcome is None:
                stale.append(region)
            else:
                progress.add(outcome)
        if stale:
            request.check_out()
            preload(request.formats)
            progress.workers = min(progress.workers, len(stale))
            with workers.executor(progress.workers, scheduler, fork=may_fork()) as executor:
                _build_all(executor, stale, request, progress)
        write_index(request.out, anew=any(one.built is not None and one.built.fresh for one in progress.outcomes))
    print(status.table(progress.outcomes, regions))
    return FAILED if any(outcome.error for outcome in progress.outcomes) else 0


def asked_regions(names: Sequence[str], province: str | None) -> list[str]:
    """The regions named and those of the province, by default all; each once, a province after all governments."""
    _check_regions(names)
    wanted = [*names]
    if province is not None:
        if province not in _provinces(params.regions()):
            raise unknown("province", province, _provinces(params.regions()))
        wanted += [*params.governments(province), province]
    ordered = list(dict.fromkeys(wanted or params.regions()))
    return sorted(ordered, key=_provinces(ordered).__contains__)


def with_data(ordered: Sequence[str], names: Sequence[str], request: Request, found: Sequence[Snapshot]) -> list[str]:
    """The regions to report on, of those asked for; `found` are the snapshots that DATA has.

    A region of `names` is one to report on, whatever DATA has; but where none has data, `UsageError`. The others that
    DATA lacks are left out with a word.
    """
    absent: dict[str, UsageError] = {}
    for region in ordered:
        try:
            resolve_year(region, request, found)
        except UsageError as error:
            absent[region] = error
    if len(absent) == len(ordered):
        held = {snapshot.region for snapshot in found}
        raise absent[next((region for region in ordered if region in held), ordered[0])]
    unasked = [region for region in absent if region not in names]
    if unasked:
        print(f"ipasn: no data for: {', '.join(unasked)}", file=sys.stderr)
    return [region for region in ordered if region not in unasked]


def _provinces(names: Sequence[str]) -> list[str]:
    return [name for name in names if params.load(name).level == "provinsi"]


def _check_regions(names: Sequence[str]) -> None:
    known = params.regions()
    for name in names:
        if name not in known:
            raise params.unknown_region(name, known)
        province = params.load(name).province or name
        for other in {province, *params.governments(province)} & set(known):
            params.load(other)  # what is wrong in one of them is said before anything runs


def _standing(region: str, request: Request, found: Sequence[Snapshot]) -> Outcome | None:
    """The region's report if it is up to date, or why it cannot be built at all; None when it is to be built."""
    try:
        built = up_to_date(region, request, found)
    except IpasnError as error:
        return Outcome(region, None, status.one_line(error))
    return None if built is None else Outcome(region, built, None)


def build_outcome(region: str, request: Request) -> Outcome:
    """Build one report; an error that a user can cause becomes part of the outcome."""
    started = time.perf_counter()
    try:
        built, error = build(region, request), None
    except IpasnError as failure:
        built, error = None, status.one_line(failure)
    return Outcome(region, built, error, time.perf_counter() - started)


def _build_all(executor: Executor, regions: Sequence[str], request: Request, progress: Progress) -> None:
    """Build side by side; a province waits for its own governments, built or failed, since it reads their scores."""
    waiting = {province: set(params.governments(province)) & set(regions) for province in _provinces(regions)}
    running = {
        workers.submit(executor, build_outcome, region, request): region
        for region in regions
        if not waiting.get(region)
    }
    begun = set(running.values())
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=lambda future: regions.index(running[future])):
            region = running.pop(future)
            progress.add(_outcome(future, region, request))
            for province, members in waiting.items():
                members.discard(region)
                if not members and province not in begun:
                    begun.add(province)
                    running[workers.submit(executor, build_outcome, province, request)] = province


def _outcome(future: Future[Outcome], region: str, request: Request) -> Outcome:
    try:
        return workers.result_of(future, build_outcome, region, request)
    except Exception as failure:
        kind = "" if isinstance(failure, IpasnError) else f"{type(failure).__name__}: "
        return Outcome(region, None, f"{kind}{status.one_line(failure)}")
