"""A release, its photo and a caption table under embargo: from ingest to withdrawal, as seen by an archivist, a
researcher and a script."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive import access
from archive.access import utc_now
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run
from tests.webui.test_web_walk import frame
from webui import create_app
from webui.services.services import OpenArchive

JAKARTA = timezone(timedelta(hours=7), "WIB")
CANARY = "zamrudkanaria"
RELEASE = """PRESS RELEASE

EMBARGOED UNTIL {hour}

UN Secretary-General opens the pilot school of {canary}

KUPANG – The UN Secretary-General opened the school for harbour pilots on Monday. "No ship should wait for a pilot who
was never trained," said Sari Dewi, the head of the school.

W-SAR_0412.jpg
Sari Dewi, right, cuts the ribbon of the school of {canary}. Photo: Ali Ahmad/ANTARA FOTO

Two hundred pilots from nine harbours will be trained each year. The first course begins in the week after the opening,
and lasts five months.
"""
CAPTION = "The new simulator at the school of {canary}, before the first lesson."
THREE_LANGUAGES = ("UN Secretary-General", "Sekretaris Jenderal PBB", "Tổng Thư ký Liên Hợp Quốc")


class Walk:
    """The archive, as each of the three sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "archive"
        disk = folder / "disk"
        disk.mkdir()
        # Under an hour ahead: a clock that jumps further releases nothing. Not at import: a run may take longer.
        self.hour = utc_now().replace(second=0, microsecond=0) + timedelta(minutes=40)
        hour = self.hour.astimezone(JAKARTA)
        said = f"{hour:%H:%M} WIB, {hour.day} {hour:%B %Y}"
        (disk / "release.txt").write_text(RELEASE.format(hour=said, canary=CANARY), encoding="utf-8")
        (disk / "W-SAR_0412.jpg").write_bytes(frame(12, f"Sari Dewi cuts the ribbon in {CANARY}."))
        (disk / "W-SAR_0413.jpg").write_bytes(frame(13, ""))
        table = f'filename,caption,credit,embargo\nW-SAR_0413.jpg,"{CAPTION.format(canary=CANARY)}",Ali Ahmad/ANTARA,'
        (disk / "captions.csv").write_text(f"{table}{hour.isoformat()}\n", encoding="utf-8")
        (disk / "other.txt").write_text("Harbour notes\n\nThe harbour of Kupang was open all week.\n", encoding="utf-8")
        self.archivist("init", "--access", "released")
        told = json_lines(self.archivist("ingest", disk, "--json"))
        self.ids = {Path(one["path"]).name: one["record"] for one in told if one.get("record")}
        self.revision = 0
        self.services = OpenArchive(self.folder)
        self.script: FlaskClient = create_app({"SERVICES": self.services, "TESTING": True}).test_client()

    def archivist(self, *words: object, code: int = 0) -> Any:
        """Run a command."""
        return run(*words, "--archive", self.folder, code=code)

    def follow(self) -> None:
        """Update the index, as `serve` does continuously."""
        with Archive.open(self.folder) as archive:
            index_sync.update(archive)

    def json(self, path: str, **query: Any) -> Any:
        answer = self.script.get(path, query_string=query)
        assert answer.status_code == 200, answer.text
        return answer.json

    def found(self, words: str) -> dict[str, str]:
        """Return the file names and ids of a search, the same on the page and for a script."""
        told = self.json("/api/v1/search", q=words, collapse="none")
        page = self.script.get("/search", query_string={"q": words, "collapse": "none"}).text
        assert all(f"/records/{one['id']}" in page for one in told["results"])
        return {one["filename"]: one["id"] for one in told["results"]}

    def changes(self) -> list[tuple[str, str]]:
        """Return the changes since the last call."""
        told = self.json("/api/v1/changes", since=self.revision)
        self.revision = told["revision"]
        return [(one["change"], one["id"]) for one in told["changes"]]

    def told_of_it(self) -> list[str]:
        """Return the public addresses that contain the word which only the three files have."""
        addresses = [
            "/", "/search", f"/search?q={CANARY}&lang=id", "/search?view=grid", "/search.atom", "/people", "/events",
            "/photographers", "/sitemap.xml", "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/api/v1/changes",
            "/api/v1/search", "/api/v1/export?format=ndjson", "/api/v1/export?format=csv", "/api/v1/quotes",
            f"/api/v1/suggest?q={CANARY[:5]}", f"/api/v1/passages?q={CANARY}", "/api/v1/suggest?q=W-SAR",
        ]  # fmt: skip
        answers = {path: self.script.get(path) for path in addresses}
        asked = [f"{sign}{CANARY}{sign}" for sign in ('"', "“", "”")]
        return [
            path
            for path, answer in answers.items()
            if CANARY in unescape(answer.text).replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
            and not any(one in answer.text for one in asked)
        ]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    made = Walk(tmp_path_factory.mktemp("walk"))
    yield made
    made.services.close()


