# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation pairs: which cues of the French track say what cues of the source track say, N to M by ids.

They are proposed by time, then confirmed or edited by people. An edit of the source text leaves the pair to be checked
again until somebody confirms it, edits it, or edits its translation. A pair with a closed cue on either side is not shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from archive.access import Access
from archive.catalogue import pairs, tracks
from archive.library import Library, Session
from archive.model.track import Origin, Pair
from archive.pairing import Paired, Reader, State, Translation, sides
from archive.tracks import visible_cues
from media.errors import NotFound, Refused, WrongUse
from media.language import gettext as _
from subtitles.cue import Cue
from subtitles.pairing import Group, by_time


def translation(library: Library, track_id: str, other: str | None = None) -> Translation:
    """The pairs between a track and another of its recording (None: the only one that can be meant).

    Raises NotFound, Refused when there is no other track, WrongUse when several may be meant.
    """
    with library.reading() as session:
        return Reader(*sides(library, session, track_id, other)).all(session, Access.load(session))


def to_recheck(session: Session, access: Access, track_id: str) -> int:
    """How many translations that a track takes part in are to be checked again; only those that may be shown."""
    found = {(one.source, one.target) for one in pairs.of_tracks(session, track_id)}
    both = ([tracks.get(session, one) for one in couple] for couple in sorted(found))
    return sum(Reader(*couple).all(session, access).recheck for couple in both)


def propose(library: Library, track_id: str, other: str | None = None) -> tuple[Translation, int]:
    """Pair the cues that have no pair yet, by their times; how many pairs were made or grew. Pairs that stand stay.

    Raises as `translation`.
    """
    with library.writing() as session:
        reader = Reader(*sides(library, session, track_id, other))
        access = Access.load(session)
        source, target = (visible_cues(access, one) for one in (reader.source, reader.target))
        known = _Known(session, reader)
        changed = sum(_join(session, known, group, library.person.name) for group in by_time(source, target))
        return reader.all(session, access), changed


def confirm(library: Library, pair_id: str) -> Paired:
    """Say that a translation is right as both texts stand now; the pair as it was. Raises NotFound, Refused when a side is gone."""
    with library.writing() as session:
        pair, reader = _opened(library, session, pair_id)
        before = reader.paired(pair)
        if before.state is State.BROKEN:
            raise Refused(
                _("Un côté de cette paire n’a plus de sous-titre."), _("La défaire, ou lui en donner d’autres.")
            )
        pairs.settle(session, replace(pair, origin=Origin.CONFIRMED), reader.sides, by=library.person.name)
        return before


def take_back(library: Library, pair_id: str, origin: Origin, *, recheck: bool) -> None:
    """Take back a confirmation: the pair is of `origin` again, and to be checked again if it was. Raises NotFound."""
    with library.writing() as session:
        pair, reader = _opened(library, session, pair_id)
        pairs.settle(session, replace(pair, origin=origin), reader.sides, by=library.person.name)
        if recheck:
            pairs.doubt(session, pair_id)


def edit(library: Library, pair_id: str, source_cues: Collection[int], target_cues: Collection[int]) -> Paired:
    """Give a pair other cues. Raises NotFound, WrongUse when a side is empty, Refused for a cue of another pair."""
    with library.writing() as session:
        pair, reader = _opened(library, session, pair_id)
        cues = _checked(session, reader, (source_cues, target_cues), but=pair_id)
        changed = replace(pair, source_cues=cues.source, target_cues=cues.target, origin=Origin.EDITED)
        return reader.paired(pairs.settle(session, changed, reader.sides, by=library.person.name))


def make(
    library: Library, couple: tuple[str, str | None], source_cues: Collection[int], target_cues: Collection[int]
) -> Paired:
    """Make a pair by hand between the tracks of `couple`, as `translation` understands them. Raises as `edit`."""
    with library.writing() as session:
        reader = Reader(*sides(library, session, *couple))
        cues = _checked(session, reader, (source_cues, target_cues))
        by = library.person.name
        return reader.paired(pairs.add(session, reader.sides, cues, origin=Origin.EDITED, by=by))


