# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of one file, whole or in part: single range, suffix, open end, If-Range, HEAD, 304 and 416.

The caller has found the path in the catalogue and asked for consent; nothing here looks at the URL. A long answer asks
again on its way: it breaks off where consent ends.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from flask import Request, Response

CHUNK = 1 << 16
_SINGLE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})", re.ASCII | re.IGNORECASE)


def always() -> bool:
    """For bytes that no consent closes."""
    return True


def bytes_of(
    path: Path, asked: Request, mimetype: str, download: str = "", *, still: Callable[[], bool] = always
) -> Response:
    """Answer with the file at `path`: 200, 206 (one range), 304 or 416.

    A header that is malformed or names several ranges is ignored, as the standard allows. `download` is a neutral
    file name for saving. `still` is asked before each piece of `CHUNK` bytes: the answer breaks off, shorter than it
    said, once it gives False. Raises FileNotFoundError when the file is not there.
    """
    handle = path.open("rb")
    try:
        size = handle.seek(0, 2)
        etag = _etag(path, size)
        if etag in asked.if_none_match:
            handle.close()
            return _headed(Response(status=304), etag, download)
        wanted = _wanted(asked, size, etag)
    except BaseException:
        handle.close()
        raise
    if wanted is None and _ranged(asked, etag):
        handle.close()
        return _unsatisfiable(size, etag)
    return _part(handle, wanted, size, _Answer(asked.method == "HEAD", mimetype, etag, download, still))


class _Answer:
    """How the bytes travel: without body for HEAD, under which headers, and as long as what."""

    __slots__ = ("download", "etag", "head", "mimetype", "still")

    def __init__(self, head: bool, mimetype: str, etag: str, download: str, still: Callable[[], bool]) -> None:
        self.head, self.mimetype, self.etag, self.download, self.still = head, mimetype, etag, download, still


def parse(header: str, size: int) -> range | None:
    """The bytes that a Range header asks of a file of `size` bytes; None when no byte of it exists.

    >>> parse("bytes=-5", 20), parse("bytes=15-", 20), parse("bytes=3-99", 20), parse("bytes=20-", 20)
    (range(15, 20), range(15, 20), range(3, 20), None)

    Raises ValueError when the header is not one single range of bytes.
    """
    found = _SINGLE.fullmatch(header.strip().replace(" ", ""))
    if found is None or not (found["first"] or found["last"]):
        raise ValueError(header)
    if not found["first"]:
        length = int(found["last"])
        return range(max(0, size - length), size) if length and size else None
    first = int(found["first"])
    last = int(found["last"]) if found["last"] else size - 1
    if found["last"] and last < first:
        raise ValueError(header)
    return range(first, min(last + 1, size)) if first < size else None


def _ranged(asked: Request, etag: str) -> bool:
    """True when the request names one well-formed range that is still meant for this version of the file."""
    header = asked.headers.get("Range")
    if header is None or asked.method not in ("GET", "HEAD"):
        return False
    condition = asked.headers.get("If-Range")
    if condition is not None and condition.strip() != f'"{etag}"':
        return False
    try:
        parse(header, 1)
    except ValueError:
        return False
    return True


def _wanted(asked: Request, size: int, etag: str) -> range | None:
    if not _ranged(asked, etag):
        return None
    return parse(asked.headers["Range"], size)


def _part(handle: BinaryIO, wanted: range | None, size: int, answer: _Answer) -> Response:
    bytes_ = range(size) if wanted is None else wanted
    if answer.head:
        handle.close()
        response = Response(status=200 if wanted is None else 206, mimetype=answer.mimetype)
    else:
        response = Response(
            _chunks(handle, bytes_, answer.still),
            200 if wanted is None else 206,
            mimetype=answer.mimetype,
            direct_passthrough=True,
        )
        response.call_on_close(handle.close)  # for a body that nobody began to read
    response.content_length = len(bytes_)
    if wanted is not None:
        response.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return _headed(response, answer.etag, answer.download)


def _chunks(handle: BinaryIO, wanted: range, still: Callable[[], bool]) -> Iterator[bytes]:
    with handle:
        handle.seek(wanted.start)
        left = len(wanted)
        while left and still() and (chunk := handle.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _unsatisfiable(size: int, etag: str) -> Response:
    response = _headed(Response(status=416), etag, "")
    response.headers["Content-Range"] = f"bytes */{size}"
    return response


def _headed(response: Response, etag: str, download: str) -> Response:
    response.set_etag(etag)
    response.headers["Accept-Ranges"] = "bytes"
    if download:
        response.headers.set("Content-Disposition", "attachment", filename=download)
    return response


def _etag(path: Path, size: int) -> str:
    stat = path.stat()
    return f"{stat.st_mtime_ns:x}-{size:x}"
