"""Clients of the Model Context Protocol get what the JSON API returns to the public, and nothing else."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from flask import Flask
from flask.testing import FlaskClient
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import clean_environment, run, some
from tests.support.search_shelf import HELD, SearchShelf
from webui import create_app
from webui.http.parameters import SearchQuery
from webui.mcp import server
from webui.mcp.tools import TEXT_PAGE, TOOLS
from webui.services.services import OpenArchive

QUOTE = 'KUPANG - "Jembatan itu milik semua warga kota ini," kata Presiden Sari Dewi.\n\nWarga kota tepi laut datang.'
SECRET = 'KUPANG - "Kota zulrahasia itu milik kita," kata Presiden Sari Dewi. Kota tepi laut.'
LONG = "Angka kota pelabuhan. " * 2_000
T = TypeVar("T")
COMMAND = [sys.executable, "-c", "from webui.mcp.cli import mcp; mcp()", "--archive"]


def in_a_loop(ask: Callable[[], Awaitable[T]]) -> T:
    """Run it in a separate thread, because this one may have the event loop of browser tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, ask).result()


class Shelf:
    """An archive with public and held records, and its tools."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with Archive.create(folder) as archive:
            shelf = SearchShelf(archive)
            self.release = shelf.add("Kota tepi laut", QUOTE, date="2025-02-01", source="Kantor Wali Kota")
            self.photo = shelf.add("P", kind="photo", caption="Kota tepi laut, kota tepi laut!", date="2025-03-01")
            self.long = shelf.add("Angka", LONG, date="2025-04-01")
            self.held = [
                shelf.add("Kota zulrahasia", SECRET, HELD, date="2025-02-02"),
                shelf.add("Q", access=Access(Status.WITHDRAWN), kind="photo", caption="Kota zulrahasia"),
            ]
            shelf.index()
        self.services = OpenArchive(folder)
        self.app: Flask = create_app({"SERVICES": self.services})
        self.web: FlaskClient = self.app.test_client()

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """Return what a client in this process gets."""

        async def ask() -> CallToolResult:
            async with Client(server.make_server(self.app)) as client:
                return await client.call_tool(tool, arguments)

        return in_a_loop(ask)

    def refused(self, tool: str, **arguments: Any) -> str:
        """Return why a tool refuses."""
        answer = self.call(tool, **arguments)
        assert answer.is_error
        return words(answer)


def words(answer: CallToolResult) -> str:
    """Return the text of a response."""
    (content,) = answer.content
    assert content.type == "text"
    return content.text


def timeless(answer: Any) -> dict[str, Any]:
    """Return a response without its duration."""
    return {key: value for key, value in answer.items() if key != "took_ms"}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    made = Shelf(tmp_path_factory.mktemp("mcp") / "archive")
    yield made
    made.services.close()


@pytest.mark.parametrize(
    ("tool", "arguments", "address"),
    [
        ("search", {"q": "kota", "kind": ["photo", "press-release"], "facets": ["kind", "year"], "highlight": False},
         "search?q=kota&kind=photo&kind=press-release&facets=kind,year&highlight=false"),
        ("search", {"q": "kota", "page_size": 1, "page": 2, "sort": "-date"},
         "search?q=kota&page_size=1&page=2&sort=-date"),
        ("search", {"q": "tidakada", "relax": "on"}, "search?q=tidakada&relax=on"),
        ("passages", {"q": "kota", "field": ["text"], "page_size": 2}, "passages?q=kota&field=text&page_size=2"),
        ("quotes", {"speaker": ["Sari Dewi"]}, "quotes?speaker=Sari+Dewi"),
    ],
)  # fmt: skip
def test_a_tool_answers_what_the_api_does(shelf: Shelf, tool: str, arguments: dict[str, Any], address: str) -> None:
    answer = shelf.call(tool, **arguments)
    expected = timeless(shelf.web.get(f"/api/v1/{address}").get_json())
    assert timeless(answer.structured_content) == expected
    assert timeless(json.loads(words(answer))) == expected


def test_a_record_has_its_values_once_and_its_text_in_pages(shelf: Shelf) -> None:
    first = shelf.call("record", id=shelf.long).structured_content
    assert first is not None
    assert first["record"] == shelf.web.get(f"/api/v1/records/{shelf.long}").get_json()
    rest = [shelf.call("record", id=shelf.long, page=n).structured_content or {} for n in range(2, first["pages"] + 1)]
    assert [(page["page"], page["offset"]) for page in rest] == [(2, TEXT_PAGE), (3, 2 * TEXT_PAGE)]
    assert not any("record" in page for page in rest)
    whole = shelf.web.get(f"/api/v1/records/{shelf.long}/text").get_json()["text"]
    assert "".join(page["text"] for page in (first, *rest)) == whole
    assert "page: input should be less than or equal to 3" in shelf.refused("record", id=shelf.long, page=4)
    photo = shelf.call("record", id=shelf.photo).structured_content
    assert photo is not None
    assert (photo["text"], photo["pages"], photo["record"]["kind"]) == ("", 1, "photo")


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_a_citation_is_the_file_of_the_api(shelf: Shelf, form: str) -> None:
    answer = shelf.call("cite", id=shelf.release, format=form)
    assert words(answer) == shelf.web.get(f"/api/v1/records/{shelf.release}/citation?format={form}").text


def test_what_is_held_is_in_no_answer(shelf: Shelf) -> None:
    asked: dict[str, list[dict[str, Any]]] = {
        "search": [{"q": q, "facets": ["kind", "year", "person", "source"]} for q in ("", "kota", "zulrahasia")],
        "passages": [{"q": q} for q in ("kota", "zulrahasia")],
        "quotes": [{}, {"speaker": ["Sari Dewi"]}, {"q": "milik"}],
        "record": [{"id": one} for one in shelf.held],
        "cite": [{"id": one} for one in shelf.held],
    }
    assert asked.keys() == {tool.name for tool in TOOLS}
    for tool, calls in asked.items():
        for arguments in some(calls):
            answer = shelf.call(tool, **arguments)
            told = words(answer).replace(json.dumps(arguments.get("q", "")), "")
            told = told.replace(f'"read_as": "{arguments.get("q", "")}"', "")
            assert not any(one in told for one in (*shelf.held, "Kota zulrahasia", "2025-02-02")), (tool, arguments)
    assert (shelf.call("search", q="kota").structured_content or {})["total"] == 3
    assert (shelf.call("search", q="zulrahasia").structured_content or {})["total"] == 0
    for tool in ("record", "cite"):
        unknown = shelf.refused(tool, id="a" * 16)
        assert {shelf.refused(tool, id=one) for one in shelf.held} == {unknown}
        assert "Take the id of a result" in unknown


def test_what_cannot_be_asked_for_says_what_to_change(shelf: Shelf) -> None:
    assert "passages are of words" in shelf.refused("passages")
    assert "nope: there is no such parameter" in shelf.refused("search", nope=1)
    for tool, left_out in some([("search", "shape"), ("passages", "format"), ("quotes", "format")]):
        assert f"{left_out}: there is no such parameter" in shelf.refused(tool, q="kota", **{left_out: "csv"})
    assert "page_size: input should be less than or equal to 100" in shelf.refused("search", page_size=101)
    assert "date_from: write it as YYYY" in shelf.refused("search", date_from="May 2025")
    assert "format: " in shelf.refused("cite", id=shelf.release, format="x")
    assert "id: " in shelf.refused("record")
    assert "No public record" in shelf.refused("record", id="../../search")
    assert "search, record, passages, quotes, cite" in shelf.refused("delete")


def test_the_list_of_tools_has_the_parameters_of_the_api(shelf: Shelf) -> None:
    async def ask() -> dict[str, Any]:
        async with Client(server.make_server(shelf.app)) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    tools = in_a_loop(ask)
    assert tools.keys() == {"search", "record", "passages", "quotes", "cite"}
    assert {tool.annotations.read_only_hint for tool in tools.values()} == {True}
    schemas = {name: tool.input_schema for name, tool in tools.items()}
    assert schemas["search"]["properties"].keys() == SearchQuery.model_fields.keys() - {"shape"}
    assert [schemas[name]["required"] for name in ("search", "passages", "record")] == [[], ["q"], ["id"]]
    assert "$ref" not in json.dumps(schemas)


def test_a_closed_archive_answers_the_account_that_may_read_its_folder(shelf: Shelf) -> None:
    object.__setattr__(shelf.services.settings.web, "closed", True)
    try:
        assert shelf.web.get("/api/v1/search").status_code == 401
        assert (shelf.call("search", q="kota").structured_content or {})["total"] == 3
        assert shelf.call("record", id=shelf.held[0]).is_error
    finally:
        object.__setattr__(shelf.services.settings.web, "closed", False)


def test_a_client_that_starts_the_command_can_search_and_read(shelf: Shelf) -> None:
    async def ask() -> tuple[CallToolResult, CallToolResult]:
        command = StdioServerParameters(
            command=COMMAND[0], args=[*COMMAND[1:], str(shelf.folder)], env=clean_environment()
        )
        async with Client(command) as client:
            found = await client.call_tool("search", {"q": "jembatan"})
            (one,) = (found.structured_content or {})["results"]
            return found, await client.call_tool("record", {"id": one["id"]})

    found, record = in_a_loop(ask)
    assert timeless(found.structured_content) == timeless(shelf.web.get("/api/v1/search?q=jembatan").get_json())
    assert (record.structured_content or {})["text"] == QUOTE


def _ask(process: subprocess.Popen[str], message: str) -> Any:
    """Return the response of the command to a line."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(message + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def _end_of_input(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()


