"""What there is, and where exploring begins: regions, snapshots, scored people, whole reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ipasn_analysis.blocks.model import Bullets, Prose
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.assemble import compute
from ipasn_analysis.facts.inputs import ReportInputs, load_inputs
from ipasn_analysis.facts.sides import Reference, snapshots_of
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Selection
from ipasn_analysis.records.accept import RECORDS
from ipasn_analysis.result.parts import EDITIONS
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.params import Params
from ipasn_analysis.sections import prepared
from ipasn_analysis.sections.report import Report
from ipasn_analysis.sources.snapshots import Snapshot, parse_date
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.writer import Writer

SOURCES = ("resmi", "catatan")
"""Where the scores of people may come from."""


def default_data() -> str:
    """The folder of the sample data; `UsageError` where it has not been made yet."""
    return Project.open().default_data()


def regions() -> pd.DataFrame:
    """All regions of params/: region (index), kode, nama, tingkat, provinsi.

    Examples
    --------
    >>> ipasn.regions().query("tingkat == 'kota'")
    """
    project = Project.open()
    rows = {name: project.params(name) for name in project.regions}
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
    return Project.open().params(name)


def snapshots(region: str | None = None, *, data: str | None = None) -> pd.DataFrame:
    """The snapshots in DATA, of one region or of all: region, tahun, per_tanggal.

    Examples
    --------
    >>> ipasn.snapshots("banjar")
    """
    project = Project.open()
    if region is not None:
        project.params(region)
    found = project.data(data).snapshots
    rows = sorted((entry.region, entry.year, entry.as_of) for entry in found if region in (None, entry.region))
    table = pd.DataFrame(rows, columns=["region", "tahun", "per_tanggal"])
    return table.astype({"per_tanggal": "datetime64[s]"})


def scores(
    region: str,
    year: int | None = None,
    *,
    date: str | None = None,
    source: str | None = None,
    data: str | None = None,
    instrument: str | None = None,
) -> pd.DataFrame:
    """Scored people of a region, one row a person; internal, since it holds NIPs.

    Parameters
    ----------
    region : name of a file in params/ without its ending; of a province all people of its governments.
    year : measured year, of which the last snapshot is meant; the newest in the data when not given.
    date : cut-off date YYYY-MM-DD of a snapshot, in place of the year; of a province the newest ones up to it.
    source : ``resmi`` for official scores, ``catatan`` for the own records alone; by default the official scores where
        there are any.
    data : folder or database URL; the sample data when not given.
    instrument : score the records under this instrument (name or YAML file) instead of the region's own.

    Returns
    -------
    Columns as in a score file (points), the attributes of the profile, and `pemerintah` (the government's region).
    ``scores.attrs`` has region, tahun, per_tanggal, instrumen, sumber_nilai, impor and diukur; the other functions read
    them.

    Raises `UsageError` for an unknown region, year, date, source or instrument.

    Examples
    --------
    >>> scores = ipasn.scores("banjar", 2025)
    >>> june = ipasn.scores("banjar", date="2025-06-30", source="catatan")
    >>> scores.groupby("jenis_pegawai", observed=True)["indeks"].describe()
    """
    if source is not None and source not in SOURCES:
        raise unknown("source", source, SOURCES)
    if date is not None and year is not None:
        raise UsageError("name a year or a date, not both")
    project = Project.open()
    resolved, found = project.region(region), project.data(data)
    if date is None:
        held = load_inputs(*_selected(region, year, data)).own
        chosen = [own.current.snapshot for own in held if own.current is not None]
    else:
        chosen = snapshots_of(Reference(resolved, parse_date(date, "date")), found)
    if source == "catatan":
        chosen = [replace(snapshot, records_only=True) for snapshot in chosen]
    elif source == "resmi":
        _require_official(chosen)
    store, rules = Store(found.location, project.store), None if instrument is None else instruments.load(instrument)
    scored = [store.get(snapshot, rules or resolved.instrument_for(snapshot)) for snapshot in chosen]
    frames = [one.scores.assign(pemerintah=one.snapshot.region) for one in scored]
    table = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    is_import = any(one.about["mode"] != RECORDS for one in scored)
    newest = max(scored, key=lambda one: (one.snapshot.as_of, len(one.scores)))
    table.attrs = {
        "region": region,
        "tahun": newest.snapshot.year,
        "per_tanggal": newest.snapshot.as_of.isoformat(),
        "instrumen": instrument or newest.about["instrument"],
        "sumber_nilai": "resmi" if is_import else "catatan",
        "impor": is_import,
        "diukur": len(table),
    }
    return table


def _require_official(chosen: Sequence[Snapshot]) -> None:
    """`UsageError` where a snapshot has no official scores."""
    without = [str(snapshot) for snapshot in chosen if not snapshot.has_official_scores]
    if without:
        raise UsageError(
            "{snapshot}: has no official scores (nilai_ipasn); ask for source='catatan'", snapshot=without[0]
        )


def report(
    region: str,
    year: int | None = None,
    *,
    data: str | None = None,
    language: str = "id",
    edition: str = "publik",
) -> Report:
    """The report of a region and year; its methods show the sections.

    Parameters
    ----------
    region : name of a file in params/ without its ending.
    year : measured year; the newest in the data when not given.
    data : folder or database URL; the sample data when not given.
    language : ``id`` or ``en``.
    edition : ``publik``, or ``internal``: exact and whole, for those who may see data of people.

    Examples
    --------
    >>> laporan = ipasn.report("banjar")
    >>> laporan.ringkasan()
    """
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    if edition not in EDITIONS:
        raise unknown("edition", edition, EDITIONS)
    made = prepared.find(prepared.Asked(region, year, data, language, edition))
    if made is not None:
        return made
    try:
        selection, store = _selected(region, year, data)
        return Report(compute(load_inputs(selection, store), language, store=store, edition=edition))
    except UsageError as error:  # a notebook hands it on as a text
        raise UsageError(Writer(language).say(error.message)) from error


def gathered(region: str, year: int | None, data: str | None) -> ReportInputs:
    """What a region's report for a year rests on, scored."""
    return load_inputs(*_selected(region, year, data))


def _selected(region: str, year: int | None, data: str | None) -> tuple[Selection, Store]:
    """The snapshots that a region's report for a year rests on, and where their scores are kept."""
    project = Project.open()
    resolved = project.region(region)
    found = project.data(data)
    return found.select(resolved, year), Store(found.location, project.store)


def answer(report: Report, section: str) -> Section:
    """What a section of the report says in words, without its tables and charts.

    Examples
    --------
    >>> ipasn.answer(ipasn.report("banjar"), "menuju_target")
    """
    whole = report.section(section)
    words = [block for block in whole.blocks if isinstance(block, Prose | Bullets)]
    return Section(whole.anchor, whole.title, words, whole.w)
