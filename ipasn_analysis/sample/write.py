"""Writes columns of text as CSV, and puts finished folders in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.files import temporary_folder

Columns = dict[str, np.ndarray]
"""A table as object arrays of text, all of one length; headers that are not in it are empty columns."""


def write_csv(path: Path, header: Sequence[str], columns: Mapping[str, np.ndarray], separator: str = ",") -> None:
    """Writes a table in UTF-8 with LF; no cell is quoted, so none may hold the separator, a quote or a line end."""
    cells: list[pa.Array | pa.Scalar] = []
    empty = 0
    for name in header:
        if name in columns:
            if empty or cells:
                cells.append(pa.scalar(separator * (empty + bool(cells)), pa.large_string()))
            cells.append(pa.array(columns[name], pa.large_string()))
            empty = 0
        else:
            empty += 1
    cells.append(pa.scalar(separator * empty + "\n", pa.large_string()))
    lines = pc.binary_join_element_wise(*cells, pa.scalar("", pa.large_string()))
    with path.open("wb") as file:
        file.write((separator.join(header) + "\n").encode())
        if len(lines):
            _, offsets, content = lines.buffers()
            file.write(content.slice(0, int(np.frombuffer(offsets, dtype=np.int64)[len(lines)])))


def rows_taken(columns: Columns, rows: np.ndarray) -> Columns:
    """The table of those rows, by positions or by a mask."""
    return {name: cells[rows] for name, cells in columns.items()}


def rows_joined(*tables: Columns) -> Columns:
    """Tables with the same columns, one below the other."""
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends well, and is removed when it does not.

    Folders of the same names within an existing `target` are replaced one by one; others stay as they are.
    """
    with temporary_folder(f".{target.name}-", target.parent) as holder:
        folder = holder / target.name
        folder.mkdir()
        yield folder
        if not target.exists():
            folder.rename(target)
        else:
            for part in sorted(folder.iterdir()):
                if (target / part.name).exists():
                    (target / part.name).rename(holder / f"old-{part.name}")
                part.rename(target / part.name)
