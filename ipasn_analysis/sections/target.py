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
from ipasn_analysis.writing.words import ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Writer

ANCHOR = "menuju-target"


def section(facts: Facts, w: Writer) -> Section:
    """The plan in words, as chart and tables, and the cost of other targets; or why there is none."""
    plan = facts.menuju_target
    if plan is None:
        return Section(ANCHOR, w("Menuju target"), [Prose([sentences.none(facts, w)])], w)
    told = [sentences.headline(facts, w), sentences.afterwards(facts, w)]
    blocks: list[Block] = [Prose([text for text in told if text])]
    picture = charts.actions(facts, w, source(facts, w), sentences.title(facts, w))
    if picture is not None:
        note = [sentences.costs(facts, w)]
        if facts.catatan_target:
            note.append(w("Target: {catatan}.", catatan=facts.catatan_target.rstrip(".")))
        blocks += [
            picture,
            Callout("note", w("Biaya dan target"), note),
            Heading(w("Kegiatan menurut jenis jabatan"), 3),
            _posts(facts, w),
        ]
    if sentences.chosen(plan.tindakan):
        told = [sentences.elsewhere(facts, w), sentences.method(w)]
        blocks += [Heading(_unit_heading(facts, w), 3), Prose([text for text in told if text])]
        blocks += [_units(facts, w)] if sentences.are_mostly_named(facts) else []
    curve = charts.curve(facts, w, source(facts, w))
    if curve is not None:
        blocks += [Heading(w("Berapa biaya target lain?"), 3), curve]
    return Section(ANCHOR, w("Menuju target"), blocks, w)


def _unit_heading(facts: Facts, w: Writer) -> str:
    return w(N_("Kegiatan menurut pemerintah") if facts.tingkat == "provinsi" else N_("Kegiatan menurut unit"))


def _posts(facts: Facts, w: Writer) -> Table:
    plan, rows = known(facts.menuju_target), sentences.post_rows(facts)
    decimals = 0 if all(float(row.biaya_satuan).is_integer() for row in rows) else 2
    columns = (
        Column("tindakan", w("Kegiatan")),
        Column("jenis_jabatan", w("Jenis jabatan")),
        Column("tersedia", w("Terbuka"), "integer"),
        Column("jumlah", w("Dipilih"), "integer"),
        Column("bagian", w("Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi"),
        Column("poin", w("Poin per orang"), "number", decimals=1),
        Column("indeks", w("Poin indeks"), "number"),
        Column("biaya_satuan", w("Biaya satuan"), "number", decimals=decimals),
        Column("biaya", w("Biaya"), "number", decimals=decimals),
    )
    body: list[tuple[Any, ...]] = [
        (
            w.label(ITEMS, row.tindakan),
            w.label(POSTS, row.jenis_jabatan),
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
        w("Seluruhnya"),
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
        name=w("Kegiatan"),
        title=w("Kegiatan yang terbuka dan yang dipilih, menurut jenis jabatan"),
        columns=columns,
        rows=(*body, total),
        note=w(
            "Poin per orang: kenaikan nilai seorang pegawai; poin indeks: sumbangan yang dipilih terhadap indeks keseluruhan. Kegiatan yang terbuka bagi terlalu sedikit pegawai disembunyikan dan tidak ikut direncanakan.",
        ),
        source=source(facts, w),
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


def _units(facts: Facts, w: Writer) -> Table:
    actions = known(facts.menuju_target).tindakan
    per_item = {item: [row for row in actions if row.tindakan == item] for item in sentences.items(actions)}
    items = [item for item, rows in per_item.items() if sentences.chosen(rows)]
    group = w("Kegiatan yang dipilih")
    columns = (
        Column("nama", w(N_("Pemerintah") if facts.tingkat == "provinsi" else N_("Perangkat daerah"))),
        *(Column(item, w.label(ITEMS, item), "integer", group=group) for item in items),
        Column("jumlah", w("Jumlah"), "integer"),
        Column("tersedia", w("Terbuka"), "integer"),
        Column("bagian", w("Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi"),
    )
    body: list[tuple[Any, ...]] = [
        (
            w("Unit yang disembunyikan, digabung") if row.nama == sentences.JOINED else row.nama,
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
        name=w("Kegiatan per unit"),
        title=w("Pembagian kegiatan yang dipilih, terbanyak lebih dahulu"),
        columns=columns,
        rows=(*body, (w("Seluruhnya"), *totals, taken, open_, taken / open_ if open_ else None)),
        note=w("Porsi: yang dipilih dibagi yang terbuka. Satu orang dapat memerlukan lebih dari satu kegiatan."),
        source=source(facts, w),
        highlighted_rows=frozenset({len(body)}),
    )
