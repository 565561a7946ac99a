"""Spoils the files of broken/: each shows one way in which a file on somebody's disk is not what it seems."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image

from making import metadata as meta
from making import pdfs, photos

NOTE = "The tide table for March was printed twice."


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each broken file's path in the corpus and what makes it."""
    yield "broken/empty.txt", lambda: b""
    yield "broken/truncated.jpg", truncated
    yield "broken/really-a-png.jpg", small_png
    yield "broken/really-a-pdf.txt", lambda: simple_pdf(NOTE)
    yield "broken/encrypted.pdf", encrypted
    yield "broken/bomb.png", bomb
    yield "broken/looping.pdf", looping
    yield "broken/cut-in-half.pdf", lambda: (whole := pdfs.typeset(PROGRAMME))[: len(whole) // 2]
    yield "broken/nuls.txt", nuls


PROGRAMME = pdfs.DOCUMENTS["releases/2026-01-15-program-kerja-2026.pdf"]
SECRET = pdfs.Document(
    "program-kerja-2026.txt", "Draf anggaran", "Sekretariat", "", "", "2026-01-10T03:00:00", "rahasia"
)


def _photo(**changes: Any) -> meta.Photo:
    row = next(vars(photo) for photo in photos.rows() if photo.name == "DSC_0412.jpg")
    return meta.Photo(**{**row, "captions": {}, **changes})


def truncated() -> bytes:
    """A photograph whose copying stopped halfway; what it says of itself stands before the cut."""
    picture = photos.SCENES["bridge_day"]().resize((480, 320), Image.Resampling.LANCZOS)
    words = {"title": "Salinan terputus", "headline": "Salinan terputus", "keywords": ["salinan"]}
    row = _photo(name="truncated.jpg", caption="Salinan yang berhenti di tengah jalan.", **words)
    whole = photos.jpeg(picture, row)
    return whole[: int(len(whole) * 0.6)]


def small_png() -> bytes:
    """A PNG; its name will say JPEG."""
    picture = photos.SCENES["seagrass"]().resize((180, 120), Image.Resampling.LANCZOS).quantize(64)
    scan = b"".join(b"\0" + picture.crop((0, y, 180, y + 1)).tobytes() for y in range(120))
    palette = bytes(picture.getpalette() or [])[: 64 * 3]
    header = struct.pack(">IIBBBBB", 180, 120, 8, 3, 0, 0, 0)
    return _png(header, meta.png_chunk(b"PLTE", palette) + meta.png_chunk(b"IDAT", zlib.compress(scan, 9)))


def bomb() -> bytes:
    """A PNG of 2,500 megapixels in 4 kB."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return _png(header, meta.png_chunk(b"IDAT", zlib.compress(bytes(4_000_000), 9)))


def _png(header: bytes, chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + meta.png_chunk(b"IHDR", header) + chunks + meta.png_chunk(b"IEND", b"")


def encrypted() -> bytes:
    """A PDF that opens only with the password `rahasia`."""
    return pdfs.typeset(SECRET)


def simple_pdf(line: str, form: str = "", call: str = "") -> bytes:
    """A PDF of one page in a standard font; `form` is the content of an XObject /X that may call itself."""
    content = f"{call} BT /F1 14 Tf 72 760 Td ({line}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>",
        (
            "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources 6 0 R"
            f" /Length {len(form)} >>\nstream\n{form}\nendstream"
        ),
    ]
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (body + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode("ascii")


def looping() -> bytes:
    """A PDF whose page draws an XObject that draws itself, twice each time."""
    return simple_pdf("Lingkaran tanpa ujung", "/X Do /X Do /X Do", "/X Do")


def nuls() -> bytes:
    """A text with NULs in it, as some disks leave behind after a crash."""
    first = b"Catatan rapat redaksi, 4 Maret 2024\n\nTiga foto belum diberi keterangan."
    return first + b"\0" * 8 + b"\nSatu pidato belum diterjemahkan.\n" + b"\0" * 4
