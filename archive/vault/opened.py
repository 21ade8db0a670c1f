# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault in the hands of the protection officer: opened with a passphrase, closed by itself when nobody uses it."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from archive.passphrase import Cost, refuse_weak
from archive.vault import file, keys
from archive.vault.file import Lock, Row
from archive.vault.identity import Identity, packed, unpacked
from archive.vault.pseudonyms import new_pseudonym
from media.errors import NotFound, Refused
from media.language import gettext as _

IDLE_SECONDS = 600
_MASTER = "master key"


class Vault:
    """An opened vault. Every act asks first whether it is still open; after `idle` seconds without one it is not."""

    def __init__(
        self, path: Path, master: bytes, idle: int = IDLE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path, self._idle, self._clock = path, idle, clock
        self._master: bytes | None = master
        self._used = clock()
        self._taken: set[str] | None = None

    def __repr__(self) -> str:
        return "Vault(…)"

    @property
    def is_open(self) -> bool:
        """False once it was closed, or nobody used it for too long."""
        if self._master is not None and self._clock() - self._used > self._idle:
            self.close()
        return self._master is not None

    def close(self) -> None:
        """Forget the key. Closing twice changes nothing."""
        self._master = self._taken = None

    def put(self, identity: Identity) -> None:
        """Keep who a participant is, in place of what was kept. Raises Refused for one who was erased, or without a name."""
        if not identity.code.strip() or not identity.name.strip():
            raise Refused(_("Il manque le code ou le nom."), _("Donner le code du témoin et son vrai nom."))
        master, place = self._opened(identity.code)
        with file.connected(self._path) as database:
            before = file.row(database, place)
            if before is not None and before.key is None:
                raise _erased(identity.code)
            identity = replace(identity, pseudonym=self._pseudonym(database, master, before))
            key = keys.new_key()
            file.keep(
                database,
                Row(place, keys.locked(key, packed(identity), place), keys.locked(master, key, f"key of {place}")),
            )

    def get(self, code: str) -> Identity:
        """Who the participant with this code is. Raises NotFound for one who is not kept or was erased."""
        master, place = self._opened(code)
        with file.connected(self._path) as database:
            row = file.row(database, place)
        if row is None:
            raise NotFound(
                _("Le coffre ne connaît pas {code}.").format(code=code), _("Voir « baro vault list » pour les codes.")
            )
        if row.key is None:
            raise _erased(code)
        return self._read(master, row)

    def everybody(self) -> list[Identity]:
        """All that are kept, by code."""
        master, _place = self._opened("")
        with file.connected(self._path) as database:
            found = [self._read(master, row) for row in file.rows(database) if row.key is not None]
        return sorted(found, key=lambda identity: identity.code)

    def named(self, words: str) -> list[Identity]:
        """Those whose name, other names or contact hold `words`: somebody calls, and their code is wanted."""
        wanted = words.casefold().split()
        return [
            identity
            for identity in self.everybody()
            if all(word in " ".join((*identity.names, identity.contact)).casefold() for word in wanted)
        ]

    def place_of(self, code: str) -> str:
        """The blind name under which a participant is kept, or would be."""
        return self._opened(code)[1]

    def erase(self, code: str) -> None:
        """Destroy a record and its key; its place stays marked, so that no import brings it back. Raises NotFound."""
        _master, place = self._opened(code)
        self.get(code)
        with file.connected(self._path) as database:
            file.keep(database, Row(place, None, None))

    def change_passphrase(self, passphrase: str) -> None:
        """Lock the vault with another passphrase; the records are not touched. Raises Refused for a weak one."""
        master, _place = self._opened("")
        refuse_weak(passphrase)
        with file.connected(self._path) as database:
            file.set_lock(database, _lock(passphrase, master, file.lock_of(database).cost))

    def _opened(self, code: str) -> tuple[bytes, str]:
        """The master key, and the place of a code. Raises Refused when the vault has closed."""
        if not self.is_open or self._master is None:
            raise Refused(_("Le coffre s’est refermé."), _("L’ouvrir de nouveau avec la phrase de passe."))
        self._used = self._clock()
        return self._master, keys.blind(self._master, code)

    def _pseudonym(self, database: Connection, master: bytes, before: Row | None) -> str:
        """What a person is already called, else a new word that nobody else has."""
        if before is not None:
            return self._read(master, before).pseudonym
        if self._taken is None:
            self._taken = {self._read(master, row).pseudonym for row in file.rows(database) if row.key is not None}
        found = new_pseudonym(self._taken)
        self._taken.add(found)
        return found

    def _read(self, master: bytes, row: Row) -> Identity:
        key = keys.unlocked(master, row.key or b"", f"key of {row.place}")
        text = keys.unlocked(key, row.record or b"", row.place) if key is not None else None
        if text is None:
            raise Refused(
                _("Une fiche du coffre a été altérée."),
                _("Reprendre la copie du coffre gardée à part, et chercher qui a touché au fichier."),
            )
        return unpacked(text)


def create(path: Path, passphrase: str, cost: Cost | None = None) -> None:
    """Make a new vault. Raises Refused when one is there already, or for a weak passphrase."""
    if path.exists():
        raise Refused(
            _("Il y a déjà un coffre : {path}").format(path=path),
            _("Le garder : les noms qu’il tient seraient perdus."),
        )
    refuse_weak(passphrase)
    file.make(path, _lock(passphrase, keys.new_key(), cost or Cost()))


def open_vault(
    path: Path, passphrase: str, idle: int = IDLE_SECONDS, clock: Callable[[], float] = time.monotonic
) -> Vault:
    """The vault at `path`, open. Raises NotFound without one, Refused for a wrong passphrase."""
    with file.connected(path) as database:
        lock = file.lock_of(database)
    master = keys.unlocked(keys.from_passphrase(passphrase, lock.salt, lock.cost), lock.master, _MASTER)
    if master is None:
        raise Refused(
            _("Ce n’est pas la phrase de passe du coffre."),
            _("Vérifier les majuscules et la langue du clavier. Sans elle, personne ne peut lire le coffre."),
        )
    return Vault(path, master, idle, clock)


def _lock(passphrase: str, master: bytes, cost: Cost) -> Lock:
    salt = keys.new_salt()
    return Lock(salt, cost, keys.locked(keys.from_passphrase(passphrase, salt, cost), master, _MASTER))


def _erased(code: str) -> NotFound:
    return NotFound(
        _("L’identité de {code} a été effacée du coffre, pour toujours.").format(code=code),
        _("Si la personne revient, lui donner un nouveau code."),
    )
