# SPDX-License-Identifier: GPL-3.0-or-later
"""WebVTT: identifiers, settings, NOTE, STYLE and REGION blocks and voices are kept and written back."""

import re
from dataclasses import replace

from media.language import gettext as _
from media.span import Span
from media.timecode import text_of_ms
from subtitles.cue import Cue, Track, Wording
from subtitles.diagnostic import INFO, WARNING, Diagnostic
from subtitles.formats.base import Composed, Parsed, carried, lost, sequence, substituted
from subtitles.formats.markup import alignment, other_settings
from subtitles.formats.plain_vtt import read_plain
from subtitles.formats.stanza import Line, Stanza, joined, neighbours, stanzas
from subtitles.formats.timing import VTT, Broken, Timing, arrow_timing, diagnose
from subtitles.formats.voice import Spoken, from_vtt, to_vtt

NAME = "vtt"
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
_BLOCK = re.compile(r"NOTE(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*")
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*$", re.MULTILINE)
_PERCENT = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%"
_STANDARD = re.compile(
    rf"vertical:(?:rl|lr)|line:(?:-?\d+|{_PERCENT})(?:,(?:start|center|end))?|size:{_PERCENT}"
    rf"|position:{_PERCENT}(?:,(?:line-left|center|line-right))?|align:(?:start|center|end|left|right)|region:\S+"
)
_ROWS = {"7": "line:0", "8": "line:0", "9": "line:0", "4": "line:50%", "5": "line:50%", "6": "line:50%"}
_LEFT, _RIGHT = "position:5% align:left", "position:95% align:right"


def looks_like(text: str) -> bool:
    """True when the first line is the WebVTT signature."""
    return text.startswith("WEBVTT") and _SIGNATURE.fullmatch(text.partition("\n")[0]) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. With `strict`, only the cues that the standard accepts are kept; the others are reported."""
    parsed = read_plain(text) or _carefully(text, strict)
    blocks = parsed.track.blocks
    language = _LANGUAGE.search(blocks[0][1]) if blocks and looks_like(blocks[0][1]) else None
    return parsed if language is None else parsed._replace(track=replace(parsed.track, language=language[1]))


def _carefully(text: str, strict: bool) -> Parsed:
    reader = _Reader(strict)
    for current, following in neighbours(
        stanzas(text, lambda line, placed: arrow_timing(line, VTT, placed and not strict))
    ):
        reader.take(current, following)
    track = Track(tuple(reader.cues), blocks=tuple(reader.blocks))
    found = [*reader.diagnostics, *sequence(track.cues, reader.lines)]
    return Parsed(track, sorted(found, key=lambda diagnostic: diagnostic.line))


def write(track: Track, strict: bool = False) -> Composed:
    """WebVTT text of `track`. A cue that nobody touched keeps its own wording, unless `strict` asks for plain standard."""
    diagnostics: list[Diagnostic] = []
    blocks = [(place, _block(text, strict, diagnostics)) for place, text in track.blocks]
    header = blocks.pop(0)[1] if blocks and looks_like(blocks[0][1]) else "WEBVTT"
    chunks = [header]
    for number, cue in enumerate(track.cues, 1):
        while blocks and blocks[0][0] < number:
            chunks.append(blocks.pop(0)[1])
        chunks.append(_cue(cue, number, strict, diagnostics))
    chunks += [text for _place, text in blocks]
    return Composed("\n\n".join(chunks) + "\n", diagnostics)


def _block(text: str, strict: bool, diagnostics: list[Diagnostic]) -> str:
    kept, found = carried(text, 0, strict, arrow="→")
    diagnostics += found
    first = kept.partition("\n")[0]
    return kept if _BLOCK.fullmatch(first) or _SIGNATURE.fullmatch(first) else f"NOTE\n{kept}"


def _cue(cue: Cue, number: int, strict: bool, diagnostics: list[Diagnostic]) -> str:
    times = f"{text_of_ms(cue.span.start)} --> {text_of_ms(cue.span.end)}"
    settings = _settings(cue.settings)
    if strict and settings:
        good = [part for part in settings.split() if _STANDARD.fullmatch(part)]
        if good != settings.split():
            action = _("Sous-titre {n} : réglages hors norme laissés de côté.").format(n=number)
            diagnostics.append(Diagnostic(number, "settings-left-out", INFO, action))
        settings = " ".join(good)
    said = cue.wording.text if cue.wording is not None and cue.wording.format == NAME and not strict else None
    if said is None or from_vtt(said)[:2] != (cue.text, cue.speaker):
        text, found = carried(cue.text, number, strict)
        diagnostics += found
        said = to_vtt(text, cue.speaker)
    lines = [f"{times} {settings}".rstrip(), said]
    name = " ".join(cue.name.split("\n"))
    if "-->" in name or name != cue.name or (name and not name.strip(" \t")):
        diagnostics.append(substituted(number, _("identifiant illisible en VTT laissé de côté"), strict))
    elif name:
        lines.insert(0, name)
    return "\n".join(lines)


def _settings(settings: str) -> str:
    """The settings in WebVTT's words: a SubRip alignment is translated, SubRip coordinates have no equivalent."""
    own, align = " ".join(other_settings(settings).split("\n")), alignment(settings)
    if own or not align:
        return own
    digit = align[4]
    column = _LEFT if digit in "147" else _RIGHT if digit in "369" else ""
    return f"{_ROWS.get(digit, '')} {column}".strip()


