"""The index page of every report that was built, made from their JSON files alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipasn_analysis.reporting.files import write_whole

NAME = "index.html"
KEYS = (
    "region",
    "kode",
    "nama",
    "tahun",
    "indeks",
    "kategori",
    "perubahan",
    "tren",
    "peringkat_pemerintah",
    "data_contoh",
    "bahasa",
)


@dataclass(frozen=True)
class Entry:
    """One report: its folder relative to the index, and its result."""

    folder: Path
    result: dict[str, Any]


def entries(out: Path) -> list[Entry]:
    """Every report under `out`, newest year first, then by code of region; unreadable files are passed over."""
    found = []
    for path in sorted(out.glob("*/*/ipasn-*.json")):
        if path.parent.name.startswith("."):  # in the making
            continue
        try:
            result = json.loads(path.read_text(encoding="utf-8"))
            found.append(Entry(path.parent.relative_to(out), {key: result[key] for key in KEYS}))
        except (OSError, ValueError, KeyError):
            continue
    return sorted(found, key=lambda entry: (-entry.result["tahun"], entry.result["kode"], entry.result["region"]))


def write_index(out: Path) -> Path | None:
    """Write the index page; None when there is no report to show."""
    found = entries(out)
    if not found:
        return None
    from ipasn_analysis.reporting.index_page import page  # noqa: PLC0415

    path, content = out / NAME, page(found, out).encode()
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)
    return path
