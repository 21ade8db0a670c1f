# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut made outside becomes the paper edit of a film: what was is kept as a version, what is odd is said, shot by shot.

The film keeps its name, for consents cite it. Lines that are still in the cut stay the lines they were; notes stay after
the line that they followed; a shot that cannot be taken leaves a note in its place, so that no film grows shorter in silence.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, filmversions
from archive.exchange.cut import Card, Cut
from archive.exchange.oddity import Oddity
from archive.exchange.recognise import Shelf, Why
from archive.exchange.taking import Taking
from archive.film.cutlist import masks_of, resolve
from archive.film.lower import lower_third
from archive.library import Library
from archive.model.film import NOTHING_MASKED, CutClip, CutList, Item, ItemKind, Refusal
from media.errors import Refused
from media.language import gettext as _


@dataclass(frozen=True, slots=True)
class Conformed:
    """What became of a cut. `version` is None when nothing was changed; `before` is the version to go back to.

    `refusals` are the passages that the film's audience may not see, by their place in the paper edit. `same` lines stayed
    as they were; nothing of those in `gone` is left.
    """

    name: str
    rate: Fraction
    clips: int
    cards: int
    odd: tuple[Oddity, ...]
    refusals: tuple[Refusal, ...]
    same: int = 0
    gone: tuple[Item, ...] = ()
    before: int | None = None
    version: int | None = None

    @property
    def whole(self) -> bool:
        """True when every shot was taken as it is, and may be shown."""
        return not self.odd and not self.refusals


def conform(library: Library, film: str, cut: Cut, source: str, *, dry: bool = False) -> Conformed:
    """Bring a cut into a film (its id). `source` is the name of the cut's file; `dry`: only say what would become of it.

    Nothing is changed when not one shot is from this archive. Raises NotFound, and Refused for a cut without shots.
    """
    if not cut.events:
        raise Refused(_("Ce montage est vide."), _("Exporter une séquence qui contient des plans."))
    if dry:
        with library.reading() as session:
            return _taken_in(session, library, film, cut, "")
    with library.writing() as session:
        return _taken_in(session, library, film, cut, source)


def _taken_in(session: Session, library: Library, film: str, cut: Cut, source: str) -> Conformed:
    access, old = Access.load(session), films.edit_of(session, film)
    taking = Taking(library, session, cut, old, Shelf.load(session))
    taking.take()
    items = taking.with_notes()
    clips, cards = (sum(item.kind is kind for item in taking.items) for kind in (ItemKind.CLIP, ItemKind.CARD))
    edit = replace(taking.old, items=tuple(items))
    resolved = resolve(session, access, edit, NOTHING_MASKED)
    odd = (*taking.odd, *_titles(session, access, taking.titles, resolved))
    gone = tuple(taking.gone())
    done = Conformed(cut.name, cut.rate, clips, cards, odd, resolved.refusals, len(taking.kept), gone)
    if not source or not clips:
        return done
    by = library.person.name
    before = filmversions.keep(session, film, by, _("avant le montage {name}").format(name=source))
    filmversions.replace_items(session, film, items)
    facts: dict[str, object] = {"source": source, "rate": str(cut.rate), "parts": taking.parts}
    facts |= {"same": done.same, "lines": sum(item.kind is not ItemKind.NOTE for item in taking.items)}
    facts["gone"] = [_left(item) for item in gone]
    facts["remarks"] = list(cut.remarks)
    facts["odd"] = [one.facts(cut.rate) for one in odd]
    version = filmversions.keep(session, film, by, _("montage {name}").format(name=source), facts)
    return replace(done, before=before, version=version)


def _left(item: Item) -> dict[str, object]:
    """A line that is gone, as a version remembers it: by recording, for names may be erased."""
    span = None if item.span is None else [item.span.start, item.span.end]
    return {"kind": str(item.kind), "recording": item.recording, "span": span, "text": item.text}


def _titles(session: Session, access: Access, titles: list[Card], cut: CutList) -> list[Oddity]:
    """The words over pictures that the film does not write there itself."""
    clips = [part for part in cut.parts if isinstance(part, CutClip)]
    bands = {"\n".join(lower_third(session, access, clip, masks_of(cut, clip))) for clip in clips}
    known = {" ".join(band.split()) for band in bands}
    left = [title for title in titles if " ".join(title.text.split()) not in known]
    return [Oddity(0, title.at, Why.TITLE, " ".join(title.text.split())[:60], title.length) for title in left]
