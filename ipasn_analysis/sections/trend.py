"""Tren: every snapshot, the exact test, published figures beside what is computed."""

from __future__ import annotations

from math import factorial

from ipasn_analysis.blocks.model import Block, Chart, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.series import series
from ipasn_analysis.facts.comparable import is_year_end
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.sections.common import below, points_of, source, source_of_series, table
from ipasn_analysis.writing.words import DIMENSIONS, INSTRUMENTS
from ipasn_analysis.writing.writer import N_, Value, Writer

SIGNIFICANT = 0.05
ENOUGH_YEARS = 5
DOUBTFUL = 0.05


def section(facts: Facts, w: Writer) -> Section:
    """The series as chart and table with its test, up to the report's cut-off date."""
    whole = _so_far(facts)
    facts = of_one_track(whole)
    sentences = [trend(facts, w), chance(facts, w), within_a_year(facts, w)]
    told = [" ".join(filter(None, sentences)), breaks(facts, w)]
    blocks: list[Block] = [Prose([text for text in told if text])]
    drawn = picture(whole, w) if whole.tingkat == "provinsi" else None
    blocks += [drawn] if drawn is not None else []
    appendix: list[Block] = [_table(whole, w)]
    if facts.tren_resmi:
        appendix.append(_official(facts, w))
    if any(row.cukup_data for row in facts.tren_unit):
        appendix += [Prose([units(facts, w)]), _units(facts, w)]
    return Section("tren", w("Tren"), blocks, w, appendix)


def picture(facts: Facts, w: Writer) -> Chart | None:
    """The series, in a regency's summary and in a province's section of the trend; None with nothing to draw."""
    drawn = of_one_track(_so_far(facts))
    return series(drawn, w, "", title(drawn, w))


def trend(facts: Facts, w: Writer) -> str:
    """The slope with its interval, as the exact test allows, or that there are not enough data."""
    test = facts.uji_tren
    years = len(test.tahun)
    if not test.cukup_data:
        return w(
            "Belum cukup data untuk menyatakan tren: ada {jumlah:i} tahun yang sebanding, diperlukan sedikitnya {perlu}.",
            jumlah=years,
            perlu=ENOUGH_YEARS,
        )
    values = {"awal": test.tahun[0], "akhir": test.tahun[-1], "laju": test.sen_slope}
    if known(test.p_value) < SIGNIFICANT:
        text = (
            w("Dari {awal} sampai {akhir} indeks cenderung naik", **values)
            if known(test.kendall_tau) > 0
            else w("Dari {awal} sampai {akhir} indeks cenderung turun", **values)
        )
        text += (
            w(", {laju:+} poin per tahun", **values)
            if not w.is_zero(known(test.sen_slope))
            else w("; laju mediannya {laju:+} poin per tahun", **values)
        )
    else:
        text = w("Dari {awal} sampai {akhir} tidak tampak kecenderungan yang meyakinkan", **values)
        text += w("; laju mediannya {laju:+} poin per tahun", **values)
    return f"{text}{interval(test.sen_selang, w)}."


def interval(bounds: tuple[float, float] | None, w: Writer) -> str:
    """The interval in brackets; nothing where the data allow none."""
    if bounds is None:
        return ""
    low, high = bounds
    return " " + w("(rentang wajar {bawah:+} sampai {atas:+})", bawah=low, atas=high)


def chance(facts: Facts, w: Writer) -> str:
    """Whether the target is reached by the cut-off, and what that rests on."""
    found = facts.kemungkinan_target
    values: dict[str, Value] = {"tanggal": found.batas, "target": facts.target}
    if found.dasar in ("no_target", "not_enough"):
        return ""
    if found.dasar == "final":
        if found.tercapai:
            return w("Data sampai tanggal batas {tanggal:d} sudah masuk: target {target:n} tercapai.", **values)
        return w(
            "Data sampai tanggal batas {tanggal:d} sudah masuk: target {target:n} tidak tercapai.",
            **values,
        )
    if found.perlu == 0:
        return w(
            "Target {target:n} sudah tercapai sebelum tanggal batas {tanggal:d}; yang perlu dijaga ialah pencatatan sampai hari itu.",
            **values,
        )
    text = w(
        "Untuk mencapai target {target:n} pada {tanggal:d} indeks perlu naik {perlu} poin per pekan",
        perlu=w.size(known(found.perlu)),
        **values,
    )
    text += "." if found.laju is None else w("; antara dua data terakhir {laju:+} poin per pekan.", laju=found.laju)
    return f"{text} {_forecast(facts, w)}"


