"""Where the facts come from: digests of the inputs, the instrument, the parameters, versions."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Any

from ipasn_analysis.facts.context import Context
from ipasn_analysis.people.store import code_digest

LIBRARIES = ("ipasn-analysis", "numpy", "pandas", "scipy", "pyarrow", "matplotlib", "typst", "nbconvert", "papermill")


def provenance(context: Context) -> dict[str, Any]:
    """Keys provenans and keputusan (the decisions and inferences that the instrument rests on)."""
    data = context.data
    inputs: dict[str, str] = {}
    for government in data.peers if not data.is_province else data.own:
        for period in government.series:
            inputs |= period.about["inputs"]
    return {
        "provenans": {
            "masukan": dict(sorted(inputs.items())),
            "instrumen": {
                "nama": data.instrument.name,
                "judul": data.instrument.title.model_dump(),
                "dasar_hukum": list(data.instrument.legal_basis),
                "sementara": data.instrument.provisional,
            },
            "parameter": data.params.model_dump(mode="json"),
            "versi": {
                "python": ".".join(map(str, sys.version_info[:3])),
                **{name: _version(name) for name in LIBRARIES},
            },
            "kode": code_digest(),
        },
        "keputusan": [
            decision.model_dump() for decision in data.instrument.decisions if decision.certainty in {"I", "D"}
        ],
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
