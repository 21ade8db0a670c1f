# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments that many commands share: a recording, and a span as it is typed."""

import argparse

from media.errors import WrongUse
from media.language import gettext as _
from media.span import Span
from media.timecode import ms_of_text, text_of_ms


def add_recording(parser: argparse.ArgumentParser) -> None:
    """The argument `RECORDING`: an id, or a unique original name."""
    parser.add_argument("recording", metavar=_("RUSH"), help=_("identifiant, ou nom de fichier s’il est unique"))


def add_film(parser: argparse.ArgumentParser) -> None:
    """The argument `FILM`: the name of a film."""
    parser.add_argument("film", metavar=_("FILM"), help=_("nom du film"))


def add_span(parser: argparse.ArgumentParser) -> None:
    """The arguments `IN OUT`."""
    parser.add_argument("start", metavar=_("ENTRÉE"), help=_("début : HH:MM:SS.mmm"))
    parser.add_argument("end", metavar=_("SORTIE"), help=_("fin : HH:MM:SS.mmm"))


def add_part(parser: argparse.ArgumentParser) -> None:
    """The arguments `[IN OUT]`: a span, or without them the whole recording."""
    parser.add_argument("start", nargs="?", metavar=_("ENTRÉE"), help=_("début : HH:MM:SS.mmm ; sinon tout le rush"))
    parser.add_argument("end", nargs="?", metavar=_("SORTIE"), help=_("fin : HH:MM:SS.mmm"))


def span_of(args: argparse.Namespace) -> Span:
    """The typed span. Raises WrongUse for an unreadable time, or an end before the start."""
    start, end = ms_of_text(args.start), ms_of_text(args.end)
    if end < start:
        raise WrongUse(
            _("Le passage finit avant de commencer : de {start} à {end}.").format(
                start=text_of_ms(start), end=text_of_ms(end)
            ),
            _("Donner ENTRÉE avant SORTIE, par exemple 00:00:05 00:00:09.5."),
        )
    return Span(start, end)


def part_of(args: argparse.Namespace) -> Span | None:
    """The typed span, None for the whole recording. Raises WrongUse as `span_of`, or for a start alone."""
    if args.start is None:
        return None
    if args.end is None:
        raise WrongUse(
            _("Il manque la fin du passage."), _("Donner ENTRÉE et SORTIE, par exemple 00:00:05 00:00:09.5.")
        )
    return span_of(args)
