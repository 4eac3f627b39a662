"""The sources of a change (stayers, movers, joiners, leavers): whether publishing them discloses a few people."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.disclosure.sums import PublishedTable
from ipasn_analysis.disclosure.suppression import wide_span
from ipasn_analysis.statistics.typing import IntArray

BEFORE, AFTER, GAINED = (1.0, 1.0, 0.0, 1.0), (1.0, 1.0, 1.0, 0.0), (1.0, 1.0, 1.0, -1.0)
"""What a person of each source adds to the people before and after, and what a point of each adds to the sum gained."""


def may_publish_sources(
    people: IntArray, counts: IntArray, thresholds: IntArray, threshold: int, transfers: int, *, sized: bool = True
) -> bool:
    """Whether the sources of a change may be published: not where one has few people.

    Nor in a province where they would disclose those of a government that withholds its own. Less the sources that the
    reports of the governments publish, they leave those who went from one government to another (`transfers`), and the
    governments that publish none: neither may be few, and no source of one of these may follow from that and the people
    of both dates.

    Parameters
    ----------
    people : shape (sources,), of all governments together.
    counts : shape (governments, sources), people in the own reports of the governments.
    thresholds : shape (governments,), fewest people of a source that each government's own report publishes.
    threshold : fewest people of a source that this report publishes.
    sized : whether it is the number of people that is withheld; false where it is points of theirs.
    """
    if ((people > 0) & (people < threshold)).any():
        return False
    withheld = np.any((counts > 0) & (counts < thresholds[:, np.newaxis]), axis=1)
    if len(counts) == 1:
        return not withheld.any()
    strictest = max(threshold, int(thresholds.max()))
    left = counts[withheld].sum(axis=0)
    if 0 < transfers < strictest or ((left > 0) & (left < strictest)).any():
        return False
    spans = [
        {source: wide_span(count, floor) for source, count in enumerate(row) if count}
        for row, floor in zip(counts.tolist(), thresholds.tolist(), strict=True)
    ]
    weights = tuple(np.array(weight) for weight in ((BEFORE, AFTER) if sized else (GAINED,)))
    totals = np.vstack([counts, counts.sum(axis=0)])
    table = PublishedTable(totals, (True,) * len(totals), weights, (*spans, {}))
    cells = np.vstack([(counts > 0) & withheld[:, np.newaxis], np.zeros((1, counts.shape[1]), dtype=bool)])
    return not table.determined(cells).any() and not (sized and table.pinned_counts(cells).any())
