"""Two texts of a day about one subject, among others of that day."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access, Catalogue
from archive.record import Status
from tests.archive.catalogue.event_papers import (
    Paper,
    add,
    arrive,
    each,
    found_in,
    photo,
    possible_in,
    reasons_in,
    report,
    speech,
)

DAY = "2024-02-01"
CORAL = "Coral nurseries at Tomini keep fragments on ropes until bleached reefs can take them. "
GRAIN = "Barges carry grain from silos at Mahakam, where a lock has stood open since floods. "
CHOIR = "Forty singers practise old laments in a disused bakery, and sing them for widows on Sundays. "
PIPES = "Leaking mains lose a third of what the waterworks pump, so plumbers listen at night with rods. "
GOATS = "Herders on Sumba bring goats down before rain, and sell cheese wrapped in banana leaves. "


def shuffled(said: str, seed: int) -> str:
    """Return a text with these words in another order: no wording is the same."""
    words = said.lower().replace(",", "").replace(".", "").split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


SPOKEN = report("spoken.txt", "Coral nurseries: thanks to friends at a harbour gathering", shuffled(CORAL * 2, 1), DAY)
TOLD = report("told.txt", "How bleached fragments live on ropes in coral nurseries", shuffled(CORAL * 2, 2), DAY)
OTHERS = [
    report("grain.txt", "Barges wait beside silos", GRAIN * 2, DAY),
    report("choir.txt", "Laments sung in a bakery", CHOIR * 2, DAY),
    report("pipes.txt", "Plumbers listen for leaking mains", PIPES * 2, DAY),
]
ONE = {frozenset(("spoken.txt", "told.txt"))}


def test_the_nearest_two_of_a_day_are_of_one_event(catalogue: Catalogue) -> None:
    assert found_in(catalogue, arrive(catalogue, [SPOKEN, TOLD, *OTHERS])) == ONE
    assert reasons_in(catalogue) == {("same-subject",)}


@pytest.mark.parametrize("batch", [1, 2, 5])
@pytest.mark.parametrize("order", list(permutations(range(5)))[::17])
def test_the_order_of_arrival_is_all_one(catalogue: Catalogue, order: tuple[int, ...], batch: int) -> None:
    papers = [SPOKEN, TOLD, *OTHERS]
    ids = arrive(catalogue, [papers[n] for n in order], batch)
    assert found_in(catalogue, ids) == ONE
    catalogue.rebuild_press_events()
    assert found_in(catalogue, ids) == ONE


def test_two_on_a_day_of_few_texts_are_only_proposed(catalogue: Catalogue) -> None:
    assert found_in(catalogue, arrive(catalogue, [SPOKEN, TOLD, OTHERS[0]])) == set()


def test_two_on_a_day_of_very_many_texts_are_only_proposed(catalogue: Catalogue) -> None:
    others = [
        report(f"{n}.txt", f"Ledger {n}", shuffled(f"{n}a {n}b {n}c {n}d {n}e {n}f {n}g", n), DAY) for n in range(38)
    ]
    ids = arrive(catalogue, [SPOKEN, TOLD, *others], 20)
    assert found_in(catalogue, ids) == ONE
    ids |= arrive(catalogue, [report("more.txt", "Ledger of all", "One more text of the day.", DAY)])
    assert found_in(catalogue, ids) == set()


def test_a_third_text_as_near_leaves_it_open(catalogue: Catalogue) -> None:
    """Titles with two words in common are not enough then."""
    pair = [
        report("first.txt", "Coral nurseries grow", shuffled(CORAL * 2, 3), DAY),
        report("second.txt", "Who pays for coral nurseries", shuffled(CORAL + GOATS, 40), DAY),
    ]
    ids = arrive(catalogue, [*pair, *OTHERS])
    assert found_in(catalogue, ids) == {frozenset(("first.txt", "second.txt"))}
    with catalogue.write() as writer:
        ids["third.txt"] = add(writer, report("third.txt", "Goats of Sumba", shuffled(GOATS * 2 + CORAL, 41), DAY))
    assert found_in(catalogue, ids) == set()


@each({
    "questions of the day": [
        report("a.txt", "Press briefing on coral nurseries and other matters", shuffled(CORAL * 2, 4), DAY),
        TOLD,
    ],
    "taklimat": [report("a.txt", "Taklimat media coral nurseries tentang hal lain", shuffled(CORAL * 2, 5), DAY), TOLD],
    "other numbers": [
        report("a.txt", "Coral nurseries of divers, order 12", shuffled(CORAL * 2, 6), DAY),
        report("b.txt", "Order 14 about divers and coral nurseries", shuffled(CORAL * 2, 7), DAY),
    ],
    "two coming days": [
        report("a.txt", "Coral nurseries invite divers", shuffled(CORAL * 2, 8), DAY, event_date="2024-02-09"),
        report("b.txt", "Divers asked to our coral nurseries", shuffled(CORAL * 2, 9), DAY, event_date="2024-02-12"),
    ],
    "two towns": [
        report("a.txt", "Coral nurseries for divers at Palu", shuffled(CORAL * 2, 10), DAY, places=["Palu"]),
        report("b.txt", "Divers at Luwuk get their coral nurseries", shuffled(CORAL * 2, 11), DAY, places=["Luwuk"]),
    ],
    "one form": [
        report("a.txt", "Statement on the loss of diver Sari of our coral nurseries", shuffled(CORAL * 2, 12), DAY),
        report("b.txt", "Statement on the loss of boatman Yusuf of our coral nurseries", shuffled(CORAL * 2, 13), DAY),
    ],
})  # fmt: skip
def test_what_speaks_against_it_keeps_them_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    assert found_in(catalogue, arrive(catalogue, [*papers, *OTHERS])) == set()


def test_a_held_text_makes_no_event_of_others(catalogue: Catalogue) -> None:
    """Among four texts the two are one event; without the held one they are on a day of three."""
    with catalogue.write() as writer:
        ids = {paper.name: add(writer, paper) for paper in (SPOKEN, TOLD, OTHERS[0])}
        ids["choir.txt"] = add(writer, OTHERS[1], Access(Status.HELD))
    assert found_in(catalogue, ids) == set()
    with catalogue.write() as writer:
        ids["pipes.txt"] = add(writer, OTHERS[2])
    assert found_in(catalogue, ids) == ONE


def test_a_held_text_may_be_of_an_event(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = {paper.name: add(writer, paper) for paper in (SPOKEN, *OTHERS)}
        ids["told.txt"] = add(writer, TOLD, Access(Status.HELD))
    assert found_in(catalogue, ids) == ONE


def test_photos_and_other_languages_are_not_counted(catalogue: Catalogue) -> None:
    others = [photo("", f"{n}.jpg", f"{DAY}T08:00:00", headline=f"Reef number {n}") for n in range(4)]
    foreign = report("asing.txt", "Paduan suara di toko roti", "Empat puluh penyanyi. " * 4, DAY, language="id")
    ids = arrive(catalogue, [SPOKEN, TOLD, OTHERS[0], foreign, *others])
    assert not any(len(members & {"spoken.txt", "told.txt"}) == 2 for members in found_in(catalogue, ids))


def test_the_reason_is_told(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [SPOKEN, TOLD, *OTHERS])
    (key,) = catalogue.press_event_keys(ARCHIVIST)
    event = catalogue.press_event(key, ARCHIVIST)
    assert event is not None
    assert {one.record for one in event.members} == {ids["spoken.txt"], ids["told.txt"]}
    assert possible_in(catalogue, ids) == set()


def test_remarks_of_one_title_on_one_day_are_apart(catalogue: Catalogue) -> None:
    who = {"persons": ["Rendra Latuconsina"], "places": ["Ende"], "event": "Campaign rally"}
    rallies = [speech("", f"{n}.txt", "Remarks at a campaign rally", DAY, **who) for n in range(2)]
    assert found_in(catalogue, arrive(catalogue, rallies)) == set()


@each(
    {
        "a city and the city of": [
            speech("", "a.txt", "Remarks on opening the Tomini reef station", DAY, places=["Palu"]),
            report("b.txt", "Tomini reef station opened", "", DAY, places=["Palu City"]),
        ]
    }
)
def test_a_place_may_be_named_with_more_words(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == {frozenset(ids)}


def test_the_dinner_of_a_meeting_is_another_occasion(catalogue: Catalogue) -> None:
    papers = [
        speech("", "talks.txt", "Remarks", DAY, places=["Palu"], event="Tomini reef forum"),
        speech("", "dinner.txt", "Toast", DAY, places=["Palu"], event="Tomini reef forum dinner"),
    ]
    assert found_in(catalogue, arrive(catalogue, papers)) == set()


def test_texts_of_one_form_about_different_things_share_no_news(catalogue: Catalogue) -> None:
    """Two statements in the words of one office, whose title words are not in each other's text."""
    body = "Governor Rendra Latuconsina, Mayor Elena Marques and Harbour Office of Ende send their sympathy in 2024. "
    papers = [
        report(f"{name}.txt", f"Statement on the passing of {name} of Ende harbour fame", f"{body * 3}{name} was kind.")
        for name in ("Yusuf Habib", "Sari Wulandari")
    ]
    assert found_in(catalogue, arrive(catalogue, papers)) == set()
