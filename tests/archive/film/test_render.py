# SPDX-License-Identifier: GPL-3.0-or-later
"""Films made for real from unlike recordings: exact frames, words at their place, all or nothing, nothing without consent."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from archive.catalogue import consents, films, renders, seals
from archive.film import assembly, versions
from archive.film.cutlist import FilmRefused
from archive.film.render import format_for, render_film
from archive.film.segments import ClipFailed
from archive.library import Library
from archive.model.film import Audience, Film, Rendered, SubtitleMode
from archive.model.footage import Recording
from archive.model.people import ConsentStatus, Seal
from media.errors import Cancelled, CannotCheck
from media.files import sha256_of
from media.segment import FilmFormat
from media.span import Span
from media.verify import counts, verify_clean
from subtitles.reading import read
from tests.films import SMALL, a_film, agreed, said, taken_in
from tests.footage import footage, numbers_of, pictures_of, tone


@pytest.fixture
def rushes(library: Library, tmp_path: Path) -> dict[str, Recording]:
    """Unlike sources, each with a witness who allows everything."""
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "lying.mp4")
    footage(card, "standing.mp4", size="90x160", rate="30", pattern="bursts")
    footage(card, "silent.mp4", size="96x54", sound=False)
    tone(card, "voice.wav")
    found = taken_in(library, card)
    for number, name in enumerate(found):
        agreed(library, found[name], f"GAO-{number}")
    return found


def rendered(library: Library, film: Film, mode: SubtitleMode = SubtitleMode.NONE) -> Rendered:
    return render_film(library, film.id, subtitles=mode, shape=SMALL)


def segments(library: Library) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in library.derived("segments").glob("*.mkv")}


def test_unlike_sources_become_one_film_of_the_house_format(library: Library, rushes: dict[str, Recording]) -> None:
    said(library, rushes["lying.mp4"], (0, 700, "Avant, on n’avait plus"), (700, 1800, "confiance dans l’armée."))
    said(library, rushes["standing.mp4"], (900, 1500, "Aux barrages, « Payez ! »"))
    clips = [(rushes[name], 400, 1200) for name in ("lying.mp4", "standing.mp4", "silent.mp4", "voice.wav")]
    film = a_film(library, clips)
    with library.writing() as session:
        films.add_card(session, film.id, "Gao, octobre 2017", 1000, at=3)
    heard: list[tuple[int, str]] = []
    done = render_film(library, film.id, progress=lambda percent, message: heard.append((percent, message)))
    assert done.file == library.films / "confiance-1.mp4"
    assert (done.frames, done.duration_ms) == (4 * 20 + 25, 4200)
    verify_clean(done.file, done.frames)
    picture = pictures_of(done.file)[0]
    assert picture.shape == (720, 1280)
    srt, vtt = done.subtitles
    cues = read(srt.read_bytes()).track.cues
    assert [(cue.id, cue.span, cue.text) for cue in cues] == [
        (1, Span(0, 300), "Avant, on n’avait plus"),
        (2, Span(300, 800), "confiance dans l’armée."),
        (3, Span(1300, 1600), "Aux barrages, « Payez ! »"),
    ]
    assert [(cue.span, cue.text) for cue in read(vtt.read_bytes()).track.cues] == [(c.span, c.text) for c in cues]
    percents = [percent for percent, _message in heard]
    assert percents == sorted(percents) and percents[0] == 0 and percents[-1] >= 98


def test_frames_are_exact_on_both_sides_of_a_join(library: Library, rushes: dict[str, Recording]) -> None:
    clips = [(rushes["lying.mp4"], 400, 1200), (rushes["silent.mp4"], 1000, 1400), (rushes["lying.mp4"], 0, 200)]
    done = rendered(library, a_film(library, clips))
    assert numbers_of(done.file) == [*range(10, 30), *range(25, 35), *range(5)]


def test_subtitles_are_in_the_picture_only_while_they_are_said(library: Library, rushes: dict[str, Recording]) -> None:
    said(library, rushes["voice.wav"], (400, 800, "Écoutez-nous à Gao"))
    film = a_film(library, [(rushes["voice.wav"], 0, 400), (rushes["voice.wav"], 0, 1200)])
    light = [int((picture > 128).sum()) for picture in pictures_of(rendered(library, film, SubtitleMode.BURN).file)]
    assert [number for number, count in enumerate(light) if count] == list(range(20, 30))


def test_soft_subtitles_travel_in_the_film_as_french(library: Library, rushes: dict[str, Recording]) -> None:
    import av

    said(library, rushes["lying.mp4"], (200, 700, "Confiance"))
    done = rendered(library, a_film(library, [(rushes["lying.mp4"], 0, 1000)]), SubtitleMode.SOFT)
    with av.open(str(done.file)) as container:
        (stream,) = container.streams.subtitles
        assert (stream.codec_context.name, stream.metadata["language"]) == ("mov_text", "fra")
    assert numbers_of(done.file) == list(range(25))


def test_a_film_without_a_word_has_subtitle_files_all_the_same(library: Library, rushes: dict[str, Recording]) -> None:
    for mode in SubtitleMode:
        done = rendered(library, a_film(library, [(rushes["lying.mp4"], 0, 200)], name=f"muet-{mode}"), mode)
        srt, vtt = done.subtitles
        assert (srt.read_bytes(), vtt.read_text().strip()) == (b"", "WEBVTT")


def test_changing_one_clip_makes_one_segment_anew(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(
        library, [(rushes["lying.mp4"], 0, 400), (rushes["silent.mp4"], 0, 400), (rushes["voice.wav"], 0, 400)]
    )
    first = rendered(library, film)
    before = segments(library)
    with library.writing() as session:
        films.change_item(session, film.id, 2, span=Span(40, 400))
    second = rendered(library, film)
    after = segments(library)
    assert len(before) == 3 and len(after) == 4
    assert {name: after[name] for name in before} == before
    assert (first.file.name, second.file.name, second.frames) == ("confiance-1.mp4", "confiance-2.mp4", 29)


def test_the_same_passage_twice_is_one_segment_and_a_damaged_one_is_made_again(
    library: Library, rushes: dict[str, Recording]
) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 400)] * 2)
    rendered(library, film)
    (only,) = library.derived("segments").glob("*.mkv")
    only.write_bytes(only.read_bytes()[:2000])
    assert numbers_of(rendered(library, film).file) == [*range(10), *range(10)]


def test_words_and_shape_and_seals_make_another_segment(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 400)])
    said(library, rushes["lying.mp4"], (0, 400, "Un"))
    rendered(library, film, SubtitleMode.BURN)
    said(library, rushes["lying.mp4"], (0, 400, "Deux"))
    rendered(library, film, SubtitleMode.BURN)
    rendered(library, film, SubtitleMode.NONE)
    render_film(library, film.id, subtitles=SubtitleMode.NONE, shape=replace(SMALL, rate=Fraction(30)))
    render_film(library, film.id, subtitles=SubtitleMode.NONE, shape=replace(SMALL, lufs=-23.0))
    assert len(segments(library)) == 4


def test_the_catalogue_says_what_made_a_film(library: Library, rushes: dict[str, Recording], tmp_path: Path) -> None:
    rush = rushes["lying.mp4"]
    said(library, rush, (0, 400, "Un"))
    film = a_film(library, [(rush, 0, 400)])
    done = rendered(library, film)
    with library.reading() as session:
        (render,) = films.renders(session, film.id)
        known = {consent.id for consent in consents.listed(session)}
    assert (render.file, render.frames, render.subtitles) == ("confiance-1.mp4", 10, SubtitleMode.NONE)
    assert render.facts["files"] == {path.name: sha256_of(path) for path in (done.file, *done.subtitles)}
    assert render.facts["audience"] == "screening" and render.facts["ffmpeg"] and render.facts["baro"]
    (part,) = render.facts["parts"]  # type: ignore[misc]
    assert (part["sha256"], part["start_ms"], part["end_ms"], part["first_frame"]) == (rush.sha256, 0, 400, 0)
    assert part["track_version"] == 1 and set(part["consents"]) < known and len(part["consents"]) == 1


def test_a_refused_clip_stops_the_film_before_any_work(library: Library, rushes: dict[str, Recording]) -> None:
    with library.writing() as session:
        withdrawn = consents.listed(session)[0]
        consents.set_status(session, withdrawn.id, ConsentStatus.WITHDRAWN, "Ina")
    film = a_film(library, [(rush, 0, 400) for rush in rushes.values()])
    with pytest.raises(FilmRefused) as refusal:
        rendered(library, film)
    assert [one.reason for one in refusal.value.refusals] == ["withdrawn"]
    assert list(library.films.iterdir()) == [] and not library.derived("segments").exists()


def test_consent_that_changes_during_the_work_leaves_nothing(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 400)])

    def seal(percent: int, _message: str) -> None:
        with library.writing() as session:
            if percent >= 98 and not seals.of_recording(session, rushes["lying.mp4"].id):
                seals.add(session, Seal("", rushes["lying.mp4"].id, Span(0, 100)), "Ina")

    with pytest.raises(FilmRefused) as refusal:
        render_film(library, film.id, progress=seal, shape=SMALL)
    assert [one.reason for one in refusal.value.refusals] == ["sealed-passage"]
    is_as_before(library, film)


def test_a_film_that_is_stopped_leaves_nothing_and_keeps_what_was_made(
    library: Library, rushes: dict[str, Recording]
) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 400)])
    heard: list[int] = []
    with pytest.raises(Cancelled):
        render_film(
            library,
            film.id,
            progress=lambda percent, _message: heard.append(percent),
            cancelled=lambda: len(heard) > 1,
            shape=SMALL,
        )
    is_as_before(library, film)
    assert rendered(library, film).file.name == "confiance-1.mp4"


def is_as_before(library: Library, film: Film) -> None:
    assert list(library.films.iterdir()) == []
    assert list(library.derived().rglob("*.part*")) == []
    with library.reading() as session:
        assert films.renders(session, film.id) == [] == renders.promises(session)


def test_a_failure_names_the_clip(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["silent.mp4"], 0, 400), (rushes["lying.mp4"], 0, 400)])
    said(library, rushes["lying.mp4"], (0, 400, "ߊߓߊ"))
    with pytest.raises(CannotCheck, match="police"):
        rendered(library, film, SubtitleMode.BURN)
    original = library.original(rushes["lying.mp4"].sha256)
    original.unlink()
    with pytest.raises(CannotCheck, match=r"lying\.mp4"):
        rendered(library, film)


def test_a_part_that_cannot_be_made_is_named_with_its_place(
    library: Library, rushes: dict[str, Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    film = a_film(library, [(rushes["silent.mp4"], 0, 400), (rushes["lying.mp4"], 400, 800)])
    from archive.film import segments as room

    real: Callable[..., object] = room.make_segment

    def failing(ff: object, source: object, info: object, span: Span, *rest: object, **more: object) -> object:
        if span.start == 400:
            raise CannotCheck("le disque est plein", "faire de la place")
        return real(ff, source, info, span, *rest, **more)

    monkeypatch.setattr(room, "make_segment", failing)
    with pytest.raises(ClipFailed, match=r"Passage 2 \(lying\.mp4, 00:00:00\.400 → 00:00:00\.800\).*disque est plein"):
        rendered(library, film)
    is_as_before(library, film)


def test_loudness_follows_the_audience() -> None:
    assert format_for(Audience.SCREENING) == FilmFormat(1280, 720, Fraction(25), -16.0)
    assert format_for(Audience.BROADCAST).lufs == -23.0
    assert assembly.PARTS_PERCENT < assembly.JOINED_PERCENT


def test_a_file_that_somebody_put_there_keeps_its_name(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 200)])
    (library.films / "confiance-1.srt").write_text("mine")
    assert rendered(library, film).file.name == "confiance-2.mp4"
    assert (library.films / "confiance-1.srt").read_text() == "mine"


def test_what_a_killed_render_left_is_cleared_by_the_next(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 200)])
    left = versions.take_number(library, film, SubtitleMode.BURN, "4194305-dead0000/x")
    for path in left.files:
        path.write_text("left")
    done = rendered(library, film)
    assert done.file == left.film and counts(done.file).frames == 5
    assert sorted(path.name for path in library.films.iterdir()) == [
        "confiance-1.mp4",
        "confiance-1.srt",
        "confiance-1.vtt",
    ]


def test_two_renders_at_once_get_two_numbers(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 200)])
    one = versions.take_number(library, film, SubtitleMode.BURN, versions.process_holder())
    assert rendered(library, film).file.name == "confiance-2.mp4"
    versions.give_up(library, one)
    assert rendered(library, film).file.name == "confiance-1.mp4"
