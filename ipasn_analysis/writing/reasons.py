"""The reasons why rows were not used, in the reader's language."""

from __future__ import annotations

from ipasn_analysis.records.reasons import Reason
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import STATUSES, label


def reason(locale: Locale, given: Reason) -> str:
    """A reason in the locale's language, after the name of its file where it has one."""
    values = {**given.values}
    if "nama" in values:
        values["nama"] = label(locale, STATUSES, values["nama"])
    words = locale.translate(given.kind.words).format(**values)
    return f"{given.file}: {words}" if given.file else words
