"""Ringkasan: one page that stands alone."""

from __future__ import annotations

from ipasn_analysis.blocks.model import (
    Block,
    Bullets,
    Callout,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Prose,
    Table,
    Tone,
)
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import stack
from ipasn_analysis.result.facts import Facts, ProvinceFacts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.series import Perubahan
from ipasn_analysis.sections import (
    causes,
    governments,
    inputs,
    opening,
    recap,
    season,
    since_last,
    standing,
    tasks,
    trend,
)
from ipasn_analysis.sections.common import method_name, own_government, shown_governments, table
from ipasn_analysis.writing.words import describe_change
from ipasn_analysis.writing.writer import N_, Value, Writer


def section(facts: Facts, w: Writer) -> Section:
    """One page: the finding, the figures, where points are missing, the path, why, the decisions, and the caveats."""
    pictures = [
        *(
            [governments.dots(facts, w)]
            if facts.tingkat == "provinsi"
            else [stack.missing_points(facts, w), trend.picture(facts, w)]
        ),
        stack.categories(facts, w) if facts.sumber_nilai != "rekap" else None,
    ]
    why = [causes.change(facts, w), causes.by_kind(facts, w)]
    if season.is_seasonal(facts):
        why.insert(1, since_last.whole(facts, w))
    if opening.is_closed(facts):
        why.append(opening.start(facts, w))
    blocks: list[Block] = [
        Prose([lead(facts, w)], lead=True),
        Prose([" ".join(filter(None, [coverage(facts, w), publisher(facts, w)]))]),
        KeyFigures(figures(facts, w)),
        *(picture for picture in pictures if picture is not None),
        Heading(w("Yang menentukan angka ini"), 3),
        Bullets([text for text in why if text]),
    ]
    decisions = tasks.tasks(facts, w)
    if decisions:
        blocks.append(_decisions(facts, decisions, w))
    blocks.append(Callout("warning", w("Baca dengan hati-hati"), caveats(facts, w)))
    return Section("ringkasan", w("Ringkasan"), blocks, w)


def lead(facts: Facts, w: Writer) -> str:
    """The finding in a sentence or two: the index, its change beside noise, the target, and where next year starts."""
    if isinstance(facts, ProvinceFacts):
        return governments.lead(facts, w)
    values: dict[str, Value] = {"indeks": facts.indeks, "kategori": facts.kategori}
    moved = facts.perubahan
    if moved is not None and is_real(moved, w) and not season.is_seasonal(facts):
        parts = [
            w("Indeks {gerak} menjadi {indeks:n} ({kategori:t})", gerak=describe_change(w, moved.selisih), **values)
        ]
    else:
        parts = [w("Indeks {indeks:n} ({kategori:t})", **values)]
    if facts.target is not None:
        gap = facts.indeks - facts.target
        parts.append(
            w(
                N_("target {target:n} tercapai")
                if facts.target_tercapai and w.is_same(facts.indeks, facts.target)
                else N_("target {target:n} tercapai dengan kelebihan {poin:n} poin")
                if facts.target_tercapai
                else N_("tepat di bawah target {target:n}")
                if w.is_same(facts.indeks, facts.target)
                else N_("{poin:n} poin di bawah target {target:n}"),
                poin=abs(gap),
                target=facts.target,
            )
        )
    start = facts.awal_tahun if opening.is_closed(facts) else None
    text = ", ".join(parts)
    if start is None or w.is_zero(start.hangus):
        return text
    return f"{text}. " + w(
        "Tahun {tahun} berangkat dari {awal:n}: {poin:n} poin berhenti dihitung pada 1 Januari",
        tahun=start.tahun,
        awal=start.indeks,
        poin=start.hangus,
    )


def is_real(moved: Perubahan, w: Writer) -> bool:
    """Whether a change is more than chance explains, and more than nothing as it is shown."""
    return moved.lebih_dari_derau and not w.is_zero(moved.selisih)


def caveats(facts: Facts, w: Writer) -> list[str]:
    """What a reader must know before he uses the figures: whose target, which way of counting, what the data lack."""
    found = [
        w(
            N_("Dihitung dari catatan kepegawaian menurut {metode}; nilai resmi BKN dapat berbeda.")
            if facts.sumber_nilai == "catatan"
            else N_("Nilai resmi SIASN menurut {metode}."),
            metode=method_name(facts, w),
        )
    ]
    if facts.catatan_target:
        found.insert(0, w("Target: {catatan}.", catatan=facts.catatan_target.rstrip(".")))
    found += filter(None, [standing.other_reading(facts, w)])
    if facts.sumber_nilai == "rekap":
        found.append(recap.notice(facts, w))
    if facts.sementara:
        found.append(w("Aturan itu baru dikenal sebagian; angka yang bersandar padanya bersifat sementara."))
    if facts.pemerintah_tidak_ada and facts.tingkat == "provinsi":
        found.append(
            w(
                "Tidak ada data untuk: {daftar}. Angka provinsi tidak mencakup pemerintah daerah itu.",
                daftar=w.join(facts.nama_tidak_ada),
            )
        )
    return [*found, *inputs.sentences(facts, w)]


