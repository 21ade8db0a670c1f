# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as the protection officer types it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.cli.main import main
from archive.library import Library
from tests.vaults import PHRASE
from webui.cli import ALL

Ask = Callable[..., Any]


@pytest.fixture
def ask(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What a command answers, or what it says when it answers nothing; `status` is how it must end."""
    (tmp_path / "phrase").write_text(PHRASE, encoding="utf-8")

    def run(*words: str, status: int = 0) -> Any:
        more = ["--passphrase-file", str(tmp_path / "phrase")] if words[0] == "vault" else []
        assert main(ALL, ["--archive", str(library.folder), "--as", "Ina", *words, *more, "--json"]) == status
        out = capsys.readouterr()
        return json.loads(out.out) if out.out else out.err

    return run
