"""The perangkat daerah of each person: from the profile, a mapping by hand, or the tree of units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from ipasn_analysis.records import cells
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

NEARLY_ALL = 0.75
"""The share of the units that the government holds at least; where no unit holds as many, the uppermost ones count."""
_LEVEL_MARKS = re.compile(r"^(?:[-–—]\s*)+")
"""The dashes before a name by which SIASN's list of units shows how deep it stands."""


@dataclass(frozen=True)
class Unit:
    """A unit of the tree; `parent` and `induk` are identifiers, empty where there is none."""

    name: str
    parent: str
    induk: str
    eselon: str


class Place(NamedTuple):
    """Where a person's unit stands: its perangkat daerah, and by identifier and name the unit just below that."""

    perangkat_daerah: str
    identifier: str
    unit_kerja: str


@dataclass(frozen=True)
class Units:
    """What is known of the units of a snapshot: the mapping by hand, and the tree by identifier.

    `level` tells how many levels below the government the perangkat daerah stand (None: one, where the tree itself
    does not say by INDUK UNOR ID). Identifiers and names are without regard to case; `notes` tell what stands twice.
    """

    by_id: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)
    tree: Mapping[str, Unit] = field(default_factory=dict)
    file: str = ""
    level: int | None = None
    notes: Mapping[Reason, int] = field(default_factory=dict)

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Identifiers by name, of names that one unit alone has."""
        counts = Counter(unit.name.casefold() for unit in self.tree.values())
        return {unit.name.casefold(): key for key, unit in self.tree.items() if counts[unit.name.casefold()] == 1}

    @cached_property
    def _paths(self) -> Mapping[str, list[str] | None]:
        """Of each unit: it and those above it, up to one whose parent is not known; None for a circle."""
        return {key: self._path(key) for key in self.tree}

    def _path(self, key: str) -> list[str] | None:
        path = [key]
        while (parent := self.tree[path[-1]].parent) in self.tree and parent != path[-1]:
            if parent in path:
                return None
            path.append(parent)
        return path

    @cached_property
    def _root(self) -> str:
        """The government itself: what nearly all units stand under, in the table or named by it alone; else empty."""
        under = Counter(path[-1] for path in self._paths.values() if path is not None)
        whole = under.total()
        for top, units in list(under.items()):
            parent = self.tree[top].parent
            if parent and parent not in self.tree:
                under[parent] += units
        root, units = max(sorted(under.items()), key=lambda pair: pair[1], default=("", 0))
        return root if units > NEARLY_ALL * whole else ""

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The name of each perangkat daerah by its identifier; those of one name with the name of the unit above."""
        tops = sorted({chain[0] for key in self.tree if (chain := self._below_government(key))})
        above = [self.tree[parent].name if (parent := self.tree[top].parent) in self.tree else "" for top in tops]
        return dict(zip(tops, told_apart([self.tree[top].name for top in tops], above, tops), strict=True))

    def _below_government(self, key: str) -> list[str]:
        """The perangkat daerah of a unit and those below it down to the unit itself; empty for a circle."""
        path = self._paths[key]
        if path is None:
            return []
        induk = self.tree[key].induk
        if self.level is None and induk in self.tree and induk != self._root:
            return [induk, *([*reversed(path[: path.index(induk)])] if induk in path else [key])]
        down = path[::-1]
        if down[0] == self._root and len(down) > 1:
            down = down[1:]
        return down[min(self.level or 1, len(down)) - 1 :]

    def key_of(self, identifier: str, name: str) -> str:
        """The identifier in the tree of a person's unit; empty where the tree does not have it."""
        key = identifier.casefold()
        return key if key in self.tree else self._ids.get(name.casefold(), "")

    def place_of(self, identifier: str, name: str) -> Place:
        """Where a unit stands; its perangkat daerah is empty where neither mapping nor tree has it.

        In the tree the perangkat daerah is the unit's INDUK UNOR ID, else the unit just below the government.
        """
        mapped = self.by_id.get(identifier.casefold()) or self.by_name.get(name.casefold()) or ""
        key = self.key_of(identifier, name)
        chain = self._below_government(key) if key else []
        if not chain:
            return Place(mapped, identifier, name)
        nearest = chain[min(1, len(chain) - 1)]
        return Place(mapped or self._names[chain[0]], nearest, self.tree[nearest].name)

    def faults(self) -> Iterator[tuple[Kind, int]]:
        """How many units stand under none though they are not the government, and how many in a circle."""
        tops = [key for key, path in self._paths.items() if path is not None and len(path) == 1]
        alone = [key for key in tops if self._root and self._root not in (key, self.tree[key].parent)]
        yield Kind.UNIT_WITHOUT_PARENT, len(alone)
        yield Kind.UNIT_IN_CIRCLE, sum(path is None for path in self._paths.values())


