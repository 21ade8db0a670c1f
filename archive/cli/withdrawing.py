# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent withdraw`, `report`, `erase` and `ledger`: a word taken back, and what follows from it."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from archive.cli.context import add_json, answer
from archive.cli.officer import as_officer
from archive.library import Library
from archive.model.people import Consent
from archive.withdrawal import Report
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.language import ngettext

if TYPE_CHECKING:
    from archive.cli.sheets import Subcommands


def configure(commands: "Subcommands") -> None:
    """The four subcommands."""
    withdraw = commands.add_parser("withdraw", help=_("une personne se retire : tout se ferme aussitôt, pour toujours"))
    withdraw.add_argument("--reason", default="", metavar=_("TEXTE"), help=_("facultative, sans nom"))
    report = commands.add_parser("report", help=_("ce qui reste à faire après un retrait ; une lettre à imprimer"))
    report.add_argument("-o", "--output", type=Path, metavar=_("FICHIER.html"), help=_("écrire la lettre"))
    erase = commands.add_parser(
        "erase", help=_("détruire pour toujours l’original, les mots et les copies, après un retrait")
    )
    erase.add_argument("--confirm", default="", metavar=_("CODE"), help=_("le code du témoin, écrit de nouveau"))
    for one in (withdraw, report, erase):
        one.add_argument("participant", metavar=_("TÉMOIN"), help=_("son code"))
        one.add_argument("interview", metavar=_("ENTRETIEN"), help=_("code de l’entretien"))
    ledger = commands.add_parser("ledger", help=_("le registre des retraits et des effacements, vérifié"))
    for one in (withdraw, report, erase, ledger):
        add_json(one)


def _withdraw(library: Library, args: argparse.Namespace) -> None:
    from archive.withdrawal import withdraw

    made = withdraw(library, _consent(library, args).id, args.reason)
    first = _("{code} s’est retiré de {interview} : tout est fermé. L’original reste sous clé.")
    _answer(args, made, [first.format(code=args.participant, interview=args.interview)])


def _report(library: Library, args: argparse.Namespace) -> None:
    from archive.cli.consentpapers import give_page
    from archive.paper import page
    from archive.paper.notice import TITLE, notice
    from archive.withdrawal import report

    made = report(library, _consent(library, args))
    if args.output is not None:
        give_page(args.output, page(f"{TITLE} · {args.participant}", notice(made, date.today())))
        return
    _answer(args, made, [])


def _erase(library: Library, args: argparse.Namespace) -> None:
    from archive.erasure import erase, loss
    from archive.vault.sayings import identity_said, identity_will

    going = loss(library, args.participant, args.interview)
    if not args.confirm:
        names = ", ".join(one.original_name for one in going.recordings) or "—"
        others = ", ".join(going.others) or "—"
        raise Refused(
            _("Seraient détruits pour toujours : {names} ; avec les paroles de : {others}.").format(
                names=names, others=others
            )
            + " "
            + identity_will(going.key),
            _("Pour le faire : ajouter --confirm {code}").format(code=args.participant),
        )
    done = erase(as_officer(library), args.participant, args.interview, args.confirm)
    count = len(done.recordings)
    said = ngettext(
        "{count} original détruit, avec ses mots et ses copies.",
        "{count} originaux détruits, avec leurs mots et leurs copies.",
        count,
    )
    data = {"destroyed": [one.sha256 for one in done.recordings], "identity": str(done.key)}
    answer(args, data, [said.format(count=count), identity_said(done.key)])


def _ledger(library: Library, args: argparse.Namespace) -> None:
    from archive import ledger

    found = ledger.entries(library.folder, library.settings)
    data = [
        {
            "kind": one.taken.kind,
            "participant": one.taken.participant,
            "interview": one.taken.interview,
            "on": one.taken.on.isoformat(),
            "by": one.taken.by,
            "reason": one.taken.reason,
            "hash": one.hash,
        }
        for one in found
    ]
    lines = [f"{one['on']}  {one['kind']:<10}  {one['participant']}  {one['interview']}  {one['by']}" for one in data]
    lines.append(_("Le registre est entier, du premier au dernier retrait : {count}.").format(count=len(found)))
    answer(args, {"entries": data}, lines)


def _consent(library: Library, args: argparse.Namespace) -> Consent:
    from archive.catalogue import consents, interviews, participants

    with library.reading() as session:
        person = participants.by_code(session, args.participant)
        place = interviews.by_code(session, args.interview)
        found = consents.current(session, person.id, place.id)
    if found is None:
        raise NotFound(_("{code} n’a pas d’autorisation pour cet entretien.").format(code=args.participant))
    return found


def _answer(args: argparse.Namespace, made: Report, lines: list[str]) -> None:
    data = {
        "participant": made.person.code,
        "interview": made.interview.code,
        "to_recut": [{"film": film.name, "places": [one.clip for one in places]} for film, places in made.to_recut],
        "copies": [
            {
                "film": one.film.name,
                "file": one.render.file,
                "given": [{"recipient": to.recipient, "on": to.given_on.isoformat()} for to in one.given],
            }
            for one in made.copies
        ],
        "to_check": [{"what": one.what, "recipient": one.recipient} for one in (*made.loose, *made.exported)],
    }
    for film, places in made.to_recut:
        numbers = ", ".join(str(one.clip) for one in places)
        said = ngettext("À remonter : {film}, place {numbers}.", "À remonter : {film}, places {numbers}.", len(places))
        lines.append(said.format(film=film.name, numbers=numbers))
    for one in made.copies:
        given = ", ".join(to.recipient for to in one.given) or _("personne d’inscrit")
        lines.append(_("Film rendu : {file} ; remis à : {given}.").format(file=one.render.file, given=given))
    lines += [_("À vérifier : {what}, remis à {who}.").format(what=one.what, who=one.recipient) for one in made.loose]
    answer(args, data, lines or [_("Aucun film ne montre cette personne.")])


ACTIONS = {"withdraw": _withdraw, "report": _report, "erase": _erase, "ledger": _ledger}
