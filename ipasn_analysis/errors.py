"""The errors that a user can cause: each is one or two lines that say what to do, never a traceback."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Self, TypeAlias

_PASSWORD = re.compile(r"([A-Za-z][\w+.-]*:/{1,3}[^\s:/]*):[^\s@]*@(?:[^\s/?#@]*@)*")
_OPTION = re.compile(r"(?i)([?&][^\s=&#]*passw[^\s=&#]*=)[^\s&#'\"]*")


def without_secrets(text: str) -> str:
    """A text in which the passwords of database URLs are asterisks."""
    return _OPTION.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){15,17}\d(?!\d)")


def redacted(text: str) -> str:
    """A text without numbers of the length of a NIP or NIK and without the passwords of databases."""
    return without_secrets(_PERSONAL_NUMBER.sub("[…]", text))


Value: TypeAlias = "str | int | float"
"""What a message can be filled with; a message, too."""


class Message(str):
    """A sentence in English that knows its template and its values, so that a writer can say it in another language.

    ``Message("{path}: has {rows:i} rows", path=path, rows=1200)``: the template is the message id of the catalogues
    (a literal, so that it is found for translation). A value may be a message itself. Without values the template is
    the text, braces included. Numbers have these specs, as in `writing.writer`: ``i`` a whole number, ``n`` two
    decimals (``n1`` one), ``a`` as many as it has, ``one|many`` the word that goes with a count. No password of a
    database stays.
    """

    template: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """The message of that template with its values."""
        kept = {name: _plain(value) for name, value in values.items()}
        text = template.format(**{name: _English(value) for name, value in kept.items()}) if kept else template
        message = super().__new__(cls, without_secrets(text))
        message.template, message.values = template if kept else str(message), kept
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Value]]:
        """What makes the same message in another process."""
        return (self.template,), dict(self.values)

    def with_texts(self, change: Callable[[str], str]) -> Message:
        """The same message with its texts changed: those of its values, or itself where it has none."""
        if not self.values:
            return Message(change(self))
        values = {
            name: value.with_texts(change)
            if isinstance(value, Message)
            else change(value)
            if isinstance(value, str)
            else value
            for name, value in self.values.items()
        }
        return Message(self.template, **values)


class _English:
    """A value as an English message writes it."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if self.value == 1 else many
        decimals = spec[1:] or "2"
        return format(self.value, f",.{decimals}f" if spec[:1] == "n" else {"i": ",.0f", "a": ",g"}.get(spec, spec))

    def __repr__(self) -> str:
        return repr(self.value)


def _plain(value: object) -> Value:
    """A value that can be pickled and formatted; texts on one line, without passwords."""
    if isinstance(value, Message | int | float):
        return value
    return without_secrets(" ".join(str(value).splitlines()))


class IpasnError(Exception):
    """Base of all errors this program raises on purpose; ``exit_status`` is what the command ends with.

    Made from a `Message`, or from the template and the values of one; `message` keeps them. Whatever a message shows,
    the password of a database is not in it.
    """

    exit_status = 2

    def __init__(self, message: str = "", /, **values: object) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        super().__init__(str(self.message))


class UsageError(IpasnError):
    """Input or arguments that cannot be used (exit status 2)."""

    exit_status = 2


class ReportError(IpasnError):
    """A report could not be built (exit status 3)."""

    exit_status = 3


def message_of(error: BaseException) -> Message:
    """What an error says in one line, to stand in another message or on a console."""
    if isinstance(error, IpasnError):
        return error.message
    if error.args and isinstance(error.args[0], Message):
        return error.args[0]
    lines = str(error).strip().splitlines()
    return Message(lines[0] if lines else type(error).__name__)


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    return message_of(error).partition("\n")[0]


def cause(error: OSError) -> Message:
    """Why the system, or a library that speaks for it, refused what was asked of it, in one line."""
    return _SYSTEM.get(error.errno or 0, Message(error.strerror) if error.strerror else message_of(error))


_REFUSED = (
    Message("close it where it is open, as in Excel or a PDF viewer; or it is not yours to use")
    if os.name == "nt"  # where the system says the same of both
    else Message("Permission denied")
)
_SYSTEM = {
    errno.ENOENT: Message("No such file or directory"),
    errno.EACCES: _REFUSED,
    errno.EPERM: Message("Operation not permitted"),
    errno.EEXIST: Message("File exists"),
    errno.ENOTDIR: Message("Not a directory"),
    errno.EISDIR: Message("Is a directory"),
    errno.ENOSPC: Message("No space left on device"),
    errno.EROFS: Message("Read-only file system"),
    errno.EIO: Message("Input/output error"),
    errno.ENAMETOOLONG: Message("File name too long"),
}


def nearest(value: str, known: Iterable[str]) -> str | None:
    """The known name most like `value`, or None when nothing is alike."""
    import difflib  # noqa: PLC0415 - needed only after a mistake, and slow to import

    names = list(known)
    folded = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.4)
    return folded[found[0]] if found else None


def unknown(what: str, value: str, known: Iterable[str]) -> UsageError:
    """A `UsageError` for an unknown name that offers the nearest valid one.

    `what` kind of name it is, is a literal, which is translated, or a `Message`.
    """
    names, kind = list(known), what if isinstance(what, Message) else Message(what)
    suggestion = nearest(value, names)
    if suggestion is not None:
        return UsageError(
            "unknown {what} {value!r}; did you mean {suggestion!r}?", what=kind, value=value, suggestion=suggestion
        )
    return UsageError("unknown {what} {value!r}; known: {known}", what=kind, value=value, known=", ".join(names))
