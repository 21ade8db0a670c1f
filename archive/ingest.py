# SPDX-License-Identifier: GPL-3.0-or-later
"""From a camera card to the archive: copied, verified, described. The card is only ever read.

Each file is done before the next begins, so a run that is killed has lost one file at most: run it again.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from shutil import disk_usage

from sqlalchemy.orm import Session

from archive.catalogue import interviews, recordings, withdrawals
from archive.catalogue.engine import CatalogueError
from archive.catalogue.outbox import now
from archive.catalogue.schema import new_id
from archive.derive import enqueue_derive
from archive.library import Library
from archive.model.footage import Interview, Picture, Recording, RecordingId
from archive.slate import SlateLine, apply_slate, read_slate
from media.card import name_of, scan
from media.errors import BaroError, Refused
from media.files import cause_of, copy_verified, sha256_of, stale_parts
from media.language import gettext as _
from media.posix import fsync_folder
from media.probe import MediaInfo, MediaRefused, probe_all

SPARE = 256 * 1024 * 1024
READ_ONLY = 0o444

Progress = Callable[[Path, int, int], None]
"""Hears the file in hand, the bytes done and the bytes to do; each file is read once and copied once."""


class Status(StrEnum):
    """What became of a file."""

    KEPT = "kept"
    ALREADY = "already"
    REFUSED = "refused"
    WOULD_KEEP = "would-keep"


@dataclass(frozen=True, slots=True)
class IngestItem:
    """One file of the card: the recording's id and the interview's code where there are, the reason in plain words."""

    path: Path
    status: Status
    recording: str = ""
    interview: str = ""
    reason: str = ""


def ingest(
    library: Library,
    paths: Sequence[Path],
    *,
    slate: Path | None = None,
    interview: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[IngestItem]:
    """Take in every media file of `paths` (cards, folders, files) and say what became of each.

    A file that cannot be kept is refused with its reason and the others go on. `interview` (a code) is used where the
    slate says nothing. Raises NotFound for an unknown interview or path, and what `read_slate` raises.
    """
    lines = {} if slate is None else read_slate(slate)
    with library.reading() as session:
        meant = None if interview is None else interviews.by_code(session, interview)
    files = list(scan(paths))
    if not dry_run:
        for part in stale_parts(library.folder / "originals"):
            part.unlink(missing_ok=True)
    batch = _Batch(library, lines, meant, dry_run, progress, 2 * sum(_size(path) for path in files))
    with closing(probe_all(files)) as probed:
        return [batch.take(path, found) for path, found in zip(files, probed, strict=True)]


@dataclass(slots=True)
class _Batch:
    """One run over a card."""

    library: Library
    slate: dict[str, SlateLine]
    interview: Interview | None
    dry_run: bool
    progress: Progress | None
    total: int
    done: int = 0
    seen: dict[str, Path] = field(default_factory=dict)

    def take(self, path: Path, found: MediaInfo | MediaRefused) -> IngestItem:
        """One file, to its end; only a catalogue that does not answer stops the batch."""
        start = self.done
        try:
            if isinstance(found, MediaRefused):
                return IngestItem(path, Status.REFUSED, reason=str(found))
            return self._take(path, found)
        except CatalogueError:
            raise
        except BaroError as error:
            return IngestItem(path, Status.REFUSED, reason=str(error))
        except OSError as error:
            reason = _("Lecture ou copie impossible : {cause}.").format(cause=cause_of(error))
            return IngestItem(path, Status.REFUSED, reason=reason)
        finally:
            self.done = start + 2 * _size(path)
            self._tell(path, 0)

    def _take(self, path: Path, info: MediaInfo) -> IngestItem:
        sha256 = sha256_of(path, lambda done: self._tell(path, done))
        self.done += info.size
        with self.library.reading() as session:
            known = recordings.by_sha256(session, sha256)
            gone = withdrawals.erased(session, sha256)
        if gone is not None:
            reason = _("Ce contenu a été effacé pour toujours le {date} : il ne revient pas.").format(
                date=gone.isoformat()
            )
            return IngestItem(path, Status.REFUSED, reason=reason)
        if known is not None:
            return self._again(path, known)
        twin = self.seen.setdefault(sha256, path)
        if twin != path:
            return IngestItem(path, Status.ALREADY, reason=_("Même contenu que {name}.").format(name=name_of(twin)))
        if self.dry_run:
            return IngestItem(path, Status.WOULD_KEEP, interview=self._code(path))
        self._keep_original(path, sha256, info.size)
        return self._enter(path, _recording(path, sha256, info))

    def _again(self, path: Path, known: Recording) -> IngestItem:
        """A file that the archive has: put back a lost original, and the interview when none was known."""
        reason = _("Déjà dans l’archive : {name}.").format(name=known.original_name)
        if not self.dry_run and not _has(self.library, known):
            self._keep_original(path, known.sha256, known.size)
            with self.library.writing() as session:
                enqueue_derive(session, known.id, self.library.person.name)
            reason = _("L’original manquait : il est remis en place.")
        if known.interview is None and not self.dry_run:
            with self.library.writing() as session:
                self._describe(session, path, known)
        with self.library.reading() as session:
            return IngestItem(path, Status.ALREADY, known.id, _code_of(session, known.id), reason)

    def _enter(self, path: Path, recording: Recording) -> IngestItem:
        with self.library.writing() as session:
            known = recordings.by_sha256(session, recording.sha256)
            if known is None:
                recordings.add(session, recording)
                self._describe(session, path, recording)
                enqueue_derive(session, recording.id, self.library.person.name)
                return IngestItem(path, Status.KEPT, recording.id, _code_of(session, recording.id))
        return self._again(path, known)  # somebody else entered it while we copied

    def _describe(self, session: Session, path: Path, recording: Recording) -> None:
        line = self.slate.get(name_of(path))
        if line is not None:
            apply_slate(session, recording, line)
        elif self.interview is not None:
            recordings.assign(session, recording.id, self.interview.id)

    def _keep_original(self, path: Path, sha256: str, size: int) -> None:
        final = self.library.original(sha256)
        if not final.exists() or sha256_of(final) != sha256:  # a copy that an earlier run made whole is adopted
            self._check_space(path, size)
            final.parent.mkdir(exist_ok=True)
            fsync_folder(final.parent.parent)
            copy_verified(path, final, sha256, lambda done: self._tell(path, done))
        final.chmod(READ_ONLY)

    def _check_space(self, path: Path, size: int) -> None:
        free = disk_usage(self.library.folder).free
        if free < size + SPARE:
            raise Refused(
                _("Pas assez de place pour {name} : il manque {count} Mo.").format(
                    name=name_of(path), count=-(-(size + SPARE - free) // 1_000_000)
                ),
                _("Libérer de la place ou mettre l’archive sur un disque plus grand, puis relancer."),
            )

    def _code(self, path: Path) -> str:
        line = self.slate.get(name_of(path))
        if line is not None:
            return line.interview
        return self.interview.code if self.interview else ""

    def _tell(self, path: Path, done: int) -> None:
        if self.progress is not None:
            self.progress(path, self.done + done, self.total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # the card was pulled out
        return 0


def _has(library: Library, recording: Recording) -> bool:
    return _size(library.original(recording.sha256)) == recording.size


def _code_of(session: Session, recording: str) -> str:
    interview = recordings.get(session, recording).interview
    return "" if interview is None else interviews.get(session, interview).code


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
