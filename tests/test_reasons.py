"""Every reason that the records can give is known to the presentation, in English too."""

import ast
import datetime
from pathlib import Path

import pytest
from support.snapshots import random_ready, random_tables, write

from ipasn_analysis.errors import UsageError
from ipasn_analysis.records import accept
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.snapshots import open_snapshot
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.reasons import REASONS, reason

ENGLISH = Locale("en")
CUT_OFF = datetime.date(2025, 12, 23)


@pytest.mark.parametrize("seed", range(8))
def test_reasons_of_faulty_snapshots_are_translated(seed: int, tmp_path: Path) -> None:
    tables = (random_ready if seed % 4 == 3 else random_tables)(seed, CUT_OFF, people=80, faults=0.6)
    snapshot = open_snapshot(str(write(tmp_path, tables)))
    try:
        accepted = accept(snapshot.read(), instruments.load("perban8_2019"), snapshot.as_of, "test")
    except UsageError:
        pytest.skip("this draw measures nobody")
    tally = accepted.tally
    given = {*tally.excluded, *tally.rejected, *tally.set_aside, *tally.findings}
    assert given
    assert {text for text in given if reason(ENGLISH, text) == text} == set()
    assert {reason(Locale("id"), text) for text in given} == given


def test_every_reason_in_the_code_is_listed() -> None:
    """Texts given to `reject` and `drop`, wherever they stand in the records."""
    records = Path(instruments.__file__).parent.parent / "records"
    found = set()
    for path in records.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"reject", "drop"}:
                found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    found = {text for text in found if isinstance(text, str) and " " in text and text != text.upper()}
    assert len(found) > 15
    assert found <= set(REASONS)


def test_parts_that_vary_are_kept() -> None:
    assert reason(ENGLISH, "kedudukan hukum 99 (pensiun)") == "legal status 99 (pensiun)"
    assert reason(ENGLISH, "rw_kursus.csv: jumlah jam negatif") == "rw_kursus.csv: negative hours"
    assert reason(ENGLISH, "something new") == "something new"
