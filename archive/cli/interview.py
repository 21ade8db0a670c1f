# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro interview`: list, show, add, edit interviews, align their recordings; all of them as CSV."""

import argparse
from dataclasses import replace

from archive.catalogue import interviews, participants, recordings
from archive.cli import placing
from archive.cli.context import add_json, answer, archive_of
from archive.cli.record import told
from archive.cli.sheets import add_sheets, give, take
from archive.labels import label
from archive.library import Library
from archive.model.footage import Interview, InterviewId, InterviewKind
from archive.tables.cells import day_of_text, several_of_text, text_of_day
from archive.tables.people import INTERVIEWS
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext

_FIELDS = ("kind", "region", "place", "date", "languages", "title", "description")


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("tous les entretiens"))
    listing.add_argument("--region", metavar=_("RÉGION"), help=_("ceux d’une région"))
    listing.add_argument("--kind", choices=[kind.value for kind in InterviewKind], help=_("ceux d’une sorte"))
    show = commands.add_parser("show", help=_("un entretien, ses témoins et ses rushes"))
    add = commands.add_parser("add", help=_("un entretien de plus"))
    edit = commands.add_parser("edit", help=_("changer ce qui est écrit"))
    for one in (show, add, edit):
        one.add_argument("code", metavar=_("CODE"), help=_("code de l’entretien, celui de l’ardoise"))
    for one in (add, edit):
        one.add_argument("--kind", choices=[kind.value for kind in InterviewKind], help=_("sorte d’entretien"))
        one.add_argument("--region", metavar=_("RÉGION"), help=_("région"))
        one.add_argument("--place", metavar=_("LIEU"), help=_("lieu, jamais plus précis qu’il ne faut"))
        one.add_argument("--date", metavar="2018-10-04", help=_("jour de l’entretien"))
        one.add_argument("--languages", metavar="fr+bm", help=_("langues parlées, jointes par +"))
        one.add_argument("--title", metavar=_("TEXTE"), help=_("titre court"))
        one.add_argument("--description", metavar=_("TEXTE"), help=_("ce que l’équipe veut en dire"))
    for one in (listing, show, add, edit):
        add_json(one)
    placing.configure(commands)
    add_sheets(commands)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with archive_of(args) as library:
        if args.action == "import":
            take(library, args, INTERVIEWS)
        elif args.action == "export":
            give(library, args, INTERVIEWS)
        else:
            _ACTIONS[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = interviews.listed(session, region=args.region, kind=args.kind)
    lines = [
        f"{one.code:<14} {text_of_day(one.held_on):<10}  {one.region:<14} {label(one.kind):<22} {one.title}".rstrip()
        for one in found
    ]
    lines.append(ngettext("{count} entretien.", "{count} entretiens.", len(found)).format(count=len(found)))
    answer(args, {"interviews": [_data(one) for one in found]}, lines)


def _show(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = interviews.by_code(session, args.code)
        people = participants.of_interview(session, found.id)
        rushes = recordings.listed(session, interview=found.id)
    data = _data(found)
    data["participants"] = [person.code for person in people]
    data["recordings"] = [recording.original_name for recording in rushes]
    answer(args, data, told(data))


def _add(library: Library, args: argparse.Namespace) -> None:
    new = Interview(InterviewId(""), args.code, InterviewKind.INDIVIDUAL, region="")
    with library.writing() as session:
        kept = interviews.add(session, _with(new, args))
    answer(args, _data(kept), [_("Entretien ajouté : {code}").format(code=kept.code)])


def _edit(library: Library, args: argparse.Namespace) -> None:
    if all(getattr(args, name) is None for name in _FIELDS):
        raise WrongUse(_("Rien à changer."), _("Voir « baro interview edit --help »."))
    with library.writing() as session:
        kept = _with(interviews.by_code(session, args.code), args)
        interviews.update(session, kept)
    answer(args, _data(kept), [_("Entretien changé : {code}").format(code=kept.code)])


def _with(interview: Interview, args: argparse.Namespace) -> Interview:
    """The interview with what the command line gives; the rest stays."""
    given = {name: getattr(args, name) for name in ("region", "place", "title", "description")}
    changed = replace(interview, **{name: text for name, text in given.items() if text is not None})
    if args.kind is not None:
        changed = replace(changed, kind=InterviewKind(args.kind))
    if args.date is not None:
        changed = replace(changed, held_on=day_of_text(args.date))
    if args.languages is not None:
        changed = replace(changed, languages=several_of_text(args.languages))
    return changed


def _data(interview: Interview) -> dict[str, object]:
    return {
        "id": interview.id,
        "code": interview.code,
        "kind": interview.kind,
        "region": interview.region,
        "place": interview.place,
        "held_on": text_of_day(interview.held_on) or None,
        "languages": list(interview.languages),
        "title": interview.title,
        "description": interview.description,
    }


_ACTIONS = {
    "list": _list,
    "show": _show,
    "add": _add,
    "edit": _edit,
    "align": placing.find_places,
    "offset": placing.set_offset,
}
