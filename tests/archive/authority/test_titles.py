"""The title of a photo without one: it follows the caption in use, whatever its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.captions.fallback_titles import SENTENCE, first_sentence
from archive.catalogue import NewAsset
from archive.catalogue.records.description_merge import merge, refresh_made_title
from archive.record import Candidate, Description
from archive.storage.archive import Archive

ARRIVES, LEAVES = "President Ana Silva arrives in Porto. More.", "President Ana Silva leaves Porto, 3 May. More."


def photo(caption: list[tuple[str, str]], title: tuple[str, str]) -> Description:
    made = Description("image/jpeg", "photo", 1)
    made.offer("kind", "photo", "codec")
    for origin, words in caption:
        made.offer("caption", words, origin)
    made.offer("title", title[1], title[0])
    return made


BOTH = photo([("xmp:dc:description", ARRIVES), ("iim:2:120", LEAVES)], (SENTENCE, first_sentence(ARRIVES)))


def titles(folder: Path, description: Description, *steps: tuple[str, str | None]) -> list[str]:
    """Return the title of a photo initially and after each step: a key with the archivist's value, None to remove
    it."""
    with Archive.create(folder / "archive") as archive:
        with archive.catalogue.write() as writer:
            record = writer.add_record(description, NewAsset("0" * 64, 1, "image/jpeg"))
        found = [archive.catalogue.get(record, ARCHIVIST)]
        for key, value in steps:
            with archive.catalogue.write() as writer:
                if value is None:
                    writer.clear_value(record, key)
                else:
                    writer.set_value(record, key, value)
            found.append(archive.catalogue.get(record, ARCHIVIST))
    return [one.title for one in found if one]


def test_the_title_follows_the_caption_that_the_archivist_takes(tmp_path: Path) -> None:
    taken = titles(tmp_path, BOTH, ("caption", LEAVES), ("caption", "Another day at sea off Porto."), ("caption", None))
    arrives, leaves = first_sentence(ARRIVES), first_sentence(LEAVES)
    assert taken == [arrives, leaves, "Another day at sea off Porto", arrives]


def test_a_file_name_gives_way_to_a_caption_and_comes_back(tmp_path: Path) -> None:
    named = photo([], ("file name", "a.jpg"))
    assert titles(tmp_path, named, ("caption", ARRIVES), ("caption", None)) == [
        "a.jpg",
        first_sentence(ARRIVES),
        "a.jpg",
    ]


@pytest.mark.parametrize("origin", ["xmp:dc:title", "xmp:photoshop:Headline"])
def test_a_title_that_was_given_stays(tmp_path: Path, origin: str) -> None:
    given = photo([("iim:2:120", ARRIVES)], (origin, "In Porto"))
    assert titles(tmp_path, given, ("caption", LEAVES)) == ["In Porto", "In Porto"]


def test_the_archivists_title_stays_and_what_was_under_it_follows_when_it_goes(tmp_path: Path) -> None:
    said = titles(tmp_path, BOTH, ("title", "In Porto"), ("caption", LEAVES), ("title", None))
    assert said[1:] == ["In Porto", "In Porto", first_sentence(LEAVES)]


def test_the_title_follows_the_caption_of_a_sidecar() -> None:
    sidecar = Description("application/rdf+xml", "sidecar", 1)
    sidecar.offer("caption", LEAVES, "sidecar:dc:description")
    merged = merge(BOTH, [sidecar])
    refresh_made_title(merged)
    assert merged.values["title"] == first_sentence(LEAVES)
    assert merged.origins["title"] == [Candidate(SENTENCE, first_sentence(LEAVES))]


def test_what_is_no_photo_keeps_its_title(tmp_path: Path) -> None:
    text = Description("text/html", "html", 1)
    text.offer("title", "Minister opens the harbour", SENTENCE)
    assert titles(tmp_path, text, ("caption", LEAVES))[-1] == "Minister opens the harbour"
