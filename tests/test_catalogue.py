"""The catalogue keeps what came in, shows each viewer their part of it, and says what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access, Catalogue, Line, Name, NewAsset, Writer
from archive.record import Description, Mention, Outcome, Role, Status

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
HELD = Access(Status.HELD, hold_reason="EMBARGO")
LATER = Access(Status.HELD, "2026-05-03T10:00:00Z", "EMBARGO UNTIL 3 MAY, 10:00 UTC")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalogue(tmp_path: Path, clock: Clock) -> Iterator[Catalogue]:
    with_clock = Catalogue(tmp_path / "catalogue.sqlite", clock)
    with with_clock.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
    yield with_clock
    with_clock.close()


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def put(writer: Writer, path: str, record: str | None, content: str, outcome: Outcome = Outcome.ADDED) -> None:
    writer.put_name(Name("disk", path, "", sha(content), record, outcome, len(content), 1, 1), 1)


def article(writer: Writer, path: str, *mentions: Mention, access: Access = Access(), text: str = "Isi.") -> str:  # noqa: B008
    described = Description("text/plain", "text", 1, text=text, mentions=list(mentions))
    described.offer("kind", "article", "rule:mentions")
    described.offer("title", f"Judul {path}", "first line")
    record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"), access)
    put(writer, path, record, path)
    return record


def photo(writer: Writer, path: str, access: Access = Access()) -> str:  # noqa: B008
    record = writer.add_record(Description("image/jpeg", "photo", 1), NewAsset(sha(path), 9, "image/jpeg"), access)
    put(writer, path, record, path)
    return record


def test_a_record_comes_back_as_it_went_in(catalogue: Catalogue) -> None:
    described = Description("text/plain", "text", 3, text="Isi.", furniture=["SIARAN PERS"], notes=["Half was lost."])
    described.offer("title", "Lễ mở ký", "heading", 0.5)
    described.offer("title", "Le mo ky", "url slug")
    described.offer("kind", "press-release", "rule:header")
    with catalogue.write(agent="ingest") as writer:
        record = writer.add_record(described, NewAsset(sha("a"), 1, "text/plain"))
        put(writer, "2026/a.txt", record, "a")
    found = catalogue.get(record, PUBLIC)
    assert found is not None
    assert (found.title, found.kind, found.filename, found.notes) == (
        "Lễ mở ký",
        "press-release",
        "a.txt",
        ("Half was lost.",),
    )
    assert found.origins == described.origins
    assert found.original.names == ("2026/a.txt",)
    assert catalogue.text(record, PUBLIC) == "Isi."
    assert catalogue.furniture([record], PUBLIC) == {record: ["SIARAN PERS"]}
    assert (found.version, found.revision, found.added_at) == (1, 1, "2026-05-01T09:00:00Z")
    assert [(event["type"], event["agent"]) for event in catalogue.events(record)] == [("ingestion", "ingest")]


def test_a_held_record_does_not_leak_through_what_is_linked_with_it(catalogue: Catalogue, clock: Clock) -> None:
    with catalogue.write() as writer:
        shown = photo(writer, "f/A.jpg")
        hidden = photo(writer, "f/B.jpg", LATER)
        secret = article(writer, "f/secret.txt", Mention("A.jpg", caption="not yet"), access=LATER)
        told = article(writer, "f/told.txt", Mention("B.jpg", caption="a secret picture"))
        writer.relate(secret, "annex-of", told, "rule:annex")
    public_photo, public_article = catalogue.get_many([hidden, shown, secret, told], PUBLIC)
    assert (public_photo.id, public_photo.articles) == (shown, ())
    assert [(link.mention.filename, link.record, link.title) for link in public_article.photos] == [
        ("B.jpg", None, None)
    ]
    assert public_article.relations == ()
    assert catalogue.texts([secret, told], PUBLIC) == {told: "Isi."}
    assert catalogue.furniture([secret], PUBLIC) == {}
    assert catalogue.visible_ids(PUBLIC) == {shown, told}
    assert sum(catalogue.counts(PUBLIC).values()) == 2
    assert [link.record for link in catalogue.get_many([shown], ARCHIVIST)[0].articles] == [secret]

    clock.now = NOW + timedelta(days=3)
    assert len(catalogue.get_many([hidden, shown, secret, told], PUBLIC)) == 4
    photo_now, article_now = catalogue.get_many([shown, told], PUBLIC)
    assert [link.record for link in photo_now.articles] == [secret]
    assert [(relation.type, relation.record) for relation in article_now.relations] == [("has-annex", secret)]


def test_a_batch_that_changes_no_record_takes_no_revision(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = article(writer, "a.txt")
    assert (writer.revision, catalogue.revision()) == (1, 1)
    with catalogue.write() as writer:
        accession = writer.open_accession({}, Status.RELEASED)
        writer.put_name(Name("disk", "a.txt", "", sha("a.txt"), record, Outcome.UNCHANGED, 5, 7, 7), accession)
        writer.receipt_line(accession, Line("a.txt", Outcome.UNCHANGED, record=record, status=Status.RELEASED))
        writer.close_accession(accession)
    assert (writer.revision, catalogue.revision()) == (None, 1)
    assert catalogue.accessions()[0].totals == {"unchanged": 1}
    assert catalogue.changes(0) == [record]
    assert catalogue.changes(1) == []


def test_a_photo_finds_its_article_whichever_came_first(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        early = article(writer, "early.txt", Mention("W-HAI_1275.jpg", caption="Bendera"))
    assert [(id_, mention.filename) for id_, mention, _ in catalogue.waiting_mentions()] == [(early, "W-HAI_1275.jpg")]
    with catalogue.write() as writer:
        picture = photo(writer, "elsewhere/w-hai_1275.JPG")
    assert set(catalogue.changes(1)) == {early, picture}
    with catalogue.write() as writer:
        late = article(writer, "late.txt", Mention("W-HAI_1275.jpg"))
    assert set(catalogue.changes(2)) == {late, picture}
    assert catalogue.waiting_mentions() == []
    found = catalogue.get(picture, PUBLIC)
    assert found is not None
    assert {link.record for link in found.articles} == {early, late}
    assert {link.mention.caption for link in found.articles} == {"Bendera", None}


def test_sidecars_belong_to_the_photo(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        picture = photo(writer, "a.jpg")
        sidecar = NewAsset(sha("xmp"), 3, "application/rdf+xml", Role.SIDECAR)
        assert writer.add_asset(picture, sidecar) == writer.add_asset(picture, sidecar) == 1
        put(writer, "a.xmp", picture, "xmp", Outcome.ATTACHED)
    found = catalogue.get(picture, PUBLIC)
    assert found is not None
    assert [(asset.role, asset.filename) for asset in found.assets] == [("original", "a.jpg"), ("sidecar", "a.xmp")]
    assert found.original.filename == "a.jpg"
