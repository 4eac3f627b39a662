"""Everything a report tells of its perangkat daerah in one wide table, for pivots and lookups in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS
from ipasn_analysis.writing.writer import N_, Writer

VERDICTS = {
    "di_atas": N_("jelas di atas"),
    "di_bawah": N_("jelas di bawah"),
    "belum_dapat_dibedakan": N_("belum dapat dibedakan"),
}
Figures = dict[str, Cell]


def unit_data(result: Mapping[str, Any], w: Writer) -> Table | None:
    """A row for each unit, the hidden ones with their status alone; columns that have no figure are left out.

    None where the report has no units.
    """
    rows = result["perangkat_daerah"]
    more = _more(result)
    columns = [column for column in _columns(w) if column.key in _told(rows, more)]
    cells = [tuple(_figures(row, more, w).get(column.key) for column in columns) for row in rows]
    if not rows:
        return None
    return Table(
        w("Data perangkat daerah"),
        w("Semua angka setiap perangkat daerah dalam satu tabel"),
        tuple(columns),
        tuple(cells),
        note=w(
            "Kosong dalam baris yang ditampilkan: tidak berlaku, atau menyangkut terlalu sedikit pegawai. "
            "Perubahan: sejak akhir tahun sebelumnya; sejak terakhir: sejak data terakhir tahun ini."
        ),
        hidden_rows=frozenset(place for place, row in enumerate(rows) if row["disembunyikan"]),
    )


def _columns(w: Writer) -> list[Column]:
    since, items, missing = w("Sejak terakhir"), w("Memenuhi, dari yang wajib memenuhi"), w("Mutu data")
    return [
        Column("nama", w("Perangkat daerah")),
        Column("status", w("Status")),
        Column("diukur", w("Pegawai"), "integer"),
        Column("indeks", w("Indeks"), "number"),
        Column("kategori", w("Kategori")),
        Column("peringkat", w("Peringkat"), "rank"),
        Column("peringkat_min", w("Peringkat terbaik yang mungkin"), "rank"),
        Column("peringkat_maks", w("Peringkat terburuk yang mungkin"), "rank"),
        Column("putusan", w("Terhadap rata-rata")),
        Column("perubahan", w("Perubahan"), "signed"),
        Column("derau", w("Perubahan lebih dari fluktuasi")),
        *(Column(name, w.label(DIMENSIONS, name), "number") for name in DIMENSIONS),
        Column("jarak_target", w("Terhadap target"), "signed"),
        Column("pasti_di_bawah_target", w("Pasti di bawah target")),
        Column("kekurangan", w("Kekurangan, poin indeks semua"), "signed", decimals=3),
        Column("sejak", w("Perubahan"), "signed", group=since),
        *(Column(f"sejak_{name}", w.label(DIMENSIONS, name), "signed", group=since) for name in DIMENSIONS),
        Column("sen_slope", w("Tren, poin per tahun"), "signed"),
        Column("indeks_setara", w("Indeks setara"), "number"),
        *(Column(name, w.label(ITEMS, name), "share", group=items) for name in ITEMS),
        Column("batas_atas", w("Batas atas"), "number", group=missing),
    ]


def _more(result: Mapping[str, Any]) -> dict[str, Figures]:
    """What other parts of the result tell of units, by their names."""
    found: dict[str, Figures] = {row["nama"]: {} for row in result["perangkat_daerah"]}
    since, fair = result["sejak_terakhir"], result["setara"]
    for row in [] if since is None or result["tingkat"] == "provinsi" else since["per_unit"]:
        by_dimension = {f"sejak_{name}": points for name, points in row["per_dimensi"].items()}
        found.setdefault(row["nama"], {}).update({"sejak": row["selisih"], **by_dimension})
    for row in [*result["tren_unit"], *([] if fair is None else fair["unit"]), *result["mutu_data"]["per_unit"]]:
        told = {key: row[key] for key in ("sen_slope", "indeks_setara", "batas_atas") if key in row}
        found.setdefault(row["nama"], {}).update(told)
    for row in result["butir_unit"]:
        found.setdefault(row["nama"], {}).update(row["butir"])
    return found


def _figures(row: Mapping[str, Any], more: Mapping[str, Figures], w: Writer) -> Figures:
    """The cells of a unit by column; of a hidden one its name and why."""
    if row["disembunyikan"]:
        size = w("dirahasiakan ({kelas} pegawai)", kelas=row["kelas_ukuran"])
        return {"nama": row["nama"], "status": size}
    own: Figures = {
        **row,
        **row["dimensi"],
        **more[row["nama"]],
        "status": w("ditampilkan"),
        "kategori": w.translate(row["kategori"]),
        "putusan": w.label(VERDICTS, row["putusan"]) if row["putusan"] else None,
        "derau": _yes_or_no(row["perubahan_lebih_dari_derau"], w),
        "pasti_di_bawah_target": _yes_or_no(row["pasti_di_bawah_target"], w),
    }
    return own


def _yes_or_no(value: bool | None, w: Writer) -> str | None:
    return None if value is None else w.boolean(value)


def _told(rows: Sequence[Mapping[str, Any]], more: Mapping[str, Figures]) -> set[str]:
    """The columns of which any unit has a figure."""
    known = {"nama", "status", "derau"}
    for row in rows:
        figures = {**row, **row["dimensi"], **more[row["nama"]]}
        known |= {key for key, value in figures.items() if value is not None}
    return known


def emphasise(sheet: Any, units: Table, file: Any, w: Writer) -> None:
    """Bars in the column of the index, and the changes grey that are no more than noise."""
    places = {column.key: number for number, column in enumerate(units.columns)}
    last = len(units.rows)
    index = places["indeks"]
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": theme.ACCENT_SOFT.light}
    sheet.conditional_format(
        1, index, last, index, {**bar, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
    )
    if "perubahan" in places:
        change, noise = places["perubahan"], xl_rowcol_to_cell(1, places["derau"], col_abs=True)
        faint = file.add_format({"font_color": theme.MUTED.light, "italic": True})
        told = {"type": "formula", "criteria": f'={noise}="{w.boolean(False)}"', "format": faint}
        sheet.conditional_format(1, change, last, change, told)
