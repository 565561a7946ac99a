"""Whatever is asked of a search, in whatever parameter, is answered or refused with a sentence: it never fails."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from archive import indexing
from archive.archive import Archive
from archive.cli import main
from tests.search_shelf import SearchShelf
from webui import create_app
from webui.opening import OpenArchive
from webui.parameters import SearchQuery

FACETS = "kind,genre,language,year,month,source,person,place,collection,credit,flag,has"
ALL_ON = f"relax=on&collapse=sequence,version&facets={FACETS}&facet_size=100&page_size=100"
CJK = (
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出"
    "而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如"
)
WORDS = [
    "jembatan",
    "baru",
    "dibuka",
    "presiden",
    "menteri",
    "kota",
    "sungai",
    "warga",
    "negeri",
    "kerja",
    "sama",
    "laut",
    "udara",
    "jalan",
    "rumah",
    "pasar",
]


def _loose(words: int, first: int = 0) -> str:
    return '"' + " ".join(WORDS[(first + n) % len(WORDS)] for n in range(words)) + '"~20'


DEADLY = {
    "stars": ["*", "**", "*a*", "t*", "ab*", "*jembatan", "jem*tan", "?", "[a TO z]", "[* TO *]", "{a TO b}"],
    "near": ["~", "a~", "abc~", "jembatan~2", "jembatan~0.5", "jembatan~99", '"jembatan baru"~999', '""~20'],
    "lengths": [
        "a" * 1_000,
        "a" * 1_001,
        "a" * 20_000,
        "9" * 999,
        "ạ" * 999,
        "\u0301" * 999,
        "e\u0301" * 400,
        "." * 999,
    ],
    "brackets": [
        "(" * 3_000,
        ")" * 999,
        "(" * 499 + "a" + ")" * 499,
        "-(" * 19 + "a" + ")" * 19,
        "( ) OR ( )",
        "()" * 499,
    ],
    "many": [
        " ".join(f"{word}~" for word in WORDS * 4),
        " OR ".join(f"{word[:3]}*" for word in WORDS * 4),
        " ".join(f"aa{chr(97 + n % 26)}*" for n in range(64)),
        " ".join(CJK),
        " OR ".join(CJK),
        CJK,
        " OR ".join(f"-{word}" for word in WORDS * 3),
        " ".join(["PBB", "Presiden", "Indonesia", "ASEAN"] * 16),
        " ".join(chr(97 + n % 26) for n in range(64)),
        "-".join(WORDS * 4),
        "ก" * 900,
        "한국어" * 21,
    ],
    "loose": [
        "(" * 10 + " OR ".join(_loose(3, 3 * n) + (")" if n % 2 else "") for n in range(20)),
        _loose(64),
        " ".join(_loose(8, n) for n in range(8)),
        '"to be or not to be"~20',
        '"' + " ".join(["jembatan"] * 64) + '"~20',
    ],
    "dates": [
        " ".join(f"date:{year}" for year in range(1950, 2014)),
        " OR ".join(f"-date:{year}-02" for year in range(1950, 2000)),
        "date:0000",
        "date:9999-12-31..",
        "date:>9999",
        "date:<0001",
        "date:" + "9" * 900,
        "date:" + "[" * 400,
        "date:..",
        "date:2025-13",
        "date:-1",
        "date:٢٠٢٥",
        "date:NaN",
        'date:"' + " " * 400 + '2025"',
        "date:" + "." * 900,
    ],
    "stop words": ["the", "the of and to a in", "yang dan di", "và của là", '"the of"', "to be or not to be"],
    "signs": [
        '"',
        "'",
        "\\",
        "%",
        "%00",
        "&",
        "#",
        "+",
        "-",
        "--",
        ":",
        "::",
        "a:b:c",
        "title:",
        "title:title:a",
        "OR",
        "OR OR",
        "NOT",
        "NOT NOT a",
        "-",
        "field:(",
        "http://" * 140,
        "' OR 1=1 --",
        "{{7*7}}",
        "${7*7}",
        "\t\n\r",
        "\u200b",
        "\ufeff",
        "\u202eabc",
        "\ufffe",
        "\uffff",
        "🇻🇳" * 200,
        "İ" * 300,
        "ß" * 300,
        "﷽" * 60,
        "ﬁ" * 300,
        "\x01\x02",
    ],
}
QUERIES = [query for queries in DEADLY.values() for query in queries]
CURSORS = [
    "",
    "*",
    "**",
    "a" * 301,
    "A" * 300,
    "e30",
    "W10",
    "bnVsbA",
    "====",
    "_-_-",
    "%",
    "../../etc",
    "\x00",
    "é",
    *(
        base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
        for told in (
            "[" * 200,
            '["-date",NaN,"a"]',
            '["-date",-1,"a"]',
            '["-date",1e9,"a"]',
            '["-date",true,"a"]',
            '["-date",20250101,1]',
            '["-date",20250101,null]',
            '["-date",20250101,""]',
            '["-date",99999999999,"a"]',
            '["date",20250101,"aaaa"]',
            '["-date"]',
            '["-date",20250101,"é"]',
            '{"a":1}',
            "1e999",
            "0" * 200,
            '["-date",20250101,"' + "a" * 33 + '"]',
            '["-date",20250101,"a","b"]',
            '["title",20250101,"a"]',
            '"' * 100,
        )
    ),
]
VALUES = [
    "",
    " ",
    "0",
    "-1",
    "1e3",
    "NaN",
    "Infinity",
    "9" * 400,
    "true",
    "None",
    "null",
    "[]",
    "{}",
    "a" * 301,
    "é",
    "*",
    "%s",
    "on",
    "off",
    "sequence",
    "version",
    "none",
    "sequence,version",
    "sequence,sequence",
    ",",
    "kind",
    "photo",
    "2025",
    "2025-02",
    "2025-02-30",
    "0000",
    "10000",
    "100",
    "date",
    "-date",
    "title",
    "\u202e",
    "\x00",
    "\ud7ff",
    "<b>",
    "..",
    "/",
]


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FlaskClient, str]]:
    """The pages of a small archive by each engine, and the id of a record in it."""
    folder = tmp_path_factory.mktemp("hostile") / "archive"
    with Archive.create(folder) as archive:
        shelf = SearchShelf(archive)
        chance = random.Random(3)
        first = shelf.add("Jembatan baru dibuka", "Presiden membuka jembatan baru di kota. " * 20, date="2025-10-25")
        for number in range(30):
            text = " ".join(chance.choices(WORDS, k=60))
            shelf.add(f"{number} {text[:40]}", text, date=f"20{number:02}-0{number % 9 + 1}-11", source="Antara")
        shelf.add("桥", f"新桥开通。{CJK}", language="zh")
        indexing.rebuild(archive, engine=request.param)
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services}).test_client(), first
    services.close()


def check(response: TestResponse, what: str) -> None:
    """It was answered, or refused with a reason that names a parameter."""
    assert response.status_code in (200, 400), (what, response.text[:500])
    if response.is_json:
        told = json.loads(response.data)
        if response.status_code == 400:
            assert told["errors"], what
            assert all(fault["name"] and fault["reason"] for fault in told["errors"]), what
    elif response.status_code == 400:
        assert 'role="alert"' in response.text, what


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
    for query in DEADLY[kind]:
        for address in addresses(query, record):
            check(client.get(address), address[:300])


@pytest.mark.parametrize("query", ["%ff%fe", "%ed%a0%80", "%c0%af", "%f4%90%80%80", "%", "%zz", "a%00b"])
def test_bytes_that_are_no_text_are_answered_or_refused(asked: tuple[FlaskClient, str], query: str) -> None:
    client, _ = asked
    for path in ("/search?q=", "/api/v1/search?q=", "/api/v1/suggest?q=", "/api/v1/search?cursor=", "/search?source="):
        check(client.get(path + query), path + query)


@pytest.mark.parametrize("name", SearchQuery.model_fields)
def test_a_parameter_with_any_value_is_answered_or_refused(asked: tuple[FlaskClient, str], name: str) -> None:
    client, _ = asked
    for value in (*VALUES, *CURSORS) if name == "cursor" else VALUES:
        for path in ("/api/v1/search?q=jembatan&", "/search?q=jembatan&"):
            address = f"{path}{name}={quote(value)}"
            check(client.get(address), address)
            check(client.get(f"{address}&{name}={quote(value)}x"), f"{address} twice")
    for path in ("/api/v1/search?", "/search?"):
        check(client.get(path + "&".join(f"{name}={n}" for n in range(1_000))), f"{name} a thousand times")


def test_limits_of_suggestions_and_likenesses_may_be_anything(asked: tuple[FlaskClient, str]) -> None:
    client, record = asked
    for value in VALUES:
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=TEXT, value=TEXT, name=st.sampled_from(sorted(SearchQuery.model_fields)))
def test_any_text_in_any_parameter_is_answered_or_refused(
    asked: tuple[FlaskClient, str], q: str, value: str, name: str
) -> None:
    client, record = asked
    for path in ("/api/v1/search", "/search", "/api/v1/suggest", f"/api/v1/records/{record}/similar", "/help/search"):
        check(client.get(path, query_string=[("q", q), (name, value)]), f"{path} {q!r} {name}={value!r}")


def test_the_command_line_answers_or_refuses_the_same(asked: tuple[FlaskClient, str]) -> None:
    folder = asked[0].application.extensions["press-archive"].searcher.archive.folder
    for query in QUERIES[::3]:
        for options in ((), ("--json", "--held"), ("--collapse", "version", "--facets", FACETS)):
            done = CliRunner().invoke(main, ["search", "--archive", str(folder), *options, "--", query])
            assert done.exit_code in (0, 2), (query[:100], done.output, done.exception)
            assert done.exception is None or isinstance(done.exception, SystemExit), (query[:100], done.exception)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (" ".join(f"{word}~" for word in WORDS + WORDS[:1]), "16 words"),
        (" OR ".join(f"{word[:3]}*" for word in WORDS + WORDS[:1]), "16 words"),
        (_loose(8), "too many ways"),
        (" ".join(_loose(3, n) for n in range(4)), "too many ways"),
    ],
)
def test_what_would_take_long_is_refused_with_its_place(asked: tuple[FlaskClient, str], query: str, said: str) -> None:
    response = asked[0].get("/api/v1/search", query_string={"q": query})
    fault = response.get_json()["errors"][0]
    assert response.status_code == 400
    assert said in fault["reason"]
    assert fault["length"] > 0
    assert query[fault["position"] : fault["position"] + fault["length"]].strip('"~20*') in query
