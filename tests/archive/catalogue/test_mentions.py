"""Which photo an article means: by name if one photo has it, by folder if several do, else none."""

from __future__ import annotations

from itertools import permutations

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Catalogue, NewAsset, name_key
from archive.record import Description, Link, Mention, Outcome, Record
from tests.archive.catalogue.shelf import HELD, article, photo, put, sha


def record_of(catalogue: Catalogue, record: str, viewer: object = ARCHIVIST) -> Record:
    found = catalogue.get(record, viewer)  # type: ignore[arg-type]
    assert found is not None
    return found


def link(catalogue: Catalogue, record: str, viewer: object = ARCHIVIST) -> Link:
    return record_of(catalogue, record, viewer).photos[0]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("W-HAI_1275.jpg", "w-hai_1275.JPG", True),
        ("Lễ mở ký.jpg", "Lễ mở ký.jpg", True),  # NFC and NFD, as Macs write it
        ("Foto  2.jpg", "foto 2.jpg", True),
        ("a/b/X.jpg", "X.jpg", True),
        ("Straße.jpg", "STRASSE.jpg", True),
        ("HAI_1275.jpg", "W-HAI_1275.jpg", False),
        ("X.jpg", "X.jpeg", False),
        ("Le mo ky.jpg", "Lễ mở ký.jpg", False),
    ],
)
def test_what_is_the_same_name(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize("order", list(permutations(["article", "here", "there"])))
def test_of_two_photos_the_one_in_the_articles_folder_is_meant_whatever_came_first(
    catalogue: Catalogue, order: tuple[str, ...]
) -> None:
    ids = {}
    for what in order:
        with catalogue.write() as writer:
            if what == "article":
                ids[what] = article(writer, "2025/signing/text.txt", Mention("DSC_0001.jpg", caption="Bendera"))
            else:
                folder = "2025/signing" if what == "here" else "2019/visit"
                ids[what] = photo(writer, f"{folder}/DSC_0001.jpg")
    found = link(catalogue, ids["article"])
    assert (found.record, found.doubtful) == (ids["here"], False)
    here, there = catalogue.get_many([ids["here"], ids["there"]], PUBLIC)
    assert [seen.mention.caption for seen in here.articles] == ["Bendera"]
    assert there.articles == ()


def test_a_photo_that_is_only_nearest_is_a_guess(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        near = photo(writer, "2025/signing/photos/DSC_0001.jpg")
        photo(writer, "2019/visit/DSC_0001.jpg")
        told = article(writer, "2025/signing/text.txt", Mention("DSC_0001.jpg"))
    assert link(catalogue, told).record is None
    (found,) = record_of(catalogue, told).possible
    assert (found.record, found.doubtful) == (near, True)
    assert found.reason is not None
    photo_of = record_of(catalogue, near)
    assert photo_of.articles == ()
    assert [one.record for one in photo_of.possible] == [told]


@pytest.mark.parametrize("folders", [("a", "b"), ("2025/x", "2025/y"), ("2025", "2025")])
def test_the_name_alone_never_decides_between_two(catalogue: Catalogue, folders: tuple[str, str]) -> None:
    with catalogue.write() as writer:
        photo(writer, f"{folders[0]}/DSC_0001.jpg")
        photo(writer, f"{folders[1]}/dsc_0001.JPG")
        told = article(writer, "2025/text.txt", Mention("DSC_0001.jpg"))
    found = link(catalogue, told)
    assert found.record is None
    assert found.reason == "2 photos have this name, and nothing else tells which of them is meant"
    assert [one.reason for one in catalogue.namings() if one.photo is None] == [found.reason]


def test_a_second_photo_of_that_name_undoes_what_the_first_had_decided(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        told = article(writer, "texts/a.txt", Mention("DSC_0001.jpg"))
        first = photo(writer, "one/DSC_0001.jpg")
    assert link(catalogue, told).record == first
    before = catalogue.revision()
    with catalogue.write() as writer:
        second = photo(writer, "two/DSC_0001.jpg")
    assert link(catalogue, told).record is None
    assert set(catalogue.changes(before)) == {told, first, second}


def test_a_hidden_photo_of_that_name_gives_nothing_away(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        photo(writer, "one/X.jpg", HELD)
        shown = photo(writer, "f/X.jpg")
        told = article(writer, "f/a.txt", Mention("X.jpg"))
        photo(writer, "one/Y.jpg", HELD)
        photo(writer, "two/Y.jpg")
        unsaid = article(writer, "g/b.txt", Mention("Y.jpg"))
    assert link(catalogue, told, ARCHIVIST).reason is not None
    seen = link(catalogue, told, PUBLIC)
    assert (seen.record, seen.doubtful, seen.reason) == (shown, False, None)
    assert link(catalogue, unsaid, PUBLIC) == Link(Mention("Y.jpg"), None)


def test_other_files_by_that_name_are_no_photo(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        told = article(writer, "a.txt", Mention("b.txt"), Mention("a.txt"))
        article(writer, "b.txt")
    assert {one.mention.filename for one in catalogue.namings() if one.photo is None} == {"a.txt", "b.txt"}
    with catalogue.write() as writer:
        picture = photo(writer, "c.jpg")
        writer.add_mentions(told, [Mention("c.jpg")])
    with catalogue.write() as writer:
        writer.set_value(picture, "kind", "document")
    assert link(catalogue, told).record is None


def test_a_new_name_of_a_photo_answers_what_waited_for_it(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        told = article(writer, "a.txt", Mention("renamed.jpg"))
        picture = photo(writer, "IMG_1.jpg")
    with catalogue.write() as writer:
        put(writer, "renamed.jpg", picture, "IMG_1.jpg", Outcome.DUPLICATE)
    assert link(catalogue, told).record == picture


def test_new_words_under_a_photo_change_the_photo(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        picture, other = photo(writer, "A.jpg"), photo(writer, "B.jpg")
        told = article(writer, "a.txt", Mention("A.jpg", caption="Old"))
    before = catalogue.revision()
    with catalogue.write() as writer:
        described = Description("text/plain", "text", 2, mentions=[Mention("B.jpg", caption="New")])
        writer.describe(told, described)
    assert set(catalogue.changes(before)) == {told, picture, other}
    old, new = catalogue.get_many([picture, other], PUBLIC)
    assert (old.articles, [seen.mention.caption for seen in new.articles]) == ((), ["New"])


def test_what_the_archivist_decided_stays(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        photo(writer, "f/X.jpg")
        right = photo(writer, "g/X.jpg")
        told = article(writer, "f/a.txt", Mention("X.jpg"))
    with catalogue.write() as writer:
        writer.decide_mention(told, 0, right)
    with catalogue.write() as writer:
        photo(writer, "h/X.jpg")
        writer.describe(told, Description("text/plain", "text", 2, mentions=[Mention("X.jpg", caption="Again")]))
    found = link(catalogue, told)
    assert (found.record, found.mention.caption) == (right, "Again")


RESPELLED = ["X%201.JPG", "x 1", "X_1.jpeg", "x-1-scaled.jpg"]


@pytest.mark.parametrize("spelled", RESPELLED)
def test_what_the_archivist_decided_stays_when_the_name_is_spelled_otherwise(
    catalogue: Catalogue, spelled: str
) -> None:
    with catalogue.write() as writer:
        near = photo(writer, "f/X 1.jpg")
        right = photo(writer, "g/X 1.jpg")
        told = article(writer, "f/a.txt", Mention("X 1.jpg"), Mention("X 2.jpg"))
        out = article(writer, "f/b.txt", Mention("X 1.jpg"))
    with catalogue.write() as writer:
        writer.decide_mention(told, 0, right)
        assert [*writer.refuse_mention(out, 0)] == [near]
    with catalogue.write() as writer:
        anew = [Mention("X 2.jpg"), Mention(spelled)]
        writer.describe(told, Description("text/plain", "text", 2, mentions=anew))
        writer.describe(out, Description("text/plain", "text", 2, mentions=anew))
    assert [naming.photo for naming in catalogue.namings(told)] == [None, right]
    assert [(naming.photo, naming.refused) for naming in catalogue.namings(out)] == [(None, ()), (right, (near,))]


def test_a_photo_can_be_refused_before_any_is_tied(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        told = article(writer, "a.txt", Mention("X.jpg"))
        other = photo(writer, "Y.jpg")
    assert link(catalogue, told).reason == "no photo by this name is here"
    assert link(catalogue, told, PUBLIC).reason is None
    with catalogue.write() as writer:
        writer.refuse_mention(told, 0, other)
        put(writer, "X.jpg", other, "Y.jpg", Outcome.DUPLICATE)
    assert link(catalogue, told).record is None
    with pytest.raises(ValueError, match="tied to no photo"), catalogue.write() as writer:
        writer.refuse_mention(told, 0)


def test_mentions_can_be_resolved_before_the_end_and_again_at_it(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        told = article(writer, "f/a.txt", Mention("X.jpg"))
        first = photo(writer, "f/X.jpg")
        writer.resolve_mentions()
        photo(writer, "g/X.jpg")
    assert link(catalogue, told).record == first


def test_a_folder_that_is_known_only_later_decides_all_the_same(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        right = photo(writer, "f/X.jpg")
        photo(writer, "g/X.jpg")
        described = Description("text/plain", "text", 1, mentions=[Mention("X.jpg")])
        told = writer.add_record(described, NewAsset(sha("a"), 1, "text/plain"))
        writer.resolve_mentions()
        put(writer, "f/a.txt", told, "a")
    assert link(catalogue, told).record == right


def test_mentions_that_are_put_anew_change_the_photos_before_and_after(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        before, after = photo(writer, "A.jpg"), photo(writer, "B.jpg")
        told = article(writer, "a.txt", Mention("A.jpg"))
    with catalogue.write() as writer:
        writer.add_mentions(told, [Mention("B.jpg")])
    assert set(catalogue.changes(1)) == {told, before, after}
