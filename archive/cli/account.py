# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro account`: who may sign in to the pages, and in which role. The first account opens the door to other computers."""

import argparse

from archive import accounts
from archive.catalogue import accounts as rows
from archive.catalogue import audit, signins
from archive.cli import acting
from archive.cli.context import add_json, answer, archive_of
from archive.labels import label
from archive.library import Library
from archive.model.account import Account
from archive.model.audit import Act
from archive.person import Role
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext

ROLES = [role.value for role in Role]


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("tous les comptes"))
    add = commands.add_parser("add", help=_("ouvrir un compte ; donne un code qui sert une fois"))
    code = commands.add_parser("code", help=_("donner un nouveau code : mot de passe oublié"))
    role = commands.add_parser("role", help=_("changer le rôle d’un compte"))
    close = commands.add_parser("close", help=_("fermer un compte, tout de suite et partout"))
    reopen = commands.add_parser("reopen", help=_("rouvrir un compte fermé"))
    signed = commands.add_parser("browsers", help=_("où ce compte est connecté"))
    leave = commands.add_parser("sign-out", help=_("déconnecter un compte de tous ses navigateurs"))
    enter = commands.add_parser("enter", help=_("se connecter pour les commandes qui suivent"))
    gone = commands.add_parser("leave", help=_("ne plus être connecté pour les commandes"))
    rescue = commands.add_parser("rescue", help=_("l’administration a perdu son mot de passe : un code de secours"))
    rescue.add_argument("--confirm", metavar=_("NOM"), help=_("le même nom, une seconde fois"))
    for one in (add, code, role, close, reopen, signed, leave, enter, rescue):
        one.add_argument("name", metavar=_("NOM"), help=_("nom de la personne"))
    add.add_argument("--role", choices=ROLES, required=True, help=_("ce que la personne peut faire"))
    role.add_argument("role", choices=ROLES, help=_("ce que la personne peut faire"))
    for one in (listing, add, code, role, close, reopen, signed, leave, enter, gone, rescue):
        add_json(one)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with archive_of(args) as library:
        _ACTIONS[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = rows.listed(session)
    lines = [f"{one.name}  {label(one.role)}  {state_of(one)}" for one in found]
    if not found:
        lines = [_("Aucun compte : les pages ne répondent qu’à cet ordinateur.")]
    answer(args, {"accounts": [_data(one) for one in found]}, lines)


def _add(library: Library, args: argparse.Namespace) -> None:
    code = accounts.invite(library, args.name, Role(args.role))
    _tell_code(args, code)


def _code(library: Library, args: argparse.Namespace) -> None:
    code = accounts.invite_again(library, _account(library, args).id)
    _tell_code(args, code)


def _tell_code(args: argparse.Namespace, code: str) -> None:
    lines = [
        _("Code de {name} : {code}").format(name=args.name, code=code),
        _("Il sert une fois, pendant une semaine, sur la page « Se connecter » des pages de Baro."),
        _("Le dire de vive voix ; il ne sera plus montré."),
    ]
    answer(args, {"name": args.name, "code": code}, lines)


def _role(library: Library, args: argparse.Namespace) -> None:
    accounts.give_role(library, _account(library, args).id, Role(args.role))
    _say(library, args, _("{name} : {role}.").format(name=args.name, role=label(Role(args.role))))


def _close(library: Library, args: argparse.Namespace) -> None:
    accounts.close(library, _account(library, args).id)
    _say(library, args, _("Compte de {name} fermé.").format(name=args.name))


def _reopen(library: Library, args: argparse.Namespace) -> None:
    account = _account(library, args)
    with library.writing() as session:
        rows.set_disabled(session, account.id, False)
    _say(library, args, _("Compte de {name} rouvert.").format(name=args.name))


def _browsers(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = signins.of_account(session, rows.named(session, args.name).id)
    lines = [f"{one.address}  {one.seen_at.isoformat(' ', 'minutes')}  {one.agent}" for one in found]
    lines.append(
        ngettext("{count} navigateur connecté.", "{count} navigateurs connectés.", len(found)).format(count=len(found))
    )
    data = [
        {"id": one.id, "address": one.address, "seen_at": one.seen_at.isoformat(), "agent": one.agent} for one in found
    ]
    answer(args, {"browsers": data}, lines)


def _sign_out(library: Library, args: argparse.Namespace) -> None:
    account = _account(library, args)
    with library.writing() as session:
        signins.end_all(session, account.id)
    _say(library, args, _("{name} est déconnecté partout.").format(name=args.name))


def _enter(library: Library, args: argparse.Namespace) -> None:
    token = accounts.sign_in(library, args.name, acting.password_of(library, args.name), acting.HERE)
    acting.keep(library, token)
    account = _account(library, args)
    with library.writing() as session:
        audit.write(session, account.person, Act.SIGNED, "s’est connecté pour les commandes", account.id)
    lines = [
        _("Bonjour, {name} ({role}).").format(name=account.name, role=label(account.role)),
        _(
            "Les commandes suivantes sont les vôtres, jusqu’à 30 minutes sans rien faire. Finir par : baro account leave"
        ),
    ]
    answer(args, _data(account), lines)


def _leave(library: Library, args: argparse.Namespace) -> None:
    token = acting.kept(library)
    if token:
        accounts.sign_out(library, token)
    acting.forget(library)
    answer(args, {"signed_in": False}, [_("Plus personne n’est connecté ici pour les commandes.")])


def _rescue(library: Library, args: argparse.Namespace) -> None:
    if args.confirm != args.name:
        raise WrongUse(
            _("Un code de secours laisse une trace que tous ceux qui lisent le journal verront."),
            _("Pour confirmer : baro account rescue {name} --confirm {name}").format(name=args.name),
        )
    _tell_code(args, accounts.rescue(library, _account(library, args)))


def _account(library: Library, args: argparse.Namespace) -> Account:
    with library.reading() as session:
        return rows.named(session, args.name)


def _say(library: Library, args: argparse.Namespace, sentence: str) -> None:
    answer(args, _data(_account(library, args)), [sentence])


def state_of(account: Account) -> str:
    """Where an account stands, in a word or two."""
    if account.disabled:
        return _("fermé")
    if account.ready:
        return _("ouvert")
    return _("attend son premier mot de passe")


def _data(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role.value,
        "ready": account.ready,
        "closed": account.disabled,
        "invited_until": account.invited_until.isoformat() if account.invited_until else None,
    }


_ACTIONS = {
    "list": _list,
    "add": _add,
    "code": _code,
    "role": _role,
    "close": _close,
    "reopen": _reopen,
    "browsers": _browsers,
    "sign-out": _sign_out,
    "enter": _enter,
    "leave": _leave,
    "rescue": _rescue,
}
