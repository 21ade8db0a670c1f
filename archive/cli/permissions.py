# SPDX-License-Identifier: GPL-3.0-or-later
"""Which roles may run which command, once an archive has accounts: what the pages allow, and nothing more.

A command that stands nowhere here is the administration's alone.
"""

import argparse

from archive.person import ADMINISTERING, DESCRIBING, EDITING, EVERYBODY, KEEPING, PROTECTING, TEAM, Person, Role
from media.errors import Refused
from media.language import gettext as _

SYSTEM = frozenset({"serve", "worker", "index", "doctor", "config", "account-enter", "account-leave", "account-rescue"})
"""They give no words, picture or sound, or let in whoever has a password: nobody signs in for them."""

_BY_COMMAND = {
    "ingest": DESCRIBING,
    "interview": DESCRIBING,
    "recording": DESCRIBING,
    "participant": TEAM,
    "consent": TEAM,
    "vault": PROTECTING,
    "seal": TEAM,
    "tag": DESCRIBING,
    "subtitles": DESCRIBING,
    "search": TEAM,
    "clip": EDITING,
    "film": EDITING,
    "handover": TEAM,
    "audit": KEEPING,
}
_BY_ACTION = {
    **dict.fromkeys(("interview-list", "interview-show", "interview-export"), TEAM),
    **dict.fromkeys(("recording-list", "recording-show", "tag-list", "tag-terms"), TEAM),
    **dict.fromkeys(("subtitles-list", "subtitles-show", "subtitles-versions", "subtitles-diff"), TEAM),
    **dict.fromkeys(("subtitles-check", "subtitles-export"), TEAM),
    **dict.fromkeys(("film-list", "film-show", "film-check", "film-versions", "film-mask"), TEAM),
    **dict.fromkeys(("consent-ledger", "consent-day", "seal-remove"), KEEPING),
    "consent-erase": PROTECTING,
    "consent-edit-active": KEEPING,
    **dict.fromkeys(SYSTEM, EVERYBODY),
}


def as_the_system(args: argparse.Namespace) -> bool:
    """True for words that nobody signs in for; looking after the worker's jobs is the team's."""
    if args.command == "worker" and (args.list or args.cancel or args.retry):
        return False
    return args.command in SYSTEM or name_of(args) in SYSTEM


def name_of(args: argparse.Namespace) -> str:
    """A command with its subcommand, joined by a hyphen."""
    return "-".join(word for word in (args.command, str(getattr(args, "action", "") or "")) if word)


def roles_of(args: argparse.Namespace) -> frozenset[Role]:
    """Who may run these words: by the subcommand, else by the command. Lifting a suspension is more than another state."""
    name = name_of(args)
    if args.command == "worker" and not as_the_system(args):
        return TEAM
    if name == "consent-edit" and args.status == "active":
        name = "consent-edit-active"
    return _BY_ACTION.get(name, _BY_COMMAND.get(args.command, ADMINISTERING))


def refuse_role(args: argparse.Namespace, person: Person) -> None:
    """Raises Refused, naming the roles that may, when the person's role may not run this command."""
    wanted = roles_of(args)
    if person.role in wanted:
        return
    words = f"baro {name_of(args).replace('-', ' ', 1)}"
    raise Refused(
        _("« {words} » n’est pas ouvert au rôle {role}.").format(words=words, role=person.role.value),
        _("Il l’est à : {roles}.").format(roles=", ".join(role.value for role in Role if role in wanted)),
    )
