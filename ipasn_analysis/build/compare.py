"""The command `compare`: two sides as tables on standard output, as JSON, or as a workbook."""

from __future__ import annotations

import datetime
import json
from typing import Any

from ipasn_analysis.blocks.model import Column, Table
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.build.remarks import Told, of_compared
from ipasn_analysis.errors import unknown
from ipasn_analysis.facts.side_by_side import GOVERNMENTS, INSTRUMENTS, TIME, side_by_side
from ipasn_analysis.facts.sides import Reference, Side, side
from ipasn_analysis.files import output_path, write_output
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Data
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.sections.since_last import SOURCES_OF_UNITS, source_note
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.words import DIMENSIONS, POSTS, SOURCES
from ipasn_analysis.writing.writer import N_, Writer

Facts = dict[str, Any]


def compare(a: str, b: str, data: str | None = None, *, project: Project | None = None) -> Facts:
    """The comparison of two sides named as ``banjar:2025``, ``banjar:2025-12-23`` or ``banjar:2025@bkn4190_2024``.

    Returns what `side_by_side` says, and data_contoh: whether the data are made up. Raises `UsageError` for a
    name that cannot be understood, a snapshot that DATA does not have, and sides that differ in more than one respect.

    Examples
    --------
    >>> ipasn.compare("banjar:2024", "banjar:2025")["selisih"]
    """
    return _compared(a, b, data, project or Project.open())[0]


def _compared(a: str, b: str, data: str | None, project: Project) -> tuple[Facts, tuple[Side, Side]]:
    """The comparison, and its sides."""
    first, second = Reference.parse(a, project), Reference.parse(b, project)
    found = project.data(data)
    store = Store(found.location, project.store)
    before = side(first, found, store)
    both = before, side(second, found, store, before)
    facts = side_by_side(*both)
    return facts | {"data_contoh": _is_sample(found, facts)}, both


def _is_sample(data: Data, facts: Facts) -> bool:
    """Whether a side rests on made-up data."""
    compared = {(own, facts[part]["per_tanggal"][:4]) for part in "ab" for own in facts[part]["pemerintah"]}
    return any(one.is_sample and (one.region, str(one.as_of.year)) in compared for one in data.snapshots)


def run(
    project: Project,
    a: str,
    b: str,
    *,
    data: str | None = None,
    language: str = "id",
    as_json: bool = False,
    out: str | None = None,
) -> tuple[str, tuple[Told, ...]]:
    """Compare, and write the workbook `out` where that is named; what the command prints, and says of the input."""
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    target = None if out is None else output_path(out, ".xlsx")
    facts, both = _compared(a, b, data, project)
    w = Writer("en" if language == "en" else "id")
    remarks = of_compared(one.context for one in both)
    if target is not None:
        write_output(target, workbook(facts, w))
    if as_json:
        return json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False), remarks
    return text(facts, w) if out is None else out, remarks


def text(facts: Facts, w: Writer) -> str:
    """The comparison as it is read on a terminal."""
    lines = [f"{name}: {words}" for name, words in sides(facts, w)]
    blocks = [render_text(table, w) for table in tables(facts, w)]
    return "\n\n".join(["\n".join(lines), *blocks])


def workbook(facts: Facts, w: Writer) -> bytes:
    """The comparison as a workbook, a sheet for each table."""
    from ipasn_analysis.publish.workbook import book  # noqa: PLC0415

    title = f"IP ASN: {heading(facts, w)}"
    day = datetime.date.fromisoformat(max(facts["a"]["per_tanggal"], facts["b"]["per_tanggal"]))
    records = {table.name: table_record(table) for table in tables(facts, w)}
    return book(
        title,
        day,
        sides(facts, w),
        records,
        w,
        mark=w("Data contoh") if facts["data_contoh"] else "",
        source=f"{heading(facts, w)}.",
    )


def heading(facts: Facts, w: Writer) -> str:
    """What is compared with what: two governments, or one at two dates or under two instruments."""
    first, second = (short_name(facts, part, w) for part in "ab")
    text = w("{a} dibandingkan dengan {b}", a=f"{first} (A)", b=f"{second} (B)")
    return text if facts["jenis"] == GOVERNMENTS else f"{facts['a']['nama']}, {text}"


def short_name(facts: Facts, part: str, w: Writer) -> str:
    """What tells a side from the other: the government, the date, or the instrument."""
    own = facts[part]
    if facts["jenis"] == GOVERNMENTS:
        return str(own["nama"])
    return w.date(own["per_tanggal"]) if facts["jenis"] == TIME else str(own["instrumen"])


