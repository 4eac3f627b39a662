"""Checks input without scoring it: counts by reason and what to correct where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ipasn_analysis.errors import UsageError
from ipasn_analysis.records import Accepted, accept
from ipasn_analysis.scorefile import instrument_for
from ipasn_analysis.sources.files import SUFFIXES
from ipasn_analysis.sources.location import is_url
from ipasn_analysis.sources.snapshots import Snapshot, list_snapshots, open_snapshot, parse_date
from ipasn_analysis.sources.tables import SPECS

MOST_FREQUENT = 10
REMEDIES = {
    "NIP tersimpan sebagai angka": "ubah kolom NIP menjadi Teks di Excel, lalu ekspor ulang dari sumbernya",
    "NIP dalam notasi ilmiah": "ekspor ulang; jangan simpan CSV dari Excel sebelum kolom NIP menjadi Teks",
    "NIP tidak terdiri": "perbaiki NIP di SIASN/SIMPEG",
    "NIP kosong": "lengkapi NIP di SIASN/SIMPEG",
    "NIP yang sama": "hapus atau samakan baris kembar dari pegawai yang sama",
    "NIP tidak ada": "sertakan pegawai itu dalam data pegawai, atau abaikan bila sudah keluar",
    "tanggal": "perbaiki tanggal (dd-mm-yyyy) pada riwayat di SIASN/SIMPEG",
    "jumlah jam": "lengkapi jumlah jam pelajaran pada sertifikat",
    "diklat teknis tanpa": "lengkapi jumlah jam pelajaran pada sertifikat",
    "dua penilaian": "tetapkan satu penilaian kinerja untuk tahun itu",
    "tingkat pendidikan": "pakai kode TINGKAT PENDIDIKAN ID SIASN",
    "jenis jabatan": "pakai kode JENIS JABATAN ID 1, 2, 3, atau 4",
    "unit organisasi": "lengkapi UNOR NAMA",
    "predikat": "pakai predikat sangat baik, baik, butuh perbaikan, kurang, atau sangat kurang",
}


@dataclass(frozen=True)
class Checked:
    """The tallies of one or more snapshots."""

    accepted: tuple[tuple[Snapshot, Accepted], ...]
    failures: tuple[tuple[Snapshot, str], ...] = ()

    @property
    def unused(self) -> int:
        """Rows rejected or set aside, and snapshots that could not be read."""
        rows = sum(a.tally.rejected_total + a.tally.set_aside_total for _, a in self.accepted)
        return rows + len(self.failures)

    def as_dict(self) -> dict[str, object]:
        """The counts for ``--json``; of several snapshots the sums, and each under `snapshots`."""
        if len(self.accepted) == 1 and not self.failures:
            return self.accepted[0][1].tally.as_dict()
        total: dict[str, object] = {}
        for key in ("rows", "measured", "excluded", "rejected", "set_aside"):
            total[key] = sum(int(str(accepted.tally.as_dict()[key])) for _, accepted in self.accepted)
        total["snapshots"] = [
            {"region": snapshot.region, "as_of": snapshot.as_of.isoformat(), **accepted.tally.as_dict()}
            for snapshot, accepted in self.accepted
        ]
        total["unusable"] = {f"{snapshot.region}/{snapshot.as_of}": message for snapshot, message in self.failures}
        return total

    def text(self) -> str:
        """A summary that a clerk can act on."""
        lines = []
        for snapshot, accepted in self.accepted:
            tally = accepted.tally
            lines.append(
                f"{snapshot.region} {snapshot.as_of}: {tally.rows} baris = {tally.measured} diukur + "
                f"{tally.excluded_total} dikecualikan + {tally.rejected_total} ditolak; "
                f"{tally.set_aside_total} baris riwayat disisihkan"
            )
            if len(self.accepted) == 1:
                lines += _listed("Dikecualikan", dict(tally.excluded))
                lines += _listed("Perlu dilihat pada baris yang diterima", dict(tally.findings))
        for snapshot, _ in self.accepted:
            for name, table in snapshot.unknown_files.items():
                meant = f"; maksudnya {table}?" if table else ""
                lines.append(f"{snapshot.region} {snapshot.as_of}: {name} bukan nama tabel dan tidak dibaca{meant}")
        lines += [f"{snapshot.region} {snapshot.as_of}: TIDAK DAPAT DIPAKAI: {why}" for snapshot, why in self.failures]
        lines += self._most_frequent()
        return "\n".join(lines)

    def _most_frequent(self) -> list[str]:
        counts: Counter[str] = Counter()
        for _, accepted in self.accepted:
            counts.update(accepted.frequent)
        if not counts:
            return ["Tidak ada baris yang ditolak atau disisihkan."]
        lines = [f"{MOST_FREQUENT} alasan tersering dan perbaikannya:"]
        for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_FREQUENT]:
            remedy = next((text for start, text in REMEDIES.items() if start in reason), "perbaiki di SIASN/SIMPEG")
            lines.append(f"  {count:>7}  {reason} → {remedy}")
        return lines


def _listed(title: str, counts: dict[str, int]) -> list[str]:
    return [f"{title}:", *(f"  {count:>7}  {reason}" for reason, count in counts.items())] if counts else []


def check(place: str, as_of: str | None = None) -> Checked:
    """Check one snapshot, or every snapshot of DATA; `UsageError` when a single one, or all, cannot be used."""
    date = parse_date(as_of, "--as-of") if as_of else None
    if _is_snapshot(place):
        snapshot = open_snapshot(place, as_of=date)
        return Checked(((snapshot, _accept(snapshot)),))
    snapshots = list_snapshots(place)
    if not snapshots:
        raise UsageError(f"{place}: holds no snapshot <region>/<YYYY-MM-DD>/")
    accepted, failures = [], []
    for snapshot in snapshots:
        try:
            accepted.append((snapshot, _accept(snapshot)))
        except UsageError as error:
            failures.append((snapshot, str(error)))
    if not accepted:
        raise UsageError(failures[0][1])
    return Checked(tuple(accepted), tuple(failures))


def _accept(snapshot: Snapshot) -> Accepted:
    return accept(snapshot.read(), instrument_for(snapshot), snapshot.as_of, str(snapshot))


def _is_snapshot(place: str) -> bool:
    if is_url(place):
        return "#" in place
    folder = Path(place)
    if not folder.is_dir():
        raise UsageError(f"{place}: there is no such folder")
    files = (path for path in folder.iterdir() if path.suffix.casefold() in SUFFIXES)
    return any(path.stem.casefold() in SPECS for path in files)
