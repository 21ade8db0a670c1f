# SPDX-License-Identifier: GPL-3.0-or-later
"""A film put together: consent asked, each part made or found, joined, its words retimed to the real frames."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version as installed
from itertools import accumulate
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, outbox, renders
from archive.film.cutlist import check_allowed, refused_now, relied_on, resolve
from archive.film.originals import probed
from archive.film.segments import Piece, Workshop, frames_in_film, lying
from archive.film.versions import Version
from archive.film.words import NOTHING_SAID, Words, burned, burned_card, retimed, srt_of, vtt_of, words_of
from archive.library import Library
from archive.model.film import CutCard, CutClip, CutList, ItemId, Render, SubtitleMode
from archive.model.footage import RecordingId
from media.ffmpeg import Ffmpeg, find
from media.files import sha256_of
from media.join import join
from media.language import gettext as _
from media.probe import MediaInfo
from media.segment import FilmFormat
from media.span import Span
from media.timecode import ms_of_frame
from media.verify import Made

PARTS_PERCENT, JOINED_PERCENT = 80, 98
Progress = Callable[[int, str], None]
Files = tuple[Path, Path, Path]


@dataclass(frozen=True, slots=True)
class Allowed:
    """A cut list that consent allows, with all that the catalogue says of its clips. Keys are the items' ids."""

    cut: CutList
    words: dict[ItemId, Words]
    consents: dict[ItemId, tuple[str, ...]]
    seals: dict[RecordingId, tuple[Span, ...]]

    @property
    def clips(self) -> list[CutClip]:
        """The parts that are clips."""
        return [part for part in self.cut.parts if isinstance(part, CutClip)]


def allowed(session: Session, film: str) -> Allowed:
    """The film as it stands in the catalogue. Raises FilmRefused when a clip may not be used, or when it is empty."""
    access, edit = Access.load(session), films.edit_of(session, film)
    cut = resolve(session, access, edit)
    check_allowed(cut)
    clips = [part for part in cut.parts if isinstance(part, CutClip)]
    return Allowed(
        cut,
        {clip.item: words_of(session, access, clip, cut.film.audience, cut.film.name) for clip in clips},
        {clip.item: relied_on(access, clip) for clip in clips},
        {clip.recording.id: access.seals(clip.recording.id) for clip in clips},
    )


