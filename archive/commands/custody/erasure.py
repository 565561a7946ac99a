"""`press-archive erase`: two people erase a record with all copies of its words and files."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.catalogue.history.disposal import Disposal, DisposedRecord
from archive.catalogue.history.erasure import CLEANING, REQUESTED, Erasure, ErasurePreview
from archive.catalogue.rules.legal_holds import hold_message
from archive.cli import RECORD_ID, archive_option, json_option, print_json, say
from archive.commands.change_options import ChangeOptions, confirm_change, manner_options, reason_option
from archive.commands.custody.backup import DIR
from archive.custody.backup_folder import BackupFolder
from archive.custody.tables import write_tables
from archive.edits.collection_rules import rule_words
from archive.edits.edits import expect
from archive.errors import CannotErase, many
from archive.login_name import get_login_name
from archive.messages import Message
from archive.search.index import index_sync
from archive.search.index.generations import generations_of
from archive.storage.archive import TABLES, Archive
from archive.storage.originals import explain_store_errors

_AGENT = "press-archive erase"
_INDEXES = {"index", "generations"}  # in derived/: rebuilt, never opened file by file


@click.group()
def erase() -> None:
    """Erase a record for good, by two people. For courts, data subjects, donors.

    One login requests the erasure, another one carries it out: `erase request`, `erase list`, `erase carry-out`.

    Its original files are deleted, unless another record has the same file. Its pictures, its places in the index, and
    its rows in the catalogue and the tables are deleted too. Its file names and words are blanked in receipts, events
    and the history of changes. A tombstone stays: id, when, why, by whom. The public address answers 410. An erased
    file is rejected if it comes again.
    """


@erase.command("request")
@archive_option
@json_option
@click.option("--reason", required=True, help="Why; kept for good, so do not name people who are protected.")
@click.option("--by", metavar="WHO", help="Who requests it, by default your login name.")
@click.argument("record", type=RECORD_ID)
def request(folder: Path, as_json: bool, reason: str, by: str | None, record: str) -> None:
    """Request the erasure of RECORD, and show what it takes away. Nothing is erased yet."""
    if not reason.strip():
        raise click.UsageError("Give a reason with --reason.")
    with Archive.open(folder) as archive:
        with archive.catalogue.write(_AGENT) as writer:
            n = writer.request_erasure(record, reason, by or get_login_name())
        seen = archive.catalogue.erasure_preview(record)
        holds = archive.catalogue.legal_holds_on([record]).get(record, [])
    if as_json:
        print_json({"erasure": n} | _preview_json(seen) | {"legal_holds": [hold.n for hold in holds]})
        return
    for line in _preview_lines(seen):
        say(line)
    for hold in holds:
        say(hold_message(hold, record))
    say(f"Request {n}. Another person carries it out: press-archive erase carry-out {n}")


@erase.command("list")
@archive_option
@json_option
def list_erasures(folder: Path, as_json: bool) -> None:
    """List requests and tombstones, oldest first, with the disposal that they belong to."""
    with Archive.open_to_read(folder) as archive:
        found = archive.catalogue.erasures()
        disposals = archive.catalogue.disposals_by_erasure()
        held = archive.catalogue.legal_holds_on([one.record for one in found])
    for one in found:
        holds = held.get(one.record, [])
        disposal, part = disposals.get(one.n, (None, None))
        if as_json:
            of = {"disposal": disposal.n if disposal else None, "rule": part.rule if part else None}
            print_json(_json(one) | {"legal_holds": [hold.n for hold in holds]} | of)
        else:
            by = f", carried out {one.approved_at} by {one.approved_by}" if one.approved_by else ""
            said = f"requested {one.requested_at} by {one.requested_by}{by}"
            say(f"{one.n:>4}  {one.record}  {one.state}  {said}: {one.reason}")
            if disposal and part:
                say(f"      {_disposal_line(disposal, part)}")
            for hold in holds:
                say(f"      {hold_message(hold, one.record)}")
    if not found and not as_json:
        say("No erasures.")


@erase.command()
@archive_option
@reason_option
@click.argument("n", type=int)
def cancel(folder: Path, reason: str | None, n: int) -> None:
    """Drop request N."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        writer.cancel_erasure(n)
    say(f"Request {n} is dropped. Nothing was erased.")


@erase.command("carry-out")
@archive_option
@manner_options
@click.option("--by", metavar="WHO", help="Who carries it out, by default your login name. Not who requested it.")
@click.argument("n", type=int)
def carry_out(folder: Path, manner: ChangeOptions, by: str | None, n: int) -> None:
    """Erase what request N names, after a preview. It cannot be undone.

    If the command is stopped, run it again to continue. Stop `serve` and `watch` first, because they may have the
    catalogue open. Backups still have the record: make new ones and delete the old.
    """
    with Archive.open(folder) as archive, archive.lock("ingest"):
        found = _erasure(archive, n)
        if found.state == REQUESTED:
            seen = archive.catalogue.erasure_preview(found.record)
            if not manner.as_json:
                for line in _preview_lines(seen):
                    say(line)
            if not confirm_change(manner, f"Erase {found.record} for good?"):
                if manner.as_json:
                    print_json({"erasure": n, "dry_run": True} | _preview_json(seen))
                return
            with archive.catalogue.write(_AGENT, manner.reason) as writer:
                expect(repr(seen), lambda: repr(writer.erasure_preview(found.record)))
                found = writer.carry_out_erasure(n, by or get_login_name())
        if found.state == CLEANING:
            clean(archive, found)
            found = _erasure(archive, n)
    if manner.as_json:
        print_json(_json(found))
    else:
        say(f"{found.record} is erased. Backups still have it: see `press-archive erase backups DIR`.")


