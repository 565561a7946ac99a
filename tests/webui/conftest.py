"""The fixtures of the tests of pages and JSON. A module with other records has its own `services`."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.web_fakes import FakeServices, memorable
from webui import create_app


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return memorable(tmp_path)


@pytest.fixture
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True}).test_client()
