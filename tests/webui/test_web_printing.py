"""May I print this? The answer under a photograph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from archive.authority.authorities import Authorities
from archive.record import Kind, Link, Mention
from tests.builders.web_photos import photographs
from tests.support.web_fakes import record
from webui import create_app
from webui.presentation.photos import credit_line, credit_lines
from webui.presentation.print_rights import PrintAnswer, may_print

CREDIT = {"credit": "Hoàng Minh Hải/TTXVN"}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app({"SERVICES": photographs(tmp_path), "TESTING": True})


def asked(app: Flask, **values: Any) -> PrintAnswer:
    photo = record("photo1", Kind.PHOTO, "a.jpg", values, media_type="image/jpeg")
    with app.test_request_context("/"):
        return may_print(photo, credit_lines(photo, Authorities()))


@pytest.mark.parametrize(
    ("values", "level", "words"),
    [
        (CREDIT, "ask", "Ask first: no terms of use are recorded."),
        ({}, "ask", "Ask first: no terms of use are recorded."),
        ({"credit": "Istimewa"}, "ask", "Ask first: its credit does not say whose it is."),
        (
            {**CREDIT, "usage_terms": "MALAYSIA OUT"},
            "ask",
            "Ask first: its terms limit where, when or how often it may be used.",
        ),
        ({**CREDIT, "instructions": "For use only with written permission"}, "ask", "Ask first: it needs permission."),
        (
            {**CREDIT, "usage_terms": "Free for the press"},
            "yes",
            "Yes, with the credit “Hoàng Minh Hải/TTXVN” and under its terms.",
        ),
        ({**CREDIT, "expiry_date": "2025-05-02"}, "no", "No: its use expired on 2 May 2025."),
        ({**CREDIT, "caption": "NOT FOR PUBLICATION"}, "no", "No: its terms forbid it."),
        ({"copyright": "Public domain"}, "yes", "Yes: it is said to be in the public domain."),
    ],
)
def test_the_verdict_is_a_sentence(app: Flask, values: dict[str, str], level: str, words: str) -> None:
    answer = asked(app, **values)
    assert (answer.level, answer.words) == (level, words)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"credit": "Ảnh tư liệu TTXVN"}, "It is a file photo: say of which day."),
        ({"credit": "Ilustrasi/Antara"}, "It is an illustration, not the event: say so."),
        (
            {**CREDIT, "digital_source": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"},
            "It was made or changed by software, not taken: say so.",
        ),
    ],
)
def test_what_must_be_said_with_it_comes_after(app: Flask, values: dict[str, Any], told: str) -> None:
    assert asked(app, **values).words.endswith(f" {told}")


def test_page_list_and_json_say_the_same(app: Flask) -> None:
    client = app.test_client()
    found = client.get("/api/v1/records/frame1302").get_json()["rights_verdict"]
    assert (found["verdict"], found["reasons"], found["terms"]) == ("ask", ["owner-unknown"], [])
    listed = client.get("/api/v1/search?kind=photo&page_size=100").get_json()["results"]
    assert {one["id"]: one["rights_verdict"] for one in listed}["frame1302"] == found
    assert client.get("/api/v1/records/story1").get_json()["rights_verdict"] is None
    entry = client.get("/search?kind=photo").get_data(as_text=True)
    assert "Ask before printing" in entry


def test_it_stands_on_the_page_and_is_never_markup(app: Flask) -> None:
    page = app.test_client().get("/records/frame1302").get_data(as_text=True)
    assert "May I print this?" in page
    assert "Ask first: its credit does not say whose it is." in page


def test_the_agency_that_an_article_gives_with_the_photographer_is_credited(app: Flask) -> None:
    def credited(*printed: str) -> str:
        mentions = [Mention("a.jpg", "Kapal.", words, "Kapal.") for words in printed]
        links = tuple(Link(mention, f"story{n}", "Kapal", kind=Kind.ARTICLE, n=n) for n, mention in enumerate(mentions))
        values = {"creator": ["Dewi Santoso"], "credit": "Dewi Santoso"}
        photo = record("photo1", Kind.PHOTO, "a.jpg", values, media_type="image/jpeg", articles=links)
        with app.test_request_context("/"):
            line = credit_line(photo, credit_lines(photo, Authorities()))
            assert line is not None
            assert line.words == "/".join([*line.photographers, *line.agencies])
            return line.words

    assert credited("Dewi Santoso/ANTARA") == "Dewi Santoso/Antara"
    assert credited("Dewi Santoso/ANTARA", "Dewi Santoso/AFP") == "Dewi Santoso"  # they do not agree
    assert credited("Budi/ANTARA") == "Dewi Santoso"  # about another photographer
