"""IIM values come out right whatever character set was declared, left out, or declared too late."""

from __future__ import annotations

from pathlib import Path

import pytest
from photo_builders import UTF8, dataset, iim_segment, jpeg, offers, read

from ingest.photo.iim import datasets


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Lễ mở ký Công ước Hà Nội".encode(), "Lễ mở ký Công ước Hà Nội"),
        ("Café in Zürich".encode("latin-1"), "Café in Zürich"),
        ("“Quoted” – 5 €".encode("cp1252"), "“Quoted” – 5 €"),
    ],
)
@pytest.mark.parametrize("declared", [b"", UTF8, dataset(1, 90, b"\x1b%5")], ids=["undeclared", "UTF-8", "Reuters"])
def test_text_is_utf8_where_it_can_be_and_else_windows_1252(
    tmp_path: Path, content: bytes, expected: str, declared: bytes
) -> None:
    assert read(tmp_path, jpeg(iim_segment(declared + dataset(2, 120, content)))).values["caption"] == expected


def test_a_declared_single_byte_set_is_used_where_the_text_is_not_utf8(tmp_path: Path) -> None:
    stream = dataset(1, 90, b"\x1b-L") + dataset(2, 120, "Москва".encode("iso8859-5"))
    assert read(tmp_path, jpeg(iim_segment(stream))).values["caption"] == "Москва"


def test_the_character_set_may_come_after_the_text(tmp_path: Path) -> None:
    stream = dataset(2, 120, "Москва".encode("iso8859-5")) + dataset(1, 90, b"\x1b-L")
    assert read(tmp_path, jpeg(iim_segment(stream))).values["caption"] == "Москва"


def test_utf8_cut_within_a_character_by_the_byte_limit_is_still_utf8(tmp_path: Path) -> None:
    assert (
        read(tmp_path, jpeg(iim_segment(dataset(2, 90, "Thành phố Hồ Chí Minh, ế".encode()[:-1]))))
        .values["city"]
        .startswith("Thành phố Hồ Chí Minh")
    )


def test_repeated_datasets_are_a_list(tmp_path: Path) -> None:
    stream = b"".join(dataset(2, 25, word) for word in (b"hanoi", b"convention", b"hanoi"))
    description = read(tmp_path, jpeg(iim_segment(stream + dataset(2, 80, b"An") + dataset(2, 80, b"Budi"))))
    assert description.values["keywords"] == ["hanoi", "convention"]
    assert description.values["creator"] == ["An", "Budi"]


def test_extended_lengths_padding_and_garbage_are_walked_over() -> None:
    stream = (
        dataset(2, 120, b"long" * 10, extended=True)
        + b"\0\0\0"
        + dataset(2, 5, b"title")
        + b"\x1c\x63xx"
        + dataset(2, 15, b"A")
    )
    assert [(number, content[:5]) for _, number, content in datasets(stream)] == [
        (120, b"longl"),
        (5, b"title"),
        (15, b"A"),
    ]


def test_a_length_beyond_the_end_gives_what_is_there() -> None:
    assert list(datasets(b"\x1c\x02\x78\x7f\xffshort")) == [(2, 120, b"short")]
    assert list(datasets(b"\x1c\x02\x78\xff\xff1234")) == [(2, 120, b"")]


def test_dates_may_be_partial_and_times_have_zones(tmp_path: Path) -> None:
    def created(date: bytes, time: bytes = b"") -> tuple[object, object, list[tuple[str, object]]]:
        stream = dataset(2, 55, date) + (dataset(2, 60, time) if time else b"")
        description = read(tmp_path, jpeg(iim_segment(stream)))
        return (
            description.values.get("created"),
            description.values.get("created_precision"),
            offers(description, "created"),
        )

    assert created(b"20251025", b"093000+0700") == (
        "2025-10-25T09:30:00+07:00",
        "second",
        [("iim:2:55+2:60", "2025-10-25T09:30:00+07:00")],
    )
    assert created(b"20251025")[:2] == ("2025-10-25", "day")
    assert created(b"20251000")[:2] == ("2025-10", "month")
    assert created(b"19650000")[:2] == ("1965", "year")
    assert created(b"00000000")[:2] == (None, None)
    assert created(b"20250231")[:2] == ("2025-02", "month")


def test_release_and_expiry_are_dates_of_their_own(tmp_path: Path) -> None:
    stream = dataset(2, 30, b"20260503") + dataset(2, 35, b"100000+0700") + dataset(2, 37, b"20270101")
    description = read(tmp_path, jpeg(iim_segment(stream)))
    assert description.values["release_date"] == "2026-05-03T10:00:00+07:00"
    assert description.values["expiry_date"] == "2027-01-01"
