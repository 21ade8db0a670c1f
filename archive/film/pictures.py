# SPDX-License-Identifier: GPL-3.0-or-later
"""Still pictures of films: maps, logos, landscapes. They lie in `pictures/` under their hash, without metadata.

Nobody in them can be asked for consent, so nobody may be recognised in them: whoever adds one declares it. A still
with somebody in it is a passage of a recording.
"""

import re
from pathlib import Path

from archive.library import Library
from media.errors import CannotCheck, NotFound, Refused
from media.ffmpeg import find
from media.files import settle, sha256_of, working_folder
from media.language import gettext as _
from media.still import keep_still

FOLDER = "pictures"
_NAME = re.compile(r"[0-9a-f]{64}\.png")


def keep_picture(library: Library, source: Path, *, nobody: bool) -> str:
    """Keep a clean copy of a JPEG or PNG; gives its name for the paper edit.

    Raises Refused unless `nobody` is declared recognisable in it, or when it cannot be read; NotFound without file.
    """
    if not nobody:
        raise Refused(
            _("Une image où l’on reconnaît quelqu’un ne peut pas entrer dans un film sans autorisation."),
            _("Déclarer que personne n’y est reconnaissable, ou monter un passage filmé de cette personne."),
        )
    if not source.is_file():
        raise NotFound(_("Il n’y a pas de fichier {path}.").format(path=source), _("Vérifier le chemin."))
    settings, folder = library.settings, library.folder / FOLDER
    folder.mkdir(exist_ok=True)
    with working_folder(folder / "new") as work:
        clean = work / "clean.png"
        keep_still(find(settings.ffmpeg, settings.memory_mb, settings.threads), source, clean)
        name = f"{sha256_of(clean)}.png"
        settle(clean, folder / name)
    return name


def path_of(library: Library, name: str) -> Path:
    """Where a kept picture lies. Raises CannotCheck when it is gone."""
    path = library.folder / FOLDER / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise CannotCheck(
            _("Une image du film n’est plus dans l’archive."),
            _("Remettre l’image dans le montage, ou enlever sa ligne."),
        )
    return path
