# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles` list, versions, show, edit, status, approve: what a track says, how far it is, and who said so."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from archive.cli.arguments import add_recording
from archive.cli.context import add_json, answer, archive_of
from archive.cli.trackwords import Commands, add_cue, add_track, cue_line, data_of, entry_of, number_of
from archive.labels import label
from archive.model.footage import TrackStatus
from archive.model.track import EventKind, TrackEvent
from media.errors import WrongUse
from media.language import gettext as _
from media.language import lazy, ngettext
from subtitles.cue import Cue, Doubt
from subtitles.doubts import standing as standing_doubts

if TYPE_CHECKING:
    from archive.review import Standing

_DEEDS = {
    EventKind.STATUS: lazy("{by} : {before} → {after}"),
    EventKind.APPROVAL: lazy("{by} a approuvé la version {version}"),
    EventKind.WITHDRAWAL: lazy("{by} a retiré son approbation"),
    EventKind.EDIT: lazy("{by} a changé le texte (version {version}) : {before} → {after}"),
}


def configure(commands: Commands) -> None:
    """The subcommands of this module."""
    listing = commands.add_parser("list", help=_("les pistes d’un rush"))
    add_recording(listing)
    versions = commands.add_parser("versions", help=_("les versions d’une piste"))
    add_track(versions)
    show = commands.add_parser("show", help=_("lire une piste, dans sa dernière version ou une autre"))
    add_track(show)
    show.add_argument("--version", type=int, metavar=_("N"), help=_("numéro de la version ; sinon la dernière"))
    _configure_edit(
        commands.add_parser("edit", help=_("changer un sous-titre : texte, voix, traduction, mots douteux"))
    )
    status = commands.add_parser("status", help=_("dire où en est une piste, ou le lire avec son histoire"))
    add_track(status)
    status.add_argument(
        "status", nargs="?", choices=[one.value for one in TrackStatus], help=_("le nouvel état ; sans lui, l’histoire")
    )
    approve = commands.add_parser(
        "approve", help=_("approuver une piste relue, sous son nom (--as) ; il faut deux personnes")
    )
    add_track(approve)
    approve.add_argument("--version", type=int, metavar=_("N"), help=_("la version qui a été relue"))
    approve.add_argument("--withdraw", action="store_true", help=_("revenir sur sa propre approbation"))
    for one in (status, approve):
        one.add_argument("--message", default="", metavar=_("TEXTE"), help=_("un mot pour l’historique"))
    for one in (listing, versions, show, status, approve):
        add_json(one)


def _configure_edit(parser: argparse.ArgumentParser) -> None:
    add_track(parser)
    add_cue(parser)
    parser.add_argument("--text", metavar=_("TEXTE"), help=_("le nouveau texte ; \\n coupe la ligne"))
    parser.add_argument("--speaker", metavar=_("VOIX"), help=_("qui parle ; vide pour personne de connu"))
    parser.add_argument("--translator", metavar=_("NOM"), help=_("qui a traduit"))
    parser.add_argument(
        "--confidence", type=int, metavar=_("POUR CENT"), help=_("à quel point l’on est sûr, de 0 à 100")
    )
    parser.add_argument(
        "--doubt",
        action="append",
        metavar=_("MOT[:LANGUE]"),
        help=_("un mot du texte laissé dans la langue d’origine, à vérifier ; vide les retire tous"),
    )
    parser.add_argument("--message", default="", metavar=_("TEXTE"), help=_("ce qui a changé, pour l’historique"))
    add_json(parser)


def run_list(args: argparse.Namespace) -> int:
    """The tracks of a recording: how far each is, who approved it, and what is to be checked again."""
    from archive.access import Access
    from archive.catalogue import recordings, trackevents, tracks
    from archive.catalogue.cuetext import words_of
    from archive.model.track import approvals
    from archive.translations import to_recheck

    with archive_of(args) as library, library.reading() as session:
        found = tracks.of_recording(session, recordings.find(session, args.recording).id)
        access = Access.load(session)
        more = [
            {
                "approved_by": [one.by for one in approvals(trackevents.of_track(session, it.id), words_of(it.track))],
                "recheck": to_recheck(session, access, it.id),
            }
            for it in found
        ]
    data = [{**data_of(one), **extra} for one, extra in zip(found, more, strict=True)]
    answer(args, {"tracks": data}, [_line(one) for one in data] or [_("Aucune piste sur ce rush.")])
    return 0


def _line(data: dict[str, Any]) -> str:
    line = f"{data['track']}  {data['language']}  {data['kind']}  {label(data['status'])}  v{data['version']}  {data['cues']}"
    if data["approved_by"]:
        line += "  " + _("approuvée par {names}").format(names=", ".join(data["approved_by"]))
    if data["recheck"]:
        count = data["recheck"]
        line += "  " + ngettext("{n} traduction à revérifier", "{n} traductions à revérifier", count).format(n=count)
    return line


