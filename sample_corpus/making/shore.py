"""The photographs taken from the quay: harbours, bridges, dockers, a crowd."""

from __future__ import annotations

from PIL import Image

from making import vessels as v
from making.paint import PORTRAIT, Canvas, random
from making.people import curve, rows, standing


def harbour_dusk() -> Image.Image:
    """Cranes and a container ship against the last light."""
    c = Canvas("harbour-dusk")
    c.fill(
        [
            (0, (38, 44, 88)),
            (0.35, (116, 84, 132)),
            (0.52, (226, 128, 96)),
            (0.62, (255, 196, 120)),
            (1, (255, 214, 150)),
        ]
    )
    c.clouds(640, (255, 168, 128), 0.55, (2, 9))
    c.glow(560, 610, 420, (255, 206, 130), 0.95)
    c.glow(560, 610, 60, (255, 248, 220), 1.0)
    with c.layer(blur=3) as pen:
        v.hills(pen, "hd1", 642, 90, 1600, (126, 84, 108, 200))
        v.skyline(pen, "hd2", 644, 70, (0, 1600), (86, 62, 92, 230))
    with c.layer(blur=0.8) as pen:
        for x, s, up in ((960, 330, False), (1180, 350, True), (1400, 340, False), (1580, 330, False)):
            v.crane(pen, x, 650, s, (40, 32, 56), up)
        pen.rect(800, 640, 1600, 662, (30, 26, 46))
        v.boxes(pen, "hd3", (830, 570, 1600, 642), (52, 22), 0.4)
    with c.layer(blur=0.6) as pen:
        v.hull(pen, 120, 720, 596, 660, (42, 34, 58), (62, 46, 70))
        v.boxes(pen, "hd4", (190, 500, 610, 596), (46, 20), 0.46)
        pen.rect(126, 500, 182, 600, (70, 56, 76))
        pen.rect(140, 470, 170, 500, (54, 44, 66))
        v.lights(pen, "hd5", (130, 506, 178, 590), 18, 1.8)
        v.lights(pen, "hd6", (820, 560, 1600, 650), 60, 2.0)
    c.water(655, [(0, (180, 108, 108)), (1, (26, 30, 62))], 0.86, 1.0)
    for x, y in ((905, 560), (1130, 430), (1345, 548), (1500, 600)):
        c.glow(x, y, 60, (255, 206, 140), 0.7)
    with c.layer(blur=5) as pen:
        pen.polygon([(0, 1067), (0, 1010), (420, 1040), (700, 1067)], (16, 16, 30))
        for x in (90, 250):
            pen.rect(x, 962, x + 36, 1050, (16, 16, 30), 10)
    return c.finish(3.0, 0.4, 0.03)


