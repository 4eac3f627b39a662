"""What reports tell, read back as an outsider reads them, against the people that they are about."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.attackers import Told, grid, lost_by_modulo
from support.readback import pdf_text
from support.small_data import write_government

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.facts.assemble import compute
from ipasn_analysis.facts.inputs import ReportInputs
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project

FIGURES = ("indeks", "kualifikasi", "kompetensi", "kinerja", "disiplin")


def exact_means(scores: pd.DataFrame) -> pd.Series:
    """Every mean of a unit, hidden or not, and of everybody, that has more than two decimals."""
    means = scores.groupby("perangkat_daerah", observed=True)[list(FIGURES)].mean().melt()["value"]
    found = pd.concat([means, scores[list(FIGURES)].mean()])
    return found[(found.round(2) - found).abs() > 1e-6]


def texts(report: Any) -> dict[str, str]:
    """All that the files of a report hold, by format."""
    found = {ending: report.path(ending).read_text(encoding="utf-8") for ending in ("html", "json", "ipynb")}
    with zipfile.ZipFile(report.path("xlsx")) as book:
        found["xlsx"] = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return found | {"pdf": pdf_text(report.path("pdf"))}


def test_no_exact_mean_of_any_unit_stands_in_any_file(tapin, sample: Path) -> None:
    data = gathered("tapin", None, str(sample))
    means = exact_means(data.own[0].current.scores)
    assert len(means) > 50
    for ending, text in texts(tapin).items():
        for mean in means:
            digits = f"{mean:.9f}"[: f"{mean:.9f}".index(".") + 5]
            assert digits not in text, (ending, digits)
            assert digits.replace(".", ",") not in text, (ending, digits)


def told_of_units(facts: dict[str, Any], scores: pd.DataFrame) -> list[Told]:
    """The figures of the units that are shown, with the people whom the list of staff has there."""
    members = scores.groupby("perangkat_daerah", observed=True).indices
    found = []
    for row in facts["perangkat_daerah"]:
        if not row["disembunyikan"]:
            people, values = tuple(members[row["nama"]].tolist()), {"indeks": row["indeks"], **row["dimensi"]}
            found += [
                Told(people, name, value, grid(len(people))) for name, value in values.items() if value is not None
            ]
    return found


def test_every_mean_of_a_unit_stands_on_the_grid_and_disiplin_nowhere(tapin, sample: Path) -> None:
    scores = gathered("tapin", None, str(sample)).own[0].current.scores
    told = told_of_units(tapin.result, scores)
    assert len(told) > 50
    assert all(abs(one.value / one.step - round(one.value / one.step)) < 1e-6 for one in told)
    assert not [one for one in told if one.figure == "disiplin"]
    flagged, units = lost_by_modulo(told), {one.people for one in told}
    lost = {people for people in units if (scores["disiplin"].to_numpy()[list(people)] < 5).any()}
    chance = len(flagged) * len(lost) / len(units)
    assert len(flagged & lost) <= chance + 3 * np.sqrt(max(chance, 1.0))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    """A government with two units below the threshold."""
    data = tmp_path_factory.mktemp("told")
    write_government(data, "tapin", "2025-12-23", {"A": 40, "B": 8, "C": 15, "D": 33, "E": 3}, 11)
    return gathered("tapin", 2025, str(data))


def test_exchanging_two_people_of_hidden_units_changes_nothing_that_is_told(small: ReportInputs) -> None:
    (own,) = small.own
    scores = own.current.scores.copy()
    units = scores["perangkat_daerah"].astype("str").to_numpy(dtype=object, copy=True)
    one, other = np.flatnonzero(units == "B")[0], np.flatnonzero(units == "E")[0]
    assert scores["indeks"].to_numpy()[one] != scores["indeks"].to_numpy()[other]
    units[[one, other]] = units[[other, one]]
    current = dataclasses.replace(own.current, scores=scores.assign(perangkat_daerah=units))
    exchanged = dataclasses.replace(small, own=(dataclasses.replace(own, current=current),))
    store = Store(own.current.snapshot.location, Project.open().store)
    before, after = (compute(inputs, store=store).model_dump(mode="json") for inputs in (small, exchanged))
    assert without_pooled(before) == without_pooled(after)
    exact = [compute(inputs, store=store, edition="internal").model_dump(mode="json") for inputs in (small, exchanged)]
    assert without_pooled(exact[0]) != without_pooled(exact[1])


def without_pooled(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without the statistics that pool what people of all units vary, told to three decimals."""
    return {key: part for key, part in facts.items() if key not in {"corong", "uji_kelompok"}}


def test_percents_tell_no_more_than_the_means_that_they_are_of(small: ReportInputs) -> None:
    facts = compute(small, store=Store(small.own[0].current.snapshot.location, Project.open().store))
    for name, row in facts.dimensi.model_dump().items():
        assert row["persen_maksimum"] == pytest.approx(row["rata_rata"] / row["maksimum"] * 100, abs=1e-3), name