def told_apart(names: Sequence[str], above: Sequence[str], identities: Sequence[str]) -> list[str]:
    """Names of units; where several have one name, with the unit above it, and with a number where that is the same."""
    several = Counter(name for name, _ in set(zip(names, identities, strict=True)))
    same: dict[tuple[str, str], dict[str, int]] = {}
    result = []
    for name, parent, identity in zip(names, above, identities, strict=True):
        known = same.setdefault((name, parent), {})
        number = known.setdefault(identity, len(known) + 1)
        whole = f"{name} – {parent}" if several[name] > 1 and parent and parent != name else name
        result.append(whole if number == 1 or not name else f"{whole} ({number})")
    return result


def read_units(raw: Mapping[str, RawTable], level: int | None = None) -> Units:
    """What the tables `unor` and `pemetaan_unor` of a snapshot say, with the `level` of perangkat daerah."""
    mapping, tree = raw.get("pemetaan_unor"), raw.get("unor")
    by_id: dict[str, str] = {}
    by_name: dict[str, str] = {}
    units: dict[str, Unit] = {}
    notes: Counter[Reason] = Counter()
    if mapping is not None:
        for identifier, name, target in zip(*_texts(mapping, "UNOR ID", "UNOR NAMA", "PERANGKAT DAERAH"), strict=True):
            if target and (identifier or name):
                known, key = (by_id, identifier) if identifier else (by_name, name)
                if known.setdefault(key.casefold(), target) != target:
                    notes[Reason(Kind.UNIT_TWICE, mapping.file)] += 1
    if tree is not None:
        columns = _texts(tree, "ID", "NAMA UNOR", "DIATASAN ID", "INDUK UNOR ID", "ESELON ID")
        for identifier, name, parent, induk, eselon in zip(*columns, strict=True):
            if identifier and name:
                bare = _LEVEL_MARKS.sub("", name)
                unit = Unit(bare, parent.casefold(), induk.casefold(), cells.eselon(eselon))
                if units.setdefault(identifier.casefold(), unit) != unit:
                    notes[Reason(Kind.UNIT_TWICE, tree.file)] += 1
    return Units(by_id, by_name, units, tree.file if tree is not None else "", level, notes)


def _texts(table: RawTable, *columns: str) -> list[list[str]]:
    empty = pa.array([""] * table.rows, pa.string())
    return [
        cells.names(cells.without_apostrophe(table.columns[name])).to_pylist() if table.has(name) else empty.to_pylist()
        for name in columns
    ]


def assigned(
    units: Units, induk: pd.Categorical, unor: pd.Categorical, identifiers: pd.Categorical, table: RawTable
) -> tuple[pd.Categorical, pd.Categorical, Counter[Reason]]:
    """The perangkat daerah and the unit kerja of each person, and notes: units that are leaves, and faults of the tree.

    UNOR INDUK NAMA goes first, then the mapping and the tree, else UNOR NAMA. The unit kerja stands just below the
    perangkat daerah in the tree; without one it is UNOR NAMA. Units of one name are told apart (`told_apart`).
    """
    notes: Counter[Reason] = Counter(dict(units.notes))
    if units.tree:
        notes.update({Reason(kind, units.file): count for kind, count in units.faults() if count})
    columns = (induk, unor, identifiers)
    shape = tuple(len(column.categories) for column in columns)
    if not len(induk):
        return induk, unor, notes
    distinct, inverse = np.unique(np.ravel_multi_index([one.codes for one in columns], shape), return_inverse=True)
    known = [
        column.categories.to_numpy(dtype=object)[codes].tolist()
        for column, codes in zip(columns, np.unravel_index(distinct, shape), strict=True)
    ]
    places = [units.place_of(key, leaf) for _, leaf, key in zip(*known, strict=True)]
    names = [parent or place.perangkat_daerah for parent, place in zip(known[0], places, strict=True)]
    is_leaf = np.array([not name for name in names])
    at_leaves = np.flatnonzero(is_leaf).tolist()
    leaf, identifier = ([known[column][at] for at in at_leaves] for column in (1, 2))
    leaves = iter(told_apart(leaf, [""] * len(leaf), identifier))
    names = [name or next(leaves) for name in names]
    of_units = told_apart(
        [place.unit_kerja for place in places],
        names,
        [f"{name}\n{place.identifier or place.unit_kerja}" for name, place in zip(names, places, strict=True)],
    )
    if is_leaf.all():
        column, *above = table.spec.units
        values = {"kolom": column, "unit": str(len(set(names))), "induk": above[0] if above else "profil"}
        notes[Reason(Kind.UNITS_ARE_LEAVES, table.file, **values)] = len(inverse)
    elif is_leaf.any() and not units.tree:
        notes[Reason(Kind.UNIT_IS_LEAF, table.file)] = int(is_leaf[inverse].sum())
    elif is_leaf.any():
        notes[Reason(Kind.UNIT_UNKNOWN, units.file)] = int(is_leaf[inverse].sum())
    return _spread(names, inverse), _spread(of_units, inverse), notes


def _spread(names: Sequence[str], places: np.ndarray) -> pd.Categorical:
    """The name at each place as a categorical."""
    codes, known = pd.factorize(np.array(names, dtype=object))
    return pd.Categorical.from_codes(codes[places], categories=pd.Index(known, dtype="str"))
