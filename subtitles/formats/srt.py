# SPDX-License-Identifier: GPL-3.0-or-later
"""SubRip: read by us, because every voice must be kept; written by pysrt."""

import io
import re
from dataclasses import replace

from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.diagnostic import ERROR, INFO, WARNING, Diagnostic
from subtitles.formats.base import Composed, Parsed, carried, left_out, lost, sequence, substituted
from subtitles.formats.markup import alignment, from_srt, other_settings, safe_for_srt
from subtitles.formats.plain import has_blank_line, read_plain, subrip_cue
from subtitles.formats.stanza import Line, Stanza, joined, neighbours, stanzas
from subtitles.formats.timing import SRT, Broken, Timing, arrow_timing, comma_timing, diagnose

NAME = "srt"
_REGULAR = re.compile(r"(?:([0-9]{1,8})[ \t]*\n)?([0-9][0-9:.,]{4,15} --> [^\n]+)\n((?:[^\n]+\n)+)(?:\n+|\Z)")
_NUMBERED = r"[0-9]{1,8}\n[0-9][0-9:.,]{4,15} --> [^\n]+\n(?:[^\n]+\n)+\n+"
_AGAIN = re.compile(rf"(?<=\n\n)(?={_NUMBERED}{_NUMBERED})")
"""Where stanzas are regular again for a while."""
_SETTING = r"(?:[XY][12]|vertical|line|position|size|align|region):\S+"
_SETTINGS = re.compile(rf"{_SETTING}(?:[ \t]+{_SETTING})*")


