"""Alerts: newly public records are reported once, despite failures; held ones are not."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.access import Access, instant
from archive.alerts import delivery, webhook
from archive.alerts.delivery import PAUSES, Alerts, RunCounts, alerts_beside
from archive.alerts.failure import DeliveryFailed
from archive.alerts.webhook import find_address, is_public_address
from archive.commands.alerts import alerts as command
from archive.config import load
from archive.errors import ConfigError
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.delivery_servers import MailServer, WebhookServer, served
from tests.support.machine import Machine
from tests.support.search_shelf import SearchShelf

SECRET = "shared-secret"
HELD = Access(Status.HELD)


@pytest.fixture
def web() -> Iterator[WebhookServer]:
    server = WebhookServer()
    with served(server):
        yield server


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    server = MailServer()
    with served(server):
        yield server


class Desk:
    """An archive with two alerts, on a machine whose time is set by hand."""

    def __init__(self, folder: Path, machine: Machine) -> None:
        self.folder, self.machine = folder, machine
        self.open()

    def open(self) -> None:
        self.archive = Archive.open(self.folder)
        self.shelf = SearchShelf(self.archive)
        self.alerts = Alerts(self.archive, self.shelf.searcher)

    def close(self) -> None:
        self.shelf.searcher.close()
        self.archive.close()

    def add(self, title: str, access: Access = Access()) -> str:  # noqa: B008 - frozen
        return self.shelf.add(title, access=access, source="Pemerintah Kota")

    def release(self, record: str, access: Access = Access()) -> None:  # noqa: B008 - frozen
        with self.archive.catalogue.write("ani") as writer:
            writer.set_status(record, access)

    def run(self, **span: float) -> RunCounts:
        """Let time pass, update the index, and run alerts."""
        self.machine.wait(**span)
        self.shelf.index()
        return self.alerts.run()


@pytest.fixture
def desk(tmp_path: Path, web: WebhookServer, post_office: MailServer) -> Iterator[Desk]:
    machine, folder = Machine(), tmp_path / "archive"
    with machine.runs():
        Archive.create(folder).close()
        (folder / "secret.txt").write_text(f"{SECRET}\n")
        (folder / "password.txt").write_text("sandi")
        (folder / "archive.toml").write_text(f"""
