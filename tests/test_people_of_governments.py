"""The people of several governments in one frame: each as in the scores of the own government."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
from support.snapshots import random_tables, write

from ipasn_analysis.facts.inputs import Government, people
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.snapshots import open_snapshot


def test_categories_that_differ_between_governments_are_joined_text_by_text(tmp_path: Path) -> None:
    store, rules = Store(str(tmp_path), tmp_path / "store"), instruments.load("perban8_2019")
    governments = []
    for seed, region in enumerate(("banjar", "tapin", "balangan")):
        place = write(tmp_path, random_tables(seed, datetime.date(2025, 12, 23), people=30), region=region)
        scored = store.get(open_snapshot(str(place)), rules)
        governments.append(Government(region, Project.open().region(region).params, (), scored, None))
    found = people(governments)
    frames = [own.current.scores.assign(pemerintah=own.region) for own in governments if own.current is not None]
    texts = pd.concat([frame.astype(object) for frame in frames], ignore_index=True)
    assert isinstance(found["perangkat_daerah"].dtype, pd.CategoricalDtype)
    pd.testing.assert_frame_equal(found[texts.columns].astype(object), texts)
    assert people([]).empty
