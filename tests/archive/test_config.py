# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: default, then baro.toml, then the environment."""

from pathlib import Path

import pytest

from archive import config
from media.errors import WrongUse


def test_a_new_archive_runs_on_the_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path, {}) == config.Settings()


def test_the_environment_is_stronger_than_the_file(tmp_path: Path) -> None:
    (tmp_path / "baro.toml").write_text('port = 9000\nprofile = "arte"\n', encoding="utf-8")
    found = {item.name: (item.value, item.source) for item in config.origins(tmp_path, {"BARO_PORT": "9100"})}
    assert found["port"] == (9100, "BARO_PORT")
    assert found["profile"] == ("arte", "baro.toml")
    assert found["host"] == ("127.0.0.1", "default")


def test_an_unknown_setting_is_named_with_those_that_exist(tmp_path: Path) -> None:
    (tmp_path / "baro.toml").write_text("prot = 9000\n", encoding="utf-8")
    with pytest.raises(WrongUse) as refusal:
        config.load(tmp_path, {})
    assert "prot" in refusal.value.message and "port" in refusal.value.hint


@pytest.mark.parametrize("line", ['port = "near"', "port = true", "profile = 3", "port = ["])
def test_a_setting_of_the_wrong_kind_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "baro.toml").write_text(line, encoding="utf-8")
    with pytest.raises(WrongUse):
        config.load(tmp_path, {})


def test_every_setting_has_a_line_of_help() -> None:
    assert set(config.HELP) == set(config.Settings._fields)
    assert all(line.endswith(".") for line in config.HELP.values())
