"""POST /api/v1/ingest: uploads of a script with a token, the responses, and what is refused."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.access import ARCHIVIST
from archive.catalogue.accounts.roles import Permission
from archive.storage.archive import Archive
from tests.support.commands import Run, run
from tests.support.serving import serving
from webui import create_app
from webui.desk.ingest import script_ingest, token_uploads, upload_process, uploads
from webui.desk.ingest.multipart_files import MOST_FILES, MOST_VALUES
from webui.services.services import OpenArchive

INGEST = "/api/v1/ingest"
PROXIED = {"REMOTE_ADDR": "192.0.2.1"}
PATIENCE = 90  # seconds for an ingest on a busy machine


@pytest.fixture
def services(tmp_path: Path) -> Iterator[OpenArchive]:
    Archive.create(tmp_path / "archive").close()
    services = OpenArchive(tmp_path / "archive")
    web = replace(services.settings.web, trusted_proxies=("192.0.2.1",), ingest_mb=2)
    services.settings = replace(services.settings, web=web)
    yield services
    services.close()


class IngestHere:
    """Replaces the process: runs `press-archive ingest` here and now."""

    pid = 1

    def __init__(self, arguments: list[str], *, cwd: Path, **_: object) -> None:
        before = Path.cwd()
        os.chdir(cwd)
        try:
            run(*arguments[2:])
        finally:
            os.chdir(before)

    def wait(self) -> int:
        return 0


class KilledServer(BaseException):
    """Ends a request as a kill would."""


class NotStarted(IngestHere):
    """Replaces the process of a server that stops just then."""

    def __init__(self, *_: object, **__: object) -> None:
        pass


@pytest.fixture(autouse=True)
def ingest_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run ingests in this process, because starting one takes nine tenths of the time of a small ingest."""
    process = NotStarted if "at" in request.fixturenames else IngestHere
    if "own_process" not in request.fixturenames:
        monkeypatch.setattr(upload_process, "subprocess", SimpleNamespace(Popen=process, DEVNULL=-3))


@pytest.fixture
def own_process() -> None:
    """Use the process that a server starts."""


@pytest.fixture
def app(services: OpenArchive) -> Flask:
    return create_app({"SERVICES": services, "TESTING": True})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def token(services: OpenArchive, *scopes: Permission, name: str = "nightly") -> dict[str, str]:
    with services.archive.catalogue.write() as writer:
        _token, secret = writer.create_token(name, scopes or (Permission.INGEST,), 30)
    return {"Authorization": f"Bearer {secret}"}


def send(client: FlaskClient, headers: dict[str, str], *files: tuple[str, bytes], **form: Any) -> TestResponse:
    data = {"file": [(io.BytesIO(body), name) for name, body in files], **form}
    return client.post(INGEST, data=data, headers=headers)


def done(client: FlaskClient, headers: dict[str, str], answer: TestResponse) -> dict[str, Any]:
    """Return the receipt once it is complete."""
    until = time.monotonic() + PATIENCE
    while answer.status_code == 202:
        assert time.monotonic() < until, answer.text
        address = answer.headers["Location"]
        answer = client.get(address, headers=headers)
        if answer.json["state"] in ("waiting", "running"):
            time.sleep(0.1)
            answer.status_code, answer.headers["Location"] = 202, address
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def left(services: OpenArchive) -> list[str]:
    """Return the names of all files among the uploads."""
    base = services.archive.derived / "dropped"
    return sorted(path.name for path in base.rglob("*")) if base.exists() else []


