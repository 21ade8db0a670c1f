# SPDX-License-Identifier: GPL-3.0-or-later
"""A long extract without encoding all of it: whole groups of pictures are copied, only the edges are encoded.

It holds exactly the pictures of the extract, like any cut: the group that the in-point falls into begins before it, so
its part inside is encoded anew, and likewise at the end. Messages inside the stream (SEI) are left out of the copy.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from media.command import Run, Stream, make, opened, plain_subtitles
from media.encode import SOFT, SOFT_OPTIONS, aac, h264, matroska, mp4
from media.errors import CannotCheck
from media.ffmpeg import Ffmpeg
from media.process import Conversation, Limits, ProcessFailed
from media.take import Take, pictures, size_of, sound, source_of
from media.timecode import ms_of_frame, span_of_frames
from media.verify import Leak, Made, verify_clean

# a copy costs a child and a look at both seams; below this many copied pixels encoding all of it is as quick
WORTH_PIXELS = 200_000_000
WORTH_SHARE = Fraction(1, 3)
LOOKING, COPYING = 120.0, 1800.0  # seconds that the child may take
LOOSE = 500  # milliseconds by which an index, which counts in the order of decoding, may be off
LANDING = Fraction(1, 4)  # seconds: ffmpeg seeks an eighth of a second early, for pictures stored out of order
REFS = 2
PROFILES = {66: "baseline", 77: "main", 100: "high"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The pictures `whole` can be copied; `facts` are what the child found for the parts beside them to match."""

    take: Take
    whole: range
    facts: Mapping[str, Any]

    @property
    def head(self) -> range:
        """The pictures before the copy."""
        return range(self.take.frames.start, self.whole.start)

    @property
    def tail(self) -> range:
        """The pictures after the copy."""
        return range(self.whole.stop, self.take.frames.stop)


def smart_cut(ff: Ffmpeg, take: Take, to: Path, how: Run, soft: bool = False) -> Made | None:
    """Write the take as MP4, copying whole groups of pictures; None when it must be, or had better be, all encoded.

    `how.folder` is a private folder; with `soft` it holds the subtitles. The result is as clean as any cut, has
    exactly the take's pictures, and both its seams were decoded. Raises Cancelled.
    """
    if not _could_be(take) or how.folder is None:
        return None
    with _child(ff) as child:
        plan = _plan(child, take)
        if plan is None:
            return None
        try:
            if not _written(ff, child, plan, to, how, soft):
                return None
            verify_clean(to, len(take.frames))
            if not _seams_decode(child, plan, to):
                return None
        except (ProcessFailed, Leak, CannotCheck):
            return None
    return Made(len(take.frames), ms_of_frame(len(take.frames), take.rate))


def worth(copied: int, total: int, size: tuple[int, int]) -> bool:
    """True when copying so many of the pictures is quicker than encoding all of them."""
    return copied * size[0] * size[1] >= WORTH_PIXELS and copied >= total * WORTH_SHARE


def _could_be(take: Take) -> bool:
    """What the known facts allow; the child, which costs a little, knows the rest."""
    video = take.info.video
    return (
        video is not None
        and video.codec == "h264"
        and not video.rotation
        and not video.transfer
        and not take.sealed
        and worth(_in_whole_groups(take), len(take.frames), (video.width, video.height))
    )


def _in_whole_groups(take: Take) -> int:
    """How many of the pictures lie in whole groups, as far as the index tells."""
    groups = take.info.video.groups if take.info.video is not None else ()
    span = span_of_frames(take.frames, take.rate)
    inside = [at for at in groups if span.start - LOOSE <= at <= span.end + LOOSE]
    if not groups:
        return len(take.frames)
    return min(len(take.frames), round((inside[-1] - inside[0]) * take.rate / 1000)) if inside else 0


@contextmanager
def _child(ff: Ffmpeg) -> Iterator[Conversation]:
    # in the folder that holds the package, so that the child finds it however Baro was installed
    package = Path(__file__).parent.parent
    with Conversation([sys.executable, "-m", "media.splice_child"], Limits(ff.memory_bytes), package) as child:
        yield child


