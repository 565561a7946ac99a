"""Read bags (BagIt 1.0, RFC 8493, and 0.93 to 0.97) and find every fault in them.

Nothing is written or fetched, and no link is followed.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.custody.bag_paths import PAYLOAD, composed, decode_path, folded, safe_path
from archive.messages import Message
from archive.storage.originals import CHUNK_BYTES

DECLARATION, INFO, FETCH = "bagit.txt", "bag-info.txt", "fetch.txt"
OXUM = "Payload-Oxum"
ALGORITHMS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}
"""The algorithms of manifests, with the hexadecimal digits of a checksum."""
VERSION, OLDEST = (1, 0), (0, 93)
MOST_MB = 512  # of a manifest
_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9-]{1,40})\.txt")
_DECLARED = re.compile(
    r"BagIt-Version *: *(\d{1,4}\.\d{1,4})[ \t]*(?:\r\n|\r|\n)"
    r"Tag-File-Character-Encoding *: *([\w.:-]{1,40})[ \t]*(?:\r\n|\r|\n)?"
)
_ENTRY = re.compile(r"([0-9a-fA-F]{1,200})[ \t]{1,20}\*?([^ \t].{0,20000})")
_LABEL = re.compile(r"([^:\s][^:]{0,200}?)[ \t]*:[ \t]?(.*)")
_OXUM = re.compile(r"(\d{1,18})\.(\d{1,18})")
_ENCODINGS = re.compile(
    r"utf-?(?:8|16|32)(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-\d{1,2}|(?:windows-|cp)125\d", re.IGNORECASE
)
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # no link, and nothing that blocks
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a bag, and the file concerned. A bag with only warnings is valid."""

    path: str
    message: Message
    is_warning: bool = False


@dataclass(slots=True)
class Bag:
    """A bag as described by its tag files. `payload` and `tags` have, by path, the checksum of each algorithm;
    `manifests` are the payload manifests by algorithm; `info` are the labels of bag-info.txt with their values, in
    order."""

    folder: Path
    version: tuple[int, int] = VERSION
    encoding: str = "utf-8"
    info: list[tuple[str, str]] = field(default_factory=list)
    manifests: dict[str, str] = field(default_factory=dict)
    payload: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    tags: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def values(self, label: str) -> list[str]:
        """Return the values of a label, ignoring case."""
        return [value for name, value in self.info if name.casefold() == label.casefold()]


def validate_bag(folder: Path, progress: Callable[[int, int], None] = lambda *_: None) -> tuple[Bag, Iterator[Fault]]:
    """Return the bag in a folder, and an iterator of its faults. The bag is filled while these are taken, and valid if
    there are none, or only warnings. `progress` is called with the number of payload files read, and of all."""
    bag = Bag(folder)
    return bag, _faults(bag, progress)


def _faults(bag: Bag, progress: Callable[[int, int], None]) -> Iterator[Fault]:
    if not bag.folder.is_dir():
        yield Fault("", Message("bag-no-folder", path=bag.folder))
        return
    if (wrong := _declare(bag)) is not None:
        yield Fault(DECLARATION, wrong)
        return
    yield from _read_tag_files(bag)
    found, odd = _files(bag.folder)
    yield from odd
    if not _is_folder(bag.folder / PAYLOAD):
        yield Fault(PAYLOAD, Message("bag-no-payload"))
        return
    if not bag.manifests:
        yield Fault("", Message("bag-no-manifest"))
    yield from _check_oxum(bag, found)
    yield from _check_payload(bag, found, progress)
    yield from _check_tags(bag, found)


def _declare(bag: Bag) -> Message | None:
    """Return what is wrong with bagit.txt, without which nothing else can be read, or None."""
    content = _content(bag.folder, DECLARATION, 1)
    if isinstance(content, Message):
        return content
    if content.startswith(_MARKS):
        return Message("bag-byte-order-mark", path=DECLARATION)
    told = _DECLARED.fullmatch(content.decode("utf-8", "replace"))
    if told is None:
        return Message("bag-declaration")
    major, minor = told[1].split(".")
    bag.version, bag.encoding = (int(major), int(minor)), told[2]
    if not OLDEST <= bag.version <= VERSION:
        return Message("bag-version", version=told[1])
    if not _ENCODINGS.fullmatch(bag.encoding):
        return Message("bag-encoding", encoding=bag.encoding)
    try:
        codecs.lookup(bag.encoding)
    except LookupError:
        return Message("bag-encoding", encoding=bag.encoding)
    return None


