# SPDX-License-Identifier: GPL-3.0-or-later
"""A package to hand over: exact extracts under neutral names, with handles where everybody allows them, and nothing else.

A masked passage leaves as the film shows it, hidden and silent as two people have looked at it, and not a frame wider.
A voice over the film leaves as sound alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from archive.access import Access
from archive.catalogue.exports import Extract
from archive.exchange.build import length_of, rate_of
from archive.exchange.timeline import Source
from archive.film.assembly import Allowed
from archive.film.cutlist import check_allowed, counted, refused, refused_now
from archive.film.originals import probed
from archive.film.segments import looks_of
from archive.library import Library
from archive.model.film import NOTHING_MASKED, CutClip, CutList, ItemId
from archive.takes import rush
from media.cut import cut_sound, cut_span
from media.errors import Cancelled
from media.ffmpeg import find
from media.files import fsync_file, sha256_of
from media.language import gettext as _
from media.looks import Looks
from media.probe import MediaInfo
from media.span import Span
from media.take import size_of
from media.timecode import frame_at, frames_of, span_of_frames

HANDLE = 1000
"""Milliseconds before and after a passage, for a fade or a trim."""
Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """An extract to be made: `frames` of the recording, the handles included. Several clips may share one.

    `masked`: what it does not give away of the people in it; `heard`: it is a voice, only its sound leaves.
    """

    clip: CutClip
    frames: range
    masked: frozenset[str] = NOTHING_MASKED
    heard: bool = False

    @property
    def span(self) -> Span:
        """What it will show."""
        return span_of_frames(self.frames, rate_of(self.clip.recording))

    @property
    def looks(self) -> Looks:
        """What is hidden and silenced in it; fades are left to whoever edits."""
        return replace(looks_of(self.clip.looks), fade_in=0, fade_out=0)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes its file: clips that have it in common share one."""
        return self.clip.recording.id, self.frames, self.heard, self.looks


def planned(ready: Allowed, access: Access) -> dict[ItemId, Planned]:
    """The extract of each clip and voice. Handles end before any passage that the film's audience may not see."""
    voices = {voice.cut.item for voice in ready.cut.voices}
    return {clip.item: _planned(access, ready.cut, clip, clip.item in voices) for clip in ready.used}


def _planned(access: Access, cut: CutList, clip: CutClip, heard: bool) -> Planned:
    film, masked = cut.film, counted(cut, clip)
    own = Planned(clip, frames_of(clip.span, rate_of(clip.recording)), masked, heard)
    if clip.looks.masks and not heard:
        return own  # nobody looked at what lies around it
    wide = clip.span.widened(HANDLE, HANDLE, max(clip.span.end, clip.recording.duration))
    allowed = access.allowed_spans(film.audience, clip.recording.id, wide, film.name, masked)
    around = next((part for part in allowed if part.covers(clip.span)), clip.span)
    plan = replace(own, frames=_whole_frames(clip, around))
    return own if refused(access, replace(clip, span=plan.span), film.audience, film.name, masked) else plan


def ask_again(access: Access, cut: CutList, plans: dict[ItemId, Planned]) -> None:
    """Raises FilmRefused when anything that an extract gives, its handles included, may not be given now."""
    parts = tuple(
        replace(part, span=plans[part.item].span) if isinstance(part, CutClip) else part for part in cut.parts
    )
    voices = tuple(replace(voice, cut=replace(voice.cut, span=plans[voice.cut.item].span)) for voice in cut.voices)
    check_allowed(refused_now(access, replace(cut, parts=parts, voices=voices)))


@dataclass(frozen=True, slots=True)
class Making:
    """Where extracts are written (`folder`) and under which `code`; who hears of it, who may stop it."""

    library: Library
    folder: Path
    code: str
    progress: Progress
    cancelled: Callable[[], bool]


def make_extracts(making: Making, ready: Allowed, plans: dict[ItemId, Planned]) -> dict[ItemId, tuple[Source, Extract]]:
    """Write each extract once; gives its file and what the catalogue will know of it, for every clip and voice.

    Raises Cancelled, Leak, CannotCheck.
    """
    infos = probed(making.library, [clip.recording for clip in ready.used])
    total = sum(plan.span.duration for plan in plans.values()) or 1
    made: dict[tuple[object, ...], Source] = {}
    found: dict[ItemId, tuple[Source, Extract]] = {}
    done = 0
    for item, plan in plans.items():
        recording = plan.clip.recording
        before = done

        def progress(ms: int, before: int = before) -> None:
            making.progress(min(97, (before + ms) * 97 // total), _("Découpe des extraits"))

        if plan.key not in made:
            stem = f"{making.code}{len(made) + 1:04d}"
            made[plan.key] = _made(making, plan, infos[recording.id], ready.seals[recording.id], stem, progress)
        done += plan.span.duration
        found[item] = (made[plan.key], _extract(plan, made[plan.key]))
    return found


def _made(
    making: Making,
    plan: Planned,
    info: MediaInfo,
    seals: tuple[Span, ...],
    stem: str,
    progress: Callable[[int], None],
) -> Source:
    recording = plan.clip.recording
    path = making.folder / f"{stem}{'.wav' if plan.heard else '.mp4'}"
    if making.cancelled():
        raise Cancelled(_("L’export a été arrêté."))
    settings = making.library.settings
    ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
    original, stop = rush(making.library, recording), making.cancelled
    if plan.heard:
        cut_sound(ffmpeg, original, info, plan.span, path, seals=seals, progress=progress, cancelled=stop)
    else:
        looks = plan.looks
        cut_span(ffmpeg, original, info, plan.span, path, seals=seals, looks=looks, progress=progress, cancelled=stop)
    fsync_file(path)
    facts = (path.name, path.stem, path.name, sha256_of(path), rate_of(recording), len(plan.frames))
    return Source(
        *facts, size=None if plan.heard else size_of(info), sounds=plan.heard or info.audio is not None, channels=2
    )


def _extract(plan: Planned, source: Source) -> Extract:
    used = frames_of(plan.clip.span, rate_of(plan.clip.recording))
    return Extract(
        plan.clip.place,
        plan.clip.recording.id,
        source.address,
        source.sha256,
        plan.frames.start,
        len(plan.frames),
        used.start - plan.frames.start,
        len(used),
        tuple(sorted(plan.masked)),
    )


def _whole_frames(clip: CutClip, around: Span) -> range:
    """The frames that lie in `around` from their first millisecond to their last, the clip's own in any case."""
    rate, own = rate_of(clip.recording), frames_of(clip.span, rate_of(clip.recording))
    first, last = frame_at(around.start, rate), frame_at(max(around.start, around.end - 1), rate) + 1
    if span_of_frames(range(first, first + 1), rate).start < around.start:
        first += 1
    if span_of_frames(range(last - 1, last), rate).end > around.end:
        last -= 1
    last = min(last, max(length_of(clip.recording), own.stop))
    return range(min(first, own.start), max(last, own.stop))
