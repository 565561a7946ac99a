"""An unlikely year is marked as doubtful, especially if read by OCR."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.record import TEXT_ORIGIN, Description
from ingest.description.extraction import extract_description
from ingest.extract.dates.issue_date import doubt_years

NEXT = datetime.now(UTC).year + 1


def read(text: str, filename: str = "naskah.txt", *, scan: bool = False) -> Description:
    description = Description("application/pdf", "pdf", 1, text=text)
    if scan:
        description.offer(TEXT_ORIGIN, "ocr", "tesseract")
    extract_description(description, filename, "")
    doubt_years(description)
    return description


def release(day: str, number: str = "") -> str:
    head = f"SIARAN PERS\nNomor: {number}\n\n" if number else "SIARAN PERS\n\n"
    return f"{head}Pasar ikan dibuka\n\nSemarang, {day} – Wali kota membuka pasar ikan yang menampung pedagang.\n"


def sure(description: Description) -> float:
    return description.origins["date"][0].confidence or 0.0


@pytest.mark.parametrize("year", [NEXT + 1, 2096])
@pytest.mark.parametrize("scan", [True, False])
def test_a_year_to_come_is_doubted(year: int, scan: bool) -> None:
    found = read(release(f"5 Mei {year}"), scan=scan)
    assert found.values["date"] == f"{year}-05-05"
    assert sure(found) < 0.5
    assert f"the year of {year}-05-05 is not likely: compare it with the original" in found.notes


def test_another_day_on_offer_goes_before_it() -> None:
    found = read(release("5 Mei 2096"), "2021-05-06 rilis.pdf", scan=True)
    assert (found.values["date"], found.values["date_precision"]) == ("2021-05-06", "day")


@pytest.mark.parametrize("day", ["5 Mei 2020", "5 Mei 1826"])
def test_a_scan_whose_number_gives_another_year_is_doubted(day: str) -> None:
    assert sure(read(release(day, "77/SP/DPK/V/2026"), scan=True)) < 0.5


@pytest.mark.parametrize(
    ("day", "number", "scan"),
    [
        ("5 Mei 2026", "77/SP/DPK/V/2026", True), ("5 Januari 2026", "77/SP/DPK/XII/2025", True),
        ("5 Mei 2020", "77/SP/DPK/V/2026", False), ("5 Mei 1954", "", True), (f"5 Mei {NEXT}", "", False),
    ],
)  # fmt: skip
def test_likely_years_are_believed(day: str, number: str, scan: bool) -> None:
    found = read(release(day, number), scan=scan)
    assert sure(found) > 0.5
    assert not found.notes
