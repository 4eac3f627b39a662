"""One snapshot scored into a file, with every row that was not used beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from ipasn_analysis.errors import UsageError
from ipasn_analysis.files import output_path, write_output
from ipasn_analysis.people.pseudonym import pseudonyms, read_key
from ipasn_analysis.people.remarks import Remark, of_scored
from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.project import Project
from ipasn_analysis.records import Tally
from ipasn_analysis.records.accept import RECORDS
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.params import Thresholds
from ipasn_analysis.scoring import output_columns
from ipasn_analysis.scoring.difference import Difference
from ipasn_analysis.scoring.score import shown_nips
from ipasn_analysis.sources.snapshots import Snapshot, open_snapshot, parse_date

SUFFIXES = (".csv", ".parquet")
MARK = "RAHASIA"
NOTICE = "data pribadi pegawai; hanya untuk pemakaian internal; jangan dibagikan (UU 27/2022)"


class Noticed(NamedTuple):
    """What was noticed in a scored snapshot, named by region and date.

    `difference` is how ready scores differ from the scored records of the same people, where there are both; `remarks`
    are what is to be said of the input.
    """

    snapshot: str
    difference: Difference | None
    remarks: list[Remark]


def score_to_file(
    project: Project,
    place: str,
    out: str,
    instrument: str | None = None,
    as_of: str | None = None,
    key: str | None = None,
) -> tuple[Tally, Noticed]:
    """Score the snapshot at `place` into `out` (.csv or .parquet) and its rejects into ``<out>.rejected.csv``.

    With the key file `key` the column nip is replaced by pseudonim, the rows are sorted by it.
    """
    target = output_path(out, *SUFFIXES)
    secret = None if key is None else read_key(Path(key), project.root)
    snapshot = open_snapshot(place, as_of=None if as_of is None else parse_date(as_of, "--as-of"))
    if snapshot.region in project.regions:
        snapshot = project.region(snapshot.region).placed(snapshot)
    rules = instrument_for(snapshot, project) if instrument is None else instruments.load(instrument)
    refuse_overwriting(snapshot, (target, rejected_path(target)))
    accepted, scores, about = score_snapshot(snapshot, rules)
    write_private(rejected_path(target), lambda path: write_csv(accepted.rejects, path))
    # Ready scores know no items: their empty columns are the usual ones, whatever instrument they are of.
    columns = output_columns(rules if accepted.mode == RECORDS else instruments.load("perban8_2019"))
    table = scores.reindex(columns=columns).assign(nip=shown_nips(scores["nip"].astype("str")))
    if secret is not None:
        table = table.assign(nip=pseudonyms(table["nip"], secret)).rename(columns={"nip": "pseudonim"})
        table = table.sort_values("pseudonim", ignore_index=True)
    writer = write_csv if target.suffix.lower() == ".csv" else write_parquet
    write_private(target, lambda path: writer(table, path))
    said = of_scored(about, smallest_group(snapshot, project), snapshot.unread_files)
    return accepted.tally, Noticed(f"{snapshot.region} {snapshot.as_of}", about["import_difference"], said)


def instrument_for(snapshot: Snapshot, project: Project) -> Instrument:
    """The instrument that the parameters of the snapshot's region name for its year and kind of scores.

    `perban8_2019` without any parameters.
    """
    if snapshot.region in project.regions:
        params = project.params(snapshot.region)
        named = params.official_of if snapshot.has_official_scores else params.instrument_of
        return instruments.load(named(snapshot.year))
    return instruments.load("perban8_2019")


def smallest_group(snapshot: Snapshot, project: Project) -> int:
    """The fewest people of a group that reports of the snapshot's region show."""
    known = snapshot.region in project.regions
    return (project.params(snapshot.region).thresholds if known else Thresholds()).group


def refuse_overwriting(snapshot: Snapshot, targets: Sequence[Path]) -> None:
    """`UsageError` when a file to be written stands in the snapshot: input is never written to."""
    for target in targets:
        folder = Path(snapshot.location)
        if not snapshot.is_database and folder in target.resolve().parents:
            raise UsageError(
                "--out {out}: stands in the input folder {folder}; write elsewhere", out=targets[0], folder=folder
            )


def marked(out: Path) -> Path:
    """The name of a file with the mark in it: ``daftar.csv`` becomes ``daftar-RAHASIA.csv``."""
    return out if MARK in out.stem else out.with_name(f"{out.stem}-{MARK}{out.suffix}")


def rejected_path(out: Path) -> Path:
    """Where the rows that were not used are listed."""
    return out.with_name(out.name + ".rejected.csv")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Comma, decimal point, UTF-8, true/false, nothing for a missing value."""
    table = pa.Table.from_pandas(_plain(frame), preserve_index=False)
    with path.open("wb") as file:
        file.write((",".join(frame.columns) + "\n").encode())
        options = csv.WriteOptions(include_header=False, quoting_style="needed")
        csv.write_csv(table, file, options)


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """The same columns with their types."""
    parquet.write_table(pa.Table.from_pandas(_plain(frame), preserve_index=False), path)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Categoricals as text."""
    return frame.astype({name: "str" for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)})


def write_private(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file that holds people, readable by its owner alone: whole or not at all."""
    write_output(path, write, mode=0o600)
