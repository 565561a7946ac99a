"""A served archive of the sample corpus, and one address for every type of page."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.support.commands import COMMAND, DESK_KEY, clean_environment, run

ROOT = Path(__file__).parents[2]
CORPUS = [ROOT / "sample_corpus" / part for part in ("releases", "speeches", "photos", "broken")]


@contextmanager
def toured(*more: Path, options: Sequence[str] = ()) -> Iterator[str]:
    """Yield the address of a server, without the last slash. Its desk is open to browsers with `desk_state`. `more`:
    folders added to the corpus; `options`: those of the ingest."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        run("init", "--archive", archive)
        run("ingest", "--archive", archive, *options, *CORPUS, *more)
        run("records", "edit", "--archive", archive, "--where", f"filename:{PHOTO}", "city=Da Nang", "--yes")
        Path(folder, "archive/derived/desk").mkdir(mode=0o700)
        Path(folder, "archive/derived/desk/key").write_text(DESK_KEY)
        Path(folder, "archive/derived/desk/key").chmod(0o600)
        command = [str(COMMAND), "serve", "--archive", str(archive), "--port", "0", "--desk"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment()) as server:
            try:
                assert server.stdout is not None
                yield server.stdout.readline().strip().rstrip("/")
            finally:
                server.terminate()


PAGES_OF_USERS = {"login": "/desk/login", "account": "/desk/account", "users": "/desk/users"}
"""Pages of an archive with users. The first redirects users who are logged in."""

BOOK = "2024-09-12-annual-report-2023.pdf"
SPEECH = "2025-04-18-opening-address.en.md"
PHOTO = "W-HAI_1275.jpg"
STORY = "le-ky-hien-chuong-da-nang.txt"


def page_types(address: str) -> dict[str, str]:
    """Return the path of one page of each type, by type."""
    ids = {one["filename"]: one["id"] for page in (1, 2, 3) for one in _results(address, page)}
    release, other = (ids[f"2025-04-19-forum-koridor-maritim.{language}.md"] for language in ("en", "id"))
    book, speech, photo = ids[BOOK], ids[SPEECH], ids[PHOTO]
    event = _json(f"{address}/api/v1/events/{release}")["id"]
    return {
        "front": "/",
        "search": "/search?q=kapal",
        "results as pictures": "/search?q=kind:photo&view=grid",
        "no results": "/search?q=zzzzz",
        "article": f"/records/{release}?q=forum",
        "side by side": f"/records/{release}/beside/{other}",
        "speech": f"/records/{speech}",
        "photo": f"/records/{photo}",
        "contact sheet": f"/records/{photo}/sequence",
        "events": "/events",
        "event": f"/events/{release}",
        "series": "/series",
        "PDF": f"/records/{book}",
        "PDF pages": f"/records/{book}/pages",
        "PDF page": f"/records/{book}/pages/1?q=storm",
        "list": f"/list?ids={release},{photo},{speech}",
        "help": "/help/search",
        "help for scripts": "/help/api",
        "about": "/about",
        "values": "/search/values?facet=person",
        "people": "/people",
        "person": "/people/trinh-khanh-van",
        "desk": "/desk",
        "desk, records": "/desk/records?q=kapal",
        "desk, held": "/desk/records?status=held",
        "desk, record": f"/desk/records/{photo}",
        "desk, changes": "/desk/changes",
        "desk, change": "/desk/changes/1",
        "desk, undo": "/desk/changes/1/undo",
        "desk, relations": "/desk/relations?show=all",
        "desk, mentions": "/desk/mentions",
        "desk, another photo": f"/desk/mentions/{ids[STORY]}/3",
        "desk, events": "/desk/events?show=all",
        "desk, event": f"/desk/events/{event}",
        "desk, event preview": f"/desk/events/{event}/preview?act=reject&ids={release}",
        "desk, merge": f"/desk/records/{release}/merge?other={other}",
        "desk, versions": f"/desk/records/{photo}/history",
        "desk, series": "/desk/series",
        "desk, split": f"/desk/records/{photo}/split",
        "desk, intake": "/desk/intake",
        "desk, rejected": "/desk/rejected",
        "desk, passwords": "/desk/passwords",
        "desk, scans": "/desk/scans",
        "desk, rights": "/desk/rights",
        "desk, collections": "/desk/collections",
        "desk, due": "/desk/collections/due?on=2090-01-01",
        "desk, legal holds": "/desk/legal-holds",
        "desk, erasures": f"/desk/erasures?record={release}",
        "receipts": "/receipts",
        "receipt": "/receipts/1",
    }


def _results(address: str, page: int) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = _json(f"{address}/api/v1/search?page_size=100&page={page}")["results"]
    return found


def _json(url: str) -> Mapping[str, Any]:
    with urlopen(url, timeout=60) as answer:
        found: Mapping[str, Any] = json.load(answer)
        return found
