"""Titles that begin or end alike: of two people on one occasion, of one person with two guests, of two orders."""

from __future__ import annotations

from archive.catalogue import Catalogue
from tests.archive.catalogue.event_papers import Paper, arrive, each, found_in, release, report, speech

DAY = "2024-02-01"
SINCE = "marking six years since the gale of the Saumlaki pearl fleet"
RENEWED = (
    "Under Harbour Orders Act 1622 an order ends after a year unless Federal Gazette of Maluku prints that it goes on. "
)
WHY = {
    "of trawls off Enggano": "Skippers of Enggano Fleet still pull nets through beds of young pearls at night, so that "
    "divers of Bengkulu Pearls found nine of ten oysters crushed when they went down in June and again in August. ",
    "of the widespread hunger on Kisar after a drought that dried up wells": "Two harvests failed on Kisar Island, and "
    "families walk to Wonreli for water that Maluku Relief Office brings there by ship on Mondays, if seas are calm. ",
}


def together(*titles: str) -> list[Paper]:
    return [release("", f"{n}.txt", title, DAY) for n, title in enumerate(titles)]


@each({
    "en": together(f"Statement from Governor Rendra Latuconsina {SINCE}", f"Statement from Mayor Elena Leti {SINCE}"),
    "id": together(
        "Pernyataan dari Gubernur Rendra Latuconsina mengenang enam tahun badai armada mutiara Saumlaki",
        "Pernyataan dari Bupati Elena Marques mengenang enam tahun badai armada mutiara Saumlaki",
    ),
    "host and guest": together(
        "Readout of Harbour Adviser Bagus Prakoso's meeting with Trade Envoy Linh Tran on pearl fleets",
        "Readout of Trade Envoy Linh Tran's meeting with Harbour Adviser Bagus Prakoso on pearl fleets",
    ),
})  # fmt: skip
def test_two_who_speak_of_one_occasion_are_of_one_event(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == {frozenset(ids)}


@each({
    "en": together(
        "Statement by spokesperson Sari Wulandari on Harbour Adviser Bagus Prakoso's meeting with officials from Palau",
        "Readout from the spokesperson on Harbour Adviser Bagus Prakoso's meeting with Timorese adviser Eyal Marques",
    ),
    "id": together(
        "Juru bicara Sari Wulandari tentang pertemuan penasihat pelabuhan Bagus Prakoso dengan pejabat Palau",
        "Juru bicara Sari Wulandari tentang pertemuan penasihat pelabuhan Bagus Prakoso dengan utusan Timor",
    ),
})  # fmt: skip
def test_meetings_with_different_guests_are_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    assert found_in(catalogue, arrive(catalogue, papers)) == set()


def test_two_calls_of_one_form_are_apart_with_and_without_an_article(catalogue: Catalogue) -> None:
    papers = together(
        "Background Press Call by Senior Harbour Official Previewing the Second Global Pearl Summit",
        "Background Press Call by a Senior Harbour Official Previewing New Initiatives from the Reef States Summit",
    )
    assert found_in(catalogue, arrive(catalogue, papers)) == set()


def test_rallies_of_the_same_people_in_two_towns_are_apart(catalogue: Catalogue) -> None:
    who = {"persons": ["Rendra Latuconsina", "Elena Marques"], "event": "campaign rally"}
    rallies = [
        speech("", f"{town}.txt", f"Remarks at a campaign rally in {town}", DAY, places=[town], **who)
        for town in ("Ende", "Tual")
    ]
    assert found_in(catalogue, arrive(catalogue, rallies)) == set()


def test_two_orders_in_the_words_of_one_form_are_apart(catalogue: Catalogue) -> None:
    """A message and a notice come with each, and are of its event."""
    papers = [
        report(f"{form[:3]}{n}.txt", f"{form} on the prolonging of a harbour order because {thing}", told, DAY, kind)
        for n, (thing, why) in enumerate(WHY.items())
        for form, told, kind in (
            ("Message to the Assembly", f"I hereby tell the Assembly what I have done. {RENEWED}{why * 2}", "speech"),
            ("Notice", f"{RENEWED}{why * 2}It is in force from today.", "document"),
        )
    ]
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == {frozenset((f"Mes{n}.txt", f"Not{n}.txt")) for n in range(2)}
