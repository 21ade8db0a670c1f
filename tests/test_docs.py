# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents say what the code does."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from archive.config import Settings
from media.language import FOLDER
from webui.cli import ALL

ROOT = Path(__file__).parent.parent
PAGES = [path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if "node_modules" not in path.parts]


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference" / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_code_says_now() -> None:
    stale = [
        name
        for name, text in reference().pages().items()
        if (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def test_every_command_and_setting_stands_in_the_reference() -> None:
    folder = ROOT / "docs" / "reference"
    commands = (folder / "commands.md").read_text(encoding="utf-8")
    settings = (folder / "settings.md").read_text(encoding="utf-8")
    assert all(f"## `baro {command.name}`" in commands for command in ALL)
    assert all(f"| `{name}` |" in settings for name in Settings._fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_only_commands_that_exist(page: Path) -> None:
    known = {command.name for command in ALL}
    named = set(re.findall(r"^(?:\$ )?baro ([a-z]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= known


def test_every_requirement_has_its_line_of_reason() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(r'^  "([a-z0-9-]+)[=<>]', project, re.MULTILINE)
    reasons = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").lower()
    names = {"av": "pyav", "flask-babel": "flask-babel", "sqlalchemy": "sqlalchemy"}
    assert set(wanted) & set(pinned)
    assert [name for name in wanted if names.get(name, name) not in reasons] == []


def test_requirements_have_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text
        assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z])", text.strip()))


def test_the_english_catalogue_is_compiled_from_its_source() -> None:
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    folder = Path(FOLDER) / "en" / "LC_MESSAGES"
    with (folder / "baro.po").open("rb") as handle:
        catalogue = read_po(handle, locale="en")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert (folder / "baro.mo").read_bytes() == compiled.getvalue(), "run `make translations`"
