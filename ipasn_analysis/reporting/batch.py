"""The commands `report` and `reports`: one or many reports, what became of each, and the index page."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from typing import Any

from ipasn_analysis import params
from ipasn_analysis.errors import IpasnError, UsageError, unknown
from ipasn_analysis.reporting.build import Built, build, resolve_year
from ipasn_analysis.reporting.request import Request
from ipasn_analysis.reporting.run import warm_up

FAILED = 3


@dataclass(frozen=True)
class Outcome:
    """What became of one region: a report, or the reason why not."""

    region: str
    built: Built | None
    error: str | None
    seconds: float


def build_one(region: str, request: Request) -> int:
    """Build one report and say what was built; the exit status."""
    _check_regions([region])
    started = time.perf_counter()
    resolve_year(region, request)
    warm_up()
    built = build(region, request, _cells(region))
    update_index(request)
    print(message(built, request, time.perf_counter() - started))
    return 0


def build_many(
    names: Sequence[str],
    request: Request,
    province: str | None = None,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
) -> int:
    """Build several reports side by side, the province after its governments; the exit status.

    Without names or province: every region that DATA has a snapshot of.
    """
    regions = chosen_regions(names, province, request)
    warm_up()
    started = time.perf_counter()
    waves = [
        [r for r in regions if params.load(r).level != "provinsi"],
        [r for r in regions if params.load(r).level == "provinsi"],
    ]
    outcomes: list[Outcome] = []
    with _executor(workers, scheduler) as executor:
        for wave in waves:
            outcomes += _build_wave(executor, wave, request, len(regions), len(outcomes), started)
    update_index(request)
    print(table(outcomes))
    return FAILED if any(outcome.error for outcome in outcomes) else 0


def chosen_regions(names: Sequence[str], province: str | None, request: Request) -> list[str]:
    """The regions to report on; those that DATA does not have are left out of a province and of all, with a word."""
    _check_regions(names)
    if province is not None:
        if province not in params.regions() or params.load(province).level != "provinsi":
            provinces = [name for name in params.regions() if params.load(name).level == "provinsi"]
            raise unknown("province", province, provinces)
        names = [*names, *params.governments(province), province]
    if names and province is None:
        return list(dict.fromkeys(names))
    candidates = list(dict.fromkeys(names or params.regions()))
    found, absent = [], []
    for region in candidates:
        try:
            resolve_year(region, request)
            found.append(region)
        except UsageError:
            absent.append(region)
    if absent:
        print(f"ipasn: no data for: {', '.join(absent)}", file=sys.stderr)
    if not found:
        resolve_year(candidates[0], request)
    return found


def _check_regions(names: Sequence[str]) -> None:
    known = params.regions()
    for name in names:
        if name not in known:
            raise unknown("region", name, known)
        params.load(name)


def _executor(workers: int | None, scheduler: str | None) -> Executor:
    """Local processes forked from this warm one, or the workers of a Dask cluster."""
    if scheduler is not None:
        try:
            from distributed import Client  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise UsageError(
                "--scheduler needs Dask; install it with: pip install 'ipasn-analysis[cluster]'"
            ) from error
        try:
            return Client(scheduler, timeout=20).get_executor()
        except (OSError, ValueError, TimeoutError) as error:
            raise UsageError(f"--scheduler {scheduler!r}: no scheduler answers there ({error})") from error
    method = "fork" if "fork" in get_all_start_methods() else None
    count = workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else workers or os.cpu_count()
    return ProcessPoolExecutor(count, mp_context=get_context(method))


def build_outcome(region: str, request: Request) -> Outcome:
    """Build one report; an error a user can cause becomes part of the outcome."""
    started = time.perf_counter()
    try:
        built, error = build(region, request), None
    except IpasnError as failure:
        built, error = None, str(failure)
    return Outcome(region, built, error, time.perf_counter() - started)


def _build_wave(
    executor: Executor, wave: Sequence[str], request: Request, total: int, done: int, started: float
) -> list[Outcome]:
    futures = {executor.submit(build_outcome, region, request): region for region in wave}
    outcomes = []
    for future in as_completed(futures):
        try:
            outcome = future.result()
        except Exception as failure:
            outcome = Outcome(futures[future], None, f"{type(failure).__name__}: {failure}", 0.0)
        outcomes.append(outcome)
        finished = done + len(outcomes)
        left = (time.perf_counter() - started) / finished * (total - finished)
        state = "failed" if outcome.error else "built" if outcome.built and outcome.built.fresh else "up to date"
        print(
            f"[{finished}/{total}] {outcome.region}: {state} ({outcome.seconds:.1f} s; about {left:.0f} s left)",
            file=sys.stderr,
        )
    return sorted(outcomes, key=lambda outcome: list(wave).index(outcome.region))


def table(outcomes: Sequence[Outcome]) -> str:
    """The status of every region as lines of text."""
    lines = [f"{'region':24}{'year':6}{'state':12}{'index':>8}  "]
    for outcome in outcomes:
        if outcome.built is None:
            lines.append(f"{outcome.region:24}{'':6}{'FAILED':12}{'':>8}  {outcome.error}")
            continue
        built = outcome.built
        index = f"{built.figures['indeks']:.2f}"
        state = "built" if built.fresh else "up to date"
        lines.append(f"{built.region:24}{built.year!s:6}{state:12}{index:>8}  {built.figures['kategori']}")
    return "\n".join(lines)


def message(built: Built, request: Request, seconds: float) -> str:
    """What was built, where, how long it took, and the three figures that a user wants to see."""
    locale = request.locale
    figures: dict[str, Any] = built.figures
    text = f"{built.region} {built.year}: {locale.number(figures['indeks'])}, {locale.translate(figures['kategori'])}"
    if figures["target"] is not None:
        text += f", {locale.translate('Target').lower()} {locale.number(figures['target'])}: "
        text += locale.signed(figures["indeks"] - figures["target"])
    state = f"built in {seconds:.1f} s" if built.fresh else "up to date (--force builds it again)"
    return "\n".join([f"{text}  [{state}]", *(f"  {path}" for path in built.files)])


def _cells(region: str) -> Any:
    """Progress of one notebook on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def report(done: int, total: int) -> None:
        end = "\r" if done < total else "\n"
        print(f"{region}: {done}/{total}", end=end, file=sys.stderr, flush=True)

    return report


def update_index(request: Request) -> None:
    """Write the index page over every report in the output folder."""
    from ipasn_analysis.reporting.index import write_index  # noqa: PLC0415

    write_index(request.out)
