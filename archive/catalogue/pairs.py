# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation pairs: cues of one track that say what cues of another say. Their texts are known by hashes."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import TrackPairRow, new_id
from archive.model.footage import StoredTrack, TrackId
from archive.model.track import Origin, Pair
from media.errors import NotFound
from media.language import gettext as _
from subtitles.cue import Track

Texts = Callable[[Iterable[int]], str]


class Sides(NamedTuple):
    """The two tracks of a pair, with what gives the hashes of their present texts."""

    source: TrackId
    target: TrackId
    said_source: Texts
    said_target: Texts


def of_tracks(session: Session, track_id: str, other: str | None = None) -> list[Pair]:
    """The pairs in which a track is the source or the translation (with `other` only), in the order they were made."""
    query = select(TrackPairRow).where(or_(TrackPairRow.source_id == track_id, TrackPairRow.target_id == track_id))
    if other is not None:
        query = query.where(or_(TrackPairRow.source_id == other, TrackPairRow.target_id == other))
    return [_pair(row) for row in session.scalars(query.order_by(TrackPairRow.made_at, TrackPairRow.id))]


def get(session: Session, pair_id: str) -> Pair:
    """One pair. Raises NotFound."""
    return _pair(_row(session, pair_id))


def sides_of(source: StoredTrack, target: StoredTrack) -> Sides:
    """The sides of pairs between two tracks."""
    return Sides(source.id, target.id, texts_of(source.track), texts_of(target.track))


def add(session: Session, sides: Sides, cues: tuple[Iterable[int], Iterable[int]], *, origin: Origin, by: str) -> Pair:
    """Make a pair of `cues`: ids of the source and ids of the translation, whose present texts are taken to agree."""
    from_cues, to_cues = (tuple(ids) for ids in cues)
    row = TrackPairRow(
        id=new_id(),
        source_id=sides.source,
        target_id=sides.target,
        source_cues=list(from_cues),
        target_cues=list(to_cues),
        source_words=sides.said_source(from_cues),
        target_words=sides.said_target(to_cues),
        origin=origin,
        made_by=by,
        made_at=outbox.now(),
    )
    session.add(row)
    return _pair(row)


def settle(session: Session, pair: Pair, sides: Sides, *, by: str) -> Pair:
    """Somebody says that `pair` (its cues perhaps changed) is right as both texts stand now. Raises NotFound."""
    row = _row(session, pair.id)
    row.source_cues, row.target_cues = list(pair.source_cues), list(pair.target_cues)
    row.source_words = sides.said_source(pair.source_cues)
    row.target_words = sides.said_target(pair.target_cues)
    row.origin, row.made_by, row.made_at = pair.origin, by, outbox.now()
    session.flush()
    return _pair(row)


def doubt(session: Session, pair_id: str) -> None:
    """Nobody has seen the present source of a pair: it is to be checked again. Raises NotFound."""
    _row(session, pair_id).source_words = ""
    session.flush()


def remove(session: Session, pair_id: str) -> None:
    """Forget a pair. Raises NotFound."""
    _row(session, pair_id)
    session.execute(delete(TrackPairRow).where(TrackPairRow.id == pair_id))


def follow(session: Session, before: StoredTrack, after: StoredTrack, newest: Callable[[str], Track]) -> None:
    """A track has got new words: a translation that was edited has been seen against its source as it stands now.

    `newest` gives the newest version of a track by id.
    """
    said_before, said_after = texts_of(before.track), texts_of(after.track)
    sources: dict[str, Texts] = {}
    for row in session.scalars(select(TrackPairRow).where(TrackPairRow.target_id == after.id)):
        now = said_after(row.target_cues)
        if now == said_before(row.target_cues):
            continue
        if row.source_id not in sources:
            sources[row.source_id] = texts_of(newest(row.source_id))
        row.target_words, row.source_words = now, sources[row.source_id](row.source_cues)
    session.flush()


def texts_of(track: Track) -> Texts:
    """What gives the hash of the texts of some cues of `track`, in its order; a cue that is gone counts as gone."""
    said = {cue.id: (place, cue.id, cue.text) for place, cue in enumerate(track.cues)}

    def hashed(cues: Iterable[int]) -> str:
        texts = [one[1:] for one in sorted(said[cue] for cue in frozenset(cues) if cue in said)]
        return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]

    return hashed


def _row(session: Session, pair_id: str) -> TrackPairRow:
    row = session.get(TrackPairRow, pair_id)
    if row is None:
        raise NotFound(_("Il n’y a pas de paire {id}.").format(id=pair_id), _("Voir « baro subtitles pairs PISTE »."))
    return row


def _pair(row: TrackPairRow) -> Pair:
    return Pair(
        row.id,
        TrackId(row.source_id),
        TrackId(row.target_id),
        tuple(row.source_cues),
        tuple(row.target_cues),
        row.source_words,
        row.target_words,
        Origin(row.origin),
        row.made_by,
        row.made_at,
    )
