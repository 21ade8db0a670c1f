# SPDX-License-Identifier: GPL-3.0-or-later
"""A film that consent allows: its cut list with all that the catalogue says of its clips, read at one moment."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films
from archive.film.cutlist import check_allowed, masks_of, relied_on, resolve
from archive.film.lower import lower_third
from archive.film.words import Words, words_of
from archive.model.film import CutClip, CutList, ItemId
from archive.model.footage import RecordingId
from media.span import Span


@dataclass(frozen=True, slots=True)
class Allowed:
    """A cut list that consent allows, with all that the catalogue says of its clips. Keys are the items' ids."""

    cut: CutList
    words: dict[ItemId, Words]
    lowers: dict[ItemId, tuple[str, ...]]
    consents: dict[ItemId, tuple[str, ...]]
    seals: dict[RecordingId, tuple[Span, ...]]

    @property
    def clips(self) -> list[CutClip]:
        """The parts that are clips."""
        return [part for part in self.cut.parts if isinstance(part, CutClip)]

    @property
    def used(self) -> list[CutClip]:
        """The clips, and the passages that are only heard."""
        return [*self.clips, *(voice.cut for voice in self.cut.voices)]


def allowed(session: Session, film: str, masked: frozenset[str] | None = None) -> Allowed:
    """The film as it stands in the catalogue. Raises FilmRefused when a clip may not be used, or when it is empty.

    `masked`: what a render of it never gives away; None when its footage is to leave as it is.
    """
    access, edit = Access.load(session), films.edit_of(session, film)
    cut = resolve(session, access, edit, masked)
    check_allowed(cut)
    clips = [part for part in cut.parts if isinstance(part, CutClip)]
    use, name = cut.film.audience, cut.film.name
    used = [*clips, *(voice.cut for voice in cut.voices)]
    return Allowed(
        cut,
        {clip.item: words_of(session, access, clip, use, name, masks_of(cut, clip)) for clip in used},
        {clip.item: lower_third(session, access, clip, masks_of(cut, clip)) for clip in clips},
        {clip.item: relied_on(access, clip) for clip in used},
        {clip.recording.id: access.seals(clip.recording.id) for clip in used},
    )
