# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts as rows: names that nobody shares, hashes that nobody reads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import AccountRow, new_id
from archive.model.account import Account
from archive.person import Role
from media.errors import NotFound, Refused
from media.language import gettext as _


@dataclass(frozen=True, slots=True)
class Hashes:
    """What a password and a one-time code are tried against; the code counts until `code_until` (UTC)."""

    password: str | None
    code: str | None
    code_until: datetime | None


def any_ready(session: Session) -> bool:
    """True when somebody can sign in: from then on everybody has to."""
    return bool(session.scalar(select(func.count()).where(AccountRow.password.is_not(None))))


def refuse_another_s_word(session: Session, confirmer: str, by: str) -> None:
    """Once people have accounts, nobody says that somebody else confirmed: each does it signed in. Raises Refused."""
    named_, acting = (" ".join(name.split()).casefold() for name in (confirmer, by))
    if named_ and named_ != acting and any_ready(session):
        raise Refused(
            _("{name} doit confirmer sous son propre compte.").format(name=confirmer),
            _("Laisser vide qui a confirmé ; la personne se connecte et confirme."),
        )


def add(session: Session, name: str, role: Role) -> Account:
    """A new account, without a password yet. Raises Refused for a name that is taken, whatever its capitals."""
    if session.scalar(select(AccountRow).where(AccountRow.folded == name.casefold())) is not None:
        raise Refused(
            _("Il y a déjà un compte au nom de {name}.").format(name=name),
            _("Choisir un autre nom, ou donner un nouveau code à ce compte."),
        )
    row = AccountRow(id=new_id(), name=name, folded=name.casefold(), role=role, made_at=outbox.now())
    session.add(row)
    session.flush()
    return _value(row)


def listed(session: Session) -> list[Account]:
    """All accounts, by name."""
    return [_value(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.folded))]


def get(session: Session, account: str) -> Account:
    """The account of that id. Raises NotFound."""
    return _value(_row(session, account))


def named(session: Session, name: str) -> Account:
    """The account of that name, whatever its capitals. Raises NotFound."""
    row = session.scalar(select(AccountRow).where(AccountRow.folded == name.casefold()))
    if row is None:
        raise NotFound(
            _("Il n’y a pas de compte au nom de {name}.").format(name=name), _("Voir « baro account list ».")
        )
    return _value(row)


def hashes(session: Session, account: str) -> Hashes:
    """What this account's password and code are tried against."""
    row = _row(session, account)
    return Hashes(row.password, row.code, row.code_until)


def set_code(session: Session, account: str, code: str, until: datetime) -> None:
    """Keep the hash of a one-time code; an earlier one no longer counts."""
    row = _row(session, account)
    row.code, row.code_until = code, until


def set_password(session: Session, account: str, password: str) -> None:
    """Keep the hash of a password; a waiting code no longer counts."""
    row = _row(session, account)
    row.password, row.code, row.code_until = password, None, None


def set_role(session: Session, account: str, role: Role) -> None:
    """Give another role. Raises Refused for the last administrator."""
    row = _row(session, account)
    if role != Role.ADMINISTRATOR:
        _refuse_last(session, row)
    row.role = role


def set_disabled(session: Session, account: str, disabled: bool) -> None:
    """Close an account or open it again. Raises Refused for the last administrator."""
    row = _row(session, account)
    if disabled:
        _refuse_last(session, row)
    row.disabled = disabled


def _refuse_last(session: Session, row: AccountRow) -> None:
    others = select(func.count()).where(
        AccountRow.role == Role.ADMINISTRATOR, AccountRow.disabled.is_(False), AccountRow.id != row.id
    )
    if row.role == Role.ADMINISTRATOR and not row.disabled and not session.scalar(others):
        raise Refused(_("C’est le dernier compte d’administration."), _("Donner d’abord ce rôle à quelqu’un d’autre."))


def _row(session: Session, account: str) -> AccountRow:
    row = session.get(AccountRow, account)
    if row is None:
        raise NotFound(_("Il n’y a pas de compte {id}.").format(id=account), _("Voir « baro account list »."))
    return row


def _value(row: AccountRow) -> Account:
    return Account(
        row.id, row.name, Role(row.role), row.password is not None, row.disabled, row.made_at, row.code_until
    )
