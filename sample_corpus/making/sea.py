"""The photographs taken at sea: ships, ferries, a lighthouse, a meadow under water."""

from __future__ import annotations

import numpy as np
from PIL import Image

from making import vessels as v
from making.paint import Canvas, random
from making.people import curve, standing


def training_ship() -> Image.Image:
    """A sail training ship under full sail."""
    c = Canvas("training-ship")
    c.fill([(0, (58, 120, 190)), (0.5, (150, 198, 232)), (0.68, (226, 236, 238)), (1, (230, 236, 236))])
    c.clouds(700, (255, 255, 255), 0.9, (2, 5))
    c.glow(240, 140, 560, (255, 246, 220), 0.55)
    with c.layer(blur=4) as pen:
        v.hills(pen, "ts1", 732, 66, 1600, (134, 164, 184, 220))
    with c.layer(blur=0.6) as pen:
        for x, tall, wide in ((560, 520, 250), (800, 590, 280), (1030, 540, 250)):
            v.sails(pen, x, 706, tall, wide, (248, 244, 232))
        pen.line([(1190, 690), (1350, 610)], (92, 66, 44), 7)
        for i in range(3):
            pen.polygon(
                [(1060 + i * 40, 290 + i * 90), (1340 - i * 50, 618 + i * 14), (1100 + i * 30, 652)],
                (246, 240, 226, 250),
            )
            pen.line([(1060 + i * 40, 290 + i * 90), (1340 - i * 50, 618 + i * 14)], (150, 140, 124), 1.5)
        v.hull(pen, 400, 1250, 700, 780, (244, 244, 240), (34, 74, 128))
        for x in range(450, 1120, 36):
            pen.oval(x, 738, 5, 5, (42, 54, 70))
        for i, x in enumerate(range(470, 1130, 22)):
            standing(pen, x, 702, 32 + (i * 7) % 5, 2 if i % 4 else 7)
        v.bunting(pen, (560, 186), (400, 690), 15, 14)
        pen.polygon([(402, 640), (340, 632), (344, 672), (402, 676)], (196, 42, 44))
    with c.layer(blur=1) as pen:
        v.gulls(pen, "ts2", (100, 220, 420, 460), 7)
    c.water(772, [(0, (124, 168, 190)), (0.3, (54, 116, 150)), (1, (14, 58, 92))], 0.5, 1.3)
    v.wake(c, 330, 1190, 776)
    return c.finish(2.6, 0.3, 0.0)


def hospital_ship() -> Image.Image:
    """A white hospital ship at anchor under clearing rain clouds."""
    c = Canvas("hospital-ship")
    c.fill([(0, (104, 118, 134)), (0.45, (164, 178, 186)), (0.66, (236, 226, 200)), (1, (236, 228, 206))])
    c.clouds(690, (232, 234, 236), 0.7, (2, 6))
    c.glow(1240, 590, 460, (255, 236, 186), 0.6)
    with c.layer(blur=3) as pen:
        v.hills(pen, "hs1", 690, 150, 1600, (112, 132, 138, 235))
        v.hills(pen, "hs2", 694, 70, 1600, (78, 104, 98))
    with c.layer(blur=0.7) as pen:
        v.hull(pen, 250, 1330, 620, 724, (246, 246, 242), (36, 138, 96))
        v.decks(pen, 330, 1090, 622, 4, 44, ((250, 250, 246), (64, 92, 112)))
        pen.polygon([(520, 448), (536, 380), (640, 380), (656, 448)], (36, 138, 96))
        pen.line([(860, 446), (860, 350)], (220, 222, 222), 5)
        pen.oval(860, 352, 22, 8, (232, 232, 230))
        for x in range(420, 1000, 92):
            pen.rect(x, 604, x + 58, 620, (226, 112, 48), 6)
        v.bunting(pen, (860, 352), (1300, 590), 0, 10)
    with c.layer(blur=0.8) as pen:
        for x, y in ((200, 760), (1120, 790)):
            v.hull(pen, x, x + 150, y, y + 22, (226, 112, 48), (240, 240, 236))
            for i in range(4):
                standing(pen, x + 34 + i * 24, y + 4, 46, i + 5)
    c.water(716, [(0, (150, 168, 168)), (0.4, (92, 120, 126)), (1, (38, 62, 72))], 0.6, 0.9)
    with c.layer(blur=0.8) as pen:
        for x, y in ((180, 770), (1090, 840)):
            v.hull(pen, x, x + 190, y, y + 28, (226, 112, 48), (244, 244, 240))
            for i in range(5):
                standing(pen, x + 34 + i * 26, y + 5, 56, i * 2 + 5)
    return c.finish(3.0, 0.35, 0.01)


