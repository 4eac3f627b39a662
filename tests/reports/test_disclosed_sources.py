"""Changes, series and comparisons against a small attacker: what one report hides does not follow from the others."""

from __future__ import annotations

import itertools
import random
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy import stats
from support import snapshots

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.build.compare import compare
from ipasn_analysis.disclosure.sums import determined_unknowns
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.assemble import compute
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.statistics.noise import satterthwaite

Facts = dict[str, Any]
Reports = dict[tuple[str, int], Facts]
SOURCES = ("bertahan", "pindah", "masuk", "keluar")
HIDDEN = ("kinerja", "disiplin")
REGIONS = ("tapin", "banjar", "balangan", "tabalong", "pemprov-kalsel")
FIRST, SECOND = "2024-12-31", "2025-12-23"


class Person(NamedTuple):
    """Somebody of a unit, with ready points; records of the same person where they are needed."""

    number: int
    unit: str
    points: tuple[float, float, float, float] = (15.0, 22.5, 25.0, 5.0)
    post: str = "4"
    level: str = "40"
    rating: str = "Baik"
    seminar: bool = False


def nip(region: str, number: int) -> str:
    return f"19{70 + REGIONS.index(region)}0101{2005 + number // 1000}011{number % 1000:03}"


def drawn(rng: random.Random) -> tuple[float, float, float, float]:
    return rng.choice([10.0, 15.0]), rng.choice([0.0, 22.5, 40.0]), rng.choice([25.0, 30.0]), rng.choice([4.0, 5.0])


def ready(data: Path, region: str, date: str, people: Iterable[Person]) -> None:
    """A snapshot of ready scores."""
    rows = []
    for one in people:
        points = [f"{value:g}" for value in one.points]
        total = f"{sum(one.points):g}"
        rows.append(
            snapshots.ready(nip(region, one.number), *points, total=total, year=date[:4])
            | {"nama": "X", "unor": one.unit}
        )
    snapshots.write(data, {"nilai_ipasn": rows}, cut_off=date, region=region)


def records(data: Path, region: str, date: str, people: Iterable[Person]) -> None:
    """A snapshot of records."""
    tables: dict[str, list[snapshots.Row]] = {"profil": [], "rw_kursus": [], "rw_skp22": []}
    for one in people:
        number = nip(region, one.number)
        tables["profil"].append(
            snapshots.person(
                number, UNOR_INDUK_NAMA=one.unit, JENIS_JABATAN_ID=one.post, TINGKAT_PENDIDIKAN_ID=one.level
            )
        )
        tables["rw_kursus"].append(snapshots.course(number, "3", f"01-02-{date[:4]}", "25"))
        if one.seminar:
            tables["rw_kursus"].append(snapshots.course(number, "9", f"01-03-{date[:4]}", "5"))
        row = (number, str(int(date[:4]) - 1), one.rating)
        tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], row, strict=True)))
    snapshots.write(data, tables, cut_off=date, region=region)


def reports_of(data: Path, regions: Iterable[str], years: tuple[int, ...] = (2024, 2025)) -> Reports:
    """The facts of every report that can be published."""
    store, found = Store(str(data), Project.open().store), {}
    for region, year in itertools.product((*regions, "kalsel"), years):
        try:
            facts = compute(gathered(region, year, str(data)), store=store)
            found[region, year] = facts.model_dump(mode="json")
        except UsageError as error:
            assert re.search(r"fewer than|has no snapshot", str(error))
    return found


