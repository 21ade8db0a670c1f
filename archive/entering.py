# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of a card, or the files of one take, into the archive: read, known or copied, entered, with the camera's own files about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path

from sqlalchemy.orm import Session

from archive import originals
from archive.catalogue import interviews, recordings, sidecars, withdrawals
from archive.catalogue.outbox import now
from archive.catalogue.schema import new_id
from archive.catalogue.sidecars import Sidecar
from archive.derive import enqueue_derive
from archive.library import Library, own_folder
from archive.model.footage import Interview, Part, Picture, Recording, RecordingId, take_hash
from archive.model.intake import Facts, IngestItem, SidecarItem, Status
from archive.slate import SlateLine, apply_slate
from media.card import name_of
from media.errors import BaroError, Refused
from media.files import cause_of, sha256_of
from media.language import gettext as _
from media.layout import Rush
from media.probe import MediaInfo
from media.rejoin import lasting
from media.span import Span

SIDECAR_MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a card that can be read."""

    rush: Rush
    info: MediaInfo


@dataclass(slots=True)
class Entrance:
    """Where files come in. `heard` is told the file in hand and how many of its bytes were read or copied."""

    library: Library
    slate: dict[str, SlateLine]
    interview: Interview | None
    dry_run: bool
    heard: Callable[[Path, int], None]
    seen: dict[str, Path] = field(default_factory=dict)

    def take(self, members: Sequence[Member]) -> list[IngestItem]:
        """One file, or the files of one take, to their end. Raises BaroError or OSError with the reason when they cannot be kept."""
        items = [self._read(member, members) for member in members]
        known = self._known(items)
        if len(members) > 1 and not _together(items, known):
            return [item for member in members for item in self._apart(member)]
        (first, *_rest) = known
        if first is not None:
            return [self._again(item, first) for item in items]
        if self.dry_run:
            return [self._would(item, items, note) for item, note in zip(items, _notes(members), strict=True)]
        for member, item in zip(members, items, strict=True):
            done = _copied_before(member, members)
            heard = partial(self._heard, item.path, done)
            originals.keep(self.library, item.path, item.facts.sha256, item.facts.size, heard)
        return self._enter(items, members)

    def _read(self, member: Member, members: Sequence[Member]) -> IngestItem:
        """The file read to its end: its hash, which was never erased."""
        path, before = member.rush.path, _read_before(member, members)
        if own_folder(path) not in ("", "originals"):  # an original of a backup may put back one that is lost
            raise Refused(
                _("{name} a été fait par Baro : ce n’est pas un rush.").format(name=name_of(path)),
                _("Verser le fichier de la caméra."),
            )
        sha256 = sha256_of(path, partial(self._heard, path, before))
        if path.stat().st_size != member.info.size:
            raise Refused(
                _("{name} a changé de taille pendant la lecture.").format(name=name_of(path)),
                _("Attendre que la caméra ou la copie ait fini de l’écrire, puis relancer."),
            )
        with self.library.reading() as session:
            gone = withdrawals.erased(session, sha256)
        if gone is not None:
            raise _erased(gone.isoformat())
        return IngestItem(path, Status.KEPT, card=member.rush.found.card, facts=_facts(member.info, sha256))

    def _heard(self, path: Path, before: int, done: int) -> None:
        self.heard(path, before + done)

    def _known(self, items: Sequence[IngestItem]) -> list[Recording | None]:
        with self.library.reading() as session:
            return [recordings.holding(session, item.facts.sha256) for item in items]

    def _would(self, item: IngestItem, items: Sequence[IngestItem], note: str) -> IngestItem:
        """What a run that only looks says of a file that is not there."""
        twin = self.seen.setdefault(item.facts.sha256, item.path)
        if twin != item.path:
            same = _("Même contenu que {name}.").format(name=name_of(twin))
            return replace(item, status=Status.ALREADY, reason=same)
        return replace(item, status=Status.WOULD_KEEP, interview=self._code(items), reason=note)

    def _apart(self, member: Member) -> list[IngestItem]:
        """A part of a take whose other parts came in without it, on another day or from another card."""
        (item,) = self.take([member])
        if item.status is Status.KEPT:
            item = replace(item, reason=_("Suite d’une prise dont le reste était déjà là : c’est un rush à part."))
        return [item]

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
        if not self.dry_run and not self._has(item):
            originals.keep(self.library, item.path, item.facts.sha256, item.facts.size)
            with self.library.writing() as session:
                enqueue_derive(session, known.id, self.library.person.name)
            reason = _("L’original manquait : il est remis en place.")
        if known.interview is None and not self.dry_run:
            with self.library.writing() as session:
                self._describe(session, [item], recordings.get(session, known.id))
        with self.library.reading() as session:
            code = _code_of(session, known.id)
        return replace(item, status=Status.ALREADY, recording=known.id, interview=code, reason=reason)

    def _has(self, item: IngestItem) -> bool:
        try:
            return self.library.original(item.facts.sha256).stat().st_size == item.facts.size
        except OSError:
            return False

    def _enter(self, items: Sequence[IngestItem], members: Sequence[Member]) -> list[IngestItem]:
        recording = _recording(items, [member.info for member in members])
        with self.library.writing() as session:
            known = [recordings.holding(session, item.facts.sha256) for item in items]
            if not any(known):
                recordings.add(session, recording)
                self._describe(session, items, recording)
                enqueue_derive(session, recording.id, self.library.person.name)
                code = _code_of(session, recording.id)
                return [
                    replace(item, recording=recording.id, interview=code, reason=note)
                    for item, note in zip(items, _notes(members), strict=True)
                ]
        return self.take(members)  # somebody else entered it while we copied

    def _describe(self, session: Session, items: Sequence[IngestItem], recording: Recording) -> None:
        line = self._line(items)
        if line is not None:
            apply_slate(session, recording, line)
        elif self.interview is not None and recording.interview is None:
            recordings.assign(session, recording.id, self.interview.id)

    def _line(self, items: Sequence[IngestItem]) -> SlateLine | None:
        """What the slate says of a take: under the name of any of its files."""
        lines = (self.slate.get(name_of(item.path)) for item in items)
        return next((line for line in lines if line is not None), None)

    def _code(self, items: Sequence[IngestItem]) -> str:
        line = self._line(items)
        if line is not None:
            return line.interview
        return self.interview.code if self.interview else ""


def unreadable(error: OSError) -> str:
    """What happened to a card or a disk, as the reason of a refusal."""
    return _("Lecture ou copie impossible : {cause}.").format(cause=cause_of(error))


def _erased(day: str) -> Refused:
    return Refused(_("Ce contenu a été effacé pour toujours le {date} : il ne revient pas.").format(date=day))


def _together(items: Sequence[IngestItem], known: Sequence[Recording | None]) -> bool:
    """Whether the files of a take come in as one: none of them is there, or all of them are, as one."""
    distinct = len({item.facts.sha256 for item in items}) == len(items)
    return distinct and len({one and one.id for one in known}) == 1


def _read_before(member: Member, members: Sequence[Member]) -> int:
    """The bytes of the files of the take before this one."""
    return sum(one.info.size for one in members[: members.index(member)])


def _copied_before(member: Member, members: Sequence[Member]) -> int:
    """All files of the take are read before the first one is copied."""
    return sum(one.info.size for one in members) + _read_before(member, members)


def _notes(members: Sequence[Member]) -> list[str]:
    """What is to be said of files that are kept."""
    if len(members) == 1:
        return [_("Carte P2 : le son est un rush à part de l’image.") if members[0].rush.apart else ""]
    said = _("Partie {number} sur {count} d’une même prise.")
    return [said.format(number=number, count=len(members)) for number in range(1, len(members) + 1)]


def _code_of(session: Session, recording: str) -> str:
    interview = recordings.get(session, recording).interview
    return "" if interview is None else interviews.get(session, interview).code


def _facts(info: MediaInfo, sha256: str = "") -> Facts:
    return Facts(info.size, sha256, info.duration, _utc(info.recorded_at))


def _recording(items: Sequence[IngestItem], infos: Sequence[MediaInfo]) -> Recording:
    """One file, or the files of one take end to end: the first one says when it was filmed and at which timecode."""
    info, parts = infos[0], _parts(items, infos) if len(items) > 1 else ()
    recording = Recording(
        id=RecordingId(new_id()),
        sha256=take_hash([part.sha256 for part in parts]) if parts else items[0].facts.sha256,
        original_name=name_of(items[0].path),
        size=sum(one.size for one in infos),
        duration=parts[-1].span.end if parts else info.duration,
        container=info.container,
        has_sound=info.audio is not None,
        sound_codec=info.audio.codec if info.audio else "",
        sounds=info.tracks,
        start_timecode=info.start_timecode,
        recorded_at=_utc(info.recorded_at),
        ingested_at=now(),
        parts=parts,
    )
    if info.video is None:
        return recording
    video = info.video
    return replace(recording, picture=Picture(video.width, video.height, video.rate, video.codec, video.rotation))


def _parts(items: Sequence[IngestItem], infos: Sequence[MediaInfo]) -> tuple[Part, ...]:
    edges = [Fraction(0), *accumulate(lasting(info) for info in infos)]
    spans = [Span(int(start * 1000), int(end * 1000)) for start, end in pairwise(edges)]
    return tuple(
        Part(item.facts.sha256, name_of(item.path), item.facts.size, span)
        for item, span in zip(items, spans, strict=True)
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
