"""Verifies a published result: builds it again from its inputs and parameters, and says what differs first."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ipasn_analysis.build.build import build
from ipasn_analysis.build.plan import make_plan
from ipasn_analysis.build.preload import preload
from ipasn_analysis.build.request import Request
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.people.pseudonym import keyed_digests
from ipasn_analysis.people.store import Store, issued_folder
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Data
from ipasn_analysis.writing.locale import LANGUAGES

NEEDED = ("region", "tahun", "bahasa", "data_contoh", "indeks", "provenans", "tabel")
PROVENANCE = ("masukan", "parameter", "versi", "kode")
SHOWN = 4
"""Differences of one kind that are named; of the rest the number is said."""
MISSING = object()


@dataclass(frozen=True)
class Verified:
    """What came of it: differences in the order of their weight, one line each; values that were compared."""

    findings: tuple[str, ...]
    values: int
    inputs: int


def verify(project: Project, file: str, data: str | None = None) -> Verified:
    """Build the result in `file` again and compare: inputs, parameters, versions, then every value.

    The report is built in a temporary folder, without the store, with the parameters that the result records; those of
    today are compared with them. Inputs that changed end the comparison, since other values must come of them.

    Parameters
    ----------
    file
        The JSON file of a report.
    data
        DATA that it was made from; the sample data when not given.

    Raises
    ------
    UsageError
        When the file or DATA cannot be used.
    ReportError
        When the report cannot be built.
    """
    path = Path(file)
    recorded = _read(path, project)
    found = project.data(data)
    source = recorded["provenans"]
    key = Store(found.location, project.store).key(is_sample=recorded["data_contoh"])
    findings = _changed_inputs(source["masukan"], found, key)
    if findings:
        return Verified(tuple(findings), 0, len(source["masukan"]))
    today = project.params(recorded["region"]).model_dump(mode="json")
    findings = _some("parameter", _differences(source["parameter"], today))
    rebuilt = _rebuilt(project, recorded, found)
    now = rebuilt["provenans"]
    new = sorted(now["masukan"].keys() - source["masukan"].keys())
    findings = [*_some("input", [f"{name} is new" for name in new]), *findings]
    findings += _some("version of", _differences(source["versi"], now["versi"]))
    if source["kode"] != now["kode"]:
        findings.append("code: the program that scores is another one than that of the report")
    before, after = _values(recorded), _values(rebuilt)
    findings += _some("result", _differences(before, after))
    return Verified(tuple(findings), _count(before), len(source["masukan"]))


def _values(result: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in result.items() if key != "provenans"}


def _read(path: Path, project: Project) -> dict[str, Any]:
    """The result in a file, with all that is needed to build it again; else `UsageError`."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: is not JSON; name the ipasn-….json of a report") from None
    if not isinstance(result, dict):
        raise UsageError(f"{path}: is not the result of a report; name its ipasn-….json")
    source = result.get("provenans")
    source = source if isinstance(source, dict) else {}
    lacking = [key for key in NEEDED if key not in result]
    lacking += [f"provenans.{key}" for key in PROVENANCE if key not in source]
    if lacking:
        raise UsageError(f"{path}: is not the result of a report: {lacking[0]} is missing")
    kinds = {"region": str, "tahun": int, "bahasa": str}
    wrong = [key for key, kind in kinds.items() if not isinstance(result[key], kind)]
    wrong += [f"provenans.{key}" for key in PROVENANCE[:3] if not isinstance(source[key], dict)]
    if wrong:
        raise UsageError(f"{path}: is not the result of a report: {wrong[0]} cannot be what it says")
    if result["region"] not in project.regions:
        raise UsageError(f"{path}: is about {result['region']!r}, for which there is no file in params/")
    return result


def _changed_inputs(recorded: dict[str, str], data: Data, key: bytes) -> list[str]:
    """What has become of the inputs that the result names."""
    places = {tuple(name.split("/")[:2]) for name in recorded}
    found: dict[str, str] = {}
    for snapshot in data.snapshots:
        if (snapshot.region, (snapshot.stored or snapshot.as_of).isoformat()) in places:
            found |= keyed_digests(snapshot.digests(), key)
    changed = [f"{name} is missing" for name in recorded if name not in found]
    changed += [f"{name} has changed" for name, digest in recorded.items() if found.get(name, digest) != digest]
    changed += [f"{name} is new" for name in sorted(found.keys() - recorded.keys())]
    return _some("input", changed)


def _rebuilt(project: Project, recorded: dict[str, Any], data: Data) -> dict[str, Any]:
    """The result built again, with the parameters that it records."""
    region, language = recorded["region"], recorded["bahasa"]
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    with tempfile.TemporaryDirectory(prefix="ipasn-verify-") as name:
        folder = Path(name)
        then = replace(project.with_own_params(folder / "params"), store=folder / "store")
        text = yaml.safe_dump(_with_years(recorded["provenans"]["parameter"]), allow_unicode=True, sort_keys=False)
        with contextlib.suppress(FileNotFoundError):
            shutil.copytree(issued_folder(project.store), issued_folder(then.store))
        (folder / "params" / f"{region}.yaml").write_text(text, encoding="utf-8")
        request = Request(recorded["tahun"], language, ("json",), folder / "reports", force=True)
        preload()
        built = build(make_plan(then, data.select(then.region(region), request.year), request))
        result: dict[str, Any] = json.loads(built.files[0].read_text(encoding="utf-8"))
        return result


def _with_years(value: Any) -> Any:
    """The value with years as numbers again, where JSON has made them texts."""
    if not isinstance(value, dict):
        return value
    return {int(key) if key.isdigit() else key: _with_years(part) for key, part in value.items()}


def _differences(before: Any, after: Any, place: str = "") -> list[str]:
    """Where two values differ, with both; those of the report first."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*before, *(key for key in after if key not in before)]
        parts = [(f"{place}.{key}" if place else str(key), key) for key in keys]
        return [
            line
            for name, key in parts
            for line in _differences(before.get(key, MISSING), after.get(key, MISSING), name)
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [line for number, (one, other) in pairs for line in _differences(one, other, f"{place}[{number}]")]
    if type(before) is type(after) and before == after:
        return []
    return [f"{place}: {_shown(before)} in the report, {_shown(after)} now"]


def _shown(value: Any) -> str:
    if value is MISSING:
        return "nothing"
    if isinstance(value, list):
        return f"{len(value)} entries"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _some(kind: str, lines: list[str]) -> list[str]:
    more = [f"{kind}: {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [*(f"{kind} {line}" for line in lines[:SHOWN]), *more]


def _count(value: Any) -> int:
    """How many single values there are in a result."""
    if isinstance(value, dict | list):
        return sum(_count(part) for part in (value.values() if isinstance(value, dict) else value))
    return 1
