"""Statistics on plain arrays: they know neither regions nor words."""
