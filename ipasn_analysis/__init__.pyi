"""The public names: read by editors and type checkers, and by lazy_loader at run time."""

# ruff: isort: skip_file
from .api.actions import (
    cost_curve as cost_curve,
    join as join,
    plan as plan,
    quality as quality,
    record_updates as record_updates,
    what_if as what_if,
)
from .api.calibration import calibrate as calibrate
from .api.changes import (
    change as change,
    change_by_unit as change_by_unit,
    change_interval as change_interval,
    method_effect as method_effect,
    target_probability as target_probability,
    trend as trend,
    trend_test as trend_test,
)
from .api.new_region import new_region as new_region
from .api.plots import (
    plot_breakdown as plot_breakdown,
    plot_change as plot_change,
    plot_costs as plot_costs,
    plot_dimensions as plot_dimensions,
    plot_distribution as plot_distribution,
    plot_funnel as plot_funnel,
    plot_heatmap as plot_heatmap,
    plot_ranking as plot_ranking,
    plot_small_multiples as plot_small_multiples,
    plot_talent as plot_talent,
    plot_trend as plot_trend,
)
from .api.reports import (
    answer as answer,
    default_data as default_data,
    region as region,
    regions as regions,
    report as report,
    scores as scores,
    snapshots as snapshots,
)
from .api.tables import (
    breakdown as breakdown,
    competence_items as competence_items,
    dimensions as dimensions,
    funnel as funnel,
    group_differences as group_differences,
    inequality as inequality,
    rank as rank,
    robustness as robustness,
    summary as summary,
    talent as talent,
)
from .api.two_tracks import late_or_new as late_or_new, reconcile as reconcile
from .build.compare import compare as compare

__version__: str
