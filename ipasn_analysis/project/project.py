"""The project: where parameters, notebooks, scores and sample data are. Alone reads working directory and environment.

A `Project` is opened once by a command, or by a public function of the Python API. It reads each file of parameters at
most once.
"""

from __future__ import annotations

import contextlib
import difflib
import logging
import os
import re
import shutil
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ipasn_analysis.errors import Message, UsageError, unknown
from ipasn_analysis.project import trust
from ipasn_analysis.project.region import Region
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.params import NAME, Params
from ipasn_analysis.rules.plain_yaml import mapping_of, read_text, validated

if TYPE_CHECKING:
    from ipasn_analysis.project.data import Data

PARAMS_VARIABLE = "IPASN_PARAMS"
"""The environment variable that names a folder of region files that go before those of the project."""
INSTRUMENT_VARIABLE = "IPASN_INSTRUMENT"
"""The environment variable that names an instrument in place of those of the parameters."""
PROJECT_VARIABLE = "IPASN_PROJECT"
"""The environment variable that names a folder with params/ and notebooks/ that is trusted, whoever may write there."""
STORE_VARIABLE = "IPASN_STORE"
"""The environment variable that names the folder of scored snapshots."""
WORKING_FOLDER = "working_folder"
"""The folder with params/ and notebooks/ that a wheel has within the package (setup.py)."""
logger = logging.getLogger(__name__)
SIMILARITY = 0.92
"""How similar a text must be to a region's full name to mean that region (ratio of `difflib`, 1: the same)."""