def _forecast(facts: Facts, w: Writer) -> str:
    """What earlier years let expect; without two of them, that nothing more is said."""
    found = facts.kemungkinan_target
    if found.peluang is None:
        return w(
            "Peluangnya tidak dihitung: belum ada dua tahun sebelumnya yang sebanding, dengan data pada masa ini dan pada akhir tahunnya."
        )
    return w(
        "Bila sisa tahun berjalan seperti {tahun}, indeks pada tanggal itu diperkirakan {perkiraan:n} (selang 95%: {bawah:n} sampai {atas:n}) dan peluang mencapai target {peluang}.",
        tahun=w.join([str(year) for year in found.tahun_acuan]),
        perkiraan=found.perkiraan,
        bawah=found.bawah,
        atas=found.atas,
        peluang=_in_words(found.peluang, w),
    )


def _in_words(chance: float, w: Writer) -> str:
    """A probability, which is never said to be nothing or everything."""
    if chance < DOUBTFUL:
        return w("di bawah {peluang:%0}", peluang=DOUBTFUL)
    if chance > 1 - DOUBTFUL:
        return w("di atas {peluang:%0}", peluang=1 - DOUBTFUL)
    return w("sekitar {peluang:%0}", peluang=chance)


def within_a_year(facts: Facts, w: Writer) -> str:
    """Why snapshots within a year lie lower than those of its end; empty where no year has several."""
    years = [point.tahun for point in facts.tren if point.indeks is not None]
    if facts.impor or len(set(years)) == len(years):
        return ""
    return w(
        "Indeks di tengah tahun lazimnya lebih rendah daripada indeks akhir tahun: jam diklat teknis dihitung sejak 1 Januari tahun itu, sehingga baru lengkap pada akhir tahun."
    )


def units(facts: Facts, w: Writer) -> str:
    """Which units rise or fall beyond doubt, after correction for testing many of them."""
    tested = [row for row in facts.tren_unit if row.cukup_data]
    certain = [row for row in tested if known(row.p_terkoreksi) < SIGNIFICANT]
    up = [row.nama for row in certain if known(row.kendall_tau) > 0]
    down = [row.nama for row in certain if known(row.kendall_tau) < 0]
    count = w.integer(len(tested))
    years = max(len(row.tahun) for row in tested)
    if not certain and 2 * len(tested) / factorial(years) >= SIGNIFICANT:
        return w(
            "Dengan {tahun} tahun uji ini tidak dapat memastikan apa pun bagi {jumlah} perangkat daerah: tidak adanya yang meyakinkan bukan tanda bahwa tidak ada yang berubah.",
            tahun=years,
            jumlah=count,
        )
    if not certain:
        return w(
            "Tidak satu pun dari {jumlah} perangkat daerah dengan data yang cukup jelas naik atau turun.",
            jumlah=count,
        )
    parts = [
        w(
            "Dari {jumlah} perangkat daerah dengan data yang cukup, {meyakinkan:i} jelas naik atau turun.",
            jumlah=count,
            meyakinkan=len(certain),
        )
    ]
    if up:
        parts.append(w("Naik: {daftar}.", daftar=w.join(up)))
    if down:
        parts.append(w("Turun: {daftar}.", daftar=w.join(down)))
    return " ".join(parts)


