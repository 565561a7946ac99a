"""Pages of DjVu, written chunk by chunk."""

from __future__ import annotations

import io
import struct

from PIL import Image


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
