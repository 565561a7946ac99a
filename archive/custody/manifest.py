"""Manifests: one line per file with its SHA-256 and path, as `sha256sum --check` reads them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

MANIFEST = "manifest-sha256.txt"  # the name of such a file
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file. Raise OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(path: Path, entries: Iterable[tuple[str, str]]) -> str:
    """Write the (SHA-256, path) of each file to a new file, durably. Return the SHA-256 of the manifest itself. Raise
    OSError."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for sha256, name in entries:
            line = f"{sha256}  {name}\n".encode()
            digest.update(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def read_manifest(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the (SHA-256, path) of each line. Raise ValueError for an invalid line, OSError."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            found = _LINE.fullmatch(line)
            if found is None:
                raise ValueError(line[:80])
            yield found[1], found[2]
