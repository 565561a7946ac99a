"""A server on a real port while its index is rebuilt, lost, and updated by a parallel ingest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from tests.support.commands import COMMAND, clean_environment, json_lines, run, run_apart
from webui import create_app
from webui.services import services

TEXTS = 120


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    (folder / "disk").mkdir()
    for n in range(TEXTS):
        (folder / "disk" / f"{n}.txt").write_text(f"Jembatan nomor {n} dibuka untuk umum pada hari itu juga.")
    run("init", "--archive", folder / "archive")
    run("ingest", "--archive", folder / "archive", folder / "disk")
    return folder / "archive"


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    command = [str(COMMAND), "serve", "--archive", str(archive), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment()) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def total(address: str, query: str) -> int:
    with urllib.request.urlopen(f"{address}api/v1/search?q={query}", timeout=120) as answer:
        return int(json.load(answer)["total"])


def soon(holds: Callable[[], bool], seconds: float = 120.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if holds():
                return True
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 503:  # without an index the server says so, and nothing else
                raise
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_it_answers_during_a_rebuild_and_then_from_the_new_index(archive: Path, address: str, engine: str) -> None:
    answers: list[int] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answers.append(total(address, "jembatan"))

    asker = threading.Thread(target=ask, daemon=True)
    asker.start()
    (before,) = json_lines(run_apart("index", "status", "--archive", archive, "--json"))
    (after,) = json_lines(run_apart("index", "rebuild", "--engine", engine, "--archive", archive, "--json"))
    assert after["engine"] == engine
    done.set()
    asker.join()
    assert len(answers) > 5
    assert set(answers) == {TEXTS}
    assert after["number"] > before["number"]
    shutil.rmtree(archive / "derived" / "index" / str(before["number"]))  # the current index cannot be the old one
    assert total(address, "jembatan") == TEXTS


def test_a_file_taken_in_beside_it_is_found(archive: Path, address: str) -> None:
    (archive.parent / "later.txt").write_text("Terowongan pertama dibuka untuk umum.")
    run_apart("ingest", "--archive", archive, archive.parent / "later.txt")
    assert soon(lambda: total(address, "terowongan") == 1)


def test_a_lost_index_is_made_again_while_it_runs(archive: Path, address: str) -> None:
    (archive / "derived").rename(archive.parent / "lost")
    assert soon(lambda: total(address, "nomor") == TEXTS)


def test_it_is_said_when_the_index_is_not_made_by_the_engine_that_the_settings_name(tmp_path: Path) -> None:
    run("init", "--archive", tmp_path)
    for command in (("rebuild", "--engine", "tantivy"), ("status",)):
        told = run("index", *command, "--archive", tmp_path).stdout
        assert "archive.toml names whoosh" in told
        assert 'write engine = "tantivy" below [index]' in told
    settings = tmp_path / "archive.toml"
    settings.write_text(settings.read_text().replace('engine = "whoosh"', 'engine = "tantivy"'))
    assert "names" not in run("index", "status", "--archive", tmp_path).stdout
    assert "names" not in run("index", "rebuild", "--archive", tmp_path).stdout
    assert run("index", "status", "--archive", tmp_path).stdout.startswith("tantivy, index 2, current")


def test_an_index_is_kept_up_to_date_without_a_server(tmp_path: Path) -> None:
    run("init", "--archive", tmp_path)
    current = tmp_path / "derived" / "index" / "CURRENT"
    command = [str(COMMAND), "index", "follow", "--archive", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=clean_environment()) as follower:
        assert follower.stderr is not None
        assert "until Ctrl-C" in follower.stderr.readline()
        assert soon(current.exists)
        (tmp_path / "derived").rename(tmp_path / "lost")
        assert soon(current.exists)
        follower.terminate()
        assert follower.wait(120) == 0


def test_an_account_that_may_only_read_serves_pages_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", "--archive", tmp_path / "archive")
    Image.new("RGB", (600, 400), "teal").save(tmp_path / "dermaga.jpg")
    run("ingest", "--archive", tmp_path / "archive", tmp_path / "dermaga.jpg")
    derived, may = tmp_path / "archive" / "derived", os.access
    derived.rename(tmp_path / "kept")
    with closing(services.OpenArchive(tmp_path / "archive")) as owner:
        assert owner.writes  # derived/ may be deleted at any time
    shutil.rmtree(derived, ignore_errors=True)
    (tmp_path / "kept").rename(derived)
    shutil.rmtree(derived / "renditions", ignore_errors=True)
    shutil.rmtree(derived / "jobs", ignore_errors=True)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != derived and may(path, mode))
    reader = services.OpenArchive(tmp_path / "archive")
    try:
        assert not reader.writes
        client = create_app({"SERVICES": reader}).test_client()
        (found,) = client.get("/api/v1/search?q=dermaga").get_json()["results"]
        with client.get(found["thumbnail"]) as picture:
            assert picture.data.startswith(b"\xff\xd8")
        assert not (derived / "renditions").exists()
        assert not (derived / "jobs").exists()
    finally:
        reader.close()
    told = run("serve", "--desk", "--archive", tmp_path / "archive", code=1)
    assert "run the command as its owner" in told.stderr
