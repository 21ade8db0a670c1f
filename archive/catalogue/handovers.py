# SPDX-License-Identifier: GPL-3.0-or-later
"""The register of hand-overs: who received what, and when."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox, renders
from archive.catalogue.schema import HandoverRow, new_id
from archive.model.withdrawal import Handover
from media.errors import NotFound, WrongUse
from media.language import gettext as _


def add(session: Session, handover: Handover) -> Handover:
    """Keep a line; an empty `id` gets one, an empty `what` the file of its render. Raises NotFound, WrongUse."""
    what = handover.what
    if handover.render is not None:
        what = what or renders.get(session, handover.render).file
    if not what or not handover.recipient:
        raise WrongUse(_("Il manque ce qui a été remis, ou à qui."), _("Remplir les deux."))
    kept = replace(handover, id=handover.id or new_id(), what=what)
    session.add(
        HandoverRow(
            id=kept.id,
            what=kept.what,
            render_id=kept.render,
            recipient=kept.recipient,
            given_on=kept.given_on,
            note=kept.note,
            made_by=kept.by,
            made_at=outbox.now(),
        )
    )
    session.flush()
    return kept


def remove(session: Session, handover: str) -> Handover:
    """Take a line away that was written by mistake, and give it back. Raises NotFound."""
    row = session.get(HandoverRow, handover)
    if row is None:
        raise NotFound(_("Il n’y a pas de remise {id}.").format(id=handover))
    removed = _value(row)
    session.delete(row)
    session.flush()
    return removed


def listed(session: Session) -> list[Handover]:
    """Every line, the latest first."""
    query = select(HandoverRow).order_by(HandoverRow.given_on.desc(), HandoverRow.made_at.desc())
    return [_value(row) for row in session.scalars(query)]


def _value(row: HandoverRow) -> Handover:
    return Handover(row.id, row.what, row.recipient, row.given_on, row.render_id, row.note, row.made_by)
