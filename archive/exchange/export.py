# SPDX-License-Identifier: GPL-3.0-or-later
"""A film handed to editing software: a package of extracts or links to the originals, with cut lists in every format.

Consent is asked when it begins and again before anything is seen; what was handed out is kept in the catalogue.
"""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import exports, films, jobs, outbox
from archive.catalogue.exports import Export, Extract
from archive.catalogue.schema import new_id
from archive.exchange import links, package
from archive.exchange.build import Files, Stated, rate_of, stated, timeline_of
from archive.exchange.cards import lay_cards
from archive.exchange.formats import CutFormat, writer
from archive.exchange.handles import looked_at
from archive.exchange.limits import limits_of
from archive.exchange.readme import HASHES, readme
from archive.exchange.room import check_room, room_for
from archive.exchange.stills import lay_stills
from archive.exchange.timeline import Timeline, other_words
from archive.film.assembly import Allowed, allowed
from archive.film.cutlist import unconfirmed
from archive.film.render import format_for
from archive.film.words import srt_of
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.film import NOTHING_MASKED, ItemId
from archive.model.footage import RecordingId
from archive.model.job import Job
from archive.naming.filenames import odd_names, output
from archive.naming.guard import look, refuse_names
from archive.naming.wording import told
from media.errors import Refused
from media.files import discard, part_name, sha256_of, stale_beside, working_folder
from media.language import gettext as _
from media.posix import fsync_folder
from media.timecode import span_of_frames
from subtitles.cue import Track

JOB = "export-film"
README = "LISEZ-MOI.txt"
Progress = Callable[[int, str], None]


