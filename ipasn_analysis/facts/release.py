"""What the audit withholds of a report, given what was published of other dates, and the draft for the ledger."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from ipasn_analysis.disclosure.audit import Told, audit
from ipasn_analysis.disclosure.cells import CellName
from ipasn_analysis.disclosure.lattice import attainable
from ipasn_analysis.disclosure.ledger import Ledger
from ipasn_analysis.disclosure.persons import Issued, persons_of
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.publication import publication
from ipasn_analysis.people.store import Store

logger = logging.getLogger(__name__)


def audited(context: ReportContext, store: Store | None) -> ReportContext:
    """The context with the figures that would tell of few, alone or together.

    Where own records stand beside official scores, each is held against what was published of its own kind. Of the
    sample, whose people are invented, nothing is noted.
    """
    folder = None if store is None or context.data.is_sample else store.published(context.data.region.name)
    withheld = _withheld(context, folder)
    if context.records is not None:
        withheld |= _withheld(context.records, None if folder is None else folder / "catatan")
    return context.withholding(withheld)


def _withheld(context: ReportContext, folder: Path | None) -> frozenset[CellName]:
    data, declared = context.data, publication(context)
    ledger = None if folder is None else Ledger(folder)
    earlier = [] if ledger is None else ledger.issued(but=data.as_of)
    found = audit(declared, attainable(data.instrument), earlier, key=data.key)
    _warn(data.region.name, found.left)
    if ledger is not None:
        own = (cell for cell in declared.cells if cell.date == data.as_of)
        told = tuple(cell for cell in own if (cell.name, cell.date) not in found.hidden)
        hidden = frozenset(name for name, _ in found.hidden)
        issued = Issued(persons_of(declared.people[data.as_of], data.key), told, hidden)
        try:
            ledger.draft(issued)
        except OSError as error:
            logger.warning(
                "%s: cannot be written (%s): later reports know less", ledger.folder, error.strerror or error
            )
    return frozenset(name for name, date in found.hidden if date == data.as_of)


def _warn(region: str, left: Iterable[Told]) -> None:
    """Say what would have to be withdrawn: figures that are out already, or that every report has."""
    for told in left:
        places = sorted({f"{date} {name.table} {name.part} {name.figure}" for name, date in told.places})
        logger.warning("%s: %s of %d people can be told from: %s", region, told.figure, told.people, "; ".join(places))
