"""Verifies a published result: builds it again from its inputs and parameters, and says what differs first."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ipasn_analysis.build.build import build
from ipasn_analysis.build.plan import make_plan
from ipasn_analysis.build.preload import preload
from ipasn_analysis.build.remarks import Told, of_selection
from ipasn_analysis.build.request import Request
from ipasn_analysis.errors import Message, UsageError, cause, unknown
from ipasn_analysis.files import temporary_folder
from ipasn_analysis.people.pseudonym import keyed_digests
from ipasn_analysis.people.store import Store, issued_folder
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Data
from ipasn_analysis.writing.locale import LANGUAGES

NEEDED = ("region", "tahun", "bahasa", "edisi", "data_contoh", "indeks", "provenans", "tabel")
PROVENANCE = ("masukan", "parameter", "versi", "kode")
SHOWN = 4
"""Differences of one kind that are named; of the rest the number is said."""
MISSING = object()


@dataclass(frozen=True)
class Verified:
    """What came of it: differences in the order of their weight, one line each; values that were compared.

    `remarks` is what is to be said of the input.
    """

    findings: tuple[Message, ...]
    values: int
    inputs: int
    remarks: tuple[Told | Message, ...]


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
        return Verified(tuple(findings), 0, len(source["masukan"]), ())
    today = project.params(recorded["region"]).model_dump(mode="json")
    findings = _some(Message("parameter"), _differences(source["parameter"], today))
    rebuilt, remarks = _rebuilt(project, recorded, found)
    now = rebuilt["provenans"]
    new = sorted(now["masukan"].keys() - source["masukan"].keys())
    findings = [*_some(Message("input"), [Message("{name} is new", name=name) for name in new]), *findings]
    findings += _some(Message("version of"), _differences(source["versi"], now["versi"]))
    if source["kode"] != now["kode"]:
        findings.append(Message("code: the program that scores is another one than that of the report"))
    before, after = _values(recorded), _values(rebuilt)
    findings += _some(Message("result"), _differences(before, after))
    return Verified(tuple(findings), _count(before), len(source["masukan"]), remarks)


def _values(result: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in result.items() if key != "provenans"}


def _read(path: Path, project: Project) -> dict[str, Any]:
    """The result in a file, with all that is needed to build it again; else `UsageError`."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=path, why=cause(error)) from error
    except (ValueError, RecursionError):
        raise UsageError("{path}: is not JSON; name the ipasn-….json of a report", path=path) from None
    if not isinstance(result, dict):
        raise UsageError("{path}: is not the result of a report; name its ipasn-….json", path=path)
    source = result.get("provenans")
    source = source if isinstance(source, dict) else {}
    lacking = [key for key in NEEDED if key not in result]
    lacking += [f"provenans.{key}" for key in PROVENANCE if key not in source]
    if lacking:
        raise UsageError("{path}: is not the result of a report: {key} is missing", path=path, key=lacking[0])
    kinds = {"region": str, "tahun": int, "bahasa": str, "edisi": str}
    wrong = [key for key, kind in kinds.items() if not isinstance(result[key], kind)]
    wrong += [f"provenans.{key}" for key in PROVENANCE[:3] if not isinstance(source[key], dict)]
    if wrong:
        raise UsageError("{path}: is not the result of a report: {key} cannot be what it says", path=path, key=wrong[0])
    if result["region"] not in project.regions:
        raise UsageError(
            "{path}: is about {region!r}, for which there is no file in params/", path=path, region=result["region"]
        )
    return result


def _changed_inputs(recorded: dict[str, str], data: Data, key: bytes) -> list[Message]:
    """What has become of the inputs that the result names."""
    places = {tuple(name.split("/")[:2]) for name in recorded}
    found: dict[str, str] = {}
    for snapshot in data.snapshots:
        if (snapshot.region, (snapshot.stored or snapshot.as_of).isoformat()) in places:
            found |= keyed_digests(snapshot.digests(), key)
    different = [name for name, digest in recorded.items() if found.get(name, digest) != digest]
    changed = [Message("{name} is missing", name=name) for name in recorded if name not in found]
    changed += [Message("{name} has changed", name=name) for name in different]
    changed += [Message("{name} is new", name=name) for name in sorted(found.keys() - recorded.keys())]
    return _some(Message("input"), changed)


def _rebuilt(
    project: Project, recorded: dict[str, Any], data: Data
) -> tuple[dict[str, Any], tuple[Told | Message, ...]]:
    """The result built again, with the parameters that it records, and the remarks on its input."""
    region, language = recorded["region"], recorded["bahasa"]
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    with temporary_folder("ipasn-verify-") as folder:
        then = replace(project.with_own_params(folder / "params"), store=folder / "store")
        text = yaml.safe_dump(_with_years(recorded["provenans"]["parameter"]), allow_unicode=True, sort_keys=False)
        with contextlib.suppress(FileNotFoundError):
            shutil.copytree(issued_folder(project.store), issued_folder(then.store))
        (folder / "params" / f"{region}.yaml").write_text(text, encoding="utf-8")
        request = Request(recorded["tahun"], language, recorded["edisi"], ("json",), folder / "reports", force=True)
        preload()
        plan = make_plan(then, data.select(then.region(region), request.year), request)
        built = build(plan)
        result: dict[str, Any] = json.loads(built.files[0].read_text(encoding="utf-8"))
        return result, of_selection(plan.selection, Store(data.location, then.store))


def _with_years(value: Any) -> Any:
    """The value with years as numbers again, where JSON has made them texts."""
    if not isinstance(value, dict):
        return value
    return {int(key) if key.isdigit() else key: _with_years(part) for key, part in value.items()}


def _differences(before: Any, after: Any, place: str = "") -> list[Message]:
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
    return [
        Message("{place}: {before} in the report, {after} now", place=place, before=_shown(before), after=_shown(after))
    ]


def _shown(value: Any) -> str:
    if value is MISSING:
        return Message("nothing")
    if isinstance(value, list):
        return Message("{count:i} entries", count=len(value))
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _some(kind: Message, lines: list[Message]) -> list[Message]:
    told = [Message("{kind} {line}", kind=kind, line=line) for line in lines[:SHOWN]]
    more = Message("{kind}: {more:i} more", kind=kind, more=len(lines) - SHOWN)
    return [*told, more] if len(lines) > SHOWN else told


def _count(value: Any) -> int:
    """How many single values there are in a result."""
    if isinstance(value, dict | list):
        return sum(_count(part) for part in (value.values() if isinstance(value, dict) else value))
    return 1
