"""An order holds the files that it is for wherever it lies beside them: in what Google Takeout writes, in the words
about a bag, in a container with other texts, in a picture inside a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from tests.builders.bags import write_bag
from tests.builders.container_disk import put
from tests.builders.embargo_carriers import CARRIERS
from tests.builders.mail_carriers import PST_CARRIERS, pst_with_note
from tests.builders.office_files import changed
from tests.builders.packed_files import photo, zipped
from tests.builders.photo_builders import alternatives, jpeg, packet, xmp_segment
from tests.ingest.pipeline.test_held_together import ORDER, TALK, mail, public
from tests.ingest.pipeline.test_intake import FIRST, SECOND, THIRD, Intake, intake

__all__ = ["intake"]
LONG = "a-photo-with-a-name-that-is-so-long-that-Google-cuts-it-off.jpg"


def told(words: str) -> bytes:
    return json.dumps({"title": "pier.jpg", "description": words, "photoTakenTime": {"timestamp": "17"}}).encode()


def packed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    others = {"other/a.txt": FIRST.encode(), "other/b.txt": SECOND.encode(), "other/c.jpg": photo(3)}
    return {"all.zip": zipped({**files, **others})}


def on_disk(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return files


DESCRIBED = {
    "a.jpg.json": "a.jpg",
    "b.jpg.supplemental-metadata.json": "b.jpg",
    "c.jpg.suppl.json": "c.jpg",
    "d.jpg(1).json": "d(1).jpg",
    "e.jpg.supplemental-metadata(1).json": "e(1).jpg",
    f"{LONG[:46]}.json": LONG,
    "f.jpg.txt": "f.jpg",
}


@pytest.mark.parametrize("lay", [on_disk, packed])
def test_what_describes_a_photo_by_its_name_holds_it(
    intake: Intake, lay: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
) -> None:
    files: dict[str, bytes] = {}
    for place, words in (("in", ORDER), ("out", TALK)):
        for n, (beside, name) in enumerate(DESCRIBED.items()):
            files[f"{place}/{name}"] = photo(n + 10 * len(place))
            files[f"{place}/{beside}"] = told(words) if beside.endswith("json") else f"{words}\n".encode()
    for path, content in lay(files).items():
        put(intake, path, content)
    found = public(intake)
    assert [path for path in found if "in/" in path] == []
    assert {path.rpartition("/")[2] for path in found if "out/" in path} >= set(DESCRIBED.values())


@pytest.mark.parametrize("lay", [on_disk, packed])
def test_one_text_in_two_formats_is_held_in_both_in_a_container_too(
    intake: Intake, lay: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
) -> None:
    page = f"<html><body><p>{THIRD}</p></body></html>".encode()
    files = {
        "in/a.txt": f"{ORDER}\n\n{FIRST}".encode(),
        "in/a.html": page,
        "in/b.txt": b"Kapal berlayar dari Bitung.\n",
    }
    for path, content in lay(files).items():
        put(intake, path, content)
    found = [path for path in public(intake) if "in/" in path]
    assert [path.rpartition("/")[2] for path in found] == ["b.txt"]


def test_the_one_text_of_a_package_holds_its_photos_by_its_name(intake: Intake) -> None:
    put(intake, "a.zip", zipped({f"{ORDER.replace(':', '.')} release.txt": FIRST * 9, "c.jpg": photo()}))
    assert public(intake) == []


@pytest.mark.parametrize("words", [ORDER, TALK])
def test_the_description_of_a_bag_holds_all_in_it(intake: Intake, words: str) -> None:
    payload = {"data/a.txt": FIRST.encode(), "data/foto/c.jpg": photo()}
    write_bag(intake.home / "disk" / "bag", payload, info=f"External-Description: {words}\n")
    put(intake, "b.txt", SECOND.encode())
    found = {path for path in public(intake) if path.endswith(("a.txt", "b.txt", "c.jpg"))}
    assert found == {"b.txt"} | (set() if words == ORDER else {"bag/data/a.txt", "bag/data/foto/c.jpg"})


@pytest.mark.parametrize("words", [ORDER, TALK])
def test_the_description_of_a_bag_in_one_file_holds_all_in_it(intake: Intake, words: str) -> None:
    files = {"bagit.txt": "BagIt-Version: 1.0\n", "bag-info.txt": f"External-Description: {words}\n"}
    put(intake, "a.zip", zipped({f"b/{name}": data for name, data in files.items()} | {"b/data/a.txt": FIRST}))
    assert ("a.zip!/b/data/a.txt" in public(intake)) == (words != ORDER)


@pytest.mark.parametrize("words", [ORDER, "The trade embargo on Cuba was discussed"])
def test_the_rights_of_a_picture_in_a_document_hold_it(intake: Intake, words: str) -> None:
    picture = jpeg(xmp_segment(packet(alternatives("dc:rights", x_default=words))), base=photo())
    plain = CARRIERS["docx", "company"]("Port")
    put(intake, "a.docx", changed(plain, {"word/media/image1.jpeg": picture}))
    assert ("a.docx" in public(intake)) == (words != ORDER)


@pytest.mark.parametrize("words", [ORDER, TALK])
def test_an_invitation_that_is_attached_holds_the_mail(intake: Intake, words: str) -> None:
    said = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{words}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    put(intake, "a.eml", mail(invite_ics=said.encode()))
    assert ("a.eml" in public(intake)) == (words != ORDER)


@pytest.mark.parametrize("place", PST_CARRIERS)
def test_an_order_beside_the_text_of_a_mail_in_a_store_goes_with_the_mail(intake: Intake, place: str) -> None:
    pytest.importorskip("pypff")
    for words in (ORDER, "The trade embargo on Cuba was discussed"):
        put(intake, f"{words == ORDER}.pst", PST_CARRIERS[place](words))
    intake.run()
    mails = {name: intake.record(name) for name, line in intake.lines.items() if "!/" in name and line.record}
    held = {name: record.values.get("embargo") for name, record in mails.items()}
    assert {name.rpartition("True.pst")[1] != "" for name, order in held.items() if order} == {True}
    assert len(held) == 2


def test_a_sticky_note_in_a_store_holds_the_mails_in_it(intake: Intake) -> None:
    pytest.importorskip("pypff")
    put(intake, "order.pst", pst_with_note(ORDER))
    put(intake, "talk.pst", pst_with_note("The trade embargo on Cuba was discussed"))
    put(intake, "deleted.pst", pst_with_note(ORDER, deleted=True))
    put(intake, "task.pst", pst_with_note(ORDER, "IPM.Task"))
    shown = {name.partition("!/")[0] for name in public(intake)}
    assert shown == {"talk.pst", "deleted.pst", "task.pst"}
