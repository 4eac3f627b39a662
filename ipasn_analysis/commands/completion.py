"""Shell completion, written from the parser itself: commands, their options, and the names of regions."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass

SHELLS = ("bash", "zsh", "fish")
REGIONS = "{program} regions 2>/dev/null | cut -d ' ' -f 1"
FILES = ("--out", "--data", "--instrument")
PLACES = ("SNAPSHOT", "SNAPSHOT|DATA")


@dataclass(frozen=True)
class Command:
    """What can be completed after one command: its options with their help, and what its arguments are."""

    name: str
    help: str
    options: dict[str, str]
    words: tuple[str, ...]
    takes_regions: bool
    takes_files: bool


def commands(parser: argparse.ArgumentParser) -> list[Command]:
    """The commands of a parser, as they stand in its help."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            found += [_command(name, helps.get(name, ""), sub) for name, sub in action.choices.items()]
    return found


def _command(name: str, text: str, parser: argparse.ArgumentParser) -> Command:
    options: dict[str, str] = {}
    words: list[str] = []
    places = []
    for action in parser._actions:
        for option in action.option_strings:
            if option.startswith("--"):
                options[option] = action.help or ""
        if not action.option_strings:
            places.append(str(action.metavar or action.dest))
            words += [str(choice) for choice in action.choices or ()]
    return Command(name, text, options, tuple(words), "REGION" in places, bool(set(places) & set(PLACES)))


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The completion script of the parser's program for ``bash``, ``zsh`` or ``fish``."""
    found = commands(parser)
    if shell == "bash":
        return _bash(parser.prog, found)
    if shell == "zsh":
        return "autoload -U +X bashcompinit && bashcompinit\n" + _bash(parser.prog, found)
    if shell == "fish":
        return _fish(parser.prog, found)
    raise ValueError(f"no completion for the shell {shell!r}")


def _bash(program: str, found: list[Command]) -> str:
    regions = REGIONS.format(program=program)
    cases = []
    for command in found:
        words = " ".join([*command.options, *command.words])
        more = f" $({regions})" if command.takes_regions else ""
        files = '; COMPREPLY+=( $(compgen -f -- "$word") )' if command.takes_files else ""
        cases.append(f'    {command.name}) COMPREPLY=( $(compgen -W "{words}{more}" -- "$word") ){files} ;;')
    names = " ".join(command.name for command in found)
    return "\n".join(
        [
            f"_{program}() {{",
            '  local word="${COMP_WORDS[COMP_CWORD]}"',
            '  if [ "$COMP_CWORD" -eq 1 ]; then',
            f'    COMPREPLY=( $(compgen -W "{names}" -- "$word") )',
            "    return",
            "  fi",
            '  case "${COMP_WORDS[COMP_CWORD-1]}" in',
            f'    {"|".join(FILES)}) COMPREPLY=( $(compgen -f -- "$word") ); return ;;',
            "  esac",
            '  case "${COMP_WORDS[1]}" in',
            *cases,
            "  esac",
            "}",
            f"complete -F _{program} {program}",
            "",
        ]
    )


def _fish(program: str, found: list[Command]) -> str:
    regions = shlex.quote(f"({REGIONS.format(program=program)})")
    lines = [f"complete -c {program} -f"]
    for command in found:
        text = shlex.quote(command.help)
        lines.append(f"complete -c {program} -n __fish_use_subcommand -a {command.name} -d {text}")
        seen = f"complete -c {program} -n '__fish_seen_subcommand_from {command.name}'"
        for option, help_text in command.options.items():
            files = " -r -F" if option in FILES else ""
            lines.append(f"{seen} -l {option.removeprefix('--')} -d {shlex.quote(help_text)}{files}")
        if command.words:
            lines.append(f"{seen} -a '{' '.join(command.words)}'")
        if command.takes_regions:
            lines.append(f"{seen} -a {regions}")
        if command.takes_files:
            lines.append(f"{seen} -F")
    return "\n".join([*lines, ""])
