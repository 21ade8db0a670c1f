# SPDX-License-Identifier: GPL-3.0-or-later
"""The originals that a film or clip is cut from: there, and read once more before they are used."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from archive.library import Library
from archive.model.footage import Recording, RecordingId
from archive.takes import rush
from media.errors import CannotCheck
from media.language import gettext as _
from media.probe import MediaInfo, MediaRefused, probe_all


def probed(library: Library, recordings: Iterable[Recording]) -> dict[RecordingId, MediaInfo]:
    """The technical facts of each original, one child process for all. Raises CannotCheck naming the one that fails."""
    distinct = {recording.id: recording for recording in recordings}
    paths = [rush(library, recording) for recording in distinct.values()]
    found: dict[RecordingId, MediaInfo] = {}
    with closing(probe_all(paths)) as facts:
        for recording, info in zip(distinct.values(), facts, strict=True):
            if isinstance(info, MediaRefused):
                raise CannotCheck(
                    _("L’original de {name} ne se lit plus : {why}").format(
                        name=recording.original_name, why=info.message
                    ),
                    _(
                        "Vérifier l’archive avec « baro doctor » ; la carte ou une sauvegarde a peut-être encore ce fichier."
                    ),
                )
            found[recording.id] = replace(info, choice=recording.sound)
    return found
