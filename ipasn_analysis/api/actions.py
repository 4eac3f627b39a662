"""What would lift the index: the cheapest actions towards a target, and the records that keep points from it.

Every function calls the analysis that the report calls; ``internal=True`` shows what rests on few people.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.api.scores_frame import (
    By,
    attribute,
    counts_told,
    label_name,
    labels,
    needs_records,
    on_grid,
    region_of,
    rules,
    smallest_group,
)
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.target import action_costs
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.statistics import quality as records
from ipasn_analysis.statistics import target as targets


def plan(
    scores: pd.DataFrame,
    target: float | None = None,
    *,
    costs: Mapping[str, float] | None = None,
    capacities: Mapping[str, int] | None = None,
    minimum_per_unit: int | None = None,
) -> pd.DataFrame:
    """The cheapest set of actions that lifts the index to the target: exact integer optimisation.

    For eyes inside the agency: a row may tell of one person. The report joins such rows.

    Parameters
    ----------
    target : points; the region's target of the year when not given.
    costs : cost of one action by item (1 for others); the region's own, by missing hours too, when not given.
    capacities : the most people who can do an item; the region's own when not given.
    minimum_per_unit : the fewest actions of each unit (of a territory: government); the region's own when not given.

    Returns
    -------
    Every open action, chosen or not: tindakan, jenis_jabatan, perangkat_daerah, tersedia and jumlah (people), poin,
    biaya_satuan. ``attrs`` has target, indeks, indeks_sesudah, biaya and dapat_dicapai; `cost_curve` shows them. A
    target out of reach is told by a `UserWarning`; the plan is then the best that can be reached.

    Examples
    --------
    >>> rencana = ipasn.plan(scores, target=81)
    >>> rencana.groupby("tindakan")["jumlah"].sum()
    """
    wanted, region = _target(scores, target), region_of(scores)
    limits = _capacities(scores, capacities)
    if minimum_per_unit is None:
        minimum_per_unit = region.minimum_per_unit
    found = targets.cheapest_plan(
        scores["indeks"],
        _open_actions(scores, costs),
        wanted,
        capacities=limits,
        minimum_per_unit=minimum_per_unit or None,
    )
    table = found.actions
    table.attrs = {
        "target": found.target,
        "indeks": found.index,
        "indeks_sesudah": found.index_after,
        "biaya": found.cost,
        "dapat_dicapai": found.reachable,
    }
    if not found.reachable:
        warnings.warn(
            f"the target of {found.target:g} cannot be reached; the best plan leads to {found.index_after:.2f}",
            UserWarning,
            stacklevel=2,
        )
    return table


def cost_curve(
    scores: pd.DataFrame,
    target: float | Iterable[float] | None = None,
    *,
    costs: Mapping[str, float] | None = None,
    capacities: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """What each target costs at least: target (index), dapat_dicapai, biaya, tindakan (number), indeks_sesudah.

    Where a target is out of reach the row holds the best that can be reached.

    Examples
    --------
    >>> ipasn.cost_curve(scores, target=[78, 80, 82])
    """
    wanted = list(target) if isinstance(target, Iterable) else [_target(scores, target)]
    cells, limits = _open_actions(scores, costs), _capacities(scores, capacities)
    return targets.cost_curve(scores["indeks"], cells, wanted, capacities=limits).set_index("target")


def what_if(scores: pd.DataFrame, item: str, people: ArrayLike | None = None) -> pd.DataFrame:
    """The scores if these people had an item of kompetensi: kompetensi, index and category anew, with the item itself.

    Parameters
    ----------
    item : ``diklat_kepemimpinan``, ``diklat_fungsional``, ``diklat_teknis``, ``seminar``, as the instrument has them.
    people : one truth value per person; everybody when not given. To whom the item does not apply it adds nothing.

    Examples
    --------
    >>> trained = ipasn.what_if(scores, "diklat_teknis", scores["perangkat_daerah"] == "Dinas Kesehatan")
    >>> ipasn.summary(trained)["indeks"] - ipasn.summary(scores)["indeks"]
    """
    needs_records(scores, "what_if")
    instrument = rules(scores)
    if item not in instrument.item_names:
        raise unknown("item", item, list(instrument.item_names))
    chosen = np.ones(len(scores), dtype=bool) if people is None else np.asarray(people, dtype=bool)
    if chosen.shape != (len(scores),):
        raise UsageError("people: has {values} values for {people} people", values=chosen.size, people=len(scores))
    most, column = float(instrument.weights["kompetensi"]), f"{targets.GAIN}{item}"
    open_points = np.where(chosen, np.nan_to_num(scores[column].to_numpy(dtype=np.float64)), 0.0)
    gained = np.minimum(open_points, most - scores["kompetensi"].to_numpy(dtype=np.float64))
    index = scores["indeks"].to_numpy(dtype=np.float64) + gained
    left = {item: scores[item] + gained, column: scores[column].where(~chosen, 0.0)}
    return scores.assign(
        **left, kompetensi=scores["kompetensi"] + gained, indeks=index, kategori=categorise(index, instrument)
    )


def join(scores: pd.DataFrame, own: pd.DataFrame, on: str = "nip") -> pd.DataFrame:
    """The scores with columns of one's own beside them, people and thresholds unchanged; NaN where there is none.

    Raises `UsageError` where a value of `on` stands twice in `own`, or is missing in either.

    Examples
    --------
    >>> own = scores[["nip"]].head(50).assign(kelas="A")
    >>> ipasn.breakdown(ipasn.join(scores, own), by="kelas")
    """
    for frame, name in ((scores, "scores"), (own, "own")):
        if on not in frame:
            raise UsageError("{frame}: has no column {on!r} to join on", frame=name, on=on)
    if own[on].duplicated().any():
        raise UsageError("own: a value of {on!r} stands twice; one row is needed for each", on=on)
    joined = scores.merge(own, on=on, how="left", suffixes=("", "_sendiri"))
    joined.attrs = dict(scores.attrs)
    return joined


def quality(scores: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
    """Missing records by item, and the points of the index that hang on them at most.

    Returns
    -------
    One row per item (index): berlaku (people of whom a record is expected), lengkap, tanpa (people), bagian (share
    with a record), poin (that the index would gain if all turned out at their best).

    Examples
    --------
    >>> ipasn.quality(scores)["poin"].sum()
    """
    extra = _missing(scores)
    table, fewest = records.completeness(scores).set_index("butir"), smallest_group(scores, internal)
    table["poin"] = on_grid(extra.mean().reindex(table.index), len(scores), internal)
    table.loc[table["tanpa"].between(1, fewest - 1), "poin"] = np.nan
    for name in ("berlaku", "lengkap", "tanpa"):
        table[name] = counts_told(table[name], fewest, internal).to_numpy()
    table["bagian"] = table["lengkap"].astype("Float64") / table["berlaku"].where(table["berlaku"] > 0)
    return table


def record_updates(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """Where bringing records up to date would move the index most, largest first.

    Returns
    -------
    The group, butir, pegawai (whose record is missing), poin (on the index of all), poin_unit, bagian (of all points
    that hang on records). Cells of few people are left out.

    Examples
    --------
    >>> ipasn.record_updates(scores).head(10)
    """
    names = labels(scores, by)
    table = records.update_ranking(_missing(scores), np.where(pd.isna(names), OTHER_UNITS, names))
    limit = smallest_group(scores, internal)
    shown = table[table["pegawai"] >= limit].reset_index(drop=True)
    shown["poin"] = on_grid(shown["poin"], len(scores), internal)
    sizes = pd.Series(np.where(pd.isna(names), OTHER_UNITS, names)).value_counts()
    shown["poin_unit"] = on_grid(shown["poin_unit"], shown["perangkat_daerah"].map(sizes), internal)
    shown["pegawai"] = counts_told(shown["pegawai"], limit, internal)
    return shown.rename(columns={"perangkat_daerah": label_name(scores, by)})


def _missing(scores: pd.DataFrame) -> pd.DataFrame:
    needs_records(scores, "quality")
    if rules(scores).name != "perban8_2019":
        raise UsageError(
            "the points that hang on records are not known under {instrument}", instrument=rules(scores).name
        )
    weights = rules(scores).weights
    maxima = {name: float(weights[name]) for name in ("kualifikasi", "kompetensi", "kinerja")}
    return records.missing_points(scores, maxima)


def _target(scores: pd.DataFrame, target: float | None) -> float:
    if target is None:
        target = region_of(scores).target_of(int(attribute(scores, "tahun")))
    if target is None:
        raise UsageError("there is no target for this year; name one: plan(scores, target=81)")
    return float(target)


def _capacities(scores: pd.DataFrame, capacities: Mapping[str, int] | None) -> dict[str, int] | None:
    return dict(region_of(scores).capacities if capacities is None else capacities) or None


def _open_actions(scores: pd.DataFrame, costs: Mapping[str, float] | None) -> pd.DataFrame:
    """What is open to whom, as cells."""
    needs_records(scores, "plan")
    region = region_of(scores)
    if costs is not None:
        named = {name: float(cost) for name, cost in costs.items()}
        region = region.model_copy(update={"costs": named, "costs_per_hour": {}})
    prices = action_costs(scores, rules(scores), region)
    most = float(rules(scores).weights["kompetensi"])
    return targets.open_actions(targets.people_and_actions(scores, labels(scores), prices, most), prices)
