"""People in a picture and their positions, from captions in three languages; and people named by their offices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.authority.persons import bare_name, named_in
from archive.captions.depicted_persons import LONGEST, find_positioned_persons, people_of
from archive.record import Kind
from tests.archive.authority.test_credits import photo
from tests.cases.shown_cases import CASES, TITLES
from tests.cases.shown_later import IN_FILES
from tests.support.growth import assert_linear, repeated


@pytest.mark.parametrize(("caption", "expected"), CASES)
def test_a_caption_says_who_stands_where(caption: str, expected: str) -> None:
    assert "; ".join(f"{shown.name} = {shown.position}" for shown in find_positioned_persons(caption)) == expected


def test_captions_as_agencies_write_them_say_who_stands_where() -> None:
    """One test for hundreds of captions: each one with a wrong result is named."""
    read = [
        (words, "; ".join(f"{one.name} = {one.position}" for one in find_positioned_persons(words)))
        for words, _ in IN_FILES
    ]
    assert [pair for pair, expected in zip(read, IN_FILES, strict=True) if pair != expected] == []
    assert len(IN_FILES) > 400


@pytest.mark.parametrize(("caption", "title", "name"), TITLES)
def test_office_and_honorific_are_no_part_of_the_name(caption: str, title: str | None, name: str) -> None:
    (shown,) = find_positioned_persons(caption)
    assert (shown.title, shown.name) == (title, name)


def test_offsets_are_those_of_the_name_in_the_caption() -> None:
    caption = "Ảnh: Chủ tịch nước Lương Cường (phải) và Presiden Prabowo Subianto (kiri)."
    assert [caption[shown.start : shown.end] for shown in find_positioned_persons(caption)] == [
        "Lương Cường",
        "Prabowo Subianto",
    ]


def test_people_of_a_photo_come_from_iptc_its_captions_and_articles_each_with_its_origin() -> None:
    record = photo(
        (("article", "Menlu Sugiono (kanan) tiba.", None), ("other", "Sugiono tiba.", None)),
        persons=["Retno Marsudi"],
        caption="Retno Marsudi (kiri) di Jakarta.",
    )
    assert [(p.shown.name, p.shown.position, p.origin, p.record) for p in people_of(record)] == [
        ("Retno Marsudi", None, "xmp:persons", None),
        ("Retno Marsudi", "left", "xmp:caption", None),
        ("Sugiono", "right", "article", "article"),
    ]
    assert people_of(replace(record, kind=Kind.ARTICLE)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Presiden Luong Cuong bertemu Sekretaris Jenderal PBB António Guterres.", ["Luong Cuong", "António Guterres"]),
        (
            "Sekretaris Jenderal Perserikatan Bangsa-Bangsa António Guterres dan Perdana Menteri Pham Minh Chinh tiba.",
            ["António Guterres", "Pham Minh Chinh"],
        ),
        ("Presiden Prabowo Subianto pidato. Presiden Prabowo lalu pergi.", ["Prabowo Subianto"]),
        ("Menteri Luar Negeri Sugiono berangkat.", ["Sugiono"]),
        ("Menteri Luar Negeri berangkat ke Hanoi.", []),
        ("Gubernur Jawa Barat Dedi Mulyadi hadir.", ["Dedi Mulyadi"]),
        ("Ketua Panitia Lomba Perahu hadir.", []),
        ("Kepala Dinas Pendidikan hadir.", []),
        ("Kepala Pusat Penelitian Biologi LIPI hadir.", []),
        ("Direktur Operasional Pelni hadir.", []),
        ("Bapak Joko Widodo dan Ibu Iriana Widodo.", ["Joko Widodo", "Iriana Widodo"]),
        ("Bapak-bapak dan Ibu-ibu, Bapak Presiden, Ibu Kota, Ibu Pertiwi.", []),
        ("Chủ tịch nước Lương Cường và Thủ tướng Phạm Minh Chính dự lễ.", ["Lương Cường", "Phạm Minh Chính"]),
        ("Thủ tướng Chính phủ Phạm Minh Chính dự lễ.", ["Phạm Minh Chính"]),
        ("Bộ trưởng Bộ Ngoại giao Lê Hoài Trung cùng bà Nguyễn Thị Hoa.", ["Lê Hoài Trung", "Nguyễn Thị Hoa"]),
        ("Bộ trưởng Quốc phòng các nước họp ở Bà Rịa.", []),
        ("Chủ tịch Hồ Chí Minh đọc Tuyên ngôn.", ["Hồ Chí Minh"]),
        ("President Joe Biden met Foreign Minister Penny Wong and Mr. Speaker.", ["Joe Biden", "Penny Wong"]),
        ("The President of the Republic of Indonesia Prabowo Subianto spoke.", ["Prabowo Subianto"]),
        ("Mr. President, Mr. Vice President, Members of Congress", []),
        ("President Clinton's plan", ["Clinton"]),
        ("As Abraham Lincoln said, President Lincoln spoke. When Lincoln spoke.", ["Abraham Lincoln"]),
        ("President Bush met Barbara Bush and George Bush.", ["Bush"]),
        ("Juara Olimpiade Athena, warga Papua Niugini, farmer Protection Act, the General Government.", []),
        (
            "Bộ trưởng Công Thương Nguyễn Hồng Diên và Chủ tịch UBND tỉnh Quảng Ninh Bùi Văn Khắng.",
            ["Nguyễn Hồng Diên", "Bùi Văn Khắng"],
        ),
        ("PRESIDEN PRABOWO SUBIANTO MEMBUKA RAPAT\n\nPresiden membuka rapat.", []),
        ("", []),
    ],
)
def test_people_are_named_by_office_or_honorific(text: str, names: list[str]) -> None:
    assert named_in(text) == names


def test_at_most_fifty_people_of_one_text_are_named() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = " ".join(f"Presiden Budi {first.upper()}{second}nara." for first in letters for second in letters)
    assert len(named_in(text)) == 50


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Presiden Prabowo Subianto", "Prabowo Subianto"),
        ("Ratna Widyastuti", "Ratna Widyastuti"),
        ("Thủ tướng Phạm Minh Chính", "Phạm Minh Chính"),
        ("the crew", None),
        ("Kementerian Luar Negeri", None),
        ("Ministry of Foreign Affairs", None),
        ("Văn phòng Chính phủ", None),
        ("UNICEF", None),
        ("World Health Organization", None),
        ("Người phát ngôn Bộ Ngoại giao Phạm Thu Hằng", "Phạm Thu Hằng"),
        ("Ketua DPR RI Dr. (H.C.) Puan Maharani", "Puan Maharani"),
    ],
)
def test_the_bare_name_of_a_speaker(words: str, name: str | None) -> None:
    assert bare_name(words) == name


@pytest.mark.parametrize(
    "piece",
    ["(kiri) ", "A (", "from left: ", "Ann, ", "dan ", "Presiden ", "of ", ", left", "ke-", "A.", "Ông ", "Bộ "],
)
def test_hostile_captions_are_read_in_a_moment(piece: str) -> None:
    for before in ("", "Từ trái sang: "):
        assert_linear(find_positioned_persons, repeated(piece, before), LONGEST // len(piece))
        assert_linear(named_in, repeated(piece, before))
