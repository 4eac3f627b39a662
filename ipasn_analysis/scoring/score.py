"""Scores: the four dimensions of every measured person under an instrument."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from ipasn_analysis.records.histories import Histories
from ipasn_analysis.records.ready import REASONS
from ipasn_analysis.rules.instrument import CATEGORIES, DIMENSIONS, POST_TYPES, PREDIKAT, SANCTIONS, Instrument, Reading
from ipasn_analysis.scoring.items import earned, post_points, required_level, summed_hours

NEVER: Literal["tidak_pernah"] = "tidak_pernah"
WITHOUT_NIP = "tanpa nomor pegawai "
"""What begins the text that stands for the NIP of a person whose file has none; no digit where a NIP tells the sex."""
POINT_DECIMALS = 9  # binary fractions must not push a sum such as 91.00 below an edge
FLAGS = ("tanpa_kualifikasi", "tanpa_kompetensi", "tanpa_kinerja", "tanpa_eselon", "jp_tidak_diketahui")
ATTRIBUTES = (
    "unor",
    "unit_kerja",
    "jabatan",
    "eselon",
    "golongan",
    "tingkat_pendidikan",
    "jenis_kelamin",
    "tanggal_lahir",
    "tmt_jabatan",
)


def score(people: pd.DataFrame, histories: Histories, instrument: Instrument, as_of: datetime.date) -> pd.DataFrame:
    """One row per person in the order of `people`.

    Columns: nip (text), jenis_pegawai, jenis_jabatan, perangkat_daerah, the four dimensions and indeks (points),
    kategori, one column per item (points) and its hours (NaN where they are not known), the flags of `FLAGS`,
    predikat, tingkat_hukuman, `tambah_<item>` (points that earning the item would add), `awal_<item>` and
    `tambah_awal_<item>` (the same on 1 January of the next year by today's records: points held, points to be earned),
    tambah_catatan (points at most that entering the missing education, assessment or eselon would add), jp_tahun (hours
    of any training in the measured year),
    diklat_terakhir (date of the last training), and the attributes of the profile.
    """
    if instrument.pppk is not None:
        return _by_employee(score, people, histories, instrument, as_of)
    cut_off = np.datetime64(as_of, "D")
    predikat = assessed_predikat(histories, len(people), instrument, as_of.year)
    sanction = worst_sanction(histories, len(people), instrument, cut_off)
    kualifikasi, no_kualifikasi = _kualifikasi(people, instrument)
    items, hours, gains, kompetensi, unknown = _kompetensi(people, histories, predikat, instrument, cut_off)
    opening = _opening(people, histories, predikat, instrument, cut_off)
    last, in_year = _trainings(histories, len(people), cut_off)
    scores = pd.DataFrame(
        {
            "nip": nip_text(people["nip"].to_numpy()),
            "jenis_pegawai": people["jenis_pegawai"].array,
            "jenis_jabatan": people["jenis_jabatan"].array,
            "perangkat_daerah": people["perangkat_daerah"].array,
            "kualifikasi": kualifikasi,
            "kompetensi": kompetensi,
            "kinerja": _kinerja(predikat, instrument),
            "disiplin": _disiplin(sanction, instrument),
        }
    )
    scores["indeks"] = np.round(scores[list(DIMENSIONS)].to_numpy().sum(axis=1), POINT_DECIMALS)
    scores["kategori"] = categorise(scores["indeks"].to_numpy(), instrument)
    flags = {
        "tanpa_kualifikasi": no_kualifikasi,
        "tanpa_kompetensi": np.isnat(last),
        "tanpa_kinerja": predikat < 0,
        "tanpa_eselon": (_post_type(people) == POST_TYPES.index("struktural"))
        & (required_level(people, instrument) == 0),
        "jp_tidak_diketahui": np.any([*unknown.values()], axis=0),
    }
    further = {
        "tambah_catatan": _record_gain(flags, items, kompetensi, people, instrument, unknown),
        "predikat": pd.Categorical.from_codes(predikat, categories=pd.Index(PREDIKAT)),
        "tingkat_hukuman": pd.Categorical.from_codes(
            np.where(sanction == len(SANCTIONS), -1, sanction), categories=pd.Index(SANCTIONS)
        ),
        "jp_tahun": in_year,
        "diklat_terakhir": last.astype("datetime64[s]"),
    }
    attributes = {name: people[name].array for name in ATTRIBUTES}
    columns = {**items, **hours, **flags, **gains, **opening, **further, **attributes}
    return pd.concat([scores, pd.DataFrame(columns)], axis=1)


def score_dimensions(
    people: pd.DataFrame, histories: Histories, instrument: Instrument, as_of: datetime.date
) -> pd.DataFrame:
    """The dimensions (points) and `tanpa_kinerja` alone, as `score` gives them."""
    if instrument.pppk is not None:
        return _by_employee(score_dimensions, people, histories, instrument, as_of)
    cut_off = np.datetime64(as_of, "D")
    predikat = assessed_predikat(histories, len(people), instrument, as_of.year)
    return pd.DataFrame(
        {
            "kualifikasi": _kualifikasi(people, instrument)[0],
            "kompetensi": _kompetensi(people, histories, predikat, instrument, cut_off)[3],
            "kinerja": _kinerja(predikat, instrument),
            "disiplin": _disiplin(worst_sanction(histories, len(people), instrument, cut_off), instrument),
            "tanpa_kinerja": predikat < 0,
        }
    )


def _by_employee(
    scoring: Callable[[pd.DataFrame, Histories, Instrument, datetime.date], pd.DataFrame],
    people: pd.DataFrame,
    histories: Histories,
    instrument: Instrument,
    as_of: datetime.date,
) -> pd.DataFrame:
    """A scoring of PNS and PPPK, each by their own rules."""
    own, of_pppk = (scoring(people, histories, rules, as_of) for rules in instrument.by_employee())
    is_pppk = (people["jenis_pegawai"] == "PPPK").to_numpy()
    return pd.concat([own[~is_pppk], of_pppk[is_pppk]]).sort_index()


def score_ready(ready: pd.DataFrame, people: pd.DataFrame | None, instrument: Instrument) -> pd.DataFrame:
    """Ready scores as score rows; attributes come from the profile by NIP where there is one.

    Items, hours and `tambah_…` are NaN and flags false, since ready scores do not tell them.
    """
    people = people if people is not None and len(people) else None
    places = pd.Index(people["nip"]).get_indexer(pd.Index(ready["nip"])) if people is not None else None
    points = ready[list(DIMENSIONS)].to_numpy(dtype=np.float64)
    index, items = np.round(points.sum(axis=1), POINT_DECIMALS), instrument.item_names
    opening = (f"{prefix}_{name}" for name in items for prefix in ("awal", "tambah_awal"))
    unknown = (*(f"tambah_{name}" for name in (*items, "catatan")), *opening)
    profile = {}
    if people is not None and places is not None:
        profile = {name: people[name].take(np.maximum(places, 0)).mask(places < 0).array for name in ATTRIBUTES}
    return pd.DataFrame(
        {
            "nip": nip_text(ready["nip"].to_numpy()),
            **{
                name: _attribute(ready, people, places, name)
                for name in ("jenis_pegawai", "jenis_jabatan", "perangkat_daerah")
            },
            **dict(zip(DIMENSIONS, points.T, strict=True)),
            "indeks": index,
            "kategori": categorise(index, instrument),
            **dict.fromkeys((*items, *instrument.hours_columns), np.nan),
            **dict.fromkeys(FLAGS, False),
            **dict.fromkeys(unknown, np.nan),
            **{name: ready[name].astype("category").array for name in REASONS if name in ready},
            **profile,
        }
    )


def score_recap(groups: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Results of groups as score rows that stand for their people: each has the printed means of the group.

    Head counts, means and totals are those of the groups; nothing else of the rows is anybody's. The index is the
    printed total. Columns as of `score_ready`; the NIPs only number the rows.
    """
    rows = groups.loc[groups.index.repeat(groups["jumlah"])].reset_index(drop=True)
    ready = rows.assign(nip=np.arange(len(rows)))
    scores = score_ready(ready, None, instrument)
    scores["indeks"] = rows["total"].to_numpy(dtype=np.float64)
    scores["kategori"] = categorise(scores["indeks"].to_numpy(), instrument)
    return scores


def _attribute(
    ready: pd.DataFrame, people: pd.DataFrame | None, places: np.ndarray | None, name: str
) -> pd.Categorical:
    """An attribute from the profile by NIP; where the profile lacks the person or the cell, from the ready scores."""
    own = ready[name].astype("str").to_numpy(dtype=object) if name in ready else np.full(len(ready), None, dtype=object)
    if people is not None and places is not None:
        profile = people[name].astype("str").to_numpy(dtype=object)[np.maximum(places, 0)]
        own = np.where((places < 0) | pd.isna(profile) | (profile == ""), own, profile)
    return pd.Categorical(own)


def output_columns(instrument: Instrument) -> list[str]:
    """The columns of a score file, in their order (docs/data.md)."""
    head = ["nip", "jenis_pegawai", "jenis_jabatan", "perangkat_daerah", *DIMENSIONS, "indeks", "kategori"]
    return [*head, *instrument.item_names, *instrument.hours_columns, *FLAGS]


def nip_text(nip: np.ndarray) -> ExtensionArray:
    """NIPs as texts of 18 digits; of people without one (below 0) a text that no other has."""
    texts = pd.Series(nip).astype("str")
    return texts.str.zfill(18).where(nip >= 0, WITHOUT_NIP + texts.str.lstrip("-")).array


def shown_nips(nips: pd.Series) -> pd.Series:
    """NIPs as files show them: empty of people without one."""
    return nips.mask(nips.str.startswith(WITHOUT_NIP), "")


def categorise(index: np.ndarray, instrument: Instrument, reading: Reading | None = None) -> pd.Categorical[str]:
    """The category of each index, unrounded, under the instrument's reading of the edges (or another one)."""
    chosen = reading or instrument.categories.reading
    lower_bounds = list(instrument.categories.edges[chosen].values())
    values = np.asarray(index, dtype=np.float64)
    position = np.zeros(len(values), dtype=np.int8)
    for bound in lower_bounds:
        position += (values < bound) if chosen == "lower_edge" else (values <= bound)
    return pd.Categorical.from_codes(position, categories=pd.Index(CATEGORIES), ordered=True)


def _post_type(people: pd.DataFrame) -> np.ndarray:
    """Position in `POST_TYPES` of each person's type of post."""
    return people["jenis_jabatan"].cat.set_categories(list(POST_TYPES)).cat.codes.to_numpy()


def _points_of(code: np.ndarray, points: list[float]) -> np.ndarray:
    """Points by code; 0 where the code is negative (nothing on record)."""
    earned_points: np.ndarray = np.array([*points, 0.0])[code]
    return earned_points


def _kinerja(predikat: np.ndarray, instrument: Instrument) -> np.ndarray:
    return _points_of(predikat, [instrument.kinerja.points[name] for name in PREDIKAT])


def _disiplin(sanction: np.ndarray, instrument: Instrument) -> np.ndarray:
    return _points_of(sanction, [instrument.disiplin.points[name] for name in (*SANCTIONS, NEVER)])


def _kualifikasi(people: pd.DataFrame, instrument: Instrument) -> tuple[np.ndarray, np.ndarray]:
    """Points for education, and whether nothing on record allows to give any."""
    rules = instrument.kualifikasi
    education = people["tingkat_pendidikan"].cat
    if rules.by == "education":
        table = np.array([rules.points.get(code, np.nan) for code in education.categories] or [np.nan])
        points = table[education.codes]
        return np.nan_to_num(points), np.isnan(points)
    if rules.by == "everyone":
        return np.full(len(people), rules.points["everyone"]), np.zeros(len(people), dtype=bool)
    levels = instrument.codes.education_level
    own = np.array([levels.get(code, 0) for code in education.categories] or [0])[education.codes]
    demand = people["syarat_pendidikan"].cat
    required = np.array([levels.get(code, 0) for code in demand.categories] or [0])[demand.codes]
    missing = (own == 0) | (required == 0)
    points = np.select(
        [missing, own > required, own == required],
        [0.0, rules.points["above"], rules.points["meets"]],
        rules.points["below"],
    )
    return points, missing


def _kompetensi(
    people: pd.DataFrame, histories: Histories, predikat: np.ndarray, instrument: Instrument, as_of: np.datetime64
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray, dict[str, np.ndarray]]:
    """Points per item, hours, points that each open item would add, the dimension, and by item who is not known.

    Nobody of whom it is not known whether he has an item is to take it: it adds nothing.
    """
    rules = instrument.kompetensi
    post = _post_type(people)
    items, hours, worth, unknown = {}, {}, {}, {}
    total = np.zeros(len(people))
    if rules.base is not None:
        total += _points_of(predikat, [rules.base[name] for name in PREDIKAT])
    for name, item in rules.items.items():
        fraction, item_hours, unknown[name] = earned(item, people, histories, instrument, as_of)
        worth[name] = post_points(item, post)
        items[name] = worth[name] * fraction
        total += items[name]
        if item.hours_column:
            hours[item.hours_column] = item_hours
    kompetensi = np.minimum(total, rules.maximum)
    gains = {}
    for name, item in rules.items.items():
        gain = np.minimum(rules.maximum - kompetensi, worth[name] - items[name])
        gain = np.where(unknown[name], 0.0, gain)
        if item.match_level:
            gain = np.where(required_level(people, instrument) > 0, gain, 0.0)
        gains[f"tambah_{name}"] = gain
    return items, hours, gains, kompetensi, unknown


def _opening(
    people: pd.DataFrame, histories: Histories, predikat: np.ndarray, instrument: Instrument, as_of: np.datetime64
) -> dict[str, np.ndarray]:
    """Points per item on 1 January of the next year by today's records, and points that each open item would add then.

    The assessment that then counts is not on record yet: the predikat stays.
    """
    new_year = (as_of.astype("datetime64[Y]") + 1).astype("datetime64[D]")
    items, _, gains, _, _ = _kompetensi(people, histories, predikat, instrument, new_year)
    later = {f"tambah_awal_{name}": gains[f"tambah_{name}"] for name in items}
    return {**{f"awal_{name}": points for name, points in items.items()}, **later}


def _record_gain(
    flags: dict[str, np.ndarray],
    items: dict[str, np.ndarray],
    kompetensi: np.ndarray,
    people: pd.DataFrame,
    instrument: Instrument,
    unknown: dict[str, np.ndarray],
) -> np.ndarray:
    """Points at most that a person's missing records would add, each at its best and together.

    Education and assessment up to the most of their dimension; the assessment also raises the base of kompetensi where
    the instrument has one; an eselon lets leadership training count, hours the items of which it is not known.
    Kompetensi stays within its maximum.
    """
    rules = instrument.kompetensi
    base = max(rules.base.values()) if rules.base else 0.0
    of_level = sum(
        np.where(items[name] > 0, 0.0, post_points(item, _post_type(people)))
        for name, item in rules.items.items()
        if item.match_level
    )
    of_hours = sum(
        np.where(unknown[name], post_points(item, _post_type(people)), 0.0) for name, item in rules.items.items()
    )
    development = np.where(flags["tanpa_kinerja"], base, 0.0) + np.where(flags["tanpa_eselon"], of_level, 0.0)
    development = development + of_hours
    gain: np.ndarray = (
        np.where(flags["tanpa_kualifikasi"], max(instrument.kualifikasi.points.values()), 0.0)
        + np.where(flags["tanpa_kinerja"], max(instrument.kinerja.points.values()), 0.0)
        + np.minimum(development, rules.maximum - kompetensi)
    )
    return gain


def assessed_predikat(histories: Histories, people: int, instrument: Instrument, year: int) -> np.ndarray:
    """Position in `PREDIKAT` of each person's assessment of the assessed year; -1 where there is none."""
    assessed = year - instrument.kinerja.years_before
    result = np.full(people, -1, dtype=np.int8)
    words = histories.predikat[histories.predikat["year"] == assessed]
    result[words["person"].to_numpy()] = words["predikat"].to_numpy()
    values = histories.values[histories.values["year"] == assessed]
    result[values["person"].to_numpy()] = _banded(values["value"].to_numpy(), instrument)
    return result


def _banded(values: np.ndarray, instrument: Instrument) -> np.ndarray:
    bands = instrument.kinerja.bands
    edges = [values > band.above for band in bands if band.above is not None]
    positions = [PREDIKAT.index(band.predikat) for band in bands]
    return np.select(edges, positions[:-1], positions[-1]).astype(np.int8)


def worst_sanction(histories: Histories, people: int, instrument: Instrument, as_of: np.datetime64) -> np.ndarray:
    """Position in (`SANCTIONS`, never) of the worst sanction in the window that was not annulled."""
    sanctions = histories.sanctions
    first_day = (as_of.astype("datetime64[Y]") - instrument.disiplin.years_before).astype("datetime64[D]")
    counted = sanctions[~sanctions["annulled"] & (sanctions["date"].to_numpy() >= first_day)]
    worst = np.full(people, -1, dtype=np.int8)
    np.maximum.at(worst, counted["person"].to_numpy(), counted["level"].to_numpy().astype(np.int8))
    return np.where(worst < 0, len(SANCTIONS), worst)


def _trainings(histories: Histories, people: int, as_of: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Date of each person's last training on record (NaT: none), and the hours of any training in the measured year."""
    either = pd.concat([histories.structural, histories.courses, histories.hours_unknown], ignore_index=True)
    days = either["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    never = np.iinfo(np.int64).min
    last = np.full(people, never, dtype=np.int64)
    np.maximum.at(last, either["person"].to_numpy(), days)
    this_year = either[days >= as_of.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)]
    return last.view("datetime64[D]"), summed_hours(this_year, people)
