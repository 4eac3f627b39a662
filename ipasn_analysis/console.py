"""The standard streams as any console has them: closed, full, or without a character of ours."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys

from ipasn_analysis.errors import Message, cause

PLAIN = {
    **{"−": "-", "–": "-", "—": "-", "·": "-", "→": "->", "≥": ">=", "≤": "<="},
    **{"×": "x", "…": "...", "“": '"', "”": '"'},
}
"""What stands for a character that a console does not have; a question mark for every other."""


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in text), error.end


codecs.register_error("ipasn_plain", _plain)


def prepare() -> None:
    """Have output replace what the console cannot show, and go nowhere where a stream is closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="ipasn_plain")


def discard() -> None:
    """Let go of output that cannot be written, so that nothing complains about it at the end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def unusable(error: OSError) -> Message:
    """What the system refused, with the file where it names one; without one it was the output of the command."""
    if error.filename is None:
        return Message("the output cannot be written ({why})", why=cause(error))
    return Message("{path}: cannot be used ({why})", path=error.filename, why=cause(error))
