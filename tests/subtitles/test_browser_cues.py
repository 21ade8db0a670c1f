# SPDX-License-Identifier: GPL-3.0-or-later
"""WebVTT as a real browser reads it: the same cues as ours, before and after we wrote them again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from subtitles.formats.voice import to_vtt
from subtitles.reading import read
from subtitles.writing import write
from tests.browsing import MARKS, page_of
from tests.subtitles.test_corpus import CORPUS

FILES = sorted([*CORPUS.glob("wpt-webvtt/*.vtt"), *CORPUS.glob("ttconv/vtt/*.vtt"), *CORPUS.glob("webvtt-py/*.vtt")])
pytestmark = [
    *MARKS,
    pytest.mark.skipif(not FILES, reason=f"le corpus partagé n’est pas là ({CORPUS})"),
]
LOAD = """
async (address) => {
  const video = document.createElement("video");
  const track = document.createElement("track");
  const loaded = new Promise((done) => { track.onload = () => done(true); track.onerror = () => done(false); });
  track.src = address;
  video.append(track);
  document.body.append(video);
  track.track.mode = "hidden";
  if (!await loaded) return null;
  return [...track.track.cues].map((cue) => [
    cue.id, Math.round(cue.startTime * 1000), Math.round(cue.endTime * 1000), cue.text,
    [cue.vertical, cue.line, cue.snapToLines, cue.lineAlign, cue.position, cue.positionAlign, cue.size, cue.align,
     cue.region ? [cue.region.id, cue.region.lines, cue.region.width] : null].map(String).join(" "),
  ]);
}
"""
# A cue in a browser: identifier, start and end in milliseconds, its text as written, its settings.
Shown = list[tuple[str, int, int, str, str]]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of chromium, to which files can be handed under any address."""
    with page_of(chromium.new_context()) as page:
        page.route("http://page.test/", lambda route: route.fulfill(content_type="text/html", body="<body>"))
        page.goto("http://page.test/")
        yield page


def shown(page: Page, data: bytes) -> Shown:
    """The cues that chromium makes of a file, in its order; none when it refuses the whole file."""

    def serve(route: Route) -> None:
        route.fulfill(content_type="text/vtt", body=data)

    page.route("http://page.test/a.vtt", serve)
    found = page.evaluate(LOAD, "http://page.test/a.vtt")
    page.unroute("http://page.test/a.vtt")
    return [(one[0].strip(), one[1], one[2], one[3], one[4]) for one in found or []]  # an identifier of blanks is none


def ours(data: bytes, strict: bool) -> list[tuple[str, int, int, str]]:
    """Our cues in the browser's terms and order."""
    cues = sorted(read(data, strict=strict).track.cues, key=lambda cue: (cue.span.start, -cue.span.end))
    written = (cue.wording.text if cue.wording else to_vtt(cue.text, cue.speaker) for cue in cues)
    return [(cue.name, cue.span.start, cue.span.end, text) for cue, text in zip(cues, written, strict=True)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_a_browser_shows_the_cues_that_we_read_and_those_that_we_write(page: Page, path: Path) -> None:
    data = path.read_bytes()
    accepted = shown(page, data)
    bare = [cue[:4] for cue in accepted]
    if read(data).format == "vtt":
        assert ours(data, strict=True) == bare
    found = iter(ours(data, strict=False))  # beyond the accepted cues, and behind their texts, what was repaired
    for accepted_cue in bare:
        assert any(one[:3] == accepted_cue[:3] and one[3].startswith(accepted_cue[3]) for one in found)
    strict = write(read(data, strict=True).track, "vtt").data
    assert shown(page, strict) == accepted or read(data).format != "vtt"
