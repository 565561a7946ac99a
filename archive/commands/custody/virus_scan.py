"""`press-archive virus-scan`: scan files that wait for the virus scanner, or all originals again."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.catalogue import UNSCANNED
from archive.cli import archive_option, index_json, json_option, note_index, print_json, progress, progress_line, say
from archive.custody.virus_scan import VirusScanResult, scan_again, scan_pending, scanner_of
from archive.errors import many
from archive.messages import Message, reason_to_json
from archive.search.index import index_sync
from archive.storage.archive import Archive
from archive.virus_scanner import BROKEN, FAILED, SLOW, TOO_LARGE, UNREADABLE

_NOT_AGAIN = {
    SLOW: Message("rescan-slow"),
    TOO_LARGE: Message("rescan-too-large"),
    BROKEN: Message("rescan-broken"),
    FAILED: Message("rescan-failed"),
    UNREADABLE: Message("rescan-unreadable"),
}
"""Why a file could not be scanned again."""


@click.command("virus-scan")
@archive_option
@json_option
@click.option("--pending", is_flag=True, help="Scan the files of all records that wait for the scanner.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also scan all other files of records with the present signatures, the one scanned longest ago first.",
)
def virus_scan(folder: Path, as_json: bool, pending: bool, everything: bool) -> None:
    """Scan files for viruses: those that wait, or all of them again.

    Set the scanner in archive.toml: `virus_scanner` below [intake]. Without it, nothing is scanned.

    A record without a virus is no longer held for the scan. Another reason, such as an embargo, holds it as before. A
    record with a virus is held until you decide.

    `--all` leaves out files that were scanned with the present signatures of ClamAV. A record in which a virus is found
    is held at once. A file that cannot be scanned again changes nothing.

    Exit code 1 when a record still waits, or a file could not be scanned. Ctrl-C loses no results: the next run
    continues from there.
    """
    if pending == everything:
        raise click.UsageError("Give either --pending or --all.")
    first: Counter[str] = Counter()
    again: Counter[str] = Counter()
    with Archive.open(folder) as archive:
        waiting = len(archive.catalogue.unscanned_records())
        scanner = scanner_of(archive) if waiting or everything else None
        if scanner is not None:
            for found in scan_pending(archive, scanner):
                first[_told(found, as_json)] += 1
        if scanner is not None and everything:
            with closing(scan_again(archive, scanner, progress_line("file", "scanned"))) as results:
                for found in results:
                    again[_told(found, as_json)] += 1
        note_index(index_sync.confirm(archive) if waiting or again["found"] else "")
    if as_json:
        counts: dict[str, Any] = {name: first[name] for name in ("clean", "found", "waiting")}
        if everything:
            counts["again"] = {name: again[name] for name in ("clean", "found", "unscanned")}
        print_json({"summary": True, **counts, **index_json()})
    else:
        _say_counts(first, again, pending=waiting > 0 or pending, everything=everything)
    if first["waiting"] or again["unscanned"]:
        raise SystemExit(1)


def _told(found: VirusScanResult, as_json: bool) -> str:
    """Print the result for a record or a file, and return the result that it counts as."""
    why = None
    if found.unscanned:
        why = _NOT_AGAIN[found.unscanned] if found.sha256 else UNSCANNED[found.unscanned].hold_reason
    if as_json:
        told = asdict(found) | {"status": found.status.value, "unscanned": why}
        print_json(told | (reason_to_json(why) if why else {}))
    elif found.signature or why:
        say(f"{found.record}: {found.signature or why}")
    return "found" if found.signature else "clean" if why is None else "unscanned" if found.sha256 else "waiting"


def _say_counts(first: Counter[str], again: Counter[str], *, pending: bool, everything: bool) -> None:
    if pending:
        held = many(first["found"], "has a virus and is held", "have a virus and are held")
        progress(f"{first['clean']:,} without a virus, {held}, {many(first['waiting'], 'record')} still waiting.")
    if everything and again:
        virus = many(again["found"], "has a virus", "have a virus")
        progress(f"Scanned again: {again['clean']:,} without a virus, {virus}, {again['unscanned']:,} not scanned.")
    elif everything:
        progress("All files were scanned with the present signatures already.")
