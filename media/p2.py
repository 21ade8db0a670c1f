# SPDX-License-Identifier: GPL-3.0-or-later
"""What a P2 camera writes about a clip in `CONTENTS/CLIP`: a take goes over several clips, because files end at 4 GB.

Panasonic's clip metadata (`ClipContent`): `GlobalClipID` is the clip, `Relation/GlobalShotID` the take that it belongs to,
`Relation/OffsetInShot` where in it, `Relation/Connection/Previous` the clip before.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

MOST = 1_000_000  # bytes; a clip's sheet has some thousands
_CLIP, _SHOT, _OFFSET, _BEFORE = (
    ("ClipContent", "GlobalClipID"),
    ("Relation", "GlobalShotID"),
    ("Relation", "OffsetInShot"),
    ("Previous", "GlobalClipID"),
)
_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class PartOfShot:
    """A clip of a take: the take, where in it (in the camera's own units), the clip and the one before (empty: the first)."""

    shot: str
    offset: int
    clip: str
    before: str


class _Refused(Exception):
    """The sheet does what no camera's does."""


def part_of_shot(path: Path) -> PartOfShot | None:
    """What the camera says of a picture or sound file of its card; None when it says nothing that can be read."""
    contents, stem = path.parent.parent, path.stem
    if contents.name.casefold() != "contents" or path.parent.name.casefold() not in ("video", "audio"):
        return None
    clip = stem[:-2] if path.parent.name.casefold() == "audio" else stem
    for folder, ending in (("CLIP", ".XML"), ("clip", ".xml"), ("Clip", ".xml")):
        sheet = contents / folder / f"{clip}{ending}"
        try:
            found = _texts(sheet) if sheet.is_file() else {}
        except (OSError, ValueError, LookupError, ExpatError, _Refused):
            continue
        offset = found.get(_OFFSET, "")
        if found.get(_CLIP) and found.get(_SHOT) and _NUMBER.fullmatch(offset):
            return PartOfShot(found[_SHOT], int(offset), found[_CLIP], found.get(_BEFORE, ""))
    return None


def _texts(sheet: Path) -> dict[tuple[str, str], str]:
    """The text of each element under its own name and its parent's, without namespaces; entities are refused."""
    with sheet.open("rb") as reading:
        data = reading.read(MOST + 1)
    if len(data) > MOST:
        raise _Refused
    found: dict[tuple[str, str], str] = {}
    above: list[str] = []

    def begins(name: str, _attributes: dict[str, str]) -> None:
        above.append(name.rpartition(":")[2])

    def ends(_name: str) -> None:
        above.pop()

    def says(text: str) -> None:
        if len(above) > 1:
            place = (above[-2], above[-1])
            found[place] = found.get(place, "") + text.strip()

    def declares(*_entity: object) -> None:
        raise _Refused

    parser = ParserCreate()
    parser.buffer_text = True  # else a sheet of a million ends of lines is a million pieces
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begins, ends, says
    parser.EntityDeclHandler = declares
    parser.Parse(data, True)
    return found
