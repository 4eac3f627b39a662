"""What was learned, in words: each in Indonesian and English, for the terminal and for the instrument file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ipasn_analysis.calibration.candidates import Learned, segments
from ipasn_analysis.calibration.evidence import CLASSES, FEWEST_ALIKE, Evidence
from ipasn_analysis.calibration.family import Option
from ipasn_analysis.calibration.kompetensi import KompetensiRule, learnable
from ipasn_analysis.calibration.other_dimensions import KinerjaRule, KualifikasiRule, few_in_class, few_of_predikat
from ipasn_analysis.calibration.result import Result
from ipasn_analysis.rules.instrument import PREDIKAT, Text
from ipasn_analysis.statistics.typing import Mask

_NAMES = {
    "diklat_kepemimpinan": ("diklat struktural", "structural training"),
    "diklat_fungsional": ("diklat fungsional", "functional training"),
    "diklat_teknis": ("diklat teknis", "technical training"),
    "seminar": ("seminar dan sejenisnya", "seminars and the like"),
    "pengembangan": ("pengembangan apa pun", "any development"),
    "above": ("di atas syarat", "above what is required"),
    "meets": ("memenuhi syarat", "meeting what is required"),
    "below": ("di bawah syarat", "below what is required"),
}
_PNS_PPPK = ((" PNS", " of PNS"), (" PPPK", " of PPPK"))


def findings(found: Result) -> tuple[Text, ...]:
    """From whom, the rule of each dimension with its share and runners-up, what cannot be told, who is left."""
    evidence, share = found.evidence, found.share
    day = found.date.isoformat()
    whose = (f"{found.people} pegawai {found.region}", f"{found.people} people of {found.region}")
    lines = [
        Text(
            id=f"Dipelajari dari {whose[0]} yang memiliki nilai resmi dan catatan, per {day}.",
            en=f"Learned from {whose[1]} with official scores and records, as of {day}.",
        )
    ]
    for dimension in ("kualifikasi", "kompetensi", "kinerja"):
        for learned, kind, people in _parts(getattr(found, dimension), evidence):
            lines += _of_dimension(dimension, learned, kind, evidence, people)
    for name, part in share.items():
        lines.append(
            Text(
                id=f"{name}: aturan ini memberi {100 * part:.0f}% pegawai tepat nilai resminya.",
                en=f"{name}: this rule gives {100 * part:.0f}% of the people exactly their official points.",
            )
        )
    count = _rounded(found.unexplained)
    lines.append(
        Text(
            id=f"Tidak dijelaskan dalam sedikitnya satu dimensi: {count[0]} pegawai; catatannya perlu diperiksa.",
            en=f"Not explained in at least one dimension: {count[1]} people; their records need a look.",
        )
    )
    return tuple(lines)


def decisions(found: Result) -> tuple[Text, ...]:
    """The findings without the runners-up, for the instrument file."""
    return tuple(line for line in findings(found) if not line.id.startswith("  "))


def _parts(found: Any, evidence: Evidence) -> list[tuple[Learned[Any], tuple[str, str], Mask]]:
    """What was learned of a dimension, with whose it is and who these people are."""
    everybody = np.ones(len(evidence), dtype=bool)
    if isinstance(found, Learned):
        return [(found, ("", ""), everybody)]
    own, pppk = found
    if pppk is None:
        return [(own, ("", ""), everybody)]
    return [
        (learned, kind, people)
        for learned, kind, people in zip((own, pppk), _PNS_PPPK, segments(evidence), strict=True)
        if people is not None
    ]


def _of_dimension(
    dimension: str, learned: Learned[Any], kind: tuple[str, str], evidence: Evidence, people: Mask
) -> list[Text]:
    rule = _described(learned.rule)
    lines = [Text(id=f"{dimension}{kind[0]}: {rule[0]}.", en=f"{dimension}{kind[1]}: {rule[1]}.")]
    total = int(people.sum())
    for other, count in learned.runners_up:
        own, part = _described(other), int(100 * count / total)
        lines.append(
            Text(
                id=f"  berikutnya, {part}% pegawai: {own[0]}.",
                en=f"  runner-up, {part}% of the people: {own[1]}.",
            )
        )
    for values in _cannot_tell(learned, evidence, people):
        lines.append(
            Text(
                id=f"{dimension}{kind[0]}: tidak dapat dibedakan dari data: {values[0]}.",
                en=f"{dimension}{kind[1]}: cannot tell from the data: {values[1]}.",
            )
        )
    return lines


def _described(rule: KompetensiRule | KualifikasiRule | KinerjaRule) -> tuple[str, str]:
    if isinstance(rule, KualifikasiRule):
        if rule.by == "education":
            return "menurut pendidikan, seperti Peraturan BKN 8/2019", "by education, as in BKN Regulation 8/2019"
        if rule.by == "everyone":
            return _points("semua pegawai", "everyone", rule.points[0])
        return _joined(_points(*_NAMES[name], points) for name, points in zip(CLASSES, rule.points, strict=True))
    if isinstance(rule, KinerjaRule):
        parts = [_points(*_predikat(place), points) for place, points in enumerate(rule.points)]
        return _joined([_assessed(rule.years_before), *parts])
    parts = [_points(*_predikat(place), points) for place, points in enumerate(rule.base)]
    added = [_addition(name, option, points) for name, option, points in rule.additions if points]
    none = [("tanpa tambahan", "no additions")]
    most = (f"paling banyak {_id(rule.cap)}", f"at most {rule.cap:g}")
    return _joined([("dasar", "base"), *parts, *(added or none), _assessed(rule.years_before), most])


def _predikat(place: int) -> tuple[str, str]:
    name = PREDIKAT[place].replace("_", " ")
    return name, name


def _addition(name: str, option: Option, points: float) -> tuple[str, str]:
    worth, window, hours = _points(*_NAMES[name], points), _window(option.window), _hours(option)
    return f"{worth[0]} ({window[0]}, {hours[0]})", f"{worth[1]} ({window[1]}, {hours[1]})"


def _assessed(years: int) -> tuple[str, str]:
    if years == 0:
        return "penilaian tahun ukur", "assessment of the measured year"
    return f"penilaian {years} tahun sebelumnya", f"assessment of {years} year before"


def _window(years: int) -> tuple[str, str]:
    if years == 0:
        return "tahun ukur saja", "the measured year alone"
    return f"tahun ukur dan {years} tahun sebelumnya", f"the measured year and {years} before"


def _hours(option: Option) -> tuple[str, str]:
    if option.hours is None:
        return "berapa pun JP", "any hours"
    if option.proportional:
        return f"sebanding JP sampai {option.hours:g} JP", f"in proportion up to {option.hours:g} hours"
    return f"sedikitnya {option.hours:g} JP", f"at least {option.hours:g} hours"


def _cannot_tell(learned: Learned[Any], evidence: Evidence, people: Mask) -> list[tuple[str, str]]:
    """Each part of a rule of which rules that fit alike have several values, or that few people show."""
    found: list[tuple[str, str]] = []
    rules = learned.alike
    if isinstance(learned.rule, KualifikasiRule):
        if len(rules) > 1:
            found.append(_or(_described(rule) for rule in rules))
        if learned.rule.by == "requirement":
            found += [_few(*_NAMES[name]) for name in few_in_class(evidence, people)]
        return found
    found += _several(_assessed(rule.years_before) for rule in rules)
    if isinstance(learned.rule, KinerjaRule):
        few = few_of_predikat(evidence, learned.rule.years_before)
        return found + [_few(*_predikat(PREDIKAT.index(name))) for name in few]
    found += _several((f"paling banyak {_id(rule.cap)}", f"at most {rule.cap:g}") for rule in rules)
    found += _several(
        _joined(_NAMES[name] for name, _, _ in rule.additions) for rule in rules if any(a[2] for a in rule.additions)
    )
    for place, (name, _, _) in enumerate(learned.rule.additions):
        if not learnable(evidence, people, name):
            found.append(_few(*_NAMES[name]))
            continue
        own = [rule.additions[place] for rule in rules if len(rule.additions) == len(learned.rule.additions)]
        worth = [addition for addition in own if addition[2]]
        label = _NAMES[name]
        for several in (
            _several(_points("", "", points) for _, _, points in own),
            _several(_window(option.window) for _, option, _ in worth),
            _several(_hours(option) for _, option, _ in worth),
        ):
            found += [(f"{label[0]}: {text[0]}", f"{label[1]}: {text[1]}") for text in several]
    return found


def _several(values: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    different = list(dict.fromkeys(values))
    return [_or(different)] if len(different) > 1 else []


def _or(values: Iterable[tuple[str, str]]) -> tuple[str, str]:
    texts = list(values)
    return " atau ".join(text[0].strip() for text in texts), " or ".join(text[1].strip() for text in texts)


def _few(name: str, english: str) -> tuple[str, str]:
    return (
        f"{name} (kurang dari {FEWEST_ALIKE} pegawai)",
        f"{english} (fewer than {FEWEST_ALIKE} people)",
    )


def _joined(parts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    texts = list(parts)
    return ", ".join(text[0] for text in texts), ", ".join(text[1] for text in texts)


def _points(name: str, english: str, points: float) -> tuple[str, str]:
    return f"{name} {_id(points)}", f"{english} {points:g}"


def _id(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _rounded(count: int) -> tuple[str, str]:
    """A count to 5; of few people only that they are few."""
    if 0 < count < FEWEST_ALIKE:
        return f"kurang dari {FEWEST_ALIKE}", f"fewer than {FEWEST_ALIKE}"
    return str(5 * round(count / 5)), str(5 * round(count / 5))
