"""How ready scores differ from what the records of the same people give by the same instrument, where both tell."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TypedDict

import pandas as pd

from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument

LEAST = 0.005
"""Points from which a difference is more than rounding."""


class Difference(TypedDict):
    """`people` have ready scores and records; `differing` of them differ in a dimension that can be compared.

    The dimensions and the index are mean differences in points, ready less records, over the people whom `compared`
    counts; None where it is nobody.
    """

    people: int
    differing: int
    compared: dict[str, int]
    kualifikasi: float | None
    kompetensi: float | None
    kinerja: float | None
    disiplin: float | None
    indeks: float | None


def difference(
    ready: pd.DataFrame, records: pd.DataFrame, instrument: Instrument, absent: AbstractSet[str]
) -> Difference | None:
    """The difference of two frames of scores under an instrument; None where nobody is in both.

    `absent` are the histories that the snapshot lacks. A dimension of which the records tell nothing is not compared,
    nor one whose rule is only partly known; the index is where all four are.
    """
    both = pd.Index(ready["nip"]).intersection(pd.Index(records["nip"]))
    if both.empty:
        return None
    given, own = (frame.set_index("nip").loc[both] for frame in (ready, records))
    names = list(DIMENSIONS)
    gaps = (given[names] - own[names]).where(_told(own, instrument, absent))
    gaps["indeks"] = gaps.sum(axis=1, skipna=False)
    means = {name: None if pd.isna(mean) else float(mean) for name, mean in gaps.mean().items()}
    return {
        "people": len(both),
        "differing": int((gaps.abs() > LEAST).any(axis=1).sum()),
        "compared": {str(name): int(count) for name, count in gaps.count().items()},
        "kualifikasi": means["kualifikasi"],
        "kompetensi": means["kompetensi"],
        "kinerja": means["kinerja"],
        "disiplin": means["disiplin"],
        "indeks": means["indeks"],
    }


def _told(own: pd.DataFrame, instrument: Instrument, absent: AbstractSet[str]) -> pd.DataFrame:
    """Of each person, which dimensions the records tell of."""
    assessed = ~own["tanpa_kinerja"] & absent.isdisjoint({"rw_skp", "rw_skp22"})
    leads = own["jenis_jabatan"] == "struktural"
    trained = ~own["jp_tidak_diketahui"] & ~(leads & (own["tanpa_eselon"] | ("rw_diklat" in absent)))
    if instrument.kompetensi.base is not None:
        trained &= assessed
    return pd.DataFrame(
        {
            "kualifikasi": ~own["tanpa_kualifikasi"],
            "kompetensi": trained & instrument.is_known & ("rw_kursus" not in absent),
            "kinerja": assessed,
            "disiplin": "rw_hukdis" not in absent,
        },
        index=own.index,
    )
