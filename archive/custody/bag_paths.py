"""Paths in bag manifests: parsed, checked, written, and derived from file names."""

from __future__ import annotations

import re
import unicodedata

PAYLOAD = "data"  # the folder of the payload
LONGEST = 4096  # characters of a path
_ENCODED = re.compile(r"%(0A|0D|25)", re.IGNORECASE)
_ENCODE = str.maketrans({"\n": "%0A", "\r": "%0D", "%": "%25"})
_DRIVE = re.compile(r"[A-Za-z]:")
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]')  # on some system; % is ambiguous
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # names reserved by Windows
_LONGEST_NAME = 120  # bytes


def encode_path(path: str) -> str:
    """Return a path as encoded in a manifest (RFC 8493, 2.1.3)."""
    return path.translate(_ENCODE)


def decode_path(written: str) -> str:
    """Return the path that is encoded so in a manifest."""
    return _ENCODED.sub(lambda one: chr(int(one[1], 16)), written)


def safe_path(path: str) -> str | None:
    """Return a path below the folder of the bag without a leading `./`; None for one that leads elsewhere or nowhere,
    as with `..`, a drive or a user's home."""
    path = path.removeprefix("./")
    parts = re.split(r"[/\\]", path)
    if not path or len(path) > LONGEST or "\0" in path or path.startswith("~") or _DRIVE.match(path):
        return None
    return None if {"", ".", ".."} & {*path.split("/")} or ".." in parts else path


def composed(path: str) -> str:
    """Return a path with its accents composed (NFC)."""
    return unicodedata.normalize("NFC", path)


def folded(path: str) -> str:
    """Return a key that is equal for paths that are the same on a system that ignores case or Unicode form."""
    return composed(composed(path).casefold())


def payload_name(name: str) -> str:
    """Return a name that every system accepts, for the last part of a file's name. Long ones are shortened before their
    suffix."""
    plain = _UNFIT.sub("_", composed(name.encode("utf-8", "replace").decode())).strip(". ")
    if not plain or _RESERVED.match(plain):
        plain = f"_{plain}"
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 20:
        stem, dot, suffix = plain, "", ""
    room = _LONGEST_NAME - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix
