# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a film as normalised files, each made once: its name is the hash of everything that makes it.

They lie in `derived/segments/`, each with a note of what was measured of it, and may be deleted at any time.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from archive.film.cutlist import FilmRefused
from archive.film.segmentnotes import note_of, read_note, write_note
from archive.film.words import NOTHING_SAID, Burned, Words
from archive.library import Library, Session
from archive.model.film import CutCard, CutClip, ItemLooks
from archive.takes import rush
from media.errors import BaroError, Cancelled, CannotCheck
from media.ffmpeg import Ffmpeg
from media.files import arriving, cause_of, fsync_file, part_name, sha256_of
from media.fonts import Font
from media.language import gettext as _
from media.looks import PLAIN, Looks
from media.probe import MediaInfo
from media.segment import FilmFormat, Segment, make_card, make_segment, segment_frames
from media.soundtrack import choice_name
from media.span import Span
from media.timecode import frames_lasting, text_of_ms

RECIPE = 5
MOST_AT_ONCE = 4
TICK = 0.2


class ClipFailed(CannotCheck):
    """A part of the film could not be made; the message names it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a film with everything that its picture and sound depend on. `info` is None for a card."""

    part: CutClip | CutCard
    words: Words = NOTHING_SAID
    burned: Burned | None = None
    info: MediaInfo | None = None
    seals: tuple[Span, ...] = ()
    looks: Looks = PLAIN
    still: Path | None = None

    @property
    def length(self) -> int:
        """Its length in milliseconds, before it is laid on whole frames."""
        return _length(self.part)


@dataclass(slots=True)
class Workshop:
    """Where the segments of one film are made: `progress` hears milliseconds made and what is being made, in the caller's
    own thread. `ask` raises FilmRefused when consent ended meanwhile: no segment takes its name after that."""

    library: Library
    ffmpeg: Ffmpeg
    format: FilmFormat
    progress: Callable[[int, str], None] = lambda done, doing: None
    cancelled: Callable[[], bool] = lambda: False
    ask: Callable[[Session], None] = lambda session: None
    _stop: Event = field(default_factory=Event)
    _done: dict[str, int] = field(default_factory=dict)
    _doing: str = ""
    _fonts: dict[Font, list[object]] = field(default_factory=dict)

    def make(self, pieces: Sequence[Piece]) -> list[Segment]:
        """The segment of each piece, in order; those that are there already cost nothing.

        Raises ClipFailed naming the part, or Cancelled; what was finished until then is kept.
        """
        names = [self.name(piece) for piece in pieces]
        wanted = dict(zip(names, pieces, strict=True))
        there = {name: self._kept(name, piece) for name, piece in wanted.items()}
        found = {name: segment for name, segment in there.items() if segment is not None}
        self._done.update((name, wanted[name].length) for name in found)
        lacking = [name for name in wanted if name not in found]
        if lacking:
            found |= self._side_by_side({name: wanted[name] for name in lacking})
        return [found[name] for name in names]

    def _side_by_side(self, lacking: dict[str, Piece]) -> dict[str, Segment]:
        at_once = min(MOST_AT_ONCE, os.cpu_count() or 1, len(lacking))
        # several work side by side, and more threads in each would only cost memory
        worker = replace(self.ffmpeg, threads=max(1, self.ffmpeg.threads // at_once))
        with ThreadPoolExecutor(at_once) as pool:
            tasks = {
                name: pool.submit(copy_context().run, self._segment, worker, name, piece)
                for name, piece in lacking.items()
            }
            try:
                self._attend(list(tasks.values()))
            finally:
                self._stop.set()
                for task in tasks.values():
                    task.cancel()
        return {name: task.result() for name, task in tasks.items()}

    def path(self, name: str) -> Path:
        """Where the segment of that name lies."""
        return self.library.derived("segments", f"{name}.mkv")

    def name(self, piece: Piece) -> str:
        """The hash of everything that makes the segment of a piece."""
        part, film = piece.part, self.format
        if isinstance(part, CutCard):
            still = None if piece.still is None else piece.still.name
            source: list[object] = ["card", part.duration, still]
        else:
            inside = [seal for seal in piece.seals if seal.overlaps(part.span)]
            source = ["clip", part.recording.sha256, _edges(part.asked), [_edges(seal) for seal in inside]]
            source += [choice_name(piece.info)] if piece.info is not None and choice_name(piece.info) else []
        words = None if piece.burned is None else [piece.burned.ass, self._letters(piece.burned.font)]
        looks = [piece.looks.fade_in, piece.looks.fade_out, piece.looks.hidden, piece.looks.silent]
        shape = [film.width, film.height, str(film.rate), film.pictures]
        made_of = [RECIPE, self.ffmpeg.version, *shape, source, words, looks]
        return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()

    def _letters(self, font: Font) -> list[object]:
        """What tells one font from another: its family and the bytes of its files."""
        if font not in self._fonts:
            files = sorted(path for path in font.folder.iterdir() if path.is_file())
            self._fonts[font] = [font.family, *map(sha256_of, files)]
        return self._fonts[font]

    def _attend(self, tasks: list[Future[Segment]]) -> None:
        """Wait for all, telling how far it is; the first failure ends it."""
        left = set(tasks)
        while left:
            over, left = wait(left, TICK, FIRST_EXCEPTION)
            for task in over:
                task.result()
            self.progress(sum(list(self._done.values())), self._doing or _("Préparation des passages"))
            if self.cancelled():
                raise Cancelled(_("Le rendu a été arrêté."))

    def _kept(self, name: str, piece: Piece) -> Segment | None:
        """What lies there from an earlier render, if it is whole; it then stays when the room gets scarce."""
        path = self.path(name)
        found = read_note(path)
        if found is None or found.frames != frames_in_film(piece.part, piece.info, self.format):
            return None
        os.utime(path)
        return found

    def _segment(self, worker: Ffmpeg, name: str, piece: Piece) -> Segment:
        self._doing = _named(piece)
        path = self.path(name)
        try:
            with ExitStack() as held, arriving(path) as to:
                made = self._make(worker, to, name, piece)
                with suppress(FileNotFoundError):  # a withdrawal cleared it away: asking says so
                    fsync_file(to)  # slow on a card: not while nobody may write to the catalogue
                # read until it has its name: a withdrawal commits after that, and what it clears away is there
                self.ask(held.enter_context(self.library.reading()))
            made = replace(made, path=path)
            write_note(made)
        except (Cancelled, FilmRefused):
            raise
        except (BaroError, OSError) as error:
            raise _failed(piece, error) from error
        self._done[name] = piece.length
        return made

    def _make(self, worker: Ffmpeg, to: Path, name: str, piece: Piece) -> Segment:
        def progress(done: int) -> None:
            self._done[name] = min(done, piece.length)

        part, words = piece.part, piece.burned
        text, font = ("", None) if words is None else (words.ass, words.font)
        with lying(text, self.path(name).with_suffix(".ass")) as ass:
            if isinstance(part, CutCard) or piece.info is None:
                return make_card(
                    worker,
                    piece.length,
                    to,
                    self.format,
                    still=piece.still,
                    burn=ass,
                    font=font,
                    looks=piece.looks,
                    progress=progress,
                    cancelled=self._stop.is_set,
                )
            return make_segment(
                worker,
                rush(self.library, part.recording),
                piece.info,
                part.asked,
                to,
                self.format,
                burn=ass,
                font=font,
                seals=piece.seals,
                looks=piece.looks,
                progress=progress,
                cancelled=self._stop.is_set,
            )


def frames_in_film(part: CutClip | CutCard, info: MediaInfo | None, film: FilmFormat) -> int:
    """How many frames of the film a part becomes; a card has no `info`."""
    if isinstance(part, CutCard) or info is None:
        return frames_lasting(_length(part), film.rate)
    return segment_frames(part.asked, info, film)


@contextmanager
def lying(text: str, near: Path) -> Iterator[Path | None]:
    """A file beside `near` that holds `text` for as long as ffmpeg needs it; None without text.

    It lies in the archive, not in the system's temporary folder: these are people's words.
    """
    if not text:
        yield None
        return
    near.parent.mkdir(parents=True, exist_ok=True)
    path = part_name(near)
    try:
        path.write_text(text, encoding="utf-8", newline="")
        yield path
    finally:
        path.unlink(missing_ok=True)


def looks_of(looks: ItemLooks) -> Looks:
    """The looks of a line as pictures and sound know them: a masked face is hidden, a masked voice is silent."""
    hidden = looks.hiding if "face" in looks.masks else None
    return Looks(looks.fade_in, looks.fade_out, hidden, "voice" in looks.masks)


def prune(library: Library, used: Set[Path]) -> None:
    """Keep the segments within the room that the settings give them: those `used` now stay, the longest unused go first."""
    room = library.settings.segments_mb << 20
    kept = []
    for path in library.derived("segments").glob("*.mkv"):
        with suppress(FileNotFoundError):  # another render may sweep too
            found = path.stat()
            kept.append((path in used, found.st_mtime, found.st_size, path))
    for in_use, _when, size, path in sorted(kept, reverse=True):
        room -= size
        if room < 0 and not in_use:
            note_of(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _failed(piece: Piece, cause: BaroError | OSError) -> ClipFailed:
    hint = cause.hint if isinstance(cause, BaroError) else ""
    why = cause.message if isinstance(cause, BaroError) else cause_of(cause)
    return ClipFailed(_("{part} : {why}").format(part=_named(piece), why=why), hint)


def _named(piece: Piece) -> str:
    """A part as people find it in the paper edit."""
    part = piece.part
    if isinstance(part, CutCard):
        return _("Carton, place {place}").format(place=part.place)
    return _("Passage {place} ({name}, {start} → {end})").format(
        place=part.place,
        name=part.recording.original_name,
        start=text_of_ms(part.asked.start),
        end=text_of_ms(part.asked.end),
    )


def _length(part: CutClip | CutCard) -> int:
    return part.duration if isinstance(part, CutCard) else part.asked.duration


def _edges(span: Span) -> list[int]:
    return [span.start, span.end]
