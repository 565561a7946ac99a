"""`press-archive records merge` and `split`: records become one, a file becomes a separate record, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.cli import main
from archive.record import Mention, Outcome, Record, Status
from archive.search.index import index_sync
from archive.storage import fixity
from archive.storage.archive import Archive
from ingest.files.file_reading import FileInProgress, ReadingContext
from ingest.files.walk import WalkedPath
from ingest.pipeline import read_ahead
from tests.builders import companion_disk
from tests.builders.companion_disk import Disk
from webui import create_app
from webui.services.services import OpenArchive

NEVER_WAS = "aaaaaaaaaaaaaaaa"


def read(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool = False) -> FileInProgress:
    """Read like the disk of photos; for a text also its `text` and the photos that it `names`."""
    said: dict[str, Any] = json.loads(found.path.read_bytes())
    taken = companion_disk.read(desk, found, relpath)
    told = taken.description
    assert told is not None
    for key in ("text", "names"):
        told.values.pop(key, None)
        told.origins.pop(key, None)
    told.text = said.get("text", "")
    embargo = said.get("embargo")
    named = [(name, f"Kata {found.path.name} tentang {name}") for name in said.get("names", [])]
    told.mentions = [Mention(*one, embargo=embargo) for one in named]
    if embargo:
        told.values["embargo"] = embargo
    return taken


class Shelf(Disk):
    """A disk, its archive, and the commands on it."""

    def command(self, *words: str, code: int = 0) -> Result:
        """Run a command on this archive."""
        group, rest = words[0].split(), words[1:]
        done = CliRunner().invoke(main, [*group, "--archive", str(self.archive.folder), *rest])
        assert done.exit_code == code, f"{words} ended with {done.exit_code}: {done.output} {done.exception!r}"
        return done

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Return the first JSON object of a command's output."""
        found: dict[str, Any] = json.loads(self.command(*words, "--json", code=code).stdout.splitlines()[0])
        return found

    def merge(self, *names: str) -> str:
        """Merge the records of these files, and return the id that is kept."""
        ids = [self.of(name).id for name in names]
        self.command("records merge", *ids, "--yes")
        self.sound()
        return ids[0]

    def sound(self) -> None:
        """Assert that `check` finds nothing, and that a rebuilt index equals the current one."""
        with_index = index_sync.ids(self.archive)
        assert list(fixity.check(self.archive, with_index)) == []
        index_sync.rebuild(self.archive)
        assert index_sync.ids(self.archive) == with_index

    def get(self, record: str) -> Record | None:
        return self.archive.catalogue.get(record, ARCHIVIST)

    def hits(self, words: str) -> list[str]:
        """Return what a search by the archivist finds."""
        found = self.json("search", words, "--held")
        return [hit["id"] for hit in found["results"]]

    def state(self) -> dict[str, Any]:
        """Return everything about all records, without times."""
        found = self.archive.catalogue.get_many(self.archive.catalogue.changes(0), ARCHIVIST)
        told = {}
        for one in found:
            shown = {name: getattr(one, name) for name in Record.__slots__ if name not in ("revision", "origins")}
            shown["origins"] = dict(one.origins)
            told[one.id] = shown | {"text": self.archive.catalogue.text(one.id, ARCHIVIST)}
        return told


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(read_ahead, "take", read)
    (tmp_path / "disk").mkdir()
    with Archive.create(tmp_path / "archive") as archive:
        yield Shelf(archive, tmp_path)


@pytest.fixture
def client(shelf: Shelf) -> Iterator[FlaskClient]:
    opened = OpenArchive(shelf.archive.folder)
    yield create_app({"SERVICES": opened}).test_client()
    opened.close()


def filenames(record: Record | None) -> list[str]:
    assert record is not None
    return [asset.filename for asset in record.assets]


