"""Groups of people as the report shows them: a row for each, and tested differences between them."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.grid import size_class
from ipasn_analysis.facts.context import NOT_RECORDED, ReportContext
from ipasn_analysis.facts.groups import GroupTable, group_tables, groupings
from ipasn_analysis.result.figures import Mean, Tally
from ipasn_analysis.result.parts import Grouping, PoinDimensi
from ipasn_analysis.result.people import Kelompok, KelompokTampil, KelompokTersembunyi, Pengelompokan, UjiKelompok
from ipasn_analysis.statistics.comparison import compare_groupings
from ipasn_analysis.statistics.grouping import EDUCATION_ORDER, LEVELS
from ipasn_analysis.statistics.typing import Labels

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
    tables = group_tables(context)
    shown = {name: _shown_labels(groupings(context)[name], table) for name, table in tables.items()}
    tests = compare_groupings(
        context.values[:, 0], {} if context.is_recap else shown, clusters(context), smallest=context.min_group
    )
    found = (
        Pengelompokan(pengelompokan=cast(Grouping, name), kelompok=_rows(context, name, table))
        for name, table in tables.items()
    )
    return tuple(found), tuple(_test(context, row, tables) for row in tests.to_dict(orient="records"))


def _told(context: ReportContext, row: pd.Series) -> tuple[float, int]:
    """The index of a group as it is told, and its people."""
    people = int(row["diukur"])
    return context.as_told(float(row["indeks"]), people), people


def _test(context: ReportContext, row: dict[Any, Any], tables: dict[str, GroupTable]) -> UjiKelompok:
    """A tested difference; its range rests on the smaller of the two groups."""
    known = _clean(row)
    if known["rentang"] is not None:
        means = tables[known["pengelompokan"]].means
        (first, most), (second, other) = (_told(context, means.loc[known[end]]) for end in ("tertinggi", "terendah"))
        known["rentang"] = Mean(first - second, min(most, other))
    return UjiKelompok(**known)


def clusters(context: ReportContext) -> Labels:
    """Who moves together: the people of a perangkat daerah, in a province of a government."""
    column = "pemerintah" if context.data.is_province else "perangkat_daerah"
    return context.scores[column].astype("str").to_numpy(dtype=object)


def _shown_labels(labels: Labels, table: GroupTable) -> Labels:
    shown = labels.copy()
    shown[pd.isna(labels) | ~pd.Index(labels).isin(table.shown.index)] = None
    return shown


def _rows(context: ReportContext, name: str, table: GroupTable) -> tuple[Kelompok, ...]:
    """The groups in their natural order, those not recorded last; `selisih` is against the mean of everybody."""
    whole, shown = context.as_told(context.means["indeks"], len(context.scores)), set(table.shown.index)
    rows: list[Kelompok] = []
    for key in sorted(table.means.index, key=lambda key: _position(name, str(key))):
        row = table.means.loc[key]
        recorded, people = None if key == NOT_RECORDED else str(key), int(row["diukur"])
        if key not in shown:
            rows.append(KelompokTersembunyi(kunci=recorded, kelas_ukuran=size_class(people, context.min_group)))
            continue
        index = float(row["indeks"])
        rows.append(
            KelompokTampil(
                kunci=recorded,
                diukur=Tally(people),
                indeks=Mean(index, people),
                selisih=Mean(context.as_told(index, people) - whole, people),
                simpangan_baku=None if context.is_recap else Mean(float(np.sqrt(row["ragam"])), people),
                dimensi=PoinDimensi.of(context.told(f"kelompok.{name}", str(key), row.to_dict()), people),
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
