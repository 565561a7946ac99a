"""Collections that are closed for years: who may see which record until when, and what changes that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from archive.access import ARCHIVIST, PUBLIC, Access
from archive.catalogue import EDIT, Catalogue, NewAsset, ValueEdit
from archive.catalogue.rules.closures import RuleEffect
from archive.catalogue.rules.collection_rules import CLOSED, DATE, NewRule
from archive.catalogue.rules.rule_dates import closure_end
from archive.errors import BadRule
from archive.messages import Message
from archive.record import Description, Mention, Record, Status
from tests.archive.catalogue.shelf import LATER, Clock, put, sha

NAME = "Pidato Menteri"
RELEASED = Access()


def add(catalogue: Catalogue, path: str, day: str | None, access: Access = RELEASED, **values: Any) -> str:
    described = Description("text/plain", "text", 1, text="Isi.")
    for key, value in {"kind": "press-release", "title": path, "collection": NAME, "date": day, **values}.items():
        described.offer(key, value, "test")
    with catalogue.write() as writer:
        record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"), access)
        put(writer, path, record, path)
    return record


def close(catalogue: Catalogue, years: int, name: str = NAME, *, new: bool = False) -> RuleEffect:
    with catalogue.write() as writer:
        return writer.set_closure(NewRule(name, CLOSED, years, DATE, "UU 43/2009", new), "ani")


def lift(catalogue: Catalogue, rule: int = 1) -> RuleEffect:
    with catalogue.write() as writer:
        return writer.lift_closure(rule, "dibuka oleh menteri", "ani")


def edit(catalogue: Catalogue, record: str, **values: object) -> None:
    with catalogue.write() as writer:
        n = writer.open_changes(EDIT, "x", "ani")
        list(writer.revise(n, [record], lambda _: {key: ValueEdit(value) for key, value in values.items()}))
        writer.close_changes(n)


def decide(catalogue: Catalogue, record: str, access: Access = RELEASED) -> int | None:
    with catalogue.write() as writer:
        return writer.decide_access([record], access, "budi")


def seen(catalogue: Catalogue, record: str) -> Record:
    found = catalogue.get(record, ARCHIVIST)
    assert found is not None
    return found


def is_public(catalogue: Catalogue, record: str) -> bool:
    return catalogue.get(record, PUBLIC) is not None


def code(catalogue: Catalogue, record: str) -> str:
    reason = seen(catalogue, record).hold_reason
    assert isinstance(reason, Message)
    return reason.code


def test_old_and_new_records_are_held_until_they_are_old_enough(catalogue: Catalogue, clock: Clock) -> None:
    young, old = add(catalogue, "a", "2001-01-01"), add(catalogue, "b", "1996-05-01")
    effect = close(catalogue, 30, "pidato   MENTERI")
    later = add(catalogue, "c", "2020-06-15")
    elsewhere = add(catalogue, "d", "2020-06-15", collection="Lain")
    assert (effect.matched, effect.held, effect.rule.collection) == (2, [young], NAME)
    assert [is_public(catalogue, one) for one in (young, old, later, elsewhere)] == [False, True, False, True]
    assert seen(catalogue, young).release_at == "2031-01-01T00:00:00Z"
    reason = str(seen(catalogue, later).hold_reason)
    assert reason == f"closed until 2050-06-15T00:00:00Z by the rule of collection {NAME}"
    clock.now = datetime(2031, 1, 1, tzinfo=UTC)
    assert is_public(catalogue, young)
    assert not is_public(catalogue, later)


def test_a_clock_that_is_set_back_holds_it_again(catalogue: Catalogue, clock: Clock) -> None:
    record, before = add(catalogue, "a", "2001-01-01"), clock.now
    close(catalogue, 30)
    clock.now = datetime(2031, 1, 2, tzinfo=UTC)
    assert is_public(catalogue, record)
    clock.now = before - timedelta(days=9000)
    assert not is_public(catalogue, record)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2024-02-29", "2025-03-01"),  # a day that does not exist in that year
        ("2024-02", "2025-02-28"),  # the last possible day, so the end is not too early
        ("2025", "2026-12-31"),
        ("2025-10-25/2025-11-02", "2026-11-02"),
        ("0001-01-01", "2027-05-01"),  # a mistake: the period starts on the day it was added
        ("2060-01-01", "2027-05-01"),
        (None, "2027-05-01"),
        ("2025-13-45", "2027-05-01"),
    ],
)
def test_the_day_that_counts(catalogue: Catalogue, day: str | None, end: str) -> None:
    close(catalogue, 1, new=True)
    record = add(catalogue, "a", day)
    with catalogue.write() as writer:
        writer.touch(record)
    told = str(seen(catalogue, record).hold_reason or "")
    if end > "2026-05-01":
        assert seen(catalogue, record).release_at == f"{end}T00:00:00Z"
        assert ("was added" in told) == (end == "2027-05-01")
    else:
        assert is_public(catalogue, record)


def test_days_begin_by_the_archives_clocks() -> None:
    assert closure_end(datetime(2001, 1, 1).date(), 30, ZoneInfo("Asia/Jakarta")) == "2030-12-31T17:00:00Z"
    assert closure_end(datetime(9990, 1, 1).date(), 30, UTC) is None


def test_a_date_past_the_calendar_holds_until_someone_decides(catalogue: Catalogue) -> None:
    record = add(catalogue, "a", "2020-01-01")
    edit(catalogue, record, date="9990-01-01")
    close(catalogue, 30)
    assert (seen(catalogue, record).release_at, code(catalogue, record)) == (None, "hold-rule-endless")


@pytest.mark.parametrize("years", [-1, 0, 201, 10_000])
def test_years_that_no_rule_has_are_refused(catalogue: Catalogue, years: int) -> None:
    add(catalogue, "a", "2020-01-01")
    with pytest.raises(BadRule, match="from 1 to 200"):
        close(catalogue, years)


def test_what_cannot_be_set_is_refused(catalogue: Catalogue) -> None:
    add(catalogue, "a", "2020-01-01")
    with pytest.raises(BadRule, match="No record is in the collection Nihil"):
        close(catalogue, 30, "Nihil")
    with pytest.raises(BadRule, match="name of a collection"):
        close(catalogue, 30, "  ")
    with pytest.raises(BadRule, match="reason"), catalogue.write() as writer:
        writer.set_closure(NewRule(NAME, CLOSED, 30, DATE, " "), "ani")
    close(catalogue, 30)
    with pytest.raises(BadRule, match="rule 1"):
        close(catalogue, 30)
    with pytest.raises(BadRule, match="no rule 7"):
        lift(catalogue, 7)
    lift(catalogue)
    with pytest.raises(BadRule, match="already been lifted"):
        lift(catalogue)


def test_an_edit_of_the_date_moves_the_end(catalogue: Catalogue) -> None:
    record = add(catalogue, "a", "2001-01-01")
    close(catalogue, 30)
    edit(catalogue, record, date="2010-01-01")
    assert seen(catalogue, record).release_at == "2040-01-01T00:00:00Z"
    edit(catalogue, record, date="2000-01-01")
    assert seen(catalogue, record).release_at == "2030-01-01T00:00:00Z"
    with catalogue.write() as writer:
        writer.undo(2, "ani")
    assert seen(catalogue, record).release_at == "2040-01-01T00:00:00Z"


def test_an_edit_of_the_date_makes_nothing_public(catalogue: Catalogue) -> None:
    record = add(catalogue, "a", "2001-01-01")
    close(catalogue, 30)
    edit(catalogue, record, date="1950-01-01")
    assert not is_public(catalogue, record)
    assert (seen(catalogue, record).release_at, code(catalogue, record)) == (None, "hold-rule-over")
    edit(catalogue, record, date="2002-01-01")
    assert seen(catalogue, record).release_at == "2032-01-01T00:00:00Z"


def test_a_new_reading_never_makes_the_end_earlier(catalogue: Catalogue) -> None:
    record = add(catalogue, "a", "2001-01-01")
    close(catalogue, 30)
    described = Description("text/plain", "text", 2, text="Isi.")
    for key, value in {"kind": "press-release", "title": "a", "collection": NAME, "date": "1999-01-01"}.items():
        described.offer(key, value, "test")
    with catalogue.write() as writer:
        writer.describe(record, described)
    assert seen(catalogue, record).release_at == "2031-01-01T00:00:00Z"
    edit(catalogue, record, collection="Lain")
    assert seen(catalogue, record).release_at == "2031-01-01T00:00:00Z"


def test_the_later_end_wins_beside_an_embargo(catalogue: Catalogue) -> None:
    longer = Access(Status.HELD, "2040-01-01T00:00:00Z", "EMBARGO")
    embargoed, briefly = add(catalogue, "a", "2001-01-01", longer), add(catalogue, "b", "2001-01-01", LATER)
    close(catalogue, 30)
    assert seen(catalogue, embargoed).release_at == "2040-01-01T00:00:00Z"
    assert seen(catalogue, briefly).release_at == "2031-01-01T00:00:00Z"
    effect = lift(catalogue)
    assert effect.come_out == []
    assert [seen(catalogue, one).release_at for one in (embargoed, briefly)] == [longer.release_at, LATER.release_at]


def test_a_later_decision_on_one_record_stands(catalogue: Catalogue) -> None:
    record = add(catalogue, "a", "2001-01-01")
    close(catalogue, 30)
    n = decide(catalogue, record)
    edit(catalogue, record, creator="Ibu Ani")
    assert is_public(catalogue, record)
    (closure,) = catalogue.closures_of([record])[record]
    assert closure.overruled
    assert n is not None
    with catalogue.write() as writer:
        writer.undo(n, "budi")
    assert seen(catalogue, record).release_at == "2031-01-01T00:00:00Z"
    decide(catalogue, record)
    close(catalogue, 40)  # a rule that is set later is the later decision
    assert seen(catalogue, record).release_at == "2041-01-01T00:00:00Z"


def test_an_undo_of_an_earlier_hold_does_not_pass_the_rule(catalogue: Catalogue) -> None:
    record = add(catalogue, "a", "2001-01-01")
    n = decide(catalogue, record, Access(Status.HELD, hold_reason="x"))
    close(catalogue, 30)
    assert n is not None
    with catalogue.write() as writer:
        writer.undo(n, "budi", skip=True)
    assert not is_public(catalogue, record)


def test_the_longest_of_several_rules_counts(catalogue: Catalogue) -> None:
    both = add(catalogue, "a", "2001-01-01", collection=[NAME, "Kabinet"])
    close(catalogue, 30)
    close(catalogue, 50, "Kabinet")
    assert seen(catalogue, both).release_at == "2051-01-01T00:00:00Z"
    effect = lift(catalogue, 2)
    assert (seen(catalogue, both).release_at, effect.come_out) == ("2031-01-01T00:00:00Z", [])
    assert lift(catalogue, 1).come_out == [both]
    assert is_public(catalogue, both)


def test_a_lifted_rule_opens_what_it_alone_held(catalogue: Catalogue) -> None:
    alone, also = add(catalogue, "a", "2001-01-01"), add(catalogue, "b", "2001-01-01")
    new = add(catalogue, "c", "2020-01-01")
    close(catalogue, 30)
    with catalogue.write() as writer:  # as an ingest notes an embargo of a new version that ends earlier
        writer.note_hold(also, order_until="2028-01-01T00:00:00Z")
    effect = lift(catalogue)
    assert (sorted(effect.come_out), effect.stay) == (sorted([alone, new]), [also])
    assert not is_public(catalogue, also)
    assert code(catalogue, also) == "hold-rule-lifted"
    (rule,) = catalogue.collection_rules()
    assert (rule.set_by, rule.reason, rule.lifted_by) == ("ani", "UU 43/2009", "ani")
    types = [event["type"] for event in catalogue.events() if event["record"] is None]
    assert types[-2:] == ["collection rule set", "collection rule lifted"]


def test_a_lifted_rule_leaves_what_the_words_hold(catalogue: Catalogue) -> None:
    """Even if there was no note of it."""
    record = add(catalogue, "a", "2001-01-01")
    close(catalogue, 30)
    edit(catalogue, record, embargo={"until": "2028-01-01T00:00:00Z", "words": "EMBARGO"})
    lift(catalogue)
    assert seen(catalogue, record).release_at == "2028-01-01T00:00:00Z"


def test_the_table_that_captions_a_closed_photo_is_closed_too(catalogue: Catalogue) -> None:
    table = Description("text/csv", "table", 1, text="IMG_1.jpg", mentions=[Mention("IMG_1.jpg", "Menteri")])
    table.offer("genre", "caption-sheet", "test")
    photo = Description("image/jpeg", "photo", 1)
    for key, value in {"kind": "photo", "collection": NAME, "created": "2001-01-01"}.items():
        photo.offer(key, value, "test")
    with catalogue.write() as writer:
        record = writer.add_record(photo, NewAsset(sha("p"), 4, "image/jpeg"), RELEASED)
        put(writer, "IMG_1.jpg", record, "p")
        sheet = writer.add_record(table, NewAsset(sha("t"), 4, "text/csv"), RELEASED)
        put(writer, "t.csv", sheet, "t")
    assert is_public(catalogue, sheet)
    close(catalogue, 30)
    assert seen(catalogue, sheet).release_at == seen(catalogue, record).release_at == "2031-01-01T00:00:00Z"
