"""What a reader finds in a built HTML or PDF, and the figures of the JSON as they must be written there.

Written a second time, without the program's own formatting, so that a report is held to its JSON by another hand.
"""

from __future__ import annotations

import ast
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from support.commands import ROOT

WORDS = {
    **{"sangat tinggi": "very high", "tinggi": "high", "sedang": "moderate", "rendah": "low"},
    **{"sangat rendah": "very low", "ya": "yes", "tidak": "no", "hingga": "to"},
}
MISSING, WITHHELD = "", "r"
"""What stands for a figure that is not there, and for one that is not published: the JSON has null for both."""
MONTHS = {
    "id": "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
TOKEN = re.compile(r"(?<![\w.,])[+−]?\d+(?:[.,]\d+)*")
"""A figure in running text, not a part of a word such as `perban8_2019`."""


def number(value: float, places: int, language: str, factor: int = 1) -> str:
    """A figure rounded half up, with the signs of the language and a true minus."""
    exact = (Decimal(repr(value)) if isinstance(value, float) else Decimal(value)) * factor
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    if language == "id":
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return ("−" if rounded < 0 else "") + text


def written(value: Any, kind: dict[str, Any], language: str) -> str:
    """A cell of a table as its kind is written."""
    if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    places, name = kind["desimal"], kind["jenis"]
    if name in ("text", "category", "boolean", "date"):
        return word(value, name, language)
    if name == "number" and places >= 3 and 0 <= value < 10.0**-places:
        return f"< {number(10.0**-places, places, language)}"  # a p-value is never nothing
    text = number(value, places, language, 100 if name == "share" else 1)
    if name == "signed" and value > 0 and re.search("[1-9]", text):
        return f"+{text}"
    return f"{text}%" if name in ("percent", "share") else text


def word(value: Any, name: str, language: str) -> str:
    """A cell that is no figure."""
    if name == "date":
        year, month, day = str(value)[:10].split("-")
        return f"{int(day)} {MONTHS[language].split('|')[int(month) - 1]} {year}"
    text = ("ya" if value else "tidak") if name == "boolean" else str(value)
    return WORDS.get(text, text) if language == "en" and name != "text" else text


def bare(text: str, language: str) -> str:
    """`text` without the zeros that end its decimals: figures on a coarser grid are written with fewer."""
    mark = "," if language == "id" else "."
    return re.sub(rf"{re.escape(mark)}(\d*?)0+(?!\d)", lambda found: f"{mark}{found[1]}" if found[1] else "", text)


def table_cells(table: dict[str, Any], language: str) -> list[list[str]]:
    """The cells of a table of the JSON as a reader must find them; the ends of an interval stand in one."""
    rows = []
    for row in table["baris"]:
        cells, position = [], 0
        while position < len(row):
            kind = table["format"][position]
            if table["kolom"][position].endswith(" ↓"):
                low, high = (written(row[place], kind, language) for place in (position, position + 1))
                word = f" {'to' if language == 'en' else 'hingga'} " if "−" in low + high else "–"
                cells.append(MISSING if MISSING in (low, high) else f"{low}{word}{high}")
                position += 2
            else:
                cells.append(written(row[position], kind, language))
                position += 1
        rows.append(cells)
    return rows


def soup_of(path: Path) -> Tag:
    """The main part of a page, without charts."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    main = page.find("main")
    assert isinstance(main, Tag)
    for picture in main.find_all(["svg", "script", "style"]):
        picture.decompose()
    return main


def html_tables(main: Tag) -> dict[str, list[list[str]]]:
    """The tables of a page by their titles."""
    found = {}
    for table in main.find_all("table"):
        for mark in table.select(".hidden-mark"):
            mark.decompose()
        caption = table.find("caption")
        if caption is None:
            continue
        texts = [[_words(cell.get_text()) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
        rows = [[MISSING if text == WITHHELD else text for text in row] for row in texts]
        found[_words(caption.get_text())] = rows
    return found


def sentences(main: Tag) -> list[str]:
    """The running text of a page: paragraphs, items of lists, figures at a glance."""
    parts = main.find_all(["p", "li", "dd", "figcaption"])
    return [_words(part.get_text(" ")) for part in parts if part.find_parent("nav") is None]


def _words(text: str) -> str:
    return " ".join(text.split())


def pdf_text(path: Path | bytes) -> str:
    """All text of a PDF in the order of its pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def figures(text: str) -> list[str]:
    """The figures in a text, as written."""
    return TOKEN.findall(text.replace("\u00ad", "").replace("\ufffe", ""))


def value_of(token: str, language: str) -> tuple[Decimal, int]:
    """The size of a figure without its sign, and how many decimals it shows."""
    plain = token.lstrip("+−")
    group, point = (".", ",") if language == "id" else (",", ".")
    plain = plain.replace(group, "").replace(point, ".")
    return Decimal(plain), len(plain.partition(".")[2])


def _prices(plan: dict[str, Any] | None) -> list[Decimal]:
    """Cost of one point of index between today's, and the ends of each higher target's cheapest plan."""
    if plan is None:
        return []
    higher = [(row["indeks_sesudah"], row["biaya"]) for row in plan["kurva"] if row["target"] > plan["indeks"]]
    points = [(Decimal(repr(index)), Decimal(repr(cost))) for index, cost in [(plan["indeks"], 0.0), *higher]]
    return [(after[1] - before[1]) / (after[0] - before[0]) for before, after in itertools.pairwise(points)]


class Facts:
    """The figures that a report may state: those of its JSON, those the rules derive from them, and its constants.

    Rules: a figure as it is or in percent, without sign; the rest to one (or to 100 percent); the length of a list and
    the number of its entries with the same answer (yes or no, category, hidden); the difference between two of the
    main figures (index, target, edges of categories, points of the series, other instruments), or between two counts of
    one entry; the sum of two sources of the change, or of two or three cells of the talent grid; what a point of index
    costs on each stretch of the way to the target; the share of the target reached; the hours of one item that all lack
    together; the year after; numbers within texts of the JSON (dates, names of rules); numbers that the
    sentences themselves hold.
    """

    def __init__(self, result: dict[str, Any], language: str) -> None:
        self.language = language
        self.numbers: set[Decimal] = set()
        self._gather({key: value for key, value in result.items() if key != "tabel"})
        for table in result["tabel"].values():
            self._gather(table["baris"])
        main = [result["indeks"], result["target"] or 0, *(Decimal(edge) for edge in (61, 71, 81, 91))]
        main += [row["indeks"] for row in result["tren"]] + [row["indeks"] for row in result["tren_resmi"]]
        main += [row["indeks"] for row in result.get("pembanding") or [] if isinstance(row, dict) and "indeks" in row]
        other = (result.get("ketahanan") or {}).get("instrumen_lain") or {}
        main += [value for value in other.values() if isinstance(value, float)]
        known = [
            Decimal(repr(value)) if isinstance(value, float) else Decimal(value) for value in main if value is not None
        ]
        self.numbers |= {abs(one - two) for one, two in permutations(known, 2)}
        for change in (result["perubahan"], result["sejak_terakhir"]):
            sources = [value for value in ((change or {}).get("per_sumber") or {}).values() if value is not None]
            self.numbers |= {abs(Decimal(repr(one)) + Decimal(repr(two))) for one, two in permutations(sources, 2)}
        self.numbers |= set(_prices(result["menuju_target"])) | {Decimal(result["tahun"] + 1)}
        if result["target"]:
            self.numbers.add(Decimal(repr(result["indeks"])) / Decimal(repr(result["target"])) * 100)
        hours = (result["rincian"] or {}).get("jam") or ()
        for name in {row["butir"] for row in hours}:
            self.numbers.add(
                sum((Decimal(repr(row["kurang"] or 0)) for row in hours if row["butir"] == name), Decimal(0))
            )
        for cells in _cells_of(result["talenta"]):
            for size in (2, 3):
                self.numbers |= {sum(chosen, Decimal(0)) for chosen in combinations(cells, size)}
        self.constants = constants()

    def _gather(self, value: Any) -> None:
        if isinstance(value, dict):
            counts = [part for part in value.values() if isinstance(part, int) and not isinstance(part, bool)]
            self.numbers |= {Decimal(abs(one - two)) for one, two in permutations(counts, 2)}
            for part in value.values():
                self._gather(part)
        elif isinstance(value, list):
            self._count(value)
            for part in value:
                self._gather(part)
        elif isinstance(value, str):
            for token in re.findall(r"\d+(?:\.\d+)?", value):
                self._add(Decimal(token))
        elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            self._add(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))

    def _add(self, value: Decimal) -> None:
        size = abs(value)
        self.numbers |= {size, size * 100, abs(1 - size), abs(1 - size) * 100, abs(100 - size)}

    def _count(self, rows: list[Any]) -> None:
        self.numbers.add(Decimal(len(rows)))
        answers = Counter(
            (key, answer)
            for row in rows
            if isinstance(row, dict)
            for key, answer in row.items()
            if answer is None or isinstance(answer, bool | str)
        )
        for (_, _), count in answers.items():
            self.numbers |= {Decimal(count), Decimal(len(rows) - count)}

    def know(self, token: str) -> bool:
        """Whether a figure of a sentence follows from the JSON."""
        value, places = value_of(token, self.language)
        if value in self.constants:
            return True
        half = Decimal(1).scaleb(-places) / 2
        return any(value - half <= number <= value + half for number in self.numbers)


def _cells_of(talent: dict[str, Any] | None) -> list[list[Decimal]]:
    """The cells of the talent grid that show a figure: their head counts, and their shares in percent."""
    shown = [cell for cell in (talent or {}).get("sel", ()) if cell["jumlah"] is not None]
    return [[Decimal(cell["jumlah"]) for cell in shown], [Decimal(repr(cell["bagian"])) * 100 for cell in shown]]


def constants() -> set[Decimal]:
    """Numbers that stand in the texts of the sentences and notes themselves."""
    rooms = (ROOT / "ipasn_analysis" / room for room in ("sections", "charts", "writing"))
    return {value for room in rooms for path in room.rglob("*.py") for value in _constants_of(path)}


def _constants_of(path: Path) -> Iterator[Decimal]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            for token in figures(node.value):
                yield value_of(token, "id")[0]
