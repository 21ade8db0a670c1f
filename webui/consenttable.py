# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of consents as a CSV file: taken away to fill in, brought back, looked at line by line, then taken in.

Whoever brings a table never confirms it: what it says is in force waits for another person.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive import outlook
from archive.catalogue import consents, interviews, participants
from archive.model.people import ConsentStatus
from archive.tables import sheet
from archive.tables.consents import COLUMNS, CONSENTS, WAITING, Line
from archive.tables.sheet import Problem, TableRefused
from archive.tables.table import Change, Foreseen, export_table, foresee, import_text
from media.errors import Refused, WrongUse
from media.language import gettext as _
from webui import notices
from webui.person import here, named, team

pages = Blueprint("consenttable", __name__)
LARGEST = 1 << 20
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: who and where, the state that stands and the one that would, in a sentence; or the refusal."""

    number: int
    participant: str
    interview: str
    change: Change | None
    before: str
    after: str
    says: str
    refusal: str

    @property
    def news(self) -> bool:
        """Whether the line adds or changes something."""
        return self.change in (Change.ADDED, Change.CHANGED)


@pages.get("/autorisations/tableau")
@team
def page() -> str:
    """How the table works, and what waits for a second person."""
    return _page()


@pages.get("/autorisations/tableau.csv")
@team
def file() -> Response:
    """The table as spreadsheets open it: of the whole archive, or of one interview (`?entretien=`)."""
    asked = request.args.get("entretien", "")
    code = ""
    if asked:
        with here().reading() as session:
            code = interviews.get(session, asked).code
    data = export_table(here(), CONSENTS, excel=True, keep=(lambda row: row[1] == code) if code else None)
    answer = Response(data, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"autorisations{f'-{code}' if code else ''}.csv")
    return answer


@pages.post("/autorisations/tableau/apercu")
@team
def preview() -> str | tuple[str, int]:
    """What each line would do; nothing is kept."""
    _refuse_nameless()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise WrongUse(_("Aucun fichier n’est choisi."), _("Choisir le tableau enregistré en CSV."))
    data = sent.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused(_("Ce tableau est trop lourd."), _("Le couper en plusieurs, de 1 Mo au plus."))
    name = Path(sent.filename.replace("\\", "/")).name[:LONGEST_NAME] or "table.csv"
    return _looked_at(name, sheet.text_of(name, data).replace("\r\n", "\n"))


@pages.post("/autorisations/tableau")
@team
def take() -> AnyResponse | str | tuple[str, int]:
    """Take the table in that was looked at, whole or not at all; twice changes nothing more."""
    _refuse_nameless()
    name = request.form.get("name", "")[:LONGEST_NAME] or "table.csv"
    text = request.form.get("table", "").replace("\r\n", "\n")
    try:
        for_ever = any(
            one.after == ConsentStatus.WITHDRAWN for one in _rows(foresee(here(), WAITING, name, text)) if one.news
        )
        if for_ever and request.form.get("sure") != "yes":
            notices.say_error(
                WrongUse(_("Rien n’a changé."), _("Cocher la case qui dit que des retraits sont définitifs."))
            )
            return _looked_at(name, text)
        done = import_text(here(), WAITING, name, text)
    except TableRefused:
        return _looked_at(name, text)
    said = _("{file} : ajouts {added}, changements {changed}, déjà connus {same}.")
    waits = (
        _("Une autre personne doit maintenant confirmer ce qui est en attente.") if done.added + done.changed else ""
    )
    notices.say(f"{said.format(file=name, added=done.added, changed=done.changed, same=done.same)} {waits}".strip())
    return notices.done(url_for("consenttable.page"))


def _refuse_nameless() -> None:
    if not named():
        raise Refused(_("Dites d’abord qui vous êtes."), _("Écrire votre nom en haut de la page, puis recommencer."))


def _looked_at(name: str, text: str) -> str | tuple[str, int]:
    """The page with the lines of a file, or with what cannot be read in it."""
    try:
        rows = _rows(foresee(here(), WAITING, name, text))
    except TableRefused as refused:
        return _page(name=name, problems=refused.problems, hint=refused.hint), 409
    return _page(name=name, text=text, rows=rows), 409 if any(row.change is None for row in rows) else 200


def _page(
    *,
    name: str = "",
    text: str = "",
    rows: tuple[Row, ...] = (),
    problems: tuple[Problem, ...] = (),
    hint: str = "",
) -> str:
    with here().reading() as session:
        waiting = Counter(one.interview for one in consents.listed(session) if one.status is ConsentStatus.PENDING)
        places = [(interviews.get(session, one), count) for one, count in waiting.items()]
        scope = request.args.get("entretien", "")
        asked = interviews.get(session, scope) if scope else None
    return render_template(
        "consenttable.html",
        section="participants.page",
        interview=asked,
        waiting=sorted(places, key=lambda one: one[0].code),
        columns=COLUMNS,
        name=name,
        text=text,
        rows=rows,
        problems=problems,
        hint=hint,
        refused=sum(row.change is None for row in rows),
        news=sum(row.news for row in rows),
        gone=sum(row.news and row.after == ConsentStatus.WITHDRAWN for row in rows),
    )


def _rows(found: list[Foreseen[Line]]) -> tuple[Row, ...]:
    with here().reading() as session:
        people = {one.id: one for one in participants.listed(session)}
        places = {one.id: one.code for one in interviews.listed(session)}
        states = {(people[one.participant].code, places[one.interview]): one.status for one in consents.listed(session)}
    minors = {one.code for one in people.values() if one.minor}
    return tuple(_row(one, states, minors) for one in found)


def _row(found: Foreseen[Line], states: dict[tuple[str, str], ConsentStatus], minors: set[str]) -> Row:
    line = found.value
    before, asked = states.get((line.participant, line.interview)), line.consent.status
    after: ConsentStatus = ConsentStatus.PENDING if asked is ConsentStatus.ACTIVE else asked
    if found.change in (None, Change.SAME):
        after = before or asked
    says = ""
    if found.change in (Change.ADDED, Change.CHANGED) and after in consents.UNCONFIRMED:
        says = outlook.promised(line.consent, minor=line.participant in minors)
    return Row(found.line, line.participant, line.interview, found.change, before or "none", after, says, found.refusal)
