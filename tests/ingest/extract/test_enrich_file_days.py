"""The creation date of a file: never the date of issue. It places a record in lists if its text names no other time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from archive.record import Description
from ingest.description.file_description import describe

BODY = "Dermaga itu dibuka oleh menteri di hadapan para nelayan dan warga yang datang sejak pagi."
OLD, NEW = datetime(2013, 11, 3, 8), datetime(2025, 5, 5, 8)
TEMPLATE = datetime(2013, 12, 23, 23, 15)  # of python-docx


def made(path: Path, *paragraphs: str, created: datetime = OLD, saved: datetime = OLD) -> Description:
    document = Document()
    document.core_properties.created, document.core_properties.modified = created, saved
    for paragraph in ("Dermaga baru dibuka di Kupang", *paragraphs):
        document.add_paragraph(paragraph)
    document.save(str(path))
    return Description.from_json(describe(str(path), path.name, str(path.parent), path.name))


WORDS = {
    "KUPANG, 4 Mei 2025 - " + BODY: "dateline",
    "Kupang (4/5/2025) – " + BODY: "dateline",
    "KUPANG, Indonesia, May 4, 2025 -- The pier opened today before a crowd of fishermen.": "dateline",
    "Hà Nội, ngày 4 tháng 5 năm 2025": "dateline",
}


@pytest.mark.parametrize("line", WORDS)
def test_a_day_in_the_words_goes_before_that_of_the_template(line: str, tmp_path: Path) -> None:
    found = made(tmp_path / "rilis.docx", line, BODY)
    assert (found.values["date"], found.origins["date"][0].origin) == ("2025-05-04", WORDS[line])
    assert found.origins["date"][-1].value == "2013-11-03"


def test_a_day_in_the_file_name_goes_before_it(tmp_path: Path) -> None:
    assert made(tmp_path / "2025-05-04 rilis.docx", BODY).values["date"] == "2025-05-04"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Menteri membuka dermaga itu pada Minggu (4/5/2025) di hadapan para nelayan dan warga.", "2025-05-04"),
        ("KUPANG, 4 Mei - " + BODY, "05-04 without its year"),
        ("Hà Nội, ngày 4/5 - Bến cảng được khánh thành với sự có mặt của đông đảo ngư dân.", "05-04 without its year"),
    ],
)
def test_it_is_no_day_of_issue_where_the_words_name_a_day_long_after_it(line: str, named: str, tmp_path: Path) -> None:
    found = made(tmp_path / "rilis.docx", line)
    assert "date" not in found.values
    assert any(f"made on 2013-11-03, and its text names {named}: no day of issue" in note for note in found.notes)


def test_the_day_it_was_saved_stands_in_where_the_words_speak_for_it(tmp_path: Path) -> None:
    found = made(tmp_path / "a.docx", "Menteri membuka dermaga itu pada Minggu (4/5/2025) bersama warga.", saved=NEW)
    assert "date" not in found.values
    assert (found.values["file_date"], found.origins["file_date"][0].confidence) == ("2025-05-05", 0.2)
    found = made(tmp_path / "b.docx", "KUPANG, 4 Mei - " + BODY, saved=NEW)
    assert (found.values["date"], found.origins["date"][0].origin) == ("2025-05-04", "dateline")


def test_it_places_a_record_in_lists_where_nothing_speaks_against_it_and_is_no_date(tmp_path: Path) -> None:
    for name, created, day, confidence in (("a.docx", NEW, "2025-05-05", 0.4), ("b.docx", OLD, "2013-11-03", 0.2)):
        found = made(tmp_path / name, BODY, created=created, saved=NEW)
        assert not {"date", "date_precision"} & found.values.keys()
        assert (found.values["file_date"], found.origins["file_date"][0].confidence) == (day, confidence)


def test_the_moment_in_which_a_programs_template_was_made_is_no_day(tmp_path: Path) -> None:
    found = made(tmp_path / "a.docx", BODY, created=TEMPLATE, saved=TEMPLATE)
    assert not {"date", "file_date", "document_created", "document_modified"} & found.values.keys()
