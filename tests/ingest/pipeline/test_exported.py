"""Exports of this project can be ingested: unchanged in the same archive, and equal records in another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.record import Kind, Record
from archive.search.index.index_sync import update
from archive.storage.archive import Archive
from archive.storage.fixity import check
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome
from tests.builders.photo_builders import alternatives, packet
from webui import create_app
from webui.services.services import OpenArchive

CORPUS = Path(__file__).parents[3] / "sample_corpus"
STORY = """Presiden membuka jembatan baru di Kupang

KUPANG, 4 Mei 2025 - Presiden membuka jembatan itu pada Minggu pagi di hadapan ribuan warga.

W-ALI_0412.jpg
Presiden Sari Dewi memotong pita, 4 Mei 2025. (Foto: ANTARA/Budi Santoso)

Jembatan sepanjang dua kilometer itu menghubungkan dua kecamatan.
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """An archive of a text with a photo in it, and of a photo."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "jembatan.txt").write_text(STORY, encoding="utf-8")
    shutil.copy(CORPUS / "photos" / "W-HAI_1275.jpg", disk)
    with Archive.create(tmp_path / "here") as archive:
        ingest([disk], archive)
    return tmp_path / "here"


def exported(folder: Path, to: Path) -> list[dict[str, Any]]:
    """Export all records of an archive as lines to a file, and return them."""
    services = OpenArchive(folder)
    data = create_app({"SERVICES": services, "TESTING": True}).test_client().get("/api/v1/export?format=ndjson").data
    services.close()
    to.write_bytes(data)
    return [json.loads(line) for line in data.splitlines()]


def taken(folder: Path, path: Path) -> list[FileOutcome]:
    """Ingest a file, and return the receipt lines of its contents."""
    lines: list[FileOutcome] = []
    with Archive.open(folder) as archive:
        ingest([path], archive, tell=lambda line, _: lines.append(line))
        assert list(check(archive)) == []
    return [line for line in lines if "!/" in line.path]


def known(folder: Path) -> dict[str, tuple[Record, str]]:
    """Return the records by kind, with their texts."""
    with Archive.open(folder) as archive:
        catalogue = archive.catalogue
        found = catalogue.get_many(sorted(catalogue.visible_ids(ARCHIVIST)), ARCHIVIST)
        texts = {one.id: catalogue.text(one.id, PUBLIC) or "" for one in found}
    return {f"{one.kind}": (one, texts[one.id]) for one in found}


def test_into_the_same_archive_it_is_nothing_new(here: Path, tmp_path: Path) -> None:
    lines = exported(here, tmp_path / "out.ndjson")
    before = known(here)
    told = taken(here, tmp_path / "out.ndjson")
    assert {line.record for line in told} == {line["id"] for line in lines} == {one.id for one, _ in before.values()}
    for line in told:
        assert line.outcome == "duplicate"
        assert line.reason == f"an export of the record {line.record}, which is in this archive and says the same"
    assert {one.id: one.revision for one, _ in known(here).values()} == {
        one.id: one.revision for one, _ in before.values()
    }
    again = taken(here, tmp_path / "out.ndjson")
    assert [line.outcome for line in again] == ["unchanged"] * 2
    assert all(line.reason == "untouched; the export of a record that is here" for line in again)


def test_a_line_that_says_otherwise_of_a_record_here_changes_nothing_and_is_told(here: Path, tmp_path: Path) -> None:
    lines = exported(here, tmp_path / "out.ndjson")
    before = known(here)
    for line in lines:
        line["title"] = line["values"]["title"] = "Judul lain"
        line["text"] = "Kata-kata lain.\n"
        line["origins"].pop("title")
    (tmp_path / "other.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    for line in taken(here, tmp_path / "other.ndjson"):
        assert line.outcome == "duplicate"
        assert "nothing was changed by it, though it differs in title, text" in line.reason
    assert known(here) == before


def test_an_export_from_before_the_archivist_changed_a_value_says_nothing_new(here: Path, tmp_path: Path) -> None:
    exported(here, tmp_path / "out.ndjson")
    story = known(here)[Kind.PRESS_RELEASE][0].id
    with Archive.open(here) as archive, archive.catalogue.write() as writer:
        writer.set_value(story, "title", "Jembatan Kupang dibuka")
    reasons = {line.record: line.reason for line in taken(here, tmp_path / "out.ndjson")}
    assert reasons[story].endswith("is in this archive and says the same")
    assert known(here)[Kind.PRESS_RELEASE][0].title == "Jembatan Kupang dibuka"


def test_into_another_archive_it_is_what_it_was_and_comes_in_once(here: Path, tmp_path: Path) -> None:
    exported(here, tmp_path / "out.ndjson")
    Archive.create(tmp_path / "there").close()
    assert [line.outcome for line in taken(tmp_path / "there", tmp_path / "out.ndjson")] == ["added"] * 2
    before, after = known(here), known(tmp_path / "there")
    assert before.keys() == after.keys() == {Kind.PRESS_RELEASE, Kind.PHOTO}
    for kind, (one, text) in before.items():
        again, same_text = after[kind]
        assert same_text == text
        for key in ("title", "language", "date", "created", "caption", "credit", "creator", "keywords", "source"):
            assert again.values.get(key) == one.values.get(key), (kind, key)
        assert again.date == one.date
        assert all(offers[0].origin.startswith("export:") for offers in again.origins.values())
        assert [link.mention for link in again.photos] == [link.mention for link in one.photos]
    assert any("without its picture" in note for note in after[Kind.PHOTO][0].notes)
    lines = exported(here, tmp_path / "later.ndjson")
    said = (tmp_path / "later.ndjson").read_text("utf-8").splitlines()
    other = [json.dumps(json.loads(line), separators=(",", ":")) for line in said]
    (tmp_path / "later.ndjson").write_text("\n".join(other) + "\n")  # different bytes with the same content
    assert (tmp_path / "later.ndjson").read_bytes() != (tmp_path / "out.ndjson").read_bytes()
    told = taken(tmp_path / "there", tmp_path / "later.ndjson")
    assert len(told) == len(lines)
    assert [line.outcome for line in told] == ["duplicate"] * 2
    assert all("is here as" in line.reason and line.reason.endswith("and says the same") for line in told)
    assert known(tmp_path / "there") == after


def test_its_id_begins_as_it_did_there_but_is_another(here: Path, tmp_path: Path) -> None:
    """Ties are ordered by id, so this keeps the order. An id in another format is not used."""
    lines = exported(here, tmp_path / "out.ndjson")
    lines[1]["id"] = "../../0123456789"
    (tmp_path / "out.ndjson").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    Archive.create(tmp_path / "there").close()
    own, other = (line.record or "" for line in taken(tmp_path / "there", tmp_path / "out.ndjson"))
    assert own[:8] == lines[0]["id"][:8]
    assert own[8:] != lines[0]["id"][8:]
    assert all(one.isalnum() and len(one) == 16 for one in (own, other))


ITEM = {
    "uri": "urn:x:1", "type": "text", "headline": "Bank sentral menahan bunga", "language": "id",
    "body_text": "Bank sentral menahan suku bunga acuan pada bulan ini.",
    "subjects": [{"name": "central bank", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000350"}],
}  # fmt: skip


@pytest.mark.parametrize("form", ["ndjson", "ninjs"])
def test_subjects_keep_their_codes_on_their_way(tmp_path: Path, form: str) -> None:
    (tmp_path / "item.json").write_text(json.dumps(ITEM), encoding="utf-8")
    for name in ("here", "there"):
        Archive.create(tmp_path / name).close()
    taken(tmp_path / "here", tmp_path / "item.json")
    services = OpenArchive(tmp_path / "here")
    client = create_app({"SERVICES": services, "TESTING": True}).test_client()
    (tmp_path / "out.ndjson").write_bytes(client.get(f"/api/v1/export?format={form}").data)
    services.close()
    (line,) = taken(tmp_path / "there", tmp_path / "out.ndjson")
    assert line.outcome == "added", line.reason
    told = [next(iter(known(tmp_path / name).values()))[0] for name in ("here", "there")]
    assert told[0].values["subjects"][0]["code"] == "medtop:20000350"
    assert [one.values["subjects"] for one in told] == [told[0].values["subjects"]] * 2
    assert [one.title for one in told] == [ITEM["headline"]] * 2


def test_a_later_export_that_says_more_is_a_new_version_there(here: Path, tmp_path: Path) -> None:
    exported(here, tmp_path / "out.ndjson")
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", tmp_path / "out.ndjson")
    story = known(here)[Kind.PRESS_RELEASE][0].id
    with Archive.open(here) as archive, archive.catalogue.write() as writer:
        writer.set_value(story, "title", "Jembatan Kupang dibuka")
    exported(here, tmp_path / "later.ndjson")
    told = {str(line.outcome): line for line in taken(tmp_path / "there", tmp_path / "later.ndjson")}
    assert "another export of a record elsewhere that is here" in told["new-version"].reason
    again = known(tmp_path / "there")[Kind.PRESS_RELEASE][0]
    assert (again.title, again.version) == ("Jembatan Kupang dibuka", 2)


def test_what_comes_back_from_another_archive_is_known_again(here: Path, tmp_path: Path) -> None:
    exported(here, tmp_path / "out.ndjson")
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", tmp_path / "out.ndjson")
    exported(tmp_path / "there", tmp_path / "back.ndjson")
    before = known(here)
    told = {line.record: line.outcome for line in taken(here, tmp_path / "back.ndjson") if "differs" not in line.reason}
    assert {one.id for one, _ in before.values()} <= told.keys()
    assert all(told[one.id] == "duplicate" for one, _ in before.values())


def test_an_embargo_in_an_export_holds_what_comes_of_it(tmp_path: Path) -> None:
    line = {
        "id": "k3v9q2m7x4ab5cde",
        "kind": "press-release",
        "title": "Harga beras",
        "status": "released",
        "values": {"title": "Harga beras"},
        "text": "EMBARGO sampai pemberitahuan lebih lanjut\n\nHarga beras diumumkan besok.",
        "mentions": [{"filename": 3}, {"filename": "a.jpg", "offset": -5, "caption": ["x"]}, "b"],
    }
    (tmp_path / "out.ndjson").write_text(f"{json.dumps(line)}\n")
    Archive.create(tmp_path / "there").close()
    (told,) = taken(tmp_path / "there", tmp_path / "out.ndjson")
    assert (told.outcome, told.status) == ("added", "held")


def test_into_another_archive_texts_still_name_their_photos(here: Path, tmp_path: Path) -> None:
    story = STORY.replace("W-ALI_0412.jpg", "W-HAI_1275.jpg").replace("Kupang", "Ende")
    (tmp_path / "ende.txt").write_text(story, encoding="utf-8")
    with Archive.open(here) as archive:
        ingest([tmp_path / "ende.txt"], archive)
    exported(here, tmp_path / "out.ndjson")
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", tmp_path / "out.ndjson")
    for folder in (here, tmp_path / "there"):
        with Archive.open(folder) as archive:
            found = archive.catalogue.get_many(sorted(archive.catalogue.visible_ids(PUBLIC)), PUBLIC)
            named = {one.filename: one for one in found}
            assert named.keys() == {"jembatan.txt", "ende.txt", "W-HAI_1275.jpg"}
            photo, (link,) = named["W-HAI_1275.jpg"], named["ende.txt"].photos
            assert (link.record, link.doubtful) == (photo.id, False)
            assert link.mention.caption == "Presiden Sari Dewi memotong pita, 4 Mei 2025."


@pytest.mark.parametrize(
    "filename",
    ["../../etc/passwd", "/etc/passwd", "C:\\a.jpg", "..", "", "a.ndjson", "a.xmp", "x" * 5000, None, 7, ["a"]],
)
def test_a_file_name_in_a_line_leads_nowhere_else(tmp_path: Path, here: Path, filename: object) -> None:
    line = exported(here, tmp_path / "out.ndjson")[0] | {"filename": filename, "id": "abcdefgh12345678"}
    (tmp_path / "out.ndjson").write_text(f"{json.dumps(line)}\n")
    Archive.create(tmp_path / "there").close()
    (told,) = taken(tmp_path / "there", tmp_path / "out.ndjson")
    assert told.outcome == "added", told.reason
    member = told.path.partition("!/")[2]
    assert member.startswith("abcdefgh12345678")
    assert ".." not in member.split("/")


def test_a_photo_and_its_picture_are_one_record_again(here: Path, tmp_path: Path) -> None:
    with Archive.open(here) as archive, archive.catalogue.write() as writer:
        (photo,) = writer.records_of(known(here)[Kind.PHOTO][0].original.sha256)
        writer.set_value(photo, "title", "Judul dari meja")
    out = tmp_path / "out"
    out.mkdir()
    exported(here, out / "out.ndjson")
    shutil.copy(tmp_path / "disk" / "W-HAI_1275.jpg", out)
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", out)
    before, after = known(here)[Kind.PHOTO][0], known(tmp_path / "there")[Kind.PHOTO][0]
    assert len(known(tmp_path / "there")) == 2
    assert after.original.sha256 == before.original.sha256
    assert (after.title, after.filename) == ("Judul dari meja", "W-HAI_1275.jpg")
    assert after.values["caption"] == before.values["caption"]
    assert {str(line.outcome) for line in taken(tmp_path / "there", out)} <= {"unchanged", "duplicate"}


def test_an_export_of_a_photo_that_is_here_adds_no_record(here: Path, tmp_path: Path) -> None:
    exported(here, tmp_path / "out.ndjson")
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", tmp_path / "disk" / "W-HAI_1275.jpg")
    told = taken(tmp_path / "there", tmp_path / "out.ndjson")
    assert sorted(str(line.outcome) for line in told) == ["added", "duplicate"]
    with Archive.open(tmp_path / "there") as archive:
        found = archive.catalogue.get_many(sorted(archive.catalogue.visible_ids(PUBLIC)), PUBLIC)
    assert [one.kind for one in found].count(Kind.PHOTO) == 1


def test_what_a_sidecar_says_is_used_there_too(here: Path, tmp_path: Path) -> None:
    """Its values take precedence over the picture's, even without the sidecar."""
    words = "Rapat di Jakarta, dibetulkan di berkas samping."
    (tmp_path / "disk" / "W-HAI_1275.xmp").write_bytes(packet(alternatives("dc:description", x_default=words)))
    with Archive.open(here) as archive:
        ingest([tmp_path / "disk"], archive)
    out = tmp_path / "out"
    out.mkdir()
    exported(here, out / "out.ndjson")
    shutil.copy(CORPUS / "photos" / "W-HAI_1275.jpg", out)
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", out)
    before, after = (record_of(folder, "W-HAI_1275.jpg") for folder in (here, tmp_path / "there"))
    assert (before.values["caption"], before.origins["caption"][0].origin) == (words, "sidecar:dc:description")
    said = [[*dict.fromkeys(offer.value for offer in one.origins["caption"])] for one in (before, after)]
    assert said[0] == said[1]
    assert after.values["caption"] == words
    assert after.origins["width"][0].origin == "codec"


