# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro participant`: list, show, add, edit participants by code, say where they took part and appear; all as CSV."""

import argparse
from dataclasses import replace

from archive.catalogue import appearances, interviews, participants, recordings
from archive.cli.arguments import add_recording, add_span, span_of
from archive.cli.context import add_json, answer, archive_of
from archive.cli.record import told
from archive.cli.sheets import add_sheets, give, take
from archive.labels import label
from archive.library import Library
from archive.model.people import Appearance, Group, Participant, ParticipantId, Sex
from archive.person import KEEPING
from archive.tables.people import PARTICIPANTS
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext
from media.timecode import text_of_ms

_FIELDS = ("sex", "group", "age_band", "minor", "region")


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("tous les témoins"))
    listing.add_argument("--interview", metavar=_("CODE"), help=_("ceux d’un entretien"))
    show = commands.add_parser("show", help=_("un témoin et ses entretiens"))
    add = commands.add_parser("add", help=_("un témoin de plus"))
    edit = commands.add_parser("edit", help=_("changer ce qui est écrit"))
    join = commands.add_parser("join", help=_("dire qu’un témoin a pris part à un entretien"))
    mark = commands.add_parser("mark", help=_("dire où un témoin paraît dans un rush"))
    unmark = commands.add_parser("unmark", help=_("effacer une présence"))
    for one in (show, add, edit, join, mark):
        one.add_argument("code", metavar=_("CODE"), help=_("code du témoin, jamais son nom"))
    for one in (add, edit):
        one.add_argument("--sex", choices=[sex.value for sex in Sex], help=_("sexe"))
        one.add_argument("--group", choices=[group.value for group in Group], help=_("groupe consulté"))
        one.add_argument("--age-band", metavar="18-35", help=_("tranche d’âge"))
        one.add_argument("--minor", action=argparse.BooleanOptionalAction, help=_("moins de 18 ans, ou non"))
        one.add_argument("--region", metavar=_("RÉGION"), help=_("région"))
    add.add_argument("--interview", metavar=_("CODE"), help=_("entretien auquel il a pris part"))
    join.add_argument("interview", metavar=_("ENTRETIEN"), help=_("code de l’entretien"))
    _configure_mark(mark)
    unmark.add_argument("id", metavar=_("PRÉSENCE"), help=_("son identifiant, donné par « mark » et « show »"))
    for one in (listing, show, add, edit, join, mark, unmark):
        add_json(one)
    add_sheets(commands)


def _configure_mark(mark: argparse.ArgumentParser) -> None:
    add_recording(mark)
    add_span(mark)
    mark.add_argument("--unseen", action="store_true", help=_("on ne le voit pas"))
    mark.add_argument("--unheard", action="store_true", help=_("on ne l’entend pas"))
    mark.add_argument("--named", action="store_true", help=_("on dit son nom"))


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    actions = {
        "list": _list,
        "show": _show,
        "add": _add,
        "edit": _edit,
        "join": _join,
        "mark": _mark,
        "unmark": _unmark,
    }
    with archive_of(args) as library:
        if args.action == "import":
            take(library, args, PARTICIPANTS)
        elif args.action == "export":
            give(library, args, PARTICIPANTS)
        else:
            actions[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        if args.interview is None:
            found = participants.listed(session)
        else:
            found = participants.of_interview(session, interviews.by_code(session, args.interview).id)
    lines = [
        f"{one.code:<14} {label(one.sex):<12} {one.age_band:<8} {label(one.group):<34} {one.region}".rstrip()
        + (_("  moins de 18 ans") if one.minor else "")
        for one in found
    ]
    lines.append(ngettext("{count} témoin.", "{count} témoins.", len(found)).format(count=len(found)))
    answer(args, {"participants": [_data(one) for one in found]}, lines)


def _show(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = participants.by_code(session, args.code)
        data = _data(found)
        joined = participants.interviews_of(session, found.id)
        data["interviews"] = sorted(interviews.get(session, interview).code for interview in joined)
        marks = [mark for mark in appearances.everywhere(session) if mark.participant == found.id]
        names = {mark.recording: recordings.get(session, mark.recording).original_name for mark in marks}
    appearing = [_marked(mark, names[mark.recording]) for mark in marks]
    lines = [f"{one['recording']} {one['start']} → {one['end']} ({one['id']})" for one in appearing]
    answer(args, {**data, "appearances": appearing}, told({**data, "appearances": lines}))


def _add(library: Library, args: argparse.Namespace) -> None:
    new = Participant(ParticipantId(""), args.code, Sex.UNKNOWN, Group.OTHER)
    with library.writing() as session:
        kept = participants.add(session, _with(new, args))
        if args.interview is not None:
            participants.join(session, interviews.by_code(session, args.interview).id, kept.id)
    answer(args, _data(kept), [_("Témoin ajouté : {code}").format(code=kept.code)])


def _edit(library: Library, args: argparse.Namespace) -> None:
    if all(getattr(args, name) is None for name in _FIELDS):
        raise WrongUse(_("Rien à changer."), _("Voir « baro participant edit --help »."))
    with library.writing() as session:
        kept = _with(participants.by_code(session, args.code), args)
        participants.update(session, kept)
    answer(args, _data(kept), [_("Témoin changé : {code}").format(code=kept.code)])


def _join(library: Library, args: argparse.Namespace) -> None:
    with library.writing() as session:
        person = participants.by_code(session, args.code)
        participants.join(session, interviews.by_code(session, args.interview).id, person.id)
    text = _("{code} a pris part à {interview}.").format(code=person.code, interview=args.interview)
    answer(args, {"participant": person.code, "interview": args.interview}, [text])


def _mark(library: Library, args: argparse.Namespace) -> None:
    span = span_of(args)
    with library.writing() as session:
        person = participants.by_code(session, args.code)
        recording = recordings.find(session, args.recording)
        new = Appearance("", person.id, recording.id, span, not args.unseen, not args.unheard, args.named)
        kept = appearances.mark(session, new, keeper=library.person.role in KEEPING)
    text = _("{code} est marqué dans {name} (présence {id}).")
    answer(
        args,
        _marked(kept, recording.original_name),
        [text.format(code=person.code, name=recording.original_name, id=kept.id)],
    )


def _unmark(library: Library, args: argparse.Namespace) -> None:
    with library.writing() as session:
        appearances.unmark(session, args.id, keeper=library.person.role in KEEPING)
    answer(args, {"id": args.id}, [_("Présence effacée.")])


def _with(participant: Participant, args: argparse.Namespace) -> Participant:
    """The participant with what the command line gives; the rest stays."""
    given = {name: getattr(args, name) for name in ("age_band", "minor", "region")}
    changed = replace(participant, **{name: value for name, value in given.items() if value is not None})
    if args.sex is not None:
        changed = replace(changed, sex=Sex(args.sex))
    return changed if args.group is None else replace(changed, group=Group(args.group))


def _data(participant: Participant) -> dict[str, object]:
    return {
        "id": participant.id,
        "code": participant.code,
        "sex": participant.sex,
        "group": participant.group,
        "age_band": participant.age_band,
        "minor": participant.minor,
        "region": participant.region,
    }


def _marked(mark: Appearance, recording: str) -> dict[str, object]:
    return {
        "id": mark.id,
        "recording": recording,
        "start": text_of_ms(mark.span.start),
        "end": text_of_ms(mark.span.end),
        "seen": mark.seen,
        "heard": mark.heard,
        "named": mark.named,
    }