def _bridge(c: Canvas, tones: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    with c.layer(blur=0.7) as pen:
        v.cable_bridge(pen, (470, 1130), 560, 150, tones)


def bridge_day() -> Image.Image:
    """A cable-stayed bridge on a clear morning."""
    c = Canvas("bridge-day")
    c.fill([(0, (74, 136, 196)), (0.5, (164, 206, 232)), (0.64, (232, 236, 228)), (1, (240, 236, 220))])
    c.clouds(600, (255, 255, 252), 0.85, (3, 5))
    c.glow(1380, 120, 520, (255, 246, 214), 0.6)
    with c.layer(blur=4) as pen:
        v.hills(pen, "bd1", 682, 150, 1600, (128, 160, 172, 235))
    with c.layer(blur=2) as pen:
        v.hills(pen, "bd2", 686, 70, 1600, (92, 130, 122))
        v.skyline(pen, "bd3", 686, 60, (1050, 1600), (196, 198, 196))
    _bridge(c, ((226, 224, 216), (240, 240, 236)))
    c.water(686, [(0, (150, 190, 200)), (0.4, (74, 132, 150)), (1, (22, 66, 84))], 0.62, 1.0)
    with c.layer(blur=1) as pen:
        v.hull(pen, 720, 880, 742, 768, (196, 76, 48), (240, 236, 228))
        pen.rect(740, 708, 786, 744, (240, 238, 230), 3)
        pen.rect(746, 716, 780, 726, (60, 84, 96))
    v.wake(c, 560, 880, 764, 0.6)
    return c.finish(2.6, 0.3, 0.015)


def bridge_night() -> Image.Image:
    """The same bridge after dark, lit from below."""
    c = Canvas("bridge-night")
    c.fill([(0, (8, 12, 34)), (0.45, (22, 34, 76)), (0.64, (74, 66, 108)), (1, (90, 70, 100))])
    c.clouds(640, (70, 74, 120), 0.4, (2, 8))
    with c.layer(blur=2) as pen:
        v.hills(pen, "bn1", 684, 90, 1600, (20, 24, 46))
        v.skyline(pen, "bn2", 686, 110, (0, 1600), (26, 30, 54))
        v.lights(pen, "bn3", (0, 610, 1600, 684), 320, 2.0)
    for x in (470, 1130):
        c.glow(x, 480, 360, (64, 150, 220), 0.55)
        c.glow(x, 190, 130, (160, 220, 255), 0.5)
    _bridge(c, ((150, 176, 206), (112, 196, 240)))
    with c.layer(blur=1.5) as pen:
        for x in range(0, 1620, 36):
            pen.oval(x, 548, 3.4, 3.4, (255, 224, 160))
        for x in range(30, 1600, 190):
            pen.oval(x, 561, 9, 2.4, (255, 250, 236, 220))
            pen.oval(x + 84, 563, 9, 2.4, (255, 84, 64, 220))
    for x in range(0, 1620, 72):
        c.glow(x, 548, 26, (255, 210, 140), 0.55)
    c.water(686, [(0, (28, 34, 70)), (1, (6, 9, 24))], 0.92, 1.2)
    return c.finish(2.2, 0.4, -0.01)


def quay_crowd() -> Image.Image:
    """People on a quay under a ship's bow, flags overhead; taken upright."""
    c = Canvas("quay-crowd", PORTRAIT)
    c.fill([(0, (96, 160, 214)), (0.4, (190, 220, 236)), (0.6, (246, 236, 214)), (1, (200, 190, 172))])
    c.clouds(800, (255, 255, 252), 0.8, (2, 4))
    with c.layer(blur=3) as pen:
        v.hills(pen, "q1", 900, 80, 1067, (130, 156, 160))
        v.crane(pen, 150, 910, 260, (116, 130, 146))
    with c.layer(blur=1.2) as pen:
        pen.polygon(
            [*curve([(1100, 120), (760, 150), (520, 130), (560, 420), (640, 700), (700, 960)]), (1100, 980)],
            (30, 66, 116),
        )
        pen.polygon(curve([(1100, 180), (780, 206), (528, 186), (534, 240), (790, 262), (1100, 240)]), (244, 244, 240))
        pen.polygon([*curve([(640, 760), (700, 960)]), (1100, 980), (1100, 800)], (142, 44, 42))
        pen.oval(700, 380, 22, 22, (16, 34, 66))
        pen.line([(700, 400), (690, 560)], (52, 56, 66), 9)
        pen.text(900, 330, "ARUNG", 74, (236, 238, 240))
        v.bunting(pen, (540, 134), (-20, 330), 18, 30)
        v.bunting(pen, (540, 140), (1100, 20), 14, 30)
    c.fill([(0, (176, 168, 154)), (1, (112, 106, 98))], 930)
    c.grain_rows(930, 1600, (30, 12), 0.3)
    with c.layer(blur=1) as pen:
        numbers = random("quay")
        for line, (feet, tall) in enumerate(((990, 120), (1060, 160), (1160, 220))):
            for i in range(13 - 2 * line):
                x = (i + 0.5 + 0.5 * (numbers.rand() - 0.5)) * 1067 / (12 - 2 * line)
                pen.oval(x + 20, feet, tall * 0.22, tall * 0.03, (60, 56, 56, 120))
                standing(pen, x, feet, tall * (0.92 + 0.14 * numbers.rand()), int(numbers.randint(90)))
    with c.layer(blur=3) as pen:
        rows(pen, "quay2", [(1290, 92, 190), (1420, 130, 250)], 1067, 1.25)
        for x, tone in ((210, (206, 40, 44)), (560, (36, 92, 160)), (860, (240, 196, 60))):
            pen.line([(x, 1420), (x + 20, 1110)], (230, 226, 214), 6)
            pen.polygon(
                curve([(x + 20, 1110), (x + 80, 1126), (x + 150, 1100)])
                + curve([(x + 146, 1190), (x + 80, 1212), (x + 16, 1194)]),
                tone,
            )
    c.glow(200, 120, 620, (255, 240, 200), 0.5)
    return c.finish(2.8, 0.35, 0.015)


def terminal() -> Image.Image:
    """Dockers with safety vests before stacks of containers."""
    c = Canvas("terminal")
    c.fill([(0, (92, 150, 200)), (0.5, (190, 214, 224)), (0.7, (240, 226, 200)), (1, (190, 182, 170))])
    c.clouds(640, (255, 255, 250), 0.7, (3, 5))
    with c.layer(blur=3) as pen:
        for x, s in ((420, 470), (900, 500), (1400, 480)):
            v.crane(pen, x, 760, s, (206, 96, 56), x == 900)
    with c.layer(blur=2) as pen:
        v.boxes(pen, "t1", (0, 400, 700, 790), (132, 58))
        v.boxes(pen, "t2", (960, 330, 1620, 790), (132, 58))
        v.boxes(pen, "t3", (640, 600, 980, 784), (100, 44), 0.85)
    c.fill([(0, (150, 146, 140)), (1, (84, 82, 82))], 780)
    c.grain_rows(780, 1067, (40, 6), 0.35)
    with c.layer(blur=3, opacity=0.6) as pen:
        pen.polygon([(700, 782), (760, 782), (420, 1067), (240, 1067)], (232, 196, 70))
    with c.layer(blur=0.7) as pen:
        for x, feet, tall, who in ((560, 930, 300, 3), (690, 960, 330, 1), (1060, 940, 310, 4)):
            s = tall / 7.2
            pen.oval(x + 40, feet, tall * 0.3, tall * 0.035, (40, 38, 40, 140))
            standing(pen, x, feet, tall, who)
            pen.polygon(
                [
                    (x - 1.0 * s, feet - 5.7 * s),
                    (x + 1.0 * s, feet - 5.7 * s),
                    (x + 1.0 * s, feet - 3.4 * s),
                    (x - 1.0 * s, feet - 3.4 * s),
                ],
                (246, 128, 36),
            )
            pen.rect(x - 1.0 * s, feet - 4.7 * s, x + 1.0 * s, feet - 4.35 * s, (244, 240, 160))
            for side in (-0.5, 0.5):
                pen.rect(
                    x + side * s - 0.15 * s, feet - 5.7 * s, x + side * s + 0.15 * s, feet - 3.4 * s, (244, 240, 160)
                )
            pen.oval(x, feet - 6.95 * s, 0.54 * s, 0.42 * s, (244, 206, 60))
            pen.rect(x - 0.66 * s, feet - 6.9 * s, x + 0.66 * s, feet - 6.74 * s, (236, 190, 50), 4)
    c.haze(500, 780, (250, 232, 200), 0.0, 0.25)
    c.glow(1300, 200, 700, (255, 238, 196), 0.5)
    return c.finish(3.0, 0.35, 0.02)
