# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences that the editor's script says, in the language of the page. A pair is for one and for many."""

from media.language import gettext as _
from media.language import ngettext

ONE_AND_MANY = (1, 2)
Words = dict[str, str | list[str]]


def words() -> Words:
    """Every sentence by the name that the script calls it."""
    return {**_states(), **_findings(), **_refusals(), **_versions(), **_conflicts(), **_told()}


def _states() -> Words:
    return {
        "state_clean": _("Version {number} : rien de changé"),
        "state_kept": _("Brouillon enregistré à {hour}"),
        "state_found": _("Brouillon enregistré"),
        "state_waiting": _("Brouillon en attente…"),
        "state_offline": _("Hors connexion : tout est gardé dans ce navigateur"),
        "state_unsafe": _("Pas encore gardé : ne pas fermer cette page"),
        "state_closed": _("Le serveur refuse ce brouillon : il est gardé dans ce navigateur. Recharger la page."),
    }


def _findings() -> Words:
    return {
        "error": [ngettext("{count} erreur", "{count} erreurs", n) for n in ONE_AND_MANY],
        "warning": [ngettext("{count} avertissement", "{count} avertissements", n) for n in ONE_AND_MANY],
        "info": [ngettext("{count} conseil", "{count} conseils", n) for n in ONE_AND_MANY],
        "error_one": _("Erreur"),
        "warning_one": _("Avertissement"),
        "info_one": _("Conseil"),
        "findings": [ngettext("{count} remarque", "{count} remarques", n) for n in ONE_AND_MANY],
        "no_findings": _("Plus aucune remarque."),
        "fixed": _("Corrigé : {title}"),
        "waived": _("Gardé ainsi : {title}"),
        "asked_again": _("La remarque est remise : {title}"),
        "not_waived": _("La remarque n’a pas pu être écartée : le serveur ne répond pas. Réessayer dans un instant."),
    }


def _refusals() -> Words:
    return {
        "bad_time": _("Temps illisible. Écrire heures:minutes:secondes.millièmes, par exemple 00:01:04.500."),
        "bad_order": _("La sortie doit suivre l’entrée, à l’intérieur du rush."),
        "no_undo": _("Rien à annuler."),
        "no_redo": _("Rien à refaire."),
        "cannot_split": _("Placer la tête de lecture à l’intérieur du sous-titre pour le couper."),
        "cannot_merge": _("Il n’y a pas de sous-titre après celui-ci."),
        "two_voices": _("Ces deux sous-titres n’ont pas la même voix : {first}, {second}."),
        "no_landmark": _("Ni changement de plan ni silence à moins de deux secondes."),
        "no_room": _("Pas de place ici entre deux sous-titres. Avancer la tête de lecture."),
        "not_opened": _("L’éditeur n’a pas pu s’ouvrir : le serveur ne répond pas. La liste simple reste là."),
    }


def _versions() -> Words:
    return {
        "nothing_new": _("Rien de changé depuis la dernière version."),
        "saved": _("Version {number} enregistrée."),
        "saved_same": _("Rien de changé : la version {number} dit déjà tout cela."),
        "saved_merged": _("Version {number} enregistrée, avec le travail d’une autre personne."),
        "saved_closed": [
            ngettext(
                "Version {number} enregistrée. {count} sous-titre, fermé depuis, est resté comme il était.",
                "Version {number} enregistrée. {count} sous-titres, fermés depuis, sont restés comme ils étaient.",
                n,
            )
            for n in ONE_AND_MANY
        ],
        "save_offline": _("Le serveur ne répond pas. Tout est gardé dans ce navigateur ; réessayer plus tard."),
        "closed_track": _("Cette piste n’est plus ouverte. Tout est gardé dans ce navigateur."),
        "stale_page": _("Page ouverte depuis trop longtemps : la recharger. Tout est gardé dans ce navigateur."),
        "unsettled": _("Rien n’a été enregistré : le désaccord reste à régler. Le brouillon garde tout."),
        "given_up": _("Revenu à la version {number}. Ctrl+Z rend le brouillon."),
        "newer": _("{name} a enregistré la version {number} : vos changements s’y joindront."),
        "others": [
            ngettext("{names} est aussi sur cette piste", "{names} sont aussi sur cette piste", n) for n in ONE_AND_MANY
        ],
    }


def _conflicts() -> Words:
    return {
        "conflict_count": _("Désaccord {number} sur {count}"),
        "conflict_words": _("Sous-titre {number}, à {time} : le texte"),
        "conflict_timing": _("Sous-titre {number}, à {time} : les temps"),
        "conflict_speaker": _("Sous-titre {number}, à {time} : la voix"),
        "conflict_settings": _("Sous-titre {number}, à {time} : la place dans l’image"),
        "conflict_removed": _("Sous-titre à {time} : l’un l’a supprimé, l’autre l’a changé"),
        "gone_cue": _("(supprimé)"),
    }


def _told() -> Words:
    return {
        "place": _("Sous-titre {number} sur {count}"),
        "nothing": _("Aucun sous-titre"),
        "recheck": _("Le texte d’origine a changé depuis : à revoir"),
        "no_text": _("(sans texte)"),
        "seconds": _("{count} s"),
        "speed": _("{speed} car./s, {aim} visés"),
        "deleted": _("Sous-titre {number} supprimé. Ctrl+Z le rend."),
        "hits": [ngettext("{count} endroit", "{count} endroits", n) for n in ONE_AND_MANY],
        "replaced": [
            ngettext("Remplacé dans {count} sous-titre.", "Remplacé dans {count} sous-titres.", n) for n in ONE_AND_MANY
        ],
        "found": [
            ngettext(
                "Brouillon retrouvé : {count} sous-titre changé ({hour}), pas encore dans une version.",
                "Brouillon retrouvé : {count} sous-titres changés ({hour}), pas encore dans une version.",
                n,
            )
            for n in ONE_AND_MANY
        ],
        "found_closed": [
            ngettext(
                "{count} sous-titre de ce brouillon a été fermé depuis.",
                "{count} sous-titres de ce brouillon ont été fermés depuis.",
                n,
            )
            for n in ONE_AND_MANY
        ],
        "offer": [
            ngettext(
                "Un autre brouillon de vous, laissé dans un autre navigateur à {hour} : {count} sous-titre changé.",
                "Un autre brouillon de vous, laissé dans un autre navigateur à {hour} : {count} sous-titres changés.",
                n,
            )
            for n in ONE_AND_MANY
        ],
    }
