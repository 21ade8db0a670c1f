# SPDX-License-Identifier: GPL-3.0-or-later
"""Cues cut in two, joined, or spread over as many as their words need. Each gives a new track."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from media.errors import NotFound, WrongUse
from media.language import gettext as _
from media.span import Span
from subtitles.checks.breaker import broken, hurt, replies, words_of
from subtitles.cue import Cue, Track
from subtitles.formats.markup import TAG

_EACH, _CLAUSE, _PHRASE = 100, 30, 110


def split(track: Track, cue: int, at: int, place: int) -> Track:
    """The cue with id `cue` cut in two: at millisecond `at`, and its text before the character `place`
    (before a tag that it falls into).

    Tags open there are closed and opened again. The first part keeps the id. Raises NotFound without such a cue,
    WrongUse when a part would be empty.
    """
    number = _number(track, cue)
    whole = track.cues[number]
    place = next((tag.start() for tag in TAG.finditer(whole.text) if tag.start() < place < tag.end()), place)
    texts = parted([whole.text[:place].strip(" \n"), whole.text[place:].strip(" \n")])
    if not whole.span.start < at < whole.span.end or not all(TAG.sub("", text).strip() for text in texts):
        raise WrongUse(
            _("Ce sous-titre ne peut pas être coupé là : une moitié serait vide."),
            _("Couper à l’intérieur de son temps et de son texte."),
        )
    first = replace(whole, span=Span(whole.span.start, at), text=texts[0])
    second = replace(whole, id=_unused(track), span=Span(at, whole.span.end), text=texts[1], name="")
    return _with(track, number, 1, [first, second])


def merge(track: Track, cue: int, joint: str = "\n") -> Track:
    """The cue with id `cue` and the one after it as one, their texts joined by `joint`; the first id stays.

    Raises NotFound without such a cue, WrongUse when it is the last or two voices would become one.
    """
    number = _number(track, cue)
    if number + 1 == len(track.cues):
        raise WrongUse(_("Il n’y a pas de sous-titre après celui-ci."), _("Choisir le premier des deux à réunir."))
    first, second = track.cues[number : number + 2]
    if first.speaker != second.speaker:
        raise WrongUse(
            _("Ces deux sous-titres n’ont pas la même voix : {first}, {second}.").format(
                first=first.speaker or "—", second=second.speaker or "—"
            ),
            _("Donner d’abord la même voix aux deux, ou les laisser à part."),
        )
    span = Span(min(first.span.start, second.span.start), max(first.span.end, second.span.end))
    text = first.text + joint + second.text
    return _with(track, number, 2, [joined(replace(first, span=span, text=text), second)])


def joined(first: Cue, second: Cue) -> Cue:
    """`first` with what `second` says of its words: both translators, the lower confidence, all doubts."""
    translators = list(dict.fromkeys(filter(None, (first.translator, second.translator))))
    sure = [cue.confidence for cue in (first, second) if cue.confidence is not None]
    doubts = tuple(dict.fromkeys((*first.doubts, *second.doubts)))
    return replace(first, translator=", ".join(translators) or None, confidence=min(sure, default=None), doubts=doubts)


def reflow(track: Track, width: int = 42, most: int = 2) -> Track:
    """Every text in at most `most` lines of `width` characters, spread over as many cues as that needs.

    The parts of a cue share its time by their characters and follow each other without a gap; words, order and the id
    of the first part stay. A word longer than a line keeps its line.
    """
    unused, cues, counts = _unused(track), list[Cue](), [0]
    for cue in track.cues:
        texts = parted(_flowed(cue.text, width, most))
        for place, (text, span) in enumerate(zip(texts, _shared(cue.span, texts), strict=True)):
            if place:
                cues.append(replace(cue, id=unused, span=span, text=text, name=""))
                unused += 1
            else:
                cues.append(replace(cue, span=span, text=text))
        counts.append(len(cues))
    blocks = tuple((counts[before], block) for before, block in track.blocks)
    return replace(track, cues=tuple(cues), blocks=blocks)


def parted(texts: Sequence[str]) -> list[str]:
    """Parts of one text with each tag closed where a part ends and opened again in the next.

    >>> parted(["<i>Il est", "parti.</i>"])
    ['<i>Il est</i>', '<i>parti.</i>']
    """
    if len(texts) < 2:
        return list(texts)
    done, opened = [], list[str]()
    for text in texts:
        begin = "".join(f"<{name}>" for name in opened)
        for tag in TAG.findall(text):
            if tag[1] != "/":
                opened.append(tag[1])
            elif opened and opened[-1] == tag[2]:
                opened.pop()
        done.append(begin + text + "".join(f"</{name}>" for name in reversed(opened)))
    return done


def _flowed(text: str, width: int, most: int) -> list[str]:
    """The text by cues, each broken into lines."""
    fits = broken(text, width, most)
    if fits is not None or not text.strip():
        return [text if fits is None else fits]
    said = replies(text)
    if len(said) > 1:
        return [part for reply in said for part in _flowed(reply, width, most)]
    return [_lined(part, width, most) for part in _chunks(words_of(text), width, most)]


def _lined(words: Sequence[str], width: int, most: int) -> str:
    text = " ".join(words)
    return broken(text, width, most) or text


def _chunks(words: Sequence[str], width: int, most: int) -> list[list[str]]:
    """The words by cues: few of them, and parted where it hurts least."""
    plain = [TAG.sub("", word) for word in words]
    best: list[tuple[int, int]] = [(0, 0)]  # for each count of words: the weight, and where its last cue begins
    for end in range(1, len(words) + 1):
        choices = []
        for start, weight in _starts(plain, end, width, most):
            ahead = hurt(plain, start) + _apart(plain[start - 1]) if start else 0
            choices.append((best[start][0] + _EACH + ahead + weight, start))
        best.append(min(choices))
    chunks, end = list[list[str]](), len(words)
    while end:
        start = best[end][1]
        chunks.insert(0, list(words[start:end]))
        end = start
    return chunks


def _apart(word: str) -> int:
    """How much a cue that ends with `word` hurts: not at all at the end of a sentence."""
    ending = word.rstrip("»”)\u00a0\u202f")[-1:]
    return 0 if ending in ".!?…" else _CLAUSE if ending in ",;:" else _PHRASE


def _starts(words: Sequence[str], end: int, width: int, most: int) -> Iterator[tuple[int, int]]:
    """Where a cue that ends before `end` may begin, its last word at least, and how much its own lines hurt."""
    yield end - 1, 0
    for start in range(end - 2, -1, -1):
        if sum(map(len, words[start:end])) > width * most:
            return
        text = broken(" ".join(words[start:end]), width, most)
        if text is not None:
            counts = accumulate(len(words_of(line)) for line in text.split("\n")[:-1])
            yield start, sum(max(0, hurt(words, start + count)) for count in counts)


def _shared(span: Span, texts: Sequence[str]) -> list[Span]:
    """`span` shared out by the characters of each text, to the millisecond."""
    sizes = [max(1, len(TAG.sub("", text))) for text in texts]
    total, so_far, edges = sum(sizes), 0, [span.start]
    for size in sizes:
        so_far += size
        edges.append(span.start + span.duration * so_far // total)
    return [Span(start, end) for start, end in pairwise(edges)]


def _number(track: Track, cue: int) -> int:
    for number, one in enumerate(track.cues):
        if one.id == cue:
            return number
    raise NotFound(_("Cette piste n’a pas de sous-titre {cue}.").format(cue=cue))


def _unused(track: Track) -> int:
    return max((cue.id for cue in track.cues), default=0) + 1


def _with(track: Track, number: int, count: int, cues: Sequence[Cue]) -> Track:
    """`track` with `cues` in place of the `count` cues from `number` on; its blocks stay between the same cues."""
    grown = len(cues) - count
    blocks = tuple((before + grown if before >= number + count else before, block) for before, block in track.blocks)
    return replace(track, cues=(*track.cues[:number], *cues, *track.cues[number + count :]), blocks=blocks)
