"""What the records are worth: completeness, timeliness, accuracy, consistency, and the points that hang on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition, suppress_partition
from ipasn_analysis.disclosure.suppression import is_small
from ipasn_analysis.facts.composition import predikat_parts
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.groups import group_tables, sensitive_unpublished
from ipasn_analysis.facts.head import most_first, reason_counts
from ipasn_analysis.facts.input_remarks import input_remarks
from ipasn_analysis.result.people import (
    Alasan,
    BagianMutu,
    Kelengkapan,
    KetepatanWaktu,
    MutuData,
    MutuUnit,
    NilaiMutu,
    Pemutakhiran,
)
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.statistics import quality as measures
from ipasn_analysis.statistics.typing import Mask

MOST = 10
STALE = "kompetensi_usang"
SHARES = {"tanpa_kualifikasi": "kualifikasi", "tanpa_kompetensi": "kompetensi", "tanpa_kinerja": "kinerja"}
GROUPING = {"kualifikasi": "pendidikan", "eselon": "eselon"}
FINDINGS = {Kind.EDUCATION_EMPTY: "kualifikasi", Kind.NO_ESELON: "eselon"}
"""Findings that count the people who lack a record."""


def quality(context: ReportContext) -> MutuData:
    """What the records are worth, and what is to be known of the input.

    A record that few people lack (or few have) is withheld and left out of the totals: the upper bound, the share of
    complete records and the weighted value are those of the records that are shown. In a territory the upper bound also
    counts what the reports of its governments show of a record that the territory withholds. Records are not weighed in
    import mode, where ready scores do not tell what is missing.
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
    records = {name: _record(context, name) for name in measures.RECORDS} | {
        STALE: _record(context, STALE, extra[STALE])
    }
    shown = [name for name in measures.RECORDS if not records[name].hidden]
    limits = measures.bounds(context.values[:, 0], _published(context, extra, records))
    fresh = _fresh(context, records)
    units = _unit_labels(context)
    cells = _cells(context, records, units)
    return MutuData(
        dihitung=True,
        catatan=input_remarks(context, records["eselon"].hidden),
        batas_bawah=limits.lower,
        batas_atas=limits.upper,
        per_butir={name: limits.per_record[name] if name in shown else None for name in measures.RECORDS},
        poin_usang=None if records[STALE].hidden else float(extra[STALE].mean()),
        kelengkapan=tuple(_completeness(name, records[name]) for name in measures.RECORDS),
        ketepatan_waktu=fresh,
        nilai=_weighted(context, [records[name] for name in shown], fresh.bagian),
        per_unit=_units(context, extra, cells, units),
        pemutakhiran=_updates(context, extra, cells, units),
        temuan=_findings(context, records),
        riwayat_disisihkan=reason_counts(context, lambda tally: tally.set_aside),
    )


