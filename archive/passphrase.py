# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords and passphrases: long enough, not among those that are tried first, and hashed by argon2id."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from media.errors import Refused
from media.language import gettext as _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT_BYTES = 16
HASH_BYTES = 32
SHORTEST = 12
LONGEST = 256
GUESSES = 10  # powers of ten; what zxcvbn holds to resist somebody who has the file (its highest grade)
EXPECTED = (
    "baro", "bamako", "mali", "gao", "tombouctou", "kayes", "koulikoro", "sikasso", "segou", "mopti", "kidal", "paix",
    "motdepasse", "mot", "passe", "phrase", "coffre", "entretien", "temoin", "institut", "azerty", "azertyuiop", "bonjour", "soleil",
)  # fmt: skip


def refuse_weak(passphrase: str, about: Iterable[str] = ()) -> None:
    """Raises Refused for fewer than 12 characters, or for what is guessed quickly; `about` are words others expect here."""
    if len(passphrase) < SHORTEST:
        raise Refused(
            _("C’est trop court : il faut au moins {count} caractères.").format(count=SHORTEST),
            _("Une phrase de quatre ou cinq mots sans rapport entre eux se retient bien."),
        )
    if len(passphrase) > LONGEST:
        raise Refused(
            _("C’est trop long : {count} caractères au plus.").format(count=LONGEST),
            _("Choisir une phrase plus courte."),
        )
    from zxcvbn import zxcvbn

    found = zxcvbn(passphrase[:100], user_inputs=[*EXPECTED, *about])  # its time grows with the square of the length
    if found["guesses_log10"] < GUESSES:
        raise Refused(
            _("Cela se devine trop vite."),
            _(
                "Éviter les noms, les dates, les suites de touches ; prendre quatre ou cinq mots sans rapport entre eux."
            ),
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: the second recommended option of RFC 9106, section 4 (64 MiB, 3 passes)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


def derived(passphrase: str, salt: bytes, cost: Cost, length: int) -> bytes:
    """`length` bytes that only this passphrase gives with this salt, by argon2id; slow on purpose."""
    return _argon2id(salt, cost, length).derive(passphrase.encode())


def hashed(password: str, cost: Cost | None = None) -> str:
    """A password as it may be stored: algorithm, cost, a salt of its own and the hash, in one text (PHC format)."""
    return _argon2id(secrets.token_bytes(SALT_BYTES), cost or Cost(), HASH_BYTES).derive_phc_encoded(password.encode())


def matches(password: str, stored: str) -> bool:
    """True when `stored` was made from this password."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(password.encode(), stored)
    except InvalidKey:
        return False
    return True


def _argon2id(salt: bytes, cost: Cost, length: int) -> "Argon2id":
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(salt=salt, length=length, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
