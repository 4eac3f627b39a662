"""The index page of every report that was built, made from their JSON files alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipasn_analysis.errors import ReportError
from ipasn_analysis.files import atomic_write

NAME = "index.html"
KEYS = (
    "region",
    "kode",
    "nama",
    "tingkat",
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
    """One report: its folder relative to the index, its province (itself, of a province), and what the page needs."""

    folder: Path
    province: str | None
    result: dict[str, Any]


def entries(out: Path) -> list[Entry]:
    """Every report under `out`, newest year first, then by code of region; unreadable files are passed over."""
    found = []
    for path in sorted(out.glob("*/*/ipasn-*.json")):
        try:
            result = json.loads(path.read_text(encoding="utf-8"))
            province = (
                result["region"] if result["tingkat"] == "provinsi" else result["provenans"]["parameter"]["province"]
            )
            entry = Entry(path.parent.relative_to(out), province, {key: result[key] for key in KEYS})
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if path.stem == f"ipasn-{entry.result['region']}-{entry.result['tahun']}":
            found.append(entry)
    return sorted(found, key=lambda entry: (-entry.result["tahun"], entry.result["kode"], entry.result["region"]))


def write_index(out: Path, *, rewrite: bool = True) -> Path | None:
    """Write the index page (without `rewrite` only where it differs from what is there); None without reports."""
    found = entries(out)
    if not found:
        return None
    from ipasn_analysis.publish.index_page import page  # noqa: PLC0415

    path, content = out / NAME, page(found, out).encode()
    if rewrite or not path.is_file() or path.read_bytes() != content:
        try:
            atomic_write(path, content)
        except OSError as error:
            raise ReportError(f"{path}: cannot be written ({error.strerror or error})") from error
    return path
