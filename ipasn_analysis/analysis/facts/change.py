"""Why the index moved since the last snapshot of the year before: dimensions, people, units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.change import (
    SUMBER,
    Change,
    Snapshot,
    change_uncertainty,
    snapshot,
    split_by_unit,
    split_change,
)
from ipasn_analysis.analysis.disclosure import complete
from ipasn_analysis.analysis.facts.context import SENSITIVE, Context


def change(context: Context) -> dict[str, Any] | None:
    """Key perubahan; None without a snapshot of the year before, or where its instrument is another one."""
    before, after = context.previous, context.scores
    if before.empty or not context.same_instrument or len(before) < context.group:
        return None
    before_arrays, after_arrays = (identified(scores, territory=context.data.is_province) for scores in (before, after))
    split = split_change(before_arrays, after_arrays, context.group)
    table, small = _parts(context, before_arrays, after_arrays)
    certainty = change_uncertainty(_pooled(context, before_arrays), _pooled(context, after_arrays))
    dates = [own.previous.snapshot.as_of for own in context.counted if own.previous is not None]
    told = not split.disembunyikan and not _few_between(context, before, after)
    few = _sensitive(context, before)
    return {
        "dari": max(dates).isoformat(),
        "ke": context.data.as_of.isoformat(),
        "indeks_dari": float(before["indeks"].mean()),
        "selisih": split.selisih,
        "selang": list(certainty.selang) if certainty.selang else None,
        "lebih_dari_derau": certainty.lebih_dari_derau,
        "per_dimensi": {
            name: None if few and name in SENSITIVE else points for name, points in split.per_dimensi.items()
        },
        "per_sumber": split.per_sumber if told else dict.fromkeys(SUMBER),
        "jumlah_sumber": split.jumlah if told else None,
        "sumber_dimensi": _by_dimension(split, context.discipline) if told and not few else None,
        "per_unit": _rows(context, table, small),
    }


def _sensitive(context: Context, before: pd.DataFrame) -> bool:
    """Whether kinerja and disiplin of either date are withheld."""
    held = before["pemerintah"].astype("str").value_counts()
    return context.sensitive or context.withholds_sensitive([int(held.get(own.region, 0)) for own in context.counted])


def _few_between(context: Context, before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether few people went from one government of a territory to another.

    The sources of the governments' own reports, taken from those of the territory, would tell of these people alone.
    """
    if not context.data.is_province:
        return False
    both = before[["nip", "pemerintah"]].merge(after[["nip", "pemerintah"]], on="nip")
    went = int((both["pemerintah_x"].astype("str") != both["pemerintah_y"].astype("str")).sum())
    return 0 < went < context.group


def identified(scores: pd.DataFrame, *, territory: bool) -> Snapshot:
    """The people as arrays; in a territory a unit is told by its government too, and so is a NIP that stands twice."""
    if not territory:
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


def _parts(context: Context, before: Snapshot, after: Snapshot) -> tuple[pd.DataFrame, np.ndarray]:
    """What each part contributes to the change, and which parts are summed up because one date withholds them.

    Parts are the perangkat daerah of an instansi, or the governments of a territory. A contribution is
    S1/N1 − S0/N0 − M̄ · (n1/N1 − n0/N0), S being the sum of a part's indices: linear in what both reports publish. The
    sum over all parts that either report withholds therefore tells nothing that the totals do not.
    """
    if context.data.is_province:
        before, after = _by_government(before), _by_government(after)
    table = split_by_unit(before, after)
    n0, n1 = table["n0"].to_numpy(), table["n1"].to_numpy()
    if context.data.is_province:
        return table, np.zeros(len(table), dtype=bool)
    units = [context.units] + ([context.previous_units] if context.previous_units else [])
    hidden = {name for unit in units for name in unit.means.index[unit.hidden]}
    small = table["perangkat_daerah"].isin(hidden).to_numpy()
    return table, complete(small, np.maximum(n0, n1), context.group)


def _pooled(context: Context, people: Snapshot) -> Snapshot:
    """The people with all withheld units of a government as one, so that the interval tells nothing of any of them."""
    withheld = context.pooled_units
    if context.data.is_province:
        hidden = {f"{region}/{name}": f"{region}/" for region, names in withheld.items() for name in names}
    else:
        hidden = dict.fromkeys(withheld[context.data.region], "")
    names = np.array([hidden.get(name, name) for name in people.perangkat_daerah], dtype=object)
    return Snapshot(people.nip, names, people.indeks, people.dimensi)


def _rows(context: Context, table: pd.DataFrame, small: np.ndarray) -> list[dict[str, Any]]:
    """The contributions in points of the whole, largest first; withheld parts summed up as the last row."""
    names = {own.region: own.params.name for own in context.counted}
    shown = table[~small]
    parts = zip(shown["perangkat_daerah"].astype(str), shown["kontribusi"].astype(float), strict=True)
    rows: list[dict[str, Any]] = [{"nama": names.get(name, name), "kontribusi": points} for name, points in parts]
    rows.sort(key=lambda row: (-abs(row["kontribusi"]), row["nama"]))
    if small.any():
        rows.append({"nama": None, "kontribusi": float(table.loc[small, "kontribusi"].sum())})
    return rows


def _by_government(people: Snapshot) -> Snapshot:
    governments = np.array([name.split("/", 1)[0] for name in people.perangkat_daerah], dtype=object)
    return Snapshot(people.nip, governments, people.indeks, people.dimensi)
