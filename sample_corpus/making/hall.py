"""The photographs taken indoors: a signing table, a full hall, a speaker, a press conference, flags."""

from __future__ import annotations

import math

from PIL import Image

from making.paint import Canvas, Pen
from making.people import curve, facing, rows, shade

BANNERS = ((198, 36, 44), (218, 170, 50), (28, 96, 150), (36, 132, 96), (236, 236, 232), (104, 60, 120))


def flag(pen: Pen, x: float, foot: float, tall: float, colour: tuple[int, int, int], drop: float = 0.55) -> None:
    """A flag hanging on its pole."""
    pen.line([(x, foot), (x, foot - tall)], (206, 186, 130), tall * 0.014)
    pen.oval(x, foot - tall, tall * 0.016, tall * 0.022, (232, 206, 130))
    w, top, low = tall * 0.2, foot - tall * 0.97, foot - tall * (1 - drop)
    pen.polygon(
        curve([(x, top), (x + w * 0.5, top + w * 0.3), (x + w, top + w * 0.9), (x + w * 0.86, low)])
        + curve([(x + w * 0.5, low + w * 0.14), (x + w * 0.1, low - w * 0.06), (x, low - w * 0.2)]),
        colour,
    )
    for i, dark in ((0.25, 0.8), (0.55, 0.72), (0.8, 0.84)):
        pen.polygon(
            [
                (x + w * i, top + w * i * 0.8),
                (x + w * (i + 0.12), top + w * (i + 0.1) * 0.9),
                (x + w * (i + 0.06), low),
                (x + w * (i - 0.04), low),
            ],
            (*shade(colour, dark), 170),
        )


def backdrop(c: Canvas, words: tuple[str, str], top: int, bottom: int) -> None:
    """A lit screen with the forum's name and its waves."""
    with c.layer(blur=2.2) as pen:
        pen.rect(230, top, 1370, bottom, (16, 62, 116), 8)
        for i, tone in enumerate(((24, 88, 150, 255), (32, 120, 170, 230), (70, 166, 190, 200), (150, 210, 214, 150))):
            y = bottom - 150 + i * 38
            wave = [
                (230 + t * 1140 / 24, y + 22 * math.sin(t * 0.55 + i * 1.3) + 9 * math.sin(t * 1.3 + i))
                for t in range(25)
            ]
            pen.polygon([(230, bottom - 4), *wave, (1370, bottom - 4)], tone)
        pen.oval(330, top + 92, 46, 46, (226, 192, 96))
        pen.oval(330, top + 92, 38, 38, (16, 62, 116))
        pen.polygon([(300, top + 104), (360, top + 104), (346, top + 118), (312, top + 118)], (226, 192, 96))
        pen.polygon([(330, top + 62), (330, top + 100), (356, top + 100)], (226, 192, 96))
        pen.text(840, top + 84, words[0], 60, (244, 246, 248))
        pen.text(840, top + 148, words[1], 34, (206, 226, 240))
    c.glow(800, (top + bottom) / 2, 760, (90, 150, 210), 0.35)


def _room(c: Canvas, floor: int) -> None:
    c.fill([(0, (70, 52, 44)), (0.5, (136, 100, 76)), (1, (110, 78, 60))], 0, floor)
    c.grain_rows(0, floor, (50, 3), 0.16)
    c.fill([(0, (116, 40, 44)), (1, (70, 22, 30))], floor)
    c.grain_rows(floor, c.size[1], (90, 30), 0.3)
    with c.layer(blur=8) as pen:
        for x in range(90, 1600, 240):
            pen.oval(x, 30, 46, 10, (255, 240, 204))
    for x in range(90, 1600, 240):
        c.glow(x, 40, 190, (255, 222, 166), 0.5)


