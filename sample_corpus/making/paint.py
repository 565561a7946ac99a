"""Light, water, cloud and grain: what the drawn photographs are made of."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

LANDSCAPE = (1600, 1067)
PORTRAIT = (1067, 1600)
OVER = 2  # layers are drawn this many times larger, then reduced, so that edges are smooth

Colour = tuple[int, int, int] | tuple[int, int, int, int]
Stops = Sequence[tuple[float, tuple[int, int, int]]]
Stroke = Callable[[ImageDraw.ImageDraw, list[tuple[float, float]]], None]
Pixels = np.ndarray[Any, np.dtype[np.float32]]


def random(seed: str) -> np.random.RandomState:
    """The same numbers for the same words, on every machine."""
    return np.random.RandomState(zlib.crc32(seed.encode()))


def gradient(size: tuple[int, int], stops: Stops) -> Pixels:
    """Colours from top (0.0) to bottom (1.0), as height x width x 3 values of 0 to 255."""
    at = np.linspace(0, 1, size[1])
    places = [place for place, _ in stops]
    columns = [np.interp(at, places, [colour[i] for _, colour in stops]) for i in range(3)]
    column = np.stack(columns, axis=1).astype(np.float32)
    return np.repeat(column[:, None, :], size[0], axis=1)


def noise(size: tuple[int, int], seed: str, cells: tuple[int, int], octaves: int = 4) -> Pixels:
    """Soft noise of 0 to 1; `cells` is how many lumps lie across and down at the coarsest."""
    numbers = random(seed)
    total = np.zeros((size[1], size[0]), np.float32)
    weight = 1.0
    for octave in range(octaves):
        across, down = (max(2, n << octave) for n in cells)
        small = Image.fromarray((numbers.rand(down, across) * 255).astype(np.uint8))
        total += weight * np.asarray(small.resize(size, Image.Resampling.BICUBIC), np.float32)
        weight *= 0.5
    low, high = float(total.min()), float(total.max())
    return (total - low) / max(1e-6, high - low)


class Pen:
    """Draws on one layer in the picture's own pixels; colours with a fourth value are translucent."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.image = Image.new("RGBA", (size[0] * OVER, size[1] * OVER), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """A filled shape."""
        self._stroke(points, fill, 0, lambda draw, at: draw.polygon(at, fill=fill))

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0) -> None:
        """A filled rectangle, with round corners if asked."""
        corners = ((x0, y0), (x1, y1))
        self._stroke(corners, fill, 0, lambda draw, at: draw.rounded_rectangle(at, radius * OVER, fill=fill))

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """A filled oval about a centre."""
        corners = ((x - rx, y - ry), (x + rx, y + ry))
        self._stroke(corners, fill, 0, lambda draw, at: draw.ellipse(at, fill=fill))

    def line(self, points: Sequence[tuple[float, float]], fill: Colour, width: float = 1) -> None:
        """A line with round joints."""
        thick = max(1, round(width * OVER))
        self._stroke(points, fill, thick, lambda draw, at: draw.line(at, fill=fill, width=thick, joint="curve"))

    def text(self, x: float, y: float, words: str, size: float, fill: Colour) -> None:
        """Words of ASCII letters about a centre, in the font that Pillow carries."""
        font = ImageFont.load_default(size * OVER)
        self._draw.text((x * OVER, y * OVER), words, font=font, fill=fill, anchor="mm")

    def _stroke(self, points: Sequence[tuple[float, float]], fill: Colour, margin: int, draw: Stroke) -> None:
        """Pillow replaces what lies below a translucent colour, so such strokes are drawn apart and laid over."""
        scaled = [(x * OVER, y * OVER) for x, y in points]
        if len(fill) == 3 or fill[3] == 255:
            draw(self._draw, scaled)
            return
        left, top = (max(0, int(min(p[i] for p in scaled)) - margin) for i in (0, 1))
        right, bottom = (min(self.image.size[i], int(max(p[i] for p in scaled)) + margin + 2) for i in (0, 1))
        if right <= left or bottom <= top:
            return
        tile = Image.new("RGBA", (right - left, bottom - top), (*fill[:3], 0))
        draw(ImageDraw.Draw(tile), [(x - left, y - top) for x, y in scaled])
        self.image.alpha_composite(tile, (left, top))


