"""The internal list for the clerk: whose official points differ from records, the likely cause, what to enter where."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xlsxwriter

from ipasn_analysis.errors import UsageError
from ipasn_analysis.files import output_path
from ipasn_analysis.people.export import MARK, NOTICE, marked, write_private
from ipasn_analysis.people.reconciliation import clerks_list, reconcile
from ipasn_analysis.project import Project
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.snapshots import Snapshot

HEADS = {
    "perangkat_daerah": ("Perangkat daerah", 34),
    "nip": ("NIP", 22),
    "nama": ("Nama", 28),
    "dimensi": ("Dimensi", 14),
    "resmi": ("Nilai resmi", 12),
    "catatan": ("Nilai dari catatan", 18),
    "sebab": ("Sebab yang mungkin", 22),
    "tindak_lanjut": ("Yang perlu dimasukkan", 52),
}


def list_to_file(
    project: Project, region: str, out: str, *, year: int | None = None, data: str | None = None
) -> tuple[Path, int]:
    """Write the list into `out` (.xlsx), marked in name and sheet and readable by its owner alone; path and people.

    Raises `UsageError` where the last snapshot of the year lacks official scores or records.
    """
    target = output_path(out, ".xlsx")
    resolved = project.region(region)
    if resolved.is_province:
        raise UsageError("{region}: lists of people are made for one government at a time", region=region)
    found = project.data(data)
    layout.refuse_in_input(target, found.location)
    selection = found.select(resolved, year)
    snapshot = _last(selection.own, selection.year)
    table = reconcile(snapshot, resolved.instrument(selection.year), resolved.official_instrument(selection.year))
    if table is None:
        raise UsageError(
            "{snapshot}: lacks official scores (nilai_ipasn) or records (profil); both are needed", snapshot=snapshot
        )
    rows = clerks_list(table)
    target = marked(target)
    write_private(target, lambda path: _write(rows, path))
    return target, int(rows["nip"].nunique())


def _last(snapshots: tuple[Snapshot, ...], year: int) -> Snapshot:
    return [snapshot for snapshot in snapshots if snapshot.year == year][-1]


def _write(rows: pd.DataFrame, path: Path) -> None:
    """One sheet, `MARK`: the notice, the head, a row for each person and dimension; NIPs as text."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as file:
        sheet = file.add_worksheet(MARK)
        bold = file.add_format({"bold": True})
        sheet.write_string(0, 0, f"{MARK}: {NOTICE}", bold)
        for column, (head, width) in enumerate(HEADS.values()):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, head, bold)
        for number, row in enumerate(rows[list(HEADS)].to_dict(orient="records"), start=2):
            for column, name in enumerate(HEADS):
                if name in ("resmi", "catatan"):
                    sheet.write_number(number, column, float(row[name]))
                else:
                    sheet.write_string(number, column, str(row[name]).replace("_", " "))
        sheet.freeze_panes(2, 0)
        sheet.autofilter(1, 0, len(rows) + 1, len(HEADS) - 1)
        sheet.set_header(f"&C{MARK}")
