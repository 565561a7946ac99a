"""Containers with the same words beside their files: (format, place) -> a maker of them."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
from collections.abc import Callable, Mapping

from tests.builders import rar_archives as rar
from tests.builders.embargo_carriers import STORY, TITLE

Maker = Callable[[str], bytes]
_PAGE = f"<html><body><h1>{TITLE}</h1><p>{STORY}</p></body></html>".encode()


def _tar(headers: Callable[[str], Mapping[str, str]], own: Callable[[str], Mapping[str, str]], folder: bool) -> Maker:
    def make(words: str) -> bytes:
        out, data = io.BytesIO(), f"{TITLE}\n\n{STORY}\n".encode()
        with tarfile.open(fileobj=out, mode="w:gz", format=tarfile.PAX_FORMAT, pax_headers=headers(words)) as packed:
            if folder:
                entry = tarfile.TarInfo(words.replace(":", "."))
                entry.type = tarfile.DIRTYPE
                packed.addfile(entry)
            entry = tarfile.TarInfo("release.txt")
            entry.size, entry.pax_headers = len(data), dict(own(words))
            packed.addfile(entry, io.BytesIO(data))
        return out.getvalue()

    return make


def _nothing(_: str) -> Mapping[str, str]:
    return {}


def _noted(words: str) -> Mapping[str, str]:
    return {"comment": words}


def _gzip(name: bytes = b"", comment: bytes = b"", extra: bytes = b"") -> bytes:
    flags = 4 * bool(extra) | 8 * bool(name) | 16 * bool(comment)
    head = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6)
    head += struct.pack("<H", len(extra)) + extra if extra else b""
    head += name + b"\0" if name else b""
    head += comment + b"\0" if comment else b""
    return head + gzip.compress(f"{TITLE}\n\n{STORY}\n".encode(), mtime=0)[10:]


def _extra(words: str) -> bytes:
    return b"NT" + struct.pack("<H", len(words)) + words.encode()


def _record(kind: str, content: str, data: bytes, **headers: str) -> bytes:
    """A record of a WARC (ISO 28500, 4)."""
    about = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{kind}>",
        "WARC-Date": "2026-01-12T09:00:00Z",
        "WARC-Target-URI": "https://port.example/hall",
        "Content-Type": content,
        "Content-Length": str(len(data)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + data + b"\r\n\r\n"


def _warc(place: str) -> Maker:
    def make(words: str) -> bytes:
        note = {"X_Note": words} if place == "header of the record" else {}
        http = f"X-Note: {words}\r\n" if place == "header of the answer" else ""
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{http}\r\n".encode() + _PAGE
        told = {
            "warcinfo": f"description: {words if place == 'information' else 'Port'}\r\n",
            "metadata": f"note: {words if place == 'metadata' else 'Port'}\r\n",
        }
        return (
            _record("warcinfo", "application/warc-fields", told["warcinfo"].encode())
            + _record("response", "application/http; msgtype=response", answer, **note)
            + _record("metadata", "application/warc-fields", told["metadata"].encode())
        )

    return make


_TEXT = f"{TITLE}\n\n{STORY}\n".encode()


def _rar5(*entries: Callable[[str], bytes], name: Callable[[str], str] = lambda _: "") -> Maker:
    return lambda words: rar.rar5(
        *(one(words) for one in entries), rar.entry5("release.txt", _TEXT), name=name(words.replace(":", "."))
    )


def _rar4(*entries: Callable[[str], bytes], comment: Callable[[str], bytes] = lambda _: b"") -> Maker:
    return lambda words: rar.rar4(
        *(one(words) for one in entries), rar.entry4("release.txt", _TEXT), old_comment=comment(words)
    )


def _service5(name: str, method: int = rar.STORED) -> Callable[[str], bytes]:
    return lambda words: rar.entry5(name, words.encode(), kind=rar.SERVICE5, method=method)


def _service4(name: str, method: int = rar.STORED, encoding: str = "utf-8", flags: int = 0) -> Callable[[str], bytes]:
    return lambda words: rar.entry4(name, words.encode(encoding), kind=rar.SERVICE4, method=method, flags=flags)


_RAR: Mapping[str, Maker] = {
    "comment of RAR 5": _rar5(_service5("CMT")),
    "compressed comment of RAR 5": _rar5(_service5("CMT", rar.PACKED)),
    "stream of RAR 5": _rar5(_service5("STM")),
    "name of RAR 5": _rar5(name=lambda words: f"{words}.rar"),
    "empty folder of RAR 5": _rar5(lambda words: rar.entry5(words.replace(":", "."), folder=True)),
    "comment of RAR 4": _rar4(_service4("CMT")),
    "comment of RAR 4 in UTF-16": _rar4(_service4("CMT", encoding="utf-16-le")),
    "compressed comment of RAR 4": _rar4(_service4("CMT", rar.PACKED)),
    "comment on a file in RAR 4": _rar4(_service4("CMT", rar.PACKED, flags=0x10)),
    "empty folder of RAR 4": _rar4(lambda words: rar.entry4(words.replace(":", "."), flags=0xE0)),
    "comment of RAR 2": _rar4(comment=rar.old_comment),
    "comment on a file in RAR 2": lambda words: rar.rar4(
        rar.entry4("release.txt", _TEXT, old_comment=rar.old_comment(words))
    ),
}

PACKED_CARRIERS: Mapping[tuple[str, str], Maker] = {
    ("tgz", "comment for all files"): _tar(_noted, _nothing, folder=False),
    ("tgz", "comment for a file"): _tar(_nothing, _noted, folder=False),
    ("tgz", "attribute of a file"): _tar(_nothing, lambda words: {"SCHILY.xattr.user.note": words}, folder=False),
    ("tgz", "empty folder"): _tar(_nothing, _nothing, folder=True),
    ("gz", "name"): lambda words: _gzip(name=f"{words.replace(':', '.')}.txt".encode()),
    ("gz", "comment"): lambda words: _gzip(comment=words.encode()),
    ("gz", "extra field"): lambda words: _gzip(extra=_extra(words)),
    **{("rar", place): make for place, make in _RAR.items()},
    **{
        ("warc", place): _warc(place)
        for place in ("information", "header of the record", "header of the answer", "metadata")
    },
}  # fmt: skip
