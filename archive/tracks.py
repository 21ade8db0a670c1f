# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a track in the archive: a file comes in, what may be shown is shown, a file goes out."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from archive.access import Access
from archive.catalogue import recordings, tracks
from archive.library import Library
from archive.model.footage import StoredTrack
from archive.reasons import sentence
from media.errors import NotFound, Refused, WrongUse
from media.language import gettext as _
from media.span import Span
from subtitles.blocks import with_blocks_of, with_cues_of
from subtitles.cue import Cue, Kind, Track
from subtitles.diagnostic import WARNING, Diagnostic
from subtitles.encoding import known
from subtitles.formats import called, writable
from subtitles.identity import with_ids_of
from subtitles.layout import PLAIN, Layout
from subtitles.reading import LARGEST, Reading, read
from subtitles.writing import write

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Imported:
    """The track as stored, how its file was read, and whether that made a new version."""

    stored: StoredTrack
    reading: Reading
    new: bool


def read_file(path: Path, encoding: str | None = None, strict: bool = False) -> Reading:
    """Read a subtitle file. Raises NotFound when there is none, Refused when it is too large or not subtitles."""
    return read(bytes_of(path), encoding, strict)


def bytes_of(path: Path) -> bytes:
    """The bytes of a subtitle file. Raises NotFound or Refused."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(
                _("{name} est trop gros pour un fichier de sous-titres.").format(name=path.name),
                _("Au plus 50 Mo. Un film se verse avec « baro ingest »."),
            )
        return path.read_bytes()
    except OSError as error:
        raise NotFound(
            _("Le fichier {path} ne peut pas être lu.").format(path=path), _("Vérifier le chemin et les droits.")
        ) from error


def import_file(
    library: Library,
    recording_id: str,
    path: Path,
    *,
    language: str | None = "fr",
    kind: Kind = Kind.SUBTITLES,
    encoding: str | None = None,
    message: str = "",
) -> Imported:
    """Read a subtitle file and store it as a track of a recording, or as the next version of that track.

    Raises NotFound for an unknown recording or file, WrongUse for an unknown encoding or what is no language code,
    Refused when nothing in the file can be read as a subtitle.
    """
    if language and not _LANGUAGE.fullmatch(language):
        raise WrongUse(
            _("« {language} » n’est pas un code de langue.").format(language=language),
            _("Par exemple fr, bm (bambara), ses (songhay), taq (tamasheq), ff (fulfulde)."),
        )
    with library.reading() as session:
        recording = recordings.get(session, recording_id)
    data = bytes_of(path)
    reading = read(data, encoding)
    if not reading.track.cues:
        raise Refused(
            _("Aucun sous-titre n’a pu être lu dans {name}.").format(name=path.name),
            _("« baro subtitles check {path} » dit pourquoi, ligne par ligne.").format(path=path),
        )
    track = replace(reading.track, language=language or reading.track.language, kind=kind)
    source = tracks.Source(data, reading.format, reading.encoding, path.name, tuple(reading.diagnostics))
    with library.writing() as session:
        there = tracks.of_recording(session, recording.id)
        earlier = {stored.id: stored.version.number for stored in there}
        newest = next((one for one in there if (one.language, one.kind) == (track.language, track.kind)), None)
        if newest is not None:
            track, source = _with_closed(Access.load(session), newest, track, source)
        stored = tracks.store(session, recording.id, track, author=library.person.name, message=message, source=source)
    return Imported(stored, reading, earlier.get(stored.id) != stored.version.number)


def _with_closed(
    access: Access, newest: StoredTrack, track: Track, source: tracks.Source
) -> tuple[Track, tracks.Source]:
    """`track` with the cues of `newest` that are closed today as they are: whoever made the file could not see them.

    The file then does not hold all of the version, so it names no format and never leaves in its place.
    """
    shown = {cue.id for cue in visible_cues(access, newest)}
    closed = frozenset(cue.id for cue in newest.track.cues) - shown
    if not closed:
        return track, source
    named = with_ids_of(newest.track, track)
    kept = with_cues_of(newest.track, [cue for cue in named.cues if cue.id not in closed], closed)
    whole = with_blocks_of(named, replace(named, cues=kept))
    return (track, source) if kept == named.cues else (whole, replace(source, format="", encoding=""))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What may leave of a track: its cues without the refused ones, which are reported with their reasons.

    `source` is the file that it came from, only when nothing at all of the recording is refused: a file may hold words
    that became no cue.
    """

    stored: StoredTrack
    track: Track
    left_out: tuple[Diagnostic, ...]
    source: tracks.Source | None


