# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said in the second before and after a passage: a package lets it be heard, so the naming guard looks there too.

The film's own words were looked at with the film. Where something said beside them gives somebody away, or was never
compared with the real names, the extract begins or ends with the passage.
"""

from collections.abc import Mapping
from dataclasses import replace

from archive.access import Access
from archive.exchange.build import rate_of
from archive.exchange.package import Planned
from archive.film.assembly import Allowed
from archive.library import Library, Session
from archive.model.film import ItemId
from archive.naming.guard import Sight
from archive.naming.spoken import Leaving, clear_but_for
from media.span import Span
from media.timecode import frames_of


def looked_at(
    library: Library, session: Session, ready: Allowed, access: Access, plans: Mapping[ItemId, Planned]
) -> dict[ItemId, Planned]:
    """These extracts without the handles in which something is said that may not leave."""
    sight, film = Sight.load(library, session), ready.cut.film

    def clear(plan: Planned, span: Span) -> bool:
        said = ready.words.get(plan.clip.item)
        known = frozenset(cue.id for cue in said.cues) if said is not None else frozenset()
        leaving = Leaving(plan.clip.recording.id, film.audience, film.name, span)
        return clear_but_for(session, access, sight, leaving, known)

    def trimmed(plan: Planned) -> Planned:
        own, around = frames_of(plan.clip.span, rate_of(plan.clip.recording)), plan.span
        first, last = plan.frames.start, plan.frames.stop
        if first < own.start and not clear(plan, Span(around.start, plan.clip.span.start)):
            first = own.start
        if last > own.stop and not clear(plan, Span(plan.clip.span.end, around.end)):
            last = own.stop
        return replace(plan, frames=range(first, last))

    return {item: trimmed(plan) for item, plan in plans.items()}
