"""The body of `press-archive inspect`."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive.catalogue import printable
from archive.cli import print_json
from archive.errors import Encrypted, PressArchiveError
from archive.record import Outcome
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from ingest.files.walk import NO_FILE
from ingest.readers.base.members import MOST_LAID_OUT

INSPECT = "ingest.description.file_description:inspect"


def look(files: Sequence[Path], as_json: bool) -> None:
    """Print the content of the files. Raise SystemExit if one could not be read."""
    failed = False
    limits = Limits(output_bytes=MOST_LAID_OUT)
    with (
        tempfile.TemporaryDirectory(prefix="press-archive-inspect-") as scratch,
        Pool(1, Path(scratch), limits) as pool,
    ):
        for file in files:
            found = _inspected(pool, file)
            failed = failed or "reason" in found
            if as_json:
                print_json(found)
            else:
                _show(found)
    if failed:
        raise SystemExit(1)


def _inspected(pool: Pool, file: Path) -> dict[str, Any]:
    """Return what the worker read, or `outcome` and `reason` as in an ingest."""
    path = printable(str(file))
    arguments = {"path": str(file.resolve()), "filename": printable(file.name), "shown": path}
    if not file.is_file():  # opening a pipe would block
        return {"path": path, "outcome": Outcome.SKIPPED.value, "reason": NO_FILE}
    try:
        with pool.run(INSPECT, arguments) as job:
            return dict(job.result)
    except Encrypted as error:
        return {"path": path, "outcome": Outcome.ENCRYPTED.value, "reason": str(error)}
    except PressArchiveError as error:
        return {"path": path, "outcome": Outcome.REJECTED.value, "reason": str(error)}


def _show(found: dict[str, Any]) -> None:
    """Print for people: each value on a line with its origin, then the text."""
    click.secho(found["path"], bold=True)
    if "reason" in found:
        click.echo(f"  {found['outcome']}: {found['reason']}\n")
        return
    origins = found["origins"]
    for key, value in found.items():
        if key in ("path", "text", "pages", "origins", "mentions") or value in (None, "", [], {}):
            continue
        words = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        origin = f"  [{origins[key]['origin']}]" if key in origins else ""
        click.echo(f"  {key}: {words}{origin}")
    for mention in found["mentions"]:
        click.echo(f"  names {mention['filename']}: {mention['caption'] or 'no caption'}")
    if found["text"]:
        click.echo("\n" + found["text"].replace("\f", "\n\n"))
    click.echo()