def test_all_that_belongs_to_the_others_goes_to_the_first(shelf: Shelf) -> None:
    shelf.put("one/p.jpg", caption="Banjir di Kupang", city="Kupang")
    shelf.put("two/q.jpg", caption="Air bah", creator="Dewi", city="Kupang")
    shelf.put("two/q.xmp", headline="Judul sidecar", caption="Kata sidecar")
    shelf.put("text.txt", text="Berita hari ini", names=["q.jpg"])
    shelf.take()
    kept, gone, article = shelf.of("one/p.jpg").id, shelf.of("two/q.jpg").id, shelf.of("text.txt").id
    shelf.command("records edit", gone, "keywords=air")
    before = shelf.state()
    seen = shelf.command("records merge", kept, gone, "--dry-run").stdout
    assert "gets from the others: creator, headline, keywords" in seen
    assert "on offer: caption" in seen
    assert shelf.state() == before
    shelf.command("records merge", kept, gone, code=1)  # not confirmed
    assert shelf.state() == before

    shelf.merge("one/p.jpg", "two/q.jpg")
    now = shelf.get(kept)
    assert now is not None
    assert shelf.get(gone) is None
    assert filenames(now) == ["p.jpg", "q.jpg", "q.xmp"]
    assert now.filename == "p.jpg"
    assert now.values["caption"] == "Banjir di Kupang"
    offered = [(offer.value, offer.origin) for offer in now.origins["caption"]]
    assert ("Air bah", "attachment:xmp:dc:caption") in offered
    assert ("Kata sidecar", "attachment:sidecar:dc:caption") in offered
    assert (now.values["creator"], now.values["keywords"]) == ("Dewi", ["air"])
    assert now.origins["keywords"][0].origin == "archivist"
    assert [link.record for link in now.articles] == [article]
    assert shelf.hits("kind:photo") == [kept]
    assert shelf.hits('"air bah"') == [kept]


def test_undo_puts_all_of_it_back(shelf: Shelf) -> None:
    shelf.put("one/p.jpg", caption="Satu", difference_hash="00000000000000ff")
    shelf.put("two/q.jpg", caption="Dua")
    shelf.put("two/q.xmp", caption="Kata sidecar")
    shelf.put("a.txt", text="Berita a", names=["q.jpg", "p.jpg"])
    shelf.put("b.txt", text="Berita b", names=["q.jpg", "r.jpg"])
    shelf.take()
    one, two = shelf.of("one/p.jpg").id, shelf.of("two/q.jpg").id
    first, second = shelf.of("a.txt").id, shelf.of("b.txt").id
    shelf.command("relations add", second, "annex-of", first)
    shelf.command("records edit", two, "city=Solo")
    shelf.command("access", "held", two)
    shelf.command("mentions refuse", first, "0")
    before = shelf.state()
    for ids in ((one, two), (first, second)):
        shelf.command("records merge", *ids, "--yes")
    assert len(shelf.state()) == 2
    for _ in range(2):
        told = shelf.command("records undo").stdout
        assert "records merge" in told
        shelf.sound()
    assert shelf.state() == before
    assert set(shelf.hits("kind:photo")) == {one, two}
    assert shelf.settled()
    assert "records merge" in shelf.command("records undo", "5", code=1).stderr  # an undo is not undone on its own


def test_undo_leaves_a_sidecar_that_came_since(shelf: Shelf) -> None:
    shelf.put("p.jpg", caption="Satu")
    shelf.put("q.jpg", caption="Dua")
    shelf.take()
    kept = shelf.merge("p.jpg", "q.jpg")
    shelf.command("records split", kept, "--asset", "1", "--yes")
    shelf.put("r.xmp", headline="Judul")  # waits for its photo
    shelf.take()
    shelf.command("records undo")
    shelf.put("r.jpg", caption="Tiga")
    shelf.take()
    assert shelf.of("r.jpg").values["headline"] == "Judul"
    shelf.sound()
    shelf.command("records undo", "1")  # the merge, although one of its files has another number by now
    assert shelf.of("p.jpg").id != shelf.of("q.jpg").id
    shelf.sound()


def test_undo_is_refused_when_the_record_changed_since(shelf: Shelf) -> None:
    for name in "abc":
        shelf.put(f"{name}.txt", text=f"Berita {name}", title=name)
    shelf.take()
    kept = shelf.merge("a.txt", "b.txt")
    shelf.command("records edit", kept, "city=Solo")
    assert f"{kept} was changed since by change set 2" in shelf.command("records undo", "1", code=1).stderr
    shelf.command("records undo")
    assert "would be as they were" in shelf.command("records undo", "1", "--dry-run").stdout
    third = shelf.of("c.txt").id
    shelf.command("records merge", third, kept, "--yes")
    assert f"became a part of {third}" in shelf.command("records undo", "1", code=1).stderr
    shelf.command("records undo")
    shelf.command("records undo", "1")
    assert shelf.of("b.txt").id != kept


