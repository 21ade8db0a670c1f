# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro clip`: one passage of a recording as a file of its own, if consent allows its use."""

import argparse
from pathlib import Path

from archive.catalogue import recordings
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, archive_of
from archive.cli.leaving import add_subtitles, tell_rendered
from archive.consent import AUDIENCES
from archive.film.clips import DRAFT, cut_clip
from archive.model.film import SubtitleMode
from media.language import gettext as _
from media.span import Span
from media.timecode import ms_of_text


def configure(parser: argparse.ArgumentParser) -> None:
    """The passage, the file, and the use that consent is asked for."""
    parser.add_argument("recording", metavar=_("RUSH"), help=_("identifiant, ou nom de fichier s’il est unique"))
    parser.add_argument("start", metavar=_("ENTRÉE"), help=_("début : HH:MM:SS.mmm"))
    parser.add_argument("end", metavar=_("SORTIE"), help=_("fin"))
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=_("FICHIER.mp4"), help=_("où l’écrire"))
    parser.add_argument(
        "--use",
        choices=[DRAFT, *AUDIENCES],
        default=DRAFT,
        help=_("pour quel usage : brouillon de l’équipe, projection, télévision, internet, partenaire"),
    )
    parser.add_argument("--film", metavar=_("FILM"), help=_("pour quel film, si l’autorisation en nomme"))
    add_subtitles(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Cut the passage; status 1 when somebody's consent does not allow it."""
    span = Span(ms_of_text(args.start), ms_of_text(args.end))
    with archive_of(args) as library:
        with library.reading() as session:
            recording = recordings.find(session, args.recording).id
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
                    progress=progress,
                ),
            )
