"""The sections of a report: words, tables and charts made from the facts."""
