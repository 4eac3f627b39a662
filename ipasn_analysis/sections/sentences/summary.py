"""The sentences of the one-page summary."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.facts.model.series import Perubahan
from ipasn_analysis.sections.sentences import inputs
from ipasn_analysis.sections.sentences.change import people_and_turnover
from ipasn_analysis.writing.words import DIMENSIONS, describe_change
from ipasn_analysis.writing.writer import N_, Value, Writer

Scored = tuple[float, str]
THINGS = 3
TOP = 3
NOTABLE = 0.25


def headline(facts: Facts, w: Writer) -> str:
    """The index, its category and the distance to the next band, unless the target says the same."""
    text = w(
        "Indeks Profesionalitas ASN {nama} per {tanggal:d} adalah {indeks:n}, kategori {kategori:t}.",
        nama=facts.nama,
        tanggal=facts.per_tanggal,
        indeks=facts.indeks,
        kategori=facts.kategori,
    )
    following = facts.kategori_berikut
    if following is None or following.batas == facts.target:
        return text
    return f"{text} " + w(
        "Untuk naik ke kategori {kategori:t} (mulai {batas:i}) masih kurang {jarak:n} poin.",
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
    if moved_by is None:
        return w("Perubahan dari tahun sebelumnya tidak dihitung: tidak ada data yang sebanding.")
    text = w(
        "Dibanding {tanggal:d}, indeks {gerak} (dari {dari:n} menjadi {ke:n}).",
        tanggal=moved_by.dari,
        gerak=describe_change(w, moved_by.selisih),
        dari=moved_by.indeks_dari,
        ke=facts.indeks,
    )
    if not moved_by.lebih_dari_derau:
        noise = w(
            "Perubahan ini tidak lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan.",
        )
        return f"{text} {noise}"
    return " ".join(filter(None, [text, people(moved_by, w), cause(moved_by, w)]))


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
    values: dict[str, Value] = {
        "peringkat": own.peringkat,
        "jumlah": len(rows),
        "bawah": own.peringkat_min,
        "atas": own.peringkat_maks,
    }
    if own.peringkat_min == own.peringkat_maks:
        return w(
            "Dengan tingkat kepercayaan 95%, peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi.",
            **values,
        )
    return w(
        "Peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi; selang 95% peringkat {bawah} sampai {atas}.",
        **values,
    )


def coverage(facts: Facts, w: Writer) -> str:
    """How many employees were measured."""
    people = facts.pegawai
    return w(
        "Diukur {diukur:i} dari {jumlah:i} pegawai dalam data ({cakupan:%}); {dikecualikan:i} dikecualikan dan {ditolak:i} ditolak.",
        diukur=people.diukur,
        jumlah=people.jumlah,
        cakupan=people.cakupan,
        dikecualikan=people.dikecualikan,
        ditolak=people.ditolak,
    )


def strengths(facts: Facts, w: Writer) -> list[str]:
    """The three strongest points, by their worth in points of the index; none that an absent table alone makes.

    Only what stands above a comparison: a dimension that rose but is still behind is told by `improvements`.
    """
    unproven = inputs.unproven(inputs.absent(facts))
    found: list[Scored] = []
    for name, gap in _gaps(facts).items():
        if name not in unproven and w.number(gap) != w.number(0.0) and gap > 0:
            text = w(
                "{dimensi} {poin:n} poin di atas median pemerintah sebanding.",
                dimensi=w.label(DIMENSIONS, name),
                poin=gap,
            )
            found.append((gap, text))
    behind = {name for name, gap in _gaps(facts).items() if gap < 0}
    found += [scored for name, scored in _risen(facts, w).items() if name not in behind]
    found += _best_governments(facts, w) if facts.tingkat == "provinsi" else _best_units(facts, w)
    found += [scored for name, scored in _best_dimensions(facts, w) if name not in unproven | behind]
    found.sort(key=lambda pair: -pair[0])
    return [text for _, text in found[:THINGS]]


def improvements(facts: Facts, w: Writer) -> list[str]:
    """The dimensions that raised the index most, wherever they stand."""
    found = sorted(_risen(facts, w).values(), key=lambda pair: -pair[0])
    return [text for _, text in found[:THINGS]]


def _gaps(facts: Facts) -> dict[str, float]:
    """By dimension the points above (below: negative) the median of the other governments."""
    if facts.pembanding is None:
        return {}
    found = {name: facts.pembanding[name].selisih_median for name in DIMENSIONS}
    return {name: gap for name, gap in found.items() if gap is not None}


def _risen(facts: Facts, w: Writer) -> dict[str, Scored]:
    """The dimensions that raised the index notably since the year before."""
    moved_by = facts.perubahan
    if moved_by is None:
        return {}
    before = inputs.absent(facts, moved_by.dari.year)
    unproven = inputs.unproven(inputs.absent(facts)) | inputs.unproven(before)
    found = {}
    for name, points in moved_by.per_dimensi.items():
        if points is not None and points >= NOTABLE and name not in unproven:
            text = w(
                "{dimensi} menyumbang kenaikan {poin:n} poin sejak {tanggal:d}.",
                dimensi=w.label(DIMENSIONS, name),
                poin=points,
                tanggal=moved_by.dari,
            )
            found[name] = (points, text)
    return found


def _best_governments(facts: Facts, w: Writer) -> list[Scored]:
    """Of a territory: its governments that reach the target, where they are half at least."""
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    above = [row for row in shown if facts.target is not None and row.indeks >= facts.target]
    if not above or len(above) < len(shown) / 2:
        return []
    text = w(
        "{jumlah:i} dari {semua:i} pemerintah mencapai target {target:n}; yang tertinggi {unit} ({indeks:n}).",
        jumlah=len(above),
        semua=len(shown),
        target=facts.target,
        unit=above[0].nama,
        indeks=above[0].indeks,
    )
    return [(0.0, text)]


def _best_units(facts: Facts, w: Writer) -> list[Scored]:
    """Units above the target where they are half at least, and those certainly among the best of more than three."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    above = [row for row in shown if row.di_bawah_target is False]
    found: list[Scored] = []
    some_hidden = len(shown) < len(facts.perangkat_daerah)
    certain = [row.nama for row in shown if row.pasti_teratas and not row.di_bawah_target]
    if certain and len(shown) > TOP:
        text = w(
            N_("{daftar} pasti termasuk tiga teratas di antara perangkat daerah yang ditampilkan.")
            if some_hidden
            else N_("{daftar} pasti termasuk tiga perangkat daerah teratas."),
            daftar=w.join(certain),
        )
        found.append((NOTABLE, text))
    if above and len(above) >= len(shown) / 2:
        text = w(
            N_(
                "{jumlah:i} dari {semua:i} perangkat daerah yang ditampilkan mencapai target {target:n}; yang tertinggi {unit} ({indeks:n})."
            )
            if some_hidden
            else N_(
                "{jumlah:i} dari {semua:i} perangkat daerah mencapai target {target:n}; yang tertinggi {unit} ({indeks:n})."
            ),
            jumlah=len(above),
            semua=len(shown),
            target=facts.target,
            unit=above[0].nama,
            indeks=above[0].indeks,
        )
        found.append((0.0, text))
    return found


def _best_dimensions(facts: Facts, w: Writer) -> list[tuple[str, Scored]]:
    """Dimensions near their maximum; they rank behind everything measured in points."""
    told = {name: found.persen_maksimum for name, found in facts.dimensi.items()}
    shown = [(name, percent) for name, percent in told.items() if percent is not None]
    rows = sorted(shown, key=lambda pair: -pair[1])
    return [
        (
            name,
            (
                -place - 1.0,
                w(
                    "{dimensi} mencapai {persen:pc} dari maksimumnya.",
                    dimensi=w.label(DIMENSIONS, name),
                    persen=percent,
                ),
            ),
        )
        for place, (name, percent) in enumerate(rows[:THINGS])
        if percent >= 75
    ]


def ranked_people(facts: Facts) -> int:
    """How many people are measured in the government whose units are ranked: of a territory, its provincial one."""
    if facts.tingkat != "provinsi":
        return facts.pegawai.diukur
    rows = facts.peringkat_pemerintah
    counted = [row.diukur for row in rows if row.region.startswith("pemprov") and row.diukur]
    return counted[0] if counted else sum(row.diukur or 0 for row in facts.perangkat_daerah)