@pytest.mark.parametrize("end", [_end_of_input, lambda process: process.send_signal(signal.SIGINT)])
def test_the_command_ends_with_its_input_or_ctrl_c(shelf: Shelf, end: Callable[[subprocess.Popen[str]], None]) -> None:
    pipe = subprocess.PIPE
    hello = {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"},
    }  # fmt: skip
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    with subprocess.Popen(
        [*COMMAND, str(shelf.folder)], stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=clean_environment()
    ) as process:
        assert _ask(process, json.dumps(asked))["result"]["serverInfo"]["name"] == "press-archive"
        end(process)
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_without_the_package_the_command_says_what_to_install(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "Server", None)
    done = run("mcp", "--archive", shelf.folder, code=1)
    assert "pip install 'press-archive[mcp]'" in done.stderr


def test_the_tools_leave_the_archive_as_it_is(shelf: Shelf) -> None:
    before = shelf.services.archive.catalogue.public_revision(), shelf.services.archive.catalogue.visible_ids(ARCHIVIST)
    for tool in TOOLS:
        shelf.call(tool.name, **({"id": shelf.release} if tool.name in {"record", "cite"} else {"q": "kota"}))
    after = shelf.services.archive.catalogue.public_revision(), shelf.services.archive.catalogue.visible_ids(ARCHIVIST)
    assert before == after
