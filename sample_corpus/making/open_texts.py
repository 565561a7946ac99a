"""The releases and speeches of the corpus that are OpenDocument texts, and the hostile ones among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from making import opendocument as odt
from making.office import abc
from making.opendocument import bullets, heading, par, span, table


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    yield "releases/2024-02-19-dapur-umum-kapal.odt", lambda: odt.document(KITCHEN)
    yield "speeches/2023-12-09-loi-chao-tho-lan.odt", lambda: odt.document(DIVERS)
    yield "broken/encrypted.odt", lambda: odt.document(LOCKED)
    yield "broken/entities.odt", lambda: odt.document(ENTITIES)


LOCKED = odt.Open(
    par("x"),
    manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>',
)
ENTITIES = odt.Open(
    par("<text:span>&a;</text:span>"), prolog='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
)

KITCHEN = odt.Open(
    heading("Dapur Umum di Atas Kapal Siap Berlayar")
    + par("KUPANG, 19 Februari 2024 – Kapal bekas pengangkut sapi kini membawa dapur umum yang sanggup menanak nasi"
          " bagi enam ratus orang sehari.")
    + par('<text:span>Kepala juru masak, Yuliana Seran, menguji tungkunya</text:span>'
          '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
          + par("Uji pertama berlangsung pada 12 Februari.")
          + "</text:note-body></text:note> selama sepekan.")
    + bullets("dua belas tungku;", "empat lemari pendingin;", "satu lesung batu.")
    + table([["Hari", "Pelabuhan"], ["Senin", "Larantuka"], ["Kamis", "Lewoleba"]])
    + par("Narahubung: humas@skm.example"),
    header=par("SEKRETARIAT KORIDOR MARITIM") + par("Nomor: 07/SP/SKM/II/2024"),
    footer=par("www.skm.example"),
    meta=[("dc:title", "Dapur Umum di Atas Kapal Siap Berlayar"), ("meta:initial-creator", "Biro Humas SKM"),
          ("meta:keyword", "dapur umum"), ("meta:keyword", "kapal"), ("meta:creation-date", "2024-02-18T08:00:00")],
)  # fmt: skip

DIVERS = odt.Open(
    par(abc("Lời chào các thợ lặn của bà Mai Thị Sương, Phó Tổng Thư ký, ngày 9 tháng 12 năm 2023"), "Cu")
    + par(abc("Thưa các bạn thợ lặn,"), "Cu")
    + par(abc("Dưới nước không ai vỗ tay, nên hôm nay trên bờ chúng tôi vỗ tay thay cho biển. Các bạn đã đưa lên bờ bốn"
              " mỏ neo và một chiếc chuông đồng."), "Cu")
    + par("<text:span>" + span(abc("Xin cảm ơn "), "CuChu") + "</text:span>" + span("Old Anchor", "Moi")
          + span(abc(" và tất cả các bạn."), "CuChu")),
    styles=odt.text_style("Cu", ".VnTime", "paragraph") + odt.text_style("CuChu", ".VnTime")
    + odt.text_style("Moi", "Arial"),
    meta=[("dc:title", "Untitled"), ("dc:creator", "User"), ("meta:creation-date", "2023-12-08T20:00:00")],
)  # fmt: skip
