"""The public functions: what an analyst types in a notebook, and what the report notebooks call.

`reports` begins (regions, snapshots, scores, report), `tables` reads one year, `changes` compares years,
`actions` says what would raise the index, `plots` draws.
"""
