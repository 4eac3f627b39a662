"""What became of each region: a line while they are built, a table at the end, and words for a single one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ipasn_analysis.build.freshness import Built
from ipasn_analysis.build.request import Request
from ipasn_analysis.errors import without_secrets


@dataclass(frozen=True)
class Outcome:
    """What became of one region: a report, or the reason why not in one line; seconds of work."""

    region: str
    built: Built | None
    error: str | None
    seconds: float = 0.0

    @property
    def state(self) -> str:
        """Built, up to date or FAILED."""
        if self.built is None:
            return "FAILED"
        return "built" if self.built.fresh else "up to date"


@dataclass
class Progress:
    """Tells on standard error which report is done, how many there are, and about how long the rest will take."""

    total: int
    workers: int
    outcomes: list[Outcome] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)

    def add(self, outcome: Outcome) -> None:
        """Count one more region and say so, and why a report failed."""
        self.outcomes.append(outcome)
        took = f"{outcome.seconds:.1f} s; " if outcome.seconds else ""
        done = len(self.outcomes)
        left = duration(self.seconds_left()) + " left" if done < self.total else f"{duration(self._elapsed())} in all"
        why = "" if outcome.error is None else f": {outcome.error}"
        print(
            f"[{done}/{self.total}] {outcome.region}: {outcome.state} ({took}{left}){why}", file=sys.stderr, flush=True
        )

    def seconds_left(self) -> float:
        """About how long the rest will take: the mean time of those built so far, shared among the workers."""
        worked = [outcome.seconds for outcome in self.outcomes if outcome.seconds]
        left = self.total - len(self.outcomes)
        if not worked:
            return 0.0
        return sum(worked) / len(worked) * left / min(self.workers, max(left, 1))

    def _elapsed(self) -> float:
        return time.perf_counter() - self.started


def duration(seconds: float) -> str:
    """Seconds as a reader says them: ``about 40 s``, ``about 3 min``."""
    return f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"


def table(outcomes: Sequence[Outcome], order: Sequence[str]) -> str:
    """The status of every region, in the order asked for, and a count of each state."""
    place = {region: position for position, region in enumerate(order)}
    width = max((len(outcome.region) for outcome in outcomes), default=6) + 2
    lines = [f"{'region':{width}}{'year':6}{'state':12}{'index':>7}  category"]
    for outcome in sorted(outcomes, key=lambda outcome: place[outcome.region]):
        built = outcome.built
        if built is None:
            lines.append(f"{outcome.region:{width}}{'':6}{outcome.state:12}{'':>7}  {outcome.error}")
            continue
        index = f"{built.figures['indeks']:.2f}"
        lines.append(f"{built.region:{width}}{built.year!s:6}{outcome.state:12}{index:>7}  {built.figures['kategori']}")
    states = [outcome.state for outcome in outcomes]
    counts = [
        f"{states.count(state)} {state.lower()}" for state in ("built", "up to date", "FAILED") if state in states
    ]
    return "\n".join([*lines, ", ".join(counts)])


def message(built: Built, request: Request, seconds: float) -> str:
    """What was built, where, how long it took, and the three figures that a user wants to see."""
    figures, w = built.figures, request.w
    gap = "" if figures["target"] is None else f": {w.signed(figures['indeks'] - figures['target'])}"
    target = "" if figures["target"] is None else f", target {w.number(figures['target'])}"
    state = f"built in {seconds:.1f} s" if built.fresh else "up to date"
    lines = [
        f"{built.region} {built.year}: {w.number(figures['indeks'])}, "
        f"{w.translate(figures['kategori'])}{target}{gap}  [{state}]"
    ]
    return "\n".join([*lines, *(f"  {path}" for path in built.files)])


def cells(region: str) -> Callable[[int, int], None] | None:
    """Progress of a single report by the cells of its notebook, where somebody is watching."""
    if not sys.stderr.isatty():
        return None

    def report(done: int, total: int) -> None:
        end = "\r" if done < total else "\n"
        print(f"{region}: {done}/{total}", end=end, file=sys.stderr, flush=True)

    return report


def one_line(error: Any) -> str:
    """What an error says, in one line."""
    return without_secrets(" ".join(str(error).split())) or type(error).__name__
