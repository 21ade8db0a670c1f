# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro search`: a quote or words, found on the exact frame; their concordance; who says them how often."""

import argparse
from pathlib import Path

from archive.catalogue import searches
from archive.cli import found as said
from archive.cli.context import add_json, answer, archive_of
from archive.library import Library
from archive.model.film import Audience
from archive.model.people import Group, Sex
from archive.model.search import SavedSearch
from archive.search import Order, Request, compare, concordance, search
from archive.search.compare import as_csv as comparison_csv
from archive.search.fields import Field
from archive.search.kwic import MOST_LINES
from archive.search.kwic import as_csv as concordance_csv
from media.errors import WrongUse
from media.files import write_bytes
from media.language import gettext as _
from media.language import ngettext

_GROUPS = tuple(group.value for group in Group)
_SEXES = tuple(sex.value for sex in Sex)
_OPTIONS = {"language": "lang"}
_FILTERS = frozenset(_OPTIONS.get(name, name) for name in map(str, Field))
_USES = ("draft", *(audience.value for audience in Audience))


def configure(parser: argparse.ArgumentParser) -> None:
    """The question, its filters, and the form of the answer."""
    parser.add_argument(
        "query",
        nargs="?",
        metavar=_("QUESTION"),
        help=_('des mots, une citation "entre guillemets", "deux mots"~5, =exact, début*, ET OU SAUF, -mot, ( )'),
    )
    _add_filters(parser)
    parser.add_argument("--broad", action="store_true", help=_("aussi les synonymes et les mots de la même famille"))
    parser.add_argument("--fuzzy", action="store_true", help=_("aussi les mots à une lettre près"))
    parser.add_argument("--kwic", action="store_true", help=_("une ligne par résultat, alignée sur les mots trouvés"))
    parser.add_argument(
        "--sort",
        choices=[str(order) for order in Order],
        help=_("avec --kwic : par les mots d’avant (left), par ceux d’après (right), ou par lieu (place)"),
    )
    parser.add_argument(
        "--compare", action="store_true", help=_("qui le dit combien de fois, par région, groupe et sexe")
    )
    parser.add_argument(
        "--published",
        action="store_true",
        help=_("avec --compare : pour le dehors, sans ce qui repose sur moins de 5 personnes"),
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar=_("FICHIER"), help=_("avec --kwic ou --compare : écrire un CSV")
    )
    parser.add_argument("--excel", action="store_true", help=_("pour qu’Excel l’ouvre d’un double-clic"))
    parser.add_argument(
        "--use",
        choices=_USES,
        metavar=_("USAGE"),
        help=_("seulement ce que cet usage permet : {names} (draft pour un fichier)").format(names=", ".join(_USES)),
    )
    parser.add_argument("--limit", type=int, metavar="N", help=_("nombre de résultats montrés (50)"))
    parser.add_argument("--save", metavar=_("NOM"), help=_("garder cette recherche sous un nom"))
    parser.add_argument("--saved", metavar=_("NOM"), help=_("refaire une recherche gardée"))
    parser.add_argument("--list", action="store_true", help=_("les recherches gardées"))
    add_json(parser)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", metavar=_("RÉGION"), help=_("seulement cette région"))
    parser.add_argument(
        "--group", metavar=_("GROUPE"), help=_("seulement ce groupe : {names}").format(names=", ".join(_GROUPS))
    )
    parser.add_argument(
        "--sex", metavar=_("SEXE"), help=_("seulement ce sexe : {names}").format(names=", ".join(_SEXES))
    )
    parser.add_argument("--lang", metavar=_("LANGUE"), help=_("seulement les pistes de cette langue : fr, bm, ses…"))
    parser.add_argument("--date", metavar=_("DATE"), help=_("seulement ces jours : 2017, 2017-10, 2017-10..2017-12"))
    parser.add_argument("--tag", metavar=_("MOT-CLÉ"), help=_("seulement sous ce mot-clé, ou ceux rangés dessous"))
    parser.add_argument("--person", metavar=_("TÉMOIN"), help=_("seulement ce témoin, par son code"))
    parser.add_argument("--status", metavar=_("ÉTAT"), help=_("seulement les pistes de cet état : approved, draft…"))


