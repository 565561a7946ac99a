"""Datelines: place and date are read for any place name, and are not part of the title."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders.described_texts import describe_text


def told(text: str) -> dict[str, Any]:
    description = describe_text(text, "a.txt", "a.txt")
    return description.values


@pytest.mark.parametrize(
    "opening",
    [
        "Jakarta, 25 Oktober 2025. ",
        "Jakarta, 25 Oktober 2025 - ",
        "Singapore, 25 October 2025: ",
        "Huế, ngày 25/10/2025. ",
    ],
)
def test_a_title_that_is_the_first_sentence_leaves_out_the_place_and_day(opening: str) -> None:
    sentence = "Menteri Budi Hartanto membuka dermaga baru di Teluk Kelapa bersama para nelayan dan wali kota setempat."
    assert told(f"{opening}{sentence} Dermaga itu melayani kapal penumpang setiap hari.")["title"] == sentence


@pytest.mark.parametrize(
    "place", ["Thành phố Hồ Chí Minh", "Thanh phố Hồ Chí Minh", "Tỉnh Quảng Ninh", "Thị xã Cửa Lò"]
)
def test_the_day_stands_behind_a_place_that_says_what_it_is(place: str) -> None:
    text = f"Khánh thành cầu cảng mới\n\n{place}, ngày 25 tháng 10 năm 2025 - Bộ trưởng khánh thành cầu cảng hôm nay.\n"
    assert told(text)["date"] == "2025-10-25"


@pytest.mark.parametrize("label", ["Số", "Sô", "Só", "S6"])
def test_a_number_is_known_by_its_label_also_as_a_scan_has_it(label: str) -> None:
    text = (
        f"THÔNG CÁO BÁO CHÍ\n{label}: 21/TB-SNN\n\nKhánh thành cầu cảng mới\n\nHuế, ngày 25/10/2025 - Bộ trưởng đến.\n"
    )
    assert told(text)["title"] == "Khánh thành cầu cảng mới"
    assert told(text)["identifiers"] == ["21/TB-SNN"]
