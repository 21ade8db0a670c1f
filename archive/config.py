# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: the default, then `baro.toml` of the archive, then the environment. Only this module reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import get_type_hints

from media.errors import WrongUse
from media.language import gettext as _
from media.language import lazy

FILE = "baro.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default and one line of help. `baro.toml` names it as here, the environment as `BARO_NAME`."""

    archive: str = field(default="", metadata={"help": lazy("Dossier de l’archive, si --archive n’est pas donné.")})
    ffmpeg: str = field(
        default="",
        metadata={"help": lazy("Chemin de ffmpeg ; vide : celui du PATH s’il convient, sinon celui livré avec Baro.")},
    )
    language: str = field(default="fr", metadata={"help": lazy("Langue des textes : fr ou en.")})
    person: str = field(
        default="", metadata={"help": lazy("Nom de la personne qui travaille, si --as n’est pas donné.")}
    )
    profile: str = field(default="ong-fr", metadata={"help": lazy("Profil des règles de sous-titrage.")})
    host: str = field(default="127.0.0.1", metadata={"help": lazy("Adresse où « baro serve » répond.")})
    port: int = field(default=8765, metadata={"help": lazy("Port où « baro serve » répond.")})
    proxy_height: int = field(default=480, metadata={"help": lazy("Hauteur en pixels de la copie de travail.")})
    memory_mb: int = field(default=4096, metadata={"help": lazy("Mémoire permise à chaque ffmpeg, en Mo.")})
    threads: int = field(default=0, metadata={"help": lazy("Fils d’exécution par ffmpeg ; 0 : à lui de choisir.")})


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting's value and where it came from."""

    name: str
    value: str | int
    source: str


_DEFAULTS = Settings()


def load(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings for the archive at `folder` (None: outside any archive). Raises WrongUse naming the wrong one."""
    return Settings(**{found.name: found.value for found in origins(folder, environ)})  # type: ignore[arg-type]


def origins(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> list[Origin]:
    """Every setting with its value and its source: `default`, the TOML file, or the environment variable."""
    environ = os.environ if environ is None else environ
    written = _toml(folder / FILE) if folder is not None else {}
    types = get_type_hints(Settings)
    result = []
    for item in fields(Settings):
        variable = f"BARO_{item.name.upper()}"
        if variable in environ:
            result.append(Origin(item.name, _typed(item.name, environ[variable], types[item.name], variable), variable))
        elif item.name in written:
            result.append(Origin(item.name, _typed(item.name, written[item.name], types[item.name], FILE), FILE))
        else:
            result.append(Origin(item.name, getattr(_DEFAULTS, item.name), "default"))
    return result


def _toml(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    import tomllib  # only here: `baro --help` must stay instant

    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(_("Réglages illisibles dans {path} : {error}").format(path=path, error=error)) from error
    unknown = written.keys() - {item.name for item in fields(Settings)}
    if unknown:
        raise WrongUse(
            _("Réglage inconnu dans {path} : {name}").format(path=path, name=sorted(unknown)[0]),
            _("Les réglages possibles : {names}.").format(names=", ".join(item.name for item in fields(Settings))),
        )
    return written


def _typed(name: str, value: object, wanted: type, source: str) -> str | int:
    if wanted is int and not isinstance(value, bool):
        try:
            return int(str(value))
        except ValueError:
            pass
    elif wanted is str and isinstance(value, str):
        return value
    raise WrongUse(
        _("Le réglage {name} ({source}) ne convient pas : {value}").format(name=name, source=source, value=value),
        _("Il faut un nombre entier.") if wanted is int else _("Il faut un texte."),
    )
