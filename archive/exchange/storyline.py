# SPDX-License-Identifier: GPL-3.0-or-later
"""FCPXML read: a storyline, what is connected to it on lanes above and below, and what is nested in containers."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from urllib.parse import unquote

from archive.exchange.cut import LONGEST, Card, Cut, Event, NotACut, Seconds, Taken, counted_in, sane
from archive.exchange.fcpxml import VOICE
from archive.exchange.layers import Window, layered
from archive.exchange.timeline import MARK
from archive.exchange.tree import fraction, tree_of, words
from media.language import gettext as _

ITEMS = {
    "asset-clip",
    "clip",
    "video",
    "audio",
    "gap",
    "title",
    "sync-clip",
    "ref-clip",
    "mc-clip",
    "audition",
    "spine",
}
DEEPEST = 8
MOST_ANGLES = 200
HOLDERS = {"clip", "sync-clip", "audition"}


@dataclass(slots=True)
class _Reading:
    """The resources of a file, and the events found so far by lane; sounds apart. `depth`: how many compounds deep it is."""

    assets: dict[str, ET.Element]
    compounds: dict[str, ET.Element]
    lanes: dict[int, list[Event]] = field(default_factory=dict)
    sounds: list[Taken] = field(default_factory=list)
    titles: list[Card] = field(default_factory=list)
    found: int = 0
    depth: int = 0

    def add(self, event: Event, lane: int, sound: bool) -> None:
        self.found += 1
        counted_in(self.found)
        if sound and isinstance(event, Taken):
            self.sounds.append(event)
        else:
            self.lanes.setdefault(lane, []).append(event)

    @property
    def tracks(self) -> list[list[Event]]:
        """The lanes from the lowest to the highest."""
        return [self.lanes[lane] for lane in sorted(self.lanes)]


def read(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut of the first project. Raises NotACut without one, or for a time that cannot be."""
    root = tree_of(data)
    sequence = root.find(".//project/sequence")
    if sequence is None:  # else the first one might be that of a compound clip
        sequence = root.find(".//sequence")
    spine = None if sequence is None else sequence.find("spine")
    if sequence is None or spine is None:
        raise NotACut(_("Ce fichier FCPXML ne contient aucun projet."), _("Exporter le projet, pas la bibliothèque."))
    assets, compounds = ({one.get("id", ""): one for one in root.iter(tag)} for tag in ("asset", "media"))
    reading = _Reading(assets, compounds)
    _storyline(spine, Fraction(0), 0, reading, _time(sequence, "tcStart"))
    form = root.find(f".//format[@id='{sequence.get('format', '')}']") if sequence.get("format", "").isalnum() else None
    frame = _time(form, "frameDuration") if form is not None and form.get("frameDuration") else Fraction(1, 25)
    if not Fraction(1, 1000) <= frame <= 1:
        raise NotACut(_("Ce montage contient un temps impossible."), _("Réexporter le projet."))
    project = root.find(".//project")
    name = "" if project is None else project.get("name", "")
    return layered(name, rate or 1 / frame, reading.tracks, reading.sounds, (), reading.titles)


def _storyline(spine: ET.Element, at: Fraction, lane: int, reading: _Reading, base: Fraction | None = None) -> None:
    """The items of a spine one after another, from `at` on; with `base` an offset that is given counts from there."""
    mixing = False
    for item in spine:
        mixing = mixing or item.tag == "transition"
        if item.tag not in ITEMS:
            continue
        shown = _chosen(item)
        if base is not None and shown.get("offset"):
            at = sane(_time(shown, "offset") - base)
        _item(shown, at, lane, reading, mixing)
        mixing, at = False, sane(at + _time(shown, "duration"))


def _chosen(item: ET.Element) -> ET.Element:
    """Of an audition the clip that was chosen, in its place; any other item is itself."""
    chosen = next((one for one in item if one.tag in ITEMS), item) if item.tag == "audition" else item
    for name in ("offset", "lane"):
        if item.get(name) and not chosen.get(name):
            chosen.set(name, item.get(name, ""))
    return chosen


