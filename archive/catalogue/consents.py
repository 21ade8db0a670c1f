# SPDX-License-Identifier: GPL-3.0-or-later
"""Consents: one record in force for each participant and interview, the earlier ones kept as superseded.

Nobody opens anything alone: a record is `active` once somebody else than who recorded it has confirmed it.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import accounts, clock, interviews, outbox, participants, withdrawals
from archive.catalogue.schema import ConsentRow, ConsentStepRow, new_id
from archive.labels import label
from archive.model.footage import InterviewId
from archive.model.people import Consent, ConsentId, ConsentStatus, ConsentStep, ParticipantId
from archive.model.withdrawal import Taken, Taking
from media.errors import NotFound, Refused
from media.language import gettext as _

TRANSITIONS: dict[ConsentStatus, frozenset[ConsentStatus]] = {
    ConsentStatus.DRAFT: frozenset({ConsentStatus.PENDING, ConsentStatus.WITHDRAWN}),
    ConsentStatus.PENDING: frozenset({ConsentStatus.ACTIVE, ConsentStatus.WITHDRAWN}),
    ConsentStatus.ACTIVE: frozenset({ConsentStatus.SUSPENDED, ConsentStatus.WITHDRAWN}),
    ConsentStatus.SUSPENDED: frozenset({ConsentStatus.ACTIVE, ConsentStatus.WITHDRAWN}),
    ConsentStatus.WITHDRAWN: frozenset(),
    ConsentStatus.SUPERSEDED: frozenset(),
}
UNCONFIRMED = (ConsentStatus.DRAFT, ConsentStatus.PENDING)


def record(session: Session, consent: Consent, by: str) -> Consent:
    """Keep a consent, which supersedes the one in force of the same pair, and give it back; an empty `id` gets one.

    Unless it names them, `by` recorded it, and `by` confirms one that is `active`. The participant joins the
    interview. Raises NotFound for an unknown participant or interview, Refused when an older paper would replace a
    newer one, reopen what was withdrawn or suspended, or when one person alone would bring it into force.
    """
    if consent.status == ConsentStatus.SUPERSEDED:
        raise Refused(
            _("Une autorisation ne se saisit pas comme « remplacée »."),
            _("Saisir celle qui la remplace : l’ancienne est alors marquée d’elle-même."),
        )
    participants.join(session, consent.interview, consent.participant)
    earlier = current(session, consent.participant, consent.interview)
    _refuse_forgotten(session, consent)
    if earlier is not None:
        _refuse_older(earlier, consent)
        _refuse_suspended(session, earlier, consent)
        _row(session, earlier.id).status = ConsentStatus.SUPERSEDED
    kept = replace(consent, id=consent.id or ConsentId(new_id()), recorded_by=consent.recorded_by or by)
    accounts.refuse_another_s_word(session, kept.confirmed_by, by)
    kept = replace(kept, confirmed_by=_confirmer(kept, by))
    session.add(_filled(ConsentRow(id=kept.id, recorded_at=outbox.now()), kept))
    session.flush()
    if earlier is not None:
        _note(session, earlier.id, ConsentStatus.SUPERSEDED, by)
    _note(session, kept.id, kept.status, by)
    if kept.status is ConsentStatus.WITHDRAWN:
        withdrawals.note(session, _taken(session, kept, by, ""))
    outbox.announce(session, kept.interview, "consent")
    return kept


def set_status(session: Session, consent: str, status: ConsentStatus, by: str, reason: str = "") -> Consent:
    """Bring a consent (its id) to another state; `active` is what a second person makes of one that waits.

    Raises NotFound, or Refused when no step leads there or who recorded it would confirm it.
    """
    row = _row(session, consent)
    before = ConsentStatus(row.status)
    if status not in TRANSITIONS[before]:
        raise _no_step(before, status)
    if status is ConsentStatus.ACTIVE and not row.confirmed_by:
        _check_second(row.recorded_by, by)
        row.confirmed_by = by
    row.status = status
    session.flush()
    _note(session, row.id, status, by, reason)
    if status is ConsentStatus.WITHDRAWN:
        withdrawals.note(session, _taken(session, _value(row), by, reason))
    outbox.announce(session, row.interview_id, f"consent {status}")
    return _value(row)


def close(session: Session, taken: Taken) -> None:
    """Stop what the ledger says was stopped, whatever this catalogue remembers of it; a line twice changes nothing."""
    try:
        person = participants.by_code(session, taken.participant)
        interview = interviews.by_code(session, taken.interview)
    except NotFound:
        return  # nothing of theirs is here; a record that comes later is refused by its date
    participants.join(session, interview.id, person.id)
    known = current(session, person.id, interview.id)
    if known is None:
        gone = Consent(ConsentId(new_id()), person.id, interview.id, ConsentStatus.WITHDRAWN, taken.on)
        session.add(_filled(ConsentRow(id=gone.id, recorded_at=outbox.now()), gone))
        known = gone
    _row(session, known.id).status = ConsentStatus.WITHDRAWN
    session.flush()
    _note(session, known.id, ConsentStatus.WITHDRAWN, taken.by, taken.reason)
    outbox.announce(session, interview.id, "consent withdrawn")


def keep_evidence(session: Session, consent: str, file: str, by: str) -> Consent:
    """Name the file of the archive that holds the copy of the paper. Raises NotFound."""
    row = _row(session, consent)
    row.evidence_file = file
    session.flush()
    _note(session, row.id, ConsentStatus(row.status), by, _("preuve jointe"))
    return _value(row)


def history(session: Session, consent: str) -> list[ConsentStep]:
    """The states that a consent (its id) came to, oldest first."""
    query = select(ConsentStepRow).where(ConsentStepRow.consent_id == consent).order_by(ConsentStepRow.id)
    return [
        ConsentStep(ConsentStatus(row.status), row.made_by, row.made_at, row.reason) for row in session.scalars(query)
    ]


def get(session: Session, consent: str) -> Consent:
    """The consent of that id, superseded or not. Raises NotFound."""
    return _value(_row(session, consent))


def current(session: Session, participant: str, interview: str) -> Consent | None:
    """The record in force of a participant (id) for an interview (id): the one that nothing replaced."""
    row = session.scalar(
        select(ConsentRow).where(
            ConsentRow.participant_id == participant,
            ConsentRow.interview_id == interview,
            ConsentRow.status != ConsentStatus.SUPERSEDED,
        )
    )
    return None if row is None else _value(row)


def listed(session: Session, interview: str | None = None, *, superseded: bool = False) -> list[Consent]:
    """The records in force, of all interviews or of one (its id); with `superseded` the replaced ones too, oldest first."""
    query = select(ConsentRow).order_by(ConsentRow.interview_id, ConsentRow.participant_id, ConsentRow.recorded_at)
    if interview is not None:
        query = query.where(ConsentRow.interview_id == interview)
    if not superseded:
        query = query.where(ConsentRow.status != ConsentStatus.SUPERSEDED)
    return [_value(row) for row in session.scalars(query)]


def _refuse_older(earlier: Consent, later: Consent) -> None:
    """A replacing record must bear the same or a later date; a later one over what was stopped."""
    stopped = earlier.status in (ConsentStatus.WITHDRAWN, ConsentStatus.SUSPENDED)
    if earlier.given_on is None and not stopped:
        return
    if later.given_on is None:
        raise Refused(
            _("La date de cette autorisation manque, alors qu’elle en remplace une autre."),
            _("Écrire le jour où la personne l’a donnée."),
        )
    if earlier.given_on is None or later.given_on > earlier.given_on:
        return
    if later.given_on < earlier.given_on:
        raise Refused(
            _("Une autorisation plus récente est déjà saisie pour cette personne (donnée le {date}).").format(
                date=earlier.given_on.isoformat()
            ),
            _("Garder la plus récente, ou corriger la date de celle-ci."),
        )
    if stopped:
        raise Refused(
            _("La personne a retiré son autorisation, ou celle-ci est suspendue."),
            _("Il faut une nouvelle autorisation, donnée un autre jour ; ou lever la suspension par son état."),
        )


def _confirmer(consent: Consent, by: str) -> str:
    """Who confirmed a record that is being kept; nobody yet while it waits. Raises Refused for one person alone."""
    if consent.status in UNCONFIRMED:
        return ""
    if consent.status is not ConsentStatus.ACTIVE:
        return consent.confirmed_by
    confirmer = consent.confirmed_by or by
    _check_second(consent.recorded_by, confirmer)
    return confirmer


def _check_second(recorder: str, confirmer: str) -> None:
    if same_person(recorder, confirmer):
        raise Refused(
            _("{name} a saisi cette autorisation : quelqu’un d’autre doit la confirmer.").format(name=recorder),
            _("La laisser en attente ; une seconde personne la compare au papier et la confirme."),
        )


def same_person(one: str, other: str) -> bool:
    """True when two names are the same, however they are typed; a name that is missing is nobody else's."""
    first, second = (" ".join(name.split()).casefold() for name in (one, other))
    return not first or not second or first == second