@dataclass(frozen=True)
class Project:
    """Where things are, and the regions that there are.

    Attributes
    ----------
    root : the working folder.
    own_params : a folder of region files that go before those in params/.
    store : the folder of scored snapshots.
    shipped : the folder with params/ and notebooks/ where it is not `root` but within an installed package.
    instrument : name or YAML file of an instrument that holds in place of those of the parameters (`Region.chosen`).
    """

    root: Path
    own_params: Path | None
    store: Path
    shipped: Path | None = None
    instrument: str | None = None
    _read: dict[str, Params] = field(default_factory=dict, repr=False, compare=False)
    _texts: dict[Path, str] = field(default_factory=dict, repr=False, compare=False)
    _files: dict[str, Path] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, params: str | None = None, instrument: str | None = None, folder: str | None = None) -> Project:
        """The project of the working directory, or that of the package where it has no params/ and notebooks/.

        `params` names a folder of region files that go before params/, by default the one in `PARAMS_VARIABLE`;
        `instrument` one that holds in place of those of the parameters, by default that in `INSTRUMENT_VARIABLE`;
        `folder` one in place of the working directory, by default that in `PROJECT_VARIABLE`. The working directory is
        not taken where others may write to it (`trust`), and that is said. Raises `UsageError` when there is no such
        folder.
        """
        asked = folder or os.environ.get(PROJECT_VARIABLE)
        here = Path(asked).absolute() if asked else Path.cwd()
        is_project = all((here / name).is_dir() for name in trust.FOLDERS)
        if asked and not is_project:
            raise UsageError("--project {folder!r}: has no params/ and notebooks/; ipasn init makes them", folder=asked)
        packaged = packaged_folder()
        taken = is_project and (asked or here == packaged or _is_trusted(here))
        shipped = here if taken else packaged
        root = here if shipped.name == WORKING_FOLDER else shipped
        named = params or os.environ.get(PARAMS_VARIABLE)
        if named and not Path(named).is_dir():
            by = "--params" if params else PARAMS_VARIABLE
            raise UsageError("{folder}: there is no such folder", folder=f"{by} {named!r}")
        store = os.environ.get(STORE_VARIABLE)
        own_params = Path(named).absolute() if named else None
        chosen = instrument or os.environ.get(INSTRUMENT_VARIABLE)
        if chosen and chosen.endswith((".yaml", ".yml")):
            chosen = str(Path(chosen).absolute())
        return cls(root, own_params, Path(store).absolute() if store else root / "store", shipped, chosen or None)

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which another process in this working directory opens the same project."""
        own = {} if self.own_params is None else {PARAMS_VARIABLE: str(self.own_params)}
        chosen = {} if self.instrument is None else {INSTRUMENT_VARIABLE: self.instrument}
        return {PROJECT_VARIABLE: str(self.shipped or self.root), STORE_VARIABLE: str(self.store), **own, **chosen}

    def with_own_params(self, folder: Path) -> Project:
        """The same project with its own region files copied to a new folder, where they may be changed."""
        folder.mkdir(parents=True)
        if self.own_params is not None:
            for path in self.own_params.glob("[!.]*.yaml"):
                shutil.copyfile(path, folder / path.name)
        return Project(self.root, folder, self.store, self.shipped, self.instrument)

    @property
    def params_folder(self) -> Path:
        """Where the file of a new region goes."""
        return self.own_params or self.root / "params"

    @property
    def regions(self) -> list[str]:
        """The names of all regions."""
        return sorted(self._paths)

    @property
    def provinces(self) -> list[str]:
        """The regions that are provinces, as far as their files can be read."""
        found = []
        for name in self.regions:
            with contextlib.suppress(UsageError):
                if self._params(name).level == "provinsi":
                    found.append(name)
        return found

    def region(self, name: str) -> Region:
        """The region of that name; `UsageError` names the nearest one, or what is wrong in its province's files."""
        params = self.params(name)
        province = params.province or name
        members = [(other, self.params(other)) for other in self.regions if self._may_belong(other, province)]
        members = [(other, rules) for other, rules in members if rules.province == province]
        members.sort(key=lambda member: (member[1].level != "pemprov", member[1].code, member[0]))
        named = {used for rules in (params, *dict(members).values()) for used in rules.named_instruments}
        return Region(
            name,
            params,
            self.params(province),
            dict(members),
            {used: instruments.load(used) for used in sorted(named)},
            None if self.instrument is None else instruments.load(self.instrument),
        )

    def params(self, name: str) -> Params:
        """The parameters of a region, checked together with its province and its instruments."""
        params = self._params(name)
        path = self._paths[name]
        if params.province is not None:
            if params.province not in self._paths:
                error = unknown("province", params.province, self.provinces)
                raise UsageError("{path}: {error}", path=path, error=error.message)
            level = self._params(params.province).level
            if level != "provinsi":
                known = ", ".join(self.provinces)
                raise UsageError(
                    "{path}: province: {province!r} is a {level}; provinces: {known}",
                    path=path,
                    province=params.province,
                    level=level,
                    known=known,
                )
        for key, named in (("instrument", params.instrument), ("official", params.official)):
            for year, used in named.items():
                if used.endswith((".yaml", ".yml")) and not Path(used).is_file():
                    available = ", ".join(instruments.available())
                    raise UsageError(
                        "{path}: {key}.{year}: there is no file {used!r}; built in: {available}",
                        path=path,
                        key=key,
                        year=year,
                        used=used,
                        available=available,
                    )
        return params

    def unknown_region(self, value: str) -> UsageError:
        """The error for an unknown region: names the one with that full name, else the one with the nearest name."""
        misnamed = [folder / f"{value}.yml" for folder in self._folders]
        found = next((path for path in misnamed if value == Path(value).name and path.is_file()), None)
        if found is not None:
            return UsageError("{found}: is not read; rename it to {value}.yaml", found=found, value=value)
        meant = self.named(value)
        if meant is None:
            return unknown("region", value, self.regions)
        return UsageError(
            "unknown region {value!r}; did you mean {meant!r} ({name})?",
            value=value,
            meant=meant,
            name=self._params(meant).name,
        )

    def named(self, value: str) -> str | None:
        """The region whose full name is `value` or hardly differs from it; None without one."""
        full_names = {}
        for name in self.regions:
            with contextlib.suppress(UsageError):
                full_names[_plain_name(self._params(name).name)] = name
        found = difflib.get_close_matches(_plain_name(value), full_names, n=1, cutoff=SIMILARITY)
        return full_names[found[0]] if found else None

    def default_data(self) -> str:
        """The folder of the sample data; `UsageError` names ``make sample`` when it is not there."""
        folder = self.root / "data" / "sample"
        if not folder.is_dir():
            raise UsageError(
                "there is no sample data yet; run 'make sample' (ipasn sample --out data/sample), or name your own "
                "with --data"
            )
        return str(folder)

    def notebook(self, region: Region) -> Path:
        """The notebook that reports on a region; `UsageError` when it is missing."""
        return self._notebook("province.ipynb" if region.is_province else "regency.ipynb")

    @property
    def sheet_notebook(self) -> Path:
        """The notebook that makes the page of one unit; `UsageError` when it is missing."""
        return self._notebook("unit.ipynb")

    def _notebook(self, name: str) -> Path:
        path = (self.shipped or self.root) / "notebooks" / name
        if not path.is_file():
            raise UsageError("{path}: the report's notebook is missing; restore it from the repository", path=path)
        return path

    def data(self, given: str | None) -> Data:
        """DATA and its snapshots; `UsageError` when it cannot be used. None: the sample data."""
        from ipasn_analysis.project.data import read_data  # noqa: PLC0415 - with it comes pyarrow

        found = read_data(self.default_data() if given is None else given)
        held = sorted({snapshot.region for snapshot in found.snapshots} - set(self.regions))
        return replace(found, unknown=tuple(self.unknown_region(name).message for name in held))

    @property
    def _folders(self) -> list[Path]:
        """The folders of region files; a file of the last one goes before those of the same name."""
        return [(self.shipped or self.root) / "params", *([] if self.own_params is None else [self.own_params])]

    @property
    def _paths(self) -> dict[str, Path]:
        """The file of each region, listed once."""
        if not self._files:
            for folder in self._folders:
                with contextlib.suppress(OSError):
                    names = [name for name in os.listdir(folder) if name.endswith(".yaml")]  # noqa: PTH208 - 10 x faster
                    seen = [name for name in names if not name.startswith(".")]  # not those of editors and systems
                    self._files.update({name.removesuffix(".yaml"): folder / name for name in seen})
        return self._files

    def _params(self, name: str) -> Params:
        """The parameters in a region's file, read once."""
        if name not in self._paths:
            raise self.unknown_region(name)
        if name not in self._read:
            path = self._paths[name]
            if not NAME.fullmatch(name):
                better = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "wilayah"
                raise UsageError("{found}: is not read; rename it to {value}.yaml", found=path, value=better)
            self._read[name] = validated(Params, mapping_of(self._text(path), path), path)
        return self._read[name]

    def _may_belong(self, name: str, province: str) -> bool:
        """Whether the file of a region can name that province: one whose text lacks the name need not be parsed."""
        text = self._text(self._paths[name])
        return province in text or "\\" in text  # letters may be written as escapes

    def _text(self, path: Path) -> str:
        if path not in self._texts:
            self._texts[path] = read_text(path)
        return self._texts[path]


@cache
def _is_trusted(folder: Path) -> bool:
    """Whether a working directory's own files are taken; says once why they are not."""
    why = trust.reason_against(folder)
    if why is not None:
        logger.warning(
            Message("params/ and notebooks/ of the package are used: {why}; --project . trusts this folder", why=why)
        )
    return why is None


def packaged_folder() -> Path:
    """The folder with the params/ and notebooks/ that the package comes with: its repository, or within a wheel."""
    package = Path(__file__).resolve().parent.parent
    installed = package / WORKING_FOLDER
    return installed if installed.is_dir() else package.parent


def _plain_name(name: str) -> str:
    """A full name without regard to case, runs of blanks and the abbreviation of kabupaten."""
    words = name.casefold().split()
    return " ".join(["kabupaten" if word in {"kab", "kab."} else word for word in words])
