"""Groups of people as the report shows them: a row for each, and tested differences between them."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd

from ipasn_analysis.facts.actions import BY_POST, kinds, kompetensi_by_eselon
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.groups import Guarded, groupings, guarded_groups
from ipasn_analysis.facts.model.parts import Grouping, PoinDimensi
from ipasn_analysis.facts.model.people import Kelompok, Pengelompokan, UjiKelompok
from ipasn_analysis.facts.parts import NOT_RECORDED
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.comparison import compare_groupings
from ipasn_analysis.statistics.grouping import EDUCATION_ORDER, LEVELS

ORDER: dict[str, tuple[str, ...]] = {
    "jenis_pegawai": ("PNS", "PPPK"),
    "jenis_jabatan": ("struktural", "fungsional", "pelaksana"),
    "eselon": LEVELS,
    "golongan": LEVELS[:4],
    "pendidikan": EDUCATION_ORDER,
    "jenis_kelamin": ("L", "P"),
    "umur": ("<30", "30-39", "40-49", ">=50"),
}


def groups(context: Context) -> tuple[tuple[Pengelompokan, ...], tuple[UjiKelompok, ...]]:
    """The groups of each grouping, and the tested differences between them.

    A group whose key is not recorded has the key None. What is hidden takes no part in a test, since the range of the
    means would give it away.
    """
    keys = groupings(context)
    guarded = guarded_groups(context, keys)
    keys = {name: labels for name, labels in keys.items() if not guarded[name].parts.told}
    withheld = {name: guarded[name].parts.hidden | telling(context, name, guarded) for name in keys}
    shown = {name: _shown_labels(labels, guarded[name], withheld[name]) for name, labels in keys.items()}
    tests = compare_groupings(context.values[:, 0], shown, smallest=context.group)
    found = (
        Pengelompokan(pengelompokan=cast(Grouping, name), kelompok=_rows(context, name, guarded[name], withheld[name]))
        for name in keys
    )
    return tuple(found), tuple(UjiKelompok(**_clean(row)) for row in tests.to_dict(orient="records"))


def telling(context: Context, name: str, guarded: dict[str, Guarded]) -> np.ndarray:
    """Which groups have a mean of kompetensi that would tell withheld numbers of open actions, shape (groups,).

    What a type of post lacks is the sum of its open actions. Where some of these are withheld, so are the figures of
    the type of post; and those of one group by eselon, since these add up to the structural posts.
    """
    parts, found = guarded[name].parts, kinds(context)
    if found is None or name not in {BY_POST, "eselon"}:
        return np.zeros(len(parts.keys), dtype=bool)
    if name == BY_POST:
        return np.asarray(found.hidden_posts[[found.post_names.index(key) for key in parts.keys]])
    return kompetensi_by_eselon(context, parts)


def _shown_labels(labels: np.ndarray, guarded: Guarded, withheld: np.ndarray) -> np.ndarray:
    hidden = [key for key, gone in zip(guarded.parts.keys, withheld, strict=True) if gone]
    shown = labels.copy()
    shown[pd.isna(labels) | pd.Index(labels).isin(hidden)] = None
    return shown


def _rows(context: Context, name: str, guarded: Guarded, withheld: np.ndarray) -> tuple[Kelompok, ...]:
    """The groups in their natural order, those not recorded last; `selisih` is against the mean of everybody."""
    whole = float(context.values[:, 0].mean())
    gone = dict(zip(guarded.parts.keys, withheld.tolist(), strict=True))
    classes = dict(zip(guarded.parts.keys, guarded.parts.classes, strict=True))
    rows = []
    for key in sorted(guarded.means.index, key=lambda key: _place(name, str(key))):
        row, shown = guarded.means.loc[key], not gone[key]
        sensitive = guarded.sensitive.hides(key)
        rows.append(
            Kelompok(
                kunci=None if key == NOT_RECORDED else str(key),
                diukur=None if guarded.parts.hides(key) else int(row["diukur"]),
                indeks=float(row["indeks"]) if shown else None,
                selisih=float(row["indeks"]) - whole if shown else None,
                simpangan_baku=float(np.sqrt(row["ragam"])) if shown else None,
                dimensi=PoinDimensi.of(row.to_dict() if shown else dict.fromkeys(DIMENSIONS), sensitive=sensitive),
                disembunyikan=not shown,
                dimensi_disembunyikan=not shown or sensitive,
                kelas_ukuran=classes[key],
            )
        )
    return tuple(rows)


def _place(name: str, key: str) -> tuple[int, str]:
    order = ORDER.get(name, ())
    return (order.index(key) if key in order else len(order), key)


def _clean(row: dict[Any, Any]) -> dict[str, Any]:
    """A record of a frame with None for what is not known, and plain numbers."""
    return {
        str(key): None if pd.isna(value) else value.item() if hasattr(value, "item") else value
        for key, value in row.items()
    }
