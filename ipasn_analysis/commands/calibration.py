"""The command `calibrate`: the official rule, learned from official scores beside records."""

from __future__ import annotations

from ipasn_analysis.commands.arguments import Commands, Options, add_command, add_snapshot
from ipasn_analysis.errors import Message


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
    add_snapshot(calibrate)
    calibrate.add_argument("--out", help=Message("FILE.yaml: the rule as an instrument, for --instrument and params"))
    calibrate.add_argument(
        "--list", help=Message("FILE.csv: confidential list of the people not explained; RAHASIA is added to its name")
    )


def _calibrate(options: _CalibrateOptions) -> int:
    from ipasn_analysis.calibration import calibrate  # noqa: PLC0415
    from ipasn_analysis.files import output_path, write_output  # noqa: PLC0415
    from ipasn_analysis.people.export import marked, refuse_overwriting, write_csv, write_private  # noqa: PLC0415
    from ipasn_analysis.sources.snapshots import open_snapshot  # noqa: PLC0415

    out = None if options.out is None else output_path(options.out, ".yaml", ".yml")
    people = None if options.list is None else output_path(options.list, ".csv", option="--list")
    snapshot = open_snapshot(options.snapshot)
    refuse_overwriting(snapshot, [path for path in (out, people) if path is not None])
    found = calibrate(snapshot)
    print(*(getattr(line, options.w.language) for line in found.findings), sep="\n")
    if out is not None:
        write_output(out, found.yaml().encode())
    if people is not None:
        people = marked(people)
        write_private(people, lambda path: write_csv(found.unexplained_people(), path))
    for written in (out, people):
        if written is not None:
            print(written)
    return 0
