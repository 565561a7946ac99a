"""A change that the index cannot confirm is stored. The command says so and exits with a special code, and nothing
public reveals what was hidden."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import Mock, patch

import pytest
from flask.testing import FlaskClient

from archive.catalogue import Access
from archive.errors import IndexUnavailable
from archive.messages import Message
from archive.record import Status
from archive.search.execution import open_indexes
from archive.search.index import index_sync
from archive.search.index.index_folders import IndexFolders
from archive.startup import INDEX_BEHIND
from archive.storage.archive import Archive
from tests.support.changed_shelf import Shelf
from tests.support.commands import COMMAND, clean_environment, json_lines, run_apart
from tests.support.desk_pages import Desk, said
from webui import create_app
from webui.desk.forms import background_jobs
from webui.desk.records import access
from webui.services.services import OpenArchive

LATER = "2051-05-03T10:00+07:00"
STORED = "The change is stored, but the search index is behind."
PLACES = (
    "/",
    "/search?q=zulrahasia",
    "/search?q=jembatan&kind=press-release",
    "/search?q=jembatan&lang=vi",
    "/search/values?facet=source",
    "/search.atom?q=jembatan",
    "/api/v1/search?q=jembatan&facets=source,kind,year",
    "/api/v1/search?q=zulrahasiq",
    "/api/v1/search?q=jembatan&cursor=*",
    "/api/v1/search?q=&collapse=version,sequence",
    "/api/v1/suggest?q=zulr",
    "/api/v1/export?q=jembatan&format=ndjson",
    "/api/v1/export?q=jembatan&format=csv",
)
"""Public requests; each response contains the secret while that is public."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "archive")
    for number in (1, 2):
        made.add(
            f"jembatan-{number}.txt", text=f"Jembatan nomor {number}.", title=f"Jembatan {number}", source="Antara"
        )
    return made


@pytest.fixture
def secret(shelf: Shelf) -> str:
    record = shelf.add("zulrahasia.txt", text="Zulrahasia di jembatan.", title="Zulrahasia", source="Zulrahasia")
    shelf.index()
    return record


@pytest.fixture
def public(shelf: Shelf, secret: str) -> Iterator[FlaskClient]:
    with closing(OpenArchive(shelf.folder)) as services:
        yield create_app({"SERVICES": services}).test_client()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait."""
    monkeypatch.setattr(index_sync, "CONFIRM_SECONDS", 0.2)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of the index like another process. Locks belong to an open file, so this process works as well."""
    with Archive.open(folder) as archive, archive.lock("index"):
        yield


def answers(public: FlaskClient) -> dict[str, str]:
    """Return all responses without durations and scores: scores depend on document frequencies, which may include
    withdrawn records."""
    found = {place: public.get(place) for place in PLACES}
    assert {answer.status_code for answer in found.values()} == {200}
    return {
        place: re.sub(r'"(took_ms|score)": [0-9.]+', "", answer.get_data(as_text=True))
        for place, answer in found.items()
    }


def naming(found: dict[str, str]) -> dict[str, int]:
    """Return how often each contains the secret."""
    return {place: answer.casefold().count("zulrahasia") for place, answer in found.items()}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("words", [("access", "withdrawn"), ("access", "held"), ("access", "held", "--until", LATER)])
def test_a_record_that_the_index_still_has_is_in_no_public_answer(
    shelf: Shelf, secret: str, public: FlaskClient, words: tuple[str, ...]
) -> None:
    before = answers(public)
    tags = {place: str(public.get(place).headers["ETag"]) for place in PLACES if "export" not in place}
    with locked(shelf.folder):
        done = shelf.run(*words, secret, "--json", code=INDEX_BEHIND)
        assert [json.loads(line)["index"] for line in done.stdout.splitlines()] == ["behind"]
        assert STORED in done.stderr
        assert "holds the index lock" in done.stderr
        behind = answers(public)
        confirmed = [
            place for place, tag in tags.items() if public.get(place, headers={"If-None-Match": tag}).status_code == 304
        ]
        assert confirmed == []
        assert public.get(f"/records/{secret}").status_code == 404
    assert not [place for place in PLACES if before[place] == behind[place]]
    shelf.index()
    assert answers(public) == behind
    assert shelf.json("access", "released", secret)[0]["index"] == "current"
    assert naming(answers(public)) == naming(before)


