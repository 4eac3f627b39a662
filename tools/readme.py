"""Writes the table of commands into README.md and README.id.md from the parser itself.

    python tools/readme.py          (a test compares both tables with the parser)

What a command does is said as in its help, in the language of the document.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ipasn_analysis.cli import parser  # noqa: E402
from ipasn_analysis.commands.arguments import said  # noqa: E402
from ipasn_analysis.writing.writer import Writer  # noqa: E402

START, END = "<!-- commands: tools/readme.py -->", "<!-- /commands -->"
HEADS = {"README.md": ("command", "does", "options"), "README.id.md": ("perintah", "guna", "opsi")}
COMMON = ("--help", "--params", "--project", "--language", "--verbose", "--quiet")
"""The options of every command, which the text below the table explains."""
LANGUAGES = {"README.md": Writer("en"), "README.id.md": Writer("id")}


def subparsers() -> dict[str, tuple[argparse.ArgumentParser, str]]:
    """The commands with their parsers and what their help says."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return {name: (sub, helps[name]) for name, sub in action.choices.items()}
    return {}


def usage(name: str, command: argparse.ArgumentParser) -> str:
    """The command with what it must be given."""
    words = ["ipasn", name]
    for action in command._actions:
        if not action.option_strings:
            word = str(action.metavar or "|".join(map(str, action.choices or [action.dest])))
            optional = action.nargs in ("*", "?")
            words.append(f"[{word} …]" if action.nargs == "*" else f"[{word}]" if optional else word)
            words += [word] if action.nargs == 2 else []
        elif action.required:
            words += [action.option_strings[-1], str(action.metavar or action.dest.removeprefix("full_").upper())]
    return " ".join(words)


def options(command: argparse.ArgumentParser) -> list[str]:
    """The options that can be left out and that not every command has."""
    found = [action.option_strings[-1] for action in command._actions if action.option_strings and not action.required]
    return [option for option in found if option not in COMMON]


def table(document: str) -> str:
    """The table of commands of one README."""
    lines = ["| {} | {} | {} |".format(*HEADS[document]), "|---|---|---|"]
    for name, (command, text) in subparsers().items():
        words = said(LANGUAGES[document], text)
        call = usage(name, command).replace("|", "\\|")
        lines.append(f"| `{call}` | {words} | {' '.join(f'`{option}`' for option in options(command))} |")
    return "\n".join(lines)


def written(document: str) -> str:
    """The document with its table as the parser is now."""
    text = (ROOT / document).read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    return between.sub(lambda _: f"{START}\n{table(document)}\n{END}", text)


if __name__ == "__main__":
    for name in HEADS:
        (ROOT / name).write_text(written(name), encoding="utf-8")
