"""What building a report imports, loaded once in the process from which notebooks and workers are forked."""

from __future__ import annotations

import sys
from collections.abc import Collection

from ipasn_analysis.engine import tuning

PDF_FILE = "ipasn_analysis.publish.pdf_file"

MODULES = (
    "pandas",
    "pyarrow.parquet",
    "scipy.special",
    "scipy.optimize",
    "scipy.sparse",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "babel.numbers",
    "babel.dates",
    "ipasn_analysis.api.reports",
    "ipasn_analysis.sections.report",
)
"""What the notebooks of reports import."""
FORMAT_MODULES = {
    "html": ("ipasn_analysis.publish.html_exporter",),
    "pdf": ("ipasn_analysis.publish.pdf_exporter", "typst"),
    "xlsx": ("ipasn_analysis.publish.workbook",),
    "json": (),
    "docx": ("ipasn_analysis.publish.docx_exporter", "typst"),
    "pptx": ("ipasn_analysis.publish.presentation",),
}
"""What writing each format imports."""


def preload(formats: Collection[str] = ()) -> None:
    """Import what reports and the formats asked for need; call it before numpy is imported (`cap_threads`)."""
    tuning.preload([*MODULES, *(name for format_name in formats for name in FORMAT_MODULES[format_name])])
    _prepare(formats)


def _prepare(formats: Collection[str]) -> None:
    """Make what every report would otherwise make for itself: fonts of charts, style and script of pages.

    Typst is only imported, not run: its threads would not survive a fork.
    """
    from ipasn_analysis.blocks.theme import register_fonts  # noqa: PLC0415 - imported by now, as below

    register_fonts()
    if "html" in formats:
        from ipasn_analysis.publish.assets import assets, template  # noqa: PLC0415
        from ipasn_analysis.publish.html_file import TEMPLATE  # noqa: PLC0415

        assets()
        template(TEMPLATE)


def may_fork() -> bool:
    """Whether forked processes can typeset: not once this one has, since Typst would wait in them for its threads."""
    typesetter = sys.modules.get(PDF_FILE)
    return typesetter is None or not typesetter.has_typeset()
