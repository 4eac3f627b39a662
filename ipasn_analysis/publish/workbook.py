"""The workbook: one sheet for each table of the report, real numbers, the same bytes every time; and one to calculate.

The first row of a sheet is the head of its table, so that a program or a pivot table takes the sheet as it is; what the
table is, its source and the mark of sample data stand below its rows, on every printed page, and on the first sheet.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from ipasn_analysis.publish.sheet import About, Row, Sheet, Styles, sheet_names
from ipasn_analysis.publish.simulation import Simulation
from ipasn_analysis.writing.locale import MISSING
from ipasn_analysis.writing.writer import Writer


def workbook(result: dict[str, Any]) -> bytes:
    """The workbook of a result (the content of its JSON)."""
    w = Writer(result["bahasa"])
    title = f"IP ASN {result['nama']} {result['tahun']}"
    day = datetime.date.fromisoformat(result["per_tanggal"])
    source = w(
        "laporan {judul}, keadaan per {tanggal:d}, instrumen {instrumen}.",
        judul=title,
        tanggal=day,
        instrumen=result["instrumen"],
    )
    marks = ["RAHASIA"] * (result["edisi"] == "internal") + [w("Data contoh")] * result["data_contoh"]
    simulation = Simulation.of(result, w)
    facts, mark = _facts(result, w), " · ".join(marks)
    return book(title, day, facts, result["tabel"], w, mark=mark, source=source, simulation=simulation)


def book(
    title: str,
    day: datetime.date,
    facts: Iterable[Row],
    tables: Mapping[str, Mapping[str, Any]],
    w: Writer,
    *,
    mark: str = "",
    source: str = "",
    guide: Sequence[Row] | None = None,
    simulation: Simulation | None = None,
) -> bytes:
    """A workbook of tables as `table_record` gives them, behind a first sheet that explains.

    Parameters
    ----------
    title : stands on the first sheet and in the running head.
    day : the date that the file bears.
    facts : lines of the first sheet, name and text, number or date.
    tables : by name; a name that cannot be a sheet's is made one.
    mark : words on every sheet and every printed page: of an internal edition, of sample data.
    source : where the figures come from; it stands below every table.
    guide : how the sheets are read, at the end of the first one; by default that of published figures.
    simulation : what a last sheet calculates with; None for none.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    last = [] if simulation is None else [w("Simulasi")]
    first, *names = sheet_names([w("Penjelasan"), *tables, *last])
    about = About(title, source, mark)
    with xlsxwriter.Workbook(stream, options) as file:
        created = datetime.datetime.combine(day, datetime.time())
        file.set_properties({"title": title, "subject": source, "keywords": about.mark, "created": created})
        styles = Styles(file)
        sheets = [Sheet(file.add_worksheet(name), styles, about, w) for name in (first, *names[: len(tables)])]
        titles = [table["judul"] for table in tables.values()]
        if simulation is not None:
            simulation.fill(file.add_worksheet(names[-1]), styles, about, w)
            titles.append(simulation.title(w))
        lines = [*facts, *(reading_guide(w) if guide is None else guide)]
        sheets[0].explain(lines, list(zip(names, titles, strict=True)))
        for sheet, table in zip(sheets[1:], tables.values(), strict=True):
            sheet.fill(table)
    return stream.getvalue()


def _facts(result: dict[str, Any], w: Writer) -> list[Row]:
    provisional = " (" + w("sementara") + ")" if result["sementara"] else ""
    facts: list[Row] = [
        (w("Keadaan per"), datetime.date.fromisoformat(result["per_tanggal"])),
        (w("Indeks"), MISSING if result["indeks"] is None else float(result["indeks"])),
        (w("Kategori"), w.translate(result["kategori"])),
        (w("Target"), MISSING if result["target"] is None else float(result["target"])),
        (w("Instrumen"), f"{result['instrumen']}{provisional}"),
    ]
    if result["data_contoh"]:
        text = w("Semua angka dalam laporan ini dihitung dari data buatan dan tidak menggambarkan keadaan nyata.")
        facts.append((w("Data contoh"), text))
    limits = w(
        "Kelompok di bawah {kelompok} pegawai dirahasiakan; jumlah dalam rincian dibulatkan ke kelipatan 5.",
        kelompok=result["ambang"]["kelompok"],
    )
    return [*facts, (w("Ambang"), limits)]


def reading_guide(w: Writer) -> list[Row]:
    """How the sheets are read: numbers, units, intervals, hidden cells."""
    return [
        (
            w("Angka"),
            w("Angka disimpan sebagaimana diterbitkan; sel kosong berarti tidak ada atau dirahasiakan."),
        ),
        (
            w("Satuan"),
            w(
                "Indeks dan dimensi dalam poin (0–100). Sel yang tampil dengan tanda % menyimpan proporsi (0–1): "
                "83,3% tersimpan sebagai 0,833. Hanya kolom yang namanya memuat kata persen menyimpan persen "
                "(0–100), dan selnya tampil tanpa tanda %.",
            ),
        ),
        (
            w("Nilai p"),
            w(
                "Nilai yang lebih kecil daripada {batas:n3} tampil sebagai < {batas:n3}; "
                "sel menyimpan nilai sebenarnya.",
                batas=0.001,
            ),
        ),
        (
            w("Selang"),
            w("Sebuah selang menempati dua kolom: ↓ batas bawah, ↑ batas atas."),
        ),
        (
            w("Baris berarsir"),
            w(
                "Dirahasiakan untuk melindungi perorangan; dalam kurung kelas ukuran. "
                "Baris tebal: jumlah atau wilayah laporan.",
            ),
        ),
    ]
