"""Where everything is and what a region is, resolved once: a `Project` gives out frozen values that are handed on."""

from ipasn_analysis.project.project import Project
from ipasn_analysis.project.region import Region

__all__ = ["Project", "Region"]
