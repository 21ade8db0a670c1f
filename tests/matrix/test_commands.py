# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the command line, for every reason of `decide`: what it prints and writes holds no refused words."""

import argparse
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from archive.catalogue import consents, recordings
from archive.cli.main import main
from archive.library import Library
from tests.matrix.tables import MARKER, REASONS, bring_about, rows
from tests.matrix.test_pages import filled, library, sample, things
from webui.cli import ALL

__all__ = ["filled", "library", "sample"]
COMMANDS = {line[0]: (line[1], line[2]) for line in rows("commands", 3)}
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
    new = "\n".join(f"  {name:<27} ASKS  SAMPLE" for name in sorted(found - set(COMMANDS)))
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


def gives(printed: str, written: list[Path]) -> bool:
    """True when words of the people who were filmed were printed, or their words, picture or sound written."""
    if MARKER in printed.replace("\u00ab", ""):
        return True
    for path in (one for one in written if one.is_file()):
        if path.suffix in (".mp4", ".mkv", ".wav") or MARKER.encode() in path.read_bytes():
            return True
    return False
