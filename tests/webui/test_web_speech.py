"""The header of a speech: who spoke, where and on what occasion, and who speaks when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from archive.record import Kind
from tests.support.web_fakes import memorable, record
from tests.webui.test_web_pages import page, words
from webui import create_app

TEXT = "MS LESTARI: Good morning.\n\nQUESTION: Is it open?\n\nMS LESTARI: It is <open>."


def client_with(folder: Path, **values: Any) -> FlaskClient:
    services = memorable(folder)
    services.add(record("talk1", Kind.SPEECH, "talk.txt", {"title": "Briefing", "language": "en", **values}), TEXT)
    return create_app({"SERVICES": services, "TESTING": True}).test_client()


def test_who_spoke_where_and_why_stand_above_the_text(tmp_path: Path) -> None:
    client = client_with(
        tmp_path, speaker="Maria Lestari", event="Opening of the bridge", city="Kupang", country="Indonesia"
    )
    (above,) = page(client, "/records/talk1").xpath("//div[@class='speech']")
    assert words(above) == "Speaker Maria Lestari Occasion Opening of the bridge Place Kupang, Indonesia"
    assert above.xpath(".//a/@href") == [
        "/people/maria-lestari",
        "/search?q=%22Opening+of+the+bridge%22",
        "/places/kupang",
    ]
    assert not above.xpath(".//nav")


def test_results_say_who_speaks(tmp_path: Path) -> None:
    client = client_with(tmp_path, speaker="Maria Lestari", creator="Protocol Office")
    facts = page(client, "/search?q=Briefing").xpath("//ol[@class='entries']//p[@class='facts']//bdi")
    assert [words(fact) for fact in facts] == ["Maria Lestari", "English"]


def test_a_speaker_written_in_capitals_is_shown_as_a_name(tmp_path: Path) -> None:
    client = client_with(tmp_path, speaker="PRESIDENT GEORGE H.W. BUSH")
    results = page(client, "/search?q=Briefing")
    assert words(results.xpath("//ol[@class='entries']//p[@class='facts']//bdi")[0]) == "President George H.W. Bush"
    (above,) = page(client, "/records/talk1").xpath("//div[@class='speech']")
    assert words(above) == "Speaker President George H.W. Bush"
    assert (
        client.get("/api/v1/records/talk1").get_json()["values"]["speaker"] == "PRESIDENT GEORGE H.W. BUSH"
    )  # as in the file


def test_each_turn_is_reached_by_who_speaks(tmp_path: Path) -> None:
    starts = [
        (who, TEXT.index(what))
        for who, what in (("MS LESTARI", "Good"), ("QUESTION", "Is it"), ("MS LESTARI", "It is"))
    ]
    turns = [{"speaker": who, "start": start, "end": start + 5} for who, start in starts]
    client = client_with(tmp_path, turns=turns)
    voices = page(client, "/records/talk1").xpath("//nav[@aria-label='Who speaks when']//li")
    assert [words(voice) for voice in voices] == ["MS LESTARI 1, MS LESTARI 2, MS LESTARI", "QUESTION 1, QUESTION"]
    answer = client.get(voices[0].xpath(".//a/@href")[1])
    assert answer.headers["Location"] == f"/records/talk1#t{TEXT.index('MS LESTARI: It')}"


def test_words_are_quoted_from_whoever_speaks_them(tmp_path: Path) -> None:
    """Before the first turn nobody does, and if two speak in one paragraph, no speaker is given."""
    text = f"A briefing.\n\n{TEXT}\nQUESTION: And now?"
    starts = [(who, text.index(what)) for who, what in (("MS LESTARI", "Good"), ("QUESTION", "Is it"))]
    starts += [("MS LESTARI", text.index("It is")), ("QUESTION", text.index("And now"))]
    services = memorable(tmp_path)
    values = {"title": "Briefing", "speaker": "Maria Lestari"}
    for name, some in (("talk1", starts), ("talk2", starts[:1])):
        turns = [{"speaker": who, "start": start} for who, start in some]
        services.add(record(name, Kind.SPEECH, "talk.txt", {**values, "turns": turns}), text)
    client = create_app({"SERVICES": services, "TESTING": True}).test_client()
    spoken = page(client, "/records/talk1").xpath("//div[@class='text']/p/@data-speaker")
    assert spoken == ["", "MS LESTARI", "QUESTION", ""]
    alone = page(client, "/records/talk2")
    assert not alone.xpath("//p/@data-speaker")
    assert alone.xpath("//template/@data-by") == ["Maria Lestari"]


def test_a_speech_of_which_nothing_is_known_says_nothing(tmp_path: Path) -> None:
    assert not page(client_with(tmp_path), "/records/talk1").xpath("//div[@class='speech']")


def test_turns_from_elsewhere_that_are_no_turns_are_left_out(tmp_path: Path) -> None:
    turns = [
        {"speaker": "<b>A</b>", "start": 0},
        {"speaker": "B"},
        "C",
        {"speaker": 7, "start": "x"},
        {"speaker": "D", "start": 3},
    ]
    names = page(client_with(tmp_path, turns=turns), "/records/talk1").xpath("//div[@class='speech']//li/bdi")
    assert [name.text for name in names] == ["<b>A</b>", "D"]
