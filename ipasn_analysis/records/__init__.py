"""Accepts, sets aside and counts: from raw cells to canonical people and histories, and the reason for every loss."""

from ipasn_analysis.records.accept import Accepted, accept
from ipasn_analysis.records.rejects import Tally

__all__ = ["Accepted", "Tally", "accept"]
