# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts: a code that serves once, passwords that hold, browsers that are forgotten, attempts that are counted."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from archive import accounts, passphrase
from archive.accounts import Browser, NotSignedIn
from archive.catalogue import accounts as rows
from archive.catalogue import outbox, signins
from archive.library import Library
from archive.passphrase import Cost
from archive.person import Role
from media.errors import Refused, WrongUse

WORDS = "quatre chameaux lisent un journal"
DESK = Browser("127.0.0.1", "Firefox")
CAFE = Browser("192.168.1.66", "autre")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost nothing, in place of those that cost a tenth of a second."""
    real = passphrase.hashed
    monkeypatch.setattr(accounts, "hashed", lambda password: real(password, Cost(64, 1, 1)))
    accounts._nobody.cache_clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[timedelta]]:
    """A clock that is put forward by appending to it."""
    ahead: list[timedelta] = []
    real = outbox.now
    monkeypatch.setattr(outbox, "now", lambda: real() + sum(ahead, timedelta()))
    yield ahead


def an_account(library: Library, name: str = "Awa", role: Role = Role.ADMINISTRATOR) -> str:
    """An account whose password is chosen; gives the token of the browser where that was done."""
    return accounts.redeem(library, name, accounts.invite(library, name, role), WORDS, DESK)


def test_a_code_serves_once_and_signs_in(library: Library) -> None:
    assert not accounts.needed(library)
    code = accounts.invite(library, "Awa", Role.ADMINISTRATOR)
    assert not accounts.needed(library), "nobody can sign in yet"
    token = accounts.redeem(library, "awa", code.lower().replace("-", " "), WORDS, DESK)
    found = accounts.who(library, token)
    assert found is not None and (found.name, found.role) == ("Awa", Role.ADMINISTRATOR)
    assert accounts.needed(library)
    with pytest.raises(NotSignedIn):
        accounts.redeem(library, "Awa", code, WORDS + " encore", DESK)


def test_a_code_ends_after_a_week(library: Library, clock: list[timedelta]) -> None:
    code = accounts.invite(library, "Awa", Role.ADMINISTRATOR)
    clock.append(timedelta(days=7, seconds=1))
    with pytest.raises(NotSignedIn, match="trop ancien"):
        accounts.redeem(library, "Awa", code, WORDS, DESK)


def test_names_differ_in_more_than_capitals_and_can_be_printed(library: Library) -> None:
    accounts.invite(library, "Awa", Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="déjà un compte"):
        accounts.invite(library, "AWA", Role.EDITOR)
    for odd in ("", "  ", "a" * 61, "x\x1b[2J"):
        with pytest.raises(WrongUse):
            accounts.invite(library, odd, Role.EDITOR)


def test_a_weak_password_keeps_the_code(library: Library) -> None:
    code = accounts.invite(library, "Awa", Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="trop court"):
        accounts.redeem(library, "Awa", code, "court", DESK)
    assert accounts.who(library, accounts.redeem(library, "Awa", code, WORDS, DESK)) is not None


def test_a_wrong_password_and_an_unknown_name_are_told_alike(library: Library) -> None:
    an_account(library)
    said = set()
    for name, password in (("Awa", "faux"), ("Personne", WORDS)):
        with pytest.raises(NotSignedIn) as refused:
            accounts.sign_in(library, name, password, DESK)
        said.add(str(refused.value))
    assert len(said) == 1


def test_the_sixth_try_waits_and_only_for_that_name_from_there(library: Library, clock: list[timedelta]) -> None:
    an_account(library)
    an_account(library, "Binta", Role.EDITOR)
    for _try in range(accounts.PER_NAME):
        with pytest.raises(NotSignedIn):
            accounts.sign_in(library, "Awa", "faux", CAFE)
    with pytest.raises(Refused, match="Trop d’essais"):
        accounts.sign_in(library, "Awa", WORDS, CAFE)  # even the right one
    assert accounts.sign_in(library, "Awa", WORDS, DESK), "her own desk still opens"
    assert accounts.sign_in(library, "Binta", WORDS, CAFE)
    clock.append(accounts.PENALTY + timedelta(seconds=1))
    assert accounts.sign_in(library, "Awa", WORDS, CAFE)


def test_trying_many_names_from_one_address_waits_too(library: Library) -> None:
    an_account(library)
    for number in range(accounts.PER_ADDRESS):
        with pytest.raises(NotSignedIn):
            accounts.sign_in(library, f"nom {number}", "faux", CAFE)
    with pytest.raises(Refused, match="Trop d’essais"):
        accounts.sign_in(library, "Awa", WORDS, CAFE)


@pytest.mark.parametrize("pause", [timedelta(minutes=31), timedelta(hours=13)])
def test_a_browser_left_alone_is_forgotten(library: Library, clock: list[timedelta], pause: timedelta) -> None:
    token = an_account(library)
    clock.append(pause)
    assert accounts.who(library, token) is None


def test_a_browser_in_use_stays_known_until_twelve_hours_have_passed(library: Library, clock: list[timedelta]) -> None:
    token = an_account(library)
    for _step in range(24):
        clock.append(timedelta(minutes=29))
        assert accounts.who(library, token) is not None
    clock.append(timedelta(minutes=29))
    assert accounts.who(library, token) is None


def test_signing_out_closing_and_another_role_end_browsers_at_once(library: Library) -> None:
    first, second = an_account(library), an_account(library, "Binta", Role.EDITOR)
    with library.reading() as session:
        binta = rows.named(session, "Binta")
    accounts.give_role(library, binta.id, Role.VIEWER)
    assert accounts.who(library, second) is None
    third = accounts.sign_in(library, "Binta", WORDS, DESK)
    accounts.close(library, binta.id)
    assert accounts.who(library, third) is None
    with pytest.raises(NotSignedIn):
        accounts.sign_in(library, "Binta", WORDS, DESK)
    accounts.sign_out(library, first)
    assert accounts.who(library, first) is None


def test_another_password_ends_every_other_browser(library: Library) -> None:
    mine, other = an_account(library), accounts.sign_in(library, "Awa", WORDS, CAFE)
    with pytest.raises(NotSignedIn):
        accounts.change_password(library, mine, "faux", "le fleuve chante sous la lune", DESK)
    accounts.change_password(library, mine, WORDS, "le fleuve chante sous la lune", DESK)
    assert accounts.who(library, mine) is not None and accounts.who(library, other) is None
    assert accounts.sign_in(library, "Awa", "le fleuve chante sous la lune", DESK)


def test_an_open_browser_gives_no_more_tries_at_the_password_than_the_door(library: Library) -> None:
    mine = an_account(library)
    for _try in range(accounts.PER_NAME):
        with pytest.raises(NotSignedIn):
            accounts.change_password(library, mine, "faux", "le fleuve chante sous la lune", CAFE)
    with pytest.raises(Refused, match="Trop d’essais"):
        accounts.change_password(library, mine, WORDS, "le fleuve chante sous la lune", CAFE)


def test_the_last_administrator_stays(library: Library) -> None:
    an_account(library)
    with library.reading() as session:
        awa = rows.named(session, "Awa")
    with pytest.raises(Refused, match="dernier compte"):
        accounts.close(library, awa.id)
    with pytest.raises(Refused, match="dernier compte"):
        accounts.give_role(library, awa.id, Role.VIEWER)


def test_no_token_code_or_password_lies_readable_in_the_catalogue(library: Library) -> None:
    code = accounts.invite(library, "Binta", Role.EDITOR)
    token = an_account(library)
    data = (library.folder / "catalogue.sqlite").read_bytes()
    for secret in (code, code.replace("-", ""), token, WORDS):
        assert secret.encode() not in data


def test_tokens_nobody_gave_open_nothing(library: Library) -> None:
    token = an_account(library)
    for forged in ("", token[:-1], token + "x", "0" * 43, "é\ud800"):
        assert accounts.who(library, forged) is None
    with library.reading() as session:
        assert signins.of_token(session, token) is None, "the catalogue keeps the hash, never the token"


def test_a_password_is_kept_under_the_recommended_cost() -> None:
    stored = passphrase.hashed(WORDS)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passphrase.matches(WORDS, stored) and not passphrase.matches(WORDS + " ", stored)


def test_moments_are_those_of_the_catalogue(library: Library) -> None:
    an_account(library)
    with library.reading() as session:
        (found,) = signins.of_account(session, rows.named(session, "Awa").id)
    assert isinstance(found.started_at, datetime) and found.address == DESK.address
