"""The errors that a user can cause: each is one or two lines that say what to do, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PASSWORD = re.compile(r"([A-Za-z][\w+.-]*:/{1,3}[^\s:/]*):[^\s@]*@(?:[^\s/?#@]*@)*")
_OPTION = re.compile(r"(?i)([?&][^\s=&#]*passw[^\s=&#]*=)[^\s&#'\"]*")


def without_secrets(text: str) -> str:
    """A text in which the passwords of database URLs are asterisks."""
    return _OPTION.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){15,17}\d(?!\d)")


def redacted(text: str) -> str:
    """A text without numbers of the length of a NIP or NIK and without the passwords of databases."""
    return without_secrets(_PERSONAL_NUMBER.sub("[…]", text))


class IpasnError(Exception):
    """Base of all errors this program raises on purpose; ``exit_status`` is what the command ends with.

    Whatever a message shows, the password of a database is not in it.
    """

    exit_status = 2

    def __init__(self, message: str = "") -> None:
        super().__init__(without_secrets(message))


class UsageError(IpasnError):
    """Input or arguments that cannot be used (exit status 2)."""

    exit_status = 2


class ReportError(IpasnError):
    """A report could not be built (exit status 3)."""

    exit_status = 3


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def nearest(value: str, known: Iterable[str]) -> str | None:
    """The known name most like `value`, or None when nothing is alike."""
    import difflib  # noqa: PLC0415 - needed only after a mistake, and slow to import

    names = list(known)
    folded = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.4)
    return folded[found[0]] if found else None


def unknown(what: str, value: str, known: Iterable[str]) -> UsageError:
    """A `UsageError` for an unknown name that offers the nearest valid one."""
    names = list(known)
    suggestion = nearest(value, names)
    hint = f"did you mean {suggestion!r}?" if suggestion else f"known: {', '.join(names)}"
    return UsageError(f"unknown {what} {value!r}; {hint}")