def _not_weighed(context: ReportContext) -> MutuData:
    """What is to be known of the input alone."""
    has_records = not context.is_import
    return MutuData(
        dihitung=False,
        catatan=input_remarks(context, not has_records or _record(context, "eselon").hidden),
        batas_bawah=float(context.values[:, 0].mean()),
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


def _published(context: ReportContext, extra: pd.DataFrame, records: dict[str, Record]) -> pd.DataFrame:
    """The points that missing records hold back (people × kinds of records), as far as reports show them."""
    found = {}
    for name in measures.RECORDS:
        published = np.full(len(extra), not records[name].hidden)
        if context.data.is_province:
            published = published | ~records[name].withheld_by[context.government_index]
        found[name] = np.where(published, extra[name].to_numpy(dtype=np.float64), 0.0)
    return pd.DataFrame(found)


@dataclass(frozen=True, eq=False)
class Record:
    """Who lacks a record and who should have it, per person; which governments, and whether this report, hide it."""

    lacking: Mask
    expected: Mask
    withheld_by: Mask
    hidden: bool


def withholds_records(context: ReportContext) -> bool:
    """Whether the number of people without one of the records that the talent map rests on is withheld."""
    return any(_record(context, name).hidden for name in SHARES.values())


def _record(context: ReportContext, name: str, stale: pd.Series | None = None) -> Record:
    """One kind of record; `STALE`: training on record, but none of the year, with the points that hang on it.

    Other tables count the same people under other names: those without a level of education, a predikat or an eselon.
    Where these withhold them, so does this.
    """
    scores = context.scores
    expected = np.ones(len(scores), dtype=bool)
    if name == "eselon":
        expected = (scores["jenis_jabatan"] == "struktural").to_numpy(dtype=bool)
    lacking = scores[f"tanpa_{name}"].to_numpy(dtype=bool) & expected if stale is None else (stale > 0).to_numpy()
    labels = np.where(lacking, "tanpa", "ada")
    counts = context.count(labels, ("tanpa", "ada"), expected)
    unpublished, all_unpublished = _withheld_elsewhere(context, name)
    parts = suppress_partition(
        context.policy, counts, ("tanpa", "ada"), unpublished=unpublished, all_unpublished=all_unpublished
    )
    few = counts.sum() < context.min_group
    hidden = bool(all_unpublished or few or parts.suppressed.any())
    return Record(lacking, expected, parts.suppressed_rows.any(axis=1) | unpublished, hidden)


def _withheld_elsewhere(context: ReportContext, name: str) -> tuple[Mask, bool]:
    """Which governments' reports, and whether this one, withhold in another table the people without a record."""
    nowhere, tables = np.zeros(len(context.included), dtype=bool), group_tables(context)
    if name == "kinerja":
        unpublished, parts = sensitive_unpublished(context), predikat_parts(context)
        if parts is None:
            return unpublished, context.sensitive_withheld
    elif GROUPING.get(name) in tables:
        unpublished, parts = nowhere, tables[GROUPING[name]].parts
        if name == "eselon" and tables["jenis_jabatan"].parts.hides("struktural"):
            return ~nowhere, True
    else:
        return nowhere, False
    if NOT_RECORDED not in parts.keys:
        return unpublished, False
    index = parts.keys.index(NOT_RECORDED)
    return unpublished | parts.suppressed_rows[:, index], bool(parts.suppressed[index])


def _completeness(name: str, record: Record) -> Kelengkapan:
    shown, expected = not record.hidden, int(record.expected.sum())
    lacking = int(record.lacking.sum())
    return Kelengkapan(
        butir=name,
        berlaku=expected if shown else None,
        tanpa=lacking if shown else None,
        bagian=(expected - lacking) / expected if shown else None,
        disembunyikan=not shown,
    )


def _fresh(context: ReportContext, records: dict[str, Record]) -> KetepatanWaktu:
    """How many people have any training on record, and one of the year; None where few have, or few have not."""
    days = context.scores["diklat_terakhir"].to_numpy(dtype="datetime64[D]")
    whole = measures.timeliness(days, context.data.as_of)
    known = ~np.isnat(days)
    this_year = known & (days >= np.datetime64(f"{context.data.year:04d}-01-01"))
    labels = np.where(this_year, "tahun_ini", np.where(known, "lama", "tanpa"))
    keys = ("tahun_ini", "lama", "tanpa")
    parts = context.partition(labels, keys)
    shown = not parts.suppressed.any() and not records["kompetensi"].hidden
    return KetepatanWaktu(
        bercatatan=whole.recorded if shown else None,
        tahun_ini=whole.this_year if shown else None,
        bagian=whole.this_year / whole.people if shown else None,
        disembunyikan=not shown,
    )


def _weighted(context: ReportContext, records: list[Record], fresh: float | None) -> NilaiMutu:
    """BKN's four weighted shares, as this project reads them; a share that discloses few people is left out."""
    tallies = [own.current.about["tally"] for own in context.included if own.current is not None]
    rows, rejected = sum(tally.rows for tally in tallies), sum(tally.rejected_total for tally in tallies)
    findings = _finding_parts(context)
    wrong = [name for name in findings if name.kind in {Kind.BIRTH_IMPOSSIBLE, Kind.BIRTH_DIFFERING}]
    inconsistent = sum(findings[name].total[0] for name in wrong)
    expected = sum(int(record.expected.sum()) for record in records)
    lacking = sum(int(record.lacking.sum()) for record in records)
    result = measures.weighted_quality(
        {
            "kelengkapan": 1 - lacking / expected if expected else None,
            "ketepatan_waktu": fresh,
            "akurasi": 1 - rejected / rows,
            "konsistensi": None
            if any(findings[name].suppressed.any() for name in wrong)
            else 1 - float(inconsistent) / len(context.scores),
        }
    )
    return NilaiMutu(nilai=result.value, bagian=BagianMutu(**result.shares), bobot=BagianMutu(**result.weights))


def _unit_labels(context: ReportContext) -> np.ndarray:
    """The unit of each person, all withheld units as `OTHER_UNITS`; in a territory the government."""
    if context.data.is_province:
        names = {own.region: own.params.name for own in context.included}
        return context.scores["pemerintah"].map(names).to_numpy(dtype=object)
    labels = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if label in hidden else label for label in labels], dtype=object)


