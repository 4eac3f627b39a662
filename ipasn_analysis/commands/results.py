"""The commands about what was built: `compare` and `verify`."""

from __future__ import annotations

from pathlib import Path

from ipasn_analysis.commands.arguments import Commands, Options, add_command, add_data, open_project
from ipasn_analysis.errors import Message


class _CompareOptions(Options):
    a: str
    b: str
    data: str | None
    json: bool
    out: str | None


class _VerifyOptions(Options):
    file: str
    data: str | None


def add(commands: Commands) -> None:
    """Add both commands."""
    compare = add_command(
        commands,
        "compare",
        _compare,
        summary=Message("compare two snapshots, governments or instruments"),
        example="ipasn compare banjar:2024 banjar:2025 --out change.xlsx",
    )
    for operand in ("a", "b"):
        compare.add_argument(
            operand, metavar=operand.upper(), help=Message("REGION, REGION:YEAR or REGION:YYYY-MM-DD, and @INSTRUMENT")
        )
    add_data(compare)
    compare.add_argument("--json", action="store_true", help=Message("print the comparison as one JSON object"))
    compare.add_argument("--out", help=Message("FILE.xlsx to write a workbook"))
    verify = add_command(
        commands,
        "verify",
        _verify,
        summary=Message("rebuild a published result and compare"),
        example="ipasn verify reports/banjar/2025/ipasn-banjar-2025.json --data DATA",
    )
    verify.add_argument("file", metavar="FILE.json", help=Message("the JSON file of a report"))
    verify.add_argument(
        "--data", help=Message("folder or database URL that it was made from (default: the sample data)")
    )


def _compare(options: _CompareOptions) -> int:
    from ipasn_analysis.build import compare  # noqa: PLC0415
    from ipasn_analysis.build.remarks import tell  # noqa: PLC0415
    from ipasn_analysis.sources import layout  # noqa: PLC0415

    project = open_project(options)
    if options.out is not None:
        layout.refuse_in_input(Path(options.out), options.data or project.default_data())
    text, remarks = compare.run(
        project,
        options.a,
        options.b,
        data=options.data,
        language=options.language,
        as_json=options.json,
        out=options.out,
    )
    print(text)
    tell(remarks, options.w)
    return 0


def _verify(options: _VerifyOptions) -> int:
    from ipasn_analysis.build.remarks import tell  # noqa: PLC0415
    from ipasn_analysis.build.verify import verify  # noqa: PLC0415

    found = verify(open_project(options), options.file, options.data)
    tell(found.remarks, options.w)
    if found.findings:
        told = map(options.say, found.findings)
        print(options.say(Message("{file}: differs", file=options.file)), *told, sep="\n  ")
        return 1
    same = Message(
        "{file}: the same ({inputs:i} inputs, {values:i} values compared)",
        file=options.file,
        inputs=found.inputs,
        values=found.values,
    )
    print(options.say(same))
    return 0
