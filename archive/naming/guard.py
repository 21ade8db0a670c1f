# SPDX-License-Identifier: GPL-3.0-or-later
"""The naming guard: nothing that gives somebody away leaves without a second look.

Numbers, addresses and villages are found by the machine alone. Real names lie in the vault: while an archive has
one, the protection officer compares them with the words that are to leave and confirms; the confirmation holds for
exactly those words, until the vault learns another name. What was found and may stay is let through by name, for
exactly that text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.access import Access
from archive.catalogue import audit, films, interviews, namings
from archive.catalogue.namings import About
from archive.film.cutlist import FilmRefused
from archive.library import Library, Session
from archive.model.audit import Act
from archive.naming.finding import Finding
from archive.naming.patterns import Known, entries, find
from archive.naming.texts import Shown, Text, Where, digest, texts_of
from archive.naming.villages import villages
from archive.naming.wording import KINDS, told, unchecked, where_of
from archive.vault import Identity, path_of
from media.errors import NotFound
from media.language import gettext as _

LISTED = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What was found, whether real names still wait for the protection officer, and whether no vault is there to hold any."""

    findings: tuple[Finding, ...]
    names_unchecked: bool
    no_vault: bool = False

    @property
    def clear(self) -> bool:
        """True when nothing keeps these words from leaving."""
        return not self.findings and not self.names_unchecked


@dataclass(frozen=True, slots=True)
class Sight:
    """What the machine knows to look for in this archive, read once: the villages, and whether real names are kept somewhere."""

    villages: Known
    vault: bool

    @classmethod
    def load(cls, library: Library, session: Session) -> "Sight":
        """Read the list of villages and the places of interviews. Raises TableRefused for a list that cannot be read."""
        return cls(Known(villages=_villages(library, session)), expects_vault(library))

    def look(
        self,
        session: Session,
        about: About,
        texts: Sequence[Text],
        covering: Callable[[], Sequence[Sequence[Text]]] = tuple,
    ) -> Look:
        """What is found in `texts`. Their names were compared when all of `texts`, or each of what `covering` gives (it is
        asked only then), was confirmed."""
        found = _open(session, about, _findings(texts, self.villages))
        if not self.vault or not texts:
            return Look(found, names_unchecked=False, no_vault=not self.vault)
        kept = namings.confirmations(session, about)
        if digest(texts) in kept:
            return Look(found, names_unchecked=False)
        wider = covering() if kept else ()
        return Look(found, not wider or not all(digest(one) in kept for one in wider if one))


def look(library: Library, film: str) -> Look:
    """What the machine finds in a film (its id) without the vault. Raises NotFound."""
    with library.reading() as session:
        texts = _texts(session, film)
        return Sight.load(library, session).look(session, About(film=film), texts)


def expects_vault(library: Library) -> bool:
    """True when real names are kept somewhere: in a vault that is here, or on the key that the settings name."""
    return bool(library.settings.vault) or path_of(library).is_file()


def compare(library: Library, film: str, everybody: Sequence[Identity]) -> tuple[Finding, ...]:
    """Every real name of the vault in a film's words. None found: the film's words of now are confirmed, by this person."""
    with library.reading() as session:
        texts = _texts(session, film)
    return compared(library, About(film=film), texts, everybody)


def compared(
    library: Library, about: About, texts: Sequence[Text], everybody: Sequence[Identity]
) -> tuple[Finding, ...]:
    """Every real name in these texts, but those whose bearers let them be told there. None found: they are confirmed."""
    found = named_in(texts, everybody)
    with library.writing() as session:
        left = _open(session, about, found)
        if not left:
            namings.confirm(session, about, digest(texts), library.person.name)
    return left


def named_in(texts: Sequence[Text], everybody: Sequence[Identity]) -> list[Finding]:
    """Every real name in these texts, but those whose bearers let them be told there."""
    known: dict[frozenset[str], Known] = {}
    found: list[Finding] = []
    for text, seam in (*((text, 0) for text in texts), *_seams(texts)):
        spared = text.shown.names
        if spared not in known:
            known[spared] = _names([one for one in everybody if one.code not in spared])
        found += _over(seam, _found(text, known[spared]))
    return found


def let_stand(library: Library, about: About, key: str, findings: Sequence[Finding]) -> Finding:
    """Let one of these findings stay as it is; the journal says so. Raises NotFound for a key that names none of them."""
    for finding in findings:
        if finding.key == key:
            place = where_of(finding.text)
            said = f"a laissé passer un mot qui peut trahir quelqu’un ({KINDS[finding.found.kind]}) : {place} ({key})"
            with library.writing() as session:
                namings.let_stand(session, about, key, library.person.name)
                audit.write(session, library.person, Act.CHANGED, said, about.id)
            return finding
    raise NotFound(
        _("Rien n’a été trouvé sous {key}.").format(key=key), _("Sans --keep, tout ce qui a été trouvé est montré.")
    )


def refuse_names(library: Library, film: str, beside: Sequence[Text] = ()) -> tuple[str, ...]:
    """Raises FilmRefused, naming each place and the way out, when a film's words, or those `beside`, may not leave yet.

    Gives what is to be known all the same: what could not be looked for.
    """
    about = About(film=film)
    with library.reading() as session:
        name, texts, sight = films.get(session, film).name, _texts(session, film), Sight.load(library, session)
        seen = sight.look(session, about, (*texts, *beside), lambda: (texts,))
    if seen.findings:
        raise FilmRefused(
            _("Les mots du film {name} pourraient trahir quelqu’un :").format(name=name) + listed(seen),
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
    return tuple(unchecked(seen.no_vault))


def listed(seen: Look) -> str:
    """The first findings, a line each after a line break."""
    return "".join(f"\n  {told(finding)}" for finding in seen.findings[:LISTED])


def _texts(session: Session, film: str) -> tuple[Text, ...]:
    return texts_of(session, Access.load(session), films.edit_of(session, film))


def _names(everybody: Sequence[Identity]) -> Known:
    names: dict[tuple[str, ...], str] = {}
    for identity in everybody:
        names |= entries(identity.known_as, identity.pseudonym)
        names |= entries([identity.name], identity.pseudonym, parts=True)
    return Known(names=names)


def _findings(texts: Sequence[Text], known: Known) -> list[Finding]:
    alone = [one for text in texts for one in _found(text, known)]
    return [*alone, *(one for text, seam in _seams(texts) for one in _over(seam, _found(text, known)))]


def _found(text: Text, known: Known) -> list[Finding]:
    looked_for = Known(names=known.names) if text.shown.place else known
    return [Finding(text, found) for found in find(text.text, looked_for)]


def _seams(texts: Sequence[Text]) -> Iterator[tuple[Text, int]]:
    """Subtitles with the next one of their track, as they are read, and where one ends: a number is often told over two."""
    for first, second in pairwise(texts):
        if (
            first.track
            and (first.track, first.where) == (second.track, second.where)
            and first.where is not Where.SPEAKER
        ):
            place = first.shown.place and second.shown.place
            shown = Shown(place, first.shown.names & second.shown.names)
            yield replace(first, text=f"{first.text}\n{second.text}", shown=shown), len(first.text)


def _over(seam: int, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Those that lie on both sides of the seam; all of them where there is none."""
    return (one for one in findings if not seam or one.found.start < seam < one.found.end)


def _open(session: Session, about: About, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    kept = namings.standing(session, about)
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
