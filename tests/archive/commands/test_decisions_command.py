"""`press-archive relations undo` and `mentions undo`: the last decision is undone, and rules apply again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.record import Mention
from tests.support.commands import Run, json_lines
from tests.support.deciding_shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with closing(Shelf(tmp_path)) as opened:
        yield opened


def test_a_word_on_a_relation_is_taken_back_from_either_end(press_archive: Run, shelf: Shelf) -> None:
    with shelf.archive.catalogue.write() as writer:
        one, other = shelf.photo(writer, "a/1.jpg", 3), shelf.photo(writer, "a/2.jpg", 5)
    with shelf.archive.catalogue.write() as writer:
        writer.relate(one, "crop-of", other, "rule:difference-hash", 0.6)
    shelf.index()
    at, before = ("--archive", shelf.folder), shelf.archive.catalogue.related()
    press_archive("relations", "refuse", *at, one, "crop-of", other)
    press_archive("relations", "confirm", *at, one, "crop-of", other)
    (undone,) = json_lines(press_archive("relations", "undo", *at, "--json", other, "has-crop", one))
    assert (undone["decision"], undone["was"], undone["now"]) == ("taken back", "confirmed", "refused")
    assert shelf.archive.catalogue.related() == []
    said = press_archive("relations", "undo", *at, one, "crop-of", other).stdout
    assert f"taken back: refused {one} crop-of {other}; now: " in said
    assert shelf.archive.catalogue.related() == before
    said = press_archive("relations", "undo", *at, one, "crop-of", other, code=1).stderr
    assert "decided nothing" in said
    assert "There is no record" in press_archive("relations", "undo", *at, one, "crop-of", "neverwas", code=1).stderr


def test_a_word_on_a_mention_is_taken_back(press_archive: Run, shelf: Shelf) -> None:
    with shelf.archive.catalogue.write() as writer:
        found, other = shelf.photo(writer, "teks/X.jpg", 3), shelf.photo(writer, "b/lain.jpg", 5)
        article = shelf.text(writer, "Judul berita", Mention("X.jpg"))
    shelf.index()
    at = ("--archive", shelf.folder)
    press_archive("mentions", "confirm", *at, article, 0, other)
    (undone,) = json_lines(press_archive("mentions", "undo", *at, "--json", article, 0))
    assert (undone["decision"], undone["photo"], undone["origin"]) == ("taken back", found, "rule:file-name")
    press_archive("mentions", "refuse", *at, article, 0)
    assert "taken back" in press_archive("mentions", "undo", *at, article, 0).stdout
    assert [one.photo for one in shelf.archive.catalogue.namings()] == [found]
    assert "decided nothing" in press_archive("mentions", "undo", *at, article, 0, code=1).stderr
    assert "no photo number 7" in press_archive("mentions", "undo", *at, article, 7, code=1).stderr
