# SPDX-License-Identifier: GPL-3.0-or-later
"""From the text of a cell to a value; what cannot be read becomes a problem, so that a file tells all of them at once."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from archive.model.code import CODE
from archive.tables.sheet import Line, Problem
from media.errors import WrongUse
from media.language import gettext as _
from media.timecode import ms_of_text

YES = frozenset({"yes", "oui", "true", "vrai", "1", "x"})
NO = frozenset({"no", "non", "false", "faux", "0"})
_DAY = re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})")

Choice = TypeVar("Choice", bound=StrEnum)


class Cells:
    """The cells of one line, read one by one; `problems` gathers what is wrong with them."""

    def __init__(self, line: Line) -> None:
        """Nothing is read yet."""
        self.line = line
        self.problems: list[Problem] = []

    def wrong(self, name: str, message: str) -> None:
        """Note a problem with the cell of column `name`."""
        self.problems.append(Problem(self.line.number, name, message))

    def text(self, name: str) -> str:
        """The cell as it is; empty when the column is absent."""
        return self.line.cells.get(name, "")

    def needed(self, name: str) -> str:
        """The cell, which must not be empty."""
        if not self.text(name):
            self.wrong(name, _("à remplir."))
        return self.text(name)

    def code(self, name: str) -> str:
        """A code as the team writes it: no space, no `+ : ; , /`."""
        text = self.needed(name)
        if text and CODE.fullmatch(text) is None:
            self.wrong(name, _("« {text} » : un code s’écrit sans espace ni + : ; , /").format(text=text))
        return text

    def day(self, name: str) -> date | None:
        """A date, `2018-10-04` or `04/10/2018` (the day first); None when empty."""
        try:
            return day_of_text(self.text(name))
        except WrongUse as error:
            self.wrong(name, error.message)
            return None

    def choice(self, name: str, of: type[Choice], default: Choice) -> Choice:
        """One of the values of `of`; `default` when empty."""
        text = self.text(name).lower()
        if not text:
            return default
        if text not in {member.value for member in of}:
            self.wrong(name, _not_among(text, [member.value for member in of]))
            return default
        return of(text)

    def yes_no(self, name: str) -> bool | None:
        """`yes` or `no`, also in French; None when empty."""
        text = self.text(name).lower()
        if text and text not in YES | NO:
            self.wrong(name, _not_among(text, ["yes", "no"]))
        return None if not text else text in YES

    def several(self, name: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """The values joined by `+`, each once, out of `among` unless it is None."""
        found = several_of_text(self.text(name))
        for value in found:
            if among is not None and value not in among:
                self.wrong(name, _not_among(value, among))
        return found

    def time(self, name: str) -> int | None:
        """Milliseconds of `HH:MM:SS.mmm`; None when empty."""
        if not self.text(name):
            return None
        try:
            return ms_of_text(self.text(name))
        except WrongUse as error:
            self.wrong(name, error.message)
            return None


def day_of_text(text: str) -> date | None:
    """The day that a text gives, `2018-10-04` or `04/10/2018`; None when it is empty. Raises WrongUse."""
    text = text.strip()
    if not text:
        return None
    french = _DAY.fullmatch(text)
    try:
        if french is not None:
            return date(int(french["y"]), int(french["m"]), int(french["d"]))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(
            _("« {text} » n’est pas une date.").format(text=text), _("L’écrire ainsi : 2018-10-04.")
        ) from None


def several_of_text(text: str) -> tuple[str, ...]:
    """The values that a text joins by `+`, in order, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split("+") if part.strip()))


def text_of_several(values: Iterable[str], order: Sequence[str] = ()) -> str:
    """The values joined by `+`: those of `order` first and as it has them, the others by name."""
    return "+".join(sorted(values, key=lambda value: (order.index(value) if value in order else len(order), value)))


def text_of_day(day: date | None) -> str:
    """`2018-10-04`, or nothing."""
    return "" if day is None else day.isoformat()


def text_of_yes_no(answer: bool | None) -> str:
    """`yes`, `no`, or nothing."""
    return "" if answer is None else "yes" if answer else "no"


def _not_among(text: str, among: Iterable[str]) -> str:
    return _("« {text} » ne convient pas (au choix : {names}).").format(text=text, names=", ".join(among))
