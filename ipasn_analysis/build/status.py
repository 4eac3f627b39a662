"""What became of each report: a line in the log when it is done, a table at the end, and words for a single one."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from ipasn_analysis.build.plan import BuildResult
from ipasn_analysis.errors import Message
from ipasn_analysis.writing.writer import Writer

FAILED, BUILT, UP_TO_DATE = Message("FAILED"), Message("built"), Message("up to date")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one region: a report, the reason why there is none or why a file of it is not; seconds of work."""

    region: str
    result: BuildResult | None
    error: Message | None
    seconds: float = 0.0

    @property
    def state(self) -> Message:
        """Built, up to date or FAILED."""
        if self.result is None or self.error is not None:
            return FAILED
        return BUILT if self.result.rebuilt else UP_TO_DATE


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
        done, elapsed = len(self.outcomes), time.perf_counter() - self.started
        if done < self.total:
            left = Message("{time} left", time=duration(self.seconds_left()))
        else:
            left = Message("{time} in all", time=duration(elapsed))
        line = Message(
            "[{done}/{total}] {region}: {state} ({took}{left}){why}",
            done=done,
            total=self.total,
            region=outcome.region,
            state=outcome.state,
            took=Message("{seconds:n1} s; ", seconds=outcome.seconds) if outcome.seconds else "",
            left=left,
            why="" if outcome.error is None else Message(": {why}", why=outcome.error),
        )
        logger.info(line)

    def seconds_left(self) -> float:
        """About how long the others will take: the mean time of those built so far, shared among the workers."""
        worked = [outcome.seconds for outcome in self.outcomes if outcome.seconds]
        left = self.total - len(self.outcomes)
        if not worked:
            return 0.0
        return sum(worked) / len(worked) * left / min(self.workers, max(left, 1))


def duration(seconds: float) -> Message:
    """A duration as a reader says it: ``about 40 s``, ``about 3 min``."""
    if seconds < 90:
        return Message("about {seconds:i} s", seconds=seconds)
    return Message("about {minutes:i} min", minutes=seconds / 60)


def table(outcomes: Sequence[Outcome], w: Writer) -> str:
    """The status of every region and a count of each state."""
    heads = [w.say(head) for head in (Message("region"), Message("year"), Message("state"), Message("index"))]
    rows = [[*heads, w.say(Message("category"))]]
    for outcome in outcomes:
        state, result = w.say(outcome.state), outcome.result
        why = "" if outcome.error is None else " ".join(w.say(outcome.error).split())
        if result is None:
            rows.append([outcome.region, "", state, "", why])
            continue
        figures = result.figures
        index, category = w.number(figures.indeks), w.translate(figures.kategori)
        rows.append([result.region, str(result.year), state, index, f"{category}  {why}"])
    widths = [max(len(row[column]) for row in rows) + 2 for column in range(4)]
    lines = [
        f"{region:{widths[0]}}{year:{widths[1]}}{state:{widths[2]}}{index:>{widths[3] - 2}}  {rest}".rstrip()
        for region, year, state, index, rest in rows
    ]
    states = [outcome.state for outcome in outcomes]
    counts = [f"{states.count(one)} {w.say(one).lower()}" for one in (BUILT, UP_TO_DATE, FAILED) if one in states]
    return "\n".join([*lines, ", ".join(counts)])


def summary(result: BuildResult, w: Writer, seconds: float) -> str:
    """What was built, where, how long it took, and the three figures that a user wants to see."""
    figures = result.figures
    gap = "" if figures.target is None else f": {w.signed(figures.indeks - figures.target)}"
    target = "" if figures.target is None else f", target {w.number(figures.target)}"
    built = Message("built in {seconds:n1} s", seconds=seconds)
    state = w.say(built if result.rebuilt else UP_TO_DATE)
    head = f"{result.region} {result.year}: {w.number(figures.indeks)}, {w.translate(figures.kategori)}"
    return "\n".join([f"{head}{target}{gap}  [{state}]", *(f"  {path}" for path in result.files)])
