# SPDX-License-Identifier: GPL-3.0-or-later
"""The one gate of a film: its paper edit resolved to exact spans, each asked of consent."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import masks, recordings, tracks
from archive.model.film import (
    NOTHING_MASKED,
    CutCard,
    CutClip,
    CutList,
    CutVoice,
    ItemId,
    ItemKind,
    ItemLooks,
    PaperEdit,
    Refusal,
)
from archive.model.footage import Recording
from archive.reasons import sentence
from media.errors import Refused
from media.language import gettext as _
from media.language import ngettext
from media.looks import Hiding
from media.span import Span
from media.take import SOUND_ONLY_RATE
from media.timecode import frames_of, span_of_frames, text_of_ms

EYES = 2
FIGURES = 2
"""Which way of drawing silhouettes this is: another one has to be looked at again."""


class FilmRefused(Refused):
    """A film or clip that may not leave: `refusals` says which places, who and why; none when there is nothing to show."""

    def __init__(self, message: str, hint: str = "", refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(message, hint)
        self.refusals = tuple(refusals)


def resolve(session: Session, access: Access, edit: PaperEdit, masked: frozenset[str] | None = None) -> CutList:
    """The paper edit as exact spans, with everybody who stands in the way of the film's audience.

    `masked` is that of `CutList`: None when footage leaves as it is. Notes never come this far.
    """
    parts: list[CutClip | CutCard] = []
    voices: list[CutVoice] = []
    for place, item in enumerate(edit.items, start=1):
        if item.kind is ItemKind.CARD:
            parts.append(CutCard(place, item.id, item.text, item.duration, item.picture, item.looks))
        elif item.recording is not None and item.span is not None:
            recording = recordings.get(session, item.recording)
            cut = cut_of(session, place, item.id, recording, item.span, item.looks)
            if item.kind is ItemKind.VOICE:
                only_heard = replace(cut, looks=ItemLooks(masks=frozenset({"face"})))
                voices.append(CutVoice(only_heard, len(parts)))
            else:
                parts.append(cut)
    whole = CutList(edit.film, tuple(parts), (), tuple(voices), masked, unconfirmed(session, parts))
    return refused_now(access, whole)


def unconfirmed(session: Session, parts: Sequence[CutClip | CutCard]) -> frozenset[ItemId]:
    """The masked clips whose result fewer than two people have looked at."""
    masked = [part for part in parts if isinstance(part, CutClip) and part.looks.masks]
    return frozenset(part.item for part in masked if len(masks.confirmed_by(session, part.item, recipe(part))) < EYES)


def cut_of(session: Session, place: int, item: ItemId, recording: Recording, span: Span, looks: ItemLooks) -> CutClip:
    """The line of a cut list for a passage of a recording."""
    whole = shown(recording, span)
    return CutClip(place, item, recording, span, whole, looks, _written(session, recording, whole, looks))


def _written(session: Session, recording: Recording, span: Span, looks: ItemLooks) -> str:
    """The French subtitles of a masked passage and its band, as one hash: a name or a place may be in them."""
    if not looks.masks:
        return ""
    stored = tracks.french(session, recording.id)
    cues = stored.track.cues if stored is not None else ()
    words = [cue.text for cue in cues if cue.span.overlaps(span)]
    return hashlib.sha256(json.dumps([words, looks.lower, looks.speaker]).encode()).hexdigest()


def shown(recording: Recording, span: Span) -> Span:
    """What the whole frames that show any part of `span` cover: all that leaves when it is cut."""
    rate = recording.picture.rate if recording.picture is not None else SOUND_ONLY_RATE
    return span_of_frames(frames_of(span, rate), rate)


def refused_now(access: Access, cut: CutList) -> CutList:
    """The same parts, asked of consent as it stands now."""
    clips = [*(part for part in cut.parts if isinstance(part, CutClip)), *(voice.cut for voice in cut.voices)]
    use, film = cut.film.audience, cut.film.name
    refusals = [one for clip in clips for one in refused(access, clip, use, film, counted(cut, clip))]
    return replace(cut, refusals=tuple(sorted(refusals, key=lambda refusal: refusal.clip)))


def recipe(clip: CutClip) -> str:
    """What a masked clip is made of, as one hash: another span, another part, another way to hide it or another word written
    over it is another one."""
    looks, span = clip.looks, clip.asked
    hiding = [looks.hiding, FIGURES] if looks.hiding is Hiding.SILHOUETTE else looks.hiding
    made_of = [clip.recording.sha256, span.start, span.end, sorted(looks.masks), hiding, clip.written]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]


def counted(cut: CutList, clip: CutClip) -> frozenset[str]:
    """What a clip certainly does not give away: a mask counts for consent once two people looked at its result."""
    if cut.masked is None or clip.item not in cut.unconfirmed:
        return masks_of(cut, clip)
    return cut.masked


def masks_of(cut: CutList, clip: CutClip) -> frozenset[str]:
    """What a clip of the film does not give away of the people in it."""
    return NOTHING_MASKED if cut.masked is None else cut.masked | clip.looks.masks


def refused(
    access: Access, cut: CutClip, use: str, film: str | None, masked: frozenset[str] = NOTHING_MASKED
) -> list[Refusal]:
    """Everybody who stands in the way of that use of one clip, by code; empty when it is allowed.

    `masked`: what is not given away of them where the clip is used. Footage itself masks nothing, whatever the looks of
    the clip say.
    """
    against = access.reasons(use, cut.recording.id, cut.span, film, masked)
    name = cut.recording.original_name
    return [Refusal(cut.place, name, cut.asked, code, decision.reason) for code, decision in against]


def relied_on(access: Access, cut: CutClip) -> tuple[str, ...]:
    """The ids of the consents that allow a clip, sorted."""
    people = access.who(cut.recording.id, cut.span)
    interview = cut.recording.interview
    found = [access.consents.get((person.id, interview)) for person in people] if interview is not None else []
    return tuple(sorted(consent.id for consent in found if consent is not None))


def check_allowed(cut: CutList) -> None:
    """Raises FilmRefused when a clip may not be used, or when nothing would be seen."""
    if cut.refusals:
        raise FilmRefused(
            _("Le film {name} ne peut pas sortir :").format(name=cut.film.name) + listing(cut.refusals),
            _("Retirer ces passages du montage, ou obtenir l’autorisation qui manque."),
            cut.refusals,
        )
    if not cut.parts:
        raise FilmRefused(
            _("Le film {name} est vide.").format(name=cut.film.name),
            _("Ajouter des passages : baro film add {name} RUSH ENTRÉE SORTIE").format(name=cut.film.name),
        )


def listing(refusals: Sequence[Refusal]) -> str:
    """The refusals, a line each after a line break."""
    return "".join(f"\n  {line(refusal)}" for refusal in refusals)


def line(refusal: Refusal) -> str:
    """One refusal as a sentence: the place, the passage, who and why."""
    return _("{place}. {recording}, {start} → {end} : {who} : {why}").format(
        place=refusal.clip,
        recording=refusal.recording,
        start=text_of_ms(refusal.span.start),
        end=text_of_ms(refusal.span.end),
        who=refusal.participant or _("personne de connu"),
        why=sentence(refusal.reason),
    )


def summary(refusals: Sequence[Refusal]) -> str:
    """How many clips are refused, in one short sentence."""
    count = len({refusal.clip for refusal in refusals})
    return ngettext("{count} passage refusé.", "{count} passages refusés.", count).format(count=count)
