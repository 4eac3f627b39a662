"""The perangkat daerah of each person: from the profile, a mapping by hand, or the tree of units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from ipasn_analysis.records import cells
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

_LEVEL_MARKS = re.compile(r"^(?:[-–—]\s*)+")
"""The dashes before a name by which SIASN's list of units shows how deep it stands."""


@dataclass(frozen=True)
class Unit:
    """A unit of the tree; `parent` and `induk` are identifiers, empty where there is none."""

    name: str
    parent: str
    induk: str
    eselon: str


@dataclass(frozen=True)
class Units:
    """What is known of the units of a snapshot: the mapping by hand, and the tree by identifier."""

    by_id: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)
    tree: Mapping[str, Unit] = field(default_factory=dict)
    file: str = ""

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Identifiers by name, of names that one unit alone has."""
        counts = Counter(unit.name.casefold() for unit in self.tree.values())
        return {unit.name.casefold(): key for key, unit in self.tree.items() if counts[unit.name.casefold()] == 1}

    @cached_property
    def _root(self) -> str:
        """The unit without a parent under which most others stand: the government itself."""
        tops = Counter(path[-1] for key in self.tree if (path := self._path(key)) is not None)
        return max(sorted(tops), key=lambda key: tops[key], default="")

    def _path(self, key: str) -> list[str] | None:
        """The unit and those above it, up to one whose parent is not known; None for a circle."""
        path = [key]
        while (parent := self.tree[path[-1]].parent) in self.tree and parent != path[-1]:
            if parent in path:
                return None
            path.append(parent)
        return path

    def key_of(self, identifier: str, name: str) -> str:
        """The identifier in the tree of a person's unit; empty where the tree does not have it."""
        return identifier if identifier in self.tree else self._ids.get(name.casefold(), "")

    def perangkat_daerah(self, identifier: str, name: str) -> str:
        """The name of the perangkat daerah that a unit belongs to; empty where neither mapping nor tree has it.

        In the tree: the unit's INDUK UNOR ID, else the unit just below the government.
        """
        mapped = self.by_id.get(identifier) or self.by_name.get(name.casefold())
        key = self.key_of(identifier, name)
        if mapped or not key:
            return mapped or ""
        induk = self.tree[key].induk
        if induk in self.tree and induk != self._root:
            return self.tree[induk].name
        path = self._path(key)
        if path is None:
            return ""
        return self.tree[path[-2] if len(path) > 1 and path[-1] == self._root else path[-1]].name

    def faults(self) -> Iterator[tuple[Kind, int]]:
        """How many units stand under none though they are not the government, and how many in a circle."""
        paths = {key: self._path(key) for key in self.tree}
        alone = sum(path is not None and len(path) == 1 and key != self._root for key, path in paths.items())
        yield Kind.UNIT_WITHOUT_PARENT, alone
        yield Kind.UNIT_IN_CIRCLE, sum(path is None for path in paths.values())


def read_units(raw: Mapping[str, RawTable]) -> Units:
    """What the tables `unor` and `pemetaan_unor` of a snapshot say."""
    mapping, tree = raw.get("pemetaan_unor"), raw.get("unor")
    by_id: dict[str, str] = {}
    by_name: dict[str, str] = {}
    if mapping is not None:
        for identifier, name, target in zip(*_texts(mapping, "UNOR ID", "UNOR NAMA", "PERANGKAT DAERAH"), strict=True):
            if target and identifier:
                by_id[identifier] = target
            elif target and name:
                by_name[name.casefold()] = target
    units = {}
    if tree is not None:
        columns = _texts(tree, "ID", "NAMA UNOR", "DIATASAN ID", "INDUK UNOR ID", "ESELON ID")
        for identifier, name, parent, induk, eselon in zip(*columns, strict=True):
            if identifier and name:
                units[identifier] = Unit(_LEVEL_MARKS.sub("", name), parent, induk, eselon)
    return Units(by_id, by_name, units, tree.file if tree is not None else "")


def _texts(table: RawTable, *columns: str) -> list[list[str]]:
    empty = pa.array([""] * table.rows, pa.string())
    return [
        cells.names(cells.without_apostrophe(table.columns[name])).to_pylist() if table.has(name) else empty.to_pylist()
        for name in columns
    ]


def assigned(
    units: Units, induk: pd.Categorical, unor: pd.Categorical, identifiers: pd.Categorical, file: str
) -> tuple[pd.Categorical, Counter[Reason]]:
    """The perangkat daerah of each person, and notes: units that are leaves, and faults of the tree.

    UNOR INDUK NAMA goes first, then the mapping and the tree, else UNOR NAMA; leaves of one name and several
    identifiers are told apart by a number.
    """
    notes: Counter[Reason] = Counter()
    if units.tree:
        notes.update({Reason(kind, units.file): count for kind, count in units.faults() if count})
    codes = np.column_stack([induk.codes, unor.codes, identifiers.codes])
    if not len(codes) or (induk != "").all():
        return induk, notes
    distinct, inverse = np.unique(codes, axis=0, return_inverse=True)
    known = [column.categories.tolist() for column in (induk, unor, identifiers)]
    names: list[str] = []
    leaves: dict[str, list[str]] = {}
    is_leaf = np.zeros(len(distinct), dtype=bool)
    for place, row in enumerate(distinct):
        parent, leaf, key = (labels[code] for labels, code in zip(known, row, strict=True))
        name = parent or units.perangkat_daerah(key, leaf)
        is_leaf[place] = not name
        names.append(name or _leaf_name(leaf, key, leaves))
    if is_leaf.all():
        notes[Reason(Kind.UNITS_ARE_LEAVES, file, unit=str(len(set(names))))] = len(codes)
    elif is_leaf.any() and not units.tree:
        notes[Reason(Kind.UNIT_IS_LEAF, file)] = int(is_leaf[inverse.ravel()].sum())
    elif is_leaf.any():
        notes[Reason(Kind.UNIT_UNKNOWN, units.file)] = int(is_leaf[inverse.ravel()].sum())
    return cells.categories(pa.array(np.array(names, dtype=object)[inverse.ravel()], pa.string())), notes


def _leaf_name(leaf: str, key: str, leaves: dict[str, list[str]]) -> str:
    """The name of a leaf; with a number where the same name has stood for another identifier (`leaves`, in place)."""
    same = leaves.setdefault(leaf, [])
    if key not in same:
        same.append(key)
    number = same.index(key) + 1
    return leaf if number == 1 or not leaf else f"{leaf} ({number})"
