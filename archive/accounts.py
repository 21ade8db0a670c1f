# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: one-time codes, passwords, and browsers that are known for a while.

A browser is known for 30 minutes after its last use and 12 hours at most (OWASP ASVS 4.0, section 3.3). Five wrong
passwords for a name from one address, or thirty from one address, close the door for a quarter of an hour.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from archive.catalogue import accounts, audit, outbox, signins
from archive.library import Library, Session
from archive.model.account import Account
from archive.model.audit import Act
from archive.passphrase import hashed, matches, refuse_weak
from archive.person import Role
from media.errors import BaroError, NotFound, Refused, WrongUse
from media.language import gettext as _

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED = timedelta(minutes=1)  # a page loads a dozen files: not each of them is a write to the catalogue
CODE_LASTS = timedelta(days=7)
PENALTY = timedelta(minutes=15)
PER_NAME, PER_ADDRESS = 5, 30
NAME_LENGTH = 60
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
_CODE_GROUPS, _CODE_GROUP = 4, 4  # 79 bits


class NotSignedIn(BaroError):
    """The name and the password do not fit together; which of the two is wrong is not said."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where an attempt comes from: the address of the connection (never a header), and what the browser says it is."""

    address: str
    agent: str = ""


def needed(library: Library) -> bool:
    """True once somebody has a password: from then on everybody signs in."""
    with library.reading() as session:
        return accounts.any_ready(session)


def invite(library: Library, name: str, role: Role) -> str:
    """Make an account and give its one-time code, good for a week. Raises WrongUse for an odd name, Refused for a taken one."""
    with library.writing() as session:
        return _new_code(session, accounts.add(session, refuse_odd_name(name), role))


def invite_again(library: Library, account: str) -> str:
    """A new one-time code for an account; its password no longer counts once the code is used. Raises NotFound."""
    with library.writing() as session:
        return _new_code(session, accounts.get(session, account))


def rescue(library: Library, account: Account) -> str:
    """A one-time code for an administrator who lost the password; asked by whoever has the files of the archive in hand.

    It gives nobody more than the files give already; the journal tells of it. Raises Refused for any other role.
    """
    if account.role is not Role.ADMINISTRATOR or account.disabled:
        raise Refused(
            _("Un code de secours n’est donné qu’à un compte d’administration ouvert."),
            _("Pour les autres comptes, l’administration en donne un : baro account code NOM"),
        )
    with library.writing() as session:
        audit.write(
            session, library.person, Act.SIGNED, f"a donné un code de secours au compte {account.name}", account.id
        )
        return _new_code(session, account)


def redeem(library: Library, name: str, code: str, password: str, browser: Browser) -> str:
    """Choose a password with a one-time code, and sign in. Gives the token of the browser.

    Raises NotSignedIn for a code that does not fit or is too old, Refused for a weak password or too many attempts.
    """
    moment = outbox.now()
    account, kept = _known(library, name, browser, moment)
    wanted = _code_hash(code)
    fits = account is not None and kept.code is not None and secrets.compare_digest(kept.code, wanted)
    if account is None or not fits or kept.code_until is None or kept.code_until < moment or account.disabled:
        _note_failure(library, name, browser, moment)
        raise NotSignedIn(
            _("Ce code ne convient pas à ce nom, ou il est trop ancien."),
            _("En demander un nouveau à l’administration."),
        )
    refuse_weak(password, (account.name, *account.name.split()))
    stored = hashed(password)
    with library.writing() as session:
        if accounts.hashes(session, account.id).code != wanted:  # used meanwhile: a code counts once
            raise NotSignedIn(_("Ce code a déjà servi."), _("En demander un nouveau à l’administration."))
        accounts.set_password(session, account.id, stored)
        signins.end_all(session, account.id)
        return _start(session, account, name, browser, moment)


def sign_in(library: Library, name: str, password: str, browser: Browser) -> str:
    """Sign in. Gives the token of the browser. Raises NotSignedIn, or Refused after too many attempts."""
    moment = outbox.now()
    account = identified(library, name, password, browser)
    with library.writing() as session:
        return _start(session, account, name, browser, moment)


def identified(library: Library, name: str, password: str, browser: Browser) -> Account:
    """The open account of that name and password. Raises NotSignedIn, or Refused after too many attempts."""
    moment = outbox.now()
    account, kept = _known(library, name, browser, moment)
    fits = matches(password, kept.password or _nobody())  # as slow for a name that nobody has
    if account is None or not fits or kept.password is None or account.disabled:
        _note_failure(library, name, browser, moment)
        raise NotSignedIn(
            _("Ce nom et ce mot de passe ne vont pas ensemble."),
            _("Vérifier les majuscules. Mot de passe oublié : demander un code à l’administration."),
        )
    return account


