# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house asked about cues that are being written: `subtitles.checks`, never a second copy in a script."""

from collections.abc import Sequence
from fractions import Fraction

from flask import Blueprint, Response, jsonify

from archive.catalogue import waivers
from archive.drafts import opened
from archive.library import Library
from media.errors import NotFound
from media.fonts import drawable
from media.language import gettext as _
from subtitles.checks import RULES, Finding, Profile, active, asked, ground_of, judged, load_profile
from subtitles.checks.profile import shipped
from subtitles.checks.rule import placed
from subtitles.checks.waiver import hash_of
from subtitles.cue import Cue, Track
from webui.editorjson import Json, cue_of, cues_of, numbers, sent, words_of
from webui.person import describing, here

pages = Blueprint("editorchecks", __name__)


@pages.post("/pistes/<track>/remarques")
@describing
def check(track: str) -> Response:
    """What is wrong with the cues that are asked about.

    `runs` are stretches of neighbouring cues as they stand in the page, `ask` the ids of those to be judged; with
    `whole` the only run is the whole track, which is judged too.
    """
    data, library = sent(), here()
    bench = opened(library, track)
    profile = profile_of(library, words_of(data, "profile", 100))
    picture = bench.recording.picture
    rate = picture.rate if picture is not None else None
    runs = [cues_of({"cues": run}) for run in data.get("runs") or [] if isinstance(run, list)]
    wanted = frozenset(numbers(data, "ask"))
    kept = _kept(library, track)
    found: dict[int, list[Json]] = {cue: [] for cue in wanted}
    whole: list[Json] = []
    for run in runs:
        findings = _of_run(library, Track(run, bench.stored.language, bench.stored.kind), profile, rate, wanted)
        for one in findings:
            cue = run[one.cue - 1]
            found[cue.id].append(_entry(one, run) | {"waived": (one.rule, cue.id, hash_of(cue)) in kept})
        if data.get("whole") is True:
            file = judged(Track(run, bench.stored.language), profile, findings)
            whole = [_entry(one, run) for one in file if (one.rule, 0, "") not in kept]
    return jsonify(findings=found, whole=whole)


@pages.post("/pistes/<track>/garder")
@describing
def waive(track: str) -> Response:
    """Let a finding stand as long as its cue has the text that was sent; with `again`, ask about it again."""
    data, library = sent(), here()
    cue, rule = cue_of(data.get("cue")), words_of(data, "rule", 100)
    if rule not in RULES:
        raise NotFound(rule)
    bench = opened(library, track)
    if cue.id < bench.following and not any(known.id == cue.id for known in bench.cues):
        raise NotFound(str(cue.id))
    with library.writing() as session:
        if data.get("again") is True:
            waivers.remove(session, track, rule, cue.id)
        else:
            waivers.add(session, track, (rule, cue.id, hash_of(cue)), by=library.person.name)
    return jsonify(rule=rule, cue=cue.id)


def _kept(library: Library, track: str) -> frozenset[tuple[str, int, str]]:
    with library.reading() as session:
        return frozenset((one.rule, one.cue, one.text) for one in waivers.of_track(session, track))


def profile_of(library: Library, name: str) -> Profile:
    """The shipped profile that was chosen in the page, else the archive's own."""
    return load_profile(name if name in shipped() else library.settings.profile)


def measures(profile: Profile) -> Json:
    """The thresholds that the page draws: characters per second, line length and count, gap in frames, durations."""
    limits = {rule: profile.settings[rule].limits for rule in profile.settings}
    speed = limits["reading-speed"]
    return {
        "aim": speed["aim"],
        "warn": speed["warn"],
        "error": speed["error"],
        "width": limits["line-length"]["max"],
        "lines": limits["line-count"]["max"],
        "gap": limits["gap-too-short"]["frames"],
        "shortest": limits["too-short"]["min"],
        "longest": limits["too-long"]["max"],
    }


def profiles() -> list[tuple[str, str]]:
    """The shipped profiles: name and title."""
    return [(name, load_profile(name).title) for name in shipped()]


def _of_run(
    library: Library, track: Track, profile: Profile, rate: Fraction | None, wanted: frozenset[int]
) -> list[Finding]:
    rules = active(profile, track.language)
    ground = ground_of(profile, rate, drawable(library.folder / "fonts"))
    found: list[Finding] = []
    for place, cue in enumerate(track.cues):
        if cue.id in wanted:
            before = track.cues[place - 1] if place else None
            after = track.cues[place + 1] if place + 1 < len(track.cues) else None
            found += asked(rules, place + 1, placed(cue, before, after, ground))
    return found


def _entry(finding: Finding, run: Sequence[Cue]) -> Json:
    return {
        "rule": finding.rule,
        "title": _(RULES[finding.rule].sentence),
        "severity": finding.severity,
        "message": finding.message,
        "value": finding.value,
        "limit": finding.limit,
        "fix": finding.fix,
        "times": [_move(run[move.cue - 1].id, move.start, move.end) for move in finding.times],
        "repair": finding.repair,
    }


def _move(cue: int, start: int, end: int) -> Json:
    return {"id": cue, "start": start, "end": end}
