"""The command `sheets`: one page for each perangkat daerah of a report, and all of them in one PDF."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ipasn_analysis.blocks.model import slug
from ipasn_analysis.blocks.typst import literal
from ipasn_analysis.build.batch import plan_of
from ipasn_analysis.build.build import execute, link_report, not_replaced, project_variables
from ipasn_analysis.build.plan import NOTEBOOK, Plan
from ipasn_analysis.build.preload import may_fork, preload
from ipasn_analysis.build.remarks import of_selection, tell
from ipasn_analysis.build.render import rendered
from ipasn_analysis.build.request import Request
from ipasn_analysis.engine import workers
from ipasn_analysis.errors import Message, ReportError, UsageError
from ipasn_analysis.files import atomic_write, digest_of, refusal, temporary_folder
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.publish.document import BlockPart, Document, Part
from ipasn_analysis.publish.index import write_index
from ipasn_analysis.publish.neighbours import FOLDER, RECORD, Neighbours, SheetRecord, read_sheets
from ipasn_analysis.publish.notebook_reader import read_document
from ipasn_analysis.sections.prepared import Asked, prepared
from ipasn_analysis.sources.location import without_password

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ipasn_analysis.sections.report import Report

SHEET_FORMATS = ("html", "pdf", "docx")
logger = logging.getLogger(__name__)
_NEXT_PAGE = BlockPart("", "#pagebreak(weak: true)", {})


@dataclass(frozen=True)
class _Sheet:
    """The page of one unit: its plan, notebook, name, the stem of its files and where they go."""

    plan: Plan
    notebook: Path
    unit: str
    stem: str
    folder: Path


def build_sheets(
    project: Project, name: str, request: Request, data: str | None = None, *, unit: str | None = None
) -> list[Path]:
    """Build the page of each unit of a region, or of one `unit`, unless they are up to date, and link them.

    The files come in the order of the ranking. Raises `UsageError` for an unknown unit, which names the nearest one,
    and `ReportError` when a page fails; the pages that are there stay as they were then. A page that is open and cannot
    be replaced is one too, but the others are new.
    """
    wanted = replace(request, formats=tuple(form for form in SHEET_FORMATS if form in request.formats))
    if not wanted.formats:
        raise UsageError("sheets are built as {known}", known=", ".join(SHEET_FORMATS))
    plan = plan_of(project, name, wanted, data)
    finished = _finished(plan, project.sheet_notebook, unit)
    if finished is not None:
        logger.info(Message("{region} {year}: pages of units up to date", region=plan.region, year=plan.year))
        _tell(plan)
        return finished
    wanted.ensure_output_writable()
    preload(wanted.formats)
    from ipasn_analysis.sections.unit_sheet import unit_of  # noqa: PLC0415

    with workers.interruptible(), project_variables(plan):
        asked, report = _computed(plan)
        named = [row.nama for row in report.facts.perangkat_daerah]
        if not named:
            known = {"region": plan.region, "year": plan.year}
            if report.facts.tingkat == "provinsi":
                raise UsageError("{region} {year}: no unit has a page: DATA has no provincial government", **known)
            raise UsageError("{region} {year}: no unit has a page, since the data name none", **known)
        chosen = named if unit is None else [unit_of(report.facts, unit).nama]
        with prepared(asked, report):
            stems = {name: f"{plan.stem}-{short}" for name, short in file_names(named)}
            files = _built(plan, project.sheet_notebook, stems, chosen, whole=unit is None)
        link_report(plan)
        write_index(request.out)
    _tell(plan)
    return files


def _tell(plan: Plan) -> None:
    """Say what is to be said of the input."""
    tell(of_selection(plan.selection, Store(plan.selection.location, plan.store)), plan.request.w)


def _finished(plan: Plan, notebook: Path, unit: str | None) -> list[Path] | None:
    """The files of the pages when all that are asked for were made from the same input and are complete; else None."""
    record = None if plan.request.force else read_sheets(plan.folder)
    if record is None or (record.report, record.notebook) != (plan.fingerprint, digest_of(notebook)):
        return None
    chosen = list(record.stems)
    if unit is not None:
        from ipasn_analysis.sections.unit_sheet import key_of  # noqa: PLC0415 - slow to import, as below

        chosen = [name for name in chosen if key_of(name) == key_of(unit)]
    wanted = [f"{record.stems[name]}.{ending}" for name in chosen for ending in (*plan.request.formats, NOTEBOOK)]
    if unit is None and "pdf" in plan.request.formats:
        wanted.insert(0, f"{plan.stem}-{FOLDER}.pdf")
    folder = plan.folder / FOLDER
    return [folder / name for name in wanted] if wanted and set(wanted) <= record.complete(folder) else None


def _computed(plan: Plan) -> tuple[Asked, Report]:
    """The report, computed once, and how the notebooks of all pages ask for it."""
    from ipasn_analysis.facts.assemble import compute  # noqa: PLC0415
    from ipasn_analysis.facts.inputs import load_inputs  # noqa: PLC0415
    from ipasn_analysis.sections.report import Report  # noqa: PLC0415

    store, language = Store(plan.selection.location, plan.store), plan.request.w.language
    edition = plan.request.edition
    report = Report(compute(load_inputs(plan.selection, store), language, store=store, edition=edition))
    return Asked(plan.region, plan.year, without_password(plan.selection.location), language, edition), report


def _built(plan: Plan, notebook: Path, stems: dict[str, str], chosen: Sequence[str], *, whole: bool) -> list[Path]:
    """Make all pages in a folder of their own, then put them in their place."""
    folder = plan.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with temporary_folder(".lembar-", plan.folder) as work:
        sheets = [_Sheet(plan, notebook, name, stems[name], work) for name in chosen]
        count = min(workers.default_workers(), len(sheets))
        with workers.executor(count, fork=may_fork()) as executor:
            running = [workers.submit(executor, _make, sheet) for sheet in sheets]
            notebooks = [workers.result_of(future, _make, sheet) for future, sheet in zip(running, sheets, strict=True)]
        if whole and "pdf" in plan.request.formats:
            (work / f"{plan.stem}-{FOLDER}.pdf").write_bytes(_together(notebooks))
        made = sorted(work.iterdir(), key=lambda path: _order(path, sheets))
        digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
        refused = []
        for path in made:
            write = partial(atomic_write, folder / path.name, path.read_bytes(), mode=plan.file_mode)
            refused += refusal(write)
    record = SheetRecord(report=plan.fingerprint, notebook=digest_of(notebook) or "", stems=stems, digests=digests)
    before = read_sheets(plan.folder)
    if before is not None and (before.report, before.notebook) == (record.report, record.notebook):
        kept = before.complete(folder) - digests.keys()
        digests |= {name: before.digests[name] for name in kept}
    if whole:
        for path in folder.glob(f"{plan.stem}-*"):
            if path.name not in digests:  # of a unit that is no more, or of other input
                refused += refusal(path.unlink)
    atomic_write(folder / RECORD, record.model_dump_json().encode(), mode=plan.file_mode)
    if refused:
        raise ReportError(not_replaced(refused[0]))
    return [folder / path.name for path in made]


def _make(sheet: _Sheet) -> NotebookNode:
    """Run the notebook of one page and write its formats; the executed notebook."""
    target = sheet.folder / f"{sheet.stem}.{NOTEBOOK}"
    try:
        notebook = execute(sheet.plan, sheet.notebook, target, unit=sheet.unit)
        for form in sheet.plan.request.formats:
            target.with_suffix(f".{form}").write_bytes(rendered(form, notebook, {}, sheet.stem, _around(sheet)))
    except ReportError as error:
        raise ReportError("{unit}: {error}", unit=sheet.unit, error=error.message) from error
    return notebook


def _around(sheet: _Sheet) -> Neighbours:
    """The other formats of a page, and the report that it belongs to where that is built."""
    report = sheet.plan.path("html")
    files = {ending: f"{sheet.stem}.{ending}" for ending in sheet.plan.request.formats if ending != "html"}
    return Neighbours(files, report=f"../{report.name}" if report.is_file() else "")


def _together(notebooks: Sequence[NotebookNode]) -> bytes:
    """All pages in one PDF, each unit on a new page under a heading of its own."""
    from ipasn_analysis.publish.pdf_file import pdf_of  # noqa: PLC0415

    documents = [read_document(notebook) for notebook in notebooks]
    info = documents[0].info
    title = info.w("Lembar perangkat daerah {nama} {tahun}", nama=info.region_name, tahun=info.year)
    parts = [part for document in documents for part in (_NEXT_PAGE, _heading(document), *map(_below, document.parts))]
    return pdf_of(Document(replace(info, title=title, unit=""), tuple(parts)))


def _heading(document: Document) -> BlockPart:
    """The name of the unit, where its page is one of many."""
    return BlockPart("", "", {"kind": "heading", "level": 2, "text": document.info.unit, "anchor": ""})


def _below(part: Part) -> Part:
    """A part under that heading: its own headings are none, so that the contents list units alone."""
    if isinstance(part, BlockPart) and part.metadata.get("kind") == "heading":
        text = literal(str(part.metadata.get("text")))
        return BlockPart("", f"#block(above: 1.3em, sticky: true, text(size: 12pt, weight: 600, {text}))", {})
    return part


def file_names(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What names the files of each unit; units whose names differ in marks alone are numbered."""
    taken: Counter[str] = Counter()
    for name in names:
        short = slug(name)[:80]
        taken[short] += 1
        number = f"-{taken[short]}" if taken[short] > 1 else ""
        yield name, f"{short}{number}"


def _order(path: Path, sheets: Sequence[_Sheet]) -> tuple[int, str]:
    """The combined file first, then by rank."""
    stems = [sheet.stem for sheet in sheets]
    return (stems.index(path.stem) if path.stem in stems else -1, path.suffix)