def test_from_embargo_to_withdrawal(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    # Under embargo: the archivist sees everything with its release time, nobody else sees anything.
    release, photo, simulator = (walk.ids[name] for name in ("release.txt", "W-SAR_0412.jpg", "W-SAR_0413.jpg"))
    held = {one["record"]: one for one in json_lines(walk.archivist("access", "list", "--json"))}
    assert held.keys() == {release, photo, simulator, walk.ids["captions.csv"]}
    assert {datetime.fromisoformat(one["release_at"]) for one in held.values()} == {walk.hour}
    assert walk.found(CANARY) == {}
    assert list(walk.found("harbour")) == ["other.txt"]
    assert walk.told_of_it() == []
    assert len(walk.changes()) == 1
    for record in held:
        for path in ("/records/{}", "/records/{}/assets/0", "/records/{}/preview", "/api/v1/records/{}"):
            assert walk.script.get(path.format(record)).status_code == 404

    # At the release time it is public: in three languages, read at the hit, with its photo, also for a script.
    monkeypatch.setattr(access._CLOCK, "told", (walk.hour + timedelta(seconds=1), time.monotonic()))
    walk.follow()
    assert {"release.txt", "W-SAR_0412.jpg", "W-SAR_0413.jpg"} <= walk.found(CANARY).keys()
    for words in THREE_LANGUAGES:
        assert walk.found(words)["release.txt"] == release, words
    assert next(iter(walk.found("W-SAR_0412.jpg"))) == "W-SAR_0412.jpg"
    assert CAPTION.format(canary=CANARY) in walk.script.get(f"/records/{simulator}").text
    page = walk.script.get(f"/records/{release}", query_string={"q": "trained", "hit": "1"}).text
    assert "trained</mark>" in page
    assert f"/records/{photo}" in page
    with walk.script.get(f"/records/{photo}/preview") as preview:
        assert preview.mimetype == "image/jpeg"
    [quote] = walk.json("/api/v1/quotes", speaker="Sari Dewi")["results"]
    assert quote["words"].startswith("No ship should wait")
    assert ("added", release) in walk.changes()

    # Cited and exported.
    cited = walk.script.get(f"/api/v1/records/{release}/citation", query_string={"format": "ris"}).text
    assert f"TI  - UN Secretary-General opens the pilot school of {CANARY}" in cited
    exported = walk.script.get("/api/v1/export", query_string={"q": CANARY, "format": "ndjson"}).text
    assert {release, photo} <= {json.loads(line)["id"] for line in exported.splitlines()}

    # Corrected, with an internal reason.
    walk.archivist("records", "edit", release, "title=Pilot school opened", "--reason", "the headline was wrong")
    walk.follow()
    assert walk.json(f"/api/v1/records/{release}")["title"] == "Pilot school opened"
    assert "Pilot school opened" in walk.script.get(f"/records/{release}").text
    assert ("changed", release) in walk.changes()
    assert "headline was wrong" not in walk.script.get(f"/records/{release}").text

    # Withdrawn: gone from all interfaces at once, with its photo if requested, and documented.
    for record in (release, photo, simulator):
        walk.archivist("access", "withdrawn", record, "--reason", "by order of the harbour court")
    for record in (release, photo):
        for path in ("/records/{}", "/api/v1/records/{}", "/records/{}/assets/0"):
            assert walk.script.get(path.format(record)).status_code in (404, 410)
    assert ("withdrawn", release) in walk.changes()
    remaining = walk.found(CANARY).keys()
    assert not {"release.txt", "W-SAR_0412.jpg", "W-SAR_0413.jpg"} & set(remaining)
    assert walk.archivist("records", "changes", "--reason", "harbour court").stdout.count("withdrawn") == 3
    walk.archivist("log", "--verify")
    walk.archivist("check")
