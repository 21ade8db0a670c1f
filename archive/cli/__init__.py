# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands as a table: a name, a help line, and the module that is imported only when it is called."""

from typing import NamedTuple

from media.language import lazy


class Command(NamedTuple):
    """`module` offers `configure(parser)` and `run(args) -> int`; it is imported only when the command is called."""

    name: str
    help: str
    module: str


COMMANDS: tuple[Command, ...] = (
    Command("init", lazy("créer une archive"), "archive.cli.init"),
    Command("ingest", lazy("verser une carte ou des fichiers"), "archive.cli.ingest"),
    Command("interview", lazy("décrire les entretiens"), "archive.cli.interview"),
    Command("recording", lazy("décrire les rushes"), "archive.cli.recording"),
    Command("participant", lazy("décrire les témoins"), "archive.cli.participant"),
    Command("consent", lazy("autorisations : saisir, importer, décider"), "archive.cli.consent"),
    Command("vault", lazy("coffre des identités, pour la personne chargée de la protection"), "archive.cli.vault"),
    Command("seal", lazy("passages scellés"), "archive.cli.seal"),
    Command("tag", lazy("mots-clés sur un rush ou un passage"), "archive.cli.tag"),
    Command("subtitles", lazy("sous-titres : importer, vérifier, exporter, convertir"), "archive.cli.subtitles"),
    Command("search", lazy("chercher une citation ou des mots"), "archive.cli.search"),
    Command("index", lazy("mettre à jour ou refaire l’index"), "archive.cli.index"),
    Command("clip", lazy("couper un extrait"), "archive.cli.clip"),
    Command("film", lazy("monter un film : ajouter, ordonner, vérifier, rendre"), "archive.cli.film"),
    Command("handover", lazy("remises : qui a reçu quel film"), "archive.cli.handover"),
    Command("worker", lazy("faire les travaux en attente"), "archive.cli.worker"),
    Command("account", lazy("qui peut se connecter aux pages, et pour quoi faire"), "archive.cli.account"),
    Command("audit", lazy("journal : qui a vu, sorti, changé quoi"), "archive.cli.audit"),
    Command("config", lazy("montrer les réglages et leur origine"), "archive.cli.config"),
    Command("doctor", lazy("vérifier l’installation et l’archive"), "archive.cli.doctor"),
    Command("demo", lazy("construire une petite archive d’entretiens inventés"), "archive.cli.demo"),
)
