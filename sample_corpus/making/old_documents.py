"""The releases of the corpus that are Word files of 97-2003, and the hostile ones among them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from making import old_word
from making.compound import compound
from making.office import abc
from making.old_word import BOLD, DELETED, HEADING, IN_TABLE, ROW_END, SPECIAL, Par, Run, par, row


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    yield "releases/2022-11-03-tra-luoi-danh-ca.doc", lambda: old_word.document(NETS)
    yield "releases/2023-07-18-night-boat-bell.doc", lambda: old_word.document(BELL)
    yield "broken/encrypted.doc", lambda: old_word.document(old_word.OldWord([par("Isi")], bits=0x0100))
    yield "broken/pieces-astray.doc", astray


def astray() -> bytes:
    """A file whose piece table points behind its end."""
    main, table = old_word.parts(old_word.OldWord([par("Isi")]))
    (at,) = struct.unpack_from("<I", main, 0x9A + 8 * 33)
    return compound({"WordDocument": main, "1Table": table[: at + 13] + b"\0\0\xff\xff\xff\x3f\0\0" + table[at + 21 :]})


def _capitals(text: str) -> Run:
    return Run(abc(text), 1)


NETS = old_word.OldWord(
    [
        Par([_capitals("ban thư ký hành lang hàng hải")], "\x07", changes=IN_TABLE),
        Par([Run(abc("Quy Nhơn, ngày 3 tháng 11 năm 2022"))], "\x07", changes=IN_TABLE),
        Par([], "\x07", changes=ROW_END),
        par(abc("Số: 52/TB-BTK")),
        Par([_capitals("thông cáo báo chí")], changes=BOLD),
        par(abc("Trả lại ngư dân bảy mươi tấm lưới bị trôi"), changes=BOLD),
        par(abc("Bảy mươi tấm lưới trôi dạt sau áp thấp nhiệt đới đã được trả lại cho ngư dân vào sáng thứ Năm. Mỗi tấm"
                " lưới đều có thẻ ghi tên chủ.")),
        Par([Run(abc("Ông Huỳnh Tấn Lợi nói: “Tấm lưới này cha tôi đan.” Xem thêm tại ")),
             Run('\x13 HYPERLINK "http://x.example" \x14luoi.btk.example\x15', 2), Run(abc("."))]),
    ],
    fonts=(".VnTime", ".VnTimeH", "Arial"),
    summary={2: "Document1", 4: "Windows User", 12: datetime(2022, 11, 2, 9, tzinfo=UTC)},
)  # fmt: skip

BELL = old_word.OldWord(
    [
        par("The Night Boat Gets Its Bell Back", style=HEADING),
        Par([Run("SINGAPORE, 18 July 2023 – The bell of the night boat, lost for eleven years, hangs above its"
                 " wheelhouse again"), Run("\2", changes=SPECIAL), Run(", "), Run("it was said ", changes=DELETED),
             Run("the Secretariat said.")]),
        par("“We found it holding a door open in a workshop,” said Captain Lim Siew Hong."),
        *row("Cast", "1931"),
        *row("Weight", "42 kg"),
        par("Media contact: press@mcs.example"),
    ],
    header=[par("MARITIME CORRIDOR SECRETARIAT"), par("Release MCS/PR/2023/019")],
    notes=[Par([Run("\2", changes=SPECIAL), Run(" It was taken down for repair in 2012.")])],
    summary={2: "The Night Boat Gets Its Bell Back", 4: "Press Office", 5: "bell, night boat",
             12: datetime(2023, 7, 17, 3, tzinfo=UTC)},
    fast=True,
)  # fmt: skip