def _cells(context: ReportContext, records: dict[str, Record], units: np.ndarray) -> pd.DataFrame:
    """Which cells are withheld: rows units, columns kinds of records.

    Of a government, those of few people who lack or have the record, and enough others that the total of the record
    gives none away; of a territory, what the government's own report withholds.
    """
    names = pd.Index(sorted(set(units)), name="perangkat_daerah")
    if context.data.is_province:
        own = pd.Index([government.params.name for government in context.included])
        columns = {name: pd.Series(record.withheld_by, index=own).reindex(names) for name, record in records.items()}
        return pd.DataFrame(columns).astype(bool)
    group = context.min_part_group_of(context.included[0])
    codes = names.get_indexer(pd.Index(units))
    table = context.units
    sensitive = set(table.means.index[table.hidden_sensitive]) | {OTHER_UNITS}
    columns = {}
    for name, record in records.items():
        expected = np.bincount(codes[record.expected], minlength=len(names))
        lacking = np.bincount(codes[record.lacking], minlength=len(names))
        few = np.array([is_small(int(part), int(whole), group) for part, whole in zip(lacking, expected, strict=True)])
        if name == "eselon":
            few = (lacking > 0) & (lacking < group)
        if name == "kinerja":
            few = few | np.isin(names, sorted(sensitive))
        few = few | context.rules.suppress(lacking, group) | (record.hidden & (lacking > 0))
        columns[name] = pd.Series(context.rules.add_secondary(few, lacking, group), index=names)
    return pd.DataFrame(columns)


def _units(context: ReportContext, extra: pd.DataFrame, cells: pd.DataFrame, units: np.ndarray) -> tuple[MutuUnit, ...]:
    """Shares without a record and points that hang on records, per shown unit; most points first.

    The upper bound counts the records that are shown, and none of an item withheld in that unit.
    """
    shown = extra[list(measures.RECORDS)].where(~cells.reindex(units)[list(measures.RECORDS)].to_numpy(dtype=bool), 0.0)
    table = measures.bounds_by_unit(context.values[:, 0], shown, units)
    flags = context.scores[list(SHARES)].astype(float).groupby(units, sort=True).mean().reset_index(drop=True)
    table = pd.concat([table, flags], axis=1)
    table = table[table["perangkat_daerah"] != OTHER_UNITS]
    table = table.assign(gantung=table["batas_atas"] - table["batas_bawah"])
    table = table.sort_values(["gantung", "perangkat_daerah"], ascending=[False, True])
    rows = []
    for row in table.to_dict(orient="records"):
        hidden = cells.loc[row["perangkat_daerah"]]
        shares = {flag: None if hidden[name] else float(row[flag]) for flag, name in SHARES.items()}
        rows.append(
            MutuUnit(
                nama=row["perangkat_daerah"],
                diukur=int(row["diukur"]),
                batas_bawah=float(row["batas_bawah"]),
                batas_atas=float(row["batas_atas"]),
                **shares,
                disembunyikan=None in shares.values(),
            )
        )
    return tuple(rows)


def _updates(
    context: ReportContext, extra: pd.DataFrame, cells: pd.DataFrame, units: np.ndarray
) -> tuple[Pemutakhiran, ...]:
    """The record updates that could move the index most; withheld cells are left out."""
    table = measures.update_ranking(extra, units)
    pairs = zip(table["perangkat_daerah"], table["butir"], strict=True)
    shown = np.array([not cells.loc[unit, name] for unit, name in pairs], dtype=bool)
    shown_rows = table[shown]
    return tuple(
        Pemutakhiran(
            nama=row["perangkat_daerah"],
            butir=row["butir"],
            pegawai=int(row["pegawai"]),
            poin=float(row["poin"]),
            poin_unit=float(row["poin_unit"]),
        )
        for row in shown_rows[shown_rows["pegawai"] >= context.min_group].head(MOST).to_dict(orient="records")
    )


def _finding_parts(context: ReportContext) -> dict[Reason, Partition]:
    """People of each finding and the others, by reason, with what is withheld."""
    people = np.bincount(context.government_index, minlength=len(context.included))
    found = [{} if own.current is None else own.current.about["tally"].findings for own in context.included]
    names = sorted({name for own in found for name in own})
    counts = {name: np.array([own.get(name, 0) for own in found]) for name in names}
    return {
        name: suppress_partition(
            context.policy, np.column_stack([count, np.maximum(people - count, 0)]), ("ditemukan", "tidak")
        )
        for name, count in counts.items()
    }


def _findings(context: ReportContext, records: dict[str, Record]) -> tuple[Alasan, ...]:
    """Counts of findings in accepted rows; those of few people, or that another table withholds, without a count."""
    rows = []
    for name, parts in _finding_parts(context).items():
        record = records.get(FINDINGS.get(name.kind, ""))
        hidden = bool(parts.suppressed.any()) or (record is not None and record.hidden)
        rows.append(Alasan(alasan=name, jumlah=None if hidden else int(parts.total[0]), disembunyikan=hidden))
    return tuple(sorted(rows, key=most_first))
