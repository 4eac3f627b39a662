"""A writer: messages in the reader's language, their figures filled in as their specs say."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ipasn_analysis.errors import Message, without_secrets
from ipasn_analysis.writing.locale import MINUS, MISSING, Locale

Value = str | float | datetime.date | tuple[float, float] | None
"""What a message can be filled with."""

SMALLEST_P = 0.001
"""A p-value below it is written as a bound."""
_CATALOGUES = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # noqa: N802 (the name that gettext gives it)
    """Return `message` as it is: marks a message for extraction where it is kept and a writer says it later."""
    return message


class Writer(Locale):
    """Messages in one language, from the catalogues in ``locale/``.

    The ids of what reports say are the Indonesian texts, their English is in ``en.po``. The ids of what the commands
    say (a `Message`) are the English texts, their Indonesian is in ``id.po``.

    ``w("Target {tahun} sebesar {target:n}: kurang {poin:n} poin.", tahun=2025, target=81, poin=1.4)`` writes each value
    as the spec after its name says. A number in the spec is the number of decimals.

    ========== ============================================================= =================
    spec       value                                                         written
    ========== ============================================================= =================
    none       text, or a year, a rank, another number without grouping      2025
    ``n``      a number; two decimals, or as many as ``n1``, ``n3`` … say    1.234,50
    ``i``      a whole number                                                8.012
    ``a``      an amount: decimals only where it has any                     1.500
    ``+``      a number with its sign                                        +0,40
    ``%``      a share (0–1) in percent; one decimal, or ``%0`` …            82,1%
    ``pc``     what is in percent already (0–100)                            82,1%
    ``p``      a p-value, a very small one as a bound                        p < 0,001
    ``d``      a date or its ISO text                                        23 Desember 2025
    ``..``     an interval (low, high)                                       3,00–9,50
    ``t``      a word of the data, in this language                          high
    ``one|many`` a count: the word that goes with it (for translations)      unit, units
    ========== ============================================================= =================
    """

    def __call__(self, message: str, /, **values: Value) -> str:
        """Write `message` (a literal, so that it is found for translation) in this language with its values."""
        return self.translate(message).format(**{name: _Figure(value, self) for name, value in values.items()})

    def translate(self, message: str) -> str:
        """The text for the id `message` in this language; `message` itself where the catalogue has none."""
        return _messages(self.language).get(message, message)

    def say(self, message: Message) -> str:
        """What a command or an error says, in this language, with the messages within it."""
        said = self(message.template, **message.values) if message.values else self.translate(message.template)
        return without_secrets(said)

    def label(self, labels: Mapping[Any, str], key: object) -> str:
        """The word for a key of the facts in this language; the key itself where `labels` has none for it."""
        return self.translate(labels[key]) if key in labels else str(key)

    def join(self, names: Sequence[str]) -> str:
        """Names in a row: ``A``, ``A dan B``, ``A, B, dan C``."""
        if len(names) <= 1:
            return "".join(names)
        if len(names) == 2:
            return self(N_("{pertama} dan {kedua}"), pertama=names[0], kedua=names[1])
        return self(N_("{daftar}, dan {terakhir}"), daftar=", ".join(names[:-1]), terakhir=names[-1])

    def interval(self, low: float | None, high: float | None, decimals: int = 2) -> str:
        """From `low` to `high`: 3–9, or with the word between when a bound is negative."""
        bounds = self.number(low, decimals), self.number(high, decimals)
        if MISSING in bounds:
            return MISSING
        negative = any(bound.startswith(MINUS) for bound in bounds)
        return (" " + self.translate(N_("hingga")) + " " if negative else "–").join(bounds)

    def boolean(self, value: bool | None) -> str:
        """The word for yes or no."""
        return MISSING if value is None else self.translate(N_("ya") if value else N_("tidak"))

    def amount(self, value: float | None) -> str:
        """An amount, with decimals only where it has any."""
        return self.number(value, 0 if value is None or float(value).is_integer() else 2)

    def size(self, value: float, decimals: int = 2) -> str:
        """What is more than nothing; as a bound where it would be written as zero: ``kurang dari 0,01``."""
        if not self.is_zero(value, decimals):
            return self.number(value, decimals)
        return self(N_("kurang dari {batas}"), batas=self.number(10.0**-decimals, decimals))

    def p_value(self, value: float | None) -> str:
        """A p-value with three decimals, ``p = 0,012``; a very small one as a bound, ``p < 0,001``."""
        if value is not None and value < SMALLEST_P:
            return f"p < {self.number(SMALLEST_P, 3)}"
        return f"p = {self.number(value, 3)}"


@dataclass(frozen=True, slots=True)
class _Figure:
    """A value in a message, written when the message is filled in."""

    value: Any
    writer: Writer

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if self.value in (1, "1") else many
        if not spec:
            return self.writer.say(self.value) if isinstance(self.value, Message) else str(self.value)
        kind = spec.rstrip("0123456789")
        decimals = (int(spec[len(kind) :]),) if len(kind) < len(spec) else ()
        return self._form(kind)(*(self.value if kind == ".." else (self.value,)), *decimals)

    def __repr__(self) -> str:
        return repr(self.value)

    def _form(self, kind: str) -> Callable[..., str]:
        w = self.writer
        forms: dict[str, Callable[..., str]] = {
            **{"n": w.number, "i": w.integer, "a": w.amount, "+": w.signed, "%": w.share, "pc": w.percent},
            **{"p": w.p_value, "d": w.date, "..": w.interval, "t": w.translate},
        }
        return forms[kind]


_ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"\n?)+)', re.MULTILINE)


@cache
def _messages(language: str) -> dict[str, str]:
    """The translated messages of the catalogue of `language`.

    Read here, since Babel takes longer to import than a command to say its help; tests read the same by Babel.
    """
    path = _CATALOGUES / f"{language}.po"
    found = _ENTRY.findall(path.read_text(encoding="utf-8"))
    entries = ((_text(identifier), _text(translation)) for identifier, translation in found)
    return {identifier: translation for identifier, translation in entries if identifier and translation}


def _text(quoted: str) -> str:
    """The text of an entry, which stands in quotation marks in one line or several."""
    return "".join(map(json.loads, quoted.splitlines()))
