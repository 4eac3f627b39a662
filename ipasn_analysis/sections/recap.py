"""What a report from official results of groups cannot say, since nothing is known of their people."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Prose
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.writing.writer import N_, Writer

ABSENT = {
    "ketimpangan": ("ketimpangan", N_("Ketimpangan")),
    "mengapa_berubah": ("mengapa-berubah", N_("Mengapa indeks berubah")),
    "mutu_data": ("mutu-data", N_("Mutu data")),
    "menuju_target": ("menuju-target", N_("Menuju target")),
    "ketahanan": ("ketahanan", N_("Ketahanan peringkat")),
    "talenta": ("talenta", N_("Pemetaan talenta")),
}
"""The sections that need people, with their anchors and titles."""


def lacks(facts: Facts, name: str) -> bool:
    """Whether a section is absent from the report because it rests on recaps."""
    return facts.sumber_nilai == "rekap" and name in ABSENT


def absent(name: str, w: Writer) -> Section:
    """The section of that name, which says why it is absent."""
    anchor, title = ABSENT[name]
    text = w(
        "Bagian ini memerlukan nilai setiap pegawai. Laporan ini bersandar pada rekap hasil resmi, yang hanya memuat rata-rata kelompok."
    )
    return Section(anchor, w.translate(title), [Prose([text])], w)


def notice(facts: Facts, w: Writer) -> str:
    """What the reader of the summary must know of a report from recaps."""
    text = w(
        "Laporan ini bersandar pada rekap hasil resmi: rata-rata kelompok, bukan nilai perorangan. Selang peringkat, sebaran, dan rencana karenanya tidak ada, dan angka kelompok dipakai sebagaimana tercetak."
    )
    if not facts.pegawai.rekap_janggal:
        return text
    return f"{text} " + w(
        "{jumlah:i} baris rekap memuat angka yang tidak mungkin tepat bersama-sama (salah cetak?); angkanya tidak diubah.",
        jumlah=facts.pegawai.rekap_janggal,
    )
