# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameter sets are read as encoders write them, and what is cut short is refused."""

from pathlib import Path

import av
import pytest

from media.sps import IDR, read_avcc, read_sps, units, without_messages
from tests.footage import footage


def box_of(path: Path) -> bytes:
    with av.open(str(path)) as container:
        return bytes(container.streams.video[0].codec_context.extradata or b"")


def test_a_progressive_stream_is_plain(tmp_path: Path) -> None:
    data = box_of(footage(tmp_path))
    box = read_avcc(data)
    assert box is not None and len(box.sps) == 1 and box.length_size == 4
    sps = read_sps(box.sps[0])
    assert (sps.profile, sps.level, sps.plain) == (data[1], data[3], True) and sps.refs >= 1
    assert box.ids == {sps.id} == {0}


def test_a_box_joined_with_another_holds_the_sets_of_both(tmp_path: Path) -> None:
    box = read_avcc(box_of(footage(tmp_path)))
    assert box is not None
    both = read_avcc(box.joined(box))
    assert both is not None
    assert (both.sps, both.pps, both.rest) == (box.sps * 2, box.pps * 2, box.rest)


@pytest.mark.parametrize("length", [0, 3, 7, 12, 20])
def test_a_box_cut_short_is_none(tmp_path: Path, length: int) -> None:
    assert read_avcc(box_of(footage(tmp_path))[:length]) is None
    assert read_avcc(b"\0\0\0\1" + bytes(40)) is None


def test_the_first_picture_is_a_whole_beginning(tmp_path: Path) -> None:
    with av.open(str(footage(tmp_path))) as container:
        first = next(container.demux(video=0))
    assert IDR in units(bytes(first), 4) and units(b"", 4) == []


def test_messages_of_the_camera_and_of_its_maker_are_left_out_of_a_packet() -> None:
    picture, message, makers = b"\0\0\0\2\x65P", b"\0\0\0\3\x06me", b"\0\0\0\2\x1fx"
    assert without_messages(message + picture + makers, 4) == picture
