"""`ipasn compare`: the difference of two sides and its split, recomputed by hand; thresholds; words and files."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import statistics
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.grid import near, to_five
from support.ready_scores import write_ready

import ipasn_analysis as ipasn
from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.sides import Side
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.project import Project

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
Person = dict[str, float | str]


def compare(a: str, b: str, data: str) -> dict[str, Any]:
    """A comparison as its JSON has it."""
    return ipasn.compare(a, b, data).model_dump(mode="json")


@pytest.fixture(scope="module")
def people(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, dict[str, str]]]:
    """The score file of a snapshot by NIP."""
    folder = tmp_path_factory.mktemp("scores")

    @cache
    def of(snapshot: str, instrument: str | None = None) -> dict[str, dict[str, str]]:
        out = folder / f"{snapshot.replace('/', '-')}{instrument or ''}.csv"
        score_to_file(Project.open(), str(sample / snapshot), str(out), instrument)
        with out.open(encoding="utf-8", newline="") as file:
            return {row["nip"]: row for row in csv.DictReader(file)}

    return of


def mean(rows: list[dict[str, str]], key: str = "indeks") -> float:
    return statistics.fmean(float(row[key]) for row in rows)


def ready(folder: Path, rows: list[tuple[str, str, float, float, float, float]]) -> None:
    """A snapshot of ready scores: NIP, unit and four dimensions."""
    folder.mkdir(parents=True)
    lines = ["nip;nama;unor;kualifikasi;kompetensi;kinerja;disiplin;total;tahun"]
    for nip, unit, *points in rows:
        lines.append(";".join([nip, "x", unit, *map(str, points), str(sum(points)), folder.name[:4]]))
    (folder / "nilai_ipasn.csv").write_text("\n".join(lines) + "\n")


def nip(number: int) -> str:
    return f"19800101200501{1 + number % 2}{number:03}"


def test_two_dates_split_into_who_stayed_moved_came_and_left(sample, people):
    before = people("tapin/2025-06-30")
    after = people("tapin/2025-12-23")
    facts = compare("tapin:2025-06-30", "tapin:2025-12-23", str(sample))
    assert facts["jenis"] == "waktu"
    assert facts["a"]["diukur"] == len(before) and facts["b"]["diukur"] == len(after)
    change = mean(list(after.values())) - mean(list(before.values()))
    fewest = min(len(before), len(after))
    assert facts["selisih"] == near(change, fewest)
    for name in DIMENSIONS:
        gap = mean(list(after.values()), name) - mean(list(before.values()), name)
        assert facts["per_dimensi"][name] == near(gap, fewest)
    stay = before.keys() & after.keys()
    gains = {n: float(after[n]["indeks"]) - float(before[n]["indeks"]) for n in stay}
    moved = {n for n in stay if before[n]["perangkat_daerah"] != after[n]["perangkat_daerah"]}
    joined, left = after.keys() - before.keys(), before.keys() - after.keys()
    told = {"bertahan": stay - moved, "pindah": moved, "masuk": joined, "keluar": left}
    assert facts["jumlah_sumber"] == {name: to_five(len(group)) for name, group in told.items()}
    parts = facts["per_sumber"]
    assert parts["bertahan"] == near(sum(gains[n] for n in stay - moved) / len(stay), fewest)
    assert parts["pindah"] == near(sum(gains[n] for n in moved) / len(stay), fewest)
    gap = mean([after[n] for n in joined]) - mean([after[n] for n in stay])
    assert parts["masuk"] == near(len(joined) / len(after) * gap, fewest)
    gap = mean([before[n] for n in stay]) - mean([before[n] for n in left])
    assert parts["keluar"] == near(len(left) / len(before) * gap, fewest)
    assert sum(parts.values()) == near(change, fewest, parts=4)
    units = [unit["kontribusi"] for unit in facts["per_unit"]]
    assert sum(units) == near(change, fewest, parts=len(units))
    low, high = facts["selang"]
    assert low < change < high and facts["lebih_dari_derau"] == (low > 0 or high < 0)


def test_units_are_those_that_may_be_shown(sample, people):
    sides = [people(f"tapin/{date}") for date in ("2025-06-30", "2025-12-23")]
    facts = compare("tapin:2025-06-30", "tapin:2025-12-23", str(sample))
    names = {row["perangkat_daerah"] for side in sides for row in side.values()}
    shown = {unit["nama"]: unit for unit in facts["per_unit"] if unit["nama"]}
    for name in names:
        groups = [[row for row in side.values() if row["perangkat_daerah"] == name] for side in sides]
        if min(map(len, groups)) < 10:
            assert name not in shown
        elif name in shown:
            assert shown[name]["a"] == near(mean(groups[0]), len(groups[0]))
            assert shown[name]["b"] == near(mean(groups[1]), len(groups[1]))
            fewest = min(map(len, groups))
            for dimension in ("kualifikasi", "kompetensi", "kinerja"):
                gap = mean(groups[1], dimension) - mean(groups[0], dimension)
                assert shown[name]["per_dimensi"][dimension] == near(gap, fewest)
            assert shown[name]["per_dimensi"]["disiplin"] is None
            held = [{row["nip"] for row in group} for group in groups]
            few = any(0 < count < 10 for count in (len(held[0] - held[1]), len(held[1] - held[0])))
            assert (shown[name]["per_sumber"]["bertahan"] is None) == few
    assert len(names) - len(shown) >= 1
    hidden = [unit for unit in facts["per_unit"] if unit["nama"] is None]
    assert len(hidden) == 1 and hidden[0]["a"] is None


def test_what_the_audit_of_a_report_withholds_no_comparison_tells(sample):
    report = ipasn.report("tapin", 2025, data=str(sample)).facts
    withheld = {row.nama for row in report.perangkat_daerah if row.disembunyikan and (row.diukur or 0) >= 10}
    withheld |= {row.nama for row in report.perangkat_daerah if row.disembunyikan and row.kelas_ukuran != "1–9"}
    assert withheld
    for other in ("tapin:2025-06-30", "tapin:2025@bkn4190_2024"):
        for facts in (compare(other, "tapin:2025", str(sample)), compare("tapin:2025", other, str(sample))):
            assert withheld.isdisjoint(unit["nama"] for unit in facts["per_unit"])


def test_two_governments_split_into_mix_and_level(sample, people):
    sides = [people(f"{region}/2025-12-23") for region in ("tapin", "banjarbaru")]
    facts = compare("tapin:2025", "banjarbaru:2025", str(sample))
    assert facts["jenis"] == "pemerintah"
    gap = mean(list(sides[1].values())) - mean(list(sides[0].values()))
    fewest = min(map(len, sides))
    assert facts["selisih"] == near(gap, fewest)
    mix = level = 0.0
    for row in facts["per_jenis_jabatan"]:
        groups = [[p for p in side.values() if p["jenis_jabatan"] == row["nama"]] for side in sides]
        shares = [len(group) / len(side) for group, side in zip(groups, sides, strict=True)]
        means = [mean(group) for group in groups]
        for told, average, group in zip((row["a"], row["b"]), means, groups, strict=True):
            assert told == near(average, len(group))
        assert [row["bagian_a"], row["bagian_b"]] == pytest.approx(shares, abs=5 / fewest)
        mix += (shares[1] - shares[0]) * statistics.fmean(means)
        level += statistics.fmean(shares) * (means[1] - means[0])
    assert facts["susunan"] == near(mix, fewest) and facts["tingkat"] == near(level, fewest)
    assert "per_unit" not in facts


def test_two_instruments_tell_the_effect_of_the_method(sample, people):
    sides = [people("tapin/2025-12-23", name) for name in ("perban8_2019", "bkn4190_2024")]
    facts = compare("tapin:2025", "tapin:2025@bkn4190_2024", str(sample))
    assert facts["jenis"] == "instrumen" and facts["b"]["sementara"]
    gains = [float(sides[1][n]["indeks"]) - float(sides[0][n]["indeks"]) for n in sides[0]]
    assert facts["selisih"] == near(statistics.fmean(gains), len(gains))
    effect = facts["efek"]
    assert effect["jumlah"] == len(gains) and effect["selisih_median"] == near(statistics.median(gains), len(gains))
    assert effect["naik"] == pytest.approx(sum(gain > 1e-9 for gain in gains) / len(gains), abs=5 / len(gains))
    assert sum(facts["per_dimensi"].values()) == near(facts["selisih"], len(gains), parts=5)
    for unit in facts["per_unit"]:
        rows = [[row for row in side.values() if row["perangkat_daerah"] == unit["nama"]] for side in sides]
        assert len(rows[0]) >= 10
        assert unit["selisih"] == near(mean(rows[1]) - mean(rows[0]), len(rows[0]))


def test_a_province_is_the_people_of_its_governments(sample, people):
    facts = compare("kalsel:2025-06-30", "kalsel:2025", str(sample))
    regions = ("tapin", "banjarbaru", "pemprov-kalsel")
    rows = [row for region in regions for row in people(f"{region}/2025-12-23").values()]
    assert facts["b"]["indeks"] == near(mean(rows), len(rows))
    assert facts["a"]["per_tanggal"] == "2025-06-30" and set(facts["b"]["pemerintah"]) == set(regions)
    assert {unit["nama"] for unit in facts["per_unit"]} == {
        "Kabupaten Tapin", "Kota Banjarbaru", "Pemerintah Provinsi Kalimantan Selatan",
    }  # fmt: skip
    assert sum(unit["kontribusi"] for unit in facts["per_unit"]) == near(facts["selisih"], len(rows), parts=4)


def test_few_people_are_not_told_of(tmp_path):
    """Five leave: neither they nor, by subtraction, the others can be told."""
    draw = random.Random(1)
    rows = [(nip(n), "Dinas A", 15.0, draw.choice([22.5, 40.0]), draw.choice([25.0, 30.0]), 5.0) for n in range(25)]
    ready(tmp_path / "tapin" / "2024-12-31", rows)
    ready(tmp_path / "tapin" / "2025-12-31", rows[5:])
    facts = compare("tapin:2024", "tapin:2025", str(tmp_path))
    assert set(facts["per_sumber"].values()) == {None} and facts["jumlah_sumber"] is None
    assert not [key for key in facts if "nip" in key]


def test_the_interval_tells_nothing_of_a_hidden_unit(tmp_path):
    """Whom of two hidden units a score belongs to makes no difference to anything that is printed."""
    units = [f"Dinas {n // 12}" for n in range(156)]
    sizes = {"Mini A": 4, "Mini B": 7}
    units += [name for name, size in sizes.items() for _ in range(size)]
    draw = random.Random(2)
    points = [(15.0, draw.choice([22.5, 40.0]), draw.choice([25.0, 30.0]), 5.0) for _ in units]
    shown = []
    for swap in (False, True):
        mine = list(points)
        if swap:
            mine[156], mine[166] = (15.0, 0.0, 25.0, 5.0), (20.0, 40.0, 30.0, 5.0)
        else:
            mine[166], mine[156] = (15.0, 0.0, 25.0, 5.0), (20.0, 40.0, 30.0, 5.0)
        data = tmp_path / str(swap)
        ready(data / "tapin" / "2024-12-31", [(nip(n), unit, 15.0, 22.5, 25.0, 5.0) for n, unit in enumerate(units)])
        ready(data / "tapin" / "2025-12-31", [(nip(n), unit, *mine[n]) for n, unit in enumerate(units)])
        facts = compare("tapin:2024", "tapin:2025", str(data))
        assert {unit["nama"] for unit in facts["per_unit"]}.isdisjoint(sizes)
        shown.append(json.dumps(facts, default=str))
    numbers = [[float(text) for text in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", one)] for one in shown]
    assert numbers[0] == pytest.approx(numbers[1], abs=1e-9)


def test_types_of_post_that_are_few_are_withheld(sample, monkeypatch):
    """Tapin's structural people beside a threshold that only they miss."""
    posts = ipasn.scores("tapin", 2025, data=str(sample))["jenis_jabatan"].value_counts()
    monkeypatch.setattr(Side, "group", int(posts.min()) + 1)
    facts = compare("tapin:2025", "banjarbaru:2025", str(sample))
    hidden = [row["nama"] for row in facts["per_jenis_jabatan"] if row["disembunyikan"]]
    assert hidden == [posts.idxmin()]
    assert all(
        row["a"] is None and row["bagian_a"] is None for row in facts["per_jenis_jabatan"] if row["disembunyikan"]
    )
    assert facts["susunan"] is None and facts["tingkat"] is None