def test_a_change_from_before_is_not_taken_back_past_a_merge(shelf: Shelf) -> None:
    for name in "ab":
        shelf.put(f"{name}.txt", text=f"Berita {name}")
    shelf.take()
    shelf.command("records edit", shelf.of("b.txt").id, "city=Solo")
    shelf.merge("a.txt", "b.txt")
    assert "merged since by change set 2" in shelf.command("records undo", "1", code=1).stderr


@pytest.mark.parametrize(
    ("one", "other", "all_of_it"),
    [
        (Access(), Access(Status.HELD, None, "rahasia"), Access(Status.HELD, None, "rahasia")),
        (Access(Status.HELD, "2051-01-01T00:00:00Z"), Access(Status.HELD), Access(Status.HELD)),
        (Access(Status.HELD), Access(Status.WITHDRAWN), Access(Status.WITHDRAWN)),
        (Access(Status.WITHDRAWN), Access(), Access(Status.WITHDRAWN)),
    ],
)
def test_the_strictest_status_goes_for_all(shelf: Shelf, one: Access, other: Access, all_of_it: Access) -> None:
    shelf.put("a.txt", text="Berita a")
    shelf.put("b.txt", text="Berita b")
    shelf.take()
    ids = [shelf.of(name).id for name in ("a.txt", "b.txt")]
    with shelf.archive.catalogue.write() as writer:
        for record, access in zip(ids, (one, other), strict=True):
            writer.set_status(record, access)
    seen = shelf.command("records merge", *ids, "--dry-run").stdout
    assert (f"{ids[0]} becomes {all_of_it.status.value}" in seen) == (one != all_of_it)
    shelf.merge("a.txt", "b.txt")
    now = shelf.get(ids[0])
    assert now is not None
    assert Access(now.status, now.release_at, now.hold_reason) == all_of_it


def test_what_cannot_be_merged_is_refused_with_a_reason(shelf: Shelf) -> None:
    shelf.put("p.jpg")
    for name in "abc":
        shelf.put(f"{name}.txt", text=f"Berita {name}", **({"genre": "caption-sheet"} if name == "c" else {}))
    shelf.take()
    photo, text, other, table = (shelf.of(name).id for name in ("p.jpg", "a.txt", "b.txt", "c.txt"))
    before = shelf.state()
    for ids, why in (
        ((photo, text), "A photo and a text"),
        ((text, text), "with itself"),
        ((text,), "two records or more"),
        ((text, NEVER_WAS), f"no record {NEVER_WAS}"),
        ((text, table), "table of captions"),
    ):
        assert why in shelf.command("records merge", *ids, "--yes", code=1).stderr
    with shelf.archive.lock("ingest"):
        assert "ingest lock" in shelf.command("records merge", text, other, "--yes", code=1).stderr
    assert shelf.state() == before
    shelf.merge("a.txt", "b.txt")
    assert f"{other} is a part of {text}" in shelf.command("records merge", photo, other, "--yes", code=1).stderr


def test_later_intakes_leave_it_merged_and_new_bytes_become_a_part_of_it(shelf: Shelf) -> None:
    shelf.put("a.txt", text="Berita a", title="Judul a", names=["x.jpg"])
    shelf.put("b.txt", text="Berita b", title="Judul b", names=["y.jpg"])
    shelf.take()
    kept = shelf.merge("a.txt", "b.txt")
    assert shelf.settled()
    (shelf.home / "disk/copy").mkdir()
    (shelf.home / "disk/copy/b.txt").write_bytes((shelf.home / "disk/b.txt").read_bytes())
    assert shelf.take()["copy/b.txt"] == Outcome.DUPLICATE
    assert shelf.of("copy/b.txt").id == kept
    (shelf.home / "disk/copy/b.txt").unlink()
    shelf.put("b.txt", text="Berita b baru", title="Judul b kedua", names=["z.jpg"])
    assert shelf.take()["b.txt"] == Outcome.ATTACHED
    assert "merged into its record" in shelf.says("b.txt")
    now = shelf.of("b.txt")
    assert (now.id, now.title, now.filename) == (kept, "Judul a", "a.txt")
    assert [offer.value for offer in now.origins["title"]] == ["Judul a", "Judul b kedua"]
    assert len(now.assets) == 3
    assert [link.mention.filename for link in now.photos] == ["x.jpg", "z.jpg"]
    shelf.put("a.txt", text="Berita a baru", title="Judul a kedua", names=["x.jpg"])
    assert shelf.take()["a.txt"] == Outcome.NEW_VERSION
    now = shelf.of("a.txt")
    assert (now.id, now.version, now.filename) == (kept, 2, "a.txt")
    assert [offer.value for offer in now.origins["title"]] == ["Judul a kedua", "Judul b kedua"]
    assert [link.mention.filename for link in now.photos] == ["x.jpg", "z.jpg"]
    assert shelf.archive.catalogue.text(kept, ARCHIVIST) == "Berita a baru"
    assert len(shelf.state()) == 1
    assert shelf.settled()
    shelf.sound()


