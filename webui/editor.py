# SPDX-License-Identifier: GPL-3.0-or-later
"""The subtitle editor: the page, what its script asks for, and the plain form for one subtitle at a time."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive import drafts
from archive.access import Access
from archive.catalogue import interviews, recordings
from archive.correct import correct
from archive.drafts import Bench
from archive.landmarks import landmarks
from archive.library import Library
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.language import ngettext
from media.span import Span
from webui import editorchecks, editorkeys, forms, notices
from webui.editorjson import Json, entry_of, entry_of_draft
from webui.editorwords import words
from webui.gate import SHOWN, current, playback
from webui.person import describing, here, named
from webui.presence import others
from webui.sidebyside import beside

pages = Blueprint("editor", __name__)
ON_A_PAGE = 50


@pages.get("/pistes/<track>/corriger")
@describing
def page(track: str) -> str:
    """The editor of a track; `?t=` is the moment to begin at, `?p=` the page of the plain list."""
    library = here()
    bench = drafts.opened(library, track)
    moment = request.args.get("t", type=int) or 0
    first = next((n for n, cue in enumerate(bench.cues) if moment < cue.span.end), 0)
    number = max(1, request.args.get("p", type=int) or first // ON_A_PAGE + 1)
    return render_template(
        "editor.html",
        section="footage.page",
        bench=bench,
        moment=moment,
        ready=_ready(library, bench),
        interview=_interview(library, bench),
        groups=editorkeys.GROUPS,
        acts=editorkeys.ACTS,
        profiles=editorchecks.profiles(),
        profile=library.settings.profile,
        limits=editorchecks.measures(editorchecks.profile_of(library, "")),
        words=words(),
        source=beside(library, bench) is not None,
        seals=_seals(library, bench),
        plain_page=lambda number: url_for("editor.page", track=track, p=number),
        shown=bench.cues[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        page=number,
        last=max(1, -(-len(bench.cues) // ON_A_PAGE)),
    )


@pages.get("/pistes/<track>/etat.json")
@describing
def state(track: str) -> Response:
    """Everything that the script works on: the cues of version `?base=`, the source track, thresholds, drafts."""
    library = here()
    bench = drafts.opened(library, track, request.args.get("base", type=int))
    desk = request.args.get("desk", "")
    profile = editorchecks.profile_of(library, request.args.get("profile", ""))
    picture = bench.recording.picture
    return jsonify(
        base=bench.stored.version.number,
        newest=bench.newest,
        author=bench.stored.version.author,
        following=bench.following,
        cues=[entry_of(cue) for cue in bench.cues],
        rate=[picture.rate.numerator, picture.rate.denominator] if picture else [25, 1],
        source=beside(library, bench),
        limits=editorchecks.measures(profile),
        drafts=_drafts(library, track, desk),
        **_landmarks(library, bench),
    )


@pages.post("/pistes/<track>/sous-titres/<int:cue>")
@describing
def one(track: str, cue: int) -> AnyResponse:
    """Correct one subtitle with a plain form, as a version of its own."""
    library = here()
    base = forms.number(request.form.get("base", "")) or 0
    bench = drafts.opened(library, track, base)
    span = forms.span(request.form)
    if not any(known.id == cue for known in bench.cues):
        raise NotFound(_("Ce sous-titre n’est plus là."))
    text = forms.text(request.form, "text")
    changed = [replace(known, span=span, text=text) if known.id == cue else known for known in bench.cues]
    answer = correct(library, track, base, changed)
    if answer.conflicts:
        theirs = answer.conflicts[0].theirs
        raise Refused(
            _("Quelqu’un d’autre vient de changer ce sous-titre : rien n’a été enregistré."),
            _("Il dit maintenant : « {text} ».").format(text=theirs.text if theirs else "—"),
        )
    notices.say(
        _("Sous-titre enregistré : version {number}.").format(number=answer.version.number)
        if answer.new
        else _("Rien n’a changé.")
    )
    return notices.done(url_for("editor.page", track=track))


@pages.post("/rushes/<recording>/piste")
@describing
def begin(recording: str) -> AnyResponse:
    """Start the French track of a recording, empty or with the times of another track."""
    made = drafts.start(here(), recording, request.form.get("like") or None)
    count = len(made.track.cues)
    notices.say(
        ngettext(
            "La piste française est commencée : {count} sous-titre à écrire.",
            "La piste française est commencée : {count} sous-titres à écrire.",
            count,
        ).format(count=count)
        if count
        else _("La piste française est commencée. N insère un sous-titre à la tête de lecture.")
    )
    return redirect(url_for("editor.page", track=made.id), 303)


def _ready(library: Library, bench: Bench) -> frozenset[str]:
    """The derived files that may be shown now."""
    with library.reading() as session:
        recording = recordings.get(session, bench.recording.id)
        if not playback(Access.load(session), recording).allowed:
            return frozenset()
        return frozenset(name for name in SHOWN if current(library, session, recording, name))


def _interview(library: Library, bench: Bench) -> object:
    if bench.recording.interview is None:
        return None
    with library.reading() as session:
        return interviews.get(session, bench.recording.interview)


def _drafts(library: Library, track: str, desk: str) -> list[Json]:
    """This desk's draft, and those of the same person at desks where nobody sits now."""
    busy = {seen.desk for seen in others(track, desk)}
    found = drafts.waiting(library, track)
    return [
        entry_of_draft(one.draft, one.closed)
        for one in found
        if one.draft.desk == desk or (named() and one.draft.desk not in busy)
    ]


def _landmarks(library: Library, bench: Bench) -> Json:
    """The sealed spans, and the shot changes, pauses and edges of speech of a recording that may be played."""
    with library.reading() as session:
        access, recording = Access.load(session), recordings.get(session, bench.recording.id)
        seals = access.seals(recording.id)
        found = landmarks(library, session, access, recording)
        shown = playback(access, recording).allowed
    return {
        "seals": [[span.start, span.end] for span in seals],
        "shots": (shown and found.shots) or (),
        "silences": [[span.start, span.end] for span in (shown and found.silences) or ()],
        "speech": (shown and found.speech) or (),
    }


def _seals(library: Library, bench: Bench) -> tuple[Span, ...]:
    with library.reading() as session:
        return Access.load(session).seals(bench.recording.id)