def looks_like(text: str) -> bool:
    """True when a line of `text` is a SubRip timing, however badly written."""
    return any(isinstance(arrow_timing(line, SRT), Timing) for line in text[:100_000].split("\n"))


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. With `strict`, cues whose timing is not as the standard has it are reported, not kept."""
    plain = read_plain(text)
    if plain is not None:
        return plain
    reader = _Reader(strict)
    _mend(text if text.endswith("\n") else f"{text}\n", reader)
    cues = tuple(reader.cues)
    found = [*reader.diagnostics, *sequence(cues, reader.lines)]
    return Parsed(Track(cues), sorted(found, key=lambda diagnostic: diagnostic.line))


def _mend(text: str, reader: "_Reader") -> None:
    """Hand `text` to `reader`: regular stanzas one by one, and whole the stretches around what is odd.

    What follows a stanza may belong to it, so each waits until another regular one begins right behind it.
    """
    at, line = 0, 1
    while at < len(text):
        waiting: tuple[re.Match[str], Timing, int] | None = None
        while (found := _REGULAR.match(text, at)) is not None and (timing := reader.regular(found)) is not None:
            if waiting is not None:
                reader.take_regular(*waiting)
            waiting = found, timing, line
            line += found[0].count("\n")
            at = found.end()
        if at == len(text):
            if waiting is not None:
                reader.take_regular(*waiting)
            return
        begin, first = (waiting[0].start(), waiting[2]) if waiting is not None else (at, line)
        again = _AGAIN.search(text, at + 1)
        at = again.start() if again is not None else len(text)
        for current, following in neighbours(stanzas(text[begin:at], _timing, first)):
            reader.take(current, following, at == len(text))
        line = first + text.count("\n", begin, at)


def _timing(line: str, placed: bool) -> Timing | Broken | None:
    """A SubRip timing; where one may stand, also that of an SBV file that was pasted in."""
    return arrow_timing(line, SRT, placed) or (comma_timing(line) if placed else None)


def write(track: Track, strict: bool = False) -> Composed:
    """SubRip text of `track`, as pysrt writes it; what SubRip cannot say is stated."""
    from subtitles.interchange import to_pysrt

    diagnostics: list[Diagnostic] = []
    cues = tuple(_normal(cue, number, strict, diagnostics) for number, cue in enumerate(track.cues, 1))
    diagnostics += left_out(
        sum(cue.speaker is not None for cue in track.cues),
        "speaker-left-out",
        _("Le format SRT ne sait pas dire qui parle : nom laissé de côté dans {count} sous-titre(s). Le VTT le garde."),
    )
    diagnostics += left_out(
        sum(bool(cue.name or other_settings(cue.settings)) for cue in track.cues) + bool(track.blocks),
        "settings-left-out",
        _("Identifiants, positions ou blocs propres au VTT : laissés de côté à {count} endroit(s)."),
    )
    target = io.StringIO()
    to_pysrt(replace(track, cues=cues)).write_into(target, eol="\n")
    return Composed(target.getvalue(), diagnostics)


def _normal(cue: Cue, number: int, strict: bool, diagnostics: list[Diagnostic]) -> Cue:
    """The cue with the text that goes into the file."""
    align = alignment(cue.settings)
    said = cue.wording.text if cue.wording is not None and cue.wording.format == NAME and not strict else None
    if said is not None and from_srt(said) == (cue.text, align):
        return replace(cue, text=said)
    text, found = carried(cue.text, number, strict, arrow="→")
    diagnostics += found
    safe = safe_for_srt(text)
    if safe != text:
        what = _("ce qui ressemble à une balise SRT est écrit avec d’autres signes")
        diagnostics.append(substituted(number, what, strict))
    return replace(cue, text=("" if strict else align) + safe)


class _Reader:
    """Goes through the stanzas in order; `expected` is the next index if the file counts as it should."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.diagnostics: list[Diagnostic] = []
        self.expected = 1

    def regular(self, found: re.Match[str]) -> Timing | None:
        """The timing of a stanza that seems regular; None when it asks for a careful look."""
        timing = arrow_timing(found[2], SRT)
        if not isinstance(timing, Timing) or timing.before or (self.strict and timing.repairs):
            return None
        return None if "-->" in found[3] or has_blank_line(found[3]) else timing

    def take_regular(self, found: re.Match[str], timing: Timing, line: int) -> None:
        """Keep a regular stanza that begins on `line`."""
        index = found[1]
        line += index is not None
        self._count(None if index is None else int(index), line)
        if timing.repairs:
            self.diagnostics += diagnose(line, timing.repairs)
        self._keep(line, timing, found[3][:-1])

    def take(self, stanza: Stanza, following: Stanza | None, to_the_end: bool = True) -> None:
        """Settle `stanza`; what belongs to the head of the `following` one is taken out of it first.

        Without one it is the last of the file only when this stretch goes `to_the_end`.
        """
        index = self._index_of(following, stanza) if following is not None else None
        self._settle(stanza, following is None and to_the_end)
        if following is not None:
            self._count(index, following.line, isinstance(following.timing, Timing))

    def _index_of(self, stanza: Stanza, previous: Stanza) -> int | None:
        """The index line of `stanza`, taken away from the text above it."""
        timing = stanza.timing
        if isinstance(timing, Timing) and timing.before:
            if timing.before.isdecimal() and len(timing.before) < 9:
                self._say(stanza.line, "index-glued", WARNING, _("Numéro collé au temps : détaché."))
                return int(timing.before)
            previous.body.append(Line(stanza.line, timing.before, False))
            self._say(stanza.line, "text-glued", WARNING, _("Texte collé devant le temps : rendu au précédent."))
        last = previous.body[-1] if previous.body else None
        if last is None or not (digits := last.text.strip()).isdecimal() or len(digits) > 8:
            return None
        index = int(digits)
        fits = index == self.expected
        if stanza.gap and not (fits and last.gap):
            return None
        if not (last.gap or fits):
            return None
        previous.body.pop()
        if not last.gap:
            self._say(last.number, "index-glued", WARNING, _("Numéro collé au texte qui précède : détaché."))
        return index

    def _count(self, index: int | None, line: int, timed: bool = True) -> None:
        if index is None:
            self._say(line, "index-missing", INFO, _("Numéro absent : le sous-titre est gardé et numéroté."))
        elif index == self.expected - 1:
            self._say(line, "index-repeated", INFO, _("Numéro répété : le sous-titre est renuméroté."))
        elif index == 1 and self.cues and timed:
            self._say(line, "pasted", WARNING, _("La numérotation recommence : deux fichiers collés ?"))
        elif index != self.expected:
            self._say(line, "index-jump", INFO, _("Numérotation discontinue : le sous-titre est renuméroté."))
        self.expected = (self.expected if index is None else index) + 1

    def _settle(self, stanza: Stanza, last: bool) -> None:
        timing, body = stanza.timing, stanza.body
        if timing is None:
            if body:
                action = _("Texte sans temps en tête de fichier : il n’a pas pu devenir un sous-titre.")
                self.diagnostics.append(lost(body[0].number, "text-without-time", action, body))
        elif isinstance(timing, Broken):
            said = [Line(stanza.line, timing.words, False), *body]
            action = _("Temps illisible : ce sous-titre n’a pas pu être placé.")
            self.diagnostics.append(lost(stanza.line, "unreadable-time", action, said))
        else:
            kept = self._text(stanza, last)
            if self.strict and (timing.repairs or timing.before):
                action = _("Temps hors norme : le sous-titre n’est pas gardé.")
                self.diagnostics.append(lost(stanza.line, "not-standard", action, kept))
            else:
                if timing.repairs:
                    self.diagnostics += diagnose(stanza.line, timing.repairs)
                self._keep(stanza.line, timing, joined(kept))

    def _text(self, stanza: Stanza, last: bool) -> list[Line]:
        """The lines of the cue's text; later groups of lines are its own words or cues that lost their times."""
        kept, *later = stanza.parts()
        for part in later:
            if self._is_next_index(part[0]):
                self.expected += 1
                if len(part) > 1 or not last:
                    action = _("Sous-titre sans temps : il n’a pas pu être placé.")
                    self.diagnostics.append(lost(part[0].number, "time-missing", action, part[1:]))
                else:
                    action = _("Le fichier s’arrête au milieu d’un sous-titre : il n’en reste que le numéro.")
                    self._say(part[0].number, "end-of-file", ERROR, action)
            else:
                action = _("Ligne vide à l’intérieur du sous-titre : retirée, le texte qui suit est gardé.")
                self._say(part[0].number, "blank-line", WARNING, action)
                kept += part
        if last and not kept and self.cues:
            self._say(stanza.line, "end-of-file", WARNING, _("Le fichier s’arrête juste après un temps."))
        return kept

    def _is_next_index(self, line: Line) -> bool:
        found = line.text.strip()
        return found.isdecimal() and len(found) < 9 and int(found) == self.expected

    def _keep(self, line: int, timing: Timing, written: str) -> None:
        rest = timing.rest
        if rest and not _SETTINGS.fullmatch(rest):
            written = f"{rest}\n{written}" if written else rest
            self._say(line, "text-after-time", WARNING, _("Texte collé derrière le temps : rendu au sous-titre."))
            rest = ""
        self.lines.append(line)
        self.cues.append(subrip_cue(len(self.cues) + 1, Span(timing.start, timing.end), written, rest))

    def _say(self, line: int, code: str, severity: str, action: str) -> None:
        self.diagnostics.append(Diagnostic(line, code, severity, action))
