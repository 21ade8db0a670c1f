# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: how grave each rule is and where its thresholds lie. Files in `subtitles/profiles/`, or one's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from media.errors import WrongUse
from media.language import gettext as _
from subtitles.checks.rule import SEVERITIES, Rule, Setting

FOLDER = Path(__file__).parent.parent / "profiles"


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of settings, one for each rule."""

    name: str
    title: str
    source: str
    settings: Mapping[str, Setting]


def shipped() -> list[str]:
    """The names of the profiles that come with Baro."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str, rules: Mapping[str, Rule]) -> Profile:
    """The profile called `name`, or the one in the file at that path.

    A file may say `based-on = "ong-fr"` and give only what differs. Raises WrongUse for an unknown name, rule,
    threshold or severity, or a file that is no TOML.
    """
    path = Path(name) if name.endswith(".toml") or "/" in name else FOLDER / f"{name}.toml"
    data = _toml(path, name)
    base = data.get("based-on")
    settings = dict(load(base, rules).settings) if isinstance(base, str) and base in shipped() else _defaults(rules)
    table = data.get("rules", {})
    if not isinstance(table, dict):
        raise _wrong(path, "rules")
    for rule, values in table.items():
        if rule not in rules or not isinstance(values, dict):
            raise _wrong(path, rule)
        settings[rule] = _setting(path, rule, settings[rule], values)
    title, source = str(data.get("title", path.stem)), str(data.get("source", ""))
    return Profile(path.stem, title, source, settings)


def _defaults(rules: Mapping[str, Rule]) -> dict[str, Setting]:
    return {rule.id: Setting(rule.severity, rule.limits) for rule in rules.values()}


def _setting(path: Path, rule: str, usual: Setting, values: Mapping[str, object]) -> Setting:
    limits, severity = dict(usual.limits), usual.severity
    for key, value in values.items():
        if key == "severity" and isinstance(value, str) and value in SEVERITIES:
            severity = value
        elif key in limits and type(value) is int and value >= 0:
            limits[key] = value
        else:
            raise _wrong(path, f"{rule}.{key} = {value}")
    return Setting(severity, limits)


def _toml(path: Path, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUse(
            _("Profil inconnu : « {name} ».").format(name=name),
            _("Profils livrés : {names} ; ou le chemin d’un fichier .toml.").format(names=", ".join(shipped())),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(_("Profil illisible dans {path} : {error}").format(path=path, error=error)) from error


def _wrong(path: Path, what: str) -> WrongUse:
    return WrongUse(
        _("Profil {path} : « {what} » ne convient pas.").format(path=path, what=what),
        _("Chaque règle accepte severity (off, info, warning, error) et ses propres seuils, en nombres entiers."),
    )
