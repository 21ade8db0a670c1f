# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles convert`: a bare file into another format, moved in time and reflowed on the way if asked."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from pathlib import Path

from archive.cli.context import add_json, answer, warned
from archive.cli.subtitlecheck import rate_of, told
from media.errors import Refused, WrongUse
from media.files import spare, write_bytes
from media.language import gettext as _
from media.timecode import ms_of_text
from subtitles.cue import Track
from subtitles.diagnostic import ERROR, Diagnostic
from subtitles.formats import writable
from subtitles.layout import Layout
from subtitles.reading import Reading

_SECONDS = re.compile(r"([+-]?)(?:(\d{1,7})(?:[.,](\d{1,3}))?|(\d[\d:.,]*:[\d:.,]*))", re.ASCII)


def configure_convert(parser: argparse.ArgumentParser) -> None:
    """What `convert` takes."""
    parser.add_argument("file", type=Path, metavar=_("ENTRÉE"), help=_("le fichier à lire"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar=_("SORTIE"), help=_("son nom dit le format : .srt, .vtt…")
    )
    parser.add_argument(
        "--encoding",
        metavar=_("ENCODAGE"),
        help=_("encodage de l’entrée, ou de la sortie si l’entrée est en Unicode, que l’on reconnaît toujours"),
    )
    parser.add_argument("--strict", action="store_true", help=_("ne garder que ce que la norme du format accepte"))
    parser.add_argument("--lang", metavar=_("LANGUE"), help=_("langue du fichier ; sinon ce qu’il dit, sinon fr"))
    _add_moves(parser)
    add_layout(parser)
    parser.add_argument(
        "--beside", type=Path, metavar=_("FICHIER"), help=_(".html : la piste en langue source, placée à gauche")
    )
    add_json(parser)


def _add_moves(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from-rate", metavar=_("CADENCE"), help=_("images par seconde pour lesquelles le fichier a été fait")
    )
    parser.add_argument("--to-rate", metavar=_("CADENCE"), help=_("images par seconde auxquelles le film passe"))
    parser.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar=_("ICI=LÀ"),
        help=_("un repère : 00:01:00=00:01:02.500 ; un seul décale, deux étirent"),
    )
    parser.add_argument("--shift", metavar=_("DURÉE"), help=_("décaler : 1.5, --shift=-0:02.000 (secondes ou horloge)"))
    parser.add_argument(
        "--snap", type=Path, metavar=_("FICHIER"), help=_("caler sur ces instants (plans, parole), un par ligne")
    )
    parser.add_argument(
        "--reach", type=int, default=200, metavar="MS", help=_("portée de --snap en millisecondes (200)")
    )
    parser.add_argument("--reflow", action="store_true", help=_("recouper les textes en lignes et en sous-titres"))
    parser.add_argument(
        "--width", type=int, default=42, metavar=_("SIGNES"), help=_("signes par ligne pour --reflow (42)")
    )


def add_layout(parser: argparse.ArgumentParser) -> None:
    """How the file is laid out, for the formats that ask."""
    parser.add_argument("--size", metavar=_("LxH"), help=_(".ass : taille de l’image en pixels (1920x1080)"))
    parser.add_argument("--box", action="store_true", help=_(".ass : un bandeau sombre derrière les mots"))
    parser.add_argument("--rate", metavar=_("CADENCE"), help=_(".stl : 25 ou 30 images par seconde (25)"))
    parser.add_argument("--title", default="", metavar=_("TITRE"), help=_(".html, .stl : le titre de l’œuvre"))


def layout_of(args: argparse.Namespace, beside: Track | None = None) -> Layout:
    """The layout that was asked for. Raises WrongUse."""
    width, height = _size(args.size)
    return Layout(width, height, args.box, beside, args.title, rate_of(args.rate) or Fraction(25), date.today())


def _size(text: str | None) -> tuple[int, int]:
    if text is None:
        return 1920, 1080
    found = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", text)
    if found is None or min(int(found[1]), int(found[2])) < 16:
        raise WrongUse(_("Taille illisible : « {text} ».").format(text=text), _("Par exemple 1920x1080 ou 1080x1920."))
    return int(found[1]), int(found[2])


