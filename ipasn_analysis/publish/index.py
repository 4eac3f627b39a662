"""The index page of all built reports, made from their JSON files alone: tile maps, and a table of reports."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from ipasn_analysis.blocks.html import FILTER_FROM_ROWS
from ipasn_analysis.charts.tilemap import layout
from ipasn_analysis.errors import ReportError, cause
from ipasn_analysis.files import atomic_write
from ipasn_analysis.publish.assets import TEMPLATES, assets, template
from ipasn_analysis.publish.formats import FORMATS
from ipasn_analysis.publish.neighbours import sheets_of
from ipasn_analysis.publish.sparkline import sparkline
from ipasn_analysis.result.ranking import Petak
from ipasn_analysis.rules.instrument import CATEGORIES
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.writer import Writer

NAME = "index.html"
KEYS = (
    *("region", "kode", "nama", "tingkat", "tahun", "indeks", "kategori", "target", "perubahan", "tren"),
    *("peringkat_pemerintah", "data_contoh", "bahasa"),
)
SEARCH_FROM_ROWS = min(5, FILTER_FROM_ROWS)


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
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if path.stem == f"ipasn-{entry.result['region']}-{entry.result['tahun']}":
            found.append(entry)
    return sorted(found, key=lambda entry: (-entry.result["tahun"], entry.result["kode"], entry.result["region"]))


def write_index(out: Path, *, rewrite: bool = True) -> Path | None:
    """Write the index page (without `rewrite` only where it differs from what is there); None without reports."""
    found = entries(out)
    if not found:
        return None
    path, content = out / NAME, _page(found, out).encode()
    if rewrite or not path.is_file() or path.read_bytes() != content:
        try:
            atomic_write(path, content)
        except OSError as error:
            raise ReportError("{path}: cannot be written ({why})", path=path, why=cause(error)) from error
    return path


def _page(entries: Sequence[Entry], out: Path) -> str:
    """The page over `entries` (newest year first) in the language that most of them are in; links lead into `out`."""
    counts = Counter(entry.result["bahasa"] for entry in entries)
    w = Writer(max(LANGUAGES, key=lambda language: (counts[language], language == "id")))
    rows = [_row(entry, out, w) for entry in entries]
    return template("index.html.j2").render(
        language=w.language,
        say=w.translate,
        asset=assets(),
        style=Markup((TEMPLATES / "index.css").read_text(encoding="utf-8")),
        sample=any(entry.result["data_contoh"] for entry in entries),
        lead=_lead(entries, w),
        maps=list(_maps(entries, rows, w)),
        rows=rows,
        searchable=len(rows) >= SEARCH_FROM_ROWS,
    )


def _lead(entries: Sequence[Entry], w: Writer) -> str:
    years = sorted({entry.result["tahun"] for entry in entries})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return w(
        "{jumlah:i} laporan dari {wilayah:i} wilayah, tahun {tahun}.",
        jumlah=len(entries),
        wilayah=len({entry.result["region"] for entry in entries}),
        tahun=span,
    )


def _row(entry: Entry, out: Path, w: Writer) -> dict[str, Any]:
    result = entry.result
    stem = f"{entry.folder.as_posix()}/ipasn-{result['region']}-{result['tahun']}"
    files = [(ending, f"{stem}.{ending}") for ending in (*FORMATS, "ipynb") if (out / f"{stem}.{ending}").is_file()]
    together = sheets_of(out / entry.folder)
    sheets = [(w("Lembar"), quote(f"{entry.folder.as_posix()}/{together}"))] if together else []
    change = result["perubahan"]["selisih"] if result["perubahan"] else None
    gap = None if result["target"] is None else result["indeks"] - result["target"]
    ranked = [row for row in result["peringkat_pemerintah"] if not row["disembunyikan"]]
    alone = len(ranked) < 2
    rank = None if alone else next((row["peringkat"] for row in ranked if row["region"] == result["region"]), None)
    return {
        "name": result["nama"],
        "year": result["tahun"],
        "index": w.number(result["indeks"]),
        "sort_index": result["indeks"],
        "category": w.translate(result["kategori"]),
        "place": CATEGORIES.index(result["kategori"]),
        "rank": rank,
        "ranked": w("{peringkat} dari {jumlah}", peringkat=rank, jumlah=len(ranked)),
        "gap": w.signed(gap),
        "sort_gap": gap,
        "change": w.signed(change),
        "sort_change": change,
        "spark": sparkline([point for point in result["tren"] if point["tahun"] <= result["tahun"]], w),
        "link": quote(files[0][1]) if files else "",
        "files": [*((ending.upper(), quote(link)) for ending, link in files[1:]), *sheets],
        "language": result["bahasa"] if result["bahasa"] != w.language else "",
    }


WITHOUT_REPORT = ("region", "nama", "disembunyikan")
"""What a tile shows of a government that has no report of its own."""


def _maps(entries: Sequence[Entry], rows: Sequence[dict[str, Any]], w: Writer) -> Iterable[dict[str, Any]]:
    """A tile map for each province, of the newest year that has a report of one of its governments."""
    provinces = sorted({entry.province for entry in entries if entry.province is not None})
    for province in provinces:
        own = [(entry, row) for entry, row in zip(entries, rows, strict=True) if entry.province == province]
        governments = [pair for pair in own if pair[0].result["tingkat"] != "provinsi"]
        if not governments:
            continue
        year = max(entry.result["tahun"] for entry, _ in governments)
        name = next((entry.result["nama"] for entry, _ in own if entry.result["tingkat"] == "provinsi"), province)
        tiles = _tiles([entry for entry, _ in own if entry.result["tahun"] == year], dict(_links(governments, year)))
        columns = max(tile["column"] for tile in tiles)
        yield {"name": name, "year": year, "tiles": [_tile_text(tile, w) for tile in tiles], "columns": columns}


def _links(governments: Iterable[tuple[Entry, dict[str, Any]]], year: int) -> Iterable[tuple[str, str]]:
    for entry, row in governments:
        if entry.result["tahun"] == year:
            yield entry.result["region"], row["link"]


def _tiles(reports: Sequence[Entry], links: dict[str, str]) -> list[dict[str, Any]]:
    """Every government that a report of the year knows, at its place on the map, or below it where it has none.

    Figures stand on the tiles of those alone that have a report, and are the report's own.
    """
    known: dict[str, dict[str, Any]] = {}
    for entry in reports:
        for row in entry.result["peringkat_pemerintah"]:
            tile = None if row["petak"] is None else Petak(**row["petak"])
            known.setdefault(row["region"], {"tile": tile, **{key: row[key] for key in WITHOUT_REPORT}})
    for entry in reports:
        own = entry.result
        if own["region"] in known:
            known[own["region"]] |= {"indeks": own["indeks"], "kategori": own["kategori"]}
    ordered = sorted(known.values(), key=lambda tile: tile["region"])
    places = layout([tile["tile"] for tile in ordered])
    tiles = [
        {**tile, "column": math.ceil(column) + 1, "row": math.ceil(line) + 1, "link": links.get(tile["region"])}
        for tile, (column, line) in zip(ordered, places, strict=True)
    ]
    return sorted(tiles, key=lambda tile: (tile["row"], tile["column"]))


def _tile_text(tile: dict[str, Any], w: Writer) -> dict[str, Any]:
    """A tile with its figures as written, or why it has none."""
    if tile["link"] is None:
        reason = w("dirahasiakan") if tile["disembunyikan"] else w("belum ada laporan")
        return {**tile, "index": "", "category": reason, "place": None}
    return {
        **tile,
        "index": w.number(tile["indeks"]),
        "category": w.translate(tile["kategori"]),
        "place": CATEGORIES.index(tile["kategori"]),
    }