@pytest.mark.usefixtures("own_process")
def test_files_become_records_and_the_receipt_tells_of_each(
    client: FlaskClient, services: OpenArchive, press_archive: Run
) -> None:
    headers = token(services)
    answer = send(
        client, headers, ("kapal/tiba.txt", b"Kapal tiba\n\nKapal tiba pagi ini.\n"), ("kosong.txt", b""),
        ("tunda.txt", b"EMBARGOED UNTIL FURTHER NOTICE\n\nKapal rahasia\n\nBelum boleh.\n"),
        collection=" Kali\nmantan ", source="Pelabuhan", note="From the mail gateway",
    )  # fmt: skip
    told = done(client, headers, answer)
    assert (told["state"], told["accession"], told["files"]) == ("done", 1, 3)
    lines = {line["path"]: line for line in told["lines"]}
    assert {path: line["outcome"] for path, line in lines.items()} == {
        "kapal/tiba.txt": "added", "kosong.txt": "rejected", "tunda.txt": "added",
    }  # fmt: skip
    assert told["outcomes"] == {"added": 2, "rejected": 1}
    assert lines["kosong.txt"]["code"]
    public, held = lines["kapal/tiba.txt"], lines["tunda.txt"]
    assert (public["url"], public["status"]) == (f"/records/{public['record']}", "released")
    assert (held["url"], held["api_url"], held["status"]) == (None, None, "held")
    record = services.archive.catalogue.get(public["record"], ARCHIVIST)
    assert record is not None
    assert (record.values["collection"], record.values["source"]) == ("Kali mantan", "Pelabuhan")
    assert services.archive.catalogue.accession_sheets()[1].note == "From the mail gateway"
    log = press_archive("log", "--archive", services.archive.folder).stdout
    assert "token nightly" in log
    assert client.get(public["api_url"]).status_code == 200
    upload = token_uploads.drop_of(services.archive, told["id"])
    while upload.is_busy:  # it looks for scans
        time.sleep(0.05)
    upload.settle(services.archive)
    assert not [name for name in left(services) if name.endswith(".txt") and name != "said.txt"]


def test_a_receipt_is_for_its_token_alone(client: FlaskClient, services: OpenArchive) -> None:
    mine, other = token(services), token(services, name="other")
    told = done(client, mine, send(client, mine, ("tunda.txt", b"Kapal rahasia\n\nBelum.\n"), access="held"))
    assert told["lines"][0]["record"]
    assert client.get(told["url"], headers=mine).json["lines"] == told["lines"]
    for headers in (other, {}, token(services, Permission.READ_HELD)):
        answer = client.get(told["url"], headers=headers)
        assert answer.status_code in (401, 403, 404)
        assert told["lines"][0]["record"] not in answer.text
    again = done(client, other, send(client, other, ("salinan.txt", b"Kapal rahasia\n\nBelum.\n")))["lines"][0]
    assert (again["outcome"], again["record"], again["status"]) == ("duplicate", None, None)
    assert "tunda" not in json.dumps(again)
    own = done(client, mine, send(client, mine, ("salinan2.txt", b"Kapal rahasia\n\nBelum.\n")))["lines"][0]
    assert (own["outcome"], own["record"]) == ("duplicate", told["lines"][0]["record"])


def test_a_token_is_not_told_the_embargo_of_a_table_that_names_its_photo(
    client: FlaskClient, services: OpenArchive
) -> None:
    table = b"Filename,Caption,Embargo\nW-HAI_1275.jpg,Kapal berlayar,EMBARGO HINGGA 3 MEI 2090\n"
    mine, other = token(services), token(services, name="other")
    assert done(client, mine, send(client, mine, ("foto.csv", table)))["lines"]
    picture = (Path(__file__).parents[2] / "sample_corpus" / "photos" / "W-HAI_1275.jpg").read_bytes()
    line = done(client, other, send(client, other, ("W-HAI_1275.jpg", picture)))["lines"][0]
    assert (line["outcome"], line["status"]) == ("added", "held")
    assert "2090" not in json.dumps(line)


def test_a_token_that_reads_all_is_told_of_all(client: FlaskClient, services: OpenArchive) -> None:
    one, both = token(services), token(services, Permission.INGEST, Permission.READ_HELD)
    done(client, one, send(client, one, ("tunda.txt", b"Kapal rahasia\n\nBelum.\n"), access="held"))
    line = done(client, both, send(client, both, ("salinan.txt", b"Kapal rahasia\n\nBelum.\n")))["lines"][0]
    assert (line["outcome"], line["status"], bool(line["api_url"])) == ("duplicate", "held", True)
    assert line["url"] is None


