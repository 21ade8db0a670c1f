# SPDX-License-Identifier: GPL-3.0-or-later
"""Which recording a shot of a cut comes from, and which frames of it: by hash, extract, file name, reel and timecode."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from sqlalchemy.orm import Session

from archive.catalogue import exports, recordings
from archive.exchange.build import length_of, rate_of, reels, start_of
from archive.exchange.cut import Codes, Seconds, Taken
from archive.exchange.edl import REEL
from archive.model.footage import Recording, RecordingId
from media.errors import WrongUse
from media.smpte import Timecode, day_of, read_timecode
from media.timecode import frames_of

_SHA = re.compile(r"[0-9a-f]{64}")
_EXACT = re.compile(r"(\d{1,9})\+(\d{1,9})=(\d{1,9})", re.ASCII)


class Why(StrEnum):
    """What is odd about a shot."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    AT_ODDS = "at-odds"
    BEYOND = "beyond"
    NESTED = "nested"
    SPEED = "speed"
    WARPED = "warped"
    SILENCED = "silenced"
    TRANSITION = "transition"
    BLANK = "blank"
    TITLE = "title"
    SPLIT = "split"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class File:
    """A file that a cut may name: an original, or an extract that begins at frame `first` of its recording."""

    recording: Recording
    first: int
    frames: int
    start: Timecode

    @property
    def rate(self) -> Fraction:
        """Frames per second."""
        return rate_of(self.recording)


@dataclass(slots=True)
class Shelf:
    """Everything that a cut could take from, by all that names it."""

    by_hash: dict[str, list[File]] = field(default_factory=dict)
    by_extract: dict[str, list[File]] = field(default_factory=dict)
    by_name: dict[str, list[File]] = field(default_factory=dict)
    by_reel: dict[str, list[File]] = field(default_factory=dict)
    by_short: dict[str, list[File]] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session) -> "Shelf":
        """All recordings, and every extract that was ever handed out."""
        shelf, known = cls(), {one.id: one for one in recordings.listed(session)}
        for recording in known.values():
            file = File(recording, 0, length_of(recording), start_of(recording))
            shelf.by_hash.setdefault(recording.sha256, []).append(file)
            shelf.by_name.setdefault(_folded(recording.original_name), []).append(file)
            (reel,) = reels([recording.original_name])
            shelf.by_reel.setdefault(reel.casefold(), []).append(file)
            for key in _shortened(reel):
                shelf.by_short.setdefault(key, []).append(file)
            for part, name in _parts(recording):
                (reel,) = reels([name])
                for names, key in ((shelf.by_name, _folded(name)), (shelf.by_reel, reel.casefold())):
                    names.setdefault(key, []).append(part)
        for export in exports.everywhere(session):
            for one in export.extracts if export.way == "package" else ():
                found = known.get(RecordingId(one.recording))
                if found is not None:
                    file = File(found, one.first, one.frames, Timecode(0))
                    for names, key in ((shelf.by_hash, one.sha256), (shelf.by_extract, _stem(one.file))):
                        if file not in names.setdefault(key, []):
                            names[key].append(file)
        return shelf

    def files(self, taken: Taken) -> list[File]:
        """The files that a shot may mean, by the surest sign that says anything: none for a hash that nothing here has."""
        if taken.sha256 and taken.sha256.lower() not in self.by_hash:
            return []  # a file of the same name, from elsewhere
        names = [re.split(r"[/\\]", name)[-1] for name in (*taken.addresses, taken.name) if name]
        hashes = [taken.sha256.lower(), *(found for name in names if (found := _sha(name)))]
        signs = [
            (self.by_hash, hashes),
            (self.by_extract, [*map(_stem, names), _stem(taken.reel)]),
            (self.by_name, [_folded(name) for name in names]),
            (self.by_reel, [taken.reel.casefold(), *(_stem(name) for name in names)]),
            (self.by_short, _keys_of_short(taken.reel)),
        ]
        for shelf, keys in signs:
            for key in keys:
                if shelf.get(key):
                    return shelf[key]
        return []

    def at_odds(self, taken: Taken, files: list[File]) -> bool:
        """True when the file's name is that of other recordings than its hash: somebody put another file in its place."""
        known = {file.recording.id for file in files}
        if not taken.sha256 or not known:
            return False
        names = [re.split(r"[/\\]", name)[-1] for name in taken.addresses]
        found = [*(self.by_extract.get(_stem(name), []) for name in names)]
        found += [self.by_name.get(_folded(name), []) for name in names]
        others = [{file.recording.id for file in one} for one in found if one]
        return bool(others) and not any(known & one for one in others)


def _parts(recording: Recording) -> Iterator[tuple[File, str]]:
    """The camera's own files of a take after the first one, with their names: somebody may have cut those."""
    start = start_of(recording)
    for part in recording.parts[1:]:
        frames = frames_of(part.span, rate_of(recording))
        code = Timecode(start.frame + frames.start, start.drop) if recording.start_timecode else start
        yield File(recording, frames.start, len(frames), code), part.name


