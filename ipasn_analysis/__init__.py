"""Reports on the professionalism index of Indonesia's civil service (Indeks Profesionalitas ASN).

``import ipasn_analysis as ipasn`` and begin with ``ipasn.report("banjar")`` or ``ipasn.scores("banjar", 2025)``;
notebooks/explore.ipynb shows the rest by ten questions.
"""

import lazy_loader

_public, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    """The version, and the names in __init__.pyi, each imported when first used so that the command starts quickly."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 (slow to import)

        return version("ipasn-analysis")
    return _public(name)