def breaks(facts: Facts, w: Writer) -> str:
    """A warning where the instrument changed within the series."""
    pairs = [
        (before.tahun, after.tahun)
        for before, after in zip(facts.tren, facts.tren[1:], strict=False)
        if before.instrumen != after.instrumen
    ]
    changed = [
        w("pada {tahun}", tahun=last) if last - first <= 1 else w("antara {awal} dan {akhir}", awal=first, akhir=last)
        for first, last in dict.fromkeys(pairs)
    ]
    if not changed:
        return ""
    return w(
        "Metode penilaian berganti {tahun}; hasil sebelum dan sesudahnya tidak sebanding dan tidak disambung, dan tidak ada perubahan, uji tren, atau peluang yang dihitung lintas pergantian itu.",
        tahun=w.join(changed),
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart of the series shows: first and last year-end under one instrument; what lies between is no rise."""
    told = [point for point in facts.tren if point.indeks is not None and point.sebanding]
    points = {point.tahun: point for point in told if is_year_end(point.per_tanggal)}
    if len(points) < 2:
        return w("Indeks pada setiap tanggal data")
    first, *_, last = points.values()
    return w(
        N_("Indeks {akhir} sama dengan indeks {awal}: {ke:n}")
        if w.is_same(first.indeks, last.indeks)
        else N_("Indeks naik dari {dari:n} ({awal}) menjadi {ke:n} ({akhir})")
        if known(last.indeks) > known(first.indeks)
        else N_("Indeks turun dari {dari:n} ({awal}) menjadi {ke:n} ({akhir})"),
        dari=first.indeks,
        awal=first.tahun,
        ke=last.indeks,
        akhir=last.tahun,
    )


def _so_far(facts: Facts) -> Facts:
    """The facts without what came after the report's cut-off date."""
    return facts.model_copy(
        update={
            "tren": tuple(row for row in facts.tren if row.per_tanggal <= facts.per_tanggal),
            "tren_resmi": tuple(row for row in facts.tren_resmi if row.tahun <= facts.tahun),
        }
    )


def of_one_track(facts: Facts) -> Facts:
    """The facts with the series that is drawn: of official scores without what was scored from records between them."""
    if facts.sumber_nilai == "catatan":
        return facts
    return facts.model_copy(update={"tren": tuple(row for row in facts.tren if row.resmi)})


def _table(facts: Facts, w: Writer) -> Table:
    territory = facts.tingkat == "provinsi"
    note = w("Uji tren memakai data terakhir setiap tahun dengan instrumen tahun laporan.")
    if facts.uji_tren.cukup_data:
        note += " " + w(
            "Laju: kemiringan Theil–Sen dengan selang 95%; uji Kendall eksak {p:p}.", p=facts.uji_tren.p_value
        )
    if territory:
        note += " " + w("Data dengan pemerintah daerah yang berbeda tidak ikut diuji.")
    return table(
        w("Tren"),
        w("Indeks dan dimensi pada setiap tanggal data"),
        facts.tren,
        [
            (Column("per_tanggal", w("Keadaan per"), "date"), lambda row: row.per_tanggal.isoformat()),
            (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
            *((Column(name, w.label(DIMENSIONS, name), "number"), points_of(name)) for name in DIMENSIONS),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
            (Column("instrumen", w("Instrumen")), lambda row: w.label(INSTRUMENTS, row.instrumen)),
            (Column("nilai", w("Nilai")), lambda row: w("resmi SIASN") if row.resmi else w("dari catatan")),
            *(
                [(Column("pemerintah", w("Pemerintah daerah"), "integer"), lambda row: row.pemerintah)]
                if territory
                else []
            ),
        ],
        note=note,
        source=source_of_series(facts, w),
        hidden_text=below(facts, w),
    )


def _official(facts: Facts, w: Writer) -> Table:
    return table(
        w("Angka resmi"),
        w("Angka resmi yang diterbitkan"),
        facts.tren_resmi,
        [
            (Column("tahun", w("Tahun")), lambda row: str(row.tahun)),
            (Column("indeks", w("Indeks resmi"), "number"), lambda row: row.indeks),
            (Column("sumber", w("Sumber")), lambda row: row.sumber),
        ],
        note=w("Angka resmi tidak dihitung oleh laporan ini dan tidak masuk uji tren."),
    )


def _units(facts: Facts, w: Writer) -> Table:
    """The trend of every unit with enough years, steepest rise first."""
    return table(
        w("Tren per perangkat daerah"),
        w("Tren perangkat daerah yang memiliki cukup tahun"),
        sorted((row for row in facts.tren_unit if row.cukup_data), key=lambda row: (-known(row.sen_slope), row.nama)),
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("tahun", w("Jumlah tahun"), "integer"), lambda row: len(row.tahun)),
            (Column("laju", w("Poin per tahun"), "signed"), lambda row: row.sen_slope),
            (Column("selang", w("Selang 95%"), "interval"), lambda row: row.sen_selang),
            (Column("tau", w("Tau Kendall"), "signed"), lambda row: row.kendall_tau),
            (Column("p", w("p terkoreksi"), "number", decimals=3), lambda row: row.p_terkoreksi),
        ],
        note=w(
            "Kemiringan Theil–Sen dan uji Kendall eksak; nilai p dikoreksi menurut Holm karena banyak perangkat daerah diuji sekaligus. Kolom tahun: banyaknya tahun yang sebanding."
        ),
        source=source(facts, w),
    )
