"""The server with clients that are many, slow, silent, or send too much: others get responses, and no response is
cut."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest

from tests.support.http_load import HALF, Busy, Place, answer, ask, connect, is_closed, many, request, wait_until
from webui.export.export_stream import Turns
from webui.http import connections
from webui.http.connections import CLIENT
from webui.http.server import Server, open_listener

AT_ONCE = 4  # exports
BLOCK = b"x" * (64 << 10)
Start = Callable[..., Place]


class Site:
    """An application with a page, a page that reports which of our addresses it was requested at, and an export of 64
    MB."""

    def __init__(self) -> None:
        self.turns = Turns(AT_ONCE)
        self.asked = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked += 1
        if environ["PATH_INFO"] == "/export":
            return self.export(environ, start_response)
        body = environ["SERVER_ADDR"].encode() if environ["PATH_INFO"] == "/own" else b"x" * 20_000
        time.sleep(0.01)
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def export(self, environ: dict[str, Any], start_response: Any) -> Any:
        turn = self.turns.begin(environ[CLIENT])
        if environ["REQUEST_METHOD"] == "HEAD":
            start_response("200 OK", [])
            return []
        if turn is None:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        start_response("200 OK", [])
        return (BLOCK for _ in range(1024) if turn)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def start(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Yield a function that serves the site, with the limits of the test."""
    with ExitStack() as at_end:

        def run(host: str = "127.0.0.1", threads: int = 8, **figures: float) -> Place:
            for name, value in figures.items():
                monkeypatch.setattr(connections, name, value)
            listener = at_end.enter_context(closing(open_listener(host, 0)))
            server = Server(site, listener, threads)
            running = threading.Thread(target=server.run, daemon=True)
            running.start()
            at_end.callback(running.join, 30)
            at_end.callback(server.stop)
            run.server = server  # type: ignore[attr-defined]
            return "127.0.0.1", listener.getsockname()[1]

        yield run


def test_who_only_waits_gives_way_to_who_asks(start: Start) -> None:
    place = start(_MOST_CONNECTIONS=20)
    with many(place, 30) as idle, many(place, 30, HALF) as half:
        assert ask(place).whole
        assert wait_until(lambda: all(map(is_closed, idle)))
        assert wait_until(lambda: sum(map(is_closed, half)) >= 10)
        assert ask(place).status == 200


def test_nobody_is_closed_for_others_while_there_is_room(start: Start) -> None:
    place = start()
    with many(place, 40) as idle, many(place, 160, HALF) as half:
        for _ in range(3):
            assert ask(place).status == 200
        assert not any(map(is_closed, idle + half))
        half[0].setblocking(True)
        half[0].sendall(b"1\r\n\r\n")
        assert answer(half[0]).status == 200


def test_a_request_that_comes_byte_by_byte_does_not_stay(start: Start) -> None:
    place = start(_REQUEST_SECONDS=0.5)
    post = request("/desk/x", "Content-Length: 1000", method="POST")
    with many(place, 5, HALF) as header, many(place, 5, post + b"a") as body:

        def still_open() -> bool:
            for sock in header + body:
                if not is_closed(sock):
                    sock.send(b"a")
            return not all(map(is_closed, header + body))

        assert wait_until(lambda: not still_open())
        assert ask(place).status == 200


def test_who_takes_nothing_of_an_export_loses_its_place_when_another_asks(start: Start, site: Site) -> None:
    place = start(_SLOW_SECONDS=2)
    with ExitStack() as held:
        stuck = [held.enter_context(closing(connect(place, 4096))) for _ in range(AT_ONCE)]
        for sock in stuck:
            sock.sendall(request("/export"))
        assert wait_until(lambda: site.asked == AT_ONCE)
        assert ask(place).whole  # a page
        reader = held.enter_context(closing(connect(place)))

        def taken() -> bool:
            reader.sendall(request("/export"))
            return answer(reader).status == 200

        assert wait_until(taken)


