"""From a request to delivered reports: what is up to date, one region, many regions, verification."""
