# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles snap`: a stored track onto the shot changes and the speech of its recording."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.cli.context import add_json, answer, archive_of
from archive.cli.trackwords import Commands, add_track
from media.language import gettext as _
from media.language import ngettext

if TYPE_CHECKING:
    from archive.snapping import Snapped

REACH = 200


def configure(commands: Commands) -> None:
    """The subcommand of this module."""
    snap = commands.add_parser("snap", help=_("caler une piste sur les plans et la parole de son rush"))
    add_track(snap)
    snap.add_argument("--shots", action="store_true", help=_("seulement sur les changements de plan"))
    snap.add_argument("--speech", action="store_true", help=_("seulement où l’on commence et finit de parler"))
    snap.add_argument(
        "--reach", type=int, default=REACH, metavar="MS", help=_("jusqu’où chercher, en millisecondes (200)")
    )
    snap.add_argument("--message", default="", metavar=_("TEXTE"), help=_("ce qui a changé, pour l’historique"))
    add_json(snap)


def run_snap(args: argparse.Namespace) -> int:
    """Move what lies near, store it as a new version, and say how many cues moved. Neither option means both."""
    from archive.snapping import snap_track

    both = args.shots == args.speech
    with archive_of(args) as library:
        done = snap_track(
            library,
            args.track,
            args.reach,
            shots=both or args.shots,
            speech=both or args.speech,
            message=args.message,
        )
    data = {
        "track": args.track,
        "version": done.correction.version.number,
        "new": done.correction.new,
        "points": done.points,
        "moved": list(done.moved),
        "conflicts": [one.cue for one in done.correction.conflicts],
    }
    answer(args, data, _lines(done))
    return int(bool(done.correction.conflicts))


def _lines(done: "Snapped") -> Iterator[str]:
    if done.correction.conflicts:
        yield _("Quelqu’un d’autre vient de changer ces sous-titres : rien n’a été enregistré. Recommencer.")
        return
    found = ngettext("{n} repère.", "{n} repères.", done.points).format(n=done.points)
    if not done.moved:
        yield _("{found} Rien à caler : tout y est déjà, ou trop loin.").format(found=found)
        return
    count = len(done.moved)
    moved = ngettext("{n} sous-titre calé", "{n} sous-titres calés", count).format(n=count)
    yield _("{found} {moved} : c’est la version {version}.").format(
        found=found, moved=moved, version=done.correction.version.number
    )
