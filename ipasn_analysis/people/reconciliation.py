"""Official scores beside records of one snapshot: the people of both, by dimension and cause."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.people.export import MARK, NOTICE
from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.records.accept import IMPORT
from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument
from ipasn_analysis.scoring.reconciliation import ALIKE, CAUSES, ROUNDING, RULE
from ipasn_analysis.scoring.reconciliation import reconcile as compared
from ipasn_analysis.scoring.recorded import Recorded
from ipasn_analysis.scoring.score import score
from ipasn_analysis.sources.snapshots import Snapshot

REMEDIES = {
    "tidak_di_siasn": "masukkan catatan ini di SIASN",
    "tidak_di_sini": "masukkan catatan ini di sumber data sendiri",
    "aturan": "tidak ada yang perlu dimasukkan; aturan penilaiannya berbeda atau belum dikenal",
    "tanggal": "periksa tahun penilaian dan tanggal di kedua sumber",
    "jabatan_pendidikan": "samakan jenis jabatan dan pendidikan di kedua sumber",
    "tidak_dijelaskan": "bandingkan riwayat pegawai ini di kedua sumber",
}
"""What a clerk enters where, by cause."""


def reconcile(snapshot: Snapshot, own: Instrument, official: Instrument) -> pd.DataFrame | None:
    """As `scoring.reconciliation.reconcile`; None where the snapshot lacks official scores or records."""
    accepted, ready, _ = score_snapshot(snapshot, official)
    if accepted.mode != IMPORT or accepted.people is None or accepted.histories is None:
        return None
    records = score(accepted.people, accepted.histories, own, snapshot.as_of)
    table = compared(ready, Recorded(snapshot.as_of, accepted.people, accepted.histories, records), official)
    return table if len(table) else None


def parts(table: pd.DataFrame) -> pd.DataFrame:
    """What the mean difference, official − records, is made of: one row for each person, dimension and cause.

    Columns: place (row of `table`), dimensi, sebab, poin. The points of a person and dimension sum to the difference.
    """
    found = []
    for name in DIMENSIONS:
        official, own, ruled = (
            table[f"{side}_{name}"].to_numpy(dtype=np.float64) for side in ("resmi", "catatan", "aturan")
        )
        why = table[f"sebab_{name}"].to_numpy(dtype=object)
        rest = official - ruled
        only_rule = (why == RULE) | ((why == ALIKE) & (np.abs(ruled - own) > 0))
        of_rule = np.where(only_rule, official - own, ruled - own)
        for cause, points in ((RULE, of_rule), (None, np.where(only_rule, 0.0, rest))):
            held = np.flatnonzero(np.abs(points) > (0 if cause == RULE else 1e-12))
            labels = np.full(len(held), RULE, dtype=object) if cause == RULE else why[held]
            found.append(pd.DataFrame({"place": held, "dimensi": name, "sebab": labels, "poin": points[held]}))
    return pd.concat(found, ignore_index=True)


def causes(table: pd.DataFrame, *, by_unit: bool = False) -> pd.DataFrame:
    """The parts by dimension and cause: dimensi, sebab, orang (people), poin (points of the mean over all of `table`).

    With `by_unit` those of each perangkat_daerah, the first column, in points of its own mean.

    The points of a dimension sum to the mean difference, to the rounding of scores that count as alike. Dimensions and
    causes stand in the order of `DIMENSIONS` and `CAUSES`.
    """
    split = parts(table)
    split = split[split["sebab"] != ALIKE].astype(
        {"dimensi": pd.CategoricalDtype(list(DIMENSIONS)), "sebab": pd.CategoricalDtype(list(CAUSES))}
    )
    units = table["perangkat_daerah"].astype(object).reset_index(drop=True)
    split["perangkat_daerah"] = units.to_numpy()[split["place"]]
    keys = [*(["perangkat_daerah"] if by_unit else []), "dimensi", "sebab"]
    groups = split.groupby(keys, observed=True).agg(orang=("place", "nunique"), poin=("poin", "sum"))
    found = groups.reset_index().astype(dict.fromkeys(keys, object))
    people = found["perangkat_daerah"].map(units.value_counts()) if by_unit else len(table)
    return found.assign(poin=found["poin"] / people)


def same(table: pd.DataFrame) -> np.ndarray:
    """Who has the same points on both sides in every dimension."""
    gaps = [np.abs(table[f"resmi_{name}"] - table[f"catatan_{name}"]) <= ROUNDING for name in DIMENSIONS]
    return np.asarray(np.logical_and.reduce(gaps), dtype=bool)


def clerks_list(table: pd.DataFrame) -> pd.DataFrame:
    """One row for each person and dimension whose points differ, by unit: what to enter where. Internal."""
    rows = []
    for name in DIMENSIONS:
        official, own = table[f"resmi_{name}"], table[f"catatan_{name}"]
        differs = np.abs(official.to_numpy(dtype=np.float64) - own.to_numpy(dtype=np.float64)) > ROUNDING
        cause = table[f"sebab_{name}"].where(table[f"sebab_{name}"] != ALIKE, RULE)
        part = table.loc[differs, ["nip", "nama", "perangkat_daerah"]].assign(
            dimensi=name, resmi=official[differs], catatan=own[differs], sebab=cause[differs]
        )
        rows.append(part)
    found: pd.DataFrame = pd.concat(rows).sort_values(["perangkat_daerah", "nip", "dimensi"], ignore_index=True)
    found["tindak_lanjut"] = found["sebab"].map(REMEDIES)
    found.insert(0, MARK, NOTICE)
    return found
