# SPDX-License-Identifier: GPL-3.0-or-later
"""A film put together: consent asked, each part made or found, joined, its words retimed to the real frames."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import outbox, renders
from archive.film.allowed import Allowed as Allowed
from archive.film.allowed import allowed as allowed
from archive.film.cutlist import check_allowed, refused_now
from archive.film.facts import facts_of
from archive.film.narration import Narration, spoken_over
from archive.film.originals import probed
from archive.film.pictures import path_of
from archive.film.segments import Piece, Workshop, frames_in_film, looks_of, lying, prune
from archive.film.versions import Version
from archive.film.words import NOTHING_SAID, Page, burned, burned_card, retimed, srt_of, together, vtt_of
from archive.library import Library
from archive.model.film import CutCard, CutClip, Render, SubtitleMode
from archive.model.footage import RecordingId
from archive.takes import rush
from media.ffmpeg import Ffmpeg, find
from media.files import sha256_of
from media.join import Voice, join
from media.language import gettext as _
from media.probe import MediaInfo
from media.segment import FilmFormat, Segment
from media.span import Span
from media.timecode import ms_of_frame
from media.verify import Made
from subtitles.cue import Cue, Track
from subtitles.retime import onto

PARTS_PERCENT, JOINED_PERCENT = 80, 98
Progress = Callable[[int, str], None]
Files = tuple[Path, Path, Path]


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
        infos = probed(self.library, [clip.recording for clip in self.allowed.used])
        counts = [frames_in_film(part, _info(part, infos), self.shape) for part in self.allowed.cut.parts]
        own, over = self._said(counts)
        pieces = self._pieces(infos, counts, over)
        made = self._made(ffmpeg, pieces, progress, cancelled)
        track = together(own, over.shown)
        srt.write_text(srt_of(track), encoding="utf-8", newline="")
        vtt.write_text(vtt_of(track), encoding="utf-8", newline="")
        length = ms_of_frame(sum(counts), self.shape.rate)

        def joining(done: int) -> None:
            step = (JOINED_PERCENT - PARTS_PERCENT) * min(done, length) // max(1, length)
            progress(PARTS_PERCENT + step, _("Assemblage du film"))

        with lying(srt_of(track) if self.mode is SubtitleMode.SOFT else "", film.with_suffix(".soft.srt")) as soft:
            joined = join(
                ffmpeg,
                made,
                film,
                self.shape,
                soft=soft,
                voices=self._voices(infos, counts),
                progress=joining,
                cancelled=cancelled,
            )
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

    def _said(self, counts: list[int]) -> tuple[Track, Narration]:
        """The film's own subtitles, and those of the voices over it, in the film's time."""
        rate, words = self.shape.rate, self.allowed.words
        parts = zip(self.allowed.cut.parts, counts, strict=True)
        own = retimed([(words.get(part.item, NOTHING_SAID).cues, _source(part), n) for part, n in parts], rate)
        return own, spoken_over(self.allowed.cut.voices, words, own.cues, counts, rate)

    def _pieces(self, infos: dict[RecordingId, MediaInfo], counts: list[int], over: Narration) -> list[Piece]:
        rate, burning = self.shape.rate, self.mode is SubtitleMode.BURN
        pieces: list[Piece] = []
        for part, start, count in zip(self.allowed.cut.parts, accumulate(chain([0], counts)), counts, strict=False):
            piece = Span(ms_of_frame(start, rate), ms_of_frame(start + count, rate))
            heard = over.within(piece) if burning else ()
            if isinstance(part, CutClip):
                pieces.append(self._clip(part, infos[part.recording.id], piece.duration, heard))
            else:
                pieces.append(self._card(part, piece.duration, heard))
        return pieces

    def _voices(self, infos: dict[RecordingId, MediaInfo], counts: list[int]) -> list[Voice]:
        starts = [0, *accumulate(counts)]
        return [
            Voice(
                rush(self.library, voice.cut.recording),
                infos[voice.cut.recording.id],
                voice.cut.asked,
                starts[voice.part],
                self.allowed.seals[voice.cut.recording.id],
            )
            for voice in self.allowed.cut.voices
        ]

    def _clip(self, part: CutClip, info: MediaInfo, length: int, over: tuple[Cue, ...]) -> Piece:
        words, lower = self.allowed.words.get(part.item, NOTHING_SAID), self.allowed.lowers.get(part.item, ())
        picture = None
        if self.shape.pictures:
            cues = words.cues if self.mode is SubtitleMode.BURN else ()
            picture = burned([*onto(cues, part.span, 0, length), *over], length, self._page, lower)
        seals, looks = self.allowed.seals[part.recording.id], looks_of(part.looks)
        return Piece(part, words, picture, info, seals, looks)

    def _card(self, part: CutCard, length: int, over: tuple[Cue, ...]) -> Piece:
        looks = looks_of(part.looks)
        if not self.shape.pictures:
            return Piece(part, looks=looks)
        still = path_of(self.library, part.picture) if part.picture else None
        words = burned_card(part.text, length, self._page, bare=still is None, cues=over)
        return Piece(part, burned=words, looks=looks, still=still)

    @property
    def _page(self) -> Page:
        return Page(self.shape.box, self.shape.rate, self.library.folder / "fonts", self.shape.letters)

    def _made(
        self, ffmpeg: Ffmpeg, pieces: list[Piece], progress: Progress, cancelled: Callable[[], bool]
    ) -> list[Segment]:
        total = max(1, sum(piece.length for piece in pieces))

        def making(done: int, doing: str) -> None:
            progress(min(PARTS_PERCENT, PARTS_PERCENT * done // total), doing)

        workshop = Workshop(self.library, ffmpeg, self.shape, making, cancelled, self.ask_again)
        made = workshop.make(pieces)
        prune(self.library, {segment.path for segment in made})
        return made

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
        return facts_of(ffmpeg, self.shape, self.allowed, pieces, counts)


def _source(part: CutClip | CutCard) -> Span | None:
    return part.span if isinstance(part, CutClip) else None


def _info(part: CutClip | CutCard, infos: dict[RecordingId, MediaInfo]) -> MediaInfo | None:
    return infos[part.recording.id] if isinstance(part, CutClip) else None
