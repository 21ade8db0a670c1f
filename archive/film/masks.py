# SPDX-License-Identifier: GPL-3.0-or-later
"""A mask counts once two people looked at what it makes: the rendered clip, not its recipe.

The recipe is everything that the result depends on: footage, span, what is masked and how, the words written over it. Any
change of it is another recipe, which nobody has looked at.
"""

from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, jobs, masks, recordings
from archive.film.cutlist import FilmRefused, cut_of, listing, recipe, refused
from archive.film.lower import lower_third
from archive.film.originals import probed
from archive.film.outputs import SHAPES
from archive.film.segments import Piece, Workshop, frames_in_film, looks_of
from archive.film.words import Page, burned, words_of
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.film import CutClip, Item, Output
from archive.model.job import Job
from archive.person import UNNAMED
from media.errors import NotFound, Refused
from media.ffmpeg import find
from media.join import join
from media.language import gettext as _
from media.timecode import ms_of_frame
from subtitles.retime import onto

JOB = "mask-proof"


def clip_of(session: Session, film: str, item: str) -> CutClip:
    """The masked clip on a line of a film. Raises NotFound for a line that masks nothing."""
    for place, line in enumerate(films.edit_of(session, film).items, start=1):
        if line.id == item and line.looks.masks and line.recording is not None and line.span is not None:
            return _cut(session, place, line)
    raise NotFound(
        _("Cette ligne du montage ne masque rien."), _("Choisir d’abord ce que le film ne livre pas, sous « Aspect ».")
    )


def proof_of(library: Library, cut: CutClip) -> Path:
    """Where the rendered result of a masked clip lies, once it was made: with the segments, which a seal and a withdrawal clear away."""
    return library.derived("segments", f"proof-{recipe(cut)}.mp4")


def enqueue(library: Library, film: str, item: str) -> str:
    """Ask the worker for the result of a masked clip; gives the job's id. Raises NotFound."""
    with library.writing() as session:
        clip_of(session, film, item)
        return jobs.enqueue(session, JOB, item, {"film": film}, by=library.person.name)


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `mask-proof` of the line `job.subject` of the film in its payload."""
    with library.reading() as session:
        cut = clip_of(session, str(job.payload.get("film", "")), job.subject)
    proof = proof_of(library, cut)
    make(library, cut, run.part(proof), run)
    return Outcome(lambda session: ask(session, cut), _("Le résultat du masque est prêt."))


def make(library: Library, cut: CutClip, to: Path, run: JobRun | None = None) -> None:
    """Render a masked clip as the film would, small, with all that the film may write over it, to exactly `to`.

    Raises FilmRefused when the team may not use the passage, ClipFailed, Cancelled.
    """
    settings, shape = library.settings, SHAPES[Output.PHONE]
    info = probed(library, [cut.recording])[cut.recording.id]
    with library.reading() as session:
        ask(session, cut)
        access = Access.load(session)
        words = words_of(session, access, cut, "draft", None)
        lower = lower_third(session, access, cut, cut.looks.masks)
    length = ms_of_frame(frames_in_film(cut, info, shape), shape.rate)
    page = Page(shape.box, shape.rate, library.folder / "fonts", shape.letters)
    picture = burned(onto(words.cues, cut.span, 0, length), length, page, lower)
    piece = Piece(cut, words, picture, info, access.seals(cut.recording.id), looks_of(cut.looks))
    ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
    workshop = Workshop(library, ffmpeg, shape, ask=lambda session: ask(session, cut))
    if run is not None:
        workshop.cancelled = run.cancelled
    segments = workshop.make([piece])
    to.parent.mkdir(parents=True, exist_ok=True)
    join(ffmpeg, segments, to, shape)


def confirm(library: Library, film: str, item: str) -> tuple[str, ...]:
    """Say, having looked at the result, that it gives nobody away; gives everybody who said so.

    Raises NotFound, or Refused without a name or before there is a result to look at.
    """
    if library.person.name in ("", UNNAMED):
        raise Refused(_("Il faut dire qui confirme."), _("Écrire son nom en haut de la page, ou --as NOM."))
    with library.writing() as session:
        cut = clip_of(session, film, item)
        if not proof_of(library, cut).is_file():
            raise Refused(
                _("Le résultat de ce masque n’a pas encore été rendu."),
                _("Le rendre, le regarder en entier, puis confirmer."),
            )
        masks.confirm(session, item, recipe(cut), library.person.name)
        return masks.confirmed_by(session, item, recipe(cut))


def doubt(library: Library, film: str, item: str) -> None:
    """Say that somebody can be recognised all the same: the mask no longer counts. Raises NotFound."""
    with library.writing() as session:
        masks.doubt(session, item, recipe(clip_of(session, film, item)))


def _cut(session: Session, place: int, line: Item) -> CutClip:
    assert line.recording is not None and line.span is not None
    recording = recordings.get(session, line.recording)
    return cut_of(session, place, line.id, recording, line.span, line.looks)


def ask(session: Session, cut: CutClip) -> None:
    """Whether the team may watch the result of a masked clip today. Raises FilmRefused."""
    refusals = refused(Access.load(session), cut, "draft", None)
    if refusals:
        raise FilmRefused(_("Ce passage ne peut pas être regardé :") + listing(refusals), "", refusals)
