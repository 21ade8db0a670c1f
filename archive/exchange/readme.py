# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that lies in every export: what it is, which file to open, how the cut comes back."""

from archive.exchange.timeline import Timeline, other_words
from archive.labels import label
from archive.model.film import Film
from media.language import gettext as _
from media.timecode import ms_of_frame, short_text_of_ms

HASHES = "SHA256SUMS.txt"


def readme(timeline: Timeline, code: str, package: bool, film: Film, limits: tuple[str, ...] = ()) -> str:
    """The words of the page, in the language of whoever exports."""
    length = short_text_of_ms(ms_of_frame(timeline.frames, timeline.rate))
    facts = _("{name} : {length}, {rate} images par seconde, {width} × {height}, départ à {start}.").format(
        name=film.title or film.name,
        length=length,
        rate=timeline.rate,
        width=timeline.size[0],
        height=timeline.size[1],
        start=timeline.timecode(0),
    )
    whom = _("Ce montage a été autorisé pour : {audience}. Rien d’autre ne doit en être montré.").format(
        audience=label(film.audience)
    )
    opening = _(
        "Ouvrir dans : Kdenlive ou Shotcut, le fichier .kdenlive ; DaVinci Resolve, le .fcpxml ou l’.otio ; "
        "Premiere, le .xml ; Final Cut Pro, le .fcpxml ; tout autre logiciel, l’.edl."
    )
    subtitles = _("Les sous-titres français sont dans {file}.").format(file=timeline.subtitles)
    if package:
        files = _(
            "Les extraits {code}… ont jusqu’à une seconde de plus de chaque côté, là où c’est permis ; "
            "les passages masqués n’en ont pas. "
            "Garder leurs noms : c’est à eux que Baro les reconnaît."
        ).format(code=code)
    else:
        files = _(
            "Le dossier « rushes » contient des liens vers les originaux de l’archive, sur cet ordinateur seulement."
        )
    back = _("Au retour : baro film conform {film} MONTAGE (otio, xml, fcpxml, edl ou kdenlive).").format(
        film=film.name
    )
    kept = [_("Vérifier que tout est arrivé entier : sha256sum -c {file}").format(file=HASHES), back]
    words = [subtitles] if timeline.cues else []
    less = [_("Ce que ces listes ne portent pas :") + "".join(f"\n- {limit}" for limit in limits)] if limits else []
    return "\n\n".join([facts, whom, opening, *words, files, *_besides(timeline), *less, *kept]) + "\n"


def _besides(timeline: Timeline) -> list[str]:
    found = []
    if other_words(timeline):
        found.append(_("Les mots des cartons et des bandeaux sont dans {file}.").format(file=timeline.titles))
    if timeline.voices:
        found.append(_("Les voix hors champ sont du son seul, sur leurs propres pistes."))
    return found