def with_thresholds(monkeypatch: pytest.MonkeyPatch, folder: Path, rules: Mapping[str, tuple[int, int]]) -> None:
    """A project in `folder` whose regions have these thresholds (group, discipline)."""
    shutil.copytree(Project.open().root / "params", folder / "params")
    (folder / "notebooks").mkdir()
    for region, (group, discipline) in rules.items():
        file = folder / "params" / f"{region}.yaml"
        text = f"thresholds: {{group: {group}, discipline: {discipline}}}"
        file.write_text(re.sub(r"thresholds:.*", text, file.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.chdir(folder)


# Sources of a change


def turnover(data: Path, moved: Mapping[str, int], came: Mapping[str, int] | None = None) -> None:
    """Two years of governments in which so many change their unit, and so many (40) leave and come."""
    for region, movers in moved.items():
        rng = random.Random(region)
        number = (came or {}).get(region, 40)
        before = [Person(n, f"Dinas {n % 4}", drawn(rng)) for n in range(200)]
        stay = [one._replace(points=drawn(rng)) for one in before[number:]]
        after = [one._replace(unit=f"Dinas {(one.number + (n < movers)) % 4}") for n, one in enumerate(stay)]
        ready(data, region, FIRST, before)
        ready(data, region, SECOND, [*after, *(Person(300 + n, f"Dinas {n % 4}", drawn(rng)) for n in range(number))])


def untold_sources(changes: Mapping[str, Facts]) -> dict[str, int] | None:
    """The sources of the one government that hides its own: those of the province less those of the others."""
    own = {region: facts["jumlah_sumber"] for region, facts in changes.items() if region != "kalsel"}
    whole, hiding = changes["kalsel"]["jumlah_sumber"], [region for region, counts in own.items() if counts is None]
    if whole is None or len(hiding) != 1:
        return None
    told = [counts for counts in own.values() if counts is not None]
    return {source: whole[source] - sum(counts[source] for counts in told) for source in SOURCES}


def changes_of(data: Path, regions: Iterable[str], way: str) -> dict[str, Facts]:
    """What is published of the change of each government and of the province, by their reports or compared."""
    if way == "reports":
        found = reports_of(data, regions, (2025,))
        return {region: facts["perubahan"] for (region, _), facts in found.items()}
    return {region: compare(f"{region}:2024", f"{region}:2025", str(data)) for region in (*regions, "kalsel")}


@pytest.mark.parametrize("way", ["reports", "compare"])
@pytest.mark.parametrize(
    ("movers", "told"),
    [
        ((3, 15, 25), False),  # one hides them: the province less the others
        ((3, 4, 25), False),  # two hide seven
        ((9, 9, 25), False),  # two hide eighteen, and neither can be more than nine
        ((6, 7, 25), True),
        ((12, 15, 25), True),
        ((0, 15, 25), True),
    ],
)
def test_sources_that_a_government_hides_do_not_follow_from_those_of_the_province(tmp_path, movers, told, way):
    moved = dict(zip(("tapin", "banjar", "pemprov-kalsel"), movers, strict=True))
    turnover(tmp_path, moved)
    changes = changes_of(tmp_path, moved, way)
    for region, number in moved.items():
        assert (changes[region]["jumlah_sumber"] is None) == (0 < number < 10)
    assert untold_sources(changes) is None
    assert (changes["kalsel"]["jumlah_sumber"] is not None) == told
    assert (changes["kalsel"]["per_sumber"]["pindah"] is not None) == told


@pytest.mark.parametrize(("came", "told"), [((12, 40, 40), False), ((12, 14, 40), False), ((16, 18, 40), True)])
def test_sources_by_dimension_do_not_follow_either(tmp_path, came, told):
    """Of twelve who came the report tells the points, but not those of their discipline."""
    regions = ("tapin", "banjar", "pemprov-kalsel")
    turnover(tmp_path, dict.fromkeys(regions, 40), dict(zip(regions, came, strict=True)))
    changes = changes_of(tmp_path, regions, "reports")
    for region, number in zip(regions, came, strict=True):
        assert changes[region]["jumlah_sumber"]["masuk"] == number
        assert (changes[region]["sumber_dimensi"] is None) == (number < 30)
    assert changes["kalsel"]["jumlah_sumber"] is not None
    assert (changes["kalsel"]["sumber_dimensi"] is not None) == told


# The interval of a change


def units_with_movers(data: Path, movers: int, *, swapped: bool) -> None:
    """Twelve units of fifteen; a few go from one to another, `swapped`: with the score of somebody there."""
    rng, region = random.Random(3), "tapin"
    before = [Person(n, f"Dinas {n % 12:02}", drawn(rng)) for n in range(180)]
    after = [one._replace(points=drawn(rng)) for one in before if one.number != 77]
    at = {one.number: place for place, one in enumerate(after)}
    for mover, (goes_to, other) in list({50: ("Dinas 09", 9), 63: ("Dinas 11", 11)}.items())[:movers]:
        scores = [(15.0, 0.0, 25.0, 4.0), (15.0, 40.0, 30.0, 5.0)]
        first, second = reversed(scores) if swapped else scores
        after[at[mover]] = after[at[mover]]._replace(unit=goes_to, points=first)
        after[at[other]] = after[at[other]]._replace(points=second)
    ready(data, region, FIRST, before)
    ready(data, region, SECOND, after)


def squares_left(first: Facts, second: Facts, interval: list[float]) -> float:
    """What the interval holds beside the published units: with one mover known by name, an equation in his score."""
    parts: dict[str, float] = {}
    people: dict[str, int] = {}
    for sign, facts in ((-1, first), (1, second)):
        for unit in facts["perangkat_daerah"]:
            share = unit["diukur"] / facts["pegawai"]["diukur"]
            people[unit["nama"]] = people.get(unit["nama"], 0) + unit["diukur"]
            parts[unit["nama"]] = parts.get(unit["nama"], 0.0) + sign * share * (unit["indeks"] - facts["indeks"])
    sizes = np.array(list(people.values()))
    error = (interval[1] - interval[0]) / 2 / stats.t.ppf(0.975, satterthwaite(sizes))
    return float(error**2 - (np.square(list(parts.values())) / (1 - sizes / sizes.sum())).sum())


@pytest.mark.parametrize("movers", [1, 2])
def test_the_interval_does_not_tell_who_moved(tmp_path, movers):
    shown = []
    for swapped in (False, True):
        data = tmp_path / str(swapped)
        units_with_movers(data, movers, swapped=swapped)
        found = reports_of(data, ["tapin"])
        first, second = found["tapin", 2024], found["tapin", 2025]
        assert not [unit for unit in second["perangkat_daerah"] if unit["disembunyikan"]]
        change, compared = second["perubahan"], compare("tapin:2024", "tapin:2025", str(data))
        assert change["jumlah_sumber"] is None and compared["jumlah_sumber"] is None
        for interval in (change["selang"], compared["selang"]):
            assert squares_left(first, second, interval) == pytest.approx(0.0, abs=1e-9)
            assert interval[0] < change["selisih"] < interval[1]
        shown.append((change["selang"], compared["selang"]))
    assert shown[0] == (pytest.approx(shown[1][0]), pytest.approx(shown[1][1]))


def test_the_interval_does_not_tell_of_units_that_one_date_hides(tmp_path):
    """Two units shrink from twelve to seven: whose score of the second date a figure is makes no difference."""
    shown = []
    for swapped in (False, True):
        rng, data = random.Random(4), tmp_path / str(swapped)
        before = [Person(n, f"Dinas {n % 14:02}", drawn(rng)) for n in range(168)]
        gone = {n for n in range(168) if n % 14 in (0, 1) and n >= 7 * 14}
        after = [one._replace(points=drawn(rng)) for one in before if one.number not in gone]
        scores = [(15.0, 0.0, 25.0, 4.0), (15.0, 40.0, 30.0, 5.0)]
        for place, points in zip((0, 1), reversed(scores) if swapped else scores, strict=True):
            after[place] = after[place]._replace(points=points)
        ready(data, "tapin", FIRST, before)
        ready(data, "tapin", SECOND, after)
        change = reports_of(data, ["tapin"])["tapin", 2025]["perubahan"]
        compared = compare("tapin:2024", "tapin:2025", str(data))
        for facts in (change, compared):
            assert {row["nama"] for row in facts["per_unit"]}.isdisjoint({"Dinas 00", "Dinas 01"})
        assert change["jumlah_sumber"]["keluar"] == 10
        shown.append(change["selang"] + compared["selang"])
    assert shown[0] == pytest.approx(shown[1])


# Kinerja and disiplin over time


def followed(reports: Reports, comparisons: Iterable[Facts], dates: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    """The governments and dates whose hidden kinerja follows from all that is published, by linear algebra."""
    size: dict[tuple[str, str], int] = {}
    told: set[tuple[str, str]] = set()
    for (region, _), facts in reports.items():
        for point in facts["tren"] if region != "kalsel" else ():
            if point["diukur"] is not None:
                size[region, point["per_tanggal"]] = point["diukur"]
                told |= {(region, point["per_tanggal"])} if point["dimensi"]["kinerja"] is not None else set()
    sums = []
    for (region, year), facts in reports.items():
        counted = {row["region"] for row in facts["peringkat_pemerintah"] if not row["disembunyikan"]}
        if region == "kalsel":
            present = {name for name, held in dates.items() if any(date.startswith(str(year)) for date in held)}
            sums += [(present, p["per_tanggal"], p["diukur"]) for p in facts["tren"] if p["dimensi"]["kinerja"]]
            if facts["dimensi"]["kinerja"]["rata_rata"] is not None:
                sums.append((counted, facts["per_tanggal"], facts["pegawai"]["diukur"]))
        elif facts["pembanding"] and facts["pembanding"]["kinerja"]["provinsi"] is not None:
            sums.append((counted, f"{year}-12-31", None))
    for facts in comparisons:
        for side in (facts["a"], facts["b"]):
            if side["dimensi"]["kinerja"] is not None:
                sums.append((set(side["pemerintah"]), side["per_tanggal"], side["diukur"]))
    rows = []
    for names, date, people in sums:
        fitting = {name: [d for d in dates[name] if d[:4] == date[:4] and d <= date] for name in names}
        cells = [(name, held[-1]) for name, held in fitting.items() if held and (name, held[-1]) in size]
        assert people is None or people == sum(size[cell] for cell in cells)
        rows.append({cell: size[cell] for cell in cells if cell not in told})
    hidden = sorted(set(size) - told)
    matrix = np.array([[row.get(cell, 0) for cell in hidden] for row in rows if row], dtype=float)
    if not len(matrix):
        return set()
    return {cell for cell, known in zip(hidden, determined_unknowns(matrix), strict=True) if known}


YEARS = (FIRST, SECOND)
SERIES: dict[str, dict[str, dict[str, int]]] = {
    "another date within the year": {
        "tapin": dict.fromkeys(YEARS, 20),
        "banjar": dict.fromkeys(YEARS, 25),
        "balangan": {"2024-12-31": 22, "2025-12-24": 22},
        "pemprov-kalsel": dict.fromkeys(YEARS, 120),
    },
    "absent in one year": {
        "tapin": dict.fromkeys(YEARS, 20),
        "banjar": dict.fromkeys(YEARS, 25),
        "balangan": {FIRST: 22},
        "pemprov-kalsel": dict.fromkeys(YEARS, 120),
    },
    "too small in one year": {
        "tapin": dict.fromkeys(YEARS, 20),
        "banjar": dict.fromkeys(YEARS, 25),
        "balangan": {FIRST: 22, SECOND: 8},
        "pemprov-kalsel": dict.fromkeys(YEARS, 120),
    },
    "across the threshold": {
        "tapin": {FIRST: 20, "2025-06-30": 20, SECOND: 40},
        "banjar": {FIRST: 25, "2025-06-30": 25},
        "pemprov-kalsel": {FIRST: 120, "2025-06-30": 120, SECOND: 120},
    },
}


@pytest.mark.parametrize("name", list(SERIES))
def test_kinerja_of_a_small_government_does_not_follow_from_other_dates(tmp_path, name):
    for region, sizes in SERIES[name].items():
        rng = random.Random(region)
        for date, people in sizes.items():
            ready(tmp_path, region, date, [Person(n, f"Dinas {n % 2}", drawn(rng)) for n in range(people)])
    dates = {region: list(sizes) for region, sizes in SERIES[name].items()}
    days = sorted({date for held in dates.values() for date in held})
    comparisons = [compare(f"kalsel:{a}", f"kalsel:{b}", str(tmp_path)) for a, b in itertools.pairwise(days)]
    comparisons += [compare("kalsel:2024", "pemprov-kalsel:2024", str(tmp_path))]
    assert followed(reports_of(tmp_path, dates), comparisons, dates) == set()


def test_a_province_without_a_small_government_shows_its_four_dimensions(sample):
    facts = reports_of(sample, ())["kalsel", 2025]
    assert all(value is not None for point in facts["tren"] for value in point["dimensi"].values())
    assert all(value["rata_rata"] is not None for value in facts["dimensi"].values())
    assert all(value is not None for value in facts["perubahan"]["per_dimensi"].values())


# Thresholds that differ, and comparisons


def test_the_strictest_threshold_holds_in_series_comparisons_and_peers(tmp_path, monkeypatch):
    rules = {"tapin": (10, 50), "banjar": (10, 10), "balangan": (20, 30)}
    with_thresholds(monkeypatch, tmp_path, rules)
    data = tmp_path / "data"
    sizes = {"tapin": 35, "banjar": 12, "balangan": 15, "tabalong": 100, "pemprov-kalsel": 220}
    for (region, people), date in itertools.product(sizes.items(), YEARS):
        rng = random.Random(region + date)
        ready(data, region, date, [Person(n, f"Dinas {n % 2}", drawn(rng)) for n in range(people)])
    found = reports_of(data, sizes)
    sides = compare("kalsel:2025", "tabalong:2025", str(data))
    assert sides["a"]["diukur"] == found["kalsel", 2025]["pegawai"]["diukur"] == 367
    assert "balangan" not in sides["a"]["pemerintah"]
    dates = {region: list(YEARS) for region in sizes}
    assert followed(found, [sides, compare("kalsel:2024", "kalsel:2025", str(data))], dates) == set()


def test_units_of_the_provincial_government_are_compared_by_the_stricter_rule_of_the_province(tmp_path, monkeypatch):
    with_thresholds(monkeypatch, tmp_path, {"kalsel": (20, 30)})
    sizes = {"A": 12, "B": 15, "C": 93}
    units = [unit for unit, people in sizes.items() for _ in range(people)]
    for date in YEARS:
        rng = random.Random(date)
        people = [Person(n, unit, drawn(rng)) for n, unit in enumerate(units)]
        ready(tmp_path / "data", "pemprov-kalsel", date, people)
    facts = compare("pemprov-kalsel:2024", "pemprov-kalsel:2025", str(tmp_path / "data"))
    assert not {"A", "B"} & {unit["nama"] for unit in facts["per_unit"]}


def test_types_of_post_of_a_province_tell_nothing_of_a_government_that_hides_one(tmp_path):
    """Six structural people of one government: those of the province less those of the others."""
    sizes = {"tapin": 60, "banjar": 150, "pemprov-kalsel": 220}
    for region, people in sizes.items():
        few = 6 if region == "tapin" else people // 5
        posts = ["1"] * few + ["2", "4"] * people
        ready_rows = [Person(n, f"Dinas {n % 4}", post=posts[n]) for n in range(people)]
        records(tmp_path, region, SECOND, ready_rows)
    sides = [compare("kalsel:2025", f"{region}:2025", str(tmp_path)) for region in ("banjar", "pemprov-kalsel")]
    own = compare("tapin:2025", "banjar:2025", str(tmp_path))
    hidden = {row["nama"] for row in own["per_jenis_jabatan"] if row["disembunyikan"]}
    assert "struktural" in hidden
    for facts in sides:
        shown = {row["nama"] for row in facts["per_jenis_jabatan"] if row["bagian_a"] is not None}
        assert not shown & hidden


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("kalsel:2025", "kalsel:2025@bkn4190_2024"),
        ("kalsel:2024@bkn4190_2024", "kalsel:2025@bkn4190_2024"),
        ("tapin:2024@bkn4190_2024", "tapin:2025@bkn4190_2024"),
    ],
)
def test_another_instrument_does_not_tell_what_the_usual_one_hides(tmp_path, a, b):
    """Twenty people: under two instruments the sum of their kinerja and disiplin would be told twice."""
    for (region, people), date in itertools.product({"tapin": 20, "pemprov-kalsel": 90}.items(), YEARS):
        records(tmp_path, region, date, [Person(n, f"Dinas {n % 2}") for n in range(people)])
    with pytest.raises(UsageError, match="too few people"):
        compare(a, b, str(tmp_path))


def test_items_of_the_best_governments_do_not_tell_the_few_who_hold_them(tmp_path):
    """Nine hold it in each of the two best: eighteen of two governments of at most nine."""
    sizes = {"tapin": (60, 9), "banjar": (70, 9), "balangan": (60, 5), "tabalong": (65, 6), "pemprov-kalsel": (150, 70)}
    for region, (people, holders) in sizes.items():
        best = region in ("tapin", "banjar")
        level, rating = ("50", "Sangat Baik") if best else ("15", "Baik")
        rows = [
            Person(n, f"Dinas {n % 3}", level=level, rating=rating, seminar=n < holders, post="4")
            for n in range(people)
        ]
        records(tmp_path, region, SECOND, rows)
    found = reports_of(tmp_path, sizes, (2025,))
    best = [row["region"] for row in found["kalsel", 2025]["pemerintah"][:2]]
    assert set(best) == {"tapin", "banjar"}
    own = {name: next(i for i in found[name, 2025]["rincian"]["butir"] if i["butir"] == "seminar") for name in sizes}
    assert all(own[name]["punya"] is None for name in best)
    for row in found["kalsel", 2025]["pembeda_butir"]:
        if row["butir"] == "seminar":
            held = row["teratas"] * sum(sizes[name][0] for name in best)
            assert not held >= 2 * 9, "each has at most nine, so each has nine"
