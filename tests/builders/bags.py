"""Small BagIt bags, and possible defects in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

PAYLOAD = {"data/pidato.txt": b"Pidato pembukaan.\n", "data/foto/W-HAI 1.txt": b"Foto\n"}
DECLARED = "BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n"


def checksum(algorithm: str, content: bytes) -> str:
    return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()


def lines_of(files: Mapping[str, bytes], algorithm: str = "sha256") -> str:
    """Return a manifest of these files."""
    return "".join(f"{checksum(algorithm, content)}  {path}\n" for path, content in files.items())


def write_bag(
    folder: Path,
    payload: Mapping[str, bytes] | None = None,
    *,
    version: str = "1.0",
    encoding: str = "UTF-8",
    algorithms: tuple[str, ...] = ("sha256",),
    info: str = "Source-Organization: Kantor Berita\n",
) -> Path:
    """Write a valid bag with a tag manifest."""
    files = PAYLOAD if payload is None else payload
    (folder / "data").mkdir(parents=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    tags = {"bagit.txt": DECLARED.format(version=version, encoding=encoding).encode()}
    tags["bag-info.txt"] = info.encode(encoding)
    for algorithm in algorithms:
        tags[f"manifest-{algorithm}.txt"] = lines_of(files, algorithm).encode(encoding)
    for name, content in tags.items():
        (folder / name).write_bytes(content)
    (folder / f"tagmanifest-{algorithms[0]}.txt").write_bytes(lines_of(tags, algorithms[0]).encode(encoding))
    return folder


def write_manifest(folder: Path, text: str, name: str = "manifest-sha256.txt", encoding: str = "utf-8") -> None:
    """Replace the manifest of the bag, without listing it in a tag manifest."""
    (folder / name).write_bytes(text.encode(encoding))
    for listed in folder.glob("tagmanifest-*.txt"):
        listed.unlink()
