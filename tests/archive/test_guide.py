# SPDX-License-Identifier: GPL-3.0-or-later
"""The user guide: every command that it shows is one that Baro understands, every page that it links to is there."""

import argparse
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from webui.cli import ALL

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))


def commands() -> Iterator[tuple[str, list[str]]]:
    """Each command of the guide's blocks: its page and its words after `baro`."""
    for page in PAGES:
        for block in re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
            for line in block.replace("\\\n", " ").splitlines():
                if line.removeprefix("$ ").startswith("baro "):
                    yield page.name, shlex.split(line.removeprefix("$ "))[1:]


def test_the_guide_has_one_page_for_each_job() -> None:
    linked = set(re.findall(r"\]\(([a-z-]+\.md)\)", (GUIDE / "index.md").read_text(encoding="utf-8")))
    assert linked == {page.name for page in PAGES} - {"index.md"}


@pytest.mark.parametrize(
    ("page", "words"), list(commands()), ids=lambda value: value if isinstance(value, str) else value[0]
)
def test_every_command_of_the_guide_is_understood(page: str, words: list[str]) -> None:
    if words[0] in ("--archive", "--as"):
        words = words[2:]
    module = import_module(next(command.module for command in ALL if command.name == words[0]))
    parser = argparse.ArgumentParser(exit_on_error=False)
    module.configure(parser)
    parser.parse_args(words[1:])
