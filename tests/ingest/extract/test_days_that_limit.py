"""Days that limit a time, that programs stamp on a text, or that a name writes in another order."""

from __future__ import annotations

import pytest

from tests.builders.described_texts import describe_text

TITLE = "Harbour Board Orders Three Ferries"


def event_of(sentence: str) -> object:
    text = f"{TITLE}\n\nThe board met in Marlpit and spoke of its fleet. {sentence}\n\nThe mayor thanked the crews."
    return describe_text(text, "a.txt").values.get("event_date")


@pytest.mark.parametrize(
    "sentence",
    [
        "The yard is to deliver all ships by December 31, 2028 at the latest.",
        "The yard is to deliver all ships by the end of Friday, 31 March 2028.",
        "Angebote nimmt die Werft bis zum 31. März 2028 an.",
        "Ab dem 1. Januar 2028 gelten die neuen Tarife.",
        "Les navires seront livrés avant le 31 mars 2028.",
        "Las propuestas se reciben hasta el 31 de marzo de 2028.",
        "As propostas são recebidas até 31 de março de 2028.",
        "Kapal diserahkan paling lambat 31 Maret 2028.",
    ],
)
def test_a_day_that_limits_a_time_is_no_event(sentence: str) -> None:
    assert event_of(sentence) is None


def test_a_day_on_which_something_is_held_is_an_event() -> None:
    assert event_of("The ships will be shown on 31 March 2028 at the quay.") == "2028-03-31"


@pytest.mark.parametrize(
    "line", ["Last update: 16 December 2002 at 09:16", "dd 1999-11-23 09:46", "Date: 2020.05.20\n09:07:28 -04'00'"]
)
def test_the_stamp_of_a_program_is_no_event(line: str) -> None:
    assert event_of(f"It wants quiet ships.\n\n{line}") is None


def test_a_fiscal_year_completes_no_day() -> None:
    assert event_of("Crews meet on Wednesday, August 9 to discuss the budget of Fiscal Year 2007.") is None


def test_a_day_without_a_year_gets_that_of_the_same_day() -> None:
    sentence = "The embassy held a feast on 31 August 2013. In the evening of 31 August, it will open a hall."
    values = describe_text(f"---\ntitle: {TITLE}\ndate: 2025-06-13\n---\n\n{sentence} Many came.", "a.md").values
    assert values["date"] == "2025-06-13"
    assert not str(values.get("event_date", "")).startswith("2025")


@pytest.mark.parametrize(
    ("name", "line", "issued"),
    [
        ("sheet_04072025_v1.txt", "April 2025 | Sheet", "2025-04-07"),
        ("sheet_04072025_v1.txt", "Juli 2025 | Lembar", "2025-07-04"),
        ("sheet_04072025_v1.txt", "A sheet", "2025-07-04"),
        ("04Oct2007Marlpit62.txt", "A sheet", "2007-10-04"),
    ],
)
def test_the_day_in_a_name(name: str, line: str, issued: str) -> None:
    text = (
        f"{TITLE}\n\nThe board speaks of its fleet in this {line}, as it always does.\n\nThe mayor thanked the crews."
    )
    assert describe_text(text, name).values["date"] == issued
