"""The commands `report` and `reports`: one or many reports, only what is out of date, and the index page."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace

from ipasn_analysis.build.build import Progress, build
from ipasn_analysis.build.plan import BuildResult, Plan, make_plan
from ipasn_analysis.build.preload import may_fork, preload
from ipasn_analysis.build.remarks import of_selection
from ipasn_analysis.build.request import Request
from ipasn_analysis.build.status import BatchProgress, Outcome
from ipasn_analysis.engine import workers
from ipasn_analysis.errors import IpasnError, Message, UsageError, message_of, unknown
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project, Region
from ipasn_analysis.project.data import Data, Selection
from ipasn_analysis.publish.index import write_index
from ipasn_analysis.sources import layout

logger = logging.getLogger(__name__)


def build_one(
    project: Project, name: str, request: Request, data: str | None = None, progress: Progress | None = None
) -> BuildResult:
    """Build the report of one region unless it is up to date, and renew the index page."""
    plan = plan_of(project, name, request, data)
    with workers.interruptible():
        result = plan.finished()
        if result is None:
            request.ensure_output_writable()
            preload(request.formats)
            result = build(plan, progress)
        write_index(request.out, rewrite=result.rebuilt)
    return _with_remarks(result, plan)


def plan_of(project: Project, name: str, request: Request, data: str | None = None) -> Plan:
    """The plan of the report of one region."""
    (region,) = select_regions(project, [name])
    return make_plan(project, _data_for(project, request, data).select(region, request.year), request)


def build_many(
    project: Project,
    names: Sequence[str],
    request: Request,
    data: str | None = None,
    *,
    province: str | None = None,
    count: int | None = None,
    scheduler: str | None = None,
) -> list[Outcome]:
    """Build several reports in parallel, a province after its governments; what became of each, in the order asked for.

    Without names or province: every region that DATA has a snapshot of. What is finished when the command is
    interrupted stays, and the same command continues from there.

    Parameters
    ----------
    names, province : regions, and a province that stands for itself and its governments.
    count : number of reports built in parallel; by default one for each processor.
    scheduler : address of a Dask scheduler whose workers build in place of processes on this machine.
    """
    regions = select_regions(project, names, province)
    with workers.interruptible():
        selections, absent = with_data(regions, names, _data_for(project, request, data), request.year)
        progress = BatchProgress(len(selections) + len(absent), count or workers.default_workers())
        for region, error in absent.items():
            progress.add(Outcome(region, None, error.message))
        planned = [make_plan(project, selection, request) for selection in selections]
        plans = []
        for plan in planned:
            finished = plan.finished()
            if finished is None:
                plans.append(plan)
            else:
                progress.add(Outcome(plan.region, finished, None))
        if plans:
            request.ensure_output_writable()
            preload(request.formats)
            progress.workers = min(progress.workers, len(plans))
            with workers.executor(progress.workers, scheduler, fork=may_fork()) as executor:
                _build_all(executor, plans, progress)
        rebuilt = any(one.result is not None and one.result.rebuilt for one in progress.outcomes)
        write_index(request.out, rewrite=rebuilt)
    of_region = {plan.region: plan for plan in planned}
    outcomes = [
        replace(one, result=_with_remarks(one.result, of_region[one.region])) if one.result else one
        for one in progress.outcomes
    ]
    order = [region.name for region in regions]
    return sorted(outcomes, key=lambda outcome: order.index(outcome.region))


def _with_remarks(result: BuildResult, plan: Plan) -> BuildResult:
    """The result with what is to be said of its input."""
    store = Store(plan.selection.location, plan.store)
    return replace(result, remarks=of_selection(plan.selection, store))


def select_regions(project: Project, names: Sequence[str], province: str | None = None) -> list[Region]:
    """The regions named and those of the province, by default all; each once, a province after all governments.

    What is wrong in any file of parameters is an error now, before anything runs.
    """
    wanted = [project.region(name) for name in names]
    if province is not None:
        if province not in project.provinces:
            raise unknown("province", province, project.provinces)
        whole = project.region(province)
        wanted += [*map(project.region, whole.members), whole]
    for name in project.regions:
        project.params(name)
    ordered = {region.name: region for region in wanted or map(project.region, project.regions)}
    return sorted(ordered.values(), key=lambda region: region.is_province)


def with_data(
    regions: Sequence[Region], names: Sequence[str], data: Data, year: int | None
) -> tuple[list[Selection], dict[str, UsageError]]:
    """What each region's report rests on, and why a region of `names` cannot have one.

    Regions that are not in `names` and that DATA lacks are left out with a warning; where no region has data, that is
    a `UsageError`.
    """
    selections, absent = [], {}
    for region in regions:
        try:
            selections.append(data.select(region, year))
        except UsageError as error:
            absent[region.name] = error
    if not selections:
        held = {snapshot.region for snapshot in data.snapshots}
        raise absent[next((name for name in absent if name in held), regions[0].name)]
    unnamed = [name for name in absent if name not in names]
    if unnamed:
        logger.warning(Message("no data for: {regions}", regions=", ".join(unnamed)))
    return selections, {name: error for name, error in absent.items() if name in names}


def _data_for(project: Project, request: Request, given: str | None) -> Data:
    """DATA, in which the reports must not be written."""
    data = project.data(given)
    layout.refuse_in_input(request.out, data.location, "reports/")
    return data


def build_outcome(plan: Plan) -> Outcome:
    """Build one report; an error that a user can cause becomes part of the outcome."""
    started = time.perf_counter()
    try:
        result = build(plan)
    except IpasnError as failure:
        return Outcome(plan.region, None, failure.message, time.perf_counter() - started)
    return Outcome(plan.region, result, next(iter(result.lost), None), time.perf_counter() - started)


def _build_all(executor: Executor, plans: Sequence[Plan], progress: BatchProgress) -> None:
    """Build in parallel; a province waits for its own governments, built or failed, since it reads their scores."""
    planned = {plan.region for plan in plans}
    waiting = {
        plan.region: set(plan.selection.region.members) & planned for plan in plans if plan.selection.region.is_province
    }
    running: dict[Future[Outcome], Plan] = {}
    todo = list(plans)
    while todo or running:
        ready = [plan for plan in todo if not waiting.get(plan.region)]
        running |= {workers.submit(executor, build_outcome, plan): plan for plan in ready}
        todo = [plan for plan in todo if plan not in ready]
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=lambda future: plans.index(running[future])):
            plan = running.pop(future)
            progress.add(_outcome(future, plan))
            for members in waiting.values():
                members.discard(plan.region)


def _outcome(future: Future[Outcome], plan: Plan) -> Outcome:
    try:
        return workers.result_of(future, build_outcome, plan)
    except Exception as failure:
        return Outcome(plan.region, None, _told(failure))


def _told(failure: Exception) -> Message:
    """What an error says; the kind of one that is not of this program goes before it."""
    if isinstance(failure, IpasnError):
        return failure.message
    return Message("{kind}: {why}", kind=type(failure).__name__, why=message_of(failure))
