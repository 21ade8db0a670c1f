# SPDX-License-Identifier: GPL-3.0-or-later
"""A card as a team brings it home, and the command line as a person types it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.cli.main import main
from tests.footage import footage, tone, truncated
from webui.cli import ALL

GAO_4 = """1
00:00:00,200 --> 00:00:00,900
Avant, on n’avait plus

2
00:00:00,900 --> 00:00:01,800
confiance dans l’armée.
"""
MOPTI_1 = """WEBVTT

00:00:00.100 --> 00:00:01.500
Aux barrages, on nous\u202f: «\u00a0Payez\u00a0!\u00a0»
"""
SLATE = """file,interview,kind,region,date,languages,participants
C0001.MP4,GAO-04,individual,Gao,2017-10-14,fr,GAO-F-012:f:women:18-35
C0002.MOV,MOP-01,focus_group,Mopti,2017-10-15,ff+fr,MOP-H-001:m:youth:18-35+MOP-F-002:f:women:36-60
voix.wav,KAY-02,individual,Kayes,2017-11-02,bm,KAY-H-003:m:traditional:60+
"""
CONSENTS = """participant,interview,status,given_on,films,audiences,shows
GAO-F-012,GAO-04,active,2017-10-14,any,screening+internet,face+voice+name+place
MOP-H-001,MOP-01,active,2017-10-15,confiance,screening,face+voice+name+place
MOP-F-002,MOP-01,active,2017-10-15,confiance,screening,face+voice+name+place
KAY-H-003,KAY-02,active,2017-11-02,any,screening,voice
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Two cameras, a recorder, a take copied twice, a take whose end is missing, and what the team wrote down."""
    card = tmp_path / "card"
    clips = card / "DCIM" / "100CANON"
    clips.mkdir(parents=True)
    footage(clips, "C0001.MP4")
    (card / "copie").mkdir()
    footage(card / "copie", "C0001.MP4")
    footage(clips, "C0002.MOV", size="96x128", rate="30000/1001", pattern="bursts")
    tone(card, "voix.wav")
    truncated(footage(card, "C0009.MP4", seconds=3)).rename(card / "C0009.MP4")
    for name, text in {"slate.csv": SLATE, "consents.csv": CONSENTS, "gao.srt": GAO_4, "mop.vtt": MOPTI_1}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return card


class CommandLine:
    """`run` gives the exit status; `ask` adds `--json` and gives the answer."""

    def __init__(self, archive: Path, printed: Callable[[], str]) -> None:
        self.archive, self._printed = archive, printed

    def run(self, *words: object) -> int:
        self._printed()
        try:
            return main(ALL, ["--archive", str(self.archive), *map(str, words)])
        except SystemExit as end:
            return int(end.code or 0)

    def ask(self, *words: object, status: int = 0) -> Any:
        assert self.run(*words, "--json") == status, self._printed()
        return json.loads(self._printed())


@pytest.fixture
def baro(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line on a new archive."""
    line = CommandLine(tmp_path / "archive", lambda: capsys.readouterr().out)
    assert line.run("init", line.archive) == 0
    return line
