"""Words of a report: numbers, dates and messages in each language."""
