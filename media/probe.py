# SPDX-License-Identifier: GPL-3.0-or-later
"""What a media file is: opened by a child process under limits, so that a hostile file harms nobody."""

import json
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from media.card import name_of
from media.errors import Refused
from media.files import cause_of
from media.language import gettext as _
from media.language import lazy
from media.process import Conversation, Limits, ProcessFailed
from media.timecode import short_text_of_ms

MEMORY = 2 << 30
SECONDS, BYTES_PER_SECOND = 60, 10 << 20  # the slowest card reader that is worth waiting for
_COMMON = "24000/1001,24,25,30000/1001,30,48,50,60000/1001,60,100,120000/1001,120,240,20,15,12,10,8,5"
COMMON_RATES = tuple(Fraction(rate) for rate in _COMMON.split(","))
FALLBACK_RATE = Fraction(25)

_AGAIN = lazy("Recopier le fichier depuis la carte ou l’appareil d’origine, puis réessayer.")
_TRAP = lazy("Le fichier est abîmé ou piégé ; le recopier depuis la carte, ou l’écarter.")
_THEMSELVES = lazy("Donner les fichiers vidéo eux-mêmes.")
_REASONS = {
    "no-file": (lazy("{name} n’est pas un fichier, mais un tuyau ou un appareil, qui ne finit jamais."), _THEMSELVES),
    "empty": (lazy("{name} est vide."), _AGAIN),
    "truncated": (lazy("{name} est tronqué : la fin du fichier manque."), _AGAIN),
    "playlist": (lazy("{name} est une liste de lecture, qui renvoie à d’autres fichiers."), _THEMSELVES),
    "streams": (lazy("{name} annonce {detail} pistes ou plus : aucune caméra n’en écrit autant."), _TRAP),
    "pixels": (lazy("{name} annonce des images de {detail} points : aucune caméra n’en fait d’aussi grandes."), _TRAP),
    "duration": (lazy("{name} annonce une durée de {detail} jours : aucune prise n’est aussi longue."), _TRAP),
    "codec": (
        lazy("{name} est codé d’une façon que Baro ne lit pas ({detail})."),
        lazy("Le convertir en H.264 avec le logiciel de la caméra."),
    ),
    "no-streams": (lazy("{name} ne contient ni image ni son."), _AGAIN),
    "no-picture": (lazy("{name} : aucune image ne peut être lue."), _AGAIN),
    "unreadable": (lazy("{name} ne peut pas être lu : {detail}."), lazy("Vérifier la carte ou le disque.")),
}
_NO_MEDIA = (
    lazy("{name} n’est pas un fichier vidéo ou audio lisible."),
    lazy("Vérifier que c’est bien un fichier de caméra."),
)


class MediaRefused(Refused):
    """The file is not one that Baro can keep: not media, cut short, a playlist. `path` says which."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """A picture as it is shown: turned upright, square pixels. `rotation`: degrees clockwise to turn it upright.

    `transfer`: ffmpeg's name for the light curve of an HDR picture, empty for every other. `groups`: the milliseconds, to
    a few pictures, at which groups of H.264 pictures begin; empty where no index tells.
    """

    codec: str
    width: int
    height: int
    rate: Fraction
    rotation: int = 0
    transfer: str = ""
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """One sound track: its `place` among those of the file, from 0; `level`, the highest peak of what was listened to.

    In decibels below full scale; None where nothing was listened to, as in a file with one track only.
    """

    codec: str
    channels: int
    sample_rate: int
    place: int = 0
    level: int | None = None


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The technical facts of one file. `duration` in milliseconds, `size` in bytes, `frames` pictures stored (0: not counted).

    `audio` is the first sound track, `sounds` are all of them; `choice` says what is heard (`media.soundtrack`).
    `clock`: where the pictures of a transport stream begin and end by its own clock, in milliseconds.
    """

    container: str
    duration: int
    size: int
    video: VideoInfo | None
    audio: AudioInfo | None
    start_timecode: str = ""
    recorded_at: datetime | None = None
    frames: int = 0
    clock: tuple[int, int] | None = None
    sounds: tuple[AudioInfo, ...] = ()
    choice: str = ""

    @property
    def tracks(self) -> tuple[AudioInfo, ...]:
        """The sound tracks, however the facts came about."""
        return self.sounds or ((self.audio,) if self.audio is not None else ())


def probe(path: Path) -> MediaInfo:
    """The facts of one file. Raises MediaRefused with the reason when it is empty, cut short or no media file."""
    (found,) = probe_all([path])
    if isinstance(found, MediaRefused):
        raise found
    return found