def run_versions(args: argparse.Namespace) -> int:
    """Every version of a track: number, time, author, message."""
    from archive.versions import history

    with archive_of(args) as library:
        found = history(library, args.track)
    data = [{**asdict(one), "made_at": one.made_at.isoformat()} for one in found]
    lines = [f"{one.number:>3}  {one.made_at:%Y-%m-%d %H:%M}  {one.author}  {one.message}".rstrip() for one in found]
    answer(args, {"track": args.track, "versions": data}, lines)
    return 0


def run_show(args: argparse.Namespace) -> int:
    """One version of a track, cue by cue, without what is closed."""
    from archive.correct import opened

    with archive_of(args) as library:
        found = opened(library, args.track, args.version)
    stored = found.stored
    closed = len(stored.track.cues) - len(found.cues)
    data = {**data_of(stored), "cues": [entry_of(cue) for cue in found.cues], "closed": closed}
    head = _("Version {n}, {state}, de {author}.").format(
        n=stored.version.number, state=label(stored.status), author=stored.version.author
    )
    lines = [head, *(cue_line(cue) for cue in found.cues)]
    if closed:
        lines.append(ngettext("{n} sous-titre est fermé.", "{n} sous-titres sont fermés.", closed).format(n=closed))
    answer(args, data, lines)
    return 0


def run_edit(args: argparse.Namespace) -> int:
    """Change one cue; the others stay, and so does whatever was not named."""
    from archive.correct import correct, opened

    with archive_of(args) as library:
        found = opened(library, args.track)
        changed = _edited(number_of(found.cues, args.cue), args)
        cues = tuple(changed if cue.id == changed.id else cue for cue in found.cues)
        done = correct(library, args.track, found.stored.version.number, cues, message=args.message)
    said = _("Version {n} : {cue}") if done.new else _("Rien n’a changé, version {n} : {cue}")
    line = said.format(n=done.version.number, cue=cue_line(changed))
    data = {"track": args.track, "version": done.version.number, "new": done.new, "cue": entry_of(changed)}
    answer(args, data, [line])
    return 0


def _edited(cue: Cue, args: argparse.Namespace) -> Cue:
    sure = args.confidence
    if sure is not None and not 0 <= sure <= 100:
        raise WrongUse(_("La confiance se dit en pour cent, de 0 à 100."))
    if args.text is not None:
        cue = replace(cue, text=args.text.replace("\\n", "\n").strip())
    if args.speaker is not None:
        cue = replace(cue, speaker=args.speaker.strip() or None)
    if args.translator is not None:
        cue = replace(cue, translator=args.translator.strip() or None)
    if sure is not None:
        cue = replace(cue, confidence=sure)
    if args.doubt is None:
        return standing_doubts(cue)
    words = (one.partition(":") for one in args.doubt if one)
    wanted = tuple(Doubt(word, language) for word, _colon, language in words)
    marked = standing_doubts(replace(cue, doubts=wanted))
    for doubt in wanted:
        if doubt not in marked.doubts:
            raise WrongUse(
                _("Le mot « {word} » n’est pas dans ce sous-titre.").format(word=doubt.word),
                _("L’écrire comme dans le texte : {text}").format(text=cue.plain.replace("\n", " ")),
            )
    return marked


def run_status(args: argparse.Namespace) -> int:
    """How far a track is: said, or read with its history."""
    from archive.review import set_status, standing

    with archive_of(args) as library:
        if args.status is None:
            now = standing(library, args.track)
        else:
            now = set_status(library, args.track, TrackStatus(args.status), message=args.message)
    lines = _told(now.history, whole=args.status is None)
    _answer_standing(args, now, [*lines, _now(now)])
    return 0


def run_approve(args: argparse.Namespace) -> int:
    """Approve, or take one's approval back."""
    from archive.review import approve, withdraw_approval

    with archive_of(args) as library:
        if args.withdraw:
            now = withdraw_approval(library, args.track, message=args.message)
        else:
            now = approve(library, args.track, version=args.version, message=args.message)
    _answer_standing(args, now, [_now(now)])
    return 0


def _answer_standing(args: argparse.Namespace, now: "Standing", lines: Iterable[str]) -> None:
    def event(one: TrackEvent) -> dict[str, object]:
        return {**asdict(one), "at": one.at.isoformat()}

    data = {
        **data_of(now.stored),
        "approvals": [event(one) for one in now.approvals],
        "moved": now.moved,
        "history": [event(one) for one in now.history],
    }
    answer(args, data, lines)


def _told(history: Iterable[TrackEvent], *, whole: bool) -> Iterator[str]:
    for one in history if whole else ():
        deed = _(_DEEDS[one.kind]).format(
            by=one.by, version=one.version, before=label(one.before), after=label(one.after)
        )
        yield f"{one.at:%Y-%m-%d %H:%M}  {deed}  {one.message}".rstrip()


def _now(now: "Standing") -> str:
    stored, names = now.stored, [one.by for one in now.approvals]
    line = _("Version {n} : {state}.").format(n=stored.version.number, state=label(stored.status))
    if names:
        line += " " + _("Approuvée par {names}.").format(names=", ".join(names))
    if len(names) == 1:
        line += " " + _("Il manque une seconde personne.")
    if now.moved:
        line += " " + _("Les temps ont changé depuis, pas les mots.")
    return line
