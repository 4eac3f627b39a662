"""What a build adds to the package beside pyproject.toml: its fonts, and the files of a working folder.

Fonts are made from the package font-source-sans-pro: the styles for charts and for print, the same letters as small web
fonts for the page, and the list of characters that every style has. Nothing of it is kept in the repository.
"""

from __future__ import annotations

import base64
import io
import logging
import shutil
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from setuptools import Command, setup
from setuptools.command.build import build

ROOT = Path(__file__).resolve().parent
FONTS = Path("ipasn_analysis/blocks/fonts")
WORKING_FOLDER = Path("ipasn_analysis/working_folder")

FAMILY = "Source Sans Pro"
STYLES = ("Light", "Regular", "Semibold", "Bold", "It", "SemiboldIt", "BoldIt")
PRINTED_STYLES = ("Light", "Regular", "Semibold", "Bold", "It")
PRINT_FILES = (  # one of each style: of two, the compiler would take the one that the disk happens to list first
    *("Light.otf", "Regular.otf", "Semibold.ttf", "Bold.ttf"),
    *("LightIt.ttf", "It.otf", "SemiboldIt.otf", "BoldIt.ttf"),
)
_PUNCTUATION = "‐‑‒–—‘’‚“”„†•…‰′″‹›⁄€™←↑→↓−≈≠≤≥▲▼△▽◆●○■□✓\u2009\u202f"
_LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, _PUNCTUATION))
_FIGURES = tuple(map(ord, "0123456789.,+−-–—%/()<>≤≥ \u00a0abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_FEATURES = ("kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "pnum")
WEB_FACES = (  # style, CSS weight, CSS style, code points
    ("Light", 300, "normal", _FIGURES),
    ("Regular", 400, "normal", _LETTERS),
    ("It", 400, "italic", _LETTERS),
    ("Semibold", 600, "normal", _LETTERS),
)


def font_folder() -> Path:
    """The files of the package font-source-sans-pro."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the package font-source-sans-pro is needed to build; 'make setup' installs it")
    return Path(next(iter(spec.submodule_search_locations))) / "files"


def font_file(style: str) -> Path:
    """The file of one style in the package font-source-sans-pro."""
    return font_folder() / f"SourceSansPro-{style}.ttf"


def copied() -> dict[Path, Path]:
    """The files taken over as they are: where each comes from, by its place in the folder of fonts."""
    files = {Path(font_file(style).name): font_file(style) for style in STYLES}
    files |= {Path("print") / f"SourceSansPro-{name}": font_folder() / f"SourceSansPro-{name}" for name in PRINT_FILES}
    return files | {Path("LICENSE.txt"): font_folder() / "LICENSE.txt"}


def web_font(style: str, code_points: tuple[int, ...]) -> bytes:
    """The WOFF2 file of one style with only these code points, without hints, figures still tabular."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, layout_features=list(_FEATURES))
    font = subset.load_font(str(font_file(style)), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    stream = io.BytesIO()
    subset.save_font(font, stream, options)
    return stream.getvalue()


def face(style: str, weight: int, slant: str, code_points: tuple[int, ...]) -> str:
    """The ``@font-face`` rule of one style, its web font within as a data URL."""
    data = base64.b64encode(web_font(style, code_points)).decode("ascii")
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-style:{slant};font-display:block;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def glyphs() -> str:
    """The code points of the characters that every printed style has, hexadecimal, one a line."""
    common = frozenset.intersection(*(frozenset(TTFont(font_file(style)).getBestCmap()) for style in PRINTED_STYLES))
    return "".join(f"{code_point:04X}\n" for code_point in sorted(common))


class BuildFiles(Command):
    """Adds the fonts and, but for a development install, params/ and notebooks/ to the package."""

    editable_mode = False

    def initialize_options(self) -> None:
        """As setuptools wants it."""
        self.build_lib: str | None = None

    def finalize_options(self) -> None:
        """Take over the folder of the build."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Write into the folder of the build; in a development install, the fonts into the package itself."""
        base = ROOT if self.editable_mode else Path(str(self.build_lib))
        fonts = base / FONTS
        (fonts / "print").mkdir(parents=True, exist_ok=True)
        for name, source in copied().items():
            shutil.copyfile(source, fonts / name)
        (fonts / "faces.css").write_text("\n".join(face(*web_face) for web_face in WEB_FACES), encoding="ascii")
        (fonts / "glyphs.txt").write_text(glyphs(), encoding="ascii")
        if not self.editable_mode:
            for source in self.get_source_files():
                copy = base / WORKING_FOLDER / source
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / source, copy)

    def get_source_files(self) -> list[str]:
        """The files that the repository keeps outside the package."""
        found = sorted([*ROOT.glob("params/*.yaml"), *ROOT.glob("notebooks/*.ipynb")])
        return [str(path.relative_to(ROOT)) for path in found]

    def get_outputs(self) -> list[str]:
        """The files that `run` writes into a wheel."""
        names = [*copied(), "faces.css", "glyphs.txt"]
        written = [*(FONTS / name for name in names), *(WORKING_FOLDER / name for name in self.get_source_files())]
        return [str(Path(str(self.build_lib)) / path) for path in written]

    def get_output_mapping(self) -> dict[str, str]:
        """Of files that a development install would link to, none."""
        return {}


build.sub_commands.append(("build_files", None))
setup(cmdclass={"build_files": BuildFiles})
