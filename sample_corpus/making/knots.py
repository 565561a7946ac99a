"""Makes second samples of pictures, tables and archives: all of a museum of knots that does not exist."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from making import formats
from making import metadata as meta
from making.packed import tarred
from making.sheets97 import ods, xls

RIGGER = meta.Photo(
    name="SIMPUL_0021.tif",
    scene="",
    title="Simpul di papan jati",
    headline="Museum simpul Lasem",
    caption="Opa Dullah menunjukkan simpul angkat kerbau di museum simpul Lasem.",
    language="id",
    creator="Ningrum Palupi",
    credit="SKM/Ningrum Palupi",
    city="Lasem",
    country="Indonesia",
    country_code="IDN",
    created="2024-06-02T10:15:00+07:00",
    keywords=["simpul", "museum"],
)
CORD = replace(
    RIGGER,
    name="NUT-DAY_0008.psd",
    title="Nút dây chão",
    headline="Bảo tàng nút dây Rạch Giá",
    caption="Bà Tư Xuyến tết nút dây chão cho học trò ở bảo tàng nút dây Rạch Giá.",
    language="vi",
    creator="Dương Thị Kim Ngà",
    credit="HLHH/Dương Thị Kim Ngà",
    source="Ban Thư ký Hành lang Hàng hải",
    city="Rạch Giá",
    country="Việt Nam",
    country_code="VNM",
    created="2024-05-11T15:40:00+07:00",
    keywords=["nút dây", "bảo tàng"],
)
SPLICE = replace(
    RIGGER,
    name="KNOT_0113.gif",
    title="A splice, step by step",
    headline="How the museum teaches",
    caption="A long splice as the knot museum of Lasem teaches it to visitors.",
    language="en",
    keywords=["splicing"],
    created="2024-06-02T11:05:00+07:00",
)
DOOR = replace(
    RIGGER,
    name="LL45_0301.dng",
    title="Pintu museum",
    headline="Pintu museum simpul",
    caption="Pintu museum simpul Lasem diikat, tidak dipaku.",
    created="2024-06-02T09:02:00+07:00",
)


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    yield "photos/SIMPUL_0021.tif", lambda: tiff(drawn(1, 180), RIGGER)
    yield "photos/SIMPUL_0021.tif.xmp", sidecar
    yield "photos/NUT-DAY_0008.psd", lambda: formats.psd(drawn(2, 300), CORD)
    yield "photos/KNOT_0113.gif", lambda: formats.gif(drawn(3, 300), SPLICE)
    yield "photos/LL45_0301.dng", lambda: formats.dng(drawn(4, 720), DOOR)
    yield "photos/peta-museum.bmp", lambda: formats.bmp(drawn(5, 300), RIGGER)
    yield "photos/foto-simpul.tsv", lambda: CAPTIONS.encode("utf-8-sig")
    for name, make in pages():
        yield f"releases/clippings/{name}", make
    yield "releases/2008-09-15-inventaris-tali.xls", lambda: xls(ROPES)
    yield "releases/2024-05-06-so-muon-day.ods", lambda: ods(LOANS)
    yield (
        "releases/2024-05-20-knot-museum.tar",
        lambda: tarred({"en/opening.txt": OPENING, "vi/mo-cua.txt": OPENS}),
    )
    yield "releases/2024-06-10-undangan-simpul.tgz", lambda: gzip.compress(tarred({"undangan.txt": CALL}), 0, mtime=0)
    yield "speeches/2024-06-01-pembukaan-simpul.txt.bz2", lambda: bz2.compress(SPEECH.encode())
    yield "speeches/2024-05-10-loi-cam-on.txt.xz", lambda: lzma.compress(THANKS.encode(), preset=6)


def pages() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What a browser laid beside two saved pages: photos, icons under 200 pixels, a style and a script."""
    yield "nut-day-rach-gia_files/day-chao.webp", lambda: encoded(drawn(6, 360), "WEBP", quality=70)
    yield "nut-day-rach-gia_files/logo.png", lambda: encoded(drawn(7, 64), "PNG")
    yield "nut-day-rach-gia_files/trang.css", lambda: b"article { max-width: 40em; margin: auto }\n"
    yield "museum-simpul-lasem_files/tangga.avif", lambda: encoded(drawn(8, 360), "AVIF", quality=60)
    yield "museum-simpul-lasem_files/denah.png", lambda: encoded(drawn(9, 280).quantize(8), "PNG")
    yield "museum-simpul-lasem_files/bendera.gif", lambda: encoded(drawn(10, 32).quantize(8), "GIF")
    yield "museum-simpul-lasem_files/hitung.js", lambda: b"window.hits = (window.hits || 0) + 1;\n"


