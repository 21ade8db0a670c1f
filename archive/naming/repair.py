# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives people away, replaced where it is written: cards, notes and titles in the film, subtitles in a new version of their track."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.catalogue import films
from archive.correct import correct, opened
from archive.library import Library
from archive.naming.finding import Finding
from archive.naming.patterns import Known, entries, find, replaced
from archive.naming.texts import Where
from media.errors import Refused
from media.language import gettext as _
from subtitles.cue import Cue


def repair(library: Library, film: str, findings: Sequence[Finding]) -> int:
    """Replace each finding by what stands for it; gives how many texts changed.

    Raises Refused for a name of a film itself, which consents cover by name, and for a track that somebody else is
    changing; what was replaced before stays replaced.
    """
    if any(finding.text.where is Where.FILE for finding in findings):
        raise Refused(
            _("Le nom du film lui-même trahit quelqu’un."),
            _("Renommer le film : les autorisations le citent par son nom."),
        )
    return repair_tracks(library, findings) + _lines(library, film, [one for one in findings if not one.text.track])


def repair_tracks(library: Library, findings: Sequence[Finding]) -> int:
    """Replace what was found in tracks, cue by cue, and the names of those who speak; gives how many cues changed.

    Raises Refused for a track that somebody else is changing.
    """
    tracks = {finding.text.track for finding in findings if finding.text.track}
    return sum(_track(library, track, [one for one in findings if one.text.track == track]) for track in sorted(tracks))


def _lines(library: Library, film: str, findings: Sequence[Finding]) -> int:
    texts = {finding.text: [one.found for one in findings if one.text == finding.text] for finding in findings}
    with library.writing() as session:
        for text, found in texts.items():
            words = replaced(text.text, found)
            if text.where is Where.TITLE:
                films.set_title(session, film, words)
            elif text.where is Where.LOWER:
                looks = next(item.looks for item in films.edit_of(session, film).items if item.id == text.item)
                films.change_looks(session, film, text.item, replace(looks, speaker=words))
            else:
                films.change_item(session, film, text.item, text=words)
    return len(texts)


def _track(library: Library, track: str, findings: Sequence[Finding]) -> int:
    """The cues of one track; tags inside a found piece would part it, so it is looked for in the cue's own text."""
    seen = opened(library, track)
    voices = {one.text.text: one.found.instead for one in findings if one.text.where is Where.SPEAKER}
    wanted: dict[int, Known] = {}
    for finding in findings:
        if finding.text.where is not Where.SPEAKER:
            names = entries([finding.found.text], finding.found.instead)
            before = wanted.get(finding.text.cue, Known())
            wanted[finding.text.cue] = Known(names={**before.names, **names})
    cues = [_without(cue, wanted.get(cue.id), voices) for cue in seen.cues]
    done = correct(
        library, track, seen.stored.version.number, cues, message=_("Mots qui trahissaient quelqu’un remplacés")
    )
    if done.conflicts:
        raise Refused(_("Quelqu’un corrige ces sous-titres en ce moment."), _("Recommencer dans un instant."))
    return sum(1 for before, after in zip(seen.cues, cues, strict=True) if before != after)


def _without(cue: Cue, known: Known | None, voices: Mapping[str, str]) -> Cue:
    """The cue without what gives somebody away; who speaks becomes what stands for them altogether."""
    if known is not None:
        cue = replace(cue, text=replaced(cue.text, find(cue.text, known)))
    instead = voices.get(cue.speaker or "")
    return cue if instead is None else replace(cue, speaker=instead)
