"""What was published of a region, date by date, so that a later report tells nothing together with an earlier one.

One file for each region and date, of JSON lines, readable by its owner alone: who was there and had which points, as
digests under the key; each set of people with the figures told of it; what was hidden. A report that is computed leaves
a draft, which counts once the report is delivered. A file that is damaged counts as absent, and that is said.
"""

from __future__ import annotations

import base64
import datetime
import json
import logging
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ipasn_analysis.disclosure.cells import Cell, CellName
from ipasn_analysis.disclosure.persons import Issued, Persons
from ipasn_analysis.files import atomic_write
from ipasn_analysis.statistics.typing import IntArray

logger = logging.getLogger(__name__)

_DAMAGED = (ValueError, LookupError, TypeError, RecursionError, zlib.error)
"""What reading a file of any content raises."""


@dataclass(frozen=True)
class Ledger:
    """The files of one region in a `folder`."""

    folder: Path

    def issued(self, but: datetime.date) -> list[Issued]:
        """What was published at other dates than that of the report in hand, in their order."""
        found = []
        for path in sorted(self.folder.glob("*.jsonl")):
            if path.stem != but.isoformat():
                try:
                    found.append(_issued(path))
                except (OSError, *_DAMAGED):
                    logger.warning("%s: is damaged and counts as absent: what was published then is not known", path)
        return found

    def draft(self, issued: Issued) -> None:
        """Note what a report would publish."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in _lines(issued))
        atomic_write(self._draft(issued.persons.date.year), content.encode(), mode=0o600)

    def adopt(self, year: int) -> None:
        """Count the draft of a year's report as published, now that it is; nothing where there is none."""
        draft = self._draft(year)
        try:
            with draft.open(encoding="utf-8") as file:
                date = datetime.date.fromisoformat(json.loads(file.readline())["tanggal"])
            draft.replace(self.folder / f"{date.isoformat()}.jsonl")
        except FileNotFoundError:
            return
        except _DAMAGED:
            logger.warning("%s: is damaged and counts as absent: what is published now is not noted", draft)

    def _draft(self, year: int) -> Path:
        return self.folder / f"{year}.draft"


def _lines(issued: Issued) -> Iterator[dict[str, Any]]:
    sets: dict[bytes, list[Cell]] = defaultdict(list)
    for cell in issued.cells:
        sets[cell.people.tobytes()].append(cell)
    persons = issued.persons
    yield {
        "tanggal": persons.date.isoformat(),
        "himpunan": len(sets),
        "orang": _packed(persons.ids),
        "tanda": {figure: _packed(marks) for figure, marks in persons.marks.items()},
        "disembunyikan": sorted(issued.hidden),
    }
    for cells in sets.values():
        told = [[*cell.name, cell.value, cell.step] for cell in cells]
        yield {"orang": _packed(np.diff(cells[0].people, prepend=0)), "angka": told}


def _issued(path: Path) -> Issued:
    head, *sets = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    date, ids = datetime.date.fromisoformat(head["tanggal"]), _unpacked(head["orang"])
    if len(sets) != head["himpunan"] or date.isoformat() != path.stem:
        raise ValueError("not whole")
    marks = {figure: _unpacked(text) for figure, text in head["tanda"].items()}
    cells = []
    for line in sets:
        people = np.cumsum(_unpacked(line["orang"]))
        if len(people) and not 0 <= people[0] <= people[-1] < len(ids):
            raise ValueError("not of these people")
        cells += [
            Cell(CellName(table, part, figure), date, people, float(value), float(step))
            for table, part, figure, value, step in line["angka"]
        ]
    posts = np.full(len(ids), "", dtype=object)
    hidden = frozenset(CellName(*name) for name in head["disembunyikan"])
    return Issued(Persons(date, ids, marks, posts), tuple(cells), hidden)


def _packed(numbers: IntArray) -> str:
    return base64.b85encode(zlib.compress(numbers.astype("<i8").tobytes())).decode("ascii")


def _unpacked(text: str) -> IntArray:
    return np.frombuffer(zlib.decompress(base64.b85decode(text)), dtype="<i8").astype(np.int64)
