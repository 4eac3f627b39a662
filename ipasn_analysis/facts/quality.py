"""What the records are worth: completeness, timeliness, accuracy, consistency, and the points that hang on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.head import reason_counts
from ipasn_analysis.facts.input_remarks import input_remarks
from ipasn_analysis.result.figures import Mean, Share, Tally
from ipasn_analysis.result.people import (
    BagianMutu,
    Kelengkapan,
    KetepatanWaktu,
    MutuData,
    MutuUnit,
    NilaiMutu,
    Pemutakhiran,
)
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.sources.reasons import Kind
from ipasn_analysis.statistics import quality as measures
from ipasn_analysis.statistics.typing import Mask

MOST = 10
STALE = "kompetensi_usang"
SHARES = {"tanpa_kualifikasi": "kualifikasi", "tanpa_kompetensi": "kompetensi", "tanpa_kinerja": "kinerja"}


def quality(context: ReportContext) -> MutuData:
    """What the records are worth, and what is to be known of the input.

    What hangs on a record that few people lack is withheld, and so is the upper bound of a unit. Records are not
    weighed in import mode, where ready scores do not tell what is missing.
    """
    if context.is_import or context.data.instrument.name != "perban8_2019":
        return _not_weighed(context)
    scores = context.scores
    extra = measures.missing_points(
        scores,
        {name: context.maxima[name] for name in ("kualifikasi", "kompetensi", "kinerja")},
        last_record=scores["diklat_terakhir"].to_numpy(dtype="datetime64[D]"),
        year=context.data.year,
    )
    records, people = {name: _record(context, name) for name in measures.RECORDS}, len(scores)
    limits = measures.bounds(context.values[:, 0], extra[list(measures.RECORDS)])
    few = {name: 0 < int((extra[name] > 0).sum()) < context.min_group for name in (*measures.RECORDS, STALE)}
    fresh, units = _fresh(context), _unit_labels(context)
    return MutuData(
        dihitung=True,
        catatan=input_remarks(context),
        batas_bawah=Mean(limits.lower, people),
        batas_atas=Mean(limits.upper, people),
        per_butir={name: None if few[name] else Mean(limits.per_record[name], people) for name in measures.RECORDS},
        poin_usang=None if few[STALE] else Mean(extra[STALE].mean(), people),
        kelengkapan=tuple(_completeness(name, record) for name, record in records.items()),
        ketepatan_waktu=fresh,
        nilai=_weighted(context, list(records.values()), fresh.bagian),
        per_unit=_units(context, extra, units),
        pemutakhiran=_updates(context, extra, units),
        temuan=reason_counts(context, lambda tally: tally.findings),
        riwayat_disisihkan=reason_counts(context, lambda tally: tally.set_aside),
    )


def _not_weighed(context: ReportContext) -> MutuData:
    """What is to be known of the input alone."""
    return MutuData(
        dihitung=False,
        catatan=input_remarks(context),
        batas_bawah=Mean(context.means["indeks"], len(context.scores)),
        batas_atas=None,
        per_butir={},
        poin_usang=None,
        kelengkapan=(),
        ketepatan_waktu=KetepatanWaktu(bercatatan=None, tahun_ini=None, bagian=None, disembunyikan=False),
        nilai=None,
        per_unit=(),
        pemutakhiran=(),
        temuan=(),
        riwayat_disisihkan=(),
    )


@dataclass(frozen=True, eq=False)
class Record:
    """Who lacks a record and who should have it, per person."""

    lacking: Mask
    expected: Mask


def _record(context: ReportContext, name: str) -> Record:
    """One kind of record; an eselon is expected of structural posts alone."""
    scores = context.scores
    expected = np.ones(len(scores), dtype=bool)
    if name == "eselon":
        expected = (scores["jenis_jabatan"] == "struktural").to_numpy(dtype=bool)
    return Record(scores[f"tanpa_{name}"].to_numpy(dtype=bool) & expected, expected)


def _completeness(name: str, record: Record) -> Kelengkapan:
    expected, lacking = int(record.expected.sum()), int(record.lacking.sum())
    return Kelengkapan(
        butir=name,
        berlaku=Tally(expected),
        tanpa=Tally(lacking),
        bagian=Share(expected - lacking, Tally(expected)) if expected else None,
        disembunyikan=False,
    )


def _fresh(context: ReportContext) -> KetepatanWaktu:
    """How many people have any training on record, and one of the year."""
    found = measures.timeliness(context.scores["diklat_terakhir"].to_numpy(dtype="datetime64[D]"), context.data.as_of)
    return KetepatanWaktu(
        bercatatan=Tally(found.recorded),
        tahun_ini=Tally(found.this_year),
        bagian=Share(found.this_year, found.people),
        disembunyikan=False,
    )


def _weighted(context: ReportContext, records: list[Record], fresh: float | None) -> NilaiMutu:
    """Four shares under the weights of BKN's tests, to whole percents."""
    tallies = [own.current.about["tally"] for own in context.included if own.current is not None]
    rows, rejected = sum(tally.rows for tally in tallies), sum(tally.rejected_total for tally in tallies)
    wrong = {Kind.BIRTH_IMPOSSIBLE, Kind.BIRTH_DIFFERING}
    inconsistent = sum(n for tally in tallies for reason, n in tally.findings.items() if reason.kind in wrong)
    expected = sum(int(record.expected.sum()) for record in records)
    lacking = sum(int(record.lacking.sum()) for record in records)
    result = measures.weighted_quality(
        {
            "kelengkapan": 1 - lacking / expected if expected else None,
            "ketepatan_waktu": fresh,
            "akurasi": 1 - rejected / rows,
            "konsistensi": 1 - inconsistent / len(context.scores),
        }
    )
    shares = {name: None if share is None else round(share, 2) for name, share in result.shares.items()}
    value = None if result.value is None else round(result.value, 2)
    return NilaiMutu(nilai=value, bagian=BagianMutu(**shares), bobot=BagianMutu(**result.weights))


