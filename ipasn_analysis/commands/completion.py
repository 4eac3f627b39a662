"""Shell completion by shtab: which arguments are files, and which are regions, asked of the command itself."""

from __future__ import annotations

import argparse

import shtab

FILES = ("data", "file", "folder", "instrument", "out", "pseudonym", "snapshot")
REGIONS = shtab.cmd("ipasn regions 2>/dev/null | cut -d ' ' -f 1")


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The completion script of the parser's program for a shell that shtab knows."""
    _mark(parser)
    return shtab.complete(parser, shell)


def _mark(parser: argparse.ArgumentParser) -> None:
    """Tell shtab how each argument that is no closed choice is completed."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _mark(command)
        elif action.dest in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.dest == "region":
            action.complete = REGIONS  # type: ignore[attr-defined]