def _read_tag_files(bag: Bag) -> Iterator[Fault]:
    names = sorted(os.listdir(bag.folder))  # noqa: PTH208
    if INFO in names:
        yield from _read_info(bag)
    if FETCH in names and _content(bag.folder, FETCH, MOST_MB) != b"":
        yield Fault(FETCH, Message("bag-fetch"))
    for name in names:
        if (found := _MANIFEST.fullmatch(name)) is None:
            continue
        algorithm = found[2].lower().replace("-", "")
        if algorithm not in ALGORITHMS:
            yield Fault(name, Message("bag-algorithm", path=name))
            continue
        if not found[1]:
            bag.manifests[algorithm] = name
        yield from _read_manifest(bag, name, algorithm, bag.tags if found[1] else bag.payload)


def _read_info(bag: Bag) -> Iterator[Fault]:
    """Read labels with their values, which may continue on lines that begin with a blank."""
    lines = _lines(bag, INFO)
    if isinstance(lines, Message):
        yield Fault(INFO, lines)
        return
    for n, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t") and bag.info and line.strip():
            label, value = bag.info[-1]
            bag.info[-1] = (label, f"{value} {line.strip()}")
        elif found := _LABEL.fullmatch(line):
            bag.info.append((found[1], found[2].strip()))
        elif line.strip():
            yield Fault(INFO, Message("bag-info-line", path=INFO, line=n))


def _read_manifest(bag: Bag, name: str, algorithm: str, into: dict[str, dict[str, str]]) -> Iterator[Fault]:
    lines = _lines(bag, name)
    if isinstance(lines, Message):
        yield Fault(name, lines)
        return
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = {"path": name, "line": n}
        entry = _ENTRY.fullmatch(line)
        if entry is None or len(entry[1]) != ALGORITHMS[algorithm]:
            yield Fault(name, Message("bag-line", **where))
            continue
        written = entry[2]
        path = safe_path(decode_path(written))
        where["name"] = _shown(written)
        if path is None:
            yield Fault(name, Message("bag-path", **where))
        elif into is bag.payload and not path.startswith(f"{PAYLOAD}/"):
            yield Fault(name, Message("bag-path-not-payload", **where))
        elif into is bag.tags and path.startswith((f"{PAYLOAD}/", "tagmanifest-")):
            yield Fault(name, Message("bag-path-payload", **where))
        elif algorithm in into.get(path, ()):
            yield Fault(name, Message("bag-path-twice", **where))
        else:
            into[path][algorithm] = entry[1].lower()


def _files(folder: Path) -> tuple[dict[str, int], list[Fault]]:
    """Return the files of a bag with their sizes, by path, and what is neither file nor folder. Links are not
    followed."""
    found: dict[str, int] = {}
    odd: list[Fault] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as entries:
                for entry in entries:
                    path = f"{below}{entry.name}"
                    mode = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(mode.st_mode):
                        waiting.append(f"{path}/")
                    elif stat.S_ISREG(mode.st_mode):
                        found[path] = mode.st_size
                    else:
                        code = "bag-link" if stat.S_ISLNK(mode.st_mode) else "bag-no-file"
                        odd.append(Fault(path, Message(code, path=_shown(path))))
        except OSError as error:
            odd.append(Fault(below, Message("bag-unreadable", path=_shown(below) or PAYLOAD, error=error.strerror)))
    return found, odd


def _check_oxum(bag: Bag, found: Mapping[str, int]) -> Iterator[Fault]:
    told = bag.values(OXUM)
    if len(told) > 1:
        yield Fault(INFO, Message("bag-oxum-twice"))
    for value in told[:1]:
        if _OXUM.fullmatch(value) is None:
            yield Fault(INFO, Message("bag-oxum-malformed", found=_shown(value)))
            continue
        sizes = [size for path, size in found.items() if path.startswith(f"{PAYLOAD}/")]
        if value != (there := f"{sum(sizes)}.{len(sizes)}"):
            yield Fault(INFO, Message("bag-oxum", expected=value, found=there))


