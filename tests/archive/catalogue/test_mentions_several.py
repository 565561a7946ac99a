"""`press-archive mentions`: several photos with one name, messages for empty lists, and which file names a photo."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from archive.catalogue import Catalogue, NewAsset
from archive.record import Description, Mention, Role, Status
from archive.storage.archive import Archive
from tests.archive.catalogue.shelf import catalogue, clock, put, sha
from tests.archive.commands.test_mentions_command import article, guessed, photo
from tests.support.commands import Run, json_lines

__all__ = ["catalogue", "clock"]


@pytest.fixture
def five(tmp_path: Path) -> tuple[Path, list[str], str]:
    """An archive with five photos of one name. A caption and its date suggest the last one, but not strongly enough."""
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive, archive.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        days = ("2019-02-01", "2020-02-01", "2021-02-01", "2022-02-01")
        photos = [photo(writer, f"card/{n}/DSC_0412.JPG", day) for n, day in enumerate(days)]
        photos.append(photo(writer, "card/4/DSC_0412.JPG", None, "Pelabuhan Batam pagi ini"))
        told = article(writer, "a/a.txt", Mention("DSC_0412.JPG", "Wali Kota Batam meninjau Pelabuhan Ampar"))
    return folder, photos, told


def test_of_several_by_one_name_all_are_listed_the_likeliest_first(
    press_archive: Run, five: tuple[Path, list[str], str]
) -> None:
    folder, photos, told = five
    listed = json_lines(press_archive("mentions", "--archive", folder, "--json", "--unresolved"))
    one = listed[0]
    assert (one["guess"]["photo"], one["photo"]) == (photos[4], None)
    assert one["guess"]["because"] == "the same name and words that its caption has too (pelabuhan, batam)"
    assert [rival["photo"] for rival in one["candidates"]] == [photos[4], *photos[:4]]
    assert {rival["file"] for rival in one["candidates"]} == {f"card/{n}/DSC_0412.JPG" for n in range(5)}
    first = one["candidates"][0]
    assert (first["caption"], first["created"]) == ("Pelabuhan Batam pagi ini", None)
    assert (one["article_title"], one["article_file"], one["article_date"]) == (
        "Judul a/a.txt",
        "a/a.txt",
        "2025-10-25",
    )
    assert one["caption"] == "Wali Kota Batam meninjau Pelabuhan Ampar"
    printed = press_archive("mentions", "--archive", folder, "--csv", "--unresolved").stdout
    row = next(csv.DictReader(io.StringIO(printed)))
    assert (row["article_title"], row["caption"]) == ("Judul a/a.txt", one["caption"])
    assert all(id_ in row["candidates"] for id_ in photos)
    table = press_archive("mentions", "--archive", folder, "--unresolved").stdout
    assert all(words in table for words in ("Judul a/a.txt", "2025-10-25", "Wali Kota Batam", told, *photos[:4]))


def test_no_more_than_ten_of_one_name_are_listed(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for n in range(14):
            photo(writer, f"{n}/DSC_0412.JPG")
        told = article(writer, "a/a.txt", Mention("DSC_0412.JPG"))
    suggested = catalogue.suggestions(catalogue.namings())[told, 0]
    assert (suggested.guess, len(suggested.rivals)) == (None, 10)


def test_where_nothing_is_to_list_it_says_what_that_means(press_archive: Run, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    said = [
        press_archive("mentions", "--archive", folder, *options).stdout
        for options in ((), ("--doubtful",), ("--unresolved",))
    ]
    assert "No article names a photo." in said[0]
    assert "No link is doubtful." in said[1]
    assert "Every photo that an article names is here." in said[2]


def test_a_photo_never_named_goes_by_the_name_of_its_own_file(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = photo(writer, "card/IMG_5500.CR2", "2025-10-25")
        for path, role in (("raw/img_5500.jpg", Role.ATTACHMENT), ("card/IMG_5500.xmp", Role.SIDECAR)):
            writer.add_asset(record, NewAsset(sha(path), 9, "image/jpeg", role))
            put(writer, path, record, path)
        article(writer, "a/a.txt", Mention("NAM_5500.jpg"))
    assert [one.name for one in catalogue.unnamed_photos()] == ["card/IMG_5500.CR2"]
    assert guessed(catalogue) == ("IMG_5500.CR2", "the same frame number and the same day")


def test_a_day_in_the_text_of_the_article_makes_the_photo_of_that_day_the_likeliest(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for day in ("2019-02-01", "2024-03-05", "2022-02-01"):
            photo(writer, f"{day}/DSC_0412.JPG", day)
        described = Description("text/plain", "text", 1, text="Pada 5 Maret 2024 kapal itu tiba.")
        described.mentions = [Mention("DSC_0412.JPG", "Kapal tiba")]
        described.offer("kind", "article", "rule:mentions")
        told = writer.add_record(described, NewAsset(sha("a"), 4, "text/plain"))
        put(writer, "texts/a.txt", told, "a")
    suggested = catalogue.suggestions(catalogue.namings())[told, 0]
    assert suggested.rivals[0].created == "2024-03-05T08:53:41"
    assert guessed(catalogue) == ("DSC_0412.JPG", "the same name and the same day")
