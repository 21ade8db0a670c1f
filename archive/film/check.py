# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a film's way, and what is worth a look before it is rendered."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, tracks
from archive.film.cutlist import resolve
from archive.film.words import Words, words_of
from archive.library import Library
from archive.model.film import CutCard, CutClip, CutList
from archive.naming.guard import look, told
from media.fonts import FontMissing, font_for
from media.language import gettext as _
from media.timecode import text_of_ms


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one place of the paper edit that does not stop the film."""

    place: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The cut list with its refusals, and the remarks by place."""

    cut: CutList
    remarks: tuple[Remark, ...]

    @property
    def ready(self) -> bool:
        """True when the film could be rendered now."""
        return bool(self.cut.parts) and not self.cut.refusals


def check_film(library: Library, film: str) -> Checked:
    """Look at the whole paper edit of a film (its id). Raises NotFound."""
    with library.reading() as session:
        edit, access = films.edit_of(session, film), Access.load(session)
        cut = resolve(session, access, edit)
        remarks: list[Remark] = []
        for part in cut.parts:
            if isinstance(part, CutClip):
                words = words_of(session, access, part, edit.film.audience, edit.film.name)
                remarks += _of_clip(session, part, words)
                remarks += _of_letters(library, part, "\n".join(cue.plain for cue in words.cues))
            else:
                remarks += _of_letters(library, part, part.text)
    remarks += [
        Remark(finding.text.place, f"gives-away-{finding.found.kind}", told(finding))
        for finding in look(library, film).findings
    ]
    return Checked(cut, tuple(remarks))


def _of_clip(session: Session, part: CutClip, words: Words) -> Iterator[Remark]:
    stored = tracks.french(session, part.recording.id)
    span = part.asked
    inside = [] if stored is None else [cue for cue in stored.track.cues if cue.span.overlaps(span)]
    if not inside:
        yield Remark(part.place, "no-french", _("Aucun sous-titre français dans ce passage."))
    for cue in words.cues:  # never a word of those that consent holds back
        for cut in (span.start, span.end):
            if cue.span.start < cut < cue.span.end:
                message = _("La coupe à {time} tombe dans le sous-titre « {text} ».")
                yield Remark(
                    part.place,
                    "cut-inside-cue",
                    message.format(time=text_of_ms(cut), text=" ".join(cue.plain.split())),
                )
    hidden = len(set(inside) - set(words.cues))
    if hidden:
        message = _("Sous-titres retenus parce qu’ils touchent un passage refusé ou scellé : {count}.")
        yield Remark(part.place, "hidden-cues", message.format(count=hidden))


def _of_letters(library: Library, part: CutClip | CutCard, text: str) -> Iterator[Remark]:
    try:
        font_for(text, library.folder / "fonts")
    except FontMissing as error:
        yield Remark(part.place, "no-font", str(error))
