# SPDX-License-Identifier: GPL-3.0-or-later
"""A package to hand over: exact extracts under neutral names, with handles where everybody allows them, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from archive.access import Access
from archive.catalogue.exports import Extract
from archive.exchange.build import length_of, rate_of
from archive.exchange.timeline import Source
from archive.film.assembly import Allowed
from archive.film.cutlist import check_allowed, refused, refused_now
from archive.film.originals import original_of, probed
from archive.library import Library
from archive.model.film import CutClip, ItemId
from media.cut import cut_span
from media.errors import Cancelled
from media.ffmpeg import find
from media.files import fsync_file, sha256_of
from media.language import gettext as _
from media.probe import MediaInfo
from media.span import Span
from media.take import size_of
from media.timecode import frame_at, frames_of, span_of_frames

HANDLE = 1000
"""Milliseconds before and after a passage, for a fade or a trim."""
Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """An extract to be made: `frames` of the recording, the handles included. Several clips may share one."""

    clip: CutClip
    frames: range

    @property
    def span(self) -> Span:
        """What it will show."""
        return span_of_frames(self.frames, rate_of(self.clip.recording))


def planned(ready: Allowed, access: Access) -> dict[ItemId, Planned]:
    """The extract of each clip. Handles end before any passage that the film's audience may not see."""
    film = ready.cut.film
    found: dict[ItemId, Planned] = {}
    for clip in ready.clips:
        wide = clip.span.widened(HANDLE, HANDLE, max(clip.span.end, clip.recording.duration))
        allowed = access.allowed_spans(film.audience, clip.recording.id, wide, film.name)
        around = next((part for part in allowed if part.covers(clip.span)), clip.span)
        plan = Planned(clip, _whole_frames(clip, around))
        if refused(access, replace(clip, span=plan.span), film.audience, film.name):
            plan = Planned(clip, frames_of(clip.span, rate_of(clip.recording)))
        found[clip.item] = plan
    return found


def ask_again(access: Access, ready: Allowed, plans: dict[ItemId, Planned]) -> None:
    """Raises FilmRefused when anything that an extract shows, its handles included, may not be shown now."""
    parts = tuple(
        replace(part, span=plans[part.item].span) if isinstance(part, CutClip) else part for part in ready.cut.parts
    )
    check_allowed(refused_now(access, replace(ready.cut, parts=parts)))


@dataclass(frozen=True, slots=True)
class Making:
    """Where extracts are written (`folder`) and under which `code`; who hears of it, who may stop it."""

    library: Library
    folder: Path
    code: str
    progress: Progress
    cancelled: Callable[[], bool]


def make_extracts(making: Making, ready: Allowed, plans: dict[ItemId, Planned]) -> dict[ItemId, tuple[Source, Extract]]:
    """Write each extract once; gives its file and what the catalogue will know of it, for every clip.

    Raises Cancelled, Leak, CannotCheck.
    """
    infos = probed(making.library, [clip.recording for clip in ready.clips])
    total = sum(plan.span.duration for plan in plans.values()) or 1
    made: dict[tuple[str, range], Source] = {}
    found: dict[ItemId, tuple[Source, Extract]] = {}
    done = 0
    for item, plan in plans.items():
        recording = plan.clip.recording
        key, before = (recording.id, plan.frames), done

        def progress(ms: int, before: int = before) -> None:
            making.progress(min(97, (before + ms) * 97 // total), _("Découpe des extraits"))

        if key not in made:
            name = f"{making.code}{len(made) + 1:04d}.mp4"
            made[key] = _made(making, plan, infos[recording.id], ready.seals[recording.id], name, progress)
        done += plan.span.duration
        found[item] = (made[key], _extract(plan, made[key]))
    return found


def _made(
    making: Making,
    plan: Planned,
    info: MediaInfo,
    seals: tuple[Span, ...],
    name: str,
    progress: Callable[[int], None],
) -> Source:
    path, recording = making.folder / name, plan.clip.recording
    if making.cancelled():
        raise Cancelled(_("L’export a été arrêté."))
    settings = making.library.settings
    cut_span(
        find(settings.ffmpeg, settings.memory_mb, settings.threads),
        original_of(making.library, recording),
        info,
        plan.span,
        path,
        seals=seals,
        progress=progress,
        cancelled=making.cancelled,
    )
    fsync_file(path)
    facts = (name, path.stem, name, sha256_of(path), rate_of(recording), len(plan.frames))
    return Source(*facts, size=size_of(info), sounds=info.audio is not None)


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
