"""What stands out in the summary: the strongest points, and what improved."""

from __future__ import annotations

from ipasn_analysis.result.facts import Facts
from ipasn_analysis.sections import inputs
from ipasn_analysis.sections.common import shown_governments, shown_units
from ipasn_analysis.writing.words import DIMENSIONS
from ipasn_analysis.writing.writer import N_, Writer

Scored = tuple[float, str]
THINGS = 3
TOP = 3
NOTABLE = 0.25
"""Points below which nothing is called a strength."""


def strengths(facts: Facts, w: Writer) -> list[str]:
    """The three strongest points, by their worth in points of the index; none that an absent table alone makes.

    Only what stands above a comparison: a dimension that rose but is still behind is told by `improvements`.
    """
    unproven = inputs.unproven(inputs.absent(facts))
    found: list[Scored] = []
    for name, gap in _gaps(facts).items():
        if name not in unproven and gap >= NOTABLE:
            text = w(
                "{dimensi} {poin:n} poin di atas median pemerintah daerah sebanding.",
                dimensi=w.label(DIMENSIONS, name),
                poin=gap,
            )
            found.append((gap, text))
    behind = {name for name, gap in _gaps(facts).items() if gap < 0}
    found += [scored for name, scored in _risen(facts, w).items() if name not in behind]
    found += _best_governments(facts, w) if facts.tingkat == "provinsi" else _best_units(facts, w)
    found += [scored for name, scored in _best_dimensions(facts, w) if name not in unproven | behind]
    found.sort(key=lambda pair: -pair[0])
    return [text for _, text in found[:THINGS]]


def improvements(facts: Facts, w: Writer) -> list[str]:
    """The dimensions that raised the index most, wherever they stand."""
    found = sorted(_risen(facts, w).values(), key=lambda pair: -pair[0])
    return [text for _, text in found[:THINGS]]


def _gaps(facts: Facts) -> dict[str, float]:
    """By dimension the points above (below: negative) the median of the other governments."""
    if facts.pembanding is None:
        return {}
    found = {name: facts.pembanding[name].selisih_median for name in DIMENSIONS}
    return {name: gap for name, gap in found.items() if gap is not None}


def _risen(facts: Facts, w: Writer) -> dict[str, Scored]:
    """The dimensions that raised the index notably since the year before."""
    moved_by = facts.perubahan
    if moved_by is None:
        return {}
    before = inputs.absent(facts, moved_by.dari.year)
    unproven = inputs.unproven(inputs.absent(facts)) | inputs.unproven(before)
    found = {}
    for name, points in moved_by.per_dimensi.items():
        if points is not None and points >= NOTABLE and name not in unproven:
            text = w(
                "{dimensi} naik {poin:n} poin sejak {tanggal:d}.",
                dimensi=w.label(DIMENSIONS, name),
                poin=points,
                tanggal=moved_by.dari,
            )
            found[name] = (points, text)
    return found


def _best_governments(facts: Facts, w: Writer) -> list[Scored]:
    """Of a territory: its governments that reach the target, where they are half at least."""
    shown = shown_governments(facts)
    above = [row for row in shown if facts.target is not None and row.indeks >= facts.target]
    if not above or len(above) < len(shown) / 2:
        return []
    text = w(
        "Sebanyak {jumlah:i} dari {semua:i} pemerintah daerah mencapai target {target:n}; yang tertinggi {unit} ({indeks:n}).",
        jumlah=len(above),
        semua=len(shown),
        target=facts.target,
        unit=above[0].nama,
        indeks=above[0].indeks,
    )
    return [(0.0, text)]


def _best_units(facts: Facts, w: Writer) -> list[Scored]:
    """Units above the target where they are half at least, and those certainly among the best of more than three."""
    shown = shown_units(facts)
    above = [row for row in shown if row.di_bawah_target is False]
    found: list[Scored] = []
    some_hidden = len(shown) < len(facts.perangkat_daerah)
    certain = [row.nama for row in shown if row.pasti_teratas and not row.di_bawah_target]
    if certain and len(shown) > TOP:
        text = w(
            N_(
                "Dengan tingkat kepercayaan 95%, {daftar} termasuk tiga teratas di antara perangkat daerah yang ditampilkan."
            )
            if some_hidden
            else N_("Dengan tingkat kepercayaan 95%, {daftar} termasuk tiga perangkat daerah teratas."),
            daftar=w.join(certain),
        )
        found.append((NOTABLE, text))
    if above and len(above) >= len(shown) / 2:
        text = w(
            N_(
                "Sebanyak {jumlah:i} dari {semua:i} perangkat daerah yang ditampilkan mencapai target {target:n}; yang tertinggi {unit} ({indeks:n})."
            )
            if some_hidden
            else N_(
                "Sebanyak {jumlah:i} dari {semua:i} perangkat daerah mencapai target {target:n}; yang tertinggi {unit} ({indeks:n})."
            ),
            jumlah=len(above),
            semua=len(shown),
            target=facts.target,
            unit=above[0].nama,
            indeks=above[0].indeks,
        )
        found.append((0.0, text))
    return found


def _best_dimensions(facts: Facts, w: Writer) -> list[tuple[str, Scored]]:
    """Dimensions near their maximum, but disiplin, which is so everywhere; they rank behind all that has points."""
    told = {name: found.persen_maksimum for name, found in facts.dimensi.items() if name != "disiplin"}
    shown = [(name, percent) for name, percent in told.items() if percent is not None]
    rows = sorted(shown, key=lambda pair: -pair[1])
    return [
        (
            name,
            (
                -place - 1.0,
                w(
                    "{dimensi} mencapai {persen:pc} dari maksimumnya.",
                    dimensi=w.label(DIMENSIONS, name),
                    persen=percent,
                ),
            ),
        )
        for place, (name, percent) in enumerate(rows[:THINGS])
        if percent >= 75
    ]
