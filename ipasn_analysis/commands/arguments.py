"""How the command reads its arguments: errors in one line, with the nearest valid word, in the user's language."""

from __future__ import annotations

import argparse
import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

from ipasn_analysis.errors import IpasnError, Message, UsageError, nearest, unknown, without_secrets
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from ipasn_analysis.project import Project

Value = TypeVar("Value", int, float)
CHOSEN = (Message("command"), Message("shell"))
"""Names of the arguments that are one of several choices."""


class _Help(argparse.HelpFormatter):
    """Writes help in the user's language."""

    def __init__(self, w: Writer, prog: str) -> None:
        super().__init__(prog)
        self._w = w

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._w.translate("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and self._w.translate(heading))

    def add_text(self, text: str | None) -> None:
        words = text and said(self._w, text)
        super().add_text(f"{words[:1].upper()}{words[1:]}." if words and words[:1].islower() else words)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and said(self._w, action.help)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line and name the nearest valid option, and whose words are in one language.

    Options are written out in full, and no text is empty.
    """

    def __init__(self, *arguments: Any, w: Writer = Writer("en"), **options: Any) -> None:
        super().__init__(*arguments, **{"allow_abbrev": False, "formatter_class": partial(_Help, w), **options})
        self.w = w
        self.register("type", None, non_empty)

    def add_subparsers(self, **options: Any) -> Any:
        """As usual, but the name of a command may be anything here: `_check_value` judges it."""
        commands = super().add_subparsers(**{**options, "parser_class": partial(Parser, w=self.w)})
        commands.type = str
        return commands

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse unknown arguments at once, in the parser of the command, which knows its own options."""
        with self._own_words():
            known, rest = super().parse_known_args(args, namespace)
        if rest:
            options = [option for action in self._actions for option in action.option_strings]
            suggestion = nearest(rest[0], options) if rest[0].startswith("-") else None
            if suggestion is None:
                self.refuse(Message("unknown argument {argument!r}", argument=rest[0]))
            self.refuse(
                Message(
                    "unknown argument {argument!r}; did you mean {suggestion!r}?",
                    argument=rest[0],
                    suggestion=suggestion,
                )
            )
        return known, rest

    @contextlib.contextmanager
    def _own_words(self) -> Iterator[None]:
        """Within, argparse takes its words from the catalogue, where it would ask the gettext of the machine."""
        words = vars(argparse)
        before = {name: words[name] for name in ("_", "ngettext")}
        words.update(_=self.w.translate, ngettext=partial(_one_or_many, self.w.translate))
        try:
            yield
        finally:
            words.update(before)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """The value of an argument; what its type refuses, in this language."""
        try:
            return super()._get_value(action, arg_string)
        except UsageError as error:
            raise argparse.ArgumentError(action, self.w.say(error.message)) from None

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a command or another word that is none of the choices, with the nearest one."""
        if action.choices is not None and value not in action.choices:
            what = Message(str(action.metavar or action.dest).lower())
            raise argparse.ArgumentError(None, self.w.say(unknown(what, value, action.choices).message))

    def refuse(self, message: Message) -> NoReturn:
        """One line on standard error, status 2."""
        self.error(self.w.say(message))

    def error(self, message: str) -> NoReturn:
        """One line on standard error, status 2; `message` is in the user's language."""
        hint = self.w.say(Message("see {command} --help", command=self.prog))
        self.exit(2, f"{self.prog}: {without_secrets(message)} ({hint})\n")


def _one_or_many(say: Callable[[str], str], one: str, many: str, count: int) -> str:
    return say(one if count == 1 else many)


def said(w: Writer, text: str) -> str:
    """A text for the console in this language, whether it is a message or an id of the catalogue."""
    return w.say(text) if isinstance(text, Message) else w.translate(text)


def asked_language(arguments: Iterable[str]) -> Writer:
    """The writer of the language that a command line asks for, before it is parsed: errors are in it, too."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    named = [after for word, after in itertools.pairwise(words) if word == "--language"]
    return next((Writer(language) for language in LANGUAGES if named and language == named[-1]), Writer())


class Options(argparse.Namespace):
    """The options of every command."""

    params: str | None
    project: str | None
    chosen_instrument: str | None = None
    verbose: bool
    quiet: bool
    language: str

    @cached_property
    def w(self) -> Writer:
        """The writer of the user's language; `UsageError` for one that is unknown."""
        for language in LANGUAGES:
            if language == self.language:
                return Writer(language)
        raise unknown("language", self.language, LANGUAGES)

    def say(self, message: Message) -> str:
        """What the command says, in the user's language."""
        return self.w.say(message)

    def said(self, error: IpasnError) -> str:
        """What an error says, in the user's language."""
        return self.w.say(error.message)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[Any], int],
    *,
    summary: Message,
    example: str,
    parents: Sequence[Parser] = (),
) -> Parser:
    """Add a command; `run` takes its options (a Namespace) and returns the exit status."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=Message("Example: {command}", command=example),
        parents=list(parents),
    )
    parser.add_argument(
        "--params", metavar="DIR", help=Message("folder of region files that go before those in params/")
    )
    parser.add_argument(
        "--project", metavar="DIR", help=Message("working folder whose params/ and notebooks/ are trusted")
    )
    add_language(parser, default=argparse.SUPPRESS)  # what stands before the command holds
    parser.add_argument("-v", "--verbose", action="store_true", help=Message("show each step with its time"))
    parser.add_argument("-q", "--quiet", action="store_true", help=Message("show warnings and errors only"))
    parser.set_defaults(run=run)
    return parser


def add_language(parser: Parser, default: str) -> None:
    """The option that says in which language a command speaks."""
    parser.add_argument("--language", default=default, help=Message("language of what is said: id (default) or en"))


def open_project(options: Options) -> Project:
    """The project that a command works in."""
    from ipasn_analysis.project import Project  # noqa: PLC0415 - pydantic is slow to import

    return Project.open(options.params, options.chosen_instrument, options.project)


def add_data(parser: Parser) -> None:
    """The option that says where the snapshots are."""
    parser.add_argument("--data", help=Message("folder or database URL with the snapshots (default: the sample data)"))


def add_year_and_data(parser: Parser) -> None:
    """The options that say which year of which snapshots is measured."""
    parser.add_argument("--year", type=year, help=Message("measured year (default: the newest in DATA)"))
    add_data(parser)


def add_snapshot(parser: Parser) -> None:
    """The argument that names one snapshot."""
    parser.add_argument(
        "snapshot", metavar="SNAPSHOT", help=Message("folder DATA/<region>/<YYYY-MM-DD>, or URL#region/YYYY-MM-DD")
    )


def year(text: str) -> int:
    """A year; whether there are data of it is checked later."""
    return _parse(int, text, Message("a year, such as 2025"))


def integer(text: str) -> int:
    """A whole number."""
    return _parse(int, text, Message("a whole number, such as 4"))


def decimal(text: str) -> float:
    """A number."""
    return _parse(float, text, Message("a number, such as 8"))


def non_empty(text: str) -> str:
    """A text that is not empty, as it is."""
    if not text.strip():
        raise UsageError("{text!r} is empty", text=text)
    return text


def _parse(kind: Callable[[str], Value], text: str, what: Message) -> Value:
    try:
        return kind(text)
    except ValueError:
        raise UsageError("{text!r} is not {what}", text=text, what=what) from None
