# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a package has room on the disk where it is to lie, asked before anything is made."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from shutil import disk_usage

from archive.exchange.package import Planned
from media.errors import Refused
from media.language import gettext as _

SPARE = 200_000_000
"""Bytes that stay free: a full disk stops the whole laptop."""
SOUND = 192_000
"""Bytes a second of an uncompressed voice; compressed sound takes a tenth."""
LEAST, MOST = Fraction(1, 10), Fraction(1, 4)
"""Bits that a pixel takes at the quality of extracts: a still face, leaves in the wind."""


def room_for(plans: Iterable[Planned]) -> int:
    """About how many bytes these extracts will take: as many as in their originals, within what the encoder spends.

    Extracts that several clips share count once.
    """
    return sum({plan.key: _bytes(plan) for plan in plans}.values())


def check_room(folder: Path, wanted: int) -> None:
    """Raises Refused, saying how much is lacking, when `folder` (or where it will be made) has no room for so many bytes."""
    there = next(place for place in (folder, *folder.parents) if place.is_dir())
    free = disk_usage(there).free
    if free < wanted + SPARE:
        raise Refused(
            _("Pas assez de place pour le paquet : il en faut environ {wanted} Mo, il manque {lacking} Mo.").format(
                wanted=-(-wanted // 1_000_000), lacking=-(-(wanted + SPARE - free) // 1_000_000)
            ),
            _("Libérer de la place, ou exporter sur un autre disque (baro film export -o DOSSIER)."),
        )


def _bytes(plan: Planned) -> int:
    recording, seconds = plan.clip.recording, Fraction(plan.span.duration, 1000)
    if plan.heard or recording.picture is None:
        return int(seconds * SOUND)
    picture = recording.picture
    pixels = picture.width * picture.height * picture.rate
    own = Fraction(recording.size * 8 * 1000, max(1, recording.duration))
    return int(seconds * (min(max(own, pixels * LEAST), pixels * MOST) / 8 + SOUND / 10))
