"""How groups differ: means and rates per group, effect sizes with corrected p-values, and a government among others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import optimize, special

from ipasn_analysis.statistics.distributions import f_tail, kruskal_wallis, normal_quantile
from ipasn_analysis.statistics.multiplicity import holm
from ipasn_analysis.statistics.typing import FloatArray, Labels

APPLIES_TO: Mapping[str, frozenset[str] | None] = {
    "diklat_kepemimpinan": frozenset({"struktural"}),
    "diklat_fungsional": frozenset({"fungsional"}),
    "diklat_teknis": None,
    "seminar": None,
}
LARGE_SAMPLE = 1000


@dataclass(frozen=True)
class EffectSize:
    """A standardised difference of two means with its confidence interval (no unit)."""

    value: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class MeanTest:
    """Whether the means of several groups differ.

    `test` is "welch" or, where a group has no spread at all, "kruskal"; `omega_squared` and `eta_squared` are the share
    of the variance between the groups (the first without the part that chance alone gives, at least 0).
    """

    test: str
    groups: int
    people: int
    statistic: float
    p_value: float
    eta_squared: float
    omega_squared: float


def _known(values: ArrayLike, groups: ArrayLike) -> pd.DataFrame:
    frame = pd.DataFrame({"kelompok": np.asarray(groups, dtype=object), "nilai": np.asarray(values, dtype=np.float64)})
    return frame[frame["kelompok"].notna() & frame["nilai"].notna()]


def item_rates(
    scores: pd.DataFrame,
    groups: ArrayLike | None = None,
    applies_to: Mapping[str, frozenset[str] | None] = APPLIES_TO,
) -> pd.DataFrame:
    """Share of people who have each competence item, among those to whom it applies.

    `applies_to` gives the types of post by item (None: every post); the default is that of `perban8_2019`.

    An item counts as held when it has points. People whose type of post is unknown and whose items are unknown
    (import mode) are not counted.

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


def means_test(values: ArrayLike, groups: ArrayLike) -> MeanTest | None:
    """Tests whether the groups' means are equal, without assuming equal spread.

    Welch's analysis of variance (Welch 1951; for two groups his t test), since it is the means that the index is made
    of and the spread differs between groups; Kruskal and Wallis's rank test with ties where a group has no spread, for
    which Welch's weights do not exist. η² = SSb/SSt, ω² = (SSb − (k−1) MSw)/(SSt + MSw). Groups of one person are left
    out. None with fewer than two groups.
    """
    frame = _known(values, groups)
    samples = [part.to_numpy() for _, part in frame.groupby("kelompok", sort=True)["nilai"] if len(part) > 1]
    if len(samples) < 2:
        return None
    together = np.concatenate(samples)
    n, k = len(together), len(samples)
    total = float(np.square(together - together.mean()).sum())
    within = float(sum(np.square(sample - sample.mean()).sum() for sample in samples))
    if total <= 1e-12:
        return MeanTest("kruskal", k, n, 0.0, 1.0, 0.0, 0.0)
    noise = within / (n - k)
    omega = max(0.0, (total - within - (k - 1) * noise) / (total + noise))
    if min(sample.var() for sample in samples) > 1e-12:
        name, (statistic, p_value) = "welch", welch_anova(samples)
    else:
        name, (statistic, p_value) = "kruskal", kruskal_wallis(samples)
    return MeanTest(name, k, n, float(statistic), float(p_value), (total - within) / total, omega)


def welch_anova(samples: list[FloatArray]) -> tuple[float, float]:
    """F and p of Welch's (1951) test of equal means; every sample needs two values that differ."""
    sizes = np.array([len(sample) for sample in samples], dtype=np.float64)
    means = np.array([sample.mean() for sample in samples])
    weights = sizes / np.array([sample.var(ddof=1) for sample in samples])
    k, total = len(samples), weights.sum()
    centre = (weights * means).sum() / total
    spread = (np.square(1 - weights / total) / (sizes - 1)).sum()
    between = (weights * np.square(means - centre)).sum() / (k - 1)
    statistic = between / (1 + 2 * (k - 2) / (k**2 - 1) * spread)
    return float(statistic), f_tail(float(statistic), k - 1, float((k**2 - 1) / (3 * spread)))


def compare_groupings(values: ArrayLike, groupings: Mapping[str, ArrayLike], smallest: int = 10) -> pd.DataFrame:
    """Each grouping's differences of mean, p-values corrected (Holm) over all groupings that could be tested.

    Groups of fewer than `smallest` people are left out of the test (counted in `di_luar`, with those without group).

    Returns
    -------
    One row per grouping, in the order given: pengelompokan, kelompok (groups tested), n, di_luar, rentang (largest −
    smallest group mean, points), tertinggi, terendah (keys of those groups), eta_kuadrat, omega_kuadrat, hedges_g,
    hedges_bawah, hedges_atas (two groups only: highest − lowest), uji, statistik, p_value, p_terkoreksi; NaN or None
    where fewer than two groups are large enough.
    """
    numbers = np.asarray(values, dtype=np.float64)
    rows = [_compare(numbers, name, np.asarray(groups, dtype=object), smallest) for name, groups in groupings.items()]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.assign(p_terkoreksi=holm(table["p_value"].to_numpy(dtype=np.float64)))


_COLUMNS = [
    "pengelompokan", "kelompok", "n", "di_luar", "rentang", "tertinggi", "terendah", "eta_kuadrat", "omega_kuadrat",
    "hedges_g", "hedges_bawah", "hedges_atas", "uji", "statistik", "p_value",
]  # fmt: skip


def _compare(values: FloatArray, name: str, groups: Labels, smallest: int) -> dict[str, object]:
    frame = _known(values, groups)
    sizes = frame.groupby("kelompok")["nilai"].transform("size")
    frame = frame[sizes >= max(smallest, 2)]
    of_group = frame.groupby("kelompok", sort=True)["nilai"]
    means = of_group.mean()
    row: dict[str, object] = {
        "pengelompokan": name,
        "kelompok": len(means),
        "n": len(frame),
        "di_luar": len(values) - len(frame),
    }
    result = means_test(frame["nilai"], frame["kelompok"])
    if result is None:
        return row
    high, low = means.idxmax(), means.idxmin()
    row |= {"rentang": float(means.max() - means.min()), "tertinggi": high, "terendah": low}
    row |= {"eta_kuadrat": result.eta_squared, "omega_kuadrat": result.omega_squared}
    row |= {"uji": result.test, "statistik": result.statistic, "p_value": result.p_value}
    if len(means) == 2 and high != low:
        effect = hedges_g(of_group.get_group(high).to_numpy(), of_group.get_group(low).to_numpy())
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
