"""Any value of a search parameter is accepted or refused with a message: it never fails."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.hostile_queries import CURSORS, QUERIES, VALUES, WORDS
from tests.support.commands import some
from tests.support.hostile_shelf import check, hostile_shelf
from webui.http.parameters import SearchQuery


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FlaskClient, str]]:
    with hostile_shelf(tmp_path_factory.mktemp("hostile") / "archive", request.param) as shelf:
        yield shelf


@pytest.mark.parametrize("name", SearchQuery.model_fields)
def test_a_parameter_with_any_value_is_answered_or_refused(asked: tuple[FlaskClient, str], name: str) -> None:
    client, _ = asked
    first = list(SearchQuery.model_fields).index(name)
    for number, value in enumerate((*VALUES, *CURSORS) if name == "cursor" else VALUES):
        path = ("/api/v1/search", "/search")[(first + number) % 2]  # both read their parameters with the same rules
        twice = f"&{name}={quote(value)}x" if number % 3 == 0 else ""
        address = f"{path}?q=jembatan&{name}={quote(value)}{twice}"
        check(client.get(address), address)
    for path in ("/api/v1/search?", "/search?"):
        check(client.get(path + "&".join(f"{name}={n}" for n in range(1_000))), f"{name} a thousand times")


def test_limits_of_suggestions_and_likenesses_may_be_anything(asked: tuple[FlaskClient, str]) -> None:
    client, record = asked
    for value in some(VALUES):
        for path in (
            f"/api/v1/suggest?q=jem&limit={quote(value)}",
            f"/api/v1/records/{record}/similar?limit={quote(value)}",
        ):
            check(client.get(path), path)


TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [*WORDS[:4], *QUERIES[:30], "(", ")", '"', " OR ", " -", "~", "*", "title:", "date:", "person:", "桥", " "]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(q=TEXT, value=TEXT, name=st.sampled_from(sorted(SearchQuery.model_fields)))
def test_any_text_in_any_parameter_is_answered_or_refused(
    asked: tuple[FlaskClient, str], q: str, value: str, name: str
) -> None:
    client, record = asked
    for path in ("/api/v1/search", "/search", "/api/v1/suggest", f"/api/v1/records/{record}/similar", "/help/search"):
        check(client.get(path, query_string=[("q", q), (name, value)]), f"{path} {q!r} {name}={value!r}")
