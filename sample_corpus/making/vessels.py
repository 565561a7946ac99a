"""Ships, cranes, bridges and hills: the furniture of the scenes by the water."""

from __future__ import annotations

from making.paint import Canvas, Colour, Pen, random
from making.people import curve, shade


def hills(pen: Pen, seed: str, base: float, height: float, width: float, fill: Colour) -> None:
    """A ridge along the horizon."""
    numbers = random(seed)
    steps = [(x * width / 12 - 40, base - height * (0.25 + 0.75 * numbers.rand())) for x in range(14)]
    pen.polygon([(-60, base + 4), *curve(steps, 8), (width + 60, base + 4)], fill)


def skyline(pen: Pen, seed: str, base: float, height: float, span: tuple[float, float], fill: Colour) -> None:
    """A row of buildings."""
    numbers = random(seed)
    x = span[0]
    while x < span[1]:
        wide = 18 + 46 * numbers.rand()
        pen.rect(x, base - height * (0.2 + 0.8 * numbers.rand() ** 2), x + wide, base + 3, fill)
        x += wide * (0.9 + 0.5 * numbers.rand())


def lights(pen: Pen, seed: str, area: tuple[float, float, float, float], count: int, radius: float = 2.2) -> None:
    """Small lamps scattered over an area."""
    numbers = random(seed)
    for _ in range(count):
        x, y, tone = numbers.rand(3)
        colour = ((255, 214, 150), (255, 240, 214), (255, 186, 96), (170, 214, 255))[int(tone * 4)]
        pen.oval(
            area[0] + x * (area[2] - area[0]),
            area[1] + y * (area[3] - area[1]),
            radius * (0.6 + tone),
            radius * (0.6 + tone),
            colour,
        )


def crane(pen: Pen, x: float, base: float, s: float, fill: Colour, boom_up: bool = False) -> None:
    """A quay crane of height s."""
    w = s * 0.03
    for dx in (-0.16, 0.16):
        pen.polygon(
            [
                (x + dx * s - w, base),
                (x + dx * s + w, base),
                (x + dx * s * 0.9 + w * 0.7, base - 0.95 * s),
                (x + dx * s * 0.9 - w * 0.7, base - 0.95 * s),
            ],
            fill,
        )
    pen.rect(x - 0.18 * s, base - 0.34 * s, x + 0.18 * s, base - 0.30 * s, fill)
    pen.line([(x - 0.16 * s, base - 0.02 * s), (x + 0.15 * s, base - 0.32 * s)], fill, w)
    pen.line([(x + 0.16 * s, base - 0.34 * s), (x - 0.14 * s, base - 0.62 * s)], fill, w * 0.8)
    tip = (x - 0.72 * s, base - 1.22 * s) if boom_up else (x - 0.95 * s, base - 0.66 * s)
    pen.line([(x + 0.5 * s, base - 0.66 * s), (x - 0.14 * s, base - 0.66 * s), tip], fill, w * 1.5)
    pen.line([(x + 0.45 * s, base - 0.66 * s), (x, base - 1.0 * s), tip], fill, w * 0.5)
    pen.line([(x, base - 1.0 * s), ((x + tip[0]) / 2, (base - 0.66 * s + tip[1]) / 2)], fill, w * 0.4)
    pen.rect(x + 0.2 * s, base - 0.74 * s, x + 0.36 * s, base - 0.66 * s, fill)


BOXES = ((172, 64, 48), (44, 92, 132), (206, 140, 52), (76, 118, 88), (196, 196, 190), (118, 62, 88), (58, 66, 84))


def boxes(
    pen: Pen, seed: str, area: tuple[float, float, float, float], unit: tuple[float, float], light: float = 1.0
) -> None:
    """Stacks of containers that fill an area from below."""
    numbers = random(seed)
    x = area[0]
    while x + unit[0] <= area[2]:
        y = area[3]
        tall = numbers.randint(2, 1 + max(3, int((area[3] - area[1]) / unit[1])))
        for _ in range(tall):
            colour = shade(BOXES[numbers.randint(7)], light * (0.85 + 0.3 * numbers.rand()))
            pen.rect(x, y - unit[1] + 1, x + unit[0] - 1.5, y, colour)
            pen.rect(x, y - unit[1] + 1, x + unit[0] - 1.5, y - unit[1] * 0.8, (*shade(colour, 1.25), 120))
            for i in range(1, 7):
                pen.line(
                    [(x + unit[0] * i / 7, y - unit[1] + 3), (x + unit[0] * i / 7, y - 2)], (*shade(colour, 0.7), 70), 1
                )
            y -= unit[1]
        x += unit[0]


def hull(pen: Pen, x0: float, x1: float, deck: float, keel: float, fill: Colour, stripe: Colour) -> None:
    """A hull with its bow to the right and a stripe along it."""
    long, deep = x1 - x0, keel - deck
    pen.polygon(
        curve([(x0 + 0.02 * long, keel), (x0, deck + 0.15 * deep), (x0 + 0.01 * long, deck)], 6)
        + curve(
            [
                (x0 + 0.6 * long, deck),
                (x1 - 0.08 * long, deck - 0.12 * deep),
                (x1, deck - 0.4 * deep),
                (x1 - 0.05 * long, deck + 0.4 * deep),
                (x1 - 0.09 * long, keel),
            ],
            8,
        ),
        fill,
    )
    pen.polygon(
        [
            (x0 + 0.004 * long, deck + 0.32 * deep),
            (x1 - 0.043 * long, deck + 0.24 * deep),
            (x1 - 0.056 * long, deck + 0.42 * deep),
            (x0 + 0.01 * long, deck + 0.48 * deep),
        ],
        stripe,
    )
    pen.polygon(
        [
            (x0 + 0.013 * long, keel - 0.2 * deep),
            (x1 - 0.078 * long, keel - 0.2 * deep),
            (x1 - 0.09 * long, keel),
            (x0 + 0.02 * long, keel),
        ],
        (118, 44, 42),
    )