def test_fewer_people_than_may_be_shown_are_refused(tmp_path):
    rows = [(nip(n), "Dinas A", 15.0, 40.0, 30.0, 5.0) for n in range(9)]
    ready(tmp_path / "tapin" / "2024-12-31", rows)
    ready(tmp_path / "tapin" / "2025-12-31", rows)
    with pytest.raises(UsageError, match="fewer than 10"):
        compare("tapin:2024", "tapin:2025", str(tmp_path))


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("tapim:2025", "tapin:2024", "did you mean 'tapin'"),
        ("tapin:2018", "tapin:2025", "has no snapshot of 'tapin' for 2018"),
        ("tapin:2025-02-30", "tapin:2025", "2025-02-30"),
        ("tapin:", "tapin", "names no snapshot"),
        ("tapin", "tapin:2025-12-31", "both sides are the same"),
        ("tapin:2024", "banjarbaru:2025", "in one year"),
        ("tapin:2025@bkn4190", "tapin:2025", "did you mean 'bkn4190_2024'"),
        ("tapin:2024@perban8_2019", "tapin:2025@perban8_2019", "ready scores"),
    ],
)
def test_what_cannot_be_compared_is_said(tmp_path_factory, a, b, said):
    folder = tmp_path_factory.mktemp("data")
    for region in ("tapin", "banjarbaru"):
        write_ready(folder, region, people=40)
    with pytest.raises(UsageError, match=said):
        compare(a, b, str(folder))


