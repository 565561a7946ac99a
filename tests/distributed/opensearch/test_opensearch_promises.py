"""Guarantees of a non-atomic engine: the state is written last and is never ahead, repeating an interrupted update
completes it, and documents left by a killed writer can be deleted by the next. And the messages about servers in
trouble."""

from __future__ import annotations

import base64
import http.server
import json
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from archive.errors import ConfigError, IndexUnavailable, IndexUnusable, QueryError
from archive.search.engines.engine import Document, Engine, State
from archive.search.engines.opensearch import IndexPlace, OpenSearchEngine, Server, ServerSettings
from archive.search.engines.opensearch import writer as bulk
from archive.search.query.plan import AnyOf, Everything, Phrase, Plan, Prefix, TermNode
from tests.cases.engine_cases import doc, found, index_of, state, text
from tests.distributed.opensearch.conftest import EngineHere
from tests.distributed.opensearch.nodes import free_ports
from tests.support.certificates import Authority
from tests.support.commands import some


def test_it_says_that_it_is_not_atomic(kind: type[Engine]) -> None:
    assert not kind.atomic


class Cut(BaseException):
    """Simulates a dying writer: none of our code catches it."""


@contextmanager
def dying_after(requests: int) -> Iterator[None]:
    """Simulate a writer that dies before it sends another changing request."""
    left = requests
    send = Server.send

    def sent(self: Server, method: str, path: str, *rest: Any, **more: Any) -> Any:
        nonlocal left
        if method == "PUT" or path.endswith(("_bulk", "_refresh")):
            if left == 0:
                raise Cut
            left -= 1
        return send(self, method, path, *rest, **more)

    with patch.object(Server, "send", sent):
        yield


