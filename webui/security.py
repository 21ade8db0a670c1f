# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands before every page: the host that was called, the token of every write, the headers of every answer.

The session cookie is signed with 32 random bytes that each archive makes for itself (`session.key`, mode 0600);
there is no default key. The token lies in the signed session and again in the form or in a header: a page of
another site knows neither.
"""

import re
import secrets
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, request, session

from media.files import arriving
from webui.person import accounts_rule

KEY_FILE = "session.key"
KEY_BYTES = 32
LARGEST_FORM = 8 << 20
LARGEST_CUT = 32 << 20
"""Bytes of a cut made in an editing program, which may list all the rushes of its project."""
LARGER = {"exchange.bring": LARGEST_CUT}
HEADER = "X-Baro-Token"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")
_FOREVER = "public, max-age=31536000, immutable"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


def session_key(folder: Path) -> bytes:
    """The archive's own signing key, made on first use; a key that is too short is replaced."""
    path = folder / KEY_FILE
    if path.is_file() and len(kept := path.read_bytes()) >= KEY_BYTES:
        return kept
    with arriving(path) as part:
        part.touch(mode=0o600)
        part.write_bytes(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def cookie_name(key: bytes) -> str:
    """The name of the session cookie of one archive: browsers share cookies between the ports of a computer."""
    return f"baro-{sha256(b'cookie' + key).hexdigest()[:8]}"


def token() -> str:
    """The token of this session, to be sent back with every write."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(24)
    return str(session["token"])


def host_of(asked: Request) -> str:
    """The host name that the browser called, without its port; empty when it is malformed."""
    try:
        return urlsplit(f"//{asked.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def guard(app: Flask) -> None:
    """Put the host check, the token check and the headers on `app`."""
    app.before_request(_refuse_other_hosts)
    app.before_request(_bound)
    app.before_request(_refuse_forged_writes)
    app.after_request(_with_headers)


def _refuse_other_hosts() -> None:
    # without accounts only this computer may ask; a name that was pointed at our address by somebody else is never ours
    host = host_of(request)
    if host not in LOOPBACK and not (accounts_rule() and (_is_address(host) or host in _own_names())):
        abort(404)


def _bound() -> None:
    """Nothing of a body is read beyond what its page takes."""
    request.max_content_length = LARGER.get(request.endpoint or "", LARGEST_FORM)


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _own_names() -> set[str]:
    names: str = current_app.extensions["baro"].settings.names
    return set(names.lower().split())


def _refuse_forged_writes() -> None:
    if request.method in _READING:
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
    sent = request.headers.get(HEADER) or request.form.get("token", "")
    kept = str(session.get("token", ""))
    if not kept or not secrets.compare_digest(sent.encode(), kept.encode()):
        abort(403)


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        # an address without `v` is that of a module which another one imports: it stays while its file changes
        response.headers["Cache-Control"] = _FOREVER if "v" in request.args else "public, no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
    response.headers.pop("Server", None)
    response.vary.add("Cookie")  # on every answer: which pages look at the session tells which ones exist
    return response


def local_path(wanted: str | None, otherwise: str) -> str:
    """`wanted` when it is a path of this server, else `otherwise`: nobody is led to another site."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) else otherwise
