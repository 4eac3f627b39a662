"""Ringkasan: one page that stands alone."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Bullets, Callout, Heading, KeyFigure, KeyFigures, Prose, Tone
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import bars
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.series import Perubahan
from ipasn_analysis.sections import inputs, recap, season, tasks
from ipasn_analysis.sections.change import people_and_turnover
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.strengths import improvements, strengths
from ipasn_analysis.writing.words import DIMENSIONS, describe_change
from ipasn_analysis.writing.writer import N_, Value, Writer


def section(facts: Facts, w: Writer) -> Section:
    """Index, target, change, rank, coverage, strengths and things to do."""
    sentences = [headline(facts, w), against_target(facts, w), change(facts, w)]
    sentences.append(rank(facts, w))
    blocks: list[Block] = [*_remarks(facts, w), KeyFigures(figures(facts, w))]
    blocks.append(Prose([" ".join(filter(None, sentences)), coverage(facts, w)]))
    blocks.append(bars.dimensions(facts, w, source(facts, w)))
    strong = strengths(facts, w)
    for title, items in (
        (w("Yang kuat"), strong),
        (w("Yang membaik"), [] if strong else improvements(facts, w)),
        (w("Yang perlu dikerjakan"), tasks.tasks(facts, w)),
    ):
        if items:
            blocks += [Heading(title, 3), Bullets(items, ordered=True)]
    return Section("ringkasan", w("Ringkasan"), blocks, w)


def headline(facts: Facts, w: Writer) -> str:
    """The index, its category and the distance to the next band, unless the target says the same."""
    text = w(
        N_(
            "Indeks Profesionalitas ASN {nama} menurut nilai resmi SIASN per {tanggal:d} adalah {indeks:n}, kategori {kategori:t}."
        )
        if facts.sumber_nilai != "catatan"
        else N_("Indeks Profesionalitas ASN {nama} per {tanggal:d} adalah {indeks:n}, kategori {kategori:t}."),
        nama=facts.nama,
        tanggal=facts.per_tanggal,
        indeks=facts.indeks,
        kategori=facts.kategori,
    )
    if facts.kategori_bacaan_lain is not None:
        text += " " + w(
            "Batas kategori dibaca dengan dua cara; menurut cara yang lain kategorinya {lain:t}.",
            lain=facts.kategori_bacaan_lain,
        )
    following = facts.kategori_berikut
    if following is None or following.batas == facts.target:
        return text
    return f"{text} " + w(
        N_(
            "Untuk naik ke kategori {kategori:t} (di atas {batas:i}) indeks harus melampaui batas itu: masih kurang {jarak:n} poin."
        )
        if following.di_atas
        else N_("Untuk naik ke kategori {kategori:t} (mulai {batas:i}) masih kurang {jarak:n} poin."),
        kategori=following.kategori,
        batas=following.batas,
        jarak=following.jarak,
    )


def against_target(facts: Facts, w: Writer) -> str:
    """Whether the target of the year is reached, by how much, and what kind of target it is."""
    target, following = facts.target, facts.kategori_berikut
    if target is None:
        return w("Untuk tahun {tahun} tidak ada target dalam parameter wilayah ini.", tahun=facts.tahun)
    gap = facts.indeks - target
    note = f" ({facts.catatan_target.rstrip('.')})" if facts.catatan_target else ""
    values: dict[str, Value] = {"target": w.number(target) + note, "tahun": facts.tahun, "poin": abs(gap)}
    if gap >= 0:
        return w("Target {tahun} sebesar {target} tercapai, dengan kelebihan {poin:n} poin.", **values)
    if following is not None and following.batas == target:
        return w(
            "Target {tahun} sebesar {target}, sekaligus batas kategori {kategori:t}, belum tercapai: kurang {poin:n} poin.",
            kategori=following.kategori,
            **values,
        )
    return w("Target {tahun} sebesar {target} belum tercapai: kurang {poin:n} poin.", **values)


def change(facts: Facts, w: Writer) -> str:
    """The change from the year before with its largest causes; a fall is called a fall, noise is called noise."""
    moved_by = facts.perubahan
    if moved_by is None and across_the_break(facts):
        return w(
            "Perubahan dari tahun sebelumnya tidak dihitung: tahun {lama} dan tahun {baru} dinilai dengan metode yang berbeda, sehingga tidak sebanding.",
            lama=facts.tahun - 1,
            baru=facts.tahun,
        )
    if moved_by is None:
        return w("Perubahan dari tahun sebelumnya tidak dihitung: tidak ada data yang sebanding.")
    if season.is_seasonal(facts):
        return f"{season.same_day(facts, w)} {season.calendar(facts, w)}"
    text = w(
        "Dibanding {tanggal:d}, indeks {gerak} (dari {dari:n} menjadi {ke:n}).",
        tanggal=moved_by.dari,
        gerak=describe_change(w, moved_by.selisih),
        dari=moved_by.indeks_dari,
        ke=moved_by.indeks_dari + moved_by.selisih,
    )
    text = " ".join(filter(None, [text, season.coverage(facts, w)]))
    if facts.sumber_nilai == "rekap":
        return text
    if not moved_by.lebih_dari_derau:
        noise = w(
            N_("Apakah perubahan ini lebih daripada fluktuasi yang wajar tidak dapat dinilai dari data ini.")
            if moved_by.selang is None
            else N_(
                "Perubahan ini tidak lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan."
            )
        )
        return f"{text} {noise}"
    return " ".join(filter(None, [text, people(moved_by, w), cause(moved_by, w)]))


def across_the_break(facts: Facts) -> bool:
    """Whether the year before was measured, and by another instrument."""
    before = [point for point in facts.tren if point.tahun == facts.tahun - 1 and point.indeks is not None]
    return bool(before) and before[-1].instrumen != facts.instrumen


def people(moved_by: Perubahan, w: Writer) -> str:
    """What the same people's scores and what turnover did; nothing where that is withheld."""
    if None in moved_by.per_sumber.values():
        return ""
    same, turnover = people_and_turnover(moved_by)
    return w(
        "Nilai pegawai yang ada pada kedua tanggal menyumbang {sama:+} poin, pergantian pegawai {ganti:+} poin.",
        sama=same,
        ganti=turnover,
    )


