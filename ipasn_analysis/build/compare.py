"""The command `compare`: two sides as tables on standard output, as JSON, or as a workbook."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from ipasn_analysis.blocks.model import Column, Table
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.build.request import place_of
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.side_by_side import GOVERNMENTS, INSTRUMENTS, TIME, side_by_side
from ipasn_analysis.facts.sides import Reference, side
from ipasn_analysis.files import atomic_write
from ipasn_analysis.people.store import Store
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.sources.snapshots import list_snapshots
from ipasn_analysis.writing.locale import LANGUAGES, Locale
from ipasn_analysis.writing.words import DIMENSIONS, POSTS, SOURCES, label, say

Facts = dict[str, Any]
SAMPLE = "Semua angka dihitung dari data buatan dan tidak menggambarkan keadaan nyata."


def compare(a: str, b: str, data: str | None = None) -> Facts:
    """The comparison of two sides named as ``banjar:2025``, ``banjar:2025-12-23`` or ``banjar:2025@bkn4190_2024``.

    Returns what `analysis.side_by_side` says, and data_contoh: whether the data are made up. Raises `UsageError` for a
    name that cannot be understood, a snapshot that DATA does not have, and sides that differ in more than one respect.
    """
    first, second = Reference.parse(a), Reference.parse(b)
    place = place_of(data)
    store = Store(place)
    facts = side_by_side(side(first, place, store), side(second, place, store))
    return facts | {"data_contoh": _is_sample(place, facts)}


def _is_sample(place: str, facts: Facts) -> bool:
    """Whether a side rests on made-up data."""
    compared = {(own, facts[part]["per_tanggal"][:4]) for part in "ab" for own in facts[part]["pemerintah"]}
    return any(one.is_sample and (one.region, str(one.as_of.year)) in compared for one in list_snapshots(place))


def run(
    a: str, b: str, *, data: str | None = None, language: str = "id", as_json: bool = False, out: str | None = None
) -> int:
    """Compare and print, or write the workbook `out`; the exit status."""
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    if out is not None and Path(out).suffix.lower() != ".xlsx":
        raise UsageError(f"--out {out!r}: name a file that ends in .xlsx")
    facts = compare(a, b, data)
    locale = Locale("en" if language == "en" else "id")
    if out is not None:
        try:
            atomic_write(Path(out), workbook(facts, locale))
        except OSError as error:
            raise UsageError(f"--out {out!r}: cannot be written ({error.strerror or error})") from error
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False))
    elif out is not None:
        print(out)
    else:
        print(text(facts, locale))
    return 0


def text(facts: Facts, locale: Locale) -> str:
    """The comparison as it is read on a terminal."""
    lines = [f"{name}: {words}" for name, words in sides(facts, locale)]
    blocks = [render_text(table, locale) for table in tables(facts, locale)]
    return "\n\n".join(["\n".join(lines), *blocks])


def workbook(facts: Facts, locale: Locale) -> bytes:
    """The comparison as a workbook, a sheet for each table."""
    from ipasn_analysis.publish.workbook import book  # noqa: PLC0415

    title = f"IP ASN: {heading(facts, locale)}"
    day = datetime.date.fromisoformat(max(facts["a"]["per_tanggal"], facts["b"]["per_tanggal"]))
    records = {table.name: table_record(table) for table in tables(facts, locale)}
    return book(
        title,
        day,
        sides(facts, locale),
        records,
        locale,
        sample=facts["data_contoh"],
        source=f"{heading(facts, locale)}.",
    )


def heading(facts: Facts, locale: Locale) -> str:
    """What is compared with what: two governments, or one at two dates or under two instruments."""
    first, second = (short_name(facts, part, locale) for part in "ab")
    text = say(locale, "{a} dibandingkan dengan {b}", a=f"{first} (A)", b=f"{second} (B)")
    return text if facts["jenis"] == GOVERNMENTS else f"{facts['a']['nama']}, {text}"


def short_name(facts: Facts, part: str, locale: Locale) -> str:
    """What tells a side from the other: the government, the date, or the instrument."""
    own = facts[part]
    if facts["jenis"] == GOVERNMENTS:
        return str(own["nama"])
    return locale.date(own["per_tanggal"]) if facts["jenis"] == TIME else str(own["instrumen"])


def sides(facts: Facts, locale: Locale) -> list[tuple[str, str]]:
    """Who is compared, which way differences are taken, and the difference in words."""
    lines = [(name, _described(facts[name.lower()], locale)) for name in ("A", "B")]
    direction = say(locale, "Setiap selisih adalah B dikurangi A; tanda + berarti B lebih tinggi daripada A.")
    lines.append((say(locale, "Arah selisih"), direction))
    difference = say(locale, "{poin} poin", poin=locale.signed(facts["selisih"]))
    if facts.get("selang"):
        low, high = facts["selang"]
        difference += f" ({say(locale, 'selang 95%: {selang}', selang=locale.interval(low, high))})"
    if facts["jenis"] == TIME and not facts["lebih_dari_derau"]:
        difference += f", {say(locale, 'tidak melebihi fluktuasi yang wajar')}"
    lines.append((say(locale, "Selisih indeks, B − A"), difference))
    if facts["data_contoh"]:
        lines.append((say(locale, "Data contoh"), say(locale, SAMPLE)))
    return lines


def _described(part: Facts, locale: Locale) -> str:
    rules = [part["instrumen"]]
    rules += [say(locale, "sementara")] if part["sementara"] else []
    rules += [say(locale, "nilai jadi")] if part["impor"] else []
    return (
        f"{part['nama']}, {locale.date(part['per_tanggal'])} ({', '.join(rules)}): "
        f"{locale.number(part['indeks'])}, {locale.translate(part['kategori'])}"
    )


def tables(facts: Facts, locale: Locale) -> list[Table]:
    """Every table of the comparison; those that do not apply are left out."""
    found: list[Table] = [_means(facts, locale)]
    if facts["jenis"] == TIME:
        found += [_sources(facts, locale), _units(facts, locale)]
    elif facts["jenis"] == GOVERNMENTS:
        found += _posts(facts, locale)
    elif facts["jenis"] == INSTRUMENTS:
        found += [_effect(facts, locale), _units(facts, locale)]
    return [table for table in found if table.rows]


def _two(facts: Facts, locale: Locale) -> tuple[Column, ...]:
    """The figures of both sides and their difference, each side under its name."""
    names = [f"{part.upper()}: {short_name(facts, part, locale)}" for part in "ab"]
    difference = Column("selisih", say(locale, "Selisih B − A"), "signed")
    return (Column("a", names[0], "number"), Column("b", names[1], "number"), difference)


def _means(facts: Facts, locale: Locale) -> Table:
    names = [(say(locale, "Indeks"), *(facts[part]["indeks"] for part in "ab"), facts["selisih"])]
    for key in DIMENSIONS:
        values = [facts[part]["dimensi"][key] for part in "ab"]
        names.append((label(locale, DIMENSIONS, key), *values, facts["per_dimensi"][key]))
    counts = [facts[part]["diukur"] for part in "ab"]
    return Table(
        say(locale, "Perbandingan"),
        say(locale, "Indeks dan dimensi pada kedua sisi, dalam poin"),
        (Column("nama", say(locale, "Dimensi")), *_two(facts, locale)),
        tuple(names),
        note=say(locale, "Diukur: A {a}, B {b} pegawai.", a=locale.integer(counts[0]), b=locale.integer(counts[1])),
        highlighted_rows=frozenset({0}),
    )


def _sources(facts: Facts, locale: Locale) -> Table:
    counts = facts["jumlah_sumber"] or dict.fromkeys(SOURCES)
    rows: list[tuple[Any, ...]] = [
        (label(locale, SOURCES, name), counts[name], facts["per_sumber"][name]) for name in SOURCES
    ]
    hidden = frozenset(range(len(rows))) if facts["jumlah_sumber"] is None else frozenset[int]()
    return Table(
        say(locale, "Asal selisih"),
        say(locale, "Selisih menurut asalnya, dalam poin indeks"),
        (
            Column("nama", say(locale, "Asal perubahan")),
            Column("jumlah", say(locale, "Pegawai"), "integer"),
            Column("poin", say(locale, "Poin"), "signed"),
        ),
        (*rows, (say(locale, "Seluruhnya"), None, facts["selisih"])),
        hidden_rows=hidden,
        hidden_text=say(locale, "disembunyikan"),
        highlighted_rows=frozenset({len(rows)}),
    )


def _units(facts: Facts, locale: Locale) -> Table:
    """The units, or the governments of a territory; over time with what each contributes."""
    over_time = facts["jenis"] == TIME
    territory = len(facts["a"]["pemerintah"]) > 1
    joined = say(locale, "Pemerintah lain, digabung") if territory else say(locale, "Unit lain, digabung")
    rows = []
    for unit in facts["per_unit"]:
        name = unit["nama"] or joined
        rows.append((name, unit["a"], unit["b"], unit["selisih"], *([unit["kontribusi"]] if over_time else [])))
    more = (Column("kontribusi", say(locale, "Sumbangan"), "signed"),) if over_time else ()
    return Table(
        say(locale, "Unit"),
        say(locale, "Indeks setiap pemerintah pada kedua sisi" if territory else "Indeks setiap unit pada kedua sisi"),
        (Column("nama", say(locale, "Pemerintah" if territory else "Unit")), *_two(facts, locale), *more),
        tuple(rows),
        note=say(locale, "Yang di bawah ambang disembunyikan, beserta yang lain bila perlu untuk melindunginya."),
        hidden_rows=frozenset(place for place, unit in enumerate(facts["per_unit"]) if unit["nama"] is None),
        hidden_text=say(locale, "disembunyikan"),
    )


def _posts(facts: Facts, locale: Locale) -> list[Table]:
    rows = facts["per_jenis_jabatan"]
    if rows is None:
        return []
    posts = Table(
        say(locale, "Jenis jabatan"),
        say(locale, "Indeks dan porsi pegawai menurut jenis jabatan"),
        (
            Column("nama", say(locale, "Jenis jabatan")),
            Column("bagian_a", "A", "share", group=say(locale, "Porsi pegawai")),
            Column("bagian_b", "B", "share", group=say(locale, "Porsi pegawai")),
            *_two(facts, locale),
        ),
        tuple(
            (label(locale, POSTS, row["nama"]), *(row[key] for key in ("bagian_a", "bagian_b", "a", "b", "selisih")))
            for row in rows
        ),
        hidden_rows=frozenset(place for place, row in enumerate(rows) if row["disembunyikan"]),
        hidden_text=say(locale, "disembunyikan"),
    )
    parts = (
        (say(locale, "Susunan jabatan yang berbeda"), facts["susunan"]),
        (say(locale, "Nilai yang berbeda dalam jabatan yang sama"), facts["tingkat"]),
    )
    split = Table(
        say(locale, "Asal selisih"),
        say(locale, "Selisih menurut susunan jabatan dan nilai, dalam poin indeks"),
        (Column("nama", say(locale, "Asal selisih")), Column("poin", say(locale, "Poin"), "signed")),
        (*parts, (say(locale, "Seluruhnya"), facts["selisih"])) if facts["susunan"] is not None else (),
        highlighted_rows=frozenset({2}) if facts["susunan"] is not None else frozenset(),
    )
    return [posts, split]


def _effect(facts: Facts, locale: Locale) -> Table:
    effect = facts["efek"]
    shares = (
        (say(locale, "Naik"), effect["naik"]),
        (say(locale, "Tetap"), effect["tetap"]),
        (say(locale, "Turun"), effect["turun"]),
    )
    return Table(
        say(locale, "Efek metode"),
        say(locale, "Pegawai yang sama di bawah kedua instrumen"),
        (Column("nama", say(locale, "Nilai pegawai dari A ke B")), Column("bagian", say(locale, "Porsi"), "share")),
        shares,
        note=say(
            locale,
            "Selisih median {median} poin; korelasi peringkat {rho}. Porsi yang menyangkut sedikit pegawai kosong.",
            median=locale.signed(effect["selisih_median"]),
            rho=locale.number(effect["korelasi_peringkat"]),
        ),
        hidden_rows=frozenset(place for place, (_, share) in enumerate(shares) if share is None),
        hidden_text=say(locale, "disembunyikan"),
    )
