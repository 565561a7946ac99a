"""Find what is new for each alert and deliver it. `Alerts.run` does what is due once, `follow` does so continuously.

Reports are stored in the catalogue before they are sent, in one transaction with the alert's progress, so a stop loses
no report. A stop between sending a report and noting it sends the report again with the same id.
"""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from archive.access import PUBLIC, instant, utc_now
from archive.alerts.failure import DeliveryFailed, error_text
from archive.alerts.mailing import send_mail
from archive.alerts.report import Report
from archive.alerts.webhook import DELIVERY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, post, sign
from archive.catalogue.alert_deliveries import DELIVERED, EMPTY, FAILED, AlertDelivery, AlertProgress
from archive.config import load
from archive.errors import ArchiveBusy, ConfigError, PressArchiveError, QueryError
from archive.messages import Message
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from archive.secret_files import read_secret
from archive.settings import AlertSection
from archive.storage.archive import Archive

PAUSES = (1, 5, 15, 60, 120, 240, 480, 519)
"""The minutes before each further try: together a day."""
MOST_RECORDS = 100  # in one report
KEPT_DAYS = 90  # for which a finished report can be seen
LOCK = "alerts"
STOP_SECONDS = 2.0  # for the last note of a delivery when the process ends
INTERVAL = 5.0  # seconds between checks for what is due
_LONGEST_PAUSE = 300.0
_AT_ONCE = 1_000  # changes read at a time
_NOT_MADE = (ValueError, TypeError, LookupError, AttributeError)  # raised by `email` for an invalid address


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run did: reports made, delivered, postponed and given up."""

    made: int = 0
    delivered: int = 0
    waiting: int = 0
    failed: int = 0


class Alerts:
    """The alerts of an archive. Only one process may run them at a time: the one that holds the lock LOCK."""

    def __init__(self, archive: Archive, searcher: Searcher) -> None:
        self._archive = archive
        self._catalogue = archive.catalogue
        self._searcher = searcher
        self.alerts = {alert.name: alert for alert in archive.settings.alerts}

    def run(self, *, at_once: bool = False) -> RunCounts:
        """Find what is due and deliver it. With `at_once`, check every alert and retry all waiting reports. Raise
        IndexUnavailable while nothing can be searched."""
        now = utc_now()
        made = sum(self._look(alert, now, at_once=at_once) for alert in self.alerts.values())
        states = [self._deliver(one) for one in self._catalogue.due_deliveries("9" if at_once else instant(now))]
        self._catalogue.forget_deliveries(instant(now - timedelta(days=KEPT_DAYS)))
        return RunCounts(made, states.count(DELIVERED), states.count(""), states.count(FAILED))

    def test(self, name: str) -> int:
        """Send the newest records that an alert finds, marked as a test, and return how many. Raise DeliveryFailed or
        QueryError, and KeyError for an unknown alert."""
        alert = self.alerts[name]
        asked = SearchRequest(alert.query, sort="-added", page_size=5, facets=(), highlight=False, assisted=False)
        records = [hit.record.id for hit in self._searcher.search(asked, PUBLIC).hits]
        return self._send(alert, secrets.token_hex(16), records, is_test=True)

    def _look(self, alert: AlertSection, now: datetime, *, at_once: bool) -> int:
        """Store what an alert finds in the catalogue, and return the number of new reports. A new alert begins with
        what becomes public from now on."""
        known = self._catalogue.alert_progress().get(alert.name)
        reached = self._public_revision()
        if known is None:
            self._catalogue.note_alert_progress(alert.name, AlertProgress(reached, instant(now)))
            return 0
        if not at_once and instant(now - timedelta(minutes=alert.every)) < known.looked_at:
            return 0
        try:
            found = self._searcher.matching(alert.query, self._new_records(known.revision, reached), PUBLIC)
        except QueryError as error:
            wrong = Message("alert-query-refused", error=error.message)
            self._catalogue.note_alert_progress(alert.name, AlertProgress(known.revision, instant(now), wrong))
            return 0
        parts = [found[start : start + MOST_RECORDS] for start in range(0, len(found), MOST_RECORDS)]
        reports = {secrets.token_hex(16): part for part in parts}
        progress = AlertProgress(max(known.revision, reached), instant(now))
        self._catalogue.note_alert_progress(alert.name, progress, reports)
        return len(reports)

    def _public_revision(self) -> int:
        """Return the public revision that the local index has reached."""
        with self._searcher.opened(PUBLIC) as opened:
            return opened.engine.state().public_revision

    def _new_records(self, after: int, until: int) -> list[str]:
        """Return the records that became visible to the public between two revisions."""
        found: list[str] = []
        place = (after + 1, "")
        while True:
            _, changes = self._catalogue.public_changes(place, _AT_ONCE)
            for one in changes:
                if one.shown_since is not None and after < one.shown_since <= until:
                    found.append(one.id)
            if len(changes) < _AT_ONCE:
                return found
            place = changes[-1].revision, changes[-1].id

    def _deliver(self, delivery: AlertDelivery) -> str:
        """Try to deliver a report, and return its state: empty if it waits for a retry."""
        attempts = delivery.attempts + 1
        alert = self.alerts.get(delivery.alert)
        try:
            sent = 0 if alert is None else self._send(alert, delivery.id, delivery.records)
        except (DeliveryFailed, *_NOT_MADE) as caught:
            error = (
                caught
                if isinstance(caught, DeliveryFailed)
                else DeliveryFailed(Message("alert-not-made", error=error_text(caught)))
            )
            now = utc_now()
            done = replace(delivery, attempts=attempts, error=error.message)
            if error.for_good or attempts > len(PAUSES):
                self._catalogue.note_delivery(replace(done, state=FAILED, done_at=instant(now)))
                return FAILED
            later = now + timedelta(minutes=PAUSES[attempts - 1])
            self._catalogue.note_delivery(replace(done, next_at=instant(later)))
            return ""
        state = DELIVERED if sent else EMPTY
        done = replace(delivery, attempts=attempts, state=state, done_at=instant(utc_now()), error="")
        self._catalogue.note_delivery(done)
        return state

    def _send(self, alert: AlertSection, id_: str, ids: Sequence[str], *, is_test: bool = False) -> int:
        """Send those of the records that are public now, and return how many. Without any, send only a test."""
        settings = self._archive.settings
        if not settings.web.public_url:
            raise DeliveryFailed(Message("alert-no-public-url"))
        records = self._catalogue.get_many(ids, PUBLIC)
        if not records and not is_test:
            return 0
        report = Report(settings, alert, id_, is_test=is_test)
        if alert.is_webhook:
            body = report.body(records, self._catalogue.came_at(ids, PUBLIC))
            timestamp = str(int(utc_now().timestamp()))
            signature = sign(self._webhook_secret(), timestamp, body)
            headers = {DELIVERY_HEADER: id_, TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: signature}
            post(alert.to, body, headers, private=settings.delivery.webhook_private)
            return len(records)
        if not settings.delivery.mail_host or not settings.delivery.mail_from:
            raise DeliveryFailed(Message("alert-no-mail-host"))
        password = self._secret(settings.delivery.mail_password_file, "mail_password_file")
        send_mail(settings.delivery, password, report.mail(records))
        return len(records)

    def _webhook_secret(self) -> str:
        secret = self._secret(self._archive.settings.delivery.webhook_secret_file, "webhook_secret_file")
        if not secret:
            raise DeliveryFailed(Message("alert-no-secret"))
        return secret

    def _secret(self, file: str, key: str) -> str:
        """Return the content of the file that a setting names; empty if it names none."""
        if not file:
            return ""
        try:
            return read_secret(self._archive.folder / file, f"[delivery] {key}")
        except ConfigError as error:
            raise DeliveryFailed(error.message) from error


def follow(archive: Archive, stopped: Callable[[float], bool]) -> None:
    """Run the alerts of an archive until `stopped`, which waits the given number of seconds, returns true. If another
    process runs them, wait until it ends."""
    searcher, pause = Searcher(archive), INTERVAL
    try:
        alerts = Alerts(archive, searcher)
        while not stopped(pause):
            try:
                with archive.lock(LOCK):
                    alerts.run()
                pause = INTERVAL
            except ArchiveBusy:
                pause = INTERVAL
            except (PressArchiveError, OSError) as error:
                print(f"press-archive: Alerts could not be run: {error}", file=sys.stderr, flush=True)
                pause = min(pause * 2, _LONGEST_PAUSE)
    finally:
        searcher.close()


@contextmanager
def alerts_beside(folder: Path, stop: threading.Event) -> Iterator[None]:
    """Run the archive's alerts, if any, in a separate thread, so that a slow mail server does not delay indexing. A
    delivery interrupted at the end is retried by the next process."""
    if not load(folder).alerts:
        yield
        return

    def run() -> None:
        with Archive.open(folder) as archive:
            follow(archive, stop.wait)

    thread = threading.Thread(target=run, name="alerts", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOP_SECONDS)