def run_convert(args: argparse.Namespace) -> int:
    """Read, move, write, and say what was done. Nothing is written when nothing could be read."""
    from archive.tracks import bytes_of, read_file
    from subtitles.encoding import is_unicode, known
    from subtitles.reading import read
    from subtitles.writing import write

    target = writable(args.output.suffix)
    if args.beside is not None and target.name != "html":
        raise WrongUse(_("--beside ne va qu’avec un script .html."), _("Par exemple -o script.html"))
    spare(args.output, args.file, args.beside, args.snap)
    data = bytes_of(args.file)
    given = known(args.encoding) if args.encoding else None
    sure = is_unicode(data)
    reading = read(data, None if sure else given, args.strict)
    _refuse_nothing(args.file, reading, args.strict)
    encoding = given if sure and given else "utf-8"
    track = moved(reading.track, args)
    beside = read_file(args.beside).track if args.beside is not None else None
    written = write(track, target.name, encoding, args.strict, layout_of(args, beside))
    write_bytes(args.output, written.data)
    extra = {"cues": len(track.cues), "reported": reading.reported, "read_as": reading.encoding}
    facts: dict[str, object] = {"format": target.name, "encoding": "binary" if target.binary else encoding, **extra}
    tell_file(args, reading.diagnostics, written.diagnostics, facts)
    return 0


def _refuse_nothing(path: Path, reading: Reading, strict: bool) -> None:
    """Refuse a file that gave no cue, unless it is a whole file of its format that has none."""
    if reading.track.cues or not any(one.severity == ERROR for one in reading.diagnostics):
        return
    if strict and reading.format != "srt":
        return  # what the standard leaves is nothing, and that was asked
    causes = [one for one in reading.diagnostics if one.severity == ERROR]
    raise Refused(
        _("Aucun sous-titre n’a pu être lu dans {name} : rien n’est écrit. {why}").format(
            name=path.name, why=causes[0].action
        ),
        _("« baro subtitles check {path} » dit pourquoi, ligne par ligne.").format(path=path),
    )


def moved(track: Track, args: argparse.Namespace) -> Track:
    """The track with the moves that were asked for, in the order rate, anchors, shift, snap, reflow. Raises WrongUse."""
    from dataclasses import replace

    from subtitles.clock import Anchor, change_rate, shift, snap, stretch
    from subtitles.pieces import reflow

    if args.lang:
        track = replace(track, language=args.lang)
    was, now = rate_of(args.from_rate), rate_of(args.to_rate)
    if (was is None) != (now is None):
        raise WrongUse(_("--from-rate et --to-rate vont ensemble."), _("Par exemple --from-rate 25 --to-rate 23.976"))
    if was is not None and now is not None:
        track = change_rate(track, was, now)
    anchors = [Anchor(*_anchor(text)) for text in args.anchor]
    if len(anchors) > 2:
        raise WrongUse(_("Un ou deux repères, pas plus."), _("Étirer en deux fois, morceau par morceau."))
    if len(anchors) == 2:
        track = stretch(track, *anchors)
    elif anchors:
        track = shift(track, anchors[0].to - anchors[0].at)
    if args.shift:
        track = shift(track, _duration(args.shift))
    if args.snap is not None:
        track = snap(track, _points(args.snap), args.reach)
    if args.reflow:
        if args.width < 1:
            raise WrongUse(_("Une ligne a au moins un signe."), _("Par exemple --width 42"))
        track = reflow(track, args.width)
    return track


def _anchor(text: str) -> tuple[int, int]:
    here, sign, there = text.partition("=")
    if not sign:
        raise WrongUse(_("Repère illisible : « {text} ».").format(text=text), _("Par exemple 00:01:00=00:01:02.500"))
    return ms_of_text(here), ms_of_text(there)


def _duration(text: str) -> int:
    """Milliseconds of seconds or of a clock, with a sign. Raises WrongUse."""
    found = _SECONDS.fullmatch(text.strip().replace("−", "-"))
    if found is None:
        raise WrongUse(_("Durée illisible : « {text} ».").format(text=text), _("Par exemple 1.5 ou -00:00:02.000"))
    ms = ms_of_text(found[4]) if found[4] else int(found[2]) * 1000 + int((found[3] or "").ljust(3, "0"))
    return -ms if found[1] == "-" else ms


def _points(path: Path) -> list[int]:
    """The moments in a file, one a line: a clock, or seconds. Raises WrongUse naming the line, NotFound."""
    from archive.tracks import bytes_of

    points = []
    for number, line in enumerate(bytes_of(path).decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            points.append(_duration(line.split()[0]))
        except WrongUse as error:
            raise WrongUse(
                _("{name}, ligne {line} : {why}").format(name=path.name, line=number, why=error.message), error.hint
            ) from error
    return points


def tell_file(
    args: argparse.Namespace,
    read: list[Diagnostic],
    written: list[Diagnostic],
    facts: dict[str, object],
    warnings: Sequence[str] = (),
) -> None:
    """Say what was written where, what reading and writing had to repair, and what is to be known of the words."""
    data = {"file": str(args.output), **facts, "diagnostics": [asdict(one) for one in (*read, *written)]}
    line = _("Écrit : {file} ({format}, {encoding}).").format(
        file=args.output, format=facts["format"], encoding=facts["encoding"]
    )
    answer(args, data, [*told(read), *told(written, read=False), line, *warned(warnings)])
