"""Searches in forty texts, written without knowledge of the rules: the first results, and the suggestions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.access import PUBLIC
from archive.search.execution.requests import Results, SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "cases/searches_a.json").read_text(encoding="utf-8")
)
Ask = Callable[[str], tuple[list[str], Results]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    home = tmp_path_factory.mktemp("searches")
    for document in CASES["documents"]:
        path = home / "disk" / document["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document["text"], encoding="utf-8")
    with Archive.create(home / "archive") as made:
        ingest([home / "disk"], made)
        index_sync.update(made)
        (label,) = made.catalogue.roots()
        called = {document["name"]: document["id"] for document in CASES["documents"]}
        ids = {str(name.record): called[name.path] for name in made.catalogue.live_names(label)}
        with closing(Searcher(made)) as searcher:

            def answer(typed: str) -> tuple[list[str], Results]:
                found = searcher.search(SearchRequest(typed, relax=True, page_size=len(ids)), PUBLIC)
                return [ids[hit.record.id] for hit in found.hits], found

            yield answer


@pytest.mark.parametrize("case", CASES["queries"], ids=lambda case: case["q"][:30])
def test_what_was_asked_for_comes_first(ask: Ask, case: dict[str, Any]) -> None:
    answers, found = ask(case["q"])
    if not case["no_correction"]:
        answers, _ = ask(found.did_you_mean or "")
    assert set(answers[: len(case["first"])]) == set(case["first"]), case["why"]
    assert found.did_you_mean is None or not case["no_correction"], case["why"]
