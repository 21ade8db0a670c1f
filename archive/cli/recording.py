# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro recording`: list, show, describe recordings, put them into interviews, and make their working files again."""

import argparse
from collections.abc import Iterator

from archive import soundtracks
from archive.catalogue import interviews, recordings, sidecars
from archive.checking import enqueue_check, sentence, unchecked, way_out
from archive.cli.arguments import add_recording
from archive.cli.context import add_json, answer, archive_of
from archive.cli.officer import as_officer
from archive.cli.record import told
from archive.derive import enqueue_derive, missing
from archive.library import Library
from archive.model.footage import Recording
from archive.person import Role
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext
from media.timecode import short_text_of_ms


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("tous les rushes"))
    listing.add_argument("--interview", metavar=_("CODE"), help=_("ceux d’un entretien"))
    listing.add_argument("--tag", metavar=_("CHEMIN"), help=_("ceux d’un mot-clé et de ses mots plus précis"))
    show = commands.add_parser("show", help=_("tout ce que l’on sait d’un rush"))
    edit = commands.add_parser("edit", help=_("changer le titre ou la description"))
    edit.add_argument("--title", metavar=_("TEXTE"), help=_("titre"))
    edit.add_argument("--description", metavar=_("TEXTE"), help=_("description"))
    assign = commands.add_parser("assign", help=_("mettre des rushes dans un entretien"))
    derive = commands.add_parser("derive", help=_("demander les copies de travail qui manquent"))
    check = commands.add_parser("check", help=_("décoder les originaux jusqu’au bout, pour savoir s’ils sont entiers"))
    check.add_argument("recordings", nargs="*", metavar=_("RUSH"), help=_("seulement ceux-ci, même déjà vérifiés"))
    sound = commands.add_parser("sound", help=_("voir les pistes son d’un rush, choisir celle que l’on entend"))
    for one in (show, edit, sound):
        add_recording(one)
    sound.add_argument(
        "choice", nargs="?", metavar=_("PISTE"), help=_("2, mix, left, right, 2:left ; auto : laisser Baro choisir")
    )
    assign.add_argument("recordings", nargs="+", metavar=_("RUSH"), help=_("identifiants ou noms de fichiers"))
    assign.add_argument("interview", metavar=_("CODE"), help=_("code de l’entretien, ou - pour aucun"))
    derive.add_argument("recordings", nargs="*", metavar=_("RUSH"), help=_("seulement ceux-ci, même s’ils sont prêts"))
    for one in (listing, show, edit, assign, derive, check, sound):
        add_json(one)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    changing = {"edit": _edit, "assign": _assign, "derive": _derive, "check": _check, "sound": _sound}
    actions = {"list": _list, "show": _show} | changing
    with archive_of(args) as library:
        actions[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        meant = interviews.by_code(session, args.interview).id if args.interview else None
        found = recordings.listed(session, interview=meant, tag=args.tag)
        codes = {interview.id: interview.code for interview in interviews.listed(session)}
    data = [_data(recording, codes.get(recording.interview) if recording.interview else None) for recording in found]
    answer(args, {"recordings": data}, _table(found, [str(one["interview"] or "—") for one in data]))


def _table(found: list[Recording], codes: list[str]) -> Iterator[str]:
    names = max((len(recording.original_name) for recording in found), default=0)
    places = max((len(code) for code in codes), default=0)
    for recording, code in zip(found, codes, strict=True):
        line = f"{recording.id}  {recording.original_name:<{names}}  {code:<{places}}"
        yield f"{line}  {short_text_of_ms(recording.duration):>8}  {recording.title}".rstrip()
        if recording.fault is not None:
            yield f"    ! {sentence(recording.fault)}"
    yield ngettext("{count} rush.", "{count} rushes.", len(found)).format(count=len(found))


def _show(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        data = _known(library, recordings.find(session, args.recording).id)
    lines = [*told(data), *([_("que faire : {way}").format(way=way_out())] if data["fault"] else [])]
    answer(args, data, lines)


def _edit(library: Library, args: argparse.Namespace) -> None:
    if args.title is None and args.description is None:
        raise WrongUse(_("Rien à changer."), _("Donner --title ou --description."))
    with library.writing() as session:
        recording = recordings.find(session, args.recording)
        recordings.describe(session, recording.id, title=args.title, description=args.description)
    answer(args, _known(library, recording.id), [_("{name} est décrit.").format(name=recording.original_name)])


def _assign(library: Library, args: argparse.Namespace) -> None:
    officer = as_officer(library).person.role is Role.PROTECTION
    with library.writing() as session:
        target = None if args.interview == "-" else interviews.by_code(session, args.interview)
        found = [recordings.find(session, words) for words in args.recordings]
        for recording in found:
            recordings.assign(session, recording.id, None if target is None else target.id, by_officer=officer)
    where = _("aucun entretien") if target is None else target.code
    data = {"recordings": [_data(recording, None if target is None else target.code) for recording in found]}
    answer(args, data, (f"{recording.original_name} → {where}" for recording in found))


def _derive(library: Library, args: argparse.Namespace) -> None:
    with library.writing() as session:
        if args.recordings:
            found = [recordings.find(session, words) for words in args.recordings]
        else:
            found = [one for one in recordings.listed(session) if not one.ready or missing(library, session, one)]
        jobs = [enqueue_derive(session, recording.id, library.person.name) for recording in found]
    text = ngettext(
        "{count} rush en attente de « baro worker ».", "{count} rushes en attente de « baro worker ».", len(found)
    )
    answer(args, {"jobs": jobs}, [text.format(count=len(found))])


def _check(library: Library, args: argparse.Namespace) -> None:
    with library.writing() as session:
        if args.recordings:
            found = [recordings.find(session, words) for words in args.recordings]
        else:
            found = unchecked(recordings.listed(session))
        asked = [enqueue_check(session, recording.id, library.person.name) for recording in found]
    text = ngettext(
        "{count} original à décoder par « baro worker ».",
        "{count} originaux à décoder par « baro worker ».",
        len(found),
    )
    answer(args, {"jobs": asked}, [text.format(count=len(found))])


def _sound(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = recordings.find(session, args.recording)
    found = soundtracks.looked_at(library, found.id)
    if args.choice is not None:
        words = "" if args.choice == "auto" else args.choice
        with library.writing() as session:
            found = soundtracks.choose(session, found, words, library.person.name)
    lines = [soundtracks.track_told(track) for track in found.sounds]
    lines.append(_("On entend : {what}.").format(what=soundtracks.heard_told(found)))
    answer(args, _sounds(found), lines if found.has_sound else [_("Ce rush n’a pas de son.")])


def _sounds(recording: Recording) -> dict[str, object]:
    tracks = [
        {
            "number": track.place + 1,
            "codec": track.codec,
            "channels": track.channels,
            "sample_rate": track.sample_rate,
            "peak_db": track.level,
        }
        for track in recording.sounds
    ]
    return {"id": recording.id, "name": recording.original_name, "tracks": tracks, "choice": recording.sound}


def _known(library: Library, recording: str) -> dict[str, object]:
    with library.reading() as session:
        found = recordings.get(session, recording)
        code = None if found.interview is None else interviews.get(session, found.interview).code
        beside = [one.name for one in sidecars.of_recording(session, recording)]
    return _data(found, code) | {"parts": [part.name for part in found.parts], "sidecars": beside}


def _data(recording: Recording, code: str | None) -> dict[str, object]:
    picture = recording.picture
    return {
        "id": recording.id,
        "name": recording.original_name,
        "interview": code,
        "title": recording.title,
        "description": recording.description,
        "duration_ms": recording.duration,
        "size": recording.size,
        "sha256": recording.sha256,
        "container": recording.container,
        "width": picture.width if picture else None,
        "height": picture.height if picture else None,
        "rate": str(picture.rate) if picture else None,
        "video_codec": picture.codec if picture else None,
        "sound": recording.has_sound,
        "sound_codec": recording.sound_codec or None,
        "sound_tracks": len(recording.sounds) or int(recording.has_sound),
        "sound_heard": soundtracks.heard_told(recording) if recording.has_sound else None,
        "start_timecode": recording.start_timecode or None,
        "drop_frame": ";" in recording.start_timecode if recording.start_timecode else None,
        "recorded_at": recording.recorded_at.isoformat() if recording.recorded_at else None,
        "ingested_at": recording.ingested_at.isoformat() if recording.ingested_at else None,
        "ready": recording.ready,
        "checked_at": recording.checked_at.isoformat() if recording.checked_at else None,
        "fault_ms": recording.fault.at if recording.fault else None,
        "fault": sentence(recording.fault) if recording.fault else None,
    }
