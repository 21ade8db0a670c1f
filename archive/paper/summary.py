# SPDX-License-Identifier: GPL-3.0-or-later
"""One page to read aloud before anything is filmed, in short sentences that translate well."""

from html import escape

from archive.model.footage import Interview

TITLE = "Ce que nous vous demandons"
SENTENCES = (
    "Nous voulons vous écouter et garder vos paroles.",
    "Avec une caméra ou un micro, nous gardons votre image et votre voix.",
    "Vous pouvez dire non. Personne ne vous en voudra. Vous ne perdez rien.",
    "Vous pouvez accepter une chose et en refuser une autre : la voix mais pas le visage, une salle mais pas internet.",
    "Ce que vous n’acceptez pas, nous ne le ferons pas.",
    "Sur internet, tout le monde peut voir et copier. Nous ne pouvons plus tout effacer. Réfléchissez bien.",
    "Quelqu’un pourrait vous reconnaître, même sans votre nom. Dites-nous si c’est dangereux pour vous.",
    "Si vous dites un nom ou un lieu par erreur, dites-le-nous : nous effaçons ce moment de l’image et du son.",
    "Vous pouvez changer d’avis plus tard, demain ou dans un an. Vous n’avez pas à dire pourquoi.",
    "Si vous retirez votre accord, nous ne montrons plus rien de vous. Nous prévenons ceux à qui nous avons donné un film. "
    "Vous pouvez aussi demander que tout soit détruit.",
    "Une copie déjà mise sur internet par d’autres peut rester. Nous ne vous le cachons pas.",
    "Avant 18 ans, il faut aussi l’accord du père, de la mère ou du tuteur. Et l’enfant peut dire non.",
)
QUESTIONS = (
    "Pouvez-vous me redire avec vos mots ce que nous allons faire ?",
    "Qui ne doit pas voir ces images ?",
    "Que faites-vous si vous changez d’avis ?",
)


def summary(interview: Interview) -> str:
    """The body of the page for an interview."""
    where = " · ".join(filter(None, (interview.code, interview.region)))
    return "\n".join(
        (
            f"<h1>{TITLE}</h1>",
            f'<p class="about">{escape(where)} · À lire à voix haute, lentement, dans la langue de la personne. '
            "S’arrêter après chaque phrase.</p>",
            f'<ol class="say">{"".join(f"<li>{one}</li>" for one in SENTENCES)}</ol>',
            "<h2>Trois questions, pour être sûr</h2>",
            f"<ul>{''.join(f'<li>{one}</li>' for one in QUESTIONS)}</ul>",
        )
    )
