"""How groups differ: means and rates per group, effect sizes with corrected p-values, and a government among others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import optimize, special

from ipasn_analysis.statistics.distributions import normal_quantile
from ipasn_analysis.statistics.multiplicity import holm
from ipasn_analysis.statistics.noise import difference_of_groups
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels

APPLIES_TO: Mapping[str, frozenset[str] | None] = {
    "diklat_kepemimpinan": frozenset({"struktural"}),
    "diklat_fungsional": frozenset({"fungsional"}),
    "diklat_teknis": None,
    "seminar": None,
}
BY_HOURS = frozenset({"diklat_teknis", "pengembangan"})
"""Items that are earned by hours."""
HOURS_UNKNOWN = "jp_tidak_diketahui"
"""The flag of people who have such training, of hours that nobody has recorded."""
LARGE_SAMPLE = 1000


@dataclass(frozen=True)
class EffectSize:
    """A standardised difference of two means with its confidence interval (no unit)."""

    value: float
    interval: tuple[float, float]


def _known(values: ArrayLike, groups: ArrayLike) -> pd.DataFrame:
    frame = pd.DataFrame({"kelompok": np.asarray(groups), "nilai": np.asarray(values, dtype=np.float64)})
    return frame[frame["kelompok"].notna() & frame["nilai"].notna()]


def item_rates(
    scores: pd.DataFrame,
    groups: ArrayLike | None = None,
    applies_to: Mapping[str, frozenset[str] | None] = APPLIES_TO,
) -> pd.DataFrame:
    """Share of people who have each competence item, among those to whom it applies.

    `applies_to` gives the types of post by item (None: every post); the default is that of `perban8_2019`.

    An item counts as held when it has points. People whose type of post is unknown and whose items are unknown
    (import mode, or technical training without hours) are not counted.

    Returns
    -------
    kelompok (absent without `groups`), butir, berlaku (people to whom it applies), punya (people who have it),
    bagian (share, NaN where it applies to nobody); sorted by group, items in the order of `applies_to`.
    """
    tables = []
    posts = scores["jenis_jabatan"]
    labels = pd.Series("" if groups is None else np.asarray(groups, dtype=object), index=scores.index)
    for item, applies in applies_to.items():
        counted = (posts.notna() if applies is None else posts.isin(list(applies))) & scores[item].notna()
        if item in BY_HOURS and HOURS_UNKNOWN in scores:
            counted &= ~scores[HOURS_UNKNOWN].astype(bool) | (scores[item] > 0)
        table = pd.DataFrame({"kelompok": labels, "berlaku": counted, "punya": counted & (scores[item] > 0)})
        tables.append(table.groupby("kelompok", sort=True).sum().reset_index().assign(butir=item))
    result = pd.concat(tables).sort_values("kelompok", kind="stable").reset_index(drop=True)
    result["bagian"] = (result["punya"] / result["berlaku"]).where(result["berlaku"] > 0)
    columns = ["butir", "berlaku", "punya", "bagian"]
    return result[columns if groups is None else ["kelompok", *columns]]


def hedges_g(first: ArrayLike, second: ArrayLike, confidence: float = 0.95) -> EffectSize | None:
    """Standardised difference of means, first − second, corrected for small samples, with its interval.

    g = J · (x̄1 − x̄2) / s with s the pooled standard deviation and the exact J = Γ(m/2) / (√(m/2) Γ((m−1)/2)),
    m = n1 + n2 − 2 (Hedges 1981). The interval inverts the noncentral t distribution (Steiger and Fouladi 1997);
    above `LARGE_SAMPLE` degrees of freedom, where that distribution is normal to three digits, it is
    g ± z √((n1 + n2)/(n1 n2) + g²/(2 (n1 + n2))). None without spread or with fewer than two people in a group.
    """
    x, y = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    n1, n2 = len(x), len(y)
    if min(n1, n2) < 2:
        return None
    m = n1 + n2 - 2
    pooled = np.sqrt((x.var() * n1 + y.var() * n2) / m)
    if not pooled > 1e-12:
        return None
    correction = float(np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2))
    d = float((x.mean() - y.mean()) / pooled)
    scale = np.sqrt(1 / n1 + 1 / n2)
    if m > LARGE_SAMPLE:
        half = float(normal_quantile((1 + confidence) / 2) * np.sqrt(scale**2 + d**2 / (2 * (n1 + n2))))
        low, high = d - half, d + half
    else:
        low, high = (bound * scale for bound in _noncentrality(d / scale, m, confidence))
    return EffectSize(correction * d, (correction * float(low), correction * float(high)))


def _noncentrality(t: float, freedom: int, confidence: float) -> tuple[float, float]:
    """The noncentralities under which `t` has (1 − confidence)/2 above it and below it."""
    if t < 0:
        low, high = _noncentrality(-t, freedom, confidence)
        return -high, -low
    tail = (1 - confidence) / 2

    def excess(noncentrality: float, below: float) -> float:
        probability = float(special.nctdtr(freedom, noncentrality, t))
        if np.isnan(probability):  # far out in a tail, where the series does not converge
            probability = 1.0 if noncentrality < t else 0.0
        return probability - below

    def bound(below: float) -> float:
        return float(optimize.brentq(excess, -8, 8 + 2 * t, args=(below,)))

    return bound(1 - tail), bound(tail)


def variance_between(values: ArrayLike, groups: ArrayLike) -> tuple[float, float]:
    """Share of the variance that lies between the groups: η² = SSb/SSt, and ω² = (SSb − (k−1) MSw)/(SSt + MSw).

    ω² is without the part that chance alone gives, and at least 0. Both are 0 where all values are equal.
    """
    frame = _known(values, groups)
    value = frame["nilai"].to_numpy()
    means = frame.groupby("kelompok")["nilai"].transform("mean").to_numpy()
    total, within = float(np.square(value - value.mean()).sum()), float(np.square(value - means).sum())
    k, n = frame["kelompok"].nunique(), len(frame)
    if total <= 1e-12 or n <= k:
        return 0.0, 0.0
    noise = within / (n - k)
    return (total - within) / total, max(0.0, (total - within - (k - 1) * noise) / (total + noise))


def compare_groupings(
    values: ArrayLike, groupings: Mapping[str, ArrayLike], clusters: ArrayLike, smallest: int = 10
) -> pd.DataFrame:
    """Each grouping's highest against its lowest group, with p-values for what is named.

    The p-value is of the difference of these two means, whose people move together by `clusters` (a label for each
    person; `noise.difference_of_groups`), times the pairs of groups that they were picked from (Bonferroni), corrected
    for the groupings that could be tested (Holm). Groups of fewer than `smallest` people are left out (counted in
    `di_luar`, with those without group).

    Returns
    -------
    One row per grouping, in the order given: pengelompokan, kelompok (groups tested), n, di_luar, rentang (largest −
    smallest group mean, points), tertinggi, terendah (keys of those groups), eta_kuadrat, omega_kuadrat, hedges_g,
    hedges_bawah, hedges_atas (two groups only: highest − lowest), p_value, p_terkoreksi; NaN or None where fewer than
    two groups are large enough, or where one of the two lies within one cluster.
    """
    numbers = np.asarray(values, dtype=np.float64)
    codes, _ = pd.factorize(np.asarray(clusters, dtype=object), use_na_sentinel=False)
    rows = [
        _compare(numbers, name, np.asarray(groups, dtype=object), codes, smallest) for name, groups in groupings.items()
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.assign(p_terkoreksi=holm(table["p_value"].to_numpy(dtype=np.float64)))


_COLUMNS = [
    "pengelompokan", "kelompok", "n", "di_luar", "rentang", "tertinggi", "terendah", "eta_kuadrat", "omega_kuadrat",
    "hedges_g", "hedges_bawah", "hedges_atas", "p_value",
]  # fmt: skip


def _compare(values: FloatArray, name: str, groups: Labels, clusters: IntArray, smallest: int) -> dict[str, object]:
    codes, names = pd.factorize(groups, sort=True)
    known = (codes >= 0) & ~np.isnan(values)
    tested = np.flatnonzero(np.bincount(codes[known], minlength=len(names)) >= max(smallest, 2))
    kept = known & np.isin(codes, tested)
    row: dict[str, object] = {"pengelompokan": name, "kelompok": len(tested), "n": int(kept.sum())}
    row["di_luar"] = len(values) - int(kept.sum())
    if len(tested) < 2:
        return row
    means = pd.Series(values[kept]).groupby(codes[kept], sort=True).mean()
    high, low = (int(means.index[int(place)]) for place in (means.argmax(), means.argmin()))
    first, second = kept & (codes == high), kept & (codes == low)
    eta, omega = variance_between(values[kept], codes[kept])
    row |= {"rentang": float(means.max() - means.min()), "tertinggi": names[high], "terendah": names[low]}
    row |= {"eta_kuadrat": eta, "omega_kuadrat": omega}
    if high == low:  # all alike
        return {**row, "p_value": 1.0}
    found = difference_of_groups(values, first, second, clusters)
    if found.p_value is not None:
        row["p_value"] = min(1.0, found.p_value * len(tested) * (len(tested) - 1) / 2)
    effect = hedges_g(values[first], values[second]) if len(tested) == 2 else None
    if effect is not None:
        row |= {"hedges_g": effect.value, "hedges_bawah": effect.interval[0], "hedges_atas": effect.interval[1]}
    return row


def compare_governments(
    means: ArrayLike, people: ArrayLike, government: int, comparable: ArrayLike | None = None
) -> pd.DataFrame:
    """A government beside the province and comparable governments, per dimension.

    Parameters
    ----------
    means : governments × columns, points (NaN: not known, left out).
    people : headcount of each government; the province's mean is weighted by it, its own included.
    government : row of the government.
    comparable : mask of the governments to compare with (default all); never the government itself.

    Returns
    -------
    One row per column of `means`: sendiri, provinsi, median, kuartil_atas (points; quartile by linear interpolation,
    type 7), selisih_provinsi, selisih_median, selisih_kuartil_atas (sendiri − other), pembanding (governments).
    """
    table = np.asarray(means, dtype=np.float64)
    weights = np.asarray(people, dtype=np.float64)[:, np.newaxis]
    known = ~np.isnan(table)
    mask = np.ones(len(table), dtype=bool) if comparable is None else np.asarray(comparable, dtype=bool).copy()
    mask[government] = False
    peers = [column[mask & ~np.isnan(column)] for column in table.T]
    province = (np.where(known, table, 0) * weights).sum(axis=0) / (known * weights).sum(axis=0)
    median, quartile = (
        np.array([np.quantile(peer, level) if len(peer) else np.nan for peer in peers]) for level in (0.5, 0.75)
    )
    result = {"sendiri": table[government], "provinsi": province, "median": median, "kuartil_atas": quartile}
    differences = {f"selisih_{name}": table[government] - other for name, other in result.items() if name != "sendiri"}
    return pd.DataFrame({**result, **differences, "pembanding": [len(peer) for peer in peers]})