def cause(moved_by: Perubahan, w: Writer) -> str:
    """The dimension that moved the index most in the direction of the change."""
    sign = 1 if moved_by.selisih >= 0 else -1
    if None in moved_by.per_dimensi.values():
        return ""
    name = max(DIMENSIONS, key=lambda key: sign * known(moved_by.per_dimensi[key]))
    return w(
        "Dimensi yang paling menggerakkannya: {dimensi}, {poin:+} poin.",
        dimensi=w.label(DIMENSIONS, name).lower(),
        poin=moved_by.per_dimensi[name],
    )


def rank(facts: Facts, w: Writer) -> str:
    """The rank in the province with its interval."""
    rows = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    own = next((row for row in rows if row.region == facts.region), None)
    if own is None or len(rows) < 2:
        return ""
    if own.peringkat_min is None:
        return w(
            "Peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi.", peringkat=own.peringkat, jumlah=len(rows)
        )
    values: dict[str, Value] = {
        "peringkat": own.peringkat,
        "jumlah": len(rows),
        "bawah": own.peringkat_min,
        "atas": own.peringkat_maks,
    }
    if own.peringkat_min == own.peringkat_maks:
        return w(
            "Dengan tingkat kepercayaan 95%, peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi.", **values
        )
    return w(
        "Peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi; selang 95% peringkat {bawah} sampai {atas}.",
        **values,
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
            "Dinilai {diukur:i} pegawai; dari {jumlah:i} baris data, {dikecualikan:i} dikecualikan dan {ditolak:i} ditolak. Berapa pegawai yang seharusnya dinilai tidak diketahui, karena data kepegawaian (profil) tidak disertakan."
        )
        if people.seharusnya is None
        else N_(
            "Diukur {diukur:i} dari {seharusnya:i} pegawai yang seharusnya diukur ({cakupan:%}); dari {jumlah:i} baris data, {dikecualikan:i} dikecualikan dan {ditolak:i} ditolak."
        ),
        diukur=people.diukur,
        seharusnya=people.seharusnya,
        jumlah=people.jumlah,
        cakupan=people.cakupan,
        dikecualikan=people.dikecualikan,
        ditolak=people.ditolak,
    )


