"""A year, month or day next to other words, from a user's point of view: it finds records that mention it, and records
of that date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from archive.search.execution.requests import Results
from archive.search.index import index_sync
from archive.search.query import parse_query
from archive.search.query.interpretation import as_meant
from archive.storage.archive import Archive
from tests.support.engines import LOCAL
from tests.support.search_shelf import SearchShelf

TODAY = date(2026, 11, 26)
RECORDS = (
    ("dated", "2025-09-02", "id", "Kunjungan Mariana", "Mariana tiba."),
    (
        "said",
        "2019-01-01",
        "id",
        "Rencana Mariana",
        "Mariana: 2 September 2025, tháng 9/2025, năm 2025, September 2025.",
    ),
    ("month", "2025-09-20", "vi", "Mariana tới Huế", "Mariana phát biểu."),
    ("year", "2025-03-01", "en", "Mariana at sea", "Mariana spoke."),
    ("other", "2018-05-05", "en", "Mariana on land", "Mariana spoke again."),
    ("strange", "2025-09-02", "en", "Weather", "Rain."),
    ("of the day", "2025-09-02", "id", "Mariana lagi", "Mariana, 2 September 2025."),
)


@pytest.fixture(scope="module", params=LOCAL)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path_factory.mktemp("dates") / "archive") as archive:
        made = SearchShelf(archive)
        for name, day, language, title, text in RECORDS:
            made.add(title, text, date=day, language=language, filename=f"{name}.txt")
        made.add("IMG_2025", kind="photo", date="2011-01-01", filename="IMG_2025.jpg")
        index_sync.rebuild(archive, engine=request.param)
        yield made


def titles(found: Results) -> list[str]:
    return [hit.record.title for hit in found.hits]


OF_DAY = {"Kunjungan Mariana", "Rencana Mariana", "Mariana lagi"}
OF_MONTH = OF_DAY | {"Mariana tới Huế"}
OF_YEAR = OF_MONTH | {"Mariana at sea"}


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("mariana 2025", OF_YEAR),
        ("2025 mariana", OF_YEAR),
        ("mariana tahun 2025", OF_YEAR),
        ("mariana năm 2025", OF_YEAR),
        ("mariana AND 2025", OF_YEAR),
        ("mariana september 2025", OF_MONTH),
        ("mariana tháng 9/2025", OF_MONTH),
        ("mariana tháng 9 năm 2025", OF_MONTH),
        ("mariana 2025-09", OF_MONTH - {"Rencana Mariana"}),
        ("mariana 2 september 2025", OF_DAY),
        ("mariana, 2 September, 2025", OF_DAY),
        ("September 2, 2025 mariana", OF_DAY),
        ("selasa, 2 september 2025 mariana", OF_DAY),
        ("mariana 2025-09-02", OF_DAY - {"Rencana Mariana"}),
        ("mariana 2/9/2025", OF_DAY - {"Rencana Mariana"}),
        ("mariana ngày 2 tháng 9 năm 2025", OF_DAY),
        ("2 september 2025", OF_DAY | {"Weather"}),
        ("2/9/2025", OF_DAY - {"Rencana Mariana"} | {"Weather"}),
        ("mariana (2018 OR 2011)", {"Mariana on land"}),
        ('mariana "2025"', {"Rencana Mariana", "Mariana lagi"}),
        ("text:2025 mariana", {"Rencana Mariana", "Mariana lagi"}),
        ("IMG 2025", {"IMG_2025"}),
        ("IMG_2025", {"IMG_2025"}),
        (
            "mariana -2025 -september",
            {"Mariana tới Huế", "Mariana at sea", "Mariana on land", "Kunjungan Mariana"},
        ),
    ],
)
def test_a_date_beside_words_finds_what_says_it_and_what_is_of_it(
    shelf: SearchShelf, typed: str, right: set[str]
) -> None:
    assert set(titles(shelf.search(typed))) == right


def test_of_records_that_say_a_date_those_of_that_date_come_first(shelf: SearchShelf) -> None:
    assert titles(shelf.search("mariana 2 september 2025"))[0] == "Mariana lagi"
    assert titles(shelf.search("2 september 2025"))[0] == "Mariana lagi"


@pytest.mark.parametrize(
    ("typed", "said"), [("mariana 2025", "2025"), ("mariana oktober 2024", "oktober 2024"), ("bão 9/2024", "9/2024")]
)
def test_it_is_told_with_a_way_out(shelf: SearchShelf, typed: str, said: str) -> None:
    (told,) = shelf.search(typed).warnings
    assert f"“{said}” was read as a date too" in told
    assert f'write "{said}" in quotation marks' in told
    assert shelf.search(typed.replace(said, f'"{said}"')).warnings == ()


@pytest.mark.parametrize(
    "typed",
    [
        '"gempa 2021"',
        "title:2021 gempa",
        "title:(gempa 2021)",
        "gempa -2021",
        "gempa NOT 2021",
        "gempa +2021",
        "112/SP/SETNEG/IX/2021",
        "nomor 12/2021",
        "pasar_1701.jpg",
        "20210101_1701.jpg",
        "gempa 202*",
        "gempa 1899",
        "gempa 2029",
        "SEA Games 31",
        "3 september",
        "31/02/2025",
        "2020-2025 konvensi",
        "date:2021 gempa",
    ],
)
def test_where_no_date_is_meant_there_is_none(typed: str) -> None:
    query = parse_query(typed, TODAY)
    assert as_meant(query).warnings == query.warnings


@pytest.mark.parametrize("typed", ["gempa 2021 lombok", "gempa 2 september 2025", "gempa (2021 OR 3/2022)", "2021"])
def test_what_was_read_can_be_typed_again(typed: str) -> None:
    once = as_meant(parse_query(typed, TODAY))
    again = as_meant(parse_query(once.read_as, TODAY))
    assert once.read_as == again.read_as
    assert once.warnings == again.warnings != ()


def test_an_office_and_a_year_finds_who_held_it_then_in_records_of_that_year(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Archive.create(tmp_path_factory.mktemp("offices") / "archive") as archive:
        shelf = SearchShelf(archive)
        shelf.add("Pidato", "Susilo Bambang Yudhoyono berpidato.", date="2009-06-01")
        shelf.add("Sambutan", "Susilo Bambang Yudhoyono menyambut.", date="2015-06-01")
        shelf.add("Kunjungan", "Presiden RI tiba.", date="2009-07-01")
        shelf.add("Retno", "Retno Marsudi di Hue.", date="2023-02-02")
        shelf.index()
        assert set(titles(shelf.search("presiden RI 2009"))) == {"Pidato", "Kunjungan"}
        assert titles(shelf.search("menlu ri 2023")) == ["Retno"]
        shelf.add("Kas", "Menteri Keuangan RI menyusun kas.", date="2021-02-02")
        shelf.add("Anggaran", "Sri Mulyani menyusun anggaran.", date="2021-02-03")
        shelf.add("Lama", "Sri Mulyani menyusun anggaran.", date="2012-02-03")
        shelf.index()
        assert set(titles(shelf.search("menteri keuangan ri 2021"))) == {"Kas", "Anggaran"}
