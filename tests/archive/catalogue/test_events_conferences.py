"""Press conferences beside their releases, and titles that name one occasion in other words."""

from __future__ import annotations

import pytest

from archive.catalogue import Catalogue
from tests.archive.catalogue.test_events import Paper, arrive, found_in, release, speech
from tests.archive.catalogue.test_events_news import meeting, possible_in, reasons_in, report

RELEASE = (
    "The Maluku Government will build a breakwater at Tulehu. It protects 3,700 households from the westerly swell, "
    "and the ferries of Banda Sea Lines can berth all year. Work begins in March, and Samudra Banda Works has promised "
    "to hire at least two hundred people of the villages around the bay."
)
SAID = (
    "Good morning. The Maluku Government will build a breakwater at Tulehu, one that protects 3,700 households from "
    "the westerly swell. The ferries can berth all year. Question: and the schools? Answer: later. "
)
OTHER = (
    "Good afternoon. I want to speak of the schools of Seram, where the Maluku Government has found 3,700 desks. "
    "Question: will there be a breakwater at Tulehu? Answer: you have heard what was said of that this morning. "
)


def conference(name: str, text: str, title: str = "Press conference, Ambon", date: str = "2024-02-06") -> Paper:
    return report(name, title, text, date, "speech", genre="transcript")


def announcement(date: str = "2024-02-06", title: str = "Breakwater for the Tulehu ferries") -> Paper:
    return report("release.txt", title, RELEASE, date)


def test_a_press_conference_that_begins_with_a_release_is_of_its_event(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [announcement(), conference("said.txt", SAID)])
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("announced",)}


@pytest.mark.parametrize("order", [1, -1])
def test_another_press_conference_of_the_day_is_not(catalogue: Catalogue, order: int) -> None:
    papers = [announcement(), conference("said.txt", SAID), conference("other.txt", OTHER, "Doorstop, Ambon")]
    ids = arrive(catalogue, papers[::order], batch=1)
    assert found_in(catalogue, ids) == {frozenset(("release.txt", "said.txt"))}


@pytest.mark.parametrize(
    "papers",
    [
        pytest.param([announcement(), conference("other.txt", OTHER)], id="a question about it"),
        pytest.param([announcement(), conference("said.txt", SAID, date="2024-02-07")], id="the next day"),
        pytest.param([announcement("2023-02-06"), conference("said.txt", SAID)], id="a year later"),
        pytest.param([announcement(), conference("said.txt", SAID, "Remarks at lunch")], id="no press conference"),
        pytest.param(
            [announcement(title="Desks for the schools of Seram"), conference("said.txt", SAID)], id="another subject"
        ),
    ],
)
def test_what_a_press_conference_only_touches_is_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_a_day_with_very_many_texts_is_left_alone(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.catalogue.events.event_conferences.MOST_BESIDE", 2)
    ids = arrive(catalogue, [announcement(), conference("said.txt", SAID)])
    assert found_in(catalogue, ids) == {frozenset(ids)}
    ids |= arrive(catalogue, [report("more.txt", "Rain", "It rains.", "2024-02-06")])
    assert found_in(catalogue, ids) == set()


@pytest.mark.parametrize(
    "papers",
    [
        pytest.param([
            speech("", "a.txt", "Remarks by Governor Latuconsina on the opening of the Tulehu breakwater ferry lane",
                   "2024-02-06"),
            speech("", "b.txt", "Remarks by Mayor Lerebulan on the opening of the Tulehu breakwater ferry lane",
                   "2024-02-06"),
        ], id="two speakers"),
        pytest.param([
            speech("", "a.txt", "Remarks at the signing of Regulation 4346 on reefs", "2024-02-06"),
            release("", "b.txt", "Signed: Regulation 4346", "2024-02-06"),
        ], id="one number"),
        pytest.param([
            release("", "a.txt", "Breakwater, quay and ferry lane protect Tulehu", "2024-02-06"),
            release("", "b.txt", "New quay, breakwater and ferry lane protect Tulehu from swell that broke boats, nets "
                    "and homes each year", "2024-02-06"),
        ], id="a longer title"),
        pytest.param([
            release("", "a.txt", "Reef Alive marks spice harvest", "2024-02-06", event_date="2024-02-08"),
            release("", "b.txt", "Spice harvest: Reef Alive marks it", "2024-02-06"),
        ], id="only one tells the day to come"),
        pytest.param([
            meeting("a.txt", "Remarks at bilateral meeting with President Marques, Parliament House", "Marques"),
            meeting("b.txt", "Joint press conference with President Marques, Parliament House", "Elena Marques"),
        ], id="a guest"),
    ],
)  # fmt: skip
def test_titles_of_one_occasion(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == {frozenset(ids)}


@pytest.mark.parametrize(
    "papers",
    [
        pytest.param([
            speech("", "a.txt", "Remarks by Governor Latuconsina on ferries", "2024-02-06"),
            speech("", "b.txt", "Remarks by Mayor Lerebulan on ferries", "2024-02-06"),
        ], id="two speakers on one word"),
        pytest.param([
            release("", "a.txt", "Debate on reefs, boats and nets: Regulation 4346", "2024-02-06"),
            release("", "b.txt", "Protest in Tual and Dobo against Regulation 4346", "2024-02-06"),
        ], id="one number, two matters"),
        pytest.param([
            release("", "a.txt", "Readout of the spice council meeting with growers", "2024-02-06",
                    event_date="2024-02-08"),
            release("", "b.txt", "Readout of the spice council meeting with traders", "2024-02-06"),
        ], id="two meetings, one to come"),
        pytest.param([
            meeting("a.txt", "Interview with President Marques, Parliament House", "Elena Marques"),
            meeting("b.txt", "Press conference with President Marques, Parliament House", "Elena Marques"),
        ], id="the president speaks to two"),
        pytest.param([
            release("", "a.txt", "कृषि, पशु, भूमि तथा सिंचाई विभाग की बजट बैठक राष्ट्रपति भवन में", "2024-02-06", language="hi"),
            release("", "b.txt", "शिक्षा विभाग की बजट बैठक राष्ट्रपति भवन में", "2024-02-06", language="hi"),
        ], id="meetings of one form"),
    ],
)  # fmt: skip
def test_titles_of_two_occasions(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()
    assert possible_in(catalogue, ids) == set()