@pytest.mark.parametrize("requests", range(9))
def test_a_writer_that_dies_at_any_request_leaves_the_earlier_state_and_the_next_makes_it_whole(
    five: Engine, kind: type[Engine], tmp_path: Path, requests: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PIECE_BYTES", 1)  # one operation per request
    update = [doc("A", "green pears"), doc("F", "fresh figs")], ["B"], state(2)
    with dying_after(requests):
        try:
            five.update(*update)
            died = False
        except Cut:
            died = True
    again = kind.open(tmp_path / "index")
    if died:
        assert again.state() == state(1)
    else:
        assert again.ids() == frozenset("ACDEF")
        assert again.state() == state(2)
    again.update(*update)
    assert (again.state(), again.ids()) == (state(2), frozenset("ACDEF"))
    assert (found(again, text("pears")), found(again, text("apples")), found(again, text("figs"))) == ("A", "", "F")
    assert again.near("text_text", "fig", 9) == [("figs", 1)]
    again.close()


def test_the_writer_dies_in_each_of_these_places_and_in_no_other(five: Engine, tmp_path: Path) -> None:
    """This proves that the test above tries all of them: four words, three documents and two refreshes."""
    with patch.object(bulk, "PIECE_BYTES", 1), dying_after(4 + 3 + 2), pytest.raises(Cut):
        five.update([doc("A", "green pears"), doc("F", "fresh figs")], ["B"], state(2))
    assert five.state() == state(1)


def test_what_a_killed_writer_left_is_known_to_who_takes_it_back(
    five: Engine, kind: type[Engine], tmp_path: Path
) -> None:
    """A document was sent, and is withdrawn before a refresh made it visible: it must not appear later."""
    with dying_after(2), pytest.raises(Cut):
        five.update([doc("X", "secret words")], (), state(2))
    again = kind.open(tmp_path / "index")
    assert found(again, text("secret")) == ""
    assert again.forms(["X"]) == {"X": ""}
    again.update((), [*again.forms(["X"])], state(2))
    assert again.forms(["X"]) == {}
    assert (again.ids(), found(again, text("secret"))) == (frozenset("ABCDE"), "")
    again.close()


def test_readers_see_a_state_that_is_never_ahead_while_one_writes(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    other = kind.open(tmp_path / "index")
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            results = other.search(Plan(text("pair"), limit=500))
            if results.total < 2 * results.state.revision:
                wrong.append(results)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    for n in range(1, 16):
        engine.update([doc(f"x{n}", "pair"), doc(f"y{n}", "pair of")], (), state(n))
    done.set()
    thread.join()
    assert wrong == []
    assert other.search(Plan(text("pair"))).total == 30


def test_a_large_update_goes_in_pieces(kind: type[Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PIECE_BYTES", 5_000)
    engine = kind.create(tmp_path / "index", state(0))
    sent: list[int] = []
    send = Server.send

    def sending(self: Server, method: str, path: str, data: bytes | None, *rest: Any, **more: Any) -> Any:
        if path.endswith("_bulk"):
            sent.append(len(data or b""))
        return send(self, method, path, data, *rest, **more)

    monkeypatch.setattr(Server, "send", sending)
    engine.update((doc(f"{n:03}", f"word{n} shared") for n in range(200)), (), state(1))
    assert len(sent) > 10
    assert max(sent) < 6_000
    assert engine.search(Plan(text("shared"), limit=0)).total == 200


def test_more_rows_than_a_shard_gives_at_once_are_read(
    compared: dict[str, type[EngineHere]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.engines.opensearch.results.WINDOW", 20)
    monkeypatch.setattr("archive.search.engines.opensearch.results._CHUNK", 7)
    engine = compared["opensearch-5"].create(tmp_path / "index", state(0))
    days = [20250101 + n % 9 for n in range(60)]
    engine.update(
        [doc(f"{n:02}", "word " * (n % 4 + 1), dates=(day, day), sequence=f"s{n % 25}") for n, day in enumerate(days)],
        (),
        state(1),
    )
    in_order = tuple(f"{n:02}" for n in sorted(range(60), key=lambda n: (-days[n], n)))
    assert engine.search(Plan(text("word"), sort="-date", limit=60)).ids == in_order
    assert engine.search(Plan(text("word"), sort="-date", offset=17, limit=30)).ids == in_order[17:47]
    by_score = engine.search(Plan(text("word"), limit=60))
    assert len(set(by_score.ids)) == 60
    assert list(by_score.scores) == sorted(by_score.scores, reverse=True)
    grouped = engine.search(Plan(text("word"), sort="-date", limit=60, collapse=("sequence",)))
    assert len(grouped.ids) == grouped.groups == 25
    assert sum(grouped.others) == 35
    assert (
        engine.search(Plan(text("word"), sort="-date", offset=15, limit=9, collapse=("sequence",))).ids
        == grouped.ids[15:24]
    )


def test_facets_are_exact_where_the_commonest_of_all_is_rare_in_each_shard(
    compared: dict[str, type[EngineHere]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each shard returns its most frequent values; here these are too few to be sure, so it is queried again."""
    monkeypatch.setattr("archive.search.engines.opensearch.results._ROOM", 1)
    documents = [doc(f"{n:03}", "word", person=f"p{n % 83:02}", place="everywhere") for n in range(200)]
    documents += [doc(f"x{n}", "word", person="the commonest") for n in range(4)]
    told = []
    for name, kind in compared.items():
        engine = kind.create(tmp_path / name, state(0))
        engine.update(documents, (), state(1))
        told.append(engine.search(Plan(text("word"), facets=("person", "place"), facet_size=5)).facets)
    assert told[0] == told[1]
    assert told[0]["person"][0] == ("the commonest", 4)
    assert told[0]["place"] == (("everywhere", 200),)


def test_phrases_across_positions_far_apart_stay_apart(kind: type[Engine], tmp_path: Path) -> None:
    """Gaps are encoded as separate values of a field: at any distance, a phrase only needs its own space."""
    places = [0, 1, 100, 199, 200, 299, 301, 402, 700]
    for step in range(1, 9):
        places += [1_000 * step, 1_000 * step + 95 + step]
    terms = [(f"t{at}", at) for at in places]
    engine = kind.create(tmp_path / "index", state(0))
    engine.update([Document("A", {"text_text": terms})], (), state(1))
    for (one, at), (other, then) in some(pairwise(terms)):
        room = then - at - 1
        assert found(engine, Phrase("text_text", (one, other), room)) == "A"
        assert not room or found(engine, Phrase("text_text", (one, other), room - 1)) == ""


def test_an_index_that_was_deleted_is_said_and_not_made_by_writing(
    five: Engine, kind: type[EngineHere], tmp_path: Path
) -> None:
    place = kind.place(tmp_path / "index")
    place.delete()
    for act in (
        lambda: five.search(Plan(Everything())),
        lambda: five.update([doc("F", "figs")], (), state(2)),
        lambda: five.forms(["A"]),
        lambda: kind.open(tmp_path / "index"),
    ):
        with pytest.raises(IndexUnusable, match="index rebuild"):
            act()
    assert place.server.ask("GET", f"/{place.name}*/_alias") == {}


def test_an_index_of_another_format_is_not_read(five: Engine, kind: type[EngineHere], tmp_path: Path) -> None:
    place = kind.place(tmp_path / "index")
    place.server.ask("PUT", f"/{place.name}/_mapping", {"_meta": {"format": "0"}})
    with pytest.raises(IndexUnusable, match="another version"):
        kind.open(tmp_path / "index")


def test_an_index_without_its_words_is_not_read(five: Engine, kind: type[EngineHere], tmp_path: Path) -> None:
    place = kind.place(tmp_path / "index")
    place.server.ask("DELETE", f"/{place.words}")
    with pytest.raises(IndexUnusable, match="words are missing"):
        kind.open(tmp_path / "index")


def test_no_field_is_made_by_what_is_sent(five: Engine, kind: type[EngineHere], tmp_path: Path) -> None:
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        five.update([Document("Z", {"text_unknown": [("word", 0)]})], (), state(2))
    assert five.state() == state(1)


def server_at(*urls: str, **settings: Any) -> Server:
    return Server(ServerSettings(urls, **settings), sleep=lambda _: None)


def test_a_server_that_is_gone_is_said_and_another_node_answers(
    five: Engine, kind: type[EngineHere], tmp_path: Path
) -> None:
    gone = f"http://127.0.0.1:{free_ports(1)[0]}"
    name = kind.place(tmp_path / "index").name
    with pytest.raises(IndexUnavailable, match="does not answer") as caught:
        OpenSearchEngine.open(IndexPlace(server_at(gone), name))
    assert not isinstance(caught.value, IndexUnusable)
    two = server_at(gone, kind.server.settings.urls[0])
    assert OpenSearchEngine.open(IndexPlace(two, name)).count() == 5


class Proxy(http.server.BaseHTTPRequestHandler):
    """A proxy in front of a node: it requires a password, and can respond instead of the node."""

    node: str
    instead: list[tuple[int, bytes]]
    asked: list[str]

    def do_GET(self) -> None:
        self._pass()

    do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 - the names that http.server asks for

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        expected = "Basic " + base64.b64encode(b"archive:right").decode()
        self.asked.append(self.path)
        if self.headers.get("Authorization") != expected:
            return self._answer(401, b"Unauthorized")
        if self.instead:
            return self._answer(*self.instead.pop(0))
        headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
        request = urllib.request.Request(self.node + self.path, body or None, headers, method=self.command)
        try:
            with urllib.request.urlopen(request) as response:
                return self._answer(response.status, response.read())
        except urllib.error.HTTPError as error:
            return self._answer(error.code, error.read())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def before(node: str, certificate: tuple[Path, Path] | None = None) -> Iterator[tuple[str, type[Proxy]]]:
    """Yield the address of a proxy in front of a node, with TLS if there is a certificate, and its handler."""
    handler: type[Proxy] = type("ProxyHere", (Proxy,), {"node": node, "instead": [], "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            serving.socket = context.wrap_socket(serving.socket, server_side=True)
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"{'http' if certificate is None else 'https'}://127.0.0.1:{serving.server_port}", handler
        serving.shutdown()
        thread.join()


@pytest.fixture
def proxy(node_url: str) -> Iterator[tuple[str, type[Proxy]]]:
    with before(node_url) as standing:
        yield standing


def test_only_a_certificate_that_is_trusted_is_taken(node_url: str, tmp_path: Path) -> None:
    ours, others = Authority(tmp_path, "ours"), Authority(tmp_path, "others")
    secret = credentials(tmp_path, "archive:right")
    with before(node_url, ours.certify(tmp_path, "127.0.0.1")) as (url, handler):
        server_at(url, credentials_file=secret, ca_file=str(ours.certificate)).check_version()
        assert handler.asked == ["/"]
        for trusted in ("", str(others.certificate)):
            with pytest.raises(IndexUnavailable, match=r"could not be verified \(.*: check \[index\] ca_file"):
                server_at(url, credentials_file=secret, ca_file=trusted).check_version()
        with pytest.raises(ConfigError, match="nowhere"):
            server_at(url, ca_file=str(tmp_path / "nowhere")).check_version()
        assert handler.asked == ["/"]
    with (
        before(node_url, ours.certify(tmp_path, "search.example")) as (url, handler),
        pytest.raises(IndexUnavailable, match=r"could not be verified \(.*127\.0\.0\.1"),
    ):
        server_at(url, credentials_file=secret, ca_file=str(ours.certificate)).check_version()
    assert handler.asked == []


def test_a_password_crosses_no_network_in_the_clear(tmp_path: Path) -> None:
    secret = credentials(tmp_path, "archive:right")
    with pytest.raises(ConfigError, match="https"):
        server_at("http://search.example:9200", credentials_file=secret).check_version()


def credentials(folder: Path, line: str) -> str:
    path = folder / "credentials"
    path.write_text(f"{line}\n")
    return str(path)


def test_a_password_is_read_from_its_file_and_a_wrong_one_is_said(
    five: Engine, kind: type[EngineHere], proxy: tuple[str, type[Proxy]], tmp_path: Path
) -> None:
    name, url = kind.place(tmp_path / "index").name, proxy[0]
    right = server_at(url, credentials_file=credentials(tmp_path, "archive:right"))
    assert OpenSearchEngine.open(IndexPlace(right, name)).count() == 5
    for wrong in (
        server_at(url, credentials_file=credentials(tmp_path, "archive:wrong")),
        server_at(url),
    ):
        with pytest.raises(IndexUnavailable, match="refuses access"):
            OpenSearchEngine.open(IndexPlace(wrong, name))
    with pytest.raises(ConfigError, match="nowhere"):
        server_at(url, credentials_file=str(tmp_path / "nowhere")).ask("GET", "/")


def test_a_search_of_more_terms_than_the_cluster_allows_is_said_to_be_too_long(five: Engine) -> None:
    terms = tuple(TermNode("text_text", f"word{n}") for n in range(1_100))
    with pytest.raises(QueryError, match="leave some words out"):
        five.search(Plan(AnyOf(terms)))
    assert five.search(Plan(AnyOf(terms[:1_000]))).total == 0


def test_what_is_refused_for_want_of_room_is_sent_again(
    five: Engine, kind: type[EngineHere], proxy: tuple[str, type[Proxy]], tmp_path: Path
) -> None:
    url, handler = proxy
    server = server_at(url, credentials_file=credentials(tmp_path, "archive:right"))
    engine = OpenSearchEngine.open(IndexPlace(server, kind.place(tmp_path / "index").name))
    handler.instead[:] = [(503, b""), (429, b"")]
    engine.update([doc("F", "figs"), doc("G", "grapes")], (), state(2))
    assert found(engine, text("figs")) == "F"
    busy = {"index": {"_id": "G", "status": 429, "error": {"type": "rejected_execution_exception", "reason": ""}}}
    told = {"errors": True, "items": [{"index": {"_id": "F", "status": 200}}, busy]}
    handler.asked.clear()
    handler.instead[:] = [(200, json.dumps(told).encode())]  # for the only request: all words are known
    engine.update([doc("F", "figs"), doc("G", "figs")], (), state(3))
    assert sum("_bulk" in path for path in handler.asked) == 2
    assert found(engine, text("figs")) == "FG"


def test_a_server_with_no_room_at_all_is_said_and_the_state_stays(
    five: Engine, kind: type[EngineHere], proxy: tuple[str, type[Proxy]], tmp_path: Path
) -> None:
    url, handler = proxy
    server = server_at(url, credentials_file=credentials(tmp_path, "archive:right"))
    engine = OpenSearchEngine.open(IndexPlace(server, kind.place(tmp_path / "index").name))
    handler.instead[:] = [(429, b"")] * 5
    with pytest.raises(IndexUnavailable, match="does not answer"):
        engine.update([doc("F", "figs")], (), state(2))
    assert engine.state() == state(1)


@pytest.mark.parametrize(
    "told", [{"version": {"number": "8.1.0"}}, {"version": {"distribution": "opensearch", "number": "9.0.0"}}]
)
def test_a_server_of_another_kind_or_a_later_version_is_said(
    proxy: tuple[str, type[Proxy]], tmp_path: Path, told: object
) -> None:
    url, handler = proxy
    handler.instead[:] = [(200, json.dumps(told).encode())]
    server = server_at(url, credentials_file=credentials(tmp_path, "archive:right"))
    with pytest.raises(IndexUnavailable, match="works with OpenSearch 2 and 3"):
        OpenSearchEngine.create(IndexPlace(server, "test-never"), State(0, "", 1))


def test_an_answer_that_leaves_out_a_shard_is_no_answer(
    five: Engine, kind: type[EngineHere], proxy: tuple[str, type[Proxy]], tmp_path: Path
) -> None:
    url, handler = proxy
    server = server_at(url, credentials_file=credentials(tmp_path, "archive:right"))
    engine = OpenSearchEngine.open(IndexPlace(server, kind.place(tmp_path / "index").name))
    handler.asked.clear()
    engine.search(Plan(Everything()))
    [asked] = [path for path in handler.asked if "_search" in path]
    assert "allow_partial_search_results=false" in asked
    red = {"error": {"type": "search_phase_execution_exception", "reason": "Search rejected due to missing shards"}}
    handler.instead[:] = [(200, b'{"x": {"mappings": {}}}')]
    with pytest.raises(IndexUnusable, match="how far it has come"):
        engine.state()
    handler.instead[:] = [(503, json.dumps(red).encode())] * 5
    with pytest.raises(IndexUnavailable, match="missing shards"):
        engine.count()


def test_of_thousands_of_words_with_one_beginning_only_the_commonest_are_counted(
    kind: type[Engine], tmp_path: Path
) -> None:
    """Searching for each of them, as many as a large archive has, would take too long."""
    common = [f"word{n}x" for n in range(20)]
    rare = [[f"word{n}y{m}" for m in range(70)] for n in range(30)]
    documents = [doc(f"{n}", " ".join([*common, *words])) for n, words in enumerate(rare)]
    searches = 0
    send = Server.send

    def sent(self: Server, method: str, path: str, data: bytes | None, *rest: Any, **more: Any) -> Any:
        nonlocal searches
        searches += (data or b"").count(b'"query"') if path.endswith(("_search", "_msearch")) else 0
        return send(self, method, path, data, *rest, **more)

    with index_of(kind, tmp_path, documents) as engine, patch.object(Server, "send", sent):
        assert engine.terms("text_text", "word", 10) == [(word, 30) for word in sorted(common)[:10]]
        assert engine.search(Plan(Prefix("text_text", "word", limit=10))).total == 30
    assert searches < 100
