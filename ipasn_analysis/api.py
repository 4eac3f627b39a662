"""The public functions: what an analyst types in a notebook, and what the report notebooks call."""

from __future__ import annotations

import pandas as pd

from ipasn_analysis import params
from ipasn_analysis.analysis.facts import compute
from ipasn_analysis.analysis.gather import gather, people
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.presentation.locale import LANGUAGES
from ipasn_analysis.presentation.report import Report
from ipasn_analysis.sources.database import is_url
from ipasn_analysis.store import Store


def default_data() -> str:
    """The folder of the sample data; `UsageError` names ``make sample`` when it is not there."""
    folder = params.project_root() / "data" / "sample"
    if not folder.is_dir():
        raise UsageError("there is no sample data yet; run 'make sample', or name your own with --data")
    return str(folder)


def regions() -> pd.DataFrame:
    """All regions: name (index), kode, nama, tingkat, provinsi."""
    rows = {name: params.load(name) for name in params.regions()}
    return pd.DataFrame(
        {
            "kode": [region.code for region in rows.values()],
            "nama": [region.name for region in rows.values()],
            "tingkat": [region.level for region in rows.values()],
            "provinsi": [region.province for region in rows.values()],
        },
        index=pd.Index(rows, name="region"),
    )


def scores(region: str, year: int | None = None, *, data: str | None = None) -> pd.DataFrame:
    """Scored people of a region at the last snapshot of `year` (default: the newest): one row a person; internal.

    Columns as in a score file, with the attributes of the profile; of a territory the column `pemerintah` tells the
    government. Raises `UsageError` for an unknown region or year.
    """
    place = data or default_data()
    return people(gather(region, year, place).own)


def report(region: str, year: int | None = None, *, data: str | None = None, language: str = "id") -> Report:
    """The report of a region and year: ``report("banjar").ringkasan()`` shows its summary.

    Parameters
    ----------
    region : name of a file in params/ without its ending.
    year : measured year; the newest in the data when not given.
    data : folder or database URL; the sample data when not given.
    language : ``id`` or ``en``.
    """
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    place = data or default_data()
    store = Store(place)
    if is_url(place) and "#" in place:
        raise UsageError("data names the database alone, without #region/date")
    return Report(compute(gather(region, year, place, store=store), language, store=store))