@erase.command()
@archive_option
@json_option
@click.argument("directory", metavar="DIR", type=DIR)
def backups(folder: Path, as_json: bool, directory: Path) -> None:
    """List the backups in DIR that were made before an erasure. Exit code 1 if there are any.

    They may still have what was erased. The line says how many erased files they have for certain. To be rid of these,
    make a new backup in another folder, and delete DIR.
    """
    with Archive.open_to_read(folder) as archive:
        carried_out = [(one.n, one.approved_at) for one in archive.catalogue.erasures() if one.approved_at]
        left = 0
        for backup in BackupFolder.existing(directory).generations():
            created, originals = backup.seal().created, set(backup.listed_originals())
            before = [n for n, at in carried_out if created <= at]
            files = len(archive.catalogue.erased_among(originals))
            if before or files:
                left += 1
                told = {"number": backup.number, "created": created, "erasures": before, "files": files}
                numbers = ", ".join(map(str, before))
                line = f"{backup.number}  {created}  before erasure {numbers}, {many(files, 'erased file')}"
                print_json(told) if as_json else say(line)
    if left:
        raise SystemExit(1)
    if not as_json:
        say("No backup was made before an erasure.")


def clean(archive: Archive, *found: Erasure) -> None:
    """Remove what is left of erased records outside the rows of the catalogue. Files already removed are no error.
    Raise StoreError, ArchiveBusy."""
    digests, names = ({part for one in found for part in one.remains.get(key, ())} for key in ("files", "words"))
    for sha256 in sorted(digests):
        archive.store.remove(sha256)
    with explain_store_errors(archive.folder):
        for path in _copies(archive, digests, names):
            path.unlink(missing_ok=True)
        shutil.rmtree(archive.derived / "looks", ignore_errors=True)
    index_sync.rebuild(archive)
    _remove_old_indexes(archive)
    with archive.catalogue.write(_AGENT) as writer:
        for one in found:
            writer.forget_erased(one.n)
    archive.catalogue.compact()
    with archive.catalogue.write(_AGENT) as writer:
        for one in found:
            writer.finish_erasure(one.n)
    if (archive.folder / TABLES).is_dir():
        write_tables(archive)


def _remove_old_indexes(archive: Archive) -> None:
    """Remove the indexes before the present one immediately: a running search in one of them fails."""
    indexes = generations_of(archive)
    present = indexes.current()
    for number in range(1, present.number if present else 0):
        indexes.remove(indexes.numbered(number))


def _copies(archive: Archive, digests: Collection[str], names: Collection[str]) -> Iterator[Path]:
    """Return files that contain a copy: earlier catalogues, derived pictures, uploads and jobs."""
    yield from archive.folder.glob("catalogue-[0-9]*.sqlite*")
    lasts = {name.rsplit("/", 1)[-1] for name in names}
    words = [name.encode() for name in lasts]
    for path in archive.derived.rglob("*"):
        if not path.is_file() or path.relative_to(archive.derived).parts[0] in _INDEXES:
            continue
        if path.name in lasts or any(digest in str(path) for digest in digests):
            yield path
        elif any(part in ("jobs", "dropped", "uploads") for part in path.parts):
            read = path.read_bytes()
            if hashlib.sha256(read).hexdigest() in digests or any(word in read for word in words):
                yield path


def _erasure(archive: Archive, n: int) -> Erasure:
    for one in archive.catalogue.erasures():
        if one.n == n:
            return one
    raise CannotErase(Message("erase-unknown", n=n))


def _disposal_line(disposal: Disposal, part: DisposedRecord) -> str:
    rule = next(rule for rule in disposal.rules if rule.n == part.rule)
    line = f"disposal {disposal.n} of {disposal.collection}, rule {rule.n}: {rule_words(rule)}"
    return f"{line}. Certificate: press-archive collections certificate {disposal.n}" if part.is_gone else line


def _json(one: Erasure) -> dict[str, Any]:
    told = asdict(one)
    del told["remains"], told["was_public"]
    return {"erasure": told.pop("n"), **told}


def _preview_json(seen: ErasurePreview) -> dict[str, Any]:
    return asdict(seen) | {"containers": [{"file": file, "record": record} for file, record in seen.containers]}


def _preview_lines(seen: ErasurePreview) -> Iterator[str]:
    yield f"{seen.record}  {seen.title}"
    for one in seen.files:
        stays = f"stays, {', '.join(one.kept_by)} has the same file" if one.kept_by else "erased"
        yield f"  file {', '.join(one.names) or one.sha256}: {stays}"
    for file, record in seen.containers:
        yield f"  file {file} has a copy inside: erased" + (f"; erase record {record} first" if record else "")
    if seen.inside:
        yield f"  came inside its files and stays: {', '.join(seen.inside)}"
    if seen.named_by:
        yield f"  named in the text of {', '.join(seen.named_by)}: these texts stay as they are"
    yield f"  text, values, history, {many(seen.mentions, 'caption')} that it gives to photos: erased"
