"""The sentences that the archive says of a query or a match are known to the pages, and told in their language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from archive.catalogue.image_links.match_rules import TOLD
from archive.errors import QueryError
from archive.search.query import parse_query
from archive.search.query.fields import EXACT_FIELDS, exact_values, field_name
from archive.search.query.interpretation import with_dates
from archive.search.query.kind_boost import boost_kind
from tests.cases.query_cases import READ, REFUSED
from tests.cases.query_date_cases import DATES
from tests.support.web_fakes import memorable
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.http.parameters import PageQuery
from webui.http.requests import BadParameters, read
from webui.i18n import help_words
from webui.i18n.message_lookup import known, localised_message
from webui.i18n.message_patterns import SENTENCES

QUERY = Path(__file__).parents[2] / "archive" / "search" / "query"
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
    """What is said of a query, in whichever way it is read."""
    try:
        query = parse_query(typed, date(2026, 11, 27))
    except QueryError as error:
        yield str(error)
        return
    yield from with_dates(boost_kind(query)).warnings


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
def test_what_is_said_of_a_query_is_known(typed: str) -> None:
    assert [sentence for sentence in said(typed) if not known(sentence)] == []


def written() -> Iterator[str]:
    """Every sentence that stands in the reading of queries, with `x` for what is filled in."""
    for path in sorted(QUERY.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
        documents = {
            n.value.value for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
                text = node.value
            else:
                continue
            if text not in documents and not text.startswith(" ") and re.search(r"\w \w+ .*[.]x?$", text):
                yield text


def test_every_sentence_of_the_queries_is_known() -> None:
    sentences = [*written()]
    assert len(sentences) > 50
    assert [one for one in sentences if not known(one) and not known(one.removesuffix("x"))] == []


def test_what_else_is_said_is_known() -> None:
    assert [reason for reason in TOLD.values() if not known(reason)] == []
    values = {exact_values(field) for field in EXACT_FIELDS if field_name(field)}
    assert {value for value in values if " " in value.replace(", ", ",") and not known(value)} == set()


@pytest.mark.parametrize(
    "pair",
    [
        ("page", "0"), ("page", "99999"), ("page_size", "500"), ("kind", "opera"), ("year", "x"), ("q", "x" * 3000),
        ("sort", "x"), ("genre", ""), ("source", "x" * 400), ("has", "y"), ("collapse", "z"),
    ],
)  # fmt: skip
def test_what_is_said_of_parameters_is_known(pair: tuple[str, str]) -> None:
    with pytest.raises(BadParameters) as caught:
        read(MultiDict([pair]), PageQuery)
    assert [one.reason for one in caught.value.refusals if not known(one.reason)] == []


def test_no_sentence_hides_behind_another() -> None:
    """Each message is found again in the sentence it makes."""
    filled = {message: re.sub(r"%\((\w+)\)s", "7", message) for message in SENTENCES}
    assert [message for message, sentence in filled.items() if not known(sentence)] == []


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
        assert localised_message("A bracket is not closed; it was closed at the end.").startswith("Có dấu ngoặc")
        assert localised_message("“<b>%s %(x)s” was read as 2025.") == "“<b>%s %(x)s” được hiểu là 2025."
        assert localised_message("x" * 5000) == "x" * 5000
    assert localised_message("A bracket is not closed; it was closed at the end.").startswith("A bracket")
