# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that people choose for files: they leave with the file, and the closed vault cannot tell whose they are."""

from pathlib import Path

from archive.catalogue import films, interviews, participants
from archive.library import Library
from archive.naming.texts import Text, Where
from archive.search.lemmas import known
from media.language import gettext as _


def output(file: Path | None) -> tuple[Text, ...]:
    """The name of a file as words."""
    return () if file is None else (Text(0, Where.OUTPUT, _plain(file)),)


def odd_names(library: Library, file: Path | None) -> list[str]:
    """A sentence about words of a file's name that look like somebody's name: people can tell whether they are."""
    if file is None:
        return []
    with library.reading() as session:
        ours = {one.code for one in participants.listed(session)} | {one.code for one in interviews.listed(session)}
        ours |= {film.name for film in films.listed(session)}
    odd = [
        word
        for word in _plain(file).split()
        if word[:1].isupper() and word.isalpha() and word not in ours and not known(word.casefold())
    ]
    if not odd:
        return []
    said = _("Le nom du fichier dit « {words} » : si c’est quelqu’un, en choisir un autre.")
    return [said.format(words=" ".join(odd))]


def _plain(file: Path) -> str:
    return file.stem.replace("_", " ")
