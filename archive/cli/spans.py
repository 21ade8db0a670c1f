# SPDX-License-Identifier: GPL-3.0-or-later
"""A span as it is typed: `IN OUT`, or nothing."""

from media.errors import WrongUse
from media.language import gettext as _
from media.span import Span
from media.timecode import ms_of_text


def span_of(start: str | None, end: str | None) -> Span | None:
    """The span between two typed times; None when neither is given. Raises WrongUse for one alone or an unreadable one."""
    if start is None:
        return None
    if end is None:
        raise WrongUse(
            _("Il manque la fin du passage."), _("Donner ENTRÉE et SORTIE, par exemple 00:00:05 00:00:09.5.")
        )
    return Span(ms_of_text(start), ms_of_text(end))