def test_the_same_key_and_files_give_the_same_answer(client: FlaskClient, services: OpenArchive) -> None:
    keyed = token(services) | {"Idempotency-Key": '"a1"'}
    text = ("a.txt", b"Satu\n\nSatu kata.\n")
    first = done(client, keyed, send(client, keyed, text, collection="Kali"))
    assert done(client, keyed, send(client, keyed, text, collection="Kali")) == first
    assert done(client, keyed, send(client, keyed | {"Idempotency-Key": "a1"}, text, collection="Kali")) == first
    assert services.archive.catalogue.last_accession() == 1
    for other in (send(client, keyed, text), send(client, keyed, ("a.txt", b"Dua\n"), collection="Kali"),
                  send(client, keyed, ("b.txt", text[1]), collection="Kali")):  # fmt: skip
        assert (other.status_code, other.json["code"]) == (422, "ingest-key-reused")
    elsewhere = token(services, name="other") | {"Idempotency-Key": '"a1"'}
    assert done(client, elsewhere, send(client, elsewhere, ("b.txt", b"Dua\n\nDua kata.\n")))["accession"] == 2
    assert len([name for name in left(services) if name == "drop.json"]) == 2


def test_a_key_whose_upload_was_thrown_away_is_free(client: FlaskClient, services: OpenArchive) -> None:
    keyed = token(services) | {"Idempotency-Key": "a1"}
    told = done(client, keyed, send(client, keyed, ("a.txt", b"Satu\n\nSatu kata.\n")))
    while (upload := token_uploads.drop_of(services.archive, told["id"])).is_busy:
        time.sleep(0.05)
    upload.remove()
    assert client.get(told["url"], headers=keyed).status_code == 404
    assert done(client, keyed, send(client, keyed, ("b.txt", b"Dua\n\nDua kata.\n")))["accession"] == 2


