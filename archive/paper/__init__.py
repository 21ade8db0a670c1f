# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers to print, in French whatever the language of the pages: they are for the people who speak, not for the team.

Each function gives the body of a page; `page` makes a whole file of it, with its look inside, which needs nothing else.
"""

from html import escape
from pathlib import Path

CSS = Path(__file__).with_name("paper.css")


def page(title: str, body: str) -> str:
    """A whole HTML file, A4 when printed, that stands alone."""
    look = CSS.read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{look}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def blank(width: str = "") -> str:
    """A line to write on, `short`, or as wide as the paper."""
    return f'<span class="blank {width}"></span>'


def box(text: str, note: str = "") -> str:
    """A box to tick by hand."""
    more = f" <small>{escape(note)}</small>" if note else ""
    return f'<li class="tick"><span class="box"></span><span>{escape(text)}{more}</span></li>'


def boxes(*items: tuple[str, str]) -> str:
    """A list of boxes."""
    return f'<ul class="ticks">{"".join(box(text, note) for text, note in items)}</ul>'
