"""Whole pages and whole files of long runs take time in proportion to them: CPU of one thread at n and 8 n."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.record import Kind, Relation
from ingest.describe import describe
from tests.web_fakes import FakeServices, memorable, record
from webui import create_app

N, MOST = 7_500, 12
OF_FILES = 2_500  # the same of a file, all of which is read and told apart
CHANCE = random.Random(12)
RUNS = {
    "blanks": " ",
    "blank lines": "\n",
    "tabs and line ends": "\t\n",
    "letters": "a",
    "digits": "1",
    "one word": "a ",
    "two words": "".join(CHANCE.choice(("a ", "b ")) for _ in range(500)),
    "capitals": "A B. ",
    "numbers": "1. ",
    "dashes": "-- ",
    "underlines": "_",
    "paragraphs": "Foto: a\n\n",
    "clauses": "kata, ",
    "brackets": "(",
    "tags": "<p>",
    "links": "[a](",
}
FILES = {
    "html": "<html><head><title>Jembatan</title></head><body><p>Dibuka {} kemarin.</p></body></html>",
}


def least(work: Callable[[], object]) -> float:
    """Seconds of CPU of this thread, best of three."""
    taken = []
    for _ in range(3):
        started = time.thread_time()
        work()
        taken.append(time.thread_time() - started)
    return min(taken)


def run_of(kind: str, length: int) -> str:
    return (RUNS[kind] * (length // len(RUNS[kind]) + 1))[:length]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    return memorable(tmp_path_factory.mktemp("growth"))


@pytest.fixture(scope="module")
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True}).test_client()


def related(services: FakeServices, length: int, kind: str) -> None:
    for name, type_, other in (("written1", "has-transcript", "spoken1"), ("spoken1", "transcript-of", "written1")):
        relations = (Relation(type_, other, other, "archivist", 1.0),)
        values = {"title": name, "language": "en", "date": "2025-10-25"}
        text = f"Good morning\n\n{run_of(kind, length)}{name}\n\nThank you."
        services.add(record(name, Kind.SPEECH, f"{name}.txt", values, relations=relations), text)


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("path", ["/records/written1/beside/spoken1", "/records/written1?q=morning+a"])
def test_a_page_takes_time_in_proportion_to_its_text(
    client: FlaskClient, services: FakeServices, path: str, kind: str
) -> None:
    taken = []
    for length in (N, 8 * N):
        related(services, length, kind)
        assert client.get(path).status_code == 200
        taken.append(least(lambda: client.get(path)))
    assert taken[1] <= MOST * max(taken[0], 0.002), taken


@pytest.mark.parametrize("words", [["a"], ["a", "b"], ["a", "b", "c", "d"]])
def test_texts_of_few_words_over_and_over_are_shown_without_marks_and_the_page_says_so(
    client: FlaskClient, services: FakeServices, words: list[str]
) -> None:
    for name, type_, other in (("written1", "has-transcript", "spoken1"), ("spoken1", "transcript-of", "written1")):
        relations = (Relation(type_, other, other, "archivist", 1.0),)
        text = "\n\n".join([f"Good morning {name}"] + [" ".join(CHANCE.choices(words, k=1_900)) for _ in range(15)])
        values = {"title": name, "language": "en", "date": "2025-10-25"}
        services.add(record(name, Kind.SPEECH, f"{name}.txt", values, relations=relations), text)
    said = client.get("/records/written1/beside/spoken1").text
    assert "<ins>spoken1</ins>" in said
    assert "shown without marks" in said
    assert least(lambda: client.get("/records/written1/beside/spoken1")) < 60 * least(lambda: client.get("/"))


def test_a_text_that_is_not_looked_through_to_its_end_says_so(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    related(services, N, "one word")
    said = "only those in its first 1,234 characters are marked"
    assert said not in client.get("/records/written1?q=a").text
    monkeypatch.setattr(services.searcher, "looked_through", lambda *_: 1_234, raising=False)
    assert said in client.get("/records/written1?q=a").text


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("suffix", FILES)
def test_a_file_takes_time_in_proportion_to_its_text(tmp_path: Path, suffix: str, kind: str) -> None:
    path, taken = tmp_path / f"a.{suffix}", []
    for length in (OF_FILES, 8 * OF_FILES):
        path.write_text(FILES[suffix].format(run_of(kind, length)), encoding="utf-8")
        taken.append(least(lambda: describe(str(path), path.name, str(tmp_path))))
    assert taken[1] <= MOST * max(taken[0], 0.01), taken