@pytest.mark.parametrize("odd", [None, 7, "x", {}, [7], [[]], [{}], [{"text": 7, "code": 7, "speaker": "A"}]])
def test_values_of_another_type_are_passed_over(here: Path, tmp_path: Path, odd: object) -> None:
    (line, *_) = exported(here, tmp_path / "out.ndjson")
    line["values"] |= dict.fromkeys(("alternative", "turns", "subjects"), odd)
    (tmp_path / "out.ndjson").write_text(json.dumps(line), encoding="utf-8")
    Archive.create(tmp_path / "there").close()
    assert [one.outcome for one in taken(tmp_path / "there", tmp_path / "out.ndjson")] == ["added"]
    (record, _) = next(iter(known(tmp_path / "there").values()))
    assert not {"alternative", "turns", "subjects"} & record.values.keys()


def record_of(folder: Path, filename: str) -> Record:
    with Archive.open(folder) as archive:
        found = archive.catalogue.get_many(sorted(archive.catalogue.visible_ids(ARCHIVIST)), ARCHIVIST)
        return next(one for one in found if one.filename == filename)


def test_the_archivists_values_stay_the_archivists_and_it_came_when_it_came(here: Path, tmp_path: Path) -> None:
    story = record_of(here, "jembatan.txt")
    with Archive.open(here) as archive, archive.catalogue.write() as writer:
        for key, value in {"title": "Jembatan Kupang", "collection": "Kali", "location": "Kotak 7"}.items():
            writer.set_value(story.id, key, value)
    lines = exported(here, tmp_path / "out.ndjson")
    for line in lines:
        line["added_at"] = "2019-05-04T10:00:00+07:00" if line["id"] == story.id else "2999-01-01T00:00:00Z"
    (tmp_path / "out.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", tmp_path / "out.ndjson")
    there = record_of(tmp_path / "there", "jembatan.txt")
    assert [there.values[key] for key in ("title", "collection", "location")] == ["Jembatan Kupang", "Kali", "Kotak 7"]
    assert {there.origins[key][0].origin for key in ("title", "collection", "location")} == {"archivist"}
    assert there.origins["language"][0].origin != "archivist"
    assert there.added_at == "2019-05-04T03:00:00Z"
    assert record_of(tmp_path / "there", "W-HAI_1275.jpg").added_at < "2999"  # no time is in the future


