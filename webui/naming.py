# SPDX-License-Identifier: GPL-3.0-or-later
"""What would give somebody away in a film or a track: each place with what to write instead, replaced or let through."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import films, namings, tracks
from archive.catalogue.namings import About
from archive.naming import guard, spoken
from archive.naming.finding import Finding
from archive.naming.repair import repair, repair_tracks
from archive.naming.wording import KINDS, where_of
from media.errors import NotFound
from media.language import gettext as _
from media.language import ngettext
from webui import notices
from webui.person import DESCRIBING, EDITING, describing, editing, here, team

pages = Blueprint("naming", __name__)


@pages.get("/films/<film>/mots")
@team
def of_film(film: str) -> str:
    """What was found in the words of a film."""
    with here().reading() as session:
        found = films.get(session, film)
    ways = {"home": url_for("film.page", film=film), "called": found.title or found.name}
    ways |= {"replace": url_for("naming.replace_in_film", film=film), "keep": url_for("naming.keep_in_film", film=film)}
    return _page(guard.look(here(), film), ways, "films.page", here().person.role in EDITING)


@pages.get("/pistes/<track>/mots")
@team
def of_track(track: str) -> str:
    """What was found in what the team may read of a track."""
    with here().reading() as session:
        stored = tracks.get(session, track)
    ways = {
        "home": url_for("track.page", track=track),
        "called": _("Sous-titres ({lang})").format(lang=stored.language),
    }
    ways |= {
        "replace": url_for("naming.replace_in_track", track=track),
        "keep": url_for("naming.keep_in_track", track=track),
    }
    seen = spoken.look(here(), spoken.Leaving(stored.recording, track=track))
    return _page(seen, ways, "footage.page", here().person.role in DESCRIBING)


@pages.post("/films/<film>/mots/remplacer")
@editing
def replace_in_film(film: str) -> Response:
    """Write what stands for it in place of one finding, or of all."""
    repair(here(), film, _chosen(guard.look(here(), film).findings))
    return _done(url_for("naming.of_film", film=film), _("Remplacé."))


@pages.post("/pistes/<track>/mots/remplacer")
@describing
def replace_in_track(track: str) -> Response:
    """The same in a track: a new version of it."""
    repair_tracks(here(), _chosen(_looked(track)[1]))
    return _done(url_for("naming.of_track", track=track), _("Remplacé dans une nouvelle version de la piste."))


@pages.post("/films/<film>/mots/laisser")
@editing
def keep_in_film(film: str) -> Response:
    """Let one finding stay, or ask it again."""
    return _keep(About(film=film), guard.look(here(), film).findings, url_for("naming.of_film", film=film))


@pages.post("/pistes/<track>/mots/laisser")
@describing
def keep_in_track(track: str) -> Response:
    """The same in a track."""
    about, findings = _looked(track)
    return _keep(about, findings, url_for("naming.of_track", track=track))


def _looked(track: str) -> tuple[About, tuple[Finding, ...]]:
    with here().reading() as session:
        recording = tracks.get(session, track).recording
    return About(recording=recording), spoken.look(here(), spoken.Leaving(recording, track=track)).findings


def _chosen(findings: tuple[Finding, ...]) -> list[Finding]:
    key = request.form.get("key", "")
    return [one for one in findings if not key or one.key == key]


def _keep(about: About, findings: tuple[Finding, ...], page: str) -> Response:
    key = request.form.get("key", "")
    if request.form.get("again"):
        with here().writing() as session:
            if not namings.ask_again(session, about, key):
                raise NotFound(key)
        return _done(page, _("Ce mot sera de nouveau signalé."))
    guard.let_stand(here(), about, key, findings)
    notices.say(_("Ce mot peut rester, dans ce texte."), undo=request.path, fields={"key": key, "again": "yes"})
    return notices.done(page)


def _done(page: str, said: str) -> Response:
    notices.say(said)
    return notices.done(page)


def _page(seen: guard.Look, ways: dict[str, str], section: str, may_change: bool) -> str:
    count = len(seen.findings)
    said = ngettext("{count} endroit à regarder", "{count} endroits à regarder", count).format(count=count)
    return render_template(
        "naming.html",
        section=section,
        seen=seen,
        said=said,
        ways=ways,
        kinds=KINDS,
        where_of=where_of,
        may_change=may_change,
    )
