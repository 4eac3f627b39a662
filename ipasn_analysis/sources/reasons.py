"""Why rows are not used, as values: the kind of a reason, what varies in it and the file it is about."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Self

_HOURS = "lengkapi jumlah jam pelajaran pada sertifikat"
_DATES = "perbaiki tanggal (dd-mm-yyyy) pada riwayat di SIASN/SIMPEG"
_EDUCATION = "pakai kode TINGKAT PENDIDIKAN ID SIASN"
_POSTS = "pakai kode JENIS JABATAN ID 1, 2, 3, atau 4"
_ELSEWHERE = "perbaiki di SIASN/SIMPEG"


class Kind(Enum):
    """A kind of reason: its words (the message id, with what varies in braces) and what to do about it."""

    NIP_SCIENTIFIC = (
        "NIP dalam notasi ilmiah, digit akhirnya hilang",
        "ekspor ulang; jangan simpan CSV dari Excel sebelum kolom NIP menjadi Teks",
    )
    NIP_EMPTY = "NIP kosong", "lengkapi NIP di SIASN/SIMPEG"
    NIP_NUMBER = (
        "NIP tersimpan sebagai angka, bukan teks, sehingga digit akhirnya hilang",
        "ubah kolom NIP menjadi Teks di Excel, lalu ekspor ulang dari sumbernya",
    )
    NIP_UNKNOWN = (
        "NIP tidak ada dalam data pegawai",
        "sertakan pegawai itu dalam data pegawai, atau abaikan bila sudah keluar",
    )
    NIP_FORM = "NIP tidak terdiri atas 18 digit", "perbaiki NIP di SIASN/SIMPEG"
    NIP_DIFFERING = (
        "NIP yang sama pada baris yang berbeda isinya",
        "hapus atau samakan baris kembar dari pegawai yang sama",
    )
    UNEVEN = "baris berisi {sel} sel, judul kolom {judul}", "beri tanda kutip pada sel yang berisi tanda pemisah"
    COPY = "baris kembar yang sama", _ELSEWHERE
    HOURS_MISSING = "diklat teknis tanpa jumlah jam", _HOURS
    ASSESSMENTS_DIFFERING = (
        "dua penilaian yang berbeda untuk satu tahun",
        "tetapkan satu penilaian kinerja untuk tahun itu",
    )
    NO_ESELON = "jabatan struktural tanpa eselon", _ELSEWHERE
    COURSE_KIND_UNKNOWN = "jenis diklat tidak dikenal", _ELSEWHERE
    POST_EMPTY = "jenis jabatan kosong", _POSTS
    POST_UNKNOWN = "jenis jabatan tidak dikenal", _POSTS
    EMPLOYEE_UNKNOWN = "jenis pegawai bukan PNS atau PPPK", _ELSEWHERE
    EMPLOYEE_EMPTY = "jenis pegawai kosong", _ELSEWHERE
    HOURS_NO_NUMBER = "jumlah jam bukan angka", _HOURS
    HOURS_NEGATIVE = "jumlah jam negatif", _HOURS
    STATUS_EMPTY = "kedudukan hukum kosong", _ELSEWHERE
    STATUS = "kedudukan hukum {kode} ({nama})", _ELSEWHERE
    NAME_EMPTY = "nama kosong", _ELSEWHERE
    VALUE_NO_NUMBER = "nilai bukan angka 0–100", _ELSEWHERE
    SCORE_RANGE = "nilai di luar 0–{maksimum}", _ELSEWHERE
    VALUE_EMPTY = "nilai kosong", _ELSEWHERE
    SCORE_NO_NUMBER = "nilai kosong atau bukan angka", _ELSEWHERE
    OTHER_YEAR = "nilai untuk tahun lain", _ELSEWHERE
    IN_RW_SKP = "penilaian sampai {tahun} dibaca dari rw_skp", _ELSEWHERE
    IN_RW_SKP22 = "penilaian setelah {tahun} dibaca dari rw_skp22", _ELSEWHERE
    PREDIKAT_EMPTY = "predikat kosong", "lengkapi predikat di e-Kinerja/SIASN"
    PREDIKAT_UNKNOWN = (
        "predikat tidak dikenal",
        "pakai predikat sangat baik, baik, butuh perbaikan, kurang, atau sangat kurang",
    )
    YEAR_EMPTY = "tahun kosong", _ELSEWHERE
    YEAR_NO_NUMBER = "tahun kosong atau bukan angka", _ELSEWHERE
    YEAR_LATER = "tahun setelah tahun ukur", _ELSEWHERE
    YEAR_IMPOSSIBLE = "tahun tidak mungkin", _ELSEWHERE
    DATE_EMPTY = "tanggal kosong", _DATES
    BIRTH_IMPOSSIBLE = "tanggal lahir di dalam NIP tidak mungkin", _DATES
    BIRTH_DIFFERING = "tanggal lahir di profil berbeda dari NIP", _DATES
    DATE_LATER = "tanggal setelah tanggal batas", _DATES
    DATE_IMPOSSIBLE = "tanggal tidak mungkin atau tidak terbaca", _DATES
    SANCTION_UNKNOWN = "tingkat hukuman tidak dikenal", _ELSEWHERE
    EDUCATION_EMPTY = "tingkat pendidikan kosong", _EDUCATION
    EDUCATION_UNKNOWN = "tingkat pendidikan tidak dikenal", _EDUCATION
    TOTAL_DIFFERING = "total tidak sama dengan jumlah keempat dimensi", _ELSEWHERE
    UNIT_EMPTY = "unit organisasi kosong", "lengkapi UNOR NAMA"
    DATE_MONTH_FIRST = (
        "tanggal tertulis bulan lebih dahulu",
        "tulis kolom itu sebagai dd-mm-yyyy, atau ekspor ulang dengan pengaturan wilayah Indonesia",
    )
    HOURS_AMBIGUOUS = "jumlah jam dapat dibaca sebagai ribuan atau sebagai pecahan", "tulis jumlah jam tanpa pemisah"
    RECAP_MISPRINT = "baris rekap yang angkanya tidak mungkin tepat bersama-sama (salah cetak?)", _ELSEWHERE
    SCORE_OTHER = "nilai lain pegawai yang sama; dipakai yang terakhir sampai tanggal batas", _ELSEWHERE
    SCORE_LATE = (
        "nilai yang baru diperbarui setelah tanggal batas dipakai, karena tidak ada yang lebih awal",
        "periksa tanggal batas potret data ini",
    )
    NEAR_HEADER = (
        "judul kolom {judul} hampir sama dengan {kolom}, tetapi tidak dibaca",
        "ganti judul kolom itu bila memang itu yang dimaksud",
    )
    LOST_SIGNS = (
        "teks yang bukan UTF-8 pada kolom {kolom}, mulai baris {baris}; tanda yang tidak terbaca hilang",
        "perbaiki teks itu di basis data",
    )
    FOREIGN_BYTES = "byte yang bukan UTF-8 dibaca sebagai cp1252", "simpan berkas itu sebagai 'CSV UTF-8'"
    MERGED = "sel gabungan pada kolom {kolom} diisikan ke setiap barisnya", "periksa isi kolom itu"
    SHEETS = "lembar yang dibaca bersama: {lembar}", "sembunyikan lembar yang tidak dimaksud"
    FAR_CELLS = "sel jauh di luar tabel tidak dibaca", "hapus sel itu"
    NOT_PEOPLE = "bukan baris pegawai", "hapus baris jumlah, nomor, dan tanda tangan"
    COURSE_BY_START = (
        "kursus tanpa tanggal selesai dihitung menurut tanggal mulainya",
        "lengkapi tanggal selesai kursus di SIASN/SIMPEG",
    )
    EMPLOYEE_DERIVED = "jenis pegawai diambil dari kedudukan hukum atau NIP", "periksa JENIS PEGAWAI NAMA"
    CPNS = "CPNS", "tidak ada; yang kedudukan hukumnya 51 tidak diukur"
    OTHER_GOVERNMENT = (
        "pegawai yang INSTANSI KERJA-nya bukan {pemerintah} (terbanyak: {lain})",
        "periksa apakah mereka ikut diukur di sini",
    )
    PART_TIME = "PPPK paruh waktu", "tidak ada; mereka dihitung sebagai PPPK"
    NO_NIPS = (
        "tanpa NIP; nilai hanya dihitung bersama, tidak seorang pun dicocokkan dengan data lain",
        "tambahkan kolom nip",
    )
    NO_YEAR = "tanpa kolom tahun; dipakai tahun snapshot", "tambahkan kolom tahun"
    UNITS_ARE_LEAVES = (
        "perangkat daerah = {kolom}, {unit} unit; tambahkan unor, pemetaan_unor, atau {induk}",
        "ekspor daftar unit organisasi dari SIASN sebagai unor",
    )
    UNIT_IS_LEAF = (
        "pegawai tanpa perangkat daerah dalam UNOR INDUK NAMA atau pemetaan_unor; dipakai UNOR NAMA",
        "lengkapi UNOR INDUK NAMA atau pemetaan_unor",
    )
    UNIT_WITHOUT_PARENT = "unit tanpa induk di dalam unor", "lengkapi DIATASAN ID"
    UNIT_IN_CIRCLE = "unit yang menjadi atasan dirinya sendiri di dalam unor", "perbaiki DIATASAN ID"
    UNIT_TWICE = "unit yang tercantum lagi dengan isi yang lain; dipakai yang pertama", "sisakan satu baris setiap unit"
    UNIT_UNKNOWN = "pegawai pada unit yang tidak ada, atau tidak berpangkal, di dalam unor", "perbarui unor"
    ESELON_OF_UNIT = "eselon diambil dari unit di dalam unor", "lengkapi ESELON ID"
    LEAVES_TOO_SMALL = (
        "perangkat daerah = {kolom}: {unit} unit, {kecil} di antaranya terlalu kecil untuk ditampilkan; "
        "tambahkan unor, pemetaan_unor, atau {induk}",
        "ekspor daftar unit organisasi dari SIASN sebagai unor",
    )
    UNITS_ALIKE = (
        "nama unit yang hanya berbeda huruf besar, spasi, atau tanda baca dihitung sebagai unit yang berbeda: {contoh}",
        "tulis nama unit yang sama dengan cara yang sama",
    )
    NO_STRUCTURAL = (
        "tidak ada rw_diklat: diklat kepemimpinan tidak tercatat dan dinilai 0",
        "sertakan riwayat diklat struktural sebagai rw_diklat",
    )
    NO_COURSES = (
        "tidak ada rw_kursus: diklat fungsional, diklat teknis, dan seminar tidak tercatat dan dinilai 0",
        "sertakan riwayat kursus sebagai rw_kursus",
    )
    NO_ASSESSMENTS = (
        "tidak ada {tabel}: penilaian kinerja tidak tercatat dan kinerja dinilai 0",
        "sertakan riwayat penilaian kinerja",
    )
    NO_SANCTIONS = (
        "tidak ada rw_hukdis: disiplin semua pegawai bernilai penuh tanpa dapat diperiksa",
        "sertakan riwayat hukuman disiplin sebagai rw_hukdis",
    )
    NO_ESELON_COLUMN = (
        "tidak ada kolom ESELON ID: diklat kepemimpinan jabatan struktural dinilai 0",
        "sertakan ESELON ID, atau unor dengan ESELON ID",
    )
    NO_HOURS = (
        "diklat teknis tanpa satu pun jumlah jam: apakah 20 JP tercapai tidak diketahui",
        "isikan jumlah jam pelajaran diklat teknis",
    )
    NO_REQUIREMENT = (
        "tanpa SYARAT PENDIDIKAN ID: kualifikasi dinilai 0 menurut {instrumen}",
        "sertakan SYARAT PENDIDIKAN ID",
    )
    NO_PROFILE = (
        "tidak ada profil di samping nilai_ipasn: berapa pegawai yang seharusnya diukur, eselon, dan catatan mereka "
        "tidak diketahui",
        "sertakan profil dan riwayat bila hendak dipakai",
    )
    NO_RECORDS = (
        "tidak ada {tabel} di samping nilai_ipasn: butir, tindakan, dan sebab selisih menurut catatan tidak lengkap; "
        "nilai resmi tidak berubah",
        "sertakan tabel itu bila catatan sendiri hendak dipakai",
    )
    COVERAGE = (
        "hanya {persen}% dari pegawai yang seharusnya diukur",
        "perbaiki baris yang ditolak; ipasn check menyebut alasannya",
    )
    REJECTED = "baris pegawai ditolak dan tidak diukur", "perbaiki baris itu; ipasn check menyebut alasannya"
    ELSEWHERE = "pegawai DPK atau DPB, yang bekerja pada instansi lain", "periksa apakah mereka ikut diukur di sini"
    UNREAD_ANY = "berkas atau judul kolom yang hampir cocok tidak dibaca", "ipasn check menyebut namanya"
    UNREAD = "{nama} bukan nama tabel dan tidak dibaca", "pindahkan, atau beri nama tabel"
    UNREAD_NEAR = "{nama} bukan nama tabel dan tidak dibaca; maksudnya {tabel}?", "beri nama tabel itu"
    ROW_WITHOUT_SNAPSHOT = "baris tanpa region atau snapshot yang dapat dibaca", "lengkapi region dan snapshot"

    def __init__(self, words: str, remedy: str) -> None:
        self.words = words
        self.remedy = remedy


class Reason(str):
    """A reason in Indonesian, as files and results state it, that knows its kind, its values and its file.

    `words` leave out the file. Two reasons are the same when they read the same. Another language words `kind` and
    `values` anew (`writing.reasons`); nothing takes the text apart.
    """

    kind: Kind
    values: Mapping[str, str]
    file: str
    words: str

    def __new__(cls, kind: Kind, file: str = "", **values: str) -> Self:
        """The reason of that kind with its values, of the people file or of another `file`."""
        words = kind.words.format(**values)
        reason = super().__new__(cls, f"{file}: {words}" if file else words)
        reason.kind, reason.values, reason.file, reason.words = kind, values, file, words
        return reason

    def __getnewargs_ex__(self) -> tuple[tuple[Kind, str], dict[str, str]]:
        """What makes the same reason in another process."""
        return (self.kind, self.file), dict(self.values)

    def of_file(self, file: str) -> Reason:
        """The same reason about a file."""
        return Reason(self.kind, file, **self.values)

    def as_json(self) -> dict[str, Any]:
        """The parts of the reason, to be kept."""
        return {"kind": self.kind.name, "file": self.file, "values": dict(self.values)}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Reason:
        """The reason of which `as_json` gave the parts."""
        return Reason(Kind[parts["kind"]], parts["file"], **parts["values"])
