"""Which record a file is, rule by rule."""

from __future__ import annotations

from archive.record import Outcome
from ingest.identity import Facts, decide

PHOTO = {"kind": "photo", "created": "2025-10-25T09:00:00", "difference_hash": "00000000000000ff"}


def test_new_name_and_new_bytes_are_added() -> None:
    assert decide("a", {}, Facts()).outcome is Outcome.ADDED


def test_same_bytes_at_the_same_name_are_unchanged() -> None:
    decision = decide("a", {}, Facts(name_sha256="a", name_record="r1", bytes_record="r1"))
    assert (decision.outcome, decision.record) == (Outcome.UNCHANGED, "r1")


def test_new_bytes_at_a_known_name_are_a_new_version() -> None:
    decision = decide("b", {}, Facts(name_sha256="a", name_record="r1"))
    assert (decision.outcome, decision.record) == (Outcome.NEW_VERSION, "r1")


def test_going_back_to_earlier_bytes_is_a_new_version_too() -> None:
    decision = decide("a", {}, Facts(name_sha256="b", name_record="r1", bytes_record="r1"))
    assert (decision.outcome, decision.record) == (Outcome.NEW_VERSION, "r1")


def test_known_bytes_at_a_new_name_are_a_duplicate_that_names_the_other() -> None:
    decision = decide("a", {}, Facts(bytes_record="r1", bytes_at="disk/a.txt"))
    assert (decision.outcome, decision.record, decision.moved) == (Outcome.DUPLICATE, "r1", False)
    assert "disk/a.txt" in decision.reason


def test_known_bytes_whose_old_name_is_gone_have_moved() -> None:
    decision = decide("a", {}, Facts(bytes_record="r1", bytes_at="disk/a.txt", bytes_name_gone=True))
    assert decision.moved
    assert decision.reason.startswith("moved")


def test_new_bytes_while_another_name_keeps_the_old_ones_are_a_record_of_their_own() -> None:
    decision = decide("b", {}, Facts(name_sha256="a", name_record="r1", old_bytes_elsewhere=True))
    assert (decision.outcome, decision.record, decision.namesake) == (Outcome.ADDED, None, "r1")


def test_another_capture_time_under_one_name_is_another_photograph() -> None:
    new = PHOTO | {"created": "2025-11-01T10:00:00"}
    decision = decide(
        "b", new, Facts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],))
    )
    assert (decision.outcome, decision.namesake) == (Outcome.ADDED, "r1")
    assert "2025-11-01T10:00:00" in decision.reason


def test_another_look_under_one_name_is_another_photograph() -> None:
    new = PHOTO | {"difference_hash": "ffffffffffffff00"}
    assert (
        decide(
            "b", new, Facts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],))
        ).outcome
        is Outcome.ADDED
    )


def test_a_photograph_with_mended_metadata_is_a_new_version() -> None:
    new = PHOTO | {"difference_hash": "00000000000000fe", "caption": "mended"}
    assert (
        decide(
            "b", new, Facts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],))
        ).outcome
        is Outcome.NEW_VERSION
    )


def test_known_bytes_of_another_record_at_a_known_name_are_a_duplicate_of_that_one() -> None:
    facts = Facts(name_sha256="a", name_record="r1", bytes_record="r2", bytes_at="disk/b.txt")
    decision = decide("b", {}, facts)
    assert (decision.outcome, decision.record) == (Outcome.DUPLICATE, "r2")
