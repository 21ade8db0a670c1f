# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent`: list, show, record, change the state of consents; all as CSV; and ask what a record allows."""

import argparse
from datetime import date

from archive.cli.consentdata import codes_of, data_of
from archive.cli.context import add_json, answer, archive_of
from archive.cli.record import told
from archive.cli.sheets import add_sheets, give, take
from archive.labels import label
from archive.library import Library
from archive.model.people import ConsentStatus
from archive.tables.consents import CONSENTS
from media.language import gettext as _
from media.language import ngettext


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    from archive.cli import consentday, consententry, consentpapers, decision, withdrawing

    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("les autorisations en cours"))
    listing.add_argument("--interview", metavar=_("CODE"), help=_("celles d’un entretien"))
    listing.add_argument("--all", action="store_true", help=_("avec celles qui ont été remplacées"))
    show = commands.add_parser("show", help=_("une autorisation"))
    show.add_argument("id", metavar=_("AUTORISATION"), help=_("son identifiant"))
    edit = commands.add_parser("edit", help=_("changer l’état d’une autorisation"))
    edit.add_argument("id", metavar=_("AUTORISATION"), help=_("son identifiant"))
    closed = (ConsentStatus.DRAFT, ConsentStatus.SUPERSEDED)
    states = [status.value for status in ConsentStatus if status not in closed]
    edit.add_argument("--status", required=True, choices=states, help=_("le nouvel état"))
    decision.configure(commands.add_parser("decide", help=_("dire ce qu’une autorisation permet, et pourquoi")))
    decision.configure_why(commands.add_parser("why", help=_("dire qui empêche l’usage d’un passage, et pourquoi")))
    for one in (listing, show, edit):
        add_json(one)
    consententry.configure(commands)
    consentpapers.configure(commands)
    withdrawing.configure(commands)
    consentday.configure(commands)
    add_sheets(commands)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says; 1 when the decision is a refusal."""
    from archive.cli import consentday, consententry, consentpapers, decision, withdrawing

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
            actions = {"list": _list, "show": _show, "edit": _edit} | consententry.ACTIONS | consentpapers.ACTIONS
            actions |= withdrawing.ACTIONS | consentday.ACTIONS
            actions[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents, interviews

    with library.reading() as session:
        meant = interviews.by_code(session, args.interview).id if args.interview else None
        found = consents.listed(session, meant, superseded=args.all)
        codes = codes_of(library)
    data = sorted(
        (data_of(one, codes) for one in found), key=lambda one: (str(one["interview"]), str(one["participant"]))
    )
    today: dict[str, str] = {one.id: one.state_on(date.today()) for one in found}
    lines = [
        f"{one['id']}  {one['interview']:<12} {one['participant']:<14} {label(today[str(one['id'])])}" for one in data
    ]
    lines.append(ngettext("{count} autorisation.", "{count} autorisations.", len(found)).format(count=len(found)))
    answer(args, {"consents": data}, lines)


def _show(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents

    with library.reading() as session:
        found = consents.get(session, args.id)
        steps = consents.history(session, found.id)
    data = data_of(found, codes_of(library))
    came = [f"  {one.at:%Y-%m-%d %H:%M}  {label(one.status)}  {one.by}  {one.reason}".rstrip() for one in steps]
    answer(args, data, [*told(data), *came])


def _edit(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import consents
    from archive.withdrawal import withdraw

    status = ConsentStatus(args.status)
    if status is ConsentStatus.WITHDRAWN:
        withdraw(library, args.id)
        with library.reading() as session:
            kept = consents.get(session, args.id)
    else:
        with library.writing() as session:
            kept = consents.set_status(session, args.id, status, library.person.name)
    text = _("État de l’autorisation : {status}").format(status=label(kept.status))
    answer(args, data_of(kept, codes_of(library)), [text])
