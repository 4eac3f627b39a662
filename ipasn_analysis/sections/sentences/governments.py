"""The sentences about the governments of a province: who leads, who certainly does, what sets the best apart."""

from __future__ import annotations

from collections.abc import Sequence

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.ranking import Pemerintah, PemerintahTampil
from ipasn_analysis.facts.model.result import Facts, ProvinceFacts
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, FEW, ITEMS, label, listed, lowered, say


def shown(facts: Facts) -> list[PemerintahTampil]:
    """The governments whose figures are shown, by rank."""
    return [row for row in facts.peringkat_pemerintah if not row.disembunyikan]


def leaders(facts: Facts, locale: Locale) -> str:
    """The highest and the lowest index."""
    rows = shown(facts)
    if len(rows) < 2:
        return ""
    return say(
        locale,
        "Indeks {jumlah} pemerintah berkisar dari {rendah} ({terendah}) sampai {tinggi} ({tertinggi}).",
        jumlah=len(rows),
        rendah=locale.number(rows[-1].indeks),
        terendah=rows[-1].nama,
        tinggi=locale.number(rows[0].indeks),
        tertinggi=rows[0].nama,
    )


def best(facts: Facts, locale: Locale) -> str:
    """Who is certainly, and who else possibly, among the best; empty where so few stand for themselves."""
    certain = [row.nama for row in shown(facts) if row.pasti_teratas]
    possible = [row.nama for row in shown(facts) if row.mungkin_teratas and not row.pasti_teratas]
    return _ends(facts, (certain, possible), say(locale, "terbaik"), locale)


def worst(facts: Facts, locale: Locale) -> str:
    """Who is certainly, and who else possibly, among the lowest."""
    certain = [row.nama for row in shown(facts) if row.pasti_terbawah]
    possible = [row.nama for row in shown(facts) if row.mungkin_terbawah and not row.pasti_terbawah]
    return _ends(facts, (certain, possible), say(locale, "terendah"), locale)


def _ends(facts: Facts, named: tuple[list[str], list[str]], word: str, locale: Locale) -> str:
    count = facts.banyak_teratas
    if count not in FEW:
        return ""
    certain, possible = named
    values = {"banyak": label(locale, FEW, count), "ujung": word}
    if certain:
        text = say(
            locale,
            "Dengan tingkat kepercayaan 95%, yang termasuk {banyak} {ujung}: {daftar}.",
            daftar=listed(locale, certain),
            **values,
        )
    else:
        text = say(
            locale,
            "Dengan tingkat kepercayaan 95%, tidak satu pemerintah pun dapat dipastikan termasuk {banyak} {ujung}.",
            **values,
        )
    if not possible:
        return text
    return f"{text} " + say(locale, "Yang mungkin juga termasuk: {daftar}.", daftar=listed(locale, possible))


def uncertainty(locale: Locale) -> str:
    """How overlapping intervals are read; why an index fluctuates stands once, with the units."""
    return say(
        locale,
        "Selang peringkat memperhitungkan fluktuasi yang wajar; pemerintah yang selangnya bertumpang tindih jangan diperlakukan sebagai berbeda.",
    )


def position(facts: Facts, locale: Locale) -> str:
    """The own rank with its interval, and how many are certainly above and below."""
    rows = shown(facts)
    own = next((row for row in rows if row.region == facts.region), None)
    if own is None or len(rows) < 2:
        return say(
            locale, "Peringkat di provinsi tidak dihitung: tidak ada data pemerintah lain yang dapat dibandingkan."
        )
    text = say(
        locale,
        "{nama} menempati peringkat {peringkat} dari {jumlah} pemerintah.",
        nama=own.nama,
        peringkat=own.peringkat,
        jumlah=len(rows),
    )
    above, below = own.peringkat_min - 1, len(rows) - own.peringkat_maks
    undecided = len(rows) - 1 - above - below
    text += " " + say(
        locale,
        "Dengan tingkat kepercayaan 95%, {atas} pemerintah lebih tinggi dan {bawah} lebih rendah; urutannya terhadap {sisa} pemerintah lain tidak dapat dipastikan."
        if undecided
        else "Dengan tingkat kepercayaan 95%, {atas} pemerintah lebih tinggi dan {bawah} lebih rendah.",
        atas=above,
        bawah=below,
        sisa=undecided,
    )
    return f"{text} {_neighbour(rows, own, locale)}".rstrip()


