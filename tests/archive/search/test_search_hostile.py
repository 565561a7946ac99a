"""Any search query gets results or is refused with a message: it never fails."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from archive.cli import main
from tests.cases.hostile_queries import DEADLY, QUERIES, WORDS, loose
from tests.support.commands import some
from tests.support.hostile_shelf import FACETS, check, hostile_shelf

ALL_ON = f"relax=on&collapse=sequence,version&facets={FACETS}&facet_size=100&page_size=100"


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FlaskClient, str]]:
    with hostile_shelf(tmp_path_factory.mktemp("hostile") / "archive", request.param) as shelf:
        yield shelf


def addresses(query: str, record: str) -> Iterator[str]:
    q = quote(query, errors="surrogatepass")
    yield f"/search?q={q}"
    yield f"/search?q={q}&kind=speech&source=nobody&year=2019&month=2019-02&person=x&language=vi&date_from=2019"
    yield f"/api/v1/search?q={q}&{ALL_ON}"
    yield f"/api/v1/search?q={q}&{ALL_ON}&sort=title&highlight=false&has_photo=false"
    yield f"/api/v1/search?q={q}&{ALL_ON}&cursor=*"
    yield f"/api/v1/suggest?q={q}&limit=20"
    yield f"/api/v1/records/{record}/similar?q={q}"
    yield f"/help/search?q={q}"


@pytest.mark.parametrize("kind", DEADLY)
def test_a_deadly_query_is_answered_or_refused_wherever_it_is_asked(asked: tuple[FlaskClient, str], kind: str) -> None:
    client, record = asked
    for query in some(DEADLY[kind]):
        for address in some(addresses(query, record)):
            check(client.get(address), address[:300])


@pytest.mark.parametrize("query", ["%ff%fe", "%ed%a0%80", "%c0%af", "%f4%90%80%80", "%", "%zz", "a%00b"])
def test_bytes_that_are_no_text_are_answered_or_refused(asked: tuple[FlaskClient, str], query: str) -> None:
    client, _ = asked
    for path in ("/search?q=", "/api/v1/search?q=", "/api/v1/suggest?q=", "/api/v1/search?cursor=", "/search?source="):
        check(client.get(path + query), path + query)


def test_the_command_line_answers_or_refuses_the_same(asked: tuple[FlaskClient, str]) -> None:
    folder = asked[0].application.extensions["press-archive"].searcher.archive.folder
    for query in some(QUERIES[::3]):
        for options in ((), ("--json", "--held"), ("--collapse", "version", "--facets", FACETS)):
            done = CliRunner().invoke(main, ["search", "--archive", str(folder), *options, "--", query])
            assert done.exit_code in (0, 2), (query[:100], done.output, done.exception)
            assert done.exception is None or isinstance(done.exception, SystemExit), (query[:100], done.exception)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (" ".join(f"{word}~" for word in WORDS + WORDS[:1]), "16 words"),
        (" OR ".join(f"{word[:3]}*" for word in WORDS + WORDS[:1]), "16 words"),
        (loose(8), "too many ways"),
        (" ".join(loose(3, n) for n in range(4)), "too many ways"),
    ],
)
def test_what_would_take_long_is_refused_with_its_place(asked: tuple[FlaskClient, str], query: str, said: str) -> None:
    response = asked[0].get("/api/v1/search", query_string={"q": query})
    fault = response.get_json()["errors"][0]
    assert response.status_code == 400
    assert said in fault["reason"]
    assert fault["length"] > 0
    assert query[fault["position"] : fault["position"] + fault["length"]].strip('"~20*') in query
