# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that stand for the stored values, for pages, lists and refusals."""

from archive.model.placement import How, Placement
from media.language import gettext as _
from media.language import lazy
from media.timecode import short_text_of_ms

LABELS = {
    "individual": lazy("entretien individuel"),
    "focus_group": lazy("groupe de discussion"),
    "restitution": lazy("restitution"),
    "f": lazy("femme"),
    "m": lazy("homme"),
    "unknown": lazy("non précisé"),
    "women": lazy("femmes"),
    "youth": lazy("jeunes"),
    "forces": lazy("forces de défense et de sécurité"),
    "administrative": lazy("autorités administratives"),
    "religious": lazy("autorités religieuses"),
    "traditional": lazy("autorités traditionnelles"),
    "political": lazy("responsables politiques"),
    "civil_society": lazy("société civile"),
    "other": lazy("autres"),
    "none": lazy("aucune"),
    "draft": lazy("brouillon"),
    "pending": lazy("en attente"),
    "active": lazy("en vigueur"),
    "suspended": lazy("suspendue"),
    "withdrawn": lazy("retirée"),
    "superseded": lazy("remplacée"),
    "expired": lazy("arrivée à son terme"),
    "written": lazy("par écrit"),
    "filmed": lazy("filmée"),
    "fingerprint": lazy("par empreinte"),
    "imported-table": lazy("un tableau importé"),
    "transcribed": lazy("transcrite"),
    "translated": lazy("traduite"),
    "reviewed": lazy("relue"),
    "approved": lazy("approuvée"),
    "subtitles": lazy("sous-titres"),
    "captions": lazy("sous-titres pour sourds"),
    "transcript": lazy("transcription"),
    "screening": lazy("projection publique"),
    "broadcast": lazy("télévision et radio"),
    "internet": lazy("internet"),
    "partner": lazy("partenaires"),
    "face": lazy("visage"),
    "voice": lazy("voix"),
    "name": lazy("nom"),
    "place": lazy("lieu"),
    "any": lazy("tous les films"),
    "viewer": lazy("spectateur"),
    "cataloguer": lazy("description"),
    "editor": lazy("montage"),
    "administrator": lazy("administration"),
    "protection": lazy("protection des personnes"),
    "saw": lazy("a vu"),
    "played": lazy("a regardé ou écouté"),
    "searched": lazy("a cherché"),
    "exported": lazy("a sorti"),
    "changed": lazy("a changé"),
    "refused": lazy("refusé"),
    "signed": lazy("connexion"),
    "black": lazy("noir"),
    "silhouette": lazy("silhouette"),
    "hall-720": lazy("salle, 1280 × 720"),
    "hall-1080": lazy("salle, 1920 × 1080"),
    "phone": lazy("téléphone, 640 × 360"),
    "square": lazy("réseau social, carré"),
    "portrait": lazy("réseau social, debout"),
    "audio": lazy("son seul"),
    "fr": lazy("français"),
    "bm": lazy("bambara"),
    "ses": lazy("songhay"),
    "taq": lazy("tamasheq"),
    "ff": lazy("fulfulde"),
    "ar": lazy("arabe"),
    "en": lazy("anglais"),
}
USES = {
    "describe": lazy("fiche technique"),
    "search": lazy("recherche"),
    "playback": lazy("lecture par l’équipe"),
    "draft": lazy("montage de travail"),
}


HOWS = {
    How.REFERENCE: lazy("référence"),
    How.SOUND: lazy("par le son"),
    How.TIMECODE: lazy("par le timecode"),
    How.HAND: lazy("à la main"),
}
NOTED = 200
"""Milliseconds that a timecode may lie off before people are told."""


def how_label(placement: Placement) -> str:
    """How the place of a recording is known, in words: how sure it is, what drifts, what the timecode says otherwise."""
    words = [_(HOWS[placement.how])]
    if placement.how is How.TIMECODE:
        unheard = placement.confidence == 0
        words.append(_("le son ne le confirme pas") if unheard else _("pas vérifié par le son"))
    elif placement.confidence is not None:
        words.append(_("sûr à {percent} %").format(percent=placement.confidence))
    if placement.drift:
        words.append(_("dérive de {ppm} ppm").format(ppm=placement.drift))
    if placement.timecode_off is not None and abs(placement.timecode_off) > NOTED:
        off = short_text_of_ms(abs(placement.timecode_off))
        words.append(_("le timecode dit {time} d’écart : le son l’emporte").format(time=off))
    return ", ".join(words)


def label(value: str) -> str:
    """The word for a stored value, in the language of the context; a region or an unknown value stays as it is."""
    return _(LABELS[value]) if value in LABELS else value


def use_label(use: str) -> str:
    """The word for a use; `draft` is here the team's rough cut, not a state."""
    return _(USES[use]) if use in USES else label(use)