def recognised(shelf: Shelf, taken: Taken, rate: Fraction) -> tuple[File, range] | Why:
    """The file and the frames of its recording that a shot takes, or why that cannot be said.

    `rate`: frames per second of the cut.
    """
    if "nested" in taken.odd:  # its name says nothing: programs give a sequence that of its first clip
        return Why.NESTED
    files = shelf.files(taken)
    if not files:
        return Why.UNKNOWN
    if "warped" in taken.odd:
        return Why.WARPED
    if shelf.at_odds(taken, files):
        return Why.AT_ODDS
    placed = [(file, frames) for file in files if (frames := frames_in(file, taken, rate)) is not None]
    if not placed:
        return Why.BEYOND
    if len({file.recording.id for file, _frames in placed}) > 1:
        return Why.AMBIGUOUS
    file, frames = placed[0]
    return file, range(file.first + frames.start, file.first + frames.stop)


def frames_in(file: File, taken: Taken, rate: Fraction) -> range | None:
    """The frames of a file, from 0 at its first, that a shot takes; None when they are not all in it."""
    for found in _readings(file, taken, rate):
        last = found.stop - 1 if found.stop == file.frames + 1 and len(found) > 1 else found.stop  # a rounded end
        if found.start >= 0 and last <= file.frames and last > found.start:
            return range(found.start, last)
    return None


def _readings(file: File, taken: Taken, rate: Fraction) -> Iterable[range]:
    """What a shot may mean, the likeliest first: by timecode, else counted from the file's first frame."""
    if isinstance(taken.source, Codes):
        yield from _by_codes(file, taken.source)
        return
    source = taken.source
    exact = _exact(file, taken, source, rate)
    if exact is not None:
        yield exact
    origins = [Fraction(file.start.frame) / file.rate if source.origin is None else source.origin]
    if source.origin is None or source.origin:  # a program may have thought that the file begins at zero
        origins.append(Fraction(0))
    elif file.start.frame:
        origins.append(Fraction(file.start.frame) / file.rate)
    count = max(1, round(source.length * file.rate))
    for origin in origins:
        first = round((source.start - origin) * file.rate)
        yield range(first, first + count)


def _by_codes(file: File, codes: Codes) -> Iterable[range]:
    texts = [(codes.first, codes.last)]
    if ";" not in codes.first:  # old EDLs say drop frame in the head only
        dropped = tuple(code[:8] + ";" + code[9:] for code in texts[0])
        texts.insert(0 if file.start.drop else 1, (dropped[0], dropped[1]))
    for origin in (file.start.frame, 0) if file.start.frame else (0,):
        for opens, closes in texts:
            try:
                start, stop = _numbered(opens, closes, origin, file.rate)
            except WrongUse:
                continue
            first, stop = start + round(codes.late * file.rate), stop + round(codes.more * file.rate)
            if codes.length is not None:
                stop = min(stop, first + max(1, round(codes.length * file.rate)))
            if stop > first:
                yield range(first, stop)


def _numbered(opens: str, closes: str, origin: int, rate: Fraction) -> tuple[int, int]:
    """The frames that two timecodes name in a file that begins at `origin`; after 24 hours they begin again."""
    first, last = (read_timecode(code, rate) for code in (opens, closes))
    if not origin:
        return first.frame, last.frame
    day = day_of(rate, first.drop)
    start = (first.frame - origin) % day
    return start, start + (last.frame - first.frame) % day


def _exact(file: File, taken: Taken, source: Seconds, rate: Fraction) -> range | None:
    """Our own note of the frames of a shot, when the shot is still as long and begins where it did."""
    found = _EXACT.fullmatch(taken.exact)
    if found is None:
        return None
    first, count, length = (int(found[n]) for n in (1, 2, 3))
    origin = Fraction(file.start.frame) / file.rate if source.origin is None else source.origin
    moved = abs(source.start - origin - first / file.rate)
    return range(first, first + count) if length == round(taken.length * rate) and moved * rate < 1 else None


def _sha(name: str) -> str:
    """The hash in a file name: an original in the archive is called by it."""
    found = _SHA.search(name.lower())
    return found[0] if found else ""


def _shortened(reel: str) -> list[str]:
    """What may be left of a reel name where eight letters and digits are all there is room for, a number at their end."""
    base = re.sub(r"[^A-Za-z0-9]", "", reel).casefold()
    return [base] if len(base) <= REEL else [base[:REEL], base[: REEL - 1], base[: REEL - 2]]


def _keys_of_short(reel: str) -> list[str]:
    """Under what `_shortened` keeps a reel name of eight letters: as it is, else without the number at its end."""
    name = re.sub(r"[^A-Za-z0-9]", "", reel).casefold()
    numbered = [
        name[:-count] for count in (1, 2) if len(name) == REEL and name[-count:].isdigit() and name[-count] != "0"
    ]
    return [key for key in (name, *numbered) if key]


def _stem(name: str) -> str:
    return _folded(name.rpartition(".")[0] or name)


def _folded(name: str) -> str:
    """A name as it is compared: a Mac writes an accent as a letter of its own."""
    return unicodedata.normalize("NFC", name).casefold()
