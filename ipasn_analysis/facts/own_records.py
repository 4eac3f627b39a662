"""The records beside official scores: what they are worth, and the actions that are open by them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.input_remarks import input_remarks
from ipasn_analysis.facts.inputs import Government
from ipasn_analysis.facts.quality import quality
from ipasn_analysis.facts.target import action_costs, planned, unit_names
from ipasn_analysis.people.store import Store, Told, recorded
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.official import CatatanSendiri
from ipasn_analysis.result.people import MutuData
from ipasn_analysis.result.target import ENTRY, MenujuTarget
from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument
from ipasn_analysis.scoring.reconciliation import NOT_IN_SIASN, reconcile
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


def reconciled(context: ReportContext, own: Government, store: Store | None) -> pd.DataFrame | None:
    """The official scores of a government beside its records, as of `reconcile`; None without either."""
    current, official = own.current, context.data.instrument
    if current is None or current.about["import_difference"] is None:
        return None
    rules = context.data.region.instrument(context.data.year, own.region)

    def made() -> tuple[pd.DataFrame, Told] | None:
        records = recorded(current.snapshot, rules)
        return None if records is None else (reconcile(current.scores, records, official), {})

    sides = [(current.snapshot, official), (current.snapshot, rules)]
    found = made() if store is None else store.kept("rekonsiliasi", sides, made)
    return None if found is None else found[0]


def quality_of_records(context: ReportContext) -> MutuData:
    """What the records are worth, those beside official scores as well, with the remarks on the whole input."""
    if context.records is None:
        return quality(context)
    return quality(context.records).model_copy(update={"catatan": input_remarks(context)})


def target_by_records(context: ReportContext, store: Store | None) -> MenujuTarget | None:
    """The way from the official index to the target by actions that the records show open; None without either.

    The points of an action are those of the official rule; while it is not known, one step of kompetensi. Where
    entering has a cost of its own, bringing what the records hold into SIASN is an action too.
    """
    wanted, records = context.data.params.target_of(context.data.year), context.records
    if wanted is None or records is None:
        return None
    official, entry = context.data.instrument, context.data.params.cost_of_entry
    rules = official if official.is_known else records.data.instrument
    people = _people(context, records, rules)
    costs = action_costs(people, rules, context.data.params)
    if entry is not None:
        costs[ENTRY] = entry
        people = people.merge(_entries(context, store), on=KEYS, how="left", sort=False)
    open_to = people_and_actions(people, unit_names(context), costs, context.maxima["kompetensi"])
    if entry is not None:
        open_to[f"{GAIN}{ENTRY}"] += people["di_luar_kompetensi"].fillna(0.0).to_numpy()
    return planned(context, open_actions(open_to, costs), costs, windows=_windows(context, costs))


def _windows(context: ReportContext, names: Iterable[str]) -> dict[str, int | None]:
    """By item the years before the measured one that count as well: none while the official rule is not known."""
    rules = context.data.instrument
    items = [name for name in names if name != ENTRY]
    return {name: rules.kompetensi.items[name].window_years_before if rules.is_known else 0 for name in items}


def _people(context: ReportContext, records: ReportContext, rules: Instrument) -> pd.DataFrame:
    """Everybody with official scores: post, kompetensi, what the records show open by `rules`, and the hours held."""
    official = context.data.instrument
    by_rule = [own.by_rule.scores.assign(pemerintah=own.region) for own in context.included if own.by_rule is not None]
    shown = pd.concat(by_rule) if official.is_known and by_rule else records.scores
    gains = [f"{GAIN}{name}" for name in rules.item_names]
    both = context.scores[[*KEYS, "jenis_jabatan", "kompetensi"]].merge(
        shown[[*KEYS, *gains, *rules.hours_columns]], on=KEYS, how="left", sort=False
    )
    if not official.is_known:
        both[gains] = both[gains].gt(0) * step_of(official)
    return both


def _entries(context: ReportContext, store: Store | None) -> pd.DataFrame:
    """What entering in SIASN the records that stand here alone would add to whom, in points.

    Columns: those of `KEYS`, tambah_pencatatan (kompetensi), di_luar_kompetensi (the other dimensions).
    """
    found = [pd.DataFrame(columns=[*KEYS, f"{GAIN}{ENTRY}", "di_luar_kompetensi"])]
    for own in context.included:
        table = reconciled(context, own, store)
        if table is None:
            continue
        gain = {
            name: (table[f"aturan_{name}"] - table[f"resmi_{name}"]).where(table[f"sebab_{name}"] == NOT_IN_SIASN, 0.0)
            for name in DIMENSIONS
        }
        raised = pd.DataFrame(gain).clip(lower=0.0)
        found.append(
            pd.DataFrame(
                {
                    "pemerintah": own.region,
                    "nip": table["nip"],
                    f"{GAIN}{ENTRY}": raised["kompetensi"],
                    "di_luar_kompetensi": raised.drop(columns="kompetensi").sum(axis=1),
                }
            )
        )
    return pd.concat(found)
