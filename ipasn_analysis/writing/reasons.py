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


def remark(w: Writer, given: Reason, count: int | None = None, points: float | None = None) -> str:
    """A reason with the people or rows it is about, and the points of the index that hang on it."""
    text = reason(w, given) if count is None else w("{alasan} ({jumlah:i})", alasan=reason(w, given), jumlah=count)
    if not points:
        return text
    return w("{catatan}; hingga {poin:n} poin indeks bergantung padanya", catatan=text, poin=points)
