"""Where the facts come from: digests of the inputs, the instrument, the parameters, versions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.groups import groupings
from ipasn_analysis.people.store import code_digest
from ipasn_analysis.result.head import Dwibahasa, InstrumenProvenans, Keputusan, Provenans
from ipasn_analysis.scoring.steps import STEP

LIBRARIES = ("ipasn-analysis", "numpy", "pandas", "scipy", "pyarrow", "matplotlib", "typst", "nbconvert", "papermill")


def provenance(context: ReportContext) -> Provenans:
    """Digests of the inputs, the instrument, the parameters and the versions."""
    data = context.data
    inputs: dict[str, str] = {}
    for government in data.peers if not data.is_province else data.own:
        for period in government.series:
            inputs |= period.about["inputs"]
    rules = data.instrument
    return Provenans(
        masukan=dict(sorted(inputs.items())),
        instrumen=InstrumenProvenans(
            nama=rules.name,
            judul=Dwibahasa(id=rules.title.id, en=rules.title.en),
            dasar_hukum=rules.legal_basis,
            sementara=rules.provisional,
        ),
        parameter=data.params.model_dump(mode="json"),
        versi={"python": ".".join(map(str, sys.version_info[:3])), **{name: _version(name) for name in LIBRARIES}},
        kode=code_digest(),
    )


def decisions(context: ReportContext) -> tuple[Keputusan, ...]:
    """The decisions and inferences that the figures rest on: of official scores those alone that were applied."""
    applied = [
        Keputusan(id=decision.id, en=decision.en, certainty=decision.certainty)
        for decision in context.data.instrument.decisions
        if decision.certainty in ("I", "D", "L") and (decision.of == "categories" or not context.is_import)
    ]
    return (*applied, *(_of_official_scores(context) if context.is_import else ()))


def _of_official_scores(context: ReportContext) -> Iterator[Keputusan]:
    """What is read off official scores, or told from the NIP, beside what they say."""
    if context.is_recap:
        return
    if "jenis_jabatan" not in groupings(context) and context.scores["jenis_pegawai"].notna().any():
        yield FROM_NIP
    if context.data.instrument.kompetensi.base is not None:
        yield STEPS_OF_KOMPETENSI


FROM_NIP = Keputusan(
    id="PNS dan PPPK, jenis kelamin, dan umur dibaca dari NIP, karena data nilai tidak memuatnya.",
    en="PNS and PPPK, sex and age are read off the NIP, since the data of scores do not hold them.",
    certainty="I",
)
STEPS_OF_KOMPETENSI = Keputusan(
    id=f"Poin setiap tambahan kompetensi belum diketahui; yang masih terbuka dihitung dalam langkah {STEP:g} poin, "
    "satuan yang tampak pada hasil yang diterbitkan.",
    en=f"The points of each addition to competence are not known; what is open is counted in steps of {STEP:g} points, "
    "the unit that published results show.",
    certainty="D",
)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
