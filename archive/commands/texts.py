"""`press-archive records text`: the archivist's text of a record, in place of what a file or a machine says."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import click

from archive import indexing
from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.cli import RECORD_ID, archive_option, json_option, say_json
from archive.errors import NotEditable, UnknownRecord
from archive.plurals import many
from archive.record import PAGE_BREAK

MOST_BYTES = 20 << 20
_FROM_INPUT = "-"
_BEYOND = dict.fromkeys(code for code in (*range(32), 127) if chr(code) not in "\t\n\f")


@click.command("text")
@archive_option
@json_option
@click.option("--clear", is_flag=True, help="Give back what the file says, or what was read from the scan.")
@click.argument("record", type=RECORD_ID, metavar="ID")
@click.argument("file", metavar="FILE|-", required=False)
def text(folder: Path, as_json: bool, clear: bool, record: str, file: str | None) -> None:
    """Say what the text of record ID is, from a UTF-8 FILE; no later reading of the same file changes it.

    A form feed stands between pages. What stood there is kept, and --clear gives it back.
    """
    if clear == (file is not None):
        raise click.UsageError("Give a FILE with the text (- for standard input), or --clear.")
    given = None if file is None else _given(file)
    with Archive.open(folder) as archive:
        if archive.catalogue.get(record, ARCHIVIST) is None:
            raise UnknownRecord(f"There is no record {record}; `press-archive search --held --json` gives the ids.")
        with archive.catalogue.write("press-archive records") as writer:
            if given is not None:
                writer.put_text(record, given)
            elif not writer.clear_text(record):
                raise NotEditable(f"The text of {record} is the file's own: there is nothing to clear.")
        indexing.update(archive)
        now = archive.catalogue.text(record, ARCHIVIST) or ""
        after = archive.catalogue.get(record, ARCHIVIST)
    title = after.title if after else record
    if as_json:
        say_json({"record": record, "characters": len(now), "pages": now.count(PAGE_BREAK) + 1, "typed": not clear})
        return
    whose = "what was read from its file" if clear else "yours"
    click.echo(f"{title}: its text is {whose} now, {many(len(now), 'character')}.")


def _given(file: str) -> str:
    """The text as it is kept: NFC, LF. Raises NotEditable."""
    try:
        source = sys.stdin.buffer if file == _FROM_INPUT else None
        data = source.read(MOST_BYTES + 1) if source else _read(Path(file))
    except OSError as error:
        raise NotEditable(f"{file} cannot be read ({error.strerror}): give a text file.") from error
    if len(data) > MOST_BYTES:
        raise NotEditable(f"{file} is larger than {MOST_BYTES >> 20} MB: give the text alone.")
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotEditable(f"{file} is no UTF-8 text: save it as UTF-8 and give it again.") from error
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")).translate(_BEYOND)
    if not words.strip():
        raise NotEditable(f"{file} is empty: give the text, or --clear for what was read.")
    return words.strip("\n")


def _read(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
