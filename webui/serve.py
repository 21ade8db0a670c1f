# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro serve`: the pages on this computer, and one worker beside them."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from archive import accounts
from archive.cli.context import archive_of
from archive.library import Library
from media.errors import BaroError, Refused, WrongUse
from media.language import gettext as _
from webui.posix import die_with_parent, end_on_terminate
from webui.security import LARGEST_CUT, LOOPBACK

THREADS = 64
"""A film under way holds one until its last bytes left, also while the player is paused: with few, as many viewers would
shut the others out. One that waits costs next to nothing."""
PATIENCE = 20
AHEAD = 1 << 20
"""How many bytes of an answer wait for a slow browser; what is asked again at each piece must not have left already."""
CONNECTIONS = 400
"""A browser holds six; with waitress's hundred, a room of twenty people, or one who opens them idly, shuts the others out."""
SILENCE = 60
"""Seconds after which a connection on which nothing moves is closed, so that idle ones cannot hold all of them."""
HIGHEST_PORT = 65_535


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to answer, and whether to work."""
    parser.add_argument("--host", metavar=_("ADRESSE"), help=_("adresse de cet ordinateur (127.0.0.1)"))
    parser.add_argument("--port", type=int, metavar=_("PORT"), help=_("port (8765) ; 0 : un port libre"))
    parser.add_argument("--no-worker", action="store_true", help=_("ne pas faire les travaux en attente"))


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl+C. Raises Refused for an address that other computers reach, WrongUse for no port."""
    from waitress.server import create_server

    from webui.app import create_app

    with archive_of(args) as library:
        host = args.host or library.settings.host
        port = library.settings.port if args.port is None else args.port
        if not accounts.needed(library):
            refuse_others(host)
        refuse_impossible(port)
        try:
            server = create_server(
                create_app(library),
                host=host,
                port=port,
                threads=THREADS,
                ident=None,
                outbuf_high_watermark=AHEAD,
                channel_timeout=SILENCE,
                connection_limit=CONNECTIONS,
                max_request_body_size=LARGEST_CUT + (1 << 16),  # what is larger is not even kept on the disk
            )
        except OSError as error:
            raise BaroError(
                _("Baro ne peut pas répondre sur le port {port} : {cause}").format(port=port, cause=error),
                _("Un autre programme l’occupe peut-être ; essayer « baro serve --port 0 »."),
            ) from error
        end_on_terminate()
        with _worker(library, wanted=not args.no_worker):
            shown = f"[{host}]" if ":" in host else host
            print(_("Baro est ouvert : http://{host}:{port}/").format(host=shown, port=server.effective_port))
            print(who_may_ask(library))
            print(_("Ctrl+C pour fermer."), flush=True)
            try:
                server.run()
            finally:
                server.close()
    return 0


def who_may_ask(library: Library) -> str:
    """Whom the pages answer, in plain words."""
    if accounts.needed(library):
        return _("Chacun se connecte avec son compte.")
    return _(
        "Sans comptes, Baro ne répond qu’à cet ordinateur, avec les mêmes droits pour tous. "
        "Pour en admettre d’autres : baro account add NOM --role administrator"
    )


def refuse_others(host: str) -> None:
    """Raises Refused unless `host` is this computer alone: without accounts nobody else may ask."""
    if host.lower() not in LOOPBACK:
        raise Refused(
            _("Baro ne répond qu’à cet ordinateur tant qu’il n’y a pas de comptes : pas à {host}.").format(host=host),
            _(
                "Ouvrir avec « baro serve » seul, ou faire d’abord un compte : baro account add NOM --role administrator."
            ),
        )


def refuse_impossible(port: int) -> None:
    """Raises WrongUse for a number that no port has."""
    if not 0 <= port <= HIGHEST_PORT:
        raise WrongUse(_("Il n’y a pas de port {port}.").format(port=port), _("De 1 à 65535 ; 0 : un port libre."))


@contextmanager
def _worker(library: Library, *, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    words = ["--archive", str(library.folder), "--as", library.person.name, "worker"]
    child = subprocess.Popen(
        [sys.executable, "-m", "webui.cli", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(),
    )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
