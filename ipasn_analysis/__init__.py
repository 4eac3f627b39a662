"""Reports on the professionalism index of Indonesia's civil service (Indeks Profesionalitas ASN).

``import ipasn_analysis as ipasn`` and begin with ``ipasn.report("banjar")`` or ``ipasn.scores("banjar", 2025)``;
notebooks/explore.ipynb shows the rest by ten questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipasn_analysis.api import (
        answer,
        breakdown,
        chance,
        change,
        change_by_unit,
        change_interval,
        default_data,
        differences,
        dimensions,
        funnel,
        inequality,
        items,
        method_effect,
        plan,
        plan_costs,
        plot_breakdown,
        plot_change,
        plot_costs,
        plot_dimensions,
        plot_funnel,
        plot_ranking,
        plot_talent,
        plot_trend,
        quality,
        rank,
        regions,
        report,
        robustness,
        scores,
        snapshots,
        summary,
        talent,
        trend,
        trend_test,
        updates,
    )

__all__ = [
    "answer",
    "breakdown",
    "chance",
    "change",
    "change_by_unit",
    "change_interval",
    "default_data",
    "differences",
    "dimensions",
    "funnel",
    "inequality",
    "items",
    "method_effect",
    "plan",
    "plan_costs",
    "plot_breakdown",
    "plot_change",
    "plot_costs",
    "plot_dimensions",
    "plot_funnel",
    "plot_ranking",
    "plot_talent",
    "plot_trend",
    "quality",
    "rank",
    "regions",
    "report",
    "robustness",
    "scores",
    "snapshots",
    "summary",
    "talent",
    "trend",
    "trend_test",
    "updates",
]


def __getattr__(name: str) -> Any:
    """The public functions and the version, looked up when first used so that the command starts quickly."""
    if name in __all__:
        from ipasn_analysis import api  # noqa: PLC0415

        return getattr(api, name)
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        return version("ipasn-analysis")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
