"""Shell completion by shtab: which arguments are files, and which are regions, asked of the command itself."""

from __future__ import annotations

import argparse

import shtab

from ipasn_analysis.commands.arguments import Parser, said
from ipasn_analysis.writing.writer import Writer

FILES = ("data", "file", "folder", "instrument", "out", "pseudonym", "snapshot")
REGIONS = shtab.cmd("ipasn regions 2>/dev/null | cut -d ' ' -f 1")


def script(parser: Parser, shell: str) -> str:
    """The completion script of the parser's program for a shell that shtab knows, in the parser's language."""
    _mark(parser, parser.w)
    return shtab.complete(parser, shell)


def _mark(parser: argparse.ArgumentParser, w: Writer) -> None:
    """Tell shtab how each argument that is no closed choice is completed, and what it is for."""
    for action in parser._actions:
        action.help = action.help and said(w, action.help)
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                choice.help = choice.help and said(w, choice.help)
            for command in action.choices.values():
                _mark(command, w)
        elif action.dest in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.dest == "region":
            action.complete = REGIONS  # type: ignore[attr-defined]
