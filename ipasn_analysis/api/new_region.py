"""A new region: one new file of parameters, checked against the schema before it is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.project import Project
from ipasn_analysis.rules.params import NAME, Params
from ipasn_analysis.rules.plain_yaml import validated

CODE = re.compile(r"\d{2}(\.\d{2})?")
LONGEST_NAME = 60
FIRST_CITY = 71
"""Codes of a province's governments: .01 to .70 are kabupaten, from .71 on kota (Kemendagri)."""

TEMPLATE = """\
name: {name}
code: {code}
level: {level}
{province}# tile: {{row: 0, column: 0}}     # place on the province's tile map
target: {{}}                     # by year, each for its year alone: {{2025: 81}}
cutoff: "12-31"                # MM-DD by which a year's target must be reached
instrument: {{2019: perban8_2019}}   # by year, holds until the next entry
thresholds: {{group: 10, discipline: 30}}
costs:                         # cost of one action for one person; equal until you enter your own
  diklat_kepemimpinan: 1
  diklat_fungsional: 1
  diklat_teknis: 1
  seminar: 1
# publisher: BKPSDM …         # office that issues the reports; contact: how readers reach it
published: {{}}                  # official figures: {{2024: {{indeks: 80, sumber: "…"}}}}
"""


def new_region(
    region: str, name: str, code: str, province: str | None = None, *, project: Project | None = None
) -> Path:
    """Write the file of a new region and return its path.

    Parameters
    ----------
    region : small letters, digits and hyphens, as in ``kota-banjar``.
    name : the full name, as it stands in the report.
    code : ``32.79``; of a province or its government the two digits of the province.
    province : the region of the province it belongs to; None for a province itself.

    Raises `UsageError` for a name that is taken or unsafe, a code that is not one or is taken, an unknown province.

    Examples
    --------
    >>> ipasn.new_region("kota-baru", "Kota Baru", "63.79", province="kalsel")
    """
    project = project or Project.open()
    if not NAME.fullmatch(region) or len(region) > LONGEST_NAME:
        raise UsageError("region {region!r}: use small letters, digits and hyphens, such as kota-banjar", region=region)
    path = project.params_folder / f"{region}.yaml"
    if not path.parent.is_dir():
        raise UsageError(
            "{folder}: there is no such folder; make a working folder with: ipasn init DIR", folder=path.parent
        )
    known = project.regions
    if path.exists() or region in known:
        raise UsageError("{path}: is there already; edit it, or choose another name", path=path)
    if province is not None and province not in known:
        raise UsageError(
            "{error} (a new province: the same command without --province)",
            error=unknown("province", province, known).message,
        )
    if not CODE.fullmatch(code):
        raise UsageError("--code {code!r}: is 32.79 of a government, 32 of a province", code=code)
    if code.endswith(".00"):
        raise UsageError(
            "--code {code}: is of no government; a province's own government has {own}", code=code, own=code[:2]
        )
    level = level_of(code, province)
    for other in known:
        if (project.params(other).code, project.params(other).level) == (code, level):
            raise UsageError("--code {code}: is that of {other!r}", code=code, other=other)
    text = TEMPLATE.format(
        name=json.dumps(name, ensure_ascii=False),
        code=json.dumps(code),
        level=level,
        province="" if province is None else f"province: {province}\n",
    )
    found = validated(Params, yaml.safe_load(text), path)
    if province is not None and project.params(province).level != "provinsi":
        raise UsageError(
            "--province {province}: {found} cannot belong to a government; name its province",
            province=province,
            found=found.name,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def level_of(code: str, province: str | None) -> str:
    """The level that a code and a province tell: provinsi, pemprov, kabupaten or kota."""
    if province is None:
        return "provinsi"
    _, _, local = code.partition(".")
    if not local:
        return "pemprov"
    return "kota" if local.isdigit() and int(local) >= FIRST_CITY else "kabupaten"
