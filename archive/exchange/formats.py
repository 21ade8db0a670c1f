# SPDX-License-Identifier: GPL-3.0-or-later
"""The cut list formats as a table: a module each, imported only when it is asked for; what a file is, by its content."""

import re
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from importlib import import_module
from typing import Protocol, cast

from archive.exchange.cut import Cut, NotACut
from archive.exchange.timeline import Timeline
from media.errors import WrongUse
from media.language import gettext as _
from media.probe import COMMON_RATES, nominal_rate

LARGEST = 64 << 20
"""Bytes: an hour of film cut every second is a hundredth of it in the wordiest format."""


class CutFormat(StrEnum):
    """What editing programs exchange."""

    OTIO = "otio"
    FCP7 = "fcp7"
    FCPXML = "fcpxml"
    EDL = "edl"
    MLT = "mlt"


class Writer(Protocol):
    """A module that writes one format."""

    ENDING: str
    NAME: str
    write: Callable[[Timeline], bytes]


Reader = Callable[[bytes, Fraction | None], Cut]
_READERS = {
    CutFormat.OTIO: "archive.exchange.composition",
    CutFormat.FCP7: "archive.exchange.sequence",
    CutFormat.EDL: "archive.exchange.eventlist",
    CutFormat.FCPXML: "archive.exchange.storyline",
    CutFormat.MLT: "archive.exchange.tractor",
}
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(xmeml|fcpxml|mlt|sequence)[\s>/]")
_EVENT = re.compile(rb"^\s*\d{1,6}\s+\S+\s+\S+\s+[CDWK]", re.MULTILINE)


def writer(form: CutFormat) -> Writer:
    """The module that writes a format."""
    return cast(Writer, import_module(f"archive.exchange.{form}"))


def read_cut(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut in a file of any of the formats. `rate`: that of the timeline, for an EDL, which cannot say it.

    Raises NotACut for a file that is empty, too large, or none of them, or whose rate no film has.
    """
    if len(data) > LARGEST:
        raise NotACut(
            _("Ce fichier dépasse {count} Mo : ce n’est pas un montage.").format(count=LARGEST >> 20),
            _("Exporter une seule séquence, sans les rushes."),
        )
    form = kind_of(data)
    read: Reader = import_module(_READERS[form]).read
    cut = read(data, rate)
    if not 1 <= cut.rate <= 1000:
        raise NotACut(
            _("Cette séquence annonce une cadence impossible : {rate}.").format(rate=str(cut.rate)[:40]),
            _("Réexporter la séquence."),
        )
    return cut


def rate_asked(text: str | None) -> Fraction | None:
    """A frame rate as people type it, None for nothing: `25`, `29.97`, `30000/1001`. Raises WrongUse."""
    if text is None or not text.strip():
        return None
    try:
        found = Fraction(text.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    near = nominal_rate(found)
    if near not in COMMON_RATES or abs(near - found) > Fraction(1, 100):
        raise WrongUse(
            _("Cadence inconnue : « {text} ».").format(text=text), _("Écrire par exemple 23.976, 25, 29.97 ou 50.")
        )
    return near


def kind_of(data: bytes) -> CutFormat:
    """Which format a file is, by its first bytes, whatever it is called. Raises NotACut."""
    head = data[:65_536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    shown = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if shown.startswith(b"{"):
        return CutFormat.OTIO
    if shown.startswith(b"<"):
        roots = {b"fcpxml": CutFormat.FCPXML, b"mlt": CutFormat.MLT}
        found = _ROOT.search(shown)
        if found is not None:
            return roots.get(found[1], CutFormat.FCP7)
    elif b"\0" not in shown and (_EVENT.search(shown) or shown.startswith((b"TITLE:", b"FCM:"))):
        return CutFormat.EDL
    raise NotACut(
        _("Ce fichier n’est pas un montage que Baro sait lire.") if shown else _("Ce fichier est vide."),
        _("Exporter la séquence en OTIO, FCPXML, XML (Final Cut Pro 7), EDL (CMX 3600) ou Kdenlive."),
    )
