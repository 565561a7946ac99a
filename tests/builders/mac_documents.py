"""Documents of MacWrite 4.5 to 5.01, with only the parts that readers use."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HEADER, _PRINT, _WINDOW = 40, 120, 46
_FONT = 3  # Geneva


def macwrite(paragraphs: Sequence[str], *, page: tuple[int, int, int, int] = (0, 0, 730, 552)) -> bytes:
    """Return a document with these paragraphs, on a page with these edges (top, left, bottom, right, in points)."""
    texts = [_text(one.encode("mac_roman") + b"\r") for one in paragraphs]
    windows = _HEADER + _PRINT
    at = windows + 3 * _WINDOW
    entries, data = bytearray(), bytearray()
    heights = b"\0\1\x10\0" * len(texts)  # one line each, 16 points high
    begin = at + 16 * len(texts) + len(heights)
    for number, text in enumerate(texts):
        place = begin + len(data)
        entries += struct.pack(">hhB3xBBHHH", 16, 16 * number, 0, 0, place >> 16, place & 0xFFFF, len(text), 0)
        data += text
    end = begin + len(data)
    header = struct.pack(">H3hB7xhLHH14x", 6, len(texts), 0, 0, 0, 1, end, 0, 0)
    printing = struct.pack(">4h4h4h", 1, 0, 72, 72, *page, -31, -30, 761, 582).ljust(_PRINT, b"\0")
    main = _window((at, len(entries)), (at + len(entries), len(heights)))
    body = header + printing + 2 * _window((0, 0), (0, 0)) + main + entries + heights + data
    return bytes(body + bytes(16))


def _text(words: bytes) -> bytes:
    padded = struct.pack(">H", len(words)) + words + bytes(len(words) % 2)
    return padded + struct.pack(">HHBBH", 6, 0, 12, 0, _FONT)


def _window(entries: tuple[int, int], heights: tuple[int, int]) -> bytes:
    nowhere = struct.pack(">6h", *[-1] * 6)  # page number, date and time are not shown
    places = struct.pack(">LHLH", *entries, *heights)
    return (bytes(8) + bytes(4) + places + nowhere).ljust(_WINDOW, b"\0")
