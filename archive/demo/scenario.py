# SPDX-License-Identifier: GPL-3.0-or-later
"""The invented interviews as values, read from the TOML files beside."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Permission:
    """What an invented participant allowed; the columns of the consent table."""

    status: str
    given_on: date
    expires_on: date | None
    films: tuple[str, ...]
    audiences: tuple[str, ...]
    shows: tuple[str, ...]
    guardian: bool | None
    assent: bool | None


@dataclass(frozen=True, slots=True)
class Witness:
    """An invented participant. `voice`, `rate` (words a minute) and `pitch` (0..99) are for the synthetic speech, `figure` for the picture."""

    code: str
    sex: str
    group: str
    age_band: str
    minor: bool
    voice: str
    rate: int
    pitch: int
    figure: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Shot:
    """One file of the card. `width` x `height` are the pixels as stored upright, `aspect` of one pixel; no width: sound only."""

    path: str
    width: int
    height: int
    aspect: Fraction
    rate: Fraction
    rotation: int
    sound: bool
    timecode: str
    scene: str

    @property
    def name(self) -> str:
        """The file's own name, as the camera gave it."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """A subtitle file that the demonstration writes and then imports.

    `rough` gives the text of some cues (numbered from 1) as it was typed in a hurry, for the editor to have work.
    """

    file: str
    recording: str
    language: str
    encoding: str
    broken: bool
    rough: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag for a recording, or for its cues `cues` (first and last, numbered from 1)."""

    path: str
    recording: str
    cues: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One subtitle before it has a time: who says it, and its one or two lines."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """One invented interview, whole."""

    code: str
    kind: str
    region: str
    place: str
    held_on: date
    languages: tuple[str, ...]
    title: str
    description: str
    witnesses: tuple[Witness, ...]
    shots: tuple[Shot, ...]
    subtitles: tuple[SubtitleFile, ...]
    tags: tuple[TagLine, ...]
    lines: tuple[Line, ...]
    bambara: tuple[Line, ...]


@cache
def stories() -> tuple[Story, ...]:
    """Every invented interview, in the order of the codes."""
    found = [item for item in files(__package__).joinpath("interviews").iterdir() if item.name.endswith(".toml")]
    return tuple(
        _story(tomllib.loads(item.read_text(encoding="utf-8"))) for item in sorted(found, key=lambda f: f.name)
    )


def _story(data: dict[str, Any]) -> Story:
    return Story(
        code=data["code"],
        kind=data["kind"],
        region=data["region"],
        place=data["place"],
        held_on=data["held_on"],
        languages=tuple(data["languages"]),
        title=data["title"],
        description=data["description"],
        witnesses=tuple(_witness(item) for item in data["participants"]),
        shots=tuple(_shot(item) for item in data["recordings"]),
        subtitles=tuple(_subtitle_file(item) for item in data["subtitles"]),
        tags=tuple(_tag(item) for item in data.get("tags", [])),
        lines=_lines(data["words"]["french"]),
        bambara=_lines(data["words"].get("bambara", "")),
    )


def _witness(data: dict[str, Any]) -> Witness:
    allowed = data["consent"]
    permission = Permission(
        status=allowed["status"],
        given_on=allowed["given_on"],
        expires_on=allowed.get("expires_on"),
        films=tuple(allowed["films"]),
        audiences=tuple(allowed["audiences"]),
        shows=tuple(allowed["shows"]),
        guardian=allowed.get("guardian"),
        assent=allowed.get("assent"),
    )
    return Witness(
        code=data["code"],
        sex=data["sex"],
        group=data["group"],
        age_band=data["age_band"],
        minor=data.get("minor", False),
        voice=data["voice"],
        rate=data["rate"],
        pitch=data["pitch"],
        figure=data["figure"],
        permission=permission,
    )


def _shot(data: dict[str, Any]) -> Shot:
    width, _, height = data.get("size", "0x0").partition("x")
    return Shot(
        path=data["path"],
        width=int(width),
        height=int(height),
        aspect=Fraction(data.get("sar", "1")),
        rate=Fraction(data.get("rate", "25")),
        rotation=data.get("rotation", 0),
        sound=data.get("sound", True),
        timecode=data.get("timecode", ""),
        scene=data.get("scene", ""),
    )


def _subtitle_file(data: dict[str, Any]) -> SubtitleFile:
    return SubtitleFile(
        file=data["file"],
        recording=data["recording"],
        language=data.get("language", "fr"),
        encoding=data.get("encoding", "utf-8"),
        broken=data.get("broken", False),
        rough={int(cue): text for cue, text in data.get("rough", {}).items()},
    )


def _tag(data: dict[str, Any]) -> TagLine:
    cues = data.get("cues")
    return TagLine(path=data["path"], recording=data["recording"], cues=(cues[0], cues[1]) if cues else None)


def _lines(text: str) -> tuple[Line, ...]:
    """Blocks apart by an empty line; a first line `@CODE` names who speaks from there on."""
    result, speaker = [], ""
    for block in text.strip().split("\n\n"):
        first, _, rest = block.strip("\n").partition("\n")
        if first.startswith("@"):
            speaker, block = first[1:], rest
        if block.strip("\n"):
            result.append(Line(speaker, block.strip("\n")))
    return tuple(result)
