# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes by range: any range of a file is the slice that it names."""

from pathlib import Path

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from webui.ranges import bytes_of, parse

DATA = bytes(range(256)) * 3
SIZE = len(DATA)
FIXTURES = settings(max_examples=80)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    (tmp_path / "film.bin").write_bytes(DATA)
    app = Flask("ranges")

    @app.get("/film")
    def film() -> Response:
        return bytes_of(tmp_path / "film.bin", request, "video/mp4")

    return app.test_client()


@FIXTURES
@given(first=st.integers(0, SIZE - 1), length=st.integers(1, SIZE * 2))
def test_any_range_is_the_slice_that_it_names(client: FlaskClient, first: int, length: int) -> None:
    last = first + length - 1
    answer = client.get("/film", headers={"Range": f"bytes={first}-{last}"})
    assert answer.status_code == 206
    assert answer.data == DATA[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{min(last, SIZE - 1)}/{SIZE}"
    assert answer.content_length == len(answer.data)


@FIXTURES
@given(first=st.integers(0, SIZE - 1))
def test_an_open_range_runs_to_the_end(client: FlaskClient, first: int) -> None:
    assert client.get("/film", headers={"Range": f"bytes={first}-"}).data == DATA[first:]


@FIXTURES
@given(length=st.integers(1, SIZE * 2))
def test_a_suffix_is_the_last_bytes(client: FlaskClient, length: int) -> None:
    assert client.get("/film", headers={"Range": f"bytes=-{length}"}).data == DATA[-length:]


@FIXTURES
@given(header=st.text(max_size=30))
def test_no_header_breaks_the_parser(client: FlaskClient, header: str) -> None:
    try:
        found = parse(header, SIZE)
    except ValueError:
        return
    assert found is None or (found.start < found.stop <= SIZE)


@pytest.mark.parametrize("header", ["bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes=-", "bytes", ""])
def test_a_header_that_makes_no_sense_is_ignored(client: FlaskClient, header: str) -> None:
    answer = client.get("/film", headers={"Range": header})
    assert (answer.status_code, answer.data) == (200, DATA)


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", f"bytes={SIZE * 9}-{SIZE * 10}", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(client: FlaskClient, header: str) -> None:
    answer = client.get("/film", headers={"Range": header})
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    whole, part = client.head("/film"), client.head("/film", headers={"Range": "bytes=0-9"})
    assert (whole.status_code, whole.data, whole.content_length) == (200, b"", SIZE)
    assert (part.status_code, part.data, part.content_length) == (206, b"", 10)
    assert whole.headers["Accept-Ranges"] == "bytes"


def test_if_range_gives_the_part_only_of_the_same_file(client: FlaskClient) -> None:
    etag = client.get("/film").headers["ETag"]
    same = client.get("/film", headers={"Range": "bytes=0-9", "If-Range": etag})
    other = client.get("/film", headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    dated = client.get("/film", headers={"Range": "bytes=0-9", "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert (same.status_code, len(same.data)) == (206, 10)
    assert (other.status_code, other.data) == (200, DATA)
    assert (dated.status_code, dated.data) == (200, DATA)


def test_a_file_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/film").headers["ETag"]
    answer = client.get("/film", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_an_empty_file_is_sent_whole(tmp_path: Path, client: FlaskClient) -> None:
    (tmp_path / "film.bin").write_bytes(b"")
    assert client.get("/film").data == b""
    assert client.get("/film", headers={"Range": "bytes=0-"}).status_code == 416
