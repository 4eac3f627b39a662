"""Sections about people: figures equal the facts, parts add up, the hidden stays hidden, in both languages."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from support.facts import facts_of, opened

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.html import render_html
from ipasn_analysis.blocks.model import Chart, Table
from ipasn_analysis.blocks.typst import render_typst
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.sections import change, groups, talent, target
from ipasn_analysis.writing import writer
from ipasn_analysis.writing.writer import Writer

SECTIONS = {"kelompok": groups, "mengapa-berubah": change, "menuju-target": target, "talenta": talent}
DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
ID = Writer("id")


@pytest.fixture(scope="module")
def instansi(sample_facts) -> Facts:
    return sample_facts("tapin", "internal")


@pytest.fixture(scope="module")
def public(sample_facts) -> Facts:
    return sample_facts("tapin")


@pytest.fixture(scope="module")
def territory(sample_facts) -> Facts:
    return sample_facts("kalsel", "internal")


@pytest.fixture(scope="module")
def people(sample):
    return ipasn.scores("tapin", data=str(sample))


def blocks(module, facts, kind, locale=ID) -> list[Any]:
    return [block for block in module.section(facts, locale).whole if isinstance(block, kind)]


def table(module, facts, name) -> Table:
    return next(block for block in blocks(module, facts, Table) if block.name == name)


def column(found: Table, key: str) -> list[Any]:
    place = [column.key for column in found.columns].index(key)
    return [row[place] for row in found.rows]


def variants(facts: Facts) -> list[Facts]:
    """The facts, and the same with each part missing, hidden, reached or out of reach."""
    found = [facts]

    def variant(**parts: Any) -> None:
        """The facts with these parts, or with these changes of a part."""
        whole = opened(facts)
        for name, part in parts.items():
            whole[name] = {**whole[name], **part} if isinstance(part, dict) else part
        found.append(facts_of(whole))

    variant(perubahan=None, menuju_target=None, talenta=None, uji_kelompok=[], kelompok=[])
    variant(target=None, menuju_target=None, tren=opened(facts)["tren"][:1])
    withheld = {"jumlah": None, "bagian": None, "disembunyikan": True}
    variant(
        perubahan={
            "per_sumber": dict.fromkeys(change.SOURCES),
            "jumlah_sumber": None,
            "sumber_dimensi": None,
            "selang": None,
        },
        talenta={"tanpa_data": None, "sel": [{**cell, **withheld} for cell in opened(facts)["talenta"]["sel"]]},
    )
    variant(perubahan={"sumber_dimensi": None, "lebih_dari_derau": False}, menuju_target={"dipilih": 0, "bagian": 0.0})
    variant(menuju_target={"dapat_dicapai": False, "biaya_seragam": False, "kurva": []})
    variant(
        menuju_target={
            "dapat_dicapai": False,
            "tindakan": [],
            "per_jabatan": [],
            "per_unit": [],
            "terbuka": 0,
            "dipilih": 0,
            "kurva": [],
        }
    )
    variant(menuju_target={"terbuka": None, "dipilih": None, "bagian": None})
    return found


@pytest.mark.parametrize("anchor", SECTIONS)
def test_every_section_renders_in_both_formats_for_every_case(anchor, instansi, territory):
    """In English the whole report; that each case has its English words is asked below, without rendering it."""
    cases = [(facts, ID) for facts in (*variants(instansi), territory)]
    for facts, locale in [*cases, (instansi, Writer("en"))]:
        section = SECTIONS[anchor].section(facts, locale)
        assert section.anchor == anchor and section.title and section.blocks
        names = [block.name for block in section.blocks if isinstance(block, Table | Chart)]
        assert len(set(names)) == len(names)
        for block in section.all_blocks:
            assert render_html(block, locale) and render_typst(block, locale)
            if isinstance(block, Chart):
                ElementTree.fromstring(block.svg)


def test_every_message_that_is_said_has_its_english(instansi, territory, monkeypatch):
    seen: set[str] = set()
    spoken = Writer.translate

    def recorded(self, msgid):
        seen.add(msgid)
        return spoken(self, msgid)

    monkeypatch.setattr(Writer, "translate", recorded)
    for facts in (*variants(instansi), territory):
        for module in SECTIONS.values():
            module.section(facts, Writer("en"))
    english = writer._messages("en")
    own = {msgid for msgid in seen if msgid not in {"PNS", "PPPK"}}
    assert len(own) > 120
    assert own - set(english) == set()


def test_group_means_are_means_over_people(instansi, people):
    (kinds,) = (entry for entry in instansi.kelompok if entry.pengelompokan == "jenis_pegawai")
    for row in kinds.kelompok:
        mine = people[people["jenis_pegawai"] == row.kunci]
        assert row.diukur == len(mine)
        assert row.indeks == pytest.approx(mine["indeks"].mean(), abs=1e-9)
        assert row.selisih == pytest.approx(mine["indeks"].mean() - people["indeks"].mean(), abs=2e-9)
        assert sum(row.dimensi.values()) == pytest.approx(row.indeks, abs=4e-9)


def test_groupings_cover_those_they_speak_of(instansi, people):
    """With those not recorded, the groups are everybody, all structural posts, or all PNS: no one stands aside."""
    structural, pns = (people["jenis_jabatan"] == "struktural").sum(), (people["jenis_pegawai"] == "PNS").sum()
    whole = {"eselon": structural, "golongan": pns}
    for entry in instansi.kelompok:
        rows = entry.kelompok
        shown = sum(row.diukur or 0 for row in rows)
        rest = whole.get(entry.pengelompokan, len(people)) - shown
        assert rest == 0, entry.pengelompokan


def test_hidden_groups_take_no_part_in_a_test_or_chart(public):
    instansi = public
    hidden = {
        (entry.pengelompokan, row.kunci) for entry in instansi.kelompok for row in entry.kelompok if row.disembunyikan
    }
    assert hidden, "the sample has small groups"
    for test in instansi.uji_kelompok:
        shown = {
            row.kunci: row.indeks
            for entry in instansi.kelompok
            if entry.pengelompokan == test.pengelompokan
            for row in entry.kelompok
            if not row.disembunyikan and row.kunci is not None
        }
        assert {test.tertinggi, test.terendah} <= shown.keys()
        assert test.rentang.step == max(shown[end].step for end in (test.tertinggi, test.terendah))
    for entry in instansi.kelompok:
        for row in entry.kelompok:
            if row.disembunyikan:
                assert row.indeks is row.selisih is row.diukur is None and row.kelas_ukuran


def test_the_table_of_groups_has_every_group_once_and_marks_the_hidden_ones(public):
    found = table(groups, public, "Kelompok")
    rows = [(entry.pengelompokan, row) for entry in public.kelompok for row in entry.kelompok]
    assert found.hidden_rows == {place for place, (_, row) in enumerate(rows) if row.disembunyikan}
    assert column(found, "indeks") == [row.indeks for _, row in rows]
    rates = {(row.pengelompokan, row.kunci): row.butir for row in public.butir_kelompok}
    for item in ("diklat_fungsional", "diklat_teknis"):
        told = [rates.get((grouping, row.kunci), {}).get(item) for grouping, row in rows]
        assert any(told) and column(found, item) == told
    bare = table(groups, public.model_copy(update={"butir_kelompok": ()}), "Kelompok")
    assert "diklat_teknis" not in {one.key for one in bare.columns}


def test_tests_of_groups_say_by_what_they_are_ordered(public):
    found = table(groups, public, "Uji kelompok")
    shares = [share for share in column(found, "omega") if share is not None]
    assert "menurut ω²" in found.title and shares == sorted(shares, reverse=True)


def test_the_map_says_at_once_that_no_assessment_is_no_poor_performance(instansi):
    facts = facts_of({**opened(instansi), "rincian": {"predikat": [{"kunci": None, "jumlah": 25}]}})
    (picture,) = blocks(talent, facts, Chart)
    assert "25" in picture.caption and "bukan tanda bahwa kinerja mereka buruk" in picture.caption


@pytest.mark.parametrize("which", ["instansi", "territory"])
def test_parts_of_the_change_add_up(which, request):
    facts = request.getfixturevalue(which)
    whole = facts.perubahan.selisih
    assert sum(facts.perubahan.per_dimensi.values()) == pytest.approx(whole, abs=1e-9)
    units = [points for _, points in change.unit_rows(facts, ID)]
    assert units[-1] == whole and sum(units[:-1]) == pytest.approx(whole, abs=1e-9)
    sources = table(change, facts, "Asal perubahan")
    points = column(sources, "poin")
    assert points[-1] == whole and sum(points[:-1]) == pytest.approx(whole, abs=1e-9)
    if facts.perubahan.sumber_dimensi:
        for name in DIMENSIONS:
            parts = column(sources, name)
            assert sum(parts[:-1]) == pytest.approx(facts.perubahan.per_dimensi[name], abs=1e-9)


def test_at_most_ten_units_each_way_and_the_rest_in_one_row(instansi):
    parts = [{"nama": f"U{place}", "kontribusi": float(place - 15)} for place in range(31)]
    moved = {"per_unit": [*parts, {"nama": None, "kontribusi": 0.5}], "selisih": 0.5}
    facts = facts_of({**opened(instansi), "perubahan": moved})
    rows = change.unit_rows(facts, ID)
    assert [name for name, _ in rows[:10]] == [f"U{place}" for place in range(30, 20, -1)]
    assert [name for name, _ in rows[10:20]] == [f"U{place}" for place in range(9, -1, -1)]
    assert rows[20] == ("11 perangkat daerah lain", 0.0)
    assert len(rows) == 23 and sum(points for _, points in rows[:-1]) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("which", ["instansi"])
def test_plan_tables_sum_to_the_plan(which, request):
    facts = request.getfixturevalue(which)
    plan = facts.menuju_target
    for rows in (plan.tindakan, plan.per_jabatan, plan.per_unit):
        assert sum(row.jumlah for row in rows) == plan.dipilih
        assert sum(row.tersedia for row in rows) == plan.terbuka
    assert sum(row.biaya for row in plan.per_jabatan) == pytest.approx(plan.biaya, abs=1e-9)
    gain = sum(row.poin_indeks for row in plan.per_jabatan)
    assert gain == pytest.approx(plan.indeks_sesudah - plan.indeks, abs=1e-9)
    assert ID.integer(plan.dipilih) in target.headline(facts, ID)
    units = table(target, facts, "Rincian kegiatan")
    assert column(units, "jumlah")[-1] == plan.dipilih == sum(column(units, "jumlah")[:-1])


def test_actions_of_few_stand_together_in_the_public_edition(public):
    rows = public.menuju_target.tindakan
    assert all(row.tersedia is not None for row in rows if row.perangkat_daerah != OTHER_UNITS)
    assert public.menuju_target.per_unit[-1].nama == OTHER_UNITS
    assert column(table(target, public, "Rincian kegiatan"), "nama")[-2] == "Tidak dirinci, dari semua perangkat daerah"


def test_talent_table_is_the_map_recomputed(instansi, people):
    found = table(talent, instansi, "Talenta")
    high = people["kinerja"] >= 30 - 1e-9
    able = people["kualifikasi"] + people["kompetensi"] >= 65 * 2 / 3 - 1e-9
    assert column(found, "jumlah")[0] == (high & able).sum()
    shares = [share for share in column(found, "bagian") if share is not None]
    if not found.hidden_rows:
        assert sum(shares) == pytest.approx(1.0, abs=1e-9)
