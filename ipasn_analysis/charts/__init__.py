"""Charts of the report, each drawn once from the facts with matplotlib in fixed margins."""
