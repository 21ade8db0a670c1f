# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity vault: opened by its passphrase only, closed by itself, silent everywhere, erased for good."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import vault
from archive.passphrase import Cost
from archive.vault import Identity, Vault, file, keys
from archive.vault.identity import PAD, packed, unpacked
from media.errors import CannotCheck, NotFound, Refused

PHRASE = "une pirogue bleue attend la lune"
QUICK = Cost(memory_kib=64, passes=1, lanes=1)
AWA = Identity("GAO-F-012", "Awa Inventée", "+223 00 00 00 12", ("la mère du marché",))


class Clock:
    """A clock that moves when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A vault with one identity in it."""
    made = tmp_path / "vault.sqlite"
    vault.create(made, PHRASE, QUICK)
    vault.open_vault(made, PHRASE).put(AWA)
    return made


def test_who_has_the_passphrase_reads_and_nobody_else(path: Path) -> None:
    assert vault.open_vault(path, PHRASE).get("GAO-F-012").name == AWA.name
    with pytest.raises(Refused, match="pas la phrase de passe"):
        vault.open_vault(path, PHRASE + "!")


def test_nothing_in_the_file_can_be_read_not_even_the_codes(path: Path) -> None:
    data = path.read_bytes()
    for secret in (AWA.code, AWA.name, "Awa", AWA.contact, "marché", PHRASE):
        assert secret.encode() not in data
    assert path.stat().st_mode & 0o077 == 0


def test_a_vault_closes_by_itself_when_nobody_uses_it(path: Path) -> None:
    clock = Clock()
    opened = vault.open_vault(path, PHRASE, idle=600, clock=clock)
    clock.now = 599
    assert opened.get("GAO-F-012").name == AWA.name  # using it starts the wait again
    clock.now = 599 + 601
    with pytest.raises(Refused, match="refermé"):
        opened.get("GAO-F-012")
    assert not opened.is_open


def test_a_person_is_found_by_a_piece_of_name_or_contact(path: Path) -> None:
    opened = vault.open_vault(path, PHRASE)
    opened.put(Identity("KAY-H-003", "Bréhima Imaginaire"))
    assert [one.code for one in opened.named("bréhima")] == ["KAY-H-003"]
    assert [one.code for one in opened.named("marché mère")] == ["GAO-F-012"]
    assert opened.named("personne") == []
    assert [one.code for one in opened.everybody()] == ["GAO-F-012", "KAY-H-003"]


def test_erased_is_gone_from_the_file_and_does_not_come_back(path: Path) -> None:
    opened = vault.open_vault(path, PHRASE)
    with file.connected(path) as database:
        (row,) = file.rows(database)
    opened.erase("GAO-F-012")
    data = path.read_bytes()
    assert row.record is not None and row.key is not None
    assert row.record[12:60] not in data and row.key[12:60] not in data
    for act in (lambda: opened.get("GAO-F-012"), lambda: opened.put(AWA)):
        with pytest.raises(NotFound, match="effacée"):
            act()
    assert opened.everybody() == []


def test_a_person_keeps_one_pseudonym_and_shares_it_with_nobody(path: Path) -> None:
    opened = vault.open_vault(path, PHRASE)
    first = opened.get("GAO-F-012").pseudonym
    for number in range(80):
        opened.put(Identity(f"T-{number}", f"Personne {number}"))
    opened.put(replace(AWA, contact="ailleurs"))
    assert first and opened.get("GAO-F-012").pseudonym == first
    assert len({one.pseudonym for one in opened.everybody()}) == 81


def test_another_passphrase_opens_the_same_records(path: Path) -> None:
    vault.open_vault(path, PHRASE).change_passphrase("quatre chameaux lisent un journal")
    assert vault.open_vault(path, "quatre chameaux lisent un journal").get("GAO-F-012").name == AWA.name
    with pytest.raises(Refused):
        vault.open_vault(path, PHRASE)


def changed(key: bytes) -> bytes:
    """The same bytes but for the last one."""
    return key[:-1] + bytes([key[-1] ^ 1])


def test_a_record_moved_to_another_person_or_changed_does_not_open(path: Path) -> None:
    opened = vault.open_vault(path, PHRASE)
    opened.put(Identity("KAY-H-003", "Bréhima Imaginaire"))
    with file.connected(path) as database:
        one, other = file.rows(database)
        file.keep(database, file.Row(one.place, other.record, other.key))
        file.keep(database, file.Row(other.place, other.record, changed(other.key or b"")))
    for code in ("GAO-F-012", "KAY-H-003"):
        with pytest.raises(Refused, match="altérée"):
            opened.get(code)


def test_a_vault_is_never_made_over_another_and_never_with_a_weak_passphrase(path: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="déjà un coffre"):
        vault.create(path, PHRASE, QUICK)
    for weak in ("court", "motdepasse2017", "azertyuiop12", "Bamako2017!!"):
        with pytest.raises(Refused):
            vault.create(tmp_path / "other.sqlite", weak, QUICK)
    assert not (tmp_path / "other.sqlite").exists()


def test_a_missing_key_and_a_damaged_file_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="clé USB"):
        vault.open_vault(tmp_path / "usb" / "vault.sqlite", PHRASE)
    (tmp_path / "vault.sqlite").write_bytes(b"not a database at all, but long enough to look like one" * 40)
    with pytest.raises(CannotCheck):
        vault.open_vault(tmp_path / "vault.sqlite", PHRASE)


def test_no_value_of_the_vault_tells_a_name_when_it_is_printed(path: Path) -> None:
    opened = vault.open_vault(path, PHRASE)
    assert "Awa" not in repr(AWA) + str(AWA) + repr(opened) + str([AWA]) + f"{AWA}"


def test_the_real_cost_is_the_recommended_one(tmp_path: Path) -> None:
    vault.create(tmp_path / "vault.sqlite", PHRASE)
    with file.connected(tmp_path / "vault.sqlite") as database:
        assert file.lock_of(database).cost == Cost(65_536, 3, 4)
    assert isinstance(vault.open_vault(tmp_path / "vault.sqlite", PHRASE), Vault)


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts, texts, st.lists(texts).map(tuple), texts)
def test_what_is_packed_is_unpacked_and_its_length_tells_little(
    code: str, name: str, contact: str, known_as: tuple[str, ...], note: str
) -> None:
    identity = Identity(code, name, contact, known_as, note)
    assert unpacked(packed(identity)) == identity
    assert len(packed(identity)) % PAD == 0


@given(st.binary(max_size=80), texts)
def test_what_is_locked_opens_with_its_key_and_purpose_only(text: bytes, about: str) -> None:
    key = keys.new_key()
    sealed = keys.locked(key, text, about)
    assert keys.unlocked(key, sealed, about) == text
    assert keys.unlocked(key, sealed, about + "x") is None
    assert keys.unlocked(keys.new_key(), sealed, about) is None
