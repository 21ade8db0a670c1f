# SPDX-License-Identifier: GPL-3.0-or-later
"""The film of the demonstration on paper: which cues of which recording, in which order."""

from dataclasses import dataclass

from media.language import lazy

FILM = "confiance"
TITLE = "La confiance"


@dataclass(frozen=True, slots=True)
class Take:
    """The cues `first` to `last` (numbered from 1) of a recording, and what they are about."""

    recording: str
    first: int
    last: int
    about: str
    refused: bool = False


TAKES = (
    Take("MVI_0012.MP4", 11, 13, lazy("La patrouille qui revient")),
    Take("VID_20240402_181500.mp4", 7, 8, lazy("La colère d’un étudiant")),
    Take("MVI_0019.MP4", 4, 7, lazy("Assises par terre")),
    Take("MVI_0027.MP4", 12, 14, lazy("Un visage qui ne se montre pas"), refused=True),
    Take("MVI_0101.MP4", 11, 13, lazy("La note et le silence")),
    Take("00003.MOV", 13, 15, lazy("Compter les excuses")),
    Take("ZOOM0003.WAV", 14, 15, lazy("Une porte ouverte la nuit")),
    Take("MVI_0112.MP4", 12, 13, lazy("Une armée qui ressemble")),
    Take("MVI_0310.MP4", 13, 16, lazy("Le rendez-vous")),
)
RELEASED = (
    Take("MVI_0012.MP4", 17, 18, lazy("La confiance, ce n’est pas un discours")),
    Take("VID_20240402_181500.mp4", 10, 12, lazy("Une habitude à prendre")),
    Take("MVI_0112.MP4", 1, 4, lazy("La ligne lue trois fois")),
)
