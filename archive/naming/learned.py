# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault has learned names: what was confirmed before is compared with them at once, while the vault is open."""

from collections.abc import Sequence

from archive.access import Access
from archive.catalogue import films, namings, recordings
from archive.catalogue.namings import About
from archive.library import Library, Session
from archive.naming import spoken
from archive.naming.guard import named_in
from archive.naming.patterns import Known, entries, find
from archive.naming.texts import Text, digest, texts_of
from archive.vault import Identity
from media.errors import NotFound


def telling_codes(names: Sequence[Identity]) -> list[str]:
    """The codes that say a name of their own bearer: codes stand in tables and cut lists that leave."""
    return [one.code for one in names if find(one.code, Known(names=entries(one.names, one.code, parts=True)))]


def learned(library: Library, names: Sequence[Identity]) -> list[str]:
    """Take the confirmations away from everything that says one of these names; gives the films and rushes, by name.

    Words of earlier versions are no longer confirmed either: nobody has compared them with these names.
    """
    said: list[str] = []
    with library.reading() as session:
        everything = namings.all_confirmed(session)
    for about in everything:
        with library.writing() as session:
            standing = namings.standing(session, about)
            clean: set[str] = set()
            found = False
            for texts in _portions(session, about):
                if any(finding.key not in standing for finding in named_in(texts, names)):
                    found = True
                else:
                    clean.add(digest(texts))
            namings.keep_confirmed(session, about, clean)
            if found:
                said.append(_called(session, about))
    return sorted(said)


def _portions(session: Session, about: About) -> list[tuple[Text, ...]]:
    access = Access.load(session)
    if about.film:
        try:
            return [texts_of(session, access, films.edit_of(session, about.film))]
        except NotFound:  # it was removed
            return []
    return [
        *spoken.everything(session, access, about.recording),
        *spoken.released(session, access, about.recording),
    ]


def _called(session: Session, about: About) -> str:
    return films.get(session, about.film).name if about.film else recordings.get(session, about.recording).original_name
