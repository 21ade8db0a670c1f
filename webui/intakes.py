# SPDX-License-Identifier: GPL-3.0-or-later
"""Ingests: each one with what became of its files, as a page, and its report as the two files that the archive keeps.

It shows the technical record of files, as the list of rushes does: names and codes, no picture and no words.
"""

from babel.dates import format_date, format_datetime
from flask import Blueprint, Response, make_response, render_template, request, url_for

from archive import reports
from archive.model.intake import Line, Receipt, Sort, Status
from archive.paper.intake import ERASED, LEFT, ORDER, SHEET, STATES, cards, counted, each_once, in_order
from archive.reports import Kept
from media.errors import NotFound
from media.language import gettext as _
from media.language import language, lazy, ngettext
from webui.person import describing, here

pages = Blueprint("intakes", __name__)
PER_PAGE, SHOWN = 20, 300
WORDS = {
    STATES[Status.KEPT]: lazy("versé"),
    STATES[Status.ALREADY]: lazy("déjà là"),
    STATES[Status.REFUSED]: lazy("refusé"),
    STATES[Status.WOULD_KEEP]: lazy("à verser"),
    ERASED: lazy("effacé"),
    LEFT: lazy("laissé"),
}
LOOKS = {STATES[Status.KEPT]: "good", STATES[Status.REFUSED]: "bad", STATES[Status.WOULD_KEEP]: "busy"}


@pages.get("/versements")
@describing
def page() -> str:
    """The ingests, newest first, with how many files were kept, there already, refused."""
    kept = reports.listed(here().folder)
    last = max(1, -(-len(kept) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    shown = kept[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "intakes.html",
        section="footage.page",
        rows=[(one, _when(one), told := reports.read(one.path), _counts(told)) for one in shown],
        cards=cards,
        looks=LOOKS,
        archive=here().folder,
        number=number,
        last=last,
        page_address=lambda number: url_for("intakes.page", page=number),
    )


@pages.get("/versements/<report>")
@describing
def one(report: str) -> str:
    """What became of each file; what needs somebody comes first. Raises NotFound."""
    kept = reports.get(here().folder, report)
    told = reports.read(kept.path)
    films = in_order(told.of(Sort.FILM)) if told else []
    return render_template(
        "intake.html",
        section="footage.page",
        kept=kept,
        when=_when(kept),
        told=told,
        films=films[:SHOWN],
        beyond=max(0, len(films) - SHOWN),
        sheets=[_plain(line) for line in each_once(told.of(Sort.SHEET))[:SHOWN]] if told else [],
        left=told.of(Sort.LEFT)[:SHOWN] if told else [],
        counts=_counts(told),
        cards=cards,
        verdict=_verdict(told) if told else "",
        words=WORDS,
        looks=LOOKS,
    )


@pages.get("/versements/<report>/tableau.csv")
@describing
def table(report: str) -> Response:
    """The report for the spreadsheet, as it lies there. Raises NotFound."""
    return _file(reports.get(here().folder, report), ".csv", "text/csv; charset=utf-8")


@pages.get("/versements/<report>/rapport.html")
@describing
def paper(report: str) -> Response:
    """The report to print, to be opened outside the browser's pages. Raises NotFound."""
    return _file(reports.get(here().folder, report), ".html", "text/html; charset=utf-8")


def _file(kept: Kept, ending: str, kind: str) -> Response:
    path = kept.path.with_suffix(ending)
    try:
        answer = make_response(path.read_bytes())
    except FileNotFoundError as error:
        raise NotFound(_("Ce rapport n’existe pas.")) from error
    answer.headers.set("Content-Type", kind)
    answer.headers.set("Content-Disposition", "attachment", filename=path.name)
    return answer


def _when(kept: Kept) -> str:
    day = format_date(kept.at, "long", locale=language())
    return _("{day} à {time}").format(day=day, time=format_datetime(kept.at, "HH:mm", locale=language()))


def _counts(told: Receipt | None) -> list[tuple[str, str, int]]:
    """Each state that files have: as it is written, as it is read, and how many."""
    counts = counted(told) if told else {}
    return [(state, _(WORDS[state]), counts[state]) for state in ORDER if counts.get(state)]


def _plain(line: Line) -> tuple[Line, str]:
    return line, line.remark.removeprefix(SHEET).strip()


def _verdict(told: Receipt) -> str:
    """What to do with the card."""
    counts, films = counted(told), told.of(Sort.FILM)
    refused, erased = counts[STATES[Status.REFUSED]], counts[ERASED]
    if not films:
        return _("Aucun fichier de film ou de son ici.")
    if told.attempt:
        return _("Rien n’a été copié : ceci dit seulement ce qui le serait.")
    if refused:
        return ngettext(
            "Ne pas effacer la carte : {count} fichier n’est pas dans l’archive.",
            "Ne pas effacer la carte : {count} fichiers ne sont pas dans l’archive.",
            refused,
        ).format(count=refused)
    if erased:
        return ngettext(
            "Depuis, {count} fichier a été effacé pour toujours.",
            "Depuis, {count} fichiers ont été effacés pour toujours.",
            erased,
        ).format(count=erased)
    return _("Tous les films et sons de la carte sont dans l’archive, vérifiés à l’octet près.")
