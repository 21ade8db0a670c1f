# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film masks opens what consent asks to be masked, in the film and nowhere else; names stand where they may."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.access import Access
from archive.catalogue import films, looks, masks
from archive.consent import PARTS
from archive.film.allowed import allowed
from archive.film.check import check_film
from archive.film.cutlist import FilmRefused, recipe
from archive.film.masks import clip_of
from archive.film.outputs import SHAPES, format_for, masked_by
from archive.film.pictures import keep_picture, path_of
from archive.film.render import render_film
from archive.film.segments import prune
from archive.library import Library
from archive.model.film import NOTHING_MASKED, Audience, Film, ItemLooks, Output, SubtitleMode
from archive.model.footage import Recording
from media.errors import CannotCheck, Refused
from media.looks import Hiding
from media.span import Span
from tests.films import SMALL, a_film, agreed, said, taken_in
from tests.footage import footage, pictures_of, samples_of, tone
from tests.media.test_looks import photo

ANY_LOOKS = st.builds(
    ItemLooks,
    fade_in=st.integers(0, 10_000),
    fade_out=st.integers(0, 10_000),
    lower=st.booleans(),
    speaker=st.sampled_from(["", "Aïssa", "Le chef de quartier"]),
    masks=st.frozensets(st.sampled_from(PARTS)),
    hiding=st.sampled_from(Hiding),
)


@given(ANY_LOOKS)
def test_looks_are_stored_and_read_back(given: ItemLooks) -> None:
    assert looks.read(looks.stored(given)) == given
    assert looks.stored(ItemLooks()) == {}


@pytest.mark.parametrize(
    "wrong", [ItemLooks(fade_in=10_001), ItemLooks(fade_out=-1), ItemLooks(masks=frozenset({"x"}))]
)
def test_impossible_looks_are_refused(wrong: ItemLooks) -> None:
    with pytest.raises(Refused):
        looks.stored(wrong)


@pytest.fixture
def rushes(library: Library, tmp_path: Path) -> dict[str, Recording]:
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "lying.mp4")
    tone(card, "voice.wav")
    found = taken_in(library, card)
    agreed(library, found["lying.mp4"], "GAO-1", shows=frozenset({"voice", "place"}))
    agreed(library, found["voice.wav"], "VOIX-1")
    return found


def look(library: Library, film: Film, place: int, new: ItemLooks) -> None:
    """Give a line other looks; what they mask was looked at by two people."""
    with library.writing() as session:
        films.change_looks(session, film.id, place, new)
        item = films.edit_of(session, film.id).items[place - 1]
        if new.masks:
            cut = clip_of(session, film.id, item.id)
            for name in ("Awa", "Binta"):
                masks.confirm(session, item.id, recipe(cut), name)


def test_a_face_and_a_name_that_must_be_masked_are_masked_by_the_film(
    library: Library, rushes: dict[str, Recording]
) -> None:
    said(library, rushes["lying.mp4"], (0, 1000, "Nous étions trois."))
    film = a_film(library, [(rushes["lying.mp4"], 0, 1000)])
    with pytest.raises(FilmRefused, match="GAO-1-F-1"):
        render_film(library, film.id, shape=SMALL)
    look(library, film, 1, ItemLooks(masks=frozenset({"face", "name"}), hiding=Hiding.BLACK))
    done = render_film(library, film.id, shape=SMALL, subtitles=SubtitleMode.NONE)
    assert max(picture.max() for picture in pictures_of(done.file)) < 20
    assert np.abs(samples_of(done.file)).max() > 0.2
    assert "Nous étions trois." in done.subtitles[0].read_text()
    with library.reading() as session:
        (render,) = films.renders(session, film.id)
        assert render.facts["parts"][0]["masked"] == ["face", "name"]  # type: ignore[index]
        with pytest.raises(FilmRefused):  # footage that leaves as it is hides nothing
            allowed(session, film.id)
    look(library, film, 1, ItemLooks(masks=frozenset({"name"})))
    with pytest.raises(FilmRefused):
        render_film(library, film.id, shape=SMALL)


def test_who_is_only_heard_needs_no_mask_for_a_face(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 1000)])
    look(library, film, 1, ItemLooks(masks=frozenset({"name"})))
    done = render_film(library, film.id, output=Output.AUDIO)
    assert done.file.name == "confiance-1.m4a" and done.duration_ms == 1000
    assert [path.name for path in done.subtitles] == ["confiance-1.srt", "confiance-1.vtt"]
    again = render_film(library, film.id, output=Output.AUDIO)
    assert again.file.name == "confiance-2.m4a"


