"""Every operation of the OpenAPI document, with tokens of all scopes and with none: what it allows and forbids."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import sampled_from
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from archive.access import Access
from archive.catalogue.accounts.roles import SCOPES, Permission
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.api_description import close_answers
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.desk.ingest import upload_process
from webui.services.services import OpenArchive

PLAIN = {"Accept-Encoding": "identity"}
ASKED_WITH: tuple[Permission | None, ...] = (None, *SCOPES)
NOT_SAID = [positive_data_acceptance]
"""A schema cannot express that parameters exclude each other (`ids` and filters), have an order (`date_from`,
`date_to`) or a maximum product (`page` x `page_size`), that a date exists, that a query is grammatical, that a value
belongs to this archive (`archive`, keys used before) or the number of bins of a histogram. All of these are refused
with 400 or 422."""
ANSWERED_WITH_200 = {"/oai", "/api/v1/batch"}
"""OAI-PMH 2.0 (section 3.6) returns errors with status 200. A batch has them in the row of the query."""
OPERATIONS = (
    ("/api/v1/batch", "post"), ("/api/v1/ingest", "post"), ("/api/v1/ingest/{upload}", "get"), ("/oai", "get"),
    ("/oai", "post"), ("/api/v1/records/{id}.json", "get"), ("/api/v1/records/{id}.ninjs.json", "get"),
    ("/api/v1/records/{id}.txt", "get"),
)  # fmt: skip
"""The others are tested in test_web_openapi without a token, which does not change what they accept."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArchive]:
    folder = tmp_path_factory.mktemp("tokens") / "archive"
    with Archive.create(folder) as archive:
        shelf = SearchShelf(archive)
        for number in range(3):
            shelf.add(f"Kapal {number} tiba", text="\u201cKapal itu tiba,\u201d kata Sari.", date=f"2025-0{number + 1}")
        shelf.add("Kapal rahasia", access=Access(Status.HELD))
        shelf.index()
    services = OpenArchive(folder)
    yield services
    services.close()


@pytest.fixture(scope="module")
def app(services: OpenArchive) -> Flask:
    app = create_app({"SERVICES": services, "TESTING": True})
    inner = app.wsgi_app
    # Tokens are only accepted over a private connection: from this machine.
    app.wsgi_app = lambda environ, start: inner({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)  # type: ignore[method-assign]
    return app


@pytest.fixture(scope="module")
def headers(services: OpenArchive) -> dict[Permission | None, dict[str, str]]:
    made: dict[Permission | None, dict[str, str]] = {None: PLAIN}
    with services.archive.catalogue.write() as writer:
        for scope in SCOPES:
            _token, secret = writer.create_token(scope, (scope,), 30)
            made[scope] = PLAIN | {"Authorization": f"Bearer {secret}"}
    return made


class NotStarted:
    """Replaces the process that adds files."""

    pid = 1

    def __init__(self, *_: object, **__: object) -> None: ...

    def wait(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_process, "subprocess", SimpleNamespace(Popen=NotStarted, DEVNULL=-3))


def described(app: Flask) -> Any:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    close_answers(schema.raw_schema)
    return schema


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_scope_is_answered_as_it_is_described(
    app: Flask, headers: dict[Permission | None, dict[str, str]], path: str, method: str, mode: GenerationMode
) -> None:
    operation = described(app)[path][method.upper()]
    excluded = [*NOT_SAID, *([negative_data_rejection] if path in ANSWERED_WITH_200 else [])]
    answered: list[int] = []

    @given(case=operation.as_strategy(generation_mode=mode), scope=sampled_from(ASKED_WITH))
    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    def tries(case: Any, scope: Permission | None) -> None:
        answered.append(case.call_and_validate(headers=headers[scope], excluded_checks=excluded).status_code)

    tries()
    assert max(answered) < 500


@pytest.mark.parametrize(
    ("scope", "paths"),
    [
        (None, "search|records/|changes"),
        (Permission.READ_HELD, "quotes|records/|events"),
        (Permission.INGEST, "ingest"),
    ],
)
def test_what_an_answer_links_to_is_answered_as_it_is_described(
    app: Flask, headers: dict[Permission | None, dict[str, str]], scope: Permission | None, paths: str
) -> None:
    followed: list[int] = []

    class Walk(described(app).include(path_regex=paths).as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:  # noqa: ARG002
            return {"headers": headers[scope]}

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            followed.append(response.status_code)
            # `ignored_auth` mistakes the header of the test for a generated one.
            case.validate_response(response, excluded_checks=[*NOT_SAID, negative_data_rejection, ignored_auth])

    Walk.run(
        settings=settings(
            max_examples=3, stateful_step_count=4, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )
    )  # fmt: skip
    assert {200, 202} & {*followed}
    assert max(followed) < 500