def _flowers(pen: Pen, x: float, y: float, s: float) -> None:
    spots = (
        (0, 0, 230),
        (-0.7, 0.2, 200),
        (0.7, 0.25, 250),
        (-0.35, -0.4, 240),
        (0.35, -0.35, 215),
        (-1.1, 0.5, 235),
        (1.1, 0.5, 225),
    )
    for dx, dy, _ in spots:
        pen.oval(x + dx * s, y + dy * s + 0.5 * s, 0.55 * s, 0.4 * s, (52, 100, 58))
    for i, (dx, dy, light) in enumerate(spots):
        pen.oval(x + dx * s, y + dy * s, 0.42 * s, 0.4 * s, (light, 176, 90) if i % 2 else (light, 120, 132))
        pen.oval(x + dx * s, y + dy * s, 0.2 * s, 0.18 * s, (255, 226, 150))


def signing(closer: bool) -> Image.Image:
    """Two signatories at the table, witnesses behind; `closer` is the next frame, with raised folders."""
    c = Canvas("signing2" if closer else "signing1")
    _room(c, 700)
    backdrop(c, ("DA NANG CHARTER", "SAFE PORTS  -  18-19 APRIL 2025"), 90, 560)
    with c.layer(blur=3) as pen:
        for i, x in enumerate((70, 130, 190, 1390, 1450, 1510)):
            flag(pen, x, 760, 520, BANNERS[i % 6])
    shift = -40 if closer else 0
    with c.layer(blur=1.6) as pen:
        for i, x in enumerate(range(250 + shift, 1420, 142)):
            facing(pen, x, 452 + (i * 37) % 22, 92, 900, i * 7 + 2, 0.5 if x < 800 else -0.5)
    with c.layer(blur=0.6) as pen:
        for x, who, look in ((560, 8, 0.7), (1040, 1, -0.7)):
            facing(pen, x + shift, 560, 128, 900, who, look)
    with c.layer(blur=0.8) as pen:
        pen.polygon([(140, 770), (1460, 770), (1560, 850), (40, 850)], (232, 226, 214))
        pen.polygon([(40, 850), (1560, 850), (1560, 1067), (40, 1067)], (26, 62, 108))
        for x in range(60, 1560, 50):
            pen.polygon([(x, 850), (x + 20, 850), (x + 26, 1067), (x - 2, 1067)], (18, 46, 86, 160))
        pen.polygon([(40, 850), (1560, 850), (1560, 862), (40, 862)], (214, 176, 86))
        for x in (560 + shift, 1040 + shift):
            if closer:
                pen.polygon([(x - 96, 640), (x + 96, 632), (x + 98, 762), (x - 92, 770)], (132, 28, 40))
                pen.polygon([(x - 84, 650), (x + 84, 643), (x + 86, 752), (x - 82, 758)], (160, 40, 50))
                pen.oval(x, 700, 26, 26, (220, 180, 90))
                for side in (-1, 1):
                    pen.oval(x + side * 94, 706, 20, 26, (214, 164, 124))
            else:
                pen.polygon([(x - 90, 792), (x + 90, 792), (x + 104, 832), (x - 104, 832)], (132, 28, 40))
                pen.polygon([(x - 78, 788), (x + 78, 788), (x + 90, 826), (x - 90, 826)], (250, 248, 240))
                for k in range(4):
                    pen.line([(x - 62 + k, 796 + k * 7), (x + 56, 796 + k * 7)], (170, 170, 176), 1.5)
                pen.line([(x + 30, 814), (x + 66, 742)], (30, 30, 36), 6)
                for side in (-1, 1):
                    pen.oval(x + side * 56, 792, 27, 18, (214, 164, 124))
        _flowers(pen, 800 + shift, 800, 40)
    c.glow(800, 300, 900, (255, 236, 206), 0.22)
    return c.finish(3.2, 0.4, 0.03)


