"""The pages of a small archive for hostile requests, with each engine, and a check of the responses."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.cases.hostile_queries import CJK, WORDS
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.services.services import OpenArchive

FACETS = "kind,genre,language,year,month,source,person,place,collection,credit,flag,has"


@contextmanager
def hostile_shelf(folder: Path, engine: str) -> Iterator[tuple[FlaskClient, str]]:
    """Yield a client of an archive with that engine, and the id of a record in it."""
    with Archive.create(folder) as archive:
        shelf = SearchShelf(archive)
        chance = random.Random(3)
        first = shelf.add("Jembatan baru dibuka", "Presiden membuka jembatan baru di kota. " * 20, date="2025-10-25")
        for number in range(30):
            text = " ".join(chance.choices(WORDS, k=60))
            shelf.add(f"{number} {text[:40]}", text, date=f"20{number:02}-0{number % 9 + 1}-11", source="Antara")
        shelf.add("桥", f"新桥开通。{CJK}", language="zh")
        index_sync.rebuild(archive, engine=engine)
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services}).test_client(), first
    services.close()


def check(response: TestResponse, what: str) -> None:
    """Check that the request succeeded, or was refused with a reason that names a parameter."""
    assert response.status_code in (200, 400), (what, response.text[:500])
    if response.is_json:
        told = json.loads(response.data)
        if response.status_code == 400:
            assert told["errors"], what
            assert all(fault["name"] and fault["reason"] for fault in told["errors"]), what
    elif response.status_code == 400:
        assert 'role="alert"' in response.text, what