class Purpose(NamedTuple):
    """What a file is for: the use that consent is asked for, and the film, if consents name any."""

    use: str = "draft"
    film: str | None = None


FOR_THE_TEAM = Purpose()


def outgoing(library: Library, track_id: str, purpose: Purpose = FOR_THE_TEAM) -> Outgoing:
    """Ask consent for every cue of the newest version of a track. Raises NotFound."""
    with library.reading() as session:
        stored = tracks.get(session, track_id)
        access = Access.load(session)
        cues = visible_cues(access, stored, *purpose)
        source = tracks.source(session, track_id, stored.version.number)
        whole = recordings.get(session, stored.recording).whole
    left_out = _left_out(access, stored, cues, purpose)
    everything = not left_out and access.allowed_spans(purpose.use, stored.recording, whole, purpose.film) == (whole,)
    if everything and purpose.use == FOR_THE_TEAM.use:
        return Outgoing(stored, stored.track, (), source)
    if purpose.use != FOR_THE_TEAM.use:
        cues = tuple(replace(cue, name="", wording=None, translator=None) for cue in cues)
    track = replace(stored.track, cues=cues, blocks=_styles(stored.track))
    return Outgoing(stored, track, left_out, None)


def _styles(track: Track) -> tuple[tuple[int, str], ...]:
    """The blocks of a WebVTT that say how words look: no header, and no note that somebody wrote."""
    return tuple((0, text) for _place, text in track.blocks if text.startswith(("STYLE", "REGION")))


class Exported(NamedTuple):
    """The bytes of a track as a file, what was left out or substituted, and how they are written."""

    data: bytes
    diagnostics: list[Diagnostic]
    format: str
    encoding: str


def export(
    library: Library,
    track_id: str,
    format: str,  # noqa: A002
    encoding: str | None = None,
    layout: Layout = PLAIN,
    purpose: Purpose = FOR_THE_TEAM,
) -> Exported:
    """The newest version of a track as a file: for the team, unless another `purpose` is named.

    Cues that touch a seal or a refused passage are left out and reported. A track that nobody touched since it came in
    leaves byte-equal for the team when its own format is asked, and no other encoding; all else is UTF-8 unless
    `encoding` says otherwise. What leaves the team is always written anew, without remarks, headers and translators.
    Raises NotFound, WrongUse, Unwritable, and Refused when no cue may leave.
    """
    asked = known(encoding) if encoding is not None else None
    leaving = outgoing(library, track_id, purpose)
    if leaving.left_out and not leaving.track.cues:
        raise Refused(
            _("Aucun sous-titre de cette piste ne peut sortir. {why}").format(why=leaving.left_out[0].action),
            _("Voir les autorisations de l’entretien : « baro consent list »."),
        )
    source = leaving.source
    if source is not None and called(format) == source.format and asked in (None, source.encoding):
        return Exported(source.data, [], source.format, source.encoding)
    target = writable(format)
    written = write(leaving.track, target.name, asked or "utf-8", layout=layout)
    used = "binary" if target.binary else asked or "utf-8"
    return Exported(written.data, [*leaving.left_out, *written.diagnostics], target.name, used)


def visible_cues(
    access: Access,
    stored: StoredTrack,
    use: str = "playback",
    film: str | None = None,
    masked: frozenset[str] = frozenset(),
) -> tuple[Cue, ...]:
    """The cues of a track that `use` may show: none that touches a seal or a passage which consent refuses.

    `masked`: what is not given away of the people where the cues are shown.
    """
    cues = stored.track.cues
    end = max((on_screen(cue).end for cue in cues), default=1)
    allowed = access.allowed_spans(use, stored.recording, Span(0, end), film, masked)
    starts = [span.start for span in allowed]
    seen = []
    for cue in cues:
        place = bisect_right(starts, cue.span.start) - 1
        if place >= 0 and allowed[place].covers(on_screen(cue)):
            seen.append(cue)
    return tuple(seen)


def on_screen(cue: Cue) -> Span:
    """The span of a cue; one without length counts as its first millisecond, so that it cannot slip through."""
    return cue.span if cue.span.duration else Span(cue.span.start, cue.span.start + 1)


def _left_out(access: Access, stored: StoredTrack, cues: tuple[Cue, ...], purpose: Purpose) -> tuple[Diagnostic, ...]:
    kept = frozenset(cues)
    found = []
    for number, cue in enumerate(stored.track.cues, 1):
        if cue not in kept:
            reason = sentence(access.decide(purpose.use, stored.recording, on_screen(cue), purpose.film).reason)
            action = _("Sous-titre {number} laissé de côté. {reason}").format(number=number, reason=reason)
            found.append(Diagnostic(number, "left-out", WARNING, action))
    return tuple(found)
