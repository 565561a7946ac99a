"""Figures for the drawn photographs: speakers, delegates, audiences, crews; nobody in particular."""

from __future__ import annotations

import numpy as np

from making.paint import Colour, Pen, random

SKINS = ((224, 178, 140), (201, 152, 112), (178, 126, 88), (236, 194, 160), (150, 104, 74))
HAIRS = ((28, 22, 22), (44, 32, 28), (20, 20, 26), (92, 84, 82), (60, 42, 34))
SUITS = ((30, 38, 56), (52, 54, 60), (22, 26, 34), (70, 60, 58), (34, 58, 78))
TIES = ((168, 40, 46), (36, 84, 140), (196, 150, 60), (60, 110, 90))


def shade(colour: Colour, factor: float) -> tuple[int, int, int]:
    """The same colour in less or more light."""
    red, green, blue = (min(255, max(0, round(c * factor))) for c in colour[:3])
    return red, green, blue


def curve(points: list[tuple[float, float]], steps: int = 10) -> list[tuple[float, float]]:
    """A smooth line through the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    smooth: list[tuple[float, float]] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in np.linspace(0, 1, steps, endpoint=False):
            smooth.append(tuple(_spline(*axis, t) for axis in zip(a, b, c, d, strict=True)))  # type: ignore[arg-type]
    return [*smooth, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return float(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3))


def torso(x: float, y: float, s: float, bottom: float, lean: float = 0) -> list[tuple[float, float]]:
    """The outline of neck, shoulders and trunk under a head at (x, y) of height s."""
    left = [(-0.2, 0.42), (-0.26, 0.62), (-0.62, 0.74), (-1.0, 0.9), (-1.16, 1.3), (-1.2, 2.2)]
    side = curve([(x + dx * s + lean * dy * s, y + dy * s) for dx, dy in left])
    other = curve([(x - dx * s + lean * dy * s, y + dy * s) for dx, dy in reversed(left)])
    return [*side, (x - 1.2 * s, bottom), (x + 1.2 * s, bottom), *other]


def facing(pen: Pen, x: float, y: float, s: float, bottom: float, who: int, look: float = 0.0) -> None:
    """Someone who faces the camera, from the waist up; `look` turns the head from -1 (left) to 1; `who` chooses."""
    skin, hair, suit = SKINS[who % 5], HAIRS[(who * 3 + 1) % 5], SUITS[(who * 2) % 5]
    woman = who % 3 == 1
    if woman:
        suit = ((126, 36, 52), (30, 92, 104), (150, 96, 48), (72, 48, 104))[who // 3 % 4]
        pen.oval(x, y + 0.12 * s, 0.47 * s, 0.62 * s, hair)
    pen.polygon(torso(x, y, s, bottom), suit)
    pen.polygon(
        [
            (x + 0.55 * s, y + 0.82 * s),
            (x + 0.96 * s, y + 1.0 * s),
            (x + 1.15 * s, y + 1.5 * s),
            (x + 1.18 * s, bottom),
            (x + 0.75 * s, bottom),
        ],
        (*shade(suit, 0.62), 110),
    )
    opening = [
        (x - 0.24 * s, y + 0.62 * s),
        (x + 0.24 * s, y + 0.62 * s),
        (x + 0.03 * s, y + 1.75 * s),
        (x - 0.03 * s, y + 1.75 * s),
    ]
    pen.polygon(opening, (240, 238, 232) if not woman else shade(suit, 1.5))
    pen.rect(x - 0.17 * s, y + 0.3 * s, x + 0.17 * s, y + 0.72 * s, shade(skin, 0.84), 0.1 * s)
    pen.polygon([(x - 0.17 * s, y + 0.66 * s), (x + 0.17 * s, y + 0.66 * s), (x, y + 0.88 * s)], shade(skin, 0.9))
    if not woman:
        tie = TIES[who % 4]
        pen.polygon(
            [
                (x - 0.07 * s, y + 0.76 * s),
                (x + 0.07 * s, y + 0.76 * s),
                (x + 0.1 * s, y + 1.55 * s),
                (x, y + 1.7 * s),
                (x - 0.1 * s, y + 1.55 * s),
            ],
            tie,
        )
    for side in (-1, 1):
        pen.polygon(
            [
                (x + side * 0.24 * s, y + 0.6 * s),
                (x + side * 0.5 * s, y + 0.95 * s),
                (x + side * 0.03 * s, y + 1.8 * s),
            ],
            shade(suit, 0.8),
        )
    _head(pen, x, y, s, (skin, hair), look, woman)


def _head(pen: Pen, x: float, y: float, s: float, tones: tuple[Colour, Colour], look: float, woman: bool) -> None:
    skin, hair = tones
    pen.oval(x, y - 0.06 * s, 0.4 * s, 0.5 * s, hair)
    for side in (-1, 1):
        pen.oval(x + side * 0.35 * s, y + 0.04 * s, 0.06 * s, 0.11 * s, shade(skin, 0.86))
    pen.oval(x, y + 0.04 * s, 0.345 * s, 0.46 * s, skin)
    pen.polygon(
        curve(
            [
                (x + 0.12 * s, y - 0.4 * s),
                (x + 0.33 * s, y - 0.1 * s),
                (x + 0.33 * s, y + 0.2 * s),
                (x + 0.1 * s, y + 0.5 * s),
                (x + 0.2 * s, y + 0.1 * s),
            ]
        ),
        (*shade(skin, 0.72), 90),
    )
    shift = look * 0.1 * s
    for side in (-1, 1):
        pen.oval(x + shift + side * 0.14 * s, y + 0.02 * s, 0.035 * s, 0.024 * s, (40, 28, 26))
        pen.line(
            [(x + shift + side * 0.2 * s, y - 0.06 * s), (x + shift + side * 0.08 * s, y - 0.075 * s)],
            (*hair[:3], 210),
            0.028 * s,
        )
    pen.line(
        [(x + shift * 1.4, y + 0.04 * s), (x + shift * 1.6 + 0.02 * s, y + 0.17 * s)],
        (*shade(skin, 0.7), 190),
        0.03 * s,
    )
    pen.line(
        [(x + shift - 0.09 * s, y + 0.28 * s), (x + shift, y + 0.3 * s), (x + shift + 0.09 * s, y + 0.275 * s)],
        (150, 74, 66),
        0.03 * s,
    )
    fringe = [
        (-0.4, 0.0),
        (-0.36, -0.24),
        (-0.1, -0.3 if not woman else -0.26),
        (0.2, -0.3),
        (0.37, -0.1),
        (0.4, 0.0),
        (0.36, -0.36),
        (0.0, -0.6),
        (-0.36, -0.36),
    ]
    pen.polygon(curve([(x + dx * s, y + dy * s) for dx, dy in fringe]), hair)


def behind(pen: Pen, x: float, y: float, s: float, bottom: float, who: int, light: float = 1.0) -> None:
    """Someone seen from behind, as in an audience."""
    hair, suit = shade(HAIRS[who % 5], light), shade(SUITS[(who * 3 + 2) % 5], light)
    if who % 4 == 1:
        suit = shade(((120, 50, 56), (60, 96, 110), (150, 120, 80))[who % 3], light)
    pen.polygon(torso(x, y, s, bottom), suit)
    pen.polygon(torso(x, y + 0.08 * s, s * 0.92, bottom), (*shade(suit, 0.8), 130))
    pen.rect(x - 0.16 * s, y + 0.28 * s, x + 0.16 * s, y + 0.7 * s, shade(SKINS[who % 5], 0.72 * light), 0.1 * s)
    for side in (-1, 1):
        pen.oval(x + side * 0.35 * s, y + 0.06 * s, 0.06 * s, 0.11 * s, shade(SKINS[who % 5], 0.75 * light))
    pen.oval(x, y, 0.37 * s, 0.49 * s, hair)
    pen.oval(x - 0.1 * s, y - 0.18 * s, 0.2 * s, 0.2 * s, (*shade(hair, 1.9), 60))
    if who % 3 == 1:
        pen.oval(x, y + 0.2 * s, 0.4 * s, 0.55 * s, hair)


def rows(pen: Pen, seed: str, lines: list[tuple[float, float, float]], width: float, light: float = 1.0) -> None:
    """Rows of an audience from behind; each line is (y of the heads, head height, distance between two people)."""
    numbers = random(seed)
    for y, s, step in lines:
        x = -step * numbers.rand()
        while x < width + step:
            jitter = numbers.rand(3)
            behind(
                pen,
                x + (jitter[0] - 0.5) * step * 0.3,
                y + (jitter[1] - 0.5) * s * 0.3,
                s * (0.94 + 0.12 * jitter[2]),
                y + s * 6,
                int(numbers.randint(60)),
                light,
            )
            x += step


def standing(pen: Pen, x: float, feet: float, tall: float, who: int, light: float = 1.0) -> None:
    """A small figure, head to feet."""
    s = tall / 7.2
    coat = shade((*SUITS, (196, 84, 40), (214, 196, 150), (150, 40, 52), (48, 110, 120))[who % 9], light)
    legs = shade(SUITS[(who + 2) % 5], 0.8 * light)
    pen.polygon(
        [
            (x - 0.75 * s, feet - 3.6 * s),
            (x + 0.75 * s, feet - 3.6 * s),
            (x + 0.62 * s, feet),
            (x + 0.12 * s, feet),
            (x, feet - 2.6 * s),
            (x - 0.12 * s, feet),
            (x - 0.62 * s, feet),
        ],
        legs,
    )
    pen.polygon(
        curve(
            [
                (x - 0.3 * s, feet - 6.1 * s),
                (x - 1.0 * s, feet - 5.7 * s),
                (x - 1.15 * s, feet - 3.3 * s),
                (x + 1.15 * s, feet - 3.3 * s),
                (x + 1.0 * s, feet - 5.7 * s),
                (x + 0.3 * s, feet - 6.1 * s),
            ],
            5,
        ),
        coat,
    )
    pen.oval(x, feet - 6.6 * s, 0.42 * s, 0.56 * s, shade(SKINS[who % 5], light))
    pen.oval(x, feet - 6.78 * s, 0.44 * s, 0.44 * s, shade(HAIRS[who % 5], light))