def remove(library: Library, pair_id: str) -> Pair:
    """Take a pair apart and give back what it was. Raises NotFound."""
    with library.writing() as session:
        pair, _reader = _opened(library, session, pair_id)
        pairs.remove(session, pair_id)
        return pair


class _Known:
    """The pairs of two tracks by the cues that they hold."""

    def __init__(self, session: Session, reader: Reader) -> None:
        self.reader = reader
        self.by_source: dict[int, Pair] = {}
        self.by_target: dict[int, Pair] = {}
        for one in pairs.of_tracks(session, reader.source.id, reader.target.id):
            if one.source == reader.source.id:
                self.hold(one)

    def hold(self, pair: Pair) -> None:
        self.by_source |= dict.fromkeys(pair.source_cues, pair)
        self.by_target |= dict.fromkeys(pair.target_cues, pair)

    def near(self, group: Group) -> list[Pair]:
        """The pairs that have a cue of `group`."""
        found = [self.by_source[cue] for cue in group.source if cue in self.by_source]
        found += [self.by_target[cue] for cue in group.target if cue in self.by_target]
        return list({one.id: one for one in found}.values())


def _join(session: Session, known: _Known, group: Group, by: str) -> bool:
    """Make a pair of a group, or let the one pair that has some of its cues take the others. False: nothing to do."""
    reader, near = known.reader, known.near(group)
    if not near:
        known.hold(pairs.add(session, reader.sides, group, origin=Origin.PROPOSED, by=by))
        return True
    [old, *others] = near
    grown = replace(
        old,
        source_cues=_in_order(reader.ours, {*old.source_cues, *group.source}),
        target_cues=_in_order(reader.theirs, {*old.target_cues, *group.target}),
        origin=Origin.PROPOSED,
    )
    if (
        others
        or old.origin is Origin.EDITED
        or ({*group.source} <= {*old.source_cues} and {*group.target} <= {*old.target_cues})
    ):
        return False  # nothing is missing, or people said what belongs together
    stale = reader.paired(old).state is not State.FINE
    known.hold(pairs.settle(session, grown, reader.sides, by=by))
    if stale:
        pairs.doubt(session, old.id)
    return True


def _opened(library: Library, session: Session, pair_id: str) -> tuple[Pair, Reader]:
    """A pair that may be shown, and its tracks. Raises NotFound."""
    pair = pairs.get(session, pair_id)
    reader = Reader(*sides(library, session, pair.target, pair.source))
    if reader.source.id != pair.source:
        reader = Reader(reader.target, reader.source)
    shown = {one.pair.id for one in reader.all(session, Access.load(session)).pairs}
    if pair_id not in shown:
        raise NotFound(_("Il n’y a pas de paire {id}.").format(id=pair_id))
    return pair, reader


def _checked(session: Session, reader: Reader, cues: tuple[Collection[int], Collection[int]], but: str = "") -> Group:
    """`cues` in the order of their tracks, when they may be a pair."""
    access = Access.load(session)
    for stored, wanted in zip((reader.source, reader.target), cues, strict=True):
        known = {cue.id for cue in visible_cues(access, stored)}
        unknown = [cue for cue in wanted if cue not in known]
        if not wanted or unknown:
            lacking = _("La piste {id} ({language}) n’a pas de sous-titre {cue}.")
            raise WrongUse(
                lacking.format(id=stored.id, language=stored.language, cue=unknown[0])
                if unknown
                else _("Un côté de la paire est vide."),
                _("Il faut au moins un sous-titre de chaque côté, par le numéro que « baro subtitles show » donne."),
            )
    for one in pairs.of_tracks(session, reader.source.id, reader.target.id):
        if one.id != but and ({*cues[0]} & {*one.source_cues} or {*cues[1]} & {*one.target_cues}):
            raise Refused(
                _("Un de ces sous-titres est déjà dans la paire {id}.").format(id=one.id),
                _("Défaire d’abord cette paire, ou lui donner ces sous-titres."),
            )
    return Group(_in_order(reader.ours, {*cues[0]}), _in_order(reader.theirs, {*cues[1]}))


def _in_order(track: Mapping[int, Cue], cues: Collection[int]) -> tuple[int, ...]:
    """Some cue ids in the order of their track, whose cues by id are in that order."""
    return tuple(cue for cue in track if cue in cues)
