# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of a question over the cues of a part: which ones it wants, before anything is counted."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from archive.model.footage import Tag
from archive.search import fields
from archive.search.analysis import forms
from archive.search.concordance import CUE_END, CUE_START, TRACK, VOICE, Bools, Part, TrackInfo, VoiceInfo
from archive.search.facts import Facts
from archive.search.fields import Field, Filter
from archive.search.lexicon import Ints
from archive.search.source import is_french
from archive.search.vocabulary import Vocabulary
from media.errors import WrongUse
from media.language import gettext as _

Matches = Callable[[str], bool]


class Filters:
    """Asked once for each part. Raises WrongUse when a tag is asked that does not exist."""

    def __init__(self, asked: Sequence[Filter], facts: Facts, vocabulary: Vocabulary) -> None:
        self._asked = [(one, matcher(one, facts, vocabulary)) for one in asked]
        self._facts = facts

    @property
    def none(self) -> bool:
        """True when nothing was asked: every cue is let through."""
        return not self._asked

    def cues(self, part: Part) -> Bools:
        """For each cue of the part, whether every filter lets it through."""
        kept = np.ones(part.cues.shape[1], np.bool_)
        for one, matches in self._asked:
            kept &= self._one(part, one.field, matches) != one.unwanted
        return kept

    def _one(self, part: Part, field: Field, matches: Matches) -> Bools:
        if field is Field.TAG:
            return tagged(part, self._facts, matches)
        if field is Field.LANGUAGE:
            return np.full(part.cues.shape[1], matches(part.language), np.bool_)
        if field in (Field.GROUP, Field.SEX):
            return _each_voice(part, lambda voice: matches(voice.group if field is Field.GROUP else voice.sex))
        if field is Field.PERSON:
            nameless = _each_voice(part, lambda voice: not voice.code)
            alone = _each_track(part, lambda track: matches(self._facts.alone(track.recording)))
            return _each_voice(part, lambda voice: matches(voice.code)) | (nameless & alone)
        if field is Field.DATE:
            return _each_track(part, lambda track: matches(self._facts.day(track.interview)))
        return _each_track(part, lambda track: matches(value_of(track, field, self._facts)))


def value_of(track: TrackInfo, field: Field, facts: Facts) -> str:
    """What a track has in a field that belongs to tracks: a region, a month, a state."""
    if field is Field.REGION:
        return track.region
    return facts.month(track.interview) if field is Field.DATE else facts.status(track.track)


def touching(wanted: Bools, first: Ints, last: Ints) -> Bools:
    """For each run of cues from `first` to `last` (with), whether one of them is wanted."""
    if wanted.all():
        return np.ones(len(first), np.bool_)
    seen = np.concatenate([[0], np.cumsum(wanted)])
    return np.asarray(seen[last + 1] > seen[first], np.bool_)


def tagged(part: Part, facts: Facts, matches: Matches) -> Bools:
    """For each cue of the part, whether a tag lies on it, or on all of its recording, whose path `matches`."""
    found = np.zeros(part.cues.shape[1], np.bool_)
    for number, track in enumerate(part.tracks):
        for tagging in facts.taggings.get(track.recording, ()):
            if not matches(tagging.tag.path):
                continue
            first, end = np.searchsorted(part.cues[TRACK], [number, number + 1])
            if tagging.span is None:
                found[first:end] = True
            else:
                starts, ends = part.cues[CUE_START, first:end], part.cues[CUE_END, first:end]
                found[first:end] |= (starts < tagging.span.end) & (tagging.span.start < np.maximum(ends, starts + 1))
    return found


def under(path: str) -> Matches:
    """Whether a tag is that one, or one below it."""
    return lambda other: other == path or other.startswith(f"{path}/")


def _each_track(part: Part, matches: Callable[[TrackInfo], bool]) -> Bools:
    return np.asarray(np.array([matches(track) for track in part.tracks], np.bool_)[part.cues[TRACK]])


def _each_voice(part: Part, matches: Callable[[VoiceInfo], bool]) -> Bools:
    return np.asarray(np.array([matches(voice) for voice in part.voices], np.bool_)[part.cues[VOICE]])


def matcher(one: Filter, facts: Facts, vocabulary: Vocabulary) -> Matches:
    """Whether a value is one of those that the filter names."""
    if one.field is Field.TAG:
        ways = [under(_path(value, facts.terms)) for value in one.values]
        return lambda path: any(way(path) for way in ways)
    if one.field is Field.LANGUAGE:
        return lambda language: any(_same_language(language, value) for value in one.values)
    if one.field is Field.DATE:
        return _on_days(one.values)
    names = frozenset(fields.plain(name) for value in one.values for name in _names(one.field, value, vocabulary))
    return lambda value: fields.plain(value) in names


def _names(field: Field, value: str, vocabulary: Vocabulary) -> Iterable[str]:
    """The value, and for a region the other ways of writing it that the team's list knows."""
    yield value
    if field is Field.REGION:
        yield from (" ".join(entry) for entry in vocabulary.others(forms(value), broad=False))


def _on_days(values: Sequence[str]) -> Matches:
    """Whether a day such as `2017-10-14` lies in one of the ranges."""
    ranges = [tuple(edge.isoformat() for edge in fields.days(value)) for value in values]
    return lambda day: any(first <= day <= last for first, last in ranges)


def _path(value: str, terms: Sequence[Tag]) -> str:
    """The path of the term that is meant by its path, its last part, its name or another word for it."""
    asked = fields.plain(value)
    for said in (_by_path, _by_name, _by_last):
        for term in terms:
            if asked in said(term):
                return term.path
    raise WrongUse(
        _("Il n’y a pas de mot-clé « {value} ».").format(value=value[:40]),
        _("Les mots-clés se voient sur la page Rushes, ou par « baro tag terms »."),
    )


def _by_path(term: Tag) -> set[str]:
    return {fields.plain(term.path)}


def _by_name(term: Tag) -> set[str]:
    return {fields.plain(word) for word in (term.label_fr, term.label_en, *term.synonyms)}


def _by_last(term: Tag) -> set[str]:
    return {fields.plain(term.path.rpartition("/")[2])}


def _same_language(language: str, asked: str) -> bool:
    if is_french(asked):
        return is_french(language)
    return f"{language.lower()}-".startswith(f"{asked.lower()}-")
