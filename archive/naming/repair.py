# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives people away, replaced where it is written: cards, notes and titles in the film, subtitles in a new version of their track."""

from collections.abc import Sequence
from dataclasses import replace

from archive.catalogue import films
from archive.correct import correct, opened
from archive.library import Library
from archive.naming.guard import Finding
from archive.naming.patterns import Known, entries, find, replaced
from archive.naming.texts import Where
from media.errors import Refused
from media.language import gettext as _


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
    tracks = {finding.text.track for finding in findings if finding.text.track}
    changed = sum(
        _track(library, track, [one for one in findings if one.text.track == track]) for track in sorted(tracks)
    )
    return changed + _lines(library, film, [one for one in findings if not one.text.track])


def _lines(library: Library, film: str, findings: Sequence[Finding]) -> int:
    texts = {finding.text: [one.found for one in findings if one.text == finding.text] for finding in findings}
    with library.writing() as session:
        for text, found in texts.items():
            words = replaced(text.text, found)
            if text.where is Where.TITLE:
                films.set_title(session, film, words)
            else:
                films.change_item(session, film, text.item, text=words)
    return len(texts)


def _track(library: Library, track: str, findings: Sequence[Finding]) -> int:
    """The cues of one track; tags inside a found piece would part it, so it is looked for in the cue's own text."""
    seen = opened(library, track)
    wanted = {finding.text.cue: Known() for finding in findings}
    for finding in findings:
        names = entries([finding.found.text], finding.found.instead)
        wanted[finding.text.cue] = Known(names={**wanted[finding.text.cue].names, **names})
    cues = [
        replace(cue, text=replaced(cue.text, find(cue.text, wanted[cue.id]))) if cue.id in wanted else cue
        for cue in seen.cues
    ]
    done = correct(
        library, track, seen.stored.version.number, cues, message=_("Mots qui trahissaient quelqu’un remplacés")
    )
    if done.conflicts:
        raise Refused(_("Quelqu’un corrige ces sous-titres en ce moment."), _("Recommencer dans un instant."))
    return sum(1 for before, after in zip(seen.cues, cues, strict=True) if before.text != after.text)
