"""The sentences of the one-page summary."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.facts.model.series import Perubahan
from ipasn_analysis.sections.sentences import inputs
from ipasn_analysis.sections.sentences.change import people_and_turnover
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, label, listed, moved, say

Scored = tuple[float, str]
THINGS = 3
TOP = 3
NOTABLE = 0.25


def headline(facts: Facts, locale: Locale) -> str:
    """The index, its category and the distance to the next band, unless the target says the same."""
    text = say(
        locale,
        "Indeks Profesionalitas ASN {nama} per {tanggal} adalah {indeks}, kategori {kategori}.",
        nama=facts.nama,
        tanggal=locale.date(facts.per_tanggal),
        indeks=locale.number(facts.indeks),
        kategori=locale.translate(facts.kategori),
    )
    following = facts.kategori_berikut
    if following is None or following.batas == facts.target:
        return text
    return f"{text} " + say(
        locale,
        "Untuk naik ke kategori {kategori} (mulai {batas}) masih kurang {jarak} poin.",
        kategori=locale.translate(following.kategori),
        batas=locale.integer(following.batas),
        jarak=locale.number(following.jarak),
    )


def against_target(facts: Facts, locale: Locale) -> str:
    """Whether the target of the year is reached, by how much, and what kind of target it is."""
    target, following = facts.target, facts.kategori_berikut
    if target is None:
        return say(locale, "Untuk tahun {tahun} tidak ada target dalam parameter wilayah ini.", tahun=facts.tahun)
    gap = facts.indeks - target
    note = f" ({facts.catatan_target.rstrip('.')})" if facts.catatan_target else ""
    values = {"target": locale.number(target) + note, "tahun": facts.tahun, "poin": locale.number(abs(gap))}
    if gap >= 0:
        return say(locale, "Target {tahun} sebesar {target} tercapai, dengan kelebihan {poin} poin.", **values)
    if following is not None and following.batas == target:
        return say(
            locale,
            "Target {tahun} sebesar {target}, sekaligus batas kategori {kategori}, belum tercapai: kurang {poin} poin.",
            kategori=locale.translate(following.kategori),
            **values,
        )
    return say(locale, "Target {tahun} sebesar {target} belum tercapai: kurang {poin} poin.", **values)


def change(facts: Facts, locale: Locale) -> str:
    """The change from the year before with its largest causes; a fall is called a fall, noise is called noise."""
    moved_by = facts.perubahan
    if moved_by is None:
        return say(locale, "Perubahan dari tahun sebelumnya tidak dihitung: tidak ada data yang sebanding.")
    text = say(
        locale,
        "Dibanding {tanggal}, indeks {gerak} (dari {dari} menjadi {ke}).",
        tanggal=locale.date(moved_by.dari),
        gerak=moved(locale, moved_by.selisih),
        dari=locale.number(moved_by.indeks_dari),
        ke=locale.number(facts.indeks),
    )
    if not moved_by.lebih_dari_derau:
        noise = say(
            locale,
            "Perubahan ini tidak lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan.",
        )
        return f"{text} {noise}"
    return " ".join(filter(None, [text, people(moved_by, locale), cause(moved_by, locale)]))


def people(moved_by: Perubahan, locale: Locale) -> str:
    """What the same people's scores and what turnover did; nothing where that is withheld."""
    if None in moved_by.per_sumber.values():
        return ""
    same, turnover = people_and_turnover(moved_by)
    return say(
        locale,
        "Nilai pegawai yang ada pada kedua tanggal menyumbang {sama} poin, pergantian pegawai {ganti} poin.",
        sama=locale.signed(same),
        ganti=locale.signed(turnover),
    )


def cause(moved_by: Perubahan, locale: Locale) -> str:
    """The dimension that moved the index most in the direction of the change."""
    sign = 1 if moved_by.selisih >= 0 else -1
    if None in moved_by.per_dimensi.values():
        return ""
    name = max(DIMENSIONS, key=lambda key: sign * known(moved_by.per_dimensi[key]))
    return say(
        locale,
        "Dimensi yang paling menggerakkannya: {dimensi}, {poin} poin.",
        dimensi=label(locale, DIMENSIONS, name).lower(),
        poin=locale.signed(moved_by.per_dimensi[name]),
    )


def rank(facts: Facts, locale: Locale) -> str:
    """The rank in the province with its interval."""
    rows = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    own = next((row for row in rows if row.region == facts.region), None)
    if own is None or len(rows) < 2:
        return ""
    values = {
        "peringkat": own.peringkat,
        "jumlah": len(rows),
        "bawah": own.peringkat_min,
        "atas": own.peringkat_maks,
    }
    if own.peringkat_min == own.peringkat_maks:
        return say(
            locale,
            "Dengan tingkat kepercayaan 95%, peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi.",
            **values,
        )
    return say(
        locale,
        "Peringkat ke-{peringkat} dari {jumlah} pemerintah di provinsi; selang 95% peringkat {bawah} sampai {atas}.",
        **values,
    )


def coverage(facts: Facts, locale: Locale) -> str:
    """How many employees were measured."""
    people = facts.pegawai
    return say(
        locale,
        "Diukur {diukur} dari {jumlah} pegawai dalam data ({cakupan}); {dikecualikan} dikecualikan dan {ditolak} ditolak.",
        diukur=locale.integer(people.diukur),
        jumlah=locale.integer(people.jumlah),
        cakupan=locale.share(people.cakupan),
        dikecualikan=locale.integer(people.dikecualikan),
        ditolak=locale.integer(people.ditolak),
    )


