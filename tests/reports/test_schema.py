"""The JSON Schema of a report's result: every kind of report keeps to it, and what breaks a promise does not."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import result_schema
from jsonschema import Draft202012Validator

import ipasn_analysis as ipasn
from ipasn_analysis.result.schema import FILE, documented, keys, schema
from ipasn_analysis.sections.report import SECTIONS

ROOT = Path(__file__).resolve().parents[2]
MODELS = schema()["$defs"]
REQUIRED = MODELS["GovernmentFacts"]["required"]
VALIDATOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def whole(data: Path, region: str, year: int) -> dict[str, Any]:
    """A result as its JSON file holds it, with the tables of every section that the notebook shows."""
    report = ipasn.report(region, year, data=str(data))
    notebook = "province" if report.facts.tingkat == "provinsi" else "regency"
    source = (ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    for name in SECTIONS:
        if f"laporan.{name}()" in source:
            report.section(name)
    return json.loads(json.dumps(report.hasil().content, allow_nan=False))


@pytest.fixture(scope="module")
def results(sample: Path, tapin, tapin_in_english, kalsel) -> dict[str, dict[str, Any]]:
    return {
        "regency": tapin.result,
        "regency, in English": tapin_in_english.result,
        "ready scores, no target": whole(sample, "tapin", 2023),
        "no year before": whole(sample, "tapin", 2019),
        "provincial government": whole(sample, "pemprov-kalsel", 2025),
        "province": kalsel.result,
        "province, no year before": whole(sample, "kalsel", 2019),
    }


def faults(result: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(result)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())


def test_the_package_ships_it_as_the_models_have_it():
    assert FILE.read_text(encoding="utf-8") == result_schema.shipped()


def test_every_kind_of_report_keeps_to_it(results):
    for name, result in results.items():
        assert faults(result) == [], name


def test_the_kinds_are_what_they_are_called(results):
    assert results["ready scores, no target"]["impor"] and results["ready scores, no target"]["target"] is None
    assert results["no year before"]["perubahan"] is None
    assert results["province"]["pemerintah"] == results["province"]["peringkat_pemerintah"]
    assert results["regency"]["menuju_target"]["tindakan"] and results["regency"]["tabel"]
    assert {row["disembunyikan"] for row in results["regency"]["perangkat_daerah"]} == {True, False}


def shortened(value: Any) -> Any:
    """A result with at most nine entries of each list (the cells of the talent map), the last among them."""
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shortened(part) for part in (value if len(value) <= 9 else [*value[:8], value[-1]])]
    return value


@pytest.fixture(scope="module")
def short(results) -> dict[str, dict[str, Any]]:
    """Results that keep to the schema and are soon looked through, with one of their tables: to be broken."""
    found = {name: shortened(results[name]) for name in ("regency", "province")}
    for result in found.values():
        result["tabel"] = {"Dimensi": result["tabel"]["Dimensi"]}
    assert all(faults(result) == [] for result in found.values())
    return found


def at(result: dict[str, Any], path: str) -> tuple[Any, Any]:
    """The container of a place in a result, and its key there."""
    steps = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps[:-1]:
        result = result[step]
    return result, steps[-1]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("indeks", "79,00"),
        ("indeks", 101.0),
        ("indeks", None),
        ("kode", 63),
        ("per_tanggal", "23-12-2025"),
        ("kategori", "cukup"),
        ("bahasa", "de"),
        ("target", "81"),
        ("pegawai.cakupan", 98.3),
        ("pegawai.diukur", 3249.5),
        ("dimensi.kinerja.rata_rata", "27"),
        ("perangkat_daerah.0.indeks", None),
        ("perangkat_daerah.0.peringkat", 0),
        ("perangkat_daerah.0.disembunyikan", None),
        ("perangkat_daerah.0.disembunyikan", True),
        ("perangkat_daerah.0.nip", "198001012005011001"),
        ("perangkat_daerah.0.dimensi.kehadiran", 5.0),
        ("perangkat_daerah.-1.indeks", 80.0),
        ("perangkat_daerah.-1.dimensi.kualifikasi", 12.0),
        ("uji_tren.sen_selang", [1.0]),
        ("uji_tren.p_value", 1.2),
        ("perubahan.per_sumber.lain", 0.1),
        ("perubahan.per_dimensi.kinerja", "naik"),
        ("menuju_target.tindakan.0.jumlah", -1),
        ("ketahanan.perangkat_daerah.0.median", 1.5),
        ("ketahanan.perangkat_daerah", {}),
        ("provenans.kode", "abc"),
        ("tabel.Dimensi.baris", None),
        ("pemerintah", []),
        ("rahasia", 1),
    ],
)
def test_a_broken_promise_is_found(short, path, value):
    broken = copy.deepcopy(short["regency"])
    last = len(broken["perangkat_daerah"]) - 1
    container, key = at(broken, path.replace("-1", str(last)))
    container[key] = value
    assert faults(broken), path


@pytest.mark.parametrize("key", REQUIRED)
def test_no_key_may_be_missing(short, key):
    broken = {name: value for name, value in short["regency"].items() if name != key}
    assert faults(broken)


@pytest.mark.parametrize("key", ["pemerintah", "ketimpangan", "konvergensi", "pembeda", "pembeda_butir"])
def test_a_province_has_keys_of_its_own(short, key):
    broken = {name: value for name, value in short["province"].items() if name != key}
    assert faults(broken)


def test_keys_that_stay_are_required():
    """People script against these."""
    promised = (
        "region kode nama tahun per_tanggal instrumen bahasa data_contoh indeks kategori target pegawai dimensi "
        "perangkat_daerah tren tren_resmi uji_tren perubahan menuju_target ketahanan mutu_data provenans tabel "
        "tiga_teratas di_bawah_target"
    )
    assert set(promised.split()) <= set(REQUIRED)
    rows = {
        "PerangkatDaerahTampil": "nama diukur indeks kategori dimensi perubahan peringkat peringkat_min peringkat_maks "
        "di_bawah_target disembunyikan",
        "PemerintahTampil": "region nama diukur indeks kategori peringkat peringkat_min peringkat_maks disembunyikan",
        "TitikTren": "per_tanggal tahun instrumen indeks diukur",
        "Perubahan": "dari ke selisih per_dimensi per_sumber",
        "MenujuTarget": "target indeks dapat_dicapai biaya indeks_sesudah tindakan",
        "Ketahanan": "ulangan benih perangkat_daerah tanpa_dimensi geometrik instrumen_lain",
        "Tabel": "kolom baris",
    }
    for name, names in rows.items():
        assert set(names.split()) <= set(MODELS[name]["required"]), name


def objects(node: Any, place: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every subschema of an object, with its place."""
    found = [(place, node)] if isinstance(node, dict) and node.get("type") == "object" else []
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        found += objects(child, f"{place}/{key}")
    return found


def test_every_key_is_described_and_objects_are_closed():
    for place, node in objects(schema()):
        for name, child in node.get("properties", {}).items():
            assert child.get("description", "").strip(), f"{place}/{name}"
        if "properties" in node:
            assert node["additionalProperties"] is False, place
            assert set(node["required"]) <= set(node["properties"]), place


def test_the_documents_hold_the_table_of_keys():
    text = result_schema.DOCUMENT.read_text(encoding="utf-8")
    assert documented() in text and result_schema.with_keys(text) == text


def test_the_table_of_keys_is_complete_and_says_each_place_once():
    places = [key for key, _ in keys()]
    assert len(set(places)) == len(places)
    assert {re.split(r"[.\[]", place)[0] for place in places} == set(MODELS["ProvinceFacts"]["properties"])
    assert "perangkat_daerah[].peringkat_min" in places and "tabel.*.baris" in places
    told = dict(keys())
    assert told["pemerintah"].endswith("(as `peringkat_pemerintah[]`)")
    assert all("|" not in meaning for meaning in told.values())
