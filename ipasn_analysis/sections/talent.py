"""Pemetaan talenta: shares of people by performance and potential, as aggregates only."""

from __future__ import annotations

from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Callout, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import talent as chart
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.people import SelTalenta
from ipasn_analysis.sections import recap
from ipasn_analysis.sections.common import below, source, table
from ipasn_analysis.writing.words import BANDS
from ipasn_analysis.writing.writer import N_, Value, Writer

ANCHOR = "talenta"
TOP = (("tinggi", "tinggi"),)
LOW = (("rendah", "rendah"), ("rendah", "sedang"), ("sedang", "rendah"))
READY = (("tinggi", "rendah"), ("tinggi", "sedang"))


def section(facts: Facts, w: Writer) -> Section:
    """The map as chart and table with its reading, and what its edges are; or why there is none."""
    if facts.talenta is None:
        return recap.absent(ANCHOR, w)
    told = (top, ready, low, unknown)
    text = " ".join(filter(None, (sentence(facts, w) for sentence in told)))
    picture = chart.grid(facts, w, source(facts, w), title(facts, w))
    warning = unassessed(facts, w)
    blocks: list[Block] = [
        Prose([text]),
        replace(picture, caption=f"{picture.caption} {warning}".rstrip()),
        Callout("note", w("Cara membaca peta ini"), [edges(facts, w)]),
    ]
    return Section(ANCHOR, w("Pemetaan talenta"), blocks, w, [_table(facts, w)])


def cells(facts: Facts, places: tuple[tuple[str, str], ...]) -> list[SelTalenta]:
    """The cells at these places (kinerja, potensi)."""
    return [cell for cell in known(facts.talenta).sel if (cell.kinerja, cell.potensi) in places]


def top(facts: Facts, w: Writer) -> str:
    """Who stands in the top cell."""
    found = _total(facts, TOP)
    if found is None:
        return w(
            "Sel teratas (kinerja tinggi dan potensi tinggi) memuat kurang dari {ambang} pegawai.",
            ambang=facts.ambang.kelompok,
        )
    if found == 0:
        return w("Tidak seorang pun berada di sel teratas, kinerja tinggi dan potensi tinggi.")
    return w(
        "Sebanyak {bagian:%} pegawai ({jumlah:i} orang) berada di sel teratas, kinerja tinggi dan potensi tinggi: kelompok ini dapat dipertimbangkan lebih dahulu dalam mutasi, rotasi, dan promosi.",
        **_values(found, facts),
    )


def ready(facts: Facts, w: Writer) -> str:
    """Who performs highly and lacks education or training."""
    found = _total(facts, READY)
    if not found:
        return ""
    return w(
        "Sebanyak {bagian:%} ({jumlah:i} orang) berkinerja tinggi tetapi potensinya belum tinggi: mereka belum memenuhi semua kualifikasi dan kompetensi yang dinilai.",
        **_values(found, facts),
    )


def low(facts: Facts, w: Writer) -> str:
    """Who stands in the three lowest cells."""
    found = _total(facts, LOW)
    if found is None:
        return w(
            "Di antara tiga sel terbawah ada yang memuat kurang dari {ambang} pegawai, sehingga jumlahnya tidak disebut.",
            ambang=facts.ambang.kelompok,
        )
    if found == 0:
        return w("Tidak seorang pun berada di tiga sel terbawah.")
    return w(
        "Sebanyak {bagian:%} ({jumlah:i} orang) berada di tiga sel terbawah: keduanya rendah, atau yang satu rendah dan yang lain sedang.",
        **_values(found, facts),
    )


def unknown(facts: Facts, w: Writer) -> str:
    """How many stand where they do because a record is missing."""
    count = known(facts.talenta).tanpa_data
    if count == 0:
        return ""
    if count is None:
        return w(
            "Beberapa pegawai ditempatkan dengan catatan kosong yang dinilai 0: posisi mereka belum dapat ditentukan, jadi bukan berarti rendah."
        )
    return w(
        "Sebanyak {jumlah:i} pegawai ({bagian:%}) ditempatkan dengan catatan kosong yang dinilai 0: posisi mereka belum dapat ditentukan, jadi bukan berarti rendah.",
        **_values(count, facts),
    )


