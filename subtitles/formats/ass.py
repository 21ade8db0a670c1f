# SPDX-License-Identifier: GPL-3.0-or-later
"""Advanced SubStation Alpha and its elder SSA: every event is kept or reported, its codes stay in its wording."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from media.fonts import USUAL, families_for
from media.language import gettext as _
from media.span import Span
from subtitles.burn import ass_event, ass_head
from subtitles.cue import Cue, Track, Wording
from subtitles.diagnostic import ERROR, INFO, WARNING, Diagnostic
from subtitles.formats.base import Composed, Parsed, carried, left_out, lost, ordered, sequence
from subtitles.formats.markup import TAG, alignment
from subtitles.formats.override import from_ass
from subtitles.formats.stanza import Line
from subtitles.formats.timing import diagnose
from subtitles.layout import PLAIN, Layout

NAME = "ass"
_FIRST = re.compile(r"\s*(?:\[(?:script info|v4\+? styles|events)\]|dialogue:[^\n]*,[^\n]*,)", re.IGNORECASE)
_EVENT = re.compile(r"(Dialogue|Comment):[ \t]*(.*)", re.IGNORECASE)
_GLUED = re.compile(r"(?<=.)Dialogue:[ \t]*[^,]{0,20},[ \t]*-?\d{1,6}:", re.IGNORECASE)
_SECTION = re.compile(r"\[(script info|v4\+? styles|events|fonts|graphics|aegisub [a-z ]{1,30})\][ \t]*", re.IGNORECASE)
_KNOWN = re.compile(r"(?:Format|Style|Picture|Sound|Movie|Command):|;|!:", re.IGNORECASE)
_TIME = re.compile(r"(-?)(\d{1,6}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?", re.ASCII)
_TEXTUAL = ("start", "end", "style", "name", "text")


def looks_like(text: str) -> bool:
    """True when `text` begins with a section of a SubStation script, or with one of its events."""
    return _FIRST.match(text) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. With `strict`, events whose times had to be repaired are reported, not kept."""
    reader = _Reader(strict)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip(" \t"):
            reader.take(number, line)
    reader.finish()
    found = [*reader.diagnostics, *sequence(reader.cues, reader.lines)]
    track = Track(tuple(reader.cues))
    return Parsed(track, sorted(found, key=lambda diagnostic: diagnostic.line))


def write(track: Track, strict: bool = False, layout: Layout = PLAIN) -> Composed:
    """ASS text of `track` for the picture of `layout`; its times are hundredths of a second, which is stated.

    An event that nobody touched keeps its codes, unless `strict` asks for plain ones.
    """
    found = []
    if any(cue.span.start % 10 or cue.span.end % 10 for cue in track.cues):
        action = _("Le format ASS compte en centièmes de seconde : les temps sont arrondis au centième inférieur.")
        found.append(Diagnostic(0, "times-rounded", INFO, action))
    empty = sum(not cue.plain.strip() for cue in track.cues)
    found += left_out(empty, "empty-left-out", _("{count} sous-titre(s) sans texte, laissé(s) de côté en ASS."))
    chosen = families_for(cue.plain for cue in track.cues)
    found += _without_font(track, chosen)
    families = [family for family, _count in Counter(filter(None, chosen)).most_common()] or [USUAL]
    events = []
    for number, (cue, own) in enumerate(zip(track.cues, chosen, strict=True), 1):
        family = own if own and own != families[0] else ""
        if not cue.plain.strip():
            continue
        said = cue.wording.text if cue.wording is not None and cue.wording.format == NAME and not strict else None
        if said is not None and from_ass(said)[:2] == (cue.text, alignment(cue.settings)):
            events.append(ass_event(cue, said, family))
            continue
        words, substitutions = carried(cue.text, number, strict)
        found += substitutions
        events.append(ass_event(replace(cue, text=words), None, family))
    return Composed(ass_head(layout.width, layout.height, families, box=layout.box) + "".join(events), found)


def _without_font(track: Track, chosen: Sequence[str | None]) -> list[Diagnostic]:
    """The cues for which no font of ours has every letter: ASS carries them, whoever shows them needs another font."""
    return [
        Diagnostic(
            number,
            "font-missing",
            WARNING,
            _(
                "Sous-titre {n} : aucune police d’ici n’a tous ses signes, il en faudra une autre pour le montrer."
            ).format(n=number),
        )
        for number, family in enumerate(chosen, 1)
        if family is None
    ]