def lighthouse() -> Image.Image:
    """A lighthouse on its rock at nightfall, the beam over the sea."""
    c = Canvas("lighthouse")
    c.fill(
        [
            (0, (22, 32, 74)),
            (0.4, (70, 84, 140)),
            (0.62, (214, 138, 128)),
            (0.74, (252, 200, 150)),
            (1, (250, 206, 160)),
        ]
    )
    c.clouds(720, (226, 150, 140), 0.5, (2, 8))
    c.glow(300, 730, 420, (255, 204, 140), 0.8)
    c.water(760, [(0, (196, 132, 126)), (1, (24, 34, 72))], 0.8, 1.2)
    with c.layer(blur=16, opacity=0.5) as pen:
        pen.polygon([(1080, 268), (-60, 60), (-60, 300)], (255, 240, 200, 190))
        pen.polygon([(1080, 268), (1660, 210), (1660, 300)], (255, 240, 200, 130))
    with c.layer(blur=1) as pen:
        pen.polygon(
            [
                *curve(
                    [(760, 800), (830, 740), (940, 720), (990, 690), (1180, 690), (1290, 722), (1420, 740), (1640, 812)]
                ),
                (1640, 930),
                (700, 850),
            ],
            (34, 34, 46),
        )
        pen.polygon(
            [*curve([(830, 745), (940, 724), (990, 694), (1180, 694), (1290, 726)]), (1200, 760), (930, 770)],
            (58, 62, 62),
        )
    with c.layer(blur=0.6) as pen:
        top, base, x = 330, 700, 1080
        for i in range(5):
            y0, y1 = top + (base - top) * i / 5, top + (base - top) * (i + 1) / 5
            w0, w1 = 34 + 20 * i / 5, 34 + 20 * (i + 1) / 5
            pen.polygon(
                [(x - w0, y0), (x + w0, y0), (x + w1, y1), (x - w1, y1)], (236, 226, 214) if i % 2 else (176, 48, 44)
            )
            pen.polygon([(x + w0 * 0.2, y0), (x + w0, y0), (x + w1, y1), (x + w1 * 0.2, y1)], (30, 26, 52, 90))
        pen.rect(x - 48, 318, x + 48, 332, (40, 38, 50))
        pen.rect(x - 26, 232, x + 26, 318, (255, 236, 180))
        for dx in (-26, -9, 9, 26):
            pen.line([(x + dx, 232), (x + dx, 318)], (44, 42, 54), 4)
        pen.polygon([(x - 36, 234), (x, 190), (x + 36, 234)], (150, 42, 40))
        pen.rect(1160, 632, 1270, 704, (214, 204, 192))
        pen.polygon([(1150, 636), (1215, 592), (1280, 636)], (120, 52, 46))
        pen.rect(1186, 654, 1208, 680, (255, 220, 140))
        for y in (420, 540, 640):
            pen.rect(x - 8, y, x + 8, y + 24, (50, 48, 62), 6)
    c.glow(1080, 272, 190, (255, 240, 196), 1.0)
    c.glow(1197, 667, 60, (255, 210, 130), 0.6)
    with c.layer(blur=3, opacity=0.8) as pen:
        numbers = random("surf")
        for _ in range(120):
            x = 700 + 940 * numbers.rand()
            pen.oval(
                x, 846 + 34 * abs(x - 1150) / 500 * numbers.rand() + 16 * numbers.rand(), 26, 5, (236, 220, 226, 120)
            )
    return c.finish(3.2, 0.4, 0.02)


