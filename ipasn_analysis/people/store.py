"""Scored snapshots as a Parquet dataset by year and region; rebuilt only when something that counts changed.

Layout: ``STORE/<data>/tahun=2025/region=banjar/2025-12-23.parquet`` with its digest beside it, where ``<data>`` names
the DATA it was made from. A report reads only its own partitions; any Parquet reader can open the whole. The store
holds NIPs: it is internal. Tables that compare the records of snapshots lie in ``STORE/<data>/banding``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, cast

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from ipasn_analysis.files import atomic_write, digest_of
from ipasn_analysis.people.pseudonym import SAMPLE_KEY, lasting_key
from ipasn_analysis.records import Accepted, Tally, accept
from ipasn_analysis.records.accept import IMPORT, RECAP, RECORDS
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.scoring import score, score_ready, score_recap
from ipasn_analysis.scoring.difference import Difference, difference
from ipasn_analysis.scoring.lacking import Lack, absent_tables, lacking
from ipasn_analysis.scoring.recorded import Recorded
from ipasn_analysis.scoring.summary import Summary, summarise
from ipasn_analysis.sources.location import is_url, without_password
from ipasn_analysis.sources.snapshots import Snapshot

_ROOMS = ("rules", "sources", "records", "scoring")
_KEY = b"ipasn"
KEY = "kunci"
"""The file of the key of digests in `issued_folder`."""


class Findings(TypedDict):
    """What is learned while a snapshot is scored.

    `mode` is `IMPORT` or `RECORDS`; `lacking` are the tables and columns that are absent; `import_difference` is how
    ready scores differ from the scored records of the same people, where there are both.
    """

    summary: Summary
    mode: str
    instrument: str
    tally: Tally
    lacking: tuple[Lack, ...]
    import_difference: Difference | None


class About(Findings):
    """The same with the digests of the inputs, by file, and the fingerprint of all that the scores depend on."""

    inputs: dict[str, str]
    fingerprint: str


Told = Mapping[str, Any]
"""What is known of a table beside its rows, as its JSON holds it."""


@dataclass(frozen=True)
class Scored:
    """A scored snapshot: one row per measured person, and what was learned on the way."""

    snapshot: Snapshot
    scores: pd.DataFrame
    about: About


def score_snapshot(snapshot: Snapshot, instrument: Instrument) -> tuple[Accepted, pd.DataFrame, Findings]:
    """Read, accept and score one snapshot; nothing is stored."""
    raw = snapshot.read()
    accepted = accept(raw, instrument, snapshot.as_of, str(snapshot), snapshot.unit_level, snapshot.government)
    records = None
    if accepted.people is not None and accepted.histories is not None and len(accepted.people):
        records = score(accepted.people, accepted.histories, instrument, snapshot.as_of)
    scores = records
    apart = None
    if accepted.mode == IMPORT and accepted.ready is not None:
        scores = score_ready(accepted.ready, accepted.everyone, instrument)
        if records is not None:
            absent = absent_tables(raw, snapshot.year - instrument.kinerja.years_before)
            apart = difference(scores, records, instrument, frozenset(absent))
    if accepted.mode == RECAP and accepted.ready is not None:
        scores = score_recap(accepted.ready, instrument)
    assert scores is not None
    about: Findings = {
        "summary": summarise(scores, instrument.item_names if accepted.mode == RECORDS else ()),
        "mode": accepted.mode,
        "instrument": instrument.name,
        "tally": accepted.tally,
        "lacking": lacking(accepted, raw, instrument),
        "import_difference": apart,
    }
    return accepted, scores, about


def recorded(snapshot: Snapshot, instrument: Instrument) -> Recorded | None:
    """The records of a snapshot, accepted and scored; None where it has none."""
    if not snapshot.has_records:
        return None
    own = replace(snapshot, records_only=True)
    accepted = accept(own.read(), instrument, own.as_of, str(own), own.unit_level, own.government)
    assert accepted.people is not None and accepted.histories is not None
    scores = score(accepted.people, accepted.histories, instrument, own.as_of)
    return Recorded(own.as_of, accepted.people, accepted.histories, scores)


def issued_folder(root: Path) -> Path:
    """Beside the folder of all stores: what must outlive them, the key of digests and what was published."""
    return root.with_name(f"{root.name}-terbitan")


class Store:
    """The dataset of scored snapshots of one DATA."""

    def __init__(self, data: str, root: Path) -> None:
        """`data`: folder or database URL; `root`: the folder of all stores."""
        place = without_password(data) if is_url(data) else str(Path(data).resolve())
        name = Path(place.split("://")[-1]).name or "data"
        key = hashlib.sha256(place.encode()).hexdigest()[:8]
        self.issued = issued_folder(root)
        self.folder = root / f"{''.join(c if c.isalnum() else '-' for c in name)}-{key}"

    def published(self, region: str) -> Path:
        """The folder of what was published of a region from this DATA."""
        return self.issued / self.folder.name / region

    def key(self, *, is_sample: bool) -> bytes:
        """The key of digests, made at first use; of the sample a fixed one."""
        return SAMPLE_KEY if is_sample else lasting_key(self.issued / KEY)

    def get(self, snapshot: Snapshot, instrument: Instrument) -> Scored:
        """The scores of a snapshot under an instrument, scored now if they are not stored or out of date."""
        digests, fingerprint, path = self._place(snapshot, instrument)
        stored = _read(path, fingerprint)
        if stored is not None:
            return Scored(snapshot, *stored)
        return self._score(snapshot, instrument, digests, fingerprint)

    def about(self, snapshot: Snapshot, instrument: Instrument) -> About:
        """What is known of a snapshot without its people: reads no row when its scores are stored and up to date."""
        digests, fingerprint, path = self._place(snapshot, instrument)
        about = _read_about(path, fingerprint)
        if about is not None:
            return about
        return self._score(snapshot, instrument, digests, fingerprint).about

    def kept(
        self,
        name: str,
        sides: Sequence[tuple[Snapshot, Instrument]],
        make: Callable[[], tuple[pd.DataFrame, Told] | None],
    ) -> tuple[pd.DataFrame, Told] | None:
        """What `make` makes of the records of snapshots by instruments, as it was stored unless it is out of date."""
        marks = [_fingerprint(snapshot, instrument, snapshot.digests()) for snapshot, instrument in sides]
        fingerprint = hashlib.sha256("".join(marks).encode()).hexdigest()
        dates = "-".join(dict.fromkeys(snapshot.as_of.strftime("%Y%m%d") for snapshot, _ in sides))
        path = self.folder / "banding" / f"{name}-{sides[0][0].region}-{dates}.parquet"
        if _is_whole(path):
            with parquet.ParquetFile(path) as file:
                about = _kept_in(file)
                if about.get("fingerprint") == fingerprint:
                    return file.read().to_pandas(), about["told"]
        made = make()
        if made is not None:
            _write(path, made[0], {"fingerprint": fingerprint, "told": made[1]})
        return made

    def _place(self, snapshot: Snapshot, instrument: Instrument) -> tuple[dict[str, str], str, Path]:
        digests = snapshot.digests()
        return digests, _fingerprint(snapshot, instrument, digests), self._path(snapshot, instrument)

    def _score(self, snapshot: Snapshot, instrument: Instrument, digests: dict[str, str], fingerprint: str) -> Scored:
        _, scores, found = score_snapshot(snapshot, instrument)
        about: About = {**found, "inputs": digests, "fingerprint": fingerprint}
        lacks = [lack.as_json() for lack in about["lacking"]]
        kept = {**about, "tally": about["tally"].as_json(), "lacking": lacks}
        _write(self._path(snapshot, instrument), scores, kept)
        return Scored(snapshot, scores, about)

    def _path(self, snapshot: Snapshot, instrument: Instrument) -> Path:
        standard = "" if instrument.name == "perban8_2019" else f".{instrument.name}"
        standard = ".catatan" + standard if snapshot.records_only else standard
        partition = self.folder / f"tahun={snapshot.year}" / f"region={snapshot.region}"
        return partition / f"{snapshot.as_of.isoformat()}{standard}.parquet"


def _read(path: Path, fingerprint: str) -> tuple[pd.DataFrame, About] | None:
    """Scores and what is known of them when the file is there, whole and up to date."""
    if not _is_whole(path):
        return None
    with parquet.ParquetFile(path) as file:
        about = _about_in(file, fingerprint)
        return None if about is None else (file.read().to_pandas(), about)


def _read_about(path: Path, fingerprint: str) -> About | None:
    if not _is_whole(path):
        return None
    with parquet.ParquetFile(path) as file:
        return _about_in(file, fingerprint)


def _is_whole(path: Path) -> bool:
    """Whether a file is there as it was written: a flipped bit would change a score without an error."""
    digest = digest_of(path)
    try:
        return digest is not None and digest == _digest_beside(path).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False


def _digest_beside(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _about_in(file: parquet.ParquetFile, fingerprint: str) -> About | None:
    """What a file of the store says of its scores, when it is up to date."""
    kept = _kept_in(file)
    if kept.get("fingerprint") != fingerprint:
        return None
    lacks = tuple(Lack.from_json(parts) for parts in kept["lacking"])
    return cast(About, {**kept, "tally": Tally.from_json(kept["tally"]), "lacking": lacks})


def _kept_in(file: parquet.ParquetFile) -> dict[str, Any]:
    """What a file of the store says of its rows, as JSON."""
    return cast(dict[str, Any], json.loads((file.schema_arrow.metadata or {}).get(_KEY, b"{}")))


def _write(path: Path, rows: pd.DataFrame, about: Mapping[str, object]) -> None:
    """Write whole or not at all; a store that cannot be written costs time, not the report."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    kept = json.dumps(about, sort_keys=True)
    annotated = table.replace_schema_metadata({**(table.schema.metadata or {}), _KEY: kept.encode()})
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(path, lambda draft: parquet.write_table(annotated, draft, compression="zstd"), mode=0o600)
        atomic_write(_digest_beside(path), (digest_of(path) or "").encode(), mode=0o600)


def _fingerprint(snapshot: Snapshot, instrument: Instrument, digests: dict[str, str]) -> str:
    content = [
        snapshot.region,
        snapshot.as_of.isoformat(),
        snapshot.unit_level,
        snapshot.government,
        digests,
        instrument.model_dump(mode="json"),
        code_digest(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 over the code that a score depends on."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
