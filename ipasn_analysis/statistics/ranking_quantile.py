"""The critical values of `ranking`: quantiles of the largest of many simulated differences, most draws skipped."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

BLOCK_ELEMENTS = 2**17
"""Numbers held at once when simulated differences are formed: small enough for the processor's cache."""


@dataclass(frozen=True, eq=False)
class SimulatedDifferences:
    """Simulated errors of unit means.

    Attributes
    ----------
    errors : shape (draws, units), points.
    inverse : shape (units, units)
        1 ÷ standard error of the difference of two units; 0 for pairs with an infinite error, or with none at all.
    bounds : shape (draws,)
        What no standardised difference of the draw exceeds; lowered to the largest one found.
    """

    errors: FloatArray
    inverse: FloatArray
    bounds: FloatArray

    @classmethod
    def draw(cls, error: FloatArray, draws: int, seed: int) -> SimulatedDifferences:
        """Independent normal errors; `error` has the standard error of each unit, infinite where it is not known.

        The bounds follow from |e_j − e_k| ≤ √(s_j² + s_k²) · √(z_j² + z_k²) (Cauchy–Schwarz), z standard normal.
        """
        squared = error[:, None] ** 2 + error[None, :] ** 2
        usable = np.isfinite(squared) & (squared > 0)
        inverse = np.zeros_like(squared)
        inverse[usable] = 1 / np.sqrt(squared[usable])
        standard = np.random.default_rng(seed).standard_normal((len(error), draws))
        scale = np.where(np.isfinite(error), error, 0.0)
        squares = standard.T**2
        largest = np.partition(squares, -2, axis=1)[:, -2:] if len(error) > 1 else squares
        return cls(
            errors=(standard * scale[:, None]).T.copy(),
            inverse=inverse,
            bounds=np.sqrt(largest.sum(axis=1)) * (1 + 1e-9),
        )

    def quantile_of_largest(self, open_pairs: Mask, level: float) -> float:
        """The `level` quantile over the draws of the largest standardised difference among the open pairs.

        It is the ⌈(draws + 1) · level⌉-th smallest. Only draws whose bound reaches it need to be computed: they are
        taken in falling order of `bounds`, which are lowered, so that the next call has less to do. Open pairs may only
        become fewer from call to call.
        """
        draws = len(self.bounds)
        position = max(1, draws + 1 - math.ceil((draws + 1) * level - 1e-9))
        order = np.argsort(-self.bounds, kind="stable")
        found = np.empty(0)
        block = max(1, BLOCK_ELEMENTS // len(open_pairs))
        for start in range(0, draws, block):
            chosen = order[start : start + block]
            self.bounds[chosen] = self._largest(open_pairs, chosen)
            found = np.concatenate([found, self.bounds[chosen]])
            found = -np.sort(-found)[:position]
            following = self.bounds[order[start + block]] if start + block < draws else -np.inf
            if len(found) == position and found[-1] >= following:
                break
        return float(found[-1])

    def _largest(self, open_pairs: Mask, chosen: IntArray) -> FloatArray:
        """Per chosen draw, the largest standardised difference among the open pairs, at least 0."""
        errors = self.errors[chosen]
        largest = np.zeros(len(chosen))
        for unit in range(len(open_pairs)):
            partners = slice(unit + 1, None)
            forward = self.inverse[unit, partners] * open_pairs[unit, partners]
            backward = self.inverse[unit, partners] * open_pairs[partners, unit]
            difference = errors[:, unit, None] - errors[:, partners]
            np.maximum(largest, (difference * forward).max(axis=1, initial=0.0), out=largest)
            np.maximum(largest, (difference * -backward).max(axis=1, initial=0.0), out=largest)
        return largest
