"""`press-archive export`: export the public records of a search to a file, with the code of the route."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import click
from flask import Flask, request

from archive.cli import archive_option, progress, progress_line
from archive.errors import PressArchiveError, many
from archive.messages import Message
from archive.record import Kind
from archive.search.index import index_sync
from webui.api.export import answer
from webui.app import create_app
from webui.http.parameters import ExportFormat, ExportQuery
from webui.http.requests import BadParameters, checked
from webui.services import links
from webui.services.services import OpenArchive

STANDARD_OUTPUT = "-"
_OPTIONS = {"date_from": "--from", "date_to": "--to", "q": "QUERY"}


class ExportRefused(PressArchiveError):
    """The file cannot be written."""


@click.command(context_settings={"ignore_unknown_options": True})
@archive_option
@click.option(
    "--format", "form", type=click.Choice(get_args(ExportFormat)), default="ndjson", show_default=True,
    help="Format of the file. zip has previews of photos with their captions.",
)  # fmt: skip
@click.option(
    "--output",
    metavar="FILE",
    required=True,
    help="File to write, which must not exist yet. - writes to standard output.",
)
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice([k.value for k in Kind]),
    help="Only this kind. Repeat --kind for several.",
)
@click.option("--language", multiple=True, metavar="TAG", help="Only this language, such as id, vi or en. Repeatable.")
@click.option("--from", "date_from", metavar="DATE", help="First year, month or day, such as 2025-10.")
@click.option("--to", "date_to", metavar="DATE", help="Last year, month or day.")
@click.argument("words_given", metavar="[QUERY]...", nargs=-1, type=click.UNPROCESSED)
def export(folder: Path, form: str, output: str, words_given: tuple[str, ...], **options: Any) -> None:
    """Export the public records of a search to a file.

    Without QUERY, all public records are exported. Their addresses begin with `public_url` under `[web]` in
    archive.toml.
    """
    pairs = [("q", " ".join(words_given)), *((name, one) for name in ("kind", "language") for one in options[name])]
    pairs += [(name, options[name]) for name in ("date_from", "date_to") if options[name] is not None]
    services = OpenArchive(folder)
    try:
        if services.writes:
            index_sync.update(services.archive, say=progress)
        _write(output, create_app({"SERVICES": services}), links.export(form, pairs))
    finally:
        services.close()


def _write(output: str, app: Flask, address: str) -> None:
    """Write the route's answer for this address, and say how many records and how fast. The file appears only when it
    is complete."""
    counted, began, line = 0, time.monotonic(), progress_line("record", "read")

    def tell(read: int, of: int) -> None:
        nonlocal counted
        counted = read
        line(read, of)

    with app.test_request_context(address):
        try:
            pieces: Iterable[Any] = answer(checked(ExportQuery, request.args), tell).response
        except BadParameters as error:
            said = "; ".join(f"{_OPTIONS.get(r.name, '--' + r.name)}: {r.reason}" for r in error.refusals)
            raise click.UsageError(said) from None
    _save(output, pieces)
    seconds = time.monotonic() - began
    rate = f": {counted / seconds:,.0f} a second" if seconds >= 1 else ""
    progress(f"{many(counted, 'record')} exported in {seconds:.1f} s{rate}")


def _save(output: str, pieces: Iterable[Any]) -> None:
    """Write the pieces to a new file, or to standard output."""
    if output == STANDARD_OUTPUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    if path.exists():
        raise ExportRefused(Message("export-file-there", path=path))
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(path)
    except OSError as error:
        raise ExportRefused(Message("export-unwritten", path=path, error=error.strerror or str(error))) from error
    finally:
        unfinished.unlink(missing_ok=True)
