"""Running the command as a person runs it, and reading what it prints."""

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
    """The application with its desk."""
    return create_app({"SERVICES": services, "DESK": True, "SECRET_KEY": DESK_KEY, **config})


def desk_state() -> Any:
    """The cookies of a browser in which the desks of the tests were opened, as Playwright takes them."""
    app = Flask(__name__)
    sign_with(app, DESK_KEY)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    value = signer.dumps({"_permanent": True, USER: SECRET_ARCHIVIST})
    place = {"domain": "127.0.0.1", "path": "/", "expires": -1, "secure": False, "httpOnly": True, "sameSite": "Strict"}
    return {"cookies": [{"name": app.config["SESSION_COOKIE_NAME"], "value": value, **place}], "origins": []}


def desk_client(app: Flask) -> FlaskClient:
    """A browser in which the desk of the application was opened by its secret address."""
    client = app.test_client()
    assert client.get("/desk", query_string={"token": app.config["DESK_TOKEN"]}).status_code == 303
    return client


def clean_environment() -> dict[str, str]:
    """The environment without settings of an archive that the person who runs the tests may have."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PRESS_ARCHIVE")}


def json_lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The objects that a command with --json printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs `press-archive` with these arguments, here and now; fails unless it ends with `code`. Nine tenths of the
    time of a command are its start and that of its workers, which tests that are not about these need not wait for."""
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
    """The same in a process of its own, with workers of its own: for what is about these."""
    command = [str(COMMAND), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean_environment(), check=False)
    return _ended(done, code)


def _ended(done: subprocess.CompletedProcess[str], code: int) -> subprocess.CompletedProcess[str]:
    assert done.returncode == code, f"{done.args} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def some(items: Iterable[T]) -> list[T]:
    """Return the items as a list; fail when there are none, for a loop that asserts something of each would pass."""
    found = list(items)
    assert found, "there is nothing to look at"
    return found