def plenary() -> Image.Image:
    """The hall from the last row: heads, screen, panel on the stage."""
    c = Canvas("plenary")
    _room(c, 640)
    backdrop(c, ("MARITIME CORRIDOR FORUM", "DA NANG 2025  -  OPENING SESSION"), 120, 480)
    with c.layer(blur=2) as pen:
        pen.polygon([(120, 560), (1480, 560), (1600, 650), (0, 650)], (96, 66, 52))
        pen.polygon([(0, 650), (1600, 650), (1600, 690), (0, 690)], (58, 38, 32))
        for i, x in enumerate((140, 185, 1400, 1445)):
            flag(pen, x, 590, 340, BANNERS[(i * 2 + 1) % 6])
    with c.layer(blur=1.3) as pen:
        for i, x in enumerate(range(420, 1240, 128)):
            facing(pen, x, 478, 44, 580, i * 2 + 3)
        pen.polygon([(360, 552), (1240, 552), (1260, 606), (340, 606)], (214, 206, 192))
        for x in range(420, 1240, 128):
            pen.rect(x - 30, 562, x + 30, 578, (30, 66, 116), 2)
            pen.oval(x + 40, 544, 4, 10, (200, 224, 236))
    with c.layer(blur=2) as pen:
        rows(pen, "plenary1", [(690, 40, 66), (736, 52, 84), (796, 66, 108)], 1600, 1.35)
    with c.layer(blur=3.5) as pen:
        rows(pen, "plenary2", [(880, 90, 150)], 1600, 1.1)
    with c.layer(blur=8) as pen:
        rows(pen, "plenary3", [(1010, 140, 250)], 1600, 0.75)
    c.glow(800, 260, 900, (180, 214, 255), 0.25)
    return c.finish(2.8, 0.45, 0.01)


def podium() -> Image.Image:
    """A speaker at a lectern with two microphones, light from one side."""
    c = Canvas("podium")
    _room(c, 900)
    with c.layer(blur=9) as pen:
        pen.rect(-40, 120, 640, 700, (20, 70, 126), 8)
        pen.text(300, 300, "FORUM 2025", 92, (226, 234, 242))
        for i, tone in enumerate(((34, 110, 160), (90, 170, 190))):
            pen.polygon(
                [
                    (-40, 700),
                    *[(t * 34 - 40, 560 + i * 60 + 20 * math.sin(t * 0.8 + i)) for t in range(21)],
                    (640, 700),
                ],
                tone,
            )
        for i, x in enumerate((1240, 1340, 1440)):
            flag(pen, x, 960, 760, BANNERS[(2, 0, 3)[i]])
    c.glow(420, 80, 900, (255, 230, 186), 0.45)
    with c.layer(blur=0.7) as pen:
        facing(pen, 900, 356, 210, 1067, 16, -0.8)
    with c.layer(blur=0.8) as pen:
        pen.polygon([(640, 690), (1160, 690), (1130, 1067), (670, 1067)], (104, 66, 42))
        pen.polygon([(610, 660), (1190, 660), (1170, 704), (630, 704)], (134, 88, 56))
        for y in range(730, 1067, 46):
            pen.line([(660, y), (1140, y)], (90, 56, 36, 130), 2)
        pen.oval(900, 872, 92, 92, (214, 176, 92))
        pen.oval(900, 872, 80, 80, (22, 62, 112))
        pen.polygon([(842, 888), (958, 888), (932, 916), (868, 916)], (214, 176, 92))
        pen.polygon([(900, 806), (900, 880), (950, 880)], (214, 176, 92))
        for side in (-1, 1):
            pen.line(curve([(900 + side * 60, 668), (900 + side * 74, 616), (900 + side * 34, 566)]), (26, 26, 30), 7)
            pen.oval(900 + side * 32, 560, 15, 20, (34, 34, 38))
        pen.polygon([(800, 648), (1000, 648), (1016, 668), (784, 668)], (244, 242, 234))
    with c.layer(blur=14) as pen:
        _flowers(pen, 250, 1010, 110)
    return c.finish(3.2, 0.45, 0.025)


