"""Generates the sample: for each government its people, careers and records, written as snapshots."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ipasn_analysis.errors import UsageError, cause
from ipasn_analysis.sample import courses, histories, official, people, profil, spoil
from ipasn_analysis.sample.achievements import TIMES, Achievements, achieve
from ipasn_analysis.sample.careers import build_careers
from ipasn_analysis.sample.faults import PersonFaults, draw_faults
from ipasn_analysis.sample.regions import DATES, DAYS, FIRST_RAW, RAW_DATES, YEARS, Government, governments, serial_base
from ipasn_analysis.sample.rules import Rules, load_rules
from ipasn_analysis.sample.sanctions import Sanctions, draw_sanctions
from ipasn_analysis.sample.states import Careers
from ipasn_analysis.sample.units import Units, build_units
from ipasn_analysis.sample.write import Columns, staged, write_csv
from ipasn_analysis.sources.snapshots import SAMPLE_MARKER

DEFAULT_SEED = 20251231
_STREAMS = ("units", "careers", "sanctions", "faults", "achievements", "names", "histories", "rows", "official")
_MARKER_TEXT = """\
DATA CONTOH

Semua data di dalam folder ini adalah data sintetis yang dibuat oleh program untuk contoh dan pengujian.
Nama, NIP, jabatan, unit kerja, dan nilai di dalamnya rekaan dan tidak menggambarkan orang atau
instansi yang sebenarnya.
Jumlah pegawai dan nilai indeks pemerintah kabupaten/kota juga rekaan.
Laporan yang dibuat dari folder ini ditandai "Data contoh" selama berkas ini ada di sini.
"""


_Table = tuple[Sequence[str], Columns, str]


@dataclass(frozen=True)
class _World:
    """Everything that is known of one government, before it is written."""

    government: Government
    units: Units
    careers: Careers
    sanctions: Sanctions
    faults: PersonFaults
    gained: Achievements
    nip: np.ndarray
    name: np.ndarray
    courses: courses.Courses
    leadership: histories.Leadership
    row_seeds: list[np.random.SeedSequence]
    official_seeds: list[np.random.SeedSequence]


def write_sample(
    out: Path,
    *,
    seed: int = DEFAULT_SEED,
    regions: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Writes synthetic snapshots `out/<region>/<YYYY-MM-DD>/*.csv` and returns their folders, by region and date.

    Official scores at the year-ends 2019 … 2025, from 2023 on by the invented rule that is copied to `out`, of two
    governments' years to 2022 as results of groups; records at the end of 2024 and at 2025-06-30, 2025-09-30 and
    2025-12-23; without `regions` for all 14 governments. The bytes of a region depend on `seed` alone. `progress` is
    called with the name of each region once its folder stands. A region's folder appears whole; in one that is there
    already, each snapshot is replaced as a whole.

    Raises `UsageError` for an unknown region, and when `out` holds anything but sample data.
    """
    chosen = governments(None if regions is None else list(regions))
    _mark(out)
    shutil.copyfile(official.RULE, out / official.RULE.name)
    rules = load_rules()
    folders: list[Path] = []
    for government in chosen:
        world = _invent(government, seed, rules)
        with staged(out / government.region) as folder:
            for time, date in enumerate(DATES):
                (folder / date).mkdir()
                for name, (header, columns, separator) in _tables(world, time).items():
                    write_csv(folder / date / f"{name}.csv", header, columns, separator)
        folders += [out / government.region / date for date in DATES]
        if progress is not None:
            progress(government.region)
    return folders


def _mark(out: Path) -> None:
    """Writes the marker file before anything else, so that no sample is ever taken for real data, nor the reverse."""
    marker = out / SAMPLE_MARKER
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not marker.is_file() and any(not entry.name.startswith(".") for entry in out.iterdir()):
            raise UsageError("{out}: holds files that are not sample data; name an empty or new folder", out=out)
        marker.write_text(_MARKER_TEXT, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=out, why=cause(error)) from error


