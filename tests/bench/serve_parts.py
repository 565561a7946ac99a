"""Parts of the `serve` benchmark: each measures one thing with one engine, and reports whether it reaches its goal."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from archive.access import PUBLIC
from archive.record import Status
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.query import parse_query
from archive.search.searcher import Searcher
from archive.search.snippets import highlights, select_field_needles
from archive.storage.archive import Archive
from tests.bench.corpus import LANGUAGES, Corpus
from tests.bench.made_archive import add, use
from tests.bench.measuring import memory, percentile, timed
from tests.bench.questions import Question, questions
from tests.bench.rivals import quoted
from webui import create_app
from webui.http.compression import ENCODERS
from webui.http.server import freeze_loaded

Goal = tuple[float, float]
"""Maximum milliseconds for p50 and p95 of whole requests."""

JSON_GOALS: tuple[Goal, Goal] = (6.0, 20.0), (4.0, 12.0)  # without highlights: with Whoosh, with tantivy
PAGE_GOALS: tuple[Goal, Goal] = (15.0, 50.0), (12.0, 30.0)
RECORD_GOAL: Goal = (15.0, 40.0)
SUGGESTIONS_GOAL: Goal = (5.0, 15.0)
QUESTION_GOAL: Goal = (80.0, 80.0)  # thirty words joined by OR, as JSON
VISIBLE_GOAL: Goal = (300.0, 300.0)
MEMORY_GOAL = 300.0  # MB
SHORT_GOAL, LONG_GOAL = (0.3, 0.3), (5.0, 5.0)  # ms per text of 400 words, and of 60,000 characters
EXPORT_GOAL = 20.0  # maximum memory growth in MB from the first records of an export to its end
_WARM = 1_000  # records
_NEW_RECORDS = 30
_MANY = 20  # words
_SERVED = 200
_CONNECTIONS, _SECONDS = 32, 60.0
_SEARCHES = ("/search?q=", "/api/v1/search?q=", "/api/v1/search?highlight=false&q=")


def json_endpoint(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure requests for JSON without and with highlights, and for the search page."""
    client = _client(folder, number)
    asked = list(typed(documents, rounds))
    for text in typed(documents, 3, seed=3):
        for path in ("/api/v1/search?q=", "/search?q="):
            assert client.get(path + quote(text)).status_code == 200, text
    for name, address, goal in (
        ("JSON, highlight=false", "/api/v1/search?highlight=false&q=", JSON_GOALS[number - 1]),
        ("JSON, highlight=true", "/api/v1/search?highlight=true&q=", None),
        ("search page", "/search?q=", PAGE_GOALS[number - 1]),
    ):
        times = [timed(client.get, address + quote(text))[0] for text in asked]
        _say(name, times, goal)
        if goal is JSON_GOALS[number - 1]:
            of_thirty = [time for time, text in zip(times, asked, strict=True) if text.count(" OR ") > _MANY]
            _say("... thirty words joined by OR", of_thirty, QUESTION_GOAL)
    for encoding in ("identity", *ENCODERS):
        answers = [client.get("/search?q=" + quote(text), headers={"Accept-Encoding": encoding}) for text in asked[:50]]
        sizes = [len(answer.data) / 1000 for answer in answers]
        print(f"  {'... ' + encoding:36}{percentile(sizes, 0.5):8.1f} / {percentile(sizes, 0.95):.1f} kB (p50 / p95)")


