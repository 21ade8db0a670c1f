# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a voice over the film: at their place, in italics, never over those of a witness, never without consent."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.access import Access
from archive.catalogue import consents, films
from archive.film.check import check_film
from archive.film.narration import READABLE, narrated
from archive.film.render import render_film
from archive.library import Library
from archive.model.film import Film, SubtitleMode
from archive.model.people import ConsentStatus
from archive.naming.texts import texts_of
from media.span import Span
from subtitles.cue import Cue
from subtitles.reading import read
from subtitles.retime import onto
from tests.films import SMALL, a_film, agreed, said, taken_in
from tests.footage import footage, pictures_of, tone

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 20_000), st.integers(1, 6000))
CUES = st.lists(SPANS.map(lambda span: Cue(1, span, "Oui")), max_size=8)


@given(CUES, CUES, st.integers(0, 9000), st.integers(0, 30_000))
def test_no_voice_speaks_over_a_witness_and_each_cue_is_read_or_told(
    spoken: list[Cue], own: list[Cue], at: int, end: int
) -> None:
    source = Span(2000, 18_000)
    found = narrated([(spoken, source, at)], own, end)
    for cue in found.shown:
        assert not any(cue.span.overlaps(other.span) for other in own)
        assert cue.span.end <= end and cue.span.start >= at
        assert cue.text == "<i>Oui</i>"
    assert all(any(cue.span.overlaps(other.span) for other in [*own, *found.shown]) for cue in found.unread)
    whole = {cue.span.duration for cue in onto(spoken, source, at, max(0, end - at))}
    assert all(cue.span.duration >= READABLE or cue.span.duration in whole for cue in found.shown)
    free = narrated([(spoken, source, at)], (), end)
    assert len(free.shown) + len(free.unread) == len(found.shown) + len(found.unread)


def test_the_longest_time_beside_a_witness_is_taken_if_it_can_be_read() -> None:
    voice = [
        Cue(1, Span(0, 4000), "<i>Au nord</i>"),
        Cue(2, Span(5000, 7000), "Au sud"),
        Cue(3, Span(8000, 8400), "Et"),
    ]
    found = narrated(
        [(voice, Span(0, 9000), 10_000)], [Cue(1, Span(11_000, 12_000), "a"), Cue(2, Span(15_500, 16_600), "b")], 19_000
    )
    assert [(cue.span, cue.text) for cue in found.shown] == [
        (Span(12_000, 14_000), "<i>Au nord</i>"),
        (Span(18_000, 18_400), "<i>Et</i>"),
    ]
    assert [cue.text for cue in found.unread] == ["Au sud"]
    assert [cue.span for cue in found.within(Span(13_000, 18_200))] == [Span(0, 1000), Span(5000, 5200)]


@pytest.fixture
def film(library: Library, tmp_path: Path) -> Film:
    """A card, a clip, a card; a voice that speaks from the first card into the second."""
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "rush.mp4", size="96x54", pattern="")
    tone(tmp_path / "card", "voice.wav", seconds=6)
    found = taken_in(library, tmp_path / "card")
    agreed(library, found["rush.mp4"], "GAO-1")
    agreed(library, found["voice.wav"], "VOIX-1")
    said(library, found["rush.mp4"], (0, 1000, "Nous étions là."))
    said(
        library,
        found["voice.wav"],
        *((0, 1200, "Gao, en octobre."), (1200, 2800, "Ils parlent."), (3000, 4400, "Et puis la nuit.")),
    )
    film = a_film(library, [(found["rush.mp4"], 0, 1600)])
    with library.writing() as session:
        films.add_card(session, film.id, "Gao", 1200, at=1)
        films.add_card(session, film.id, "Fin", 1600)
        films.add_voice(session, film.id, found["voice.wav"].id, Span(0, 4400), at=1)
    return film


def test_what_a_voice_says_is_in_the_files_and_in_the_picture(library: Library, film: Film) -> None:
    done = render_film(library, film.id, shape=SMALL)
    expected = [
        (Span(0, 1200), "<i>Gao, en octobre.</i>"),
        (Span(1200, 2200), "Nous étions là."),
        (Span(3000, 4400), "<i>Et puis la nuit.</i>"),
    ]
    for path in done.subtitles:
        assert [(cue.span, cue.text) for cue in read(path.read_bytes()).track.cues] == expected
    low = [int((picture[70:] > 128).sum()) for picture in pictures_of(done.file)]
    assert [number for number, light in enumerate(low) if not light] == [*range(55, 75)]
    with library.reading() as session:
        (voice,) = films.renders(session, film.id)[0].facts["voices"]  # type: ignore[misc]
        assert voice["track_version"] == 1 and voice["track"]
    (remark,) = [one for one in check_film(library, film.id).remarks if one.code == "voice-unread"]
    assert "Ils parlent." in remark.message and remark.place == 1


def test_a_voice_is_not_burned_where_words_are_not_burned(library: Library, film: Film) -> None:
    done = render_film(library, film.id, shape=SMALL, subtitles=SubtitleMode.NONE)
    assert max(np.max(picture[70:]) for picture in pictures_of(done.file)) < 128
    assert len(read(done.subtitles[0].read_bytes()).track.cues) == 3


def test_the_words_of_a_voice_are_looked_through_for_names(library: Library, film: Film) -> None:
    with library.reading() as session:
        texts = texts_of(session, Access.load(session), films.edit_of(session, film.id))
    assert "Et puis la nuit." in [one.text for one in texts if one.place == 1]
    with library.writing() as session:
        for consent in consents.listed(session):
            consents.set_status(session, consent.id, ConsentStatus.WITHDRAWN, "Ina")
    with library.reading() as session:
        texts = texts_of(session, Access.load(session), films.edit_of(session, film.id))
    assert [one.text for one in texts if one.place] == ["Gao", "Fin"]