class Canvas:
    """A picture in the making."""

    def __init__(self, seed: str, size: tuple[int, int] = LANDSCAPE) -> None:
        self.seed, self.size = seed, size
        self.pixels: Pixels = np.zeros((size[1], size[0], 3), np.float32)

    def fill(self, stops: Stops, top: int = 0, bottom: int | None = None) -> None:
        """Lay a gradient over the rows from top to bottom."""
        bottom = self.size[1] if bottom is None else bottom
        self.pixels[top:bottom] = gradient((self.size[0], bottom - top), stops)

    def clouds(
        self, bottom: int, colour: tuple[int, int, int], amount: float = 0.5, cells: tuple[int, int] = (3, 7)
    ) -> None:
        """Clouds over the rows down to bottom, thinner towards the horizon."""
        mist = np.clip((noise((self.size[0], bottom), self.seed + "cloud", cells, 5) - 0.45) * 2.6, 0, 1)
        mist *= np.linspace(1, 0.35, bottom)[:, None] * amount
        self._blend(slice(0, bottom), np.asarray(colour, np.float32), mist.astype(np.float32))

    def glow(self, x: float, y: float, radius: float, colour: tuple[int, int, int], strength: float = 1.0) -> None:
        """Light around a point, added as a lens would see it."""
        rows, columns = np.ogrid[: self.size[1], : self.size[0]]
        distance = np.sqrt((columns - x) ** 2 + (rows - y) ** 2) / radius
        light = (np.exp(-(distance**2) * 3.0) * strength)[..., None] * np.asarray(colour, np.float32) / 255
        self.pixels = 255 - (255 - self.pixels) * (1 - np.clip(light, 0, 1)).astype(np.float32)

    def haze(self, top: int, bottom: int, colour: tuple[int, int, int], first: float, last: float) -> None:
        """Mist between two rows, from one density to another."""
        veil = np.repeat(np.linspace(first, last, bottom - top, dtype=np.float32)[:, None], self.size[0], axis=1)
        self._blend(slice(top, bottom), np.asarray(colour, np.float32), veil)

    def grain_rows(self, top: int, bottom: int, cells: tuple[int, int], depth: float) -> None:
        """Uneven brightness (wood, cloth, concrete) over some rows."""
        rough = noise((self.size[0], bottom - top), f"{self.seed}{top}{cells}", cells, 3)
        self.pixels[top:bottom] *= (1 + (rough - 0.5) * depth)[..., None]

    def water(self, horizon: int, tint: Stops, mirror: float = 0.6, ripple: float = 1.0) -> None:
        """Everything below the horizon becomes water that reflects what is above it."""
        width, height = self.size[0], self.size[1] - horizon
        depth = np.arange(height, dtype=np.float32)[:, None] + 6
        across = np.arange(width, dtype=np.float32)[None, :] - width / 2
        quarter = noise((512, 512), self.seed + "wave", (16, 16), 4)
        half = np.concatenate([quarter, quarter[:, ::-1]], axis=1)
        tile = np.concatenate([half, half[::-1]])  # mirrored, so that it repeats without a seam
        u = (across / depth * 70 + 300).astype(np.int64) % 1024
        v = (np.repeat(30000 / depth + depth * 1.2, width, axis=1)).astype(np.int64) % 1024
        wave = (tile[v, u] - 0.5) * np.minimum(1, depth / 60)
        row = np.clip(horizon - 1 - depth * 0.85 + wave * 70 * ripple, 0, horizon - 1).astype(np.int64)
        column = np.clip(across + width / 2 + wave * 26 * ripple, 0, width - 1).astype(np.int64)
        seen = Image.fromarray(np.clip(self.pixels[row, column], 0, 255).astype(np.uint8))
        image = np.asarray(seen.filter(ImageFilter.GaussianBlur((5, 2))), np.float32)
        share = mirror * (1 - 0.55 * depth / height)[..., None]
        mixed = image * share + gradient((width, height), tint) * (1 - share)
        self.pixels[horizon:] = mixed * (1 + 0.35 * ripple * wave[..., None])

    @contextmanager
    def layer(self, blur: float = 0, opacity: float = 1.0) -> Iterator[Pen]:
        """A pen whose strokes are laid over the picture, out of focus by `blur` pixels."""
        pen = Pen(self.size)
        yield pen
        flat = pen.image.convert("RGBa").resize(self.size, Image.Resampling.BOX)
        if blur:
            flat = flat.filter(ImageFilter.GaussianBlur(blur))
        over = np.asarray(flat, np.float32) * opacity
        self.pixels = self.pixels * (1 - over[..., 3:] / 255) + over[..., :3]

    def soften(self, radius: float) -> None:
        """Put everything so far out of focus."""
        self.pixels = np.asarray(self._flat().filter(ImageFilter.GaussianBlur(radius)), np.float32)

    def finish(self, grain: float = 3.0, vignette: float = 0.35, warmth: float = 0.0) -> Image.Image:
        """The developed picture: corners darker, a little more contrast, film grain."""
        width, height = self.size
        rows, columns = np.ogrid[:height, :width]
        edge = ((columns / width - 0.5) ** 2 + (rows / height - 0.5) ** 2) * 2
        value = np.clip(self.pixels * (1 - vignette * edge[..., None]) / 255, 0, 1)
        value = value + 0.22 * (value * value * (3 - 2 * value) - value)
        value = value * np.asarray([1 + warmth, 1.0, 1 - warmth], np.float32)
        spots = random(self.seed + "grain").normal(0, grain / 255, (height // 2 + 1, width // 2 + 1))
        film = np.kron(spots, np.ones((2, 2)))[:height, :width, None]
        return Image.fromarray(np.clip((value + film) * 255 + 0.5, 0, 255).astype(np.uint8))

    def _flat(self) -> Image.Image:
        return Image.fromarray(np.clip(self.pixels, 0, 255).astype(np.uint8))

    def _blend(self, rows: slice, colour: Pixels, share: Pixels) -> None:
        self.pixels[rows] = self.pixels[rows] * (1 - share[..., None]) + colour * share[..., None]