def ranked_people(facts: Facts) -> int:
    """How many people are measured in the government whose units are ranked: of a territory, its provincial one."""
    if facts.tingkat != "provinsi":
        return facts.pegawai.diukur
    rows = facts.peringkat_pemerintah
    counted = [row.diukur for row in rows if row.pemprov and row.diukur]
    return counted[0] if counted else sum(row.diukur or 0 for row in facts.perangkat_daerah)


def _remarks(facts: Facts, w: Writer) -> list[Block]:
    found: list[Block] = []
    if facts.sumber_nilai == "rekap":
        found.append(Callout("note", w("Rekap hasil resmi"), [recap.notice(facts, w)]))
    if facts.sementara:
        text = w(
            "Instrumen {nama} baru dikenal sebagian; angka yang bersandar padanya bersifat sementara.",
            nama=facts.instrumen,
        )
        found.append(Callout("provisional", w("Sementara"), [text]))
    if facts.pemerintah_tidak_ada and facts.tingkat == "provinsi":
        names = w.join(facts.nama_tidak_ada)
        text = w("Tidak ada data untuk: {daftar}. Angka provinsi tidak mencakup pemerintah itu.", daftar=names)
        found.append(Callout("warning", w("Data belum lengkap"), [text]))
    return [*found, *inputs.box(facts, w)]


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
            N_("target {target} belum tercapai") if gap < 0 else N_("target {target} tercapai"),
            target=w.number(facts.target) + ("*" if facts.catatan_target else ""),
        )
        found.append(KeyFigure(w("Terhadap target"), w.signed(gap), note, "negative" if gap < 0 else "positive"))
    if facts.perubahan is not None and season.is_seasonal(facts):
        found += _same_day(facts, w)
    elif facts.perubahan is not None:
        moved_by = facts.perubahan
        certain = moved_by.lebih_dari_derau
        tone: Tone = "neutral" if not certain else "positive" if moved_by.selisih > 0 else "negative"
        note = w("sejak {tanggal:d}", tanggal=moved_by.dari)
        if not certain and facts.sumber_nilai != "rekap":
            note += "; " + w("tidak lebih dari fluktuasi wajar")
        found.append(KeyFigure(w("Perubahan"), w.signed(moved_by.selisih), note, tone))
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    own = next((row for row in shown if row.region == facts.region), None)
    if own is not None and len(shown) > 1:
        certain = own.peringkat_min == own.peringkat_maks
        note = w(
            N_("dari {jumlah} pemerintah")
            if own.peringkat_min is None
            else N_("dari {jumlah} pemerintah; tingkat kepercayaan 95%")
            if certain
            else N_("dari {jumlah} pemerintah; selang 95%: {bawah}–{atas}"),
            jumlah=len(shown),
            bawah=own.peringkat_min,
            atas=own.peringkat_maks,
        )
        found.append(KeyFigure(w("Peringkat di provinsi"), str(own.peringkat), note))
    people = facts.pegawai
    if people.cakupan is None:
        note = w("pegawai; jumlah yang seharusnya dinilai tidak diketahui")
        found.append(KeyFigure(w("Dinilai"), w.integer(people.diukur), note))
    else:
        note = w("{diukur:i} dari {jumlah:i} pegawai", diukur=people.diukur, jumlah=people.seharusnya)
        found.append(KeyFigure(w("Cakupan"), w.share(people.cakupan), note))
    return found
