# SPDX-License-Identifier: GPL-3.0-or-later
"""Who looked at a masked clip and found that it gives nobody away, as rows."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import MaskRow


def confirm(session: Session, item: str, recipe: str, by: str) -> None:
    """This person saw the result of this recipe on this line of a film. Twice is once."""
    session.merge(MaskRow(item_id=item, recipe=recipe, by=by, at=outbox.now()))
    session.flush()


def confirmed_by(session: Session, item: str, recipe: str) -> tuple[str, ...]:
    """Who confirmed exactly this recipe there, by name."""
    query = select(MaskRow.by).where(MaskRow.item_id == item, MaskRow.recipe == recipe).order_by(MaskRow.by)
    return tuple(session.scalars(query))


def doubt(session: Session, item: str, recipe: str) -> None:
    """Somebody sees through it: all confirmations of this recipe there are gone."""
    session.execute(delete(MaskRow).where(MaskRow.item_id == item, MaskRow.recipe == recipe))