def _note(session: Session, consent: str, status: ConsentStatus, by: str, reason: str = "") -> None:
    session.add(ConsentStepRow(consent_id=consent, status=status, made_by=by, made_at=outbox.now(), reason=reason))
    session.flush()


def _taken(session: Session, consent: Consent, by: str, reason: str) -> Taken:
    person = participants.get(session, consent.participant)
    interview = interviews.get(session, consent.interview)
    return Taken(Taking.WITHDRAWAL, person.code, interview.code, clock.today(session), by, reason)


def _refuse_forgotten(session: Session, consent: Consent) -> None:
    """A paper from before a withdrawal opens nothing, even where the record that was withdrawn is not there any more."""
    if consent.status is ConsentStatus.WITHDRAWN:
        return
    person = participants.get(session, consent.participant)
    taken = withdrawals.newest(session, person.code, interviews.get(session, consent.interview).code)
    if taken is not None and (consent.given_on is None or consent.given_on <= taken.on):
        raise Refused(
            _("{code} a retiré son autorisation le {date}.").format(code=person.code, date=taken.on.isoformat()),
            _("Il faut une nouvelle autorisation, donnée depuis."),
        )


def _refuse_suspended(session: Session, earlier: Consent, later: Consent) -> None:
    """A paper from before a suspension does not lift it."""
    if earlier.status is not ConsentStatus.SUSPENDED or later.status is ConsentStatus.WITHDRAWN:
        return
    steps = [step.at.date() for step in history(session, earlier.id) if step.status is ConsentStatus.SUSPENDED]
    if steps and (later.given_on is None or later.given_on <= steps[-1]):
        raise Refused(
            _("L’autorisation est suspendue depuis le {date}.").format(date=steps[-1].isoformat()),
            _("Il faut une nouvelle autorisation, donnée depuis ; ou lever la suspension par son état."),
        )


