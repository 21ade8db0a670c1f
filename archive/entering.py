# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of a card into the archive: read, known or copied, entered, with the camera's own files about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from archive import originals
from archive.catalogue import interviews, recordings, sidecars, withdrawals
from archive.catalogue.outbox import now
from archive.catalogue.schema import new_id
from archive.catalogue.sidecars import Sidecar
from archive.derive import enqueue_derive
from archive.library import Library
from archive.model.footage import Interview, Picture, Recording, RecordingId
from archive.model.intake import Facts, IngestItem, SidecarItem, Status
from archive.slate import SlateLine, apply_slate
from media.card import name_of
from media.errors import BaroError, Refused
from media.files import cause_of, sha256_of
from media.language import gettext as _
from media.layout import Rush
from media.probe import MediaInfo

SIDECAR_MOST = 10_000_000


@dataclass(slots=True)
class Entrance:
    """Where files come in. `heard` is told the file in hand and how many of its bytes were read or copied."""

    library: Library
    slate: dict[str, SlateLine]
    interview: Interview | None
    dry_run: bool
    heard: Callable[[Path, int], None]
    seen: dict[str, Path] = field(default_factory=dict)

    def take(self, rush: Rush, info: MediaInfo) -> IngestItem:
        """One file, to its end. Raises BaroError or OSError with the reason when it cannot be kept."""
        path = rush.path
        sha256 = sha256_of(path, lambda done: self.heard(path, done))
        item = IngestItem(path, Status.KEPT, card=rush.found.card, facts=_facts(info, sha256))
        with self.library.reading() as session:
            known = recordings.by_sha256(session, sha256)
            gone = withdrawals.erased(session, sha256)
        if gone is not None:
            raise _erased(gone.isoformat())
        if known is not None:
            return self._again(item, known)
        twin = self.seen.setdefault(sha256, path)
        if twin != path:
            same = _("Même contenu que {name}.").format(name=name_of(twin))
            return replace(item, status=Status.ALREADY, reason=same)
        if self.dry_run:
            return replace(item, status=Status.WOULD_KEEP, interview=self._code(path))
        originals.keep(self.library, path, sha256, info.size, lambda done: self.heard(path, info.size + done))
        return self._enter(item, _recording(path, sha256, info), rush)

    def beside(self, rush: Rush, recording: str) -> Iterator[SidecarItem]:
        """Keep the camera's own files about a recording (its id); whatever happens to them, the recording stays."""
        for path in rush.sidecars:
            item = SidecarItem(path, Status.REFUSED, recording, card=rush.found.card)
            try:
                yield self._beside(item)
            except BaroError as error:
                yield replace(item, reason=str(error))
            except OSError as error:
                yield replace(item, reason=unreadable(error))

    def _beside(self, item: SidecarItem) -> SidecarItem:
        size = item.path.stat().st_size
        if not 0 < size <= SIDECAR_MOST:
            raise Refused(
                _("Le fichier est vide.") if not size else _("Trop gros pour une fiche de caméra (plus de 10 Mo).")
            )
        sidecar = Sidecar(name_of(item.path), sha256_of(item.path), size)
        item = replace(item, facts=Facts(size, sidecar.sha256))
        if self.dry_run:
            return replace(item, status=Status.WOULD_KEEP)
        with self.library.reading() as session:
            gone = withdrawals.erased(session, sidecar.sha256)
        if gone is not None:
            raise _erased(gone.isoformat())
        originals.keep(self.library, item.path, sidecar.sha256, size)
        with self.library.writing() as session:
            added = sidecars.add(session, item.recording, sidecar)
        return replace(item, status=Status.KEPT if added else Status.ALREADY)

    def _again(self, item: IngestItem, known: Recording) -> IngestItem:
        """A file that the archive has: put back a lost original, and the interview when none was known."""
        reason = _("Déjà dans l’archive : {name}.").format(name=known.original_name)
        if not self.dry_run and not _has(self.library, known):
            originals.keep(self.library, item.path, known.sha256, known.size)
            with self.library.writing() as session:
                enqueue_derive(session, known.id, self.library.person.name)
            reason = _("L’original manquait : il est remis en place.")
        if known.interview is None and not self.dry_run:
            with self.library.writing() as session:
                self._describe(session, item.path, known)
        with self.library.reading() as session:
            code = _code_of(session, known.id)
        return replace(item, status=Status.ALREADY, recording=known.id, interview=code, reason=reason)

    def _enter(self, item: IngestItem, recording: Recording, rush: Rush) -> IngestItem:
        with self.library.writing() as session:
            known = recordings.by_sha256(session, recording.sha256)
            if known is None:
                recordings.add(session, recording)
                self._describe(session, item.path, recording)
                enqueue_derive(session, recording.id, self.library.person.name)
                note = _("Carte P2 : le son est un rush à part de l’image.") if rush.apart else ""
                return replace(item, recording=recording.id, interview=_code_of(session, recording.id), reason=note)
        return self._again(item, known)  # somebody else entered it while we copied

    def _describe(self, session: Session, path: Path, recording: Recording) -> None:
        line = self.slate.get(name_of(path))
        if line is not None:
            apply_slate(session, recording, line)
        elif self.interview is not None:
            recordings.assign(session, recording.id, self.interview.id)

    def _code(self, path: Path) -> str:
        line = self.slate.get(name_of(path))
        if line is not None:
            return line.interview
        return self.interview.code if self.interview else ""


def unreadable(error: OSError) -> str:
    """What happened to a card or a disk, as the reason of a refusal."""
    return _("Lecture ou copie impossible : {cause}.").format(cause=cause_of(error))


def _erased(day: str) -> Refused:
    return Refused(_("Ce contenu a été effacé pour toujours le {date} : il ne revient pas.").format(date=day))


def _has(library: Library, recording: Recording) -> bool:
    try:
        return library.original(recording.sha256).stat().st_size == recording.size
    except OSError:
        return False


def _code_of(session: Session, recording: str) -> str:
    interview = recordings.get(session, recording).interview
    return "" if interview is None else interviews.get(session, interview).code


def _facts(info: MediaInfo, sha256: str = "") -> Facts:
    return Facts(info.size, sha256, info.duration, _utc(info.recorded_at))


def _recording(path: Path, sha256: str, info: MediaInfo) -> Recording:
    recording = Recording(
        id=RecordingId(new_id()),
        sha256=sha256,
        original_name=name_of(path),
        size=info.size,
        duration=info.duration,
        container=info.container,
        has_sound=info.audio is not None,
        sound_codec=info.audio.codec if info.audio else "",
        sounds=info.tracks,
        start_timecode=info.start_timecode,
        recorded_at=_utc(info.recorded_at),
        ingested_at=now(),
    )
    if info.video is None:
        return recording
    video = info.video
    return replace(recording, picture=Picture(video.width, video.height, video.rate, video.codec, video.rotation))


def _utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
