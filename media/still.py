# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph, a map, a logo: checked, turned upright, stripped of all that a telephone wrote into it."""

from pathlib import Path

from media.command import Run, make, photograph
from media.errors import Refused
from media.ffmpeg import Ffmpeg
from media.language import gettext as _
from media.process import ProcessFailed

KINDS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
LARGEST = 3840  # pixels of the longer side that are kept


def kind_of(path: Path) -> str:
    """`jpeg` or `png` by the first bytes. Raises Refused for anything else."""
    with path.open("rb") as handle:
        head = handle.read(8)
    found = next((kind for start, kind in KINDS.items() if head.startswith(start)), "")
    if not found:
        raise Refused(
            _("{name} n’est pas une image JPEG ou PNG.").format(name=path.name),
            _("L’enregistrer en JPEG ou en PNG."),
        )
    return found


def keep_still(ff: Ffmpeg, source: Path, to: Path) -> None:
    """Write the picture as a PNG of at most 3840 pixels, without metadata. Raises Refused when it cannot be read."""
    size = {"w": f"min({LARGEST},iw)", "h": f"min({LARGEST},ih)", "force_original_aspect_ratio": "decrease"}
    shown = photograph(source, kind_of(source))["v:0"].filter("scale", **size)
    options = {"c:v": "png", "frames:v": 1, "f": "image2", "update": 1, "pix_fmt": "rgb24"}
    try:
        make(ff, [shown], to, options, Run())
    except ProcessFailed as error:
        raise Refused(
            _("{name} ne peut pas être lu : {error}").format(name=source.name, error=error.message),
            _("L’ouvrir dans un logiciel d’images et l’enregistrer de nouveau."),
        ) from error


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a PNG that `keep_still` wrote."""
    with path.open("rb") as handle:
        head = handle.read(24)  # the signature, then the first chunk: length, IHDR, width, height
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
