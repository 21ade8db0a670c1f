# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of an interview on their common timeline: who overlaps when, and an offset put right."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.align import set_by_hand
from archive.catalogue import placements, recordings
from archive.labels import how_label
from archive.library import Session
from archive.model.footage import Interview, Recording, RecordingId
from archive.model.placement import How, Placement
from media.errors import WrongUse
from media.language import gettext as _
from media.take import SOUND_ONLY_RATE
from media.timecode import ms_of_frame, ms_of_signed_text, signed_text_of_ms
from webui import forms, notices
from webui.gate import playback
from webui.person import describing, here

pages = Blueprint("together", __name__)
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Lane:
    """One recording on the timeline. `left` and `width` in thousandths of the whole; `opened`: it may be watched today."""

    recording: Recording
    placement: Placement | None
    opened: bool
    left: int = 0
    width: int = 0

    @property
    def starts(self) -> str:
        """When it begins, counted from the reference."""
        return signed_text_of_ms(self.placement.on_timeline(0)) if self.placement else ""

    @property
    def told(self) -> str:
        """How that is known."""
        return how_label(self.placement) if self.placement else _("pas placé : le donner à la main")

    @property
    def frame(self) -> int:
        """How long one picture is, in ms."""
        picture = self.recording.picture
        return ms_of_frame(1, picture.rate if picture else SOUND_ONLY_RATE)


def lanes_of(session: Session, access: Access, interview: Interview | None) -> tuple[Lane, ...]:
    """A lane for each recording of an interview; none when no two of them have a place together."""
    if interview is None:
        return ()
    takes, placed = recordings.listed(session, interview=interview.id), placements.of_interview(session, interview.id)
    spans = [
        (placed[one.id].on_timeline(0), placed[one.id].on_timeline(one.duration)) for one in takes if one.id in placed
    ]
    if len(takes) < 2 or not spans:
        return ()
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    return tuple(_lane(access, one, placed.get(one.id), first, max(1, last - first)) for one in takes)


def _lane(access: Access, one: Recording, placement: Placement | None, first: int, whole: int) -> Lane:
    opened = playback(access, one).allowed
    if placement is None:
        return Lane(one, None, opened)
    left = (placement.on_timeline(0) - first) * WIDTH // whole
    return Lane(one, placement, opened, left, max(2, one.duration * WIDTH // whole))


@pages.post("/rushes/<recording>/decalage")
@describing
def place(recording: str) -> Response:
    """Move a recording on the timeline by some ms (`by`), or to where it begins (`offset`)."""
    with here().writing() as session:
        known, before = recordings.get(session, recording), placements.of(session, recording)
        after = set_by_hand(session, recording, _asked(before), here().person.name)
    said = _("{name} commence à {offset} de la référence.")
    said = said.format(name=known.original_name, offset=signed_text_of_ms(after.on_timeline(0)))
    if before is None:
        notices.say(said, undo=url_for("together.forget", recording=recording))
    else:
        notices.say(said, undo=url_for("together.put_back", recording=recording), fields=_fields(before))
    return notices.done(url_for("interview.recording", recording=recording))


@pages.post("/rushes/<recording>/decalage/oublier")
@describing
def forget(recording: str) -> Response:
    """Forget what a hand said, and let it be looked for again."""
    with here().writing() as session:
        known, before = recordings.get(session, recording), placements.of(session, recording)
        placements.remove(session, recording)
        if known.interview is not None:
            placements.ask(session, known.interview, here().person.name)
    undo = url_for("together.put_back", recording=recording) if before else ""
    notices.say(_("Décalage oublié : Baro le cherche de nouveau."), undo=undo, fields=_fields(before) if before else {})
    return notices.done(url_for("interview.recording", recording=recording))


@pages.post("/rushes/<recording>/decalage/remettre")
@describing
def put_back(recording: str) -> Response:
    """Put a recording where it was, known as it was known."""
    form = request.form
    with here().writing() as session:
        before = placements.of(session, recordings.get(session, recording).id)
        kept = Placement(
            RecordingId(recording),
            _whole(form["offset"]),
            forms.choice(How, form["how"]),
            _whole(form["drift"]),
            _whole(form["middle"]),
            _whole(form["confidence"]) if form.get("confidence") else None,
            _whole(form["timecode_off"]) if form.get("timecode_off") else None,
        )
        placements.put(session, kept, here().person.name)
    undo = url_for("together.put_back", recording=recording) if before else ""
    notices.say(_("Décalage remis."), undo=undo, fields=_fields(before) if before else {})
    return notices.done(url_for("interview.recording", recording=recording))


def _asked(before: Placement | None) -> int:
    """Where the form wants the recording to begin."""
    if request.form.get("by"):
        return (before.on_timeline(0) if before else 0) + _whole(request.form["by"])
    return ms_of_signed_text(forms.text(request.form, "offset"))


def _whole(words: str) -> int:
    """A whole number with a sign, as our own forms write it."""
    digits = words.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        raise WrongUse(_("Nombre illisible : « {words} ».").format(words=words))
    return int(words)


def _fields(placement: Placement) -> dict[str, str]:
    numbers = {name: getattr(placement, name) for name in ("offset", "drift", "middle", "confidence", "timecode_off")}
    return {name: "" if number is None else str(number) for name, number in numbers.items()} | {"how": placement.how}