def _unit_labels(context: ReportContext) -> np.ndarray:
    """The unit of each person, all withheld units as `OTHER_UNITS`; in a territory the government."""
    if context.data.is_province:
        names = {own.region: own.params.name for own in context.included}
        return context.scores["pemerintah"].map(names).to_numpy(dtype=object)
    labels = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if label in hidden else label for label in labels], dtype=object)


def _units(context: ReportContext, extra: pd.DataFrame, units: np.ndarray) -> tuple[MutuUnit, ...]:
    """Shares without a record and points that hang on records, per shown unit; most points first.

    The upper bound counts the records that enough people lack, and is None where there are none: the few would follow.
    """
    hanging = extra[list(measures.RECORDS)]
    table = measures.bounds_by_unit(context.values[:, 0], hanging, units)
    enough = (hanging > 0).groupby(units, sort=True).sum().to_numpy() >= context.min_group
    enough |= context.is_internal
    lacking = context.scores[list(SHARES)].astype(int).groupby(units, sort=True).sum().reset_index(drop=True)
    points = np.where(enough, table[list(measures.RECORDS)].to_numpy(), 0.0).sum(axis=1)
    table = pd.concat([table, lacking], axis=1).assign(hanging=points, known=np.any(enough, axis=1))
    table = table[table["perangkat_daerah"] != OTHER_UNITS]
    table = table.sort_values(["known", "hanging", "perangkat_daerah"], ascending=[False, False, True])
    rows = []
    for row in table.to_dict(orient="records"):
        people = int(row["diukur"])
        rows.append(
            MutuUnit(
                nama=row["perangkat_daerah"],
                diukur=people,
                batas_bawah=Mean(row["batas_bawah"], people),
                batas_atas=Mean(row["batas_bawah"] + row["hanging"], people) if row["known"] else None,
                **{flag: Share(row[flag], people, within=True) for flag in SHARES},
                disembunyikan=not row["known"],
            )
        )
    return tuple(rows)


def _updates(context: ReportContext, extra: pd.DataFrame, units: np.ndarray) -> tuple[Pemutakhiran, ...]:
    """The record updates that could move the index most, of enough people."""
    table = measures.update_ranking(extra, units)
    sizes = pd.Series(units).value_counts()
    return tuple(
        Pemutakhiran(
            nama=row["perangkat_daerah"],
            butir=row["butir"],
            pegawai=Tally(row["pegawai"]),
            poin=Mean(row["poin"], len(extra)),
            poin_unit=Mean(row["poin_unit"], int(sizes[row["perangkat_daerah"]])),
        )
        for row in table[table["pegawai"] >= context.min_group].head(MOST).to_dict(orient="records")
    )
