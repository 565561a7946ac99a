"""`press-archive records`: values with their origins, and the archivist's edits over them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import NewAsset
from archive.edits.values import KEYS, accepted, checked, cleared, edits_of
from archive.errors import NotEditable
from archive.record import Description, Kind, Record, Status
from archive.storage.archive import Archive
from ingest.photo.metadata_fields import KEYS as PHOTO_KEYS
from tests.support.commands import Run, json_lines

SAMPLES = Path(__file__).parents[3] / "sample_corpus"
PHOTO = SAMPLES / "photos" / "W-HAI_1275.jpg"
NOT_EDITED = {
    "release_date",
    "gps",
    "gps_altitude",
    "orientation",
    "camera",
    "camera_make",
    "camera_model",
}


@pytest.mark.parametrize(
    ("given", "edits"),
    [
        (["city=Jakarta"], {"city": "Jakarta"}),
        (["caption= a = b "], {"caption": "a = b"}),
        (["creator=Ratna", "creator=Bayu"], {"creator": ["Ratna", "Bayu"]}),
        (["keywords=laut; kapal;laut;"], {"keywords": ["laut", "kapal"]}),
        (["date=2025-10"], {"date": "2025-10", "date_precision": "month"}),
        (["date=2025-10-25"], {"date": "2025-10-25", "date_precision": "day"}),
        (
            ["event_date=2025-10-25/2025-10-26"],
            {"event_date": "2025-10-25/2025-10-26", "event_date_precision": "range"},
        ),
        (
            ["created=2025-10-25T10:00:00+07:00"],
            {
                "created": "2025-10-25T10:00:00+07:00",
                "date_created": "2025-10-25T10:00:00+07:00",
                "created_precision": "second",
                "date_created_precision": "second",
            },
        ),
        (["rating=5"], {"rating": 5}),
        (["kind=document"], {"kind": "document"}),
        (["language=pt-BR"], {"language": "pt-BR"}),
    ],
)
def test_words_become_values(given: list[str], edits: dict[str, Any]) -> None:
    assert edits_of(given) == edits


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("jakarta", "key=value"),
        ("captoin=x", "did you mean caption?"),
        ("zzz=x", "the keys are"),
        ("embargo=none", "press-archive access"),
        ("status=released", "press-archive access"),
        ("release_date=2020-01-01", "press-archive access"),
        ("created_precision=year", "follows created"),
        ("gps=1,2", "is not a key"),
        ("caption=", "--clear caption"),
        ("date=25/10/2025", "2025-10-25"),
        ("date=2025-02-30", "is not a date"),
        ("date=2025-13", "is not a date"),
        ("date=2025-10-25T10:00:00", "is not a date"),
        ("event_date=2025-10-26/2025-10-25", "is not a date"),
        ("created=2025-10-25T99:00:00", "is not a date"),
        ("kind=picture", "photo"),
        ("language=Indonesian!", "code"),
        ("source_url=javascript:alert(1)", "https://"),
        ("rating=many", "whole number"),
        ("caption=a\x00b", "cannot be displayed"),
    ],
)
def test_what_cannot_be_said_is_told_why(given: str, told: str) -> None:
    with pytest.raises(NotEditable, match=None) as error:
        edits_of([given])
    assert told in str(error.value)


def test_one_value_is_given_once() -> None:
    with pytest.raises(NotEditable, match="2 times"):
        edits_of(["city=Hanoi", "city=Hue"])


def test_every_key_of_a_photo_can_be_edited_but_those_that_are_measured_or_hold() -> None:
    assert {key.name for key in PHOTO_KEYS} - NOT_EDITED == KEYS & {key.name for key in PHOTO_KEYS}


def record_with(**offers: list[tuple[str, Any]]) -> Record:
    described = Description("image/jpeg", "photo", 1)
    for key, said in offers.items():
        for origin, value in said:
            described.offer(key, value, origin)
    return Record(
        "r1",
        Kind.PHOTO,
        Status.RELEASED,
        1,
        1,
        "",
        described.values,
        described.origins,
        (),
        "photo",
        1,
    )


CAPTIONS = record_with(
    caption=[
        ("xmp:dc:description", "Baru"),
        ("iim:2:120", "Lama"),
        ("exif:270", "Lama"),
        ("xmp:dc:description[vi]", "Mới"),
    ],
    created=[("xmp:photoshop:DateCreated", "2025-10-25T10:00:00"), ("iim:2:55+2:60", "2025-10")],
    created_precision=[("xmp:photoshop:DateCreated", "second"), ("iim:2:55+2:60", "month")],
)


@pytest.mark.parametrize(
    ("word", "edits", "origin"),
    [
        ("caption=iim:2:120", {"caption": "Lama"}, "iim:2:120"),
        ("caption=iim", {"caption": "Lama"}, "iim:2:120"),
        ("caption=xmp:dc:description", {"caption": "Baru"}, "xmp:dc:description"),
        ("caption=[VI]", {"caption": "Mới"}, "xmp:dc:description[vi]"),
        (
            "created=2:55",
            {
                "created": "2025-10",
                "date_created": "2025-10",
                "created_precision": "month",
                "date_created_precision": "month",
            },
            "iim:2:55+2:60",
        ),
    ],
)
def test_an_offer_is_taken_over_by_its_origin(word: str, edits: dict[str, Any], origin: str) -> None:
    assert accepted(CAPTIONS, word) == (edits, origin)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("caption=dc:desc", "more than one"),
        ("caption=png", "iim:2:120 (Lama)"),
        ("caption", "On offer are"),
        ("city=iim", "nothing is on offer for city"),
    ],
)
def test_an_origin_that_means_nothing_or_too_much_lists_what_is_on_offer(word: str, told: str) -> None:
    with pytest.raises(NotEditable) as error:
        accepted(CAPTIONS, word)
    assert told in str(error.value)


def test_clearing_when_it_was_made_clears_it_under_both_names() -> None:
    assert cleared(["created"]) == ["created", "created_precision", "date_created", "date_created_precision"]
    with pytest.raises(NotEditable):
        checked("colour")


@pytest.fixture
def shelf(press_archive: Run, tmp_path: Path) -> tuple[Path, str]:
    """Return an archive with one photo, and its id."""
    disk = tmp_path / "disk"
    disk.mkdir()
    shutil.copy(PHOTO, disk)
    folder = tmp_path / "archive"
    press_archive("init", "--archive", folder)
    line, *_ = json_lines(press_archive("ingest", "--archive", folder, "--json", disk))
    return folder, line["record"]


def test_a_value_is_shown_changed_searched_kept_and_given_back(
    press_archive: Run, shelf: tuple[Path, str], tmp_path: Path
) -> None:
    folder, record = shelf
    at = ("--archive", folder)
    (before,) = json_lines(press_archive("records", "show", *at, "--json", record))
    caption, origin = before["values"]["caption"], before["origins"]["caption"]["origin"]
    assert f"caption: {caption[:40]}" in press_archive("records", "show", *at, record).stdout

    (told,) = json_lines(press_archive("records", "edit", *at, "--json", record, "caption=Kuda nil menari"))
    assert told == {
        "record": record,
        "changed": [
            {
                "key": "caption",
                "before": caption,
                "before_origin": origin,
                "after": "Kuda nil menari",
                "after_origin": "archivist",
            }
        ],
        "index": "current",
    }
    (found,) = json_lines(press_archive("search", *at, "--json", "caption:nil"))
    assert found["total"] == 1

    (tmp_path / "disk" / PHOTO.name).write_bytes(PHOTO.read_bytes() + b"\0")  # a new version with the same metadata
    line, *_ = json_lines(press_archive("ingest", *at, "--json", tmp_path / "disk"))
    assert line["outcome"] == "new-version"
    (kept,) = json_lines(press_archive("records", "show", *at, "--json", record))
    assert kept["values"]["caption"] == "Kuda nil menari"

    said = press_archive("records", "edit", *at, record, "--accept", f"caption={origin}").stdout
    assert f"caption: Kuda nil menari  [archivist] -> {caption[:40]}" in said
    press_archive("records", "edit", *at, record, "--clear", "caption")
    (after,) = json_lines(press_archive("records", "show", *at, "--json", record))
    assert (after["values"]["caption"], after["origins"]["caption"]["origin"]) == (caption, origin)
    assert "archivist" not in str(after["origins"]["caption"])
    (found,) = json_lines(press_archive("search", *at, "--json", "caption:nil"))
    assert found["total"] == 0
    with Archive.open(folder) as archive:
        details = [event["detail"] for event in archive.catalogue.events(record) if "key" in event["detail"]]
    assert details[0]["after"] == "Kuda nil menari"
    assert details[1]["accepted"] == origin
    assert details[2]["cleared"] is True


def test_what_cannot_be_done_changes_nothing(press_archive: Run, shelf: tuple[Path, str]) -> None:
    folder, record = shelf
    at = ("--archive", folder)
    done = press_archive("records", "edit", *at, record, "city=Hue", "captoin=x", code=1)
    assert "did you mean caption?" in done.stderr
    assert "There is no record" in press_archive("records", "edit", *at, "nobody", "city=Hue", code=1).stderr
    assert "Say what to change" in press_archive("records", "edit", *at, record, code=2).stderr
    assert "choose one" in press_archive("records", "edit", *at, record, "city=Hue", "--clear", "city", code=1).stderr
    (shown,) = json_lines(press_archive("records", "show", *at, "--json", record))
    assert shown["values"].get("city") != "Hue"


def test_a_key_that_no_file_gave_is_gone_when_cleared(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "archive") as archive:
        with archive.catalogue.write() as writer:
            record = writer.add_record(Description("image/jpeg", "photo", 1), NewAsset("0" * 64, 1, "image/jpeg"))
            writer.set_value(record, "city", "Hue")
            writer.set_value(record, "city", "Hanoi")
        with archive.catalogue.write() as writer:
            writer.clear_value(record, "city")
            writer.clear_value(record, "state")
        found = archive.catalogue.get(record, ARCHIVIST)
    assert found is not None
    assert "city" not in found.values
    assert "city" not in found.origins


def test_an_id_that_is_no_text_is_not_found(press_archive: Run, tmp_path: Path) -> None:
    press_archive("init", "--archive", tmp_path / "archive")
    said = press_archive("records", "show", "--archive", tmp_path / "archive", "a\udcff\x1b[31m", code=1).stderr
    assert "Traceback" not in said
    assert "There is no record" in said


def test_a_photo_is_shown_with_all_that_goes_with_it(press_archive: Run, tmp_path: Path) -> None:
    disk, at = tmp_path / "disk", ("--archive", tmp_path / "archive")
    disk.mkdir()
    shutil.copy(PHOTO, disk / "W-HAI_1275.jpg")
    (disk / "cerita.html").write_text(
        '<html lang="id"><body><article><h1>Penandatanganan di Hanoi</h1><p>Para menteri tiba pagi ini di kota itu.</p>'
        '<figure><img src="W-HAI_1275.jpg"><figcaption>Menlu Sugiono (kiri). Foto: Dok. VNA</figcaption></figure>'
        "</article></body></html>",
        encoding="utf-8",
    )
    press_archive("init", *at)
    taken = [json_lines(press_archive("ingest", *at, "--json", disk))][0]
    record = next(line["record"] for line in taken if str(line.get("path", "")).endswith(".jpg"))
    (told,) = json_lines(press_archive("records", "show", *at, "--json", record))
    assert {"record", "kind", "status", "values", "origins"} <= set(told)
    assert told["files"][0]["role"] == "original"
    assert told["files"][0]["names"][0].endswith("W-HAI_1275.jpg")
    (article,) = told["articles"]
    assert (article["title"], article["doubtful"]) == ("Penandatanganan di Hanoi", False)
    assert "Sugiono" in article["caption"]
    assert told["sequence"] is None
    assert any(one["name"].endswith("Sugiono") and one["record"] == article["record"] for one in told["people"])
    assert [one["record"] for one in told["captions"][-1]["sources"]] == [article["record"]]
    assert "file-photo" in told["flags"]
    lines = press_archive("records", "show", *at, record).stdout.splitlines()
    for head in ("files:", "captions:", "credits:", "flags:", "people:", "articles that name it:"):
        assert head in lines
    assert not [line for line in lines if line.startswith(("  kind:", "  date_created"))]
    assert len([line for line in lines if line.startswith("  created:")]) == 1