def press_conference() -> Image.Image:
    """Three people behind a bank of microphones, cameras in front."""
    c = Canvas("press-conference")
    c.fill([(0, (40, 62, 92)), (0.6, (70, 104, 140)), (1, (40, 60, 84))])
    with c.layer(blur=4) as pen:
        for row in range(5):
            for column in range(7):
                x, y = 110 + column * 230 + (row % 2) * 115, 70 + row * 130
                pen.oval(x - 56, y, 18, 18, (214, 186, 110, 210))
                pen.oval(x - 56, y, 14, 14, (56, 84, 118))
                pen.text(x + 20, y, "SEKRETARIAT", 17, (226, 232, 240, 220))
    c.glow(300, 60, 700, (255, 244, 220), 0.4)
    with c.layer(blur=0.7) as pen:
        for x, y, who, look in ((430, 430, 6, 0.6), (800, 410, 1, 0.0), (1170, 436, 9, -0.6)):
            facing(pen, x, y, 140, 900, who, look)
    with c.layer(blur=0.8) as pen:
        pen.polygon([(160, 730), (1440, 730), (1500, 800), (100, 800)], (118, 78, 52))
        pen.polygon([(100, 800), (1500, 800), (1500, 1067), (100, 1067)], (82, 52, 36))
        for i, x in enumerate((640, 690, 740, 790, 840, 890, 940)):
            lean = (800 - x) * 0.25
            pen.line([(x, 800), (x + lean, 668 + abs(800 - x) * 0.16)], (24, 24, 28), 7)
            pen.oval(x + lean, 654 + abs(800 - x) * 0.16, 17, 25, (36, 36, 42))
            pen.rect(
                x + lean - 16, 682 + abs(800 - x) * 0.16, x + lean + 16, 714 + abs(800 - x) * 0.16, BANNERS[i % 4], 4
            )
        for x, words in ((430, "BATAM"), (1170, "QUY NHON")):
            pen.polygon([(x - 80, 760), (x + 80, 760), (x + 90, 806), (x - 90, 806)], (240, 238, 230))
            pen.text(x, 784, words, 26, (30, 52, 84))
    with c.layer(blur=9) as pen:
        rows(pen, "press", [(1010, 150, 360)], 1600, 0.8)
        for x in (330, 1220):
            pen.rect(x, 860, x + 180, 980, (18, 18, 22), 14)
            pen.oval(x + 90, 920, 46, 46, (34, 36, 44))
    with c.layer(blur=3) as pen:
        pen.rect(1256, 872, 1362, 946, (90, 140, 190), 6)
        pen.oval(1309, 900, 16, 20, (214, 170, 134))
    return c.finish(3.0, 0.4, 0.02)


def flags() -> Image.Image:
    """A row of flags before a bright sky; smooth, for the PNG."""
    c = Canvas("flags", (900, 600))
    c.fill([(0, (76, 150, 214)), (0.7, (186, 222, 238)), (1, (240, 240, 226))])
    c.clouds(600, (255, 255, 255), 0.5, (2, 3))
    with c.layer() as pen:
        for i in range(6):
            x, w, h = 40 + i * 145, 128, 86
            pen.line([(x, 620), (x, 90 + 12 * (i % 2))], (224, 226, 228), 6)
            y = 100 + 12 * (i % 2)
            top = [(x + t * w / 10, y + 9 * math.sin(t * 0.7 + i)) for t in range(11)]
            low = [(px, py + h) for px, py in reversed(top)]
            tone = BANNERS[i]
            pen.polygon(top + low, tone)
            for t in range(1, 10):
                light = math.cos(t * 0.7 + i)
                pen.polygon(
                    [top[t], top[t + 1], (top[t + 1][0], top[t + 1][1] + h), (top[t][0], top[t][1] + h)],
                    (*((255, 255, 255) if light > 0 else (0, 0, 0)), int(46 * abs(light))),
                )
            pen.oval(x + w * 0.5, y + h * 0.5 + 9 * math.sin(3.5 + i), 18, 18, BANNERS[(i + 4) % 6])
    return c.finish(0.0, 0.2, 0.0)
