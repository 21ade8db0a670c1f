# SPDX-License-Identifier: GPL-3.0-or-later
"""Why consent refuses, in the user's words."""

from archive.consent import MUST_BE_MASKED, PARTS
from media.language import gettext as _
from media.language import lazy

_SENTENCES = {
    "unknown-value": lazy("l’autorisation contient une valeur inconnue"),
    "no-consent": lazy("aucune autorisation"),
    "not-yet-active": lazy("autorisation pas encore en vigueur"),
    "withdrawn": lazy("autorisation retirée"),
    "suspended": lazy("autorisation suspendue"),
    "expired": lazy("autorisation arrivée à terme"),
    "minor-without-guardian": lazy("mineur sans l’accord du tuteur et le sien"),
    "sealed-passage": lazy("passage scellé"),
    "film-not-covered": lazy("l’autorisation ne couvre pas ce film"),
    "audience-not-covered": lazy("l’autorisation ne couvre pas ce public"),
    "embargo": lazy("sous embargo à cette date"),
}
_PARTS = dict(zip(PARTS, (lazy("visage"), lazy("voix"), lazy("nom"), lazy("lieu")), strict=True))


def said(reason: str) -> str:
    """A refusal's reason code as words: `must-be-masked:face` -> `à masquer : visage`; an unknown code stays as it is."""
    rule, _colon, parts = reason.partition(":")
    if rule == MUST_BE_MASKED:
        masked = ", ".join(_(_PARTS[part]) for part in parts.split("+") if part in _PARTS)
        return _("à masquer : {parts}").format(parts=masked)
    return _(_SENTENCES[rule]) if rule in _SENTENCES else reason
