# SPDX-License-Identifier: GPL-3.0-or-later
"""The naming guard of films: nothing that gives somebody away leaves without a second look.

Numbers, addresses and villages are found by the machine alone. Real names lie in the vault: while an archive has
one, the protection officer compares them with the film's words and confirms; the confirmation holds for exactly
those words. What was found and may stay is let through by name, for exactly that text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from archive.access import Access
from archive.catalogue import films, interviews, namings
from archive.film.cutlist import FilmRefused
from archive.library import Library, Session
from archive.naming.patterns import Found, Known, entries, find
from archive.naming.texts import Text, Where, digest, texts_of
from archive.naming.villages import villages
from archive.vault import Vault, path_of
from media.errors import NotFound
from media.language import gettext as _

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text of a film that gives somebody away. `key` names it when it may stay."""

    text: Text
    found: Found

    @property
    def key(self) -> str:
        """Short, and the same only for the same words in the same text."""
        told = f"{self.text.where}\x00{self.text.text}\x00{self.found.kind}\x00{self.found.text}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a film's words, and whether its names still wait for the protection officer."""

    findings: tuple[Finding, ...]
    names_unchecked: bool


def look(library: Library, film: str) -> Look:
    """What the machine finds in a film (its id) without the vault. Raises NotFound."""
    with library.reading() as session:
        texts, known = _texts(session, film), Known(villages=_villages(library, session))
        found = _open(session, film, _findings(texts, known))
        confirmed = namings.confirmed(session, film, digest(texts))
    return Look(found, path_of(library).is_file() and not confirmed)


def compare(library: Library, film: str, vault: Vault) -> tuple[Finding, ...]:
    """Every real name of the vault in a film's words. None found: the film's words of now are confirmed, by this person."""
    names: dict[tuple[str, ...], str] = {}
    for identity in vault.everybody():
        names |= entries(identity.known_as, identity.pseudonym)
        names |= entries([identity.name], identity.pseudonym, parts=True)
    with library.reading() as session:
        texts = _texts(session, film)
        found = _open(session, film, _findings(texts, Known(names=names)))
    if not found:
        with library.writing() as session:
            namings.confirm(session, film, digest(texts), library.person.name)
    return found


def let_stand(library: Library, film: str, key: str, findings: Sequence[Finding]) -> Finding:
    """Let one of these findings stay as it is. Raises NotFound for a key that names none of them."""
    for finding in findings:
        if finding.key == key:
            with library.writing() as session:
                namings.let_stand(session, film, key, library.person.name)
            return finding
    raise NotFound(_("Rien n’a été trouvé sous {key}.").format(key=key), _("« baro film names FILM » les montre."))


def refuse_names(library: Library, film: str) -> None:
    """Raises FilmRefused, naming each place and the way out, when a film's words may not leave yet."""
    seen = look(library, film)
    with library.reading() as session:
        name = films.get(session, film).name
    if seen.findings:
        lines = "".join(f"\n  {told(finding)}" for finding in seen.findings[:SHOWN])
        raise FilmRefused(
            _("Les mots du film {name} pourraient trahir quelqu’un :").format(name=name) + lines,
            _(
                "« baro film names {name} » les montre tous, les remplace (--fix) ou laisse passer ce qui peut rester."
            ).format(name=name),
        )
    if seen.names_unchecked:
        raise FilmRefused(
            _(
                "Les vrais noms n’ont pas été cherchés dans les mots du film {name} tels qu’ils sont aujourd’hui."
            ).format(name=name),
            _("La personne chargée de la protection le fait avec « baro vault check {name} ».").format(name=name),
        )


def told(finding: Finding) -> str:
    """One finding as a sentence: where, what, and what to write instead."""
    return _("{where} : « {text} » → {instead}  ({key})").format(
        where=where_of(finding.text), text=finding.found.text, instead=finding.found.instead, key=finding.key
    )


def where_of(text: Text) -> str:
    """Where a text stands, in plain words."""
    if text.where is Where.FILE:
        return _("nom du film")
    if text.where is Where.TITLE:
        return _("titre du film")
    if text.where is Where.LINE:
        return _("ligne {place} du montage").format(place=text.place)
    return _("sous-titres du passage {place}").format(place=text.place)


def _texts(session: Session, film: str) -> tuple[Text, ...]:
    return texts_of(session, Access.load(session), films.edit_of(session, film))


def _findings(texts: Sequence[Text], known: Known) -> list[Finding]:
    bare = Known(names=known.names)
    return [Finding(text, found) for text in texts for found in find(text.text, bare if text.places_shown else known)]


def _open(session: Session, film: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    kept = namings.standing(session, film)
    return tuple(finding for finding in findings if finding.key not in kept)


def _villages(library: Library, session: Session) -> dict[tuple[str, ...], str]:
    """The places that are finer than a region: those of the team's list, and where interviews were held."""
    found: dict[tuple[str, ...], str] = {}
    regions: set[tuple[str, ...]] = set()
    for interview in interviews.listed(session):
        regions |= entries([interview.region], "").keys()
        if interview.place:
            found |= entries([interview.place], interview.region)
    for village, region in villages(library.folder):
        found |= entries([village], region)
    return {name: region for name, region in found.items() if name not in regions}
