# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarist closed captions: pairs of bytes of the American television signal. Read only, by ttconv.

What ttconv shows is compared with the words that are in the file: those that it leaves out are reported.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from media.errors import Refused
from media.language import gettext as _
from subtitles.diagnostic import WARNING, Diagnostic
from subtitles.formats.base import Parsed, lost
from subtitles.formats.markup import TAG
from subtitles.formats.screen import Paragraph, paragraphs, placed, refuse_too_many
from subtitles.formats.stanza import Line

NAME = "scc"
_FIRST = re.compile(r"\s*Scenarist_SCC V\d\.\d")
_TIMED = re.compile(r"[ \t]*(\d\d)[:;.,](\d\d)[:;.,](\d\d)([:;.,])(\d\d)[ \t]+(.*)", re.ASCII)
_PAIR = re.compile(r"[0-9A-Fa-f]{4}")


def looks_like(text: str) -> bool:
    """True when `text` begins with the signature of Scenarist."""
    return _FIRST.match(text) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. Raises Refused when ttconv cannot follow the codes, or there are too many lines."""
    import ttconv.scc.reader

    found: list[Diagnostic] = []
    lines = list(_lines(text, found))
    refuse_too_many(len(lines))
    try:
        clean = "\n".join(line for _number, _ms, line in lines)
        kept = [one for one in paragraphs(ttconv.scc.reader.to_model(clean)) if one.text]
    except Exception as error:  # whatever a stranger's library raises over a stranger's file
        raise Refused(
            _("Les codes de ce fichier SCC ne peuvent pas être suivis ({error}).").format(error=error),
            _("Le réexporter depuis le logiciel d’origine, de préférence en SRT ou en WebVTT."),
        ) from error
    starts = [ms for _number, ms, _line in lines]
    numbers = [number for number, _ms, _line in lines]
    parsed = placed([(_number_at(one.start, starts, numbers), one) for one in kept], "en", strict)
    found += _missing(lines, kept)
    return parsed._replace(diagnostics=sorted([*found, *parsed.diagnostics], key=lambda one: one.line))


def _lines(text: str, found: list[Diagnostic]) -> Iterator[tuple[int, int, str]]:
    """The lines that have a time and pairs, cleaned, with number and milliseconds; the others are reported."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or _FIRST.match(line):
            continue
        time = _TIMED.fullmatch(line)
        if time is None or int(time[2]) > 59 or int(time[3]) > 59 or int(time[5]) > 29:
            action = _("Ligne sans temps lisible : elle n’a pas pu devenir un sous-titre.")
            found.append(lost(number, "unreadable-time", action, [Line(number, line[:200], False)]))
            continue
        pairs = time[6].split()
        good = [pair for pair in pairs if _PAIR.fullmatch(pair)]
        if len(good) < len(pairs):
            action = _("{count} mot(s) qui ne sont pas quatre chiffres hexadécimaux : laissés de côté.")
            count = len(pairs) - len(good)
            found.append(Diagnostic(number, "bad-pair", WARNING, action.format(count=count)))
        hours, minutes, seconds = int(time[1]), int(time[2]), int(time[3])
        ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(time[5]) * 33
        clock = f"{time[1]}:{time[2]}:{time[3]}{':' if time[4] == ':' else ';'}{time[5]}"
        yield number, ms, f"{clock}\t{' '.join(good)}"


def _number_at(ms: int | None, starts: list[int], numbers: list[int]) -> int:
    """The number of the line whose time comes last before `ms`."""
    place = bisect_right(starts, ms + 40) if ms is not None else 0
    return numbers[place - 1] if place else 0


def _missing(lines: list[tuple[int, int, str]], kept: list[Paragraph]) -> list[Diagnostic]:
    """The lines with words that nothing on the screen shows: another channel, or a text that nobody displayed."""
    shown: set[str] = set()
    for one in kept:
        shown.update(TAG.sub("", one.text).split())
    found = []
    for number, _ms, line in lines:
        said = _words(line.partition("\t")[2])
        left = [word for word in said.split() if len(word) > 1 and word not in shown]
        if left:
            action = _("Mots que rien n’affiche (autre canal, ou sous-titre jamais montré) : « {words} »")
            told = action.format(words=" ".join(left)[:200])
            found.append(Diagnostic(number, "text-left-out", WARNING, told))
    return found


def _words(pairs: str) -> str:
    """What the pairs of a line spell, a blank for every code."""
    from ttconv.scc.codes.extended_characters import SccExtendedCharacter
    from ttconv.scc.codes.special_characters import SccSpecialCharacter
    from ttconv.scc.word import SccWord

    text, before = "", None
    for pair in pairs.split():
        word = SccWord.from_str(pair)
        code, again = word.get_code(), word.is_code() and before == word.value
        before = None if again else word.value
        if again or word.value == 0:
            continue
        if isinstance(code, SccExtendedCharacter):
            text = text[:-1] + code.get_unicode_value()
        elif isinstance(code, SccSpecialCharacter):
            text += code.get_unicode_value()
        elif word.byte_1 < 0x20:
            text += " "
        else:
            text += word.to_text()
    return text
