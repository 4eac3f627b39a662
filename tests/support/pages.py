"""Governments that strain a page, and what stands on the pages of a built report: text, headings, tables, ink."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from bs4 import BeautifulSoup

from support import snapshots
from support.ready_scores import write_ready

CUT_OFFS = ("2024-12-31", "2025-12-23")
LONG_NAME = "Dinas Pengendalian Penduduk, Keluarga Berencana, dan Pemberdayaan Perempuan "
UNBROKEN = ("Kesekretariatan" * 6)[:77]


def long_names(count: int) -> list[str]:
    """Names of 80 characters: two thirds in capitals as the exports have them, one without a blank."""
    names = [f"{LONG_NAME}{number:04d}" for number in range(1, count + 1)]
    return [f"{UNBROKEN}007", *(name.upper() if number % 3 else name for number, name in enumerate(names[1:], 1))]


def write_records(data: Path, region: str, dates: Sequence[str], units: Sequence[str], people: int) -> None:
    """Snapshots of raw records with so many people in every unit."""
    for date in dates:
        draw = random.Random(f"{region} {date}")
        year = int(date[:4])
        tables: dict[str, list[snapshots.Row]] = {"profil": [], "rw_kursus": [], "rw_skp22": []}
        for number in range(len(units) * people):
            born = f"19{65 + number % 34}{1 + number % 12:02d}{1 + number % 28:02d}"
            nip = f"{born}2010{1 + number // 999:02d}{1 + number % 2}{number % 999:03d}"
            cells = {
                "UNOR_INDUK_NAMA": units[number // people],
                "JENIS_JABATAN_ID": draw.choice("1224"),
                "TINGKAT_PENDIDIKAN_ID": draw.choice(("15", "30", "40", "40", "45")),
                "ESELON_ID": draw.choice(("31", "41")),
                "GOL_AKHIR_ID": draw.choice(("31", "32", "41")),
            }
            tables["profil"].append(snapshots.person(nip, NAMA=f"Orang {number}", **cells))
            for kind, share in (("3", 0.6), ("9", 0.5), ("2", 0.3)):
                if draw.random() < share:
                    tables["rw_kursus"].append(snapshots.course(nip, kind, f"01-02-{year}", "25"))
            rating = (nip, str(year - 1), draw.choice(("Sangat Baik", "Baik", "Baik")))
            tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], rating, strict=True)))
        snapshots.write(data, tables, cut_off=date, region=region)


def write_extremes(data: Path) -> None:
    """120 units with long names, three units of one year, one unit that holds everybody."""
    write_records(data, "banjar", CUT_OFFS, long_names(120), 12)
    write_ready(data, "balangan", CUT_OFFS[1:], people=90, units=tuple(long_names(3)))
    write_records(data, "tabalong", CUT_OFFS, ["Sekretariat Daerah"], 60)


# Reading ------------------------------------------------------------------------------------------------------------

MM = 72 / 25.4
MARGIN, HEAD, FOOT = 19 * MM, 21 * MM, 17 * MM
"""Points at the sides, above and below that hold nothing but the running head and the page number."""
DESCENT = 3.0
"""Points by which letters of the last line reach below it."""
TOUCH = 1.0
"""Points by which letters of one word lie over each other without harm."""


def flat(text: str) -> str:
    """Text without blanks and without what a broken word ends with."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]+", "", text)


@dataclass(frozen=True)
class Sheet:
    """A printed page: its size in points, the boxes of its text (left, bottom, right, top), the text, and its ink."""

    width: float
    height: float
    boxes: np.ndarray
    words: list[str]
    text: str
    ink: np.ndarray

    @property
    def in_body(self) -> np.ndarray:
        """Which boxes stand between the running head and the foot."""
        return (self.boxes[:, 3] < self.height - HEAD + 2) & (self.boxes[:, 1] > FOOT - DESCENT)

    @property
    def last_line(self) -> str:
        """The lowest line of the body."""
        body = self.boxes[self.in_body]
        lowest = self.in_body & (self.boxes[:, 1] < body[:, 1].min() + 3)
        return "".join(self.words[place] for place in np.flatnonzero(lowest))

    @property
    def filled(self) -> float:
        """How far down the body of the page reaches what stands on it, from 0 to 1."""
        body = self.ink[round(HEAD) : round(self.height - FOOT)]
        return float(np.flatnonzero((body < 245).any(axis=1)).max(initial=-1) + 1) / len(body)

    def overlaps(self) -> list[tuple[str, str]]:
        """Pairs of texts that lie over each other."""
        left, bottom, right, top = self.boxes.T
        across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
        upright = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
        pairs = np.argwhere(np.triu((across > TOUCH) & (upright > TOUCH), 1))
        return [(self.words[one], self.words[other]) for one, other in pairs]

    def ink_outside(self) -> list[str]:
        """The edges of the paper that something is printed on: text, line or picture."""
        side, head, foot = round(MARGIN - 2), round(11 * MM), round(9 * MM)
        edges = {
            "left": self.ink[:, :side],
            "right": self.ink[:, -side:],
            "top": self.ink[:head],
            "bottom": self.ink[-foot:],
        }
        return [name for name, edge in edges.items() if edge.min() < 250]


def sheets(path: Path) -> list[Sheet]:
    """The pages of a PDF."""
    return [_sheet(page) for page in pypdfium2.PdfDocument(path)]


def _sheet(page: Any) -> Sheet:
    layer = page.get_textpage()
    boxes = [layer.get_rect(number) for number in range(layer.count_rects())]
    words = [layer.get_text_bounded(*box) for box in boxes]
    ink = page.render(scale=1, grayscale=True).to_numpy()
    return Sheet(*page.get_size(), np.array(boxes), words, layer.get_text_range(), ink.reshape(ink.shape[:2]))


def headings(path: Path) -> list[tuple[str, int, float]]:
    """The headings of a PDF, with the page and the height at which each begins."""
    entries = [(entry.get_title(), entry.get_dest()) for entry in pypdfium2.PdfDocument(path).get_toc()]
    return [(title, place.get_index(), place.get_view()[1][1]) for title, place in entries]


def heads(page: Path) -> dict[str, list[str]]:
    """The heads of the tables of an HTML page that name their source, by titles that no other table has."""
    found: dict[str, list[str]] = {}
    twice = set()
    for table in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("main table"):
        caption, around = table.find("caption"), table.find_parent(class_="table")
        if caption is not None and around is not None and around.select_one(".source"):
            title = caption.get_text()
            twice |= {title} & set(found)
            found[title] = [cell.get_text() for cell in table.select("thead th")]
    return {title: head for title, head in found.items() if title not in twice}


def spread(printed: Sequence[Sheet], title: str) -> list[int]:
    """The pages over which the table with this title stands, from its title to its source."""
    start = next(number for number, sheet in enumerate(printed) if number and flat(title) in flat(sheet.text))
    after = flat(printed[start].text).split(flat(title), 1)[1]
    pages = [start]
    while "Sumber:" not in after:
        pages.append(pages[-1] + 1)
        after = flat(printed[pages[-1]].text)
    return pages


CUT_LABELS = """() => [...document.querySelectorAll('.chart svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map((text) => text.textContent);
})"""
"""Run in a page: the texts of charts that stand out of their picture."""

SMALL_LABELS = """() => [...document.querySelectorAll('.chart:not(#grafik-peta-petak) svg text')].map((text) => {
  const svg = text.closest('svg');
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale];
}).filter(([, size]) => size < 8.4)"""
"""Run in a page: the texts of charts below 8.4 pixels, with their size; tiles of a map hold what fits."""