def test_who_takes_an_export_keeps_it(start: Start, site: Site) -> None:
    place = start(_SLOW_SECONDS=1, _ANSWER_SECONDS=2)
    whole = [(200, True)] * AT_ONCE
    for _ in range(3):  # on a busy machine a client may read nothing for a second
        assert wait_until(lambda: not site.turns._running)
        if (taken := _taken_among_others(place, site)) == whole:
            break
    assert taken == whole


def _taken_among_others(place: Place, site: Site) -> list[tuple[int, bool]]:
    """Return the status of each export that clients download while another requests one, and whether it arrived
    complete."""
    before, done = site.asked, list[tuple[int, bool]]()

    def take() -> None:
        with suppress(OSError):
            got = ask(place, "/export")
            done.append((got.status, got.whole))

    takers = [threading.Thread(target=take, daemon=True) for _ in range(AT_ONCE)]
    for taker in takers:
        taker.start()
    assert wait_until(lambda: site.asked == before + AT_ONCE)
    while any(taker.is_alive() for taker in takers):
        ask(place, "/export")
    return done


@pytest.mark.parametrize("path", ["/", "/export"])
def test_who_takes_no_answer_at_all_does_not_stay(start: Start, path: str) -> None:
    place = start(_ANSWER_SECONDS=1)
    with closing(connect(place, 4096)) as sock:
        for _ in range(200):
            sock.sendall(request(path))  # pages that are never read fill the buffers too

        def gone() -> bool:
            server: Any = start.server  # type: ignore[attr-defined]
            return not server._listener.connections

        assert wait_until(gone)


