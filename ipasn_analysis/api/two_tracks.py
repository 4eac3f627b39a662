"""Official scores beside records of the same people."""

from __future__ import annotations

import pandas as pd

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people import reconciliation
from ipasn_analysis.project import Project


def reconcile(
    region: str, year: int | None = None, *, data: str | None = None, by_unit: bool = False, internal: bool = False
) -> pd.DataFrame:
    """Why official scores differ from records at the last snapshot of a year, for the people who have both.

    Returns
    -------
    One row per dimension and cause, and with `by_unit` per perangkat daerah: orang, poin (official − records, points of
    the mean over the people, of a unit over its own). Rows of few people are left out. With ``internal=True`` one row
    per person and dimension whose points differ: nip, nama, perangkat_daerah, dimensi, resmi, catatan, sebab,
    tindak_lanjut.

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
    limits = resolved.params.thresholds
    if not by_unit:
        return _shown(table, limits.group, limits.discipline).set_index(["dimensi", "sebab"])
    units = [
        _shown(part.reset_index(drop=True), limits.group, limits.discipline).assign(perangkat_daerah=str(name))
        for name, part in table.groupby("perangkat_daerah", observed=True)
    ]
    return pd.concat(units).set_index(["perangkat_daerah", "dimensi", "sebab"])


def _shown(table: pd.DataFrame, group: int, discipline: int) -> pd.DataFrame:
    """The causes of enough people, among enough others."""
    found = reconciliation.causes(table)
    limit = found["dimensi"].isin(["kinerja", "disiplin"]).map({True: discipline, False: group})
    rest = len(table) - found["orang"]
    return found[(found["orang"] >= limit) & ((rest == 0) | (rest >= limit))]
