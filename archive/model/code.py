# SPDX-License-Identifier: GPL-3.0-or-later
"""The codes of interviews and participants: written on slates, joined by signs in tables, hence without such signs."""

import re

from media.errors import Refused
from media.language import gettext as _

CODE = re.compile(r"[^\s+:;,/]+")


def check_code(code: str) -> None:
    """Raises Refused for a code that a slate or a table could not carry."""
    if CODE.fullmatch(code) is None:
        raise Refused(
            _("« {code} » ne peut pas être un code.").format(code=code),
            _("Des lettres, des chiffres et des tirets, sans espace ni + : ; , / (par exemple GAO-01)."),
        )