class _Reader:
    """Goes through the lines; the column order is what the last `Format:` line of the section said."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.diagnostics: list[Diagnostic] = []
        self.section = "events"
        self.columns: tuple[str, ...] | None = None
        self.style_columns: tuple[str, ...] | None = None
        self.italic: set[str] = set()
        self.styled = 0
        self.last: tuple[int, dict[str, str]] | None = None
        self.more: list[str] = []

    def take(self, number: int, line: str) -> None:
        """Settle one line of the file."""
        event = _EVENT.match(line)
        if event is not None:
            self.finish_event()
            self._event(number, event)
        elif (glued := _GLUED.search(line)) is not None:
            action = _("« Dialogue: » collé au bout d’une autre ligne : détaché.")
            self.diagnostics.append(Diagnostic(number, "event-glued", WARNING, action))
            self.take(number, line[: glued.start()])
            self.take(number, line[glued.start() :])
        elif (section := _SECTION.fullmatch(line)) is not None:
            self.finish_event()
            self.section = section[1].lower()
        elif self.section.endswith("styles"):
            self._style(line)
        elif self.section == "events":
            self._other(number, line)

    def finish(self) -> None:
        """Settle what was still open, and say once what stays in the original only."""
        self.finish_event()
        sentence = _(
            "Couleurs, positions et effets de {count} sous-titre(s) : gardés tels quels pour une écriture en ASS."
        )
        self.diagnostics += left_out(self.styled, "codes-kept", sentence)

    def _other(self, number: int, line: str) -> None:
        if line[:7].lower() == "format:":
            self.columns = tuple(name.strip().lower() for name in line[7:].split(","))
        elif _KNOWN.match(line) is None:
            if self.last is not None:
                self.more.append(line)
                action = _("Ligne sans « Dialogue: » : rendue au sous-titre qui précède.")
                self.diagnostics.append(Diagnostic(number, "continued-line", WARNING, action))
            else:
                action = _("Texte sans temps : il n’a pas pu devenir un sous-titre.")
                self.diagnostics.append(lost(number, "text-without-time", action, [Line(number, line, False)]))

    def _style(self, line: str) -> None:
        head, _colon, rest = line.partition(":")
        values = [value.strip() for value in rest.split(",")]
        if head.strip().lower() == "format":
            self.style_columns = tuple(value.lower() for value in values)
        elif head.strip().lower() == "style":
            columns = self.style_columns or _usual_style_columns()
            style = dict(zip(columns, values, strict=False))
            if style.get("italic", "0") not in ("0", ""):
                self.italic.add(style.get("name", ""))

    def _event(self, number: int, event: re.Match[str]) -> None:
        columns = self.columns or _usual_columns()
        values = event[2].split(",", len(columns) - 1)
        fields = dict(zip(columns, values, strict=False))
        if event[1].lower() == "comment":
            said = str(fields.get("text", event[2])).strip()
            action = _("Commentaire, que les lecteurs ne montrent pas : laissé dans le fichier d’origine. « {words} »")
            self.diagnostics.append(Diagnostic(number, "comment", INFO, action.format(words=said[:80])))
        elif len(values) < len(columns) or not {"start", "end", "text"} <= fields.keys():
            action = _("Ligne « Dialogue: » incomplète : ce sous-titre n’a pas pu être gardé.")
            self.diagnostics.append(lost(number, "unreadable-cue", action, [Line(number, event[2], False)]))
        else:
            self.last = (number, fields)

    def finish_event(self) -> None:
        """Keep or report the event whose lines are now complete."""
        if self.last is None:
            return
        (number, fields), self.last = self.last, None
        fields["text"] = "\\N".join([fields["text"], *self.more])
        self.more = []
        start, end = _ms(fields["start"]), _ms(fields["end"])
        if start is None or end is None:
            action = _("Temps illisible : ce sous-titre n’a pas pu être placé.")
            said = [Line(number, ",".join(fields[name] for name in _TEXTUAL if name in fields), False)]
            self.diagnostics.append(lost(number, "unreadable-time", action, said))
            return
        span, repairs = ordered(start, end)
        if self.strict and repairs:
            action = _("Temps hors norme : le sous-titre n’est pas gardé.")
            self.diagnostics.append(lost(number, "not-standard", action, [Line(number, fields["text"], False)]))
            return
        self.diagnostics += diagnose(number, repairs)
        self._keep(number, span, fields)

    def _keep(self, number: int, span: Span, fields: dict[str, str]) -> None:
        style = fields.get("style", "").strip()
        written = fields["text"].strip(" \t")
        read_ = from_ass(written, style in self.italic or style.lstrip("*") in self.italic)
        if read_.drew and not TAG.sub("", read_.text).strip():
            action = _("Un dessin, sans texte : laissé dans le fichier d’origine.")
            self.diagnostics.append(Diagnostic(number, "drawing", ERROR, action))
            return
        for remark in read_.remarks:
            action = _("Remarque entre accolades, que les lecteurs ne montrent pas : hors du texte. « {words} »")
            self.diagnostics.append(Diagnostic(number, "remark", INFO, action.format(words=remark[:80])))
        if TAG.search(written):
            action = _("Une balise écrite comme du texte : lue comme une balise.")
            self.diagnostics.append(Diagnostic(number, "escaped-tag", INFO, action))
        self.styled += read_.styled or read_.drew
        speaker = (fields.get("name") or fields.get("actor") or "").strip() or None
        wording = Wording(NAME, written) if read_.styled or read_.remarks or read_.drew else None
        cue = Cue(len(self.cues) + 1, span, read_.text, speaker, settings=read_.align, wording=wording)
        self.cues.append(cue)
        self.lines.append(number)


def _usual_columns() -> tuple[str, ...]:
    from pysubs2.formats.substation import EVENT_FIELDS

    return tuple(EVENT_FIELDS["ass"])


def _usual_style_columns() -> tuple[str, ...]:
    from pysubs2.formats.substation import STYLE_FIELDS

    return ("name", *STYLE_FIELDS["ass"])


def _ms(written: str) -> int | None:
    """Milliseconds of `h:mm:ss.cc`, below zero after a minus; None when it is no time. Hours have as many digits as they need.

    >>> _ms("100:00:00.05"), _ms("-0:00:01"), _ms("demain")
    (360000050, -1000, None)
    """
    found = _TIME.fullmatch(written.strip())
    if found is None:
        return None
    seconds = (int(found[2]) * 60 + int(found[3])) * 60 + int(found[4])
    return (seconds * 1000 + int((found[5] or "").ljust(3, "0"))) * (-1 if found[1] else 1)
