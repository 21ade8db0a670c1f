# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job on the demonstration's card, as the commands that a person would type one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.catalogue import appearances, clips, films, recordings, tracks
from archive.catalogue.schema import new_id
from archive.demo.card import Card
from archive.demo.edit import FILM, RELEASED, TAKES, TITLE, Take
from archive.demo.scenario import Story, stories
from archive.demo.timing import turns
from archive.film.render import enqueue_clip
from archive.library import Library
from archive.model.film import Clip, ClipId, Item, ItemKind
from archive.model.footage import RecordingId, StoredTrack
from media.errors import CannotCheck, NotFound
from media.language import gettext as _
from media.span import Span
from media.timecode import text_of_ms


@dataclass(frozen=True, slots=True)
class Step:
    """One command: what it is for, its words after `baro`, and the status it must end with.

    A refusal that the demonstration wants to show has the status 1. `shown` says whether people see the command,
    `heard` whether they see what it answers.
    """

    purpose: str
    words: tuple[str, ...]
    status: int = 0
    shown: bool = True
    heard: bool = True


def steps(library: Library, card: Card) -> Iterator[Step]:
    """The commands that are still to be run, from the card to the released clips; what was done before is left out.

    Each one must have been run before the next is asked for, because the times come from what the archive holds.
    """
    yield from _taken_in(card)
    yield from _appearing(library)
    yield from _prepared()
    yield from _searched()
    yield from _edited(library)
    yield from _rendered(library)
    yield from _released(library)


def _taken_in(card: Card) -> Iterator[Step]:
    folder = str(card.folder)
    yield Step(
        _("Verser la carte : un doublon est reconnu, un fichier tronqué est refusé."),
        ("ingest", folder, "--slate", str(card.slate)),
        status=1,
    )
    yield Step(_("Décrire les entretiens."), ("interview", "import", str(card.interviews)))
    yield Step(_("Saisir les autorisations."), ("consent", "import", str(card.consents)))
    purpose = _("Importer les sous-titres : SRT, WebVTT, un fichier en cp1252, un fichier abîmé.")
    for story in stories():
        for wanted in story.subtitles:
            file = str(card.subtitles(wanted.file))
            yield Step(purpose, ("subtitles", "import", wanted.recording, file, "--lang", wanted.language))
            purpose = ""
    yield Step(_("Poser les mots-clés."), ("tag", "import", str(card.tags)))


def _appearing(library: Library) -> Iterator[Step]:
    """In a group, who is seen and heard where: what one person refuses then leaves the others free."""
    purpose = _(
        "Marquer qui paraît où dans les groupes : le refus d’une personne laisse libres les passages des autres."
    )
    for story in stories():
        if len(story.witnesses) == 1:
            continue
        for words in _marks(library, story):
            yield Step(purpose, ("participant", "mark", *words), shown=bool(purpose), heard=bool(purpose))
            purpose = ""


def _marks(library: Library, story: Story) -> list[tuple[str, ...]]:
    with library.reading() as session:
        recording = recordings.find(session, story.shots[0].name)
        if appearances.of_recording(session, recording.id):
            return []
        track = _french(tracks.french(session, recording.id), story)
    return [
        (speaker, recording.original_name, text_of_ms(span.start), text_of_ms(span.end))
        for speaker, span in turns(track.track.cues, recording.duration)
    ]


def _prepared() -> Iterator[Step]:
    yield Step(_("Faire les copies de travail, les affiches et les formes du son."), ("worker", "--once"))
    yield Step(_("Mettre l’index à jour."), ("index",))


def _searched() -> Iterator[Step]:
    yield Step(
        _("Chercher une citation exacte, même coupée entre deux sous-titres."), ("search", '"plus confiance dans"')
    )
    yield Step(_("Chercher des mots."), ("search", "femme uniforme", "--broad", "--kwic", "--limit", "6"))
    yield Step(
        _("Demander qui empêche un passage, et pourquoi : ici, un témoin a retiré son autorisation."),
        ("consent", "why", "MVI_0203.MP4", "00:00:05.000", "00:00:10.000"),
        status=1,
    )


def _edited(library: Library) -> Iterator[Step]:
    """The paper edit; the film that stands already is finished where it was left."""
    with library.reading() as session:
        known = FILM in {film.name for film in films.listed(session)}
        done = known and bool(films.renders(session, films.by_name(session, FILM).id))
    if done:
        return
    if not known:
        yield Step(_("Créer un film pour des projections."), ("film", "new", FILM, "--audience", "screening"))
    items = _items(library)
    if not any(item.kind is ItemKind.CARD for item in items):
        yield Step(_("Y mettre un carton de titre, puis des extraits."), ("film", "card", FILM, TITLE, "--at", "1"))
    present = {(item.recording, item.span) for item in items}
    for take in TAKES:
        recording, span = _place(library, take)
        if (recording, span) not in present:
            words = ("film", "add", FILM, take.recording, text_of_ms(span.start), text_of_ms(span.end))
            yield Step("", words, heard=take is TAKES[-1])


def _rendered(library: Library) -> Iterator[Step]:
    with library.reading() as session:
        film = films.by_name(session, FILM)
        made = [render for render in films.renders(session, film.id) if (library.films / render.file).is_file()]
    if made:
        return
    refused = _place(library, next(take for take in TAKES if take.refused))
    at = next((n for n, item in enumerate(_items(library), 1) if (item.recording, item.span) == refused), None)
    if at is not None:
        yield Step(
            _("Vérifier : un extrait montre un visage qui doit rester masqué."), ("film", "check", FILM), status=1
        )
        yield Step(_("Le rendu s’arrête aussi, avec qui et pourquoi."), ("film", "render", FILM), status=1)
        yield Step(_("Retirer cet extrait."), ("film", "remove", FILM, str(at)))
    yield Step(_("Rendre le film, sous-titres incrustés."), ("film", "render", FILM, "--subtitles", "burn"))


def _released(library: Library) -> Iterator[Step]:
    """What a click on the clips' page does, then the worker cuts them."""
    for take in RELEASED:
        recording, span = _place(library, take)
        with library.writing() as session:
            if any(clip.span == span for clip in clips.listed(session, recording)):
                continue
            clip = Clip(ClipId(new_id()), recording, span, _(take.about), released=True, made_by=library.person.name)
            clips.add(session, clip)
            enqueue_clip(session, clip.id, library.person.name)
    yield Step(
        _("Trois extraits montrés aux spectateurs, comme d’un clic dans les pages : les couper."), ("worker", "--once")
    )


def _items(library: Library) -> tuple[Item, ...]:
    with library.reading() as session:
        return films.edit_of(session, films.by_name(session, FILM).id).items


def _place(library: Library, take: Take) -> tuple[RecordingId, Span]:
    """The recording of a take and the span of its cues, with a breath before and after."""
    with library.reading() as session:
        recording = recordings.find(session, take.recording)
        track = tracks.french(session, recording.id)
    if track is None:
        raise NotFound(_("{name} n’a pas de sous-titres français.").format(name=take.recording))
    first, last = track.track.cues[take.first - 1].span, track.track.cues[take.last - 1].span
    return recording.id, Span(first.start, last.end).widened(60, 60, recording.duration)


def _french(track: StoredTrack | None, story: Story) -> StoredTrack:
    if track is None:
        raise CannotCheck(_("L’entretien {code} n’a pas de sous-titres français.").format(code=story.code))
    return track
