"""What `press-archive ingest` does."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.cli import progress
from archive.record import Status
from archive.starting import INTERRUPTED
from archive.worker.pool import Pool
from ingest.again import again
from ingest.ahead import Ahead
from ingest.given import refuse_given
from ingest.ocr.cli import after_ingest
from ingest.options import GIVEN
from ingest.passwords import passwords_in, refuse_within
from ingest.pipeline import Options, ingest
from ingest.receipt import Receipt
from ingest.rehearsal import rehearse
from ingest.stopping import KEPT, asked_to_stop
from ingest.telling import Teller, tell_lacking
from ingest.turn import in_turn


def take_in(folder: Path, paths: Sequence[Path], how: Mapping[str, Any], workers: Pool | None) -> None:
    """Takes them in, as the command's options say. Raises SystemExit where not all was done."""
    retry, dry, as_json, access = how["retry"], how["dry_run"], how["as_json"], how["access"]
    try:
        with Archive.open(folder) as archive, asked_to_stop() as stop:
            values = {key: " ".join(how[key].split()) for key in GIVEN if how[key] and how[key].strip()}
            passwords = passwords_in(how["pdf_passwords"])
            said = Status(access) if access else None
            given = Options(said, stop.is_set, values=values, passwords=passwords, workers=workers)
            asked = (list(paths), given) if retry is None else _again(archive, retry, given)
            if not asked[0]:
                progress(f"Accession {retry} left nothing to try again.")
                return
            tell_lacking()
            refuse_given(archive, asked[0])
            refuse_within(how["pdf_passwords"], asked[0])
            work = partial(_told, archive, *asked, Manner(as_json, dry))
            receipt = work() if dry else in_turn(archive, work, how["wait"], stop)
            left = receipt is None or not receipt.complete
            if not left and not dry and not how["no_ocr"]:
                stop.said = KEPT
                left = after_ingest(archive, stop, passwords)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python's end flushes into the pipe again
        progress("Nobody reads the output any more; stopped. The same command goes on from here.")
        raise SystemExit(1) from None
    if receipt is None:
        progress("Nothing was begun.")
    if left:
        raise SystemExit(INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Manner:
    """Whether lines are told as JSON, and whether it is only said what would be."""

    as_json: bool
    dry: bool


def _again(archive: Archive, number: int, options: Options) -> tuple[list[Path], Options]:
    """What to take in, and how, to try an accession again."""
    found = again(archive, number)
    access = options.access or found.accession.access
    values = {**found.accession.arguments.get("values", {}), **options.values}
    return found.paths, replace(options, access=access, again=True, retry=number, only=found.only, values=values)


def _told(archive: Archive, paths: Sequence[Path], options: Options, manner: Manner) -> Receipt:
    """Takes them in, telling what comes of it."""
    intake = archive.settings.intake
    counted = paths if options.only is None else []  # how many are meant cannot be counted ahead
    ahead = Ahead(counted, intake.skip, archive.folder, intake.max_file_mb << 20)
    with ahead, Teller(manner.as_json, ahead, manner.dry) as teller:
        receipt = (rehearse if manner.dry else ingest)(paths, archive, options, teller.line)
    teller.summary(receipt)
    return receipt