def test_a_break_of_the_series_is_not_crossed(sample):
    with pytest.raises(UsageError, match="cannot be compared; score both by one"):
        compare("tapin:2025-06-30@bkn4190_2024", "tapin:2025-12-23", str(sample))
    assert compare("tapin:2025-06-30@bkn4190_2024", "tapin:2025@bkn4190_2024", str(sample))["jenis"] == "waktu"


def test_the_command_prints_words_or_json_or_writes_a_workbook(sample, tmp_path, capsys):
    words = ["compare", "tapin:2025-06-30", "tapin:2025", "--data", str(sample)]
    assert main(words) == 0
    shown = capsys.readouterr().out
    facts = compare("tapin:2025-06-30", "tapin:2025", str(sample))
    written = f"{facts['selisih']:+.2f}".replace(".", ",")
    assert f"B − A: {written} poin" in shown and "Tidak pindah" in shown and "Dinas Pendidikan" in shown
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == facts
    out = tmp_path / "banding.xlsx"
    assert main([*words, "--out", str(out), "--language", "en"]) == 0
    content = out.read_bytes()
    file = openpyxl.load_workbook(io.BytesIO(content))
    first, *names = file.sheetnames
    assert first == "Explanation" and names[:2] == ["Comparison", "Source of the difference"]
    assert names[2:] == ["Units (perangkat daerah)", "Parts of the difference"]
    assert file["Comparison"]["D2"].value == facts["selisih"]
    assert file.properties.title == ("IP ASN: Kabupaten Tapin, 30 June 2025 (A) compared with 23 December 2025 (B)")
    guide = " ".join(str(row[1]) for row in file["Explanation"].iter_rows(values_only=True))
    assert "Every difference is B minus A" in guide and "made-up data" in guide
    assert main([*words, "--out", str(out), "--language", "en"]) == 0
    assert out.read_bytes() == content
    assert main([*words, "--out", "x.pdf", "--language", "en"]) == 2 and "must end in .xlsx" in capsys.readouterr().err
    assert main([*words, "--language", "de"]) == 2


def test_hidden_units_are_called_hidden_once(sample, capsys):
    assert main(["compare", "tapin:2025-06-30", "tapin:2025", "--data", str(sample)]) == 0
    (line,) = (text for text in capsys.readouterr().out.splitlines() if "digabung" in text)
    assert line.startswith("Perangkat daerah lain, digabung (dirahasiakan)") and line.count("dirahasiakan") == 1


@pytest.mark.parametrize("b", ["banjarbaru:2025", "tapin:2025@bkn4190_2024"])
def test_every_kind_has_its_tables(sample, capsys, b):
    assert main(["compare", "tapin:2025", b, "--data", str(sample)]) == 0
    shown = capsys.readouterr().out
    assert ("Susunan jabatan yang berbeda" in shown) == (b == "banjarbaru:2025")
    assert ("Pegawai yang sama di bawah kedua instrumen" in shown) == ("@" in b)
