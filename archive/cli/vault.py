# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro vault`: the real names of participants, for the protection officer alone. Each command opens it and closes it again."""

import argparse
from pathlib import Path

from archive import vault
from archive.cli.context import add_json, answer, archive_of
from archive.cli.namecheck import configure_check, run_check
from archive.cli.secret import add_secret, first_line, new_secret_of, secret_of, typed
from archive.library import Library
from archive.naming.learned import learned, telling_codes
from archive.tables import identities
from archive.vault import Identity, Vault
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    create = commands.add_parser("create", help=_("créer le coffre, fermé par une phrase de passe"))
    listing = commands.add_parser("list", help=_("les codes que le coffre connaît, sans les noms"))
    show = commands.add_parser("show", help=_("qui est ce témoin"))
    find = commands.add_parser("find", help=_("quel est le code de cette personne"))
    find.add_argument("words", nargs="+", metavar=_("NOM"), help=_("un morceau du nom ou du contact"))
    put = commands.add_parser(
        "put", help=_("garder l’identité d’un témoin : le nom est demandé, jamais tapé dans la commande")
    )
    load = commands.add_parser("import", help=_("garder toutes les identités d’une feuille CSV"))
    load.add_argument("file", type=Path, metavar=_("FICHIER"), help=_("colonnes : code, name, contact, known_as, note"))
    erase = commands.add_parser("erase", help=_("détruire l’identité d’un témoin, pour toujours"))
    erase.add_argument("--confirm", metavar=_("CODE"), help=_("le même code, une seconde fois"))
    check = commands.add_parser("check", help=_("chercher les vrais noms dans ce qui doit sortir, et confirmer"))
    configure_check(check)
    change = commands.add_parser("passphrase", help=_("changer la phrase de passe"))
    change.add_argument("--new-file", metavar=_("FICHIER"), help=_("lire la nouvelle dans un fichier"))
    for one in (show, put, erase):
        one.add_argument("code", metavar=_("TÉMOIN"), help=_("code du témoin"))
    for one in (create, listing, show, find, put, load, erase, check, change):
        add_secret(one)
        add_json(one)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with archive_of(args) as library:
        if args.action == "create":
            _create(library, args)
            return 0
        opened = vault.open_vault(vault.path_of(library), secret_of(args, _("Phrase de passe du coffre : ")))
        try:
            vault.forget_erased(library, opened)
            if args.action == "check":
                return run_check(library, opened, args)
            if args.action in _LEARNING:
                _LEARNING[args.action](library, opened, args)
            else:
                _ACTIONS[args.action](opened, args)
            vault.remember_places(library, opened)
        finally:
            opened.close()
    return 0


def _create(library: Library, args: argparse.Namespace) -> None:
    path = vault.path_of(library)
    vault.create(path, new_secret_of(args, _("Phrase de passe à choisir : ")))
    lines = [
        _("Coffre créé : {path}").format(path=path),
        _(
            "Sans la phrase de passe, personne ne pourra jamais le lire : la garder dans deux têtes, ou sous enveloppe scellée."
        ),
    ]
    answer(args, {"file": str(path)}, lines)


def _list(opened: Vault, args: argparse.Namespace) -> None:
    codes = [identity.code for identity in opened.everybody()]
    count = ngettext("{count} identité dans le coffre.", "{count} identités dans le coffre.", len(codes))
    answer(args, {"codes": codes}, [*codes, count.format(count=len(codes))])


def _show(opened: Vault, args: argparse.Namespace) -> None:
    found = opened.get(args.code)
    answer(args, _data(found), _lines(found))


def _find(opened: Vault, args: argparse.Namespace) -> None:
    found = opened.named(" ".join(args.words))
    lines = [f"{one.code}  {one.name}" for one in found] or [_("Le coffre ne connaît personne de ce nom.")]
    answer(args, {"found": [{"code": one.code, "name": one.name} for one in found]}, lines)


def _put(library: Library, opened: Vault, args: argparse.Namespace) -> None:
    shown = _("Vrai nom (rien ne s’affiche) : ")
    identity = Identity(args.code, typed(shown).strip(), typed(_("Contact (rien ne s’affiche) : ")).strip())
    opened.put(identity)
    said = _learned(library, opened, [args.code])
    telling = telling_codes([opened.get(args.code)])
    lines = [_("Identité de {code} gardée.").format(code=args.code), *_lines_telling(telling), *_lines_learned(said)]
    answer(args, {"code": args.code, "named_in": said, "telling_codes": telling}, lines)


def _import(library: Library, opened: Vault, args: argparse.Namespace) -> None:
    found = identities.read(args.file)
    for identity in found:
        opened.put(identity)
    said = _learned(library, opened, [identity.code for identity in found])
    kept = ngettext("{count} identité gardée.", "{count} identités gardées.", len(found)).format(count=len(found))
    warning = _("Détruire maintenant {file} : les noms y sont en clair.").format(file=args.file)
    telling = telling_codes(found)
    data = {"codes": [identity.code for identity in found], "named_in": said, "telling_codes": telling}
    answer(args, data, [kept, warning, *_lines_telling(telling), *_lines_learned(said)])


def _learned(library: Library, opened: Vault, codes: list[str]) -> list[str]:
    """The films and rushes that say the names that were just learned; they wait to be compared again."""
    return learned(library, [opened.get(code) for code in codes])


def _lines_telling(codes: list[str]) -> list[str]:
    if not codes:
        return []
    said = _(
        "Ces codes disent le nom de la personne, et les codes sortent dans les tableaux et les listes de montage : {names}."
    )
    way_out = _(
        "Avant que rien ne sorte, ajouter un témoin d’un code neutre et y saisir son autorisation et ses présences."
    )
    return [f"{said.format(names=', '.join(codes))} {way_out}"]


def _lines_learned(said: list[str]) -> list[str]:
    if not said:
        return []
    return [_("Ce nom est dit dans : {names}. Comparer de nouveau : baro vault check").format(names=", ".join(said))]


def _erase(opened: Vault, args: argparse.Namespace) -> None:
    if args.confirm != args.code:
        raise WrongUse(
            _("Effacer une identité ne se défait pas."),
            _("Pour confirmer : baro vault erase {code} --confirm {code}").format(code=args.code),
        )
    opened.erase(args.code)
    answer(args, {"erased": args.code}, [_("L’identité de {code} est détruite.").format(code=args.code)])


def _passphrase(opened: Vault, args: argparse.Namespace) -> None:
    if args.new_file:
        chosen = first_line(args.new_file)
    else:
        args.passphrase_file = None
        chosen = new_secret_of(args, _("Nouvelle phrase de passe : "))
    opened.change_passphrase(chosen)
    answer(args, {"changed": True}, [_("Phrase de passe changée. L’ancienne n’ouvre plus ce fichier.")])


def _data(identity: Identity) -> dict[str, object]:
    return {
        "code": identity.code,
        "name": identity.name,
        "pseudonym": identity.pseudonym,
        "contact": identity.contact,
        "known_as": list(identity.known_as),
        "note": identity.note,
    }


def _lines(identity: Identity) -> list[str]:
    rows = (
        (_("Nom"), identity.name),
        (_("Pseudonyme"), identity.pseudonym),
        (_("Contact"), identity.contact),
        (_("Autres noms"), ", ".join(identity.known_as)),
        (_("Note"), identity.note),
    )
    return [identity.code, *(f"  {label} : {value}" for label, value in rows if value)]


_LEARNING = {"put": _put, "import": _import}
_ACTIONS = {
    "list": _list,
    "show": _show,
    "find": _find,
    "erase": _erase,
    "passphrase": _passphrase,
}
