"""Files inside a file: allowed names, number and size, and where they are put."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from archive.errors import Unreadable
from archive.messages import Message, MessageList, join_messages, message_of
from archive.record import Description, Member, Outcome
from archive.text.charset import clean_text
from ingest.readers.base.sniff import is_picture

CONTAINER = "container"  # the genre of the following, so that a search can exclude it
# readers of pure containers, which have nothing to read themselves
LINES = "jsonl"  # of these, lines of records and search results, which do not become records themselves
PACKED = frozenset({"zip", "tar", "warc", "news-items", LINES, "mbox", "pst", "archive"})
STORES = frozenset({"pst"})  # of these, files with content that does not become records, such as deleted mails
MAILBOXES = frozenset({"mbox", "pst"})  # of these, mailboxes, which are like folders of mails
LATER = "later"  # in place of the outcome of a picture not extracted yet
MOST_FILES = 10_000
MOST_EACH = 100 << 20
MOST_WHOLE = 1 << 30
MOST_RATIO = 200  # above this ratio to its packed size, a file is meant to fill disks
RATIO_FROM = 10 << 20  # bytes, below which any ratio is harmless
_ENTRY = 4096  # minimum bytes that a worker counts for a file
MOST_LAID_OUT = MOST_WHOLE + MOST_FILES * _ENTRY + (64 << 20)  # what a worker may write for one file
LONGEST_NAME = 1_000
CHUNK = 1 << 20

_DRIVE = re.compile(r"[A-Za-z]:")
_SURROGATE = re.compile("[\ud800-\udfff]")
UNPACK = Message("unpack")


class MemberTooLarge(Exception):
    """A file inside is larger than allowed; the message is the receipt's reason."""


class MemberShelf:
    """Receives the files found inside one, in order, as members of its description. `ratio` is ignored if `packed`
    sizes are unknown."""

    def __init__(self, description: Description, folder: Path, *, later: bool = False) -> None:
        """`later`: pictures and their sidecars are listed, but not extracted."""
        self._description = description
        self._folder = folder
        self._later = later
        self._names: set[str] = set()
        self._left = MOST_WHOLE

    @property
    def count(self) -> int:
        """Return how many members there are so far."""
        return len(self._names)

    def put(self, name: str, chunks: Iterable[bytes], packed: int | None = None) -> str:
        """Store a file in the worker's folder, and return its name as a member. One that is too large is reported as
        rejected; other errors of its chunks propagate, leaving nothing of the file. Raise Unreadable if all files
        together are too large."""
        if self._later:
            chunks = iter(chunks)
            first = next(chunks, b"")
            if is_picture(first[:64]) or name.casefold().endswith(".xmp"):
                return self._named(name, "", LATER, Message("with-the-pictures"))
            chunks = chain([first], chunks)
        file = f"inside-{self.count}"
        path = self._folder / file
        try:
            with path.open("wb") as out:
                for chunk in self._limited(chunks, packed):
                    out.write(chunk)
        except MemberTooLarge as error:
            path.unlink()
            return self.refuse(name, message_of(error))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return self._named(name, file)

    def refuse(self, name: str, reason: str, outcome: Outcome = Outcome.REJECTED) -> str:
        """Report a file that is not stored, with the reason, and return its name as a member."""
        return self._named(name, "", outcome.value, reason)

    def _named(self, name: str, file: str, outcome: str = "", reason: str = "") -> str:
        self._description.members.append(Member(name := self._unused_name(name), file, outcome, reason))
        return name

    def _limited(self, chunks: Iterable[bytes], packed: int | None) -> Iterator[bytes]:
        size = 0
        try:
            for chunk in chunks:
                size += len(chunk)
                self._left -= len(chunk)
                if self._left < 0:
                    raise Unreadable(too_large_in_all())
                if (reason := too_much(size, packed)) is not None:
                    raise MemberTooLarge(reason)
                yield chunk
        except BaseException:
            self._left += size  # nothing of it is stored
            raise

    def _unused_name(self, name: str) -> str:
        if self.count >= MOST_FILES:
            raise Unreadable(too_many())
        tried, n = name, 1
        while tried in self._names:
            n += 1
            stem, dot, suffix = name.rpartition(".")
            tried = f"{stem} ({n}).{suffix}" if dot and "/" not in suffix and stem else f"{name} ({n})"
        self._names.add(tried)
        return tried


def too_many(count: int | None = None) -> MessageList:
    """Return why a file with so many files in it is rejected."""
    most = f"{MOST_FILES:,}"
    if count:
        return join_messages([Message("too-many-files", most=most, number=f"{count:,}"), UNPACK])
    return join_messages([Message("too-many-files-inside", most=most), UNPACK])


def too_large_in_all() -> MessageList:
    """Return why a file with so much in it is rejected."""
    return join_messages([Message("too-large-in-all", size=MOST_WHOLE >> 30), UNPACK])


def too_much(size: int, packed: int | None) -> str | None:
    """Return why a file of that size, packed into so many bytes, is not unpacked, or None."""
    if size > MOST_EACH:
        return Message("member-too-large", size=MOST_EACH >> 20)
    if packed is not None and size > RATIO_FROM and size > MOST_RATIO * max(packed, 1):
        return unpacks_too_large()
    return None


def unpacks_too_large() -> MessageList:
    """Return why a file that unpacks to so many times its size is not laid out."""
    return join_messages([Message("unpacks-too-large", times=MOST_RATIO), Message("unpack-and-look")])


def inner_path(name: str) -> str | None:
    """Return a path inside a container in its stored form: parts separated by single `/`, without control characters;
    None if it leads out of the container or is invalid."""
    name = _SURROGATE.sub("\ufffd", name).replace("\\", "/").split("\0", 1)[0]
    if name.startswith("/") or _DRIVE.match(name):
        return None
    parts = [_part(part) for part in name.split("/")]
    if ".." in parts:
        return None
    joined = "/".join(part for part in parts if part not in ("", "."))
    return joined if joined and len(joined) <= LONGEST_NAME else None


def inner_file_name(name: str) -> str:
    """Return a file's name as one part of such a path, "" if nothing is left of it."""
    return inner_path(name.replace("/", "_").replace("\\", "_").replace(":", "_")) or ""


def is_inner_path(name: str) -> bool:
    """Return whether a path inside a container is as returned by `inner_path`."""
    return inner_path(name) == name


def _part(part: str) -> str:
    part = "".join(char if char.isprintable() else " " for char in part).strip()
    return f"{part}_" if part.endswith("!") else part  # would look like the end of a container's name


def outside(name: str) -> str:
    """Return the receipt's name for a file whose path leads out of its container."""
    shown = clean_text(name.replace("\\", "/").replace("..", "__"))
    return inner_path(shown.lstrip("/").replace(":", "_")[: LONGEST_NAME // 2]) or "without a name"


OUTSIDE = join_messages([Message("path-leads-out"), Message("unpack-with-care")])


def damage_words(error: Exception) -> str:
    """Return what a library says of a damaged file, on one line of at most 120 characters, else the name of its
    error."""
    return " ".join(str(error).split())[:120] or type(error).__name__
