"""What there is, and where exploring begins: regions, snapshots, scored people, whole reports."""

from __future__ import annotations

import pandas as pd

from ipasn_analysis.blocks.model import Bullets, Prose
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.assemble import compute
from ipasn_analysis.facts.gather import gather, people
from ipasn_analysis.people.store import Store
from ipasn_analysis.records.accept import IMPORT
from ipasn_analysis.rules import instruments, params
from ipasn_analysis.rules.params import Params
from ipasn_analysis.sections.report import Report
from ipasn_analysis.sources.location import default_data, is_url
from ipasn_analysis.sources.snapshots import list_snapshots
from ipasn_analysis.writing.locale import LANGUAGES


def regions() -> pd.DataFrame:
    """All regions of params/: region (index), kode, nama, tingkat, provinsi.

    Examples
    --------
    >>> ipasn.regions().query("tingkat == 'kota'")
    """
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


def region(name: str) -> Params:
    """The parameters of a region, as its file in params/ gives them: name, target_of(year), cutoff, costs and others.

    Examples
    --------
    >>> ipasn.region("banjar").target_of(2025)
    """
    return params.load(name)


def snapshots(region: str | None = None, *, data: str | None = None) -> pd.DataFrame:
    """The snapshots in DATA, of one region or of all: region, tahun, per_tanggal.

    Examples
    --------
    >>> ipasn.snapshots("banjar")
    """
    if region is not None:
        params.load(region)
    found = list_snapshots(data or default_data())
    rows = sorted((entry.region, entry.year, entry.as_of) for entry in found if region in (None, entry.region))
    table = pd.DataFrame(rows, columns=["region", "tahun", "per_tanggal"])
    return table.astype({"per_tanggal": "datetime64[s]"})


def scores(
    region: str, year: int | None = None, *, data: str | None = None, instrument: str | None = None
) -> pd.DataFrame:
    """Scored people of a region at the last snapshot of a year, one row a person; internal, since it holds NIPs.

    Parameters
    ----------
    region : name of a file in params/ without its ending; of a province all people of its governments.
    year : measured year; the newest in the data when not given.
    data : folder or database URL; the sample data when not given.
    instrument : score the records under this instrument (name or YAML file) instead of the region's own.

    Returns
    -------
    Columns as in a score file (points), the attributes of the profile, and `pemerintah` (the government's region).
    ``scores.attrs`` has region, tahun, per_tanggal, instrumen and impor; the other functions read them.

    Raises `UsageError` for an unknown region, year or instrument.

    Examples
    --------
    >>> scores = ipasn.scores("banjar", 2025)
    >>> scores.groupby("jenis_pegawai", observed=True)["indeks"].describe()
    """
    place = data or default_data()
    rules = None if instrument is None else instruments.load(instrument)
    found = gather(region, year, place)
    if rules is None:
        table = people(found.own)
    else:
        store = Store(place)
        held = [own for own in found.own if own.current is not None]
        frames = [store.get(own.current.snapshot, rules).scores.assign(pemerintah=own.region) for own in held]  # type: ignore[union-attr]
        table = pd.concat(frames, ignore_index=True)
    table.attrs = {
        "region": region,
        "tahun": found.year,
        "per_tanggal": found.as_of.isoformat(),
        "instrumen": instrument or found.params.instrument_of(found.year),
        "impor": any(own.current is not None and own.current.about["mode"] == IMPORT for own in found.own),
    }
    return table


def report(region: str, year: int | None = None, *, data: str | None = None, language: str = "id") -> Report:
    """The report of a region and year; its methods show the sections.

    Parameters
    ----------
    region : name of a file in params/ without its ending.
    year : measured year; the newest in the data when not given.
    data : folder or database URL; the sample data when not given.
    language : ``id`` or ``en``.

    Examples
    --------
    >>> laporan = ipasn.report("banjar")
    >>> laporan.ringkasan()
    """
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    place = data or default_data()
    store = Store(place)
    if is_url(place) and "#" in place:
        raise UsageError("data names the database alone, without #region/date")
    return Report(compute(gather(region, year, place, store=store), language, store=store))


def answer(report: Report, section: str) -> Section:
    """What a section of the report says in words, without its tables and charts.

    Examples
    --------
    >>> ipasn.answer(ipasn.report("banjar"), "menuju_target")
    """
    whole = report.section(section)
    words = [block for block in whole.blocks if isinstance(block, Prose | Bullets)]
    return Section(whole.anchor, whole.title, words, whole.w)