def test_an_embargo_in_a_new_version_of_a_merged_file_holds_the_record(shelf: Shelf) -> None:
    shelf.put("a.txt", text="Berita a")
    shelf.put("b.txt", text="Berita b")
    shelf.take()
    shelf.merge("a.txt", "b.txt")
    shelf.put("b.txt", text="EMBARGO", embargo=companion_disk.EMBARGO)
    shelf.take()
    assert shelf.of("a.txt").status is Status.HELD


@pytest.mark.parametrize("when", ["before", "later", "read again"])
def test_a_photo_that_two_merged_texts_name_is_under_the_embargo_of_either(shelf: Shelf, when: str) -> None:
    """Also if only a new version of a merged file has one, and after the other file is replaced."""
    said: dict[str, Any] = {"text": "EMBARGO", "names": ["p.jpg", "q.jpg"], "embargo": companion_disk.EMBARGO}
    shelf.put("a.txt", text="Berita a", names=["p.jpg"])
    shelf.put("b.txt", **(said if when == "before" else {"text": "Berita b", "names": ["p.jpg"]}))
    shelf.take()
    shelf.merge("a.txt", "b.txt")
    if when != "before":
        shelf.put("b.txt", **said)
        shelf.take()
    if when == "read again":
        shelf.put("a.txt", text="Berita a baru", names=["p.jpg"])
        shelf.take()
    shelf.put("p.jpg", caption="Satu")
    shelf.put("q.jpg", caption="Dua")
    shelf.take()
    assert [shelf.of(name).status for name in ("a.txt", "p.jpg", "q.jpg")] == [Status.HELD] * 3


@pytest.mark.parametrize("names", [("a/a.txt", "b/b.txt"), ("b/b.txt", "a/a.txt")])
def test_a_photo_beside_one_text_is_held_by_the_embargo_of_another_that_is_merged_into_it(
    shelf: Shelf, names: tuple[str, str]
) -> None:
    shelf.put("a/a.txt", text="Berita a", names=["p.jpg"])
    shelf.put("a/p.jpg", caption="Satu")
    shelf.put("b/b.txt", text="EMBARGO", names=["p.jpg"], embargo=companion_disk.EMBARGO)
    shelf.take()
    assert shelf.of("a/p.jpg").status is Status.RELEASED
    shelf.merge(*names)
    assert shelf.of("a/p.jpg").status is Status.HELD


def test_two_photos_of_the_camera_stay_two_files_of_one_record(shelf: Shelf) -> None:
    shelf.put("a.jpg", created="2025-05-03T09:00:00", caption="Satu")
    shelf.put("b.jpg", created="2025-05-03T09:00:01", caption="Dua")
    shelf.put("c.jpg", created="2025-05-03T09:00:02", caption="Tiga")
    shelf.take()
    kept = shelf.merge("a.jpg", "b.jpg", "c.jpg")
    shelf.put("c.jpg", created="2025-05-03T09:00:02", caption="Tiga kali")
    assert shelf.take()["c.jpg"] == Outcome.ATTACHED
    told = {offer.value for offer in shelf.of("a.jpg").origins["caption"]}
    assert told == {"Satu", "Dua", "Tiga kali"}
    assert shelf.of("c.jpg").id == kept
    shelf.put("b.jpg", created="2026-01-01T10:00:00", caption="Lain")  # the camera's counter has wrapped around
    assert shelf.take()["b.jpg"] == Outcome.ADDED
    assert shelf.of("b.jpg").id != kept


