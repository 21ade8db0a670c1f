# SPDX-License-Identifier: GPL-3.0-or-later
"""MicroDVD: `{start}{end}text` in frames, lines parted by `|`. Read only.

The clock is pysubs2's; its reading of the text is not used, for `{inaudible}` and `C:\\Notes` are words here.
"""

import re

from media.language import gettext as _
from subtitles.diagnostic import INFO, WARNING, Diagnostic
from subtitles.formats.base import Parsed
from subtitles.formats.tags import Tagged
from subtitles.formats.timed import Dialect, Said, read_lines, styled_lines

NAME = "microdvd"
USUAL_RATE = 25.0
_FIRST = re.compile(r"\s*\{[ ]*\d{1,9}[ ]*\}[ ]*\{[ ]*\d{0,9}[ ]*\}")
_LINE = re.compile(r"[ ]*\{[ ]*(\d+)[ ]*\}[ ]*\{[ ]*(\d+)[ ]*\}(.*)", re.ASCII)
_RATE = re.compile(
    r"\s*\{[ ]*([01])[ ]*\}[ ]*\{[ ]*[01][ ]*\}[ ]*(\d{1,3}(?:[.,]\d{1,6})?)[^\S\n]*(?:fps)?[^\S\n]*(?:\n|$)"
)
_CODE = re.compile(r"\{([yYcCfFsSpPoOhH]):([^{}|]{0,80})\}")


def looks_like(text: str) -> bool:
    """True when the first line that is not blank begins with two frame numbers in braces."""
    return _FIRST.match(text) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`; its first line may say how many frames a second has, else they are taken for 25."""
    from pysubs2.time import frames_to_ms

    told = _RATE.match(text)
    rate = float(told[2].replace(",", ".")) if told is not None else 0.0
    first = 1
    if told is not None and 1 <= rate <= 240:
        first += text.count("\n", 0, told.end())
        text = text[told.end() :]
        action = _("Cadence annoncée par le fichier : {rate} images par seconde.").format(rate=told[2])
        notice = Diagnostic(1, "frame-rate", INFO, action)
    else:
        rate = USUAL_RATE
        action = _("Ce fichier compte en images sans dire leur cadence : 25 par seconde supposées. Vérifier.")
        notice = Diagnostic(1, "frame-rate", WARNING, action)
    dialect = Dialect(_LINE, lambda frame: frames_to_ms(frame, rate), _said)
    parsed = read_lines(text, dialect, strict, first)
    return parsed._replace(diagnostics=[notice, *parsed.diagnostics])


def _said(written: str) -> Said:
    styled = False

    def obey(line: str, tagged: Tagged) -> str:
        nonlocal styled
        for name in "ibu":
            if name not in whole:
                tagged.set(name, False)
        while (code := _CODE.match(line)) is not None:
            line = line[code.end() :].lstrip(" \t")
            names = [name for name in "ibu" if name in code[2].lower()] if code[1] in "yY" else []
            styled = styled or not names
            for name in names:
                tagged.set(name, True)
            if code[1] == "Y":
                whole.update(names)
        return line

    whole: set[str] = set()
    return Said(styled_lines(written, obey), styled)
