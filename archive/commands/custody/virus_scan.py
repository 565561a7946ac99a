"""`press-archive virus-scan`: scan what waits for the virus scanner."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from archive.catalogue import UNSCANNED
from archive.cli import archive_option, index_json, json_option, note_index, print_json, progress, say
from archive.custody.virus_scan import scan_pending, scanner_of
from archive.errors import many
from archive.messages import reason_to_json
from archive.search.index import index_sync
from archive.storage.archive import Archive


@click.command("virus-scan")
@archive_option
@json_option
@click.option("--pending", is_flag=True, required=True, help="Scan the files of all records that wait for the scanner.")
def virus_scan(folder: Path, as_json: bool, pending: bool) -> None:  # noqa: ARG001 - it says what is scanned
    """Scan files that could not be scanned for viruses when they came.

    Set the scanner in archive.toml: `virus_scanner` below [intake]. Without it, nothing is scanned.

    A record without a virus is held no longer for that. Another reason, such as an embargo, holds it as before. A
    record with a virus is held until you decide.

    Exit code 1 when a record still waits. Ctrl-C loses nothing that was scanned.
    """
    counts: Counter[str] = Counter()
    with Archive.open(folder) as archive:
        waiting = len(archive.catalogue.unscanned_records())
        for found in scan_pending(archive, scanner_of(archive)) if waiting else ():
            why = UNSCANNED[found.unscanned].hold_reason if found.unscanned else None
            counts["found" if found.signature else "waiting" if why else "clean"] += 1
            if as_json:
                told = asdict(found) | {"status": found.status.value, "unscanned": why}
                print_json(told | (reason_to_json(why) if why else {}))
            elif found.signature or why:
                say(f"{found.record}: {found.signature or why}")
        note_index(index_sync.confirm(archive) if waiting else "")
    told = {name: counts[name] for name in ("clean", "found", "waiting")}
    if as_json:
        print_json({"summary": True, **told, **index_json()})
    else:
        held = many(told["found"], "has a virus and is held", "have a virus and are held")
        progress(f"{told['clean']:,} without a virus, {held}, {many(told['waiting'], 'record')} still waiting.")
    if told["waiting"]:
        raise SystemExit(1)
