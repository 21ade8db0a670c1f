# SPDX-License-Identifier: GPL-3.0-or-later
"""Two versions of a track set against each other: times, words, voices; in one line or side by side."""

from flask import Blueprint, render_template, request, url_for

from archive.model.footage import TrackVersion
from archive.versions import compare, history
from webui.person import here, team
from webui.trackscene import place_of

pages = Blueprint("trackdiff", __name__)
ON_A_PAGE = 100


@pages.get("/pistes/<track>/comparer")
@team
def page(track: str) -> str:
    """What changed from version `?de=` (else the one before) to `?a=` (else the newest); `?vue=cote` side by side."""
    library = here()
    versions = history(library, track)
    after = _asked("a", versions) or versions[-1].number
    before = _asked("de", versions) or max(1, after - 1)
    found = compare(library, track, before, after)
    recording, interview = place_of(library, found.after.recording)
    number = max(1, request.args.get("p", 1, type=int))
    beside = request.args.get("vue") == "cote"

    def address(number: int) -> str:
        return url_for("trackdiff.page", track=track, de=before, a=after, vue="cote" if beside else None, p=number)

    return render_template(
        "trackdiff.html",
        section="footage.page",
        found=found,
        recording=recording,
        interview=interview,
        versions=versions,
        shown=found.differences[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        beside=beside,
        number=number,
        last=max(1, -(-len(found.differences) // ON_A_PAGE)),
        address=address,
    )


def _asked(name: str, versions: list[TrackVersion]) -> int | None:
    """The version that the address names; None when it names none that is there."""
    number = request.args.get(name, type=int)
    return number if number in {one.number for one in versions} else None
