"""The pages know all messages about a query or a match, and show them in their language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from archive.catalogue.image_links.match_rules import TOLD
from archive.errors import QueryError
from archive.messages import Message, message_from_json, message_to_json
from archive.messages.message import VERBATIM
from archive.search.query import parse_query
from archive.search.query.fields import EXACT_FIELDS, exact_values
from archive.search.query.interpretation import with_dates
from archive.search.query.kind_boost import boost_kind
from tests.cases.query_cases import READ, REFUSED
from tests.cases.query_date_cases import DATES
from tests.support.commands import some
from tests.support.desk_pages import Desk
from tests.support.web_fakes import memorable
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.http.parameters import ExportQuery, PageQuery, SimilarQuery, SuggestQuery
from webui.http.requests import BadParameters, checked
from webui.i18n import help_words
from webui.i18n.message_lookup import localised_message

TYPED = tuple(
    dict.fromkeys(
        [
            *help_words.SLIPS,
            *help_words.REFUSED,
            *(one.typed for one in help_words.WORDS),
            *(case[0] for case in (*READ, *REFUSED, *DATES)),
            *("foto Guterres", "pidato Prabowo", "siaran pers bom", "gempa 2021", "kind:opera konvensi", "date:5 hari"),
            *("creator:kind:opera", "date:2024 title:date:besok", "language:???", "collection:", "x" * 1001, "(" * 30),
        ]
    )
)


def said(typed: str) -> Iterator[str]:
    """Yield the messages about a query, with any interpretation."""
    try:
        query = parse_query(typed, date(2026, 11, 27))
    except QueryError as error:
        yield error.message
        return
    yield from with_dates(boost_kind(query)).warnings


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app({"SERVICES": memorable(tmp_path_factory.mktemp("told")), "TESTING": True})


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    desk = Desk(tmp_path_factory.mktemp("told") / "archive")
    desk.index()
    yield desk.client
    desk.close()


@pytest.fixture(params=["id", "vi"])
def page_language(app: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    with app.test_request_context(f"/?lang={request.param}"):
        yield


def within(message: Message) -> Iterator[Message]:
    """Yield the message, and those among its parameters."""
    yield message
    for value in message.params.values():
        if isinstance(value, Message):
            yield from within(value)


def unworded(messages: Iterable[str]) -> list[str]:
    """Return those that have no code, or appear in English on this page."""
    return [
        text
        for text in messages
        if not isinstance(text, Message)
        or any(one.code == VERBATIM or localised_message(one) == one for one in within(text))
    ]


def test_what_is_said_of_a_query_is_in_the_language_of_the_page(page_language: None) -> None:
    messages = [message for typed in TYPED for message in said(typed)]
    assert len({message.code for message in messages if isinstance(message, Message)}) > 45
    assert unworded(messages) == []


def test_each_message_of_a_query_keeps_code_and_parameters_in_json() -> None:
    for message in some(message for typed in TYPED for message in said(typed)):
        sent = json.loads(json.dumps(message_to_json(message)))
        again = message_from_json(sent, "")
        assert (again, message_to_json(again)) == (message, message_to_json(message))


@pytest.mark.parametrize("field", sorted(EXACT_FIELDS))
def test_the_values_that_a_field_takes_are_worded(field: str, page_language: None) -> None:
    values = exact_values(field)
    assert " " not in values.replace(", ", ",") or unworded([values]) == []


def test_what_is_said_of_a_match_is_worded(page_language: None) -> None:
    assert unworded(TOLD.values()) == []


ODD = ("", "x", "0", "-1", "99999", "true", "2024-02-31", "9999-99-99", "a\0", "*", "none", "x" * 3000)


@pytest.mark.parametrize("model", [PageQuery, ExportQuery, SuggestQuery, SimilarQuery])
def test_what_is_said_of_parameters_is_in_the_language_of_the_page(model: type[BaseModel], page_language: None) -> None:
    """Every parameter with values of every kind, also several; no error has pydantic's own wording."""
    asked = [[(name, value)] for name in (*model.model_fields, "unknown") for value in ODD]
    asked += [[(name, str(n)) for n in range(300)] for name in model.model_fields]
    asked += [[(name, ",".join(str(n) for n in range(300)))] for name in model.model_fields]
    reasons = {}
    for pairs in asked:
        try:
            checked(model, MultiDict(pairs))
        except BadParameters as error:
            reasons.update({refusal.reason.code: refusal.reason for refusal in error.refusals})
    assert len(reasons) > 4
    assert unworded(reasons.values()) == []


@pytest.mark.parametrize(
    ("address", "code", "params"),
    [
        ("page=0", "parameter-too-small", {"least": 1}),
        (
            "kind=opera",
            "parameter-no-choice",
            {"values": "'press-release', 'speech', 'article', 'photo' or 'document'"},
        ),
        ("date_from=2024-02-31", "parameter-no-such-day", {}),
        ("cursor=x&sort=date", "cursor-unknown", {}),
        ("q=presid*x", "star-misplaced", {}),
        ("q=kind:opera", "field-value-unknown", {"typed": "opera", "field": "kind", "name": "kind"}),
        ("q=date:besok", "date-from-today", {"typed": "besok", "instead": {"code": "date-examples", "params": {}}}),
    ],
)
def test_a_refused_request_has_codes(api: FlaskClient, address: str, code: str, params: dict[str, object]) -> None:
    problem = api.get(f"/api/v1/search?{address}").get_json()
    (fault,) = problem["errors"]
    assert (fault["code"], {name: fault["params"][name] for name in params}) == (code, params)
    assert problem["code"] == (code if "q=" in address else "parameters-refused")


def test_the_warnings_of_an_answer_have_codes(api: FlaskClient) -> None:
    answer = api.get("/api/v1/search?q=(xyz | abc").get_json()
    assert [one["text"] for one in answer["warning_messages"]] == answer["warnings"] != []
    codes = {one["code"]: one["params"] for one in answer["warning_messages"]}
    assert codes == {"bracket-unclosed": {}, "bar-read-as-or": {"typed": "|"}}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app({"SERVICES": memorable(tmp_path), "TESTING": True}).test_client()


@pytest.mark.parametrize(
    ("tag", "told_so"),
    [
        ("en", ("for either of two, write OR", "“31/02/2025” is not a date: 2025-02 has 28 days; write 2025")),
        ("id", ("untuk salah satu dari dua, tulis OR", "“31/02/2025” bukan tanggal: 2025-02 mempunyai 28 hari; tulis")),
        ("vi", ("để tìm một trong hai, hãy viết", "không phải là ngày tháng: 2025-02 có 28 ngày; hãy viết 2025")),
    ],
)
def test_the_help_tells_them_in_the_language_of_the_page(
    client: FlaskClient, tag: str, told_so: tuple[str, ...]
) -> None:
    shown = words(page(client, f"/help/search?lang={tag}"))
    assert [sentence for sentence in told_so if sentence not in shown] == []


def test_a_sentence_that_is_not_known_stays_as_it_is(client: FlaskClient) -> None:
    with client.application.test_request_context(headers={"Accept-Language": "vi"}):
        assert localised_message("The moon is made of cheese.") == "The moon is made of cheese."
        assert localised_message(Message("bracket-unclosed")).startswith("Có dấu ngoặc")
        typed = Message("date-compared", typed="<b>%s %(x)s", days="2025")
        assert localised_message(typed) == "“<b>%s %(x)s” được hiểu là 2025."
        assert localised_message("x" * 5000) == "x" * 5000
    assert localised_message(Message("bracket-unclosed")).startswith("A bracket")
