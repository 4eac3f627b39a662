"""One region-year, built anew each time, held number by number to a result that was frozen on purpose."""

from __future__ import annotations

import json
import math
from pathlib import Path

from support.golden import RESULT, built, figures, frozen

RENEW = "if it is meant to: PYTHONPATH=tests python -m support.golden, and read git diff tests/golden"
TOLERANCE = 1e-9


def same(before: object, after: object) -> bool:
    if isinstance(before, bool) or isinstance(after, bool) or before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=TOLERANCE, abs_tol=TOLERANCE)  # type: ignore[arg-type]


def test_every_figure_is_that_of_the_frozen_result(tmp_path: Path) -> None:
    kept = json.loads(RESULT.read_text(encoding="utf-8"))
    now = frozen(built(tmp_path))
    assert len(kept) > 1_000
    lines = [f"{name} is new: {now[name]}" for name in now if name not in kept]
    lines += [f"{name} is gone, it was {kept[name]}" for name in kept if name not in now]
    lines += [f"{name}: {kept[name]} → {now[name]}" for name in kept if name in now and not same(kept[name], now[name])]
    listed = "\n  ".join(lines[:20])
    assert not lines, f"{len(lines)} figures changed; {RENEW}\n  {listed}"


def test_a_change_in_the_last_shown_decimal_is_noticed() -> None:
    result = {"indeks": 79.0, "target": None, "nama": "Tapin", "baris": [{"nilai": 1}, {"nilai": True}]}
    assert figures(result) == {"indeks": 79.0, "target": None, "baris[0].nilai": 1, "baris[1].nilai": True}
    assert same(79.0, 79.0 + 1e-12) and not same(79.0, 79.005) and not same(None, 0) and not same(True, 1)
