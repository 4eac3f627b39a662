"""Why the index moved since the last snapshot of the year before: dimensions, people, units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.change import Change, Snapshot, change_uncertainty, snapshot, split_by_unit, split_change
from ipasn_analysis.analysis.disclosure import complete
from ipasn_analysis.analysis.facts.context import Context


def change(context: Context) -> dict[str, Any] | None:
    """Key perubahan; None without a snapshot of the year before, or where its instrument is another one."""
    before, after = context.previous, context.scores
    if before.empty or not context.same_instrument or len(before) < context.group:
        return None
    before_arrays, after_arrays = _identified(before, context), _identified(after, context)
    split = split_change(before_arrays, after_arrays, context.group)
    certainty = change_uncertainty(before_arrays, after_arrays)
    dates = [own.previous.snapshot.as_of for own in context.counted if own.previous is not None]
    return {
        "dari": max(dates).isoformat(),
        "ke": context.data.as_of.isoformat(),
        "indeks_dari": float(before["indeks"].mean()),
        "selisih": split.selisih,
        "selang": list(certainty.selang) if certainty.selang else None,
        "lebih_dari_derau": certainty.lebih_dari_derau,
        "per_dimensi": split.per_dimensi,
        "per_sumber": split.per_sumber,
        "jumlah_sumber": None if split.disembunyikan else split.jumlah,
        "sumber_dimensi": _by_dimension(split, context.discipline),
        "per_unit": _units(context, before_arrays, after_arrays),
    }


def _identified(scores: pd.DataFrame, context: Context) -> Snapshot:
    """The people as arrays; in a territory a unit is told by its government too, and so is a NIP that stands twice."""
    if not context.data.is_province:
        return snapshot(scores)
    units = scores["pemerintah"].astype("str") + "/" + scores["perangkat_daerah"].astype("str")
    nips = scores["nip"].astype("str")
    twice = nips.duplicated()
    return snapshot(
        scores.assign(perangkat_daerah=units, nip=nips.where(~twice, nips + "/" + scores["pemerintah"].astype("str")))
    )


def _by_dimension(split: Change, discipline: int) -> dict[str, dict[str, float]] | None:
    """Points of each source in each dimension; None where a source is too small for its discipline to be shown."""
    if any(0 < count < discipline for count in split.jumlah.values()):
        return None
    return split.sumber_dimensi


def _units(context: Context, before: Snapshot, after: Snapshot) -> list[dict[str, Any]]:
    """What each part contributes to the change, in points of the whole, largest first; small parts are summed up.

    Parts are the perangkat daerah of an instansi, or the governments of a territory.
    """
    if context.data.is_province:
        before, after = _by_government(before), _by_government(after)
    table = split_by_unit(before, after)
    small = _small(table, context)
    names = {own.region: own.params.name for own in context.counted}
    shown = table[~small]
    parts = zip(shown["perangkat_daerah"].astype(str), shown["kontribusi"].astype(float), strict=True)
    rows: list[dict[str, Any]] = [{"nama": names.get(name, name), "kontribusi": points} for name, points in parts]
    rows.sort(key=lambda row: (-abs(row["kontribusi"]), row["nama"]))
    if small.any():
        rows.append({"nama": None, "kontribusi": float(table.loc[small, "kontribusi"].sum())})
    return rows


def _small(table: pd.DataFrame, context: Context) -> np.ndarray:
    """Parts that are hidden at either date, and enough others that their sum gives none of them away."""
    n0, n1 = table["n0"].to_numpy(), table["n1"].to_numpy()
    small = ((n0 > 0) & (n0 < context.group)) | ((n1 > 0) & (n1 < context.group))
    if not context.data.is_province:
        units = [context.units] + ([context.previous_units] if context.previous_units else [])
        hidden = {name for unit in units for name in unit.means.index[unit.hidden]}
        small |= table["perangkat_daerah"].isin(hidden).to_numpy()
    return complete(small, np.maximum(n0, n1), context.group)


def _by_government(people: Snapshot) -> Snapshot:
    governments = np.array([name.split("/", 1)[0] for name in people.perangkat_daerah], dtype=object)
    return Snapshot(people.nip, governments, people.indeks, people.dimensi)
