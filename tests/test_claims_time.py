"""Each claim about a change, a trend, a target or the next year against its facts, at random and at the edges."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.facts import facts_of, made
from test_claims import ID, levels, nothing, points, targets

from ipasn_analysis.charts.target import DEARER, curve_title
from ipasn_analysis.facts.plan import curve_points
from ipasn_analysis.result.late_or_new import TerlambatAtauBaru
from ipasn_analysis.result.opening import AwalTahun
from ipasn_analysis.result.series import UjiTren
from ipasn_analysis.sections import (
    causes,
    change,
    late_or_new,
    official,
    opening,
    season,
    since_last,
    summary,
    target,
    tasks,
    trend,
)
from ipasn_analysis.writing.words import ITEM_WORDS

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
SOURCES = ("bertahan", "pindah", "masuk", "keluar")
four = st.tuples(points, points, points, points)
people = st.integers(0, 9000)


def shown(value: float) -> str:
    return ID.number(abs(value))


def named(text: str) -> list[tuple[str, float]]:
    """The last word of each name with its signed points, in the order of the text."""
    found = re.findall(r"(\w+) \(([+−]?[\d.]+(?:,\d+)?)(?: poin)?\)", text)
    return [(name, float(value.replace(".", "").replace(",", ".").replace("−", "-"))) for name, value in found]


@st.composite
def changes(draw):
    """A change whose parts by dimension and by source sum to it, of rounded figures that may coincide."""
    by_dimension = draw(four)
    whole = sum(by_dimension)
    sources = [*draw(st.tuples(points, points, points))]
    before = draw(levels)
    half = draw(st.one_of(st.none(), st.floats(0, 30)))
    beyond = draw(st.booleans()) if half is None else abs(whole) > half
    return {
        "dari": date(2024, 12, 31),
        "ke": date(2025, 12, 31),
        "indeks_dari": before,
        "indeks_ke": min(max(before + whole, 0.0), 100.0),
        "selisih": whole,
        "selang": None if half is None else (whole - half, whole + half),
        "lebih_dari_derau": beyond,
        "per_dimensi": dict(zip(DIMENSIONS, by_dimension, strict=True)),
        "per_sumber": dict(zip(SOURCES, [*sources, whole - sum(sources)], strict=True)),
        "jumlah_sumber": dict(zip(SOURCES, draw(st.tuples(people, people, people, people)), strict=True)),
        "per_unit": [{"nama": f"Unit {place}", "kontribusi": part} for place, part in enumerate(draw(four))],
    }


@given(changes())
def test_a_change_is_called_by_its_shown_sign_and_noise_is_called_noise(drawn):
    facts = facts_of(sumber_nilai="catatan", perubahan=drawn)
    word = "tetap" if nothing(drawn["selisih"]) else "naik" if drawn["selisih"] > 0 else "turun"
    assert f"Indeks {word}" in change.headline(facts, ID)
    told = change.certainty(facts, ID)
    if nothing(drawn["selisih"]):
        assert told == ""
    elif drawn["selang"] is None:
        assert ("bukan fluktuasi" in told) == drawn["lebih_dari_derau"]
    else:
        assert ("tidak lebih besar daripada" not in told) == drawn["lebih_dari_derau"]
    lead, brief = summary.lead(facts, ID), causes.change(facts, ID)
    explained = drawn["lebih_dari_derau"] and not nothing(drawn["selisih"])
    assert (f"Indeks {word}" in lead) == explained
    assert f"indeks {word}" in brief and ("Nilai pegawai lama menyumbang" in brief) == explained
    if explained:
        ((name, most),) = re.findall(r"Yang paling \w+ indeks: (\w+) \(([+−])", brief)
        sign = 1 if drawn["selisih"] > 0 else -1
        assert sign * drawn["per_dimensi"][name] == max(sign * part for part in drawn["per_dimensi"].values())
        assert (f"paling {'menaikkan' if sign > 0 else 'menurunkan'}" in brief) and most == ("+" if sign > 0 else "−")


@given(changes())
def test_dimensions_and_units_are_named_on_their_side_by_size(drawn):
    facts = facts_of(sumber_nilai="catatan", perubahan=drawn)
    whole = change.dimensions(facts, ID)
    ups, _, downs = whole.partition("menurunkan")
    for text, sign in ((ups, 1), (downs, -1)):
        rows = [(name, part) for name, part in drawn["per_dimensi"].items() if sign * part > 0 and not nothing(part)]
        assert {name for name, _ in named(text)} & set(DIMENSIONS) == {name for name, _ in rows}
        sizes = [abs(value) for _, value in named(text)]
        assert sizes == sorted(sizes, reverse=True)
    contributions = [row["kontribusi"] for row in drawn["per_unit"]]
    for side, sign in (("kenaikan", 1), ("penurunan", -1)):
        text = change.units(facts, ID).partition(f"Penyumbang {side} terbesar: ")[2].split(". ")[0]
        parts = sorted((part if sign > 0 else -part for part in contributions), reverse=True)
        expected = [part for part in parts if part > 0 and not nothing(part)][: change.NAMED]
        told = re.findall(r"Unit \d \(([^)]*)\)", text)
        assert told == [ID.signed(part if sign > 0 else -part) for part in expected]


@given(changes())
def test_joiners_leavers_and_movers_are_counted_and_stand_on_their_side(drawn):
    told = change.turnover(facts_of(perubahan=drawn), ID)
    counted = {name: count for name, count in drawn["jumlah_sumber"].items() if count and name != "bertahan"}
    assert len(told) == len(counted)
    for verb, higher in (("masuk", "tinggi"), ("keluar", "rendah"), ("pindah", "naik")):
        for text in told:
            if f"pegawai {verb} " in text or f"pegawai {verb};" in text:
                part = drawn["per_sumber"][verb]
                assert f"Sebanyak {ID.integer(counted[verb])} " in text
                assert ("tidak sampai 0,01" in text) == nothing(part)
                if not nothing(part):
                    side = f"lebih {higher} daripada" if verb != "pindah" else f"nilainya {higher}"
                    assert (side in text) == (part > 0)


@given(st.lists(st.floats(0, 100).map(lambda value: round(value, 2)), min_size=5, max_size=5), st.floats(0, 1))
def test_a_trend_has_the_sign_of_its_test(values, p_value):
    pairs = [(later > earlier) - (later < earlier) for at, later in enumerate(values) for earlier in values[:at]]
    if not any(pairs):
        return
    tau, slope = sum(pairs) / len(pairs), (values[-1] - values[0]) / 4
    test = made(UjiTren, tahun=tuple(range(2021, 2026)), cukup_data=True, kendall_tau=tau, sen_slope=slope,
                p_value=p_value, sen_selang=(slope - 1, slope + 1))  # fmt: skip
    text = trend.trend(facts_of(uji_tren=test), ID)
    certain = p_value < trend.SIGNIFICANT
    assert ("cenderung naik" in text, "cenderung turun" in text) == (certain and tau > 0, certain and tau <= 0)
    assert ("tidak tampak kecenderungan" in text) == (not certain)
    assert not re.search(r"(naik|turun), 0,00", text)


@given(
    st.lists(
        st.tuples(st.integers(2019, 2026), st.sampled_from((6, 12)), levels, st.booleans()), min_size=1, max_size=6
    )
)
def test_the_title_of_the_series_compares_what_can_be_compared(drawn):
    rows = [
        {"tahun": year, "per_tanggal": date(year, month, 28), "indeks": index, "sebanding": alike}
        for year, month, index, alike in sorted(drawn, key=lambda row: row[:2])
    ]
    text = trend.title(facts_of(tren=rows), ID)
    ends = {row["tahun"]: row["indeks"] for row in rows if row["sebanding"] and row["per_tanggal"].month == 12}
    if len(ends) < 2:
        assert text == "Indeks pada setiap tanggal data"
        return
    first, *_, last = ends.values()
    assert ("sama" in text) == (shown(first) == shown(last))
    assert "tetap" not in text  # of the years between nothing is said
    assert "naik" not in text or first < last
    assert "turun" not in text or first > last


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from((-1.0, -0.4, 0.4, 1.0))), min_size=1, max_size=20))
def test_units_that_rise_and_fall_beyond_doubt_are_all_named_and_no_others(drawn):
    rows = [
        {"nama": f"Unit {place}.", "tahun": tuple(range(2018, 2026)), "cukup_data": True, "p_terkoreksi": p_value,
         "kendall_tau": tau}
        for place, (p_value, tau) in enumerate(drawn)
    ]  # fmt: skip
    text = trend.units(facts_of(tren_unit=rows), ID)
    certain = {row["nama"]: row["kendall_tau"] > 0 for row in rows if row["p_terkoreksi"] < trend.SIGNIFICANT}
    up, _, down = text.partition("Turun:")
    assert set(re.findall(r"Unit \d+\.", up)) == {name for name, rose in certain.items() if rose}
    assert set(re.findall(r"Unit \d+\.", down)) == {name for name, rose in certain.items() if not rose}
    assert certain or "Tidak satu pun" in text


@given(levels, st.one_of(levels, st.none()), st.sampled_from(("final", "pace", "curve")), st.floats(0.01, 0.99), points)
def test_a_chance_is_never_nothing_or_everything_and_a_final_is_what_it_is(index, aim, basis, chance, pace):
    if aim is None:
        return
    found = {"dasar": basis, "batas": date(2025, 12, 31)}
    if basis == "final":
        found["tercapai"] = index >= aim
    else:
        found |= {"perlu": max(aim - index, 0.0) / 10, "laju": pace}
    if basis == "curve":
        found |= {
            "peluang": chance,
            "perkiraan": index,
            "bawah": index - 1,
            "atas": index + 1,
            "tahun_acuan": (2023, 2024),
        }
    text = trend.chance(facts_of(target=aim, kemungkinan_target=found), ID)
    if basis == "final":
        assert ("tidak tercapai" in text) == (index < aim)
    elif found["perlu"] == 0:
        assert "sudah tercapai" in text and "peluang" not in text
    else:
        assert ("Peluangnya tidak dihitung" in text) == (basis == "pace")
        assert not re.search(r"(sekitar|target) (0|100)%", text)


@given(levels, levels, st.lists(st.tuples(st.sampled_from(tuple(ITEM_WORDS)), points), max_size=4))
def test_what_lapses_is_what_the_year_begins_without(index, start, lapsing):
    rows = [{"butir": name, "poin": abs(part), "pegawai": 50} for name, part in dict(lapsing).items()]
    found = made(
        AwalTahun, tahun=2026, indeks=start, hangus=max(index - start, 0.0), butir=rows, terbuka=[], tonggak=[]
    )
    text = opening.start(facts_of(awal_tahun=found), ID)
    assert f"dimulai pada indeks {shown(start)}" in text
    assert ("tidak ada nilai yang berhenti" in text) == nothing(found.hangus)
    if not nothing(found.hangus):
        assert {value for _, value in named(text)} == set() and f"{shown(found.hangus)} poin indeks" in text
        listed = text.partition("(")[2].partition(")")[0]
        told = [row for row in rows if not nothing(row["poin"])]
        assert all(f"{ITEM_WORDS[row['butir']]} {shown(row['poin'])}" in listed for row in told)
        assert len(re.split(r",? dan |, ", listed)) == max(1, len(told))


@given(levels, targets, st.sampled_from((2025, 2026)))
def test_the_way_from_the_start_of_the_year_is_the_distance(start, aim, of_year):
    steps = [{"per_tanggal": date(2026, 12, 31), "indeks": aim}] if aim > start else []
    found = made(AwalTahun, tahun=2026, indeks=start, hangus=0.0, butir=[], terbuka=[], tonggak=steps, target=aim,
                 target_tahun=of_year)  # fmt: skip
    text = opening.pace(found, ID)
    assert ("sudah mencapai" in text) == (start >= aim)
    assert ("tepat di bawah" in text) == (aim > start and shown(aim) == shown(start))
    if aim > start and shown(aim) != shown(start):
        assert f"jaraknya {shown(aim - start)} poin" in text and ("belum diisi" in text) == (of_year == 2025)


@given(points, points, points, st.integers(0, 5000))
def test_late_new_and_the_turn_of_the_year_are_told_together(late, new, turn, count):
    rows = [
        {"sumber": name, "orang": number, "poin": part}
        for name, part, number in (("terlambat", late, count), ("baru", new, 10), ("tahun", turn, 10))
    ]
    found = made(TerlambatAtauBaru, selisih=late + new + turn, sumber=rows, instrumen="perban8_2019")
    text = late_or_new.headline(facts_of(), found, ID)
    whole = late + new + turn
    word = "tetap" if nothing(whole) else f"naik {shown(whole)}" if whole > 0 else f"turun {shown(whole)}"
    assert f"indeks {word}" in text
    assert f"{ID.signed(new)} poin" in text and f"pergantian tahun ukur {ID.signed(turn)} poin" in text
    assert ("Tidak ada yang terlambat" in text) == (count == 0)
    assert count == 0 or f"{ID.signed(late)} poin ({ID.integer(count)} pegawai)" in text


@given(levels, levels, points)
def test_within_a_year_the_calendar_is_told_from_the_rest(index, then, restarted):
    moved = {
        "dari": date(2024, 12, 31),
        "selisih": index - then,
        "tengah_tahun": True,
        "musim": {"dari": date(2024, 6, 30), "indeks_dari": then, "indeks_ke": index, "selisih": index - then},
        "mulai_ulang": {"poin": restarted, "lainnya": index - then - restarted},
    }
    facts = facts_of(sumber_nilai="catatan", perubahan=moved)
    told = causes.change(facts, ID)
    word = "tetap" if nothing(index - then) else "naik" if index > then else "turun"
    assert f"indeks {word}" in told and "fluktuasi" not in told
    still = nothing(index - then) and nothing(restarted)
    assert ("bukan kenaikan atau penurunan kinerja" in told) == (not still)
    assert still or f"{ID.signed(restarted)} poin berasal dari pengembangan" in season.calendar(facts, ID)


actions = st.tuples(
    st.sampled_from(("diklat_teknis", "seminar", "pencatatan")), st.integers(1, 900), st.integers(0, 900)
)


@given(st.lists(actions, min_size=1, max_size=3, unique_by=lambda row: row[0]), levels, levels)
def test_a_plan_is_told_with_its_counts_and_what_it_reaches(drawn, index, aim):
    rows = [
        {"tindakan": item, "jenis_jabatan": "pelaksana", "tersedia": open_, "jumlah": min(taken, open_)}
        for item, open_, taken in drawn
    ]
    chosen, reached = sum(row["jumlah"] for row in rows), index >= aim
    plan = {"target": aim, "indeks": index, "tercapai": reached, "dapat_dicapai": index + 5 >= aim, "dipilih": chosen,
            "terbuka": sum(row["tersedia"] for row in rows), "bagian": chosen / sum(row["tersedia"] for row in rows),
            "biaya": float(chosen), "indeks_sesudah": min(index + 5, 100.0), "per_jabatan": rows, "tindakan": rows,
            "kurva": []}  # fmt: skip
    facts = facts_of(tahun=2025, target=aim, target_tercapai=reached, menuju_target=plan)
    text = target.headline(facts, ID)
    assert ("sudah tercapai" in text) == reached
    if not reached:
        assert "kurang 0,00 poin." not in text.partition(" Cara termurah")[0].partition(" Hasil terbaik")[0]
        assert ("tidak dapat dicapai" in text) == (index + 5 < aim)
        for row in rows if chosen else ():
            words = f"{ID.integer(row['jumlah'])} {ITEM_WORDS[row['tindakan']]}"
            assert (words in text) == (row["jumlah"] > 0)


tenths = st.integers(0, 1000).map(lambda number: number / 10)


@given(st.lists(st.tuples(tenths, st.integers(1, 900)), min_size=3, max_size=6), tenths)
def test_a_cost_curve_is_called_dearer_only_where_it_is(drawn, index):
    costs = sorted(cost for _, cost in drawn)
    rows = [
        {"target": after, "indeks_sesudah": after, "biaya": float(cost)}
        for (after, _), cost in zip(sorted(drawn), costs, strict=True)
    ]
    facts = facts_of(menuju_target={"indeks": index, "kurva": rows})
    points = curve_points(facts.menuju_target)
    assert len({after for after, _ in points}) == len(points)  # two targets of one plan are one point
    if len(points) < 3:
        return
    text = curve_title(facts, ID)
    first, *_, last = ((cost - before) / (after - earlier) for (earlier, before), (after, cost) in pairwise(points))
    assert "makin mahal" not in text or last > DEARER * first
    told = [float(value.replace(".", "").replace(",", ".")) for value in re.findall(r"\d[\d.]*(?:,\d)?", text)]
    assert len(set(told)) == (2 if "makin mahal" in text else 1) and ("makin mahal" in text or last <= first * 2)


@given(changes(), st.lists(st.tuples(four, st.booleans()), min_size=1, max_size=4))
def test_since_the_last_snapshot_the_same_holds(drawn, moved):
    found = {
        key: drawn[key] for key in ("dari", "ke", "indeks_dari", "indeks_ke", "selisih", "per_dimensi", "per_sumber")
    }
    rows = [
        {
            "nama": f"Unit {place}",
            "selisih": sum(parts),
            "per_dimensi": dict(zip(DIMENSIONS, (*parts[:3], None if hidden else parts[3]), strict=True)),
            "per_sumber": {},
        }
        for place, (parts, hidden) in sorted(enumerate(moved), key=lambda row: -sum(row[1][0]))
    ]
    facts = facts_of(sumber_nilai="catatan", sejak_terakhir={**found, "sumber_nilai": "catatan", "per_unit": rows})
    word = "tetap" if nothing(drawn["selisih"]) else "naik" if drawn["selisih"] > 0 else "turun"
    assert f"indeks {word}" in since_last.whole(facts, ID)
    causes = since_last.causes(facts, ID)
    assert (causes == "") == nothing(drawn["selisih"])
    if causes and (told := named(causes.partition("). ")[0] + ")")):
        ((name, _),) = told
        sign = 1 if drawn["selisih"] > 0 else -1
        assert sign * drawn["per_dimensi"][name] == max(sign * part for part in drawn["per_dimensi"].values())
    up, _, down = since_last.units(facts, ID).partition("Turun terbanyak")
    assert "+0,00" not in up and "−0,00" not in down and "(+" not in down and "(−" not in up
    for row in rows:
        told, parts = since_last.of_unit(facts, row["nama"], ID), moved[int(row["nama"][-1])][0]
        if nothing(row["selisih"]):
            assert "indeks perangkat daerah ini tetap" in told and "paling" not in told
        elif found := named(told):
            sign = 1 if row["selisih"] > 0 else -1
            most = parts[DIMENSIONS.index(found[0][0])]
            largest = max(sign * part for part in parts)  # of disiplin too, which is not told
            assert found[0][0] != "disiplin" or row["per_dimensi"]["disiplin"] is not None
            assert sign * most >= largest - 1e-9 and not nothing(most)


steps = st.tuples(st.sampled_from(DIMENSIONS), st.integers(1, 900), st.integers(0, 900))


@given(levels, levels, st.lists(steps, max_size=4, unique_by=lambda row: row[0]))
def test_steps_of_official_scores_are_counted_by_dimension(index, aim, drawn):
    rows = [
        {
            "tindakan": name,
            "langkah": {"dari": 20.0, "ke": 25.0},
            "tersedia": open_,
            "jumlah": min(open_, taken),
            "poin": 5.0,
        }
        for name, open_, taken in drawn
    ]
    reached = index >= aim
    plan = {
        "target": aim,
        "indeks": index,
        "tercapai": reached,
        "dapat_dicapai": index + 3 >= aim,
        "dipilih": sum(row["jumlah"] for row in rows),
        "indeks_sesudah": min(index + 3, 100.0),
        "tindakan": rows,
    }
    facts = facts_of(tahun=2025, sumber_nilai="resmi", target=aim, menuju_target=plan, pegawai={"diukur": 1000})
    text, taken = official.headline(facts, ID), [row for row in rows if row["jumlah"]]
    assert ("sudah tercapai" in text) == reached
    if not reached and taken:
        assert f"{ID.integer(plan['dipilih'])} langkah" in text and ("belum tercapai: " in text) >= (index + 3 < aim)
        first = official.first(facts, ID)
        most = max(taken, key=lambda row: row["jumlah"])
        assert f"bagi {ID.integer(most['jumlah'])} pegawai" in first
        assert f"({ID.signed(most['jumlah'] * 5.0 / 1000)} poin)" in first
    elif reached:
        assert official.first(facts, ID) == ""


posts = st.tuples(st.sampled_from(("struktural", "fungsional", "pelaksana")), st.integers(0, 900), points)


@given(st.lists(posts, max_size=3, unique_by=lambda row: row[0]), st.booleans())
def test_the_steps_of_the_summary_are_the_largest_of_the_plan_and_none_once_the_year_is_over(drawn, over):
    rows = [
        {"tindakan": "seminar", "jenis_jabatan": post, "jumlah": taken, "poin_indeks": abs(part)}
        for post, taken, part in drawn
    ]
    plan = {"per_jabatan": rows, "dipilih": sum(taken for _, taken, _ in drawn), "dapat_dicapai": True, "biaya": 1.0}
    day = date(2025, 12, 31) if over else date(2025, 6, 30)
    facts = facts_of(sumber_nilai="catatan", per_tanggal=day, menuju_target=plan,
                     kemungkinan_target={"batas": date(2025, 12, 23)})  # fmt: skip
    found = tasks._steps(facts, ID)
    taken = sorted((row for row in rows if row["jumlah"]), key=lambda row: -row["poin_indeks"])[: tasks.STEPS]
    assert bool(found) == (bool(taken) and not over)
    for _, text in found:
        assert re.findall(r"\(([+−]?[\d.,]+) poin\)", text) == [ID.signed(row["poin_indeks"]) for row in taken]


@given(
    st.lists(st.sampled_from("ABC"), max_size=2, unique=True),
    st.lists(st.sampled_from("DEF"), max_size=2, unique=True),
    points,
)
def test_governments_that_stand_at_one_date_alone_are_no_turnover(joined, left, part):
    moved = {"cakupan_data": {"masuk": joined, "keluar": left, "poin": part}} if joined or left else {}
    text = season.coverage(facts_of(perubahan=moved), ID)
    assert (text == "") == (not joined and not left)
    if text:
        assert all(name in text for name in (*joined, *left)) and f"{ID.signed(part)} poin dan bukan pergantian" in text
        assert ("baru masuk" in text, "tidak lagi ada" in text) == (bool(joined), bool(left))
