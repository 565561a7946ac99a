"""The sample corpus: each file is read as its expected JSON says, and each judged query ranks the right files first."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.access import PUBLIC
from archive.errors import Encrypted, PressArchiveError
from archive.messages import MESSAGES, Message, messages_of
from archive.sandbox.pool import Pool
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.commands import some

CORPUS = Path(__file__).parents[3] / "sample_corpus"
EXPECTED = sorted((CORPUS / "expected").rglob("*.json"))
FOLDERS = [CORPUS / name for name in ("releases", "speeches", "photos")]
JUDGEMENTS = tomllib.loads((CORPUS / "judgements.toml").read_text(encoding="utf-8"))["query"]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with Pool(2, tmp_path_factory.mktemp("jobs")) as opened:
        yield opened


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.create(tmp_path_factory.mktemp("corpus") / "archive") as opened:
        assert ingest(FOLDERS, opened).complete
        yield opened


def read(pool: Pool, file: Path) -> dict[str, Any]:
    """Return the output of `inspect --json` for a file."""
    try:
        arguments = {"path": str(file), "filename": file.name, "shown": str(file.relative_to(CORPUS))}
        with pool.run("ingest.description.file_description:inspect", arguments) as job:
            return dict(job.result)
    except Encrypted as error:
        return {"outcome": "encrypted", "reason": str(error)}
    except PressArchiveError as error:
        return {"outcome": "rejected", "reason": str(error)}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: str(path.relative_to(CORPUS / "expected"))[:-5])
def test_a_sample_reads_as_expected(pool: Pool, expected: Path) -> None:
    file = CORPUS / str(expected.relative_to(CORPUS / "expected"))[: -len(".json")]
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    said = read(pool, file)
    text, reasons = said.get("text", ""), said.get("reason", "; ".join(said.get("notes", [])))
    text = " ".join(text.split())
    for word in wanted.pop("text_contains", []):
        assert word in text
    for word in wanted.pop("text_lacks", []):
        assert word not in text
    assert wanted.pop("reason_contains", "").casefold() in reasons.casefold()
    assert wanted.pop("pages_count", len(said.get("pages", []))) == len(said.get("pages", []))
    assert wanted.pop("outcome", "added") == said.get("outcome", "added")
    wanted.pop("status", None)  # the outcome of an ingest: see the test on held records
    wanted.pop("receipt", None)  # and of the files inside: see test_sample_containers
    assert {key: part(value, said.get(key)) for key, value in wanted.items()} == wanted


def part(wanted: Any, said: Any) -> Any:
    """Return only the expected keys of each mention, and everything else completely."""
    if isinstance(wanted, list) and isinstance(said, list) and len(wanted) == len(said):
        return [part(one, other) for one, other in zip(wanted, said, strict=True)]
    if isinstance(wanted, dict) and isinstance(said, dict):
        return {key: said.get(key) for key in wanted}
    return said


def scored(archive: Archive, judgement: dict[str, Any]) -> dict[str, float]:
    """Return the result files, best first, as paths below sample_corpus, with their scores."""
    filters = {name: tuple(values) for name, values in judgement.get("filters", {}).items()}
    if "kind" in judgement:
        filters["kind"] = (judgement["kind"],)
    with closing(Searcher(archive)) as searcher:
        results = searcher.search(SearchRequest(judgement["q"], filters, page_size=100), PUBLIC)
    paths = {file.name: str(file.relative_to(CORPUS)) for folder in FOLDERS for file in folder.rglob("*")}
    return {paths.get(hit.record.filename, hit.record.filename): hit.score for hit in results.hits}


def answer(archive: Archive, judgement: dict[str, Any]) -> list[str]:
    """Return the result files, best first."""
    return list(scored(archive, judgement))


@pytest.mark.parametrize("judgement", JUDGEMENTS, ids=lambda judgement: judgement["q"])
def test_a_judged_query_puts_first_what_must_be_first(archive: Archive, judgement: dict[str, Any]) -> None:
    first = judgement["first"]
    if judgement.get("none"):
        assert answer(archive, judgement) == [], judgement.get("why")
    assert sorted(answer(archive, judgement)[: len(first)]) == sorted(first), judgement.get("why")


def test_a_rebuild_gives_the_same_answers_to_all_judgements(archive: Archive) -> None:
    """Documents replaced since the last merge affect document frequencies, so results with similar scores may swap."""
    before = [scored(archive, judgement) for judgement in JUDGEMENTS]
    index_sync.rebuild(archive)
    for judgement, scores in some(zip(JUDGEMENTS, before, strict=True)):
        after = scored(archive, judgement)
        assert after.keys() == scores.keys(), judgement["q"]
        for higher, lower in pairwise(after):
            assert scores[higher] >= scores[lower] * 0.85, (judgement["q"], higher, lower)


def test_each_sample_is_held_or_released_as_expected(archive: Archive) -> None:
    kept = {line.path: line.status for line in archive.catalogue.receipt(1)}
    wanted = {}
    for expected in EXPECTED:
        status = json.loads(expected.read_text(encoding="utf-8")).get("status")
        path = CORPUS / str(expected.relative_to(CORPUS / "expected"))[: -len(".json")]
        if status and path.parts[len(CORPUS.parts)] != "broken":
            wanted[str(path)] = status
    assert "held" in wanted.values()
    assert {path: kept[path] for path in wanted} == wanted
    others = {status.value for path, status in kept.items() if path not in wanted and status}
    assert others == {"released"}


def test_the_programs_own_words_within_a_reason_have_codes(tmp_path: Path) -> None:
    """Otherwise they would be in English in a reason in another language."""
    own = {words for words in MESSAGES.values() if isinstance(words, str) and "%(" not in words}
    with Archive.create(tmp_path / "archive") as broken:
        ingest([CORPUS / "broken"], broken)
        reasons = [line.reason for line in broken.catalogue.receipt(1) if line.reason]
    given = some(value for reason in reasons for one in messages_of(reason) for value in one.params.values())
    assert {value for value in given if value in own and not isinstance(value, Message)} == set()