@pytest.fixture
def address(shelf: Shelf, secret: str) -> Iterator[str]:
    """Return the address of a server without an indexer."""
    command = [str(COMMAND), "serve", "--archive", str(shelf.folder), "--port", "0", "--no-indexer"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment()) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def test_a_server_whose_indexer_stands_still_tells_nothing_of_it(shelf: Shelf, secret: str, address: str) -> None:
    """With separate processes and real timeouts; the lock is held by a process that does nothing."""

    def asked(path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{address}api/v1/{path}", timeout=120) as answer:
            return dict(json.load(answer))

    assert asked("search?q=zulrahasia")["total"] == 1
    with locked(shelf.folder):
        done = run_apart("access", "withdrawn", "--archive", shelf.folder, "--json", secret, code=INDEX_BEHIND)
        assert json_lines(done)[0]["index"] == "behind"
        found = asked("search?q=jembatan&facets=source")
        assert found["total"] == 2
        assert [(value["value"], value["count"]) for value in found["facets"]["source"]] == [("Antara", 2)]
        assert asked("search?q=zulrahasia")["total"] == 0
        assert "Zulrahasia" not in json.dumps(asked("suggest?q=zulr"))
        with pytest.raises(urllib.error.HTTPError, match="404"):
            asked(f"records/{secret}")
    run_apart("access", "released", "--archive", shelf.folder, secret)
    assert asked("search?q=zulrahasia")["total"] == 1


@pytest.mark.usefixtures("impatient")
def test_where_too_many_are_hidden_pages_and_json_say_what_is_so(
    shelf: Shelf, secret: str, public: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_indexes, "MAX_HIDDEN", 0)
    with locked(shelf.folder):
        shelf.run("access", "withdrawn", secret, code=INDEX_BEHIND)
        page, told = public.get("/search?q=jembatan"), public.get("/api/v1/search?q=jembatan")
    assert (page.status_code, told.status_code) == (503, 503)
    assert (page.headers["Retry-After"], told.headers["Retry-After"]) == ("10", "10")
    assert "catches up by itself" in page.text
    assert told.json is not None
    assert (told.json["code"], "catches up by itself" in told.json["detail"]) == ("index-lags", True)
    assert public.get("/search?q=jembatan&lang=vi").text.count("tự theo kịp") == 1
    shelf.index()
    assert public.get("/api/v1/search?q=jembatan").json["total"] == 2  # type: ignore[index]


@pytest.mark.usefixtures("impatient")
def test_every_command_that_changes_records_says_so(shelf: Shelf, secret: str) -> None:
    other = shelf.add("lain.txt", text="Teks lain.", title="Lain")
    shelf.index()
    shelf.run("access", "withdrawn", secret)
    with locked(shelf.folder):
        told = [
            shelf.json(*words, code=INDEX_BEHIND)
            for words in (
                ("records undo",),
                ("access", "held", secret),
                ("records edit", secret, "title=Lain sekali"),
                ("relations add", secret, "annex-of", other),
                ("records merge", secret, other, "--yes"),
                ("records undo",),
            )
        ]
    assert [lines[-1]["index"] for lines in told] == ["behind"] * 6
    assert shelf.get(secret).status is Status.HELD
    shelf.index()
    assert shelf.json("access", "held", secret)[0]["index"] == "current"


def test_who_holds_the_lock_may_bring_the_index_up_to_date(shelf: Shelf, secret: str) -> None:
    """Then the command ends as usual, however long that process continues with other work."""
    told: list[str] = []
    with Archive.open(shelf.folder) as archive:
        with archive.catalogue.write() as writer:
            writer.decide_access([secret], Access(Status.WITHDRAWN), "archivist")
        with locked(shelf.folder):
            waiting = Thread(target=lambda: told.append(index_sync.confirm(archive, 1.0)), daemon=True)
            waiting.start()
            with Archive.open(shelf.folder) as theirs, patch.object(theirs, "lock", lambda *_: nullcontext()):
                index_sync.update(theirs)
            waiting.join()
    assert told == [""]


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), IndexUnavailable(Message("index-silent"))])
def test_any_trouble_with_the_index_leaves_the_change_stored(
    shelf: Shelf, secret: str, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_sync, "sync_index", Mock(side_effect=trouble))
    done = shelf.run("access", "withdrawn", secret, code=INDEX_BEHIND)
    assert STORED in done.stderr
    assert str(trouble) in done.stderr
    assert done.stdout.startswith("withdrawn: Zulrahasia")
    assert shelf.get(secret).status is Status.WITHDRAWN


def test_a_missing_index_is_made_where_there_is_time(
    shelf: Shelf, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = shelf.folder / "derived" / "index"
    shutil.rmtree(index)
    monkeypatch.setattr(index_sync, "CONFIRM_SECONDS", 0.0)
    assert "There is no index yet" in shelf.run("access", "withdrawn", secret, code=INDEX_BEHIND).stderr
    assert IndexFolders(shelf.folder / "derived").current() is None
    assert not [*index.glob("[0-9]*")]
    monkeypatch.setattr(index_sync, "CONFIRM_SECONDS", 600.0)
    assert shelf.json("access", "withdrawn", secret)[0]["index"] == "current"
    assert IndexFolders(shelf.folder / "derived").current() is not None


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("apart", [False, True])
def test_the_desk_says_so_as_long_as_it_is_so(tmp_path: Path, apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if apart:  # two records are enough for a separate process
        monkeypatch.setattr(access, "APART", 1)
        monkeypatch.setattr(background_jobs, "_WAIT", 60.0)
    with closing(Desk(tmp_path / "archive")) as desk:
        records = [desk.shelf.add(f"Zulrahasia {number}") for number in (1, 2)]
        desk.index()
        form = {"id": records, "status": "withdrawn", "previewed": desk.previewed(*records)}
        with locked(desk.archive.folder):
            led = desk.post("/desk/access/apply", **form)
            if apart:
                led = desk.get(led.headers["Location"])
            assert "The search index is behind." in said(desk.follow(led))
            assert desk.get("/api/v1/search?q=zulrahasia").json["total"] == 0  # type: ignore[index]
        desk.index()
        assert "The search index is behind." not in said(desk.follow(led))
        undone = desk.undo(1)
        assert undone.headers["Location"] == "/desk/changes/2"
        with locked(desk.archive.folder):
            assert "The search index is behind." in said(desk.follow(desk.undo(2)))
