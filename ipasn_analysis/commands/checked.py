"""What `check` prints: the rows of every snapshot accounted for, and what to correct where."""

from __future__ import annotations

from collections.abc import Iterable

from ipasn_analysis.build.remarks import lines_of, not_read
from ipasn_analysis.errors import Message
from ipasn_analysis.people.check import Checked, CheckedSnapshot
from ipasn_analysis.records.rejects import Counts
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.writer import Writer

MOST_FREQUENT = 10


def text(checked: Checked, w: Writer) -> str:
    """A summary that a clerk can act on: of each snapshot the same, then the most frequent reasons of all."""
    lines: list[str] = []
    for one in checked.snapshots:
        lines += of_snapshot(one, w)
    lines += [w.say(not_read(what)) for what in checked.misplaced]
    lines += [w.say(Message("not read by reports: {what}", what=what)) for what in checked.unknown]
    lines += [
        w("{snapshot}: TIDAK DAPAT DIPAKAI: {sebab}", snapshot=f"{snapshot.region} {snapshot.as_of}", sebab=why)
        for snapshot, why in checked.failures
    ]
    return "\n".join([*lines, *_most_frequent(checked, w)])


def of_snapshot(one: CheckedSnapshot, w: Writer) -> Iterable[str]:
    """The rows of a snapshot accounted for, and what is to be said of them."""
    tally = one.accepted.tally
    yield w(
        "{snapshot}: {baris} baris = {diukur} diukur + {dikecualikan} dikecualikan + {ditolak} ditolak; {riwayat} baris riwayat disisihkan",
        snapshot=one.name,
        baris=tally.rows,
        diukur=tally.measured,
        dikecualikan=tally.excluded_total,
        ditolak=tally.rejected_total,
        riwayat=tally.set_aside_total,
    )
    yield from _listed(w("Dikecualikan:"), tally.excluded, w)
    yield from _listed(w("Perlu dilihat pada baris yang diterima:"), tally.findings, w)
    yield from lines_of(one.name, one.remarks, w)
    for units in one.alike:
        names = (w("'{unit}' ({jumlah} pegawai)", unit=name, jumlah=count) for name, count in units.items())
        yield w("{snapshot}: nama unit mirip, satu unit? {daftar}", snapshot=one.name, daftar=", ".join(names))


def _listed(title: str, counts: Counts, w: Writer) -> list[str]:
    return [f"  {title}", *(f"  {count:>7}  {reason(w, why)}" for why, count in counts.items())] if counts else []


def _most_frequent(checked: Checked, w: Writer) -> list[str]:
    counts = checked.unused_by_reason()
    if not counts:
        return [w("Tidak ada baris yang ditolak atau disisihkan.")]
    rows = [
        (-count, f"{why.file}: {f'{column}: ' if column else ''}{reason(w, why.of_file(''))}", why.kind.remedy)
        for (column, why), count in counts.items()
    ]
    return [
        w("{jumlah} alasan tersering dan perbaikannya:", jumlah=min(MOST_FREQUENT, len(rows))),
        *(f"  {-count:>7}  {what} → {w.translate(remedy)}" for count, what, remedy in sorted(rows)[:MOST_FREQUENT]),
    ]
