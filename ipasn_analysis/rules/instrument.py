"""The closed schema of an instrument: points, windows, code tables, population and category edges."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from ipasn_analysis.errors import Message, unknown
from ipasn_analysis.rules.numbers import as_number

Dimension = Literal["kualifikasi", "kompetensi", "kinerja", "disiplin"]
PostType = Literal["struktural", "fungsional", "pelaksana"]
Predikat = Literal["sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"]
Sanction = Literal["ringan", "sedang", "berat"]
Category = Literal["sangat tinggi", "tinggi", "sedang", "rendah", "sangat rendah"]
Reading = Literal["lower_edge", "upper_edge"]

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
POST_TYPES: tuple[PostType, ...] = get_args(PostType)
PREDIKAT: tuple[Predikat, ...] = get_args(Predikat)
SANCTIONS: tuple[Sanction, ...] = get_args(Sanction)
CATEGORIES: tuple[Category, ...] = get_args(Category)
RESERVED = frozenset(DIMENSIONS) | {
    "nip",
    "nama",
    "unor",
    "unit_kerja",
    "jenis_pegawai",
    "jenis_jabatan",
    "jenis_kelamin",
    "jabatan",
    "tmt_jabatan",
    "perangkat_daerah",
    "indeks",
    "kategori",
    "predikat",
    "tingkat_hukuman",
    "tingkat_pendidikan",
    "tanggal_lahir",
    "jp_tahun",
    "jp_tidak_diketahui",
    "diklat_terakhir",
    "eselon",
    "golongan",
}
Points = Annotated[float, BeforeValidator(as_number), Field(ge=0, le=100, allow_inf_nan=False)]
Level = Annotated[int, Field(ge=1, le=9)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Text(_Closed):
    """A text in Indonesian and English."""

    id: str
    en: str


class Decision(Text):
    """A rule that was decided by the project (D), inferred (I) or learned from data (L); printed in every report.

    What is `of` the categories holds for official scores as well, since the index alone decides it.
    """

    certainty: Literal["C", "C2", "I", "D", "L"]
    of: Literal["scores", "categories"] = "scores"


class Population(_Closed):
    """Whose index is measured, by KEDUDUKAN HUKUM ID."""

    kedudukan_hukum: tuple[str, ...] = Field(min_length=1)


class NamePattern(_Closed):
    """A pattern for names of leadership trainings (capitals, blanks for punctuation), and the level (1 highest … 4)."""

    pattern: str
    level: Level

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(Message("not a regular expression: {why}", why=error)) from error
        return value


class Codes(_Closed):
    """Code tables of the SIASN exports and what each code stands for."""

    kedudukan_hukum: dict[str, str]
    jenis_jabatan: dict[str, PostType]
    eselon: dict[str, Level]
    education_level: dict[str, Level]
    structural_training: dict[str, Level]
    structural_training_name: tuple[NamePattern, ...]
    course_kind: dict[str, Literal["struktural", "fungsional", "teknis", "seminar"]]
    predikat: dict[str, Predikat]
    sanction: dict[str, Sanction]


class Kualifikasi(_Closed):
    """Points by education code, by education against the level that the post requires, or the same for everyone."""

    by: Literal["education", "requirement", "everyone"]
    points: dict[str, Points]

    def keys(self, codes: Codes) -> tuple[str, ...]:
        """What must have points."""
        if self.by == "education":
            return tuple(codes.education_level)
        return ("everyone",) if self.by == "everyone" else ("above", "meets", "below")


class Given(_Closed):
    """Posts for which an item is taken as given, by the first word or words of JABATAN NAMA."""

    enabled: bool
    posts: tuple[str, ...]


class Item(_Closed):
    """One item of kompetensi: which records earn it, in which window, and its points by type of post.

    It is earned or not; where it is `proportional`, hours below the minimum earn their share of the points.
    """

    records: Literal["structural", "courses", "any"]
    kinds: tuple[Literal["struktural", "fungsional", "teknis", "seminar"], ...] = ()
    match_level: bool = False
    window_years_before: int | None = Field(default=None, ge=0, le=60)
    minimum_hours: Annotated[float, BeforeValidator(as_number), Field(gt=0, le=10_000)] | None = None
    proportional: bool = False
    hours_column: str | None = Field(default=None, pattern=r"^jp_[a-z_]+$")
    points: dict[PostType, Points]
    given: Given | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.match_level and (self.records != "structural" or self.minimum_hours is not None):
            raise ValueError(Message("match_level goes with records: structural, and not with minimum_hours"))
        if self.proportional and self.minimum_hours is None:
            raise ValueError(Message("proportional needs minimum_hours, the hours that earn all points"))
        if (self.records == "courses") != bool(self.kinds):
            raise ValueError(Message("kinds must be named for records: courses, and only for those"))
        if not self.points:
            raise ValueError(Message("points leave a gap: name at least one type of post"))
        return self


class Kompetensi(_Closed):
    """Items, an optional base by predikat, and the most they can add up to.

    `step`: points of one addition to the base, where those of the items are not known.
    """

    maximum: Points
    step: Annotated[float, BeforeValidator(as_number), Field(gt=0, le=100)] | None = None
    base: dict[Predikat, Points] | None = None
    items: dict[Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")], Item] = Field(min_length=1)

    @model_validator(mode="after")
    def _own_columns(self) -> Self:
        hours = [item.hours_column for item in self.items.values() if item.hours_column]
        for name in (*self.items, *hours):
            if name in RESERVED or name.startswith(("tanpa_", "tambah_", "awal_")):
                raise ValueError(
                    Message("items: the name {name!r} is taken by another column of the scores", name=name)
                )
        if len({*self.items, *hours}) != len(self.items) + len(hours):
            raise ValueError(Message("items: two columns have the same name"))
        return self


class Band(_Closed):
    """Values above an edge (None: the rest) have this predikat."""

    above: Annotated[float, BeforeValidator(as_number), Field(ge=0, le=100, allow_inf_nan=False)] | None
    predikat: Predikat


class Kinerja(_Closed):
    """Which year's assessment counts, and its points."""

    years_before: int = Field(ge=0, le=5)
    points: dict[Predikat, Points]
    bands: tuple[Band, ...]


