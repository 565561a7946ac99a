"""Words as typed, in their language and with their diacritics, rank first, and diacritics exclude words that only look
alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf

RECORDS = (
    ("flood-vi", "vi", "Tin miền Trung", "Trận lũ lụt làm ba xã ngập. Nước sông đã rút."),
    ("flood-id", "id", "Banjir di Demak", "Banjir merendam tiga desa. Banjir belum surut dan warga mengungsi."),
    (
        "flood-en",
        "en",
        "Flood in the valley",
        "The flood left the town. A flood of this kind is rare. Co-op shops opened.",
    ),
    ("pm-vi", "vi", "Bản tin chiều", "Thủ tướng thăm nhà máy và nói chuyện với công nhân."),
    (
        "pm-en",
        "en",
        "Prime Minister Skerrit",
        "Prime Minister Skerrit spoke. The Prime Minister left for Hue by train.",
    ),
    ("oath-vi", "vi", "Nhậm chức", "Ông đọc lời tuyên thệ. Dân chúng có mặt."),
    ("world-vi", "vi", "Ra thế giới", "Thế giới có thể đổi thay."),
    ("vegetarian-vi", "vi", "Món chay", "Quán chay mở cửa."),
    ("fire-vi", "vi", "Cháy rừng", "Cháy rừng đã dập tắt."),
    ("run-vi", "vi", "Chạy rừng thông", "Giải chạy rừng có 200 người."),
    ("name-en", "en", "A visit", "Luong Cuong visited the harbour."),
    ("name-vi", "vi", "Chuyến thăm", "Lương Cường thăm cảng."),
    ("named-id", "id", "Kunjungan António", "António Guterres membuka acara. Judul aslinya: dong tho pho co hom nay."),
    ("plain-vi", "vi", "Tin khong dau", "Le tuyen the dien ra sang nay, nguoi dan den dong."),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path_factory.mktemp("marks") / "archive") as archive:
        made = SearchShelf(archive)
        for name, language, title, text in RECORDS:
            made.add(title, text, language=language, filename=f"{name}.txt")
        made.index()
        yield made


def names(shelf: SearchShelf, typed: str) -> list[str]:
    called = {title: name for name, _, title, _ in RECORDS}
    return [called[str(hit.record.title)] for hit in shelf.search(typed).hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lũ lụt", "flood-vi"),
        ("đông thọ phố cổ", "named-id"),  # a foreign name with a diacritic is not a text with diacritics
        ("lu lut", "flood-vi"),
        ("banjir", "flood-id"),
        ("flood", "flood-en"),
        ("thu tuong", "pm-vi"),
        ("Thủ tướng", "pm-vi"),
        ("prime minister", "pm-en"),
        ("chay", "vegetarian-vi"),
        ("Lương Cường", "name-vi"),
        ("lương cường", "name-vi"),
    ],
)
def test_what_was_typed_in_its_language_comes_first(shelf: SearchShelf, typed: str, first: str) -> None:
    assert names(shelf, typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("thệ", {"oath-vi"}),
        ("dân", {"oath-vi"}),
        ("thế", {"world-vi"}),
        ("có thể", {"world-vi"}),
        ("cháy", {"fire-vi"}),
        ("chạy", {"run-vi"}),
        ('"cháy rừng"', {"fire-vi"}),
        ("cháy*", {"fire-vi"}),
        ("tuyên*", {"oath-vi"}),
        ("Huế", {"pm-en"}),
        ("lương cường", {"name-vi", "name-en"}),
        ('"Lương Cường"', {"name-vi", "name-en"}),
        ("tuyên", {"oath-vi"}),
        ("lễ tuyên thệ", set()),
        ("lễ tuyên", {"plain-vi"}),
    ],
)
def test_marks_typed_leave_out_what_only_looks_alike(shelf: SearchShelf, typed: str, found: set[str]) -> None:
    assert set(names(shelf, typed)) == found


def test_where_the_marks_typed_find_nothing_the_word_without_them_is_offered(shelf: SearchShelf) -> None:
    told = shelf.search("chãy")
    assert (told.total, told.did_you_mean) == (0, "chay")
