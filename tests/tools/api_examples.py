"""Make the examples of the OpenAPI document: questions to an archive of the sample corpus, with its answers.

Run `python -m tests.tools.api_examples`; give the folder of such an archive with access copies to use that.
Ids and times, which are others in each archive, are replaced by fixed ones.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from base64 import b32encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from tests.support.commands import run
from webui import create_app
from webui.http.parameters import COMMA_LISTS

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "webui/api/examples.json"
CORPUS = [ROOT / "sample_corpus" / part for part in ("releases", "speeches", "photos")]
SMALL = "DSC_0437.jpg"
RELEASE, PHOTO, PDF = "2025-04-19-forum-koridor-maritim.en.md", "W-HAI_1275.jpg", "2024-09-12-annual-report-2023.pdf"
TIFF = "padang-lamun.tif"

ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "search": ("/api/v1/search", {"q": "pelabuhan", "date_from": "2024", "page_size": 1, "facets": "kind,language"}),
    "suggest": ("/api/v1/suggest", {"q": "pela", "limit": 3}),
    "passages": ("/api/v1/passages", {"q": "pelabuhan", "context": 40, "page_size": 2}),
    "quotes": ("/api/v1/quotes", {"q": "pelabuhan", "page_size": 2}),
    "changes": ("/api/v1/changes", {"since": 0, "page_size": 2}),
    "histogram": ("/api/v1/histogram", {"q": "pelabuhan", "interval": "year"}),
    "entity": ("/api/v1/entities/{key}", {"key": "place-makassar"}),
    "event": ("/api/v1/events/{id}", {"id": RELEASE}),
    "record": ("/api/v1/records/{id}", {"id": SMALL}),
    "record_file": ("/api/v1/records/{id}.json", {"id": PHOTO}),
    "ninjs_file": ("/api/v1/records/{id}.ninjs.json", {"id": SMALL}),
    "text": ("/api/v1/records/{id}/text", {"id": PDF}),
    "text_file": ("/api/v1/records/{id}.txt", {"id": RELEASE}),
    "similar": ("/api/v1/records/{id}/similar", {"id": RELEASE, "limit": 1}),
    "sequence": ("/api/v1/records/{id}/sequence", {"id": PHOTO}),
    "citation": ("/api/v1/records/{id}/citation", {"id": RELEASE, "format": "bibtex"}),
    "asset": ("/api/v1/records/{id}/assets/{n}", {"id": PHOTO, "n": 0}),
    "access_copy": ("/api/v1/records/{id}/assets/{n}/copy", {"id": TIFF, "n": 0}),
    "export": ("/api/v1/export", {"q": "pelabuhan", "format": "csv"}),
    "oai": ("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"}),
    "healthz": ("/healthz", {}),
    "readyz": ("/readyz", {}),
}
BATCH = ["pelabuhan", {"q": "forum", "kind": ["photo"]}]
ERRORS = {"400": "/api/v1/search?page_size=0", "404": "/api/v1/records/unknown"}
WITHOUT_ANSWER = frozenset(
    {"record_file", "ninjs_file", "text_file", "citation", "asset", "access_copy", "export", "oai"}
)
LONGEST = 600  # characters of a text


def examples(client: FlaskClient) -> dict[str, Any]:
    """What is asked and answered, by operation, and errors by status."""
    fixed = _Fixed(client)
    answers: dict[str, Any] = {}
    for operation, (path, given) in ASKED.items():
        address = path.format(**{name: fixed.real(value) for name, value in given.items()})
        query = {name: value for name, value in given.items() if f"{{{name}}}" not in path}
        response = client.get(address, query_string=query)
        assert response.status_code == 200, (address, response.text)
        parameters = {name: value.split(",") if name in COMMA_LISTS else value for name, value in given.items()}
        answers[operation] = {"parameters": {name: fixed.shown(value) for name, value in parameters.items()}}
        if operation not in WITHOUT_ANSWER:
            answers[operation]["answer"] = fixed.shown(response.get_json())
    posted = client.post("/api/v1/batch?format=json&page_size=1", json=BATCH).get_json()
    asked = {"format": "json", "page_size": 1}
    answers["batch"] = {"parameters": asked, "body": BATCH, "answer": fixed.shown(posted)}
    problems = {status: client.get(address).get_json() for status, address in ERRORS.items()}
    assert all(str(told["status"]) == status for status, told in problems.items())
    return {"answers": answers, "problems": problems}


class _Fixed:
    """Names for what is another one in each archive."""

    def __init__(self, client: FlaskClient) -> None:
        lines = client.get("/api/v1/export?format=ndjson").text.splitlines()
        records = [json.loads(line) for line in lines]
        self._ids = {record["filename"]: record["id"] for record in records}
        self._names = {id_: _made_id(name) for name, id_ in self._ids.items()}

    def real(self, value: Any) -> Any:
        """The id of the record of that file."""
        return self._ids.get(value, value) if isinstance(value, str) else value

    def shown(self, value: Any, key: str = "") -> Any:
        """The value as the examples have it."""
        if isinstance(value, Mapping):
            return {name: self.shown(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [self.shown(one, key) for one in value[:12]]
        if key in {"took_ms", "revision", "index_revision", "archive"} and isinstance(value, int):
            return {"took_ms": 12, "archive": 20260501}.get(key, 167)
        if key in {"added_at", "at"} and isinstance(value, str):
            return "2026-06-01T08:00:00Z"
        if isinstance(value, str):
            return self._text(value, key)
        return value

    def _text(self, value: str, key: str) -> str:
        if value in self._ids:
            return self._names[self._ids[value]] if key == "" else value
        for id_, name in self._names.items():
            value = value.replace(id_, name)
        if key == "next_cursor" or "cursor=" in value:
            value = re.sub(r"(?<=cursor=)[^&]+|^[A-Za-z0-9_=-]{20,}$", "WyIyMDI2LTA1LTIyIl0", value)
        return value if len(value) <= LONGEST or key == "html" else value[:LONGEST]


def _made_id(name: str) -> str:
    return b32encode(hashlib.sha256(name.encode()).digest()).decode().lower()[:16]


def write(folder: Path) -> None:
    """Ask the archive in a folder, and write the file."""
    client = create_app({"ARCHIVE": folder}).test_client()
    told = json.dumps(examples(client), ensure_ascii=False, indent=1)
    TARGET.write_text(f"{told}\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "archive"
            run("init", "--archive", archive)
            run("ingest", "--archive", archive, *CORPUS)
            run("access-copies", "--archive", archive, code=1)  # no converter for documents
            write(archive)
