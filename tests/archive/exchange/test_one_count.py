# SPDX-License-Identifier: GPL-3.0-or-later
"""A film and its cut lists count alike: each part has as many frames in the one as in the others, whatever its rate."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.access import Access
from archive.catalogue import films, renders
from archive.exchange.build import Files, Stated, timeline_of
from archive.exchange.export import Wanted, Way, export_film
from archive.exchange.formats import read_cut
from archive.exchange.timeline import Source
from archive.film.allowed import Allowed
from archive.film.cutlist import shown
from archive.film.render import render_film
from archive.film.segments import frames_in_film
from archive.film.words import NOTHING_SAID
from archive.library import Library
from archive.model.film import Audience, CutCard, CutClip, CutList, Film, FilmId, ItemId, SubtitleMode
from archive.model.footage import Picture, Recording, RecordingId
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo, VideoInfo
from media.segment import FilmFormat
from media.span import Span
from tests import kinds
from tests.films import SMALL, a_film, agreed, taken_in
from tests.footage import footage, tone

RATES = [Fraction(n) for n in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001")]
FILM = Film(FilmId("f"), "confiance", Audience.SCREENING)
NOBODY = Access(date(2018, 1, 2), date(2018, 1, 2), {}, {}, {}, {}, {}, {})


@st.composite
def parts(draw: st.DrawFn, place: int) -> CutClip | CutCard:
    """A passage of a take of any rate, or of a sound recorder's, or a card."""
    item, rate = ItemId(str(place)), draw(st.sampled_from([*RATES, None]))
    if draw(st.integers(0, 4)) == 0:
        return CutCard(place, item, "Gao", draw(st.integers(500, 9000)))
    picture = None if rate is None else Picture(1280, 720, rate, "h264")
    take = Recording(RecordingId(f"r{place}"), f"{place:064x}", "C0001.MP4", 1000, 3_600_000, "mp4", picture=picture)
    start = draw(st.integers(0, 3_500_000))
    asked = Span(start, start + draw(st.integers(0, 60_000)))
    return CutClip(place, item, take, asked, shown(take, asked))


def info_of(part: CutClip | CutCard) -> MediaInfo | None:
    if isinstance(part, CutCard):
        return None
    picture = part.recording.picture
    seen = None if picture is None else VideoInfo("h264", 1280, 720, picture.rate)
    return MediaInfo("mov", 3_600_000, 1, seen, None)


@given(st.integers(1, 6).flatmap(lambda n: st.tuples(*(parts(place) for place in range(1, n + 1)))), st.data())
def test_each_part_is_as_long_in_the_cut_list_as_in_the_film(
    cut: tuple[CutClip | CutCard, ...], which: st.DataObject
) -> None:
    rate = which.draw(st.sampled_from(RATES))
    clips = [part for part in cut if isinstance(part, CutClip)]
    words = {clip.item: NOTHING_SAID for clip in clips}
    sources = {
        clip.item: Source("a", "a", "a", "", picture.rate if (picture := clip.recording.picture) else Fraction(25), 1)
        for clip in clips
    }
    ready = Allowed(CutList(FILM, cut, ()), words, {}, {}, {})
    timeline = timeline_of(ready, NOBODY, Stated(rate, (1280, 720)), Files(sources, {}, {}))
    film = [frames_in_film(part, info_of(part), FilmFormat(rate=rate)) for part in cut]
    assert [part.count for part in timeline.parts] == film


def test_a_rendered_film_is_as_long_as_its_cut_list_says(library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "b.mp4", rate="30000/1001")
    footage(card, "c.mp4", rate="50")
    tone(card, "voix.wav")
    kinds.made("variable-rate", card, ffmpeg)
    found = taken_in(library, card)
    for number, name in enumerate(sorted(found)):
        agreed(library, found[name], f"GAO-{number}")
    spans = {"a.mp4": (333, 1951), "b.mp4": (100, 1347), "c.mp4": (1001, 1042)}
    film = a_film(library, [(found[name], *span) for name, span in spans.items()])
    with library.writing() as session:
        films.add_card(session, film.id, "Gao", 1013, at=2)
        films.add_voice(session, film.id, found["voix.wav"].id, Span(7, 1953), at=4)
    done = export_film(library, film.id, tmp_path / "out", Wanted(Way.LINKS, rate=SMALL.rate))
    made = render_film(library, film.id, subtitles=SubtitleMode.NONE, shape=SMALL)
    with library.reading() as session:
        facts = json.loads(json.dumps(renders.of_film(session, film.id)[0].facts))
    counts = [part["frames"] for part in facts["parts"]]
    for ending in ("xml", "edl", "kdenlive", "fcpxml"):
        cut = read_cut((done.place / f"confiance.{ending}").read_bytes())
        assert [event.length * cut.rate for event in cut.events] == counts
        assert [voice.at * cut.rate for voice in cut.voices] == [facts["voices"][0]["first_frame"]]
    assert sum(counts) == made.frames
