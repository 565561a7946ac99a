"""Which record a file belongs to, rule by rule."""

from __future__ import annotations

import pytest

from archive.record import Outcome, Role
from ingest.identity.camera_pairs import Agreement, Exposure, NeighbourPhoto, agreement, pair
from ingest.identity.identity import IdentityFacts, decide

PHOTO = {"kind": "photo", "created": "2025-10-25T09:00:00", "difference_hash": "00000000000000ff"}


def test_new_name_and_new_bytes_are_added() -> None:
    assert decide("a", {}, IdentityFacts()).outcome is Outcome.ADDED


def test_same_bytes_at_the_same_name_are_unchanged() -> None:
    decision = decide("a", {}, IdentityFacts(name_sha256="a", name_record="r1", bytes_record="r1"))
    assert (decision.outcome, decision.record) == (Outcome.UNCHANGED, "r1")


def test_new_bytes_at_a_known_name_are_a_new_version() -> None:
    decision = decide("b", {}, IdentityFacts(name_sha256="a", name_record="r1"))
    assert (decision.outcome, decision.record) == (Outcome.NEW_VERSION, "r1")


def test_going_back_to_earlier_bytes_is_a_new_version_too() -> None:
    decision = decide("a", {}, IdentityFacts(name_sha256="b", name_record="r1", bytes_record="r1"))
    assert (decision.outcome, decision.record) == (Outcome.NEW_VERSION, "r1")


def test_known_bytes_at_a_new_name_are_a_duplicate_that_names_the_other() -> None:
    decision = decide("a", {}, IdentityFacts(bytes_record="r1", bytes_at="disk/a.txt"))
    assert (decision.outcome, decision.record, decision.moved) == (Outcome.DUPLICATE, "r1", False)
    assert "disk/a.txt" in decision.reason


def test_known_bytes_whose_old_name_is_gone_have_moved() -> None:
    decision = decide("a", {}, IdentityFacts(bytes_record="r1", bytes_at="disk/a.txt", bytes_name_gone=True))
    assert decision.moved
    assert decision.reason.startswith("moved")


def test_new_bytes_while_another_name_keeps_the_old_ones_are_a_record_of_their_own() -> None:
    decision = decide("b", {}, IdentityFacts(name_sha256="a", name_record="r1", old_bytes_elsewhere=True))
    assert (decision.outcome, decision.record, decision.namesake) == (Outcome.ADDED, None, "r1")


def test_another_capture_time_under_one_name_is_another_photograph() -> None:
    new = PHOTO | {"created": "2025-11-01T10:00:00"}
    decision = decide(
        "b", new, IdentityFacts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],))
    )
    assert (decision.outcome, decision.namesake) == (Outcome.ADDED, "r1")
    assert "2025-11-01T10:00:00" in decision.reason


def test_another_look_under_one_name_is_another_photograph() -> None:
    new = PHOTO | {"difference_hash": "ffffffffffffff00"}
    assert (
        decide(
            "b",
            new,
            IdentityFacts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],)),
        ).outcome
        is Outcome.ADDED
    )


@pytest.mark.parametrize(("bits", "outcome"), [(10, Outcome.NEW_VERSION), (11, Outcome.ADDED), (25, Outcome.ADDED)])
def test_copies_of_a_picture_differ_by_ten_bits_at_most(bits: int, outcome: Outcome) -> None:
    new = PHOTO | {"difference_hash": f"{int(str(PHOTO['difference_hash']), 16) ^ (1 << bits) - 1:016x}"}
    facts = IdentityFacts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],))
    assert decide("b", new, facts).outcome is outcome


def test_a_photograph_with_mended_metadata_is_a_new_version() -> None:
    new = PHOTO | {"difference_hash": "00000000000000fe", "caption": "mended"}
    assert (
        decide(
            "b",
            new,
            IdentityFacts(name_sha256="a", name_record="r1", old_values=PHOTO, old_created=(PHOTO["created"],)),
        ).outcome
        is Outcome.NEW_VERSION
    )


