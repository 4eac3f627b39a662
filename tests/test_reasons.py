"""Every reason that the records give is a value, which the reports word in English too."""

import datetime
import json
import pickle
from pathlib import Path

import pytest
from support.snapshots import random_ready, random_tables, write

from ipasn_analysis.errors import UsageError
from ipasn_analysis.records import accept
from ipasn_analysis.records.rejects import Tally
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.snapshots import open_snapshot
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.writer import Writer

ENGLISH = Writer("en")
CUT_OFF = datetime.date(2025, 12, 23)


@pytest.mark.parametrize("seed", range(8))
def test_reasons_of_faulty_snapshots_are_translated_and_kept(seed: int, tmp_path: Path) -> None:
    tables = (random_ready if seed % 4 == 3 else random_tables)(seed, CUT_OFF, people=80, faults=0.6)
    snapshot = open_snapshot(str(write(tmp_path, tables)))
    try:
        accepted = accept(snapshot.read(), instruments.load("perban8_2019"), snapshot.as_of, "test")
    except UsageError:
        pytest.skip("this draw measures nobody")
    tally = accepted.tally
    given = {*tally.excluded, *tally.rejected, *tally.set_aside, *tally.findings}
    assert given
    assert {found for found in given if reason(ENGLISH, found) == found} == set()
    assert {reason(Writer("id"), found) for found in given} == given
    kept = Tally.from_json(json.loads(json.dumps(tally.as_json())))
    assert kept == tally
    assert [found.kind for found in kept.set_aside] == [found.kind for found in tally.set_aside]


def test_kinds_differ_in_their_words_and_each_says_what_to_do() -> None:
    assert len({kind.words for kind in Kind}) == len(Kind)
    assert all(kind.remedy for kind in Kind)


def test_parts_that_vary_are_kept() -> None:
    retired = Reason(Kind.STATUS, kode="99", nama="pensiun")
    assert (retired, reason(ENGLISH, retired)) == ("kedudukan hukum 99 (pensiun)", "legal status 99 (retired)")
    hours = Reason(Kind.HOURS_NEGATIVE, "rw_kursus.csv")
    assert (hours, hours.file) == ("rw_kursus.csv: jumlah jam negatif", "rw_kursus.csv")
    assert reason(ENGLISH, hours) == "rw_kursus.csv: negative hours"


def test_a_reason_keeps_its_parts_in_another_process() -> None:
    given = Reason(Kind.NEAR_HEADER, "rw_skp.csv", judul="TAHUNN", kolom="tahun")
    found = pickle.loads(pickle.dumps(given))
    assert found == given and (found.kind, found.values, found.file) == (given.kind, given.values, given.file)
