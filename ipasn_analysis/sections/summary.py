"""Ringkasan: one page that stands alone."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Bullets, Callout, Heading, KeyFigure, KeyFigures, Prose, Tone
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import bars
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.sentences import inputs, summary, tasks
from ipasn_analysis.writing.writer import N_, Writer


def section(facts: Facts, w: Writer) -> Section:
    """Index, target, change, rank, coverage, strengths and things to do."""
    sentences = [summary.headline(facts, w), summary.against_target(facts, w), summary.change(facts, w)]
    sentences.append(summary.rank(facts, w))
    blocks: list[Block] = [*_remarks(facts, w), KeyFigures(_figures(facts, w))]
    blocks.append(Prose([" ".join(filter(None, sentences)), summary.coverage(facts, w)]))
    blocks.append(bars.dimensions(facts, w, source(facts, w)))
    strong = summary.strengths(facts, w)
    for title, items in (
        (w("Yang kuat"), strong),
        (w("Yang membaik"), [] if strong else summary.improvements(facts, w)),
        (w("Yang perlu dikerjakan"), tasks.tasks(facts, w)),
    ):
        if items:
            blocks += [Heading(title, 3), Bullets(items, ordered=True)]
    return Section("ringkasan", w("Ringkasan"), blocks, w)


def _remarks(facts: Facts, w: Writer) -> list[Block]:
    found: list[Block] = []
    if facts.sementara:
        text = w(
            "Instrumen {nama} baru dikenal sebagian; angka yang bersandar padanya bersifat sementara.",
            nama=facts.instrumen,
        )
        found.append(Callout("provisional", w("Sementara"), [text]))
    if facts.pemerintah_tidak_ada and facts.tingkat == "provinsi":
        names = ", ".join(facts.pemerintah_tidak_ada)
        text = w("Tidak ada data untuk: {daftar}. Angka provinsi tidak mencakup pemerintah itu.", daftar=names)
        found.append(Callout("warning", w("Data belum lengkap"), [text]))
    missing = inputs.sentences(facts, w)
    if missing:
        found.append(Callout("warning", w("Tabel yang tidak diberikan"), missing))
    return found


def _figures(facts: Facts, w: Writer) -> list[KeyFigure]:
    figures = [
        KeyFigure(
            w("Indeks"),
            w.number(facts.indeks),
            w("kategori {kategori:t}", kategori=facts.kategori),
        )
    ]
    if facts.target is not None:
        gap = facts.indeks - facts.target
        note = w(
            N_("target {target} belum tercapai") if gap < 0 else N_("target {target} tercapai"),
            target=w.number(facts.target) + ("*" if facts.catatan_target else ""),
        )
        figures.append(KeyFigure(w("Terhadap target"), w.signed(gap), note, "negative" if gap < 0 else "positive"))
    if facts.perubahan is not None:
        moved_by = facts.perubahan
        certain = moved_by.lebih_dari_derau
        tone: Tone = "neutral" if not certain else "positive" if moved_by.selisih > 0 else "negative"
        note = w("sejak {tanggal:d}", tanggal=moved_by.dari)
        if not certain:
            note += "; " + w("tidak lebih dari fluktuasi wajar")
        figures.append(KeyFigure(w("Perubahan"), w.signed(moved_by.selisih), note, tone))
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    own = next((row for row in shown if row.region == facts.region), None)
    if own is not None and len(shown) > 1:
        certain = own.peringkat_min == own.peringkat_maks
        note = w(
            N_("dari {jumlah} pemerintah; tingkat kepercayaan 95%")
            if certain
            else N_("dari {jumlah} pemerintah; selang 95%: {bawah}–{atas}"),
            jumlah=len(shown),
            bawah=own.peringkat_min,
            atas=own.peringkat_maks,
        )
        figures.append(KeyFigure(w("Peringkat di provinsi"), str(own.peringkat), note))
    people = facts.pegawai
    note = w(
        "{diukur:i} dari {jumlah:i} pegawai",
        diukur=people.diukur,
        jumlah=people.jumlah,
    )
    figures.append(KeyFigure(w("Cakupan"), w.share(people.cakupan), note))
    return figures
