"""What there is, and where exploring begins: regions, snapshots, scored people, whole reports."""

from __future__ import annotations

import pandas as pd

from ipasn_analysis.blocks.model import Bullets, Prose
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.errors import unknown
from ipasn_analysis.facts.assemble import compute
from ipasn_analysis.facts.inputs import ReportInputs, load_inputs, people
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Selection
from ipasn_analysis.records.accept import IMPORT
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.params import Params
from ipasn_analysis.sections.report import Report
from ipasn_analysis.writing.locale import LANGUAGES


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
    rules = None if instrument is None else instruments.load(instrument)
    selection, store = _selected(region, year, data)
    found = load_inputs(selection, store)
    if rules is None:
        table = people(found.own)
    else:
        held = [(own.region, own.current.snapshot) for own in found.own if own.current is not None]
        frames = [store.get(snapshot, rules).scores.assign(pemerintah=name) for name, snapshot in held]
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
    selection, store = _selected(region, year, data)
    return Report(compute(load_inputs(selection, store), language, store=store))


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
