# SPDX-License-Identifier: GPL-3.0-or-later
"""The one error family of the house.

    BaroError                a refusal or failure that a person can read: message + hint
    ├── WrongUse             the command or form was filled in wrongly          (exit status 2)
    ├── CannotCheck          the answer could not be found out                  (exit status 3)
    ├── NotFound             no such thing, or not for this person: same words  (exit status 1)
    ├── Refused              a rule of the house says no: consent, format, lock (exit status 1)
    └── Cancelled            somebody asked to stop; nothing half-made is left  (exit status 1)

Floors add their own subclasses. The command line and the pages catch `BaroError` in one place each.
"""


class BaroError(Exception):
    """What went wrong (`message`, with file, line or cue where known) and the way out (`hint`)."""

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class WrongUse(BaroError):
    """The request itself is malformed: an unreadable time, an unknown option value."""

    status = 2


class CannotCheck(BaroError):
    """The question is fair, but could not be answered here: a tool or a file is missing."""

    status = 3


class NotFound(BaroError):
    """Nothing of that name, or nothing this person may know of."""


class Refused(BaroError):
    """A rule of the house forbids it."""


class Cancelled(BaroError):
    """Stopped on request."""
