# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles`: import, check, export, convert, and the life of a track. `check` and `convert` need no archive."""

import argparse
from dataclasses import asdict
from pathlib import Path

from archive.cli import trackchange, tracknames, trackpairs, tracksnap, trackstatus
from archive.cli.arguments import add_recording
from archive.cli.context import add_json, answer, archive_of
from archive.cli.subtitlecheck import run_check, told
from archive.cli.subtitleconvert import add_layout, configure_convert, layout_of, run_convert, tell_file
from archive.cli.trackwords import data_of
from archive.consent import AUDIENCES
from archive.model.footage import StoredTrack
from media.files import write_bytes
from media.language import gettext as _
from media.language import ngettext
from subtitles.cue import Kind

DRAFT = "draft"


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    _configure_import(commands.add_parser("import", help=_("verser un fichier de sous-titres sur un rush")))
    _configure_check(commands.add_parser("check", help=_("vérifier un fichier ou une piste")))
    export = commands.add_parser("export", help=_("écrire une piste dans un fichier"))
    export.add_argument("track", metavar=_("PISTE"), help=_("identifiant de la piste"))
    export.add_argument(
        "--encoding",
        metavar=_("ENCODAGE"),
        help=_("encodage du fichier écrit ; sinon utf-8, ou le fichier d’origine tel quel si personne n’y a touché"),
    )
    configure_convert(commands.add_parser("convert", help=_("récrire un fichier dans un autre format")))
    export.add_argument(
        "-o", "--output", type=Path, required=True, metavar=_("FICHIER"), help=_("son nom dit le format : .srt, .vtt…")
    )
    export.add_argument(
        "--use",
        choices=[DRAFT, *AUDIENCES],
        default=DRAFT,
        help=_("pour quel usage : brouillon de l’équipe, projection, télévision, internet, partenaire"),
    )
    export.add_argument("--film", metavar=_("FILM"), help=_("pour quel film, si l’autorisation en nomme"))
    add_layout(export)
    export.add_argument("--beside", metavar=_("PISTE"), help=_(".html : la piste en langue source, placée à gauche"))
    add_json(export)
    for module in (trackstatus, trackchange, tracksnap, trackpairs, tracknames):
        module.configure(commands)


def _configure_import(parser: argparse.ArgumentParser) -> None:
    add_recording(parser)
    parser.add_argument(
        "file",
        type=Path,
        metavar=_("FICHIER"),
        help=_("fichier de sous-titres (SRT, WebVTT, SBV, ASS, TTML, STL, SCC…), reconnu au contenu"),
    )
    parser.add_argument("--lang", default="fr", metavar=_("LANGUE"), help=_("langue de la piste (fr, bm, ses…)"))
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], default=Kind.SUBTITLES.value, help=_("genre"))
    parser.add_argument("--encoding", metavar=_("ENCODAGE"), help=_("encodage du fichier, s’il est mal reconnu"))
    parser.add_argument("--message", default="", metavar=_("TEXTE"), help=_("ce qui a changé, pour l’historique"))
    add_json(parser)


def _configure_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FICHIER|PISTE"), help=_("un fichier, ou l’identifiant d’une piste"))
    parser.add_argument(
        "--profile",
        metavar=_("PROFIL"),
        help=_("ong-fr, netflix-fr, arte, sme-arcom, reseaux-sociaux, ou un fichier .toml"),
    )
    parser.add_argument("--lang", metavar=_("LANGUE"), help=_("langue du fichier ; sinon ce qu’il dit, sinon fr"))
    parser.add_argument("--encoding", metavar=_("ENCODAGE"), help=_("encodage du fichier, s’il est mal reconnu"))
    parser.add_argument("--fix", action="store_true", help=_("écrire aussi la piste corrigée, et dire ce qui change"))
    parser.add_argument(
        "--proposed", action="store_true", help=_("appliquer aussi les corrections seulement proposées")
    )
    parser.add_argument("--rate", metavar=_("CADENCE"), help=_("images par seconde, si le fichier n’a pas de rush"))
    parser.add_argument("--all", action="store_true", help=_("montrer aussi toutes les remarques qui se répètent"))
    parser.add_argument("-o", "--output", type=Path, metavar=_("FICHIER"), help=_("où écrire la piste corrigée"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    actions = {
        "import": _import,
        "check": run_check,
        "export": _export,
        "convert": run_convert,
        "list": trackstatus.run_list,
        "versions": trackstatus.run_versions,
        "show": trackstatus.run_show,
        "edit": trackstatus.run_edit,
        "status": trackstatus.run_status,
        "approve": trackstatus.run_approve,
        "diff": trackchange.run_diff,
        "restore": trackchange.run_restore,
        "merge": trackchange.run_merge,
        "snap": tracksnap.run_snap,
        "pairs": trackpairs.run_pairs,
        "waive": trackpairs.run_waive,
        "names": tracknames.run_names,
    }
    return actions[args.action](args)


def _import(args: argparse.Namespace) -> int:
    from archive.catalogue import recordings
    from archive.tracks import import_file

    with archive_of(args) as library:
        with library.reading() as session:
            recording = recordings.find(session, args.recording)
        done = import_file(
            library,
            recording.id,
            args.file,
            language=args.lang,
            kind=Kind(args.kind),
            encoding=args.encoding,
            message=args.message,
        )
    stored, reading = done.stored, done.reading
    data = {
        **data_of(stored),
        "file": str(args.file),
        "format": reading.format,
        "encoding": reading.encoding,
        "new": done.new,
        "reported": reading.reported,
        "diagnostics": [asdict(one) for one in reading.diagnostics],
    }
    answer(args, data, [*told(reading.diagnostics), _stored_line(stored, done.new)])
    return 0


def _stored_line(stored: StoredTrack, new: bool) -> str:
    count = len(stored.track.cues)
    cues = ngettext("{count} sous-titre", "{count} sous-titres", count).format(count=count)
    if not new:
        return _("Piste {id} : {cues}, déjà tels quels dans la version {n}.").format(
            id=stored.id, cues=cues, n=stored.version.number
        )
    return _("Piste {id} ({lang}), version {n} : {cues}.").format(
        id=stored.id, lang=stored.language, n=stored.version.number, cues=cues
    )


def _export(args: argparse.Namespace) -> int:
    from archive.naming.spoken import Leaving, hold_back
    from archive.tracks import Purpose, export, outgoing

    purpose = Purpose(args.use, args.film)
    with archive_of(args) as library:
        library.spare_originals(args.output)
        leaving = outgoing(library, args.track, purpose)
        beside = outgoing(library, args.beside, purpose) if args.beside else None
        warnings: list[str] = []
        for track in (leaving, beside):
            if track is not None:
                words = Leaving(track.stored.recording, *purpose, track=track.stored.id, file=args.output)
                warnings += hold_back(library, words)
        layout = layout_of(args, beside.track if beside is not None else None)
        written = export(library, args.track, args.output.suffix, args.encoding, layout, purpose)
    write_bytes(args.output, written.data)
    told_once = list(dict.fromkeys(warnings))
    facts: dict[str, object] = {"format": written.format, "encoding": written.encoding, "warnings": told_once}
    tell_file(args, [], written.diagnostics, facts, told_once)
    return 0
