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
from media.errors import NotFound, WrongUse
from media.files import write_bytes
from media.language import gettext as _
from media.language import ngettext
from media.timecode import text_of_ms
from subtitles.checks import Finding, check, load_profile
from subtitles.checks.fix import Edit, fix
from subtitles.cue import Track
from subtitles.diagnostic import ERROR, INFO, Diagnostic, reported
from subtitles.formats import writable
from subtitles.writing import write

_MANY = 5
_MARKS = {"error": "✗", "warning": "!", "info": "·"}


class Subject(NamedTuple):
    """What is checked."""

    track: Track
    diagnostics: list[Diagnostic]
    format: str
    encoding: str
    rate: Fraction | None


def run_check(args: argparse.Namespace) -> int:
    """Check a file or a track. Exit status 1 when there is a warning or an error, in the reading or in the rules."""
    if args.fix != (args.output is not None):
        raise WrongUse(
            _("--fix et -o vont ensemble."), _("Par exemple : baro subtitles check a.srt --fix -o a-corrigé.srt")
        )
    profile = load_profile(args.profile or config.load(folder_of(args)).profile)
    subject = _subject(args)
    findings = check(subject.track, profile, subject.rate)
    edits: tuple[Edit, ...] = ()
    if args.fix:
        fixed = fix(subject.track, profile)
        edits = fixed.edits
        written = write(fixed.track, writable(args.output.suffix).name)
        write_bytes(args.output, written.data)
        subject = subject._replace(diagnostics=[*subject.diagnostics, *written.diagnostics])
    answer(args, _data(args, subject, findings, edits), _lines(args, subject, findings, edits))
    grave = [one.severity for one in findings] + [one.severity for one in subject.diagnostics]
    return int(any(severity != INFO for severity in grave))


def _subject(args: argparse.Namespace) -> Subject:
    from archive.tracks import outgoing, read_file

    path = Path(args.file)
    if path.is_file():
        reading = read_file(path, args.encoding)
        track = replace(reading.track, language=args.lang or reading.track.language)
        return Subject(track, reading.diagnostics, reading.format, reading.encoding, None)
    if path.suffix or path.name != args.file:
        raise NotFound(_("Il n’y a pas de fichier {path}.").format(path=path), _("Vérifier le chemin."))
    from archive.catalogue import recordings

    with archive_of(args) as library:
        leaving = outgoing(library, args.file)
        with library.reading() as session:
            picture = recordings.get(session, leaving.stored.recording).picture
    source = leaving.source
    found = [*(source.diagnostics if source is not None else ()), *leaving.left_out]
    version = leaving.stored.version
    return Subject(leaving.track, found, version.format, version.encoding, picture.rate if picture else None)


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
        "findings": [asdict(one) for one in findings],
    }
    if args.fix:
        data |= {"fixed": str(args.output), "edits": [asdict(one) for one in edits]}
    return data


def _lines(
    args: argparse.Namespace, subject: Subject, findings: list[Finding], edits: tuple[Edit, ...]
) -> Iterator[str]:
    yield _("{file} : {format}, {encoding}, {cues}.").format(
        file=args.file,
        format=subject.format,
        encoding=subject.encoding,
        cues=ngettext("{n} sous-titre", "{n} sous-titres", len(subject.track.cues)).format(n=len(subject.track.cues)),
    )
    yield from told(subject.diagnostics)
    for one in findings:
        mark = _MARKS[one.severity]
        yield f"{mark} {one.cue:>4}  {text_of_ms(one.start_ms)}  {one.message}  [{one.rule}]"
    yield _summary(Counter(one.severity for one in findings))
    if args.fix:
        count = len(edits)
        fixed = ngettext("{count} correction, écrite dans {file}.", "{count} corrections, écrites dans {file}.", count)
        yield fixed.format(count=count, file=args.output)
        for rule, count in Counter(one.rule for one in edits).most_common():
            yield f"  {count:>4}  {rule}"


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