def records(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure pages of result records, each with its query."""
    client = _client(folder, number)
    asked = list(typed(documents, rounds))
    found = [client.get(f"/api/v1/search?page_size=1&highlight=false&q={quote(text)}").json for text in asked]
    pages = [f"{one['results'][0]['url']}?q={quote(q)}" for q, one in zip(asked, found, strict=True) if one["results"]]
    client.get(pages[0])
    _say("record page", [timed(client.get, page)[0] for page in pages], RECORD_GOAL)


def suggestions(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure suggestions for typed text, letter by letter, from the third on."""
    client = _client(folder, number)
    if client.get("/api/v1/suggest?q=pre").status_code == 404:
        print("  suggestions: there is no such endpoint yet")
        return
    for beginning in ("pre", "chu", "ber", "con"):
        client.get(f"/api/v1/suggest?q={beginning}")
    chance, corpus = random.Random(13), Corpus()
    words = [chance.choice(corpus.words[chance.choice(LANGUAGES)][:3000]) for _ in range(rounds)]
    typed = [word[:end] for word in words for end in range(3, len(word) + 1)]
    _say("suggestions", [timed(client.get, "/api/v1/suggest?q=" + quote(text))[0] for text in typed], SUGGESTIONS_GOAL)


def visible(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure the time from the commit of a new record to a search that finds it, in one process."""
    corpus = Corpus()
    began = time.time_ns()
    times, cpu = [], []
    with Archive.open(folder) as archive:
        use(archive, number)
        index_sync.update(archive)  # records for the previous engine
        searcher = Searcher(archive)
        with archive.catalogue.write() as writer:
            accession = writer.open_accession({}, Status.RELEASED)
        for n in range(_NEW_RECORDS):
            text = corpus.text(
                documents + began % 1_000_000 + n
            )  # different ones in each run: equal ones would be versions
            text = replace(text, id=f"new-{began}-{n}", body=f"{text.body} fresh{began}n{n}")
            started, used = time.monotonic(), time.process_time()
            with archive.catalogue.write() as writer:
                add(writer, text, accession)
            index_sync.update(archive)
            found = searcher.search(SearchRequest(q=f"fresh{began}n{n}"), PUBLIC)
            times.append((time.monotonic() - started) * 1000)
            cpu.append((time.process_time() - used) * 1000)
            assert found.total == 1
        searcher.close()
    _say("a new record visible, by the clock", times, VISIBLE_GOAL)
    _say("... CPU", cpu)


def served(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure the memory of `press-archive serve` and its child processes after many requests of all kinds."""
    with _serving(folder, number) as (pid, address):
        texts = list(typed(documents, _SERVED // 12))[:_SERVED]
        for n, text in enumerate(texts):
            with urlopen(address + _SEARCHES[n % 3] + quote(text)) as answer:
                answer.read()
        held, own = memory(pid)
        told = "reached" if held < MEMORY_GOAL else "MISSING the goal"
        print(f"  {'serve, memory':36}{held:8.0f} MB, {own:.0f} not of files; goal {MEMORY_GOAL:g} MB: {told}")
        for child in _children(pid):
            held, own = memory(child)
            words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            print(f"  {'... its ' + ' '.join(words[1:3]):36}{held:8.0f} MB, {own:.0f} not of files")


def connections(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure searches by 32 connections for a minute, each sending its next one at once: responses a second, their
    times by the clock, and the server's memory."""
    texts = typed(documents, rounds)
    with _serving(folder, number) as (pid, address):
        before, until = memory(pid)[0], time.monotonic() + _SECONDS
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            told = list(pool.map(partial(_ask, address, texts, until), range(_CONNECTIONS)))
        held = memory(pid)[0]
    times = [took for some, _ in told for took in some]
    wrong = [one for _, some in told for one in some]
    _say(f"{_CONNECTIONS} connections, by the clock", times)
    print(f"  {'... p99':36}{percentile(times, 0.99):8.2f} ms, {len(times) / _SECONDS:.1f} responses/s", flush=True)
    print(f"  {'... memory':36}{before:8.0f} MB before, {held:.0f} after; {len(wrong)} errors {wrong[:3]}", flush=True)


def _ask(address: str, texts: Sequence[str], until: float, client: int) -> tuple[list[float], list[str]]:
    """Search on one connection until then. Return the milliseconds of each response, and what went wrong."""
    times, wrong = [], []
    with closing(HTTPConnection(address.partition("//")[2], timeout=60)) as connection:
        for n in count(client * 7):
            if (started := time.monotonic()) >= until:
                return times, wrong
            try:
                connection.request("GET", _SEARCHES[n % 3] + quote(texts[n % len(texts)]))
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException) as error:
                wrong.append(repr(error))
                connection.close()
                continue
            times.append((time.monotonic() - started) * 1000)
            if answer.status != 200:
                wrong.append(str(answer.status))
    raise AssertionError


@contextmanager
def _serving(folder: Path, number: int) -> Iterator[tuple[int, str]]:
    """Yield the process id and the address of `press-archive serve` with this index."""
    with Archive.open(folder) as archive:
        use(archive, number)
    command = [str(Path(sys.executable).with_name("press-archive")), "serve", "--archive", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.pid, next(word for line in server.stdout for word in line.split() if "http" in word).rstrip("/.")
    finally:
        server.terminate()
        server.wait(60)


def exports(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure an export of all records in each streamed format: its speed, and the memory growth after its first
    records, when all caches are filled."""
    client = _client(folder, number)
    for form in ("ndjson", "csv", "ninjs"):
        started, got, early, most = time.monotonic(), 0, 0.0, 0.0
        with client.get(f"/api/v1/export?format={form}", buffered=False) as answer:
            assert answer.status_code == 200
            for piece in answer.iter_encoded():
                got += piece.count(b"\n")
                most = max(most, memory()[0])
                early = early or (most if got >= _WARM else 0.0)
        speed, grown = got / (time.monotonic() - started), most - (early or most)
        told = "reached" if grown < EXPORT_GOAL else "MISSING the goal"
        print(f"  {f'export, {form}':36}{speed:8.0f} lines/s, {got:,} in all; at most {most:.0f} MB", flush=True)
        print(f"  {f'... grown behind {_WARM:,}':36}{grown:8.1f} MB; goal {EXPORT_GOAL:g} MB: {told}", flush=True)


def classes(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure queries of each class, as JSON without highlights."""
    client, corpus = _client(folder, number), Corpus()
    times: defaultdict[str, list[float]] = defaultdict(list)
    for n, some in enumerate(questions(corpus, rounds + 1, documents)):
        for one in some:
            address = f"/api/v1/search?highlight=false&q={quote(written(one))}"
            if one.newest:
                address += "&sort=-date"
            if one.offset:
                address += f"&page={one.offset // 20 + 1}"
            took = timed(client.get, address)[0]
            if n:  # the first of each class is not measured
                times[one.kind].append(took)
    for kind, took_all in times.items():
        _say(kind, took_all)


def restart(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure the wall time from the start of `serve` to its first response, and a complete `check`."""
    started = time.monotonic()
    with _serving(folder, number) as (_, address), urlopen(address + "/search?q=presiden") as answer:
        answer.read()
        print(f"  {'serve answers after':36}{time.monotonic() - started:8.2f} s")
    started = time.monotonic()
    program = str(Path(sys.executable).with_name("press-archive"))
    subprocess.run([program, "check", "--archive", str(folder)], stdout=subprocess.DEVNULL, check=False)
    print(f"  {'check':36}{time.monotonic() - started:8.1f} s (no original is there to be compared)")


def snippets(folder: Path, number: int, documents: int, rounds: int) -> None:
    """Measure passages of texts, each seen for the first time; the engine is not involved."""
    if number != 1:
        return
    corpus, chance = Corpus(), random.Random(17)
    short = [corpus.text(n) for n in range(300)]
    long = [
        (t.language, "\n\n".join(corpus.text(n).body for n in range(i, i + 63, 3))[:60_000])
        for i, t in enumerate(short[:30])
    ]
    asked = {tag: [" ".join(chance.sample(corpus.words[tag][:150], 2)) for _ in range(50)] for tag in LANGUAGES}
    for name, texts, goal in (
        ("snippets of 400 words", [(t.language, t.body) for t in short], SHORT_GOAL),
        ("snippets of 60,000 characters", long, LONG_GOAL),
    ):
        times = []
        for n, (tag, text) in enumerate(texts):
            wanted = select_field_needles(parse_query(asked[tag][n % 50]))
            times.append(timed(highlights, text, wanted, tag)[0])
        _say(name, times, goal)


PARTS: dict[str, Callable[[Path, int, int, int], None]] = {
    "json": json_endpoint,
    "records": records,
    "suggestions": suggestions,
    "visible": visible,
    "served": served,
    "connections": connections,
    "exports": exports,
    "snippets": snippets,
    "classes": classes,
    "restart": restart,
}


def _children(pid: int) -> list[str]:
    """Return the child processes of all threads of a process."""
    return [child for told in Path(f"/proc/{pid}/task").glob("*/children") for child in told.read_text().split()]


def _client(folder: Path, number: int):  # type: ignore[no-untyped-def]
    with Archive.open(folder) as archive:
        use(archive, number)
    client = create_app({"ARCHIVE": str(folder), "TESTING": True}).test_client()
    freeze_loaded()  # as `serve` does
    return client


def typed(documents: int, rounds: int, seed: int = 11) -> list[str]:
    """Return queries of all classes as typed in a search box."""
    corpus = Corpus()
    every = chain.from_iterable(questions(corpus, rounds, documents, seed))
    return [written(question) for question in every]


def written(question: Question) -> str:
    """Return the query as typed."""
    return question.words[0] if question.mode == "names" else quoted(question)


def _say(name: str, times: Sequence[float], goal: Goal | None = None) -> None:
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    told = ""
    if goal is not None:
        reached = p50 <= goal[0] and p95 <= goal[1]
        told = f"; goal {goal[0]:g} / {goal[1]:g} ms: {'reached' if reached else 'MISSING the goal'}"
    print(f"  {name:36}{p50:8.2f} / {p95:.2f} ms (p50 / p95 of {len(times)}){told}", flush=True)
