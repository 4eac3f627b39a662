"""The learned rule as an instrument file: what was learned is marked L, the rest is taken from the letter."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ipasn_analysis.calibration import words
from ipasn_analysis.calibration.evidence import CLASSES
from ipasn_analysis.calibration.family import GROUPINGS, OPTIONS, Addition
from ipasn_analysis.calibration.kompetensi import KompetensiRule
from ipasn_analysis.calibration.other_dimensions import KualifikasiRule
from ipasn_analysis.calibration.result import Result
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import PREDIKAT

LETTER, REGULATION = "bkn4190_2024", "perban8_2019"


def text(found: Result) -> str:
    """The YAML of an instrument that scores records as the official scores of the snapshot were."""
    day = found.date.isoformat()
    own, pppk = found.kompetensi
    degree, degree_pppk = found.kualifikasi
    sections: dict[str, object] = {
        "name": f"{found.region.replace('-', '_')}_{found.date.year}",
        "extends": LETTER,
        "title": {
            "id": f"Aturan yang dipelajari dari nilai resmi {found.region} per {day}",
            "en": f"Rule learned from the official scores of {found.region} as of {day}",
        },
        "provisional": True,
        "kualifikasi": _kualifikasi(degree.rule),
        "kompetensi": _kompetensi(own.rule, (own if pppk is None else pppk).rule),
        "kinerja": _kinerja(found),
        "decisions": [
            *({"certainty": "L", "id": line.id, "en": line.en} for line in words.decisions(found)),
            *_inherited(),
        ],
        "learned": {"region": found.region, "date": day, "people": found.people, "share": dict(found.share)},
    }
    of_pppk: dict[str, object] = {}
    if degree_pppk is not None:
        of_pppk["kualifikasi"] = _kualifikasi(degree_pppk.rule)
    if pppk is not None:
        of_pppk["kompetensi"] = _kompetensi(pppk.rule, own.rule)
    if of_pppk:
        sections["pppk"] = of_pppk
    head = (
        f"# Learned from official scores beside records of {found.region} as of {day}; not the text of a regulation.\n"
        "# L: learned from these data. What is not stated here is taken from the instrument that it extends.\n"
    )
    return head + "".join(_section(name, content) for name, content in sections.items())


def _section(name: str, content: object) -> str:
    """A section of the file; a section that was learned says so."""
    mark = "  # L" if name in {"kualifikasi", "kompetensi", "kinerja", "pppk"} else ""
    if not isinstance(content, Mapping | list):
        return f"{name}: {_scalar(content)}\n"
    if isinstance(content, list):
        return f"{name}:\n" + "".join(f"  - {_flow(entry)}\n" for entry in content)
    return f"{name}:{mark}\n" + _nested(content, 2)


def _nested(content: Mapping[str, object], depth: int) -> str:
    """A mapping line by line, those that hold no further mapping in one."""
    lines = ""
    for key, value in content.items():
        inner = isinstance(value, Mapping) and any(isinstance(own, Mapping) for own in value.values())
        if inner and isinstance(value, Mapping):
            lines += f"{' ' * depth}{_scalar(key)}:\n" + _nested(value, depth + 2)
        else:
            lines += f"{' ' * depth}{_scalar(key)}: {_flow(value)}\n"
    return lines


def _flow(value: object) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(own)}" for key, own in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(own) for own in value) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str):
        return value if value.replace("_", "").isalpha() else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _kualifikasi(rule: KualifikasiRule) -> dict[str, object]:
    if rule.by == "education":
        regulation = instruments.load(REGULATION)
        return {"by": "education", "points": dict(regulation.kualifikasi.points)}
    names = ("everyone",) if rule.by == "everyone" else CLASSES
    return {"by": rule.by, "points": dict(zip(names, rule.points, strict=True))}


def _kompetensi(rule: KompetensiRule, other: KompetensiRule) -> dict[str, object]:
    """The section of a rule, with the items of the rule of the `other` kind of employees as well, worth nothing."""
    known: dict[str, Addition] = {name: own for grouping in GROUPINGS for name, own in grouping.items()}
    own = {name: (option, points) for name, option, points in rule.additions}
    blank = (OPTIONS[0], 0.0)
    names = [name for name in known if name in own or name in {addition[0] for addition in other.additions}]
    items = {}
    for name in names:
        option, points = own.get(name, blank)
        item = known[name].item(option, points)
        items[name] = item.model_dump(exclude_defaults=True, exclude_none=True)
    return {"maximum": rule.cap, "base": dict(zip(PREDIKAT, rule.base, strict=True)), "items": items}


def _kinerja(found: Result) -> dict[str, object]:
    rule = found.kinerja.rule
    bands = [band.model_dump() for band in instruments.load(LETTER).kinerja.bands]
    points = dict(zip(PREDIKAT, rule.points, strict=True))
    return {"years_before": rule.years_before, "points": points, "bands": bands}


def _inherited() -> list[dict[str, object]]:
    """The decisions of the letter that hold on: not those that stand for what was learned."""
    learned = ("SEMENTARA", "Kualifikasi", "Kinerja")
    return [
        decision.model_dump()
        for decision in instruments.load(LETTER).decisions
        if not any(word in decision.id for word in learned)
    ]
