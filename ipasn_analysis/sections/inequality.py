"""Ketimpangan dan konvergensi: where the differences lie, and whether the governments draw together."""

from __future__ import annotations

from collections.abc import Sequence

from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.inequality import small_multiples
from ipasn_analysis.result.facts import Facts, ProvinceFacts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.province import Ketimpangan, Konvergensi, LajuPemerintah
from ipasn_analysis.sections.common import source, table
from ipasn_analysis.sections.trend import SIGNIFICANT
from ipasn_analysis.writing.words import INEQUALITY
from ipasn_analysis.writing.writer import N_, Value, Writer


def section(facts: Facts, w: Writer) -> Section:
    """The variance split, the spread over the years and the way of each government."""
    assert isinstance(facts, ProvinceFacts)
    split, found = facts.ketimpangan, facts.konvergensi
    appendix: list[Block] = []
    blocks: list[Block] = [Heading(w("Di mana letak perbedaan?"), 3)]
    if split is None:
        blocks.append(Prose([w("Indeks semua pegawai sama; tidak ada ketimpangan yang dapat diurai.")]))
    else:
        blocks.append(Prose([meaning(split, w)]))
        appendix += [Prose([parts(split, w)]), _split(facts, split, w)]
    blocks.append(Heading(w("Apakah pemerintah daerah saling mendekat?"), 3))
    if found is None:
        text = w(
            "Belum cukup data: diperlukan sedikitnya dua tahun dan tiga pemerintah daerah dengan instrumen yang sama."
        )
        blocks.append(Prose([text]))
    else:
        *drawn, paths_of = _convergence(facts, found, w)
        blocks += drawn
        appendix.append(paths_of)
    return Section("ketimpangan", w("Ketimpangan dan konvergensi"), blocks, w, appendix)


def parts(found: Ketimpangan, w: Writer) -> str:
    """The three shares of the variance, where the most lies, and what chance alone would give."""
    text = w(
        "Indeks perorangan beragam dengan simpangan baku {simpangan:n} poin. Dari keragaman itu {pemerintah:%} terletak antarpemerintah daerah, {unit:%} antarperangkat daerah dalam satu pemerintah daerah, dan {orang:%} antarpegawai dalam satu perangkat daerah.",
        simpangan=found.simpangan,
        pemerintah=found.antar_pemerintah,
        unit=found.antar_unit,
        orang=found.antar_orang,
    )
    chance = found.kebetulan
    return f"{text} " + w(
        "Sebagai pembanding: bila pegawai dibagi secara acak, sekitar {pemerintah:%2} terletak antarpemerintah daerah dan sekitar {unit:%2} antarperangkat daerah.",
        pemerintah=chance.antar_pemerintah,
        unit=chance.antar_unit,
    )


def meaning(found: Ketimpangan, w: Writer) -> str:
    """What follows from where the most variance lies."""
    widest = max(INEQUALITY, key=lambda key: found.bagian[key])
    messages = {
        "antar_pemerintah": N_("Perbedaan terbesar terletak antarpemerintah daerah."),
        "antar_unit": N_("Perbedaan terbesar terletak antarperangkat daerah."),
        "antar_orang": N_("Perbedaan terbesar terletak antarpegawai dalam perangkat daerah yang sama."),
    }
    return w.translate(messages[widest])


def spread(found: Konvergensi, w: Writer) -> str:
    """Whether the governments drew together or apart, by the spread of the first and the last year."""
    first, last = found.simpangan[0], found.simpangan[-1]
    values: dict[str, Value] = {
        "jumlah": found.pemerintah,
        "dari": w.number(first),
        "ke": w.number(last),
        "awal": found.tahun[0],
        "akhir": found.tahun[-1],
    }
    if w.is_same(first, last):
        return w("Simpangan baku indeks {jumlah} pemerintah daerah sama pada {awal} dan {akhir}: {ke} poin.", **values)
    if last > first:
        return w(
            "Jarak antarpemerintah daerah melebar: simpangan baku indeks {jumlah} pemerintah daerah naik dari {dari} poin ({awal}) menjadi {ke} poin ({akhir}).",
            **values,
        )
    return w(
        "Jarak antarpemerintah daerah menyempit: simpangan baku indeks {jumlah} pemerintah daerah turun dari {dari} poin ({awal}) menjadi {ke} poin ({akhir}).",
        **values,
    )