def test_old_addresses_lead_on_for_those_who_may_see_it(shelf: Shelf, client: FlaskClient) -> None:
    shelf.put("p.jpg", caption="Satu")
    shelf.put("q.jpg", caption="Dua")
    shelf.take()
    gone = shelf.of("q.jpg").id
    kept = shelf.merge("p.jpg", "q.jpg")
    for old, new in (
        (f"/records/{gone}", f"/records/{kept}"),
        (f"/records/{gone}/thumbnail", f"/records/{kept}/thumbnail"),
        (f"/records/{gone}/assets/0", f"/records/{kept}/assets/1"),
        (f"/api/v1/records/{gone}", f"/api/v1/records/{kept}"),
        (f"/api/v1/records/{gone}/text", f"/api/v1/records/{kept}/text"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new), old
    told = shelf.command("records show", gone, code=1)
    assert f"{gone} was merged and is a part of {kept} now" in told.output + told.stderr
    shelf.command("access", "held", kept)
    for path in ("/records/{}", "/api/v1/records/{}", "/records/{}/thumbnail", "/records/{}/assets/0"):
        hidden, unknown = client.get(path.format(gone)), client.get(path.format(NEVER_WAS))
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.data.replace(gone.encode(), b"") == unknown.data.replace(NEVER_WAS.encode(), b"")
        assert {key: value for key, value in hidden.headers.items() if key != "Date"} == {
            key: value for key, value in unknown.headers.items() if key != "Date"
        }


def test_a_merged_file_is_split_off_with_what_it_says_and_back(shelf: Shelf) -> None:
    shelf.put("a.txt", text="Berita a", title="Judul a", names=["x.jpg"])
    shelf.put("b.txt", text="Berita b", title="Judul b", names=["y.jpg"], creator="Dewi")
    shelf.take()
    kept = shelf.merge("a.txt", "b.txt")
    shelf.command("access", "held", kept)
    shelf.command("records edit", kept, "city=Solo")
    before = shelf.state()
    assert "Judul b" in shelf.command("records split", kept, "--asset", "1", "--dry-run").stdout
    assert shelf.state() == before
    told = shelf.json("records split", kept, "--asset", "1", "--yes")
    shelf.sound()
    made = shelf.get(told["made"])
    assert made is not None
    assert (made.title, made.status, filenames(made), made.hold_reason) == (
        "Judul b", Status.HELD, ["b.txt"], "held by the archivist",
    )  # fmt: skip
    assert "city" not in made.values
    assert [link.mention.filename for link in made.photos] == ["y.jpg"]
    assert shelf.archive.catalogue.text(made.id, ARCHIVIST) == "Berita b"
    now = shelf.get(kept)
    assert now is not None
    assert (now.values["city"], "creator" in now.values, filenames(now)) == ("Solo", False, ["a.txt"])
    assert [link.mention.filename for link in now.photos] == ["x.jpg"]
    assert set(shelf.hits("berita")) == {kept, made.id}
    assert shelf.settled()
    shelf.command("records undo")
    shelf.sound()
    assert shelf.state() == before
    assert shelf.hits("berita") == [kept]
    assert shelf.settled()


def test_an_earlier_version_is_read_again_and_becomes_a_record(shelf: Shelf) -> None:
    shelf.put("a.txt", text="Berita a")
    shelf.take()
    shelf.put("a.txt", text="Berita lain")
    shelf.take()
    record = shelf.of("a.txt")
    for n, why in ((1, "is the original of"), (7, "has no file 7")):
        assert why in shelf.command("records split", record.id, "--asset", str(n), "--yes", code=1).stderr
    told = shelf.json("records split", record.id, "--asset", "0", "--yes")
    shelf.sound()
    text = shelf.archive.catalogue.text(told["made"], ARCHIVIST)
    assert text is not None
    assert "Berita a" in text
    shelf.command("records edit", told["made"], "city=Solo")
    assert "changed since by change set 2" in shelf.command("records undo", "1", code=1).stderr
    assert shelf.of("a.txt").id == record.id
    assert shelf.settled()


def test_the_sidecar_of_a_photo_goes_with_it(shelf: Shelf) -> None:
    shelf.put("one/p.jpg", caption="Satu")
    shelf.put("two/q.jpg", caption="Dua")
    shelf.put("two/q.xmp", caption="Kata sidecar")
    shelf.take()
    kept = shelf.merge("one/p.jpg", "two/q.jpg")
    sidecar = "File 2 is a sidecar"
    assert sidecar in shelf.command("records split", kept, "--asset", "2", "--yes", code=1).stderr
    made = shelf.json("records split", kept, "--asset", "1", "--yes")["made"]
    shelf.sound()
    assert filenames(shelf.get(made)) == ["q.jpg", "q.xmp"]
    assert filenames(shelf.get(kept)) == ["p.jpg"]
    shelf.command("records undo")
    shelf.sound()
    assert filenames(shelf.get(kept)) == ["p.jpg", "q.jpg", "q.xmp"]