class Disiplin(_Closed):
    """Points by the worst sanction of a window."""

    years_before: int = Field(ge=0, le=60)
    points: dict[Sanction | Literal["tidak_pernah"], Points]


class Categories(_Closed):
    """The lower bounds of the categories in two readings, and the reading in force."""

    reading: Reading
    edges: dict[Reading, dict[str, Points]]

    @model_validator(mode="after")
    def _descending(self) -> Self:
        for reading, edges in self.edges.items():
            if tuple(edges) != CATEGORIES[:-1]:
                names = ", ".join(CATEGORIES[:-1])
                raise ValueError(Message("{key} must name {names} in this order", key=f"edges.{reading}", names=names))
            values = list(edges.values())
            if values != sorted(values, reverse=True) or len(set(values)) != len(values):
                raise ValueError(Message("{key} must fall from one category to the next", key=f"edges.{reading}"))
        if self.reading not in self.edges:
            raise ValueError(Message("{key} is missing", key=f"edges.{self.reading}"))
        return self


class OfPppk(_Closed):
    """Rules that hold for PPPK in place of those for everybody."""

    kualifikasi: Kualifikasi | None = None
    kompetensi: Kompetensi | None = None


class Learned(_Closed):
    """The data that an instrument was learned from: a snapshot, how many people, and the share that it reproduces."""

    region: str
    date: datetime.date
    people: int = Field(ge=1)
    share: dict[Dimension, Annotated[float, Field(ge=0, le=1)]]


