"""`press-archive ocr`: recognize the text of waiting scans, or of some again. Also runs at the end of an ingest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import click

from archive.access import ARCHIVIST
from archive.catalogue import printable
from archive.cli import RECORD_ID, archive_option, json_option, on_one_line, print_json, progress
from archive.errors import ArchiveBusy, NoRecognition, UnknownRecord, many
from archive.messages import Message
from archive.record import Record, Status
from archive.setting_checks import LANGUAGE_PACKS
from archive.startup import INTERRUPTED
from archive.storage.archive import Archive
from archive.tesseract import installed
from ingest.commands.arguments import passwords_in
from ingest.commands.cli import passwords_option
from ingest.ocr.ocr_queue import OcrReport, OcrRequest, read_scans
from ingest.pipeline.run_control import KEPT, asked_to_stop

NO_SCAN = (
    "it has no page that is a picture of words, so that there is nothing to read: its text stands in the file; "
    "`press-archive reread` reads that again, `press-archive records text` puts another in its place"
)
_MOST_HELD = 20  # that are listed
SECONDS = 3.0  # between two lines of progress


def _packs(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    if value is not None and not LANGUAGE_PACKS.fullmatch(value):
        raise click.BadParameter("give names of tesseract's languages with + between, like ind+vie+eng")
    return value


@click.command()
@archive_option
@json_option
@click.option("--pending", is_flag=True, help="Read all scans that were not read yet.")
@passwords_option
@click.option(
    "--language",
    callback=_packs,
    metavar="PACKS",
    help="Languages of the scans, by their names in the OCR program Tesseract, such as vie or ind+eng. Default: "
    "`languages` under `[ocr]` in archive.toml, ind+vie+eng in a new archive.",
)
@click.argument("records", type=RECORD_ID, nargs=-1, metavar="[ID]...")
def ocr(
    folder: Path,
    as_json: bool,
    pending: bool,
    language: str | None,
    records: tuple[str, ...],
    pdf_passwords: Path | None,
) -> None:
    """Recognise the text of scanned pages. Give --pending, or the IDs of records to read once more.

    Ctrl-C loses nothing that was read. Run the same command again to continue from there. A text that you set with
    `records text` is kept.
    """
    if pending == bool(records):
        raise click.UsageError("Give --pending for all that wait, or the ids of records to read again.")
    with Archive.open(folder) as archive, asked_to_stop(KEPT) as stop:
        _check(archive, records)
        recognition, languages = installed(), language or archive.settings.ocr.languages
        waiting = len(archive.catalogue.pending_scans())
        if (lacks := recognition.lacks(languages)) is not None and (records or waiting):
            raise NoRecognition(Message("scans-wait", count=waiting, lacks=lacks))
        passwords = passwords_in(pdf_passwords)
        wanted = OcrRequest(recognition, languages, records or None, bool(records), stop.is_set, passwords)
        teller = _OcrReporter(archive, len(records) or waiting, as_json)
        told = read_scans(archive, wanted, teller.tell)
        if told.without and records:
            _tell_without(archive, told.without, as_json)
        _end(told, as_json)
        teller.end()
        if stop.is_set():
            raise SystemExit(INTERRUPTED)


def _check(archive: Archive, records: Sequence[str]) -> None:
    known = {record.id for record in archive.catalogue.get_many(records, ARCHIVIST)}
    if unknown := [record for record in records if record not in known]:
        raise UnknownRecord(Message("record-unknown", record=unknown[0]))


def _tell_without(archive: Archive, records: Sequence[str], as_json: bool) -> None:
    """Print why requested records have no page to read."""
    for record in archive.catalogue.get_many(records, ARCHIVIST):
        if as_json:
            print_json({"record": record.id, "pages": 0, "reason": NO_SCAN})
        else:
            progress(f"{record.id} ({printable(record.filename)}): {NO_SCAN}.")


def after_ingest(archive: Archive, stop: Event, passwords: tuple[str, ...] = ()) -> bool:
    """Read the waiting scans, showing progress; if that is impossible, print what to do. It never raises. `passwords`
    are tried on those that need one. Return whether an interruption left any."""
    waiting = len(archive.catalogue.pending_scans())
    if not waiting or not archive.settings.ocr.enabled:
        return False
    recognition, languages = installed(), archive.settings.ocr.languages
    if (lacks := recognition.lacks(languages)) is not None:
        progress(f"The words of {many(waiting, 'scan')} are not read: {lacks}; then `press-archive ocr --pending`.")
        return False
    if stop.is_set():
        progress(_left(waiting))
        return True
    progress(f"Reading the words of {many(waiting, 'scan')}; Ctrl-C leaves them for `press-archive ocr --pending`.")
    wanted = OcrRequest(recognition, languages, stopped=stop.is_set, passwords=passwords)
    try:
        teller = _OcrReporter(archive, waiting, as_json=False)
        told = read_scans(archive, wanted, teller.tell)
        _end(told, as_json=False)
        teller.end()
        return stop.is_set() and bool(told.left)
    except ArchiveBusy as error:
        progress(f"The scans wait: {error} `press-archive ocr --pending` reads them afterwards.")
        return False


class _OcrReporter:
    """Report each scan as JSON, or progress on standard error."""

    def __init__(self, archive: Archive, waiting: int, as_json: bool) -> None:
        self._archive, self._waiting, self._as_json = archive, waiting, as_json
        self._last = time.monotonic()
        self._held: list[Record] = []

    def tell(self, told: OcrReport) -> None:
        """Report progress after each page and scan."""
        now = self._archive.catalogue.get(told.scan.record, ARCHIVIST) if told.scan is not None else None
        if now is not None and now.status is Status.HELD:
            self._held.append(now)
        if self._as_json and told.scan is not None:
            line: dict[str, Any] = {"record": told.scan.record, "pages": len(told.scan.pages)}
            line |= {"confidence": told.confidence, "status": now.status.value if now else None}
            print_json(line | {"holds": told.holds})
        elif told.scan is not None and told.holds:
            progress(f"{told.scan.record}: {Message('holds-others', count=len(told.holds))}")
        if time.monotonic() - self._last >= SECONDS:
            self._last = time.monotonic()
            progress(f"{many(told.pages, 'page')} read, {told.scans:,} of {many(self._waiting, 'scan')} done")

    def end(self) -> None:
        """Report which of the scans stay held, and until when."""
        if self._as_json or not self._held:
            return
        progress(f"Of these {many(len(self._held), 'stays', 'stay')} held; `press-archive access list` has all:")
        for one in self._held[:_MOST_HELD]:
            until = f"until {one.release_at}" if one.release_at else "until someone decides"
            progress(
                on_one_line(f"  {one.id}  {until}: {one.title}{f' ({one.hold_reason})' if one.hold_reason else ''}")
            )


def _end(told: OcrReport, as_json: bool) -> None:
    if as_json:
        told_of = {"scans": told.scans, "pages": told.pages, "failed_pages": told.failed}
        print_json(told_of | {"pending": told.left, "locked": told.locked})
        return
    progress(f"{many(told.scans, 'scan')} read, {many(told.pages, 'page')}.")
    if told.failed:
        progress(f"{many(told.failed, 'page')} could not be read; the records say why. `ocr:poor` finds them.")
    if told.locked:
        need = many(told.locked, "scan needs its password", "scans need their passwords")
        progress(f"{need}: `press-archive ocr --pending --pdf-passwords FILE`.")
    if told.left > told.locked:
        progress(_left(told.left - told.locked))


def _left(scans: int) -> str:
    return f"{many(scans, 'scan')} left: `press-archive ocr --pending` goes on."