[archive]
name = "Arsip Pers"
[about]
email = "arsip@example.org"
[web]
public_url = "https://arsip.example.org/pers"
[delivery]
webhook_secret_file = "secret.txt"
webhook_private = true
mail_host = "127.0.0.1"
mail_port = {post_office.port}
mail_security = "none"
mail_user = "arsip"
mail_password_file = "password.txt"
mail_from = "arsip@example.org"
[[alerts]]
name = "bridges"
query = "jembatan"
to = "{web.url}"
every = 10
[[alerts]]
name = "all"
query = ""
to = "newsroom@example.org"
""")
        desk = Desk(folder, machine)
        desk.add("Jembatan lama")
        assert desk.run() == RunCounts()  # they start with records added from now on
        yield desk
        desk.close()


def titles(taken: tuple[dict[str, str], bytes]) -> list[str]:
    return [record["title"] for record in json.loads(taken[1])["records"]]


def test_a_new_record_is_posted_once_and_signed(desk: Desk, web: WebhookServer) -> None:
    made = desk.add("Jembatan dibuka")
    desk.add("Pasar dibuka")
    desk.add("Jembatan rahasia", HELD)
    assert desk.run(minutes=9) == RunCounts()  # ten minutes are not over
    assert desk.run(minutes=1) == RunCounts(made=1, delivered=1)
    assert desk.run(minutes=10) == RunCounts()
    ((headers, body),) = web.taken
    told = json.loads(body)
    assert told["records"] == [
        {
            "id": made,
            "kind": "press-release",
            "title": "Jembatan dibuka",
            "date": None,
            "language": "id",
            "public_since": told["records"][0]["public_since"],
            "url": f"https://arsip.example.org/pers/records/{made}",
            "api_url": f"https://arsip.example.org/pers/api/v1/records/{made}",
        }
    ]
    assert (told["alert"], told["query"], told["archive"], told["test"]) == ("bridges", "jembatan", "Arsip Pers", False)
    assert told["delivery"] == headers["X-Press-Archive-Delivery"]
    assert headers[":path"] == "/new?of=archive"
    assert headers["Host"] == f"127.0.0.1:{web.server_port}"
    signed = headers["X-Press-Archive-Timestamp"].encode() + b"." + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Press-Archive-Signature"] == f"sha256={expected}"


def test_what_is_released_is_new_and_what_is_taken_back_is_not_sent(desk: Desk, web: WebhookServer) -> None:
    held = desk.add("Jembatan ditahan", HELD)
    desk.add("Jembatan embargo", Access(Status.HELD, instant(desk.machine.clock + timedelta(minutes=25))))
    desk.run(minutes=10)
    assert not web.taken
    desk.release(held)
    desk.run(minutes=10)
    desk.run(minutes=10)
    assert [titles(one) for one in web.taken] == [["Jembatan ditahan"], ["Jembatan embargo"]]

    web.statuses = [503]
    desk.add("Jembatan satu")
    gone = desk.add("Jembatan dua")
    assert desk.run(minutes=10) == RunCounts(made=1, waiting=1)
    desk.release(gone, HELD)
    assert desk.run(minutes=1) == RunCounts(delivered=1)
    assert titles(web.taken[-1]) == ["Jembatan satu"]

    web.statuses = [503]
    alone = desk.add("Jembatan tiga")
    desk.run(minutes=10)
    count = len(web.taken)
    desk.release(alone, Access(Status.WITHDRAWN))
    assert desk.run(minutes=1) == RunCounts()
    assert len(web.taken) == count
    assert desk.archive.catalogue.last_deliveries()["bridges"].state == "empty"


def test_a_report_that_failed_is_sent_again_after_a_restart_with_the_same_id(desk: Desk, web: WebhookServer) -> None:
    web.statuses = [500, 302]
    desk.add("Jembatan dibuka")
    assert desk.run(minutes=10) == RunCounts(made=1, waiting=1)
    assert desk.run(seconds=30) == RunCounts()  # not yet
    desk.close()
    desk.open()
    assert desk.run(seconds=30) == RunCounts(waiting=1)
    last = desk.archive.catalogue.last_deliveries()["bridges"]
    assert "redirect (302)" in last.error
    assert desk.run(minutes=5) == RunCounts(delivered=1)
    assert [headers[":path"] for headers, _ in web.taken] == ["/new?of=archive"] * 3  # no redirect was followed
    assert len({headers["X-Press-Archive-Delivery"] for headers, _ in web.taken}) == 1
    assert len({body.partition(b'"sent_at"')[0] for _, body in web.taken}) == 1


@pytest.mark.parametrize("endless", [b"HTTP/1.1 100 Continue\r\n\r\n", b"H"])
def test_an_answer_without_end_is_a_failure_like_others(
    desk: Desk, web: WebhookServer, post_office: MailServer, monkeypatch: pytest.MonkeyPatch, endless: bytes
) -> None:
    monkeypatch.setattr(webhook, "LONGEST_SECONDS", 0.3)
    web.endless, web.statuses = endless, [500]
    desk.add("Jembatan baru")
    assert desk.run(hours=1) == RunCounts(made=2, delivered=1, waiting=1)
    assert len(post_office.mails) == 1
    web.endless = b""
    assert desk.run(minutes=1).delivered == 1


def test_a_report_that_cannot_be_made_keeps_no_other_back(desk: Desk, web: WebhookServer) -> None:
    settings = desk.folder / "archive.toml"
    settings.write_text(settings.read_text().replace('mail_from = "arsip@', 'mail_from = "ö@'))
    desk.close()
    desk.open()
    desk.add("Jembatan baru")
    assert desk.run(hours=1) == RunCounts(made=2, delivered=1, waiting=1)
    assert len(web.taken) == 1
    assert "'ascii' codec" in desk.archive.catalogue.last_deliveries()["all"].error


def test_a_report_is_given_up_after_a_day(desk: Desk, web: WebhookServer) -> None:
    assert sum(PAUSES) == 24 * 60
    web.statuses = [500] * 50
    desk.add("Jembatan dibuka")
    desk.run(minutes=10)
    for minutes in PAUSES[:-1]:
        assert desk.run(minutes=minutes).waiting == 1
    assert desk.run(minutes=PAUSES[-1]).failed == 1
    assert desk.run(days=1) == RunCounts()
    assert len(web.taken) == 1 + len(PAUSES)
    web.statuses = [410]
    desk.add("Jembatan kedua")
    assert desk.run(minutes=10).failed == 1  # permanently


def test_a_stop_between_finding_and_sending_loses_nothing(
    desk: Desk, web: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add("Jembatan dibuka")
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "post", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            desk.run(minutes=10)
    desk.close()
    desk.open()
    assert desk.run() == RunCounts(delivered=1)
    assert [titles(one) for one in web.taken] == [["Jembatan dibuka"]]


def test_many_records_are_several_reports(desk: Desk, web: WebhookServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "MOST_RECORDS", 2)
    added = [desk.add(f"Jembatan {n}") for n in range(5)]
    assert desk.run(minutes=10) == RunCounts(made=3, delivered=3)
    told = [record["id"] for _, body in web.taken for record in json.loads(body)["records"]]
    assert sorted(told) == sorted(added)


def test_one_mail_tells_of_all_that_is_new(desk: Desk, post_office: MailServer) -> None:
    first = desk.add("Jembatan\r\nSubject: palsu")
    desk.add("Pasar dibuka")
    desk.add("Zulrahasia", HELD)
    desk.run(hours=1)
    (mail,) = post_office.mails
    assert mail["Subject"] == "2 new records: all"
    assert (mail["To"], mail["From"]) == ("newsroom@example.org", "Arsip Pers <arsip@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content().replace("\r\n", "\n")
    assert text.startswith("New in Arsip Pers\n\n")
    assert "\nJembatan Subject: palsu\n" in text
    assert "Pasar dibuka\npress-release, Pemerintah Kota\n" in text
    assert f"https://arsip.example.org/pers/records/{first}\n" in text
    assert "All results: https://arsip.example.org/pers/search?q=&sort=-added" in text
    assert text.endswith("write to arsip@example.org.\n")
    assert "Zulrahasia" not in text
    assert len(post_office.logins) == 1


def test_a_mail_that_is_refused_for_now_is_sent_later_and_else_given_up(desk: Desk, post_office: MailServer) -> None:
    post_office.refusals = ["450 later"]
    desk.add("Pasar dibuka")
    assert desk.run(hours=1).waiting == 1
    assert desk.run(minutes=1).delivered == 1
    post_office.refusals = ["550 nobody here"]
    desk.add("Pasar ditutup")
    assert desk.run(hours=1).failed == 1
    assert "nobody here" in desk.archive.catalogue.last_deliveries()["all"].error
    assert len(post_office.mails) == 1


def test_the_process_beside_a_server_delivers(desk: Desk, web: WebhookServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there are two, only one delivers."""
    monkeypatch.setattr(delivery, "INTERVAL", 0.02)
    desk.add("Jembatan dibuka")
    desk.shelf.index()
    desk.machine.wait(minutes=10)
    stop = threading.Event()
    with alerts_beside(desk.folder, stop), alerts_beside(desk.folder, stop):
        assert titles(({}, web.arrived.get(timeout=100))) == ["Jembatan dibuka"]
        desk.add("Jembatan ditutup")
        desk.shelf.index()
        desk.machine.wait(minutes=10)
        assert titles(({}, web.arrived.get(timeout=100))) == ["Jembatan ditutup"]
    assert len(web.taken) == 2


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("169.254.169.254", False),  # the metadata of a cloud
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("fec0::1", False),  # site-local (RFC 3879)
        ("::127.0.0.1", False),
        ("64:ff9b:1::7f00:1", False),  # RFC 8215: local to the network's operator
        ("64:ff9b::8.8.8.8", True),
    ],
)
def test_only_addresses_of_the_internet_are_public(address: str, is_public: bool) -> None:
    assert is_public_address(address) is is_public


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://localhost/", "https://[::1]:8080/", "http://93.184.215.14/"]
)
def test_an_address_of_this_machine_is_refused(url: str) -> None:
    with pytest.raises(DeliveryFailed):
        find_address(url, private=False)


