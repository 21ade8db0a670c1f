# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of consents: one line for each participant and interview. A file never lifts a suspension or a withdrawal.

Two people stand behind a line that says `active`: who filled the line in (`recorded_by`; when empty, whoever made the
table) and who confirmed it (`confirmed_by`; when empty, whoever imports the file, who must be somebody else). Once
people have accounts a file speaks for its importer alone, who recorded each line: another account confirms it.
A file that is brought to a page (`WAITING`) never confirms: what it says is in force waits for another person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from archive.catalogue import accounts, consents, interviews, participants
from archive.consent import AUDIENCES, PARTS
from archive.model.footage import InterviewId
from archive.model.people import Consent, ConsentId, ConsentStatus, ParticipantId
from archive.tables.cells import Cells, text_of_day, text_of_several, text_of_yes_no
from archive.tables.sheet import Column
from archive.tables.table import Change, Given, Table
from media.errors import Refused
from media.language import gettext as _
from media.language import lazy

COLUMNS = (
    Column("participant", lazy("Code du témoin, déjà dans l’archive."), required=True),
    Column("interview", lazy("Code de l’entretien, déjà dans l’archive."), required=True),
    Column("status", lazy("draft, pending, active, suspended ou withdrawn."), required=True),
    Column("given_on", lazy("Jour où la personne l’a donnée : 2018-10-04 ; à remplir dès l’état pending.")),
    Column("expires_on", lazy("Premier jour où elle ne vaut plus ; vide : sans fin.")),
    Column("embargo_until", lazy("Premier jour de diffusion permis ; vide : aucun délai.")),
    Column("films", lazy("Noms des films permis, joints par + ; any : tous ; vide : aucun.")),
    Column("audiences", lazy("Publics permis, joints par + : screening, broadcast, internet, partner ; vide : aucun.")),
    Column("shows", lazy("Ce qui peut être montré, joint par + : face, voice, name, place ; vide : rien.")),
    Column("guardian", lazy("Pour un mineur : yes si le tuteur a consenti.")),
    Column("assent", lazy("Pour un mineur : yes si l’enfant est d’accord.")),
    Column("language", lazy("Langue dans laquelle elle a été donnée : bm.")),
    Column("method", lazy("Comment : written, filmed, fingerprint, ou quelques mots.")),
    Column("evidence", lazy("Où se trouve le papier ou l’enregistrement.")),
    Column("witness", lazy("Qui était là en plus, sans nom : l’interprète, une tante.")),
    Column("recorded_by", lazy("Qui l’a saisie ; vide : la personne qui a rempli ce tableau.")),
    Column("confirmed_by", lazy("Qui l’a confirmée, une autre personne ; vide : la personne qui importe ce tableau.")),
)
A_TABLE = "imported-table"


@dataclass(frozen=True, slots=True)
class Line:
    """A consent without ids, and the codes of the pair that it is about."""

    participant: str
    interview: str
    consent: Consent


def _read(cells: Cells) -> Line:
    if cells.needed("status") == ConsentStatus.SUPERSEDED:
        cells.wrong("status", _("une autorisation n’est remplacée que par la suivante : écrire celle-là."))
    consent = Consent(
        id=ConsentId(""),
        participant=ParticipantId(""),
        interview=InterviewId(""),
        status=cells.choice("status", ConsentStatus, ConsentStatus.DRAFT),
        given_on=cells.day("given_on"),
        expires_on=cells.day("expires_on"),
        embargo_until=cells.day("embargo_until"),
        films=frozenset(cells.several("films")),
        audiences=frozenset(cells.several("audiences", AUDIENCES)),
        shows=frozenset(cells.several("shows", PARTS)),
        guardian=cells.yes_no("guardian"),
        assent=cells.yes_no("assent"),
        language=cells.text("language"),
        method=cells.text("method"),
        evidence=cells.text("evidence"),
        witness=cells.text("witness"),
        recorded_by=cells.text("recorded_by"),
        confirmed_by=cells.text("confirmed_by"),
    )
    if not cells.problems and consent.given_on is None and consent.status != ConsentStatus.DRAFT:
        cells.wrong("given_on", _("à remplir : le jour où la personne a donné son autorisation."))
    return Line(cells.code("participant"), cells.code("interview"), consent)


