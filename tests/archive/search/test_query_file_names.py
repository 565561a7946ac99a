"""File names as people type them: incomplete, with folders, or with another spelling of the extension."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.engines import LOCAL
from tests.support.search_shelf import SearchShelf


@pytest.fixture(scope="module", params=LOCAL)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path_factory.mktemp("files") / "archive") as archive:
        made = SearchShelf(archive)
        for name in ("PASAR_1701.JPG", "PASAR_1801.jpeg", "peta.TIFF"):
            made.add(name.partition(".")[0], kind="photo", filename=name)
        made.add("rilis", "Foto: PASAR_1701.JPG", filename="rilis.txt")
        made.add("the photo", kind="photo", filename="HAI_1275.jpg", caption="Sebuah kapal di pelabuhan.")
        for name in ("HAI_1275.jpg.json", "daftar HAI_1275.txt", "DAFTAR.TXT.txt"):
            made.add(name, f"{name} {name}", filename=name)
        made.add("a list", "Daftar kapal.", filename="daftar.txt")
        made.add("a longer list", "Isi lain.", filename="Daftar foto 3.txt")
        index_sync.rebuild(archive, engine=request.param)
        yield made


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("pasar_17*", {"PASAR_1701", "rilis"}),
        ("PASAR_1701.JPEG", {"PASAR_1701", "rilis"}),
        ("pasar_1801.jpg", {"PASAR_1801"}),
        ("peta.tif", {"peta"}),
        ("filename:peta.tif", {"peta"}),
        ("photos/PASAR_1701.jpg", {"PASAR_1701", "rilis"}),
        ("/media/disk/photos/PASAR_1701.jpeg", {"PASAR_1701", "rilis"}),
        ("C:\\photos\\peta.tif", {"peta"}),
        ("https://example.org/foto/PASAR_1801.jpg", {"PASAR_1801"}),
        ("ＰＡＳＡＲ＿１８０１", {"PASAR_1801"}),
        ('"pasar_1801.jpg"', set()),
        ("pasar_1801.png", set()),
    ],
)
def test_a_file_is_found_by_its_name(shelf: SearchShelf, typed: str, right: set[str]) -> None:
    assert {hit.record.title for hit in shelf.search(typed).hits} == right


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("HAI_1275.jpg", "the photo"),
        ("hai_1275.JPEG", "the photo"),
        ("HAI_1275", "the photo"),
        ("hai 1275", "the photo"),
        ("HAI_1275.jpg.json", "HAI_1275.jpg.json"),
        ("daftar.txt", "a list"),
        ("Daftar foto 3.txt", "a longer list"),
    ],
)
def test_the_file_of_that_name_is_first(shelf: SearchShelf, typed: str, first: str) -> None:
    assert shelf.search(typed).hits[0].record.title == first


def test_what_is_found_by_the_other_type_is_marked(shelf: SearchShelf) -> None:
    marked = [
        highlight.text[start:end]
        for hit in shelf.search("PASAR_1701.JPEG").hits
        for highlight in hit.highlights
        for start, end in highlight.spans
    ]
    assert "PASAR_1701.JPG" in marked
