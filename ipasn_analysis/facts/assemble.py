"""All parts of the facts, in the order of the report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import change
from ipasn_analysis.facts.composition import composition
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.gather import RegionYear
from ipasn_analysis.facts.group_rows import groups
from ipasn_analysis.facts.head import head
from ipasn_analysis.facts.items import items
from ipasn_analysis.facts.peers import peers
from ipasn_analysis.facts.provenance import provenance
from ipasn_analysis.facts.province import province
from ipasn_analysis.facts.quality import quality
from ipasn_analysis.facts.robustness import robustness
from ipasn_analysis.facts.series import series
from ipasn_analysis.facts.talent import talent
from ipasn_analysis.facts.target import target
from ipasn_analysis.facts.unit_trend import unit_trend
from ipasn_analysis.facts.units import units
from ipasn_analysis.people.store import Store


def compute(data: RegionYear, language: str = "id", *, store: Store | None = None) -> dict[str, Any]:
    """The facts of a report (contract § 6 without `tabel`), plain values only.

    Raises `UsageError` when fewer people are measured than may be shown.
    """
    with pd.option_context("mode.string_storage", "python"):  # texts go to arrays of objects here, and Arrow copies all
        return _computed(Context(data), language, store)


def _computed(context: Context, language: str, store: Store | None) -> dict[str, Any]:
    data = context.data
    if not context.counted or len(context.scores) < context.group:
        raise UsageError(
            f"{data.region} {data.year}: fewer than {context.group} people are measured; "
            "nothing of so small a group is shown"
        )
    grouped = groups(context)
    return {
        **head(context, language),
        **units(context),
        **series(context),
        **unit_trend(context),
        "perubahan": change(context),
        **peers(context),
        **composition(context),
        **grouped,
        **items(context),
        **target(context),
        **robustness(context, store),
        **quality(context),
        **talent(context),
        **province(context),
        **provenance(context),
    }
