"""What every page carries within itself: style with palette and fonts, script, and the policy that guards it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from ipasn_analysis.blocks.theme import css_variables, font_directory

TEMPLATES = Path(__file__).parent / "templates"


@cache
def assets() -> dict[str, Markup]:
    """The style sheet and the script of every page, and the policy that lets no other script run."""
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
    light, dark = css_variables("light"), css_variables("dark")
    faces = (font_directory() / "faces.css").read_text(encoding="ascii")
    rules = (TEMPLATES / "report.css").read_text(encoding="utf-8").strip()
    palette = (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}"
    )
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup("\n".join((faces, palette, rules))), "script": Markup(script), "policy": Markup(policy)}


@cache
def template(name: str) -> Template:
    """A template of pages, compiled once in a process."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(name)


def _digest(script: str) -> str:
    """The hash of an inline script as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}"
