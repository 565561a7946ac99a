"""The presentations and workbooks of the corpus, and the hostile ones among them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from making import photos
from making.show97 import Show, Slide, show

_STAMP = (2026, 1, 15, 9, 0, 0)
NOTE = "The tide table for March was printed twice."


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    yield "releases/2025-07-24-paparan-mercu-api.pptx", beacons
    yield "releases/2026-03-18-luong-tau-mua-can.pptx", channels
    yield "releases/2003-10-06-rencana-galangan.ppt", lambda: show(SHIPYARD)
    yield "speeches/2004-05-11-tap-huan-hoa-tieu.ppt", lambda: show(PILOTS)
    yield "broken/cut-in-half.pptx", lambda: (whole := beacons())[: len(whole) // 2]
    yield "broken/entities.pptx", entities
    yield "broken/looping.ppt", looping


def beacons() -> bytes:
    """Slides in Indonesian with a table, a picture that knows its name, and notes."""
    deck = _deck("Paparan mercu api", "Rusdi Panggabean", datetime(2025, 7, 23, 9, 0))
    first = _slide(deck, "Mercu api kayu di Teluk Tomini kembali dijaga", "Paparan Biro Teknik, 24 Juli 2025")
    first.notes_slide.notes_text_frame.text = "Sebut nama kedua penjaga: Ibu Marhaba dan Pak Idul."
    second = _slide(deck, "Jadwal jaga", None)
    table = second.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for n, row in enumerate(
        (("Mercu", "Penjaga"), ("Tanjung Keramat", "Marhaba Yunus"), ("Pulau Dulanga", "Idul Pakaya"))
    ):
        for m, words in enumerate(row):
            table.cell(n, m).text = words
    third = _slide(deck, "Bahan bakar", "Minyak kelapa, dua liter semalam")
    picture = third.shapes.add_picture(io.BytesIO(_jpeg()), Inches(5), Inches(3), Inches(3))
    picture._element.nvPicPr.cNvPr.set("descr", "MERCU_0061.jpg")
    return _saved(deck)


def channels() -> bytes:
    """Slides in Vietnamese and English with shapes in a group, one of them without words."""
    deck = _deck("PowerPoint Presentation", "Admin", datetime(2026, 3, 17, 9, 0))
    first = _slide(deck, "Luồng tàu sông Vàm Nao mùa cạn", "Độ sâu đo bằng sào tre và bằng máy")
    group = first.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(5), Inches(4), Inches(1))
    box.text_frame.text = "Sào tre sai một gang, máy sai hai gang."
    deck.slides.add_slide(deck.slide_layouts[6])
    _slide(deck, "For our guests", "Soundings are given in spans; a span is what it was in 1911.")
    return _saved(deck)


SHIPYARD = Show(
    [
        Slide("Penutup", ["Terima kasih kepada para tukang kayu Bulukumba."]),
        Slide(
            "Rencana galangan pinisi Tanah Beru",
            ["Dua lambung sekaligus", "Kayu ulin dari kebun sendiri"],
            ["Papan rencana: lihat dinding timur bengkel"],
            "Bagikan contoh pasak sebelum halaman ini.",
        ),
    ],
    {2: "Rencana galangan pinisi Tanah Beru", 4: "Haji Muslim Baso"},
    order=[1, 0],
)
PILOTS = Show(
    [
        Slide("Phát biểu khai mạc lớp tập huấn hoa tiêu", ["Ngày 11 tháng 5 năm 2004, Cát Lái"]),
        Slide(
            "Ba điều cần nhớ", ["Nghe nước trước khi nghe máy", "Hỏi người lái đò"], ["Câu thứ ba để trống có chủ ý."]
        ),
    ],
    {2: "Slide 1", 4: "Lê Thị Hoài Thương"},
)


def entities() -> bytes:
    """A presentation whose first slide declares entities within entities."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE p [<!ENTITY e0 "tide">{levels}]>'.encode()
    return _rewritten(beacons(), lambda name, data: _declared(data, doctype) if name.endswith("slide1.xml") else data)


def looping() -> bytes:
    """A presentation whose last edit says that it came after itself."""
    whole = bytearray(show(Show([Slide("Judul", [NOTE])])))
    at = whole.index(b"\xf5\x0f")  # UserEditAtom
    whole[at + 14 : at + 18] = whole[512 + 16 : 512 + 20]  # where stream `Current User`, the first one, says it is
    return bytes(whole)


def _declared(data: bytes, doctype: bytes) -> bytes:
    head, mark, rest = data.partition(b"?>")
    return head + mark + doctype + rest


def _deck(title: str, author: str, made: datetime) -> Any:
    deck = Presentation()
    core = deck.core_properties
    core.comments = ""
    core.title, core.author, core.created, core.modified, core.last_modified_by = title, author, made, made, author
    return deck


def _slide(deck: Any, title: str, words: str | None) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[1 if words else 5])
    slide.shapes.title.text = title
    if words:
        slide.placeholders[1].text = words
    return slide


def _jpeg() -> bytes:
    out = io.BytesIO()
    small = photos.SCENES["seagrass"]().resize((320, 213), Image.Resampling.LANCZOS)
    small.convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def _saved(deck: Any) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return _rewritten(out.getvalue(), lambda _, data: data)


def _rewritten(whole: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with one time for all its members, so that it is the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.startswith(("docProps/thumbnail", "ppt/printerSettings")):
                info = zipfile.ZipInfo(name, _STAMP)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, change(name, old.read(name)))
    return out.getvalue()
