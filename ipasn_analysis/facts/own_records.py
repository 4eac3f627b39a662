"""The records beside official scores: what they are worth, and the actions that are open by them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.input_remarks import input_remarks
from ipasn_analysis.facts.official_target import planned
from ipasn_analysis.facts.quality import quality
from ipasn_analysis.facts.target import unit_costs
from ipasn_analysis.people.store import recorded
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.official import CatatanSendiri
from ipasn_analysis.result.people import MutuData
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.scoring.recorded import Recorded
from ipasn_analysis.scoring.steps import step_of
from ipasn_analysis.statistics.target import GAIN, open_actions, people_and_actions

KEYS = ["pemerintah", "nip"]


def own_records(context: ReportContext) -> CatatanSendiri | None:
    """By which instrument the records beside official scores are scored, and what they give; None without records."""
    records = context.records
    if records is None:
        return None
    return CatatanSendiri(
        instrumen=records.data.instrument.name,
        diukur=len(records.scores),
        indeks=Mean(records.means["indeks"], len(records.scores)),
    )


def instrument_of_records(context: ReportContext) -> Instrument:
    """The instrument by which the records of a government count, be the scores of the report official or not."""
    return context.data.region.instrument(context.data.year, context.data.region.name)


@once
def current_records(context: ReportContext) -> Recorded | None:
    """The records of a government's current snapshot, by their instrument; None of a territory and without records."""
    current = None if context.data.is_province else context.included[0].current
    return None if current is None else recorded(current.snapshot, instrument_of_records(context))


def quality_of_records(context: ReportContext) -> MutuData:
    """What the records are worth, those beside official scores as well, with the remarks on the whole input."""
    if context.records is None:
        return quality(context)
    return quality(context.records).model_copy(update={"catatan": input_remarks(context)})


def target_by_records(context: ReportContext) -> MenujuTarget | None:
    """The way from the official index to the target by actions that the records show open; None without either.

    The points of an action are those of the official rule; while it is not known, one step of kompetensi.
    """
    wanted, records = context.data.params.target_of(context.data.year), context.records
    if wanted is None or records is None:
        return None
    rules = context.data.instrument
    costs = unit_costs(context if rules.is_known else records)
    cells = open_actions(_people(context, list(costs), costs), list(costs))
    return planned(context, cells, costs, windows=_windows(context, costs))


def _windows(context: ReportContext, items: Iterable[str]) -> dict[str, int | None]:
    """By item the years before the measured one that count as well: none while the official rule is not known."""
    rules = context.data.instrument
    return {name: rules.kompetensi.items[name].window_years_before if rules.is_known else 0 for name in items}


def _people(context: ReportContext, items: list[str], costs: dict[str, float]) -> pd.DataFrame:
    """Who could do what, as `people_and_actions`; nobody without records has anything open."""
    gains = [f"{GAIN}{name}" for name in items]
    rules, records = context.data.instrument, context.records
    assert records is not None
    by_rule = [own.by_rule.scores.assign(pemerintah=own.region) for own in context.included if own.by_rule is not None]
    shown = pd.concat(by_rule) if rules.is_known and by_rule else records.scores
    both = context.scores[[*KEYS, "jenis_jabatan", "kompetensi"]].merge(
        shown[[*KEYS, *gains]], on=KEYS, how="left", sort=False
    )
    if not rules.is_known:
        both[gains] = both[gains].gt(0) * step_of(rules)
    if context.data.is_province:
        names = {own.region: own.params.name for own in context.included}
        units = both["pemerintah"].map(names).to_numpy(dtype=object)
    else:
        hidden = set(context.units.means.index[context.units.hidden])
        own = context.scores["perangkat_daerah"].astype(object)
        units = own.where(~own.isin(hidden), OTHER_UNITS).to_numpy(dtype=object)
    return people_and_actions(both, units, costs, context.maxima["kompetensi"])
