# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that mean harm, or are broken, are refused with a sentence; none ends the program or fills the memory."""

import json
import random

import pytest

from archive.exchange.cut import MOST_EVENTS, NotACut
from archive.exchange.formats import CutFormat, read_cut, writer
from tests.archive.exchange.test_read_back import RATES, a_timeline

BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xmeml><sequence><name>&b;</name></sequence></xmeml>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><fcpxml><sequence><spine>&a;</spine></sequence></fcpxml>'
)
DTD = '<!DOCTYPE x SYSTEM "http://example.org/x.dtd" [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><mlt><profile/></mlt>'


def an_otio(**more: object) -> bytes:
    """A timeline of one clip with odd values."""
    time = {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": 10.0}
    clip = {"OTIO_SCHEMA": "Clip.1", "name": "a", "source_range": {"start_time": time | more, "duration": time}}
    track = {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [clip]}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "tracks": {"children": [track]}}).encode()


def multiplied(levels: int, times: int) -> bytes:
    """Sequences of sequences of sequences: few bytes that would be very many shots."""
    item, whole = "<clipitem><start>{0}</start><end>{1}</end><in>0</in><out>1</out>{2}</clipitem>", ""
    for level in reversed(range(levels)):
        inside = f'<sequence id="s{level - 1}"/>' if level else "<file><name>x</name></file>"
        items = "".join(item.format(at, at + 1, inside) for at in range(times))
        whole += f'<sequence id="s{level}"><media><video><track>{items}</track></video></media></sequence>'
    return f"<xmeml>{whole}</xmeml>".encode()


HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "a film": b"\x00\x00\x00\x20ftypisom" + b"\0" * 500,
    "words": "Bonjour, ceci n’est pas un montage.".encode(),
    "half a file": b"<xmeml><sequence><media>",
    "entities": BOMB.encode(),
    "another file": OUTSIDE.encode(),
    "another file, by a parameter": DTD.encode(),
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?><xmeml/>',
    "wrong encoding": '<?xml version="1.0" encoding="utf-8"?><xmeml><sequence>é</sequence></xmeml>'.encode("latin-1"),
    "deep XML": b"<xmeml>" + b"<sequence>" * 100_000,
    "deep JSON": b'{"a":' * 200_000,
    "deep OTIO": b'{"OTIO_SCHEMA":"Timeline.1","tracks":{"children":['
    + b'{"OTIO_SCHEMA":"Stack.1","children":[' * 50_000,
    "no sequence": b"<xmeml/>",
    "no project": b"<fcpxml/>",
    "no profile": b"<mlt/>",
    "rate of zero": b'<mlt><profile frame_rate_num="25" frame_rate_den="0"/></mlt>',
    "huge number": b"<xmeml><sequence><media><video><track><clipitem><start>"
    + b"9" * 5000
    + b"</start></clipitem></track></video></media></sequence></xmeml>",
    "division by zero": b'<fcpxml><sequence><spine><gap duration="1/0s"/></spine></sequence></fcpxml>',
    "endless gap": b'<fcpxml><sequence><spine><gap duration="99999999999s"/></spine></sequence></fcpxml>',
    "negative length": b'<fcpxml><sequence><spine><gap duration="-5s"/></spine></sequence></fcpxml>',
    "before zero": b"<xmeml><sequence><media><video><track><clipitem><start>-50</start><end>-20</end></clipitem></track></video></media></sequence></xmeml>",
    "not a number": an_otio(value=float("nan")),
    "endless": an_otio(value=float("inf")),
    "too large": an_otio(value=1e300),
    "rate of nothing": an_otio(rate=0),
    "negative rate": an_otio(rate=-25),
    "rate in words": an_otio(rate="25"),
    "a list of digits": an_otio(value=int("9" * 4000)),
    "EDL without event": b"TITLE: x\r\nFCM: NON-DROP FRAME\r\n",
    "EDL with a bad time": b"001  AX V C 00:00:00:00 00:00:01:00 00:00:99:00 00:00:01:99\r\n",
    "an EDL of a million events": b"001  AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n" * 1_000_000,
    "an EDL recorded over and over": b"001  AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n" * 6_000,
    "sequences that multiply": multiplied(7, 20),
    "a million clips": b"<xmeml><sequence><media><video><track>" + b"<clipitem/>" * 1_100_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(what: str) -> None:
    with pytest.raises(NotACut) as refused:
        read_cut(HOSTILE[what])
    assert refused.value.message.endswith(".") and refused.value.hint


@pytest.mark.parametrize("form", list(CutFormat))
def test_a_damaged_file_never_ends_in_anything_but_a_sentence(form: CutFormat) -> None:
    whole, chance = writer(form).write(a_timeline(RATES[2])), random.Random(str(form))
    for _time in range(300):
        data = bytearray(whole)
        for _byte in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_cut(bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]))
        except NotACut:
            continue


def test_more_events_than_any_film_has_are_refused() -> None:
    clip = b"<clipitem><start>%d</start><end>%d</end><in>0</in><out>1</out></clipitem>"
    clips = b"".join(clip % (at, at + 1) for at in range(MOST_EVENTS + 1))
    with pytest.raises(NotACut, match="plans"):
        read_cut(b"<xmeml><sequence><media><video><track>" + clips + b"</track></video></media></sequence></xmeml>")
