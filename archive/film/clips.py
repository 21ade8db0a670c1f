# SPDX-License-Identifier: GPL-3.0-or-later
"""One passage as a file of its own: for a colleague (`cut_clip`), or for the page of viewers (`render_clip`)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import clips, films, recordings
from archive.film.cutlist import FilmRefused, listing, refused, shown
from archive.film.elsewhere import Elsewhere, elsewhere
from archive.film.originals import probed
from archive.film.segments import lying
from archive.film.words import Page, Words, burned, clip_track, srt_of, words_of
from archive.library import Library
from archive.model.film import Clip, CutClip, ItemId, Refusal, Rendered, SubtitleMode
from archive.model.footage import Recording
from archive.naming.spoken import Leaving, hold_back
from archive.takes import rush
from media.cut import cut_span
from media.errors import WrongUse
from media.ffmpeg import find
from media.files import arriving, fsync_file
from media.fonts import Font
from media.language import gettext as _
from media.probe import MediaInfo
from media.span import Span
from media.take import rate_of, size_of
from media.verify import Made
from subtitles.cue import Track
from subtitles.retime import onto

DRAFT, INTERNET, PARTNER = "draft", "internet", "partner"
MAY_COPY = frozenset({DRAFT, PARTNER})
"""The uses whose long extracts may be copied in part; everything else that leaves is encoded anew."""
Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that consent allows for `use`, with its visible French cues and its sealed neighbours."""

    cut: CutClip
    use: str
    film: str | None
    words: Words
    seals: tuple[Span, ...]
    other: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How a passage is cut: with or without its words, copied in part where `MAY_COPY` allows it or not, who hears of it, who may stop it."""

    subtitles: SubtitleMode = SubtitleMode.NONE
    smart: bool = False
    progress: Progress = lambda percent, message: None
    cancelled: Callable[[], bool] | None = None


def cut_clip(
    library: Library,
    recording: str,
    span: Span,
    to: Path,
    *,
    use: str = DRAFT,
    film: str | None = None,
    subtitles: SubtitleMode = SubtitleMode.BURN,
    sound_from: str | None = None,
    progress: Progress | None = None,
) -> Rendered:
    """Cut `span` of a recording (its id) exactly to the frame into the MP4 `to`, with its SRT beside unless `NONE`.

    `sound_from`: the recording (its id) whose sound of the same moments replaces that of the camera.
    Raises FilmRefused when consent does not allow `use`, or when what leaves the team gives somebody away; NotFound,
    Refused for an impossible span, WrongUse for a file that is not an MP4 or would lie among the originals.
    """
    _check_target(library, to)
    with library.reading() as session:
        films.check_span(session, recording, span)
        passage = allowed_passage(session, recordings.get(session, recording), span, use, film, sound_from)
    warnings = hold_back(library, Leaving(recording, use, film, passage.cut.span, file=to))
    way = Way(subtitles, smart=True, progress=progress or Way().progress)
    srt = to.with_suffix(".srt")
    with ExitStack() as held, ExitStack() as files:
        part = files.enter_context(arriving(to))
        beside = None if subtitles is SubtitleMode.NONE else files.enter_context(arriving(srt))
        made = cut_passage(library, passage, part, way)
        if beside is not None:
            beside.write_text(srt_of(track_of(passage, made)), encoding="utf-8", newline="")
        fsync_file(part)  # slow on a card: not while nobody may write to the catalogue
        ask_again(held.enter_context(library.reading()), passage)  # until the files have their names
    return Rendered(to, made.duration, made.frames, () if beside is None else (srt,), warnings)


def allowed_passage(
    session: Session, recording: Recording, span: Span, use: str, film: str | None, sound_from: str | None = None
) -> Passage:
    """The passage, asked of consent. Raises FilmRefused naming everybody who stands in the way."""
    access = Access.load(session)
    cut = CutClip(1, ItemId(""), recording, span, shown(recording, span))
    _check(_against(access, cut, use, film, None))  # a closed passage tells nothing of what lies beside it
    other = None if sound_from is None else elsewhere(session, access, cut, sound_from)
    _check(_against(access, cut, use, film, other))
    return Passage(cut, use, film, words_of(session, access, cut, use, film), access.seals(recording.id), other)


def ask_again(session: Session, passage: Passage) -> None:
    """Consent may have changed while ffmpeg worked. Raises FilmRefused."""
    _check(_against(Access.load(session), passage.cut, passage.use, passage.film, passage.other))


def _against(access: Access, cut: CutClip, use: str, film: str | None, other: Elsewhere | None) -> list[Refusal]:
    """Everybody who stands in the way, in the pictures or in a sound from elsewhere."""
    return refused(access, cut, use, film) + ([] if other is None else other.refused(access, cut, use, film))


def cut_passage(library: Library, passage: Passage, to: Path, way: Way) -> Made:
    """Write the passage to exactly `to`, and check that nothing else is in it. Raises Leak, Cancelled, CannotCheck."""
    recording, span = passage.cut.recording, passage.cut.span
    source = rush(library, recording)
    other = passage.other
    infos = probed(library, [recording] if other is None else [recording, other.recording])
    info = infos[recording.id]
    settings = library.settings

    def progress(done: int) -> None:
        way.progress(min(99, done * 100 // max(1, span.duration)), _("Découpe de l’extrait"))

    with _laid_out(library, passage, info, way.subtitles) as words:
        return cut_span(
            find(settings.ffmpeg, settings.memory_mb, settings.threads),
            source,
            info,
            span,
            to,
            burn=words.burn,
            soft=words.soft,
            font=words.font,
            seals=passage.seals,
            smart=way.smart and passage.use in MAY_COPY,
            sound_from=None if other is None else other.take(library, infos[other.recording.id]),
            progress=progress,
            cancelled=way.cancelled,
        )


def passage_of(session: Session, clip: Clip) -> Passage:
    """The passage of a kept clip, for the internet where consent allows it, else as a draft of the team.

    Raises FilmRefused when a released clip may not go to the internet, or any clip not even be a draft.
    """
    recording = recordings.get(session, clip.recording)
    try:
        return allowed_passage(session, recording, clip.span, INTERNET, None)
    except FilmRefused:
        if clip.released:
            raise
        return allowed_passage(session, recording, clip.span, DRAFT, None)


def files_of(library: Library, clip: str) -> tuple[Path, Path]:
    """Where the MP4 and the VTT of a kept clip lie."""
    return library.derived("clips", f"{clip}.mp4"), library.derived("clips", f"{clip}.vtt")


def remove_files(library: Library, clip: str) -> None:
    """Take the files of a kept clip away."""
    for path in files_of(library, clip):
        path.unlink(missing_ok=True)


def sweep(library: Library) -> None:
    """Take away the files of clips that are no longer kept."""
    with library.reading() as session:
        known = {clip.id for clip in clips.listed(session)}
    for path in library.derived("clips").glob("*"):
        if path.stem not in known and ".part" not in path.suffixes:
            path.unlink(missing_ok=True)


def track_of(passage: Passage, made: Made) -> Track:
    """The words of a passage in the time of its own file."""
    return clip_track(passage.words, passage.cut.span, made.duration)


@dataclass(frozen=True, slots=True)
class _Words:
    """What ffmpeg is given of the subtitles."""

    burn: Path | None = None
    soft: Path | None = None
    font: Font | None = None


@contextmanager
def _laid_out(library: Library, passage: Passage, info: MediaInfo, mode: SubtitleMode) -> Iterator[_Words]:
    span, near = passage.cut.span, library.derived("clips", "words")
    if mode is SubtitleMode.BURN:
        page = Page(size_of(info), rate_of(info), library.folder / "fonts")
        picture = burned(onto(passage.words.cues, span, 0, span.duration), span.duration, page)
        with lying("" if picture is None else picture.ass, near.with_suffix(".ass")) as ass:
            yield _Words(burn=ass, font=None if picture is None else picture.font)
    elif mode is SubtitleMode.SOFT:
        track = clip_track(passage.words, span, span.duration)
        with lying(srt_of(track), near.with_suffix(".srt")) as srt:
            yield _Words(soft=srt)
    else:
        yield _Words()


def _check(refusals: list[Refusal]) -> None:
    if refusals:
        raise FilmRefused(
            _("Ce passage ne peut pas sortir :") + listing(refusals),
            _("Choisir un autre passage ou un autre usage, ou obtenir l’autorisation qui manque."),
            refusals,
        )


def _check_target(library: Library, to: Path) -> None:
    if to.suffix.lower() != ".mp4":
        raise WrongUse(_("L’extrait {name} ne finit pas par .mp4.").format(name=to.name), _("Choisir un nom en .mp4."))
    library.spare_originals(to)
