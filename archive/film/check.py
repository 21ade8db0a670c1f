# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a film's way, and what is worth a look before it is rendered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, tracks
from archive.film.cutlist import masks_of, resolve
from archive.film.lower import lower_third, name_shown
from archive.film.narration import narrated
from archive.film.words import Words, words_of
from archive.library import Library
from archive.model.film import NOTHING_MASKED, CutCard, CutClip, CutList, ItemId
from archive.naming.guard import look
from archive.naming.wording import told
from media.fonts import FontMissing, font_for
from media.language import gettext as _
from media.timecode import text_of_ms
from subtitles.retime import onto


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
        cut = resolve(session, access, edit, NOTHING_MASKED)
        said = {part.item: _words(session, access, cut, part) for part in _used(cut)}
        remarks: list[Remark] = []
        for part in cut.parts:
            if isinstance(part, CutClip):
                remarks += _of_clip(session, part, said[part.item])
                remarks += _of_looks(library, session, access, cut, part)
            else:
                remarks += _of_letters(library, part, part.text)
        for voice in cut.voices:
            remarks += _of_clip(session, voice.cut, said[voice.cut.item])
        for part in _used(cut):
            remarks += _of_letters(library, part, "\n".join(cue.plain for cue in said[part.item].cues))
        remarks += _of_voices(cut, said)
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


def _of_looks(library: Library, session: Session, access: Access, cut: CutList, part: CutClip) -> Iterator[Remark]:
    looks, masks = part.looks, masks_of(cut, part)
    yield from _of_letters(library, part, "\n".join(lower_third(session, access, part, masks)))
    if part.item in cut.unconfirmed:
        message = _("Le masque ne compte pas encore : deux personnes doivent en regarder le résultat.")
        yield Remark(part.place, "mask-unconfirmed", message)
    if looks.lower and looks.speaker and not name_shown(access, part, masks):
        message = _("Le nom « {name} » ne sera pas écrit : l’autorisation ne le montre pas, ou il est masqué.")
        yield Remark(part.place, "name-held-back", message.format(name=looks.speaker))
    if looks.masks & {"name", "place"} and "voice" not in looks.masks:
        yield Remark(
            part.place,
            "masked-in-words",
            _("Nom ou lieu masqué : écouter le passage et lire ses sous-titres, ils pourraient le dire."),
        )


def _used(cut: CutList) -> list[CutClip]:
    return [*(part for part in cut.parts if isinstance(part, CutClip)), *(voice.cut for voice in cut.voices)]


def _words(session: Session, access: Access, cut: CutList, part: CutClip) -> Words:
    return words_of(session, access, part, cut.film.audience, cut.film.name, masks_of(cut, part))


def _of_voices(cut: CutList, words: Mapping[ItemId, Words]) -> Iterator[Remark]:
    lengths = [part.span.duration if isinstance(part, CutClip) else part.duration for part in cut.parts]
    starts = [0, *accumulate(lengths)]
    own = [
        cue
        for part, start in zip(cut.parts, starts, strict=False)
        if isinstance(part, CutClip)
        for cue in onto(words[part.item].cues, part.span, start, part.span.duration)
    ]
    for voice in cut.voices:
        room = starts[-1] - starts[voice.part]
        if voice.cut.asked.duration > room:
            message = _("La voix dure {length}, et il ne reste que {room} de film après elle.")
            times = {"length": text_of_ms(voice.cut.asked.duration), "room": text_of_ms(room)}
            yield Remark(voice.cut.place, "voice-too-long", message.format(**times))
        one = (words[voice.cut.item].cues, voice.cut.span, starts[voice.part])
        for cue in narrated([one], own, starts[-1]).unread:
            message = _("À {time} du film, la voix dit « {text} » sous les mots d’un témoin : cela ne se lira pas.")
            said = message.format(time=text_of_ms(cue.span.start), text=" ".join(cue.plain.split()))
            yield Remark(voice.cut.place, "voice-unread", said)


def _of_letters(library: Library, part: CutClip | CutCard, text: str) -> Iterator[Remark]:
    try:
        font_for(text, library.folder / "fonts")
    except FontMissing as error:
        yield Remark(part.place, "no-font", str(error))
