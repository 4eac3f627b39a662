"""The HTML of the index page: tile map of the newest year, and a table of every report with its trend line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from ipasn_analysis import params
from ipasn_analysis.instruments.model import CATEGORIES
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.words import say
from ipasn_analysis.reporting.html_exporter import TEMPLATES, assets
from ipasn_analysis.reporting.index import Entry

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 104.0, 26.0, 4.0
FORMATS = ("pdf", "xlsx", "json", "ipynb")


def page(entries: Sequence[Entry], out: Path) -> str:
    """The page over `entries` (newest year first); links lead to files under `out`."""
    locale = Locale(entries[0].result["bahasa"])
    rows = [_row(entry, out, locale) for entry in entries]
    newest = entries[0].result["tahun"]
    tiles, columns = _tiles([(e, row) for e, row in zip(entries, rows, strict=True) if e.result["tahun"] == newest])
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=False)
    return environment.get_template("index.html.j2").render(
        language=locale.language,
        say=locale.translate,
        asset=assets(),
        style=Markup((TEMPLATES / "index.css").read_text(encoding="utf-8")),
        sample=any(entry.result["data_contoh"] for entry in entries),
        lead=_lead(entries, locale),
        year=newest,
        tiles=tiles,
        columns=columns,
        rows=rows,
    )


def _lead(entries: Sequence[Entry], locale: Locale) -> str:
    years = sorted({entry.result["tahun"] for entry in entries})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return say(
        locale,
        "{jumlah} laporan dari {wilayah} wilayah, tahun {tahun}.",
        jumlah=locale.integer(len(entries)),
        wilayah=locale.integer(len({entry.result["region"] for entry in entries})),
        tahun=span,
    )


def _row(entry: Entry, out: Path, locale: Locale) -> dict[str, Any]:
    result = entry.result
    stem = f"{entry.folder.as_posix()}/ipasn-{result['region']}-{result['tahun']}"
    change = result["perubahan"]["selisih"] if result["perubahan"] else None
    files = [(ending, f"{stem}.{ending}") for ending in FORMATS if (out / f"{stem}.{ending}").is_file()]
    return {
        "name": result["nama"],
        "year": result["tahun"],
        "index": locale.number(result["indeks"]),
        "sort_index": result["indeks"],
        "category": locale.translate(result["kategori"]),
        "place": CATEGORIES.index(result["kategori"]),
        "rank": _rank(result),
        "change": locale.signed(change),
        "sort_change": "" if change is None else change,
        "spark": _spark(result["tren"], locale),
        "link": quote(f"{stem}.html" if (out / f"{stem}.html").is_file() else f"{stem}.json"),
        "files": [(ending.upper(), quote(link)) for ending, link in files],
    }


def _rank(result: dict[str, Any]) -> int | None:
    rows = result["peringkat_pemerintah"]
    return next((row["peringkat"] for row in rows if row["region"] == result["region"]), None)


def _spark(trend: Sequence[dict[str, Any]], locale: Locale) -> Markup:
    """A small line of the last snapshot of each year, broken where the instrument changes."""
    last = {point["tahun"]: point for point in trend if point["indeks"] is not None}
    points = [last[year] for year in sorted(last)]
    if len(points) < 2:
        return Markup("–")
    low = min(point["indeks"] for point in points)
    high = max(point["indeks"] for point in points)
    scale = (SPARK_HEIGHT - 2 * SPARK_MARGIN) / ((high - low) or 1.0)
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / (len(points) - 1)
    runs: list[list[str]] = []
    for place, point in enumerate(points):
        x, y = SPARK_MARGIN + place * step, SPARK_HEIGHT - SPARK_MARGIN - (point["indeks"] - low) * scale
        if not runs or points[place - 1]["instrumen"] != point["instrumen"]:
            runs.append([])
        runs[-1].append(f"{x:.1f},{y:.1f}")
    lines = "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs)
    end_x, end_y = runs[-1][-1].split(",")
    text = "; ".join(f"{point['tahun']}: {locale.number(point['indeks'])}" for point in points)
    return Markup(
        f'<svg class="spark" viewBox="0 0 {SPARK_WIDTH:g} {SPARK_HEIGHT:g}" role="img" aria-label="{escape(text)}">'
        f'{lines}<circle cx="{end_x}" cy="{end_y}" r="2.5"/></svg>'
    )


def _tiles(rows: Sequence[tuple[Entry, dict[str, Any]]]) -> tuple[list[dict[str, Any]], int]:
    """The governments that have a place on the tile map, and its number of columns."""
    tiles = []
    for entry, row in rows:
        place = _place(entry.result["region"])
        if place is not None:
            tiles.append({**row, "row": place.row + 1, "column": place.column + 1})
    tiles.sort(key=lambda tile: (tile["row"], tile["column"]))
    return tiles, max((tile["column"] for tile in tiles), default=1)


def _place(region: str) -> params.Tile | None:
    return params.load(region).tile if region in params.regions() else None
