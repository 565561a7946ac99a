"""Outlook stores (PST) in Unicode, written node by node ([MS-PST]): folders, mails and attachments."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STORE, ROOT, TOP, DELETED, INBOX = 0x21, 0x122, 0x8022, 0x8062, 0x8082
NAME, SUBJECT, CLASS, BODY, SENDER, ADDRESS, TO, FLAGS, SENSITIVITY, HEADERS, SENT = (
    0x3001, 0x37, 0x1A, 0x1000, 0x0C1A, 0x5D01, 0x0E04, 0x0E07, 0x36, 0x7D, 0x39,
)  # fmt: skip
FILE_NAME, DATA, METHOD = 0x3707, 0x3701, 0x3705
_PAGE, _ALIGNED = 512, 64
_PROPERTIES, _TABLE, _TREE = 0xBC, 0x7C, 0xB5  # types of heaps
_FOLDERS, _CONTENTS = 11, 12  # offsets from the number of a folder to the tables of its subfolders and its mails
_ATTACHMENTS, _FIRST_ATTACHMENT = 0x671, 0x8025

_MAIL_ATTACHED, _FIRST_MAIL_INSIDE = 5, 0x400004

_NAMES = {
    1: 251,
    2: bytes(16),
    3: struct.pack("<IHH", 0x8500, 4, 0),
    4: bytes(4),
}  # names of properties without a number

Value = "str | bytes | int | Mail"


@dataclass(frozen=True)
class Mail:
    """A message: its properties, and the properties of each attached file."""

    values: Mapping[int, Value]
    attached: Sequence[Mapping[int, Value]] = ()


class _Node(int):
    """The number by which an attachment refers to the message in it."""


ITSELF = Mail({})  # as an attachment of a message: the same message, with all its attachments


def mail(subject: str, body: str, more: Mapping[int, Value] | None = None, *attached: Mapping[int, Value]) -> Mail:
    values: dict[int, Value] = {CLASS: "IPM.Note", SUBJECT: f"\1\1{subject}", BODY: body, FLAGS: 1}
    return Mail(values | dict(more or {}), attached)


def attached(name: str, data: bytes, method: int = 1) -> dict[int, Value]:
    return {FILE_NAME: name, DATA: data, METHOD: method}


def attached_mail(title: str, inner: Mail) -> dict[int, Value]:
    return {NAME: title, DATA: inner, METHOD: _MAIL_ATTACHED}


def _checksum(data: bytes) -> int:
    """Return the checksum of 5.3: a CRC-32 that is inverted neither before nor after."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