def _neighbour(rows: Sequence[PemerintahTampil], own: PemerintahTampil, locale: Locale) -> str:
    """The distance to the next better government, or of the first to the second."""
    better = [row for row in rows if row.peringkat < own.peringkat]
    if better:
        return say(
            locale,
            "Pemerintah tepat di atasnya, {nama}, unggul {poin} poin.",
            nama=better[-1].nama,
            poin=locale.number(better[-1].indeks - own.indeks),
        )
    others = [row for row in rows if row.region != own.region]
    return say(
        locale,
        "Jaraknya dari {nama} {poin} poin.",
        nama=others[0].nama,
        poin=locale.number(own.indeks - others[0].indeks),
    )


def separation(facts: ProvinceFacts, locale: Locale) -> str:
    """The dimension that sets the best apart from the others, its share of the differences, and the leading item."""
    rows = [row for row in facts.pembeda if row.selisih_lainnya is not None]
    if not rows:
        return ""
    most = max(rows, key=lambda row: known(row.selisih_lainnya))
    text = say(
        locale,
        "Pemerintah terbaik ({daftar}) paling unggul dalam {dimensi}: rata-rata {poin} poin di atas yang lain.",
        daftar=listed(locale, best_names(facts)),
        dimensi=label(locale, DIMENSIONS, most.dimensi).lower(),
        poin=locale.number(most.selisih_lainnya),
    )
    varied = [row for row in rows if row.bagian_keragaman is not None]
    if varied:
        widest = max(varied, key=lambda row: known(row.bagian_keragaman))
        text += " " + say(
            locale,
            "Dari keragaman indeks antara pemerintah, {bagian} berasal dari {dimensi}.",
            bagian=locale.share(widest.bagian_keragaman, 0),
            dimensi=label(locale, DIMENSIONS, widest.dimensi).lower(),
        )
    return f"{text} {_item(facts, locale)}".rstrip()


def best_names(facts: Facts) -> list[str]:
    """The governments that count as the best in the comparison with the others."""
    return [row.nama for row in shown(facts)[: facts.banyak_teratas]]


def _item(facts: ProvinceFacts, locale: Locale) -> str:
    rows = [row for row in facts.pembeda_butir or () if row.selisih > 0]
    if not rows:
        return ""
    most = max(rows, key=lambda row: row.selisih)
    return say(
        locale,
        "Di antara butir kompetensi jarak terbesar ada pada {butir}: dipenuhi {teratas} pegawai di pemerintah terbaik dan {lainnya} di pemerintah lainnya.",
        butir=lowered(label(locale, ITEMS, most.butir)),
        teratas=locale.share(most.teratas, 0),
        lainnya=locale.share(most.lainnya, 0),
    )


def map_title(rows: Sequence[Pemerintah], locale: Locale) -> str:
    """How many governments are in a high category."""
    known = [row for row in rows if row.kategori is not None]
    if len(known) < 2:
        return say(locale, "Indeks dan kategori menurut pemerintah")
    high = [row for row in known if row.kategori in ("tinggi", "sangat tinggi")]
    values = {"jumlah": len(high), "semua": len(known), "kategori": locale.translate("tinggi")}
    if not high:
        return say(locale, "Tidak satu pun dari {semua} pemerintah berkategori {kategori}", **values)
    return say(locale, "{jumlah} dari {semua} pemerintah berkategori {kategori} atau di atasnya", **values)


def heatmap_title(rows: Sequence[Pemerintah], maxima: dict[str, float], locale: Locale) -> str:
    """The dimension in which the governments differ most, in percent of its maximum."""
    ranges = {}
    for name in DIMENSIONS:
        points = (row.dimensi[name] for row in rows)
        values = [value / maxima[name] * 100 for value in points if value is not None]
        if len(values) > 1:
            ranges[name] = (min(values), max(values))
    if not ranges:
        return say(locale, "Dimensi menurut pemerintah, persen dari maksimum")
    widest = max(ranges, key=lambda name: ranges[name][1] - ranges[name][0])
    return say(
        locale,
        "Perbedaan terbesar ada pada {dimensi}: dari {rendah} sampai {tinggi} dari maksimum",
        dimensi=label(locale, DIMENSIONS, widest).lower(),
        rendah=locale.percent(ranges[widest][0], 0),
        tinggi=locale.percent(ranges[widest][1], 0),
    )
