"""Uploading files from a browser: what is accepted, under which name, and how an ingest is followed, stopped and
resumed."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from archive.storage.archive import Archive
from tests.support.commands import Run, desk_app, desk_client
from webui.desk.ingest import upload_transfer, uploads
from webui.http.server import Server, address, open_listener
from webui.services.services import OpenArchive

PATIENCE = 90  # seconds for an ingest on a busy machine


class Desk(NamedTuple):
    """A client at the desk of an archive."""

    client: FlaskClient
    archive: Archive

    @property
    def token(self) -> str:
        return str(self.client.application.config["FORM_TOKEN"])

    def ask(self, url: str, body: bytes = b"", /, **query: Any) -> Any:
        """Send a request like the script of the page."""
        headers = {"X-Form-Token": self.token}
        return self.client.post(url, query_string=query, data=body, headers=headers)

    def begin(self, files: int = 1, size: int = 1000) -> str:
        return str(self.ask("/desk/intake/begin", files=files, bytes=size).json["url"])

    def send(self, url: str, n: int, path: str, body: bytes, piece: int = upload_transfer.PIECE) -> Any:
        """Send a file in pieces, and return the response to the last one."""
        for offset in range(0, max(1, len(body)), piece):
            part = body[offset : offset + piece]
            answer = self.ask(f"{url}/piece", part, n=n, path=path, size=len(body), offset=offset)
        return answer

    def press(self, path: str, **form: str) -> Any:
        return self.client.post(path, data={"token": self.token, **form})

    def words(self, path: str) -> str:
        main = self.client.get(path).text.partition('<main id="main"')[2].partition("</main>")[0]
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())

    def ended(self, url: str) -> dict[str, Any]:
        """Return the state of an upload once nothing is running."""
        until = time.monotonic() + PATIENCE
        while (now := self.client.get(f"{url}/now").json)["moving"]:
            assert time.monotonic() < until, now
            time.sleep(0.1)
        return dict(now)

    def files(self, url: str) -> dict[str, bytes]:
        """Return the waiting files on the disk."""
        folder = self.archive.derived / "dropped" / url.rpartition("/")[2] / "dropped"
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def open_desk(folder: Path) -> tuple[Desk, OpenArchive]:
    services = OpenArchive(folder)
    return Desk(desk_client(desk_app(services)), services.archive), services


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    Archive.create(tmp_path / "archive").close()
    made, services = open_desk(tmp_path / "archive")
    yield made
    services.close()


def test_dropped_files_become_an_accession_and_their_copies_go(desk: Desk, press_archive: Run) -> None:
    url = desk.begin(3, 2_000_000)
    book = b"Buku harian\n\n" + b"Kata demi kata.\n" * 100_000
    assert desk.send(url, 0, "kapal/buku.txt", book).json == {"have": len(book)}
    desk.send(url, 1, "kapal/kosong.txt", b"")
    desk.send(url, 2, "pasar.txt", b"Pasar terapung\n\nRamai.\n")
    answer = desk.press(f"{url}/start", collection=" Kali\nmantan ", location="F1/S2", access="held")
    assert (answer.status_code, answer.location) == (303, url)
    now = desk.ended(url)
    assert (now["name"], now["done"], now["of"]) == ("done", 3, 3)
    at = "/receipts/1?outcome="
    figures = [["Added", "2", f"{at}added"], ["Rejected", "1", f"{at}rejected"]]
    assert now["figures"] == [*figures, ["of which held", "2", "/receipts/1?held=on"]]
    page = desk.client.get(url).get_data(as_text=True)
    assert page.count("Held until someone decides") == 2
    assert desk.files(url) == {}
    told = desk.words(url)
    assert "Accession 1" in told
    assert "Pasar terapung" in told
    assert "Not added What became of each file File Outcome Reason kapal/kosong.txt Rejected" in told
    receipt = desk.words("/receipts/1")
    assert "kapal/buku.txt" in receipt
    assert "derived" not in receipt
    assert "Dropped in the browser" in receipt
    rejected = desk.words("/receipts/1?outcome=rejected")
    assert "add them once more" in rejected
    assert "--retry" not in rejected
    record = desk.archive.catalogue.receipt(1)[-1].record
    shown = press_archive("records", "show", "--archive", desk.archive.folder, record).stdout
    assert "Kali mantan" in shown
    assert "F1/S2" in shown
    assert "held" in shown


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("con", "con"),
        ("..%2f..%2fetc/passwd", "..%2f..%2fetc/passwd"),
        ("a\nb\x00.txt", "a_b_.txt"),
        ("a\nb\x1b.txt", "a_b_.txt"),
        ("foto\u202egpj.exe", "foto\u202egpj.exe"),
        ("👨‍👩‍👧/😀.txt", "👨‍👩‍👧/😀.txt"),
        ("-rf", "-rf"),
        ("x" * 300 + ".txt", "x" * 239 + ".txt"),
        ("ă" * 200 + ".jpeg", "ă" * 119 + ".jpeg"),
        ("../x", None),
        ("a/../../x", None),
        ("/etc/passwd", None),
        ("a//b", None),
        (".", None),
        ("a/", None),
        ("d/" * 100 + "x", None),
        ("y" * 3000, None),
    ],
)
def test_no_path_leads_elsewhere(desk: Desk, path: str, kept: str | None) -> None:
    url = desk.begin()
    answer = desk.send(url, 0, path, b"x")
    assert list(desk.files(url)) == ([kept] if kept else [])
    assert answer.status_code == (200 if kept else 409)


def test_two_files_of_one_path_are_both_kept(desk: Desk) -> None:
    url = desk.begin(4)
    for n, path in enumerate(("a/x.txt", "a/x.txt", "a", ".profile")):
        assert desk.send(url, n, path, f"{n}".encode()).status_code == 200
    desk.send(url, 3, ".profile", b"3")  # sent again, because there was no response
    assert desk.files(url) == {"a/x.txt": b"0", "a/x (2).txt": b"1", "a (2)": b"2", ".profile": b"3"}


def test_a_piece_that_is_lost_or_comes_twice_does_no_harm(desk: Desk) -> None:
    url, ask = (
        desk.begin(2, 12),
        lambda body, offset: desk.ask(f"{url}/piece", body, n=0, path="a", size=9, offset=offset),
    )
    assert ask(b"abc", 0).json == {"have": 3}
    assert ask(b"xyz", 6).json == {"have": 3}
    assert ask(b"def", 3).json == {"have": 6}
    assert ask(b"def", 3).json == {"have": 6}
    assert desk.files(url) == {}
    assert ask(b"ghi", 6).json == {"have": 9}
    assert desk.files(url) == {"a": b"abcdefghi"}
    assert "larger than it was announced" in desk.ask(f"{url}/piece", b"12345", n=1, path="b", size=4, offset=0).text
    assert "announced" in desk.ask(f"{url}/piece", b"1", n=2, path="b", size=1, offset=0).json["problem"]


def test_what_the_disk_has_no_room_for_is_not_begun(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = desk.ask("/desk/intake/begin", files=2, bytes=1 << 49)
    assert answer.status_code == 409
    assert "562.9 TB" in answer.json["problem"]
    assert "100,000 files at once are the most" in desk.ask("/desk/intake/begin", files=10**6, bytes=1).json["problem"]
    monkeypatch.setattr(upload_transfer, "AT_ONCE", 1)
    desk.begin()
    assert "from other pages" in desk.ask("/desk/intake/begin", files=1, bytes=1).json["problem"]
    assert desk.ask("/desk/intake/begin", files=0, bytes=1).status_code == 400


def test_a_disk_that_fills_up_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    url = desk.begin()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left on device" in desk.send(url, 0, "a", b"x").json["problem"]
    assert desk.files(url) == {}


def test_a_disk_that_takes_nothing_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    url = desk.begin(1, 10)
    desk.send(url, 0, "a", b"x")

    def read_only(*_arguments: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(uploads.Drop, "write", read_only)
    assert "Read-only file system" in desk.ask("/desk/intake/begin", files=1, bytes=1).json["problem"]
    assert desk.client.get("/desk/intake").status_code == 200
    assert desk.client.get(url).status_code == 200


def test_what_was_sent_is_found_by_the_next_server(desk: Desk) -> None:
    url = desk.begin(3, 30)
    desk.send(url, 0, "a.txt", b"Surat pertama\n\nIsi.\n")
    desk.ask(f"{url}/piece", b"half", n=1, path="b.txt", size=8, offset=0)
    assert "being sent" in desk.words("/desk/intake")
    assert "Add what has arrived" in desk.words(url)
    sendings = desk.client.application.extensions["press-archive-sendings"]
    os.close(sendings._all[url.rpartition("/")[2]].lock)  # as when that server ends
    later, services = open_desk(desk.archive.folder)
    try:
        told = later.words("/desk/intake")
        assert "Files received: 1 of 3. None has been added yet." in told
        refused = later.send(url, 1, "b.txt", b"halfhalf")
        assert "choose them again" in refused.json["problem"]
        later.press(f"{url}/start")
        now = later.ended(url)
        assert (now["name"], now["done"], now["of"]) == ("done", 1, 1)
    finally:
        services.close()


def test_an_intake_that_was_killed_goes_on(desk: Desk) -> None:
    url = desk.begin(1, 100)
    desk.send(url, 0, "a.txt", b"Surat kedua\n\nIsi.\n")
    with desk.archive.lock("ingest"):
        desk.press(f"{url}/start")
        until = time.monotonic() + PATIENCE
        while "Another intake is under way" not in (said := desk.client.get(f"{url}/now").json["said"]):
            assert time.monotonic() < until, said
            time.sleep(0.1)
        assert desk.press(f"{url}/discard").status_code == 503
        assert desk.press(f"{url}/start").status_code == 503
        drop = uploads.drop_of(desk.archive, url.rpartition("/")[2])
        pid = drop.holder()
        assert pid is not None
        os.kill(pid, 9)
        now = desk.ended(url)
    assert now["name"] == "stopped"
    assert desk.files(url)
    assert "ended before all files were added" in desk.words("/desk/intake")
    desk.press(f"{url}/start")
    assert desk.ended(url)["name"] == "done"
    assert desk.files(url) == {}


def test_an_intake_is_stopped_and_its_copies_thrown_away(desk: Desk) -> None:
    url = desk.begin(1, 100)
    desk.send(url, 0, "a.txt", b"Surat ketiga\n\nIsi.\n")
    with desk.archive.lock("ingest"):
        desk.press(f"{url}/start")
        while "Another intake" not in desk.client.get(f"{url}/now").json["said"]:
            time.sleep(0.1)
        assert desk.press(f"{url}/stop").location == url
        assert desk.ended(url)["name"] == "stopped"
    assert "ended before all files were added" in desk.words(url)
    answer = desk.press(f"{url}/discard")
    assert (answer.status_code, answer.location) == (303, "/desk/intake")
    assert desk.client.get(url).status_code == 404
    assert "Added from a browser" not in desk.words("/desk/intake")


def test_drops_of_which_nothing_came_are_cleaned_away(desk: Desk) -> None:
    url = desk.begin()
    desk.client.application.extensions["press-archive-sendings"].end(
        uploads.drop_of(desk.archive, url.rpartition("/")[2])
    )
    folder = desk.archive.derived / "dropped" / url.rpartition("/")[2]
    desk.words("/desk/intake")
    assert folder.exists()  # it is as new as one whose first file is being sent
    os.utime(folder, (1, 1))
    desk.words("/desk/intake")
    assert not folder.exists()


def test_derived_may_be_deleted_at_any_time(desk: Desk) -> None:
    url = desk.begin()
    shutil.rmtree(desk.archive.derived)
    assert desk.client.get("/desk/intake").status_code == 200
    assert desk.client.get(url).status_code == 404
    assert desk.send(url, 0, "a", b"x").status_code == 404
    assert desk.press(f"{url}/discard").status_code == 404
    assert desk.send(desk.begin(), 0, "a", b"x").status_code == 200


@pytest.mark.parametrize("id_", ["1", "../..", "0" * 16, "%2e%2e", "G" * 16])
def test_no_other_folder_is_a_drop(desk: Desk, id_: str) -> None:
    assert desk.client.get(f"/desk/intake/{id_}").status_code == 404
    assert desk.press(f"/desk/intake/{id_}/discard").status_code == 404
    assert desk.archive.derived.exists()


def test_only_the_desk_takes_long_bodies(desk: Desk) -> None:
    listener = open_listener("127.0.0.1", 0)
    url = address(listener)
    server = Server(desk.client.application, listener, 2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()

    session = desk.client.get_cookie(desk.client.application.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert session is not None
    cookie = f"{session.key}={session.value}"

    def status(path: str, size: int) -> int:
        request = urllib.request.Request(
            url + path, bytes(size), {"X-Form-Token": desk.token, "Cookie": cookie}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError as error:  # the server refused while the body was still being sent
            return 413 if isinstance(error.reason, ConnectionError) else 0
        except ConnectionError:  # the same, while reading its response
            return 413

    try:
        piece = desk.begin(1, 10**6).lstrip("/") + f"/piece?n=0&path=a&size={upload_transfer.PIECE}"
        assert status(piece, upload_transfer.PIECE) == 200
        assert status(piece, 2 << 20) == 413
        assert status("search", 60_000) == 405
        assert status("search", 100_000) == 413
    finally:
        server.stop()
        thread.join()


def test_sending_that_broke_off_goes_on(desk: Desk) -> None:
    url = desk.begin(3, 100)
    desk.send(url, 0, "a.txt", b"Pasar terapung ramai.\n")
    desk.ask(f"{url}/piece", b"Jemb", n=1, path="b.txt", size=20, offset=0)
    get_sendings(desk).end(
        uploads.drop_of(desk.archive, url.rpartition("/")[2])
    )  # as after a restart, or long idleness
    answer = desk.ask(f"{url}/piece", b"atan", n=1, path="b.txt", size=20, offset=4)
    assert (answer.status_code, answer.json["over"]) == (409, True)
    assert desk.ask(f"{url}/resume", files=3, bytes=60).json == {"have": 0}
    answer = desk.ask(f"{url}/piece", b"atan", n=1, path="b.txt", size=20, offset=4)
    assert (answer.status_code, answer.json["have"]) == (409, 0)
    desk.send(url, 1, "b.txt", b"Jembatan gantung tua")
    desk.send(url, 2, "c/d.txt", b"Sungai Mahakam surut")
    assert desk.files(url).keys() == {"a.txt", "b.txt", "c/d.txt"}
    desk.press(f"{url}/start")
    assert desk.ended(url)["done"] == 3
    answer = desk.ask(f"{url}/resume", files=1, bytes=10)
    assert answer.status_code == 409
    assert "over" not in answer.json


def test_no_more_is_sent_on_than_was_said(desk: Desk) -> None:
    url = desk.begin(2, 40)
    desk.send(url, 0, "a.txt", b"Pasar terapung ramai")
    get_sendings(desk).end(uploads.drop_of(desk.archive, url.rpartition("/")[2]))
    desk.ask(f"{url}/resume", files=2, bytes=20)
    assert "larger than it was announced" in desk.send(url, 1, "b.txt", b"x" * 21).json["problem"]
    assert desk.ask("/desk/intake/0123456789abcdef/resume", files=1, bytes=1).status_code == 404


def get_sendings(desk: Desk) -> upload_transfer.Sendings:
    found: upload_transfer.Sendings = desk.client.application.extensions[upload_transfer._KEY]
    return found
