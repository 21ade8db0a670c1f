# SPDX-License-Identifier: GPL-3.0-or-later
"""One record for people: a line a field, in their words. Programs read the same fields by their keys."""

from collections.abc import Iterator, Mapping

from archive.labels import label
from media.language import gettext as _
from media.language import lazy

_NAMES = {
    "id": lazy("identifiant"),
    "code": lazy("code"),
    "name": lazy("fichier"),
    "kind": lazy("sorte"),
    "interview": lazy("entretien"),
    "interviews": lazy("entretiens"),
    "participant": lazy("témoin"),
    "participants": lazy("témoins"),
    "recordings": lazy("rushes"),
    "appearances": lazy("présences"),
    "title": lazy("titre"),
    "description": lazy("description"),
    "region": lazy("région"),
    "place": lazy("lieu"),
    "held_on": lazy("jour"),
    "languages": lazy("langues"),
    "sex": lazy("sexe"),
    "group": lazy("groupe"),
    "age_band": lazy("tranche d’âge"),
    "minor": lazy("moins de 18 ans"),
    "status": lazy("état"),
    "given_on": lazy("donnée le"),
    "expires_on": lazy("ne vaut plus le"),
    "embargo_until": lazy("pas de diffusion avant le"),
    "films": lazy("films"),
    "audiences": lazy("publics"),
    "shows": lazy("peut montrer"),
    "guardian": lazy("accord du tuteur"),
    "assent": lazy("accord de l’enfant"),
    "language": lazy("langue"),
    "method": lazy("recueillie"),
    "witness": lazy("témoin de la lecture"),
    "evidence": lazy("preuve"),
    "evidence_file": lazy("copie de la preuve"),
    "recorded_by": lazy("saisie par"),
    "confirmed_by": lazy("confirmée par"),
    "duration_ms": lazy("durée (ms)"),
    "size": lazy("taille (octets)"),
    "sha256": "SHA-256",
    "container": lazy("format"),
    "width": lazy("largeur"),
    "height": lazy("hauteur"),
    "rate": lazy("images par seconde"),
    "video_codec": lazy("codec de l’image"),
    "sound": lazy("son"),
    "sound_codec": lazy("codec du son"),
    "sound_tracks": lazy("pistes son"),
    "sound_heard": lazy("son entendu"),
    "start_timecode": lazy("timecode de départ"),
    "drop_frame": lazy("drop frame"),
    "recorded_at": lazy("filmé le"),
    "ingested_at": lazy("versé le"),
    "parts": lazy("fichiers de la prise"),
    "sidecars": lazy("fiches de la caméra"),
    "ready": lazy("copies de travail prêtes"),
    "checked_at": lazy("décodé jusqu’au bout le"),
    "fault_ms": lazy("défaut vers (ms)"),
    "fault": lazy("défaut"),
}
_CODED = frozenset({"kind", "sex", "group", "status", "audiences", "shows", "method", "recorded_by"})


def told(data: Mapping[str, object]) -> Iterator[str]:
    """A line a field."""
    for name, value in data.items():
        coded = value and (name in _CODED or value == "any")
        words = [label(word) for word in str(value).split("+")] if coded else value
        yield f"{_(_NAMES[name])} : {_shown(words)}"


def _shown(value: object) -> str:
    """`oui`, `non`, a list joined by commas, a dash for nothing."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "—"
    return "—" if value is None or value == "" else str(value)
