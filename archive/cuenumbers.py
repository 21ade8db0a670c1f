# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of cues as people type them."""

from media.errors import WrongUse
from media.language import gettext as _


def id_of(words: str) -> int:
    """`12` or `#12` as a number. Raises WrongUse."""
    number = words.removeprefix("#")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise WrongUse(
            _("« {words} » n’est pas un numéro de sous-titre.").format(words=words),
            _("« baro subtitles show PISTE » donne le numéro de chacun."),
        )
    return int(number)


def ids_of(words: str) -> list[int]:
    """`12,13` as numbers. Raises WrongUse."""
    return [id_of(one.strip()) for one in words.split(",") if one.strip()]