def catching_up(found: Konvergensi, w: Writer) -> str:
    """Whether those that started lower gained more, with the test and the caution about regression to the mean."""
    slope = found.beta
    if slope is None:
        return w(
            "Apakah yang tertinggal mengejar tidak dapat diuji: semua pemerintah daerah mulai pada tingkat yang sama."
        )
    values: dict[str, Value] = {
        "awal": found.tahun[0],
        "laju": w.size(abs(slope)),
        "p": found.p_value,
        "uji": w("uji permutasi eksak") if found.eksak else w("uji permutasi dengan undian"),
    }
    if known(found.p_value) >= SIGNIFICANT:
        return w(
            "Tidak ada bukti bahwa pemerintah daerah yang pada {awal} tertinggal mengejar atau makin tertinggal ({uji}, {p:p}).",
            **values,
        )
    if slope > 0:
        return w(
            "Yang pada {awal} sudah lebih tinggi naik lebih cepat: setiap poin lebih tinggi pada awal disertai kenaikan {laju} poin per tahun lebih banyak ({uji}, {p:p}). Yang tertinggal makin tertinggal.",
            **values,
        )
    text = w(
        "Yang pada {awal} lebih rendah naik lebih cepat: setiap poin lebih rendah pada awal disertai kenaikan {laju} poin per tahun lebih banyak ({uji}, {p:p}).",
        **values,
    )
    return f"{text} {caution(found, w)}"


def caution(found: Konvergensi, w: Writer) -> str:
    """What a negative slope does not prove; the spread decides how much of it is left."""
    first, last = found.simpangan[0], found.simpangan[-1]
    if last < first and not w.is_same(last, first):
        return w(
            "Sebagian dari pola ini dapat berupa regresi ke rata-rata (nilai awal yang kebetulan rendah naik dengan sendirinya); sebaran yang menyempit mendukung bahwa yang tertinggal memang mengejar, tetapi tidak membuktikan sebabnya."
        )
    return w(
        "Pola ini dapat seluruhnya berupa regresi ke rata-rata (nilai awal yang kebetulan rendah naik dengan sendirinya): sebaran antarpemerintah daerah tidak menyempit, jadi ini bukan bukti bahwa yang tertinggal mengejar."
    )


def spread_title(found: Konvergensi, w: Writer) -> str:
    """What the chart of the spread shows."""
    first, last = found.simpangan[0], found.simpangan[-1]
    values: dict[str, Value] = {"awal": found.tahun[0], "akhir": found.tahun[-1]}
    if w.is_same(first, last):
        return w("Jarak antarpemerintah daerah sama pada {awal} dan {akhir}", **values)
    if last > first:
        return w("Jarak antarpemerintah daerah pada {akhir} lebih lebar daripada pada {awal}", **values)
    return w("Jarak antarpemerintah daerah pada {akhir} lebih sempit daripada pada {awal}", **values)


def paths_title(found: Konvergensi, w: Writer) -> str:
    """Who gained most and who least a year."""
    rows = sorted(found.per_pemerintah, key=lambda row: -row.laju)
    most, least = rows[0], rows[-1]
    if w.is_same(most.laju, least.laju):
        return w("Semua pemerintah daerah berlaju sama: {laju:+} poin per tahun", laju=most.laju)
    return w(
        "Laju tertinggi: {tercepat} ({laju:+} poin per tahun); terendah: {terlambat} ({laju_rendah:+})",
        tercepat=most.nama,
        laju=most.laju,
        terlambat=least.nama,
        laju_rendah=least.laju,
    )


def _split(facts: Facts, split: Ketimpangan, w: Writer) -> Table:
    counts = {"antar_pemerintah": split.pemerintah, "antar_unit": split.unit}
    chance = dict(split.kebetulan.items())
    return table(
        w("Ketimpangan"),
        w("Keragaman indeks perorangan menurut letaknya"),
        list(INEQUALITY),
        [
            (Column("letak", w("Letak keragaman")), lambda key: w.label(INEQUALITY, key)),
            (Column("kelompok", w("Jumlah kelompok"), "integer"), counts.get),
            (Column("bagian", w("Proporsi"), "share"), lambda key: split.bagian[key]),
            (Column("kebetulan", w("Bila dibagi acak"), "share", decimals=2), chance.get),
        ],
        note=w("Proporsi dari jumlah kuadrat simpangan indeks perorangan; ketiganya berjumlah 100%."),
        source=source(facts, w),
    )


def _convergence(facts: Facts, found: Konvergensi, w: Writer) -> list[Block]:
    place = source(facts, w)
    rows = found.per_pemerintah
    years = (found.tahun[0], found.tahun[-1])
    return [
        Prose([f"{spread(found, w)} {catching_up(found, w)}", f"{paths_title(found, w)}."]),
        small_multiples(found, w, place, spread_title(found, w)),
        _paths(facts, rows, years, w),
    ]


def _paths(facts: Facts, rows: Sequence[LajuPemerintah], years: tuple[int, int], w: Writer) -> Table:
    return table(
        w("Konvergensi"),
        w("Indeks pada awal dan akhir, dan laju per tahun"),
        rows,
        [
            (Column("nama", w("Pemerintah daerah")), lambda row: row.nama),
            (Column("awal", str(years[0]), "number"), lambda row: row.awal),
            (Column("akhir", str(years[1]), "number"), lambda row: row.akhir),
            (Column("laju", w("Poin per tahun"), "signed"), lambda row: row.laju),
        ],
        note=w("Hanya pemerintah daerah yang ditampilkan dalam setiap tahun dengan instrumen yang sama."),
        source=source(facts, w),
    )
