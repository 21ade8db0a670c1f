# SPDX-License-Identifier: GPL-3.0-or-later
"""The looks of a line of a paper edit as plain JSON, and back; only what is not as usual is stored."""

from collections.abc import Mapping

from archive.consent import PARTS
from archive.model.film import NO_LOOKS, ItemLooks
from media.errors import Refused
from media.language import gettext as _
from media.looks import Hiding

LONGEST_FADE = 10_000


def stored(looks: ItemLooks) -> dict[str, object]:
    """The looks as JSON values. Raises Refused for an impossible fade or mask."""
    if not all(0 <= fade <= LONGEST_FADE for fade in (looks.fade_in, looks.fade_out)):
        raise Refused(_("Un fondu ne peut pas durer si longtemps."), _("Au plus dix secondes."))
    if not looks.masks <= set(PARTS):
        raise Refused(_("On ne peut masquer que le visage, la voix, le nom et le lieu."))
    every: dict[str, object] = {
        "fade_in": looks.fade_in,
        "fade_out": looks.fade_out,
        "lower": looks.lower,
        "speaker": " ".join(looks.speaker.split()),
        "masks": [part for part in PARTS if part in looks.masks],
        "hiding": str(looks.hiding),
    }
    usual = {"fade_in": 0, "fade_out": 0, "lower": False, "speaker": "", "masks": [], "hiding": str(NO_LOOKS.hiding)}
    return {name: value for name, value in every.items() if value != usual[name]}


def read(data: Mapping[str, object]) -> ItemLooks:
    """The looks that `stored` gave; anything that it would not have given counts as usual."""
    masks = data.get("masks")
    return ItemLooks(
        fade_in=_fade(data.get("fade_in")),
        fade_out=_fade(data.get("fade_out")),
        lower=data.get("lower") is True,
        speaker=str(data.get("speaker", "")),
        masks=frozenset(map(str, masks)) & set(PARTS) if isinstance(masks, list) else frozenset(),
        hiding=Hiding.SILHOUETTE if data.get("hiding") == Hiding.SILHOUETTE else NO_LOOKS.hiding,
    )


def _fade(value: object) -> int:
    return value if isinstance(value, int) else 0
