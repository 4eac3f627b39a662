"""Scores: the four dimensions of every measured person under an instrument."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from ipasn_analysis.records.histories import Histories
from ipasn_analysis.records.ready import REASONS
from ipasn_analysis.rules.instrument import CATEGORIES, DIMENSIONS, POST_TYPES, PREDIKAT, SANCTIONS, Instrument, Reading
from ipasn_analysis.scoring.items import required_level
from ipasn_analysis.scoring.points import (
    assessed_predikat,
    by_employee,
    disiplin_points,
    kinerja_points,
    kompetensi_points,
    kualifikasi_points,
    opening_points,
    post_types,
    record_gain,
    trainings,
    worst_sanction,
)

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
        return by_employee(score, people, histories, instrument, as_of)
    cut_off = np.datetime64(as_of, "D")
    predikat = assessed_predikat(histories, len(people), instrument, as_of.year)
    sanction = worst_sanction(histories, len(people), instrument, cut_off)
    kualifikasi, no_kualifikasi = kualifikasi_points(people, instrument)
    items, hours, gains, kompetensi, unknown = kompetensi_points(people, histories, predikat, instrument, cut_off)
    opening = opening_points(people, histories, predikat, instrument, cut_off)
    last, in_year = trainings(histories, len(people), cut_off)
    scores = pd.DataFrame(
        {
            "nip": nip_text(people["nip"].to_numpy()),
            "jenis_pegawai": people["jenis_pegawai"].array,
            "jenis_jabatan": people["jenis_jabatan"].array,
            "perangkat_daerah": people["perangkat_daerah"].array,
            "kualifikasi": kualifikasi,
            "kompetensi": kompetensi,
            "kinerja": kinerja_points(predikat, instrument),
            "disiplin": disiplin_points(sanction, instrument),
        }
    )
    scores["indeks"] = np.round(scores[list(DIMENSIONS)].to_numpy().sum(axis=1), POINT_DECIMALS)
    scores["kategori"] = categorise(scores["indeks"].to_numpy(), instrument)
    flags = {
        "tanpa_kualifikasi": no_kualifikasi,
        "tanpa_kompetensi": np.isnat(last),
        "tanpa_kinerja": predikat < 0,
        "tanpa_eselon": (post_types(people) == POST_TYPES.index("struktural"))
        & (required_level(people, instrument) == 0),
        "jp_tidak_diketahui": np.any([*unknown.values()], axis=0),
    }
    further = {
        "tambah_catatan": record_gain(flags, items, kompetensi, people, instrument, unknown),
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
