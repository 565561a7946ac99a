"""The desk of a real server: how it is opened, and what happens to an ingest when it is stopped or killed."""

from __future__ import annotations

import os
import pty
import re
import signal
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.storage.archive import Archive
from tests.support.commands import COMMAND, clean_environment
from webui.desk.ingest.uploads import Drop, drop_of
from webui.desk.secret import kept, key_of
from webui.http.server import near_address, open_listener

PATIENCE = 90  # seconds


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as made:
        yield made


@pytest.fixture
def server(archive: Archive) -> Iterator[subprocess.Popen[str]]:
    command = [str(COMMAND), "serve", "--archive", str(archive.folder), "--port", "0", "--desk"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def opening(archive: Archive) -> str:
    """Return the address that opens the desk of the only running server."""
    said = asked(archive)
    assert said.exit_code == 0, said.output
    (found,) = said.stdout.split()
    return str(found)


def asked(archive: Archive) -> Result:
    return CliRunner().invoke(main, ["desk", "open", "--archive", str(archive.folder)])


def status(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def files_with(words: str, folder: Path) -> list[Path]:
    """Return the files that contain the words, in a folder in which files are added and removed meanwhile."""
    found = []
    for place, _, names in os.walk(folder):
        for path in (Path(place) / name for name in names):
            with suppress(FileNotFoundError):
                if path.is_file() and words in path.read_text("latin-1"):
                    found.append(path)
    return found


def test_its_address_is_a_secret_of_the_account_that_serves(server: subprocess.Popen[str], archive: Archive) -> None:
    assert server.stdout
    base = server.stdout.readline().strip()
    url = opening(archive)
    assert url.startswith(f"{base}desk?token=")
    secret = url.partition("=")[2]
    assert len(secret) >= 43
    kept = files_with(secret, archive.folder)
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (archive.derived / "desk").iterdir()} == {0o600}
    assert (
        status(f"{base}desk") == 404
    )  # like a request by another account of this machine, or a proxy that adds no header
    assert status(f"{base}desk?token={secret[:-1]}") == 404
    assert status(url, **{"Sec-Fetch-Site": "cross-site"}) == 404
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(url, timeout=60) as page:
        assert page.url == f"{base}desk"
        assert secret not in page.read().decode()
    server.terminate()
    said, logged = server.communicate(timeout=60)
    assert str(kept[0]) in logged
    assert secret not in said + logged
    assert not kept[0].exists()


def test_at_a_terminal_its_address_is_printed(archive: Archive) -> None:
    ours, theirs = pty.openpty()
    command = [str(COMMAND), "serve", "--archive", str(archive.folder), "--port", "0", "--desk"]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=clean_environment()) as process:
        os.close(theirs)
        with os.fdopen(ours) as screen:
            first, second = screen.readline().strip(), screen.readline().strip()
        process.terminate()
    assert re.fullmatch(re.escape(f"{first}desk?token=") + r"[\w-]{43}", second)


def test_where_no_server_runs_it_is_said_what_to_do(request: pytest.FixtureRequest, archive: Archive) -> None:
    said = asked(archive)
    assert said.exit_code == 1
    assert f"press-archive serve --desk --archive {archive.folder}" in said.stderr
    server: subprocess.Popen[str] = request.getfixturevalue("server")
    assert server.stdout
    server.stdout.readline()
    opening(archive)
    server.kill()
    server.wait(60)
    assert asked(archive).exit_code == 1
    with kept(archive.derived, "http://127.0.0.1:1/desk?token=x"):
        assert len(list((archive.derived / "desk").glob("*.address"))) == 1  # the file of the killed server is gone


def test_a_key_that_others_could_read_is_a_new_one(archive: Archive) -> None:
    first = key_of(archive.derived)
    assert key_of(archive.derived) == first
    (archive.derived / "desk/key").chmod(0o644)
    second = key_of(archive.derived)
    assert second != first
    assert stat.S_IMODE((archive.derived / "desk/key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", "http://127.0.0.1:{}/"), ("0.0.0.0", "http://127.0.0.1:{}/"), ("::1", "http://[::1]:{}/")],
)
def test_it_is_opened_over_loopback(host: str, near: str) -> None:
    with open_listener(host, 0) as listener:
        assert near_address(listener) == near.format(listener.getsockname()[1])


def hand_in(server: subprocess.Popen[str], archive: Archive) -> Drop:
    """Upload a file through the pages of that server, and return it while its ingest is queued."""
    assert server.stdout
    base = server.stdout.readline().strip().rstrip("/")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(opening(archive), timeout=60).close()
    page = browser.open(f"{base}/desk/intake", timeout=60).read().decode()
    (token,) = re.findall(r'name="token" value="([^"]*)"', page)[:1]

    def post(path: str, body: bytes = b"") -> str:
        request = urllib.request.Request(base + path, body, {"X-Form-Token": token}, method="POST")
        with browser.open(request, timeout=60) as answer:
            return str(answer.read().decode())

    body = b"Surat edaran\n\nIsi surat.\n"
    (url,) = re.findall(r'"url":"([^"]*)"', post(f"/desk/intake/begin?files=1&bytes={len(body)}"))
    post(f"{url}/piece?n=0&path=surat.txt&size={len(body)}", body)
    post(f"{url}/start")
    drop = drop_of(archive, url.rpartition("/")[2])
    waited(lambda: "waiting until it has finished" in drop.said.read_text())
    return drop


def waited(for_it: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not for_it():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_intake_is_stopped_with_its_server_and_kept(server: subprocess.Popen[str], archive: Archive) -> None:
    with archive.lock("ingest"):
        drop = hand_in(server, archive)
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        assert not drop.is_busy
    assert drop.count() == (1, 25)
    assert not drop.settle(archive).done


def test_an_intake_outlives_a_server_that_is_killed(server: subprocess.Popen[str], archive: Archive) -> None:
    with archive.lock("ingest"):
        drop = hand_in(server, archive)
        server.kill()
        server.wait(60)
        assert drop.is_busy
    waited(lambda: not drop.is_busy)
    assert drop.settle(archive).done
    assert drop.count() == (0, 0)
    assert [line.path for line in archive.catalogue.receipt(1)] == ["surat.txt"]