def drawn(seed: int, width: int) -> Image.Image:
    """A drawn picture, each seed another: a ring of rope before two fields of colour."""
    height = width * 2 // 3
    shade = [(seed * step) % 156 + 70 for step in (37, 61, 89)]
    picture = Image.new("RGB", (width, height), tuple(shade))  # type: ignore[arg-type]
    pen = ImageDraw.Draw(picture)
    edge = height * (2 + seed % 5) // 8
    pen.polygon([(0, edge), (width, height - edge), (width, height), (0, height)], fill=(shade[2], 60, shade[0]))
    left, top, size = width * (seed % 4) // 6, height * (seed % 3) // 6, height * (3 + seed % 4) // 8
    for n in range(1 + seed % 3):
        at = (left + n * size // 2, top, left + n * size // 2 + size, top + size)
        pen.ellipse(at, outline=(240, 225, 190), width=max(2, width // 40))
    return picture


def encoded(picture: Image.Image, kind: str, **options: int) -> bytes:
    """The picture as a file without a word about it."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def tiff(picture: Image.Image, photo: meta.Photo) -> bytes:
    """A TIFF that packs nothing, with XMP and IIM."""
    width, height = picture.size
    packet, block = meta.xmp(photo), meta.iim(photo)
    more = [meta.long(256, width), meta.long(257, height), meta.short(258, 8, 8, 8), meta.short(259, 1)]
    more += [meta.short(262, 2), meta.short(277, 3), meta.long(278, height), meta.short(284, 1)]
    more += [(700, meta.BYTE, len(packet), packet), (33723, meta.UNDEFINED, len(block), block)]
    return meta.tiff(photo, picture.size, more, np.asarray(picture).tobytes())


def sidecar() -> bytes:
    """What the archive's program wrote beside the photo, under its whole name: another caption, and who it is."""
    said = "Abdullah Rahawarin, disebut Opa Dullah, dan simpul angkat kerbau; museum simpul Lasem, 2 Juni 2024."
    return meta.xmp(replace(RIGGER, caption=said, persons=["Abdullah Rahawarin"]))


CAPTIONS = (
    "Nama berkas\tKeterangan\tFotografer\n"
    "SIMPUL_0021.tif\tSimpul angkat kerbau, dipakai di pelabuhan hewan.\tNingrum Palupi\n"
    "KNOT_0113.gif\tSambungan panjang dalam dua gambar.\tNingrum Palupi\n"
)
ROPES = {
    "Inventaris": [
        ["Isi gudang tali Lasem tahun 2008"],
        ["Tali", "Depa"],
        ["ijuk", 220],
        ["sabut kelapa", 87.5],
    ]
}
LOANS = {
    "Sổ mượn": [["Sổ mượn dây của bảo tàng nút dây Rạch Giá"], ["Người mượn", "Số cuộn"], ["Trường Hòn Tre", 6]],
    "Trả lại": [["Hai cuộn trả về còn ướt."]],
}
OPENING = (
    "PRESS RELEASE\n\nA museum of knots opens in two ports\n\nLASEM, 20 May 2024 - The Secretariat opens a museum of"
    " knots with one half in Lasem and one in Rach Gia. Visitors may untie whatever they can.\n\nWhat they cannot untie"
    " they must learn to tie before they leave.\n"
)
OPENS = (
    "THÔNG CÁO BÁO CHÍ\n\nBảo tàng nút dây mở cửa ở hai cảng\n\nRẠCH GIÁ, ngày 20 tháng 5 năm 2024 - Ban Thư ký mở một"
    " bảo tàng nút dây, nửa ở Lasem, nửa ở Rạch Giá. Khách được gỡ mọi nút mà mình gỡ nổi.\n\nNút nào gỡ không nổi thì"
    " phải học cách thắt rồi mới được về.\n"
)
CALL = (
    "UNDANGAN LIPUTAN\n\nLomba simpul buta di Lasem\n\nLASEM, 10 Juni 2024 - Wartawan diundang meliput lomba mengikat"
    " simpul dengan mata tertutup. Hadiahnya segulung tali ijuk.\n"
)
SPEECH = (
    "Sambutan pada pembukaan museum simpul Lasem\n\nHadirin yang terhormat, nenek moyang kita menulis dengan tali"
    " sebelum menulis dengan tinta.\n\nSimpul yang baik menahan kapal, dan dapat dilepas oleh seorang anak.\n"
)
THANKS = (
    "Lời cảm ơn tại lễ nhận dây\n\nThưa các bạn, cuộn dây này đã kéo ba con tàu ra khỏi bãi cạn, nay nó được nghỉ.\n\n"
    "Xin mỗi người thắt một nút và nói một lời chúc.\n"
)
