"""ZIP and TAR archives for tests: valid and malicious ones."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

RELEASE = """Presiden membuka jembatan baru di Kupang

KUPANG, 3 Mei 2025 - Presiden membuka jembatan Teluk Sari yang menghubungkan dua kecamatan.

W-ALI_0412.jpg
Presiden memotong pita di jembatan Teluk Sari. Foto: Ali/KOMINFO

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali.
"""
SPEECH = "Sambutan pada pembukaan pelabuhan\n\nHadirin yang terhormat, pelabuhan Tanjung Merak hari ini dibuka.\n"
EMBARGO = "EMBARGOED UNTIL 10:00 GMT 3 MAY 2051\n\n"


def photo(seed: int = 0, size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a JPEG. Each seed gives a different picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").rotate(seed * 37).resize(size).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, (2025, 5, 3, 10, 0, 0)), content, method)
    return out.getvalue()


def tarred(files: Mapping[str, bytes | str], mode: str = "w:gz") -> bytes:
    """Return a TAR archive of these files. `mode` sets the compression."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as packed:  # type: ignore[call-overload]
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            packed.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def with_name(raw: bytes, content: bytes = b"Kapal tiba di pelabuhan.\n") -> bytes:
    """Return a ZIP archive of one file whose name is these bytes, without a declared encoding."""
    stand_in = "x" * len(raw)
    return zipped({stand_in: content}, zipfile.ZIP_STORED).replace(stand_in.encode(), raw)


def with_mode(name: str, mode: int, content: str) -> bytes:
    """Return a ZIP archive of one entry with that Unix mode."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        entry = zipfile.ZipInfo(name)
        entry.create_system, entry.external_attr = 3, mode << 16
        packed.writestr(entry, content)
    return out.getvalue()


def encrypted(name: str) -> bytes:
    """Return a ZIP archive of one file that claims to be encrypted."""
    data = bytearray(zipped({name: "rahasia"}, zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def overlapping(count: int = 50, size: int = 1 << 20) -> bytes:
    """Return a ZIP archive whose central directory lists one compressed file many times."""
    one = zipped({"a": b"\0" * size})
    (start,) = struct.unpack("<L", one[-6:-2])
    entry = one[start : one.index(b"PK\5\6")]
    directory = b"".join(entry[:-1] + bytes([33 + n]) for n in range(count))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    return one[:start] + directory + end


def many(path: Path, count: int) -> None:
    """Write a ZIP archive of that many empty files."""
    with zipfile.ZipFile(path, "w") as packed:
        for n in range(count):
            packed.writestr(zipfile.ZipInfo(str(n)), b"")
