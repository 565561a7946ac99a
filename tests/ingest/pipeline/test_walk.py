"""The two walk-throughs: a folder of files becomes an archive, is found in pages and JSON, and again after a
rebuild."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.access import PUBLIC
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.support.commands import Run, json_lines, run_apart
from webui import create_app

ARTICLE = """Presiden membuka jembatan baru di Kupang

KUPANG, 3 Mei 2025 - Presiden membuka jembatan Teluk Sari yang menghubungkan dua kecamatan.

W-ALI_0412.jpg
Presiden memotong pita di jembatan Teluk Sari. Foto: Ali/KOMINFO

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali.

Sumber: https://kupang.example/berita/presiden-buka-jembatan-teluk-sari-12345.html
"""
SPEECH = """---
title: Diễn văn khai mạc hội nghị
language: vi
kind: speech
date: 2025-10-25
speaker: Nguyễn Hoài An
---
Kính thưa các quý vị đại biểu,

Hội nghị hôm nay mở ra một chương mới cho hợp tác hàng hải giữa các quốc gia trong khu vực.
"""
EMBARGOED = """EMBARGOED UNTIL 10:00 GMT 3 MAY 2051

Lantern prize goes to the ferry crew

The winners of the tourmaline lantern prize will be named on Friday in the old customs house.
"""


@pytest.fixture(scope="module")
def press_archive() -> Run:
    """Run each command in a separate process, like a user."""
    return run_apart


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk") / "disk"
    folder.mkdir()
    (folder / "jembatan.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "dien-van.md").write_text(SPEECH, encoding="utf-8")
    (folder / "prize.txt").write_text(EMBARGOED, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(folder / "W-ALI_0412.jpg")
    return folder


@pytest.fixture(scope="module")
def ingested(disk: Path, press_archive: Run) -> tuple[Path, list[dict[str, Any]]]:
    archive = disk.parent / "archive"
    press_archive("init", "--archive", archive)
    return archive, json_lines(press_archive("ingest", "--archive", archive, "--json", disk))


@pytest.fixture
def filled(tmp_path: Path, ingested: tuple[Path, list[dict[str, Any]]]) -> tuple[Path, list[dict[str, Any]]]:
    """An archive of that disk for a single test, and the output of its ingest."""
    archive, lines = ingested
    return shutil.copytree(archive, tmp_path / "archive"), lines


@pytest.fixture
def client(filled: tuple[Path, Any]) -> Iterator[FlaskClient]:
    """A browser without a server."""
    app = create_app({"ARCHIVE": filled[0]})
    yield app.test_client()
    app.extensions["press-archive"].close()


def found(archive: Path) -> dict[str, list[str]]:
    """Return the file names of the results of each of QUERIES."""
    with Archive.open(archive) as opened, closing(Searcher(opened)) as searcher:
        answers = {query: searcher.search(SearchRequest(query), PUBLIC) for query in QUERIES}
    return {query: [hit.record.filename for hit in answer.hits] for query, answer in answers.items()}


QUERIES = {
    "jembatan": ["jembatan.txt", "W-ALI_0412.jpg"],
    '"teluk sari"': ["jembatan.txt", "W-ALI_0412.jpg"],
    "hoi nghi": ["dien-van.md"],
    "hội nghị": ["dien-van.md"],
    "kind:speech": ["dien-van.md"],
    "0412": ["W-ALI_0412.jpg", "jembatan.txt"],
    "W-ALI_0412.jpg": ["W-ALI_0412.jpg", "jembatan.txt"],
    "caption:pita": ["W-ALI_0412.jpg", "jembatan.txt"],
    "source:kupang.example": ["jembatan.txt"],
    "jembatan -pita": [],
    "tourmaline": [],
}


def test_every_file_has_one_outcome_and_the_summary_adds_up(filled: tuple[Path, list[dict[str, Any]]]) -> None:
    _, (*lines, summary) = filled
    outcomes = {Path(line["path"]).name: (line["outcome"], line["status"]) for line in lines}
    assert outcomes == {
        "W-ALI_0412.jpg": ("added", "released"),
        "dien-van.md": ("added", "released"),
        "empty.txt": ("rejected", None),
        "jembatan.txt": ("added", "released"),
        "prize.txt": ("added", "held"),
    }
    assert all(line["reason"] for line in lines)
    assert summary["files"] == len(lines) == sum(summary["outcomes"].values())


def test_what_went_in_is_found(filled: tuple[Path, Any], press_archive: Run) -> None:
    archive, _ = filled
    answers = {query: sorted(names) for query, names in found(archive).items()}
    assert answers == {query: sorted(names) for query, names in QUERIES.items()}
    (printed,) = json_lines(press_archive("search", "--archive", archive, "--json", "hội nghị"))
    assert [result["filename"] for result in printed["results"]] == ["dien-van.md"]


def test_the_pages_and_the_endpoint_show_it(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=jembatan").get_json()
    article = next(result for result in answer["results"] if result["filename"] == "jembatan.txt")
    page = client.get(article["url"]).get_data(as_text=True)
    assert "Presiden membuka jembatan baru di Kupang" in page
    assert "Presiden memotong pita di jembatan Teluk Sari." in page
    photo = next(result for result in answer["results"] if result["kind"] == "photo")
    with client.get(photo["thumbnail"]) as picture:
        assert picture.mimetype == "image/jpeg"
    assert article["url"] in client.get(photo["url"]).get_data(as_text=True)


def test_a_held_text_is_nowhere_but_with_those_who_may_see_it(
    filled: tuple[Path, list[dict[str, Any]]], client: FlaskClient, press_archive: Run
) -> None:
    archive, lines = filled
    held = next(line["record"] for line in lines if line.get("status") == "held")
    unknown = client.get("/records/aaaaaaaaaaaaaaaa")
    assert client.get(f"/records/{held}").status_code == unknown.status_code == 404
    assert client.get(f"/api/v1/records/{held}/text").status_code == 404
    assert "tourmaline" not in client.get("/?q=tourmalin*").get_data(as_text=True).replace("tourmalin*", "")
    (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", "--held", "tourmaline"))
    assert [result["id"] for result in answer["results"]] == [held]


def test_a_second_run_reports_all_unchanged_and_writes_only_its_receipt(
    filled: tuple[Path, Any], disk: Path, press_archive: Run
) -> None:
    archive, _ = filled
    revision = json_lines(press_archive("index", "status", "--archive", archive, "--json"))[0]["revision"]
    *lines, summary = json_lines(press_archive("ingest", "--archive", archive, "--json", disk))
    assert {line["outcome"] for line in lines} == {"unchanged"}
    assert summary["accession"] == 2
    assert json_lines(press_archive("index", "status", "--archive", archive, "--json"))[0]["revision"] == revision


def test_a_rebuild_and_a_lost_index_give_the_same_answers(filled: tuple[Path, Any], press_archive: Run) -> None:
    archive, _ = filled
    before = found(archive)
    press_archive("index", "rebuild", "--archive", archive)
    assert found(archive) == before
    shutil.rmtree(archive / "derived")
    first = press_archive("search", "--archive", archive, "jembatan")
    assert "index" in first.stderr  # it says that it rebuilds the index
    assert found(archive) == before


def test_verify_and_check_are_clean_and_see_damage(filled: tuple[Path, Any], press_archive: Run) -> None:
    archive, _ = filled
    press_archive("verify", "--archive", archive)
    press_archive("check", "--archive", archive)
    original = next(path for path in (archive / "originals").glob("??/*") if path.stat().st_size > 100)
    content = original.read_bytes()
    original.chmod(0o644)
    original.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    assert original.name in press_archive("verify", "--archive", archive, code=1).stdout
    original.unlink()
    assert original.name in press_archive("check", "--archive", archive, code=1).stdout
