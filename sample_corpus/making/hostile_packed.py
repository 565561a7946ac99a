"""Makes files that unpack to far more than they are, lead out of their folder, or lie too deep in one another."""

from __future__ import annotations

import bz2
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator

from making import opendocument, word
from making.hostile_xml import package
from making.packed import zipped
from making.sheets97 import ods
from making.workbooks import sheet_xml, workbook

STAMP = (2026, 1, 15, 9, 0, 0)
WORDS = "The tide table for March was printed twice.\n"
MEGABYTE = 1 << 20
TEXT = opendocument.Open(opendocument.par(WORDS))
LAST = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
RELEASE = "SIARAN PERS\n\nTabel pasang surut Maret tercetak dua kali.\n"


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each broken file's path in the corpus and what makes it."""
    yield "broken/bomb.docx", lambda: swollen(word.document(word.Word(word.par(WORDS))), "word/document.xml", 24)
    yield "broken/bomb-picture.docx", picture_bomb
    yield "broken/bomb.odt", lambda: swollen(opendocument.document(TEXT), "styles.xml", 24)
    yield "broken/bomb.pptx", lambda: swollen(package("ppt/slides/slide1.xml", "<p/>"), "ppt/slides/slide1.xml", 24)
    yield "broken/bomb.xlsx", lambda: swollen(workbook({"A": sheet_xml("")}), "xl/worksheets/sheet1.xml", 24)
    yield "broken/too-wide.xlsx", lambda: workbook({"A": sheet_xml(f'<row r="1"><c r="A1"/></row>{LAST}')})
    yield "broken/bomb.ods", lambda: swollen(ods({"A": [[WORDS]]}), "content.xml", 24)
    yield "broken/bomb.zip", lambda: packed({"pasang.txt": bytes(16 * MEGABYTE), "surut.txt": WORDS.encode()})
    yield "broken/bomb.txt.bz2", lambda: bz2.compress(bytes(104 * MEGABYTE))
    yield "broken/nested.zip", nested
    yield "broken/leads-out.tar", leads_out
    yield "broken/nested-100.eml", lambda: forwarded(100)
    yield "broken/parts-in-parts.eml", lambda: parts_in_parts(100)
    yield "broken/nuls.csv", nuls


def packed(members: dict[str, bytes]) -> bytes:
    """A ZIP archive in which only what is larger than a megabyte is packed, and that as well as it can be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED if len(content) > MEGABYTE else zipfile.ZIP_STORED
            file.writestr(info, content, compresslevel=9)
    return out.getvalue()


def swollen(whole: bytes, member: str, megabytes: int) -> bytes:
    """The document with so many megabytes of blanks behind the root of one member, packed to a thousandth."""
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    return packed(members | {member: members[member] + b" " * (megabytes * MEGABYTE)})


def picture_bomb() -> bytes:
    """A Word document whose picture unpacks to a thousand times its size."""
    body = word.par(WORDS) + f"<w:p>{word.picture('image1.bmp', 'pasang.bmp')}</w:p>"
    return swollen(word.document(word.Word(body, pictures={"image1.bmp": b"BM"})), "word/media/image1.bmp", 24)


def nested() -> bytes:
    """A ZIP archive in a ZIP archive in a ZIP archive in a ZIP archive, with a release in each."""
    inner = zipped({"rilis-4.txt": RELEASE})
    for level in (3, 2, 1):
        inner = zipped({f"rilis-{level}.txt": RELEASE.replace("dua", f"{level} atau dua"), "dalam.zip": inner})
    return inner


def leads_out() -> bytes:
    """A TAR archive whose members lie outside it, point there, or are a device; the last one is a release."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name in ("../../keluar.txt", "/etc/keluar.txt", "a/../../keluar.txt"):
            add(file, name, b"Isi.\n")
        for name, kind, target in (
            ("tautan.txt", tarfile.SYMTYPE, "/etc/hostname"),
            ("kembar.txt", tarfile.LNKTYPE, "../../etc/hostname"),
            ("alat", tarfile.CHRTYPE, ""),
            ("pipa", tarfile.FIFOTYPE, ""),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            file.addfile(entry)
        add(file, "rilis.txt", RELEASE.encode())
    return out.getvalue()


def add(file: tarfile.TarFile, name: str, content: bytes) -> None:
    """One file into the archive, under any name."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    file.addfile(entry, io.BytesIO(content))


HEAD = "From: Humas SKM <humas@skm.example>\nSubject: Tabel pasang surut {}\nMessage-ID: <{}@skm.example>\n"


def forwarded(deep: int) -> bytes:
    """A mail with a mail attached, and so on."""
    whole = HEAD.format(deep, deep) + f"MIME-Version: 1.0\nContent-Type: text/plain\n\n{RELEASE}"
    for level in range(deep - 1, 0, -1):
        body = f"--m{level}\nContent-Type: text/plain\n\nDiteruskan {level} kali.\n"
        body += f"\n--m{level}\nContent-Type: message/rfc822\n\n{whole}\n--m{level}--\n"
        head = HEAD.format(level, level) + "MIME-Version: 1.0\n"
        whole = f'{head}Content-Type: multipart/mixed; boundary="m{level}"\n\n{body}'
    return whole.encode()


def parts_in_parts(deep: int) -> bytes:
    """A mail whose only text lies in parts within parts."""
    head = HEAD.format("", 0) + "MIME-Version: 1.0\n"
    whole = f"Content-Type: text/plain\n\n{RELEASE}"
    for level in range(deep):
        whole = f'Content-Type: multipart/mixed; boundary="p{level}"\n\n--p{level}\n{whole}\n--p{level}--\n'
    return (head + whole).encode()


def nuls() -> bytes:
    """A table with NULs in its cells and between its rows, as some disks leave behind after a crash."""
    rows = b"Nama File;Keterangan\r\nPASANG_0001.jpg;Papan pasang surut di\0 dermaga lama.\r\n"
    return rows + b"\0" * 4 + b"PASANG_0002.jpg;Tukang cetak\0\r\n" + b"\0" * 4096
