"""Quick tests before the date search: they skip no date that would be found without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.text.dates import date_finder
from archive.text.dates.number_words import CLUE, PARTS_OF_CLUES
from archive.text.patterns import lazy_regex

CASES = Path(__file__).parents[2] / "cases"
FILES = sorted((*CASES.glob("days_blind_*.json"), CASES / "date_lines.py"))
EVERY = 8  # one line in this many is read both ways
ODD = [
    "dated l2 March 2O21", "2l Mei 200l", "the 2lst of May 2026 and the lst of June 2026", "Reiwa 6", "HEISEI 12",
    "năm Chiêu Hòa 20", "Showa year 15 (1940)", "the TWENTY-THIRD day of September, two thousand and nineteen",
    "ngày mồng hai tháng chín năm một nghìn chín trăm chín mươi lăm", "ngày hai tháng chín năm hai NGÀN mười",
    "tanggal dua puluh tujuh bulan Oktober tahun dua ribu dua puluh tiga", "May the third, nıneteen ninety-five",
    "REİWA 6", "5 MAİ 2026", "5-V-2026", "1953 FEB 11", "141530ZMAR2022", "ngày 5 THÁNG Mười năm 2025", "2/9-1982",
    "từ 25 đến 26/10", "5 thg 10 2025", "30 tháng 9 đến 2 tháng 10 năm 2025", "[12/07/21 09.14.02] Name: words",
    "May the third, nineteen ninety-five", "Minguo 113", "seribu sembilan ratus",
]  # fmt: skip


def lines() -> list[str]:
    """Return the lines of the cases with dates."""
    texts = [path.read_text(encoding="utf-8").replace("\\n", "\n") for path in FILES]
    return list(
        dict.fromkeys(line[:500] for text in texts for line in text.splitlines() if any(map(str.isalpha, line)))
    )


def test_the_quick_tests_find_all_that_is_found_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [*lines()[::EVERY], *ODD]
    quick = [date_finder._find(line, 2026, False) for line in seen]
    assert sum(map(bool, quick)) > 100
    monkeypatch.setattr(date_finder, "_has_any", lambda *_: True)
    monkeypatch.setattr(date_finder, "_has_clue", lambda *_: True)
    monkeypatch.setattr(date_finder, "_FIGURES_BEHIND_WORDS", {})
    monkeypatch.setattr(date_finder, "_MAY_BE_MISREAD", lazy_regex(""))
    for line, found in zip(seen, quick, strict=True):
        assert date_finder._find(line, 2026, False) == found, line


def test_each_clue_has_its_part() -> None:
    for word in ("thousand", "nineteen", "twenty", "ribu", "seribu", "nghìn", "nghin", "ngàn", "ngan", "day of"):
        assert lazy_regex(CLUE).search(word)
        assert any(part in word for part in PARTS_OF_CLUES)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("12 Aprıl 2026", "2026-04-12"),
        ("12 APRİL 2026", "2026-04-12"),
        ("12 AVRİL 2026", "2026-04-12"),
        ("5 THÁNG GİÊNG 2026", "2026-01-05"),
        ("FRİDAY 6/5/2026", "2026-06-05"),
        ("SENİN 6/1/2026", "2026-06-01"),
        ("May the third, NİNETEEN ninety-five", "1995-05-03"),
        ("the THİRD day of May, NİNETEEN ninety-five", "1995-05-03"),
    ],
)
def test_a_day_is_read_with_i_of_another_alphabet(line: str, iso: str) -> None:
    assert [found.iso for found in date_finder.find(line)] == [iso]
