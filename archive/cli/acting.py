# SPDX-License-Identifier: GPL-3.0-or-later
"""Who acts when a command runs. Once an archive has accounts, a name is no longer enough: a password, or a session kept here.

`baro account enter` keeps a session as a browser does: a row that can be ended from anywhere, 30 minutes idle and
12 hours at most; its token lies in a file that only this user of the computer may read. Whoever may read the files of
the archive can read the catalogue without Baro: roles order the work of honest people, and leave a trace.
"""

import argparse
import sys
from hashlib import sha256
from pathlib import Path

from archive import accounts
from archive.accounts import Browser, NotSignedIn
from archive.catalogue import accounts as rows
from archive.cli.permissions import as_the_system
from archive.cli.secret import first_line, typed
from archive.library import Library
from archive.model.account import Account
from media.files import arriving
from media.language import gettext as _

HERE = Browser("", "ligne de commande")
"""Commands come from this computer, and count as one place when passwords are tried."""


def acting(library: Library, args: argparse.Namespace) -> Library:
    """An archive with accounts as whoever runs this command sees it. Raises NotSignedIn, or Refused after too many wrong passwords."""
    if as_the_system(args):
        return library
    return library.as_person(_account(library, args.acting or library.settings.person).person)


def keep(library: Library, token: str) -> None:
    """Remember a session for the next commands of this user of the computer."""
    path = _path(library)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with arriving(path) as part:
        part.touch(mode=0o600)
        part.write_text(token, encoding="ascii")


def kept(library: Library) -> str:
    """The token of the session that is remembered here; empty without one."""
    try:
        return _path(library).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def forget(library: Library) -> None:
    """Forget the session that is remembered here."""
    _path(library).unlink(missing_ok=True)


def password_of(library: Library, name: str) -> str:
    """The password of an account: from the file that the settings name, else typed. Raises WrongUse when nobody can type."""
    if library.settings.password_file:
        return first_line(library.settings.password_file)
    return typed(_("Mot de passe de {name} : ").format(name=name))


def _account(library: Library, name: str) -> Account:
    found = accounts.who(library, kept(library))
    if found is not None and (not name or _same(library, name, found)):
        return found
    if not name or not (library.settings.password_file or sys.stdin.isatty()):
        raise NotSignedIn(
            _("Cette archive a des comptes : il faut dire qui travaille."),
            _("Se connecter d’abord : baro account enter NOM"),
        )
    return accounts.identified(library, name, password_of(library, name), HERE)


def _same(library: Library, name: str, account: Account) -> bool:
    with library.reading() as session:
        return any(one.id == account.id for one in rows.listed(session) if one.name.casefold() == name.casefold())


def _path(library: Library) -> Path:
    place = sha256(str(library.folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    folder = library.settings.sessions
    return (Path(folder) if folder else Path.home() / ".local" / "state" / "baro") / place
