# SPDX-License-Identifier: GPL-3.0-or-later
"""Still pictures beside a cut list, under neutral names that say which picture of the archive they are."""

import re
import shutil
from pathlib import Path

from archive.exchange.cut import Taken
from archive.exchange.timeline import Still
from archive.film.assembly import Allowed
from archive.film.pictures import FOLDER, path_of
from archive.library import Library
from archive.model.film import CutCard
from media.still import size_of

TOLD = 16
"""Letters of a picture's hash that its name keeps, so that it is known again when nothing else of it comes back."""
_NAME = re.compile(rf"-([0-9a-f]{{{TOLD}}})\.png$")


def lay_stills(library: Library, ready: Allowed, folder: Path, before: str, *, link: bool) -> dict[str, Still]:
    """Put each picture of the film into `folder`, named `before`, a hyphen and some of its hash; gives them by their names.

    Raises CannotCheck when one is gone.
    """
    found: dict[str, Still] = {}
    for part in ready.cut.parts:
        if not isinstance(part, CutCard) or not part.picture or part.picture in found:
            continue
        source, sha = path_of(library, part.picture), part.picture.partition(".")[0]
        address = f"{before}-{sha[:TOLD]}.png"
        to = folder / address
        to.parent.mkdir(parents=True, exist_ok=True)
        if link:
            to.symlink_to(source.absolute())
        else:
            shutil.copyfile(source, to)
            to.chmod(0o644)
        found[part.picture] = Still(to.name, address, sha, size_of(source))
    return found


def picture_of(library: Library, taken: Taken) -> str:
    """The name in the archive of the picture that a shot of a cut shows; empty when it is none."""
    names = [re.split(r"[/\\]", name)[-1] for name in (*taken.addresses, taken.name) if name]
    known = [taken.sha256.lower(), *(found[1] for name in names if (found := _NAME.search(name.lower())))]
    for hash_ in filter(None, known):
        for path in sorted((library.folder / FOLDER).glob(f"{hash_}*.png")) if hash_.isalnum() else ():
            return path.name
    return ""
