"""Instruments: what is built in, and everything that the loader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support import snapshots

import ipasn_analysis as ipasn
from ipasn_analysis.errors import UsageError
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.instruments import FOLDER

BASE = yaml.safe_load((FOLDER / "perban8_2019.yaml").read_text(encoding="utf-8"))


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def load(tmp_path: Path, text: str) -> Instrument:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return instruments.load(path)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(UsageError) as error:
        load(tmp_path, text)
    assert "own.yaml" in str(error.value) and str(error.value).count("\n") <= 1
    return str(error.value)


def changed(**sections: object) -> str:
    return yaml.dump(BASE | {"name": "own"} | sections, Dumper=_NoAliases, sort_keys=False)


def test_points_of_the_regulation() -> None:
    rules = instruments.load("perban8_2019")
    assert dict(rules.weights) == {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": 5}
    assert list(rules.population.kedudukan_hukum) == ["01", "03", "15", "71"]
    assert rules.kompetensi.items["diklat_teknis"].points == {"struktural": 15, "fungsional": 15, "pelaksana": 22.5}
    assert {decision.certainty for decision in rules.decisions} == {"D", "I"}
    assert all(decision.id and decision.en for decision in rules.decisions)


def test_the_letter_of_2024_extends_the_regulation() -> None:
    rules = instruments.load("bkn4190_2024")
    assert rules.provisional and rules.kualifikasi.by == "requirement"
    assert rules.codes == instruments.load("perban8_2019").codes
    base = {"sangat_baik": 25, "baik": 20, "butuh_perbaikan": 15, "kurang": 10, "sangat_kurang": 5}
    assert rules.kompetensi.base == base
    assert rules.hours_columns == ("jp_pengembangan",)


@pytest.mark.parametrize(("worst", "told"), [(2, [(88, 5), (10, 4), (12, 3), (10, 2)]), (3, None)])
def test_sanctions_are_told_by_the_points_of_the_instrument(
    worst: int, told: list | None, tmp_path: Path, monkeypatch
) -> None:
    """Where two sanctions cost the same, points do not tell them apart, and nothing is said."""
    points = {"tidak_pernah": 5, "ringan": 4, "sedang": 3, "berat": worst}
    levels = ["R"] * 10 + ["S"] * 12 + ["B"] * 10
    nips = [f"1980010120050110{number:02d}" for number in range(100)] + [f"1981010120050110{n:02d}" for n in range(20)]
    tables: snapshots.Tables = {
        "profil": [snapshots.person(nip) for nip in nips],
        "rw_hukdis": [
            dict(zip(snapshots.HEADERS["rw_hukdis"], (nip, level, "01-02-2025", ""), strict=True))
            for nip, level in zip(nips, levels, strict=False)
        ],
    }
    snapshots.write(tmp_path / "data", tables, cut_off="2025-12-23", region="contoh")
    (tmp_path / "own.yaml").write_text(
        f"extends: perban8_2019\nname: own\ndisiplin: {{years_before: 4, points: {points}}}\n"
    )
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "contoh.yaml").write_text(
        f'name: Kabupaten Contoh\ncode: "97.01"\nlevel: kabupaten\nprovince: kalsel\n'
        f"instrument: {{2025: {tmp_path / 'own.yaml'}}}\n"
    )
    monkeypatch.setenv("IPASN_PARAMS", str(tmp_path / "params"))
    facts = ipasn.report("contoh", data=str(tmp_path / "data"), edition="internal").facts
    parts = facts.rincian.disiplin
    assert (told is None and parts is None) or [(part.jumlah, points[part.kunci]) for part in parts] == told


def test_unknown_names_and_missing_files(tmp_path: Path) -> None:
    assert instruments.available() == ["bkn4190_2024", "perban8_2019"]
    with pytest.raises(UsageError, match="did you mean 'perban8_2019'"):
        instruments.load("perban_2019")
    with pytest.raises(UsageError, match="no such instrument file"):
        instruments.load(tmp_path / "none.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(UsageError, match="no such instrument file"):
        instruments.load(tmp_path / "folder.yaml")


def test_a_file_of_ones_own_by_path(tmp_path: Path) -> None:
    assert load(tmp_path, changed(name="own")).name == "own"
    own = load(
        tmp_path,
        "extends: perban8_2019\nname: own\n"
        "disiplin: {years_before: 0, points: {tidak_pernah: 5, ringan: 4, sedang: 3, berat: 2}}\n",
    )
    assert own.disiplin.points["berat"] == 2 and own.kinerja == instruments.load("perban8_2019").kinerja
    codes = load(
        tmp_path, "extends: perban8_2019\nname: own\ncodes: {sanction: {R: ringan, S: sedang, B: berat, X: berat}}\n"
    )
    assert codes.codes.sanction["X"] == "berat" and codes.codes.eselon["31"] == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "extends: perban8_2019\n"
            "disiplin: {years_before: 1, points: {tidak_pernah: 5, ringan: 3, sedang: 2, berat: 1}}\n",
            "'perban8_2019' is a built-in instrument with other rules; name yours otherwise",
        ),
        ("extends: perban8\nname: own\n", "did you mean 'perban8_2019'"),
        ("extends: [perban8_2019]\nname: own\n", "unknown instrument"),
        ("extends: perban8_2019\nname: own\ncodes: null\n", "codes"),
        ("extends: perban8_2019\nname: own\nwieghts: {}\n", "unknown key 'wieghts'; did you mean 'weights'"),
        ("extends: perban8_2019\nname: Own\n", "name"),
        ("a: &x [1]\nb: *x\n", "aliases are not allowed"),
        ("a: &x [1]\nb: {<<: {c: 1}}\n", "line 2"),
        ("name: !!python/object/apply:os.system ['true']\n", "line 1"),
        ("name: own\nname: own\n", "line 2: key 'name' appears twice"),
        ("? [a, b]\n: c\n", "key must be plain"),
        ("- a\n- b\n", "must be a mapping"),
        ("", "must be a mapping"),
        ("name: [\n", "line 2"),
        ("name: 2025-13-45\n", "impossible value"),
        ("name: " + "9" * 5000 + "\n", "impossible value"),
        ("a: " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("name: a\x01b\n", "not valid YAML"),
    ],
)
def test_yaml_that_is_refused(text: str, told: str, tmp_path: Path) -> None:
    assert told in refused(tmp_path, text)


def test_a_copy_of_a_built_in_instrument_may_keep_its_name(tmp_path: Path) -> None:
    assert load(tmp_path, (FOLDER / "perban8_2019.yaml").read_text(encoding="utf-8")) == instruments.load(
        "perban8_2019"
    )


def test_files_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(b"name: \xff\xfe\n")
    with pytest.raises(UsageError, match="not UTF-8"):
        instruments.load(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(UsageError, match="larger than"):
        instruments.load(path)


ITEMS, EDGES = BASE["kompetensi"]["items"], BASE["categories"]["edges"]["lower_edge"]


def items(**named: object) -> dict[str, object]:
    return {"kompetensi": {"maximum": 40, "items": named}}


def edges(reading: str, **named: object) -> dict[str, object]:
    return {"categories": {"reading": reading, "edges": named}}


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ({"weights": {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": 6}}, "sum to 100, not 101"),
        ({"weights": {"kualifikasi": 30, "kompetensi": 40, "kinerja": 25, "disiplin": 5}}, "can earn is 25"),
        ({"weights": {"kualifikasi": 25, "kompetensi": 40, "kinerja": 35}}, "disiplin missing"),
        ({"weights": {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": ".nan"}}, "weights.disiplin"),
        ({"kinerja": BASE["kinerja"] | {"points": {"sangat_baik": 30}}}, "kinerja.points leaves a gap"),
        ({"kinerja": BASE["kinerja"] | {"bands": BASE["kinerja"]["bands"][:-1]}}, "kinerja.bands leave a gap"),
        ({"kinerja": BASE["kinerja"] | {"bands": BASE["kinerja"]["bands"][::-1]}}, "kinerja.bands leave a gap"),
        ({"kinerja": BASE["kinerja"] | {"bands": [{"above": float("nan"), "predikat": "baik"}]}}, "kinerja.bands"),
        ({"kualifikasi": {"by": "education", "points": {"50": 25}}}, "kualifikasi.points leaves a gap"),
        ({"kualifikasi": {"by": "education", "points": BASE["kualifikasi"]["points"] | {"4": 1}}}, "unknown code '4'"),
        ({"disiplin": BASE["disiplin"] | {"points": {"tidak_pernah": 5, "ringan": 3}}}, "disiplin.points leaves a gap"),
        ({"population": {"kedudukan_hukum": ["01", "1"]}}, "unknown code '1'"),
        ({"population": {"kedudukan_hukum": []}}, "population.kedudukan_hukum"),
        ({"population": {"kedudukan_hukum": [1]}}, "population.kedudukan_hukum"),
        (items(), "kompetensi.items"),
        (items(nip=ITEMS["seminar"]), "'nip' is taken"),
        (items(seminar=ITEMS["seminar"] | {"kinds": []}), "kinds must be named"),
        (items(a=ITEMS["seminar"] | {"match_level": True}), "match_level goes with"),
        (items(a=ITEMS["diklat_teknis"], b=ITEMS["diklat_teknis"]), "same name"),
        (items(a=ITEMS["seminar"] | {"point": 3}), "did you mean 'points'"),
        ({"codes": BASE["codes"] | {"structural_training_name": [{"pattern": "(", "level": 1}]}}, "not a regular"),
        ({"categories": BASE["categories"] | {"reading": "middle"}}, "categories.reading"),
        (edges("lower_edge", lower_edge={"tinggi": 81}), "in this order"),
        (edges("lower_edge", lower_edge=EDGES | {"tinggi": 91}), "must fall"),
        (edges("upper_edge", lower_edge=EDGES), "upper_edge is missing"),
        ({"further": 1}, "unknown key 'further'"),
    ],
)  # fmt: skip
def test_rules_with_gaps_are_refused(sections: dict[str, object], told: str, tmp_path: Path) -> None:
    assert told in refused(tmp_path, changed(**sections))


def test_weights_in_thirds_sum_to_100(tmp_path: Path) -> None:
    third = {"kualifikasi": 33.3, "kompetensi": 33.3, "kinerja": 28.4, "disiplin": 5}
    points = BASE["kualifikasi"]["points"] | {"50": 33.3}
    kinerja = BASE["kinerja"] | {"points": BASE["kinerja"]["points"] | {"sangat_baik": 28.4}}
    kompetensi = BASE["kompetensi"] | {"maximum": 33.3}
    text = changed(
        weights=third, kualifikasi={"by": "education", "points": points}, kinerja=kinerja, kompetensi=kompetensi
    )
    assert sum(load(tmp_path, text).weights.values()) == pytest.approx(100)
