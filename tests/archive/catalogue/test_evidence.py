"""Several photos with one name: captions and dates as evidence for one of them, as a guess; and cases without
evidence."""

from __future__ import annotations

from datetime import date

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Catalogue, NewAsset, Writer
from archive.catalogue.image_links.evidence import days_in
from archive.record import Description, Mention
from tests.archive.catalogue.shelf import put, sha
from tests.archive.catalogue.test_choosing import put_photo

BATAM = "Wali Kota Batam meninjau Pelabuhan Batu Ampar, 3 Mei 2024"
OTHERS = (("c/1/DSC_0412.JPG", "2019-02-01"), ("c/2/DSC_0412.JPG", "2020-02-01"), ("c/3/DSC_0412.JPG", "2021-02-01"))


def meant(catalogue: Catalogue, mention: Mention, *photos: object, issued: str | None = None) -> tuple[int | None, str]:
    """Return (the number of the linked photo, the reason). Every link here must be a guess."""
    with catalogue.write() as writer:
        ids = [put_photo(writer, photo) for photo in photos]
        told = put_article(writer, mention, issued)
    record = catalogue.get(told, ARCHIVIST)
    assert record is not None
    (link,) = record.with_guesses().photos
    assert link.doubtful is (link.record is not None)
    (naming,) = catalogue.namings(told)
    return (ids.index(link.record) if link.record else None), naming.reason or ""


def put_article(writer: Writer, mention: Mention, issued: str | None) -> str:
    described = Description("text/plain", "text", 1, text="Isi.", mentions=[mention])
    described.offer("kind", "article", "rule:mentions")
    described.offer("date", issued, "rule:dateline")
    record = writer.add_record(described, NewAsset(sha("a"), 4, "text/plain"))
    put(writer, "texts/a.txt", record, "a")
    return record


@pytest.mark.parametrize(
    ("photo", "caption", "issued", "why"),
    [
        (("c/4/DSC_0412.JPG", "2024-05-03"), BATAM, None, "on the day that the caption gives"),
        (("c/4/DSC_0412.JPG", None, "Suasana pelabuhan, 3 Mei 2024"), BATAM, None, "the caption gives"),
        (("c/4/DSC_0412.JPG", "2024-05-03"), "Wali Kota meninjau (3/5)", "2024-05-09", "the caption gives"),
        (("c/4/DSC_0412.JPG", None, "Wali Kota Batam di Pelabuhan Batu Ampar"), BATAM, None, "pelabuhan"),
        (("c/4/DSC_0412.JPG", "2024-05-03", "Batam, Batu Ampar"), BATAM, "2024-05-04", "batam"),
    ],
)
def test_of_several_the_one_that_the_caption_speaks_for_is_a_guess_that_says_why(
    catalogue: Catalogue, photo: object, caption: str, issued: str | None, why: str
) -> None:
    found, reason = meant(catalogue, Mention("DSC_0412.JPG", caption), *OTHERS, photo, issued=issued)
    assert found == 3
    assert why in reason


def test_a_row_of_a_table_gives_the_day_and_two_words(catalogue: Catalogue) -> None:
    row = Mention("IMG_0007.jpg", "Nelayan Belawan pulang", "Istimewa", date="2025-05-03")
    twins = (
        ("x/IMG_0007.jpg", "2025-05-03", "Nelayan Belawan. (Istimewa)"),
        ("y/IMG_0007.jpg", "2025-05-03", "Pasar pagi. (Istimewa)"),
    )
    assert meant(catalogue, row, *twins)[0] == 0


@pytest.mark.parametrize(
    "photos",
    [
        (("c/4/DSC_0412.JPG", None, "Wali Kota Batam"), ("c/5/DSC_0412.JPG", None, "Wali Kota Batam membuka pasar")),
        (("c/4/DSC_0412.JPG", None, "Batam pagi hari"), ("c/5/DSC_0412.JPG", None, "Ampar petang hari")),
        (("c/4/DSC_0412.JPG", "2024-05-03", "Pasar pagi"), ("c/5/DSC_0412.JPG", None, "Pelabuhan Batu Ampar Batam")),
        (("c/4/DSC_0412.JPG", "2024-05-03"), ("c/5/DSC_0412.JPG", "2024-05-03")),
        (("c/4/DSC_0412.JPG", "2011-05-03", "Wali Kota Batam meninjau Pelabuhan Ampar"),),
    ],
    ids=["words of two", "one word each", "day of one, words of the other", "day of two", "another year"],
)
def test_where_it_speaks_for_two_or_against_it_none_is_taken(catalogue: Catalogue, photos: tuple[object, ...]) -> None:
    mention = Mention("DSC_0412.JPG", BATAM)
    found, reason = meant(catalogue, mention, *OTHERS, *photos, issued="2024-05-14")
    assert found is None
    assert "nothing else tells" in reason


@pytest.mark.parametrize(
    ("text", "issued", "days"),
    [
        ("Jakarta, 3 Mei 2024.", None, ["2024-05-03"]),
        ("Hà Nội, ngày 3 tháng 5 năm 2024", None, ["2024-05-03"]),
        ("May 3, 2024 and 4 May 2024", None, ["2024-05-03", "2024-05-04"]),
        ("Sabtu (28/12)", "2025-01-02", ["2024-12-28"]),
        ("Sabtu (3/5)", None, []),
        ("31 Februari 2024, tahun 2024, Mei 2024", None, []),
    ],
)
def test_which_days_a_caption_gives(text: str, issued: str | None, days: list[str]) -> None:
    found = days_in(text, date.fromisoformat(issued).toordinal() if issued else None)
    assert sorted(date.fromordinal(day).isoformat() for day, _ in found) == days
