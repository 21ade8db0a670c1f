# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro search`: a quote or words, found on the exact frame."""

import argparse
from collections.abc import Iterator

from archive.cli.context import add_json, answer, archive_of
from archive.labels import label
from archive.model.people import Group, Sex
from archive.search import Hit, Request, Results, search
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext
from media.timecode import text_of_ms

KWIC_WORDS, KWIC_WIDTH = 8, 44
_GROUPS = tuple(group.value for group in Group)
_SEXES = tuple(sex.value for sex in Sex)


def configure(parser: argparse.ArgumentParser) -> None:
    """The question and its filters."""
    parser.add_argument(
        "query",
        metavar=_("QUESTION"),
        help=_('des mots, une citation "entre guillemets", "deux mots"~5, =exact, début*, ET OU SAUF, -mot, ( )'),
    )
    parser.add_argument("--region", metavar=_("RÉGION"), help=_("seulement cette région"))
    parser.add_argument(
        "--group", metavar=_("GROUPE"), help=_("seulement ce groupe : {names}").format(names=", ".join(_GROUPS))
    )
    parser.add_argument(
        "--sex", metavar=_("SEXE"), help=_("seulement ce sexe : {names}").format(names=", ".join(_SEXES))
    )
    parser.add_argument("--lang", metavar=_("LANGUE"), help=_("seulement les pistes de cette langue : fr, bm, ses…"))
    parser.add_argument("--broad", action="store_true", help=_("aussi les synonymes et les mots de la même famille"))
    parser.add_argument("--fuzzy", action="store_true", help=_("aussi les mots à une lettre près"))
    parser.add_argument("--kwic", action="store_true", help=_("une ligne par résultat, alignée sur les mots trouvés"))
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("nombre de résultats montrés (50)"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Ask and print; finding nothing is an answer too."""
    _check(_("Le groupe"), args.group, _GROUPS)
    _check(_("Le sexe"), args.sex, _SEXES)
    if args.limit < 0:
        raise WrongUse(_("Le nombre de résultats ne peut pas être négatif."))
    request = Request(args.query, args.region, args.group, args.sex, args.lang, args.broad, args.fuzzy, args.limit)
    with archive_of(args) as library:
        found = search(library, request)
    answer(args, as_json(found), _kwic(found) if args.kwic else _lines(found))
    return 0


def as_json(found: Results) -> dict[str, object]:
    """The answer as programs read it."""
    return {
        "query": found.query,
        "total": found.total,
        "hits": [_hit(hit) for hit in found.hits],
        "facets": {
            name: [{"value": facet.value, "count": facet.count} for facet in facets]
            for name, facets in found.facets.items()
        },
        "also_searched": list(found.also_searched),
        "offered": list(found.offered),
        "did_you_mean": list(found.did_you_mean),
    }


def _hit(hit: Hit) -> dict[str, object]:
    left, middle, right = around(hit)
    return {
        "interview": hit.interview,
        "recording": hit.recording,
        "track": hit.track,
        "start_ms": hit.start_ms,
        "end_ms": hit.end_ms,
        "word_ms": hit.word_ms,
        "text": hit.text,
        "before": hit.before,
        "after": hit.after,
        "region": hit.region,
        "group": hit.group,
        "speaker": hit.speaker,
        "sex": hit.sex,
        "language": hit.language,
        "recording_name": hit.recording_name,
        "marks": [list(mark) for mark in hit.marks],
        "kwic": [left, middle, right],
    }


def around(hit: Hit) -> tuple[str, str, str]:
    """The found words with eight words to their left and eight to their right."""
    start = hit.marks[0][0] if hit.marks else 0
    end = hit.marks[-1][1] if hit.marks else len(hit.text)
    left = f"{hit.before} {hit.text[:start]}".split()[-KWIC_WORDS:]
    right = f"{hit.text[end:]} {hit.after}".split()[:KWIC_WORDS]
    return " ".join(left), hit.text[start:end], " ".join(right)


def _lines(found: Results) -> Iterator[str]:
    yield _count(found)
    for hit in found.hits:
        yield ""
        who = ", ".join(part for part in (hit.speaker, label(hit.group), hit.region) if part)
        yield f"{hit.interview}  {hit.recording_name}  {text_of_ms(hit.start_ms)} → {text_of_ms(hit.end_ms)}  {who}".rstrip()
        yield f"  {hit.text}"
    yield from _remarks(found)


def _kwic(found: Results) -> Iterator[str]:
    yield _count(found)
    for hit in found.hits:
        left, middle, right = around(hit)
        place = f"{hit.interview} {text_of_ms(hit.word_ms)}"
        yield f"{left[-KWIC_WIDTH:]:>{KWIC_WIDTH}} [{middle}] {right[:KWIC_WIDTH]:<{KWIC_WIDTH}}  {place}".rstrip()
    yield from _remarks(found)


def _count(found: Results) -> str:
    if found.occurrences:
        return ngettext("{count} occurrence", "{count} occurrences", found.total).format(count=found.total)
    return ngettext("{count} passage", "{count} passages", found.total).format(count=found.total)


def _remarks(found: Results) -> Iterator[str]:
    widened = [form for form in found.also_searched if form not in found.offered]
    if widened:
        yield ""
        yield _("Cherché aussi : {forms}").format(forms=", ".join(widened))
    if found.offered:
        yield _("Autre mot, non cherché : {forms}").format(forms=", ".join(found.offered))
    if found.did_you_mean:
        yield _("Vouliez-vous dire : {forms}").format(forms=", ".join(found.did_you_mean))


def _check(what: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise WrongUse(
            _("{what} « {value} » n’existe pas.").format(what=what, value=value),
            _("Choisir parmi : {names}.").format(names=", ".join(allowed)),
        )
