"""Reports on the professionalism index of Indonesia's civil service (Indeks Profesionalitas ASN).

``import ipasn_analysis as ipasn`` and begin with `ipasn.report` or `ipasn.scores`; see notebooks/explore.ipynb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipasn_analysis.api import default_data, regions, report, scores

__all__ = ["default_data", "regions", "report", "scores"]


def __getattr__(name: str) -> Any:
    """The public functions, imported when first used so that the command starts quickly."""
    if name in __all__:
        from ipasn_analysis import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