def parted(rest: str) -> tuple[str, str]:
    """What follows a timing, as settings and as words that were glued to it: two words or more without a colon.

    One odd word alone is a setting that a browser passes over (`vertical: rl`), and stays where it is.

    >>> parted("align:start Bonjour à tous")
    ('align:start', 'Bonjour à tous')
    >>> parted("vertical: rl")
    ('vertical: rl', '')
    """
    parts = rest.split()
    at = next((place for place, part in enumerate(parts) if ":" not in part), len(parts))
    words = parts[at:]
    if (
        len(words) < 2
        or any(":" in word for word in words)
        or not all(any(map(str.isalpha, word)) for word in words[:2])
    ):
        return rest, ""
    return " ".join(parts[:at]), " ".join(words)


class _Reader:
    """Goes through the stanzas in order."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.blocks: list[tuple[int, str]] = []
        self.diagnostics: list[Diagnostic] = []
        self.name = ""

    def take(self, stanza: Stanza, following: Stanza | None) -> None:
        """Settle `stanza`; the identifier of the `following` one is taken out of it first."""
        name = self._name_of(following, stanza) if following is not None else ""
        self._settle(stanza, following is None)
        self.name = name

    def _name_of(self, stanza: Stanza, previous: Stanza) -> str:
        last = previous.body[-1] if previous.body else None
        if last is None or stanza.gap or (last.number == 1 and _SIGNATURE.fullmatch(last.text)):
            return ""
        if not last.gap:
            glued = last.text.strip().isdecimal() and self.name.isdecimal() and not self.strict
            if not glued or len(last.text) > 8 or int(last.text) != int(self.name) + 1:
                return ""
            self._say(last.number, "index-glued", WARNING, _("Identifiant collé au texte qui précède : détaché."))
        previous.body.pop()
        return last.text

    def _settle(self, stanza: Stanza, last: bool) -> None:
        timing = stanza.timing
        first, *parts = stanza.parts()
        if timing is None:
            self._loose(parts, None)
        elif isinstance(timing, Broken):
            action = _("Temps illisible : ce sous-titre n’a pas pu être placé.")
            said = [Line(stanza.line, timing.words, False), *first]
            self.diagnostics.append(lost(stanza.line, "unreadable-time", action, said))
            self._loose(parts, None)
        elif self.strict and timing.repairs:
            action = _("Temps hors norme : le sous-titre n’est pas gardé.")
            self.diagnostics.append(lost(stanza.line, "not-standard", action, first))
            self._loose(parts, None)
        else:
            self.diagnostics += diagnose(stanza.line, timing.repairs)
            self._keep(stanza, timing, first, parts)
            if last and not self.cues[-1].text:
                self._say(stanza.line, "end-of-file", WARNING, _("Le fichier s’arrête juste après un temps."))

    def _loose(self, parts: list[list[Line]], kept: list[Line] | None) -> None:
        """Blocks are kept as such; other lines belong to the cue above (`kept`), else they are reported."""
        place = len(self.cues) + (kept is not None)
        for part in parts:
            if _BLOCK.fullmatch(part[0].text) or part[0].number == 1:
                text = "\n".join(line.text for line in part).strip(" \t")
                if text != "WEBVTT":
                    self.blocks.append((place, text))
            elif _SIGNATURE.fullmatch(part[0].text):
                self._say(part[0].number, "pasted", WARNING, _("Un second en-tête WEBVTT : deux fichiers collés ?"))
            elif kept is None or self.strict:
                action = _("Texte sans temps : il n’a pas pu devenir un sous-titre.")
                self.diagnostics.append(lost(part[0].number, "text-without-time", action, part))
            else:
                action = _("Ligne vide à l’intérieur du sous-titre : retirée, le texte qui suit est gardé.")
                self._say(part[0].number, "blank-line", WARNING, action)
                kept += part

    def _keep(self, stanza: Stanza, timing: Timing, kept: list[Line], parts: list[list[Line]]) -> None:
        """A cue of the lines `kept`, to which the later `parts` may add."""
        self._loose(parts, kept)
        settings, said = parted(timing.rest)
        if said and not self.strict:
            self._say(
                stanza.line, "text-after-time", WARNING, _("Texte collé derrière le temps : rendu au sous-titre.")
            )
            kept.insert(0, Line(stanza.line, said, False))
        else:
            settings = timing.rest
        written = joined(kept)
        spoken = from_vtt(written)
        self._voices(stanza.line, spoken)
        wording = Wording(NAME, written) if to_vtt(spoken.text, spoken.speaker) != written else None
        span = Span(timing.start, timing.end)
        number = len(self.cues) + 1
        self.cues.append(Cue(number, span, spoken.text, spoken.speaker, self.name, settings, wording))
        self.lines.append(stanza.line)

    def _voices(self, line: int, spoken: Spoken) -> None:
        if spoken.voices > 1:
            action = _("Plusieurs voix dans ce sous-titre : elles sont nommées ensemble ({names}).")
            self._say(line, "several-voices", INFO, action.format(names=spoken.speaker))
        if spoken.escaped_tag:
            action = _("Une balise écrite comme du texte : lue comme une balise.")
            self._say(line, "escaped-tag", INFO, action)

    def _say(self, line: int, code: str, severity: str, action: str) -> None:
        self.diagnostics.append(Diagnostic(line, code, severity, action))
