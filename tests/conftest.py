"""What all tests share."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from sqlite3 import Connection
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import create_engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from archive.authority.authorities import AGENCY, Authorities
from archive.authority.card_index import Cards
from archive.catalogue import Catalogue, catalogue
from archive.catalogue.schema import sqlite
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.sandbox.pool import Pool
from archive.search.engines.engine import Engine
from archive.settings import Settings
from archive.storage.archive import Archive
from ingest.commands import cli as ingest_cli
from ingest.files import workers as ingest_workers
from ingest.pipeline import pipeline
from tests.cases.engine_cases import FIVE, index_of
from tests.support import commands as support
from tests.support.engines import COMPARED, LOCAL
from tests.support.hanging import (
    pytest_configure,
    pytest_exception_interact,
    pytest_runtest_logfinish,
    pytest_runtest_logstart,
    pytest_terminal_summary,
)
from webui.http import request_ids
from webui.services.services import OpenArchive

__all__ = [
    "pytest_configure", "pytest_exception_interact", "pytest_runtest_logfinish", "pytest_runtest_logstart",
    "pytest_terminal_summary",
]  # fmt: skip

# Examples are the same in each run, and have no deadline, because the machine may be busy. Fresh ones
# are tried with `--hypothesis-profile=default`.
settings.register_profile(
    "tests", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tests")

OWN_POOL = pipeline._pool
PREPARE = sqlite._prepare
REAL_ID = request_ids.make_id
LONGEST = (
    "test_watch", "test_search_secrets", "test_ocr", "test_browser_tour", "test_pattern_growth", "test_web_secrecy",
    "test_containers_killed", "test_side_effects", "test_browser_languages", "test_web_hostile_routes",
    "test_browser_desk_intake", "test_describe", "test_browser_desk_relations", "test_embargo_within", "test_kill",
    "test_browser_desk_records", "test_killed_anywhere", "test_whoosh_killed", "test_browser_tasks",
    "test_browser_axe", "test_samples", "test_photo_fuzz", "test_watch_slow", "test_browser_document",
    "test_sample_corpus", "test_search_hostile_values", "test_search_hostile", "test_commands", "test_hostile_disk",
    "test_web_serve", "test_walk", "test_anatomy_words", "test_window",
)  # fmt: skip
"""The slowest test files. They are started first, so that the last ones to finish are short."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


def pytest_collection_finish() -> None:
    """Exclude the collected tests and modules from garbage collection, because these 15,000 tests stay until the
    end."""
    gc.collect()
    gc.freeze()


class CompiledTemplates(BytecodeCache):
    """The templates of all applications of a test run: each is compiled once, not once per application."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template was compiled before."""
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled template."""
        self._code[bucket.key] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Let applications share their compiled templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()})
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_routes() -> Iterator[None]:
    """Let applications share the functions that build the addresses of a route, because compiling them takes most of
    the time for a new application. They depend on nothing but the rule that a route is written as."""
    compiled: dict[Hashable, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def shared(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (rule.rule, *rule._trace, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", shared)
        yield


class CompiledStatements(LRUCache[Any, Any]):
    """The statements of all catalogues of a test run: each is compiled once, not once per catalogue. Only the dialect,
    which comes first in a key, differs between two catalogues, and all SQLite dialects are alike."""

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the compiled statement, if there is one."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """Let catalogues share their compiled statements."""
    compiled = CompiledStatements(2000)

    def create(*given: Any, **options: Any) -> SqlEngine:
        engine = create_engine(*given, **options)
        engine._compiled_cache = compiled
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "create_engine", create)
        yield


@pytest.fixture(scope="session", autouse=True)
def indexed_cards() -> Iterator[None]:
    """Let archives share the index of the shipped name cards. One with cards of its own makes its own index."""
    shipped, of = Cards.of(Authorities()), Cards.of

    def shared(authorities: Authorities) -> Cards:
        return of(authorities) if any(card.kind != AGENCY for card in authorities.cards) else shipped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cards, "of", shared)
        yield


@pytest.fixture(scope="session", autouse=True)
def copied_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make each new catalogue a copy of an empty one, because running all migrations takes most of the time for a new
    archive. Older catalogues, and those made by other processes, run them."""
    empty = tmp_path_factory.mktemp("catalogue") / "catalogue.db"
    Catalogue(empty).close()

    def open_copy(path: Path) -> SqliteDatabase:
        if not path.exists():
            with suppress(OSError):  # the catalogue also gets this error, and reports it
                shutil.copyfile(empty, path)
        return SqliteDatabase(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "SqliteDatabase", open_copy)
        yield


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> Iterator[None]:
    """Let nothing in this process wait for the disk: the computer does not lose its power in a test, and what a killed
    process has written stays. Tests of what is made durable, and in which order, record the calls themselves."""

    def unwaiting(dbapi: Connection, record: object) -> None:
        PREPARE(dbapi, record)
        dbapi.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # a file that is not open is still an error
        patch.setattr(sqlite, "_prepare", unwaiting)
        yield


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let catalogues wait for the disk, as they do."""
    monkeypatch.setattr(sqlite, "_prepare", PREPARE)


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new catalogues run all migrations."""
    monkeypatch.setattr(catalogue, "SqliteDatabase", SqliteDatabase)


@pytest.fixture
def press_archive() -> support.Run:
    """Return a function that runs `press-archive` with the given arguments, and fails the test unless it exits with
    `code` (0)."""
    return support.run


@pytest.fixture(scope="session", autouse=True)
def same_request_id() -> Iterator[None]:
    """Fix the request id, so that responses to the same request are identical to the last byte."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(request_ids, "make_id", lambda: "0" * 16)
        yield


@pytest.fixture(scope="session", autouse=True)
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Workers that outlive the ingests they serve, because starting them takes most of the time of a small ingest. An
    archive with other settings has its own, as do all archives in tests that use `own_workers`."""
    usual = Settings()
    pool = ingest_workers.pool(usual, tmp_path_factory.mktemp("workers"))

    def shared(archive: Archive) -> Pool:
        return pool if archive.settings.worker == usual.worker else OWN_POOL(archive)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "close", lambda: None)
        patch.setattr(pipeline, "_pool", shared)
        patch.setattr(ingest_cli, "begun", lambda _: nullcontext())
        yield pool
    Pool.close(pool)


@pytest.fixture
def own_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ingests start their own workers, below their archive."""
    monkeypatch.setattr(pipeline, "_pool", OWN_POOL)
    monkeypatch.setattr(ingest_cli, "begun", ingest_workers.begun)


@pytest.fixture(params=LOCAL)
def kind(request: pytest.FixtureRequest) -> type[Engine]:
    """Every engine, for requirements that apply to all."""
    return COMPARED[request.param]


@pytest.fixture
def five(kind: type[Engine], tmp_path: Path) -> Iterator[Engine]:
    """An index of the five documents that most engine tests use, with each engine."""
    with index_of(kind, tmp_path, FIVE) as engine:
        yield engine


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenArchive]:
    """A new archive as seen by the pages."""
    Archive.create(tmp_path / "archive").close()
    made = OpenArchive(tmp_path / "archive")
    yield made
    made.close()


@pytest.fixture
def at_desk(opened: OpenArchive) -> FlaskClient:
    """A client at the desk of that archive."""
    return support.desk_client(support.desk_app(opened))
