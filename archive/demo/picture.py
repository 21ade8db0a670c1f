# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawn pictures for the invented footage: a calm scene and a silhouette without a face, as arrays of pixels."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]
Colour = tuple[int, int, int]

FIGURE = 640


@dataclass(frozen=True, slots=True)
class Scene:
    """The colours of a place: sky above and below, the ground, the sun or lamp, and the cloth people wear."""

    high: Colour
    low: Colour
    ground: Colour
    light: Colour
    cloth: Colour
    wall: bool = False


SCENES = {
    "market": Scene((54, 84, 120), (233, 178, 120), (150, 96, 62), (255, 214, 150), (176, 58, 82)),
    "evening": Scene((38, 40, 84), (214, 118, 92), (84, 58, 60), (255, 190, 120), (64, 110, 140)),
    "desert": Scene((120, 168, 196), (240, 220, 176), (206, 168, 112), (255, 244, 210), (60, 84, 136)),
    "barracks": Scene((110, 150, 168), (216, 220, 202), (140, 124, 92), (250, 246, 220), (74, 92, 66)),
    "street": Scene((28, 34, 58), (92, 84, 118), (46, 44, 56), (250, 204, 120), (204, 120, 52)),
    "night": Scene((16, 20, 34), (40, 52, 78), (22, 26, 38), (96, 116, 150), (46, 54, 52), wall=True),
    "border": Scene((96, 142, 130), (220, 226, 180), (150, 132, 84), (255, 250, 214), (70, 84, 104)),
    "dawn": Scene((86, 104, 160), (246, 196, 170), (104, 112, 82), (255, 226, 180), (82, 98, 62)),
    "road": Scene((134, 158, 170), (226, 206, 170), (108, 100, 92), (255, 240, 200), (120, 78, 52)),
    "school": Scene((98, 150, 190), (206, 226, 226), (168, 128, 92), (255, 250, 224), (42, 96, 120), wall=True),
    "office": Scene((92, 88, 84), (172, 160, 140), (84, 66, 54), (240, 226, 190), (58, 66, 84), wall=True),
    "hall": Scene((60, 74, 98), (176, 170, 160), (96, 76, 66), (250, 236, 204), (98, 66, 110), wall=True),
}
SKIN: Colour = (84, 56, 42)
KHAKI: Colour = (92, 100, 66)


def scenery(scene: Scene, width: int, height: int, aspect: Fraction = Fraction(1)) -> Pixels:
    """The place without people, `height` x `width` x 3; `aspect` is that of one pixel."""
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    picture = _mix(scene.high, scene.low, np.clip(down / 0.72, 0, 1) + 0 * across)
    lit = (across - 0.78) ** 2 * float(width * aspect / height) ** 2 + (down - 0.26) ** 2
    picture = _laid(picture, scene.light, np.clip(0.9 - lit * 26, 0, 0.75))
    if scene.wall:
        frame = (np.abs(across - 0.78) < 0.13) & (np.abs(down - 0.27) < 0.17)
        cross = (np.abs(across - 0.78) < 0.004) | (np.abs(down - 0.27) < 0.006)
        picture = _laid(picture, scene.light, (frame & ~cross) * np.float32(0.45))
    ridge = 0.72 + 0.03 * np.sin(across * 7 + 1) * (not scene.wall)
    picture = _laid(picture, scene.ground, np.clip((down - ridge) * height / 3, 0, 1))
    shade = 1 - 0.35 * ((across - 0.5) ** 2 + (down - 0.5) ** 2)
    return np.clip(picture * shade[..., None], 0, 255).astype(np.uint8)


def silhouette(figure: str, cloth: Colour) -> Pixels:
    """One seated person on a transparent square of `FIGURE` pixels: red, green, blue, opacity."""
    return _opaque(_person(figure, cloth))


def dress(cloth: Colour, number: int) -> Colour:
    """The colour that the participant of this number wears, so that a group is not in uniform."""
    red, green, blue = cloth
    return ((red, green, blue), (green, blue, red), (blue, red, green), (blue, green, red), (red, blue, green))[
        number % 5
    ]


