# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to a consent that is there: confirmed by a second person, suspended, taken up again, withdrawn, proved."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from archive import entry, evidence, withdrawal
from archive.catalogue import consents
from archive.model.people import Consent, ConsentStatus
from archive.person import KEEPING
from media.errors import Refused, WrongUse
from media.language import gettext as _
from media.language import ngettext
from webui import forms, notices
from webui.person import here, named, only, team
from webui.ranges import bytes_of

pages = Blueprint("consentacts", __name__)
keeping = only(KEEPING)


@pages.post("/autorisations/confirmer")
@team
def confirm() -> Response:
    """Bring the ticked records into force, as the second person. Raises Refused for one's own."""
    if not named():
        raise Refused(_("Dites d’abord qui vous êtes."), _("Écrire votre nom en haut de la page, puis confirmer."))
    if request.form.get("compared") != "yes":
        raise WrongUse(
            _("Rien n’est confirmé."), _("Comparer avec le papier ou l’enregistrement, cocher la case, puis confirmer.")
        )
    kept = entry.confirm(here(), request.form.getlist("ids"))
    if not kept:
        raise WrongUse(_("Rien n’est choisi."), _("Cocher au moins une autorisation."))
    said = ngettext("{count} autorisation est en vigueur.", "{count} autorisations sont en vigueur.", len(kept))
    notices.say(said.format(count=len(kept)))
    return _back(kept[0])


@pages.post("/autorisations/<consent>/suspendre")
@team
def suspend(consent: str) -> Response:
    """Close everything at once, until it is taken up again."""
    kept = _became(consent, ConsentStatus.SUSPENDED, forms.text(request.form, "reason"))
    lift = url_for("consentacts.lift", consent=kept.id) if here().person.role in KEEPING else ""
    notices.say(_("Suspendue : tout est fermé."), undo=lift)
    return _back(kept)


@pages.post("/autorisations/<consent>/retablir")
@keeping
def lift(consent: str) -> Response:
    """Take a suspended record up again. Raises Refused for one that waits: it is confirmed beside its paper."""
    with here().reading() as session:
        if consents.get(session, consent).status is ConsentStatus.PENDING:
            raise Refused(
                _("Cette autorisation n’est pas suspendue : elle attend la seconde personne."),
                _("La comparer avec le papier ou l’enregistrement, puis la confirmer."),
            )
    kept = _became(consent, ConsentStatus.ACTIVE)
    notices.say(_("L’autorisation est de nouveau en vigueur."), undo=url_for("consentacts.suspend", consent=kept.id))
    return _back(kept)


@pages.post("/autorisations/<consent>/soumettre")
@team
def submit(consent: str) -> Response:
    """A draft is finished: it waits for the second person."""
    with here().reading() as session:
        if consents.get(session, consent).given_on is None:
            raise WrongUse(_("La date manque."), _("Saisir l’autorisation avec le jour où elle a été donnée."))
    kept = _became(consent, ConsentStatus.PENDING)
    notices.say(_("En attente de la seconde personne."))
    return _back(kept)


@pages.post("/autorisations/<consent>/retirer")
@team
def withdraw(consent: str) -> Response:
    """The person takes their word back: final. The reason is theirs to give or not."""
    if request.form.get("sure") != "yes":
        raise WrongUse(_("Rien n’a changé."), _("Cocher la case qui dit que c’est définitif, puis retirer."))
    with here().reading() as session:
        gone = consents.get(session, consent).status is ConsentStatus.WITHDRAWN
    if not gone:
        withdrawal.withdraw(here(), consent, forms.text(request.form, "reason"))
    notices.say(_("L’autorisation est retirée : tout est fermé. Voici ce qui reste à faire."))
    return redirect(url_for("withdrawing.report", consent=consent), 303)


@pages.post("/autorisations/<consent>/preuve")
@team
def prove(consent: str) -> Response:
    """Keep the copy of the paper that the form carries. Raises Refused for something else."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise WrongUse(_("Aucun fichier n’est choisi."), _("Choisir la photo ou le PDF du papier signé."))
    kept = evidence.keep_bytes(here(), consent, sent.stream.read())
    notices.say(_("La preuve est gardée dans l’archive, sans son nom de fichier."))
    return _back(kept)


@pages.get("/autorisations/<consent>/preuve")
@keeping
def proof(consent: str) -> Response:
    """The copy of the paper, for those who keep the archive: it may bear a name and a signature."""
    library = here()
    with library.reading() as session:
        found = consents.get(session, consent)
    path, kind = evidence.file_of(library, found)
    return bytes_of(path, request, kind, f"preuve-{found.id[:8]}{path.suffix}")


def _became(consent: str, status: ConsentStatus, reason: str = "") -> Consent:
    """Bring a consent to a state; a form that was sent twice finds it there. Raises NotFound, Refused."""
    with here().writing() as session:
        found = consents.get(session, consent)
        if found.status is status:
            return found
        return consents.set_status(session, consent, status, here().person.name, reason)


def _back(consent: Consent) -> Response:
    return notices.done(url_for("consents.page", interview=consent.interview))