def _item(item: ET.Element, at: Fraction, lane: int, reading: _Reading, mixing: bool) -> None:
    """One item and all that is connected to it."""
    start, length = _time(item, "start"), sane(_time(item, "duration"))
    sound = item.tag == "audio" or item.get("srcEnable") == "audio"
    event = _event(item, at, length, reading, mixing) if item.get("enabled") != "0" else None
    if isinstance(event, Taken) and _mute(item, reading):
        sound = True
    inside = reading.compounds.get(item.get("ref", "")) if item.tag in ("ref-clip", "mc-clip") else None
    if isinstance(event, Taken) and inside is not None and item.find("timeMap") is None:
        for part in _compound(inside, item, event, reading):
            reading.add(part, lane, sound)
    elif event is not None:
        reading.add(event, lane, sound)
    for one in item:
        child = _chosen(one)
        if child.tag in ITEMS and child.get("lane"):
            under = int(fraction(child.get("lane", "0")))
            when = sane(at + _time(child, "offset") - start, negative=True)
            if child.tag == "spine":
                _storyline(child, max(when, Fraction(0)), lane + under, reading)
            elif when >= 0:
                _item(child, when, lane + under, reading, False)


def _compound(media: ET.Element, item: ET.Element, event: Taken, reading: _Reading) -> tuple[Event, ...]:
    """What is seen of a compound clip, or of the camera chosen in a multicam clip; itself when it cannot be opened."""
    holder = next((one for one in media if one.tag in ("sequence", "multicam")), None)
    if holder is None or reading.depth >= DEEPEST or (holder.tag == "multicam" and len(holder) > MOST_ANGLES):
        return (event,)
    base, start = _time(holder, "tcStart"), _time(item, "start")
    first = start - base if start else Fraction(0)
    window = Window(first, first + event.length, event.at)
    seen, heard = (_angle(holder, item, kind) for kind in ("video", "audio"))
    if seen is None and heard is None:
        return (event,)
    inner = _opened(seen, base, reading)
    alone = inner if heard is seen else _opened(heard, base, reading)
    reading.sounds += window.sounds([alone.sounds])
    if alone is not inner:
        reading.sounds += window.sounds(alone.tracks)
    reading.titles += [*window.titles(inner.tracks), *window.sought(inner.titles)]
    return tuple(window.seen(inner.tracks))


def _opened(line: ET.Element | None, base: Fraction, reading: _Reading) -> _Reading:
    """Everything on a storyline within a clip, on its own clock."""
    inner = _Reading(reading.assets, reading.compounds, found=reading.found, depth=reading.depth + 1)
    if line is not None:
        _storyline(line, Fraction(0), 0, inner, base)
    reading.found = inner.found
    return inner


def _angle(holder: ET.Element, item: ET.Element, kind: str) -> ET.Element | None:
    """The storyline that a clip shows, or is heard of: the spine of a compound, the chosen angle of a multicam."""
    if holder.tag == "sequence":
        return holder.find("spine")
    sources = item.findall("mc-source")
    wanted = [one.get("angleID") for one in sources if one.get("srcEnable", "all") in ("all", kind)]
    angles = holder.findall("mc-angle")
    if not sources:
        return next(iter(angles), None)
    return next((one for one in angles if one.get("angleID") in wanted), None)


