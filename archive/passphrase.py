# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords and passphrases: long enough, and not among those that are tried first."""

from collections.abc import Iterable

from media.errors import Refused
from media.language import gettext as _

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