def _no_step(before: ConsentStatus, status: ConsentStatus) -> Refused:
    possible = sorted(TRANSITIONS[before])
    message = _("Cette autorisation est « {before} » : elle ne peut pas devenir « {status} ».")
    return Refused(
        message.format(before=label(before), status=label(status)),
        _("Elle peut devenir : {names}.").format(names=", ".join(map(label, possible)))
        if possible
        else _("C’est définitif : saisir une nouvelle autorisation, donnée de nouveau par la personne."),
    )


def _row(session: Session, consent: str) -> ConsentRow:
    row = session.get(ConsentRow, consent)
    if row is None:
        raise NotFound(_("Il n’y a pas d’autorisation {id}.").format(id=consent), _("Voir « baro consent list »."))
    return row


def _filled(row: ConsentRow, consent: Consent) -> ConsentRow:
    row.participant_id = consent.participant
    row.interview_id = consent.interview
    row.status = consent.status
    row.given_on = consent.given_on
    row.expires_on = consent.expires_on
    row.embargo_until = consent.embargo_until
    row.films = sorted(consent.films)
    row.audiences = sorted(consent.audiences)
    row.shows = sorted(consent.shows)
    row.guardian = consent.guardian
    row.assent = consent.assent
    row.language = consent.language
    row.method = consent.method
    row.witness = consent.witness
    row.evidence = consent.evidence
    row.evidence_file = consent.evidence_file
    row.recorded_by = consent.recorded_by
    row.confirmed_by = consent.confirmed_by
    return row


def _value(row: ConsentRow) -> Consent:
    return Consent(
        id=ConsentId(row.id),
        participant=ParticipantId(row.participant_id),
        interview=InterviewId(row.interview_id),
        status=ConsentStatus(row.status),
        given_on=row.given_on,
        expires_on=row.expires_on,
        embargo_until=row.embargo_until,
        films=frozenset(row.films),
        audiences=frozenset(row.audiences),
        shows=frozenset(row.shows),
        guardian=row.guardian,
        assent=row.assent,
        language=row.language,
        method=row.method,
        witness=row.witness,
        evidence=row.evidence,
        evidence_file=row.evidence_file,
        recorded_by=row.recorded_by,
        confirmed_by=row.confirmed_by,
    )
