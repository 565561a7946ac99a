"""Read a donor's list of checksums: `md5sums.txt`, a manifest of BagIt (RFC 8493), `.sfv`. Runs in a worker.

The lines are those of md5sum and the like (also with `--tag`, as in BSD), and of SFV, which has CRC-32.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

NAME = re.compile(
    r"(?:md5|sha(?:1|224|256|384|512))sums?(?:\.txt)?|(?:tag)?manifest-(?:md5|sha(?:1|224|256|384|512))\.txt"
    r"|.+\.(?:sfv|md5|sha(?:1|224|256|384|512))",
    re.IGNORECASE | re.DOTALL,
)
"""The names under which such lists come."""

ALGORITHMS = {8: "crc32", 32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
"""The algorithm of a checksum, by its number of hexadecimal digits."""

MOST = 200_000  # files in one list
LONGEST = 4096  # characters of a path
_LINE = re.compile(r"(\\?)([0-9a-f]{32,128})[ \t]+\*?(.+)", re.IGNORECASE)
_TAGGED = re.compile(r"(\\?)[a-z0-9-]+ ?\((.+)\) ?= ?([0-9a-f]{32,128})", re.IGNORECASE)
_CRC32 = re.compile(r"[0-9a-f]{8}", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\nr])")
_ENCODED = re.compile(r"%(0A|0D|25)", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:", re.IGNORECASE)


def text_of(name: bytes) -> str:
    """Return the bytes of a name as NFC text: UTF-8, else in the Windows encoding."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        text = name.decode("cp1252", "replace")
    return unicodedata.normalize("NFC", text)


def read_checksums(path: str, folder: str, filename: str) -> dict[str, Any]:  # noqa: ARG001
    """Return `files`, the checksum of each path below the list's folder, and `outside`, how many lines name a file
    elsewhere. Lines after the first MOST files are not read."""
    files: dict[str, str] = {}
    outside = 0
    for line in _lines(Path(path).read_bytes()):
        if (found := _entry(line, filename)) is None:
            continue
        name, checksum = found
        if (place := _place(name)) is None:
            outside += 1
        elif len(files) < MOST:
            files[place] = checksum.lower()
    return {"files": files, "outside": outside}


def _lines(content: bytes) -> list[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").splitlines()
    return [text_of(line) for line in content.removeprefix(b"\xef\xbb\xbf").splitlines()]


def _entry(line: str, filename: str) -> tuple[str, str] | None:
    """Return the name and checksum in a line, or None."""
    line = line.rstrip()
    if filename.lower().endswith(".sfv"):
        name, _, checksum = line.replace("\t", " ").rpartition(" ")
        listed = name and not line.startswith(";") and _CRC32.fullmatch(checksum)
        return (_of_windows(name.rstrip()), checksum) if listed else None
    if found := _LINE.fullmatch(line):
        escape, checksum, name = found.groups()
    elif found := _TAGGED.fullmatch(line):
        escape, name, checksum = found.groups()
    else:
        return None
    if len(checksum) not in ALGORITHMS:
        return None
    if escape:
        return _ESCAPED.sub(lambda one: {"n": "\n", "r": "\r"}.get(one[1], "\\"), name), checksum
    if "manifest-" in filename.lower():
        return _ENCODED.sub(lambda one: chr(int(one[1], 16)), name), checksum
    return _of_windows(name), checksum


def _of_windows(name: str) -> str:
    return name if "/" in name else name.replace("\\", "/")


def _place(name: str) -> str | None:
    """Return a path below the folder of the list; None for one that leads elsewhere."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts or not parts or "\0" in name or len(name) > LONGEST:
        return None
    return "/".join(parts)
