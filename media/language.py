# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that a user reads: written in French in the code, English from one catalogue.

French is the source language, so it can never be missing; `translations/en` is the second language.
The language belongs to the running request or command (a context variable), never to the process.
"""

import gettext as _gettext
import os.path
from contextvars import ContextVar
from functools import cache

LANGUAGES = ("fr", "en")
FOLDER = os.path.join(os.path.dirname(__file__), "translations")  # noqa: PTH118, PTH120 - pathlib is slow to load
DOMAIN = "baro"

_language: ContextVar[str] = ContextVar("baro_language", default="fr")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)


def use_language(language: str) -> None:
    """Answer in `language` from here on in this context; an unknown one means French."""
    _language.set(language if language in LANGUAGES else "fr")


def language() -> str:
    """The language of this context: `fr` or `en`."""
    return _language.get()


def gettext(text: str) -> str:
    """`text` (French) in the language of this context."""
    current = _language.get()
    return text if current == "fr" else _catalogue(current).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a French text that `count` asks for; French says 0 and 1 in the singular."""
    current = _language.get()
    if current == "fr":
        return one if abs(count) < 2 else many
    return _catalogue(current).ngettext(one, many, count)


def decimals(number: str) -> str:
    """A number written with a point as people read it: `14.7` is `14,7` in French."""
    return number.replace(".", ",") if language() == "fr" else number


def lazy(text: str) -> str:
    """Mark `text` for translation without translating it now; call `gettext` where it is shown."""
    return text
