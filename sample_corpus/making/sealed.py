"""Makes files behind passwords and keys, and a page under the document type of something else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from making.compound import compound
from making.hostile_packed import packed
from making.sheets97 import ods

STAMP = (2026, 1, 15, 9, 0, 0)
WORDS = "The tide table for March was printed twice."
MAIL = """From: Biro Humas <humas@mcs.example>
To: redaksi@koran.example
Subject: Siaran pers
Date: Thu, 15 Jan 2026 09:00:00 +0700
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

-----BEGIN PGP MESSAGE-----

hQEMA5vJ4nZq0tYTAQf+Ketx7kWf1rVnQkzQmS2l5nqvI0dXo7yB3h2cYqk=
=q1Zx
-----END PGP MESSAGE-----
"""
PAGE = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE buku [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Tide table</title></head>
<body><p>{WORDS}</p><p>&secret;</p></body></html>
"""


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each broken file's path in the corpus and what makes it."""
    yield "broken/encrypted.ppt", presentation
    yield "broken/encrypted.ods", workbook
    yield "broken/encrypted-member.zip", archive
    yield "broken/encrypted.eml", MAIL.encode
    yield "broken/foreign-doctype.xhtml", PAGE.encode


def presentation() -> bytes:
    """A presentation whose summary is encrypted, as PowerPoint says that all of it is ([MS-PPT] 2.3.7)."""
    return compound({"PowerPoint Document": bytes(4096), "EncryptedSummary": bytes(64), "Current User": bytes(64)})


def workbook() -> bytes:
    """A workbook whose manifest says how its parts are encrypted (ODF 1.3 part 2, 3.4)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods({"A": [["rahasia"]]}))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "META-INF/manifest.xml":
                content = content.replace(b"/>", b"><m:encryption-data/></m:file-entry>", 1)
            new.writestr(zipfile.ZipInfo(name, STAMP), content)
    return out.getvalue()


def archive() -> bytes:
    """A ZIP archive of two files, of which one says that it needs a password (APPNOTE.TXT 4.4.4, bit 0)."""
    data = bytearray(packed({"anggaran.txt": b"rahasia", "siaran.txt": f"SIARAN PERS\n\n{WORDS}\n".encode()}))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)
