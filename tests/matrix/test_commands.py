# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the command line, for every reason of `decide`: what it prints and writes holds no refused words."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from archive import accounts, config
from archive.catalogue import consents, recordings
from archive.cli.acting import keep
from archive.cli.main import main
from archive.cli.permissions import roles_of
from archive.library import Library
from archive.passphrase import Cost, hashed
from archive.person import Role
from tests.matrix.sample import things
from tests.matrix.tables import MARKER, REASONS, WHO, bring_about, rows
from webui.cli import ALL

LINES = rows("commands", 4)
COMMANDS = {line[0]: (line[2], line[3]) for line in LINES}
WHO_MAY = {line[0]: line[1] for line in LINES}
TRIED = ("withdrawn", "sealed-passage", "film-not-covered", "released")
"""Cases of the default suite, tried with every command; the campaign tries the others with those that ask consent."""


def commands() -> Iterator[str]:
    """Every command with its subcommand, joined by a hyphen."""
    for command in ALL:
        parser = argparse.ArgumentParser(prog=command.name)
        import_module(command.module).configure(parser)
        yield from inside(command.name, parser)


def inside(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    deeper = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not deeper:
        yield name
    for action in deeper:
        for word, sub in action.choices.items():
            yield from inside(f"{name}-{word}", sub)


def test_every_command_has_a_line_in_the_table() -> None:
    found = set(commands())
    new = "\n".join(f"  {name:<27} WHO  ASKS  SAMPLE" for name in sorted(found - set(COMMANDS)))
    assert not new, f"add to tests/data/matrix-commands.txt what these give, and a sample if they give anything:\n{new}"
    assert not set(COMMANDS) - found, f"take off tests/data/matrix-commands.txt: {sorted(set(COMMANDS) - found)}"
    bare = [name for name, (asks, sample_) in COMMANDS.items() if asks != "-" and not sample_]
    assert not bare, f"give these lines of tests/data/matrix-commands.txt a sample: {bare}"


CASES = [pytest.param(one, marks=() if one in TRIED else pytest.mark.campaign) for one in REASONS]


@pytest.mark.parametrize("reason", CASES)
def test_each_command_obeys_each_reason(
    library: Library, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = things(library)
    with library.reading() as session:
        video, consent = recordings.get(session, ids["recording"]), consents.get(session, ids["consent"])
    bring_about(library, reason, video, consent)
    wrong = []
    for name, (asks, words) in COMMANDS.items():
        if not words or (asks == "-" and reason not in TRIED):
            continue
        out = tmp_path / name
        out.mkdir()
        before = set(library.films.iterdir())
        capsys.readouterr()
        main(ALL, ["--archive", str(library.folder), *(word.format(**ids, out=out) for word in words.split())])
        given = gives(capsys.readouterr().out, [*out.rglob("*"), *(set(library.films.iterdir()) - before)])
        may = REASONS[reason].get(asks) == "open"
        if given and not may and not (asks == "-" and REASONS[reason]["team"] == "open"):
            wrong.append(f"baro {words}: gives what {reason} refuses")
        if may and not given:
            wrong.append(f"baro {words}: does not give what {reason} allows")
    assert not wrong, "\n".join(wrong)


def words_of(name: str) -> argparse.Namespace:
    """What the table of permissions looks at of a command."""
    command, _hyphen, action = name.partition("-")
    return argparse.Namespace(command=command, action=action, status="suspended", list=False, cancel=None, retry=False)


def test_the_table_says_who_may_run_each_command() -> None:
    wrong = [
        f"{name}: {who}"
        for name, who in WHO_MAY.items()
        if name not in OUTSIDE and set(roles_of(words_of(name))) != WHO[who]
    ]
    assert not wrong, f"tests/data/matrix-commands.txt and archive/cli/permissions.py differ:\n{wrong}"
    assert roles_of(argparse.Namespace(command="consent", action="edit", status="active")) == WHO["keeping"]
    assert roles_of(argparse.Namespace(command="worker", list=True, cancel=None, retry=False)) == WHO["team"]
    assert roles_of(argparse.Namespace(command="something-new")) == WHO["administering"], "closed until it is opened"


OUTSIDE = frozenset({"init", "demo", "subtitles-convert"})
"""They open no archive."""


@pytest.mark.parametrize("role", list(Role))
def test_a_command_gives_a_role_what_is_its_own_and_nothing_else(
    library: Library,
    role: Role,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ids, wrong = things(library), []
    sign_in(library, role, tmp_path, monkeypatch)
    for name, (_asks, words) in COMMANDS.items():
        if not words or name in LONG:
            continue
        out = tmp_path / name
        out.mkdir()
        status = main(ALL, ["--archive", str(library.folder), *(word.format(**ids, out=out) for word in words.split())])
        told = capsys.readouterr()
        if role in WHO[WHO_MAY[name]]:
            if "n’est pas ouvert au rôle" in told.err:
                wrong.append(f"baro {words}: closed to {role}")
        elif status == 0 or told.out or list(out.rglob("*")):
            wrong.append(f"baro {words}: {role} gets an answer")
    assert not wrong, "\n".join(wrong)


LONG = frozenset({"film-render", "film-export"})
"""They make a film: who may is asked of the table alone."""


def sign_in(library: Library, role: Role, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody of that role, signed in on this computer for commands."""
    monkeypatch.setattr(accounts, "hashed", lambda password: hashed(password, Cost(64, 1, 1)))
    words = "quatre chameaux lisent un journal"
    token = accounts.redeem(library, "Binta", accounts.invite(library, "Binta", role), words, accounts.Browser(""))
    monkeypatch.setenv("BARO_SESSIONS", str(tmp_path / "sessions"))
    keep(replace(library, settings=config.load(library.folder)), token)


def gives(printed: str, written: list[Path]) -> bool:
    """True when words of the people who were filmed were printed, or their words, picture or sound written."""
    if MARKER in printed.replace("\u00ab", "") or re.search(r"^\S+\.mp4$", printed, re.MULTILINE):
        return True
    for path in (one for one in written if one.is_file()):
        if path.suffix in (".mp4", ".mkv", ".wav") or MARKER.encode() in path.read_bytes():
            return True
    return False