def unassessed(facts: Facts, w: Writer) -> str:
    """That people without an assessment stand in the row of low performance, with their number where it is shown.

    Empty where there are none, or where the data do not tell.
    """
    parts = facts.rincian.predikat
    part = next((part for part in parts or () if part.kunci is None), None)
    if part is None or part.jumlah == 0:
        return ""
    row = [cell for cell in known(facts.talenta).sel if cell.kinerja == "rendah"]
    if part.jumlah is None:
        return w(
            "Baris kinerja rendah juga memuat pegawai yang belum memiliki penilaian kinerja (dinilai 0); itu bukan tanda bahwa kinerja mereka buruk."
        )
    people = 0 if any(cell.disembunyikan for cell in row) else sum(known(cell.jumlah) for cell in row)
    if people < part.jumlah:  # withheld, or less by the rounding of the cells
        return w(
            "Baris kinerja rendah juga memuat {tanpa:i} pegawai yang belum memiliki penilaian kinerja (dinilai 0); itu bukan tanda bahwa kinerja mereka buruk.",
            tanpa=part.jumlah,
        )
    return w(
        "Dari {jumlah:i} pegawai di baris kinerja rendah, {tanpa:i} belum memiliki penilaian kinerja (dinilai 0); itu bukan tanda bahwa kinerja mereka buruk.",
        jumlah=people,
        tanpa=part.jumlah,
    )


def edges(facts: Facts, w: Writer) -> str:
    """What potential means here and where the bands lie, a decision of this project."""
    found = known(facts.talenta)
    return w(
        "Potensi di sini adalah jumlah kualifikasi dan kompetensi; sistem merit mengukurnya dengan asesmen. Batas sel ditetapkan laporan ini, bukan peraturan: kinerja sedang mulai {k1:i} poin dan tinggi mulai {k2:i} poin (dari {kmaks:i}); potensi sedang mulai {p1:%} dan tinggi mulai {p2:%} dari maksimum {pmaks:i} poin. Peta ini bahan pembahasan, bukan dasar keputusan atas perorangan.",
        k1=found.batas_kinerja[0],
        k2=found.batas_kinerja[1],
        kmaks=facts.dimensi.kinerja.maksimum,
        p1=found.batas_potensi[0],
        p2=found.batas_potensi[1],
        pmaks=found.maksimum_potensi,
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart shows: the share of the top cell, where that is told."""
    found = _total(facts, TOP)
    if found is None:
        return w("Pegawai menurut kinerja dan potensi")
    share = _share(found, facts)
    return w(
        N_("Tidak seorang pun berkinerja tinggi dan berpotensi tinggi")
        if not found
        else N_("Kurang dari 1% pegawai berkinerja tinggi dan berpotensi tinggi")
        if w.share(share, 0) == w.share(0, 0)
        else N_("Sebanyak {bagian:%0} pegawai berkinerja tinggi dan berpotensi tinggi"),
        bagian=share,
    )


def _total(facts: Facts, places: tuple[tuple[str, str], ...]) -> int | None:
    """People in these cells; None where one of them is hidden."""
    found = cells(facts, places)
    return None if any(cell.disembunyikan for cell in found) else sum(known(cell.jumlah) for cell in found)


def _values(count: int, facts: Facts) -> dict[str, Value]:
    return {"jumlah": count, "bagian": _share(count, facts)}


def _share(count: int, facts: Facts) -> float:
    """Of all measured; a rounded count can be more than all."""
    return min(1.0, count / known(facts.talenta).n)


def _table(facts: Facts, w: Writer) -> Table:
    return table(
        w("Talenta"),
        w("Pegawai menurut kinerja dan potensi"),
        tuple(reversed(known(facts.talenta).sel)),
        [
            (Column("kinerja", w("Kinerja")), lambda row: w.label(BANDS, row.kinerja)),
            (Column("potensi", w("Potensi")), lambda row: w.label(BANDS, row.potensi)),
            (Column("jumlah", w("Pegawai"), "integer"), lambda row: row.jumlah),
            (Column("bagian", w("Proporsi"), "share"), lambda row: row.bagian),
        ],
        note=unassessed(facts, w),
        source=source(facts, w),
        hidden_text=below(facts, w),
    )
