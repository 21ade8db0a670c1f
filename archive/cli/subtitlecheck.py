# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles check`: what is wrong with a file or a track, in French, and what can be put right by itself."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from archive import config
from archive.cli.context import answer, archive_of, folder_of
from archive.model.track import KeptWaiver
from media.errors import NotFound, WrongUse
from media.files import spare, write_bytes
from media.fonts import drawable
from media.language import decimals, ngettext
from media.language import gettext as _
from media.timecode import text_of_ms
from subtitles.checks import Finding, check, load_profile
from subtitles.checks.figures import figures
from subtitles.checks.fix import Edit, fix
from subtitles.cue import Track
from subtitles.diagnostic import ERROR, INFO, Diagnostic, reported
from subtitles.formats import writable
from subtitles.writing import write

_MANY = 5
_EXACT = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}
_MARKS = {"error": "✗", "warning": "!", "info": "·"}


class Subject(NamedTuple):
    """What is checked."""

    track: Track
    diagnostics: list[Diagnostic]
    format: str
    encoding: str
    rate: Fraction | None
    fonts: Path | None = None
    waived: tuple[KeptWaiver, ...] = ()


def run_check(args: argparse.Namespace) -> int:
    """Check a file or a track. Exit status 1 when there is a warning or an error, in the reading or in the rules."""
    if args.fix != (args.output is not None):
        raise WrongUse(
            _("--fix et -o vont ensemble."), _("Par exemple : baro subtitles check a.srt --fix -o a-corrigé.srt")
        )
    if args.output is not None:
        spare(args.output, Path(args.file))
    profile = load_profile(args.profile or config.load(folder_of(args)).profile)
    subject = _subject(args)
    glyphs = drawable(subject.fonts)
    findings, waived = _sorted(check(subject.track, profile, subject.rate, glyphs), subject)
    edits: tuple[Edit, ...] = ()
    if args.fix:
        spared = frozenset((one.cue, one.rule) for one, _waiver in waived)
        fixed = fix(subject.track, profile, subject.rate, glyphs, proposed=args.proposed, spared=spared)
        edits = fixed.edits
        written = write(fixed.track, writable(args.output.suffix).name)
        write_bytes(args.output, written.data)
        subject = subject._replace(diagnostics=[*subject.diagnostics, *written.diagnostics])
    data = _data(args, subject, findings, edits)
    if subject.waived:
        data["waived"] = [{**_finding(one), "by": by.by, "reason": by.message} for one, by in waived]
    answer(args, data, _lines(args, subject, findings, edits, len(waived)))
    grave = [one.severity for one in findings] + [one.severity for one in subject.diagnostics]
    return int(any(severity != INFO for severity in grave))


def _sorted(found: list[Finding], subject: Subject) -> tuple[list[Finding], list[tuple[Finding, KeptWaiver]]]:
    """The findings, with those that somebody lets stand apart; a bare file has none of these."""
    if not subject.waived:
        return found, []
    from archive.waivers import sort

    return sort(found, subject.track.cues, subject.waived)


def _subject(args: argparse.Namespace) -> Subject:
    from archive.tracks import outgoing, read_file

    path = Path(args.file)
    if path.is_file():
        reading = read_file(path, args.encoding)
        track = replace(reading.track, language=args.lang or reading.track.language)
        return Subject(track, reading.diagnostics, reading.format, reading.encoding, rate_of(args.rate))
    if path.suffix or path.name != args.file:
        raise NotFound(_("Il n’y a pas de fichier {path}.").format(path=path), _("Vérifier le chemin."))
    from archive.catalogue import recordings
    from archive.waivers import kept

    with archive_of(args) as library:
        if args.output is not None:
            library.spare_originals(args.output)
        leaving = outgoing(library, args.file)
        with library.reading() as session:
            picture = recordings.get(session, leaving.stored.recording).picture
        waived = tuple(kept(library, args.file))
    source = leaving.source
    found = [*(source.diagnostics if source is not None else ()), *leaving.left_out]
    version = leaving.stored.version
    rate = rate_of(args.rate) or (picture.rate if picture else None)
    return Subject(leaving.track, found, version.format, version.encoding, rate, library.folder / "fonts", waived)


def rate_of(text: str | None) -> Fraction | None:
    """Frames per second as typed: 25, 23.976 or 24000/1001. Raises WrongUse."""
    if text is None:
        return None
    try:
        rate = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 1000:
        raise WrongUse(
            _("Cadence illisible : « {text} ».").format(text=text), _("Par exemple 25, 29.97 ou 30000/1001.")
        )
    return _EXACT.get(text.replace(",", "."), rate)


