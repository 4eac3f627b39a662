"""Ringkasan: one page that stands alone."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Bullets, Callout, Heading, KeyFigure, KeyFigures, Prose, Tone
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import bars
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.sentences import inputs, summary, tasks
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import say


def section(facts: Facts, locale: Locale) -> Section:
    """Index, target, change, rank, coverage, strengths and things to do."""
    sentences = [summary.headline(facts, locale), summary.against_target(facts, locale), summary.change(facts, locale)]
    sentences.append(summary.rank(facts, locale))
    blocks: list[Block] = [*_remarks(facts, locale), KeyFigures(_figures(facts, locale))]
    blocks.append(Prose([" ".join(filter(None, sentences)), summary.coverage(facts, locale)]))
    blocks.append(bars.dimensions(facts, locale, source(facts, locale)))
    strong = summary.strengths(facts, locale)
    for title, items in (
        (say(locale, "Yang kuat"), strong),
        (say(locale, "Yang membaik"), [] if strong else summary.improvements(facts, locale)),
        (say(locale, "Yang perlu dikerjakan"), tasks.tasks(facts, locale)),
    ):
        if items:
            blocks += [Heading(title, 3), Bullets(items, ordered=True)]
    return Section("ringkasan", say(locale, "Ringkasan"), blocks, locale)


def _remarks(facts: Facts, locale: Locale) -> list[Block]:
    found: list[Block] = []
    if facts.sementara:
        text = say(
            locale,
            "Instrumen {nama} baru dikenal sebagian; angka yang bersandar padanya bersifat sementara.",
            nama=facts.instrumen,
        )
        found.append(Callout("provisional", say(locale, "Sementara"), [text]))
    if facts.pemerintah_tidak_ada and facts.tingkat == "provinsi":
        names = ", ".join(facts.pemerintah_tidak_ada)
        text = say(
            locale, "Tidak ada data untuk: {daftar}. Angka provinsi tidak mencakup pemerintah itu.", daftar=names
        )
        found.append(Callout("warning", say(locale, "Data belum lengkap"), [text]))
    missing = inputs.sentences(facts, locale)
    if missing:
        found.append(Callout("warning", say(locale, "Tabel yang tidak diberikan"), missing))
    return found


def _figures(facts: Facts, locale: Locale) -> list[KeyFigure]:
    figures = [
        KeyFigure(
            say(locale, "Indeks"),
            locale.number(facts.indeks),
            say(locale, "kategori {kategori}", kategori=locale.translate(facts.kategori)),
        )
    ]
    if facts.target is not None:
        gap = facts.indeks - facts.target
        note = say(
            locale,
            "target {target} belum tercapai" if gap < 0 else "target {target} tercapai",
            target=locale.number(facts.target) + ("*" if facts.catatan_target else ""),
        )
        figures.append(
            KeyFigure(say(locale, "Terhadap target"), locale.signed(gap), note, "negative" if gap < 0 else "positive")
        )
    if facts.perubahan is not None:
        moved_by = facts.perubahan
        certain = moved_by.lebih_dari_derau
        tone: Tone = "neutral" if not certain else "positive" if moved_by.selisih > 0 else "negative"
        note = say(locale, "sejak {tanggal}", tanggal=locale.date(moved_by.dari))
        if not certain:
            note += "; " + say(locale, "tidak lebih dari fluktuasi wajar")
        figures.append(KeyFigure(say(locale, "Perubahan"), locale.signed(moved_by.selisih), note, tone))
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    own = next((row for row in shown if row.region == facts.region), None)
    if own is not None and len(shown) > 1:
        certain = own.peringkat_min == own.peringkat_maks
        note = say(
            locale,
            "dari {jumlah} pemerintah; tingkat kepercayaan 95%"
            if certain
            else "dari {jumlah} pemerintah; selang 95%: {bawah}–{atas}",
            jumlah=len(shown),
            bawah=own.peringkat_min,
            atas=own.peringkat_maks,
        )
        figures.append(KeyFigure(say(locale, "Peringkat di provinsi"), str(own.peringkat), note))
    people = facts.pegawai
    note = say(
        locale,
        "{diukur} dari {jumlah} pegawai",
        diukur=locale.integer(people.diukur),
        jumlah=locale.integer(people.jumlah),
    )
    figures.append(KeyFigure(say(locale, "Cakupan"), locale.share(people.cakupan), note))
    return figures