def probe_all(paths: Sequence[Path]) -> Generator[MediaInfo | MediaRefused, None, None]:
    """The facts or the refusal of each file, in order. One child serves all; one that a file kills is replaced.

    Whoever may stop before the end closes it, and the child with it.
    """
    child: Conversation | None = None
    try:
        for path in paths:
            try:
                child = child or _start()
                yield _understood(path, json.loads(child.ask(json.dumps(str(path.absolute())), _patience(path))))
            except (ProcessFailed, ValueError) as error:
                if child is not None:
                    child.close()
                child = None
                yield MediaRefused(
                    path,
                    _("{name} fait échouer la lecture : {error}").format(name=name_of(path), error=error),
                    _("Le fichier est abîmé ou piégé ; le recopier depuis la carte, ou l’écarter."),
                )
    finally:
        if child is not None:
            child.close()


def _start() -> Conversation:
    # in the folder that holds the package, so that the child finds it however Baro was installed
    return Conversation(
        [sys.executable, "-m", "media.probe_child"], Limits(memory_bytes=MEMORY), Path(__file__).parent.parent
    )


def _patience(path: Path) -> float:
    try:
        return SECONDS + path.stat().st_size / BYTES_PER_SECOND
    except OSError:
        return SECONDS


def _understood(path: Path, facts: Mapping[str, Any]) -> MediaInfo | MediaRefused:
    if "refused" in facts:
        return _refusal(path, facts)
    video, audio = facts["video"], facts["audio"]
    return MediaInfo(
        container=facts["container"],
        duration=facts["duration"],
        size=facts["size"],
        video=None if video is None else _video(video),
        audio=None if audio is None else _sound(audio),
        start_timecode=facts["start_timecode"],
        recorded_at=_moment(facts["recorded_at"]),
        sounds=tuple(_sound(one) for one in facts["sounds"]),
        frames=facts["frames"],
        clock=None if facts["clock"] is None else (facts["clock"][0], facts["clock"][1]),
    )


def _sound(facts: Mapping[str, Any]) -> AudioInfo:
    return AudioInfo(facts["codec"], facts["channels"], facts["sample_rate"], facts["place"], facts["level"])


def _video(facts: Mapping[str, Any]) -> VideoInfo:
    width, height = facts["width"], facts["height"]
    if facts["rotation"] in (90, 270):
        width, height = height, width
    average, base, guessed = (Fraction(*rate) if rate else None for rate in facts["rates"])
    rate = nominal_rate(average, base, guessed)
    return VideoInfo(facts["codec"], width, height, rate, facts["rotation"], facts["transfer"], tuple(facts["groups"]))


def nominal_rate(average: Fraction | None, base: Fraction | None = None, guessed: Fraction | None = None) -> Fraction:
    """The rate that a camera was set to, from what its file says; a phone's variable rate gives its usual rate.

    >>> nominal_rate(Fraction(2997, 100))
    Fraction(30000, 1001)
    >>> nominal_rate(Fraction(283, 10), Fraction(30))
    Fraction(30, 1)
    """
    rates = [rate for rate in (average, guessed, base) if rate and 1 <= rate <= 480]
    for rate in rates:
        near = _nearest(rate)
        # interlaced files name fields, not frames, as their base: twice the average
        fields = rate == base and average is not None and abs(2 * average - base) / base < Fraction(1, 20)
        if abs(near - rate) / near < Fraction(1, 5000) and not fields:
            return near
    if average is not None and 1 <= average <= 480:
        return _nearest(average)
    return FALLBACK_RATE


def _nearest(rate: Fraction) -> Fraction:
    return min(COMMON_RATES, key=lambda common: abs(common - rate))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year < 1980:  # a camera whose clock was never set writes the epoch of its format
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _refusal(path: Path, facts: Mapping[str, Any]) -> MediaRefused:
    name, detail = name_of(path), str(facts.get("detail", ""))
    if "errno" in facts:
        detail = cause_of(OSError(facts["errno"], detail))
    if "reached" in facts:
        return MediaRefused(
            path,
            _("{name} est tronqué : il annonce {declared} et s’arrête à {reached}.").format(
                name=name,
                declared=short_text_of_ms(int(facts["declared"])),
                reached=short_text_of_ms(int(facts["reached"])),
            ),
            _(_AGAIN),
        )
    message, hint = _REASONS.get(facts["refused"], _NO_MEDIA)
    return MediaRefused(path, _(message).format(name=name, detail=detail), _(hint))
