"""Makes the files that hold files: ZIP and TAR archives, mails, saved web pages; and those made to do harm."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping

KELOR = """\
SIARAN PERS

Mercu suar Tanjung Kelor menyala lagi

TANJUNG KELOR, 15 Oktober 2024 - Mercu suar Tanjung Kelor menyala lagi setelah lensanya diasah selama dua musim, kata \
Sekretariat Koridor Maritim.

KELOR_0007.bmp
Lensa mercu suar Tanjung Kelor diturunkan dengan katrol. Foto: Ruth Wenda/SKM

Penjaga mercu suar mencatat setiap pelita yang dinyalakan sejak 1911 dalam buku bergaris.
"""
KELOR_NOTE = "Daftar suku cadang lensa Tanjung Kelor: dua belas prisma, satu poros, empat baut kuningan.\n"
TIDE_KIT = """\
PRESS RELEASE

Tide tables now come as a pocket almanac

SURABAYA, 7 July 2023 - The Secretariat has bound its tide tables for forty harbours into a pocket almanac that fits \
the oilskin of a ferry hand.

The almanac is printed on stone paper, which does not swell when it is wet.
"""
DEDICATION = """\
---
title: Lời đề tặng ở thư viện hải đồ
language: vi
kind: speech
date: 2025-11-20
speaker: Trịnh Bảo Sơn
---
Kính thưa các vị khách, thư viện hải đồ hôm nay nhận bốn nghìn tờ bản đồ vẽ tay của những người đo sâu đời trước.

Mỗi tờ bản đồ là một lần thuyền ra khơi và trở về.
"""
LOGBOOK = """\
Sambutan pada penyerahan buku log

Hadirin yang terhormat, buku log kapal ukur ini dijilit kembali oleh para pustakawan di Makassar.

Siapa pun kini boleh membaca catatan angin dari delapan puluh tahun yang lalu.
"""
MOORING = """\
THÔNG CÁO BÁO CHÍ

Phao neo đậu mới tại vịnh Sao Mai

VỊNH SAO MAI, ngày 17 tháng 2 năm 2025 - Ban Thư ký Hành lang Hàng hải đã thả sáu phao neo đậu mới để tàu cá tránh bão \
không phải thả neo xuống rạn san hô.

Mỗi phao giữ được bốn thuyền và có đèn chớp màu hổ phách.

Phụ lục gửi kèm: bảng tọa độ của sáu phao.
"""
MOORING_ANNEX = (
    "Phụ lục: tọa độ phao neo đậu vịnh Sao Mai\n\nPhao 1 nằm ở phía đông mũi Đá Dựng; phao 6 sát luồng vào.\n"
)
VISIT = """\
<html><head><meta charset="utf-8"></head><body>
<p>SIARAN PERS</p>
<p>MAKASSAR, 6 Mei 2024 - Kapal latih Bintang Fajar singgah tiga hari di Makassar, dan anak sekolah boleh naik ke \
anjungannya untuk melihat teleskop.</p>
<figure><img src="cid:teleskop"><figcaption>Taruna menunjukkan teleskop kepada murid. (Foto: Ruth Wenda)</figcaption>\
</figure>
<p>Kunjungan dibagi dalam rombongan dua puluh orang, dan setiap rombongan diantar seorang taruna.</p>
<img src="cid:lambang">
</body></html>
"""
PILOT = """\
<!DOCTYPE html><html lang="en"><head><title>Pilots swap launches for sails - The Strait Courier</title>
<meta property="og:title" content="Pilots swap launches for sails"></head><body><nav>Home News Weather</nav><article>
<h1>Pilots swap launches for sails</h1>
<p>BATAM, June 30, 2025 - Four harbour pilots have begun to reach the ships they guide under sail, on days when the \
wind allows it, to spare fuel and the ears of porpoises.</p>
<figure><img src="https://courier.example/media/pilot-cutter.bmp?w=1200"><figcaption>A pilot cutter comes alongside. \
(Photo: Mei Tan/The Strait Courier)</figcaption></figure>
<p>The Maritime Corridor Secretariat, which paid for the sailcloth, will count the litres saved until the end of the \
monsoon and publish them.</p><img src="https://courier.example/media/share.bmp"></article></body></html>
"""
WEIR = """\
<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Đăng đáy cửa sông được vẽ lên hải đồ</title></head>
<body><article><h1>Đăng đáy cửa sông được vẽ lên hải đồ</h1>
<p>Cần Giờ, ngày 9/8/2024 - Lần đầu tiên các hàng đáy của ngư dân cửa sông được vẽ lên hải đồ để tàu lớn biết đường \
tránh vào ban đêm.</p>
<figure><img src="cid:hang-day@sach.example"><figcaption>Hàng đáy lúc nước ròng. Ảnh: Lê Thị Thoa</figcaption></figure>
<p>Ban Thư ký Hành lang Hàng hải cho biết bản đồ sẽ được sửa mỗi mùa gió.</p></article></body></html>
"""


def bmp(width: int, height: int, seed: int) -> bytes:
    """A drawn picture in two colours, the same bytes wherever it is made: waves, each seed its own."""
    row = (width + 31) // 32 * 4
    lines = []
    for y in range(height):
        swell = (y * (seed + 3) // 7 + (y // 11) * seed) % 32
        bits = (0xFFFF0000 >> swell | 0xFFFF0000 << (32 - swell)) & 0xFFFFFFFF
        lines.append(
            struct.pack(">L", bits if y > height // 3 else 0xFFFFFFFF if (y + seed) % 9 else bits) * (row // 4)
        )
    size = 62 + row * height
    head = struct.pack("<2sLHHL", b"BM", size, 0, 0, 62)
    head += struct.pack("<LllHHLLllLL", 40, width, -height, 1, 1, 0, row * height, 2835, 2835, 2, 2)
    return head + struct.pack("<LL", 0x503018, 0xE8D8C0) + b"".join(lines)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive that packs nothing, so that it is the same everywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name, (2024, 10, 15, 9, 0, 0)), content)
    return out.getvalue()


def tarred(members: Mapping[str, str]) -> bytes:
    """A TAR archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data := content.encode())
            packed.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def message(head: str, parts: list[tuple[str, bytes]], kind: str = "multipart/mixed") -> bytes:
    """A message of parts: the lines of each part's header, and its bytes."""
    body = f'{head}MIME-Version: 1.0\nContent-Type: {kind}; boundary="ombak"\n'
    for lines, data in parts:
        packed = base64.encodebytes(data).decode()
        body += f"\n--ombak\n{lines}Content-Transfer-Encoding: base64\n\n{packed}"
    return f"{body}\n--ombak--\n".encode()