def ferry(night: bool) -> Image.Image:
    """A fast ferry leaving port, by day or by night."""
    c = Canvas("ferry-night" if night else "ferry-day")
    sky = [(0, (10, 16, 44)), (0.5, (44, 46, 94)), (0.66, (150, 92, 112)), (1, (170, 110, 116))]
    c.fill(
        sky if night else [(0, (70, 150, 200)), (0.5, (170, 218, 232)), (0.66, (250, 232, 204)), (1, (250, 232, 208))]
    )
    c.clouds(690, (110, 88, 130) if night else (255, 250, 244), 0.6, (2, 6))
    if not night:
        c.glow(1250, 520, 520, (255, 226, 170), 0.7)
    with c.layer(blur=2.5) as pen:
        v.hills(pen, "f1", 704, 130, 1600, (30, 32, 62) if night else (120, 158, 160))
        v.skyline(pen, "f2", 708, 120, (700, 1600), (38, 38, 66) if night else (200, 204, 200))
        if night:
            v.lights(pen, "f3", (0, 630, 1600, 706), 240, 2.2)
    white = (178, 182, 206) if night else (248, 248, 244)
    glass = (255, 222, 150) if night else (44, 76, 98)
    with c.layer(blur=0.6) as pen:
        v.hull(pen, 280, 1250, 650, 748, white, (24, 96, 150) if not night else (30, 70, 120))
        v.decks(pen, 330, 1080, 652, 3, 52, (white, glass))
        pen.polygon([(640, 500), (660, 452), (760, 452), (800, 500)], white)
        pen.polygon([(520, 640), (700, 640), (640, 500), (560, 500)], (32, 150, 130) if not night else (32, 110, 120))
        pen.line([(720, 452), (720, 392)], white, 5)
        pen.rect(690, 408, 750, 414, white)
        pen.text(860, 702, "SAO BIEN 09" if night else "LEMBAYUNG EV", 34, (24, 52, 92))
    if night:
        for x in range(400, 1000, 110):
            c.glow(x, 600, 130, (255, 206, 130), 0.35)
        c.glow(720, 392, 40, (255, 120, 100), 0.7)
    c.water(
        740,
        [(0, (70, 60, 96)), (1, (10, 14, 36))]
        if night
        else [(0, (150, 190, 190)), (0.4, (60, 140, 156)), (1, (14, 76, 100))],
        0.8 if night else 0.55,
        1.1,
    )
    v.wake(c, 120, 1180, 744, 0.5 if night else 0.9)
    return c.finish(3.2 if night else 2.4, 0.35, 0.01)


def seagrass() -> Image.Image:
    """A meadow under the sea with light falling in; without grain, for the TIFF."""
    c = Canvas("seagrass", (1020, 680))
    c.fill([(0, (150, 226, 226)), (0.3, (54, 168, 190)), (0.75, (16, 96, 130)), (1, (8, 52, 76))])
    c.glow(420, -60, 520, (236, 255, 244), 0.8)
    with c.layer(blur=18, opacity=0.4) as pen:
        for x, lean in ((150, -160), (330, -60), (470, 40), (620, 130), (780, 240)):
            pen.polygon([(x, -20), (x + 60, -20), (x + lean + 150, 620), (x + lean - 10, 620)], (232, 255, 246, 150))
    numbers = random("grass")
    for depth, blur in ((0, 5.0), (1, 2.0), (2, 0.8), (3, 4.0)):
        with c.layer(blur=blur) as pen:
            tone = np.array([(46, 134, 128), (44, 128, 88), (72, 150, 74), (14, 60, 52)][depth])
            for _ in range(120 - 26 * depth):
                x, base = numbers.rand() * 1060 - 20, 560 + 46 * depth + 20 * numbers.rand()
                tall, sway = (110 + 50 * depth) * (0.6 + 0.7 * numbers.rand()), 50 * (numbers.rand() - 0.3)
                spine = curve([(x, base + 60), (x + sway * 0.2, base - tall * 0.4), (x + sway, base - tall)], 8)
                w = 3.5 + 1.6 * depth
                fill = tuple(int(t) for t in np.clip(tone * (0.8 + 0.5 * numbers.rand()), 0, 255))
                pen.polygon(
                    [(px - w * (1 - i / len(spine)), py) for i, (px, py) in enumerate(spine)]
                    + [(px + w * (1 - i / len(spine)), py) for i, (px, py) in reversed(list(enumerate(spine)))],
                    fill,
                )  # type: ignore[arg-type]
    with c.layer(blur=1) as pen:
        for i in range(22):
            x, y, s = 300 + 460 * numbers.rand(), 190 + 190 * numbers.rand(), 9 + 8 * numbers.rand()
            pen.polygon(
                curve([(x - s, y), (x, y - 0.42 * s), (x + s, y), (x, y + 0.42 * s), (x - s, y)], 5),
                (246, 206, 96) if i % 4 else (236, 240, 236),
            )
            pen.polygon([(x - 0.8 * s, y), (x - 1.5 * s, y - 0.4 * s), (x - 1.5 * s, y + 0.4 * s)], (236, 186, 80))
    return c.finish(0.0, 0.3, -0.01)
