"""Speakers in transcripts and interviews; other colons do not mark speakers."""

from __future__ import annotations

import pytest

from ingest.extract.kind.speech import turns
from tests.builders.described_texts import describe_text


def said(text: str) -> list[tuple[str, str]]:
    return [(turn["speaker"], text[turn["start"] : turn["end"]]) for turn in turns(text)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("MODERATOR: Welcome.\n\nMINISTER RETNO: Thank you.\n\nMODERATOR: Questions?", ["MODERATOR", "MINISTER RETNO"]),
        ("Q: When?\nA: Tomorrow.\nQ: Where?\nA: In the harbour.", ["Q", "A"]),
        ("Hỏi: Khi nào?\n\nĐáp: Ngày mai.\n\nHỏi: Ở đâu?\n\nĐáp: Ở cảng.", ["Hỏi", "Đáp"]),
        ("PHÓNG VIÊN: Khi nào?\n\nBỘ TRƯỞNG: Ngày mai.\n\nPHÓNG VIÊN: Ở đâu?", ["PHÓNG VIÊN", "BỘ TRƯỞNG"]),
        (
            "Wartawan: Kapan?\n\nPresiden: Besok.\n\nWartawan: Di mana?\n\nPresiden: Di dermaga.",
            ["Wartawan", "Presiden"],
        ),
        (
            "**Host:** Hello.\n\n**Ana Putri:** Hello.\n\n**Host:** And now?\n\n**Ana Putri:** Home.",
            ["Host", "Ana Putri"],
        ),
    ],
)
def test_speakers_as_their_labels_name_them(text: str, speakers: list[str]) -> None:
    assert list(dict.fromkeys(speaker for speaker, _ in said(text))) == speakers


def test_a_turn_is_all_that_is_said_until_the_next_one() -> None:
    text = "Q: Kapan dermaga dibuka?\n\nA: Besok pagi.\n\nDan lusa juga: dua kali.\n\nQ: Terima kasih. 😀"
    assert said(text) == [
        ("Q", "Kapan dermaga dibuka?"), ("A", "Besok pagi.\n\nDan lusa juga: dua kali."), ("Q", "Terima kasih. 😀"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Contact: Ana\nTel: 123\nEmail: a@b.example\nWebsite: x",
        "The minister said: we go.\n\nThe mayor said: we stay.\n\nThe minister said: we go.",
        "Q: Only one question?",
        "Harga: 10.\n\nStok: 3.\n\nHarga: 12.\n\nStok: 4.",
        "Syarat: umur 17 tahun.\n\nTempat: balai kota.\n\nHarga: gratis.",
    ],
)
def test_other_colons_are_no_speakers(text: str) -> None:
    assert turns(text) == []


def test_theorems_and_formulas_are_no_speakers() -> None:
    labels = ("Beweis", "Beobachtung", "TY", "TX", "Beweis", "P R+", "IS", "H", "Beobachtung", "Idee", "Beweis", "TX")
    assert turns("\n\n".join(f"{label}: Sei X ein Raum." for label in labels)) == []


def test_panelists_of_two_letters_are_speakers() -> None:
    names = ("MODERATOR", "ED SO", "AN", "LY", "SITI RAHMA", "ANA PUTRI", "LE MINH", "JO WEI", "MODERATOR", "AN")
    assert len({who for who, _ in said("\n\n".join(f"{name}: Good day." for name in names))}) == 8


def test_turns_are_spans_of_the_text_that_is_kept() -> None:
    text = "Wawancara dengan wali kota\n\nTanya: Kapan?\n\nJawab: Besok.\n\nTanya: Di mana?\n\nJawab: Di dermaga lama."
    description = describe_text(text, "a.txt")
    last = description.values["turns"][-1]
    assert description.text[last["start"] : last["end"]] == "Di dermaga lama."
