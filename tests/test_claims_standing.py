"""Each claim of the summary, the slides, the titles of charts and the page of a unit against its facts, at random."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from support.facts import facts_of, made
from test_claims import ID, VERDICTS, levels, nothing, points, share, targets

from ipasn_analysis.charts import bars, funnel, stack, unit_strip
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import PerangkatDaerahTampil
from ipasn_analysis.rules.instrument import CATEGORIES
from ipasn_analysis.sections import governments, slides, standing, strengths, summary, unit_sheet, units
from ipasn_analysis.writing.words import DIMENSIONS

DAY = date(2025, 12, 23)


def percents(text: str) -> list[float]:
    return [float(found.replace(".", "").replace(",", ".")) for found in re.findall(r"([\d.,]+)%", text)]


def alike(index: float, target: float) -> bool:
    """Whether a reader sees the same number."""
    return ID.number(index) == ID.number(target)


# The index beside category and target ---------------------------------------------------------------------------------


@st.composite
def heads(draw):
    """A government with its index, target, change and next category."""
    index, target = draw(levels), draw(st.one_of(st.none(), targets))
    moved, beyond, seasonal = draw(points), draw(st.booleans()), draw(st.booleans())
    change = {"dari": date(2024, 12, 31), "selisih": moved, "lebih_dari_derau": beyond, "tengah_tahun": seasonal}
    edge = draw(st.sampled_from((None, 61.0, 81.0, 91.0)))
    following = {"kategori": "tinggi", "batas": edge, "di_atas": draw(st.booleans()), "jarak": (edge or 0) - index}
    return {
        "sumber_nilai": draw(st.sampled_from(("catatan", "resmi", "rekap"))),
        "indeks": index,
        "kategori": "sedang",
        "target": target,
        "target_tercapai": None if target is None else index >= target,
        "perubahan": draw(st.sampled_from((None, change))),
        "kategori_berikut": following if edge is not None and edge > index else None,
        "kemungkinan_target": {"batas": DAY},
        "per_tanggal": draw(st.sampled_from((DAY, date(2025, 6, 30)))),
        "awal_tahun": {"tahun": 2026, "indeks": 50.0, "hangus": draw(st.sampled_from((0.0, 0.004, 12.5)))},
    }


@given(heads())
def test_the_first_line_names_the_change_the_target_and_the_next_year_as_they_are(given_facts):
    facts = facts_of(given_facts)
    text, figures = summary.lead(facts, ID), {row.label: row for row in summary.figures(facts, ID)}
    index, target, moved = facts.indeks, facts.target, facts.perubahan
    told = moved is not None and moved.lebih_dari_derau and not moved.tengah_tahun and not nothing(moved.selisih)
    assert (" naik " in text, " turun " in text) == (told and moved.selisih > 0, told and moved.selisih < 0)
    assert ("target" in text) == (target is not None) == ("Terhadap target" in figures)
    if target is not None:
        gap, note = index - target, figures["Terhadap target"].note
        assert ("tercapai" in text) == (gap >= 0) == ("belum" not in note)
        same = alike(index, target)
        assert ("poin di bawah target" in text, "tepat di bawah" in text) == (gap < 0 and not same, gap < 0 and same)
        assert ("kelebihan" in text) == (gap > 0 and not same)
        assert all((reached >= 100) == (gap >= 0) for reached in percents(note) if abs(gap) > 0.1)
        assert gap >= 0 or percents(note) != [100.0]
    closed = facts.per_tanggal >= DAY and not nothing(known(facts.awal_tahun).hangus)
    assert ("berangkat dari 50,00: 12,50 poin" in text) == closed
    change = figures.get("Perubahan")
    assert (change is None) == (moved is None or moved.tengah_tahun)
    if change is not None:
        assert (change.tone == "positive", change.tone == "negative") == (
            told and moved.selisih > 0,
            told and moved.selisih < 0,
        )


@given(heads())
def test_the_next_category_and_the_target_are_as_far_as_they_are(given_facts):
    facts = facts_of(given_facts)
    text, target, following = standing.headline(facts, ID), facts.target, facts.kategori_berikut
    assert ("SIASN" in text) == (facts.sumber_nilai != "catatan") and f"{ID.number(facts.indeks)}, kategori" in text
    if following is None or following.batas == target:
        assert "Untuk naik" not in text and "tepat di bawah" not in text
    elif alike(facts.indeks, following.batas):
        assert "tepat di bawah kategori tinggi" in text
    else:
        assert f"{'di atas' if following.di_atas else 'mulai'} {following.batas:.0f}" in text
        assert f"masih kurang {ID.number(following.jarak)} poin" in text
    text = standing.against_target(facts, ID)
    assert ("belum diisi" in text) == (target is None)
    if target is not None:
        edge = following is not None and following.batas == target and not alike(facts.indeks, target)
        assert ("sekaligus batas kategori" in text) == (edge and facts.indeks < target)
        assert not re.search(r"(kurang|kelebihan) 0(,0+)? poin", text)


@given(st.integers(10, 9000), st.one_of(st.none(), st.integers(0, 500)), st.booleans())
def test_those_measured_are_of_those_who_should_be(measured, others, recap):
    should = None if others is None else measured + others
    people = {"diukur": measured, "seharusnya": should, "cakupan": None if should is None else measured / should}
    text = summary.coverage(facts_of(sumber_nilai="rekap" if recap else "catatan", pegawai=people), ID)
    assert ("tidak diketahui" in text) == (recap or others is None) and f"{ID.integer(measured)} " in text
    assert all(part <= 100 for part in percents(text))
    assert recap or others is None or f"{ID.integer(measured)} dari {ID.integer(should)} pegawai" in text


# Titles ---------------------------------------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.none(), share), min_size=5, max_size=5))
def test_the_two_lowest_categories_are_counted_together(parts):
    rows = [
        {"kategori": name, "bagian": part, "disembunyikan": part is None}
        for name, part in zip(CATEGORIES, parts, strict=True)
    ]
    facts = facts_of(sebaran_kategori=rows)
    low = [row["bagian"] for row in rows if row["kategori"] in ("rendah", "sangat rendah")]
    if None in low:
        return
    text = stack.categories_title(facts, ID)
    assert text.startswith("Tidak seorang pun") == (sum(low) == 0) and "Sebanyak 0%" not in text
    assert ("Kurang dari 1%" in text) == (0 < sum(low) < 0.005)
    assert all(part <= 100 for part in percents(text)) and stack.low_share(facts) == min(1, sum(low))


@given(st.tuples(*[st.floats(0, 1)] * 4))
def test_the_dimension_furthest_from_its_maximum_is_named_and_what_is_missing_most(parts):
    tops = dict(zip(DIMENSIONS, (25.0, 40.0, 30.0, 5.0), strict=True))
    dimensions = {
        name: {"rata_rata": top * part, "maksimum": top, "persen_maksimum": 100 * part}
        for (name, top), part in zip(tops.items(), parts, strict=True)
    }
    index = sum(row["rata_rata"] for row in dimensions.values())
    facts = facts_of(sumber_nilai="resmi", indeks=index, dimensi=dimensions)
    text, lowest = bars.dimensions_title(facts, ID), min(parts)
    if lowest == 1 or ID.share(lowest) == "100,0%":
        assert ("mencapai maksimumnya" in text) and ("hampir" in text) == (lowest < 1)
    else:
        name, told = re.match(r"(\w+) paling jauh .*: ([\d,]+%) tercapai", text).groups()
        assert told == ID.share(lowest) and parts[[*DIMENSIONS].index(name.lower())] == lowest
    chart = stack.missing_points(facts, ID)
    gaps = {name: tops[name] - dimensions[name]["rata_rata"] for name in DIMENSIONS}
    assert (chart is None) == (max(gaps.values()) <= 0.005)
    if chart is not None:
        whole, most, name = re.match(r"Dari ([\d,]+) poin .*, ([\d,]+) ada pada (\w+)", chart.title).groups()
        assert gaps[name] == max(gaps.values()) and most == ID.number(gaps[name], 1)
        assert whole == ID.number(100 - index, 1)


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=6))
def test_the_funnel_names_or_counts_the_units_on_their_side(verdicts):
    rows = [
        {"nama": f"Unit {place}", "diukur": 20 + place, "indeks": 80.0, "bawah": 70.0, "atas": 90.0, "putusan": verdict}
        for place, verdict in enumerate(verdicts)
    ]
    chart = funnel.funnel(facts_of(corong={"pusat": 80.0, "unit": rows}), ID, "")
    sides = {side: [row["nama"] for row in rows if row["putusan"] == side] for side in ("di_atas", "di_bawah")}
    above, _, below = chart.alt.partition("jelas di bawahnya")
    assert re.findall(r"Unit \d", above) == sides["di_atas"] and re.findall(r"Unit \d", below) == sides["di_bawah"]
    many = len(sides["di_atas"]) + len(sides["di_bawah"])
    if many > funnel.MOST_NAMED:
        assert re.findall(r"\d+", chart.title) == [str(len(names)) for names in sides.values()]
    else:
        assert ("dapat dibedakan" in chart.title) == (many == 0)
        first, _, second = chart.title.partition(", Unit" if all(sides.values()) else "\0")
        assert all(name in first for name in sides["di_atas"]) and ("atas" in first) == bool(sides["di_atas"])
        assert not second or ("bawah" in second and "atas" not in second)
    shown = [{"nama": row["nama"], "putusan": row["putusan"]} for row in rows]
    text = units.units_title(facts_of(sumber_nilai="catatan", perangkat_daerah=shown), ID)
    if many:
        counts = [*map(len, sides.values()), len(rows) - many]
        assert [int(count) for count in re.findall(r"\d+", text)] == counts
    else:
        assert text.startswith("Belum ada perangkat daerah")


@given(st.lists(levels, min_size=2, max_size=5))
def test_slides_claim_no_more_than_the_sentences_do(drawn):
    rows = [
        {"region": f"r{place}", "nama": f"Pemda {place}", "indeks": index, "peringkat": place + 1}
        for place, index in enumerate(sorted(drawn, reverse=True))
    ]
    facts = facts_of(tingkat="provinsi", peringkat_pemerintah=rows)
    slide = slides._governments(facts, ID)
    assert slide is not None and slide.title == governments.ends(facts.peringkat_pemerintah, ID)
    assert ("Pemda" in slide.title) == (ID.number(rows[0]["indeks"]) != ID.number(rows[-1]["indeks"]))


# Strong points --------------------------------------------------------------------------------------------------------


near = st.sampled_from((80.0, 80.5, 81.0, 82.0, 90.0))


@given(st.just(81.0), st.lists(st.tuples(near, st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_units_that_reach_the_target_are_counted_and_the_highest_is_named(target, drawn):
    rows = [
        {"nama": f"Unit {place}", "indeks": index, "pasti_teratas": best, "di_bawah_target": index < target,
         "disembunyikan": hidden}
        for place, (index, best, hidden) in enumerate(sorted(drawn, key=lambda row: -row[0]))
    ]  # fmt: skip
    hidden = [{"nama": row["nama"], "disembunyikan": True} for row in rows if row["disembunyikan"]]
    shown = [row for row in rows if not row["disembunyikan"]]
    facts = facts_of(target=target, perangkat_daerah=[*shown, *hidden])
    texts = [text for _, text in strengths._best_units(facts, ID)]
    reached = [row for row in shown if not row["di_bawah_target"]]
    told = next((text for text in texts if "mencapai target" in text), "")
    assert bool(told) == bool(reached and len(reached) * 2 >= len(shown))
    assert not told or (
        f"Sebanyak {len(reached)} dari {len(shown)} " in told and f"tertinggi {shown[0]['nama']} " in told
    )
    certain = {row["nama"] for row in reached if row["pasti_teratas"]}
    told = next((text for text in texts if "tiga" in text), "")
    assert set(re.findall(r"Unit \d", told)) == (certain if len(shown) > 3 else set())
    assert all("yang ditampilkan" in text for text in texts) == bool(hidden) or not texts
    rows = [{"nama": row["nama"], "indeks": row["indeks"]} for row in rows]
    facts = facts_of(tingkat="provinsi", target=target, peringkat_pemerintah=rows)
    for _, told in strengths._best_governments(facts, ID):
        count = sum(row["indeks"] >= target for row in rows)
        assert f"Sebanyak {count} dari {len(rows)} " in told and count * 2 >= len(rows)


@given(st.tuples(*[st.floats(0, 100)] * 4))
def test_a_dimension_near_its_maximum_is_told_with_its_percent_and_disiplin_never(percent):
    parts = dict(zip(DIMENSIONS, percent, strict=True))
    facts = facts_of(dimensi={name: {"persen_maksimum": part} for name, part in parts.items()})
    told = [text for _, (_, text) in strengths._best_dimensions(facts, ID)]
    assert len(told) == sum(part >= 75 for name, part in parts.items() if name != "disiplin")
    assert all(f"mencapai {ID.percent(parts[text.split()[0].lower()])}" in text for text in told)


@given(st.lists(st.tuples(levels, st.booleans(), st.booleans()), min_size=1, max_size=8))
def test_the_three_best_units_are_named_and_are_certain_where_they_are_called_so(drawn):
    rows = [
        {
            "nama": f"Unit {place}",
            "indeks": index,
            "peringkat": 1 + sum(row[0] > index for row in drawn),
            "pasti_teratas": certain,
            "mungkin_teratas": certain or possible,
            "putusan": "di_bawah" if place % 3 == 2 else "belum_dapat_dibedakan",
        }
        for place, (index, certain, possible) in sorted(enumerate(drawn), key=lambda row: -row[1][0])
    ]
    best = [row["nama"] for row in rows if row["peringkat"] <= 3]
    text = units.top(facts_of(sumber_nilai="catatan", perangkat_daerah=rows, tiga_teratas=best), ID)
    if len(rows) <= 3:
        assert text.startswith(f"Hanya {len(rows)} perangkat daerah")
        return
    certain = [row["nama"] for row in rows if row["pasti_teratas"]]
    possible = [row for row in rows if row["mungkin_teratas"] and not row["pasti_teratas"]]
    assert ("belum pasti" in text) == (not certain)
    if certain:
        named = text.partition("yang termasuk tiga teratas: ")[2].partition(";")[0]
        assert set(re.findall(r"Unit \d", named)) == set(certain)
        assert ("juga termasuk" in text) == bool(possible)
        assert not possible or f"juga termasuk: {len(possible)} perangkat daerah lain" in text
    elif any(row["putusan"] == "di_bawah" for row in possible):
        assert "masih mungkin" not in text
    else:
        assert f"{len(possible)} perangkat daerah masih mungkin" in text


# The page of a unit ---------------------------------------------------------------------------------------------------


@given(levels, st.one_of(st.none(), targets), st.one_of(st.none(), st.booleans()), st.lists(levels, max_size=4))
def test_the_page_of_a_unit_says_where_it_stands(index, target, surely, others):
    gap = None if target is None else index - target
    row = {"nama": "Dinas", "indeks": index, "kategori": "sedang", "diukur": 30, "peringkat": 1, "jarak_target": gap,
           "di_bawah_target": None if gap is None else gap < 0, "pasti_di_bawah_target": surely}  # fmt: skip
    rows = [row, *({"nama": f"Unit {place}", "indeks": other} for place, other in enumerate(others))]
    facts = facts_of(target=target, per_tanggal=DAY, perangkat_daerah=rows)
    shown = next(one for one in facts.perangkat_daerah if one.nama == "Dinas")
    text = unit_sheet.headline(facts, shown, ID)
    assert ("arget" in text) == (target is not None)
    assert ("tercapai" in text) == (gap is not None and gap >= 0) and "kurang 0,00 poin" not in text
    if gap is not None and gap < 0 and not alike(index, target):
        assert f"kurang {ID.number(-gap)} poin" in text
        assert ("Pasti" in text, "masih mungkin" in text) == (surely is True, surely is False)
    alt = unit_strip.strip(facts, shown, 80.0, ID, "").alt
    low, mean, high = re.search(r"terendah ([\d,]+), rata-rata ([\d,]+), tertinggi ([\d,]+)", alt).groups()
    assert (low, mean, high) == (ID.number(min(index, *others, index)), "80,00", ID.number(max(index, *others, index)))


steps = st.tuples(
    st.sampled_from(("diklat_teknis", "seminar", "pencatatan")),
    st.sampled_from((None, "pelaksana", "fungsional")),
    st.one_of(st.none(), st.integers(0, 900)),
    st.floats(0.5, 20),
)


@given(st.lists(steps, max_size=6), st.booleans())
def test_steps_of_a_unit_are_its_largest_in_order_of_their_points(drawn, over):
    actions = [
        {"tindakan": item, "jenis_jabatan": post, "perangkat_daerah": "Dinas", "tersedia": open_, "poin": part}
        for item, post, open_, part in drawn
    ]
    other = {"tindakan": "seminar", "jenis_jabatan": "pelaksana", "perangkat_daerah": "Lain", "tersedia": 999}
    day = DAY if over else date(2025, 6, 30)
    facts = facts_of(tahun=2025, per_tanggal=day, kemungkinan_target={"batas": DAY},
                     menuju_target={"tindakan": [other, *actions]})  # fmt: skip
    row = made(PerangkatDaerahTampil, nama="Dinas", diukur=900)
    told = unit_sheet._steps(facts, row, ID)
    worth = sorted((part * (open_ or 0) for *_, open_, part in drawn if open_), reverse=True)
    assert ("mulai 1 Januari 2026" in (told or [""])[-1]) == (over and bool(worth))
    named = [text for text in told if "1 Januari" not in text]
    assert len(named) == min(len(worth), unit_sheet.MOST_STEPS) and "999" not in " ".join(told)
    for text, whole in zip(named, worth, strict=False):
        assert f"{ID.number(whole / 900)} poin bagi indeks" in text and " :" not in text and "None" not in text
