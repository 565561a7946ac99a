"""Compare pictures by perceptual hash. One may be a crop of the other."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SIDE = 32  # pixels of a miniature, horizontally and vertically
CELLS = 16  # cells in which views are compared
CUTS = (0.0, 0.05, 0.1)  # what a crop may have removed from each side
PLAIN = 20.0  # steps between cells below which a picture is nearly blank: sky, paper, a gradient
ALIKE = 0.78  # measured: crops of up to a tenth per side are above 0.8, of 880,000 other pairs none is above 0.75
LIKELY = 0.7  # of the coarse views of two pictures; below it their finer ones are never alike
ALIKE_COARSE = 0.36  # such crops are above it, and one in forty other pairs


def pixels(miniatures: list[bytes]) -> Floats:
    """Return the miniatures (grey, row by row) as n x 32 x 32."""
    return np.frombuffer(b"".join(miniatures), np.uint8).reshape(-1, SIDE, SIDE).astype(np.float32)


def coarse(pictures: Floats) -> Floats:
    """Return one vector of length 1 each (0 for a plain one), whose products show which pictures may be alike."""
    return _seen(pictures, _SQUARES, PLAIN / 2)[:, 0]


def views(pictures: Floats) -> Floats:
    """Return, for each picture, the vectors of its 81 views: the whole, and crops of its sides."""
    return _seen(pictures, _MAPS)


def _seen(pictures: Floats, maps: Floats, plain: float = PLAIN) -> Floats:
    """Return the vectors of the views from these maps, one for each pair of maps: the steps from each cell to the next,
    across and down. They are computed from the maps, not the cells, so that matrix products do nearly all of the
    work."""
    many, kinds, cells = len(pictures), len(maps), maps.shape[1]
    to_cells, to_steps = maps.reshape(-1, SIDE), (maps[:, 1:] - maps[:, :-1]).reshape(-1, SIDE)
    rows = pictures.reshape(-1, SIDE)
    across = to_cells @ (rows @ to_steps.T).reshape(many, SIDE, -1)
    down = to_steps @ (rows @ to_cells.T).reshape(many, SIDE, -1)
    steps = np.empty((many, kinds, kinds, 2, cells * (cells - 1)), np.float32)
    for way, (high, wide) in enumerate(((cells, cells - 1), (cells - 1, cells))):
        found = (across, down)[way].reshape(many, kinds, high, kinds, wide).transpose(0, 1, 3, 2, 4)
        steps[:, :, :, way] = found.reshape(many, kinds, kinds, -1)
    return _levelled(steps, plain).reshape(many, kinds**2, -1)


def alike(one: Floats, others: Floats) -> Floats:
    """Return the similarity, at most 1, of a picture to each of the others, whichever of the two is the crop."""
    mine = views(one[None])[0]
    found: Floats = (_seen(others, _MAPS[:1]) @ mine.T).max((1, 2))
    # Computing all views of the others costs most: copies of one size need none, and most others are excluded by coarse
    # ones.
    rest = np.flatnonzero(found < ALIKE)
    if len(rest):
        small = _seen(one[None], _COARSE_MAPS[:1], PLAIN / 2)[0, 0]
        rest = rest[(_seen(others[rest], _COARSE_MAPS, PLAIN / 2) @ small).max(1) >= LIKELY]
    if len(rest):
        found[rest] = np.maximum(found[rest], (views(others[rest]) @ mine[0]).max(1))
    return found


def _levelled(steps: Floats, plain: float) -> Floats:
    """Return steps as vectors of length 1 (the last two axes). Large steps are damped, because an edge is no more
    distinctive than a face; what all steps in one direction share is lighting, and is removed."""
    steps -= steps.mean(-1, keepdims=True)
    sizes = np.sqrt(np.abs(steps))
    np.copysign(sizes, steps, out=steps)
    length = np.sqrt(np.einsum("...ij,...ij->...", steps, steps))[..., None, None]
    steps *= np.where(length < plain, 0, 1 / np.maximum(length, 1e-6))
    return steps


def _map(before: float, after: float) -> Floats:
    """Return the averaging of the pixels of a side, less a crop at both ends, into cells."""
    low, high = before * SIDE, (1 - after) * SIDE
    edges = np.linspace(low, high, CELLS + 1)
    pixel = np.arange(SIDE)
    share = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    found: Floats = (np.clip(share, 0, None) / ((high - low) / CELLS)).astype(np.float32)
    return found


_MAPS = np.array([_map(before, after) for before, after in product(CUTS, CUTS)])
_COARSE_MAPS = (_MAPS[:, 0::2] + _MAPS[:, 1::2]) / 2
_SQUARES = _COARSE_MAPS[:1]
