# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro demo`: a small archive of invented interviews, and the main job run on it as typed commands."""

import argparse
import io
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from archive import config, library
from archive.catalogue import films
from archive.cli import COMMANDS
from archive.cli.context import add_json, answer
from archive.cli.main import main
from archive.demo.card import Card, make_card
from archive.demo.edit import FILM
from archive.demo.job import Step, steps
from archive.library import Library
from media.errors import CannotCheck
from media.ffmpeg import find
from media.files import write_bytes
from media.language import gettext as _

CARD = "carte"
_SETTINGS = """\
# Images dessinées : de petites copies de travail suffisent, et sont vite faites.
proxy_height = 360
"""


class DemoFailed(CannotCheck):
    """A command of the demonstration did not end as it should."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was run: its words, its exit status, and what it printed when that was kept."""

    command: str
    status: int
    output: str


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the archive is to lie."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("demo-archive"),
        metavar=_("DOSSIER"),
        help=_("dossier neuf, ou celui d’une démonstration déjà commencée (demo-archive)"),
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Build what is missing, run the main job, and say where the film and its subtitles lie."""
    stage = _Stage(args.folder, quiet=args.json)
    stage.say(_("Démonstration : des entretiens inventés, aucune personne réelle."))
    stage.begin()
    card = stage.card()
    with library.opened(args.folder) as opened:
        for step in steps(opened, card):
            stage.play(step)
        data = {"archive": str(opened.folder), "card": str(card.folder), **_film_of(opened)}
    data["steps"] = [{"command": ran.command, "status": ran.status, "output": ran.output} for ran in stage.ran]
    answer(args, data, _end(args.folder, data))
    return 0


class _Stage:
    """Runs commands one after the other, aloud or quietly."""

    def __init__(self, folder: Path, quiet: bool) -> None:
        self.folder, self.quiet = folder, quiet
        self.ran: list[Ran] = []

    def say(self, text: str = "") -> None:
        if not self.quiet:
            print(text, flush=True)

    def begin(self) -> None:
        """Create the archive, or go on with the one that is there."""
        if (self.folder / config.FILE).is_file():
            self.say(_("L’archive {folder} est là : ce qui est fait n’est pas refait.").format(folder=self.folder))
        else:
            self.play(Step(_("Créer une archive."), ("init", str(self.folder))), outside=True)
            settings = self.folder / config.FILE
            write_bytes(settings, settings.read_bytes() + _SETTINGS.encode())

    def card(self) -> Card:
        """The camera card: built once, then kept."""
        to = self.folder / CARD
        if to.is_dir():
            self.say(_("La carte {card} est là : elle est reprise telle quelle.").format(card=to))
            return Card(to)
        self.say()
        self.say(_("Fabriquer la carte d’une caméra : images dessinées, voix de synthèse (une minute environ)."))
        settings = config.load(self.folder)
        ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
        return make_card(
            ffmpeg,
            to,
            lambda name, done, count: self.say(_("  {done}/{count}  {name}").format(done=done, count=count, name=name)),
        )

    def play(self, step: Step, outside: bool = False) -> None:
        """Run one command. Raises DemoFailed when it does not end as the demonstration needs."""
        typed = [] if outside else ["--archive", str(self.folder)]
        command = shlex.join(["baro", *typed, *step.words])
        if step.shown and not self.quiet:
            self._announce(step, command)
        kept = io.StringIO()
        with _silence(kept, self.quiet or not step.heard):
            status = main(COMMANDS, [*typed, *step.words])
        self.ran.append(Ran(command, status, kept.getvalue()))
        if status != step.status:
            raise DemoFailed(
                _("La démonstration s’est arrêtée à : {command} (code {status}).").format(
                    command=command, status=status
                ),
                kept.getvalue().strip(),
            )

    def _announce(self, step: Step, command: str) -> None:
        if step.purpose:
            self.say()
            self.say(f"— {step.purpose}")
        self.say(f"$ {command}")


@contextmanager
def _silence(kept: io.StringIO, silent: bool) -> Iterator[None]:
    if not silent:
        yield
        sys.stderr.flush()
        return
    with redirect_stdout(kept), redirect_stderr(kept):
        yield


def _film_of(opened: Library) -> dict[str, object]:
    with opened.reading() as session:
        render = films.renders(session, films.by_name(session, FILM).id)[-1]
    film = opened.films / render.file
    return {
        "film": str(film),
        "srt": str(film.with_suffix(".srt")),
        "vtt": str(film.with_suffix(".vtt")),
        "duration_ms": render.duration,
    }


def _end(folder: Path, data: dict[str, object]) -> Iterator[str]:
    yield ""
    yield _("Le film : {file}").format(file=data["film"])
    yield _("Ses sous-titres : {file}").format(file=data["srt"])
    yield f"                  {data['vtt']}"
    yield _("Les pages : baro --archive {folder} serve").format(folder=shlex.quote(str(folder)))