def test_a_name_is_written_only_where_consent_shows_it(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["lying.mp4"], 0, 1000)])
    masked = frozenset({"face", "name"})
    look(library, film, 1, ItemLooks(lower=True, speaker="Aïssa", masks=masked))
    with library.reading() as session:
        ready = allowed(session, film.id, NOTHING_MASKED)
        assert ready.lowers[ready.clips[0].item] == ("Femmes, Gao",)
        shown = Access.load(session)
    assert {remark.code for remark in check_film(library, film.id).remarks} >= {"name-held-back", "masked-in-words"}
    other = a_film(library, [(rushes["voice.wav"], 0, 1000)], name="autre")
    look(library, other, 1, ItemLooks(lower=True, speaker="Aïssa"))
    with library.reading() as session:
        ready = allowed(session, other.id, NOTHING_MASKED)
        assert ready.lowers[ready.clips[0].item] == ("Aïssa", "Femmes, Gao")
    assert shown.people


def test_a_lower_third_stands_above_the_subtitles_while_the_clip_begins(
    library: Library, rushes: dict[str, Recording]
) -> None:
    said(library, rushes["voice.wav"], (0, 2000, "Deux lignes\nde sous-titres"))
    film = a_film(library, [(rushes["voice.wav"], 0, 2000)])
    look(library, film, 1, ItemLooks(lower=True, speaker="Aïssa"))
    shape = replace(SMALL, width=320, height=180)
    shown = pictures_of(render_film(library, film.id, shape=shape).file)
    rows = [np.flatnonzero((picture > 150).any(axis=1)) for picture in (shown[2], shown[30])]
    assert rows[0].min() > 120 and rows[1].min() < 120, "after half a second, above the words"


def test_a_voice_over_asks_consent_like_everything_else(library: Library, rushes: dict[str, Recording]) -> None:
    film = a_film(library, [(rushes["voice.wav"], 0, 1000)])
    with library.writing() as session:
        films.add_voice(session, film.id, rushes["lying.mp4"].id, Span(0, 3000 // 2), at=1)
    with pytest.raises(FilmRefused, match="GAO-1-F-1"):
        render_film(library, film.id, shape=SMALL)
    with library.writing() as session:
        films.remove(session, film.id, 1)
        films.add_voice(session, film.id, rushes["voice.wav"].id, Span(0, 1500), at=1)
    codes = [remark.code for remark in check_film(library, film.id).remarks if remark.place == 1]
    assert codes == ["no-french", "voice-too-long"]
    done = render_film(library, film.id, shape=SMALL)
    assert done.frames == 25
    with library.reading() as session:
        assert len(films.renders(session, film.id)[0].facts["voices"]) == 1  # type: ignore[arg-type]


def test_a_mute_recording_is_no_voice(library: Library, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "mute.mp4", sound=False)
    mute = taken_in(library, card)["mute.mp4"]
    film = a_film(library)
    with pytest.raises(Refused, match=r"mute\.mp4 n’a pas de son"), library.writing() as session:
        films.add_voice(session, film.id, mute.id, Span(0, 1000))
    with library.reading() as session:
        assert films.edit_of(session, film.id).items == ()


def test_a_still_picture_enters_only_when_nobody_is_in_it(library: Library, tmp_path: Path, ffmpeg: object) -> None:
    source = photo(tmp_path / "map.jpg", ffmpeg)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="reconna"):
        keep_picture(library, source, nobody=False)
    name = keep_picture(library, source, nobody=True)
    assert keep_picture(library, source, nobody=True) == name
    assert [path.name for path in (library.folder / "pictures").iterdir()] == [name]
    film = a_film(library)
    with library.writing() as session:
        films.add_card(session, film.id, "", 1000, picture=name)
    shown = pictures_of(render_film(library, film.id, shape=SMALL).file)
    assert len(shown) == 25 and shown[0][:, 75:85].min() > 220
    path_of(library, name).unlink()
    with pytest.raises(CannotCheck):
        render_film(library, film.id, shape=SMALL)


def test_every_output_has_its_shape() -> None:
    assert {output: (shape.width, shape.height) for output, shape in SHAPES.items()} == {
        Output.HALL_720: (1280, 720),
        Output.HALL_1080: (1920, 1080),
        Output.PHONE: (640, 360),
        Output.SQUARE: (1080, 1080),
        Output.PORTRAIT: (1080, 1920),
        Output.AUDIO: (64, 36),
    }
    assert format_for(Audience.BROADCAST, Output.PHONE).lufs == -23.0
    assert masked_by(Output.AUDIO) == {"face"} and masked_by(Output.SQUARE) == frozenset()


def test_the_cache_of_segments_has_a_bound(library: Library, rushes: dict[str, Recording]) -> None:
    folder = library.derived("segments")
    folder.mkdir(parents=True)
    for number in range(5):
        (folder / f"{number}.mkv").write_bytes(bytes(1 << 20))
    small = replace(library, settings=library.settings._replace(segments_mb=2))
    prune(small, {folder / "0.mkv", folder / "1.mkv", folder / "2.mkv"})
    assert sorted(path.name for path in folder.iterdir()) == ["0.mkv", "1.mkv", "2.mkv"], "what is in use stays"
    prune(small, set())
    assert len(list(folder.iterdir())) == 2
