"""What sections share: columns that return in many tables, source lines, the text of a hidden row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipasn_analysis.presentation.blocks import Column
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.words import DIMENSIONS, ITEMS, label, say

Facts = dict[str, Any]


def source(facts: Facts, locale: Locale) -> str:
    """Where the figures of a table or chart come from."""
    text = say(
        locale,
        "data {nama} per {tanggal}, instrumen {instrumen}.",
        nama=facts["nama"],
        tanggal=locale.date(facts["per_tanggal"]),
        instrumen=facts["instrumen"],
    )
    return f"{text} {say(locale, 'Data contoh.')}" if facts["data_contoh"] else text


def hidden(facts: Facts, locale: Locale) -> str:
    """What stands in place of hidden figures, and why."""
    return say(locale, "disembunyikan: kelompok di bawah {ambang} pegawai", ambang=facts["ambang"]["kelompok"])


def dimension_columns(facts: Facts, locale: Locale, *, bars: bool = False) -> tuple[Column, ...]:
    """The four dimensions as columns under one head."""
    group = say(locale, "Dimensi (maksimum)")
    return tuple(
        Column(
            name,
            f"{label(locale, DIMENSIONS, name)} ({locale.integer(facts['dimensi'][name]['maksimum'])})",
            "number",
            group=group,
            bar_maximum=facts["dimensi"][name]["maksimum"] if bars else None,
            bar_tone=name,  # type: ignore[arg-type]
        )
        for name in DIMENSIONS
    )


def interval(row: dict[str, Any], low: str, high: str) -> tuple[float, float] | None:
    """A pair of bounds, None where there is none."""
    return None if row[low] is None else (row[low], row[high])


def hidden_positions(rows: Sequence[dict[str, Any]]) -> frozenset[int]:
    """Positions of the rows that are hidden."""
    return frozenset(place for place, row in enumerate(rows) if row.get("disembunyikan"))


def item_columns(names: Sequence[str], locale: Locale) -> tuple[Column, ...]:
    """Competence items as columns of shares under one head."""
    group = say(locale, "Memenuhi, dari yang terkena")
    return tuple(Column(name, label(locale, ITEMS, name), "share", group=group) for name in names)
