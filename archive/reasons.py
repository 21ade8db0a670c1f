# SPDX-License-Identifier: GPL-3.0-or-later
"""Why consent says yes or no, for somebody who is not a lawyer: in a few words, and in a sentence with the way out."""

from archive.consent import MUST_BE_MASKED, rule_of
from archive.labels import label
from media.language import gettext as _
from media.language import lazy

WORDS = {
    "unknown-value": lazy("valeur inconnue dans l’autorisation"),
    "no-consent": lazy("aucune autorisation"),
    "not-yet-active": lazy("autorisation pas encore en vigueur"),
    "withdrawn": lazy("autorisation retirée"),
    "suspended": lazy("autorisation suspendue"),
    "expired": lazy("autorisation arrivée à son terme"),
    "minor-without-guardian": lazy("mineur sans l’accord du tuteur et le sien"),
    "sealed-passage": lazy("passage scellé"),
    "film-not-covered": lazy("film non cité par l’autorisation"),
    "audience-not-covered": lazy("public non accepté"),
    "embargo": lazy("diffusion permise plus tard seulement"),
}
SENTENCES = {
    "unknown-value": lazy("La fiche d’autorisation contient une valeur inconnue. Corriger la fiche, puis réessayer."),
    "no-consent": lazy(
        "Aucune autorisation n’est enregistrée pour ce passage. Saisir celle de chaque personne présente, ou choisir un autre passage."
    ),
    "not-yet-active": lazy(
        "L’autorisation n’est pas encore en vigueur. Attendre sa date, ou la faire valider si elle est en attente."
    ),
    "withdrawn": lazy("La personne a retiré son autorisation. Ce passage ne sert plus : choisir un autre témoignage."),
    "suspended": lazy(
        "L’autorisation est suspendue. Ne rien montrer tant que la personne chargée de la protection ne l’a pas rétablie."
    ),
    "expired": lazy("L’autorisation est arrivée à son terme. Demander à la personne si elle la renouvelle."),
    "minor-without-guardian": lazy(
        "La personne a moins de 18 ans : il faut l’accord de son tuteur et le sien. Recueillir les deux, ou choisir un autre passage."
    ),
    "sealed-passage": lazy("Ce passage est scellé : il ne doit servir à rien. Choisir un moment hors du scellé."),
    "film-not-covered": lazy(
        "L’autorisation ne cite pas ce film. Demander à la personne, ou retirer l’extrait du film."
    ),
    "audience-not-covered": lazy(
        "La personne n’a pas accepté ce public. Lui demander, ou montrer le film à un public qu’elle a accepté."
    ),
    "embargo": lazy("La personne a demandé d’attendre avant de diffuser. Attendre cette date, ou retirer l’extrait."),
    "describe": lazy("Seule la fiche technique est montrée, sans image ni parole."),
    "internal": lazy("L’équipe peut travailler avec ce passage."),
    "released": lazy("Ce passage peut être diffusé."),
}


def said(reason: str) -> str:
    """The reason of a refusal in a few words, for a list: `must-be-masked:face` -> `à masquer : visage`."""
    if rule_of(reason) == MUST_BE_MASKED:
        return _("à masquer : {parts}").format(parts=_parts(reason))
    return _(WORDS[reason]) if reason in WORDS else reason


def sentence(reason: str) -> str:
    """The sentence for the reason of a decision, in the language of the context; an unknown reason stays as it is.

    >>> sentence("must-be-masked:face+voice")[:39]
    'La personne ne veut pas que l’on montre'
    """
    if rule_of(reason) == MUST_BE_MASKED:
        text = _(
            "La personne ne veut pas que l’on montre : {parts}. Masquer, ou choisir un passage où rien n’en paraît."
        )
        return text.format(parts=_parts(reason))
    return _(SENTENCES[reason]) if reason in SENTENCES else reason


def _parts(reason: str) -> str:
    return ", ".join(label(part) for part in reason.partition(":")[2].split("+"))
