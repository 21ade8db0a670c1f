# SPDX-License-Identifier: GPL-3.0-or-later
"""To the editing software and back: packages and links asked for, past exports, a cut brought in and what became of it."""

from contextlib import closing
from itertools import count
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.access import Access
from archive.catalogue import exports, films, filmversions
from archive.catalogue.exports import Export
from archive.exchange.conform import conform
from archive.exchange.export import Wanted, Way, enqueue, export_film, may_leave
from archive.exchange.export import begun as ask_consent
from archive.exchange.formats import CutFormat, rate_asked, read_cut
from archive.exchange.words import subtitles_of
from archive.film.cutlist import resolve
from archive.library import Library, Session
from archive.model.film import NOTHING_MASKED
from archive.naming.guard import refuse_names
from archive.naming.texts import lines_of
from media.errors import NotFound, WrongUse
from media.language import gettext as _
from media.language import ngettext
from webui import forms, notices
from webui.exchangeview import Report, report_of
from webui.person import editing, here, team
from webui.ranges import bytes_of
from webui.still import Still

pages = Blueprint("exchange", __name__)
LONGEST_NAME = 120


@pages.post("/films/<film>/exports")
@editing
def export(film: str) -> AnyResponse:
    """Ask the worker for a package, or lay links at once. Raises FilmRefused, naming who stands in the way."""
    library, form = here(), request.form
    chosen = [forms.choice(CutFormat, one) for one in form.getlist("format")]
    wanted = Wanted(
        forms.choice(Way, form.get("way", "")), tuple(chosen) or tuple(CutFormat), rate_asked(form.get("rate"))
    )
    if wanted.way is Way.PACKAGE:
        ask_consent(library, film, wanted, film)
        with library.writing() as session:
            enqueue(session, film, wanted, by=library.person.name)
        notices.say(_("Le paquet est demandé."))
    else:
        place = _free_folder(library, film)
        export_film(library, film, place, wanted)
        notices.say(_("Les liens sont dans {folder}, sur cet ordinateur.").format(folder=place))
    return notices.done(url_for("film.page", film=film))


@pages.get("/exports/<export>/paquet.zip")
@team
def download(export: str) -> Response:
    """The package, when everything in it may still be shown to those for whom it was made."""
    library = here()

    def ask(session: Session) -> Export:
        found = exports.get(session, export)
        film = films.get(session, found.film)
        if not found.file or not may_leave(Access.load(session), found, film.name):
            raise NotFound(export)
        return found

    still = Still(library, ask)
    file = still.found.file
    try:
        return bytes_of(library.films / file, request, "application/zip", file, still=still)
    except FileNotFoundError:
        abort(404)


@pages.post("/films/<film>/montages")
@editing
def bring(film: str) -> AnyResponse:
    """Take in an uploaded cut: its content says what it is. Raises NotACut for anything that is none."""
    sent = request.files.get("cut")
    if sent is None or not sent.filename:
        raise WrongUse(_("Il manque le fichier du montage."), _("Le choisir, puis « Reprendre ce montage »."))
    name = Path(sent.filename.replace("\\", "/")).name[:LONGEST_NAME] or "montage"
    with closing(sent):  # a large one lies in a file of its own
        cut = read_cut(sent.read(), rate_asked(request.form.get("rate")))
    done = conform(here(), film, cut, name)
    if done.version is None:
        notices.say(_("Aucun plan de ce montage ne vient de cette archive : le film reste comme il était."))
        return notices.done(url_for("film.page", film=film))
    notices.say(
        ngettext("{count} passage repris de {name}.", "{count} passages repris de {name}.", done.clips).format(
            count=done.clips, name=name
        ),
        undo=url_for("exchange.revert", film=film, version=done.before),
    )
    return redirect(url_for("exchange.report", film=film, version=done.version), 303)  # `next` is for refusals


@pages.get("/films/<film>/montages/<int:version>")
@team
def report(film: str, version: int) -> str:
    """What became of a cut: what is odd, shot by shot, and who stands in the way."""
    with here().reading() as session:
        work, found = films.get(session, film), filmversions.get(session, film, version)
        cut = resolve(session, Access.load(session), films.edit_of(session, film), NOTHING_MASKED)
        seen: Report = report_of(session, found)
        last = filmversions.listed(session, film)[0].number
    refusals = cut.refusals if last == version else ()
    return render_template(
        "conform.html", section="films.page", film=work, version=found, report=seen, refusals=refusals
    )


@pages.get("/films/<film>/montages/<int:version>/sous-titres.srt")
@team
def words(film: str, version: int) -> Response:
    """The French subtitles of a cut made outside, at its own times, as they may be shown today."""
    with here().reading() as session:
        name, srt = films.get(session, film).name, subtitles_of(session, film, version)
    refuse_names(here(), film, lines_of(srt))
    answer = Response(srt.encode(), mimetype="application/x-subrip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}-v{version}.fr.srt")
    return answer


@pages.post("/films/<film>/versions/<int:version>/reprendre")
@editing
def revert(film: str, version: int) -> AnyResponse:
    """Make the paper edit what it was in that version; what stands now is kept first."""
    library = here()
    with library.writing() as session:
        before = filmversions.keep(
            session, film, library.person.name, _("avant le retour à la version {number}").format(number=version)
        )
        filmversions.bring_back(session, film, version, library.person.name)
    notices.say(
        _("Le montage est celui de la version {number}.").format(number=version),
        undo=url_for("exchange.revert", film=film, version=before),
    )
    return notices.done(url_for("film.page", film=film))


def _free_folder(library: Library, film: str) -> Path:
    """Where links are laid: under `derived/`, for they are made again by one click."""
    with library.reading() as session:
        name = films.get(session, film).name
    return next(place for n in count(1) if not (place := library.derived("links", f"{name}-{n}")).exists())
