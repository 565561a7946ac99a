"""Titles as pages show them."""

from __future__ import annotations

from typing import Any

import pytest

from archive.captions.fallback_titles import SENTENCE
from archive.record import Candidate, Kind
from tests.support.web_fakes import record
from webui.presentation.display_titles import display_title, filename_words, heading_title, without_capitals


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (
            "PRESIDENT RONALD REAGAN'S ADDRESS BEFORE A JOINT SESSION OF THE CONGRESS",
            "President Ronald Reagan's Address before a Joint Session of the Congress",
        ),
        ("SAMBUTAN SEKRETARIS JENDERAL PBB DI JAKARTA", "Sambutan Sekretaris Jenderal PBB di Jakarta"),
        ("THÔNG ĐIỆP CHÚC TẾT BÍNH NGỌ", "Thông Điệp Chúc Tết Bính Ngọ"),
        ("PRESIDENT GEORGE H.W. BUSH AND POPE JOHN PAUL II", "President George H.W. Bush and Pope John Paul II"),
        ("SENATOR O'BRIEN’S LETTER TO ASEAN", "Senator O'Brien’s Letter to ASEAN"),
        ("Presiden membuka KTT ASEAN di Labuan Bajo", "Presiden membuka KTT ASEAN di Labuan Bajo"),
        ("REMARKS BY CAPTAIN HỒ THỊ LAM GIANG at the luncheon", "Remarks by Captain Hồ Thị Lam Giang at the luncheon"),
        ("PHÁT BIỂU CỦA BỘ TRƯỞNG tại lễ khánh thành", "Phát Biểu của Bộ Trưởng tại lễ khánh thành"),
        ("UNESCO UNICEF UNHCR ASEAN agree", "UNESCO UNICEF UNHCR ASEAN agree"),
        ("UNESCO", "UNESCO"),
        ("MCS/PR/2025/011", "MCS/PR/2025/011"),
        ("新しい港", "新しい港"),
        ("", ""),
    ],
)
def test_a_title_in_capitals_is_shown_in_title_case(title: str, shown: str) -> None:
    assert without_capitals(title) == shown
    assert len(without_capitals(title)) == len(title)


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("inaugural-1861-Lincoln.txt", "Inaugural · Lincoln · 1861"),
        ("state_union-1984-Reagan.txt", "State union · Reagan · 1984"),
        ("pidato-presiden-2024-08-16.txt", "Pidato presiden · 2024"),
        ("inaugural-2001-GWBush-1.txt", "Inaugural · GWBush · 2001"),
        ("1861.txt", "Fellow sentence of the speech"),
        ("000_2b3d18bec3a77a15.txt", "Fellow sentence of the speech"),
        ("DSC_20240816.txt", "Fellow sentence of the speech"),
        ("speech.txt", "Fellow sentence of the speech"),
    ],
)
def test_a_speech_without_a_title_is_shown_by_its_file_name(filename: str, shown: str) -> None:
    assert display_title(speech(filename)) == shown


def test_a_title_that_was_given_and_a_release_stay() -> None:
    assert display_title(speech("inaugural-1861-Lincoln.txt", origin="html title")) == "Fellow sentence of the speech"
    release = speech("inaugural-1861-Lincoln.txt", kind=Kind.PRESS_RELEASE)
    assert display_title(release) == "Fellow sentence of the speech"


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    shown = display_title(speech("a.txt", title="kata " * 60))
    assert len(shown) <= 110
    assert shown.endswith("kata…")
    assert heading_title(speech("a.txt", title="kata " * 60)) == ("kata " * 60).strip()


def test_the_file_name_of_a_speech_says_what_its_title_leaves_out() -> None:
    peace = speech("inaugural-1957-Eisenhower.txt", "The Price of Peace", "line")
    assert filename_words(peace) == "Inaugural Eisenhower"
    assert filename_words(speech("inaugural-1957-Eisenhower.txt")) == ""  # it is the title
    assert filename_words(speech("inaugural-1957-Eisenhower.txt", "Eisenhower: Inaugural", "line")) == ""
    assert filename_words(speech("DSC_20240816.txt", "The Price of Peace", "line")) == ""


def speech(filename: str, title: str = "Fellow sentence of the speech", origin: str = SENTENCE, **given: Any) -> Any:
    origins = {"title": [Candidate(origin, title)]}
    return record("1", given.get("kind", Kind.SPEECH), filename, {"title": title}, origins=origins)