def sides(facts: Facts, w: Writer) -> list[tuple[str, str]]:
    """Who is compared, which way differences are taken, and the difference in words."""
    lines = [(name, _described(facts[name.lower()], w)) for name in ("A", "B")]
    direction = w("Setiap selisih adalah B dikurangi A; tanda + berarti B lebih tinggi daripada A.")
    lines.append((w("Arah selisih"), direction))
    difference = w("{poin:+} poin", poin=facts["selisih"])
    if facts.get("selang"):
        low, high = facts["selang"]
        difference += " (" + w("selang 95%: {selang:..}", selang=(low, high)) + ")"
    if facts["jenis"] == TIME and not facts["lebih_dari_derau"]:
        difference += ", " + w("tidak melebihi fluktuasi yang wajar")
    lines.append((w("Selisih indeks, B − A"), difference))
    if facts["data_contoh"]:
        sample = w("Semua angka dihitung dari data buatan dan tidak menggambarkan keadaan nyata.")
        lines.append((w("Data contoh"), sample))
    return lines


def _described(part: Facts, w: Writer) -> str:
    rules = [part["instrumen"]]
    rules += [w("sementara")] if part["sementara"] else []
    rules += [w("nilai impor")] if part["impor"] else []
    return (
        f"{part['nama']}, {w.date(part['per_tanggal'])} ({', '.join(rules)}): "
        f"{w.number(part['indeks'])}, {w.translate(part['kategori'])}"
    )


def tables(facts: Facts, w: Writer) -> list[Table]:
    """Every table of the comparison; those that do not apply are left out."""
    found: list[Table] = [_means(facts, w)]
    if facts["jenis"] == TIME:
        found += [_sources(facts, w), _units(facts, w), _unit_parts(facts, w)]
    elif facts["jenis"] == GOVERNMENTS:
        found += _posts(facts, w)
    elif facts["jenis"] == INSTRUMENTS:
        found += [_effect(facts, w), _units(facts, w)]
    return [table for table in found if table.rows]


def _two(facts: Facts, w: Writer) -> tuple[Column, ...]:
    """The figures of both sides and their difference, each side under its name."""
    names = [f"{part.upper()}: {short_name(facts, part, w)}" for part in "ab"]
    difference = Column("selisih", w("Selisih B − A"), "signed")
    return (Column("a", names[0], "number"), Column("b", names[1], "number"), difference)


def _means(facts: Facts, w: Writer) -> Table:
    names = [(w("Indeks"), *(facts[part]["indeks"] for part in "ab"), facts["selisih"])]
    for key in DIMENSIONS:
        values = [facts[part]["dimensi"][key] for part in "ab"]
        names.append((w.label(DIMENSIONS, key), *values, facts["per_dimensi"][key]))
    counts = [facts[part]["diukur"] for part in "ab"]
    return Table(
        w("Perbandingan"),
        w("Indeks dan dimensi pada kedua sisi, dalam poin"),
        (Column("nama", w("Dimensi")), *_two(facts, w)),
        tuple(names),
        note=w("Diukur: A {a:i}, B {b:i} pegawai.", a=counts[0], b=counts[1]),
        highlighted_rows=frozenset({0}),
    )


def _sources(facts: Facts, w: Writer) -> Table:
    counts = facts["jumlah_sumber"] or dict.fromkeys(SOURCES)
    rows: list[tuple[Any, ...]] = [
        (w.label(SOURCES, name), counts[name], facts["per_sumber"][name]) for name in SOURCES
    ]
    hidden = frozenset(range(len(rows))) if facts["jumlah_sumber"] is None else frozenset[int]()
    return Table(
        w("Asal selisih"),
        w("Selisih menurut asalnya, dalam poin indeks"),
        (
            Column("nama", w("Asal perubahan")),
            Column("jumlah", w("Pegawai"), "integer"),
            Column("poin", w("Poin"), "signed"),
        ),
        (*rows, (w("Seluruhnya"), None, facts["selisih"])),
        hidden_rows=hidden,
        hidden_text=w("dirahasiakan"),
        highlighted_rows=frozenset({len(rows)}),
    )