def _invent(government: Government, seed: int, rules: Rules) -> _World:
    """The whole world of a government; each stage has a random stream of its own, none shared with another region."""
    streams = dict(zip(_STREAMS, np.random.SeedSequence([seed, government.entropy]).spawn(len(_STREAMS)), strict=True))
    rng = {name: np.random.default_rng(stream) for name, stream in streams.items()}
    units = build_units(government, rng["units"])
    careers = build_careers(government, units, rng["careers"])
    sanctions = draw_sanctions(careers, rng["sanctions"])
    faults = draw_faults(careers, units, sanctions, rng["faults"])
    gained = achieve(government, units, careers, sanctions, faults, rules=rules, rng=rng["achievements"])
    return _World(
        government,
        units,
        careers,
        sanctions,
        faults,
        gained,
        people.nip_texts(careers.people, serial_base(government)),
        people.name_texts(careers.people, rng["names"]),
        courses.draw_courses(careers, gained, faults, rules.hours, rng["histories"]),
        histories.draw_leadership(careers, gained, faults, rng["histories"]),
        streams["rows"].spawn(len(RAW_DATES)),
        streams["official"].spawn(len(YEARS)),
    )


def _tables(world: _World, time: int) -> dict[str, _Table]:
    """The tables of a snapshot by name: header, columns and separator."""
    tables: dict[str, _Table] = _official_tables(world, time) if time in TIMES else {}
    if time < FIRST_RAW:
        return tables
    for name, columns in _raw_tables(world, time - FIRST_RAW).items():
        tables[name] = (profil.HEADER if name == "profil" else histories.HEADERS[name], columns, ",")
    return tables


def _official_tables(world: _World, time: int) -> dict[str, _Table]:
    """Official scores at a year's end, of two governments' early years the results of groups."""
    place = TIMES.index(time)
    year, careers, gained = YEARS[place], world.careers, world.gained
    if year < official.FIRST_YEAR:
        points = gained.points[place]
    else:
        rng = np.random.default_rng(world.official_seeds[place])
        points = official.official_points(year, careers, gained, world.courses, world.leadership, rng)
    if year < official.FIRST_YEAR and world.government.region in official.RECAP_REGIONS:
        here = careers.present[time]
        unit = world.units.name[careers.unit[time, here]]
        columns = official.recap(unit, careers.people.pppk[here], points[:, here], year)
        return {"rekap_ipasn": (official.RECAP_HEADER, columns, ";")}
    columns = profil.ready_scores(world.nip, world.name, world.units, careers, points=points, time=time)
    return {"nilai_ipasn": (profil.READY_HEADER, columns, ";")}


def _raw_tables(world: _World, raw: int) -> dict[str, Columns]:
    """The raw tables of a snapshot (its position in `RAW_DATES`), faults included."""
    faults, careers, gained, nip = world.faults, world.careers, world.gained, world.nip
    start = careers.people.start
    rng, cut_off = np.random.default_rng(world.row_seeds[raw]), int(DAYS[FIRST_RAW + raw])
    sound = profil.people_rows(world.government, nip, world.name, world.units, careers, faults=faults, raw=raw)
    # Histories outlast the row in profil of a few who have left.
    shown = faults.listed[raw] | (faults.lingering & careers.present[FIRST_RAW - 1] & (careers.people.end <= cut_off))
    diklat = histories.leadership_rows(world.leadership, nip, shown, cut_off, rng)
    skp22 = histories.assessment_rows(gained, faults, start=start, nip=nip, shown=shown, cut_off=cut_off, rng=rng)
    return {
        "profil": profil.spoiled(sound, faults, raw, careers.people, rng),
        "rw_diklat": spoil.with_unknown_people(diklat, rng),
        "rw_kursus": spoil.spoiled_courses(courses.course_rows(world.courses, nip, shown, cut_off, rng), cut_off, rng),
        "rw_skp": histories.older_assessment_rows(gained, start, nip, shown),
        "rw_skp22": spoil.with_unknown_people(skp22, rng),
        "rw_hukdis": histories.sanction_rows(world.sanctions, nip, shown, cut_off),
    }
