"""An embargo counts wherever a file can contain it: in notes, properties, hidden text, field names.

Every such place in a format belongs in the table of tests/builders/embargo_carriers.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description, Status
from ingest.description.file_description import describe
from ingest.files.restrictions import access_for
from ingest.readers.registry import READERS, UNREAD
from tests.builders.djvu_pages import DJVU_CARRIERS, DJVU_NAMED
from tests.builders.embargo_carriers import CARRIERS as TEXT_CARRIERS
from tests.builders.embargo_carriers import DAY, PAST, Maker
from tests.builders.embargo_carriers import NAMED as TEXT_NAMED
from tests.builders.inner_carriers import INNER_CARRIERS, INNER_NAMED
from tests.builders.mail_carriers import MAIL_CARRIERS, MAIL_NAMED
from tests.builders.packed_carriers import PACKED_CARRIERS
from tests.builders.picture_carriers import PICTURE_CARRIERS, PICTURE_NAMED
from tests.builders.sound_carriers import SOUND_CARRIERS, SOUND_NAMED
from tests.support.commands import some

CARRIERS = {
    **TEXT_CARRIERS, **INNER_CARRIERS, **MAIL_CARRIERS, **PACKED_CARRIERS, **PICTURE_CARRIERS, **SOUND_CARRIERS,
    **DJVU_CARRIERS,
}  # fmt: skip
NAMED = {**TEXT_NAMED, **INNER_NAMED, **MAIL_NAMED, **PICTURE_NAMED, **SOUND_NAMED, **DJVU_NAMED}
ORDER = "EMBARGOED UNTIL 10:00 GMT, 5 MAY 2090"
INNOCENT = (
    "The trade embargo on Cuba was discussed in Havana",
    "The arms embargo was lifted in May 2020",
    "Minister opens harbour",
)


# Readers of what has no words beside those that are read: all are shown, or are fields, or each file inside is read.
NOTHING_BESIDE = {"text", "subtitles", "encrypted", "photo", "sidecar", "mbox", "pst", "tar", "warc", "records"}


def test_the_words_beside_the_text_are_read_in_every_format() -> None:
    readers = {reader.name for reader in READERS.values()}
    assert UNREAD.keys() - {"none"} <= readers
    assert readers - UNREAD.keys() == NOTHING_BESIDE


def status(folder: Path, kind: str, data: bytes) -> Status:
    """Return the status of a file with this content."""
    path = folder / f"file.{kind}"
    path.write_bytes(data)
    description = Description.from_json(describe(str(path), path.name, str(folder)))
    return access_for(description, Status.RELEASED).status


@pytest.mark.parametrize(("place", "make"), CARRIERS.items(), ids=map(" ".join, CARRIERS))
def test_an_order_holds_the_file_and_talk_of_an_embargo_does_not(
    tmp_path: Path, place: tuple[str, str], make: Maker
) -> None:
    assert status(tmp_path, place[0], make(ORDER)) is Status.HELD
    for words in some(INNOCENT):
        assert status(tmp_path, place[0], make(words)) is Status.RELEASED, words


@pytest.mark.parametrize(("field", "make"), NAMED.items(), ids=map(" ".join, NAMED))
def test_a_day_to_come_in_a_field_for_it_holds_the_file(tmp_path: Path, field: tuple[str, str], make: Maker) -> None:
    assert status(tmp_path, field[0], make(DAY)) is Status.HELD
    assert status(tmp_path, field[0], make(PAST)) is Status.RELEASED


@pytest.mark.parametrize("between", [".", "-", " "])
def test_letters_that_are_set_apart_without_wider_gaps_between_words_hold(tmp_path: Path, between: str) -> None:
    spelled = between.join(ORDER.replace(" ", ""))
    assert status(tmp_path, "txt", f"{spelled}\n\nA new hall\n\nThe port opened a new hall.\n".encode()) is Status.HELD


@pytest.mark.parametrize("words", ["embargo", "Embargo", "embargo-list", "embargoed_until"])
def test_names_that_programs_and_pages_use_hold_nothing(tmp_path: Path, words: str) -> None:
    page = f'<html><body><div class="{words}" id="{words}"><a href="#{words}">News</a></div><p>A new hall.</p></body>'
    assert status(tmp_path, "html", page.encode()) is Status.RELEASED


def test_a_calendar_of_releases_is_public_and_a_plan_with_embargoes_is_not(tmp_path: Path) -> None:
    calendar = "Title,Release date\nInflation,2090-05-05 10:00\nTrade,2090-06-05 10:00\n"
    assert status(tmp_path, "csv", calendar.encode()) is Status.RELEASED
    assert status(tmp_path, "csv", b"Country,Embargo\nCuba,yes\nIraq,no\n") is Status.RELEASED
    assert status(tmp_path, "csv", b"Title,Embargo until\nInflation,2090-05-05 10:00\n") is Status.HELD
    assert status(tmp_path, "csv", b"Title,Text,Status\nInflation,It rose.,EMBARGO\n") is Status.HELD


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("NotForPublicRelease", True),
        ("#SBNotForPublicRelease", True),
        ("SBConfidential", True),
        ("TopSecret", True),
        ("Approved", False),
        ("ForPublicRelease", False),
        ("#SBCompleted", False),
    ],
)
def test_a_stamp_of_a_pdf_speaks_by_its_name(tmp_path: Path, name: str, held: bool) -> None:
    plain = CARRIERS["pdf", "subject of a stamp"]("Port")
    data = plain.replace(b"/Subj ", f"/Name/{name.replace('#', '#23')}/Subj ".encode())
    assert (status(tmp_path, "pdf", data) is Status.HELD) == held
