"""The format benchmark explains why the words of a file differ from those of another program."""

from __future__ import annotations

import pytest

from tests.bench import format_reasons as reasons

PAPER = "Dinas Perhubungan membuka dermaga baru di Batam pada hari Senin kata kepala dinas"


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (PAPER, "", reasons.NEXT_TO_NONE),
        (f"{PAPER} dan ini yang tidak dibaca oleh program lain itu sama sekali", PAPER, reasons.MORE_HERE),
        (PAPER, f"{PAPER} " * 5, reasons.REPEATED),
        ("Batam", 'HYPERLINK "http://batam.example/rilis/2026" Batam', reasons.FIELD_CODES),
        (PAPER, f"{PAPER} {' '.join(f'angka{n}' for n in range(60))}", reasons.LESS_HERE),
        ("семь лет и четыре балла", "семь лет и четыре балла".encode("cp1251").decode("cp1252"), reasons.OTHER_LETTERS),
        ("konferensi pers", "k o n f e r e n s i p e r s", reasons.CUT_APART),
        ("Rapat 2016-08-10 pada 2016-08-15", "Rapat 42592 pada 42597", reasons.NUMBERS),
        ("2016-08-10 2016-08-15", "42592 42597", reasons.NUMBERS),
        ("Pidato menteri", "Click to edit Master title style", reasons.PROMPTS),
        ("genap ganjil kop surat surat kop isi naskah", "kop isi naskah surat x", reasons.MORE_HERE),
        ("satu dua tiga empat", "lima enam tujuh delapan", reasons.TOO_FEW),
        (PAPER, "Kalimat ini sama sekali lain dan tidak punya kata yang sama dengan naskah tadi", ""),
    ],
)
def test_the_words_of_both_sides_tell_the_reason(ours: str, theirs: str, reason: str) -> None:
    words = reasons.words_of(ours), reasons.words_of(theirs)
    assert reasons.reason_of("a.doc", "application/msword", False, *words) == reason


def test_a_scan_and_a_file_of_another_format_are_told_by_the_file() -> None:
    words = reasons.words_of(PAPER), reasons.words_of("lain")
    assert reasons.reason_of("a.pdf", "application/pdf", True, *words) == reasons.SCAN
    assert reasons.reason_of("a.doc", "application/vnd.wordperfect", False, *words) == reasons.OTHER_FORMAT


def test_what_the_receipt_says_is_a_reason() -> None:
    few, many, none = map(reasons.words_of, ("Kop", f"Kop {PAPER}", ""))
    hidden = "application/vnd.ms-excel: 2 hidden sheets not read: show what belongs to it"
    unread = "application/vnd.ms-excel: kept, but its cells could not be read (Codepage 272D not found)"
    assert reasons.reason_of("a.xls", "application/vnd.ms-excel", False, few, many, hidden) == reasons.HIDDEN
    assert reasons.reason_of("a.xls", "application/vnd.ms-excel", False, none, many, unread) == reasons.UNREAD
    assert reasons.reason_of("a.xls", "application/vnd.ms-excel", False, none, many, "read") != reasons.UNREAD
