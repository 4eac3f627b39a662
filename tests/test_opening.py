"""What the next year opens with: the same records scored on 1 January by the reference, and what is said of it."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import reference, snapshots
from support.facts import facts_of
from test_scoring import CUT_OFF, EXAMPLES, LETTER, PERBAN, scored

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.facts.opening import milestones
from ipasn_analysis.facts.target import UNIT_COST, action_costs
from ipasn_analysis.project import Project
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.sections import dimensions, opening, target, tasks
from ipasn_analysis.writing.writer import Writer

ID = Writer("id")
NEW_YEAR = datetime.date(CUT_OFF.year + 1, 1, 1)


@pytest.fixture(scope="module")
def whole(sample_facts) -> Facts:
    """Exact figures, to be recomputed."""
    return sample_facts("tapin", "internal")


@EXAMPLES
@given(st.integers(0, 10**9))
def test_what_is_held_on_1_january_is_the_same_records_scored_then(seed):
    tables = snapshots.random_tables(seed, CUT_OFF, people=40, faults=0.0)
    scores = scored(tables)
    then = reference.score(tables, NEW_YEAR).people
    for nip, row in scores.iterrows():
        for name in PERBAN.item_names:
            assert row[f"awal_{name}"] == float(then[nip][name])
        assert sum(row[f"awal_{name}"] for name in PERBAN.item_names) == float(then[nip]["kompetensi"])
    assert (scores["tambah_awal_diklat_teknis"] > 0).all() and (scores["awal_diklat_teknis"] == 0).all()


def test_under_the_letter_only_the_base_is_left():
    nip = "198001012010011001"
    tables = {
        "profil": [snapshots.person(nip, JENIS_JABATAN_ID="4", SYARAT_PENDIDIKAN_ID="40")],
        "rw_kursus": [snapshots.course(nip, "3", "01-02-2025", "25")],
    }
    scores = scored(tables, LETTER)
    assert scores[[f"awal_{name}" for name in LETTER.item_names]].to_numpy().sum() == 0


def test_the_opening_is_the_mean_over_people_and_its_parts_add_up(sample, whole):
    people = ipasn.scores("tapin", data=str(sample))
    held = people[[name for name in people if name.startswith("awal_")]].sum(axis=1)
    found = whole.awal_tahun
    assert found is not None and found.tahun == 2026
    assert found.indeks == pytest.approx((people["indeks"] - people["kompetensi"] + held).mean(), abs=1e-8)
    assert whole.indeks - found.indeks == pytest.approx(found.hangus, abs=1e-9)
    assert sum(row.poin or 0 for row in found.butir) == pytest.approx(found.hangus, abs=1e-6)
    everything = sum(row.indeks or 0 for row in found.terbuka)
    assert found.indeks + everything <= 100
    lacking = (people["jenis_jabatan"] == "pelaksana") & (people["awal_diklat_teknis"] == 0)
    row = next(row for row in found.terbuka if (row.butir, row.jenis_jabatan) == ("diklat_teknis", "pelaksana"))
    assert row.pegawai == lacking.sum() and row.poin == 22.5
    assert found.pensiun is not None
    old = people["nip"].str[:4].astype(int) <= 2026 - found.pensiun.umur
    assert found.pensiun.pegawai == old.sum()


def test_milestones_rise_evenly_to_the_target_on_the_cut_off():
    cutoff = datetime.date(2026, 12, 23)
    found = milestones(60.0, 1000, 81.0, cutoff)
    assert len(found) == 12 and (found[-1].per_tanggal, found[-1].indeks) == (cutoff, pytest.approx(81))
    paces = {round((row.indeks - 60) / (row.per_tanggal - datetime.date(2026, 1, 1)).days, 9) for row in found}
    assert len(paces) == 1
    assert milestones(81.0, 1000, 81.0, cutoff) == milestones(60.0, 1000, None, cutoff) == ()
    assert len(milestones(60.0, 1000, 81.0, datetime.date(2026, 1, 1))) == 1


def test_after_the_cut_off_the_tasks_speak_of_the_next_year(whole):
    assert opening.is_closed(whole)
    told = tasks.tasks(whole, ID)
    assert told[0].startswith("Untuk 2026, ") and not any("Cara termurah" in text for text in told)
    within = whole.model_copy(update={"per_tanggal": datetime.date(2025, 6, 30)})
    assert not any("2026" in text for text in tasks.tasks(within, ID))


def test_the_section_says_what_lapses_and_nothing_of_contracts(whole):
    section = target.section(whole, ID)
    text = " ".join("\n".join(render_text(block, ID) for block in section.all_blocks).split())
    assert "Mulai 1 Januari 2026 sebanyak" in text and "Akhir kontrak PPPK tidak tercatat" in text
    assert "Target 2026 belum diisi" in text


@pytest.mark.parametrize("lapsed", [0.0, 0.004, -0.004, 0.005, 12.5])
def test_nothing_is_said_to_lapse_that_rounds_to_nothing(lapsed):
    facts = facts_of(awal_tahun={"tahun": 2026, "indeks": 60.0, "hangus": lapsed, "butir": []})
    text = opening.start(facts, ID)
    assert ("tidak ada nilai yang berhenti" in text) == (abs(lapsed) < 0.005)
    assert " 0,00 poin" not in text and "60,00" in text


def test_where_it_is_not_known_nothing_is_said():
    assert opening.start(facts_of(), ID) == "" and opening.blocks(facts_of(), ID) == []


# Almost there --------------------------------------------------------------------------------------------------------


def test_people_by_hours_held_are_counted_and_what_they_lack_is_summed(sample, whole):
    facts = whole
    scores = ipasn.scores("tapin", data=str(sample))
    held = scores["jp_teknis"]
    (none, few, half, enough) = facts.rincian.jam
    counts = [(held < 1).sum(), held.between(1, 9.999).sum(), held.between(10, 19.999).sum(), (held >= 20).sum()]
    assert [row.pegawai for row in (none, few, half, enough)] == counts and sum(counts) == len(scores)
    lacking = (20 - held).clip(lower=0)
    assert none.kurang + few.kurang + half.kurang == pytest.approx(lacking.sum()) and enough.kurang == 0
    text = dimensions.almost_there(facts, ID)
    assert f"dari {ID.integer(sum(counts[:3]))} pegawai yang jamnya belum cukup" in text
    assert f"{ID.integer(counts[2])} memiliki 10 sampai kurang dari 20 JP" in text
    assert f"kurang {ID.integer(lacking.sum())} JP" in text


def test_of_few_and_of_nobody_no_hours_are_told():
    row = {"butir": "diklat_teknis", "dari": 0.0, "sampai": 20.0, "pegawai": 5, "kurang": 100.0}
    for changed in ({"disembunyikan": True, "pegawai": None, "kurang": None}, {"pegawai": 0, "kurang": 0.0}):
        assert dimensions.almost_there(facts_of(rincian={"jam": [{**row, **changed}]}), ID) == ""


def test_whoever_lacks_hours_takes_the_cheaper_of_these_and_a_course():
    held = pd.DataFrame({"jp_teknis": [0.0, 12.5, 18.0, 40.0, np.nan]})
    params = (
        Project.open()
        .params("tapin")
        .model_copy(update={"costs": {"diklat_teknis": 100.0}, "costs_per_hour": {"diklat_teknis": 7.0}})
    )
    costs = action_costs(held, PERBAN, params)
    assert costs["diklat_teknis"].tolist() == [100, 56, 14, 0, 100] and costs["seminar"] == UNIT_COST
    by_hour = action_costs(held, PERBAN, params.model_copy(update={"costs": {}}))
    assert by_hour["diklat_teknis"].tolist() == [140, 56, 14, 0, 140]
    told = target.costs(facts_of(menuju_target={"biaya_per_jp": {"diklat_teknis": 7.0}, "mata_uang": "rupiah"}), ID)
    assert "Diklat teknis (≥ 20 JP) berbiaya 7 rupiah untuk setiap JP yang masih kurang" in told
