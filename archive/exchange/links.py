# SPDX-License-Identifier: GPL-3.0-or-later
"""For the team on this machine: a folder of links to the originals, under their own names, beside the cut lists."""

from dataclasses import replace
from pathlib import Path

from archive.access import Access
from archive.catalogue.exports import Extract
from archive.consent import PARTS
from archive.exchange.build import length_of, rate_of, reels, start_of
from archive.exchange.timeline import Source
from archive.film.assembly import Allowed
from archive.film.cutlist import FilmRefused, listing, refused
from archive.library import Library
from archive.model.film import CutClip, ItemId, Refusal
from archive.model.footage import Recording, RecordingId
from archive.takes import rush
from media.errors import CannotCheck
from media.language import gettext as _
from media.timecode import frames_of

FOLDER = "rushes"
_FORBIDDEN = '<>:"/\\|?*\0'


def check_whole(access: Access, ready: Allowed) -> None:
    """Raises FilmRefused when a seal, a refusal or a mask lies anywhere in a file that a clip is taken from, naming the clip."""
    film = ready.cut.film
    found: list[Refusal] = []
    for clip in ready.used:
        whole = replace(clip, span=clip.recording.whole, asked=clip.recording.whole)
        found += refused(access, whole, film.audience, film.name)
        if access.seals(clip.recording.id) and not any(one.clip == clip.place for one in found):
            found.append(Refusal(clip.place, clip.recording.original_name, whole.span, "", "sealed-passage"))
    for clip in ready.clips:
        if clip.looks.masks and not any(one.clip == clip.place for one in found):  # an original hides nothing
            reason = "must-be-masked:" + "+".join(part for part in PARTS if part in clip.looks.masks)
            found.append(Refusal(clip.place, clip.recording.original_name, clip.asked, "", reason))
    if found:
        raise FilmRefused(
            _("Ces originaux contiennent des passages qui ne peuvent pas sortir :") + listing(found),
            _("Exporter en paquet (--way package) : il ne contient que des extraits."),
            found,
        )


def sources_of(ready: Allowed) -> dict[RecordingId, Source]:
    """The file of each recording as the cut lists name it, under its original name as far as every disk allows it."""
    recordings = list({clip.recording.id: clip.recording for clip in ready.used}.values())
    names = _names(recordings)
    found: dict[RecordingId, Source] = {}
    for recording, name, reel in zip(recordings, names, reels(names), strict=True):
        picture = recording.picture
        found[recording.id] = Source(
            name,
            reel,
            f"{FOLDER}/{name}",
            recording.sha256,
            rate_of(recording),
            length_of(recording),
            start_of(recording),
            None if picture is None else (picture.width, picture.height),
            recording.has_sound,
        )
    return found


def lay(library: Library, ready: Allowed, sources: dict[RecordingId, Source], folder: Path) -> None:
    """Put the links into `folder`. Raises CannotCheck where the disk knows none, or an original is gone."""
    recordings: dict[RecordingId, Recording] = {clip.recording.id: clip.recording for clip in ready.used}
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for key, source in sources.items():
        original = rush(library, recordings[key])
        try:
            (folder / source.address).symlink_to(original)
        except OSError as error:
            raise CannotCheck(
                _("Ce disque ne sait pas porter de liens vers les originaux."),
                _("Choisir un dossier sur le disque de l’archive, ou exporter en paquet (--way package)."),
            ) from error


def extracts_of(ready: Allowed, sources: dict[RecordingId, Source]) -> dict[ItemId, Extract]:
    """What the catalogue will know of each clip: the whole file went out."""
    return {clip.item: _extract(clip, sources[clip.recording.id]) for clip in ready.used}


def _extract(clip: CutClip, source: Source) -> Extract:
    used = frames_of(clip.span, rate_of(clip.recording))
    return Extract(clip.place, clip.recording.id, source.name, source.sha256, 0, source.frames, used.start, len(used))


def _names(recordings: list[Recording]) -> list[str]:
    found: list[str] = []
    for recording in recordings:
        kept = "".join("_" if one in _FORBIDDEN or not one.isprintable() else one for one in recording.original_name)
        stem, _dot, ending = kept.strip(". ").rpartition(".")
        base = (stem or ending or "rush", f".{ending}" if stem else "")
        name, count = "".join(base), 1
        while name.casefold() in {one.casefold() for one in found}:
            count += 1
            name = f"{base[0]}_{count}{base[1]}"
        found.append(name)
    return found
