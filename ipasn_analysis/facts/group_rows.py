"""Groups of people as the report shows them: a row for each, and tested differences between them."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition
from ipasn_analysis.facts.actions import BY_POST, action_types, kompetensi_by_eselon
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.groups import GroupTable, group_tables, groupings
from ipasn_analysis.result.parts import Grouping, PoinDimensi
from ipasn_analysis.result.people import Kelompok, KelompokTampil, KelompokTersembunyi, Pengelompokan, UjiKelompok
from ipasn_analysis.statistics.comparison import compare_groupings
from ipasn_analysis.statistics.grouping import EDUCATION_ORDER, LEVELS
from ipasn_analysis.statistics.typing import Labels, Mask

ORDER: dict[str, tuple[str, ...]] = {
    "jenis_pegawai": ("PNS", "PPPK"),
    "jenis_jabatan": ("struktural", "fungsional", "pelaksana"),
    "eselon": LEVELS,
    "golongan": LEVELS[:4],
    "pendidikan": EDUCATION_ORDER,
    "jenis_kelamin": ("L", "P"),
    "umur": ("<30", "30-39", "40-49", ">=50"),
}


def groups(context: ReportContext) -> tuple[tuple[Pengelompokan, ...], tuple[UjiKelompok, ...]]:
    """The groups of each grouping, and the tested differences between them.

    A group whose key is not recorded has the key None. What is hidden takes no part in a test, since the range of the
    means would disclose it.
    """
    tables = {name: table for name, table in group_tables(context).items() if not table.parts.is_disclosed}
    withheld = {
        name: table.parts.suppressed | _disclosing(context, name, table.parts) for name, table in tables.items()
    }
    shown = {name: _shown_labels(groupings(context)[name], table, withheld[name]) for name, table in tables.items()}
    if context.is_recap:
        shown = {}
    tests = compare_groupings(context.values[:, 0], shown, clusters(context), smallest=context.min_group)
    found = (
        Pengelompokan(pengelompokan=cast(Grouping, name), kelompok=_rows(context, name, table, withheld[name]))
        for name, table in tables.items()
    )
    return tuple(found), tuple(UjiKelompok(**_clean(row)) for row in tests.to_dict(orient="records"))


def clusters(context: ReportContext) -> Labels:
    """Who moves together: the people of a perangkat daerah, in a province of a government."""
    column = "pemerintah" if context.data.is_province else "perangkat_daerah"
    return context.scores[column].astype("str").to_numpy(dtype=object)


def _disclosing(context: ReportContext, name: str, parts: Partition) -> Mask:
    """Which groups have a mean of kompetensi that would disclose withheld numbers of open actions, shape (groups,).

    What a type of post lacks is the sum of its open actions. Where some of these are withheld, so are the figures of
    the type of post; and those of one group by eselon, since these add up to the structural posts.
    """
    types = action_types(context)
    if types is not None and name == BY_POST:
        return types.posts_suppressed[[types.post_names.index(key) for key in parts.keys]]
    if types is not None and name == "eselon":
        return kompetensi_by_eselon(context, parts)
    return np.zeros(len(parts.keys), dtype=bool)


def _shown_labels(labels: Labels, table: GroupTable, withheld: Mask) -> Labels:
    hidden = [key for key, is_withheld in zip(table.parts.keys, withheld, strict=True) if is_withheld]
    shown = labels.copy()
    shown[pd.isna(labels) | pd.Index(labels).isin(hidden)] = None
    return shown


def _rows(context: ReportContext, name: str, table: GroupTable, withheld: Mask) -> tuple[Kelompok, ...]:
    """The groups in their natural order, those not recorded last; `selisih` is against the mean of everybody."""
    whole = context.means["indeks"]
    withheld_of = dict(zip(table.parts.keys, withheld.tolist(), strict=True))
    classes = dict(zip(table.parts.keys, table.parts.classes, strict=True))
    rows: list[Kelompok] = []
    for key in sorted(table.means.index, key=lambda key: _position(name, str(key))):
        row, sensitive = table.means.loc[key], table.sensitive.hides(key)
        recorded = None if key == NOT_RECORDED else str(key)
        if withheld_of[key]:
            people = None if table.parts.hides(key) else int(row["diukur"])
            rows.append(KelompokTersembunyi(kunci=recorded, diukur=people, kelas_ukuran=classes[key]))
            continue
        rows.append(
            KelompokTampil(
                kunci=recorded,
                diukur=int(row["diukur"]),
                indeks=float(row["indeks"]),
                selisih=float(row["indeks"]) - whole,
                simpangan_baku=None if context.is_recap else float(np.sqrt(row["ragam"])),
                dimensi=PoinDimensi.of(row.to_dict(), sensitive=sensitive),
                dimensi_disembunyikan=sensitive,
            )
        )
    return tuple(rows)


def _position(name: str, key: str) -> tuple[int, str]:
    order = ORDER.get(name, ())
    return (order.index(key) if key in order else len(order), key)


def _clean(row: dict[Any, Any]) -> dict[str, Any]:
    """A record of a frame with None for what is not known, and plain numbers."""
    return {
        str(key): None if pd.isna(value) else value.item() if hasattr(value, "item") else value
        for key, value in row.items()
    }
