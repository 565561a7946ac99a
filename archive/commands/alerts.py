"""`press-archive alerts`: reports of new records."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.alerts.delivery import LOCK, Alerts
from archive.alerts.report import host_of
from archive.catalogue.alert_deliveries import AlertDelivery, AlertProgress, alert_error
from archive.cli import archive_option, json_option, print_json, say
from archive.errors import PressArchiveError, many
from archive.messages import Message, message_to_json
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.settings import AlertSection
from archive.storage.archive import Archive

FAILED = 1


@click.group()
def alerts() -> None:
    """List, run or test alerts, which report new records.

    An alert in archive.toml has a query and an address. New public records that match the query are reported there, by
    mail or as JSON to a web address (a webhook). `serve` and `index follow` do this all the time.
    """


@alerts.command("list")
@archive_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List all alerts: their last run, their last report, and what is waiting or failed."""
    with Archive.open_to_read(folder) as archive:
        progress, last = archive.catalogue.alert_progress(), archive.catalogue.last_deliveries()
        waiting = archive.catalogue.waiting_deliveries()
        for alert in archive.settings.alerts:
            known, delivery = progress.get(alert.name), last.get(alert.name)
            if as_json:
                print_json(_json(alert, known, delivery, waiting.get(alert.name, 0)))
            else:
                _print(alert, known, delivery, waiting.get(alert.name, 0))


@alerts.command()
@archive_option
@json_option
def run(folder: Path, as_json: bool) -> None:
    """Look for new records now, and deliver what waits. Exit code 1 if something failed.

    A new alert reports what becomes public after its first run.
    """
    with Archive.open(folder) as archive, closing(Searcher(archive)) as searcher, archive.lock(LOCK):
        index_sync.update(archive)
        counts = Alerts(archive, searcher).run(at_once=True)
    if as_json:
        print_json(asdict(counts))
    else:
        say(f"{many(counts.made, 'report')} made, {counts.delivered} delivered.")
        if counts.waiting or counts.failed:
            say(f"{counts.waiting} will be tried again, {counts.failed} given up. See: press-archive alerts list")
    if counts.waiting or counts.failed:
        raise SystemExit(FAILED)


@alerts.command()
@archive_option
@json_option
@click.argument("name")
def test(folder: Path, name: str, as_json: bool) -> None:
    """Send the newest records that alert NAME finds, marked as a test. Exit code 1 if that fails.

    The next report of the alert stays the same.
    """
    with Archive.open(folder) as archive, closing(Searcher(archive)) as searcher:
        index_sync.update(archive)
        known = Alerts(archive, searcher)
        if name not in known.alerts:
            raise PressArchiveError(Message("alert-unknown", name=name))
        count, to = known.test(name), host_of(known.alerts[name])
    if as_json:
        print_json({"name": name, "records": count})
    else:
        say(f"Sent to {to}: {many(count, 'record')}.")


def _json(
    alert: AlertSection, progress: AlertProgress | None, last: AlertDelivery | None, waiting: int
) -> dict[str, Any]:
    error = alert_error(progress, last)
    return {
        "name": alert.name,
        "query": alert.query,
        "to": host_of(alert),
        "every": alert.every,
        "looked_at": progress.looked_at if progress else None,
        "waiting": waiting,
        "last": None
        if last is None
        else {
            "id": last.id,
            "state": last.state,
            "records": len(last.records),
            "made_at": last.made_at,
            "attempts": last.attempts,
            "next_at": last.next_at if last.done_at is None else None,
            "done_at": last.done_at,
        },
        "error": error or None,
        "messages": message_to_json(error) if error else [],
    }


def _print(alert: AlertSection, progress: AlertProgress | None, last: AlertDelivery | None, waiting: int) -> None:
    looked = f"last looked {progress.looked_at}" if progress else "not run yet"
    say(f"{alert.name}  {alert.query or 'every new record'}  to {host_of(alert)}  {looked}")
    if last is not None:
        said = f"{last.state} {last.done_at}" if last.done_at else f"next try {last.next_at}"
        say(f"  last report: {many(len(last.records), 'record')}, {said}; {many(waiting, 'report')} waiting")
    if error := alert_error(progress, last):
        say(f"  {error}")
