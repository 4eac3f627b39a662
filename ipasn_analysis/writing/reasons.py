"""The reasons why rows were not used, in the reader's language."""

from __future__ import annotations

from ipasn_analysis.sources.reasons import Reason
from ipasn_analysis.writing.words import STATUSES
from ipasn_analysis.writing.writer import Writer


def reason(w: Writer, given: Reason) -> str:
    """A reason in the writer's language, after the name of its file where it has one."""
    values = {**given.values}
    if "nama" in values:
        values["nama"] = w.label(STATUSES, values["nama"])
    words = w.translate(given.kind.words).format(**values)
    return f"{given.file}: {words}" if given.file else words
