"""A calendar with an entry that is not for everyone is held (RFC 5545, CLASS)."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description, Status
from ingest.description.file_description import describe
from ingest.files.restrictions import access_for

ENTRY = "BEGIN:VEVENT\r\nUID:1@port\r\nDTSTART:20270105T100000Z\r\nSUMMARY:A hall opens\r\n{}\r\nEND:VEVENT\r\n"


def status(folder: Path, text: str) -> Status:
    path = folder / "a.ics"
    path.write_bytes(text.encode())
    described = Description.from_json(describe(str(path), path.name, str(folder)))
    return access_for(described, Status.RELEASED).status


def calendar(*lines: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(map(ENTRY.format, lines)) + "END:VCALENDAR\r\n"


@pytest.mark.parametrize("line", ["CLASS:CONFIDENTIAL", "CLASS:PRIVATE", "class;x-a=b:private"])
def test_an_entry_that_is_not_for_everyone_holds_the_calendar(tmp_path: Path, line: str) -> None:
    assert status(tmp_path, calendar("CLASS:PUBLIC", line)) is Status.HELD


@pytest.mark.parametrize(
    "text",
    [
        calendar("CLASS:PUBLIC"),
        calendar("DESCRIPTION:CLASS:PRIVATE schools"),
        "A port opens\n\nThe harbour opens.\n\nCLASS:PRIVATE\n",
    ],
)
def test_other_entries_and_texts_are_not_held(tmp_path: Path, text: str) -> None:
    assert status(tmp_path, text) is Status.RELEASED
