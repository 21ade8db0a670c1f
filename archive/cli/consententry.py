# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent add`, `group` and `confirm`: one consent, one for each of a group, and the second person."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.cli.consentdata import codes_of, data_of
from archive.cli.context import add_json, answer
from archive.labels import label
from archive.library import Library
from archive.model.people import Consent, ConsentStatus
from archive.tables.cells import Cells
from archive.tables.consents import COLUMNS, CONSENTS
from archive.tables.consents import Line as ConsentLine
from archive.tables.sheet import Line, Problem
from media.errors import WrongUse
from media.language import gettext as _

if TYPE_CHECKING:
    from archive.cli.sheets import Subcommands

PAIR = ("participant", "interview")
GROUP_LEAVES_OUT = (*PAIR, "status", "recorded_by", "confirmed_by", "guardian", "assent")


def configure(commands: "Subcommands") -> None:
    """The three subcommands."""
    add = commands.add_parser("add", help=_("saisir une autorisation ; elle remplace la précédente"))
    group = commands.add_parser("group", help=_("saisir la même autorisation pour tout un groupe"))
    group.add_argument("interview", metavar=_("ENTRETIEN"), help=_("code de l’entretien"))
    group.add_argument("--except", dest="left_out", nargs="+", default=[], metavar=_("CODE"), help=_("sauf ceux-là"))
    for column in COLUMNS:
        if column.name in PAIR:
            add.add_argument(column.name, metavar=column.name.upper(), help=_(column.meaning))
        else:
            _option(add, column.name, column.meaning)
            if column.name not in GROUP_LEAVES_OUT:
                _option(group, column.name, column.meaning)
    add.set_defaults(status=ConsentStatus.PENDING.value)  # what one person enters waits for the second
    confirm = commands.add_parser("confirm", help=_("confirmer des autorisations saisies par quelqu’un d’autre"))
    confirm.add_argument("ids", nargs="+", metavar=_("AUTORISATION"), help=_("identifiants"))
    for one in (add, group, confirm):
        add_json(one)


def _option(parser: argparse.ArgumentParser, name: str, meaning: str) -> None:
    flag = f"--{name.replace('_', '-')}"
    parser.add_argument(flag, default="", metavar=_("VALEUR"), help=_(meaning).replace("%", "%%"))


def _add(library: Library, args: argparse.Namespace) -> None:
    from archive.entry import enter

    line = _read(args)
    by, asked = library.person.name, line.consent
    alone = not asked.recorded_by and not asked.confirmed_by
    waits = asked.status in (ConsentStatus.DRAFT, ConsentStatus.PENDING) or (
        asked.status is ConsentStatus.ACTIVE and alone
    )
    asked = replace(asked, recorded_by=asked.recorded_by or by)
    if waits:
        kept = enter(library, [_about(library, line.participant, args.interview, asked)])[0]
    else:
        kept = _recorded(library, _about(library, line.participant, args.interview, asked))
    lines = [_("Autorisation saisie : {id} ({status})").format(id=kept.id, status=label(kept.status))]
    if kept.status is ConsentStatus.PENDING:
        lines.append(_for_the_second(kept.id))
    answer(args, data_of(kept, codes_of(library)), lines)


def _group(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import interviews, participants
    from archive.entry import enter

    with library.reading() as session:
        people = participants.of_interview(session, interviews.by_code(session, args.interview).id)
    unknown = set(args.left_out) - {one.code for one in people}
    if unknown:
        raise WrongUse(_("{code} n’est pas de cet entretien.").format(code=min(unknown)), _("Vérifier le code."))
    args.status = ConsentStatus.PENDING.value
    records = [
        _about(library, one.code, args.interview, _read(args, one.code).consent)
        for one in people
        if one.code not in args.left_out
    ]
    kept, codes = enter(library, records), codes_of(library)
    lines = [f"{codes[one.participant]:<14} {label(one.status)}" for one in kept]
    lines.append(_for_the_second(" ".join(one.id for one in kept)))
    if any(one.minor for one in people if one.code not in args.left_out):
        lines.append(_("Des mineurs sont du groupe : l’accord du tuteur et le leur se saisissent un par un."))
    answer(args, {"consents": [data_of(one, codes) for one in kept]}, lines)


def _confirm(library: Library, args: argparse.Namespace) -> None:
    from archive.entry import confirm

    kept, codes = confirm(library, args.ids), codes_of(library)
    lines = [_("{code} : autorisation en vigueur.").format(code=codes[one.participant]) for one in kept]
    answer(args, {"consents": [data_of(one, codes) for one in kept]}, lines)


def _read(args: argparse.Namespace, participant: str = "") -> ConsentLine:
    given = vars(args) | ({"participant": participant} if participant else {})
    cells = Cells(Line(1, {column.name: given.get(column.name) or "" for column in COLUMNS}))
    line = CONSENTS.read(cells)
    if cells.problems:
        raise WrongUse("\n".join(_flagged(problem) for problem in cells.problems))
    return line


def _about(library: Library, participant: str, interview: str, asked: Consent) -> Consent:
    from archive.catalogue import interviews, participants

    with library.reading() as session:
        person = participants.by_code(session, participant).id
        return replace(asked, participant=person, interview=interviews.by_code(session, interview).id)


def _recorded(library: Library, asked: Consent) -> Consent:
    from archive.catalogue import consents

    with library.writing() as session:
        return consents.record(session, asked, library.person.name)


def _for_the_second(ids: str) -> str:
    return _(
        "Rien ne s’ouvre encore : une seconde personne compare avec le papier, puis « baro --as SON-NOM consent confirm {ids} »."
    ).format(ids=ids)


def _flagged(problem: Problem) -> str:
    return f"--{problem.column.replace('_', '-')} : {problem.message}"


ACTIONS = {"add": _add, "group": _group, "confirm": _confirm}
