"""A line that asks to hold a text works at its head, at its foot, and stamped on a title; it is never the title."""

from __future__ import annotations

import pytest

from tests.builders.described_texts import describe_text
from tests.cases.hold_lines import (
    ALONE,
    HOLD,
    MORE,
    MORE_NOTHING,
    NOTHING,
    STAMPED,
    WRITTEN_LATER,
    WRITTEN_LATER_NOTHING,
)

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton."
CONTACT = "Kontak: Humas Pelabuhan, telp. 021-555"
TITLE = "Dermaga baru dibuka"


def until(text: str) -> object:
    return describe_text(text).values.get("embargo", {"until": "released"})["until"]


@pytest.mark.parametrize(("line", "instant"), HOLD)
def test_at_the_head_and_at_the_foot_an_order_holds_alike(line: str, instant: str | None) -> None:
    headed = describe_text(f"{line}\n\n{TITLE}\n\n{BODY}")
    assert headed.values["embargo"]["until"] == instant
    assert headed.values["title"] == TITLE
    assert until(f"{TITLE}\n\n{BODY}\n\n{BODY}\n\n{line}") == instant
    assert until(f"{TITLE}\n\n{BODY}\n\n{BODY}\n\n{line}\n\n{CONTACT}") == instant


@pytest.mark.parametrize("line", STAMPED)
def test_an_order_stamped_on_the_title_holds_until_decided(line: str) -> None:
    assert until(f"{line}\n\n{BODY}") is None


@pytest.mark.parametrize("line", [*MORE, *WRITTEN_LATER])
def test_orders_of_many_hands_hold_at_the_head_and_at_the_foot(line: str) -> None:
    assert until(f"{line}\n\n{TITLE}\n\n{BODY}") != "released"
    assert until(f"{TITLE}\n\n{BODY}\n\n{BODY}\n\n{line}") != "released"


@pytest.mark.parametrize("line", [*NOTHING, *MORE_NOTHING, *WRITTEN_LATER_NOTHING])
def test_a_line_that_tells_of_such_orders_holds_nothing_anywhere(line: str) -> None:
    for text in (
        f"{line}\n\n{TITLE}\n\n{BODY}",
        f"{TITLE}\n\n{BODY}\n\n{line}\n\n{BODY}",
        f"{TITLE}\n\n{BODY}\n\n{line}",
    ):
        assert until(text) == "released"


@pytest.mark.parametrize("line", ALONE)
def test_a_word_with_another_sense_holds_alone_at_the_head_and_at_the_end(line: str) -> None:
    assert until(f"{line}\n\n{TITLE}\n\n{BODY}") is None
    assert until(f"{TITLE}\n\n{BODY}\n\n{BODY}\n\n{line}") is None
    assert until(f"{TITLE}\n\n{BODY}\n\n{line}\n\n{BODY}") == "released"


def test_a_line_of_a_wrapped_paragraph_orders_nothing() -> None:
    wrapped = (
        "Wali kota menjelaskan bahwa hasil lelang dermaga dan daftar pemenangnya baru\n"
        "boleh dipublikasikan setelah 4 Desember 2051 pukul 10.00 WIB, sebab panitia masih\n"
        "menunggu keputusan pengadilan yang akan dibacakan pada hari itu juga di kota."
    )
    assert until(f"{TITLE}\n\n{BODY}\n\n{wrapped}\n\n{BODY}") == "released"


def test_the_foot_of_a_very_long_text_is_read() -> None:
    body = "\n\n".join(f"{BODY} Bagian {n}." for n in range(1000))
    assert until(f"{TITLE}\n\n{body}\n\nTidak untuk dipublikasikan sebelum 4 Desember 2026 pukul 10.00 WIB") == (
        "2026-12-04T03:00:00Z"
    )
