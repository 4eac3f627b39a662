"""Official scores beside records of the same people, and what of a change was entered late."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ipasn_analysis.api.scores_frame import counts_told, on_grid
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.people import reconciliation
from ipasn_analysis.people.late_or_new import SOURCES, compared
from ipasn_analysis.people.late_or_new import by_unit as by_units
from ipasn_analysis.people.store import recorded
from ipasn_analysis.project import Project
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.snapshots import Snapshot


def reconcile(
    region: str, year: int | None = None, *, data: str | None = None, by_unit: bool = False, internal: bool = False
) -> pd.DataFrame:
    """Why official scores differ from records at the last snapshot of a year, for the people who have both.

    Returns
    -------
    One row per dimension and cause, and with `by_unit` per perangkat daerah: orang, poin (official − records, points of
    the mean over the people, of a unit over its own). Rows of few people, and of disiplin, are left out. With
    ``internal=True`` one row per person and dimension whose points differ: nip, nama, perangkat_daerah, dimensi, resmi,
    catatan, sebab, tindak_lanjut.

    Raises `UsageError` where the snapshot lacks official scores or records.

    Examples
    --------
    >>> ipasn.reconcile("banjar", 2025)
    """
    project = Project.open()
    resolved = project.region(region)
    selection = project.data(data).select(resolved, year)
    own = [snapshot for snapshot in selection.own if snapshot.region == region and snapshot.year == selection.year]
    if not own:
        raise UsageError("{region}: people are reconciled for one government at a time", region=region)
    rules = resolved.instrument(selection.year, region)
    table = reconciliation.reconcile(own[-1], rules, resolved.official_instrument(selection.year, region))
    if table is None:
        raise UsageError(
            "{snapshot}: lacks official scores (nilai_ipasn) or records (profil); both are needed", snapshot=own[-1]
        )
    if internal:
        return reconciliation.clerks_list(table)
    group = resolved.params.thresholds.group
    if not by_unit:
        return _shown(table, group).set_index(["dimensi", "sebab"])
    units = [
        _shown(part.reset_index(drop=True), group).assign(perangkat_daerah=str(name))
        for name, part in table.groupby("perangkat_daerah", observed=True)
    ]
    return pd.concat(units).set_index(["perangkat_daerah", "dimensi", "sebab"])


def late_or_new(
    region: str,
    before: str,
    after: str,
    *,
    data: str | None = None,
    instrument: str | None = None,
    by_unit: bool = False,
) -> pd.DataFrame:
    """What of a change between two dates was entered late and what is new, by the records of a government.

    `before` and `after` are cut-off dates YYYY-MM-DD of snapshots. The histories of the later one, cut at the earlier
    date, tell what was recorded since though it had happened before. Both are scored by the instrument of records of
    the later year, or by `instrument` (name or YAML file).

    Returns
    -------
    Rows (index `sumber`) terlambat, jabatan_pendidikan, tahun, baru, masuk, keluar; columns orang (people whom it
    moved), indeks and the dimensions but disiplin, in points of the index, which the rows add up to but for rounding.
    With `by_unit` a row per perangkat daerah: orang (at both dates), and the first four in points of their mean. Rows
    of few people are left out.

    Raises `UsageError` where a date has no snapshot or no records.

    Examples
    --------
    >>> ipasn.late_or_new("banjar", "2024-12-31", "2025-12-23")
    """
    project = Project.open()
    resolved = project.region(region)
    if resolved.is_province:
        raise UsageError("{region}: the change by records is split for one government at a time", region=region)
    held = [one for one in project.data(data).snapshots if one.region == region]
    first, last = (resolved.placed(_at(held, date)) for date in (before, after))
    rules = resolved.instrument(last.year, region) if instrument is None else instruments.load(instrument)
    before_records, after_records = recorded(first, rules), recorded(last, rules)
    found = compared(before_records, after_records, rules) if before_records and after_records else None
    if found is None:
        raise UsageError(
            "{first} and {last}: need records (profil) of people who stand in both", first=first, last=last
        )
    group = resolved.params.thresholds.group
    if by_unit:
        units = by_units(found)
        units = units[units["orang"] >= group].sort_values("terlambat", ascending=False)
        points = units.columns.drop("orang")
        units[points] = on_grid(units[points], units[["orang"]], internal=False)
        return units
    people = pd.Series({source: found.people_of(source) for source in SOURCES}, name="orang")
    table = pd.concat([people, found.points.sum(axis=1).rename("indeks"), found.points], axis=1).rename_axis("sumber")
    table = table[(table["orang"] == 0) | (table["orang"] >= group)].drop(columns="disiplin")
    points = table.columns.drop("orang")
    table[points] = on_grid(table[points], len(found.stayers), internal=False)
    return table


def _at(snapshots: Iterable[Snapshot], date: str) -> Snapshot:
    """The snapshot of a date; `UsageError` names the nearest."""
    dates = {one.as_of.isoformat(): one for one in snapshots}
    if date not in dates:
        raise unknown("date", date, list(dates))
    return dates[date]


def _shown(table: pd.DataFrame, group: int) -> pd.DataFrame:
    """The causes of enough people, but those of disiplin; figures as in a report."""
    found = reconciliation.causes(table)
    found = found[(found["orang"] >= group) & (found["dimensi"] != "disiplin")].reset_index(drop=True)
    found["poin"] = on_grid(found["poin"], len(table), internal=False)
    found["orang"] = counts_told(found["orang"], group, internal=False)
    return found
