# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that a profile asks, arranged so that each text meets only those that it can break."""

from collections.abc import Sequence

from subtitles.checks.rule import Place, Rule, Setting

Asked = tuple[Rule, Setting]

_FREQUENT = " esaitnruldocm'pévhgfbàxèyêj’.,-\n"
"""Signs of French texts, the most frequent first: the worst ones to know a rule by."""
_MOST = 4096


class Panel:
    """Rules of cues with their settings, in order. `of` gives those that a text can break."""

    def __init__(self, rules: Sequence[Asked]) -> None:
        self.rules = tuple(rules)
        self._always = self._digital = 0
        self._by_sign: dict[str, int] = {}
        self._chosen: dict[int, tuple[Asked, ...]] = {}
        for place, (rule, _setting) in enumerate(self.rules):
            bit = 1 << place
            for sign in rule.signs:
                letter = max(sign, key=_rareness)
                self._by_sign[letter] = self._by_sign.get(letter, 0) | bit
            if not rule.signs and rule.digits:
                self._digital |= bit
            elif not rule.signs:
                self._always |= bit

    def of(self, place: Place) -> tuple[Asked, ...]:
        """The rules that the cue at `place` can break, in order."""
        wanted, by_sign = self._always, self._by_sign
        if place.digits:
            wanted |= self._digital
        for letter in by_sign.keys() & place.letters:
            wanted |= by_sign[letter]
        found = self._chosen.get(wanted)
        if found is None:
            found = tuple(pair for number, pair in enumerate(self.rules) if wanted >> number & 1)
            if len(self._chosen) < _MOST:
                self._chosen[wanted] = found
        return found


def _rareness(letter: str) -> int:
    place = _FREQUENT.find(letter)
    return place if place >= 0 else len(_FREQUENT)
