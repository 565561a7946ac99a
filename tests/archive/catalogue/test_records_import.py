"""Exports of this project can be imported: values with their origins, holds, and each line independently."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.access import PUBLIC
from archive.errors import Unreadable
from archive.record import Description, Outcome, Status
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from ingest.description.file_description import describe
from ingest.files.restrictions import access_for
from ingest.pipeline.pipeline import ingest
from ingest.readers.news import record_export
from tests.builders.made_files import read
from webui.api.models import RecordAnswer
from webui.api.result_models import Result, SearchAnswer

Make = Callable[..., Description]
RECORD: dict[str, Any] = {
    "id": "k3v9q2m7x4ab5cde", "kind": "press-release", "title": "Judul", "status": "released", "language": "id",
    "values": {"title": "Judul", "creator": ["A"]}, "text": "Satu.\n\nDua.",
    "origins": {"title": {"origin": "archivist", "value": "Judul", "others": [{"origin": "pdf:title", "value": "x"}]}},
}  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with that name and reads it; a mapping is written as JSON."""

    def make(content: Any, filename: str = "a.dat") -> Description:
        path = tmp_path / filename
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read(path)

    return make


def test_the_keys_by_which_it_is_known_are_those_of_the_endpoints() -> None:
    for model in (RecordAnswer, Result):
        assert set(model.model_fields) >= {"id", "kind", "title", "status"}
    assert set(SearchAnswer.model_fields) >= {"query", "total", "results"}


def test_values_come_back_with_the_origins_they_had(made: Make) -> None:
    found = made(RECORD)
    assert (found.text, found.values["title"], found.values["creator"]) == ("Satu.\n\nDua.", "Judul", ["A"])
    offers = [(offer.origin, offer.value) for offer in found.origins["title"]]
    assert offers == [("export:archivist", "Judul"), ("export:pdf:title", "x")]
    assert found.values["exported_id"] == "k3v9q2m7x4ab5cde"


def test_a_photo_stays_one_though_its_picture_is_not_there(made: Make) -> None:
    photo = {"kind": "photo", "filename": "a.jpg", "text": None, "values": {"caption": "Rapat.", "credit": "A/B"}}
    found = made(RECORD | photo)
    assert (found.text, found.values["kind"], found.values["caption"]) == ("", "photo", "Rapat.")
    assert "without its picture" in found.notes[-1]


def test_a_search_gives_its_results(made: Make, tmp_path: Path) -> None:
    shown = [{"field": "text", "text": "Satu kapal"}, {"field": "title", "text": "Pidato"}]
    result = {
        "id": "b1",
        "kind": "speech",
        "title": "Pidato",
        "status": "released",
        "rights": "Hak",
        "highlights": shown,
    }
    found = made({"query": {"q": "x"}, "total": 1, "results": [result, 3]})
    assert [member.name for member in found.members] == ["b1.json"]
    member = read(tmp_path / found.members[0].file, "b1.json")
    assert (member.text, member.values["title"], member.values["copyright"]) == ("Satu kapal", "Pidato", "Hak")
    assert "only passages" in member.notes[0]


def test_a_line_that_is_no_record_is_refused_alone_by_its_number(made: Make) -> None:
    lines = [json.dumps(RECORD), "", "no JSON", json.dumps({"a": 1}), "[" * 99, json.dumps(RECORD)]
    found = made("\n".join(lines), "a.jsonl")
    told = [(member.name, member.outcome, member.reason.split(":")[0]) for member in found.members]
    assert [name for name, outcome, _ in told if not outcome] == ["k3v9q2m7x4ab5cde.json", "k3v9q2m7x4ab5cde (2).json"]
    assert [(name, outcome) for name, outcome, _ in told if outcome] == [
        ("line-3.json", "rejected"), ("line-4.json", "rejected"), ("line-5.json", "rejected")]  # fmt: skip
    assert [why.split(":")[0][:24] for _, outcome, why in told if outcome] == [
        "line 3 is not valid JSON", "line 4 is JSON, but not ", "line 5 is not valid JSON"]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"status": "held"}, None),
        ({"status": "held", "release_at": "2031-05-03T03:00:00Z"}, "2031-05-03T03:00:00Z"),
        ({"status": "withdrawn"}, None),
        ({"status": ["odd"]}, None),
        ({"values": {"embargo": {"until": "2031-05-03T03:00:00Z", "words": "x"}}}, "2031-05-03T03:00:00Z"),
        ({"values": {"embargo": {"until": 7}}}, None),
    ],
)
def test_what_was_not_for_all_there_is_held_here(made: Make, said: dict[str, Any], until: str | None) -> None:
    access = access_for(made(RECORD | said), Status.RELEASED)
    assert (access.status, access.release_at) == (Status.HELD, until)


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, [[]], [{}], {"a": []}, {"title": 3}, {"title": {"others": [3]}}])
def test_values_of_another_type_are_no_trouble(tmp_path: Path, odd: Any) -> None:
    keys = "kind title language date genre values origins captions mentions highlights source_url rights filename id"
    (tmp_path / "a.json").write_text(json.dumps(RECORD | dict.fromkeys(keys.split(), odd)), encoding="utf-8")
    answer = describe(str(tmp_path / "a.json"), "a.json", str(tmp_path))
    assert "Dua." in answer["text"]


def test_too_many_lines_are_refused_with_what_to_do(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_export, "MOST_FILES", 2)
    with pytest.raises(Unreadable, match="over 2 lines: split it"):
        made("\n".join([json.dumps(RECORD)] * 3), "a.jsonl")


def test_lines_are_found_one_by_one_after_an_ingest(tmp_path: Path) -> None:
    other = RECORD | {"id": "z9", "title": "Lain", "text": "Kata yang ditahan.", "status": "held"}
    (tmp_path / "in").mkdir()
    lines = "\n".join([json.dumps(RECORD), "bukan", json.dumps(other)])
    (tmp_path / "in/ekspor.jsonl").write_text(lines, encoding="utf-8")
    with Archive.create(tmp_path / "archive") as archive:
        ingest([tmp_path / "in"], archive)
        told = {line.member: (line.outcome, line.status) for line in archive.catalogue.receipt(1)}
        with closing(Searcher(archive)) as searcher:
            public = searcher.search(SearchRequest("dua OR kata"), PUBLIC).hits
    assert told["k3v9q2m7x4ab5cde.json"] == (Outcome.ADDED, Status.RELEASED)
    assert told["line-2.json"][0] is Outcome.REJECTED
    assert told["z9.json"] == (Outcome.ADDED, Status.HELD)
    assert [hit.record.title for hit in public] == ["Judul"]