def strengths(facts: Facts, locale: Locale) -> list[str]:
    """The three strongest points, by their worth in points of the index; none that an absent table alone makes.

    Only what stands above a comparison: a dimension that rose but is still behind is told by `improvements`.
    """
    unproven = inputs.unproven(inputs.absent(facts))
    found: list[Scored] = []
    for name, gap in _gaps(facts).items():
        if name not in unproven and locale.number(gap) != locale.number(0.0) and gap > 0:
            text = say(
                locale,
                "{dimensi} {poin} poin di atas median pemerintah sebanding.",
                dimensi=label(locale, DIMENSIONS, name),
                poin=locale.number(gap),
            )
            found.append((gap, text))
    behind = {name for name, gap in _gaps(facts).items() if gap < 0}
    found += [scored for name, scored in _risen(facts, locale).items() if name not in behind]
    found += _best_governments(facts, locale) if facts.tingkat == "provinsi" else _best_units(facts, locale)
    found += [scored for name, scored in _best_dimensions(facts, locale) if name not in unproven | behind]
    found.sort(key=lambda pair: -pair[0])
    return [text for _, text in found[:THINGS]]


def improvements(facts: Facts, locale: Locale) -> list[str]:
    """The dimensions that raised the index most, wherever they stand."""
    found = sorted(_risen(facts, locale).values(), key=lambda pair: -pair[0])
    return [text for _, text in found[:THINGS]]


def _gaps(facts: Facts) -> dict[str, float]:
    """By dimension the points above (below: negative) the median of the other governments."""
    if facts.pembanding is None:
        return {}
    found = {name: facts.pembanding[name].selisih_median for name in DIMENSIONS}
    return {name: gap for name, gap in found.items() if gap is not None}


def _risen(facts: Facts, locale: Locale) -> dict[str, Scored]:
    """The dimensions that raised the index notably since the year before."""
    moved_by = facts.perubahan
    if moved_by is None:
        return {}
    before = inputs.absent(facts, moved_by.dari.year)
    unproven = inputs.unproven(inputs.absent(facts)) | inputs.unproven(before)
    found = {}
    for name, points in moved_by.per_dimensi.items():
        if points is not None and points >= NOTABLE and name not in unproven:
            text = say(
                locale,
                "{dimensi} menyumbang kenaikan {poin} poin sejak {tanggal}.",
                dimensi=label(locale, DIMENSIONS, name),
                poin=locale.number(points),
                tanggal=locale.date(moved_by.dari),
            )
            found[name] = (points, text)
    return found


def _best_governments(facts: Facts, locale: Locale) -> list[Scored]:
    """Of a territory: its governments that reach the target, where they are half at least."""
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    above = [row for row in shown if facts.target is not None and row.indeks >= facts.target]
    if not above or len(above) < len(shown) / 2:
        return []
    text = say(
        locale,
        "{jumlah} dari {semua} pemerintah mencapai target {target}; yang tertinggi {unit} ({indeks}).",
        jumlah=locale.integer(len(above)),
        semua=locale.integer(len(shown)),
        target=locale.number(facts.target),
        unit=above[0].nama,
        indeks=locale.number(above[0].indeks),
    )
    return [(0.0, text)]


def _best_units(facts: Facts, locale: Locale) -> list[Scored]:
    """Units above the target where they are half at least, and those certainly among the best of more than three."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    above = [row for row in shown if row.di_bawah_target is False]
    found: list[Scored] = []
    some_hidden = len(shown) < len(facts.perangkat_daerah)
    certain = [row.nama for row in shown if row.pasti_teratas and not row.di_bawah_target]
    if certain and len(shown) > TOP:
        text = say(
            locale,
            "{daftar} pasti termasuk tiga teratas di antara perangkat daerah yang ditampilkan."
            if some_hidden
            else "{daftar} pasti termasuk tiga perangkat daerah teratas.",
            daftar=listed(locale, certain),
        )
        found.append((NOTABLE, text))
    if above and len(above) >= len(shown) / 2:
        text = say(
            locale,
            "{jumlah} dari {semua} perangkat daerah yang ditampilkan mencapai target {target}; yang tertinggi {unit} ({indeks})."
            if some_hidden
            else "{jumlah} dari {semua} perangkat daerah mencapai target {target}; yang tertinggi {unit} ({indeks}).",
            jumlah=locale.integer(len(above)),
            semua=locale.integer(len(shown)),
            target=locale.number(facts.target),
            unit=above[0].nama,
            indeks=locale.number(above[0].indeks),
        )
        found.append((0.0, text))
    return found


def _best_dimensions(facts: Facts, locale: Locale) -> list[tuple[str, Scored]]:
    """Dimensions near their maximum; they rank behind everything measured in points."""
    told = {name: found.persen_maksimum for name, found in facts.dimensi.items()}
    shown = [(name, percent) for name, percent in told.items() if percent is not None]
    rows = sorted(shown, key=lambda pair: -pair[1])
    return [
        (
            name,
            (
                -place - 1.0,
                say(
                    locale,
                    "{dimensi} mencapai {persen} dari maksimumnya.",
                    dimensi=label(locale, DIMENSIONS, name),
                    persen=locale.percent(percent),
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
