"""Records × instrument → one row per person, by array arithmetic alone."""

from ipasn_analysis.scoring.score import output_columns, score, score_ready, score_recap

__all__ = ["output_columns", "score", "score_ready", "score_recap"]
