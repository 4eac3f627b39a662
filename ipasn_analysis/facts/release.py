"""What the audit withholds of a report, given what was published of other dates, and the draft for the ledger."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from ipasn_analysis.disclosure.audit import Audited, Told, audit
from ipasn_analysis.disclosure.cells import CellName, Publication
from ipasn_analysis.disclosure.lattice import attainable
from ipasn_analysis.disclosure.ledger import Ledger
from ipasn_analysis.disclosure.persons import Issued, persons_of
from ipasn_analysis.errors import Message
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.publication import publication
from ipasn_analysis.people.store import Store

logger = logging.getLogger(__name__)


def audited(context: ReportContext, store: Store | None) -> ReportContext:
    """The context with the figures that would tell of few, alone or together.

    Where own records stand beside official scores, each is held against what was published of its own kind. Of the
    sample, whose people are invented, nothing is noted.
    """
    ledger = _ledger(context, store)
    withheld = _noted(context, ledger)
    if context.records is not None:
        withheld |= _noted(context.records, None if ledger is None else Ledger(ledger.folder / "catatan"))
    return context.withholding(withheld)


def audited_apart(context: ReportContext, store: Store | None) -> ReportContext:
    """The same for what is no report: the ledger of these does not note it."""
    _, found = _audited(context, _ledger(context, store))
    return context.withholding(_withheld(context, found))


def _ledger(context: ReportContext, store: Store | None) -> Ledger | None:
    return None if store is None or context.data.is_sample else Ledger(store.published(context.data.region.name))


def _noted(context: ReportContext, ledger: Ledger | None) -> frozenset[CellName]:
    """What the audit withholds; what it leaves is drafted for the ledger."""
    data = context.data
    declared, found = _audited(context, ledger)
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
    return _withheld(context, found)


def _audited(context: ReportContext, ledger: Ledger | None) -> tuple[Publication, Audited]:
    """What is declared, and what the audit finds of it beside what was published of other dates."""
    data, declared = context.data, publication(context)
    earlier = [] if ledger is None else ledger.issued(but=data.as_of)
    found = audit(declared, attainable(data.instrument), earlier, key=data.key)
    _warn(data.region.name, found.left, earlier)
    return declared, found


def _withheld(context: ReportContext, found: Audited) -> frozenset[CellName]:
    return frozenset(name for name, date in found.hidden if date == context.data.as_of)


def _warn(region: str, left: Iterable[Told], earlier: Iterable[Issued]) -> None:
    """Say what would have to be withdrawn: figures that are out already. What every report has needs no word."""
    published = {issued.persons.date for issued in earlier}
    for told in left:
        dates = sorted({date for _, date in told.places} & published)
        if dates:
            logger.warning(
                Message(
                    "{region}: {figure} of {people} people can be told from what was published as of {dates}",
                    region=region,
                    figure=told.figure,
                    people=told.people,
                    dates=", ".join(date.isoformat() for date in dates),
                )
            )
