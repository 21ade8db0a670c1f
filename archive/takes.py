# SPDX-License-Identifier: GPL-3.0-or-later
"""The one file to read of a recording: its original, or, when the camera wrote the take as several files, these put end to
end without touching a picture. That file lies in `takes/`, as closed as the originals, and is made again when missing.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive import originals
from archive.library import Library
from archive.model.footage import Recording
from media.errors import CannotCheck
from media.files import arriving
from media.language import gettext as _
from media.probe import MediaInfo, MediaRefused, probe_all
from media.rejoin import ending_of, rejoin

ENDINGS = (".mov", ".mts")


def rush(library: Library, recording: Recording, cancelled: Callable[[], bool] | None = None) -> Path:
    """Where the whole take lies. Raises CannotCheck when an original is gone, no longer whole, or reads no more; Refused without
    room, Cancelled."""
    for sha256, size in recording.files:
        _check_whole(library.original(sha256), size, recording.original_name)
    if not recording.parts:
        return library.original(recording.sha256)
    there = [path for path in places(library, recording) if path.is_file()]
    return there[0] if there else _joined(library, recording, cancelled)


def _check_whole(original: Path, size: int, name: str) -> None:
    """Raises CannotCheck unless all the bytes are there: ffmpeg takes the end of some files for the end of the take."""
    there = original.stat().st_size if original.is_file() else None
    if there == size:
        return
    message = _("L’original de {name} n’est plus dans l’archive.")
    if there is not None:
        message = _("L’original de {name} n’est plus entier : {there} octets sur {size}.")
    raise CannotCheck(
        message.format(name=name, there=there, size=size),
        _("Verser de nouveau la carte : « baro ingest CARTE » le remet en place."),
    )


def places(library: Library, recording: Recording) -> tuple[Path, ...]:
    """Where the whole take of a recording of several files may lie."""
    return tuple(library.takes / f"{recording.id}{ending}" for ending in ENDINGS)


def _joined(library: Library, recording: Recording, cancelled: Callable[[], bool] | None) -> Path:
    paths = [library.original(part.sha256) for part in recording.parts]
    infos: list[MediaInfo] = []
    with closing(probe_all(paths)) as probed:
        for part, info in zip(recording.parts, probed, strict=True):
            if isinstance(info, MediaRefused):
                raise CannotCheck(
                    _("L’original de {name} ne se lit plus : {why}").format(name=part.name, why=info.message),
                    _(
                        "Vérifier l’archive avec « baro doctor » ; la carte ou une sauvegarde a peut-être encore ce fichier."
                    ),
                )
            infos.append(info)
    originals.check_room(library, recording.size, recording.original_name)
    final = library.takes / f"{recording.id}{ending_of(infos[0])}"
    with arriving(final) as to:
        rejoin(list(zip(paths, infos, strict=True)), to, memory=library.settings.memory_mb << 20, cancelled=cancelled)
        to.chmod(0o600)
    return final
