# SPDX-License-Identifier: GPL-3.0-or-later
"""An archive folder, opened: where everything lies, its catalogue, its settings and who is asking."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session as Session  # the pages name its type and may not know SQL

from archive import config, replay
from archive.catalogue import clock, tags
from archive.catalogue.engine import Catalogue
from archive.person import UNNAMED, Person, Role
from media.card import is_there
from media.errors import NotFound, Refused, WrongUse
from media.files import write_bytes
from media.language import gettext as _

OTHERS = 0o007
FOLDERS = ("originals", "films", "editions", "derived", "fonts")
OWN = frozenset({*FOLDERS, "takes", "reports", "evidence", "pictures"})
_FIRST_SETTINGS = """\
# Réglages de cette archive. « baro config » montre chaque réglage, sa valeur et d’où elle vient.
"""


@dataclass(frozen=True, slots=True)
class Library:
    """One open archive. First argument of nearly every function of this floor."""

    folder: Path
    settings: config.Settings
    catalogue: Catalogue
    person: Person

    def reading(self) -> AbstractContextManager[Session]:
        """A consistent look at the catalogue."""
        return self.catalogue.reading()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A short write to the catalogue; commits on success only, after the ledger has heard of withdrawals."""
        with self.catalogue.writing() as session:
            yield session
            clock.reached(session, date.today())
            replay.write_down(session, self.folder, self.settings)

    def original(self, sha256: str) -> Path:
        """Where the original with these bytes lies; it never moves and is never rewritten."""
        return self.folder / "originals" / sha256[:2] / sha256

    def spare_originals(self, to: Path) -> None:
        """Refuse to write `to` where it would lie among the originals, or the takes put together of them. Raises WrongUse."""
        if any(to.resolve().is_relative_to(place.resolve()) for place in (self.folder / "originals", self.takes)):
            raise WrongUse(_("Rien ne s’écrit parmi les originaux."), _("Choisir un autre dossier."))

    def derived(self, *parts: str) -> Path:
        """A path under `derived/`, which may be deleted at any time and is made again."""
        return self.folder.joinpath("derived", *parts)

    @property
    def takes(self) -> Path:
        """Where takes of several files lie put end to end: as closed as the originals, made again when missing."""
        return self.folder / "takes"

    @property
    def films(self) -> Path:
        """Where renders lie."""
        return self.folder / "films"

    @property
    def index(self) -> Path:
        """Where the search index lies."""
        return self.derived("index")

    def as_person(self, person: Person) -> "Library":
        """The same archive, asked by somebody else."""
        return replace(self, person=person)


def create(folder: Path, person: Person | None = None) -> Library:
    """Make a new archive in `folder`. Raises Refused when something other than an empty folder is there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            _("{folder} n’est pas un dossier vide.").format(folder=folder), _("Choisir un dossier neuf pour l’archive.")
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(folder.stat().st_mode & ~OTHERS)  # nothing in it is for the other users of this computer
    for name in FOLDERS:
        (folder / name).mkdir()
    catalogue = Catalogue(_sqlite(folder))
    catalogue.upgrade()
    with catalogue.writing() as session:
        tags.load_vocabulary(session)
    catalogue.close()
    write_bytes(folder / config.FILE, _FIRST_SETTINGS.encode())
    return open_library(folder, person=person)


def open_library(folder: Path, settings: config.Settings | None = None, person: Person | None = None) -> Library:
    """Open the archive in `folder`, running missing migrations and what the ledger of withdrawals says beyond the catalogue.

    Raises NotFound when there is none, CannotCheck when the ledger was tampered with.
    """
    folder = Path(os.path.abspath(folder))
    if not (folder / config.FILE).is_file() or not (folder / "catalogue.sqlite").is_file():
        raise NotFound(
            _("Il n’y a pas d’archive dans {folder}.").format(folder=folder),
            _("Créer une archive avec « baro init DOSSIER », ou indiquer la bonne avec --archive."),
        )
    settings = settings or config.load(folder)
    catalogue = Catalogue(_sqlite(folder))
    catalogue.upgrade()
    replay.replay(catalogue, folder, settings)
    return Library(folder, settings, catalogue, person or Person(settings.person or UNNAMED, Role.ADMINISTRATOR))


@contextmanager
def opened(folder: Path, settings: config.Settings | None = None, person: Person | None = None) -> Iterator[Library]:
    """`open_library`, closed again at the end of the block."""
    library = open_library(folder, settings, person)
    try:
        yield library
    finally:
        library.catalogue.close()


def own_folder(path: Path) -> str:
    """The folder of an archive, this one or another, that a file or folder lies in or is (`derived`, `films`); empty outside."""
    whole = path.resolve()
    for folder in whole.parents:
        if all(is_there(folder / name) for name in (config.FILE, "catalogue.sqlite")):
            name = whole.relative_to(folder).parts[0]
            return name if name in OWN else ""
    return ""


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'catalogue.sqlite'}"