def test_known_bytes_of_another_record_at_a_known_name_are_a_duplicate_of_that_one() -> None:
    facts = IdentityFacts(name_sha256="a", name_record="r1", bytes_record="r2", bytes_at="disk/b.txt")
    decision = decide("b", {}, facts)
    assert (decision.outcome, decision.record) == (Outcome.DUPLICATE, "r2")


RAW, JPEG, HEIC = "image/x-nikon-nef", "image/jpeg", "image/heic"
NINE, TEN = "2025-10-25T09:00:00", "2025-10-25T10:00:00"


def beside(name: str, record: str, exposure: Exposure, *types: str) -> NeighbourPhoto:
    return NeighbourPhoto(name, record, exposure, frozenset(types or {exposure.media_type}))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (Exposure(RAW, (NINE,)), Exposure(JPEG, (f"{NINE}.25+07:00",)), Agreement.SAME),
        (Exposure(RAW, (NINE,)), Exposure(JPEG, ("2025-10-25", TEN)), Agreement.CONTRADICTS),
        (Exposure(RAW, (NINE,)), Exposure(JPEG, (TEN, NINE)), Agreement.SAME),
        (Exposure(RAW, (NINE,)), Exposure(JPEG, ("2025-10",)), Agreement.POSSIBLE),
        (Exposure(RAW), Exposure(JPEG), Agreement.POSSIBLE),
        (Exposure(RAW, shape=1.503), Exposure(JPEG, shape=1.5), Agreement.POSSIBLE),
        (Exposure(RAW, shape=1.5), Exposure(JPEG, shape=1.0), Agreement.CONTRADICTS),
        (Exposure(RAW, (NINE,), model="d850"), Exposure(JPEG, (NINE,), model="eos r5"), Agreement.CONTRADICTS),
        (Exposure(HEIC, (NINE,)), Exposure(JPEG, (NINE,)), Agreement.SAME),
        (Exposure(HEIC, (NINE,)), Exposure(JPEG), Agreement.CONTRADICTS),
        (Exposure(RAW, ("soon",)), Exposure(JPEG, ("2025",)), Agreement.CONTRADICTS),
    ],
)
def test_what_two_files_of_one_name_say_of_being_one_frame(one: Exposure, other: Exposure, found: Agreement) -> None:
    assert agreement(one, other) is agreement(other, one) is found


def test_of_several_records_the_one_made_at_the_same_second_is_meant() -> None:
    sure, unsure = beside("a.jpg", "r1", Exposure(JPEG, (NINE,))), beside("a.jpeg", "r2", Exposure(JPEG))
    found = pair(Exposure(RAW, (NINE,)), [unsure, sure])
    assert found is not None
    assert (found.record, found.apart) == ("r1", False)
    assert pair(Exposure(RAW, (NINE,)), [unsure, beside("A.JPG", "r3", Exposure(JPEG))]).apart  # type: ignore[union-attr]


def test_what_no_camera_writes_beside_it_is_paired_with_nothing() -> None:
    for media_type in ("image/tiff", "image/vnd.adobe.photoshop", "image/png", RAW):
        assert pair(Exposure(media_type, (NINE,)), [beside("a.nef", "r1", Exposure(RAW, (NINE,)))]) is None


def test_new_bytes_of_the_cameras_other_file_stay_with_its_record_unless_they_are_another_picture() -> None:
    known = IdentityFacts(
        name_sha256="a", name_record="r1", name_role=Role.ATTACHMENT, name_of="a.nef", exposure=Exposure(JPEG, (NINE,)),
        old_values=PHOTO, old_created=(NINE,),
    )  # fmt: skip
    mended = decide("b", PHOTO, known)
    assert (mended.outcome, mended.record) == (Outcome.ATTACHED, "r1")
    for values in (PHOTO | {"created": TEN}, {"kind": "document"}):
        other = decide("b", values, known)
        assert (other.outcome, other.namesake) == (Outcome.ADDED, "r1")
