"""The public functions: what an analyst types in a notebook, and what the report notebooks call.

`reports` begins (regions, snapshots, scores, report), `tables` reads one year, `moves` goes beyond it,
`actions` tells what would lift the index, `plots` draws.
"""

from ipasn_analysis.api.actions import plan, plan_costs, quality, updates
from ipasn_analysis.api.moves import chance, change, change_by_unit, change_interval, method_effect, trend, trend_test
from ipasn_analysis.api.plots import (
    plot_breakdown,
    plot_change,
    plot_costs,
    plot_dimensions,
    plot_funnel,
    plot_ranking,
    plot_talent,
    plot_trend,
)
from ipasn_analysis.api.reports import answer, default_data, regions, report, scores, snapshots
from ipasn_analysis.api.tables import (
    breakdown,
    differences,
    dimensions,
    funnel,
    inequality,
    items,
    rank,
    robustness,
    summary,
    talent,
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
