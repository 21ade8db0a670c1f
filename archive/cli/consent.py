# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent`: list, show, record, change the state of consents; all as CSV; and ask what a record allows."""

import argparse

from archive.cli.context import add_json, answer, archive_of
from archive.cli.record import told
from archive.cli.sheets import add_sheets, give, take
from archive.consent import AUDIENCES, PARTS
from archive.labels import label
from archive.library import Library
from archive.model.people import Consent, ConsentStatus
from archive.tables.cells import Cells, text_of_day, text_of_several
from archive.tables.consents import COLUMNS, CONSENTS
from archive.tables.sheet import Line, Problem
from archive.tables.table import Given
from media.errors import NotFound, WrongUse
from media.language import gettext as _
from media.language import ngettext

PAIR = ("participant", "interview")


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    from archive.cli import decision

    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("les autorisations en cours"))
    listing.add_argument("--interview", metavar=_("CODE"), help=_("celles d’un entretien"))
    listing.add_argument("--all", action="store_true", help=_("avec celles qui ont été remplacées"))
    show = commands.add_parser("show", help=_("une autorisation"))
    show.add_argument("id", metavar=_("AUTORISATION"), help=_("son identifiant"))
    add = commands.add_parser("add", help=_("saisir une autorisation ; elle remplace la précédente"))
    for column in COLUMNS:
        if column.name in PAIR:
            add.add_argument(column.name, metavar=column.name.upper(), help=_(column.meaning))
        else:
            flag = f"--{column.name.replace('_', '-')}"
            add.add_argument(flag, default="", metavar=_("VALEUR"), help=_(column.meaning).replace("%", "%%"))
    edit = commands.add_parser("edit", help=_("changer l’état d’une autorisation"))
    edit.add_argument("id", metavar=_("AUTORISATION"), help=_("son identifiant"))
    closed = (ConsentStatus.DRAFT, ConsentStatus.SUPERSEDED)
    states = [status.value for status in ConsentStatus if status not in closed]
    edit.add_argument("--status", required=True, choices=states, help=_("le nouvel état"))
    decision.configure(commands.add_parser("decide", help=_("dire ce qu’une autorisation permet, et pourquoi")))
    decision.configure_why(commands.add_parser("why", help=_("dire qui empêche l’usage d’un passage, et pourquoi")))
    for one in (listing, show, add, edit):
        add_json(one)
    add_sheets(commands)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says; 1 when the decision is a refusal."""
    from archive.cli import decision

    if args.action == "decide":
        return decision.run(args)
    with archive_of(args) as library:
        if args.action == "why":
            return decision.run_why(library, args)
        if args.action == "import":
            take(library, args, CONSENTS)
        elif args.action == "export":
            give(library, args, CONSENTS)
        else:
            {"list": _list, "show": _show, "add": _add, "edit": _edit}[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents, interviews

    with library.reading() as session:
        meant = interviews.by_code(session, args.interview).id if args.interview else None
        found = consents.listed(session, meant, superseded=args.all)
        codes = _codes(library)
    data = sorted(
        (_data(one, codes) for one in found), key=lambda one: (str(one["interview"]), str(one["participant"]))
    )
    lines = [
        f"{one['id']}  {one['interview']:<12} {one['participant']:<14} {label(str(one['status']))}" for one in data
    ]
    lines.append(ngettext("{count} autorisation.", "{count} autorisations.", len(found)).format(count=len(found)))
    answer(args, {"consents": data}, lines)


def _show(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents

    with library.reading() as session:
        found = consents.get(session, args.id)
    data = _data(found, _codes(library))
    answer(args, data, told(data))


def _add(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents, interviews, participants

    cells = Cells(Line(1, {column.name: getattr(args, column.name) for column in COLUMNS}))
    line = CONSENTS.read(cells)
    if cells.problems:
        raise WrongUse("\n".join(_flagged(problem) for problem in cells.problems))
    with library.writing() as session:
        CONSENTS.apply(session, line, Given(frozenset(), library.person.name))
        person = participants.by_code(session, args.participant)
        kept = consents.current(session, person.id, interviews.by_code(session, args.interview).id)
    if kept is None:
        raise NotFound(_("L’autorisation n’a pas été gardée."))
    text = _("Autorisation saisie : {id} ({status})").format(id=kept.id, status=label(kept.status))
    answer(args, _data(kept, _codes(library)), [text])


def _edit(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents

    with library.writing() as session:
        kept = consents.set_status(session, args.id, ConsentStatus(args.status), library.person.name)
    text = _("État de l’autorisation : {status}").format(status=label(kept.status))
    answer(args, _data(kept, _codes(library)), [text])


def _flagged(problem: Problem) -> str:
    return f"--{problem.column.replace('_', '-')} : {problem.message}"


def _codes(library: Library) -> dict[str, str]:
    """The codes of all participants and interviews by id."""
    from archive.catalogue import interviews, participants

    with library.reading() as session:
        codes: dict[str, str] = {person.id: person.code for person in participants.listed(session)}
        codes.update((interview.id, interview.code) for interview in interviews.listed(session))
    return codes


def _data(consent: Consent, codes: dict[str, str]) -> dict[str, object]:
    return {
        "id": consent.id,
        "participant": codes[consent.participant],
        "interview": codes[consent.interview],
        "status": consent.status,
        "given_on": text_of_day(consent.given_on) or None,
        "expires_on": text_of_day(consent.expires_on) or None,
        "embargo_until": text_of_day(consent.embargo_until) or None,
        "films": text_of_several(consent.films),
        "audiences": text_of_several(consent.audiences, AUDIENCES),
        "shows": text_of_several(consent.shows, PARTS),
        "guardian": consent.guardian,
        "assent": consent.assent,
        "language": consent.language,
        "method": consent.method,
        "evidence": consent.evidence,
    }
