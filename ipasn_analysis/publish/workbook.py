"""The workbook: a summary with charts, one sheet for each table of the report and one of all units, one to calculate.

The first row of a sheet is the head of its table, so that a program or a pivot table takes the sheet as it is; what the
table is, its source and the mark of sample data stand below its rows, on every printed page, and on the first sheet.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import xlsxwriter

from ipasn_analysis.blocks.model import Table
from ipasn_analysis.blocks.slides import Slide
from ipasn_analysis.publish.sheet import About, Row, Sheet, Styles, sheet_names
from ipasn_analysis.publish.simulation import Simulation
from ipasn_analysis.publish.summary_sheet import Summary
from ipasn_analysis.publish.unit_data import emphasise, unit_data
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.writing.locale import MISSING
from ipasn_analysis.writing.words import INSTRUMENTS
from ipasn_analysis.writing.writer import Writer


def workbook(result: dict[str, Any], slides: Sequence[Slide]) -> bytes:
    """The workbook of a result (the content of its JSON), its first sheet in the words and charts of its slides."""
    w = Writer(result["bahasa"])
    title = f"IP ASN {result['nama']} {result['tahun']}"
    day = datetime.date.fromisoformat(result["per_tanggal"])
    source = w(
        "laporan {judul}, keadaan per {tanggal:d}, instrumen {instrumen}.",
        judul=title,
        tanggal=day,
        instrumen=w.label(INSTRUMENTS, result["instrumen"]),
    )
    marks = ["RAHASIA"] * (result["edisi"] == "internal") + [w("Data contoh")] * result["data_contoh"]
    return book(
        title,
        day,
        _facts(result, w),
        result["tabel"],
        w,
        mark=" · ".join(marks),
        source=source,
        summary=Summary.of(slides),
        units=unit_data(result, w),
        simulation=Simulation.of(result, w),
    )


def book(
    title: str,
    day: datetime.date,
    facts: Sequence[Row],
    tables: Mapping[str, Mapping[str, Any]],
    w: Writer,
    *,
    mark: str = "",
    source: str = "",
    guide: Sequence[Row] | None = None,
    summary: Summary | None = None,
    units: Table | None = None,
    simulation: Simulation | None = None,
) -> bytes:
    """A workbook of tables as `table_record` gives them, behind a first sheet that sums up and explains.

    Parameters
    ----------
    title : stands on the first sheet and in the running head.
    day : the date that the file bears.
    facts : lines of the first sheet, name and text, number or date.
    tables : by name; a name that cannot be a sheet's is made one.
    mark : words on every sheet and every printed page: of an internal edition, of sample data.
    source : where the figures come from; it stands below every table.
    guide : how the sheets are read, on the first one; by default that of published figures.
    summary : what the first sheet shows above that; None for nothing.
    units : a wide table of all units, a second sheet; None for none.
    simulation : what a last sheet calculates with; None for none.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    wide = {} if units is None else {units.name: table_record(units, w)}
    shown, last = [*wide.values(), *tables.values()], [] if simulation is None else [w("Simulasi")]
    opening = w("Penjelasan") if summary is None else w("Ringkasan")
    first, *names = sheet_names([opening, *wide, *tables, *last])
    about = About(title, source, mark)
    with xlsxwriter.Workbook(stream, options) as file:
        created = datetime.datetime.combine(day, datetime.time())
        file.set_properties({"title": title, "subject": source, "keywords": about.mark, "created": created})
        styles = Styles(file)
        made = [file.add_worksheet(name) for name in (first, *names)]
        titles = [table["judul"] for table in shown]
        for one, table in zip(made[1:], shown, strict=False):
            Sheet(one, styles, about, w).fill(table)
        if units is not None:
            emphasise(made[1], units, file, w)
        if simulation is not None:
            simulation.fill(made[-1], styles, about, w)
            titles.append(simulation.title(w))
        between = (lambda line: line) if summary is None else partial(summary.fill, file, made[0], styles)
        links = list(zip(names, titles, strict=True))
        Sheet(made[0], styles, about, w).explain(facts, reading_guide(w) if guide is None else guide, links, between)
    return stream.getvalue()


def _facts(result: dict[str, Any], w: Writer) -> list[Row]:
    provisional = " (" + w("sementara") + ")" if result["sementara"] else ""
    facts: list[Row] = [
        (w("Keadaan per"), datetime.date.fromisoformat(result["per_tanggal"])),
        (w("Indeks"), MISSING if result["indeks"] is None else float(result["indeks"])),
        (w("Kategori"), w.translate(result["kategori"])),
        (w("Target"), MISSING if result["target"] is None else float(result["target"])),
        (w("Instrumen"), f"{w.label(INSTRUMENTS, result['instrumen'])}{provisional}"),
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
