# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers after a withdrawal: a sheet for the team with all that is left to do, then a letter to each one who received a film.

A letter names neither the person nor anybody else who received something; only the sheet of the team does.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from archive.model.film import Refusal
from archive.model.withdrawal import Handover
from archive.paper import blank
from archive.paper.form import day_in_french
from archive.withdrawal import Copy, Report
from media.timecode import short_text_of_ms

TITLE = "Retrait d’une autorisation"
ASKED = (
    "ne plus le montrer, à personne ;",
    "effacer toutes vos copies : clé USB, téléphone, ordinateur, page internet ;",
    "prévenir ceux à qui vous l’avez donné, et leur demander la même chose ;",
    "remplir le bas de cette lettre et nous la rendre.",
)
ASKED_IN_DOUBT = (
    "ne pas le montrer tant que nous ne vous avons pas répondu ;",
    "nous dire ce qu’il contient, ou nous le rapporter.",
)


def notice(report: Report, today: date) -> str:
    """The body of the pages: the team's sheet, and a letter for each recipient, each on a page of its own."""
    letters = [_letter(who, sure, perhaps, today) for who, (sure, perhaps) in _by_recipient(report).items()]
    return "\n".join((_sheet(report, today, len(letters)), *letters))


def _sheet(report: Report, today: date, letters: int) -> str:
    about = f"{escape(report.person.code)} · {escape(report.interview.code)}"
    count = f"{letters} lettre{'s' if letters > 1 else ''} à remettre" if letters else "aucune lettre à remettre"
    return "\n".join(
        (
            f"<h1>{TITLE}</h1>",
            f'<p class="about">Pour l’équipe seulement · {about} · le {day_in_french(today)} · {count}</p>',
            "<h2>Films à remonter</h2>",
            "".join(_film(film.title or film.name, places) for film, places in report.to_recut) or "<p>Aucun.</p>",
            "<h2>Copies à rappeler</h2>",
            _copies(report.copies),
            _others("Autres remises, à vérifier : la personne y est peut-être", report.loose),
            _others("Donné à un logiciel de montage : à effacer là aussi", report.exported),
        )
    )


def _letter(recipient: str, sure: Sequence[str], perhaps: Sequence[str], today: date) -> str:
    parts = [
        f'<section class="letter"><h1>{TITLE}</h1>',
        f'<p class="about">À : {escape(recipient)} · le {day_in_french(today)}</p>',
        "<p>Madame, Monsieur,</p>",
        "<p>Une personne filmée ne veut plus être vue ni entendue. C’est son droit ; elle n’a pas à dire pourquoi. "
        "Montrer encore ces images pourrait la mettre en danger.</p>",
    ]
    if sure:
        parts += ["<p>Elle est dans ce que nous vous avons remis :</p>", _list(sure), _asked(ASKED)]
        parts.append("<p>Un film sans cette personne vous sera remis. Merci pour elle.</p>")
    if perhaps:
        parts += ["<p>Elle est peut-être aussi dans ceci :</p>" if sure else "<p>Elle est peut-être dans ceci :</p>"]
        parts += [_list(perhaps), _asked(ASKED_IN_DOUBT)]
    parts.append("<h2>À nous rendre</h2>")
    if sure:
        parts.append(f"<p>Toutes nos copies sont effacées depuis le {blank('short')}</p>")
    parts += [f"<p>Nous avons prévenu : {blank()}</p>", f"<p>Nom et signature : {blank()}</p></section>"]
    return "\n".join(parts)


def _asked(wishes: Sequence[str]) -> str:
    return f"<p>Nous vous demandons de :</p><ol>{''.join(f'<li>{one}</li>' for one in wishes)}</ol>"


def _by_recipient(report: Report) -> dict[str, tuple[list[str], list[str]]]:
    """For each recipient what certainly shows the person, and what may."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for copy in report.copies:
        name = f"le film « {escape(copy.film.title or copy.film.name)} »"
        for one in copy.given:
            found.setdefault(one.recipient, ([], []))[0].append(f"{name}, {_when(one)}")
    for one in report.loose:
        found.setdefault(one.recipient, ([], []))[1].append(f"{escape(one.what)}, {_when(one)}")
    return found


def _when(handover: Handover) -> str:
    return f"remis le {day_in_french(handover.given_on)}"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{one}</li>' for one in lines)}</ul>"


def _copies(copies: Sequence[Copy]) -> str:
    if not copies:
        return "<p>Aucun film rendu ne montre cette personne.</p>"
    rows = []
    for copy in copies:
        given = "<br>".join(f"{escape(one.recipient)}, le {day_in_french(one.given_on)}" for one in copy.given)
        made = day_in_french(copy.render.made_at.date())
        rows.append(
            f"<tr><td>{escape(copy.render.file)}<br><small>rendu le {made}</small></td>"
            f"<td>{given or 'personne, d’après le registre'}</td><td>{blank('short')}</td></tr>"
        )
    head = "<tr><th>Film</th><th>Remis à</th><th>Copies effacées le</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def _film(name: str, places: Sequence[Refusal]) -> str:
    lines = (
        f"place {one.clip} : {escape(one.recording)}, {short_text_of_ms(one.span.start)}–{short_text_of_ms(one.span.end)}"
        for one in places
    )
    return f"<p><strong>{escape(name)}</strong></p>{_list(lines)}"


def _others(title: str, given: Sequence[Handover]) -> str:
    if not given:
        return ""
    lines = (f"{escape(one.what)} : {escape(one.recipient)}, le {day_in_french(one.given_on)}" for one in given)
    return f"<h2>{title}</h2>{_list(lines)}"