def _apply(session: Session, line: Line, given: Given) -> Change:
    asked, known = _about(session, line, given)
    recorder = given.by if accounts.any_ready(session) else asked.recorded_by or A_TABLE
    return _kept(session, replace(asked, recorded_by=recorder), known, given)


def _apply_waiting(session: Session, line: Line, given: Given) -> Change:
    asked, known = _about(session, line, given)
    asked = replace(asked, recorded_by=given.by, confirmed_by="")
    if asked.status == ConsentStatus.ACTIVE and (known is None or _says(known) != _says(asked)):
        asked = replace(asked, status=ConsentStatus.PENDING)
    return _kept(session, asked, known, given)


def _about(session: Session, line: Line, given: Given) -> tuple[Consent, Consent | None]:
    """What a line asks for, and what is in force for the same pair."""
    asked = replace(
        line.consent,
        participant=participants.by_code(session, line.participant).id,
        interview=interviews.by_code(session, line.interview).id,
    )
    known = consents.current(session, asked.participant, asked.interview)
    if known is not None and given.columns and "witness" not in given.columns:
        asked = replace(asked, witness=known.witness)  # a table of an older kind says nothing of it
    return asked, known


def _kept(session: Session, asked: Consent, known: Consent | None, given: Given) -> Change:
    if known is None:
        consents.record(session, asked, given.by)
        return Change.ADDED
    if _says(known) == _says(asked):
        return Change.SAME
    if _says(replace(known, status=asked.status)) == _says(asked):
        accounts.refuse_another_s_word(session, asked.confirmed_by, given.by)
        _step(session, known, asked.status, asked.confirmed_by or given.by)
    else:
        consents.record(session, replace(asked, evidence_file=_same_paper(known, asked)), given.by)
    return Change.CHANGED


def _says(consent: Consent) -> Consent:
    """What a record says, whoever wrote it down."""
    return replace(consent, id=ConsentId(""), evidence_file="", recorded_by="", confirmed_by="")


def _same_paper(known: Consent, asked: Consent) -> str:
    """The copy of the paper goes with a correction of the same paper, not with a new one."""
    return known.evidence_file if known.given_on == asked.given_on else ""


def _step(session: Session, known: Consent, status: ConsentStatus, by: str) -> None:
    if known.status == ConsentStatus.SUSPENDED and status in (ConsentStatus.ACTIVE, ConsentStatus.PENDING):
        raise Refused(
            _("Cette autorisation est suspendue ; un fichier ne lève pas une suspension."),
            _("La rétablir sur la page des autorisations, ou ainsi : baro consent edit {id} --status active").format(
                id=known.id
            ),
        )
    consents.set_status(session, known.id, status, by)


def _rows(session: Session) -> Iterator[tuple[str, ...]]:
    people = {person.id: person.code for person in participants.listed(session)}
    codes = {interview.id: interview.code for interview in interviews.listed(session)}
    found = [(codes[consent.interview], people[consent.participant], consent) for consent in consents.listed(session)]
    for interview, participant, consent in sorted(found, key=lambda line: line[:2]):
        yield (
            participant,
            interview,
            consent.status,
            text_of_day(consent.given_on),
            text_of_day(consent.expires_on),
            text_of_day(consent.embargo_until),
            text_of_several(consent.films),
            text_of_several(consent.audiences, AUDIENCES),
            text_of_several(consent.shows, PARTS),
            text_of_yes_no(consent.guardian),
            text_of_yes_no(consent.assent),
            consent.language,
            consent.method,
            consent.evidence,
            consent.witness,
            consent.recorded_by,
            consent.confirmed_by,
        )


CONSENTS = Table("consents", COLUMNS, lambda line: f"{line.participant}+{line.interview}", _read, _apply, _rows)
WAITING = replace(CONSENTS, apply=_apply_waiting)
