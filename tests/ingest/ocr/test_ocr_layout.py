"""The rows of a scan become the printed lines and paragraphs, so a scan is described like a text."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from archive.record import Description
from archive.tesseract import installed
from archive.text import fold
from ingest.description.extraction import extract_description
from ingest.description.scan_text import add_ocr_text
from ingest.ocr.page_recognition import found_in, read_page
from tests.builders.scan_pages import scan
from tests.cases.release_pages import BOLD, PAGES, Printed, page

LANGUAGES = "ind+vie+eng"
HERE = installed()
needs_all = pytest.mark.skipif(
    not os.environ.get("TESTS_NEED_ALL") and (HERE.lacks(LANGUAGES) is not None or not Path(BOLD).exists()),
    reason="tesseract or the font is not on this machine",
)


def described(folder: Path, printed: Printed, columns: int) -> tuple[list[str], Description]:
    """Return the lines read from a page, and the description extracted from them."""
    path = scan(folder / "scan.pdf", page(printed, columns))
    how = {"program": HERE.program, "languages": LANGUAGES, "packs": sorted(HERE.languages), "dpi": 150}
    read = read_page(str(path), 1, str(folder), how)
    description = Description("application/pdf", "pdf", 1, pages=[""], scans=[1])
    add_ocr_text(description, {"1": read}, "scan.pdf", "scan.pdf")
    extract_description(description, "scan.pdf", "scan.pdf")
    return [line for line in read["text"].split("\n") if line], description


def alike(one: str, other: str) -> bool:
    """Return whether they are the same except for some wrongly read letters."""
    return difflib.SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio() > 0.93


@needs_all
@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("columns", [1, 2])
def test_a_printed_release_is_told_apart_as_its_text_would_be(tmp_path: Path, language: str, columns: int) -> None:
    printed = PAGES[language]
    lines, found = described(tmp_path, printed, columns)
    wanted = [*printed.letterhead, printed.label, printed.number, printed.title, *printed.body]
    assert len(lines) == len(wanted), lines
    assert all(alike(*pair) for pair in zip(lines, wanted, strict=True)), lines
    assert alike(found.values["title"], printed.title)
    assert (found.values["date"], found.values["kind"]) == (printed.day, "press-release")
    assert found.text.count("\n\n") == len(printed.body) - 1


def tsv(*rows: tuple[int, int, str]) -> list[str]:
    """Return rows of one size (left, baseline, words) in tesseract's format: a letter is 10 wide and 20 high."""
    told = []
    for number, (left, foot, words) in enumerate(rows, start=1):
        at = left
        for word in words.split(" "):
            wide = 10 * len(word)
            if word:
                told.append(f"5\t1\t{number // 8}\t1\t{number}\t1\t{at}\t{foot - 15}\t{wide}\t20\t96\t{word}")
            at += wide + 10
    return told


PROSE = [
    "Gudang garam di pulau itu kini kosong,",
    "sebab hujan turun pada musim kemarau.",
    "Petani menunggu matahari yang terik di",
    "tepi tambak mereka.",
]


def test_a_paragraph_is_one_line_and_the_next_begins_after_its_short_last_row() -> None:
    rows = [(100, 100 + 30 * n, words) for n, words in enumerate([*PROSE, *PROSE])]
    first, second = found_in(tsv(*rows)).text.split("\n\n")
    assert first == second == " ".join(PROSE)


def test_a_list_and_an_address_keep_their_lines() -> None:
    rows = [*PROSE, "- garam kasar", "- garam halus", "Kontak media:", "Ratna Komala"]
    lines = found_in(tsv(*((100, 100 + 30 * n, words) for n, words in enumerate(rows)))).text.split("\n")
    assert lines[-4:] == ["- garam kasar", "- garam halus", "Kontak media:", "Ratna Komala"]


def test_two_columns_whose_rows_run_into_each_other_are_read_one_after_the_other() -> None:
    right = [words.replace("garam", "beras").replace("tambak", "sawah") for words in PROSE]
    rows = [(100, 100 + 30 * n, f"{left:<42}{other}") for n, (left, other) in enumerate(zip(PROSE, right, strict=True))]
    assert found_in(tsv(*rows)).text == f"{' '.join(PROSE)}\n\n{' '.join(right)}"


def test_the_rows_of_a_table_stay_rows() -> None:
    table = ["Beras           12.000", "Gula            15.500", "Minyak goreng   18.000", "Garam            4.000"]
    rows = [(100, 100 + 30 * n, words) for n, words in enumerate(table)]
    assert [line.split()[0] for line in found_in(tsv(*rows)).text.split("\n")] == ["Beras", "Gula", "Minyak", "Garam"]


def test_a_word_cut_at_the_end_of_a_row_is_whole_again() -> None:
    rows = ["Gudang garam di pulau itu kini menam-", "pung beras, sebab hujan turun terus pada", *PROSE[2:]]
    told = found_in(tsv(*((100, 100 + 30 * n, words) for n, words in enumerate(rows)))).text
    assert "kini menampung beras" in told
