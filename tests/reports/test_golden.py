"""One region-year, built anew each time, held number by number to a result that was frozen on purpose."""

from __future__ import annotations

import json
import math

from support.golden import GOLDEN, figures, frozen

RENEW = "if it is meant to: python tests/support/golden.py, and read git diff tests/golden"
TOLERANCE = 1e-9


def same(before: object, after: object) -> bool:
    if isinstance(before, bool) or isinstance(after, bool) or before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=TOLERANCE, abs_tol=TOLERANCE)  # type: ignore[arg-type]


def test_the_sample_data_are_those_of_the_frozen_result(tapin) -> None:
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))["masukan"]
    now = frozen(tapin.result)["masukan"]
    changed = sorted(name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name))
    assert not changed, f"the sample data changed, {len(changed)} files, first {changed[0]}; {RENEW}"


def test_every_figure_is_that_of_the_frozen_result(tapin) -> None:
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))["angka"]
    now = frozen(tapin.result)["angka"]
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
