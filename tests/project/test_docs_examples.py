"""The examples in docs/script.md return what the document says."""

from __future__ import annotations

import io
import json
import re
import shlex
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.project.test_docs import TEXTS
from tests.support.commands import some
from webui import create_app
from webui.services.services import OpenArchive

CORPUS = Path(__file__).parents[2] / "sample_corpus"
SCRIPT = TEXTS["script.md"]
BASE = "http://127.0.0.1:8080"
QUOTED = 'Kapal tiba di Kupang\n\n"Kapal itu membawa beras," kata Wali Kota Sari Dewi di pelabuhan, Senin.\n'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("examples")
    for n in range(3):
        (folder / f"{n}.txt").write_text(
            f"Jembatan ke-{n} dibuka\n\nJembatan baru dibuka di Kupang.\n", encoding="utf-8"
        )
    (folder / "kapal.txt").write_text(QUOTED, encoding="utf-8")
    with Archive.create(folder / "archive") as archive:
        ingest([*sorted(folder.glob("*.txt")), CORPUS / "photos" / "W-HAI_1275.jpg"], archive)
        index_sync.update(archive)
    with closing(OpenArchive(folder / "archive")) as services:
        yield create_app({"SERVICES": services}).test_client()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", SCRIPT, re.DOTALL)


def test_every_curl_answers_with_the_keys_that_are_picked_from_it(client: FlaskClient) -> None:
    known = client.get("/api/v1/search?q=W-HAI_1275.jpg").json["results"][0]["id"]
    lines = [line for block in blocks("sh") for line in block.splitlines() if "curl" in line]
    for line in some(lines):
        (address,) = [
            word for word in shlex.split(line.partition("$(")[2].rstrip(")") or line) if word.startswith(BASE)
        ]
        with client.get(address.removeprefix(BASE).replace("$ID", known)) as answer:
            assert answer.status_code == 200, line
            for picked in re.findall(r"'\{([\w, ]+)\}'", line):
                assert set(picked.split(", ")) <= set(answer.json), line
            for picked in re.findall(r"\[(\.[\w, .]+)\]", line):
                assert answer.json["results"], line
                assert {word.strip(" .") for word in picked.split(",")} <= set(answer.json["results"][0]), line


def test_the_loop_over_all_results_reads_each_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answered(address: str) -> io.BytesIO:
        return io.BytesIO(json.dumps(client.get(f"{address.removeprefix(BASE)}&page_size=2").json).encode())

    monkeypatch.setattr(urllib.request, "urlopen", answered)
    (program,) = (block for block in blocks("python") if "cursor" in block)
    exec(program, {})
    assert capsys.readouterr().out == "3 3\n"


def test_the_program_with_many_queries_prints_a_line_for_each(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answered(asked: str | urllib.request.Request) -> io.BytesIO:
        if isinstance(asked, str):
            return io.BytesIO(client.get(asked.removeprefix(BASE)).data)
        return io.BytesIO(client.post(asked.full_url.removeprefix(BASE), data=asked.data).data)

    monkeypatch.setattr(urllib.request, "urlopen", answered)
    (program,) = (block for block in blocks("python") if "/batch" in block)
    told: dict[str, Any] = {}
    exec(program, told)
    assert [row["title"] for row in told["rows"]] == ["Kapal tiba di Kupang"]
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[1], line[-1]) for line in lines] == [
        ("1", "1", "None"),
        ("2", "0", "None"),
        ("3", "0", "None"),
    ]