@dataclass
class _Blocks:
    """The blocks of a file by number, each with its position."""

    out: bytearray = field(default_factory=lambda: bytearray(2 * _PAGE))
    places: list[tuple[int, int, int]] = field(default_factory=list)
    number: int = 0
    mail_inside: int = _FIRST_MAIL_INSIDE

    def reserve(self, *, internal: bool = False) -> int:
        """Return the number of a block that is written later."""
        self.number += 4
        return self.number | 2 * internal

    def put(self, data: bytes, number: int | None = None) -> int:
        """Write a block, and return its number."""
        number = number or self.reserve()
        self.places.append((number, len(self.out), len(data)))
        padded = data + bytes(-(len(data) + 16) % _ALIGNED)
        self.out += padded + struct.pack("<HHIQ", len(data), 0, _checksum(data), number)
        return number

    def tree(self, kind: int, entries: Sequence[bytes]) -> tuple[int, int]:
        """Write the pages of a tree of at most two levels, and return the number and place of its root."""
        most = 488 // len(entries[0])
        leaves = [entries[at : at + most] for at in range(0, len(entries), most)]
        written = [(leaf[0][:8], self._page(kind, leaf, 0)) for leaf in leaves]
        if len(written) == 1:
            return written[0][1]
        return self._page(kind, [first + struct.pack("<QQ", *where) for first, where in written], 1)

    def _page(self, kind: int, entries: Sequence[bytes], level: int) -> tuple[int, int]:
        self.out += bytes(-len(self.out) % _PAGE)
        place, size = len(self.out), len(entries[0])
        self.number += 4
        head = b"".join(entries).ljust(488, b"\0") + struct.pack("<4BI", len(entries), 488 // size, size, level, 0)
        self.out += head + struct.pack("<BBHIQ", kind, kind, 0, _checksum(head), self.number)
        return self.number, place


def store(folders: Mapping[str, Sequence[Mail]], deleted: Sequence[Mail] = ()) -> bytes:
    """Return a store with these folders, and one of deleted mails."""
    blocks, nodes = _Blocks(), []

    def put(node: int, data: bytes, parent: int, below: int = 0) -> None:
        nodes.append((node, blocks.put(data), below, parent))

    entry_id = bytes(20)
    own = {0x35E0: entry_id + struct.pack("<I", TOP), 0x35E3: entry_id + struct.pack("<I", DELETED)}
    put(STORE, _properties(own), 0)
    put(0x61, _properties(_NAMES), 0)
    put(ROOT, _properties({NAME: ""}), ROOT)
    put(ROOT + _FOLDERS, _table([TOP]), 0)
    put(TOP, _properties({NAME: "Top of Personal Folders"}), ROOT)
    every = [("Deleted Items", deleted), *folders.items()]
    put(TOP + _FOLDERS, _table([DELETED + 0x20 * n for n in range(len(every))]), 0)
    number = 0x200004
    for n, (name, mails) in enumerate(every):
        folder = DELETED + 0x20 * n
        put(folder, _properties({NAME: name}), TOP)
        if mails:
            put(folder + _CONTENTS, _table([number + 0x20 * (at + 1) for at in range(len(mails))]), 0)
        for one in mails:
            number += 0x20
            put(number, _properties(one.values), folder, _below(one, blocks, blocks.reserve(internal=True)))
    return _file(blocks, sorted(nodes))


def _below(one: Mail, blocks: _Blocks, number: int) -> int:
    """Write the block that lists the subnodes of a mail: the attachment table and the attachments. Return its number; 0
    without attachments."""
    if not one.attached:
        return 0
    rows = [_FIRST_ATTACHMENT + 0x20 * n for n in range(len(one.attached))]
    entries = [(_ATTACHMENTS, blocks.put(_table(rows)), 0)]
    entries += [(row, *_file_attached(file, one, blocks, number)) for row, file in zip(rows, one.attached, strict=True)]
    return _list(entries, blocks, number)


def _file_attached(file: Mapping[int, Value], around: Mail, blocks: _Blocks, below: int) -> tuple[int, int]:
    """Write an attachment. Return its block and the block of its subnodes: for an attached mail, that mail. `below` is
    the subnode block of the mail `around`."""
    inner = file.get(DATA)
    if not isinstance(inner, Mail):
        return blocks.put(_properties(file)), 0
    blocks.mail_inside += 0x20
    node = blocks.mail_inside
    data = blocks.put(_properties({**file, DATA: _Node(node)}))
    if inner is ITSELF:
        entry = (node, blocks.put(_properties(around.values)), below)
    else:
        under = _below(inner, blocks, blocks.reserve(internal=True))
        entry = (node, blocks.put(_properties(inner.values)), under)
    return data, _list([entry], blocks, blocks.reserve(internal=True))


def _list(entries: Sequence[tuple[int, int, int]], blocks: _Blocks, number: int) -> int:
    head = struct.pack("<BBHI", 2, 0, len(entries), 0)
    return blocks.put(head + b"".join(struct.pack("<QQQ", *one) for one in entries), number)


def _heap(kind: int, items: Sequence[bytes]) -> bytes:
    """Return a heap of these pieces (2.3.1). Piece n, counted from 1, has the id n << 5, and the first is its root."""
    starts, data = [], b""
    for item in items:
        starts.append(12 + len(data))
        data += item
    end = 12 + len(data)
    place = end + end % 2
    places = struct.pack(f"<HH{len(items) + 1}H", len(items), 0, *starts, end)
    return struct.pack("<HBBI4x", place, 0xEC, kind, 1 << 5) + data + bytes(end % 2) + places


def _properties(values: Mapping[int, Value]) -> bytes:
    """Return a property context (2.3.3)."""
    records, pieces = b"", []
    for number, value in sorted(values.items()):
        kind = {str: 0x1F, bytes: 0x102, int: 3, _Node: 0x0D}[type(value)]
        if isinstance(value, _Node):
            value = struct.pack("<II", value, 0)
        if isinstance(value, int) and value >= 1 << 32:
            kind, value = 0x40, struct.pack("<Q", value)
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        if isinstance(data, bytes):
            pieces.append(data)
            data = (len(pieces) + 2) << 5 if data else 0
        records += struct.pack("<HHI", number, kind, data)
    return _heap(_PROPERTIES, [struct.pack("<4BI", _TREE, 2, 6, 0, 2 << 5), records, *pieces])


def _table(rows: Sequence[int]) -> bytes:
    """Return a table context (2.3.4) with only the row numbers."""
    columns = struct.pack("<IHBB", 0x67F20003, 0, 4, 0) + struct.pack("<IHBB", 0x67F30003, 4, 4, 1)
    information = struct.pack("<BB4HIII", _TABLE, 2, 8, 8, 8, 9, 2 << 5, 4 << 5, 0) + columns
    tree = struct.pack("<4BI", _TREE, 4, 4, 0, 3 << 5)
    index = b"".join(struct.pack("<II", row, n) for n, row in enumerate(rows))
    cells = b"".join(struct.pack("<IIB", row, 1, 0xC0) for row in rows)
    return _heap(_TABLE, [information, tree, index, cells])


def _file(blocks: _Blocks, nodes: Sequence[tuple[int, int, int, int]]) -> bytes:
    by_node = [struct.pack("<QQQII", node, data, below, parent, 0) for node, data, below, parent in nodes]
    by_block = [struct.pack("<QQHHI", number, place, size, 2, 0) for number, place, size in sorted(blocks.places)]
    roots = (*blocks.tree(0x81, by_node), *blocks.tree(0x80, by_block))
    head = struct.pack("<4sI2sHHBBII", b"!BDN", 0, b"SM", 23, 19, 1, 1, 0, 0).ljust(180, b"\0")
    head += struct.pack("<IQQQQ4QBBH", 0, len(blocks.out), 0, 0, 0, *roots, 1, 0, 0).ljust(332, b"\xff")
    head += struct.pack("<BBHQ", 0x80, 0, 0, blocks.number + 4)
    head = head[:4] + struct.pack("<I", _checksum(head[8 : 8 + 471])) + head[8:]
    head += struct.pack("<I", _checksum(head[8 : 8 + 516]))
    blocks.out[: len(head)] = head
    return bytes(blocks.out)
