# SPDX-License-Identifier: GPL-3.0-or-later
"""What made a render, as people read it: programs and shape, each passage with its words and consents, the files' hashes."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue import consents, participants
from archive.labels import label
from archive.model.film import Render
from media.language import gettext as _
from media.timecode import text_of_ms


def consents_by(session: Session) -> dict[str, str]:
    """Whose consent each record is, by the record's id: the participant's code. Replaced records count too."""
    codes = {person.id: person.code for person in participants.listed(session)}
    return {one.id: codes[one.participant] for one in consents.listed(session, superseded=True)}


def made_of(render: Render, whose: Mapping[str, str]) -> tuple[str, ...]:
    """The facts of a render in lines; `whose`: the code of each consent. What an older render does not know is left out."""
    return tuple(_told(render.facts, whose))


def _told(facts: Mapping[str, Any], whose: Mapping[str, str]) -> Iterator[str]:
    yield _("Baro {baro}, ffmpeg {ffmpeg}").format(baro=facts.get("baro", "?"), ffmpeg=facts.get("ffmpeg", "?"))
    shape = facts.get("format", {})
    loud = _("{lufs} LUFS").format(lufs=shape.get("lufs", "?"))
    if shape.get("pictures", True):
        size = {name: shape.get(name, "?") for name in ("width", "height", "rate")}
        yield _("{width} × {height}, {rate} images par seconde").format(**size) + f", {loud}"
    else:
        yield _("son seul") + f", {loud}"
    for part in facts.get("parts", []):
        yield _card(part) if "card" in part else _footage(part, whose)
    for voice in facts.get("voices", []):
        yield _("voix") + " " + _footage(voice, whose)
    for name, sha256 in facts.get("files", {}).items():
        yield _("{name}, SHA-256 : {sha256}").format(name=name, sha256=sha256)


def _card(part: Mapping[str, Any]) -> str:
    words = " / ".join(str(part["card"]).splitlines()) or _("image")
    return _("{place}. carton : {words}").format(place=part.get("place", "?"), words=words)


def _footage(part: Mapping[str, Any], whose: Mapping[str, str]) -> str:
    said = [
        _("{place}. {name}, {start} → {end}").format(
            place=part.get("place", "?"),
            name=part.get("name", "?"),
            start=text_of_ms(int(part.get("start_ms", 0))),
            end=text_of_ms(int(part.get("end_ms", 0))),
        )
    ]
    if part.get("track_version"):
        said.append(_("sous-titres, version {number}").format(number=part["track_version"]))
    if part.get("masked"):
        said.append(_("masqué : {part}").format(part=", ".join(label(one) for one in part["masked"])))
    given = sorted({whose.get(one, "?") for one in part.get("consents", [])})
    said.append(_("autorisations : {codes}").format(codes=", ".join(given) or _("aucune")))
    said.append(_("original {sha256}").format(sha256=str(part.get("sha256", "?"))[:12]))
    return " · ".join(said)
