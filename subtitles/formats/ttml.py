# SPDX-License-Identifier: GPL-3.0-or-later
"""TTML and its profile IMSC: ttconv reads and writes them; that no paragraph is missing is checked here."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from media.errors import Refused
from media.language import gettext as _
from subtitles.cue import Track
from subtitles.diagnostic import ERROR, INFO, WARNING, Diagnostic
from subtitles.formats.base import Composed, Parsed, Unwritable, carried, left_out, lost, substituted
from subtitles.formats.markup import TAG, alignment
from subtitles.formats.screen import Paragraph, paragraphs, placed, refuse_too_many
from subtitles.formats.stanza import Line
from subtitles.formats.timing import Style, clock, diagnose

NAME = "ttml"
DEEPEST = 60
"""Elements inside each other: deeper than any real file, shallower than what recursion can bear."""
_TAGS_OF_ONE = 20
"""Tags that no paragraph of subtitles has more of, on the average of a file."""
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?tt[\s>/]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}"
_TTML = "{http://www.w3.org/ns/ttml}"
_OLD = re.compile(r"http://www\.w3\.org/2006/(?:04|10)/ttaf1")
_TIME = re.compile(r"\d{2,6}:[0-5]\d:[0-5]\d(?:\.\d{1,12}|:\d{2,3})?|\d{1,9}(?:\.\d{1,9})?(?:h|m|s|ms|f|t)", re.ASCII)
_PARAGRAPH = re.compile(r"<(?:[\w.-]{1,40}:)?p[\s/>]")
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_STYLE = Style(".")


def looks_like(text: str) -> bool:
    """True when the root element of `text` is called `tt`."""
    rest = text.lstrip()
    while rest.startswith(("<?", "<!--")):
        mark = "-->" if rest.startswith("<!--") else "?>"
        rest = rest.partition(mark)[2].lstrip()
    return _ROOT.match(rest) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. Raises Refused for XML that is broken, has a document type, or is too large or too deep."""
    import ttconv.imsc.reader

    refuse_too_many(text.count("<") // _TAGS_OF_ONE)  # before memory fills with a tree
    root = _tree(text)
    lines, language = _lines(text), _language(root)
    source: dict[str, tuple[int, str]] = {}
    found: list[Diagnostic] = []
    for number, element in enumerate(_elements(root, "p")):
        line = lines[number] if number < len(lines) else 0
        element.set(f"{_SPACE}lang", f"p{number}")  # the only mark that ttconv hands on; the language is the root's
        source[f"p{number}"] = (line, _squeezed("".join(_spoken(element))))
    refuse_too_many(len(source))
    unplaced = _repair_times(root, {name: line for name, (line, _said) in source.items()}, found)
    try:
        document = ttconv.imsc.reader.to_model(ET.ElementTree(root))
        kept = list(paragraphs(document)) if document is not None else []
    except Exception as error:  # whatever a stranger's library raises over a stranger's file
        raise _broken(error) from error
    parsed = placed([(source.get(one.name, (0, ""))[0], one) for one in kept if one.text], language, strict)
    found += _missing(source, kept, unplaced)
    if root.find(f"{_TTML}head") is not None:
        action = _(
            "Styles, régions et métadonnées : laissés dans le fichier d’origine, sauf italique, gras et souligné."
        )
        found.append(Diagnostic(0, "styling-left-out", INFO, action))
    return parsed._replace(diagnostics=sorted([*found, *parsed.diagnostics], key=lambda one: one.line))


def write(track: Track, strict: bool = False) -> Composed:
    """IMSC text of `track`, as ttconv writes it. Raises Unwritable for a letter that no XML can hold."""
    import ttconv.imsc.writer
    from ttconv.imsc.config import IMSCWriterConfiguration

    diagnostics: list[Diagnostic] = []
    texts = []
    for number, cue in enumerate(track.cues, 1):
        text, found = carried(cue.text, number, strict)
        diagnostics += found
        unsaid = _UNSAID.search(text)
        if unsaid is not None:
            message = _("Sous-titre {n} : le format TTML ne peut pas porter le caractère U+{code:04X}.")
            raise Unwritable(message.format(n=number, code=ord(unsaid[0])), _("Corriger ce sous-titre."), number)
        texts.append(text)
        if not cue.span.duration:
            what = _("un sous-titre sans durée ne serait jamais montré en TTML : il dure une milliseconde")
            diagnostics.append(substituted(number, what, strict))
    speakers = sum(cue.speaker is not None for cue in track.cues)
    sentence = _("Qui parle n’est pas écrit en TTML : nom laissé de côté dans {count} sous-titre(s). Le VTT le garde.")
    diagnostics += left_out(speakers, "speaker-left-out", sentence)
    others = sum(bool(cue.name or cue.settings) for cue in track.cues) + bool(track.blocks)
    sentence = _("Identifiants, positions ou blocs propres à un autre format : laissés de côté à {count} endroit(s).")
    diagnostics += left_out(others, "settings-left-out", sentence)
    document = document_of(track, texts)
    target = io.BytesIO()
    tree = ttconv.imsc.writer.from_model(document, IMSCWriterConfiguration())
    tree.write(target, encoding="utf-8", xml_declaration=True)
    return Composed(target.getvalue().decode() + "\n", diagnostics)


def _tree(text: str) -> ET.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(
            _("Ce fichier TTML contient une déclaration DOCTYPE, qu’aucun sous-titre ne porte."),
            _("La retirer du fichier : elle peut faire lire autre chose que le texte."),
        )
    try:
        root = ET.fromstring(_OLD.sub("http://www.w3.org/ns/ttml", text))
    except ET.ParseError as error:
        raise _broken(error) from error
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused(
                _("Ce fichier TTML emboîte plus de {count} balises.").format(count=DEEPEST),
                _("Le réexporter depuis le logiciel d’origine."),
            )
        waiting += [(child, depth + 1) for child in element]
    return root


def _broken(error: Exception) -> Refused:
    line = error.position[0] if isinstance(error, ET.ParseError) else 0
    where = _("Ligne {line} : ").format(line=line) if line else ""
    return Refused(
        where + _("ce TTML est cassé ({error}).").format(error=error),
        _("Le réexporter depuis le logiciel d’origine, de préférence en SRT ou en WebVTT."),
    )


def _elements(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements called `name`, of TTML or of a file that forgot to say so, in the order of the file."""
    return (one for one in root.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)


def _lines(text: str) -> list[int]:
    """The line of each paragraph."""
    lines, line, at = [], 1, 0
    for found in _PARAGRAPH.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        lines.append(line)
    return lines


def _spoken(element: ET.Element) -> Iterator[str]:
    """The words in `element`, without the metadata."""
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str) or "#metadata" not in child.tag:
            yield from _spoken(child)
        yield child.tail or ""


def _squeezed(text: str) -> str:
    return "".join(TAG.sub("", text).split())


def _repair_times(root: ET.Element, lines: dict[str, int], found: list[Diagnostic]) -> set[str]:
    """Times as TTML writes them; the names of the paragraphs whose times cannot be read, which lose all of them."""
    unplaced: set[str] = set()
    for element in root.iter():
        name = element.get(f"{_SPACE}lang", "")
        for attribute in ("begin", "end", "dur"):
            value = element.get(attribute)
            if value is None or _TIME.fullmatch(value):
                continue
            known = clock(value.strip(), _STYLE) if len(value) < 30 else None
            if known is not None:
                element.set(attribute, f"{known[0]}ms")
                found += diagnose(lines.get(name, 0), known[1])
                continue
            action = _("Temps illisible : « {value} ».").format(value=value[:40])
            if name in lines:
                unplaced.add(name)
                found.append(lost(lines[name], "unreadable-time", action, _line(lines[name], element)))
            else:
                found.append(Diagnostic(0, "time-left-out", WARNING, action))
                del element.attrib[attribute]
        if name in unplaced:
            element.clear()
    return unplaced


def _line(number: int, element: ET.Element) -> list[Line]:
    return [Line(number, " ".join("".join(_spoken(element)).split()), False)]


def _missing(source: dict[str, tuple[int, str]], kept: list[Paragraph], unplaced: set[str]) -> list[Diagnostic]:
    """The paragraphs, or words of them, that ttconv left out."""
    words: dict[str, list[str]] = {}
    for one in kept:
        words.setdefault(one.name, []).append(_squeezed(one.text))
    found = []
    for name, (line, said) in source.items():
        if not said or name in unplaced or "".join(words.get(name, [])) == said:
            continue
        if any(words.get(name, [])):
            action = _("Une partie de ce sous-titre n’a pas pu être lue. En entier : « {words} »")
            found.append(Diagnostic(line, "text-left-out", ERROR, action.format(words=said[:200])))
        else:
            action = _("Ce sous-titre n’a pas pu être gardé.")
            found.append(lost(line, "unreadable-cue", action, [Line(line, said, False)]))
    return found


def _language(root: ET.Element) -> str:
    told = root.get(f"{_SPACE}lang", "")
    return told if re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", told) else "fr"


def document_of(track: Track, texts: list[str]) -> Any:
    """A ttconv document with one paragraph for each cue of `track`, whose words are `texts`; at the bottom, or on top."""
    from ttconv import model
    from ttconv.style_properties import DisplayAlignType, StyleProperties, TextAlignType

    document = model.ContentDocument()
    document.set_lang(track.language)
    regions = {}
    for name, edge in (("bas", DisplayAlignType.after), ("haut", DisplayAlignType.before)):
        region = regions[name] = model.Region(name, document)
        region.set_style(StyleProperties.DisplayAlign, edge)
        region.set_style(StyleProperties.TextAlign, TextAlignType.center)
        document.put_region(region)
    body, part = model.Body(document), model.Div(document)
    document.set_body(body)
    body.push_child(part)
    for cue, text in zip(track.cues, texts, strict=True):
        paragraph = model.P(document)
        paragraph.set_begin(Fraction(cue.span.start, 1000))
        paragraph.set_end(Fraction(max(cue.span.end, cue.span.start + 1), 1000))
        paragraph.set_region(regions["haut" if alignment(cue.settings)[4:5] in ("7", "8", "9") else "bas"])
        paragraph.set_space(model.WhiteSpaceHandling.PRESERVE)
        _push(paragraph, text)
        part.push_child(paragraph)
    return document


def _push(paragraph: Any, text: str) -> None:
    """The words of one cue as spans, one for each change of style."""
    from ttconv import model

    on: dict[str, bool] = {}
    at = 0
    for tag in [*TAG.finditer(text), None]:
        for place, line in enumerate(text[at : tag.start() if tag is not None else len(text)].split("\n")):
            if place:
                paragraph.push_child(model.Br(paragraph.get_doc()))
            if line:
                paragraph.push_child(_span(paragraph.get_doc(), line, on))
        if tag is not None:
            on, at = {**on, tag[0][-2]: tag[0][1] != "/"}, tag.end()


def _span(document: Any, words: str, on: dict[str, bool]) -> Any:
    from ttconv import model
    from ttconv.style_properties import FontStyleType, FontWeightType, StyleProperties, TextDecorationType

    span = model.Span(document)
    span.set_space(model.WhiteSpaceHandling.PRESERVE)
    if on.get("i"):
        span.set_style(StyleProperties.FontStyle, FontStyleType.italic)
    if on.get("b"):
        span.set_style(StyleProperties.FontWeight, FontWeightType.bold)
    if on.get("u"):
        span.set_style(StyleProperties.TextDecoration, TextDecorationType(underline=True))
    span.push_child(model.Text(document, words))
    return span
