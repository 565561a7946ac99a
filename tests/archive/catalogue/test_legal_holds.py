"""Legal holds: they prevent the removal of records, and which records they cover."""

from __future__ import annotations

import pytest

from archive.access import PUBLIC
from archive.catalogue import EDIT, Catalogue, NewAsset, ValueEdit
from archive.catalogue.rules.legal_holds import COLLECTION, RECORD
from archive.errors import BadRule, CannotErase
from archive.login_name import is_nameless, is_same_login
from archive.record import Description
from tests.archive.catalogue.shelf import put, sha

NAME = "Kabinet"


def add(catalogue: Catalogue, path: str, collection: str = NAME) -> str:
    described = Description("text/plain", "text", 1, text=f"Isi {path}.")
    for key, value in {"kind": "press-release", "title": path, "collection": collection}.items():
        described.offer(key, value, "test")
    with catalogue.write() as writer:
        record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"))
        put(writer, path, record, path)
    return record


def hold(catalogue: Catalogue, *ids: str, case: str = "Perkara 12", collection: str = "") -> int:
    scope, target = (COLLECTION, collection) if collection else (RECORD, " ".join(ids))
    with catalogue.write() as writer:
        made, _ = writer.set_legal_hold(case, "surat pengadilan", "siti", scope, target, ids)
    return made.n


def erase(catalogue: Catalogue, record: str) -> None:
    with catalogue.write() as writer:
        n = writer.request_erasure(record, "court", "ani")
    with catalogue.write() as writer:
        writer.carry_out_erasure(n, "budi")


def test_nothing_erases_a_record_under_a_hold(catalogue: Catalogue) -> None:
    record = add(catalogue, "a")
    first, second = hold(catalogue, record), hold(catalogue, record, case="Perkara 13")
    assert catalogue.get(record, PUBLIC) is not None  # it does not affect access
    with catalogue.write() as writer:
        n = writer.request_erasure(record, "court", "ani")
    for case, number in (("Perkara 12", first), ("Perkara 13", second)):
        why = rf"legal hold {number} \({case}\), set by siti"
        with pytest.raises(CannotErase, match=why), catalogue.write() as writer:
            writer.carry_out_erasure(n, "budi")
        with catalogue.write() as writer:
            writer.lift_legal_hold(number, "putusan", "siti")
    with catalogue.write() as writer:
        writer.carry_out_erasure(n, "budi")
    assert catalogue.get(record, PUBLIC) is None


def test_what_comes_into_the_collection_comes_under_its_hold(catalogue: Catalogue) -> None:
    there, elsewhere = add(catalogue, "a"), add(catalogue, "b", "Lain")
    n = hold(catalogue, collection="kabinet")
    later = add(catalogue, "c")
    assert set(catalogue.legal_hold_records(n)) == {there, later}
    for record, value in ((elsewhere, NAME), (there, "Lain")):
        with catalogue.write() as writer:
            changes = writer.open_changes(EDIT, "x", "ani")
            list(writer.revise(changes, [record], lambda _, value=value: {"collection": ValueEdit(value)}))  # type: ignore[misc]
            writer.close_changes(changes)
    assert set(catalogue.legal_hold_records(n)) == {
        there,
        later,
        elsewhere,
    }  # records that leave it stay under the hold
    with pytest.raises(CannotErase):
        erase(catalogue, there)


@pytest.mark.parametrize("kept_is_held", [True, False])
def test_a_merged_record_is_under_the_holds_of_both(catalogue: Catalogue, kept_is_held: bool) -> None:
    one, other = add(catalogue, "a"), add(catalogue, "b")
    n = hold(catalogue, one if kept_is_held else other)
    with catalogue.write() as writer:
        writer.merge([one, other], "ani")
    assert [found.n for found in catalogue.legal_holds_on([one])[one]] == [n]
    with pytest.raises(CannotErase):
        erase(catalogue, one)


def test_both_parts_of_an_undone_merge_are_under_a_hold_of_the_whole(catalogue: Catalogue) -> None:
    one, other = add(catalogue, "a"), add(catalogue, "b")
    with catalogue.write() as writer:
        merged = writer.merge([one, other], "ani")
    hold(catalogue, one)
    with catalogue.write() as writer:
        writer.undo(merged.change_set, "ani")
    assert catalogue.legal_holds_on([one, other]).keys() == {one, other}


def test_what_cannot_be_set_or_lifted_is_refused(catalogue: Catalogue) -> None:
    record = add(catalogue, "a")
    for refused in (
        lambda: hold(catalogue, record, case="  "),
        lambda: hold(catalogue, collection="Nihil"),
        lambda: hold(catalogue),
    ):
        with pytest.raises(BadRule):
            refused()
    n = hold(catalogue, record)
    for reason in (None, " "):
        with pytest.raises(BadRule, match="reason"), catalogue.write() as writer:
            writer.lift_legal_hold(n, reason, "siti")
    with pytest.raises(BadRule, match="no legal hold 9"), catalogue.write() as writer:
        writer.lift_legal_hold(9, "x", "siti")
    history = [event["type"] for event in catalogue.events(record)]
    assert history[-1] == "legal hold set"


@pytest.mark.parametrize("typed", ["ani", " ANI ", "Ani\u200b", "ａｎｉ", "a ni"])
def test_one_login_typed_differently_is_not_two_people(catalogue: Catalogue, typed: str) -> None:
    assert is_same_login("ani", typed)
    record = add(catalogue, "a")
    with catalogue.write() as writer:
        n = writer.request_erasure(record, "court", "ani")
    with pytest.raises(CannotErase, match="another person"), catalogue.write() as writer:
        writer.carry_out_erasure(n, typed)


def test_nobody_is_not_a_person(catalogue: Catalogue) -> None:
    assert is_nameless(" \u200b\t")
    record = add(catalogue, "a")
    with pytest.raises(CannotErase, match="--by"), catalogue.write() as writer:
        writer.request_erasure(record, "court", " ")
