"""The commands about a working folder: `init`, `explore`, `sample`, `regions`, `new-region` and `completion`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from ipasn_analysis.commands.arguments import Commands, Options, Parser, add_command, integer, open_project
from ipasn_analysis.errors import Message, UsageError, cause, unknown

SHELLS = ("bash", "zsh", "tcsh", "fish", "powershell")


class _InitOptions(Options):
    folder: str


class _SampleOptions(Options):
    out: str
    seed: int | None
    province: str
    region: list[str] | None


class _NewRegionOptions(Options):
    name: str
    full_name: str
    code: str
    province: str | None


class _CompletionOptions(Options):
    shell: str
    parser: Parser


def add(commands: Commands, parser: Parser) -> None:
    """Add the commands; `parser` is the whole command line, which shells are told to complete."""
    init = add_command(
        commands,
        "init",
        _init,
        summary=Message("make a working folder with params/ and notebooks/ of the installed package"),
        example="ipasn init laporan-ipasn",
    )
    init.add_argument("folder", metavar="DIR")
    open_lab = Message("open notebooks/explore.ipynb in JupyterLab")
    add_command(commands, "explore", _explore, summary=open_lab, example="ipasn explore")
    sample = add_command(
        commands,
        "sample",
        _sample,
        summary=Message("write the synthetic sample data"),
        example="ipasn sample --out data/sample --region tapin",
    )
    sample.add_argument("--out", required=True, help=Message("folder to write to"))
    sample.add_argument("--seed", type=integer, default=None, help=Message("seed of the random numbers"))
    sample.add_argument("--province", default="kalsel", help=Message("province to generate (kalsel)"))
    sample.add_argument("--region", action="append", help=Message("only this government (may be repeated)"))
    add_command(commands, "regions", _regions, summary=Message("list the regions"), example="ipasn regions")
    new = add_command(
        commands,
        "new-region",
        _new_region,
        summary=Message("create the parameter file of a new region in params/"),
        example="ipasn new-region kota-banjar --name 'Kota Banjar' --code 32.79 --province jabar",
    )
    new.add_argument("name", metavar="NAME", help=Message("file name of the region, such as kota-banjar"))
    new.add_argument("--name", dest="full_name", required=True, help=Message("full name, such as 'Kota Banjar'"))
    new.add_argument(
        "--code",
        required=True,
        help=Message("code of the region, such as 32.79 (32: a province; with --province, its own government)"),
    )
    new.add_argument("--province", help=Message("region of its province (left out: it is a province)"))
    completion = add_command(
        commands,
        "completion",
        _completion,
        summary=Message("print the completion script of a shell"),
        example="ipasn completion bash > ~/.local/share/bash-completion/completions/ipasn",
    )
    completion.add_argument("shell", choices=SHELLS)
    completion.set_defaults(parser=parser)


def _init(options: _InitOptions) -> int:
    from ipasn_analysis.commands.working_folder import create  # noqa: PLC0415

    create(Path(options.folder))
    made = Message(
        "{folder}: params/ and notebooks/ are there\nnext:\n  cd {folder}\n  ipasn sample --out data/sample\n"
        "  ipasn report banjar\nor with your own data: ipasn report banjar --data DATA",
        folder=options.folder,
    )
    print(options.say(made))
    return 0


def _explore(options: Options) -> int:
    import subprocess  # noqa: PLC0415 - not needed for help

    project = open_project(options)
    notebook = project.root / "notebooks" / "explore.ipynb"
    if not notebook.is_file():
        raise UsageError("{notebook}: is not there; make a working folder with: ipasn init DIR", notebook=notebook)
    if find_spec("jupyterlab") is None:
        raise UsageError("explore needs JupyterLab; install it with: pip install 'ipasn-analysis[explore]'")
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, **project.environment, "PYTHONPATH": path}
    return subprocess.call([sys.executable, "-m", "jupyter", "lab", str(notebook)], env=environment)


def _sample(options: _SampleOptions) -> int:
    from ipasn_analysis import sample  # noqa: PLC0415

    if options.province not in sample.PROVINCES:
        raise unknown("province", options.province, sample.PROVINCES)
    project = open_project(options)
    known = project.region(options.province).governments
    for name in options.region or ():
        if name not in known:
            raise project.unknown_region(name)
    if options.seed is not None and options.seed < 0:
        raise UsageError("--seed {seed} must be 0 or more", seed=options.seed)
    seed = {} if options.seed is None else {"seed": options.seed}
    try:
        folders = sample.write_sample(
            Path(options.out), regions=options.region, progress=lambda line: print(line, file=sys.stderr), **seed
        )
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=options.out, why=cause(error)) from error
    made = Message("{out}: {count:i} snapshots of synthetic data", out=options.out, count=len(folders))
    print(options.say(made))
    return 0


def _regions(options: Options) -> int:
    project = open_project(options)
    for name in project.regions:
        region = project.params(name)
        print(f"{name:24}{region.code:8}{region.name}")
    return 0


def _new_region(options: _NewRegionOptions) -> int:
    from ipasn_analysis.api.new_region import new_region  # noqa: PLC0415

    path = new_region(options.name, options.full_name, options.code, options.province, project=open_project(options))
    if options.province is None:
        following = Message(
            "next: create its governments, each with a folder of its own in DATA; the province needs none:"
        )
        print(path, options.say(following), sep="\n")
        print(f"  ipasn new-region NAME --name NAME --code {options.code}.01 --province {options.name}")
    else:
        following = Message(
            "next: set its target there, put data into DATA/{name}/<YYYY-MM-DD>/, and run", name=options.name
        )
        print(path, options.say(following), sep="\n")
        print(f"  ipasn report {options.name} --data DATA")
    return 0


def _completion(options: _CompletionOptions) -> int:
    from ipasn_analysis.commands.completion import script  # noqa: PLC0415

    print(script(options.parser, options.shell))
    return 0
