"""The tables that are read: which columns each needs and uses, and under which headers agencies have them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TableSpec:
    """Columns of one table; `needed` must be there, `optional` are used when present (SIASN headers).

    `other_names` are further headers under which agencies have a column, `units` the columns that name units. `about`
    is the column that tells whom a row is about where that is not the first.
    """

    name: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    about: str = ""

    @property
    def key(self) -> str:
        """The column that tells whom a row is about: the NIP, or the unit."""
        return self.about or self.needed[0]

    @property
    def used(self) -> tuple[str, ...]:
        """All columns that are read."""
        return self.needed + self.optional

    def headers_of(self, column: str) -> tuple[str, ...]:
        """The headers under which a column may stand, its own first, without regard to what does not matter."""
        return (folded(column), *(folded(name) for name in self.other_names.get(column, ())))


NIP = ("NIP BARU", "nip")
PROFIL = TableSpec(
    "profil",
    (
        "NIP BARU",
        "NAMA",
        "JENIS PEGAWAI NAMA",
        "KEDUDUKAN HUKUM ID",
        "JENIS JABATAN ID",
        "TINGKAT PENDIDIKAN ID",
        "UNOR NAMA",
    ),
    (
        "ESELON ID",
        "UNOR ID",
        "UNOR INDUK NAMA",
        "JABATAN NAMA",
        "GOL AKHIR ID",
        "JENIS KELAMIN",
        "TANGGAL LAHIR",
        "TMT JABATAN",
        "SYARAT PENDIDIKAN ID",
        "STATUS CPNS PNS",
        "INSTANSI KERJA NAMA",
    ),
    {"NIP BARU": NIP, "KEDUDUKAN HUKUM ID": ("KEDUDUKAN PNS ID",)},
    units=("UNOR NAMA", "UNOR INDUK NAMA"),
)
RW_DIKLAT = TableSpec(
    "rw_diklat",
    ("nipBaru", "latihanStrukturalId", "tanggalSelesai"),
    ("latihanStrukturalNama", "jumlahJam"),
    {"nipBaru": NIP},
)
RW_KURSUS = TableSpec(
    "rw_kursus",
    ("nipBaru", "jenisDiklatId", "namaKursus", "tanggalSelesaiKursus"),
    ("tanggalKursus", "jumlahJam"),
    {"nipBaru": NIP},
)
RW_SKP = TableSpec("rw_skp", ("nipBaru", "tahun", "nilaiPrestasiKerja"), (), {"nipBaru": NIP})
RW_SKP22 = TableSpec("rw_skp22", ("nipBaru", "tahun", "kuadranKinerja"), (), {"nipBaru": NIP})
RW_HUKDIS = TableSpec(
    "rw_hukdis",
    ("nipBaru", "jenisTingkatHukumanId", "hukumanTanggal", "skPembatalanNomor"),
    (),
    {"nipBaru": NIP},
)
NILAI_IPASN = TableSpec(
    "nilai_ipasn",
    ("nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"),
    (
        "nip",
        "tahun",
        "updated",
        *(f"keterangan_{name}" for name in ("kualifikasi", "kompetensi", "kinerja", "disiplin")),
    ),
    {
        "nip": NIP,
        "unor": ("Satuan Kerja", "Unit Kerja", "UNOR NAMA"),
        "disiplin": ("hukdis",),
        "total": ("subtotal", "totalIP", "Nilai PIP", "ipasn_total"),
        "updated": ("created_at", "tgl_update", "updated_at"),
    },
    units=("unor",),
    about="nip",
)
REKAP_IPASN = TableSpec(
    "rekap_ipasn",
    ("perangkat_daerah", "jenis_pegawai", "jumlah", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"),
    ("tahun",),
    {
        "perangkat_daerah": ("instansi",),
        "disiplin": ("hukdis",),
        "total": ("subtotal", "totalIP", "Nilai PIP", "ipasn_total"),
    },
    units=("perangkat_daerah",),
)
UNOR = TableSpec(
    "unor",
    ("ID", "NAMA UNOR", "DIATASAN ID"),
    ("INDUK UNOR ID", "ESELON ID"),
    {"ID": ("UNOR ID",), "NAMA UNOR": ("UNOR NAMA",), "DIATASAN ID": ("UNOR ATASAN ID",)},
)
PEMETAAN_UNOR = TableSpec("pemetaan_unor", ("PERANGKAT DAERAH",), ("UNOR ID", "UNOR NAMA"))
SPECS: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        PROFIL,
        RW_DIKLAT,
        RW_KURSUS,
        RW_SKP,
        RW_SKP22,
        RW_HUKDIS,
        NILAI_IPASN,
        REKAP_IPASN,
        UNOR,
        PEMETAAN_UNOR,
    )
}
OFFICIAL_TABLE = "nilai_ipasn"
"""The table of scores that SIASN has computed."""
RECAP_TABLE = "rekap_ipasn"
"""The table of official results of groups, where there are no people."""
HISTORY_TABLES = ("rw_diklat", "rw_kursus", "rw_skp", "rw_skp22", "rw_hukdis")
"""The tables of what people have done: without any of them a profile beside official scores holds no records."""
PEOPLE_TABLES = ("profil", OFFICIAL_TABLE, RECAP_TABLE)
"""The tables of which a snapshot needs one."""
REGION_TABLES = ("unor", "pemetaan_unor")
"""The tables that may lie in the folder of a region, for all of its dates."""


_UNSEEN = re.compile(r"[\s_]+")
_NO_SIGNS = ("Cf", "Cc")


@functools.lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in _NO_SIGNS)
    return _UNSEEN.sub("", seen).casefold()


def folded(header: object) -> str:
    """A header without regard to case, blanks, line breaks, underscores and invisible characters."""
    return _folded(str(header)) if header is not None else ""