def _asked(child: Conversation, seconds: float, **request: object) -> dict[str, Any] | None:
    """The child's answer; None when it refuses, dies or stays silent."""
    try:
        found: dict[str, Any] = json.loads(child.ask(json.dumps(request), seconds))
    except (ProcessFailed, ValueError):
        return None
    return None if "refused" in found else found


def _plan(child: Conversation, take: Take) -> Plan | None:
    frames = take.frames
    where = {"source": str(take.source.absolute()), "rate": str(take.rate), "first": frames.start, "stop": frames.stop}
    facts = _asked(child, LOOKING, do="plan", **where)
    if facts is None or not facts["begins"] or facts["profile"] not in PROFILES:
        return None
    whole = range(facts["begins"][0], facts["begins"][-1])
    size = facts["width"], facts["height"]
    if size != size_of(take.info) or not worth(len(whole), len(frames), size):
        return None
    return Plan(take, whole, facts)


def _written(ff: Ffmpeg, child: Conversation, plan: Plan, to: Path, how: Run, soft: bool) -> bool:
    frames, folder = plan.take.frames, to.parent if how.folder is None else how.folder
    parts = {"head": folder / "head.mkv", "tail": folder / "tail.mkv", "beside": folder / "beside.mp4"}
    there = {
        "head": _encode(ff, plan, plan.head, parts["head"], how),
        "tail": _encode(ff, plan, plan.tail, parts["tail"], how),
        "beside": _told(ff, plan.take, parts["beside"], how, soft),
    }
    done = _asked(
        child,
        COPYING,
        do="write",
        source=str(plan.take.source.absolute()),
        rate=str(plan.take.rate),
        start=frames.start,
        first=plan.whole.start,
        last=plan.whole.stop,
        count=len(frames),
        late=plan.facts["late"],
        to=str(to.absolute()),
        **{name: str(parts[name].absolute()) if made else "" for name, made in there.items()},
    )
    return done is not None


def _encode(ff: Ffmpeg, plan: Plan, frames: range, to: Path, how: Run) -> bool:
    """The pictures `frames` in the colours, profile and level of the source, under a number of its own; False when there are none."""
    if not frames:
        return False
    facts, take = plan.facts, replace(plan.take, frames=frames)
    begins = frames.start / take.rate
    seek, lead = take.seek, take.lead
    if frames.start == plan.whole.stop:  # a group begins here: what lies before need not be decoded
        seek = Fraction(int((begins + LANDING) * 1_000_000), 1_000_000)
        lead = begins - seek
    stream = pictures(opened(ff, take.source, seek)["V:0"], lead, take.rate, len(frames))
    primaries, curve, matrix = facts["colours"]
    options = h264(take.rate, crf=19, preset="fast") | {
        "profile:v": PROFILES[facts["profile"]],
        "level": facts["level"],
        "refs": min(REFS, max(1, facts["refs"])),  # as the preset has it, unless the source keeps less
        "pix_fmt": "yuvj420p" if facts["full"] else "yuv420p",
        "x264-params": f"sps-id={facts['free']}",
    }
    given = stream.filter("setparams", color_primaries=primaries, color_trc=curve, colorspace=matrix)
    begun = ms_of_frame(frames.start - plan.take.frames.start, take.rate)
    heard = how.progress
    progress = None if heard is None else lambda done: heard(begun + done)
    make(ff, [given], to, matroska() | options, replace(how, progress=progress))
    return True


def _told(ff: Ffmpeg, take: Take, to: Path, how: Run, soft: bool) -> bool:
    """The sound and the subtitles beside the pictures; False when there are none."""
    streams: list[Stream] = []
    options = mp4()
    if take.info.audio is not None:
        streams.append(sound(source_of(ff, take), take))
        options |= aac()
    if soft:
        streams.append(plain_subtitles(SOFT)["s:0"])
        options |= SOFT_OPTIONS
    if streams:
        make(ff, streams, to, options, replace(how, progress=None))
    return bool(streams)


def _seams_decode(child: Conversation, plan: Plan, to: Path) -> bool:
    """True when a player gets over both seams without losing a picture."""
    start, count = plan.take.frames.start, len(plan.take.frames)
    where = {"of": str(to.absolute()), "rate": str(plan.take.rate), "count": count}
    seams = [plan.whole.start - start, plan.whole.stop - start]
    return _asked(child, LOOKING, do="listen", seams=seams, **where) is not None