def _decisions(facts: Facts, decisions: list[str], w: Writer) -> Table:
    return table(
        w("Keputusan"),
        w("Keputusan yang diminta"),
        decisions,
        [
            (Column("keputusan", w("Keputusan")), lambda row: row),
            (Column("penanggung_jawab", w("Penanggung jawab"), to_fill=True), lambda row: None),
            (Column("batas", w("Batas waktu"), to_fill=True), lambda row: None),
        ],
    )


def coverage(facts: Facts, w: Writer) -> str:
    """How many employees were measured."""
    people = facts.pegawai
    if facts.sumber_nilai == "rekap":
        return w(
            "Rekap itu mencakup {diukur:i} pegawai; berapa yang seharusnya dinilai tidak diketahui.",
            diukur=people.diukur,
        )
    return w(
        N_(
            "Keadaan per {tanggal:d}: {diukur:i} pegawai dinilai; berapa yang seharusnya dinilai tidak diketahui, karena data kepegawaian tidak disertakan."
        )
        if people.seharusnya is None
        else N_(
            "Keadaan per {tanggal:d}: {diukur:i} dari {seharusnya:i} pegawai yang seharusnya diukur ({cakupan:%})."
        ),
        diukur=people.diukur,
        seharusnya=people.seharusnya,
        cakupan=people.cakupan,
        tanggal=facts.per_tanggal,
    )


def publisher(facts: Facts, w: Writer) -> str:
    """Who issues the report; nothing where the parameters do not say."""
    return w("Penerbit: {penerbit}.", penerbit=facts.penerbit.rstrip(".")) if facts.penerbit else ""


def _same_day(facts: Facts, w: Writer) -> list[KeyFigure]:
    """The change since the same day of the year before, in a neutral tone; nothing without a snapshot near it."""
    found = known(facts.perubahan).musim
    if found is None:
        return []
    note = w("sejak {tanggal:d}, masa yang sama tahun lalu", tanggal=found.dari)
    return [KeyFigure(w("Perubahan"), w.signed(found.selisih), note, "neutral")]


def figures(facts: Facts, w: Writer) -> list[KeyFigure]:
    """Index, target, change, rank and coverage at a glance."""
    found = [KeyFigure(w("Indeks"), w.number(facts.indeks), w("kategori {kategori:t}", kategori=facts.kategori))]
    if facts.target is not None:
        gap = facts.indeks - facts.target
        note = w(
            N_("target {target:n} tercapai; capaian {capaian:%}")
            if facts.target_tercapai
            else N_("target {target:n} belum tercapai")
            if w.share(facts.indeks / facts.target) == w.share(1)
            else N_("target {target:n} belum tercapai; capaian {capaian:%}"),
            target=facts.target,
            capaian=facts.indeks / facts.target,
        )
        found.append(
            KeyFigure(w("Terhadap target"), w.signed(gap), note, "positive" if facts.target_tercapai else "negative")
        )
    if facts.perubahan is not None and season.is_seasonal(facts):
        found += _same_day(facts, w)
    elif facts.perubahan is not None:
        moved_by = facts.perubahan
        certain = is_real(moved_by, w)
        tone: Tone = "neutral" if not certain else "positive" if moved_by.selisih > 0 else "negative"
        note = w("sejak {tanggal:d}", tanggal=moved_by.dari)
        if not moved_by.lebih_dari_derau and moved_by.selang is not None:
            note += "; " + w("tidak lebih dari fluktuasi wajar")
        found.append(KeyFigure(w("Perubahan"), w.signed(moved_by.selisih), note, tone))
    own = own_government(facts)
    if own is not None and len(shown_governments(facts)) > 1:
        certain = own.peringkat_min == own.peringkat_maks
        note = w(
            N_("dari {semua}")
            if own.peringkat_min is None
            else N_("dari {semua}; tingkat kepercayaan 95%")
            if certain
            else N_("dari {semua}; selang {bawah}–{atas}"),
            semua=governments.ranked_among(facts, w),
            bawah=own.peringkat_min,
            atas=own.peringkat_maks,
        )
        found.append(KeyFigure(w("Peringkat di provinsi"), str(own.peringkat), note))
    low = [row.bagian for row in facts.sebaran_kategori if row.kategori in stack.LOW]
    if None not in low and facts.sumber_nilai != "rekap":
        share, people = w.share(stack.low_share(facts)), w("dari {diukur:i} pegawai", diukur=facts.pegawai.diukur)
        found.append(KeyFigure(w("Rendah atau sangat rendah"), share, people))
    return found
