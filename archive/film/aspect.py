# SPDX-License-Identifier: GPL-3.0-or-later
"""The looks of a line of a paper edit as people read them."""

from collections.abc import Iterator

from archive.consent import PARTS
from archive.labels import label
from archive.model.film import ItemLooks
from media.language import gettext as _
from media.timecode import text_of_ms


def looks_text(looks: ItemLooks) -> str:
    """The looks of a line in a few words."""
    return " · ".join(_said(looks))


def _said(looks: ItemLooks) -> Iterator[str]:
    if looks.fade_in:
        yield _("fondu d’entrée {time}").format(time=text_of_ms(looks.fade_in))
    if looks.fade_out:
        yield _("fondu de sortie {time}").format(time=text_of_ms(looks.fade_out))
    if looks.lower:
        yield _("bandeau : {name}").format(name=looks.speaker or _("groupe et région"))
    for part in PARTS:
        if part in looks.masks:
            hidden = f" ({label(looks.hiding)})" if part == "face" else ""
            yield _("masqué : {part}").format(part=label(part)) + hidden