def test_a_later_export_changes_what_an_earlier_one_said_but_nothing_typed_here(here: Path, tmp_path: Path) -> None:
    story = record_of(here, "jembatan.txt")
    Archive.create(tmp_path / "there").close()
    for values in ({"collection": "Kali", "location": "Kotak 7"}, {"collection": "Sungai", "location": "Kotak 8"}):
        with Archive.open(here) as archive, archive.catalogue.write() as writer:
            for key, value in values.items():
                writer.set_value(story.id, key, value)
        path = tmp_path / f"{values['collection']}.ndjson"
        exported(here, path)
        taken(tmp_path / "there", path)
        there = record_of(tmp_path / "there", "jembatan.txt")
        if values["collection"] == "Kali":
            with Archive.open(tmp_path / "there") as archive, archive.catalogue.write() as writer:
                writer.set_value(there.id, "location", "Lemari 1")
    assert (there.values["collection"], there.values["location"]) == ("Sungai", "Lemari 1")


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "0999-01-01T00:00:00Z", "1001-02-03T04:05:06Z"])
def test_a_day_before_there_were_archives_is_not_when_it_came(here: Path, tmp_path: Path, said: str) -> None:
    lines = exported(here, tmp_path / "out.ndjson")
    (tmp_path / "out.ndjson").write_text("".join(json.dumps(line | {"added_at": said}) + "\n" for line in lines))
    Archive.create(tmp_path / "there").close()
    taken(tmp_path / "there", tmp_path / "out.ndjson")
    assert record_of(tmp_path / "there", "jembatan.txt").added_at > "2000"
    with Archive.open(tmp_path / "there") as archive:
        update(archive)
    services = OpenArchive(tmp_path / "there")
    found = create_app({"SERVICES": services, "TESTING": True}).test_client().get("/api/v1/search?q=&sort=-added")
    services.close()
    assert found.json["total"] == len(lines)
