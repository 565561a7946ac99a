"""Embargoes in unusual forms hold a text wherever they are in it: across two lines, in brackets, about a vacancy."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extract.embargo.matcher import OrderKind
from ingest.extract.embargo.sources import _order_beside
from ingest.extract.embargo.text_orders import EmbargoText, find_orders
from tests.support.commands import some

TITLE = "Rice harvest reaches a record"
NEWS = (
    "The ministry of agriculture said on Monday that the rice harvest in the northern provinces reached a record this"
    " season, with farmers bringing in more than nine million tonnes, an increase of four per cent on the year before."
)
AT_TEN, WIB_TEN, VN_TEN = "2026-05-05T10:00:00Z", "2026-05-05T03:00:00Z", "2026-05-05T03:00:00Z"
BROKEN = {  # across two or more lines
    "We ask all editors that they do not\npublish the figures before 5 May 2026, 10:00 GMT.": AT_TEN,
    "PLEASE DO NOT\nPUBLISH BEFORE 5 MAY 2026 10:00 GMT": AT_TEN,
    "NOT\nBEFORE 5 MAY 2026, 10:00 GMT": AT_TEN,
    "Mohon rekan media untuk tidak\nmenyiarkan berita ini sebelum 5 Mei 2026 pukul 10.00 WIB.": WIB_TEN,
    "HARAP TIDAK\nDISIARKAN SEBELUM 5 MEI 2026 PUKUL 10.00 WIB": WIB_TEN,
    "Đề nghị quý báo không\nđăng tin này trước 10 giờ ngày 5/5/2026.": None,
    "LỆNH CẤM\nCÔNG BỐ ĐẾN 10 GIỜ NGÀY 5/5/2026": None,
}
WHOLE = {
    "Not sooner than 5 May 2026, 10:00 GMT": AT_TEN,
    "NO SOONER THAN 10:00 GMT, 5 MAY 2026": AT_TEN,
    "Do not [[publish]] before 5 May 2026 10:00 GMT": AT_TEN,
    "[[Release date]]: 5 May 2026 10:00 GMT": AT_TEN,
    "Hold until [[ release date ]]": None,
    "PRIORITY=3;EMBARGODATE=2026-05-05T10:00Z": AT_TEN,
}
AT_ENDS = {  # at the head or foot
    "The vacancy notice is under embargo until 5 May 2026, 10:00 GMT.": AT_TEN,
    "Please embargo the vacancy notice until 10:00 GMT on 5 May 2026.": AT_TEN,
    "Embargo foto buron yang dicari: 5 Mei 2026 pukul 10.00 WIB": WIB_TEN,
    "Mohon tahan dulu foto buron yang dicari polisi.": None,
    "Foto buron yang dicari ini jangan disiarkan dulu.": None,
    "Tin tuyển dụng này xin đừng đăng vội.": None,
}


def ends(order: str, place: str) -> set[str | None]:
    """Return the ends of the embargoes found in a text with this one at a place."""
    lines, news = order.split("\n"), [NEWS, ""] * 20
    text = {
        "head": [*lines, "", TITLE, "", *news],
        "middle": [TITLE, "", *news, *lines, "", *news],
        "foot": [TITLE, "", *news, *lines],
    }[place]
    words = EmbargoText([line for line in text if line][:15], "\n".join(text))
    return {end.until for end, _, _ in find_orders(words, date(2026, 5, 1), TITLE, [])}


@pytest.mark.parametrize("place", ["head", "middle", "foot"])
@pytest.mark.parametrize("order", [*BROKEN, *WHOLE])
def test_an_order_counts_wherever_it_stands(order: str, place: str) -> None:
    found = ends(order, place)
    assert found
    expected = {**BROKEN, **WHOLE}[order]
    assert expected is None or expected in found


@pytest.mark.parametrize("place", ["head", "foot"])
@pytest.mark.parametrize("order", AT_ENDS)
def test_a_text_about_a_vacancy_or_a_wanted_person_can_be_held(order: str, place: str) -> None:
    found = ends(order, place)
    assert found
    assert AT_ENDS[order] is None or AT_ENDS[order] in found


@pytest.mark.parametrize("stamp", ["[[ SECRET ]]", "[[ NOT FINAL ]]", "[[ FOR REVIEW ]]", "[[ INTERNAL ]]"])
def test_a_stamp_in_double_brackets_holds_at_the_head(stamp: str) -> None:
    assert ends(stamp, "head") == {None}


def test_what_is_wanted_or_unfilled_holds_nothing() -> None:
    for line in some(
        [
            "Staff wanted: send your application before 5 May 2026.",
            "Dicari wartawan dan fotografer: kirim lamaran sebelum 5 Mei 2026.",
            "Cần tuyển phóng viên, nộp hồ sơ trước 5/5/2026.",
        ]
    ):
        assert ends(line, "foot") == set(), line


@pytest.mark.parametrize(
    "line",
    [
        "Reporting restrictions until 10:00 on 5 May 2026.",
        "News blackout until 5 May 2026, 10:00 GMT.",
        "The figures are locked until 10:00 GMT on 5 May 2026.",
        "Larangan siar sampai 5 Mei 2026 pukul 10.00 WIB",
    ],
)
def test_a_sentence_beside_the_article_of_a_page_holds_it(line: str) -> None:
    order = _order_beside(line)
    assert order is not None
    assert order.kind is OrderKind.UNTIL
