"""The sample archive is moved to servers part by part, and back: export, search results and receipts stay the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.support.commands import COMMAND, clean_environment, some
from tests.support.object_server import object_server
from tests.support.postgresql import Server
from webui import create_app

SAMPLES = Path(__file__).parents[3] / "sample_corpus"
QUERIES = (
    "", "1275", "filename:W-HAI_1275.jpg", '"kapal perang"', "tau huan luyen", "jembat*", "speaker:presiden",
    "has:photo", "credit:antara", "rope OR tali", "harbour -ferry", "tàu", "mercusuar~", "title:hari",
)  # fmt: skip
ORDERS = ("-date", "title")  # scores of engines differ in their last digits
UNLIKE = ("took_ms", "score")


@pytest.fixture(scope="module")
def servers(server: Server, node_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings of an archive with all parts on servers, as environment variables."""
    server.execute("CREATE SCHEMA moved")
    with object_server(tmp_path_factory.mktemp("objects")) as objects:
        index = {"ENGINE": "opensearch", "URLS": node_url, "NAME": "test-moved"}
        yield {
            "PRESS_ARCHIVE_CATALOGUE_URL": server.schema("moved").render_as_string(hide_password=False),
            **objects.environment("moved"),
            **{f"PRESS_ARCHIVE_INDEX_{key}": value for key, value in index.items()},
        }
    server.execute("DROP SCHEMA moved CASCADE")


def run(folder: Path, settings: dict[str, str], *words: str, code: int = 0) -> str:
    command = [str(COMMAND), *words, "--archive", str(folder)]
    environment = clean_environment() | settings
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code, f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def without(value: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: without(item, keys) for key, item in value.items() if key not in keys}
    return [without(item, keys) for item in value] if isinstance(value, list) else value


def told(folder: Path, settings: dict[str, str], orders: tuple[str, ...]) -> dict[str, Any]:
    """Return an archive's public responses and its receipts."""
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        for key in [*(os.environ.keys() - clean_environment().keys())]:
            patch.delenv(key)
        for key, value in settings.items():
            patch.setenv(key, value)
        app = create_app({"ARCHIVE": str(folder), "TESTING": True})
        client = app.test_client()
        found["export"] = client.get("/api/v1/export?format=ndjson").data.splitlines()
        for query in QUERIES:
            for order in orders:
                address = f"/api/v1/search?{urlencode({'q': query, 'sort': order, 'page_size': 100})}"
                answer = client.get(address)
                assert answer.status_code == 200, (address, answer.data)
                found[address] = without(answer.json, UNLIKE)
        for line in found["export"]:
            original = f"/records/{json.loads(line)['id']}/original"
            answer = client.get(original)
            found[original] = answer.status_code, answer.data
    found["receipts"] = run(folder, settings, "receipts", "--json").splitlines()
    found["lines"] = run(folder, settings, "receipts", "show", "1", "--json").splitlines()
    return found


def assert_alike(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one.keys() == other.keys()
    for key in some(one):
        assert one[key] == other[key], key


def test_the_sample_archive_is_the_same_on_servers_and_back_again(tmp_path: Path, servers: dict[str, str]) -> None:
    folder, here = tmp_path / "archive", dict[str, str]()
    run(folder, here, "init")
    disks = [str(SAMPLES / name) for name in ("releases", "speeches", "photos", "broken")]
    run(folder, here, "ingest", *disks)
    run(folder, here, "index", "rebuild")  # similar pictures are detected one after the other
    before, ranked = told(folder, here, ORDERS), told(folder, here, ("relevance",))
    assert len(before["export"]) > 100

    database = servers["PRESS_ARCHIVE_CATALOGUE_URL"]
    there = {key: value for key, value in servers.items() if "_CATALOGUE_" in key}
    store = {key: value for key, value in servers.items() if "_ORIGINALS_" in key}
    url = store["PRESS_ARCHIVE_ORIGINALS_URL"]
    run(folder, store | {"PRESS_ARCHIVE_ORIGINALS_URL": ""}, "originals", "copy", "--to", url)
    run(folder, here, "catalogue", "copy", "--to", database)
    (folder / "catalogue.sqlite").rename(tmp_path / "kept.sqlite")
    (folder / "originals").rename(tmp_path / "kept")
    shutil.rmtree(folder / "derived")
    run(folder, servers, "index", "rebuild", "--engine", "opensearch")
    assert_alike(told(folder, servers, ORDERS), before)
    run(folder, servers, "check")
    run(folder, servers, "verify")

    run(folder, store | there, "originals", "copy", "--to", "folder")
    run(folder, there, "catalogue", "copy", "--to", str(folder))
    run(folder, here, "index", "rebuild")
    assert_alike(told(folder, here, ORDERS) | told(folder, here, ("relevance",)), before | ranked)
    run(folder, here, "check")
    run(folder, here, "verify")
