# SPDX-License-Identifier: GPL-3.0-or-later
"""A script to print and to read aloud from: what was said on the left, the French on the right. Written only, as HTML.

One file that needs nothing else: no script, no font, no picture; every word escaped.
"""

from html import escape

from media.language import gettext as _
from media.language import language, ngettext
from media.timecode import text_of_ms
from subtitles.beside import Row, rows
from subtitles.cue import Cue, Track
from subtitles.formats.base import Composed
from subtitles.formats.markup import TAG, balanced
from subtitles.layout import PLAIN, Layout

NAME = "html"
_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.45 "Noto Sans", system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .2rem; }
header p { margin: 0 0 1rem; opacity: .75; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border-bottom: 1px solid; border-color: color-mix(in srgb, currentColor 30%, transparent); padding: .35rem .5rem;
  text-align: start; vertical-align: top; overflow-wrap: break-word; }
.time { width: 6.5rem; font-variant-numeric: tabular-nums; font-size: .85rem; }
.who { width: 7rem; font-weight: 600; }
td p { margin: 0 0 .3rem; }
td p:last-child { margin: 0; }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; width: auto; }
  tr { border-bottom: 1px solid; padding: .4rem 0; }
  td, .time, .who { border: 0; padding: .1rem 0; width: auto; }
}
@page { size: A4; margin: 15mm 12mm; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; color: #000; background: #fff; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def write(track: Track, strict: bool = False, layout: Layout = PLAIN) -> Composed:
    """The HTML of `track`, with `layout.beside` on its left when there is one."""
    title = layout.title or _("Script")
    table = rows(layout.beside, track) if layout.beside is not None else [Row((), (cue,)) for cue in track.cues]
    heads = [("time", _("Temps")), ("who", _("Voix"))]
    languages = [_language(track.language)]
    if layout.beside is not None:
        source = _language(layout.beside.language)
        languages.insert(0, source if source != languages[0] else _("Original"))
    columns = "".join(f'<th scope="col" class="{name}">{escape(text)}</th>' for name, text in heads)
    columns += "".join(f'<th scope="col">{escape(name)}</th>' for name in languages)
    body, speaker = [], ""
    for row in table:
        said = _speakers(row)
        body.append(_row(row, "" if said == speaker else said, track, layout.beside))
        speaker = said
    about = (
        ngettext("{count} passage", "{count} passages", len(table)).format(count=len(table))
        + " · "
        + " | ".join(languages)
    )
    return Composed(
        f'<!doctype html>\n<html lang="{escape(language())}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n<header>\n<h1>{escape(title)}</h1>\n<p>{escape(about)}</p>\n</header>\n"
        f"<table>\n<thead>\n<tr>{columns}</tr>\n</thead>\n<tbody>\n{''.join(body)}</tbody>\n</table>\n</body>\n</html>\n",
        [],
    )


def _row(row: Row, speaker: str, track: Track, source: Track | None) -> str:
    cues = row.french or row.source
    times = f"{text_of_ms(cues[0].span.start)}<br>{text_of_ms(max(cue.span.end for cue in cues))}"
    cells = [f'<td class="time">{times}</td>', f'<td class="who">{escape(speaker)}</td>']
    if source is not None:
        cells.append(_cell(row.source, source.language))
    cells.append(_cell(row.french, track.language))
    return f"<tr>{''.join(cells)}</tr>\n"


def _cell(cues: tuple[Cue, ...], code: str) -> str:
    texts = "".join(f"<p>{_shown(cue.text)}</p>" for cue in cues)
    return f'<td lang="{escape(code)}" dir="auto">{texts}</td>'


def _shown(text: str) -> str:
    """`text` escaped; our tags stay tags where each is closed."""
    keep = balanced(text)
    pieces, at = [], 0
    for tag in TAG.finditer(text):
        pieces += [_escaped(text[at : tag.start()]), tag[0] if keep else ""]
        at = tag.end()
    return "".join([*pieces, _escaped(text[at:])])


def _escaped(text: str) -> str:
    clean = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t\u00a0\u202f\u200c\u200d")
    return escape(clean).replace("\n", "<br>")


def _speakers(row: Row) -> str:
    names = dict.fromkeys(cue.speaker for cue in (*row.source, *row.french) if cue.speaker)
    return ", ".join(names)


def _language(code: str) -> str:
    names = {
        "fr": _("Français"), "bm": _("Bambara"), "ses": _("Songhay"), "taq": _("Tamasheq"), "ff": _("Fulfulde"),
        "ar": _("Arabe"), "en": _("Anglais"), "dje": _("Zarma"), "khq": _("Songhay"), "dtm": _("Dogon"),
    }  # fmt: skip
    return names.get(code.lower().partition("-")[0], code)