class Way(StrEnum):
    """How pictures travel with a cut list."""

    PACKAGE = "package"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written. `rate`: the timeline's, when somebody chose one."""

    way: Way = Way.PACKAGE
    formats: tuple[CutFormat, ...] = tuple(CutFormat)
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the folder or archive file, the names in it, what the catalogue knows of it, and what of the film
    its cut lists do not hold."""

    place: Path
    files: tuple[str, ...]
    export: Export
    limits: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    """One export on its way: all that consent allowed when it began."""

    library: Library
    ready: Allowed
    access: Access
    wanted: Wanted
    code: str
    shape: Stated
    warnings: tuple[str, ...] = ()
    plans: dict[ItemId, package.Planned] = field(default_factory=dict)
    folder: str = ""

    def write(
        self, folder: Path, progress: Progress, cancelled: Callable[[], bool]
    ) -> tuple[tuple[Extract, ...], tuple[str, ...]]:
        """Fill `folder`; gives what went out, and what of the film the cut lists do not hold.

        Raises Cancelled, Leak, CannotCheck.
        """
        if self.wanted.way is Way.LINKS:
            sources = links.sources_of(self.ready)
            links.lay(self.library, self.ready, sources, folder)
            found = links.extracts_of(self.ready, sources)
            files = {clip.item: sources[clip.recording.id] for clip in self.ready.used}
            stills = lay_stills(self.library, self.ready, folder, f"{links.FOLDER}/image", link=True)
        else:
            making = package.Making(self.library, folder, self.code, progress, cancelled)
            made = package.make_extracts(making, self.ready, self.plans)
            files = {item: source for item, (source, _extract) in made.items()}
            found = {item: extract for item, (_source, extract) in made.items()}
            stills = lay_stills(self.library, self.ready, folder, self.code, link=False)
        progress(98, _("Écriture des listes de montage"))
        first = {item: plan.frames.start for item, plan in self.plans.items()}
        before = f"{self.code}-" if self.wanted.way is Way.PACKAGE else ""
        cards = lay_cards(self.library, self.ready.cut, self.shape, folder, before)
        limits = self._lists(folder, Files(files, first, stills, cards))
        return tuple(found[clip.item] for clip in self.ready.used), limits

    def ask_again(self, session: Session) -> None:
        """Raises FilmRefused when consent changed since the work began."""
        access, cut = Access.load(session), self.ready.cut
        if self.wanted.way is Way.LINKS:
            links.check_whole(access, self.ready)
        else:
            seen = replace(cut, unconfirmed=unconfirmed(session, cut.parts))
            package.ask_again(access, seen, self.plans)

    def record(self, extracts: tuple[Extract, ...], by: str, file: str, place: str) -> Export:
        """What the catalogue will keep."""
        film, wanted = self.ready.cut.film, self.wanted
        formats, moment = tuple(map(str, wanted.formats)), outbox.now()
        facts = (str(film.audience), moment, by, extracts, formats, str(self.shape.rate), file, place)
        return Export(new_id(), film.id, self.code, str(wanted.way), *facts)

    def _lists(self, folder: Path, files: Files) -> tuple[str, ...]:
        timeline = replace(timeline_of(self.ready, self.access, self.shape, files), folder=self.folder)
        for form in self.wanted.formats:
            module = writer(form)
            (folder / f"{timeline.name}.{module.ENDING}").write_bytes(module.write(timeline))
        for name, cues in ((timeline.subtitles, timeline.cues), (timeline.titles, other_words(timeline))):
            if cues:
                (folder / name).write_text(srt_of(Track(cues)), encoding="utf-8", newline="")
        cut = self.ready.cut
        unheard = tuple(voice.cut.place for voice in cut.voices if voice.part == len(cut.parts))
        limits = limits_of(timeline, self.wanted.formats, unheard)
        self._beside(folder, timeline, limits)
        return limits

    def _beside(self, folder: Path, timeline: Timeline, limits: tuple[str, ...]) -> None:
        words = readme(timeline, self.code, self.wanted.way is Way.PACKAGE, self.ready.cut.film, limits)
        (folder / README).write_text(words, encoding="utf-8", newline="")
        sums = [f"{sha256_of(folder / name)}  {name}\n" for name in _names(folder)]
        (folder / HASHES).write_text("".join(sums), encoding="utf-8", newline="")


def export_film(
    library: Library,
    film: str,
    to: Path,
    wanted: Wanted,
    progress: Progress = lambda percent, message: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """Write a film (its id) for editing software into the new folder `to`, whole or not at all.

    Raises FilmRefused when a passage may not leave, before any work and again at the end; Refused when `to` holds
    something or the disk has no room for it; WrongUse when it lies among the originals; Cancelled.
    """
    _check_target(library, to)
    work = begun(library, film, wanted, new_id(), to)
    if wanted.way is Way.LINKS:  # on this computer for good; a package is carried elsewhere
        work = replace(work, folder=to.absolute().as_posix())
    check_room(to.absolute().parent, room_for(work.plans.values()))
    part = part_name(to)
    for left in stale_beside(to):
        discard(left)
    try:
        part.mkdir(parents=True)
        extracts, limits = work.write(part, progress, cancelled)
        names = tuple(_names(part))
        record = work.record(extracts, library.person.name, "", str(to.absolute()))
        with library.writing() as session:
            work.ask_again(session)
            exports.keep(session, record)
            fsync_folder(part)
            with suppress(FileNotFoundError):
                to.rmdir()  # it is empty
            os.replace(part, to)
            fsync_folder(to.parent)
    finally:
        discard(part)
    return Exported(to, names, record, limits, work.warnings)


def enqueue(session: Session, film: str, wanted: Wanted, by: str = "") -> str:
    """Ask the worker for a package of a film as one ZIP file; gives the job's id. Raises NotFound."""
    films.get(session, film)
    rate = None if wanted.rate is None else str(wanted.rate)
    payload: dict[str, object] = {"formats": [str(form) for form in wanted.formats], "rate": rate}
    return jobs.enqueue(session, JOB, film, payload, by=by)


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `export-film` of the film `job.subject`: `films/NAME-CODE.zip`."""
    asked, rate = job.payload.get("formats"), job.payload.get("rate")
    formats = tuple(CutFormat(str(one)) for one in asked) if isinstance(asked, list) else tuple(CutFormat)
    wanted = Wanted(Way.PACKAGE, formats, Fraction(str(rate)) if rate else None)
    work = begun(library, job.subject, wanted, job.id)
    final = library.films / f"{work.ready.cut.film.name}-{work.code}.zip"
    part = run.part(final)
    check_room(library.films, 2 * room_for(work.plans.values()))  # the extracts, and the ZIP of them
    with working_folder(part) as folder:
        extracts, _limits = work.write(folder, run.progress, run.cancelled)
        with library.reading() as session:
            work.ask_again(session)
        _zip(folder, part, f"{work.ready.cut.film.name}-{work.code}")

    def commit(session: Session) -> None:
        try:
            work.ask_again(session)
        except Refused:
            final.unlink(missing_ok=True)
            raise
        exports.keep(session, work.record(extracts, job.made_by, final.name, ""))

    return Outcome(commit, _("{name} est prêt.").format(name=final.name))


def begun(library: Library, film: str, wanted: Wanted, seed: str, to: Path | None = None) -> _Work:
    """Ask consent for all of it, and the naming guard for what is handed over. Raises FilmRefused, NotFound."""
    with library.reading() as session:
        hidden = NOTHING_MASKED if wanted.way is Way.PACKAGE else None  # a link shows the original as it is
        ready, access = allowed(session, film, hidden), Access.load(session)
        code = exports.free_code(session, seed)
    if wanted.way is Way.LINKS:
        links.check_whole(access, ready)
        warnings = tuple(told(finding) for finding in look(library, film).findings)  # they stay on this computer
    else:
        warnings = (*refuse_names(library, film, output(to)), *odd_names(library, to))
    shape = format_for(ready.cut.film.audience)
    own = stated(ready.clips, Stated(shape.rate, (shape.width, shape.height)), wanted.rate)
    plans = package.planned(ready, access) if wanted.way is Way.PACKAGE else {}
    with library.reading() as session:
        plans = looked_at(library, session, ready, access, plans)
    return _Work(library, ready, access, wanted, code, own, warnings, plans)


def may_leave(access: Access, export: Export, film: str) -> bool:
    """True when everything that went out may still be shown today to those for whom it was made."""
    return all(_open(access, export.audience, one, film) for one in export.extracts)


def _open(access: Access, audience: str, one: Extract, film: str) -> bool:
    recording = access.recordings.get(RecordingId(one.recording))
    if recording is None:
        return False
    span = span_of_frames(range(one.first, one.first + one.frames), rate_of(recording))
    return access.decide(audience, recording.id, span, film, frozenset(one.masked)).allowed


def _zip(folder: Path, to: Path, inside: str) -> None:
    """Everything in `folder` in one file, uncompressed, under the folder `inside`, without dates or names of people."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as packed:
        for name in _names(folder):
            inner = zipfile.ZipInfo(f"{inside}/{name}")
            with (folder / name).open("rb") as source, packed.open(inner, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _names(folder: Path) -> Iterable[str]:
    """The files of a folder, by name; links and the originals behind them are not among them."""
    return sorted(path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink())


def _check_target(library: Library, to: Path) -> None:
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Refused(
            _("{folder} n’est pas un dossier vide.").format(folder=to), _("Choisir un dossier neuf pour l’export.")
        )
    library.spare_originals(to)
