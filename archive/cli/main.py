# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words typed to one command, and from an error to a sentence and an exit status."""

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module

from archive.cli import Command
from archive.cli.parser import speak
from media.errors import BaroError, CannotCheck
from media.language import gettext as _
from media.language import language, use_language


def main(commands: Sequence[Command], argv: Sequence[str] | None = None) -> int:
    """Run one command of the table. Exit status: 0 done, 1 refused or findings, 2 wrong use, 3 could not check."""
    words = list(sys.argv[1:] if argv is None else argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a path need not be text
    from archive.config import load

    try:
        use_language(load().language)
        speak()
        return _dispatch(commands, words)
    except BaroError as error:
        print(f"baro : {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  → {error.hint}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print(_("baro : arrêté."), file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        from media.files import cause_of, place_of

        told = (place_of(error), cause_of(error))
        print("baro : " + " : ".join(filter(None, told)), file=sys.stderr)
        print("  → " + _("Vérifier le chemin, les droits et la place sur le disque."), file=sys.stderr)
        return CannotCheck.status


def _dispatch(commands: Sequence[Command], words: list[str]) -> int:
    top = _top_parser(commands)
    leading, name, rest = _split(words)
    if name is None:
        top.parse_args(leading)
        top.print_help()
        return 2
    chosen = next((command for command in commands if command.name == name), None)
    if chosen is None:
        top.error(_("commande inconnue : {name}").format(name=name))
    module = import_module(chosen.module)
    parser = argparse.ArgumentParser(prog=f"baro {name}", description=_(chosen.help), parents=[_common()])
    module.configure(parser)
    common, words = _common().parse_known_args([*leading, *rest])  # also behind a subcommand, which knows neither
    common.command = name
    args = parser.parse_args(words, common)
    args.purpose = _purpose(parser, _(chosen.help), str(getattr(args, "action", "") or ""))
    return int(module.run(args))


def _purpose(parser: argparse.ArgumentParser, otherwise: str, action: str) -> str:
    """What a command is for, in the journal's own language; empty when people are spoken to in another one."""
    if language() != "fr":
        return ""
    for group in parser._actions:
        if isinstance(group, argparse._SubParsersAction):
            for choice in group._choices_actions:
                if choice.dest == action:
                    return str(choice.help or "")
    return "" if action else otherwise


def _split(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The options before the command, the command, and all that follows."""
    index = 0
    while index < len(words) and words[index].startswith("-"):
        index += 2 if words[index] in ("--archive", "--as") else 1
    if index >= len(words):
        return words, None, []
    return words[:index], words[index], words[index + 1 :]


def _top_parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    width = max(len(command.name) for command in commands)
    table = "\n".join(f"  {command.name:<{width}}  {_(command.help)}" for command in commands)
    parser = argparse.ArgumentParser(
        prog="baro",
        usage=_("baro [--archive DOSSIER] [--as NOM] COMMANDE ..."),
        description=_("Baro : du témoignage filmé au film sous-titré, fidèle et sans danger pour ceux qui ont parlé."),
        epilog=_("commandes :\n{table}\n\n« baro COMMANDE --help » explique chacune.").format(table=table),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=_("dire la version de Baro"))
    return parser


class _Version(argparse.Action):
    """Prints the name and version, which are looked up only when somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        from importlib.metadata import version

        print(f"baro {version('baro')}")
        parser.exit()


def _common() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument(
        "--archive", metavar=_("DOSSIER"), help=_("l’archive (sinon BARO_ARCHIVE, sinon le dossier courant)")
    )
    parser.add_argument("--as", dest="acting", metavar=_("NOM"), help=_("qui travaille, écrit dans l’historique"))
    return parser
