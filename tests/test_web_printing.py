"""May I print this? What the line under a photograph answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from archive.authorities import Authorities
from archive.record import Kind, Link, Mention
from tests.web_fakes import record
from tests.web_photos import photographs
from webui import create_app
from webui.photos import credit_line, credit_lines, flags
from webui.printing import Answer, may_print

TODAY = date(2026, 5, 3)
CREDIT = {"credit": "Hoàng Minh Hải/TTXVN"}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app({"SERVICES": photographs(tmp_path), "TESTING": True})


def asked(app: Flask, **values: Any) -> Answer:
    photo = record("photo1", Kind.PHOTO, "a.jpg", values, media_type="image/jpeg")
    with app.test_request_context("/"):
        given = credit_lines(photo, Authorities())
        return may_print(photo, credit_line(photo, given), flags(photo, given), TODAY)


def test_a_credit_without_terms_is_all_that_is_asked_for(app: Flask) -> None:
    answer = asked(app, **CREDIT)
    assert answer.level == "credited"
    assert answer.words == "With the credit “Hoàng Minh Hải/TTXVN”. No terms of use are recorded."


def test_nobody_to_credit_is_a_reason_to_ask(app: Flask) -> None:
    assert asked(app).words == "Ask first: it has no credit and no copyright line."
    answer = asked(app, credit="Istimewa")
    assert (answer.level, answer.words) == ("ask", "Ask first: its credit does not say whose it is.")


@pytest.mark.parametrize(
    "terms",
    [
        "NO SALES, NO ARCHIVES",
        "Editorial use only",
        "MALAYSIA OUT",
        "Not for sale for marketing or advertising campaigns",
        "Hanya untuk keperluan editorial, dilarang diperjualbelikan",
        "Không được sử dụng cho mục đích thương mại",
        "For use only with written permission",
    ],
)
@pytest.mark.parametrize("key", ["usage_terms", "instructions"])
def test_terms_that_limit_are_printed_before_all_else(app: Flask, terms: str, key: str) -> None:
    answer = asked(app, **CREDIT, **{key: terms})
    assert (answer.level, answer.words) == ("limited", f"Only under its terms: “{terms}”.")


def test_other_terms_are_told_with_the_credit(app: Flask) -> None:
    answer = asked(app, **CREDIT, usage_terms="Free for the press")
    assert answer.words == "With the credit “Hoàng Minh Hải/TTXVN”, under its terms: “Free for the press”."


def test_what_has_expired_is_to_be_asked_for(app: Flask) -> None:
    assert asked(app, **CREDIT, expiry_date="2026-05-02").words == "Ask first: its use expired on 2 May 2026."
    assert asked(app, **CREDIT, expiry_date="2026-05-03").level == "credited"


def test_what_is_in_the_public_domain_is_said_to_be(app: Flask) -> None:
    answer = asked(app, copyright="Public domain, created by a government office")
    assert answer == Answer("credited", "It is said to be in the public domain.")


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


def test_terms_of_a_hundred_thousand_characters_are_cut(app: Flask) -> None:
    assert len(asked(app, **CREDIT, usage_terms="no sales " * 12_000).words) < 250


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
    assert credited("Budi/ANTARA") == "Dewi Santoso"  # said of another
