"""Where the facts come from: digests of the inputs, the instrument, the parameters, versions."""

from __future__ import annotations

import sys
from importlib import metadata

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.model.head import Dwibahasa, InstrumenProvenans, Keputusan, Provenans
from ipasn_analysis.people.store import code_digest

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
    """The decisions and inferences that the instrument rests on."""
    return tuple(
        Keputusan(id=decision.id, en=decision.en, certainty=decision.certainty)
        for decision in context.data.instrument.decisions
        if decision.certainty in ("I", "D")
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
