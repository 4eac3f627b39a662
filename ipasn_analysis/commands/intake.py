"""The command `intake`: from a folder of exports to a snapshot that reports can be built from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ipasn_analysis.commands.arguments import Commands, Options, add_command, open_project
from ipasn_analysis.errors import Message

if TYPE_CHECKING:
    from ipasn_analysis.intake.arrange import Intake
    from ipasn_analysis.intake.recognise import Recognised
    from ipasn_analysis.writing.writer import Writer


class _IntakeOptions(Options):
    folder: str
    region: str
    date: str
    out: str
    dry_run: bool


def add(commands: Commands) -> None:
    """Add the command."""
    intake = add_command(
        commands,
        "intake",
        _intake,
        summary=Message("recognise a folder of exports and lay them out for reports"),
        example="ipasn intake ekspor --region banjar --date 2025-12-23 --out DATA",
    )
    intake.add_argument(
        "folder", metavar="FOLDER", help=Message("folder with the exports, of any names; it is not changed")
    )
    intake.add_argument("--region", required=True, help=Message("the government whose people they are"))
    intake.add_argument("--date", required=True, help=Message("cut-off date of the exports, YYYY-MM-DD"))
    intake.add_argument("--out", default="DATA", help=Message("folder of all snapshots (default: DATA)"))
    intake.add_argument("--dry-run", action="store_true", help=Message("only tell what would be done"))


def _intake(options: _IntakeOptions) -> int:
    from ipasn_analysis.intake.arrange import take_in  # noqa: PLC0415

    found = take_in(
        open_project(options), options.folder, options.region, options.date, options.out, dry_run=options.dry_run
    )
    w = options.w
    print("\n".join(text(found, w)))
    if found.problem is not None:
        raise found.problem
    print("\n".join(_end(found, w, options)))
    return 0


def text(found: Intake, w: Writer) -> Iterable[str]:
    """What each file is, and what the snapshot that they make gives and lacks."""
    from ipasn_analysis.commands.checked import of_snapshot  # noqa: PLC0415 - pandas is slow to import

    for position, one in enumerate(found.files):
        yield from _of_file(one, found.names.get(position), w)
    if found.checked is not None:
        yield ""
        yield from of_snapshot(found.checked, w)


def _of_file(one: Recognised, name: str | None, w: Writer) -> Iterable[str]:
    if name is None or one.raw is None:
        yield w.say(one.problem) if one.problem else f"{one.path.name}: {w(one.why, berkas=one.same_as)}"
        return
    sheets = f" [{', '.join(one.sheets)}]" if one.sheets else ""
    yield w(
        "{berkas} → {tabel}: {baris:i} baris, {dikenal} dari {semua} kolom yang dipakai",
        berkas=one.path.name + sheets,
        tabel=name,
        baris=one.raw.rows,
        dikenal=len(one.headers),
        semua=len(one.headers) + len(one.absent),
    )
    for column, header in one.renamed.items():
        yield w("    kolom '{judul}' dibaca sebagai {kolom}", judul=header, kolom=column)
    if one.absent:
        yield w("    tidak ada kolom {daftar}", daftar=", ".join(one.absent))


def _end(found: Intake, w: Writer, options: _IntakeOptions) -> Iterable[str]:
    """What was written, and the command that comes next."""
    yield ""
    if found.units:
        yield w(
            "{berkas}: {unit:i} unit, perangkat daerah {tebakan:i} di antaranya ditebak dari namanya; buka dengan Excel, periksa dan lengkapi kolom PERANGKAT DAERAH, atau sertakan unor",
            berkas=str(found.place / "pemetaan_unor.csv"),
            unit=len(found.units),
            tebakan=sum(bool(row.guess) for row in found.units),
        )
    if options.dry_run:
        yield w(
            "Tidak ada yang ditulis. Untuk menatanya di {tempat}, jalankan lagi tanpa --dry-run.",
            tempat=str(found.place),
        )
        return
    yield w(
        "{tempat}: {jumlah} berkas tertata; folder asalnya tidak diubah.",
        tempat=str(found.place),
        jumlah=len(found.names),
    )
    yield w("Berikutnya: ipasn report {wilayah} --data {data}", wilayah=options.region, data=options.out)