def _data(
    args: argparse.Namespace, subject: Subject, findings: list[Finding], edits: Iterable[Edit]
) -> dict[str, object]:
    data: dict[str, object] = {
        "file": str(args.file),
        "format": subject.format,
        "encoding": subject.encoding,
        "language": subject.track.language,
        "cues": len(subject.track.cues),
        "reported": reported(subject.diagnostics),
        "diagnostics": [asdict(one) for one in subject.diagnostics],
        "figures": asdict(figures(subject.track, findings)),
        "findings": [_finding(one) for one in findings],
    }
    if args.fix:
        data |= {"fixed": str(args.output), "edits": [asdict(one) for one in edits]}
    return data


def _finding(one: Finding) -> dict[str, object]:
    return {**one._asdict(), "times": [time._asdict() for time in one.times]}


def _lines(
    args: argparse.Namespace, subject: Subject, findings: list[Finding], edits: tuple[Edit, ...], waived: int
) -> Iterator[str]:
    yield _("{file} : {format}, {encoding}, {cues}.").format(
        file=args.file,
        format=subject.format,
        encoding=subject.encoding,
        cues=ngettext("{n} sous-titre", "{n} sous-titres", len(subject.track.cues)).format(n=len(subject.track.cues)),
    )
    yield from told(subject.diagnostics)
    yield from _found(findings, args.all)
    read = figures(subject.track, findings)
    if read.comfort is not None:
        sentence = _("Lecture : {comfort} % de sous-titres confortables, {speed} caractères par seconde en moyenne.")
        yield sentence.format(comfort=read.comfort, speed=decimals(str(read.speed)))
    yield _summary(Counter(one.severity for one in findings))
    if waived:
        yield ngettext(
            "{n} remarque laissée de côté à la demande de quelqu’un.",
            "{n} remarques laissées de côté à la demande de quelqu’un.",
            waived,
        ).format(n=waived)
    if args.fix:
        done = len(edits)
        fixed = ngettext("{count} correction, écrite dans {file}.", "{count} corrections, écrites dans {file}.", done)
        yield fixed.format(count=done, file=args.output)
        for edit in edits:
            yield f"  {edit.cue:>4}  {_shown(edit.before)}  →  {_shown(edit.after)}  [{edit.rule}]"


def _found(findings: list[Finding], every: bool) -> Iterator[str]:
    """A line for each finding; remarks that come by the dozen are shown a few times, then counted, unless `every`."""
    seen: Counter[str] = Counter()
    for one in findings:
        seen[one.rule] += one.severity == INFO
        if every or one.severity != INFO or seen[one.rule] <= _MANY:
            where = f"{one.cue:>4}  {text_of_ms(one.start_ms)}  " if one.cue else ""
            yield f"{_MARKS[one.severity]} {where}{one.message}  [{one.rule}]"
    for rule, count in seen.items():
        if count > _MANY and not every:
            yield _("· {code} : {count} remarques en tout (--all les montre).").format(code=rule, count=count)


def _shown(text: str) -> str:
    return text.replace("\n", " ⏎ ")


def _summary(counts: Counter[str]) -> str:
    errors, warnings, infos = counts["error"], counts["warning"], counts["info"]
    parts = (
        ngettext("{n} erreur", "{n} erreurs", errors).format(n=errors),
        ngettext("{n} avertissement", "{n} avertissements", warnings).format(n=warnings),
        ngettext("{n} remarque", "{n} remarques", infos).format(n=infos),
    )
    return ", ".join(parts) + "."


def told(diagnostics: Iterable[Diagnostic], *, read: bool = True) -> Iterator[str]:
    """Diagnostics for people: those that come by the dozen are shown a few times, then counted.

    Those of a file that was `read` name their line; those of a written one name their cue by themselves.
    """
    seen: Counter[str] = Counter()
    for one in diagnostics:
        seen[one.code] += 1
        if seen[one.code] <= _MANY or one.severity == ERROR:
            where = _("ligne {line} : ").format(line=one.line) if one.line and read else ""
            yield f"{_MARKS[one.severity]} {where}{one.action}"
    for code, count in seen.items():
        if count > _MANY:
            yield _("· {code} : {count} fois en tout.").format(code=code, count=count)
