"""One snapshot in, the learned rule out: as an instrument, as words, and as the list of people it does not explain."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from ipasn_analysis.calibration import instrument_file, words
from ipasn_analysis.calibration.candidates import ROUNDING, Learned, Rule, by_employee, reproduced, segments
from ipasn_analysis.calibration.evidence import Evidence, gather
from ipasn_analysis.calibration.kompetensi import learn as learn_kompetensi
from ipasn_analysis.calibration.other_dimensions import (
    learn_kinerja,
    learn_kualifikasi,
)
from ipasn_analysis.calibration.result import Result
from ipasn_analysis.records import accept
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import PREDIKAT, Dimension, Text
from ipasn_analysis.sources.snapshots import Snapshot
from ipasn_analysis.statistics.typing import Mask

R = TypeVar("R", bound=Rule)
LETTER, REGULATION = "bkn4190_2024", "perban8_2019"


class Calibration(Result):
    """What was learned from a snapshot, with its words and its file."""

    @property
    def findings(self) -> tuple[Text, ...]:
        """What was learned, what reproduces how much, what cannot be told, in Indonesian and English."""
        return words.findings(self)

    def yaml(self) -> str:
        """The instrument file, whose learned values are marked L."""
        return instrument_file.text(self)


def calibrate(snapshot: Snapshot) -> Calibration:
    """Learn the rule of a snapshot's official scores; `UsageError` where it lacks them or records, or few have both."""
    letter, regulation = instruments.load(LETTER), instruments.load(REGULATION)
    accepted = accept(snapshot.read(), letter, snapshot.as_of, str(snapshot))
    evidence = gather(accepted, letter, regulation, str(snapshot))
    pns, pppk = segments(evidence)
    base = tuple(float((letter.kompetensi.base or {})[name]) for name in PREDIKAT)
    known = tuple(letter.kualifikasi.points.values())
    most = letter.kompetensi.maximum
    kompetensi = by_employee(
        None if pns is None else learn_kompetensi(evidence, pns, base, most),
        None if pppk is None else learn_kompetensi(evidence, pppk, base, most),
        evidence,
        "kompetensi",
    )
    kualifikasi = by_employee(
        None if pns is None else learn_kualifikasi(evidence, pns, known),
        None if pppk is None else learn_kualifikasi(evidence, pppk, known),
        evidence,
        "kualifikasi",
    )
    kinerja = learn_kinerja(evidence, tuple(float(letter.kinerja.points[name]) for name in PREDIKAT))
    explained: dict[Dimension, Mask] = {
        "kualifikasi": _explained(kualifikasi, evidence, "kualifikasi"),
        "kompetensi": _explained(kompetensi, evidence, "kompetensi"),
        "kinerja": reproduced(kinerja.rule, evidence, "kinerja"),
        "disiplin": np.abs(evidence.known["disiplin"].to_numpy() - evidence.official["disiplin"]) <= ROUNDING,
    }
    return Calibration(snapshot.region, snapshot.as_of, evidence, kompetensi, kualifikasi, kinerja, explained)


def _explained(found: tuple[Learned[R], Learned[R] | None], evidence: Evidence, dimension: Dimension) -> Mask:
    """Whom the rule gives their points, PPPK by theirs where they have their own."""
    own, pppk = found
    general = reproduced(own.rule, evidence, dimension)
    if pppk is None:
        return general
    return np.where(evidence.is_pppk, reproduced(pppk.rule, evidence, dimension), general)
