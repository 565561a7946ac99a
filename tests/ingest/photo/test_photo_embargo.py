"""A photo's instructions hold it if they give a time, and only if they mean it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.photo_builders import dataset, iim_segment, jpeg, packet, read, xmp_segment


def embargo(tmp_path: Path, instructions: str) -> dict[str, object] | None:
    body = f"<photoshop:Instructions>{instructions}</photoshop:Instructions>"
    found: dict[str, object] | None = read(tmp_path, jpeg(xmp_segment(packet(body)))).values.get("embargo")
    return found


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("EMBARGOED UNTIL 10:00 WIB, 3 May 2026", "2026-05-03T03:00:00Z"),
        ("Embargo: 2026-05-03T10:00+07:00", "2026-05-03T03:00:00Z"),
        ("STRICT EMBARGO - NOT FOR PUBLICATION BEFORE MAY 3, 2026 at 6.30 pm GMT", "2026-05-03T18:30:00Z"),
        ("Embargo sampai 3 Mei 2026 pukul 10.00 WIB", "2026-05-03T03:00:00Z"),
        ("Không đăng trước 10 giờ 30 ngày 3 tháng 5 năm 2026 (GMT+7)", "2026-05-03T03:30:00Z"),
        ("NO SALES. NO ARCHIVES. EMBARGOED UNTIL 2026-05-03 10:00Z", "2026-05-03T10:00:00Z"),
        ("Cấm phổ biến trước 10h ngày 3/5/2026", "2026-05-04T12:00:00Z"),  # which zone?
        ("Embargoed until 3 May 2026", "2026-05-04T12:00:00Z"),  # from what time on that day?
        ("Embargo: 2026-02-31T10:00+07:00", None),
        ("EMBARGOED until further notice", None),
        ("Embargo until 99 May 2026", None),
    ],
)
def test_words_that_hold_back(tmp_path: Path, words: str, until: str | None) -> None:
    found = embargo(tmp_path, words) or {}
    assert (found["until"], found["words"], found["origin"]) == (until, words, "xmp:photoshop:Instructions")
    assert (found.get("assumed") == "end of day") is (until == "2026-05-04T12:00:00Z")


@pytest.mark.parametrize(
    "words",
    ["MANDATORY CREDIT: ANTARA", "No embargo", "Embargo lifted 3 May 2026", "NO SALES; NO ARCHIVES", "Trade embargoes"],
)
def test_words_that_hold_nothing_back(tmp_path: Path, words: str) -> None:
    assert embargo(tmp_path, words) is None


def test_the_release_date_of_iim_holds_back_too(tmp_path: Path) -> None:
    stream = dataset(2, 30, b"20260503") + dataset(2, 35, b"100000+0700")
    assert read(tmp_path, jpeg(iim_segment(stream))).values["embargo"] == {
        "until": "2026-05-03T03:00:00Z",
        "words": "2026-05-03T10:00:00+07:00",
        "origin": "iim:2:30+2:35",
    }


def test_a_release_date_without_a_zone_holds_until_the_day_has_begun_everywhere(tmp_path: Path) -> None:
    found = read(tmp_path, jpeg(iim_segment(dataset(2, 30, b"20260503")))).values["embargo"]
    assert found["until"] == "2026-05-03T12:00:00Z"
