"""How the command reads its arguments: errors in one line, with the nearest valid word."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

from ipasn_analysis.errors import nearest, unknown, without_secrets

if TYPE_CHECKING:
    from ipasn_analysis.project import Project

Value = TypeVar("Value", int, float)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line and name the nearest valid option.

    Options are written out in full, and no text is empty.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"allow_abbrev": False, **options})
        self.register("type", None, non_empty)

    def add_subparsers(self, **options: Any) -> Any:
        """As usual, but the name of a command may be anything here: `_check_value` judges it."""
        commands = super().add_subparsers(**options)
        commands.type = str
        return commands

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse unknown arguments at once, in the parser of the command, which knows its own options."""
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return known, rest

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a command or another word that is none of the choices, with the nearest one."""
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(
                None, str(unknown(str(action.metavar or action.dest).lower(), value, action.choices))
            )

    def error(self, message: str) -> NoReturn:
        """One line on standard error, status 2."""
        wrong = message.removeprefix("unrecognized arguments: ").split()
        if message.startswith("unrecognized arguments") and wrong:
            options = [option for action in self._actions for option in action.option_strings]
            suggestion = nearest(wrong[0], options) if wrong[0].startswith("-") else None
            message = f"unknown argument {wrong[0]!r}" + (f"; did you mean {suggestion!r}?" if suggestion else "")
        self.exit(2, f"{self.prog}: {without_secrets(message)} (see {self.prog} --help)\n")


class Options(argparse.Namespace):
    """The options of every command."""

    params: str | None
    verbose: bool
    quiet: bool


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[Any], int],
    *,
    summary: str,
    example: str,
    parents: Sequence[Parser] = (),
) -> Parser:
    """Add a command; `run` takes its options (a Namespace) and returns the exit status."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Example: {example}",
        parents=list(parents),
    )
    parser.add_argument("--params", metavar="DIR", help="folder of region files that go before those in params/")
    parser.add_argument("-v", "--verbose", action="store_true", help="show each step with its time")
    parser.add_argument("-q", "--quiet", action="store_true", help="show errors and output only")
    parser.set_defaults(run=run)
    return parser


def open_project(options: Options) -> Project:
    """The project that a command works in."""
    from ipasn_analysis.project import Project  # noqa: PLC0415 - pydantic is slow to import

    return Project.open(options.params)


def add_data(parser: Parser) -> None:
    """The option that says where the snapshots are."""
    parser.add_argument("--data", help="folder or database URL with the snapshots (default: the sample data)")


def year(text: str) -> int:
    """A year; whether there are data of it is checked later."""
    return _parse(int, text, "a year, such as 2025")


def integer(text: str) -> int:
    """A whole number."""
    return _parse(int, text, "a whole number, such as 4")


def decimal(text: str) -> float:
    """A number."""
    return _parse(float, text, "a number, such as 8")


def non_empty(text: str) -> str:
    """A text that is not empty, as it is."""
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is empty")
    return text


def _parse(kind: Callable[[str], Value], text: str, what: str) -> Value:
    try:
        return kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}") from None
