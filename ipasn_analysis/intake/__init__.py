"""Looks at a folder of exports of any names, says what each is, and lays them out as a snapshot."""
