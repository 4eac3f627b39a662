"""All parts of the facts, in the order of the report."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from ipasn_analysis.disclosure.policy import RULES, Rules
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import change
from ipasn_analysis.facts.composition import composition
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.group_rows import groups
from ipasn_analysis.facts.head import category_of, dimensions, employees, next_category, other_category, spread
from ipasn_analysis.facts.inputs import ReportInputs
from ipasn_analysis.facts.items import items_of_groups, items_of_units
from ipasn_analysis.facts.official import official
from ipasn_analysis.facts.official_target import official_target
from ipasn_analysis.facts.peers import best_count, comparison, governments, not_comparable
from ipasn_analysis.facts.provenance import decisions, provenance
from ipasn_analysis.facts.province import convergence, inequality, item_separation, separation
from ipasn_analysis.facts.quality import quality
from ipasn_analysis.facts.reconciliation import reconciliation
from ipasn_analysis.facts.robustness import robustness
from ipasn_analysis.facts.series import chance, published, trend, trend_over_years
from ipasn_analysis.facts.talent import talent
from ipasn_analysis.facts.target import target
from ipasn_analysis.facts.unit_trend import unit_trend
from ipasn_analysis.facts.units import TOP, noise, unit_funnel, units
from ipasn_analysis.people.store import Store
from ipasn_analysis.result.facts import Facts, GovernmentFacts, ProvinceFacts
from ipasn_analysis.result.head import Ambang
from ipasn_analysis.result.parts import Language
from ipasn_analysis.result.target import MenujuTarget


def compute(
    data: ReportInputs, language: Language = "id", *, store: Store | None = None, rules: Rules = RULES
) -> Facts:
    """The facts of a report, without its tables, under the `rules` of disclosure control.

    Raises `UsageError` when fewer people are measured than may be shown.
    """
    context = ReportContext(data, rules)
    if not context.included or len(context.scores) < context.min_group:
        raise UsageError(
            f"{data.region.name} {data.year}: fewer than {context.min_group} people are measured; "
            "nothing of so small a group is shown"
        )
    with pd.option_context("mode.string_storage", "python"):  # texts go to arrays of objects here, and Arrow copies all
        facts = _common(context, language, store)
        if not data.is_province:
            return GovernmentFacts(**dict(facts))
        return ProvinceFacts(
            **dict(facts),
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


def _way(context: ReportContext) -> MenujuTarget | None:
    """The way to the target: by items of records, by steps of official scores; None of recaps."""
    if context.is_recap:
        return None
    return official_target(context) if context.is_import else target(context)


def _common(context: ReportContext, language: Language, store: Store | None) -> Facts:
    """What every report has."""
    data, index = context.data, context.means["indeks"]
    rows = units(context)
    shown = [row for row in rows if not row.disembunyikan]
    series = trend(context)
    ranked = governments(context)
    grouped, tests = groups(context)
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
        data_contoh=data.is_sample,
        impor=context.is_import,
        sumber_nilai=_source(context),
        instrumen_resmi=data.instrument.name if _source(context) == "resmi" else None,
        indeks=index,
        kategori=category_of(context, index),
        kategori_bacaan_lain=other_category(context, index),
        kategori_berikut=next_category(context, index),
        target=data.params.target_of(data.year),
        catatan_target=data.params.target_note_of(data.year, language),
        ambang=Ambang(kelompok=context.min_group, disiplin=context.min_discipline_group),
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
        peringkat_pemerintah=ranked,
        tidak_sebanding=not_comparable(context),
        banyak_teratas=best_count(sum(not row.disembunyikan for row in ranked)),
        pembanding=None if data.is_province else comparison(context),
        pemerintah_tidak_ada=data.absent,
        nama_tidak_ada=tuple(data.region.governments[name].name for name in data.absent),
        rincian=composition(context),
        nilai_resmi=official(context),
        kelompok=grouped,
        uji_kelompok=tests,
        butir_unit=items_of_units(context),
        butir_kelompok=items_of_groups(context),
        tren_unit=unit_trend(context),
        menuju_target=_way(context),
        ketahanan=robustness(context, store),
        mutu_data=quality(context),
        rekonsiliasi=None if context.is_recap else reconciliation(context),
        talenta=None if context.is_recap else talent(context),
        provenans=provenance(context),
        keputusan=decisions(context),
    )
