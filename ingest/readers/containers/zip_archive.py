"""Read ZIP archives: files are unpacked after the whole archive has been checked."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from unicodedata import normalize

from archive.errors import Unreadable
from archive.messages import Message, MessageList, join_messages
from archive.record import Description, Kind, Outcome
from archive.text.charset import decode_text
from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers.base import members, zip_safety
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers import zip_aes
from ingest.readers.containers.zip_names import names_of

NAME = "zip"
_STRONG = 0x40  # bit 6: a third way of encryption, that of PKWARE
LARGEST_DIRECTORY = 64 << 20  # bytes; it is read whole, and 10,000 entries take about one
_LOCAL_HEADER = 30  # bytes before a name (APPNOTE.TXT 4.3.7)
_PASSWORD_ENCODINGS = (
    *("cp1252", "latin-1", "cp437", "cp850", "cp1250", "cp852", "cp1251", "cp866", "koi8-r", "cp1253", "cp1254"),
    *("cp1255", "cp1256", "cp1257", "cp1258", "cp874", "gbk", "big5", "cp932", "cp949"),
)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
MOST_WRONG = 4_000  # passwords tried in vain in a ZIP: each takes a millisecond of computing
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
COPY_AGAIN = Message("copy-again")


def read_source(source: Source) -> Description:
    """Return all files in it as members, and a note with their number. Raise Unreadable if it is damaged, too large, or
    malicious."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with zipfile.ZipFile(source.path) as packed:
            _unpack(packed, description, source)
    except DAMAGED as error:
        if what := zip_safety.called(source.filename):  # too little is left for any other test
            raise zip_safety.damaged(source, what) from error
        damaged = Message("zip-damaged", why=members.damage_words(error))
        raise Unreadable(join_messages([damaged, COPY_AGAIN])) from error
    note_count(description)
    if locked := sum(member.outcome == Outcome.ENCRYPTED for member in description.members):
        description.notes.append(Message("encrypted-members", count=locked))
    return description


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the comments of the archive and of its entries, and the names of its folders, which may be empty."""
    try:
        with zipfile.ZipFile(source.path) as packed:
            yield "comment", decode_text(packed.comment).text
            entries = packed.infolist()[: members.MOST_FILES]
    except DAMAGED:
        return
    for comment in dict.fromkeys(entry.comment for entry in entries if entry.comment):
        yield "comment", decode_text(comment).text
    for entry in entries:
        if entry.is_dir():
            yield "folder", entry.filename.rstrip("/").rpartition("/")[2]


def note_count(description: Description) -> None:
    """Note how many files are inside. Each has its own receipt line. A container is not a release."""
    description.offer("kind", Kind.DOCUMENT.value, "rule:container")
    count = len(description.members)
    description.notes.append(Message("files-inside", count=count) if count else Message("no-files-inside"))


def _unpack(packed: zipfile.ZipFile, description: Description, source: Source) -> None:
    if packed.start_dir and source.size - packed.start_dir > LARGEST_DIRECTORY:
        raise Unreadable(members.too_many())
    entries = packed.infolist()
    files = [entry for entry in entries if not entry.orig_filename.endswith(("/", "\\"))]
    if len(entries) > members.MOST_FILES:
        raise Unreadable(members.too_many(len(entries)))
    if sum(entry.file_size for entry in files if entry.file_size <= members.MOST_EACH) > members.MOST_WHOLE:
        raise Unreadable(members.too_large_in_all())
    check_apart(entries, packed.start_dir)
    shelf = MemberShelf(description, source.folder, later=source.later)
    names, passwords = names_of(files), _Passwords(list(source.passwords))
    for entry in files:
        _put_on_shelf(packed, entry, names[entry], shelf, passwords)


def check_apart(entries: Sequence[zipfile.ZipInfo], end: int) -> None:
    """Raise Unreadable if entries share bytes, by which a small file can unpack to any size."""
    before = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < before:
            raise Unreadable(join_messages([Message("entries-overlap"), Message("pack-again")]))
        before = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    if before > end:
        raise zipfile.BadZipFile(Message("entry-too-long"))


def _put_on_shelf(
    packed: zipfile.ZipFile, entry: zipfile.ZipInfo, called: str, shelf: MemberShelf, passwords: _Passwords
) -> None:
    name, is_locked = members.inner_path(called), bool(entry.flag_bits & zip_safety.ENCRYPTED)
    if name is None:
        shelf.refuse(members.outside(called), members.OUTSIDE, Outcome.SKIPPED)
    elif (reason := not_a_file(entry)) is not None:
        shelf.refuse(name, reason, Outcome.SKIPPED)
    elif (reason := members.too_much(entry.file_size, entry.compress_size)) is not None:
        shelf.refuse(name, reason, Outcome.ENCRYPTED if is_locked else Outcome.REJECTED)
    elif is_locked:
        _put_locked(packed, entry, name, shelf, passwords)
    else:
        try:
            shelf.put(name, _chunks(packed, entry), entry.compress_size)
        except DAMAGED as error:
            shelf.refuse(name, join_messages([Message("member-damaged", why=members.damage_words(error)), COPY_AGAIN]))


@dataclass(slots=True)
class _Passwords:
    """The passwords to try on files inside, those first that opened one before. Files of one ZIP mostly have the same,
    so that after many wrong ones only those are tried. `encoded`: the bytes of each, as programs may have used them."""

    given: Sequence[str] = field(repr=False)
    fitting: list[bytes] = field(default_factory=list, repr=False)
    wrong: int = 0
    encoded: list[bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.encoded = list(dict.fromkeys(data for one in self.given for data in _encoded(one)))

    def __iter__(self) -> Iterator[bytes]:
        yield from list(self.fitting)
        for one in self.encoded:
            if self.wrong >= MOST_WRONG:
                return
            if one not in self.fitting:
                yield one
                self.wrong += 1

    def note_fitting(self, password: bytes) -> None:
        """Have it tried first from now on."""
        self.fitting = [password, *(one for one in self.fitting if one != password)]


def _encoded(password: str) -> Iterator[bytes]:
    """Yield the bytes of a password: the standard names no encoding, and programs take that of their system."""
    for form in ("NFC", "NFD"):
        yield normalize(form, password).encode("utf-8", "replace")
    yield password.encode("utf-8", "replace")
    for encoding in _PASSWORD_ENCODINGS if not password.isascii() else ():
        with suppress(UnicodeEncodeError):
            yield (_tones_apart(password) if encoding == "cp1258" else normalize("NFC", password)).encode(encoding)


def _tones_apart(text: str) -> str:
    """Return Vietnamese with the tone mark behind each letter, as in Windows-1258."""
    split = (normalize("NFD", char) for char in normalize("NFC", text))
    apart = ((_TONE.sub("", parts), "".join(_TONE.findall(parts))) for parts in split)
    return "".join(normalize("NFC", letter) + tone for letter, tone in apart)


def _put_locked(
    packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, shelf: MemberShelf, passwords: _Passwords
) -> None:
    """Lays out a file by the first password that opens it. A wrong one may seem to, one of 256 by the traditional
    method (APPNOTE.TXT 6.1.6), until the checksum of what it gives is wrong."""
    header = zip_aes.read_header(entry) if entry.compress_type == zip_aes.METHOD else None
    for password in passwords:
        try:
            if header is not None:
                chunks = zip_aes.read_chunks(packed, entry, header, password)
            else:
                chunks = _chunks(packed, entry, password)
            shelf.put(name, chunks, entry.compress_size)
        except NotImplementedError:  # a way of encryption or packing that no password opens here
            break
        except (zip_aes.WrongPassword, *DAMAGED):
            continue
        passwords.note_fitting(password)
        return
    if _is_opened_here(entry, header):
        reason = locked_inside(name, passwords.given)
    else:
        reason = join_messages([Message("encrypted-inside"), Message("unpack-with-password")])
    shelf.refuse(name, reason, Outcome.ENCRYPTED)


def _is_opened_here(entry: zipfile.ZipInfo, header: zip_aes.AesHeader | None) -> bool:
    """Whether a password can open a file: it is encrypted and packed in ways that are read."""
    if entry.flag_bits & _STRONG:
        return False
    return header is not None or entry.compress_type in zip_aes.UNPACKED


def locked_inside(name: str, passwords: Sequence[str]) -> MessageList:
    """Return why a file inside that a password may open is not extracted, and what to do; `passwords` were tried."""
    if passwords:
        return join_messages([Message("encrypted-passwords-tried", file=name)])
    return join_messages([Message("encrypted-inside"), Message("unpack-with-password"), Message("give-passwords")])


def not_a_file(entry: zipfile.ZipInfo) -> str | None:
    """Return why an entry is not a file, by its Unix mode (APPNOTE.TXT 4.4.15), or None."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return join_messages([Message("link"), Message("give-target")])
    if kind in (0, stat.S_IFREG):
        return None
    return join_messages([Message("no-file"), Message("regular-files-only")])


def _chunks(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, password: bytes | None = None) -> Iterator[bytes]:
    with packed.open(entry, pwd=password) as file:
        while chunk := file.read(members.CHUNK):
            yield chunk