def decks(pen: Pen, x0: float, x1: float, base: float, levels: int, tall: float, tones: tuple[Colour, Colour]) -> None:
    """The white house of a passenger ship: decks with windows, shorter towards the top."""
    for level in range(levels):
        left, right = x0 + level * tall * 0.9, x1 - level * tall * 1.5
        top = base - (level + 1) * tall
        pen.polygon(
            [(left, base - level * tall), (left, top), (right - 0.4 * tall, top), (right, base - level * tall)],
            shade(tones[0], 1 - 0.04 * (level % 2)),
        )
        pen.rect(left + 6, top + 0.28 * tall, right - 0.9 * tall, top + 0.66 * tall, (*shade(tones[1], 1), 255), 4)
        for i in range(int((right - left) / (tall * 0.62))):
            pen.rect(
                left + 6 + i * tall * 0.62, top + 0.28 * tall, left + 10 + i * tall * 0.62, top + 0.66 * tall, tones[0]
            )


def cable_bridge(pen: Pen, pylons: tuple[float, float], deck: float, top: float, tones: tuple[Colour, Colour]) -> None:
    """A cable-stayed bridge across the whole picture."""
    for x in pylons:
        for i in range(1, 15):
            reach = i * (pylons[1] - pylons[0]) / 29
            for side in (-1, 1):
                pen.line(
                    [(x, top + i * 4 - 4 + (deck - top) * 0.03 * (14 - i) * 0.7), (x + side * reach, deck)],
                    tones[1],
                    1.6,
                )
        pen.polygon(
            [
                (x - 26, deck + 130),
                (x - 7, top - 8),
                (x + 7, top - 8),
                (x + 26, deck + 130),
                (x + 13, deck + 130),
                (x, top + 90),
                (x - 13, deck + 130),
            ],
            tones[0],
        )
        pen.rect(x - 20, deck + 8, x + 20, deck + 24, tones[0])
    pen.polygon(
        [(-20, deck + 6), (800, deck - 6), (1640, deck + 6), (1640, deck + 19), (800, deck + 8), (-20, deck + 19)],
        tones[0],
    )
    for x in range(60, 1600, 170):
        if min(abs(x - p) for p in pylons) > 60 and not pylons[0] < x < pylons[1]:
            pen.rect(x - 7, deck + 14, x + 7, deck + 132, tones[0])


def sails(pen: Pen, x: float, base: float, tall: float, wide: float, tone: Colour) -> None:
    """A mast with four square sails full of wind."""
    pen.line([(x, base), (x, base - tall)], (92, 66, 44), 6)
    y = base - 0.1 * tall
    for size in (1.0, 0.86, 0.7, 0.52):
        high, half = tall * 0.235 * (0.7 + 0.3 * size), wide * size / 2
        body = (
            curve([(x - half * 0.92, y - high), (x - half * 1.06, y - high * 0.4), (x - half, y)], 6)
            + curve([(x - half * 0.4, y - high * 0.08), (x + half * 0.4, y - high * 0.08), (x + half, y)], 6)
            + curve([(x + half * 1.14, y - high * 0.45), (x + half * 0.92, y - high)], 6)
        )
        pen.polygon(body, tone)
        pen.polygon(
            [
                (x + half * 0.35, y - high),
                (x + half * 0.92, y - high),
                *curve([(x + half * 1.14, y - high * 0.45), (x + half, y)], 6),
                (x + half * 0.45, y - high * 0.07),
            ],
            (*shade(tone, 0.82), 150),
        )
        pen.line([(x - half, y - high), (x + half, y - high)], (92, 66, 44), 4)
        y -= high * 1.04


def bunting(pen: Pen, start: tuple[float, float], end: tuple[float, float], count: int, size: float) -> None:
    """Signal flags on a line that sags."""
    colours = ((204, 48, 48), (240, 240, 236), (36, 84, 156), (240, 196, 60), (44, 128, 84))
    for i in range(count):
        t = i / count
        x = start[0] + (end[0] - start[0]) * t
        y = start[1] + (end[1] - start[1]) * t + size * 3 * 4 * t * (1 - t)
        pen.polygon([(x, y), (x + size, y + size * 0.1), (x + size * 0.5, y + size * 1.2)], colours[i % 5])


def gulls(pen: Pen, seed: str, area: tuple[float, float, float, float], count: int) -> None:
    """Birds far away."""
    numbers = random(seed)
    for _ in range(count):
        x, y, s = (
            area[0] + numbers.rand() * (area[2] - area[0]),
            area[1] + numbers.rand() * (area[3] - area[1]),
            8 + 10 * numbers.rand(),
        )
        pen.line(
            curve(
                [
                    (x - s, y - 0.3 * s),
                    (x - 0.5 * s, y - 0.55 * s),
                    (x, y),
                    (x + 0.5 * s, y - 0.55 * s),
                    (x + s, y - 0.25 * s),
                ],
                5,
            ),
            (70, 74, 84, 220),
            2,
        )


def wake(canvas: Canvas, x0: float, x1: float, y: float, strength: float = 0.8) -> None:
    """White water along a hull."""
    numbers = random(canvas.seed + "wake")
    with canvas.layer(blur=2.5, opacity=strength) as pen:
        for _ in range(260):
            t, lift = numbers.rand(), numbers.rand()
            pen.oval(
                x0 + t * (x1 - x0),
                y + 3 + lift**2 * 20 * (1.1 - t),
                10 + 22 * numbers.rand(),
                1.5 + 2.5 * numbers.rand(),
                (240, 246, 250, 130),
            )
