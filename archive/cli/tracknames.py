# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles names`: what would give somebody away in a track, replaced or let through."""

import argparse

from archive.cli.context import add_json, answer, archive_of
from archive.cli.names import add_names, finding_data
from archive.cli.trackwords import Commands, add_track
from media.language import gettext as _


def configure(commands: Commands) -> None:
    """The subcommand."""
    names = commands.add_parser("names", help=_("ce qui trahirait quelqu’un dans les mots d’une piste"))
    add_track(names)
    add_names(names)
    add_json(names)


def run_names(args: argparse.Namespace) -> int:
    """Say what was found, after replacing it or letting it through when asked; exit status 1 when something is left."""
    from archive.catalogue import tracks
    from archive.catalogue.namings import About
    from archive.naming import guard, spoken
    from archive.naming.repair import repair_tracks
    from archive.naming.wording import told, unchecked

    with archive_of(args) as library:
        with library.reading() as session:
            recording = tracks.get(session, args.track).recording
        leaving = spoken.Leaving(recording, track=args.track)
        seen = spoken.look(library, leaving)
        for key in args.keep:
            guard.let_stand(library, About(recording=recording), key, seen.findings)
        if args.fix:
            repair_tracks(library, [finding for finding in seen.findings if finding.key not in args.keep])
        if args.fix or args.keep:
            seen = spoken.look(library, leaving)
    lines = [told(finding) for finding in seen.findings] or [_("Rien qui trahisse quelqu’un n’a été trouvé.")]
    if seen.names_unchecked:
        lines.append(_("Les vrais noms restent à chercher : baro vault check --recording {id}").format(id=recording))
    data = {"findings": [finding_data(finding) for finding in seen.findings], "names_unchecked": seen.names_unchecked}
    answer(args, data | {"vault": not seen.no_vault}, [*lines, *unchecked(seen.no_vault)])
    return 0 if seen.clear else 1
