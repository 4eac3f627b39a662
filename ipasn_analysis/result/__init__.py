"""The result of a report as frozen models: one for each part, its fields named as the keys of the JSON."""
