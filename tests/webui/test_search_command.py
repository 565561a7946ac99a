"""`press-archive search` for scripts: all results, tables, ids, and many queries at once."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from archive.access import Access
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.commands import COMMAND, Run, clean_environment, json_lines
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.services.services import OpenArchive

DEEP = "(" * 200 + "kapal"  # not a valid query
MANY = 103  # more than one batch


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive")
    with Archive.create(path) as archive:
        shelf = SearchShelf(archive)
        for n in range(MANY):
            shelf.add(f"Kapal {n}", "Kapal tiba, =SUM(A1).")
        shelf.add("Kapal rahasia", "Kapal kenariembargo.", Access(Status.HELD, None, "EMBARGO"))
        index_sync.update(archive)
        shelf.searcher.close()
    return path


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_all_results_come_whatever_their_number(folder: Path, press_archive: Run) -> None:
    at = ("--archive", folder)
    ids = press_archive("search", *at, "--all", "--ids", "kapal").stdout.split()
    assert len(set(ids)) == len(ids) == MANY
    lines = json_lines(press_archive("search", *at, "--all", "--json", "--fields", "title,status", "kapal"))
    assert [line["id"] for line in lines] == ids
    assert all(set(line) == {"id", "title", "status"} for line in lines)
    rows = table(press_archive("search", *at, "--all", "--csv", "kapal").stdout)
    assert [row["id"] for row in rows] == ids
    assert rows[0]["url"] == f"/records/{ids[0]}"
    held = press_archive("search", *at, "--all", "--ids", "--held", "kapal").stdout.split()
    assert len(held) == MANY + 1


def test_a_table_or_ids_may_be_of_one_page(folder: Path, press_archive: Run) -> None:
    at = ("--archive", folder)
    rows = table(press_archive("search", *at, "--csv", "--fields", "title", "--limit", "3", "kapal").stdout)
    assert len(rows) == 3
    assert set(rows[0]) == {"id", "title"}
    whole = json.loads(press_archive("search", *at, "--json", "--limit", "3", "kapal").stdout)
    assert [one["id"] for one in whole["results"]] == [row["id"] for row in rows]
    fewer = json.loads(press_archive("search", *at, "--json", "--fields", "title", "--limit", "3", "kapal").stdout)
    assert set(fewer["results"][0]) == {"id", "title"}
    assert press_archive("search", *at, "--ids", "--limit", "2", "kapal").stdout.count("\n") == 2


def test_a_batch_answers_as_the_api_does(folder: Path, press_archive: Run, tmp_path: Path) -> None:
    queries = ["kapal", DEEP, "kenariembargo", "zzz"]
    asked = tmp_path / "queries.txt"
    asked.write_text(f"\ufeffkapal\n\n{DEEP}\nkenariembargo\nzzz", encoding="utf-8")
    at = ("--archive", folder, "--limit", "10")
    rows = json_lines(press_archive("search", *at, "--batch", asked))
    services = OpenArchive(folder)
    try:
        answer = create_app({"SERVICES": services}).test_client().post("/api/v1/batch", json=queries)
        assert rows == [json.loads(line) for line in answer.text.splitlines()]
    finally:
        services.close()
    assert [row["total"] for row in rows] == [MANY, None, 0, 0]
    told = table(press_archive("search", *at, "--batch", asked, "--csv").stdout)
    assert [row["total"] for row in told] == [str(MANY), "", "0", "0"]
    assert told[0]["ids"].count(";") == 9
    assert told[1]["error"]
    held = json_lines(press_archive("search", *at, "--held", "--batch", asked))
    assert held[2]["total"] == 1
    none = json_lines(press_archive("search", *at, "--kind", "photo", "--batch", asked))
    assert none[0]["total"] == 0


@pytest.mark.parametrize(
    "given",
    [(), ("--batch", "-", "kapal"), ("--all", "kapal"), ("--fields", "title", "kapal"), ("--csv", "--ids", "kapal"),
     ("--all", "--json", "--page", "2", "kapal"), ("--all", "--ids", "--sort", "title", "kapal"),
     ("--csv", "--fields", "colour", "kapal"), ("--batch", "-", "--all"), ("--batch", "-", "--ids")],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(folder: Path, press_archive: Run, given: tuple[str, ...]) -> None:
    done = press_archive("search", "--archive", folder, *given, code=2)
    assert done.stdout == ""
    assert "Usage" in done.stderr


def test_a_wrong_query_is_told_as_ever(folder: Path, press_archive: Run) -> None:
    assert "^" in press_archive("search", "--archive", folder, "--all", "--ids", DEEP, code=2).stderr


def test_standard_input_is_read_and_a_closed_pipe_ends_quietly(folder: Path) -> None:
    command = [str(COMMAND), "search", "--archive", str(folder), "--batch", "-"]
    environment = {**clean_environment(), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdin.write("kapal\n" * 3)
        child.stdin.flush()
        os.set_blocking(child.stdout.fileno(), True)
        assert json.loads(child.stdout.readline())["total"] == MANY
        child.stdout.close()
        try:
            child.stdin.write("kapal\n" * 3000)
            child.stdin.close()
        except BrokenPipeError:
            pass
        assert "Traceback" not in child.stderr.read()
    assert child.returncode == 0
