# SPDX-License-Identifier: GPL-3.0-or-later
"""Which subtitles of the French track say what subtitles of the source track say: seen side by side, paired, checked again."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.cuenumbers import ids_of
from archive.model.track import Origin
from archive.pairing import State, Translation
from archive.translations import confirm, edit, make, propose, remove, take_back, translation
from media.language import gettext as _
from media.language import ngettext
from webui import notices
from webui.person import DESCRIBING, describing, here, team
from webui.trackscene import place_of

pages = Blueprint("translation", __name__)
ON_A_PAGE = 50


@pages.get("/pistes/<track>/traduction")
@team
def page(track: str) -> str:
    """The pairs of a track and another of its recording (`?avec=`); `?revoir=1` only those to be checked again."""
    now = translation(here(), track, request.args.get("avec") or None)
    again = request.args.get("revoir") == "1"
    wanted = [one for one in now.pairs if not again or one.state is not State.FINE]
    number = max(1, request.args.get("p", 1, type=int))
    recording, interview = place_of(here(), now.target.recording)
    return render_template(
        "translation.html",
        section="footage.page",
        now=now,
        track=track,
        other=_other(now, track),
        again=again,
        recording=recording,
        interview=interview,
        shown=wanted[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        number=number,
        last=max(1, -(-len(wanted) // ON_A_PAGE)),
        address=lambda number: _address(track, now, again, number),
        may_change=here().person.role in DESCRIBING,
    )


@pages.post("/pistes/<track>/traduction/proposer")
@describing
def suggest(track: str) -> Response:
    """Pair by their times what has no pair."""
    now, count = propose(here(), track, request.form.get("avec") or None)
    said = ngettext("{n} paire proposée.", "{n} paires proposées.", count).format(n=count)
    notices.say(said if count else _("Rien à relier de plus d’après les temps."))
    return notices.done(_address(track, now))


@pages.post("/pistes/<track>/traduction/relier")
@describing
def pair(track: str) -> Response:
    """Make a pair by hand, out of the numbers of both sides."""
    couple = (track, request.form.get("avec") or None)
    made = make(here(), couple, ids_of(request.form.get("source", "")), ids_of(request.form.get("target", "")))
    notices.say(_("Paire faite."), undo=url_for("translation.apart", track=track, pair=made.pair.id))
    return notices.done(url_for("translation.page", track=track, avec=couple[1]))


@pages.post("/pistes/<track>/traduction/<pair>/confirmer")
@describing
def right(track: str, pair: str) -> Response:
    """The translation is right as both texts stand now; or that is taken back (`origin`: what the pair was before)."""
    if "origin" in request.form:
        was = {one.value: one for one in Origin}.get(request.form["origin"], Origin.EDITED)
        take_back(here(), pair, was, recheck=request.form.get("revoir") == "1")
        notices.say(_("La confirmation est reprise."))
    else:
        before = confirm(here(), pair)
        fields = {"origin": before.pair.origin.value, "revoir": str(int(before.state is State.RECHECK))}
        undo = url_for("translation.right", track=track, pair=pair)
        notices.say(_("Traduction confirmée."), undo=undo, fields=fields)
    return notices.done(url_for("translation.page", track=track))


@pages.post("/pistes/<track>/traduction/<pair>/relier")
@describing
def otherwise(track: str, pair: str) -> Response:
    """Give a pair other cues, by their numbers; undone by giving it those it had."""
    fields = {name: ids_of(request.form.get(name, "")) for name in ("source", "target")}
    before = {name: request.form.get(f"{name}_before", "") for name in fields}
    edit(here(), pair, fields["source"], fields["target"])
    back = {**before, "source_before": request.form.get("source", ""), "target_before": request.form.get("target", "")}
    undo = url_for("translation.otherwise", track=track, pair=pair) if all(before.values()) else ""
    notices.say(_("Paire changée."), undo=undo, fields=back)
    return notices.done(url_for("translation.page", track=track))


@pages.post("/pistes/<track>/traduction/<pair>/defaire")
@describing
def apart(track: str, pair: str) -> Response:
    """Take a pair apart; undone by making it again."""
    gone = remove(here(), pair)
    sides = {"source": gone.source_cues, "target": gone.target_cues}
    fields = {name: ",".join(map(str, cues)) for name, cues in sides.items()}
    other = gone.source if gone.target == track else gone.target
    notices.say(_("Paire défaite."), undo=url_for("translation.pair", track=track), fields={**fields, "avec": other})
    return notices.done(url_for("translation.page", track=track))


def _other(now: Translation, track: str) -> str:
    return now.source.id if now.target.id == track else now.target.id


def _address(track: str, now: Translation, again: bool = False, number: int | None = None) -> str:
    revoir = "1" if again else None
    return url_for("translation.page", track=track, avec=_other(now, track), revoir=revoir, p=number)
