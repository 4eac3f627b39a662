"""Sample data: invented governments, people and records in the input format, the same for the same seed."""

from ipasn_analysis.sample.generate import DEFAULT_SEED, write_sample

PROVINCES = ("kalsel",)
"""Provinces that can be generated."""

__all__ = ["DEFAULT_SEED", "PROVINCES", "write_sample"]
