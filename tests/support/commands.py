"""Run the command like a user, and read its output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from archive.cli import main
from webui import create_app
from webui.desk.session import sign_with
from webui.identity.identity import SECRET_ARCHIVIST, USER

COMMAND = Path(sys.executable).parent / "press-archive"
Run = Callable[..., subprocess.CompletedProcess[str]]
T = TypeVar("T")


DESK_KEY = "the key that signs the sessions of every desk in the tests"


def desk_app(services: object, **config: object) -> Flask:
    """Return the application with its desk."""
    return create_app({"SERVICES": services, "DESK": True, "SECRET_KEY": DESK_KEY, **config})


def desk_state() -> Any:
    """Return the cookies of a browser in which the desks of the tests were opened, in Playwright's format."""
    app = Flask(__name__)
    sign_with(app, DESK_KEY)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    value = signer.dumps({"_permanent": True, USER: SECRET_ARCHIVIST})
    place = {"domain": "127.0.0.1", "path": "/", "expires": -1, "secure": False, "httpOnly": True, "sameSite": "Strict"}
    return {"cookies": [{"name": app.config["SESSION_COOKIE_NAME"], "value": value, **place}], "origins": []}


def desk_client(app: Flask) -> FlaskClient:
    """Return a client that has opened the desk of the application by its secret address."""
    client = app.test_client()
    assert client.get("/desk", query_string={"token": app.config["DESK_TOKEN"]}).status_code == 303
    return client


def clean_environment() -> dict[str, str]:
    """Return the environment without any archive settings of the user who runs the tests."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PRESS_ARCHIVE")}


def json_lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return the objects that a command with --json printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `press-archive` with these arguments in this process. Fail unless it exits with `code`. Starting the command
    and its workers takes nine tenths of its time, and only tests of that need to wait for it."""
    given = [str(one) for one in arguments]
    settings = dict.fromkeys(os.environ.keys() - clean_environment().keys())
    before = os.umask(0o022)
    os.umask(before)
    try:
        found = CliRunner().invoke(main, given, env=settings, prog_name="press-archive")
    finally:
        os.umask(before)
    said = found.stderr
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        said += "".join(traceback.format_exception(found.exception))
    return _ended(subprocess.CompletedProcess(["press-archive", *given], found.exit_code, found.stdout, said), code)


def run_apart(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command in a separate process with its own workers, for tests of these."""
    command = [str(COMMAND), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean_environment(), check=False)
    return _ended(done, code)


def _ended(done: subprocess.CompletedProcess[str], code: int) -> subprocess.CompletedProcess[str]:
    assert done.returncode == code, f"{done.args} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def some(items: Iterable[T]) -> list[T]:
    """Return the items as a list. Fail if there are none, because a loop that asserts something about each would
    pass."""
    found = list(items)
    assert found, "there is nothing to look at"
    return found
