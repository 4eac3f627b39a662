"""What became of each report: a line in the log when it is done, a table at the end, and words for a single one."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from ipasn_analysis.build.plan import BuildResult
from ipasn_analysis.errors import without_secrets
from ipasn_analysis.writing.writer import Writer

FAILED = "FAILED"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one region: a report, or the reason why there is none in one line; seconds of work."""

    region: str
    result: BuildResult | None
    error: str | None
    seconds: float = 0.0

    @property
    def state(self) -> str:
        """Built, up to date or FAILED."""
        if self.result is None:
            return FAILED
        return "built" if self.result.rebuilt else "up to date"


@dataclass
class BatchProgress:
    """Logs which report is done, how many there are, and about how long the others will take."""

    total: int
    workers: int
    outcomes: list[Outcome] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)

    def add(self, outcome: Outcome) -> None:
        """Count one more region and log it, and why a report failed."""
        self.outcomes.append(outcome)
        took = f"{outcome.seconds:.1f} s; " if outcome.seconds else ""
        done, elapsed = len(self.outcomes), time.perf_counter() - self.started
        left = duration(self.seconds_left()) + " left" if done < self.total else f"{duration(elapsed)} in all"
        why = "" if outcome.error is None else f": {outcome.error}"
        logger.info("[%d/%d] %s: %s (%s%s)%s", done, self.total, outcome.region, outcome.state, took, left, why)

    def seconds_left(self) -> float:
        """About how long the others will take: the mean time of those built so far, shared among the workers."""
        worked = [outcome.seconds for outcome in self.outcomes if outcome.seconds]
        left = self.total - len(self.outcomes)
        if not worked:
            return 0.0
        return sum(worked) / len(worked) * left / min(self.workers, max(left, 1))


def duration(seconds: float) -> str:
    """A duration as a reader says it: ``about 40 s``, ``about 3 min``."""
    return f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"


def table(outcomes: Sequence[Outcome]) -> str:
    """The status of every region and a count of each state."""
    width = max((len(outcome.region) for outcome in outcomes), default=6) + 2
    lines = [f"{'region':{width}}{'year':6}{'state':12}{'index':>7}  category"]
    for outcome in outcomes:
        result = outcome.result
        if result is None:
            lines.append(f"{outcome.region:{width}}{'':6}{outcome.state:12}{'':>7}  {outcome.error}")
            continue
        index = f"{result.figures.indeks:.2f}"
        lines.append(f"{result.region:{width}}{result.year!s:6}{outcome.state:12}{index:>7}  {result.figures.kategori}")
    states = [outcome.state for outcome in outcomes]
    counts = [f"{states.count(state)} {state.lower()}" for state in ("built", "up to date", FAILED) if state in states]
    return "\n".join([*lines, ", ".join(counts)])


def summary(result: BuildResult, w: Writer, seconds: float) -> str:
    """What was built, where, how long it took, and the three figures that a user wants to see."""
    figures = result.figures
    gap = "" if figures.target is None else f": {w.signed(figures.indeks - figures.target)}"
    target = "" if figures.target is None else f", target {w.number(figures.target)}"
    state = f"built in {seconds:.1f} s" if result.rebuilt else "up to date"
    head = f"{result.region} {result.year}: {w.number(figures.indeks)}, {w.translate(figures.kategori)}"
    return "\n".join([f"{head}{target}{gap}  [{state}]", *(f"  {path}" for path in result.files)])


def one_line(error: Exception) -> str:
    """What an error says, in one line."""
    return without_secrets(" ".join(str(error).split())) or type(error).__name__
