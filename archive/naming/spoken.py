# SPDX-License-Identifier: GPL-3.0-or-later
"""The naming guard of passages and tracks: clips released or given to a partner, subtitles and scripts taken out.

The decisions are kept with the recording, so that what may stay in a cue stays in every clip of it. The protection
officer compares all that the team may read of a track; whatever leaves of it is a part of that.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from archive.access import Access
from archive.catalogue import clips, namings, recordings, tracks
from archive.catalogue.namings import About
from archive.film.cutlist import FilmRefused
from archive.library import Library, Session
from archive.model.film import Clip
from archive.naming.filenames import odd_names, output
from archive.naming.finding import Finding
from archive.naming.guard import Look, Sight, compared, expects_vault, listed
from archive.naming.texts import Text, Where, cues_of, digest
from archive.naming.wording import told, unchecked
from archive.vault import Identity
from media.language import gettext as _
from media.span import Span

DRAFT, INTERNET = "draft", "internet"


class Leaving(NamedTuple):
    """What leaves of a recording and for whom: the words of `span` (None: of all of it) in one track (empty: the French
    one), under a title, as a file."""

    recording: str
    use: str = DRAFT
    film: str | None = None
    span: Span | None = None
    track: str = ""
    title: str = ""
    file: Path | None = None


def of_clip(clip: Clip) -> Leaving:
    """What leaves with a clip that is shown to viewers."""
    return Leaving(clip.recording, INTERNET, None, clip.span, title=clip.title)


def look(library: Library, leaving: Leaving) -> Look:
    """What the machine finds in the words that leave, without the vault. Raises NotFound."""
    with library.reading() as session:
        return looked(session, Access.load(session), Sight.load(library, session), leaving)


def looked(session: Session, access: Access, sight: Sight, leaving: Leaving) -> Look:
    """`look` inside a reading, for many at once."""
    words, title = _words(session, access, leaving), _title(leaving.title)
    about, file = About(recording=leaving.recording), output(leaving.file)

    def covering() -> Sequence[Sequence[Text]]:
        return _readable(session, access, leaving.recording, leaving.track), title

    return sight.look(session, about, (*words, *title, *file), covering)


def clear_but_for(session: Session, access: Access, sight: Sight, leaving: Leaving, known: frozenset[int]) -> bool:
    """True when nothing in the words that leave, apart from the cues `known`, which others look at, keeps them from it."""
    words = [text for text in _words(session, access, leaving) if text.cue not in known]
    about = About(recording=leaving.recording)
    return (
        not words
        or sight.look(
            session, about, words, lambda: (_readable(session, access, leaving.recording, leaving.track),)
        ).clear
    )


def hold_back(library: Library, leaving: Leaving) -> tuple[str, ...]:
    """Raises FilmRefused when something that leaves the team gives somebody away or was not compared yet.

    Gives what is to be known all the same: of a draft for the team each finding, for it stays in the house; and
    always what could not be looked for.
    """
    seen = look(library, leaving)
    known = [*unchecked(seen.no_vault), *odd_names(library, leaving.file)]
    if leaving.use == DRAFT:
        waiting = _("Les vrais noms n’y ont pas été cherchés : à garder dans l’équipe.")
        return (*map(told, seen.findings), *([waiting] if seen.names_unchecked else []), *known)
    if seen.findings:
        raise FilmRefused(_("Ce qui sortirait pourrait trahir quelqu’un :") + listed(seen), _way_out(seen.findings))
    if seen.names_unchecked:
        raise FilmRefused(
            _("Les vrais noms n’ont pas été cherchés dans les mots de ce rush tels qu’ils sont aujourd’hui."),
            _("La personne chargée de la protection le fait avec « baro vault check --recording {id} ».").format(
                id=leaving.recording
            ),
        )
    return tuple(known)


def remember(session: Session, library: Library, clip: Clip) -> None:
    """A clip that goes to viewers stays with them while its own words stay, whatever else of the recording is corrected.

    Only after `hold_back`; without a vault nothing was compared, and nothing is remembered.
    """
    if expects_vault(library):
        texts = (*_words(session, Access.load(session), of_clip(clip)), *_title(clip.title))
        namings.confirm(session, About(recording=clip.recording), digest(texts), library.person.name)


def compare(library: Library, recording: str, everybody: Sequence[Identity]) -> tuple[Finding, ...]:
    """Every real name in what the team may read of a recording, and in the titles of its clips; where there is none, it is confirmed."""
    with library.reading() as session:
        told_apart = everything(session, Access.load(session), recording)
    about = About(recording=recording)
    return tuple(found for texts in told_apart for found in compared(library, about, texts, everybody))


def everything(session: Session, access: Access, recording: str) -> list[tuple[Text, ...]]:
    """All words of a recording in the portions that are confirmed: each track, the title of each clip."""
    written = [cues_of(access, stored, DRAFT) for stored in tracks.of_recording(session, recording)]
    titles = [_title(title) for title in {clip.title for clip in clips.listed(session, recording)}]
    return [texts for texts in (*written, *titles) if texts]


def released(session: Session, access: Access, recording: str) -> list[tuple[Text, ...]]:
    """The words of each clip of a recording that was released."""
    found = [clip for clip in clips.listed(session, recording) if clip.released]
    return [(*_words(session, access, of_clip(clip)), *_title(clip.title)) for clip in found]


def _words(session: Session, access: Access, leaving: Leaving) -> tuple[Text, ...]:
    recording = recordings.get(session, leaving.recording)
    stored = tracks.get(session, leaving.track) if leaving.track else tracks.french(session, recording.id)
    if stored is None:
        return ()
    return cues_of(access, stored, leaving.use, leaving.film, leaving.span)


def _readable(session: Session, access: Access, recording: str, track: str) -> tuple[Text, ...]:
    """All that the team may read of a track: of everything that leaves of it, this is the largest."""
    return _words(session, access, Leaving(recording, track=track))


def _title(title: str) -> tuple[Text, ...]:
    return (Text(0, Where.CLIP_TITLE, title),) if title else ()


def _way_out(findings: Sequence[Finding]) -> str:
    track = next((one.text.track for one in findings if one.text.track), "")
    if not track:
        return _("Choisir un autre nom, qui ne dise ni qui ni où.")
    return _(
        "« baro subtitles names {track} » les montre tous, les remplace (--fix) ou laisse passer ce qui peut rester "
        "(--keep). Le son dit peut-être la même chose : écouter, et sceller ces mots s’il le faut."
    ).format(track=track)