def run(args: argparse.Namespace) -> int:
    """Ask and print; finding nothing is an answer too."""
    _check(_("Le groupe"), args.group, _GROUPS)
    _check(_("Le sexe"), args.sex, _SEXES)
    _check_form(args)
    with archive_of(args) as library:
        if args.list:
            _list(library, args)
            return 0
        if args.saved is not None:
            _reopen(library, args)
        if args.query is None:
            raise WrongUse(_("Il manque la question."), _("Par exemple : baro search confiance."))
        if args.save is not None:
            _save(library, args)
        if args.compare:
            _compare(library, args)
        elif args.kwic:
            _concordance(library, args)
        else:
            results = search(library, _request(args))
            answer(args, said.as_json(results), said.lines(results))
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        kept = searches.listed(session)
    count = ngettext("{count} recherche gardée.", "{count} recherches gardées.", len(kept)).format(count=len(kept))
    answer(args, {"searches": [said.saved_as_json(one) for one in kept]}, [*map(said.saved_line, kept), count])


def _reopen(library: Library, args: argparse.Namespace) -> None:
    """Ask what was kept; filters given now count before those kept."""
    with library.reading() as session:
        kept = searches.by_name(session, args.saved)
    args.query = args.query or kept.query
    for name, value in kept.filters.items():
        option = _OPTIONS.get(name, name)
        setattr(args, option, getattr(args, option) or (value if option in _FILTERS else True))


def _save(library: Library, args: argparse.Namespace) -> None:
    beside = {name: getattr(args, _OPTIONS.get(name, name)) for name in (*map(str, Field), "broad", "fuzzy")}
    filters = {name: "1" if value is True else value for name, value in beside.items() if value}
    search(library, _request(args))  # a question that cannot be asked is not kept
    with library.writing() as session:
        searches.keep(session, SavedSearch("", args.save, args.query, filters, library.person.name))


def _concordance(library: Library, args: argparse.Namespace) -> None:
    order = Order(args.sort or Order.PLACE)
    found = concordance(library, _request(args), order)
    if args.output is not None:
        _write(args, concordance_csv(found.lines, excel=args.excel))
        return
    answer(args, said.kwic_as_json(found), said.kwic_lines(found))


def _compare(library: Library, args: argparse.Namespace) -> None:
    found = compare(library, _request(args), outside=args.published)
    if args.output is not None:
        _write(args, comparison_csv(found, excel=args.excel))
        return
    answer(args, said.comparison_as_json(found), said.comparison_lines(found))


def _write(args: argparse.Namespace, data: bytes) -> None:
    write_bytes(args.output, data)
    answer(args, {"file": str(args.output)}, [_("Écrit : {file}").format(file=args.output)])


def _request(args: argparse.Namespace) -> Request:
    limit = args.limit if args.limit is not None else MOST_LINES if args.output is not None else 50
    use = args.use or ("draft" if args.output is not None else "search")
    return Request(
        args.query, args.region, args.group, args.sex, args.lang, args.broad, args.fuzzy, limit, use,
        date=args.date, tag=args.tag, person=args.person, status=args.status,
    )  # fmt: skip


def _check(what: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise WrongUse(
            _("{what} « {value} » n’existe pas.").format(what=what, value=value),
            _("Choisir parmi : {names}.").format(names=", ".join(allowed)),
        )


def _check_form(args: argparse.Namespace) -> None:
    if args.limit is not None and args.limit < 0:
        raise WrongUse(_("Le nombre de résultats ne peut pas être négatif."))
    if args.kwic and args.compare:
        raise WrongUse(_("--kwic et --compare répondent chacun à leur façon."), _("N’en garder qu’un."))
    if (args.output is not None or args.excel) and not (args.kwic or args.compare):
        raise WrongUse(_("Un fichier s’écrit avec --kwic ou --compare."), _("Ajouter l’un des deux."))
    if args.sort and not args.kwic:
        raise WrongUse(_("--sort trie les lignes de --kwic."), _("Ajouter --kwic."))
    if args.published and not args.compare:
        raise WrongUse(_("--published va avec --compare."), _("Ajouter --compare."))
