# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro clip`: one passage of a recording as a file of its own, if consent allows its use."""

import argparse
from pathlib import Path

from archive.catalogue import recordings
from archive.cli.arguments import add_recording, add_span, span_of
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, archive_of
from archive.cli.leaving import add_subtitles, tell_rendered
from archive.consent import AUDIENCES
from archive.film.clips import DRAFT, cut_clip
from archive.model.film import SubtitleMode
from media.language import gettext as _


def configure(parser: argparse.ArgumentParser) -> None:
    """The passage, the file, and the use that consent is asked for."""
    add_recording(parser)
    add_span(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=_("FICHIER.mp4"), help=_("où l’écrire"))
    parser.add_argument(
        "--use",
        choices=[DRAFT, *AUDIENCES],
        default=DRAFT,
        help=_("pour quel usage : brouillon de l’équipe, projection, télévision, internet, partenaire"),
    )
    parser.add_argument("--film", metavar=_("FILM"), help=_("pour quel film, si l’autorisation en nomme"))
    parser.add_argument(
        "--sound-from", metavar=_("RUSH"), help=_("prendre le son du même moment dans un autre rush de l’entretien")
    )
    add_subtitles(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Cut the passage; status 1 when somebody's consent does not allow it."""
    span = span_of(args)
    with archive_of(args) as library:
        with library.reading() as session:
            recording = recordings.find(session, args.recording).id
            sound_from = recordings.find(session, args.sound_from).id if args.sound_from else None
        with percent_bar() as progress:
            return tell_rendered(
                args,
                lambda: cut_clip(
                    library,
                    recording,
                    span,
                    args.output,
                    use=args.use,
                    film=args.film,
                    subtitles=SubtitleMode(args.subtitles),
                    sound_from=sound_from,
                    progress=progress,
                ),
            )
