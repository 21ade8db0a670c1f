# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of an erased person's identity, in plain words: before the act, and after it."""

from archive.vault.erased import Key
from media.language import gettext as _
from media.language import lazy

_WILL = {
    Key.NONE: lazy("Le coffre des identités ne connaît pas ce code ; il s’en assurera à sa prochaine ouverture."),
    Key.HERE: lazy("Son nom et son contact, dans le coffre des identités, seront détruits en même temps."),
    Key.AWAY: lazy(
        "Le coffre des identités n’est pas là : brancher d’abord sa clé USB. Sinon, son nom y restera, chiffré, jusqu’à ce que "
        "la clé soit branchée et qu’un travail commence, ou que le coffre soit ouvert."
    ),
    Key.NEEDED: lazy("Son nom reste dans le coffre : la personne autorise encore autre chose dans un autre entretien."),
}
_SAID = {
    Key.NONE: lazy("Le coffre des identités ne connaît pas ce code ; il s’en assurera à sa prochaine ouverture."),
    Key.HERE: lazy("Son nom et son contact, dans le coffre des identités, sont détruits."),
    Key.AWAY: lazy(
        "Attention : le coffre des identités n’était pas là. Son nom y est encore, chiffré. Brancher la clé USB : il est détruit "
        "dès qu’un travail commence, ou à la prochaine ouverture du coffre."
    ),
    Key.NEEDED: lazy("Son nom reste dans le coffre : la personne autorise encore autre chose dans un autre entretien."),
}


def identity_will(key: Key) -> str:
    """What erasing would do."""
    return _(_WILL[key])


def identity_said(key: Key) -> str:
    """What erasing did."""
    return _(_SAID[key])
