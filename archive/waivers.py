# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of a track that somebody lets stand: they stay waived until the text of their cue changes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.catalogue import waivers
from archive.correct import opened
from archive.library import Library
from archive.model.track import KeptWaiver
from media.errors import NotFound, WrongUse
from media.language import gettext as _
from subtitles.checks import RULES, Finding
from subtitles.checks.waiver import hash_of
from subtitles.cue import Cue


class Sorted(NamedTuple):
    """The findings that still ask for something, and those that somebody let stand, each with the waiver."""

    open: list[Finding]
    waived: list[tuple[Finding, KeptWaiver]]


def sort(findings: Iterable[Finding], cues: Sequence[Cue], kept: Iterable[KeptWaiver]) -> Sorted:
    """The `findings` about `cues` with the waived ones apart, both in their order."""
    known = {(one.rule, one.cue, one.text): one for one in kept}
    told = Sorted([], [])
    for finding in findings:
        found = known.get((finding.rule, *_named(cues[finding.cue - 1] if finding.cue else None)))
        if found is None:
            told.open.append(finding)
        else:
            told.waived.append((finding, found))
    return told


def kept(library: Library, track_id: str) -> list[KeptWaiver]:
    """Every waiver of a track, the first one first. Raises NotFound, as for whoever is not of the team."""
    shown = {cue.id for cue in opened(library, track_id).cues}
    with library.reading() as session:
        return [one for one in waivers.of_track(session, track_id) if one.cue in shown or not one.cue]


def waive(library: Library, track_id: str, rule: str, cue: int, *, message: str = "") -> KeptWaiver:
    """Let what `rule` finds in the cue with id `cue` (0: in the track as a whole) stand as long as it has its text.

    Raises NotFound without such a track or cue that may be seen, WrongUse for an unknown rule.
    """
    if rule not in RULES:
        raise WrongUse(
            _("Il n’y a pas de règle « {rule} ».").format(rule=rule),
            _("« baro subtitles check PISTE » donne le nom de chaque règle entre crochets."),
        )
    place = _named(_cue(library, track_id, cue) if cue else None)
    with library.writing() as session:
        return waivers.add(session, track_id, (rule, *place), by=library.person.name, message=message)


def ask_again(library: Library, track_id: str, rule: str, cue: int) -> None:
    """End a waiver. Raises NotFound when there is none."""
    opened(library, track_id)
    with library.writing() as session:
        if not waivers.remove(session, track_id, rule, cue):
            raise NotFound(
                _("Aucune dispense de « {rule} » pour ce sous-titre.").format(rule=rule),
                _("« baro subtitles waive PISTE » les montre toutes."),
            )


def _cue(library: Library, track_id: str, wanted: int) -> Cue:
    for cue in opened(library, track_id).cues:
        if cue.id == wanted:
            return cue
    raise NotFound(_("Cette piste n’a pas de sous-titre {cue}.").format(cue=wanted))


def _named(cue: Cue | None) -> tuple[int, str]:
    return (0, "") if cue is None else (cue.id, hash_of(cue))
