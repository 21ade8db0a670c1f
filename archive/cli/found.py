# SPDX-License-Identifier: GPL-3.0-or-later
"""What `baro search` found, for people and for programs."""

from collections.abc import Iterator

from archive.labels import label
from archive.model.search import SavedSearch
from archive.search import Comparison, Concordance, Hit, Results
from archive.search.compare import Row
from archive.search.kwic import Line, line_of
from media.language import gettext as _
from media.language import ngettext
from media.timecode import short_text_of_ms, text_of_ms

KWIC_WIDTH = 44
BAR = 24


def as_json(found: Results) -> dict[str, object]:
    """The answer as programs read it."""
    return {
        "query": found.query,
        "total": found.total,
        "hits": [hit_as_json(hit) for hit in found.hits],
        "facets": {
            name: [{"value": facet.value, "count": facet.count} for facet in facets]
            for name, facets in found.facets.items()
        },
        "also_searched": list(found.also_searched),
        "offered": list(found.offered),
        "did_you_mean": list(found.did_you_mean),
        "described": [hit_as_json(hit) for hit in found.described],
        "note": found.note,
    }


def hit_as_json(hit: Hit) -> dict[str, object]:
    """One hit as programs read it."""
    line = line_of(hit)
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
        "kwic": [line.left, line.found, line.right],
        "kind": hit.kind,
        "french": hit.french,
    }


def kwic_as_json(found: Concordance) -> dict[str, object]:
    """The concordance as programs read it."""
    return {
        "query": found.query,
        "total": found.total,
        "order": found.order.value,
        "lines": [
            {"left": line.left, "found": line.found, "right": line.right} | hit_as_json(line.hit)
            for line in found.lines
        ],
    }


def comparison_as_json(found: Comparison) -> dict[str, object]:
    """The comparison as programs read it; what is withheld is null."""
    return {
        "query": found.query,
        "rows": [_row_as_json(row) for row in found.rows],
        "total": None if found.total is None else _row_as_json(found.total),
    }


def lines(found: Results) -> Iterator[str]:
    """The answer as people read it."""
    yield _count(found)
    for hit in (*found.hits, *found.described):
        yield ""
        who = ", ".join(part for part in (hit.speaker, label(hit.group), hit.region) if part)
        place = f"{hit.interview}  {hit.recording_name}  {text_of_ms(hit.start_ms)} → {text_of_ms(hit.end_ms)}  {who}"
        yield place.strip()
        yield f"  {_kind(hit)}{hit.text}"
        if hit.french:
            yield f"  {label('fr')} : {hit.french}"
    yield from _remarks(found)


def kwic_lines(found: Concordance) -> Iterator[str]:
    """The concordance as people read it, aligned on the words found."""
    count = ngettext("{count} ligne", "{count} lignes", found.total).format(count=found.total)
    yield (
        count
        if len(found.lines) == found.total
        else _("{shown} sur {count}").format(shown=len(found.lines), count=count)
    )
    yield from (_kwic(line) for line in found.lines)


def comparison_lines(found: Comparison) -> Iterator[str]:
    """The comparison as people read it, with bars."""
    highest = max((row.rate for row in found.rows), default=0.0)
    for row in found.rows:
        yield f"{name_of(row)} : {_told(row)}"
        if highest and not row.withheld:
            yield f"  {'█' * round(BAR * row.rate / highest)}"
    if found.total is not None and found.rows:
        yield f"{_('En tout')} : {_told(found.total)}"
    if not found.rows:
        yield _("Rien à comparer.")


def saved_as_json(search: SavedSearch) -> dict[str, object]:
    """A kept search as programs read it."""
    return {
        "id": search.id,
        "name": search.name,
        "query": search.query,
        "filters": search.filters,
        "made_by": search.made_by,
    }


def saved_line(search: SavedSearch) -> str:
    """A kept search as people read it."""
    beside = " ".join(f"--{name} {value}" for name, value in search.filters.items())
    return "  ".join(part for part in (search.name, search.query, beside, search.made_by) if part)


def name_of(row: Row) -> str:
    """The name of a cell of a comparison."""
    return ", ".join(label(part) for part in (row.region, row.group, row.sex) if part) or _("sans précision")


def _kwic(line: Line) -> str:
    left, right = line.left[-KWIC_WIDTH:], line.right[:KWIC_WIDTH]
    place = " ".join(part for part in (line.hit.interview, text_of_ms(line.hit.word_ms), line.hit.speaker) if part)
    return f"{left:>{KWIC_WIDTH}} [{line.found}] {right:<{KWIC_WIDTH}}  {place}".rstrip()


def _told(row: Row) -> str:
    if row.withheld:
        return _("moins de 5 personnes") if row.few else _("non montré")
    return _("{hits} fois sur {words} mots ({rate} pour 10 000), {time} sur {whole}").format(
        hits=row.hits,
        words=row.words,
        rate=row.rate_text,
        time=short_text_of_ms(row.hits_ms),
        whole=short_text_of_ms(row.said_ms),
    )


def _row_as_json(row: Row) -> dict[str, object]:
    numbers: dict[str, object] = {
        "hits": row.hits,
        "hits_ms": row.hits_ms,
        "words": row.words,
        "said_ms": row.said_ms,
        "people": row.people,
        "rate": round(row.rate, 3),
    }
    if row.withheld:
        numbers = dict.fromkeys(numbers)
    return {"region": row.region, "group": row.group, "sex": row.sex, **numbers, "few": row.few}


def _kind(hit: Hit) -> str:
    kinds = {"tag": _("[mot-clé] "), "description": _("[description] ")}
    return kinds.get(hit.kind, "")


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
    if found.note:
        yield found.note
