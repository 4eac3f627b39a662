"""The command `ipasn`: parses arguments, calls one public function, prints; heavy imports wait until needed."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from ipasn_analysis import console
from ipasn_analysis.commands import calibration, intake, people, project, reports, results
from ipasn_analysis.commands.arguments import Commands, Options, Parser, add_language, asked_language
from ipasn_analysis.engine.tuning import relax_gc, retain_freed_memory
from ipasn_analysis.errors import IpasnError, Message, UsageError
from ipasn_analysis.writing.writer import Writer


class _Version(argparse.Action):
    """Prints the version; looked up only when asked for, since reading metadata takes time."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help=Message("show the version and exit"))

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from ipasn_analysis import __version__  # noqa: PLC0415

        print(f"ipasn {__version__}")
        parser.exit()


def parser(w: Writer = Writer()) -> Parser:
    """The whole command line, in one language."""
    top = Parser(
        w=w,
        prog="ipasn",
        description=Message("Reports on the professionalism index of Indonesia's civil service (IP ASN)."),
    )
    top.add_argument("--version", action=_Version)
    add_language(top, default="id")
    commands: Commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    reports.add(commands)
    people.add(commands)
    calibration.add(commands)
    results.add(commands)
    intake.add(commands)
    project.add(commands, top)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Exit status: 0 done, 1 findings, 2 unusable input or arguments, 3 a report failed."""
    process = os.getpid()
    console.prepare()
    w = asked_language(sys.argv[1:] if arguments is None else arguments)
    try:
        options = parser(w).parse_args(arguments, Options())
        retain_freed_memory()
        relax_gc()
        _log(options)
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except IpasnError as error:
        print(f"ipasn: {w.say(error.message)}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        if os.getpid() != process:  # forked and interrupted before it had its own signal handlers: the parent reports
            os._exit(130)
        said = w.say(Message("interrupted"))
        print(f"ipasn: {said}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return 0
    except OSError as error:
        console.discard()
        print(f"ipasn: {w.say(console.unusable(error))}", file=sys.stderr)
        return UsageError.exit_status


def _log(options: Options) -> None:
    import logging  # noqa: PLC0415 - not needed for help

    from ipasn_analysis import log  # noqa: PLC0415

    level = logging.DEBUG if options.verbose else logging.WARNING if options.quiet else logging.INFO
    log.show(level, options.w.say)
