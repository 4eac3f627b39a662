"""Runs notebooks and turns them into files: one region, many regions, the index."""
