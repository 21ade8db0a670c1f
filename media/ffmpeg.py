# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ffmpeg works for this archive: the one named in the settings, a capable one on PATH, or the wheel's own."""

import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from media.errors import CannotCheck
from media.language import gettext as _
from media.process import Limits, ProcessFailed, run

ENCODERS = frozenset({"libx264", "aac", "pcm_s16le", "mjpeg"})
FILTERS = frozenset({"subtitles", "ass", "drawtext", "loudnorm", "ebur128", "rubberband", "scdet"})
MOST_THREADS = 8
_LISTED = re.compile(r"^\s*[A-Z.|]{2,}\s+(\S+)")
_VERSION = re.compile(r"^ffmpeg version (\S+)")


class FfmpegMissing(CannotCheck):
    """No ffmpeg here that can do what Baro needs."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """One capable ffmpeg, and what each of its runs may use. `threads` is at least 1."""

    path: Path
    version: str
    memory_bytes: int | None = None
    threads: int = 1


def find(explicit: str = "", memory_mb: int = 4096, threads: int = 0) -> Ffmpeg:
    """The ffmpeg to use; `threads` 0 means as many as there are processors, 8 at most.

    Raises FfmpegMissing when the one named in the settings cannot do the work, or when there is none at all.
    """
    # each thread of a many-core machine reserves address space, which the memory limit counts
    threads = threads if threads > 0 else min(os.cpu_count() or 1, MOST_THREADS)
    memory = memory_mb << 20 if memory_mb > 0 else None
    if explicit:
        explicit = os.path.abspath(explicit)  # runs take place in other folders
        return Ffmpeg(Path(explicit), _version_of_explicit(explicit), memory, threads)
    for path in (shutil.which("ffmpeg"), _wheel()):
        if path is not None:
            version, missing = _capabilities(str(path))
            if not missing:
                return Ffmpeg(Path(path), version, memory, threads)
    raise FfmpegMissing(
        _("Aucun ffmpeg utilisable sur cet ordinateur."),
        _("Réinstaller Baro (il apporte le sien), ou indiquer un ffmpeg avec le réglage ffmpeg."),
    )


def _version_of_explicit(explicit: str) -> str:
    version, missing = _capabilities(explicit)
    if missing:
        raise FfmpegMissing(
            _("Le ffmpeg des réglages ({path}) ne convient pas : {missing}.").format(
                path=explicit, missing=", ".join(sorted(missing))
            ),
            _("Corriger le réglage ffmpeg, ou l’effacer pour prendre celui livré avec Baro."),
        )
    return version


@cache
def _capabilities(path: str) -> tuple[str, frozenset[str]]:
    """The version, and what is missing: nothing when it can do all the work."""
    limits = Limits(stall_seconds=30)
    try:
        first = run([path, "-version"], limits=limits).output
        listed = run([path, "-hide_banner", "-encoders"], limits=limits).output
        listed += run([path, "-hide_banner", "-filters"], limits=limits).output
    except ProcessFailed as error:
        return "", frozenset({error.message})
    names = {found[1] for line in listed if (found := _LISTED.match(line))}
    version = _VERSION.match(first[0]) if first else None
    return (version[1] if version else "?"), (ENCODERS | FILTERS) - names


def _wheel() -> Path | None:
    """The binary that the imageio-ffmpeg wheel carries; the package itself would look elsewhere first."""
    package = find_spec("imageio_ffmpeg")
    if package is None or package.origin is None:
        return None
    found = sorted((Path(package.origin).parent / "binaries").glob("ffmpeg-*"))
    return found[-1] if found else None
