"""Menuju target: the cheapest set of actions that reaches it, by kind of post and by unit, and what cannot reach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ipasn_analysis.blocks.model import Block, Callout, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import target as charts
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.sentences import target as sentences
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import ITEMS, POSTS, label, say

ANCHOR = "menuju-target"
TITLE = "Menuju target"


def section(facts: Facts, locale: Locale) -> Section:
    """The plan in words, as chart and tables, and the cost of other targets; or why there is none."""
    plan = facts.menuju_target
    if plan is None:
        return Section(ANCHOR, say(locale, TITLE), [Prose([sentences.none(facts, locale)])], locale)
    told = [sentences.headline(facts, locale), sentences.afterwards(facts, locale)]
    blocks: list[Block] = [Prose([text for text in told if text])]
    picture = charts.actions(facts, locale, source(facts, locale), sentences.title(facts, locale))
    if picture is not None:
        note = [sentences.costs(facts, locale)]
        if facts.catatan_target:
            note.append(say(locale, "Target: {catatan}.", catatan=facts.catatan_target.rstrip(".")))
        blocks += [
            picture,
            Callout("note", say(locale, "Biaya dan target"), note),
            Heading(say(locale, "Kegiatan menurut jenis jabatan"), 3),
            _posts(facts, locale),
        ]
    if sentences.chosen(plan.tindakan):
        told = [sentences.elsewhere(facts, locale), sentences.method(locale)]
        blocks += [Heading(_unit_heading(facts, locale), 3), Prose([text for text in told if text])]
        blocks += [_units(facts, locale)] if sentences.are_mostly_named(facts) else []
    curve = charts.curve(facts, locale, source(facts, locale))
    if curve is not None:
        blocks += [Heading(say(locale, "Berapa biaya target lain?"), 3), curve]
    return Section(ANCHOR, say(locale, TITLE), blocks, locale)


def _unit_heading(facts: Facts, locale: Locale) -> str:
    return say(locale, "Kegiatan menurut pemerintah" if facts.tingkat == "provinsi" else "Kegiatan menurut unit")


def _posts(facts: Facts, locale: Locale) -> Table:
    plan, rows = known(facts.menuju_target), sentences.post_rows(facts)
    decimals = 0 if all(float(row.biaya_satuan).is_integer() for row in rows) else 2
    columns = (
        Column("tindakan", say(locale, "Kegiatan")),
        Column("jenis_jabatan", say(locale, "Jenis jabatan")),
        Column("tersedia", say(locale, "Terbuka"), "integer"),
        Column("jumlah", say(locale, "Dipilih"), "integer"),
        Column("bagian", say(locale, "Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi"),
        Column("poin", say(locale, "Poin per orang"), "number", decimals=1),
        Column("indeks", say(locale, "Poin indeks"), "number"),
        Column("biaya_satuan", say(locale, "Biaya satuan"), "number", decimals=decimals),
        Column("biaya", say(locale, "Biaya"), "number", decimals=decimals),
    )
    body: list[tuple[Any, ...]] = [
        (
            label(locale, ITEMS, row.tindakan),
            label(locale, POSTS, row.jenis_jabatan),
            row.tersedia,
            row.jumlah,
            row.jumlah / row.tersedia,
            row.poin,
            row.indeks,
            row.biaya_satuan,
            row.biaya,
        )
        for row in rows
    ]
    open_, taken = sentences.available(plan.tindakan), sentences.chosen(plan.tindakan)
    gained = sum(row.indeks for row in rows)
    total = (
        say(locale, "Seluruhnya"),
        None,
        open_,
        taken,
        taken / open_ if open_ else None,
        None,
        gained,
        None,
        plan.biaya,
    )
    return Table(
        name=say(locale, "Kegiatan"),
        title=say(locale, "Kegiatan yang terbuka dan yang dipilih, menurut jenis jabatan"),
        columns=columns,
        rows=(*body, total),
        note=say(
            locale,
            "Poin per orang: kenaikan nilai seorang pegawai; poin indeks: sumbangan yang dipilih terhadap indeks "
            "keseluruhan. Kegiatan yang terbuka bagi terlalu sedikit pegawai disembunyikan dan tidak ikut direncanakan.",
        ),
        source=source(facts, locale),
        highlighted_rows=frozenset({len(body)}),
    )


@dataclass(frozen=True)
class ForUnit:
    """The actions of a unit: how many are chosen of each item (`butir`) and of all, and how many are open."""

    nama: str
    butir: dict[str, int]
    jumlah: int
    tersedia: int


def unit_rows(facts: Facts) -> list[ForUnit]:
    """Actions by unit, most first; small units stand joined at the end."""
    actions = [row for row in known(facts.menuju_target).tindakan if not row.disembunyikan]
    rows = []
    for name in dict.fromkeys(row.perangkat_daerah for row in actions):
        mine = [row for row in actions if row.perangkat_daerah == name]
        counts = {item: sentences.chosen([row for row in mine if row.tindakan == item]) for item in ITEMS}
        rows.append(ForUnit(name, counts, sentences.chosen(mine), sentences.available(mine)))
    return sorted(rows, key=lambda row: (row.nama == sentences.JOINED, -row.jumlah, row.nama))


def _units(facts: Facts, locale: Locale) -> Table:
    actions = known(facts.menuju_target).tindakan
    per_item = {item: [row for row in actions if row.tindakan == item] for item in sentences.items(actions)}
    items = [item for item, rows in per_item.items() if sentences.chosen(rows)]
    group = say(locale, "Kegiatan yang dipilih")
    columns = (
        Column("nama", say(locale, "Pemerintah" if facts.tingkat == "provinsi" else "Perangkat daerah")),
        *(Column(item, label(locale, ITEMS, item), "integer", group=group) for item in items),
        Column("jumlah", say(locale, "Jumlah"), "integer"),
        Column("tersedia", say(locale, "Terbuka"), "integer"),
        Column("bagian", say(locale, "Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi"),
    )
    body: list[tuple[Any, ...]] = [
        (
            say(locale, "Unit yang disembunyikan, digabung") if row.nama == sentences.JOINED else row.nama,
            *(row.butir[item] for item in items),
            row.jumlah,
            row.tersedia,
            row.jumlah / row.tersedia,
        )
        for row in unit_rows(facts)
    ]
    totals = [sentences.chosen(per_item[item]) for item in items]
    open_, taken = sentences.available(actions), sentences.chosen(actions)
    return Table(
        name=say(locale, "Kegiatan per unit"),
        title=say(locale, "Pembagian kegiatan yang dipilih, terbanyak lebih dahulu"),
        columns=columns,
        rows=(*body, (say(locale, "Seluruhnya"), *totals, taken, open_, taken / open_ if open_ else None)),
        note=say(
            locale, "Porsi: yang dipilih dibagi yang terbuka. Satu orang dapat memerlukan lebih dari satu kegiatan."
        ),
        source=source(facts, locale),
        highlighted_rows=frozenset({len(body)}),
    )
