# SPDX-License-Identifier: GPL-3.0-or-later
"""The standard library's command-line parser, speaking the user's language.

`argparse` looks its sentences up through its own `_`, but only in the system's catalogues and by the system's
locale, which an NGO laptop rarely has right. Here they come from this table instead.
"""

import argparse

from media.language import language

_FRENCH = {
    "usage: ": "emploi : ",
    "options": "options",
    "positional arguments": "arguments",
    "subcommands": "sous-commandes",
    "show this help message and exit": "montrer cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "invalid choice: %(value)r (choose from %(choices)s)": "choix impossible : %(value)r (au choix : %(choices)s)",
    "invalid %(type)s value: %(value)r": "valeur impossible : %(value)r",
    "not allowed with argument %s": "ne va pas avec l’argument %s",
    "one of the arguments %s is required": "il faut l’un des arguments %s",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s peut être %(matches)s",
    "ignored explicit argument %r": "argument en trop : %r",
}


def _sentence(text: str) -> str:
    return _FRENCH.get(text, text) if language() == "fr" else text


def _sentences(one: str, many: str, count: int) -> str:
    if language() == "fr" and one == "expected %s argument":
        return "%s valeur attendue" if count < 2 else "%s valeurs attendues"
    return one if count == 1 else many


def speak() -> None:
    """Let every parser of this process answer in the language of the context."""
    setattr(argparse, "_", _sentence)  # noqa: B010 - the name exists at run time, not in the published types
    setattr(argparse, "ngettext", _sentences)  # noqa: B010
