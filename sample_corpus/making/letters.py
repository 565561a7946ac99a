"""Makes the mails that hold mails: what Outlook wraps (TNEF), and mailboxes; and those made to do harm."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence

from making.packed import bmp

SIGNATURE = b"\x78\x9f\x3e\x22"
MESSAGE, ATTACHMENT = 1, 2
# [MS-OXTNEF] 2.1.3.2
SUBJECT, BODY, SENT, VERSION, CODEPAGE, PROPERTIES = (
    0x00018004,
    0x0002800C,
    0x00038005,
    0x00089006,
    0x00069007,
    0x00069003,
)
BEGINS, TITLE, DATA, OF_ATTACHMENT = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
STRING, BINARY, OBJECT = 0x001F, 0x0102, 0x000D

GONG = """\
SIARAN PERS

Gong kabut Tanjung Nipah dibunyikan lagi

TANJUNG NIPAH, 11 September 2024 - Gong kabut Tanjung Nipah dibunyikan lagi setelah perunggunya dituang ulang di \
bengkel pandai gong, kata Sekretariat Koridor Maritim.

NIPAH_0044.bmp
Gong kabut digantung dengan tali ijuk. Foto: Ruth Wenda/SKM
"""
GONG_NOTE = "Takaran perunggu gong kabut: delapan bagian tembaga, dua bagian timah.\n"
KELP = """\
<html><body><p>PRESS RELEASE</p><h1>Kelp rakers of Kinsoro receive a drying barn</h1>
<p>KINSORO, 3 June 2023 - The kelp rakers of Kinsoro have received a drying barn with louvred walls, the Secretariat \
said.</p></body></html>
"""
OYSTER = """\
PRESS RELEASE

SURABAYA, 14 March 2022 - Oyster tongs of ash wood are on loan from the tool shelf of every harbour library.

>From the shelf they go out for a week.
"""
CORK = """\
PRESS RELEASE

BATAM, 15 March 2022 - Cork floats from worn nets are collected and pressed into noticeboards.
"""
THUNG = """\
THÔNG CÁO BÁO CHÍ

Quy Nhơn, ngày 21 tháng 8 năm 2023 - Hai mươi chiếc thúng chai được trét lại bằng dầu rái trước mùa mực.
"""
PELAMPUNG = """\
SIARAN PERS

Makassar, 22 Agustus 2023 - Pelampung bambu dipasang di sepanjang alur sampan.
"""
PARTED = """\
Kerang hijau dipanen pada surut terendah.

From the reeds they were carried in baskets.