def who(library: Library, token: str) -> Account | None:
    """The account behind a browser's token; None when it ended, was idle for too long, or the account is closed."""
    moment = outbox.now()
    with library.reading() as session:
        found = signins.of_token(session, _hash(token))
        account = accounts.get(session, found.account) if found is not None else None
    if found is None or account is None or account.disabled:
        return None
    if abs(moment - found.seen_at) > IDLE or abs(moment - found.started_at) > LONGEST:  # a clock may go back
        return None
    if moment - found.seen_at > NOTED:
        with library.writing() as session:
            signins.seen(session, found.id, moment)
    return account


def sign_out(library: Library, token: str) -> None:
    """Forget a browser."""
    with library.writing() as session:
        found = signins.of_token(session, _hash(token))
        if found is not None:
            signins.end(session, found.id)


def change_password(library: Library, token: str, old: str, new: str, browser: Browser) -> None:
    """Choose another password; every other browser of the account is forgotten. Raises NotSignedIn, Refused.

    Whoever found a browser open has no more tries at the old one than at the door.
    """
    account = check_password(library, token, old, browser)
    with library.reading() as session:
        mine = signins.of_token(session, _hash(token))
    refuse_weak(new, (account.name, *account.name.split()))
    stored = hashed(new)
    with library.writing() as session:
        accounts.set_password(session, account.id, stored)
        signins.end_all(session, account.id, but=mine.id if mine is not None else "")


def check_password(library: Library, token: str, password: str, browser: Browser) -> Account:
    """Ask whoever is signed in for the password again, before an act that nothing undoes; gives their account.

    Raises NotSignedIn when it does not fit, Refused after too many attempts.
    """
    account, moment = who(library, token), outbox.now()
    if account is None:
        raise NotSignedIn(_("Il faut d’abord se connecter."))
    _account, kept = _known(library, account.name, browser, moment)
    if not matches(password, kept.password or _nobody()):
        _note_failure(library, account.name, browser, moment)
        raise NotSignedIn(_("Ce n’est pas le mot de passe d’aujourd’hui."), _("Vérifier les majuscules."))
    return account


def close(library: Library, account: str) -> None:
    """Close an account and forget its browsers at once. Raises NotFound, or Refused for the last administrator."""
    with library.writing() as session:
        accounts.set_disabled(session, account, True)
        signins.end_all(session, account)


def give_role(library: Library, account: str, role: Role) -> None:
    """Give another role; the account's browsers are forgotten. Raises NotFound, or Refused for the last administrator."""
    with library.writing() as session:
        accounts.set_role(session, account, role)
        signins.end_all(session, account)


def refuse_odd_name(name: str) -> str:
    """The name with single spaces. Raises WrongUse for one that is empty, too long or not printable."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise WrongUse(
            _("Ce nom ne convient pas."), _("Écrire un nom de {count} lettres au plus.").format(count=NAME_LENGTH)
        )
    return name


def _known(library: Library, name: str, browser: Browser, moment: datetime) -> tuple[Account | None, accounts.Hashes]:
    """The account of a name with its hashes. Raises Refused when too many attempts failed."""
    with library.reading() as session:
        since = moment - PENALTY
        here = signins.failures(session, since, address=browser.address)
        if here >= PER_ADDRESS or signins.failures(session, since, _name_hash(name), browser.address) >= PER_NAME:
            raise Refused(_("Trop d’essais."), _("Attendre un quart d’heure, puis recommencer."))
        try:
            account = accounts.named(session, " ".join(name.split()))
        except NotFound:
            return None, accounts.Hashes(None, None, None)
        return account, accounts.hashes(session, account.id)


def _start(session: Session, account: Account, name: str, browser: Browser, moment: datetime) -> str:
    token = secrets.token_urlsafe(32)
    signins.forgive(session, _name_hash(name), browser.address)
    signins.end_older(session, moment - LONGEST, moment - IDLE)
    signins.start(session, _hash(token), account.id, moment, browser.address, browser.agent)
    return token


def _note_failure(library: Library, name: str, browser: Browser, moment: datetime) -> None:
    with library.writing() as session:
        signins.failed(session, moment, _name_hash(name), browser.address)


def _new_code(session: Session, account: Account) -> str:
    letters = [secrets.choice(_LETTERS) for _place in range(_CODE_GROUPS * _CODE_GROUP)]
    code = "-".join("".join(letters[at : at + _CODE_GROUP]) for at in range(0, len(letters), _CODE_GROUP))
    accounts.set_code(session, account.id, _code_hash(code), outbox.now() + CODE_LASTS)
    return code


def _code_hash(code: str) -> str:
    return _hash("".join(letter for letter in code.upper() if letter.isalnum()))


def _name_hash(name: str) -> str:
    return _hash(" ".join(name.split()).casefold())


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _nobody() -> str:
    """A hash that no password fits, so that a name nobody has takes as long as one that somebody has."""
    return hashed(secrets.token_urlsafe(32))
