# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: the default, then `baro.toml` of the archive, then the environment. Only this module reads the environment.

Every command passes here, `baro --help` too: nothing slow is imported at the top, dataclasses and paths included.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, get_type_hints

from media.errors import WrongUse
from media.language import gettext as _
from media.language import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "baro.toml"


class Settings(NamedTuple):
    """Every setting with its default; `HELP` has a line on each. `baro.toml` names it as here, the environment as `BARO_NAME`."""

    archive: str = ""
    ffmpeg: str = ""
    language: str = "fr"
    person: str = ""
    profile: str = "ong-fr"
    host: str = "127.0.0.1"
    port: int = 8765
    proxy_height: int = 480
    memory_mb: int = 4096
    threads: int = 0
    segments_mb: int = 20_000
    vault: str = ""
    names: str = ""
    ledger_copy: str = ""
    sessions: str = ""
    password_file: str = ""


HELP = {
    "archive": lazy("Dossier de l’archive, si --archive n’est pas donné."),
    "ffmpeg": lazy("Chemin de ffmpeg ; vide : celui du PATH s’il convient, sinon celui livré avec Baro."),
    "language": lazy("Langue des textes : fr ou en."),
    "person": lazy("Nom de la personne qui travaille, si --as n’est pas donné."),
    "profile": lazy("Profil des règles de sous-titrage."),
    "host": lazy("Adresse où « baro serve » répond."),
    "port": lazy("Port où « baro serve » répond."),
    "proxy_height": lazy("Hauteur en pixels de la copie de travail."),
    "memory_mb": lazy("Mémoire permise à chaque ffmpeg, en Mo."),
    "threads": lazy("Fils d’exécution par ffmpeg ; 0 : à lui de choisir."),
    "segments_mb": lazy("Place pour les morceaux de films déjà faits, en Mo ; au-delà, les plus anciens s’en vont."),
    "names": lazy("Noms sous lesquels d’autres ordinateurs appellent celui-ci, séparés par des espaces."),
    "ledger_copy": lazy("Fichier où tenir un double du registre des retraits, sur un autre disque ; vide : aucun."),
    "sessions": lazy(
        "Dossier où les commandes retiennent qui s’est connecté ; vide : dans le dossier de l’utilisateur."
    ),
    "password_file": lazy("Fichier d’où les commandes lisent le mot de passe du compte ; vide : il est demandé."),
    "vault": lazy("Fichier du coffre des identités, sur une clé USB par exemple ; vide : dans l’archive."),
}


class Origin(NamedTuple):
    """A setting's value and where it came from."""

    name: str
    value: str | int
    source: str


def load(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings for the archive at `folder` (None: outside any archive). Raises WrongUse naming the wrong one."""
    return Settings(**{found.name: found.value for found in origins(folder, environ)})  # type: ignore[arg-type]


def origins(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> list[Origin]:
    """Every setting with its value and its source: `default`, the TOML file, or the environment variable."""
    environ = os.environ if environ is None else environ
    written = _toml(folder / FILE) if folder is not None else {}
    types = get_type_hints(Settings)
    result = []
    for name, default in Settings()._asdict().items():
        variable = f"BARO_{name.upper()}"
        if variable in environ:
            result.append(Origin(name, _typed(name, environ[variable], types[name], variable), variable))
        elif name in written:
            result.append(Origin(name, _typed(name, written[name], types[name], FILE), FILE))
        else:
            result.append(Origin(name, default, "default"))
    return result


def _toml(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    import tomllib

    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(_("Réglages illisibles dans {path} : {error}").format(path=path, error=error)) from error
    unknown = written.keys() - set(Settings._fields)
    if unknown:
        raise WrongUse(
            _("Réglage inconnu dans {path} : {name}").format(path=path, name=min(unknown)),
            _("Les réglages possibles : {names}.").format(names=", ".join(Settings._fields)),
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
        _("Le réglage {name} ({source}) ne convient pas : {value}").format(name=name, source=source, value=value),
        _("Il faut un nombre entier.") if wanted is int else _("Il faut un texte."),
    )
