"""The sections of the report: each a pure function from the facts to a `Section` of blocks."""