class Instrument(_Closed):
    """The whole set of rules; see the YAML files beside this module for legal source and certainty of each value."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    title: Text
    legal_basis: tuple[str, ...]
    provisional: bool = False
    weights: dict[Dimension, Points]
    population: Population
    codes: Codes
    kualifikasi: Kualifikasi
    kompetensi: Kompetensi
    kinerja: Kinerja
    disiplin: Disiplin
    categories: Categories
    decisions: tuple[Decision, ...]
    pppk: OfPppk | None = None
    learned: Learned | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _require_all("weights", self.weights, DIMENSIONS)
        total = sum(self.weights.values())
        if abs(total - 100) > 1e-9:
            raise ValueError(Message("weights must sum to 100, not {total:a}", total=total))
        _require_all("kinerja.points", self.kinerja.points, PREDIKAT)
        _require_all("disiplin.points", self.disiplin.points, ("tidak_pernah", *SANCTIONS))
        if self.kompetensi.base is not None:
            _require_all("kompetensi.base", self.kompetensi.base, PREDIKAT)
        self._check_kualifikasi("kualifikasi", self.kualifikasi)
        if self.pppk is not None:
            self._check_pppk(self.pppk)
        _refuse_others("population.kedudukan_hukum", self.population.kedudukan_hukum, tuple(self.codes.kedudukan_hukum))
        self._check_maxima()
        self._check_bands()
        return self

    def _check_kualifikasi(self, place: str, rules: Kualifikasi) -> None:
        needed = rules.keys(self.codes)
        _require_all(f"{place}.points", rules.points, needed)
        _refuse_others(f"{place}.points", rules.points, needed)

    def _check_pppk(self, pppk: OfPppk) -> None:
        if pppk.kualifikasi is not None:
            self._check_kualifikasi("pppk.kualifikasi", pppk.kualifikasi)
        if pppk.kompetensi is not None and tuple(pppk.kompetensi.items) != self.item_names:
            names = ", ".join(self.item_names)
            raise ValueError(Message("pppk.kompetensi.items must be {names}, as for everybody", names=names))

    def _check_maxima(self) -> None:
        maxima: dict[Dimension, float] = {
            "kualifikasi": max(self.kualifikasi.points.values()),
            "kompetensi": self.kompetensi.maximum,
            "kinerja": max(self.kinerja.points.values()),
            "disiplin": max(self.disiplin.points.values()),
        }
        for dimension, maximum in maxima.items():
            below = self.learned is not None and maximum < self.weights[dimension]  # data need not show the most
            if abs(maximum - self.weights[dimension]) > 1e-9 and not below:
                raise ValueError(
                    Message(
                        "the most that {dimension} can earn is {maximum:a}, not its weight",
                        dimension=dimension,
                        maximum=maximum,
                    )
                )

    def _check_bands(self) -> None:
        edges = [band.above for band in self.kinerja.bands]
        if not edges or edges[-1] is not None or None in edges[:-1]:
            raise ValueError(Message("kinerja.bands leave a gap: the last band, and only it, has no lower edge"))
        numbers = [edge for edge in edges if edge is not None]
        if numbers != sorted(numbers, reverse=True) or len(set(numbers)) != len(numbers):
            raise ValueError(Message("kinerja.bands must fall from one band to the next"))

    def by_employee(self) -> tuple[Instrument, Instrument]:
        """The instrument of PNS and that of PPPK, which know no other rules for the other kind."""
        own = {} if self.pppk is None else {name: rules for name, rules in self.pppk if rules is not None}
        return self.model_copy(update={"pppk": None}), self.model_copy(update={"pppk": None, **own})

    @property
    def is_known(self) -> bool:
        """Whether every rule is known, or was learned from data."""
        return not self.provisional or self.learned is not None

    @property
    def item_names(self) -> tuple[str, ...]:
        """Names of the items of kompetensi, in the order of the file."""
        return tuple(self.kompetensi.items)

    @property
    def hours_columns(self) -> tuple[str, ...]:
        """Names of the columns of training hours, in the order of the items."""
        return tuple(item.hours_column for item in self.kompetensi.items.values() if item.hours_column)


def _require_all(place: str, given: Collection[str], needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in given]
    if missing:
        raise ValueError(Message("{key} leaves a gap: {missing} missing", key=place, missing=", ".join(missing)))


def _refuse_others(place: str, given: Iterable[str], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise ValueError(Message("{key}: {error}", key=place, error=unknown("code", name, known).message))
