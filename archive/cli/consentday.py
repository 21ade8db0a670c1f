# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent day`: the day by which consents are judged, and what to do after a clock that ran ahead."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from archive.cli.context import add_json, answer
from archive.library import Library
from media.language import gettext as _

if TYPE_CHECKING:
    from archive.cli.sheets import Subcommands


def configure(commands: "Subcommands") -> None:
    """One switch."""
    day = commands.add_parser("day", help=_("le jour auquel les autorisations sont jugées"))
    day.add_argument(
        "--set-back",
        action="store_true",
        help=_("croire l’horloge de cet ordinateur : celle qui donnait un jour plus tardif avançait"),
    )
    add_json(day)


def _day(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import clock

    today = date.today()
    with library.reading() as session:
        known = clock.latest(session) or today
    if args.set_back and known > today:
        with library.writing() as session:
            clock.believe(session, today, library.person)
        known = today
    lines = [_("Aujourd’hui sur cet ordinateur : {day}").format(day=today.isoformat())]
    if known > today:
        late = _("L’archive a connu le {day} : ce qui finissait d’ici là reste fermé. Mettre l’ordinateur à l’heure.")
        lines.append(late.format(day=known.isoformat()))
    answer(args, {"today": today.isoformat(), "latest": max(known, today).isoformat()}, lines)


ACTIONS = {"day": _day}
