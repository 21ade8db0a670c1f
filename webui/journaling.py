# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page and every byte range writes its line of the journal: who saw, played, took out, changed, or was refused what.

The sentences are French whatever the language of the pages: the journal is one document. They name people by code.
"""

import re
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from flask import Flask, Response, g, request

from archive.catalogue import audit
from archive.library import Library, Session
from archive.model.audit import Act
from media.errors import BaroError
from webui.person import here
from webui.things import thing_of

_ID = re.compile(r"[0-9a-f]{32}|\d{1,9}|mp4|m4a|srt|vtt")
AGAIN = timedelta(minutes=10)  # a page reloaded, or a film read range by range, is one deed
_OFTEN = frozenset({Act.SAW, Act.PLAYED, Act.SEARCHED, Act.REFUSED})
SILENT = frozenset(
    {
        "static",
        "clock.believe",
        "editorchecks.check",
        "editordrafts.review",
        "editorsave.draft",
        "editorsave.forget",
        "editorsave.here_is",
        "papers.look",
        "jobs.state",
        "help.page",
        "help.patterns",
        "me.lang",
        "me.look",
        "me.name",
        "signin.page",
        "signin.code",
        "signin.redeem",
    }
)


class Deed(NamedTuple):
    """An act and its sentence; `{thing}` is what the address names: a recording, an interview, a film."""

    act: Act
    said: str


DEEDS = {
    "footage.page": Deed(Act.SAW, "a ouvert la liste des rushes"),
    "intakes.page": Deed(Act.SAW, "a ouvert la liste des versements"),
    "intakes.one": Deed(Act.SAW, "a ouvert le rapport d’un versement"),
    "intakes.table": Deed(Act.EXPORTED, "a téléchargé le rapport d’un versement"),
    "intakes.paper": Deed(Act.EXPORTED, "a téléchargé le rapport d’un versement"),
    "interview.page": Deed(Act.SAW, "a ouvert {thing}"),
    "interview.recording": Deed(Act.SAW, "a ouvert {thing}"),
    "search.page": Deed(Act.SEARCHED, "a cherché dans les paroles"),
    "concordance.lines": Deed(Act.SEARCHED, "a lu une concordance"),
    "concordance.lines_file": Deed(Act.EXPORTED, "a téléchargé une concordance"),
    "concordance.comparison": Deed(Act.SEARCHED, "a comparé qui dit un mot"),
    "concordance.comparison_file": Deed(Act.EXPORTED, "a téléchargé une comparaison"),
    "listen.page": Deed(Act.SEARCHED, "a ouvert des résultats à la suite"),
    "searches.keep": Deed(Act.CHANGED, "a gardé une recherche"),
    "searches.rename": Deed(Act.CHANGED, "a renommé une recherche gardée"),
    "searches.remove": Deed(Act.CHANGED, "a retiré une recherche gardée"),
    "searches.restore": Deed(Act.CHANGED, "a remis une recherche gardée"),
    "selection.send": Deed(Act.CHANGED, "a envoyé des passages trouvés à un film"),
    "selection.take_back": Deed(Act.CHANGED, "a repris des passages envoyés à {thing}"),
    "films.page": Deed(Act.SAW, "a ouvert la liste des films"),
    "naming.of_film": Deed(Act.SAW, "a relu les mots de {thing}"),
    "naming.of_track": Deed(Act.SAW, "a relu les mots de {thing}"),
    "naming.replace_in_film": Deed(Act.CHANGED, "a remplacé des mots qui trahissaient quelqu’un dans {thing}"),
    "naming.replace_in_track": Deed(Act.CHANGED, "a remplacé des mots qui trahissaient quelqu’un dans {thing}"),
    "naming.keep_in_film": Deed(Act.CHANGED, "a décidé d’un mot de {thing}"),
    "naming.keep_in_track": Deed(Act.CHANGED, "a décidé d’un mot de {thing}"),
    "film.page": Deed(Act.SAW, "a ouvert {thing}"),
    "jobs.page": Deed(Act.SAW, "a ouvert la liste des travaux"),
    "viewer.page": Deed(Act.SAW, "a ouvert la page des spectateurs"),
    "media_files.proxy": Deed(Act.PLAYED, "a regardé ou écouté {thing}"),
    "media_files.small": Deed(Act.PLAYED, "a regardé ou écouté {thing}"),
    "media_files.sheet": Deed(Act.SAW, "a vu la planche d’images de {thing}"),
    "media_files.poster": Deed(Act.SAW, "a vu l’image de {thing}"),
    "media_files.peaks": Deed(Act.SAW, "a vu le tracé du son de {thing}"),
    "editor.page": Deed(Act.SAW, "a ouvert {thing} pour les corriger"),
    "editor.state": Deed(Act.SAW, "a lu {thing} pour les corriger"),
    "editor.one": Deed(Act.CHANGED, "a corrigé {thing}"),
    "editor.begin": Deed(Act.CHANGED, "a commencé la piste française : {thing}"),
    "editorsave.version": Deed(Act.CHANGED, "a enregistré une version : {thing}"),
    "editorchecks.waive": Deed(Act.CHANGED, "a gardé ou remis une remarque : {thing}"),
    "subtitles_files.track": Deed(Act.SAW, "a lu les sous-titres de {thing}"),
    "viewersearch.page": Deed(Act.SEARCHED, "a cherché dans les extraits ouverts à tous"),
    "viewer.film": Deed(Act.PLAYED, "a regardé {thing} sur la page des spectateurs"),
    "viewer.words": Deed(Act.SAW, "a lu les sous-titres de {thing} sur la page des spectateurs"),
    "clips.download": Deed(Act.EXPORTED, "a téléchargé {thing}"),
    "film_files.file": Deed(Act.EXPORTED, "a ouvert ou téléchargé {thing}"),
    "clips.make": Deed(Act.CHANGED, "a coupé un extrait de {thing}"),
    "clips.release": Deed(Act.CHANGED, "a ouvert ou fermé {thing} aux spectateurs"),
    "clips.remove": Deed(Act.CHANGED, "a retiré {thing}"),
    "describe.assign": Deed(Act.CHANGED, "a rattaché {thing} à un entretien"),
    "describe.interview": Deed(Act.CHANGED, "a décrit {thing}"),
    "describe.recording": Deed(Act.CHANGED, "a décrit {thing}"),
    "describe.sound": Deed(Act.CHANGED, "a choisi la piste son de {thing}"),
    "together.place": Deed(Act.CHANGED, "a donné à la main le décalage de {thing}"),
    "together.forget": Deed(Act.CHANGED, "a laissé chercher le décalage de {thing}"),
    "together.put_back": Deed(Act.CHANGED, "a remis le décalage de {thing}"),
    "tagging.put": Deed(Act.CHANGED, "a mis un mot-clé sur {thing}"),
    "tagging.take_off": Deed(Act.CHANGED, "a retiré un mot-clé"),
    "films.new": Deed(Act.CHANGED, "a commencé un film"),
    "film.render": Deed(Act.EXPORTED, "a demandé le rendu de {thing}"),
    "filmedit.add_card": Deed(Act.CHANGED, "a ajouté un carton à {thing}"),
    "filmedit.add_note": Deed(Act.CHANGED, "a ajouté une note à {thing}"),
    "filmedit.change": Deed(Act.CHANGED, "a changé une ligne de {thing}"),
    "filmedit.from_recording": Deed(Act.CHANGED, "a ajouté à un film un passage de {thing}"),
    "filmedit.move": Deed(Act.CHANGED, "a déplacé une ligne de {thing}"),
    "filmedit.remove": Deed(Act.CHANGED, "a retiré une ligne de {thing}"),
    "filmedit.restore": Deed(Act.CHANGED, "a remis une ligne dans {thing}"),
    "filmlife.rename": Deed(Act.CHANGED, "a renommé {thing}"),
    "filmlife.remove": Deed(Act.CHANGED, "a supprimé un film"),
    "filmlife.restore": Deed(Act.CHANGED, "a repris {thing}"),
    "exchange.export": Deed(Act.EXPORTED, "a donné à un logiciel de montage {thing}"),
    "exchange.download": Deed(Act.EXPORTED, "a téléchargé {thing}"),
    "exchange.bring": Deed(Act.CHANGED, "a repris un montage dans {thing}"),
    "exchange.report": Deed(Act.SAW, "a ouvert le compte rendu d’un montage de {thing}"),
    "exchange.words": Deed(Act.EXPORTED, "a téléchargé les sous-titres d’un montage de {thing}"),
    "exchange.revert": Deed(Act.CHANGED, "est revenu à une version de {thing}"),
    "jobs.cancel": Deed(Act.CHANGED, "a arrêté un travail"),
    "jobs.retry": Deed(Act.CHANGED, "a relancé un travail"),
    "track.page": Deed(Act.SAW, "a ouvert {thing}"),
    "track.status": Deed(Act.CHANGED, "a dit où en sont {thing}"),
    "track.approval": Deed(Act.CHANGED, "a approuvé {thing}, ou retiré son approbation"),
    "track.take_up": Deed(Act.CHANGED, "a repris une ancienne version : {thing}"),
    "track.again": Deed(Act.CHANGED, "a redemandé une remarque sur {thing}"),
    "track.file": Deed(Act.EXPORTED, "a téléchargé {thing}"),
    "trackdiff.page": Deed(Act.SAW, "a comparé deux versions : {thing}"),
    "translation.page": Deed(Act.SAW, "a mis en regard {thing}"),
    "translation.suggest": Deed(Act.CHANGED, "a relié d’après les temps {thing}"),
    "translation.pair": Deed(Act.CHANGED, "a relié une traduction : {thing}"),
    "translation.right": Deed(Act.CHANGED, "a confirmé une traduction, ou repris sa confirmation : {thing}"),
    "translation.otherwise": Deed(Act.CHANGED, "a relié autrement une traduction : {thing}"),
    "translation.apart": Deed(Act.CHANGED, "a défait une paire : {thing}"),
    "filmedit.add_picture": Deed(Act.CHANGED, "a ajouté une image fixe à {thing}"),
    "filmedit.picture": Deed(Act.SAW, "a vu une image fixe d’un film"),
    "filmedit.add_voice": Deed(Act.CHANGED, "a ajouté une voix à {thing}"),
    "filmedit.looks": Deed(Act.CHANGED, "a changé l’aspect d’une ligne de {thing}"),
    "filmedit.look_again": Deed(Act.CHANGED, "a remis l’aspect d’une ligne de {thing}"),
    "filmmask.render": Deed(Act.CHANGED, "a demandé le résultat d’un masque de {thing}"),
    "filmmask.watch": Deed(Act.PLAYED, "a regardé le résultat d’un masque de {thing}"),
    "filmmask.confirm": Deed(Act.CHANGED, "a confirmé un masque de {thing}"),
    "filmmask.doubt": Deed(Act.CHANGED, "a mis en doute un masque de {thing}"),
    "signin.enter": Deed(Act.SIGNED, "s’est connecté"),
    "signin.failed": Deed(Act.REFUSED, "connexion refusée"),
    "signin.leave": Deed(Act.SIGNED, "s’est déconnecté"),
    "account.page": Deed(Act.SAW, "a ouvert son compte"),
    "account.password": Deed(Act.CHANGED, "a changé son mot de passe"),
    "account.close_browser": Deed(Act.CHANGED, "a déconnecté un de ses navigateurs"),
    "account.everybody": Deed(Act.SAW, "a ouvert la liste des comptes"),
    "account.add": Deed(Act.CHANGED, "a ouvert un compte"),
    "account.code": Deed(Act.CHANGED, "a donné un nouveau code à {thing}"),
    "account.role": Deed(Act.CHANGED, "a changé le rôle de {thing}"),
    "account.close": Deed(Act.CHANGED, "a fermé {thing}"),
    "account.reopen": Deed(Act.CHANGED, "a rouvert {thing}"),
    "consents.page": Deed(Act.SAW, "a ouvert les autorisations de {thing}"),
    "consents.entry_form": Deed(Act.SAW, "a ouvert la saisie d’une autorisation de {thing}"),
    "consents.preview": Deed(Act.SAW, "a regardé ce qu’une autorisation de {thing} permettrait"),
    "consents.enter": Deed(Act.CHANGED, "a saisi une autorisation de {thing}"),
    "consentacts.confirm": Deed(Act.CHANGED, "a confirmé des autorisations"),
    "consentacts.suspend": Deed(Act.CHANGED, "a suspendu {thing}"),
    "consentacts.lift": Deed(Act.CHANGED, "a rétabli {thing}"),
    "consentacts.submit": Deed(Act.CHANGED, "a soumis une autorisation à la seconde personne"),
    "consentacts.withdraw": Deed(Act.CHANGED, "a inscrit le retrait d’une personne : {thing}"),
    "consentacts.prove": Deed(Act.CHANGED, "a joint une preuve à une autorisation"),
    "consentacts.proof": Deed(Act.EXPORTED, "a pris la preuve d’une autorisation"),
    "consenttable.page": Deed(Act.SAW, "a ouvert le tableau des autorisations"),
    "consenttable.file": Deed(Act.EXPORTED, "a téléchargé le tableau des autorisations"),
    "consenttable.preview": Deed(Act.SAW, "a relu un tableau d’autorisations avant de le reprendre"),
    "consenttable.take": Deed(Act.CHANGED, "a repris un tableau d’autorisations"),
    "timeline.page": Deed(Act.SAW, "a ouvert les présences et scellés de {thing}"),
    "timeline.mark": Deed(Act.CHANGED, "a marqué une personne sur {thing}"),
    "timeline.change": Deed(Act.CHANGED, "a déplacé une présence"),
    "timeline.unmark": Deed(Act.CHANGED, "a effacé une présence"),
    "timeline.seal": Deed(Act.CHANGED, "a scellé un passage de {thing}"),
    "timeline.unseal": Deed(Act.CHANGED, "a levé un scellé"),
    "participants.page": Deed(Act.SAW, "a ouvert la liste des témoins"),
    "participants.one": Deed(Act.SAW, "a ouvert la fiche d’un témoin"),
    "participants.add": Deed(Act.CHANGED, "a inscrit un témoin"),
    "participants.edit": Deed(Act.CHANGED, "a changé la fiche d’un témoin"),
    "participants.join": Deed(Act.CHANGED, "a ajouté un témoin à un entretien"),
    "papers.form": Deed(Act.EXPORTED, "a ouvert la feuille d’autorisation de {thing}"),
    "papers.read_aloud": Deed(Act.SAW, "a ouvert la page à lire de {thing}"),
    "handovers.page": Deed(Act.SAW, "a ouvert le registre des remises"),
    "handovers.add": Deed(Act.CHANGED, "a inscrit une remise"),
    "handovers.remove": Deed(Act.CHANGED, "a effacé une remise"),
    "withdrawing.ask": Deed(Act.SAW, "a regardé ce que fermerait un retrait : {thing}"),
    "withdrawing.report": Deed(Act.SAW, "a ouvert les suites d’un retrait : {thing}"),
    "withdrawing.letter": Deed(Act.EXPORTED, "a ouvert les lettres d’un retrait : {thing}"),
    "withdrawing.before": Deed(Act.SAW, "a regardé ce que détruirait un effacement : {thing}"),
    "withdrawing.erase": Deed(
        Act.CHANGED, "a détruit pour toujours, après un retrait, ce qui montrait la personne : {thing}"
    ),
    "journal.page": Deed(Act.SAW, "a lu le journal"),
}


def keep(app: Flask) -> None:
    """Write a line after each answer of `app`; an answer whose line cannot be written does not leave."""
    app.after_request(_tell)


def note(library: Library, name: str, subject: str = "", thing: str = "") -> None:
    """Write the line of the deed `name` for the person of `library`; soon again, the same reading is not told twice."""
    deed = DEEDS[name]
    _write(library, deed.act, deed.said.format(thing=thing).strip(), subject)


def _tell(response: Response) -> Response:
    name = request.endpoint
    if name is None or name in SILENT or name == "signin.enter":  # it tells its own
        return response
    if response.status_code >= 400 or g.get("refused"):
        with suppress(BaroError):  # a broken catalogue is told on the page, which must get out
            _tell_refused(name)
        return response
    library = here()
    with library.reading() as session:
        thing = _thing(session)
    deed = DEEDS.get(name) or _plain()
    _write(library, deed.act, deed.said.format(thing=thing), _subject())
    return response


def _tell_refused(name: str) -> None:
    """A page that stayed closed, or a form that was understood and not obeyed."""
    library = here()
    if not library.person.in_team:
        return
    if not g.get("refused"):
        _write(library, Act.REFUSED, f"n’a pas pu ouvrir {_address()}", _subject())
        return
    with library.reading() as session:
        deed = (DEEDS.get(name) or _plain()).said.format(thing=_thing(session)).strip()
    with library.writing() as session:
        said = f"a essayé sans y parvenir\u00a0: «\u00a0{deed}\u00a0»"
        audit.write(session, library.person, Act.REFUSED, said, _subject())


def _write(library: Library, act: Act, said: str, subject: str) -> None:
    with library.reading() as session:
        if act in _OFTEN and audit.lately(session, library.person, act, subject or said, AGAIN):
            return
    with library.writing() as session:
        audit.write(session, library.person, act, said, subject or (said if act in _OFTEN else ""))


def _plain() -> Deed:
    """The sentence of a page that has none of its own."""
    if request.method in ("GET", "HEAD"):
        return Deed(Act.SAW, f"a ouvert la page {request.path}")
    return Deed(Act.CHANGED, f"a changé quelque chose par la page {request.path}")


def _address() -> str:
    """The address without what somebody may have typed into it: ids stay, words do not."""
    given = (request.view_args or {}).values()
    if request.url_rule is None or all(_ID.fullmatch(str(value)) for value in given):
        return request.path
    return request.url_rule.rule


def _subject() -> str:
    """The id that the address names; empty when it names nothing."""
    found = str(next(iter((request.view_args or {}).values()), ""))
    return found if _ID.fullmatch(found) else ""


def _thing(session: Session) -> str:
    for kind, value in (request.view_args or {}).items():
        try:
            found = thing_of(session, kind, str(value))
        except BaroError:  # it was just taken away
            found = ""
        if found:
            return found
    return ""
