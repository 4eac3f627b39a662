"""Learns what is unknown of the official rule from people who have both official scores and records."""

from ipasn_analysis.calibration.calibrate import Calibration, calibrate

__all__ = ["Calibration", "calibrate"]
