"""The internal list of people: who lacks what, and which action the plan picks. Confidential, only when asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ipasn_analysis.build.remarks import of_selection, tell
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import load_inputs
from ipasn_analysis.facts.target import cheapest, open_people
from ipasn_analysis.files import output_path
from ipasn_analysis.people.export import MARK, NOTICE, marked, write_csv, write_private
from ipasn_analysis.people.pseudonym import pseudonyms, read_key
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Selection
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.score import shown_nips
from ipasn_analysis.sources import layout
from ipasn_analysis.statistics.target import choose_people, open_actions
from ipasn_analysis.writing.writer import Writer

FORMULA = r"[=+\-@\t\r]"
"""What a spreadsheet would take for the beginning of a formula."""


def list_people(selection: Selection, store: Store) -> pd.DataFrame:
    """One row per measured person of a government, by NIP.

    Returns
    -------
    RAHASIA (the notice), nip, jenis_pegawai, jenis_jabatan, perangkat_daerah, the four dimensions and indeks (points),
    tanpa (records that are missing), kurang (competence items not held that would add points) and rencana (actions
    that the report's plan picks), each a list of names with blanks; kurang and rencana are empty for ready scores.
    """
    if selection.region.is_province:
        raise UsageError(
            "{region}: lists of people are made for one government at a time", region=selection.region.name
        )
    context = ReportContext(load_inputs(selection, store))
    people = context.scores
    table = people[["nip", "jenis_pegawai", "jenis_jabatan", "perangkat_daerah", *DIMENSIONS, "indeks"]]
    table = table.astype({"nip": "str", "jenis_pegawai": "str", "perangkat_daerah": "str"}).assign(
        jenis_jabatan=people["jenis_jabatan"].astype(object).where(people["jenis_jabatan"].notna(), "")
    )
    flags = [name for name in ("kualifikasi", "kompetensi", "kinerja", "eselon") if f"tanpa_{name}" in people]
    table["tanpa"] = _names(people[[f"tanpa_{name}" for name in flags]].to_numpy(dtype=bool), flags)
    items = [name for name in context.data.instrument.item_names if f"tambah_{name}" in people]
    table["kurang"] = _names(people[[f"tambah_{name}" for name in items]].to_numpy(dtype=np.float64) > 0, items)
    table["rencana"] = _planned(context, items)
    table.insert(0, MARK, NOTICE)
    table = table.sort_values("nip", ignore_index=True)
    return table.assign(nip=shown_nips(table["nip"]))


def _names(mask: np.ndarray, names: list[str]) -> list[str]:
    return [" ".join(name for name, held in zip(names, row, strict=True) if held) for row in mask]


def _planned(context: ReportContext, items: list[str]) -> list[str]:
    """The actions that the plan picks for each person, in the order of the items."""
    nips = context.scores["nip"].astype("str").to_numpy(dtype=object)
    if context.is_import or context.data.params.target_of(context.data.year) is None:
        return [""] * len(nips)
    people, costs = open_people(context)
    plan = cheapest(context, open_actions(people, costs))
    picked = choose_people(people.assign(nip=nips, indeks=context.values[:, 0]), plan, costs)
    chosen: dict[str, list[str]] = {}
    for nip, action in zip(picked["nip"], picked["tindakan"], strict=True):
        chosen.setdefault(nip, []).append(action)
    return [" ".join(sorted(chosen.get(nip, ()), key=items.index)) for nip in nips]


def list_to_file(
    project: Project,
    region: str,
    out: str,
    *,
    year: int | None = None,
    data: str | None = None,
    key: str | None = None,
    w: Writer = Writer(),
) -> tuple[Path, int]:
    """Write the list into `out` (.csv), marked in its name and readable by its owner alone; path and people.

    With the key file `key` the NIPs are pseudonyms.
    """
    target = output_path(out, ".csv")
    resolved = project.region(region)  # what is wrong with it is said first: there may be no data yet
    found = project.data(data)
    layout.refuse_in_input(target, found.location)
    secret = None if key is None else read_key(Path(key), project.root)
    selection, store = found.select(resolved, year), Store(found.location, project.store)
    table = list_people(selection, store)
    if secret is not None:
        names = pseudonyms(table["nip"], secret)
        table = table.assign(nip=names).rename(columns={"nip": "pseudonim"}).sort_values("pseudonim", ignore_index=True)
    target = marked(target)
    units = table["perangkat_daerah"]
    table["perangkat_daerah"] = units.where(~units.str.match(FORMULA), "'" + units)
    write_private(target, lambda path: write_csv(table, path))
    tell(of_selection(selection, store), w)
    return target, len(table)
