"""The rules of the index as data: one YAML file per instrument, checked when it is loaded."""

from ipasn_analysis.instruments.loader import available, load
from ipasn_analysis.instruments.model import DIMENSIONS, POST_TYPES, Instrument

__all__ = ["DIMENSIONS", "POST_TYPES", "Instrument", "available", "load"]