def test_a_server_that_ends_answers_what_has_come_and_lets_go_of_the_rest(
    start: Start, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.http.server.DRAIN_SECONDS", 60.0)
    monkeypatch.setattr("webui.http.server._SETTLE_SECONDS", 5.0)
    place = start()
    with many(place, 100, HALF), many(place, 100):
        busy = Busy(place, 32)
        assert wait_until(lambda: site.asked > 100)
        busy.tell()
        start.server.stop()  # type: ignore[attr-defined]
        busy.join()
    assert busy.seen.pop(200) > 100
    assert not busy.seen["cut"]
    assert not busy.seen[503]
    assert busy.seen["unanswered"] <= 2  # a client may send a request just when it is disconnected
    with pytest.raises(OSError):
        ask(place)


def test_what_is_not_answered_when_the_time_is_up_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.http.server.DRAIN_SECONDS", 60.0)
    monkeypatch.setattr("webui.http.server._REFUSE_SECONDS", 59.5)
    go_on = threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> Any:
        site.asked += 1
        start_response("200 OK", [])
        yield b"begun" if environ["PATH_INFO"] == "/begun" else b""
        go_on.wait(120)
        yield b"whole"

    listener = open_listener("127.0.0.1", 0)
    server = Server(slow, listener, 2)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    with ExitStack() as held:
        begun, working, *waiting = [held.enter_context(closing(connect(listener.getsockname()))) for _ in range(5)]
        for sock, path in ((begun, "/begun"), (working, "/")):
            sock.sendall(request(path))
        assert wait_until(lambda: site.asked == 2)
        for sock in waiting:
            sock.sendall(request("/"))
        server.stop()
        refused = [answer(sock) for sock in (working, *waiting)]
        go_on.set()
        whole = answer(begun)
        running.join(120)
    assert [(one.status, one.whole, one.closes) for one in refused] == [(503, True, True)] * 4
    assert (whole.status, whole.whole) == (200, True)
    assert b"begun" in whole.body
    assert b"whole" in whole.body


@pytest.mark.parametrize("size", [40_000, 3_000_000])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (lambda much: request(f"/?q={much}"), 414),
        (lambda much: request("/", f"X-Much: {much}"), 431),
        (lambda much: request("/", *(f"X-{n}: {much[:1000]}" for n in range(len(much) // 1000))), 431),
        (lambda much: request("/desk/x", f"Content-Length: {2 * 10**6}", method="POST") + much.encode(), 413),
        (lambda much: request("/", f"Content-Length: {10**6}", method="POST") + much.encode(), 413),
        (
            lambda much: request("/", "Transfer-Encoding: chunked", method="POST")
            + b"1E8480\r\n" + 70 * much.encode()[:1000] + much.encode(),
            413,
        ),
    ],
)  # fmt: skip
def test_what_is_too_long_is_answered_and_not_reset(start: Start, size: int, sent: Any, status: int) -> None:
    with closing(connect(start(_LINGER_SECONDS=60))) as sock:
        sock.sendall(sent("a" * size))
        got = answer(sock)
        assert (got.status, got.whole, got.closes) == (status, True, True)
        assert sock.recv(1) == b""  # closed in order


@pytest.mark.parametrize("path", ["/desk/x", "/press/desk/x"])
def test_a_long_form_is_taken_where_there_is_one(start: Start, path: str) -> None:
    with closing(connect(start())) as sock:
        sock.sendall(request(path, f"Content-Length: {1 << 20}", method="POST") + b"a" * (1 << 20))
        assert answer(sock).status == 200


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (request("/") + request("/", method="HEAD"), [200]),  # HEAD gets only the headers
        (request("/") * 3, [200, 200, 200]),
        (b"\r\n\r\n" + request("/"), [200]),
        (request("/", "Content-Length: 3", method="POST") + b"abcGARBAGE\r\n\r\n", [200, 400]),
        (request("/", "Content-Length: x", method="POST"), [400]),
        (request("/", "Content-Length: -1", method="POST"), [400]),
        (request("/", "Transfer-Encoding: chunked", method="POST") + b"3\r\nabc\r\n0\r\n\r\n", [200]),
        (request("/", "Transfer-Encoding: chunked", method="POST") + b"zz\r\n", [400]),
        (request("/", "Transfer-Encoding: gzip", method="POST"), [501]),
        (request("/desk/x", "Content-Length: 2000000", "Expect: 100-continue", method="POST"), [413]),
        (b"GET / HTTP/1.1\nHost: localhost\n\n\r\n\r\n", [400]),
    ],
)
def test_odd_requests_are_answered_in_order(start: Start, sent: bytes, statuses: list[int]) -> None:
    with closing(connect(start())) as sock:
        sock.sendall(sent)
        assert [answer(sock).status for _ in statuses] == statuses


def test_an_answer_to_head_has_no_body(start: Start) -> None:
    with closing(connect(start())) as sock:
        sock.sendall(request("/export", method="HEAD"))
        got = b"".join(iter(lambda: sock.recv(1 << 16), b""))
    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert got.partition(b"\r\n\r\n")[2] == b""


def test_clients_that_vanish_in_a_stream_leave_their_places(start: Start, site: Site) -> None:
    place = start()
    for _ in range(3 * AT_ONCE):
        with closing(connect(place)) as sock:
            sock.sendall(request("/export"))
            assert sock.recv(100)
    assert wait_until(lambda: not site.turns._running)
    assert ask(place, "/export").status == 200


def test_the_application_knows_on_which_address_a_connection_came_in(start: Start) -> None:
    _, port = start("0.0.0.0")
    assert [ask((host, port), "/own").body for host in ("127.0.0.1", "127.0.0.2")] == [b"127.0.0.1", b"127.0.0.2"]


def test_waiting_requests_are_one_line_a_minute(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    monkeyed = connections._SELDOM
    monkeyed._seen.clear()
    place = start(threads=1)
    with caplog.at_level(logging.WARNING), ExitStack() as held:
        socks = [held.enter_context(closing(connect(place))) for _ in range(30)]
        for sock in socks:
            sock.sendall(request("/"))
        assert all(answer(sock).whole for sock in socks)
    (line,) = [record.getMessage() for record in caplog.records]
    assert "[web] threads" in line
