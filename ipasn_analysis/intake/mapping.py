"""A skeleton of `pemetaan_unor`: every unit with the perangkat daerah that its name holds, to be completed by hand."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

import pyarrow as pa

from ipasn_analysis.records import cells
from ipasn_analysis.sources.tables import RawTable

HEADERS = ("UNOR ID", "UNOR NAMA", "PERANGKAT DAERAH", "PEGAWAI")
_HEADS = (
    *("DINAS", "BADAN", "INSPEKTORAT", "KECAMATAN", "SATUAN POLISI PAMONG PRAJA"),
    *("SEKRETARIAT DAERAH", "SEKRETARIAT DPRD", "SEKRETARIAT DEWAN PERWAKILAN RAKYAT DAERAH"),
)
"""How the names of perangkat daerah begin."""


class Row(NamedTuple):
    """A unit: identifier and name as in the profile, the perangkat daerah (empty where unknown), people."""

    identifier: str
    name: str
    guess: str
    people: int


def skeleton(people: RawTable) -> list[Row]:
    """Every unit of a profile or of ready scores, by name."""
    units = Counter(zip(_texts(people, "UNOR ID"), _texts(people, people.spec.units[0]), strict=True))
    units = Counter({unit: people for unit, people in units.items() if unit[1]})
    known = {name for _, name in units if _is_whole(name)}
    rows = [Row(identifier, name, guess(name, known), count) for (identifier, name), count in units.items()]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.identifier))


def guess(name: str, known: Collection[str]) -> str:
    """The longest name of `known` that ends the name of a unit, or is it; empty where there is none."""
    folded = name.casefold()
    fitting = [one for one in known if folded == one.casefold() or folded.endswith(f" {one.casefold()}")]
    return max(fitting, key=len, default="")


def content(rows: list[Row]) -> bytes:
    """The skeleton as a CSV file that a double click opens in Excel with its columns apart."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _is_whole(name: str) -> bool:
    """Whether a name is that of a perangkat daerah and not of a part of one."""
    return any(name.upper() == head or name.upper().startswith(f"{head} ") for head in _HEADS)


def _texts(table: RawTable, column: str) -> list[str]:
    if not table.has(column):
        return [""] * table.rows
    texts: list[str] = cells.names(cells.without_apostrophe(table.columns[column])).cast(pa.string()).to_pylist()
    return texts
