"""The command `compare`: two sides as tables on standard output, as JSON, or as a workbook."""

from __future__ import annotations

import json

from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.build.remarks import Told, of_compared
from ipasn_analysis.errors import unknown
from ipasn_analysis.facts.side_by_side import side_by_side
from ipasn_analysis.facts.sides import Reference, Side, side
from ipasn_analysis.files import output_path, write_output
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.result.comparison import Perbandingan
from ipasn_analysis.sections.comparison import heading, sides, tables
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.writer import Writer


def compare(a: str, b: str, data: str | None = None, *, project: Project | None = None) -> Perbandingan:
    """The comparison of two sides named as ``banjar:2025``, ``banjar:2025-12-23`` or ``banjar:2025@bkn4190_2024``.

    Raises `UsageError` for a name that cannot be understood, a snapshot that DATA does not have, and sides that differ
    in more than one respect.

    Examples
    --------
    >>> ipasn.compare("banjar:2024", "banjar:2025").selisih
    """
    return _compared(a, b, data, project or Project.open())[0]


def _compared(a: str, b: str, data: str | None, project: Project) -> tuple[Perbandingan, tuple[Side, Side]]:
    """The comparison, and its sides."""
    first, second = Reference.parse(a, project), Reference.parse(b, project)
    found = project.data(data)
    store = Store(found.location, project.store)
    before = side(first, found, store)
    both = before, side(second, found, store, before)
    return side_by_side(*both), both


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
    found, both = _compared(a, b, data, project)
    w = Writer("en" if language == "en" else "id")
    remarks = of_compared(one.context for one in both)
    if target is not None:
        write_output(target, workbook(found, w))
    if as_json:
        return json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=False), remarks
    return text(found, w) if out is None else out, remarks


def text(found: Perbandingan, w: Writer) -> str:
    """The comparison as it is read on a terminal."""
    lines = [f"{name}: {words}" for name, words in sides(found, w)]
    blocks = [render_text(table, w) for table in tables(found, w)]
    return "\n\n".join(["\n".join(lines), *blocks])


def workbook(found: Perbandingan, w: Writer) -> bytes:
    """The comparison as a workbook, a sheet for each table."""
    from ipasn_analysis.publish.workbook import book  # noqa: PLC0415

    return book(
        f"IP ASN: {heading(found, w)}",
        max(found.a.per_tanggal, found.b.per_tanggal),
        sides(found, w),
        {table.name: table_record(table) for table in tables(found, w)},
        w,
        mark=w("Data contoh") if found.data_contoh else "",
        source=f"{heading(found, w)}.",
    )
