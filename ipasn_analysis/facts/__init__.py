"""The result of a report as one dictionary of plain values, computed once, after disclosure control.

Every format of a report is made from these facts alone; the keys are those of contract § 6.
"""

from ipasn_analysis.facts.assemble import compute

__all__ = ["compute"]
