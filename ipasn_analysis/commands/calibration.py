"""The command `calibrate`: the official rule, learned from official scores beside records."""

from __future__ import annotations

from pathlib import Path

from ipasn_analysis.commands.arguments import Commands, Options, add_command
from ipasn_analysis.errors import Message, UsageError


class _CalibrateOptions(Options):
    snapshot: str
    out: str | None
    list: str | None


def add(commands: Commands) -> None:
    """Add the command."""
    calibrate = add_command(
        commands,
        "calibrate",
        _calibrate,
        summary=Message("learn the official rule from people with both official scores and records"),
        example="ipasn calibrate DATA/banjar/2025-12-23 --out rule.yaml",
    )
    calibrate.add_argument(
        "snapshot", metavar="SNAPSHOT", help=Message("folder DATA/<region>/<YYYY-MM-DD>, or URL#region/YYYY-MM-DD")
    )
    calibrate.add_argument("--out", help=Message("FILE.yaml: the rule as an instrument, for --instrument and params"))
    calibrate.add_argument(
        "--list", help=Message("FILE.csv: confidential list of the people not explained; RAHASIA is added to its name")
    )


def _calibrate(options: _CalibrateOptions) -> int:
    from ipasn_analysis.calibration import calibrate  # noqa: PLC0415
    from ipasn_analysis.people.export import marked, refuse_overwriting, write_csv, write_private  # noqa: PLC0415
    from ipasn_analysis.sources.snapshots import open_snapshot  # noqa: PLC0415

    out = _target("--out", options.out, (".yaml", ".yml"))
    people = _target("--list", options.list, (".csv",))
    snapshot = open_snapshot(options.snapshot)
    refuse_overwriting(snapshot, [path for path in (out, people) if path is not None])
    found = calibrate(snapshot)
    print(*(getattr(line, options.w.language) for line in found.findings), sep="\n")
    if out is not None:
        write_text(out, found.yaml())
    if people is not None:
        people = marked(people)
        write_private(people, lambda path: write_csv(found.unexplained_people(), path))
    for written in (out, people):
        if written is not None:
            print(written)
    return 0


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all."""
    from ipasn_analysis.files import atomic_write  # noqa: PLC0415

    try:
        atomic_write(path, text.encode())
    except OSError as error:
        raise UsageError(f"--out {str(path)!r}: cannot be written ({error.strerror or error})") from error


def _target(option: str, name: str | None, suffixes: tuple[str, ...]) -> Path | None:
    """The path to be written; `UsageError` when it ends otherwise or its folder is not there."""
    if name is None:
        return None
    path = Path(name)
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{option} {name!r} must end in {' or '.join(suffixes)}")
    if not path.parent.is_dir():
        raise UsageError(f"{option} {name!r}: there is no folder {path.parent}")
    return path