def overlapping() -> bytes:
    """A ZIP archive that names one packed file twenty times, and so unpacks to twenty."""
    one = zipped({"a": bytes(4000)})
    (start,) = struct.unpack("<L", one[-6:-2])
    entry = one[start : one.index(b"PK\5\6")]
    directory = b"".join(entry[:-1] + bytes([97 + n]) for n in range(20))
    return one[:start] + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 20, 20, len(directory), start, 0)


def mooring() -> bytes:
    """A mail in Vietnamese with an annex."""
    head = "From: =?utf-8?B?VGjDtG5nIHRpbiBiw6FvIGNow60gQlRLIEhMSEg=?= <baochi@hlhh.example>\nTo: toasoan@bao.example\n"
    head += "Subject: =?utf-8?B?VGjDtG5nIGPDoW8gYsOhbyBjaMOtOiBQaGFvIG5lbyDEkeG6rXUgbeG7m2kgduG7i25oIFNhbyBNYWk=?=\n"
    head += "Date: Mon, 17 Feb 2025 08:30:00 +0700\nMessage-ID: <2025-02-17.1@hlhh.example>\n"
    text = "Content-Type: text/plain; charset=utf-8\n"
    annex = "Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=phu-luc-toa-do.txt\n"
    return message(head, [(text, MOORING.encode()), (annex, MOORING_ANNEX.encode())])


def visit() -> bytes:
    """A mail in Indonesian whose page shows a photo and an emblem."""
    head = (
        "From: Humas SKM <humas@skm.example>\nTo: redaksi@koran.example\nSubject: Kapal latih Bintang Fajar singgah\n"
    )
    head += "Date: Mon, 6 May 2024 10:00:00 +0800\nMessage-ID: <2024-05-06.2@skm.example>\n"
    picture = "Content-Type: image/bmp\nContent-Disposition: inline; filename={}\nContent-ID: <{}>\n"
    parts = [("Content-Type: text/html; charset=utf-8\n", VISIT.encode())]
    parts += [(picture.format("BINTANG_FAJAR_0031.bmp", "teleskop"), bmp(320, 208, 5))]
    parts += [(picture.format("lambang.bmp", "lambang"), bmp(64, 64, 2))]
    return message(head, parts, "multipart/related")


def saved(page: str, address: str, pictures: list[tuple[str, bytes]]) -> bytes:
    """A page as a browser saves it in one file."""
    head = f"From: <Saved by Blink>\nSnapshot-Content-Location: {address}\n"
    parts = [(f"Content-Type: text/html; charset=utf-8\nContent-Location: {address}\n", page.encode())]
    parts += [(f"Content-Type: image/bmp\n{lines}", data) for lines, data in pictures]
    return message(head, parts, 'multipart/related; type="text/html"')


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    kelor = {"rilis/mercu-suar-kelor.txt": KELOR, "rilis/suku-cadang.txt": KELOR_NOTE}
    yield "releases/2024-10-15-paket-mercu-suar.zip", lambda: zipped(kelor | {"foto/KELOR_0007.bmp": bmp(320, 224, 3)})
    yield "releases/2023-07-07-almanac-kit.zip", lambda: zipped({"almanac.txt": TIDE_KIT, "Thumbs.db": "x"})
    yield "speeches/2025-11-20-thu-vien-hai-do.tar", lambda: tarred({"loi-de-tang.md": DEDICATION})
    yield "speeches/2024-02-12-buku-log.txt.gz", lambda: gzip.compress(LOGBOOK.encode(), 0, mtime=0)
    yield "releases/2025-02-17-phao-neo-dau.eml", mooring
    yield "releases/2024-05-06-kapal-latih-singgah.eml", visit
    sail = "Content-Location: https://courier.example/media/{}\n"
    pictures = [(sail.format("pilot-cutter.bmp?w=1200"), bmp(352, 240, 7)), (sail.format("share.bmp"), bmp(64, 32, 1))]
    address = "https://courier.example/news/pilots-under-sail"
    yield "releases/clippings/pilots-under-sail.mhtml", lambda: saved(PILOT, address, pictures)
    weir = [("Content-ID: <hang-day@sach.example>\n", bmp(320, 240, 9))]
    address_vi = "https://bao-cua-song.example/hang-day-len-hai-do"
    yield "releases/clippings/hang-day-len-hai-do.mht", lambda: saved(WEIR, address_vi, weir)
    yield "broken/overlapping.zip", overlapping
    yield "broken/cut-in-half.zip", lambda: zipped(kelor)[:500]
    yield "broken/leads-out.zip", lambda: zipped({"../../keluar.txt": "Isi.\n", "/etc/keluar.txt": "Isi.\n"})
    yield (
        "broken/no-page.mhtml",
        lambda: message("From: <Saved by Blink>\n", [("Content-Type: image/bmp\n", b"BM")], "multipart/related"),
    )