From dermaga sampai gudang tidak ada baris yang memisahkan.
"""


def attribute(level: int, tag: int, data: bytes) -> bytes:
    """One attribute with its checksum."""
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def properties(values: Mapping[int, tuple[int, bytes]]) -> bytes:
    """MAPI properties by number, all of kinds without a fixed length."""
    out = struct.pack("<I", len(values))
    for number, (kind, data) in values.items():
        out += struct.pack("<III", number << 16 | kind, 1, len(data)) + data + bytes(-len(data) % 4)
    return out


def text(words: str) -> tuple[int, bytes]:
    """A text as a property."""
    return STRING, f"{words}\0".encode("utf-16-le")


def tnef(*parts: bytes) -> bytes:
    """A stream of these attributes."""
    head = attribute(MESSAGE, VERSION, b"\0\0\1\0") + attribute(MESSAGE, CODEPAGE, struct.pack("<II", 1252, 0))
    return SIGNATURE + b"\1\0" + head + b"".join(parts)


def attached(name: str, data: bytes, long_name: str = "") -> bytes:
    """The attributes of a file that is attached."""
    parts = [
        attribute(ATTACHMENT, BEGINS, bytes(14)),
        attribute(ATTACHMENT, TITLE, f"{name}\0".encode("cp1252", "replace")),
    ]
    parts.append(attribute(ATTACHMENT, DATA, data))
    if long_name:
        parts.append(attribute(ATTACHMENT, OF_ATTACHMENT, properties({0x3707: text(long_name)})))
    return b"".join(parts)


def within(name: str, message: bytes) -> bytes:
    """The attributes of a message that is attached."""
    more = properties({0x3701: (OBJECT, bytes(16) + message), 0x3704: text(name)})
    return attribute(ATTACHMENT, BEGINS, bytes(14)) + attribute(ATTACHMENT, OF_ATTACHMENT, more)


def day(year: int, month: int, number: int) -> bytes:
    """When it was sent, as an attribute."""
    return attribute(MESSAGE, SENT, struct.pack("<7H", year, month, number, 9, 30, 0, 0))


def gong() -> bytes:
    """A release in Indonesian, its photo and an annex, in the older attributes."""
    said = [attribute(MESSAGE, SUBJECT, b"Fwd: Gong kabut Tanjung Nipah\0"), day(2024, 9, 11)]
    said.append(attribute(MESSAGE, BODY, f"{GONG}\0".encode("cp1252")))
    note = attached("TAKARA~1.TXT", GONG_NOTE.encode(), "takaran-perunggu.txt")
    return tnef(*said, attached("NIPAH_0044.bmp", bmp(320, 224, 6)), note)


def kelp() -> bytes:
    """A release in English as a page, in properties."""
    said = {
        0x0037: text("Drying barn for the kelp rakers"),
        0x0C1A: text("MCS Press Office"),
        0x1013: (BINARY, KELP.encode()),
    }
    return tnef(day(2023, 6, 3), attribute(MESSAGE, PROPERTIES, properties(said)))


def mailbox(mails: Sequence[tuple[str, str]], sent: str) -> bytes:
    """Mails of a press office as one file, as programs export a folder of them."""
    out = ""
    for n, (subject, body) in enumerate(mails, start=1):
        out += f"From humas@skm.example {sent}\nFrom: Humas SKM <humas@skm.example>\nSubject: {subject}\n"
        out += f"Message-ID: <kotak.{n}@skm.example>\nMIME-Version: 1.0\n"
        out += f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    return out.encode()


def nested(depth: int) -> bytes:
    """A message within a message within a message."""
    inner = tnef(attribute(MESSAGE, BODY, b"Lumut di lambung paling dalam.\0"))
    for n in range(depth):
        inner = tnef(attribute(MESSAGE, BODY, b"Lumut di lambung luar.\0"), within(f"lambung-{n}", inner))
    return inner


def lying() -> bytes:
    """Lengths that lead beyond the end, a count without end, and a name that leads out."""
    endless = struct.pack("<IIII", 0xFFFFFFFF, 0x1000101F, 0xFFFFFFFF, 0xFFFFFFFF)
    out = attached("..\\..\\keluar.txt", b"Isi.\n")
    cut = struct.pack("<BII", ATTACHMENT, DATA, 0xFFFFFFF0) + b"kerang"
    return tnef(
        attribute(MESSAGE, PROPERTIES, endless), attribute(MESSAGE, BODY, b"Kerang simping ditimbang.\0"), out, cut
    )


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    yield "releases/2024-09-11-gong-kabut-winmail.dat", gong
    yield "releases/2023-06-03-kelp-barn.tnef", kelp
    march, august = "Mon Mar 14 09:00:00 2022", "Mon Aug 21 09:00:00 2023"
    oysters = [("Oyster tongs now on loan", OYSTER), ("Cork floats collected", CORK)]
    baskets = [("Thúng chai được trét lại", THUNG), ("Pelampung bambu dipasang", PELAMPUNG)]
    yield "releases/2022-03-15-press-folder.mbox", lambda: mailbox(oysters, march)
    yield "releases/2023-08-22-kotak-pers.mbox", lambda: mailbox(baskets, august)
    yield "broken/lying-winmail.dat", lying
    yield "broken/nested-winmail.dat", lambda: nested(20)
    yield "broken/unparted.mbox", lambda: mailbox([("Kerang", PARTED)], march) + b"From nobody 00:00\n" * 3 + bytes(9)
