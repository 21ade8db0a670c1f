# SPDX-License-Identifier: GPL-3.0-or-later
"""A letter to whoever received a film that shows somebody who took their word back; and the list of what is left to do."""

from collections.abc import Sequence
from datetime import date
from html import escape

from archive.model.film import Refusal
from archive.paper import blank
from archive.paper.form import day_in_french
from archive.withdrawal import Copy, Report
from media.timecode import short_text_of_ms

TITLE = "Retrait d’une autorisation"


def notice(report: Report, today: date) -> str:
    """The body of the page, for the person and the interview of the report; codes only."""
    about = f"{escape(report.person.code)} · {escape(report.interview.code)}"
    return "\n".join(
        (
            f"<h1>{TITLE}</h1>",
            f'<p class="about">{about} · le {day_in_french(today)}</p>',
            "<p>Une personne filmée a retiré son autorisation. Elle n’a pas à dire pourquoi. "
            "Ses paroles et son image ne doivent plus être montrées.</p>",
            "<h2>À qui a reçu un film ci-dessous</h2>",
            "<p>Merci de ne plus le montrer, de détruire vos copies, de prévenir ceux à qui vous l’avez donné, "
            "et de nous le confirmer. Un film remonté sans cette personne vous sera remis.</p>",
            _copies(report.copies),
            "<h2>Films à remonter</h2>",
            "".join(_film(film.title or film.name, places) for film, places in report.to_recut) or "<p>Aucun.</p>",
            _loose(report),
            f"<h2>Confirmation</h2><p>Copies détruites le {blank('short')} par {blank('short')}</p>",
        )
    )


def _copies(copies: Sequence[Copy]) -> str:
    if not copies:
        return "<p>Aucun film rendu ne montre cette personne.</p>"
    rows = []
    for copy in copies:
        given = "<br>".join(f"{escape(one.recipient)}, le {day_in_french(one.given_on)}" for one in copy.given)
        made = day_in_french(copy.render.made_at.date())
        rows.append(
            f"<tr><td>{escape(copy.render.file)}<br><small>rendu le {made}</small></td><td>{given or '—'}</td></tr>"
        )
    return f"<table><thead><tr><th>Film</th><th>Remis à</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _film(name: str, places: Sequence[Refusal]) -> str:
    lines = "".join(
        f"<li>place {one.clip} : {escape(one.recording)}, {short_text_of_ms(one.span.start)}–{short_text_of_ms(one.span.end)}</li>"
        for one in places
    )
    return f"<p><strong>{escape(name)}</strong></p><ul>{lines}</ul>"


def _loose(report: Report) -> str:
    if not report.loose:
        return ""
    lines = "".join(
        f"<li>{escape(one.what)} : {escape(one.recipient)}, le {day_in_french(one.given_on)}</li>"
        for one in report.loose
    )
    return f"<h2>Autres remises, à vérifier : la personne y est peut-être</h2><ul>{lines}</ul>"
