"""How a picture looks, in few bytes: what finds it again in another size, recompressed or cropped."""

from __future__ import annotations

import base64

from PIL import Image

MINIATURE = 32  # pixels a side
_HASH_SOURCE = 64  # pixels a side that the hash is made from


def looks_of(small: Image.Image) -> tuple[str, str]:
    """What to offer as `difference_hash`, and the description's `miniature`, of an upright picture of about 400 pixels.

    The first is the 64-bit difference hash as 16 hexadecimal digits: each bit says whether a cell of a grid of 9 x 8
    is brighter than its right neighbour, row by row. By it a picture is found. The second is the whole picture drawn
    on 32 x 32 grey pixels, row by row, in base64; by it, and by what crops would leave of it, the find is checked. It
    is empty for pictures smaller than that. Raises what Pillow raises when the picture cannot be decoded.
    """
    grey = small if small.mode == "L" else small.convert("L")
    cells = _squeezed(_squeezed(grey, _HASH_SOURCE, _HASH_SOURCE), 9, 8).tobytes()
    bits = "".join("1" if cells[i] > cells[i + 1] else "0" for row in range(8) for i in range(row * 9, row * 9 + 8))
    whole = f"{int(bits, 2):016x}"
    if min(small.size) < MINIATURE:
        return whole, ""
    return whole, base64.b64encode(_squeezed(grey, MINIATURE, MINIATURE).tobytes()).decode("ascii")


def _squeezed(picture: Image.Image, width: int, height: int) -> Image.Image:
    return picture.resize((width, height), Image.Resampling.BOX)
