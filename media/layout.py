# SPDX-License-Identifier: GPL-3.0-or-later
"""How cameras lay out their cards: which files are rushes, which belong to a rush, and which are no footage at all.

Known: DCIM (GoPro, Canon, DJI and most others), PRIVATE/M4ROOT (Sony XAVC), PRIVATE/AVCHD/BDMV, BPAV/CLPR (XDCAM EX),
CONTENTS (P2), CONTENTS/CLIPS001 (Canon XF). Whatever nobody knows is sorted by its extension alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from media.card import Found
from media.formats import EXTENSIONS

SIDECARS = frozenset(
    [
        ".xml",
        ".srt",
        ".vtt",
        ".xmp",
        ".smi",
        ".ppn",
        ".cpi",
        ".mpl",
        ".bdm",
        ".bim",
        ".gpx",
        ".ass",
        ".txt",
        ".cif",
        ".cpf",
    ]
)
_CLIPS = re.compile(r"clips\d{3}", re.IGNORECASE | re.ASCII)
_WHOLE_CARD = frozenset({"mediapro.xml", "status.bin", "index.bdm", "index.bdmv", "movieobj.bdm", "movieobj.bdmv"})
_WHOLE_CARD |= {"cueup.xml", "lastclip.txt"}
_ROOTS = frozenset({"m4root", "bdmv", "bpav", "contents"})
_PHOTOS = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".png",
        ".heic",
        ".arw",
        ".cr2",
        ".cr3",
        ".dng",
        ".gpr",
        ".nef",
        ".raf",
        ".rw2",
        ".bmp",
        ".tif",
        ".tiff",
    ]
)
_SMALL_PICTURES = frozenset({"thmbnl", "thumbnail", "icon"})
_SMALL_COPIES = frozenset({"sub", "proxy", "proxies"})
_BESIDE = {"clipinf": ("stream",), "playlist": ("stream",), "clip": ("video", "audio"), "voice": ("video", "audio")}
_NUMBERED = re.compile(
    r"[a-z]\d\d$|_proxy$|[-_]?lr$", re.IGNORECASE
)  # C0001M01.XML belongs to C0001.MP4, C0001S03.MP4 too


class Why(StrEnum):
    """Why a file is not taken in."""

    PROXY = "proxy"
    THUMBNAIL = "thumbnail"
    PHOTO = "photo"
    ODD = "odd"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is no rush."""

    found: Found
    why: Why


@dataclass(slots=True)
class Rush:
    """A file to take in, with the camera's own files about it. `apart`: P2 keeps the sound in files of its own."""

    found: Found
    sidecars: list[Path] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.found.path

    @property
    def apart(self) -> bool:
        """True for a sound file of a P2 card, whose picture is another file."""
        return self.path.parent.name.casefold() == "audio" and self.path.parent.parent.name.casefold() == "contents"


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything on the cards, sorted."""

    rushes: tuple[Rush, ...]
    left_out: tuple[LeftOut, ...]


def sort_out(files: Iterable[Found]) -> Layout:
    """Tell rushes, sidecars and what is left out apart.

    A file named outright is a rush whatever it is called, and so is a folder that cannot be read: whoever opens it says
    why. A small copy made by the camera is left out only when the rush that it is a copy of is there.
    """
    films: list[Found] = []
    others: list[Found] = []
    for found in files:
        media = found.outright or found.closed or found.path.suffix.casefold() in EXTENSIONS
        media = media and not found.odd
        (films if media else others).append(found)
    sure = _Index(Rush(found) for found in films if not _is_copy(found))
    left = [LeftOut(found, Why.PROXY) for found in films if _is_copy(found) and sure.has_original_of(found.path)]
    small = {one.found for one in left}
    rushes = [Rush(found) for found in films if found not in small]
    here = _Index(rushes)
    for found in others:
        owners = [] if found.odd else list(here.owners(found.path))
        for owner in owners:
            owner.sidecars.append(found.path)
        if not owners:
            left.append(LeftOut(found, _why(found)))
    return Layout(tuple(rushes), tuple(left))


def _why(found: Found) -> Why:
    ending = found.path.suffix.casefold()
    if found.odd:
        return Why.ODD
    if ending in (".lrv", ".lrf"):
        return Why.PROXY
    if ending == ".thm" or (ending in _PHOTOS and _among(found, _SMALL_PICTURES)):
        return Why.THUMBNAIL
    return Why.PHOTO if ending in _PHOTOS else Why.OTHER


def _is_copy(found: Found) -> bool:
    return not (found.outright or found.closed) and _among(found, _SMALL_COPIES)


def _among(found: Found, names: frozenset[str]) -> bool:
    """Whether the file lies in a folder of such a name on its card; the folder that was given counts as the card."""
    return found.path.parent != found.card and found.path.parent.name.casefold() in names


class _Index:
    """The rushes by folder and by stem."""

    def __init__(self, rushes: Iterable[Rush]) -> None:
        self._by_name: dict[tuple[Path, str], list[Rush]] = defaultdict(list)
        self._folders: dict[str, set[Path]] = defaultdict(set)
        self._below: dict[Path, list[Rush]] = defaultdict(list)
        self._inside: dict[Path, list[Rush]] = defaultdict(list)
        for rush in rushes:
            folder, stem = rush.path.parent, rush.path.stem.casefold()
            self._folders[stem].add(folder)
            self._inside[folder].append(rush)
            for name in {stem, rush.path.name.casefold()}:  # C0001.xmp, C0001.MP4.xmp
                self._by_name[folder, name].append(rush)
            root = _root_of(rush.path)
            if root is not None:
                self._below[root].append(rush)

    def has_original_of(self, copy: Path) -> bool:
        """Whether the rush that a camera's small copy shows is there: in the folder above or in one beside."""
        above = copy.parent.parent
        folders = {folder for stem in stems_of(copy) for folder in self._folders.get(stem, ())}
        return any(folder == above or folder.parent == above for folder in folders)

    def owners(self, path: Path) -> Iterator[Rush]:
        """The rushes that a file is about: none when it is no sidecar, many for the camera's list of the whole card."""
        root = _root_of(path)
        if root is not None and (path.name.casefold() in _WHOLE_CARD or path.suffix.casefold() == ".mpl"):
            yield from self._below[root]
        elif path.suffix.casefold() in SIDECARS:
            folders = [path.parent]
            folders += [path.parent.parent / name for name in self._beside(path)]
            for folder in folders:
                for stem in stems_of(path):
                    found = self._by_name.get((folder, stem))
                    if found:
                        yield from found
                        return
            if is_clip_folder(path.parent) and path.stem == path.parent.name:  # AA0001/AA0001.XML tells of AA000101.MXF
                yield from self._inside[path.parent]

    def _beside(self, path: Path) -> Iterator[str]:
        for name in _BESIDE.get(path.parent.name.casefold(), ()):
            yield from {name.upper(), name, name.title()}


def is_clip_folder(folder: Path) -> bool:
    """Whether Canon's XF cameras keep the files of one clip there."""
    return _CLIPS.fullmatch(folder.parent.name) is not None


def stems_of(path: Path) -> tuple[str, ...]:
    """The names, without ending and in small letters, that a rush may have whose sidecar or small copy this is."""
    stem = path.stem.casefold()
    return tuple(dict.fromkeys((stem, _NUMBERED.sub("", stem))))


def _root_of(path: Path) -> Path | None:
    """The folder of the camera's own layout that a file lies in."""
    return next((folder for folder in path.parents if folder.name.casefold() in _ROOTS), None)
