"""Pages of DjVu, written chunk by chunk."""

from __future__ import annotations

import io
import struct
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

import djvu_rs
from PIL import Image

from tests.builders.embargo_carriers import STORY, TITLE, Maker

# Made by DjVuLibre 3.5.28: two pages, the first with a text layer (TXTz), and shared metadata.
TWO = b64decode(
    "QVQmVEZPUk0AAAI0REpWTURJUk0AAAA6gQADAAAAUgAAAXwAAAHW///Sv4oexxcSGSy2g0P0TtxRyNB9arYPECnjCoUu+pGE5YCNio8TgawxX0ZP"
    "Uk0AAAEhREpWVUlORk8AAAAKAZABLBgAyAAWAUlOQ0wAAAAPc2hhcmVkX2Fubm8uaWZmAFNqYnoAAAA1gFu44ksQqcct9YDa1+d39krqK26gSmHs"
    "xLT1qEW4sb1ebqDQhFRrsgFmIUs11Al1T4qchxUAVFhUegAAAK3//wqJI2EhCeeuoLFJRQV9QOsqGBGcPkeEUw83P2ny1j9fiwf1CcZ+oj/RaWyl"
    "QjGCALQ1LZjSw+f2TrqWGotdpVWqAE6ktNYLzyzkOJh/K9a4nA/wfd7DKyZ5Xp6uo83laZAxgao9haZghqDI60Bf90Jm5SjQK9+FUZqrHOfIScx0"
    "wSKLEOPyw+kRV+j9qZN4n3+9+QB3/6aOarfjL/YO1sYUjgxXeXk3KkRFfwBGT1JNAAAAUkRKVklBTlR6AAAARv//q/qCnE5QYz6JMZPqlkeBjCAk"
    "6mJb3pNEcTvNmCEYLyPKtI2J3e3hcYbTHAfSAA2zK87H3MSZHRTSahxYj5rPsVSAq0FGT1JNAAAAYkRKVlVJTkZPAAAACgGQASwYAMgAFgFJTkNM"
    "AAAAD3NoYXJlZF9hbm5vLmlmZgBTamJ6AAAALIBbuOJJ6O+l/NCzVyL700W6z27JZLLqdZLoys2p9xJd5/TMJ/nLVbpcsfgn"
)


def chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">I", len(data)) + data + bytes(len(data) % 2)


def page(text: str = "", *, picture: Image.Image | None = None, dpi: int = 200) -> bytes:
    """Return a page with a text layer (TXTa) and a picture (BGjp), if given."""
    width, height = picture.size if picture else (400, 300)
    info = struct.pack(">HHBB", width, height, 24, 0) + struct.pack("<H", dpi) + b"\x16\1"
    parts = [b"DJVU", chunk(b"INFO", info)]
    if picture:
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=90)
        parts.append(chunk(b"BGjp", out.getvalue()))
    if text:
        words = text.encode()
        parts.append(chunk(b"TXTa", len(words).to_bytes(3, "big") + words + b"\1"))
    return b"AT&T" + chunk(b"FORM", b"".join(parts))


def edited(annotation: Mapping[str, Any], *areas: Mapping[str, Any]) -> bytes:
    """Return a page with compressed annotations."""
    editor = djvu_rs.Editor.from_bytes(page(f"{TITLE}\n{STORY}"))
    editor.set_page_annotations(0, dict(annotation), [dict(one) for one in areas])
    return bytes(editor.to_bytes())


def with_chunk(name: bytes, data: bytes) -> bytes:
    """Return a page with one more chunk."""
    whole = page(f"{TITLE}\n{STORY}")
    body = whole[12:] + chunk(name, data)
    return b"AT&TFORM" + struct.pack(">I", len(body)) + body


def in_two(bookmark: str) -> bytes:
    """Return a document of two pages with a bookmark."""
    editor = djvu_rs.Editor.from_bytes(TWO)
    editor.set_bookmarks([{"title": "Port", "url": "#1", "children": [{"title": bookmark, "url": "#2"}]}])
    return bytes(editor.to_bytes())


_AREA = {"url": "#1", "shape": {"Rect": {"x": 1, "y": 1, "width": 9, "height": 9}}}

DJVU_CARRIERS: Mapping[tuple[str, str], Maker] = {
    ("djvu", "annotation"): lambda words: with_chunk(b"ANTa", f'(maparea "#1" "{words}" (rect 1 1 9 9))'.encode()),
    ("djvu", "compressed annotation"): lambda words: edited({}, {**_AREA, "description": words}),
    ("djvu", "header of the printed page"): lambda words: edited({"extra": [f'(phead "{words}")']}),
    ("djvu", "metadata in annotations"): lambda words: edited({"extra": [f'(metadata (Note "{words}"))']}),
    ("djvu", "XMP"): lambda words: edited({"extra": [f'(xmp "<rdf:li>{words}</rdf:li>")']}),
    ("djvu", "metadata"): lambda words: with_chunk(b"METa", f'(metadata (Note "{words}"))'.encode()),
    ("djvu", "bookmark"): in_two,
}

DJVU_NAMED: Mapping[tuple[str, str], Maker] = {
    ("djvu", "Embargo"): lambda day: edited({"extra": [f'(metadata (Embargo "{day}"))']}),
}
