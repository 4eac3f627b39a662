"""DATA of official scores for tests, person by person, so that every figure of a report is known beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

HEAD = ("nip", "nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total", "tahun")

Person = tuple[str, str, float, float, float, float]
"""NIP, unit, and the points of the four dimensions."""


def nip(number: int, *, pppk: bool = False) -> str:
    """The NIP of a person who does not exist: digits 13–14 are no month for PPPK."""
    return f"19{60 + number % 40}0101{'202121' if pppk else '200501'}{1 + number % 2}{number:03}"


def people(unit: str, points: Sequence[float], count: int, *, start: int = 0, pppk: bool = False) -> list[Person]:
    """So many people of a unit who all have these points, numbered from `start`."""
    kualifikasi, kompetensi, kinerja, disiplin = points
    return [
        (nip(start + number, pppk=pppk), unit, kualifikasi, kompetensi, kinerja, disiplin) for number in range(count)
    ]


def write_official(
    data: Path, region: str, date: str, rows: Iterable[Person], *, reasons: Iterable[str] | None = None
) -> None:
    """A snapshot of official scores; `reasons` fill the column keterangan_kompetensi, one a person."""
    folder = data / region / date
    folder.mkdir(parents=True)
    told = None if reasons is None else list(reasons)
    lines = [";".join([*HEAD, *([] if told is None else ["keterangan_kompetensi"])])]
    for place, (number, unit, *points) in enumerate(rows):
        cells = [number, "Nama Orang", unit, *points, sum(points), date[:4]]
        lines.append(";".join(str(cell) for cell in [*cells, *([] if told is None else [told[place]])]))
    (folder / "nilai_ipasn.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
