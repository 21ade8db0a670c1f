# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro interview align` and `offset`: the recordings of an interview on one timeline."""

import argparse
from collections.abc import Iterator

from archive.align import align, keep, set_by_hand
from archive.catalogue import interviews, placements, recordings
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, answer
from archive.labels import how_label
from archive.library import Library, Session
from archive.model.footage import Recording
from archive.model.placement import How, Placement
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.timecode import ms_of_text, signed_text_of_ms


def configure(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The two subcommands."""
    aligning = commands.add_parser("align", help=_("placer les rushes d’un entretien sur une même ligne de temps"))
    offset = commands.add_parser("offset", help=_("donner à la main le décalage d’un rush"))
    for one in (aligning, offset):
        one.add_argument("code", metavar=_("CODE"), help=_("code de l’entretien, celui de l’ardoise"))
    aligning.add_argument("--reference", metavar=_("RUSH"), help=_("le rush par rapport auquel les autres se placent"))
    aligning.add_argument(
        "--by", choices=[How.SOUND.value, How.TIMECODE.value], help=_("par le son seul, ou par le timecode seul")
    )
    offset.add_argument("recording", metavar=_("RUSH"), help=_("identifiant, ou nom de fichier s’il est unique"))
    where = offset.add_mutually_exclusive_group(required=True)
    where.add_argument("--after", metavar="HH:MM:SS.mmm", help=_("il commence tant après la référence"))
    where.add_argument("--before", metavar="HH:MM:SS.mmm", help=_("il commence tant avant la référence"))
    where.add_argument("--auto", action="store_true", help=_("oublier ce décalage, et laisser chercher"))
    for one in (aligning, offset):
        add_json(one)


def find_places(library: Library, args: argparse.Namespace) -> None:
    """`align`: look for every place, keep and list them."""
    with library.reading() as session:
        interview = interviews.by_code(session, args.code).id
        reference = _inside(session, args.reference, interview).id if args.reference else None
        if not recordings.listed(session, interview=interview):
            raise Refused(_("Cet entretien n’a pas de rush."), _("En verser avec « baro ingest CARTE »."))
    way = How(args.by) if args.by else None
    with percent_bar() as tell:
        found = align(library, interview, by=way, reference=reference, tell=tell)
    with library.writing() as session:
        keep(session, interview, found, library.person.name)
    _tell(library, args, interview)


def set_offset(library: Library, args: argparse.Namespace) -> None:
    """`offset`: keep what a hand says, or forget it."""
    with library.writing() as session:
        interview = interviews.by_code(session, args.code).id
        recording = _inside(session, args.recording, interview)
        if args.auto:
            placements.remove(session, recording.id)
            placements.ask(session, interview, library.person.name)
        else:
            offset = ms_of_text(args.after) if args.after is not None else -ms_of_text(args.before)
            set_by_hand(session, recording.id, offset, library.person.name)
    _tell(library, args, interview)


def _inside(session: Session, words: str, interview: str) -> Recording:
    found = recordings.find(session, words)
    if found.interview != interview:
        raise NotFound(_("{name} n’est pas un rush de cet entretien.").format(name=found.original_name))
    return found


def _tell(library: Library, args: argparse.Namespace, interview: str) -> None:
    with library.reading() as session:
        rushes, placed = recordings.listed(session, interview=interview), placements.of_interview(session, interview)
    data = [placed_data(one, placed.get(one.id)) for one in rushes]
    answer(args, {"interview": args.code, "recordings": data}, _lines(rushes, [placed.get(one.id) for one in rushes]))


def placed_data(recording: Recording, placement: Placement | None) -> dict[str, object]:
    """A recording and its place on the timeline as JSON values; nulls where it has none."""
    return {
        "id": recording.id,
        "name": recording.original_name,
        "offset_ms": placement.on_timeline(0) if placement else None,
        "how": placement.how if placement else None,
        "confidence": placement.confidence if placement else None,
        "drift_ppm": placement.drift if placement else None,
        "timecode_off_ms": placement.timecode_off if placement else None,
    }


def _lines(rushes: list[Recording], placed: list[Placement | None]) -> Iterator[str]:
    names = max((len(one.original_name) for one in rushes), default=0)
    for one, placement in zip(rushes, placed, strict=True):
        if placement is None:
            yield f"{one.original_name:<{names}}  {'—':>13}  " + _("ne peut être placé : le donner à la main")
        else:
            offset = signed_text_of_ms(placement.on_timeline(0))
            yield f"{one.original_name:<{names}}  {offset:>13}  {how_label(placement)}"