@dataclass(frozen=True, slots=True)
class Assembly:
    """One version of a film on its way to its files."""

    library: Library
    allowed: Allowed
    mode: SubtitleMode
    shape: FilmFormat
    version: Version

    def write(self, files: Files, progress: Progress, cancelled: Callable[[], bool]) -> Render:
        """Write SRT, VTT and film (in the order of `Version.files`) to exactly `files`; gives what `keep` will record.

        Raises ClipFailed naming the part, FontMissing, Cancelled, Leak.
        """
        srt, vtt, film = files
        settings = self.library.settings
        ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
        progress(0, _("Préparation des passages"))
        pieces = self._pieces(probed(self.library, [clip.recording for clip in self.allowed.clips]))
        made = self._made(ffmpeg, pieces, progress, cancelled)
        counts = [segment.frames for _path, segment in made]
        words = [(piece.words.cues, _source(piece.part), count) for piece, count in zip(pieces, counts, strict=True)]
        track = retimed(words, self.shape.rate)
        srt.write_text(srt_of(track), encoding="utf-8", newline="")
        vtt.write_text(vtt_of(track), encoding="utf-8", newline="")
        length = ms_of_frame(sum(counts), self.shape.rate)

        def joining(done: int) -> None:
            step = (JOINED_PERCENT - PARTS_PERCENT) * min(done, length) // max(1, length)
            progress(PARTS_PERCENT + step, _("Assemblage du film"))

        with lying(srt_of(track) if self.mode is SubtitleMode.SOFT else "", film.with_suffix(".soft.srt")) as soft:
            paths = [path for path, _segment in made]
            joined = join(ffmpeg, paths, film, self.shape, soft=soft, progress=joining, cancelled=cancelled)
        progress(JOINED_PERCENT, _("Vérification"))
        return self._render(joined, files, self._facts(ffmpeg, pieces, counts))

    def keep(self, session: Session, render: Render) -> None:
        """Ask consent once more and record the render, in the transaction that makes its files visible.

        Raises FilmRefused when consent changed since the work began.
        """
        self.ask_again(session)
        renders.keep(session, render)

    def ask_again(self, session: Session) -> None:
        """Raises FilmRefused when consent changed since the work began."""
        check_allowed(refused_now(Access.load(session), self.allowed.cut))

    def _pieces(self, infos: dict[RecordingId, MediaInfo]) -> list[Piece]:
        return [
            self._clip(part, infos[part.recording.id]) if isinstance(part, CutClip) else self._card(part)
            for part in self.allowed.cut.parts
        ]

    def _clip(self, part: CutClip, info: MediaInfo) -> Piece:
        words = self.allowed.words.get(part.item, NOTHING_SAID)
        picture = None
        if self.mode is SubtitleMode.BURN:
            length = ms_of_frame(frames_in_film(part, info, self.shape), self.shape.rate)
            picture = burned(words.cues, part.span, length, self._size, self.shape.rate, self._fonts)
        return Piece(part, words, picture, info, self.allowed.seals[part.recording.id])

    def _card(self, part: CutCard) -> Piece:
        length = ms_of_frame(frames_in_film(part, None, self.shape), self.shape.rate)
        return Piece(part, burned=burned_card(part.text, length, self._size, self._fonts))

    @property
    def _size(self) -> tuple[int, int]:
        return self.shape.width, self.shape.height

    @property
    def _fonts(self) -> Path:
        return self.library.folder / "fonts"

    def _made(
        self, ffmpeg: Ffmpeg, pieces: list[Piece], progress: Progress, cancelled: Callable[[], bool]
    ) -> list[tuple[Path, Made]]:
        total = max(1, sum(piece.length for piece in pieces))

        def making(done: int) -> None:
            progress(min(PARTS_PERCENT, PARTS_PERCENT * done // total), _("Préparation des passages"))

        return Workshop(self.library, ffmpeg, self.shape, making, cancelled).make(pieces)

    def _render(self, joined: Made, files: Files, facts: dict[str, object]) -> Render:
        names = [path.name for path in self.version.files]
        facts["files"] = {name: sha256_of(path) for name, path in zip(names, files, strict=True)}
        film = self.allowed.cut.film.id
        moment = outbox.now()
        return Render(
            self.version.id,
            film,
            self.version.film.name,
            moment,
            joined.duration,
            joined.frames,
            self.mode,
            facts,
        )

    def _facts(self, ffmpeg: Ffmpeg, pieces: list[Piece], counts: list[int]) -> dict[str, object]:
        """What made this version: programs, shape, and for each part its source, words and consents."""
        shape, film = self.shape, self.allowed.cut.film
        starts = [0, *accumulate(counts)]
        return {
            "baro": installed("baro"),
            "ffmpeg": ffmpeg.version,
            "format": {"width": shape.width, "height": shape.height, "rate": str(shape.rate), "lufs": shape.lufs},
            "audience": str(film.audience),
            "parts": [
                self._part(piece, start, count) for piece, start, count in zip(pieces, starts, counts, strict=False)
            ],
        }

    def _part(self, piece: Piece, start: int, frames: int) -> dict[str, object]:
        part = piece.part
        place: dict[str, object] = {"place": part.place, "first_frame": start, "frames": frames}
        if isinstance(part, CutCard):
            return place | {"card": part.text}
        return place | {
            "recording": part.recording.id,
            "name": part.recording.original_name,
            "sha256": part.recording.sha256,
            "start_ms": part.asked.start,
            "end_ms": part.asked.end,
            "track": piece.words.track,
            "track_version": piece.words.version,
            "consents": list(self.allowed.consents[part.item]),
        }


def _source(part: CutClip | CutCard) -> Span | None:
    return part.span if isinstance(part, CutClip) else None