def _person(figure: str, cloth: Colour) -> list[tuple[Colour, Field]]:
    """Painted parts from back to front, each a colour and where it covers."""

    def disc(x: float, y: float, rx: float, ry: float) -> Field:
        return _disc(0.5 + x, 1.02 - y, rx, ry)

    uniform = figure in ("beret", "helmet")
    coat = KHAKI if uniform else cloth
    parts = [(coat, disc(0, 0.0, 0.42, 0.42)), (coat, disc(0, 0.12, 0.33, 0.34))]
    parts += [(SKIN, disc(0, 0.46, 0.07, 0.12)), (SKIN, disc(0, 0.64, 0.125, 0.16))]
    above = _above(0.34)
    match figure:
        case "scarf":
            ring = np.clip(disc(0, 0.655, 0.168, 0.205) - disc(0.0, 0.625, 0.105, 0.135), 0, 1)
            parts += [(_lighter(cloth), ring), (_lighter(cloth), disc(0.02, 0.44, 0.15, 0.09))]
        case "turban":
            white = (232, 226, 208)
            veil = np.clip(disc(0, 0.64, 0.17, 0.2) - disc(0, 0.665, 0.115, 0.06), 0, 1)
            parts += [(white, veil), (white, disc(0, 0.76, 0.19, 0.1)), ((208, 200, 178), disc(0.02, 0.5, 0.15, 0.08))]
        case "beret":
            parts += [((122, 36, 40), disc(0.035, 0.765, 0.165, 0.07))]
        case "helmet":
            parts += [((58, 66, 48), disc(0, 0.70, 0.165, 0.155) * above)]
        case "cap":
            parts += [
                ((44, 52, 70), disc(0, 0.70, 0.135, 0.125) * above),
                ((34, 40, 56), disc(0.1, 0.685, 0.13, 0.022)),
            ]
        case _:
            parts += [((28, 22, 20), disc(0, 0.69, 0.134, 0.125) * above)]
    return parts


def _disc(x: float, y: float, rx: float, ry: float) -> Field:
    """An ellipse with a soft edge about two pixels wide; all in parts of the square."""
    grid = (np.arange(FIGURE, dtype=np.float32) + 0.5) / FIGURE
    distance = np.sqrt(((grid[None, :] - x) / rx) ** 2 + ((grid[:, None] - y) / ry) ** 2)
    return np.clip((1 - distance) * min(rx, ry) * FIGURE / 2 + 0.5, 0, 1).astype(np.float32)


def _above(y: float) -> Field:
    grid = (np.arange(FIGURE, dtype=np.float32) + 0.5) / FIGURE
    return (grid < y).astype(np.float32)[:, None] * np.ones((1, FIGURE), dtype=np.float32)


def _opaque(parts: list[tuple[Colour, Field]]) -> Pixels:
    picture = np.zeros((FIGURE, FIGURE, 3), dtype=np.float32)
    opacity = np.zeros((FIGURE, FIGURE), dtype=np.float32)
    for colour, cover in parts:
        picture = _laid(picture, colour, cover)
        opacity = np.maximum(opacity, cover)
    return np.dstack([picture, opacity * 255]).astype(np.uint8)


def _mix(first: Colour, second: Colour, how_far: Field) -> Field:
    start, end = np.array(first, np.float32), np.array(second, np.float32)
    return (start + (end - start) * how_far[..., None]).astype(np.float32)


def _laid(picture: Field, colour: Colour, cover: npt.NDArray[np.floating]) -> Field:
    return (picture + (np.array(colour, np.float32) - picture) * cover[..., None]).astype(np.float32)


def _lighter(colour: Colour) -> Colour:
    red, green, blue = (min(255, part + 46) for part in colour)
    return red, green, blue


def write_pixels(pixels: Pixels, to: Path) -> None:
    """Write `pixels` as a PAM file, which ffmpeg reads without a guess."""
    height, width, depth = pixels.shape
    kind = "RGB_ALPHA" if depth == 4 else "RGB"
    head = f"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {depth}\nMAXVAL 255\nTUPLTYPE {kind}\nENDHDR\n"
    to.write_bytes(head.encode() + pixels.tobytes())
