# SPDX-License-Identifier: GPL-3.0-or-later
"""The formats as a table. One module per format with the same verbs; it is imported only when it is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from media.errors import WrongUse
from media.language import gettext as _
from subtitles.formats.base import Composed, Parsed


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, which is also its file extension."""

    name: str
    module: str
    reads: bool = True
    writes: bool = True
    binary: bool = False
    """It is no text: `looks_like` and `read` take the bytes of the file."""
    laid_out: bool = False
    """Its writer asks for a layout."""
    writer: str = ""
    """The module that writes it, when another one reads it."""

    @property
    def looks_like(self) -> Callable[[Any], bool]:
        """Tells whether a text (or the bytes, when `binary`) is of this format."""
        return import_module(self.module).looks_like  # type: ignore[no-any-return]

    @property
    def read(self) -> Callable[[Any, bool], Parsed]:
        """Text (or bytes, when `binary`) to track."""
        return import_module(self.module).read  # type: ignore[no-any-return]

    @property
    def write(self) -> Callable[..., Composed]:
        """Track (and whether to be strict, and the layout when it is `laid_out`) to text, or to bytes when `binary`."""
        return import_module(self.writer or self.module).write  # type: ignore[no-any-return]


FORMATS: tuple[Format, ...] = (
    Format("json", "subtitles.formats.json"),
    Format("vtt", "subtitles.formats.webvtt"),
    Format("ttml", "subtitles.formats.ttml"),
    Format("scc", "subtitles.formats.scc", writes=False),
    Format("stl", "subtitles.formats.stl", binary=True, laid_out=True, writer="subtitles.formats.ebu"),
    Format("sami", "subtitles.formats.sami", writes=False),
    Format("ass", "subtitles.formats.ass", laid_out=True),
    Format("microdvd", "subtitles.formats.microdvd", writes=False),
    Format("mpl2", "subtitles.formats.mpl2", writes=False),
    Format("sbv", "subtitles.formats.sbv", writes=False),
    Format("srt", "subtitles.formats.srt"),
    Format("txt", "subtitles.formats.txt", reads=False),
    Format("csv", "subtitles.formats.csv", reads=False),
    Format("html", "subtitles.formats.script", reads=False, laid_out=True),
)
"""In the order in which they are recognised."""


_OTHER_ENDINGS = {
    "smi": "sami",
    "ssa": "ass",
    "sub": "microdvd",
    "dfxp": "ttml",
    "xml": "ttml",
    "imsc": "ttml",
    "mpl": "mpl2",
}


def called(name: str) -> str:
    """The format of files whose names end in `name`, with or without a dot; `name` itself when there is none.

    >>> called(".SMI"), called("srt")
    ('sami', 'srt')
    """
    ending = name.lower().removeprefix(".")
    return _OTHER_ENDINGS.get(ending, ending)


def writable(name: str) -> Format:
    """The format called `name`, which may be written with a dot. Raises WrongUse when Baro does not write it."""
    wanted = name.lower().removeprefix(".")
    for known in FORMATS:
        if known.name == wanted and known.writes:
            return known
    raise WrongUse(
        _("Baro n’écrit pas de sous-titres au format « {name} ».").format(name=name),
        _("Formats possibles : {names}.").format(names=", ".join(known.name for known in FORMATS if known.writes)),
    )
