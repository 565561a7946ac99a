"""The sample corpus, exported as NDJSON with its photos and imported into an empty archive, gives the same search
results."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from archive.access import PUBLIC
from archive.record import Outcome
from archive.storage.archive import Archive
from archive.storage.fixity import check
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome
from tests.support.commands import some
from tests.support.kept_files import files_that_are_not_kept
from webui import create_app
from webui.services.services import OpenArchive

CORPUS = Path(__file__).parents[3] / "sample_corpus"
FOLDERS = tuple(CORPUS / name for name in ("photos", "releases", "speeches"))
WORDS = (  # results of each, best first
    "filename:W-HAI_1275.jpg", "filename:DSC_0412", "filename:*.heic", "surabaya", "nelayan", '"siaran pers"',
    "cầu cảng", "cau cang", "kapal OR perahu", "pelabuhan -surabaya", "title:pelabuhan", "caption:kapal",
    "place:kupang", "language:en port", "credit:arsip", "kapal has:photo", "bakau kind:photo", "mercu kind:speech",
    "forum date:2025", "person:ratna", '"kapal latih"', "đà nẵng",
)  # fmt: skip
FILTERS = (  # all results of each, newest first
    "q=", "q=has:photo", "q=kind:photo", "q=kind:speech", "q=kind:press-release", "q=language:vi", "q=date:2025",
    "q=date:2024-01..2024-12", "date_from=2025-01&date_to=2025-06", "kind=photo&date_from=2024", "q=collection:*",
    "genre=container", "exclude=genre:container", "q=pel*",
)  # fmt: skip

OF_THE_FILE = frozenset({  # values that do not apply to a line of an export, or have another name there
    "encoding", "document_title", "document_created", "document_modified", "message_id", "software", "genre",
    "exported_id",
})  # fmt: skip


class Exported(NamedTuple):
    """Two archives: the exported one, and the one that ingested the export."""

    here: FlaskClient
    there: FlaskClient
    lines: list[dict[str, Any]]
    receipt: list[FileOutcome]
    folder: Path


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    folder = tmp_path_factory.mktemp("exported")
    out = folder / "out"
    with Archive.create(folder / "here") as archive:
        ingest([*FOLDERS, CORPUS / "broken" / "cut-in-half.rtf"], archive)
        here = OpenArchive(folder / "here")
        client = create_app({"SERVICES": here, "TESTING": True}).test_client()
        data = client.get("/api/v1/export?format=ndjson").data
        lines = [json.loads(line) for line in data.splitlines()]
        for line in lines:
            for asset in line["assets"] if line["kind"] == "photo" else ():
                (out / line["id"]).mkdir(parents=True, exist_ok=True)
                with archive.store.local(asset["sha256"]) as file:
                    shutil.copy(file, out / line["id"] / asset["filename"])
    (out / "records.ndjson").write_bytes(data)
    receipt: list[FileOutcome] = []
    with Archive.create(folder / "there") as archive:
        ingest([out], archive, tell=lambda line, _: receipt.append(line))
    there = OpenArchive(folder / "there")
    yield Exported(client, create_app({"SERVICES": there, "TESTING": True}).test_client(), lines, receipt, folder)
    here.close()
    there.close()


def answer(client: FlaskClient, query: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the total of a search, and its results."""
    told = client.get(f"/api/v1/search?page_size=100&{query}").get_json()
    return told["total"], told["results"]


def told_of(result: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return the content of a result without its id."""
    return (result["filename"], result["title"] or "", result["date"] or "", result["kind"])


@pytest.mark.parametrize("words", WORDS)
def test_words_find_the_same_files_in_the_same_order(archives: Exported, words: str) -> None:
    (total, before), (again, after) = (answer(client, f"q={words}") for client in archives[:2])
    assert (again, [one["filename"] for one in after]) == (total, [one["filename"] for one in before])


@pytest.mark.parametrize("sort", ["-date", "date", "-added", "added", "title", "relevance"])
@pytest.mark.parametrize("filters", FILTERS)
def test_filters_find_the_same_files_in_the_same_order(archives: Exported, filters: str, sort: str) -> None:
    """Most of these tie: they have the same date, or were added in the same second."""
    (total, before), (again, after) = (answer(client, f"{filters}&sort={sort}") for client in archives[:2])
    assert (again, [*map(told_of, after)]) == (total, [*map(told_of, before)])


def test_enough_of_the_queries_find_something(archives: Exported) -> None:
    found = [answer(archives.there, query)[0] for query in (*(f"q={words}" for words in WORDS), *FILTERS)]
    assert sum(total > 0 for total in found) >= 30


def test_the_file_of_the_lines_is_kept_and_is_no_record(archives: Exported) -> None:
    (line,) = (one for one in archives.receipt if one.path.endswith("records.ndjson"))
    assert (line.outcome, line.record, line.status, line.kept) == (Outcome.ATTACHED, None, None, True)
    assert f"container: {len(archives.lines)} lines" in line.reason
    assert answer(archives.there, "q=filename:records.ndjson*")[0] == 0
    assert answer(archives.there, "q=")[0] == len(archives.lines)
    with Archive.open(archives.folder / "there") as archive:
        assert list(check(archive)) == []


def test_captions_and_links_are_the_same(archives: Exported) -> None:
    assert all(line["mentions"] == [] or line["kind"] != "photo" for line in archives.lines)
    told = []
    for name in ("here", "there"):
        with Archive.open(archives.folder / name) as archive:
            found = archive.catalogue.get_many(sorted(archive.catalogue.visible_ids(PUBLIC)), PUBLIC)
            named = {one.id: one.filename for one in found}
            told.append(
                sorted(
                    (one.filename, one.title or "", link.mention.filename, link.mention.caption or "",
                     named.get(link.record or "", ""), link.doubtful)
                    for one in found
                    for link in one.photos
                )
            )  # fmt: skip
    assert len(some(told[0])) > 20
    assert told[1] == told[0]


def test_descriptions_are_the_same(archives: Exported) -> None:
    """Derived titles and captions are explicit values there; several records have the same file name."""
    told: list[dict[str, list[dict[str, Any]]]] = []
    for client in archives[:2]:
        told.append({})
        for line in map(json.loads, client.get("/api/v1/export?format=ndjson").data.splitlines()):
            said = {key: one for key, one in line["values"].items() if key not in OF_THE_FILE}
            said |= {key: {**said[key], "origin": ""} for key in ("embargo",) if key in said}
            told[-1].setdefault(line["filename"], []).append(said)
    before, after = told
    assert before.keys() == after.keys()
    for filename, records in before.items():
        for one, other in zip(records, after[filename], strict=True):
            assert {key: other.get(key) for key in one} == one, filename


def test_each_record_came_when_it_came(archives: Exported) -> None:
    told = [sorted((one["filename"], one["added_at"]) for one in answer(client, "q=")[1]) for client in archives[:2]]
    assert some(told[0]) == told[1]


def test_ingested_again_nothing_is_new(archives: Exported) -> None:
    again: list[FileOutcome] = []
    with Archive.open(archives.folder / "there") as archive:
        ingest([archives.folder / "out"], archive, tell=lambda line, _: again.append(line))
    assert {str(line.outcome) for line in some(again)} == {"unchanged"}
    (line,) = (one for one in again if one.path.endswith("records.ndjson"))
    assert line.reason == "untouched"


def test_each_byte_of_the_sample_corpus_is_kept(archives: Exported) -> None:
    with Archive.open(archives.folder / "here") as archive:
        assert list(files_that_are_not_kept(archive, *FOLDERS)) == []
