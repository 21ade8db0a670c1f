# SPDX-License-Identifier: GPL-3.0-or-later
"""What the footage page lists: each recording with its interview, filtered and counted. Technical record only: no words."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from archive.access import Access
from archive.catalogue import interviews, jobs, tags
from archive.consent import Decision
from archive.library import Library, Session
from archive.model.footage import Interview, InterviewId, Recording, RecordingId, Tag, Tagging
from archive.model.job import Job
from webui.gate import POSTER, current, playback
from webui.words import named, tag_label

CONSENT = ("open", "closed")


@dataclass(frozen=True, slots=True)
class Rush:
    """A recording as the list shows it."""

    recording: Recording
    interview: Interview | None
    groups: tuple[str, ...]
    decision: Decision
    taggings: tuple[Tagging, ...] = ()
    poster: bool = False
    job: Job | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the footage page; empty means all."""

    text: str = ""
    region: str = ""
    group: str = ""
    tag: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a filter, how many recordings it would leave, and how deep it stands in its tree."""

    value: str
    label: str
    count: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """The recordings that fit and the counts of each filter under the others."""

    rushes: tuple[Rush, ...]
    everything: int
    facets: dict[str, tuple[Facet, ...]] = field(default_factory=dict)
    terms: tuple[Tag, ...] = ()


def listing(library: Library, wanted: Wanted) -> Listing:
    """All recordings that fit `wanted`, by interview code and file name."""
    with library.reading() as session:
        rushes = _all(session)
        terms = tuple(tags.terms(session))
        tagged = _tagged(terms, tags.everywhere(session))
    tests = _tests(wanted, tagged)

    def fitting(but: str = "") -> list[Rush]:
        return [rush for rush in rushes if all(test(rush) for name, test in tests.items() if name != but)]

    facets = {
        "region": _counted((r.interview.region for r in fitting("region") if r.interview), str),
        "group": _counted((group for r in fitting("group") for group in r.groups), named),
        "tag": _tag_facets(terms, tagged, {r.recording.id for r in fitting("tag")}),
        "consent": _consent_facets(fitting("consent")),
    }
    return Listing(tuple(fitting()), len(rushes), facets, terms)


def completed(library: Library, rushes: tuple[Rush, ...]) -> tuple[Rush, ...]:
    """The same rushes with their tags and the state of their working copies: for those that a page really shows."""
    with library.reading() as session:
        return tuple(
            replace(
                rush,
                taggings=tuple(tags.of_recording(session, rush.recording.id)),
                poster=rush.decision.allowed and current(library, session, rush.recording, POSTER),
                job=None if rush.recording.ready else jobs.newest(session, "derive", rush.recording.id),
            )
            for rush in rushes
        )


def _all(session: Session) -> list[Rush]:
    access = Access.load(session)
    known = {interview.id: interview for interview in interviews.listed(session)}
    rushes = [
        Rush(
            recording,
            known.get(recording.interview) if recording.interview else None,
            groups_of(access, recording.interview),
            playback(access, recording),
        )
        for recording in access.recordings.values()
    ]
    return sorted(
        rushes, key=lambda rush: (rush.interview.code if rush.interview else "~", rush.recording.original_name)
    )


def groups_of(access: Access, interview: InterviewId | None) -> tuple[str, ...]:
    """The groups of the people of an interview, each once."""
    people = access.taking_part.get(interview, ()) if interview else ()
    return tuple(dict.fromkeys(access.people[person].group.value for person in people))


def _tagged(terms: tuple[Tag, ...], everywhere: list[Tagging]) -> dict[str, set[RecordingId]]:
    """The recordings that bear each term or one below it."""
    tagged: dict[str, set[RecordingId]] = {term.path: set() for term in terms}
    for tagging in everywhere:
        path = tagging.tag.path
        while path:
            tagged[path].add(tagging.recording)
            path = path.rpartition("/")[0]
    return tagged


def _tests(wanted: Wanted, tagged: dict[str, set[RecordingId]]) -> dict[str, Callable[[Rush], bool]]:
    """One test for each filter that is set, under its name."""
    tests: dict[str, Callable[[Rush], bool]] = {}
    if wanted.text:
        words = folded(wanted.text).split()
        tests["text"] = lambda rush: all(word in _said_of(rush) for word in words)
    if wanted.region:
        tests["region"] = lambda rush: rush.interview is not None and rush.interview.region == wanted.region
    if wanted.group:
        tests["group"] = lambda rush: wanted.group in rush.groups
    if wanted.tag:
        kept = tagged.get(wanted.tag, set())
        tests["tag"] = lambda rush: rush.recording.id in kept
    if wanted.consent in CONSENT:
        tests["consent"] = lambda rush: rush.decision.allowed == (wanted.consent == "open")
    return tests


def folded(text: str) -> str:
    """Lower case without accents, to compare what people type."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _said_of(rush: Rush) -> str:
    words = [rush.recording.original_name, rush.recording.title]
    if rush.interview:
        found = rush.interview
        words += [found.code, found.title, found.region, found.place]
    return folded(" ".join(words))


def _counted(values: object, label: Callable[[str], str]) -> tuple[Facet, ...]:
    counts = Counter(values)  # type: ignore[call-overload]
    found = (Facet(value, label(value), count) for value, count in counts.items())
    return tuple(sorted(found, key=lambda facet: folded(facet.label)))


def _consent_facets(rushes: list[Rush]) -> tuple[Facet, ...]:
    counts = Counter(CONSENT[not rush.decision.allowed] for rush in rushes)
    return tuple(Facet(value, value, counts[value]) for value in CONSENT if counts[value])


def _tag_facets(
    terms: tuple[Tag, ...], tagged: dict[str, set[RecordingId]], fitting: set[RecordingId]
) -> tuple[Facet, ...]:
    found = ((term, len(tagged[term.path] & fitting)) for term in terms)
    return tuple(Facet(term.path, tag_label(term), count, term.path.count("/")) for term, count in found if count)
