"""Charts as pictures, for formats that cannot hold the drawing itself."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from ipasn_analysis.publish.pdf_file import fonts

PIXELS_PER_INCH = 200.0
"""Sharp in print at the width of a page, and about 70 KB a chart."""


def pictures_of(drawings: Sequence[str]) -> list[bytes]:
    """Each of the SVG `drawings` as PNG, on light paper; all in one run of Typst."""
    if not drawings:
        return []
    import typst  # noqa: PLC0415 (needed only when something is drawn)

    with tempfile.TemporaryDirectory(prefix="ipasn-pictures-") as folder:
        names = [f"{index}.svg" for index in range(len(drawings))]
        for name, drawing in zip(names, drawings, strict=True):
            Path(folder, name).write_text(drawing, encoding="utf-8")
        pages = "\n#pagebreak()\n".join(f'#image("{name}")' for name in names)
        source = f"#set page(width: auto, height: auto, margin: 0pt)\n{pages}\n"
        Path(folder, "pictures.typ").write_text(source, encoding="utf-8")
        drawn = typst.compile(
            str(Path(folder, "pictures.typ")),
            root=folder,
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="png",
            ppi=PIXELS_PER_INCH,
        )
    return drawn if isinstance(drawn, list) else [drawn]