def ran(desk: Desk, *words: str) -> Any:
    return CliRunner().invoke(command, [*words, "--archive", str(desk.folder)], catch_exceptions=False)


def test_commands_run_test_and_list(desk: Desk, web: WebhookServer) -> None:
    web.statuses = [500]
    desk.add("Jembatan dibuka")
    failed = ran(desk, "run")
    assert failed.exit_code == 1
    assert "1 will be tried again" in failed.output
    listed = ran(desk, "list").output
    assert "bridges  jembatan  to 127.0.0.1" in listed
    assert "answered 500" in listed
    assert web.url not in listed  # it may hold a secret
    assert ran(desk, "run", "--json").exit_code == 0
    told = [json.loads(line) for line in ran(desk, "list", "--json").output.splitlines()]
    assert [(one["name"], one["last"]["state"], one["waiting"], one["error"]) for one in told] == [
        ("bridges", "delivered", 0, None),
        ("all", "delivered", 0, None),
    ]
    tested = ran(desk, "test", "bridges")
    assert (tested.exit_code, tested.output) == (0, "Sent to 127.0.0.1: 2 records.\n")
    assert json.loads(web.taken[-1][1])["test"] is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[alerts]\nname = "a"', "two brackets"),
        ('[[alerts]]\nname = "a"', "no to"),
        ('[[alerts]]\nto = "a@example.org"', "no name"),
        ('[[alerts]]\nname = "A b"\nto = "a@example.org"', "lower-case letters"),
        ('[[alerts]]\nname = "a"\nto = "ftp://example.org"', "mail address"),
        ('[[alerts]]\nname = "a"\nto = "a@example.org"\nevery = 0', "between"),
        ('[[alerts]]\nname = "a"\nto = "a@example.org"\nevrey = 5', "every"),
        ('[[alerts]]\nname = "a"\nto = "a@example.org"\n' * 2, "two alerts"),
    ],
)
def test_a_wrong_alert_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "archive.toml").write_text(text)
    with pytest.raises(ConfigError, match=said):
        load(tmp_path, {})