def _check_payload(bag: Bag, found: Mapping[str, int], progress: Callable[[int, int], None]) -> Iterator[Fault]:
    """Compare each file with each manifest. Before 1.0, a file had to be in one manifest only."""
    there = [path for path in sorted(found) if path.startswith(f"{PAYLOAD}/")]
    by_name = _by_folded_name(there)
    listed: dict[str, tuple[str, dict[str, str]]] = {}
    for path, sums in bag.payload.items():
        place = _place(path, found, by_name)
        listed[path if place in bag.payload else place] = (path, sums)
    for done, path in enumerate(there):
        progress(done, len(there))
        _, sums = listed.pop(path, ("", dict[str, str]()))
        if not sums:
            yield Fault(path, Message("bag-payload-extra", path=_shown(path)))
            continue
        if bag.version >= VERSION:
            for algorithm, name in bag.manifests.items():
                if algorithm not in sums:
                    yield Fault(path, Message("bag-payload-unlisted", path=_shown(path), list=name))
        yield from _compare(bag.folder, path, sums)
    progress(len(there), len(there))
    for path, sums in listed.values():
        name = bag.manifests[next(iter(sums))]
        yield Fault(path, Message("bag-payload-missing", path=_shown(path), list=name))
    for alike in by_name.values():
        for other in alike[1:]:
            said = Message("bag-names-alike", path=_shown(alike[0]), other=_shown(other))
            yield Fault(other, said, is_warning=True)


def _check_tags(bag: Bag, found: Mapping[str, int]) -> Iterator[Fault]:
    by_name = _by_folded_name(path for path in found if not path.startswith(f"{PAYLOAD}/"))
    for path, sums in bag.tags.items():
        place = _place(path, found, by_name)
        if place not in found:
            name = next(f"tagmanifest-{algorithm}.txt" for algorithm in sums)
            yield Fault(path, Message("bag-payload-missing", path=_shown(path), list=name))
        else:
            yield from _compare(bag.folder, place, sums)


def _compare(folder: Path, path: str, sums: Mapping[str, str]) -> Iterator[Fault]:
    """Compare a file, reading it once for all algorithms."""
    digests = {name: hashlib.new(name, usedforsecurity=False) for name in sums}
    try:
        with os.fdopen(
            os.open(folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb"
        ) as file:
            while chunk := file.read(CHUNK_BYTES):
                for digest in digests.values():
                    digest.update(chunk)
    except OSError as error:
        yield Fault(path, Message("bag-unreadable", path=_shown(path), error=error.strerror))
        return
    for name, digest in digests.items():
        if (now := digest.hexdigest()) != sums[name]:
            said = {"algorithm": name, "found": now, "expected": sums[name]}
            yield Fault(path, Message("bag-payload-altered", path=_shown(path), **said))


def _by_folded_name(paths: Iterator[str] | list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[folded(path)].append(path)
    return found


def _place(path: str, found: Mapping[str, int], by_name: Mapping[str, list[str]]) -> str:
    """Return the path of a listed file: this one, or one that differs only in the Unicode form of its accents."""
    alike = by_name.get(folded(path), [])
    return path if path in found or len(alike) != 1 or composed(alike[0]) != composed(path) else alike[0]


def _lines(bag: Bag, name: str) -> list[str] | Message:
    content = _content(bag.folder, name, MOST_MB)
    if isinstance(content, Message):
        return content
    if content.startswith(codecs.BOM_UTF8):
        return Message("bag-byte-order-mark", path=name)
    try:
        text = content.decode(bag.encoding)
    except UnicodeDecodeError:
        return Message("bag-not-encoded", path=name, encoding=bag.encoding)
    return re.split(r"\r\n|\r|\n", text)  # no other characters are line ends


def _content(folder: Path, name: str, most_mb: int) -> bytes | Message:
    """Return the bytes of a tag file, or why they cannot be read."""
    try:
        with os.fdopen(
            os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb"
        ) as file:
            content = file.read((most_mb << 20) + 1)
    except FileNotFoundError:
        return Message("bag-file-missing", path=name)
    except OSError as error:
        return Message("bag-unreadable", path=name, error=error.strerror)
    return content if len(content) <= most_mb << 20 else Message("bag-too-large", path=name, size=most_mb)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _shown(path: str) -> str:
    """Return a printable path; names on disk may be any bytes."""
    return path.encode("utf-8", "replace").decode()[:500]
