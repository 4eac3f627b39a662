"""All parts of the facts, in the order of the report."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import change
from ipasn_analysis.facts.composition import composition
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.fair import fair_comparison
from ipasn_analysis.facts.group_rows import groups
from ipasn_analysis.facts.head import category_of, dimensions, employees, next_category, other_category, spread
from ipasn_analysis.facts.inputs import ReportInputs
from ipasn_analysis.facts.items import items_of_groups, items_of_units
from ipasn_analysis.facts.late_or_new import late_or_new
from ipasn_analysis.facts.official import official
from ipasn_analysis.facts.official_target import official_target
from ipasn_analysis.facts.opening import opening
from ipasn_analysis.facts.own_records import own_records, quality_of_records, target_by_records
from ipasn_analysis.facts.peers import best_count, comparison, governments, not_comparable
from ipasn_analysis.facts.provenance import decisions, provenance
from ipasn_analysis.facts.province import convergence, inequality, item_separation, separation
from ipasn_analysis.facts.reconciliation import reconciliation
from ipasn_analysis.facts.release import audited
from ipasn_analysis.facts.robustness import robustness
from ipasn_analysis.facts.series import chance, published, trend, trend_over_years
from ipasn_analysis.facts.since_last import since_last
from ipasn_analysis.facts.talent import talent
from ipasn_analysis.facts.target import target
from ipasn_analysis.facts.unit_trend import unit_trend
from ipasn_analysis.facts.units import TOP, noise, unit_funnel, units
from ipasn_analysis.people.store import Store
from ipasn_analysis.result.facts import Facts, GovernmentFacts, ProvinceFacts
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.head import Ambang
from ipasn_analysis.result.parts import Edition, Language
from ipasn_analysis.result.target import MenujuTarget


def compute(
    data: ReportInputs, language: Language = "id", *, store: Store | None = None, edition: Edition = "publik"
) -> Facts:
    """The facts of a report, without its tables: of the public edition after disclosure control, or exact.

    What the audit names is left out before anything is computed, so that ranks and tests rest on what is shown.

    Raises `UsageError` when fewer people are measured than may be shown.
    """
    context = ReportContext(data, edition == "internal")
    if not context.included or len(context.scores) < context.min_group:
        raise UsageError(
            "{region} {year}: fewer than {group} people are measured; nothing of so small a group is shown",
            region=data.region.name,
            year=data.year,
            group=context.min_group,
        )
    with pd.option_context("mode.string_storage", "python"):  # texts go to arrays of objects here, and Arrow copies all
        if not context.is_internal and not context.is_recap:
            context = audited(context, store)
        exact = _exact(context, language, store)
    return exact if edition == "internal" else publish(exact, context.min_group)


def _exact(context: ReportContext, language: Language, store: Store | None) -> Facts:
    """The facts as they are."""
    facts = _common(context, language, store)
    if not context.data.is_province:
        return GovernmentFacts(**dict(facts))
    return ProvinceFacts(
        **dict(facts),
        target_pemprov=context.target_of_units,
        pemerintah=(
            *(row for row in facts.peringkat_pemerintah if not row.disembunyikan),
            *facts.tidak_sebanding,
            *(row for row in facts.peringkat_pemerintah if row.disembunyikan),
        ),
        ketimpangan=None if context.is_recap else inequality(context),
        konvergensi=convergence(context),
        pembeda=separation(context),
        pembeda_butir=item_separation(context),
    )


def _source(context: ReportContext) -> Literal["resmi", "catatan", "rekap"]:
    """Where the figures of a report come from."""
    return "rekap" if context.is_recap else "resmi" if context.is_import else "catatan"


def _way(context: ReportContext, store: Store | None) -> MenujuTarget | None:
    """The way to the target: by items of records, else by steps of official scores; None of recaps."""
    if context.is_recap:
        return None
    if not context.is_import:
        return target(context)
    return official_target(context) if context.records is None else target_by_records(context, store)


def _common(context: ReportContext, language: Language, store: Store | None) -> Facts:
    """What every report has."""
    data, index = context.data, context.means["indeks"]
    aim = data.params.target_of(data.year)
    rows = units(context)
    shown = [row for row in rows if not row.disembunyikan]
    series = trend(context)
    ranked = governments(context)
    grouped, tests = groups(context)
    records = context.records or context
    return Facts(
        region=data.region.name,
        kode=data.params.code,
        nama=data.params.name,
        tingkat=data.params.level,
        tahun=data.year,
        per_tanggal=data.as_of,
        instrumen=data.instrument.name,
        sementara=data.instrument.provisional and not context.is_import,
        bahasa=language,
        edisi="internal" if context.is_internal else "publik",
        data_contoh=data.is_sample,
        impor=context.is_import,
        sumber_nilai=_source(context),
        instrumen_resmi=data.instrument.name if _source(context) == "resmi" else None,
        indeks=Mean(index, len(context.scores)),
        kategori=category_of(context, index),
        kategori_bacaan_lain=other_category(context, index),
        kategori_berikut=next_category(context, index),
        target=aim,
        target_tercapai=None if aim is None else index >= aim,
        penerbit=data.params.publisher,
        kontak=data.params.contact,
        catatan_target=data.params.target_note_of(data.year, language),
        ambang=Ambang(kelompok=data.params.thresholds.group, disiplin=data.params.thresholds.discipline),
        pegawai=employees(context),
        dimensi=dimensions(context),
        sebaran_kategori=spread(context),
        perangkat_daerah=rows,
        tiga_teratas=tuple(row.nama for row in shown if row.peringkat <= TOP),
        di_bawah_target=tuple(row.nama for row in shown if row.di_bawah_target),
        corong=unit_funnel(context),
        derau=noise(context),
        tren=series,
        tren_resmi=published(context),
        uji_tren=trend_over_years(series, data.instrument.name, data.year),
        kemungkinan_target=chance(context, series),
        perubahan=change(context),
        sejak_terakhir=since_last(context),
        terlambat_atau_baru=None if context.is_recap else late_or_new(context, store),
        peringkat_pemerintah=ranked,
        tidak_sebanding=not_comparable(context),
        banyak_teratas=best_count(sum(not row.disembunyikan for row in ranked)),
        pembanding=None if data.is_province else comparison(context),
        setara=fair_comparison(context),
        pemerintah_tidak_ada=data.absent,
        nama_tidak_ada=tuple(data.region.governments[name].name for name in data.absent),
        rincian=composition(context),
        nilai_resmi=official(context),
        catatan_sendiri=own_records(context),
        kelompok=grouped,
        uji_kelompok=tests,
        butir_unit=items_of_units(records),
        butir_kelompok=items_of_groups(records),
        tren_unit=unit_trend(context),
        menuju_target=_way(context, store),
        awal_tahun=opening(context),
        ketahanan=robustness(context, store),
        mutu_data=quality_of_records(context),
        rekonsiliasi=None if context.is_recap else reconciliation(context, store),
        talenta=None if context.is_recap else talent(context),
        provenans=provenance(context),
        keputusan=decisions(context),
    )
