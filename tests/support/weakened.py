"""Disclosure control with parts of it taken out, for tests that must then fail."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import numpy as np
import pytest

from ipasn_analysis import facts
from ipasn_analysis.disclosure import suppression as disclosure
from ipasn_analysis.disclosure import territory

RULES = ("protect", "complete", "territory")


def _primary(counts: Any, threshold: int, points: Any = None) -> np.ndarray:
    count = np.asarray(counts)
    return (count > 0) & (count < threshold)


def _as_it_is(hidden: Any, counts: Any, threshold: int) -> np.ndarray:
    return np.asarray(hidden, dtype=bool).copy()


def _nothing(hidden: Any, counts: Any, thresholds: Any, threshold: int, **_: Any) -> np.ndarray:
    total = np.atleast_2d(np.asarray(counts)).sum(axis=0)
    return (total > 0) & (total < threshold)


WEAK = {"protect": _primary, "complete": _as_it_is, "territory": _nothing}


def weaken(patch: pytest.MonkeyPatch, *rules: str) -> None:
    """Replace these rules by primary suppression alone wherever the facts use them."""
    modules = [
        importlib.import_module(f"{facts.__name__}.{found.name}") for found in pkgutil.iter_modules(facts.__path__)
    ]
    for module in (*modules, disclosure, territory):
        for rule in rules:
            if hasattr(module, rule):
                patch.setattr(module, rule, WEAK[rule])
