"""The ledger of what was published: it gives back what was noted, and damage counts as absence."""

from __future__ import annotations

import dataclasses
import datetime
import stat

import numpy as np
import pytest
from test_audit import DATE, LATER, LATTICE, issued, people_of, publication

from ipasn_analysis.disclosure.audit import audit
from ipasn_analysis.disclosure.ledger import Ledger
from ipasn_analysis.disclosure.persons import persons_of

KEY = b"secret"


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "terbitan" / "tapin")


def noted(size=40):
    people = people_of(size, kinerja=[25.0, 30.0] * (size // 2))
    made = publication(people, {("semua", ""): range(size), ("unit", "a"): range(3, 20)}, ("indeks", "kinerja"), 0.1)
    found = issued(people, made, frozenset({made.cells[-1].name}))
    return dataclasses.replace(found, persons=persons_of(people, KEY))


def test_what_was_published_comes_back_as_it_was_noted(ledger):
    first = noted()
    ledger.draft(first)
    assert ledger.issued(LATER) == []
    ledger.adopt(DATE.year)
    (found,) = ledger.issued(LATER)
    assert ledger.issued(DATE) == []
    assert found.persons.ids.tolist() == first.persons.ids.tolist()
    assert found.persons.marks["kinerja"].tolist() == first.persons.marks["kinerja"].tolist()
    assert found.hidden == first.hidden
    cells = [(cell.name, cell.people.tolist(), cell.value, cell.step) for cell in found.cells]
    assert cells == [(cell.name, cell.people.tolist(), cell.value, cell.step) for cell in first.cells]
    path = ledger.folder / f"{DATE}.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(ledger.folder.stat().st_mode) == 0o700
    assert b"000000000000000001" not in path.read_bytes()


def test_an_earlier_publication_that_was_noted_guards_a_later_one(ledger):
    ledger.draft(noted())
    ledger.adopt(DATE.year)
    later = people_of(46, LATER, kinerja=[25.0, 30.0] * 23)
    made = publication(later, {("semua", ""): range(46)}, step=0.1)
    assert audit(made, LATTICE, ledger.issued(LATER), key=KEY).hidden == {(made.cells[0].name, LATER)}
    assert audit(made, LATTICE, ledger.issued(LATER), key=b"another").hidden == frozenset()


@pytest.mark.parametrize("damage", ["cut", "empty", "bits", "null", "other"])
def test_a_damaged_file_counts_as_absent_and_is_named(ledger, damage, caplog):
    ledger.draft(noted())
    ledger.adopt(DATE.year)
    path = ledger.folder / f"{DATE}.jsonl"
    content = path.read_bytes()
    first, rest = content.split(b"\n", 1)
    path.write_bytes(
        {
            "cut": first + b"\n",
            "empty": b"",
            "bits": content[:200] + bytes([content[200] ^ 8]) + content[201:],
            "null": b"null\n" + rest,
            "other": content.replace(b'"himpunan": 2', b'"himpunan": 3'),
        }[damage]
    )
    assert ledger.issued(LATER) == []
    assert str(path) in caplog.text


def test_marks_of_two_dates_tell_who_has_the_same_points():
    before, after = (
        people_of(6, kinerja=[25.0] * 6),
        people_of(6, datetime.date(2026, 1, 1), kinerja=[25.0] * 5 + [30.0]),
    )
    one, two = persons_of(before, KEY), persons_of(after, KEY)
    assert np.flatnonzero(one.marks["kinerja"] != two.marks["kinerja"]).tolist() == [5]
    assert (one.marks["kompetensi"] == two.marks["kompetensi"]).all()