def test_an_upload_that_is_looked_at_while_it_is_thrown_away_stays_away(
    client: FlaskClient, services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = token(services)
    told = done(client, keyed, send(client, keyed, ("a.txt", b"Satu\n\nSatu kata.\n")))
    while (upload := token_uploads.drop_of(services.archive, told["id"])).is_busy:
        time.sleep(0.05)
    delete, note = shutil.rmtree, upload.note()

    def delete_beside_a_reader(folder: Path, *, ignore_errors: bool) -> None:
        if not folder.name.startswith(upload.id):
            delete(folder, ignore_errors=ignore_errors)
            return
        for entry in folder.iterdir():
            delete(entry) if entry.is_dir() else entry.unlink()
        with suppress(OSError):
            upload.write(note)  # what another request found out about it
        with suppress(OSError):
            folder.rmdir()

    monkeypatch.setattr(shutil, "rmtree", delete_beside_a_reader)
    upload.remove()
    assert client.get(told["url"], headers=keyed).status_code == 404
    assert [one.id for one, _note in uploads.list_uploads(services.archive)] == []
    assert list(upload.folder.parent.iterdir()) == []


def test_what_a_kill_left_of_an_upload_being_thrown_away_is_deleted(services: OpenArchive) -> None:
    upload, lock = uploads.new(services.archive, 1)
    os.close(lock)
    upload.folder.rename(upload.folder.with_suffix(".removed"))
    assert uploads.list_uploads(services.archive) == []
    assert list(upload.folder.parent.iterdir()) == []


def test_an_ingest_that_was_cut_short_goes_on_with_the_same_key(
    client: FlaskClient, services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = token(services) | {"Idempotency-Key": "a1"}
    with monkeypatch.context() as patch:
        patch.setattr(token_uploads, "begin_again", lambda *_: None)  # as if the server had been killed there
        answer = send(client, keyed, ("a.txt", b"Satu\n\nSatu kata.\n"))
    assert (answer.status_code, answer.json["state"]) == (202, "stopped")
    assert client.get(answer.headers["Location"], headers=keyed).json["state"] == "stopped"
    told = done(client, keyed, send(client, keyed, ("a.txt", b"Satu\n\nSatu kata.\n")))
    assert (told["id"], told["outcomes"]) == (answer.json["id"], {"added": 1})


@pytest.mark.parametrize("placed", [0, 1])
def test_files_that_a_kill_left_half_in_place_are_no_upload(
    client: FlaskClient, services: OpenArchive, monkeypatch: pytest.MonkeyPatch, placed: int
) -> None:
    keyed = token(services) | {"Idempotency-Key": "a1"}
    files = ("a.txt", b"Satu\n\nSatu kata.\n"), ("b.txt", b"Dua\n\nDua kata.\n")
    find_free, killed = token_uploads.free, iter([False] * placed + [True])

    def free(*place: Any) -> Path:
        if next(killed):
            raise KilledServer
        return find_free(*place)

    with monkeypatch.context() as patch:
        patch.setattr(token_uploads, "free", free)
        patch.setattr(token_uploads, "release_key", lambda *_: None)  # a killed server cleans nothing up
        patch.setattr(uploads.Drop, "remove", lambda *_: None)
        with pytest.raises(KilledServer):
            send(client, keyed, *files)
    assert done(client, keyed, send(client, keyed, *files))["outcomes"] == {"added": 2}


@pytest.mark.usefixtures("own_process")
def test_who_does_not_wait_is_told_where_the_receipt_will_be(client: FlaskClient, services: OpenArchive) -> None:
    headers = token(services) | {"Prefer": "respond-async"}
    answer = send(client, headers, ("a.txt", b"Satu\n\nSatu kata.\n"))
    assert (answer.status_code, answer.headers["Location"]) == (202, answer.json["url"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert done(client, headers, answer)["outcomes"] == {"added": 1}


@pytest.mark.parametrize(("scopes", "status"), [((), 401), ((Permission.EDIT,), 403), ((Permission.READ,), 403)])
def test_other_scopes_add_nothing(
    client: FlaskClient, services: OpenArchive, scopes: tuple[Permission, ...], status: int
) -> None:
    answer = send(client, token(services, *scopes) if scopes else {}, ("a.txt", b"Satu\n"))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert left(services) == []


def test_revoked_and_unknown_tokens_add_nothing(client: FlaskClient, services: OpenArchive) -> None:
    headers = token(services)
    with services.archive.catalogue.write() as writer:
        writer.revoke_token(1)
    for one in (headers, {"Authorization": "Bearer press_of-another-archive"}):
        assert send(client, one, ("a.txt", b"Satu\n")).status_code == 401
    assert left(services) == []


def test_a_token_travels_over_https_only(client: FlaskClient, services: OpenArchive) -> None:
    headers = token(services)
    passed = headers | {"X-Forwarded-For": "203.0.113.9"}
    data = {"file": (io.BytesIO(b"Satu\n\nSatu kata.\n"), "a.txt")}
    clear = client.post(INGEST, data=data, headers=passed | {"X-Forwarded-Proto": "http"}, environ_base=PROXIED)
    assert (clear.status_code, clear.json["code"]) == (403, "token-in-clear")
    assert left(services) == []
    data = {"file": (io.BytesIO(b"Satu\n\nSatu kata.\n"), "a.txt")}
    safe = client.post(INGEST, data=data, headers=passed | {"X-Forwarded-Proto": "https"}, environ_base=PROXIED)
    assert safe.status_code in (200, 202)


def test_a_closed_archive_takes_files_of_a_token_that_may_read_nothing(
    client: FlaskClient, services: OpenArchive
) -> None:
    headers = token(services)
    services.settings = replace(services.settings, web=replace(services.settings.web, closed=True))
    told = done(client, headers, send(client, headers, ("a.txt", b"Satu\n\nSatu kata.\n")))
    assert told["outcomes"] == {"added": 1}
    assert client.get("/api/v1/search", headers=headers).status_code == 403


def test_no_other_site_may_use_it(client: FlaskClient, services: OpenArchive) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    assert "Access-Control-Allow-Origin" not in client.options(INGEST, headers=asked).headers
    answer = send(client, token(services) | {"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_server_that_may_not_write_says_so(client: FlaskClient, services: OpenArchive) -> None:
    services.writes = False
    answer = send(client, token(services), ("a.txt", b"Satu\n"))
    assert (answer.status_code, answer.json["code"]) == (503, "ingest-not-here")


def test_many_uploads_at_once_wait_outside(
    client: FlaskClient, services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script_ingest, "AT_ONCE", 0)
    answer = send(client, token(services), ("a.txt", b"Satu\n"))
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "ingest-busy", "10")
    assert left(services) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    client: FlaskClient, services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(token_uploads, "put_in_place", full)
    answer = send(client, token(services) | {"Idempotency-Key": "a1"}, ("a.txt", b"Satu\n"))
    assert (answer.status_code, answer.json["code"]) == (507, "ingest-disk-full")
    assert left(services) == []
    assert [path.name for path in (services.archive.derived / "ingest-keys").iterdir()] == ["lock"]


BOUNDARY = "x1y2"
HEAD = f"multipart/form-data; boundary={BOUNDARY}"


def part(disposition: str, body: bytes = b"Satu\n") -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + body + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
A_FILE = part('name="file"; filename="a.txt"')


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", HEAD, 400),
        (END, HEAD, 400),
        (A_FILE, HEAD, 400),  # not complete
        (A_FILE[:-10], HEAD, 400),
        (b"\xff" * 2000, HEAD, 400),
        (A_FILE + END, "multipart/form-data", 400),
        (A_FILE + END, "multipart/form-data; boundary=", 400),
        (A_FILE + END, "application/json", 400),
        (A_FILE + END, "", 400),
        (part('name="file"; filename="../../etc/passwd"') + END, HEAD, 400),
        (part('name="file"; filename="/etc/passwd"') + END, HEAD, 400),
        (part('name="file"; filename=""', b"") + END, HEAD, 400),
        (part('name="upload"; filename="a.txt"') + END, HEAD, 400),
        (part('filename="a.txt"') + END, HEAD, 400),
        (A_FILE + part('name="colection"', b"x") + END, HEAD, 400),
        (A_FILE + part('name="collection"', b"x") * 2 + END, HEAD, 400),
        (A_FILE + part('name="collection"', b"x" * 301) + END, HEAD, 400),
        (A_FILE + part('name="collection"', b"\xff") + END, HEAD, 400),
        (A_FILE + part('name="access"', b"released") + END, HEAD, 400),
        (A_FILE + part('name="path"', b"a/b.txt") * 2 + END, HEAD, 400),
        (A_FILE + part('name="path"', b"../b.txt") + END, HEAD, 400),
        (part('name="collection"', b"x") + END, HEAD, 400),
        (A_FILE + part('name="note"', b"x" * 10_000) + END, HEAD, 413),
        (part(f'name="file"; filename="{"n" * 1_000_000}"') + END, HEAD, 413),
        (part('name="file"; filename="a.txt"') * (MOST_FILES + 1) + END, HEAD, 413),
        (A_FILE + part('name="path"', b"x") * (MOST_VALUES + 1) + END, HEAD, 413),
        (part('name="file"; filename="a.txt"', b"x" * (3 << 20)) + END, HEAD, 413),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_whole(
    client: FlaskClient, services: OpenArchive, body: bytes, content_type: str, status: int
) -> None:
    answer = client.post(INGEST, data=body, content_type=content_type, headers=token(services))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    assert left(services) == []
    assert services.archive.catalogue.last_accession() == 0


@pytest.mark.parametrize("key", ["", "two words", '"open', "x" * 256, "ä"])
def test_a_malformed_key_is_refused(client: FlaskClient, services: OpenArchive, key: str) -> None:
    answer = send(client, token(services) | {"Idempotency-Key": key}, ("a.txt", b"Satu\n"))
    assert (answer.status_code, answer.json["errors"][0]["name"]) == (400, "Idempotency-Key")


def test_names_become_harmless_and_stay_apart(client: FlaskClient, services: OpenArchive) -> None:
    headers = token(services)
    body = b"".join(part(f'name="file"; filename="{name}"', f"Teks {n}\n\nKata {n}.\n".encode())
                    for n, name in enumerate(("a.txt", "a.txt", "b\x00c.txt", "x" * 300 + ".txt")))  # fmt: skip
    body += b"".join(part('name="path"', path) for path in (b"p/a.txt", b"p/a.txt", b"p/b\x00c.txt", b"x" * 300)) + END
    answer = client.post(INGEST, data=body, content_type=HEAD, headers=headers)
    paths = [line["path"] for line in done(client, headers, answer)["lines"]]
    assert sorted(paths) == sorted(["p/a.txt", "p/a (2).txt", "p/b_c.txt", "x" * 243])


def test_parameters_and_other_methods_are_refused(client: FlaskClient, services: OpenArchive) -> None:
    headers = token(services)
    answer = client.post(f"{INGEST}?colection=x", data=A_FILE + END, content_type=HEAD, headers=headers)
    assert answer.status_code == 400
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert client.open(INGEST, method=method, headers=headers).status_code == 405
    for upload in ("..", "0" * 16, "drop.json"):
        assert client.get(f"{INGEST}/{upload}", headers=headers).status_code == 404


# With the real server: bodies of any length, and clients that disconnect.


@pytest.fixture
def at(app: Flask) -> Iterator[tuple[str, int]]:
    served: set[str] = set()
    with serving(app, served) as url:
        parts = urlsplit(url)
        yield str(parts.hostname), int(parts.port or 0)


def ask(at: tuple[str, int], headers: dict[str, str], *pieces: bytes) -> tuple[int, dict[str, Any]]:
    """Send these bytes of a body, and return the status and the problem or receipt."""
    with socket.create_connection(at, timeout=PATIENCE) as line:
        head = {"Host": f"{at[0]}:{at[1]}", "Content-Type": HEAD, "Connection": "close", **headers}
        line.sendall(f"POST {INGEST} HTTP/1.1\r\n".encode())
        line.sendall("".join(f"{name}: {value}\r\n" for name, value in head.items()).encode() + b"\r\n")
        for piece in pieces:
            line.sendall(piece)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    first, _, body = answer.partition(b"\r\n\r\n")
    return int(first.split()[1]), json.loads(body)


def big(size: int) -> bytes:
    return part('name="file"; filename="buku.txt"', b"Buku harian\n\n" + b"Kata demi kata.\n" * (size // 16)) + END


def test_a_body_may_be_longer_than_any_other_here(at: tuple[str, int], services: OpenArchive) -> None:
    body = big(1_500_000)
    status, told = ask(at, token(services) | {"Content-Length": str(len(body))}, body)
    assert status in (200, 202)
    assert told["bytes"] > 1_400_000


def test_a_body_may_come_in_chunks_without_a_length(at: tuple[str, int], services: OpenArchive) -> None:
    body = big(300_000)
    pieces = (b"%x\r\n%s\r\n" % (len(one), one) for one in (body[:1000], body[1000:200_000], body[200_000:]))
    status, told = ask(at, token(services) | {"Transfer-Encoding": "chunked"}, *pieces, b"0\r\n\r\n")
    assert status in (200, 202), told
    assert told["files"] == 1


def test_too_long_bodies_are_not_even_read(at: tuple[str, int], services: OpenArchive) -> None:
    headers = token(services)
    status, told = ask(at, headers | {"Content-Length": str(3 << 20)})
    assert (status, told["code"]) == (413, "ingest-too-large")
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    status, told = ask(at, headers | {"Transfer-Encoding": "chunked"}, *[piece] * 33)
    assert (status, told["code"]) == (413, "ingest-too-large")
    assert left(services) == []


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer press_unknown"}])
def test_nobody_fills_the_disk_without_a_token(
    at: tuple[str, int], services: OpenArchive, sent: dict[str, str]
) -> None:
    status, told = ask(at, sent | {"Content-Length": str(1 << 20)})
    assert (status, told["code"]) == (401, "token-refused" if sent else "token-needed-ingest")
    assert left(services) == []


def test_a_disk_without_room_is_told_before_the_body_comes(
    at: tuple[str, int], services: OpenArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script_ingest, "SPARE", 1 << 60)
    status, told = ask(at, token(services) | {"Content-Length": "100000"})
    assert (status, told["code"]) == (507, "ingest-disk-full")


def test_a_client_that_goes_away_leaves_nothing(at: tuple[str, int], services: OpenArchive) -> None:
    headers = token(services)
    with socket.create_connection(at, timeout=PATIENCE) as line:
        head = {"Host": f"{at[0]}:{at[1]}", "Content-Type": HEAD, "Content-Length": "1000000", **headers}
        said = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        line.sendall(f"POST {INGEST} HTTP/1.1\r\n{said}\r\n".encode() + A_FILE + b"x" * 300_000)
    body = A_FILE + END  # the next one is answered as if nothing had happened
    status, told = ask(at, headers | {"Content-Length": str(len(body))}, body)
    assert status in (200, 202), told
    assert len([name for name in left(services) if name == "drop.json"]) == 1