def _event(item: ET.Element, at: Fraction, length: Fraction, reading: _Reading, mixing: bool) -> Event | None:
    if item.tag in ("gap", "spine"):
        return None
    if item.tag == "title":
        text = "".join("".join(part.itertext()) for part in item.findall("text"))
        return Card(at, length, text.strip()) if text.strip() else None
    inner = _inner(item)
    asset = reading.assets.get(inner.get("ref", ""))
    odd = ["transition"] if mixing else []
    if asset is None:
        odd += ["nested"] if item.find("timeMap") is None else ["speed", "nested"]
        return Taken(at, length, Seconds(Fraction(0), length, None), item.get("name", ""), odd=tuple(odd))
    start = _time(inner, "start") if inner is not item and inner.get("start") else _time(item, "start")
    if inner is not item and item.get("start"):
        start += _time(item, "start") - _time(inner, "offset") if inner.get("offset") else 0
    start = start if item.get("start") or inner.get("start") else _time(asset, "start")
    source = Seconds(sane(start), length, sane(_time(asset, "start")))
    level = item.find("adjust-volume")
    if item.get("srcEnable") == "video" or (level is not None and level.get("amount", "").startswith("-96")):
        odd.append("silenced")
    warp = item.find("timeMap")
    if warp is not None:
        source, done = _played(warp, source)
        odd += done
    note = words(item, "note")
    exact = note.removeprefix(f"{MARK} ") if note.startswith(f"{MARK} ") else ""
    voice, exact = exact.startswith(VOICE), exact.removeprefix(VOICE)
    media = asset.find("media-rep")
    src = asset.get("src") or (media.get("src", "") if media is not None else "")
    names = (src, asset.get("name", ""), item.get("name", ""))
    facts = {one.get("key", ""): one.get("value", "") for one in asset.iter("md")}
    reel, sha = facts.get("com.apple.proapps.studio.reel", ""), facts.get(f"org.{MARK}.sha256", "")
    addresses = tuple(unquote(name) for name in names if name)
    said = (item.get("name", "") or asset.get("name", ""), reel, addresses, sha, exact, tuple(odd))
    fades = (_faded(item, "fadeIn"), _faded(item, "fadeOut"))
    return Taken(at, length, source, *said, heard=voice, voice=voice, fades=fades)


def _faded(item: ET.Element, tag: str) -> Fraction:
    """How long a clip fades, by its opacity, or by its level when it has no picture."""
    found = (item.find(f"{name}/param[@name='amount']/{tag}") for name in ("adjust-blend", "adjust-volume"))
    fade = next((one for one in found if one is not None), None)
    return Fraction(0) if fade is None else sane(_time(fade, "duration"))


def _played(warp: ET.Element, source: Seconds) -> tuple[Seconds, tuple[str, ...]]:
    """What a retimed clip shows of its file, and what was done to it: the map leads from the clip's own clock to the file's."""
    points = [(_time(one, "time"), _time(one, "value")) for one in warp.findall("timept")]
    origin = source.origin or Fraction(0)
    if len(points) < 2 or any(one[0] >= other[0] for one, other in pairwise(points)):
        return source, ("warped",)
    own = (off for off in (Fraction(0), origin) if points[0][0] <= source.start - off < points[-1][0])
    late = next(own, None)
    if late is None:
        return source, ("warped",)
    edges = [source.start - late, source.start - late + source.length]
    inside = [value for time, value in points if edges[0] < time < edges[1]]
    found = [_mapped(points, edges[0]), *inside, _mapped(points, edges[1])]
    values = [value if value >= origin else value + origin for value in found]
    start, end = min(values), max(values)
    if end <= start:
        return source, ("warped",)
    steady = not inside and found[0] < found[-1]
    return Seconds(sane(start), sane(end - start), origin), ("speed",) if steady else ("speed", "uneven")


def _mapped(points: list[tuple[Fraction, Fraction]], time: Fraction) -> Fraction:
    """The value of a broken line at `time`; before and after its ends it goes on as there."""
    (t0, v0), (t1, v1) = next((pair for pair in pairwise(points) if time <= pair[1][0]), (points[-2], points[-1]))
    return v0 + (v1 - v0) * (time - t0) / (t1 - t0)


def _inner(item: ET.Element) -> ET.Element:
    """The element that names the file: the item itself, or the first of those that it holds."""
    waiting = _held(item) if item.tag in HOLDERS else iter(())
    return item if item.get("ref") else next(waiting, item)


def _held(item: ET.Element) -> Iterator[ET.Element]:
    for child in item.iter():
        if child is not item and child.tag in ("video", "asset-clip", "audio") and child.get("ref"):
            yield child


def _mute(item: ET.Element, reading: _Reading) -> bool:
    """True when the file has sound only."""
    asset = reading.assets.get(_inner(item).get("ref", ""))
    return asset is not None and asset.get("hasVideo") != "1" and asset.get("hasAudio") == "1"


def _time(element: ET.Element, name: str) -> Fraction:
    """A time attribute, `0` when it is not given."""
    found = fraction(element.get(name, "0s").strip().removesuffix("s"))
    if abs(found) > 4 * LONGEST:
        raise NotACut(_("Ce montage contient un temps impossible."), _("Réexporter le projet."))
    return found