def _units(facts: Facts, w: Writer) -> Table:
    """The units, or the governments of a territory; over time with what each contributes."""
    over_time = facts["jenis"] == TIME
    territory = len(facts["a"]["pemerintah"]) > 1
    joined = w("Pemerintah daerah lain, digabung") if territory else w("Perangkat daerah lain, digabung")
    rows = []
    for unit in facts["per_unit"]:
        name = unit["nama"] or joined
        rows.append((name, unit["a"], unit["b"], unit["selisih"], *([unit["kontribusi"]] if over_time else [])))
    more = (Column("kontribusi", w("Sumbangan"), "signed"),) if over_time else ()
    return Table(
        w("Perangkat daerah"),
        w(
            N_("Indeks setiap pemerintah daerah pada kedua sisi")
            if territory
            else N_("Indeks setiap perangkat daerah pada kedua sisi")
        ),
        (Column("nama", w(N_("Pemerintah daerah") if territory else N_("Perangkat daerah"))), *_two(facts, w), *more),
        tuple(rows),
        note=w("Yang di bawah ambang dirahasiakan."),
        hidden_rows=frozenset(place for place, unit in enumerate(facts["per_unit"]) if unit["nama"] is None),
        hidden_text=w("dirahasiakan"),
    )


def _unit_parts(facts: Facts, w: Writer) -> Table:
    """What the difference of each unit is made of: dimensions, and those who stayed, joined and left."""
    units = [unit for unit in facts["per_unit"] if unit["per_dimensi"] is not None]
    heads = {"per_dimensi": (w("Menurut dimensi"), DIMENSIONS), "per_sumber": (w("Menurut asal"), SOURCES_OF_UNITS)}
    told = [
        (part, key, Column(key, w.label(names, key), "signed", group=group))
        for part, (group, names) in heads.items()
        for key in names
        if any(unit[part][key] is not None for unit in units)
    ]
    territory = len(facts["a"]["pemerintah"]) > 1
    return Table(
        w("Uraian selisih"),
        w("Selisih setiap perangkat daerah menurut dimensi dan asalnya, dalam poin indeksnya sendiri"),
        (
            Column("nama", w(N_("Pemerintah daerah") if territory else N_("Perangkat daerah"))),
            Column("selisih", w("Selisih B − A"), "signed"),
            *(column for _, _, column in told),
        ),
        tuple((unit["nama"], unit["selisih"], *(unit[part][key] for part, key, _ in told)) for unit in units),
        note=source_note(w),
    )


def _posts(facts: Facts, w: Writer) -> list[Table]:
    rows = facts["per_jenis_jabatan"]
    if rows is None:
        return []
    posts = Table(
        w("Jenis jabatan"),
        w("Indeks dan proporsi pegawai menurut jenis jabatan"),
        (
            Column("nama", w("Jenis jabatan")),
            Column("bagian_a", "A", "share", group=w("Proporsi pegawai")),
            Column("bagian_b", "B", "share", group=w("Proporsi pegawai")),
            *_two(facts, w),
        ),
        tuple(
            (w.label(POSTS, row["nama"]), *(row[key] for key in ("bagian_a", "bagian_b", "a", "b", "selisih")))
            for row in rows
        ),
        hidden_rows=frozenset(place for place, row in enumerate(rows) if row["disembunyikan"]),
        hidden_text=w("dirahasiakan"),
    )
    parts = (
        (w("Susunan jabatan yang berbeda"), facts["susunan"]),
        (w("Nilai yang berbeda dalam jabatan yang sama"), facts["tingkat"]),
    )
    split = Table(
        w("Asal selisih"),
        w("Selisih menurut susunan jabatan dan nilai, dalam poin indeks"),
        (Column("nama", w("Asal selisih")), Column("poin", w("Poin"), "signed")),
        (*parts, (w("Seluruhnya"), facts["selisih"])) if facts["susunan"] is not None else (),
        highlighted_rows=frozenset({2}) if facts["susunan"] is not None else frozenset(),
    )
    return [posts, split]


def _effect(facts: Facts, w: Writer) -> Table:
    effect = facts["efek"]
    shares = (
        (w("Naik"), effect["naik"]),
        (w("Tetap"), effect["tetap"]),
        (w("Turun"), effect["turun"]),
    )
    return Table(
        w("Efek metode"),
        w("Pegawai yang sama di bawah kedua instrumen"),
        (Column("nama", w("Nilai pegawai dari A ke B")), Column("bagian", w("Proporsi"), "share")),
        shares,
        note=w(
            "Selisih median {median:+} poin; korelasi peringkat {rho:n}. "
            "Proporsi yang menyangkut sedikit pegawai kosong.",
            median=effect["selisih_median"],
            rho=effect["korelasi_peringkat"],
        ),
        hidden_rows=frozenset(place for place, (_, share) in enumerate(shares) if share is None),
        hidden_text=w("dirahasiakan"),
    )
