"""The catalogue stores records, shows each viewer what they may see, and reports changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access, Catalogue, NamedFile, NewAsset, ReceiptLine
from archive.catalogue.schema import batch
from archive.record import Candidate, Description, Kind, Mention, Outcome, Role, Status
from tests.archive.catalogue.shelf import HELD, LATER, NOW, Clock, article, photo, put, sha


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
    assert (found.version, found.added_at) == (1, "2026-05-01T09:00:00Z")
    assert found.revision == 0  # no index has shown it yet
    (own,) = catalogue.get_many([record], ARCHIVIST)
    assert own.revision == 1
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
        writer.put_name(NamedFile("disk", "a.txt", "", sha("a.txt"), record, Outcome.UNCHANGED, 5, 7, 7), accession)
        writer.receipt_line(accession, ReceiptLine("a.txt", Outcome.UNCHANGED, record=record, status=Status.RELEASED))
        writer.close_accession(accession)
    assert (writer.revision, catalogue.revision()) == (None, 1)
    assert catalogue.accessions()[0].totals == {"unchanged": 1}
    assert catalogue.changes(0) == [record]
    assert catalogue.changes(1) == []


def test_a_photo_finds_its_article_whichever_came_first(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        early = article(writer, "early.txt", Mention("W-HAI_1275.jpg", caption="Bendera"))
    assert [(one.article, one.mention.filename, one.photo) for one in catalogue.namings()] == [
        (early, "W-HAI_1275.jpg", None)
    ]
    with catalogue.write() as writer:
        picture = photo(writer, "elsewhere/w-hai_1275.JPG")
    assert set(catalogue.changes(1)) == {early, picture}
    with catalogue.write() as writer:
        late = article(writer, "late.txt", Mention("W-HAI_1275.jpg"))
    assert set(catalogue.changes(2)) == {late, picture}
    assert all(one.photo == picture for one in catalogue.namings())
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


def test_records_come_in_the_order_asked_for_each_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 50)  # more are requested than one statement binds
    with catalogue.write() as writer:
        ids = [article(writer, f"{n}.txt") for n in range(120)]
    asked = [*reversed(ids), "unknown", ids[0]]
    assert [record.id for record in catalogue.get_many(asked, PUBLIC)] == asked[:120]
    assert len(catalogue.texts(ids, PUBLIC)) == 120
    assert catalogue.visible(asked, PUBLIC) == asked[:120]
    assert catalogue.get("unknown", PUBLIC) is None
    assert len(set(ids)) == 120
    assert all(len(id_) == 16 and id_.isalnum() and id_ == id_.lower() for id_ in ids)


def test_changes_come_in_the_order_they_were_made(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        first = article(writer, "a.txt")
    with catalogue.write() as writer:
        second = article(writer, "b.txt")
    with catalogue.write() as writer:
        writer.set_value(first, "title", "New")
    assert catalogue.changes(0) == [second, first]
    assert catalogue.changes(2) == [first]
    assert catalogue.changes(3) == []


def test_what_is_undone_takes_nothing_with_it(catalogue: Catalogue) -> None:
    with pytest.raises(ZeroDivisionError), catalogue.write() as writer:  # noqa: PT012
        article(writer, "a.txt", Mention("b.jpg"))
        _ = 1 / 0
    assert (catalogue.revision(), catalogue.changes(0), catalogue.events(), catalogue.namings()) == (
        0,
        [],
        [],
        [],
    )
    assert catalogue.name("disk", "a.txt") is None


def test_the_archivists_value_wins_over_every_later_reading(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = article(writer, "a.txt")
    with catalogue.write("Ibu Sri") as writer:
        writer.set_value(record, "title", "The right title")
        writer.set_value(record, "kind", "speech")
    again = Description("text/plain", "text", 2, text="New text.")
    again.offer("title", "The file's new title", "first line")
    again.offer("date", "2026-05-01", "dateline")
    again.offer("kind", "article", "rule:mentions")
    for write in ("version", "reread"):
        with catalogue.write() as writer:
            if write == "version":
                assert writer.new_version(record, again, NewAsset(sha("new"), 9, "text/plain")) == 2
            else:
                writer.describe(record, again)
        found = catalogue.get(record, PUBLIC)
        assert found is not None
        assert (found.title, found.kind, found.date, found.version) == ("The right title", Kind.SPEECH, "2026-05-01", 2)
        assert [offer.origin for offer in found.origins["title"]] == ["archivist", "first line", "first line"]
        assert found.origins["title"][1:] == [
            Candidate("first line", "The file's new title"),
            Candidate("first line", "Judul a.txt"),
        ]
        assert catalogue.text(record, PUBLIC) == "New text."
    assert catalogue.get_many([record], PUBLIC)[0].reader_version == 2
    assert "Ibu Sri" in {event["agent"] for event in catalogue.events(record)}


def test_a_new_version_keeps_the_bytes_before_and_their_name(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = article(writer, "a.txt")
        described = Description("text/plain", "text", 1)
        writer.new_version(record, described, NewAsset(sha("2"), 1, "text/plain"))
        put(writer, "a.txt", record, "2", Outcome.NEW_VERSION)
        writer.new_version(record, described, NewAsset(sha("a.txt"), 5, "text/plain"))  # back to the first version
        put(writer, "a.txt", record, "a.txt", Outcome.NEW_VERSION)
    found = catalogue.get(record, PUBLIC)
    assert found is not None
    assert [(asset.version, asset.sha256, asset.names) for asset in found.assets] == [
        (1, sha("a.txt"), ("a.txt",)),
        (2, sha("2"), ("a.txt",)),
        (3, sha("a.txt"), ("a.txt",)),
    ]
    assert (found.original.version, found.version) == (3, 3)


def test_due_are_the_records_whose_hour_came_and_what_shows_them(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        shown = photo(writer, "f/A.jpg")
        told = article(writer, "f/later.txt", Mention("A.jpg"), access=LATER)
        undecided = article(writer, "f/undecided.txt", access=HELD)
        withdrawn = article(writer, "f/back.txt", access=Access(Status.WITHDRAWN, LATER.release_at))
        annex = article(writer, "f/annex.txt")
        released = article(writer, "f/out.txt", access=Access(Status.RELEASED, LATER.release_at))
        writer.relate(annex, "annex-of", told, "rule:annex")
    hour = "2026-05-03T10:00:00Z"
    before, after = "2026-05-03T09:59:59Z", "2026-05-03T10:00:01Z"
    assert catalogue.due(before, hour) == [told, *sorted([shown, annex])]
    assert catalogue.due("", after)[0] == told
    assert catalogue.due(hour, after) == []
    assert catalogue.due("2026-05-01T00:00:00Z", before) == []
    assert {undecided, withdrawn, released}.isdisjoint(catalogue.due("", "2099-01-01T00:00:00Z"))


def test_a_change_of_status_changes_what_is_linked(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        picture = photo(writer, "f/A.jpg")
        told = article(writer, "f/a.txt", Mention("A.jpg"))
        other = article(writer, "f/b.txt")
    with catalogue.write() as writer:
        writer.set_status(told, Access(Status.WITHDRAWN))
    assert set(catalogue.changes(1)) == {told, picture}
    assert catalogue.visible([picture, told, other], PUBLIC) == [picture, other]
    with catalogue.write() as writer:
        writer.set_status(told, Access(Status.WITHDRAWN))
    assert writer.revision is None
    assert catalogue.counts(ARCHIVIST) == {
        (Kind.PHOTO, Status.RELEASED): 1,
        (Kind.ARTICLE, Status.RELEASED): 1,
        (Kind.ARTICLE, Status.WITHDRAWN): 1,
    }
    assert catalogue.events(told)[-1]["detail"] == {"before": "released", "after": "withdrawn", "until": None}


def test_an_instant_that_would_not_sort_is_refused() -> None:
    for wrong in ("2026-05-03", "2026-05-03T10:00:00+07:00", "soon"):
        with pytest.raises(ValueError, match="is not an instant"):
            Access(Status.HELD, wrong)


def test_relations_are_seen_from_both_ends(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        old, new = article(writer, "old.txt"), article(writer, "new.txt")
    with catalogue.write() as writer:
        writer.relate(new, "corrects", old, "rule:ralat", 0.8)
        writer.relate(new, "same-as-name", old, "rule:name")
        writer.relate(old, "same-as-name", new, "rule:name")
    assert set(catalogue.changes(1)) == {old, new}
    seen_old, seen_new = catalogue.get_many([old, new], PUBLIC)
    assert [(r.type, r.record, r.certainty) for r in seen_new.relations] == [
        ("corrects", old, 0.8),
        ("same-as-name", old, 1),
    ]
    assert sorted(r.type for r in seen_old.relations) == ["corrected-by", "same-as-name"]
    assert {r.title for r in seen_old.relations} == {"Judul new.txt"}
    with catalogue.write() as writer:
        writer.relate(new, "corrects", old, "rule:ralat", 0.8)
    assert writer.revision is None
    with pytest.raises(ValueError, match="is not a relation"), catalogue.write() as writer:
        writer.relate(new, "aunt-of", old, "x")


@pytest.mark.sqlite
def test_values_that_neither_sqlite_nor_json_can_hold_are_kept_as_far_as_they_can(catalogue: Catalogue) -> None:
    described = Description("text/plain", "text", 1, text="a\ud800b\x00c", furniture=["\udcff"], notes=["\ud800"])
    described.offer("title", "T\udcff", "exif:270")
    described.offer("gps", [float("nan"), 2**80], "exif:GPS")
    described.offer("odd\ud800", {"\ud800": float("inf")}, "xmp")
    with catalogue.write("agent\ud800") as writer:
        record = writer.add_record(described, NewAsset(sha("a"), 1, "text/plain"), Access(hold_reason="\ud800"))
        writer.add_mentions(record, [Mention("\ud800.jpg", "\ud800", "\ud800", "\ud800")])
    found = catalogue.get(record, PUBLIC)
    assert found is not None
    assert found.title == "T\ufffd"
    assert found.values["gps"] == [None, 2**80]
    assert catalogue.text(record, PUBLIC) == "a\ufffdb\x00c"
    json.dumps(found.values).encode()
    assert found.photos[0].mention == Mention("\ufffd.jpg", "\ufffd", "\ufffd", "\ufffd")
