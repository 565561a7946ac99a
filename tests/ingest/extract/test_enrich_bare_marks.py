"""A bare embargo mark refers to the embargo with a time elsewhere in the same file."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from ingest.description.file_description import describe
from ingest.extract.embargo.embargo_candidates import is_bare

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton."
DATED = "EMBARGO sampai Jumat, 4 Desember 2026 pukul 10.00 WIB"
INSTANT = "2026-12-04T03:00:00Z"


def until(text: str, filename: str = "naskah.txt", relpath: str = "", **offers: object) -> object:
    description = Description("text/plain", "text", 1, text=text)
    for key, value in offers.items():
        description.offer(key, value, "front matter", 1.0)
    extract_description(description, filename, relpath)
    return description.values["embargo"]["until"]


@pytest.mark.parametrize(
    ("subject", "instant"),
    [
        ("EMBARGO: Inflasi November 2,84 persen", INSTANT),
        ("EMBARGO - Pidato Menteri", INSTANT),
        ("[EMBARGOED] Pier opened", INSTANT),
        ("EMBARGO sampai pidato dibacakan: Dermaga", None),
        ("NOT FOR RELEASE - Dermaga", None),
        ("EMBARGO - JANGAN DISIARKAN", None),
    ],
)
def test_the_subject_of_a_mail_and_the_first_line_of_its_body(tmp_path: Path, subject: str, instant: object) -> None:
    mail = f"From: a@x.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{DATED}\n\n{BODY}\n"
    (tmp_path / "a.eml").write_text(mail, encoding="utf-8")
    assert describe(str(tmp_path / "a.eml"), "a.eml", str(tmp_path))["values"]["embargo"]["until"] == instant


@pytest.mark.parametrize(
    ("name", "instant"),
    [
        ("EMBARGO_x.docx", INSTANT), ("rilis (embargo).docx", INSTANT), ("rilis_embargo_2.docx", INSTANT),
        ("EMBARGO_2026-12-05.docx", "2026-12-06T12:00:00Z"), ("embargo sampai Sabtu.docx", None),
        ("RAHASIA nota.docx", None), ("HOLD.docx", None), ("JANGAN_DISIARKAN.docx", None),
    ],
)  # fmt: skip
def test_the_name_of_a_file_or_folder_and_a_line_in_it(name: str, instant: object) -> None:
    assert until(f"{DATED}\n\nDermaga baru dibuka\n\n{BODY}", name) == instant
    assert (
        until(f"Dermaga baru dibuka\n\n{BODY}\n\n{DATED}", "a.docx", f"{name.removesuffix('.docx')}/a.docx") == instant
    )


@pytest.mark.parametrize(
    "text",
    [
        f"EMBARGO\n\nDermaga baru dibuka\n\n{DATED}\n\n{BODY}",
        f"*** EMBARGO ***\n\nDermaga baru dibuka\n\n{BODY}\n\n{DATED}",
        f"{DATED}\n\nDermaga baru dibuka\n\n{BODY}\n\n*** EMBARGO ***",
        f"EMBARGO - Dermaga baru dibuka\n\n{DATED}\n\n{BODY}",
    ],
)
def test_marks_in_the_text_itself(text: str) -> None:
    assert until(text) == INSTANT


def test_a_mark_alone_holds_until_decided() -> None:
    assert until(f"*** EMBARGO ***\n\nDermaga baru dibuka\n\n{BODY}") is None
    assert until(f"Dermaga baru dibuka\n\n{BODY}", "EMBARGO_x.docx", keywords=["EMBARGO"]) is None


def test_the_later_of_two_hours_counts_beside_a_mark_and_of_two_days_someone_decides() -> None:
    later, other = (f"EMBARGO sampai {day} Desember 2026 pukul 11.00 WIB" for day in ("Jumat, 4", "Sabtu, 5"))
    assert until(f"{DATED}\n\nDermaga baru dibuka\n\n{BODY}\n\n{later}", "EMBARGO_x.docx") == "2026-12-04T04:00:00Z"
    assert until(f"{DATED}\n\nDermaga baru dibuka\n\n{BODY}\n\n{other}", "EMBARGO_x.docx") is None


@pytest.mark.parametrize("words", ["EMBARGO", "Under embargo", "EMBARGO: Inflasi November", "_embargo"])
def test_bare_words(words: str) -> None:
    assert is_bare(words)


@pytest.mark.parametrize(
    "words", ["EMBARGO 4 Des", "embargo sd Jumat", "EMBARGO until further notice", "RAHASIA", "HOLD"]
)
def test_words_that_say_more_or_something_else(words: str) -> None:
    assert not is_bare(words)
