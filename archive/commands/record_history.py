"""`press-archive records changes`, `records undo`, `records merge`, and `press-archive history`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

import click

from archive.catalogue import (
    JOINS,
    Access,
    ChangedValue,
    ChangeSet,
    MergeResult,
    RecordLabel,
    UndoResult,
    describe_changed_since,
)
from archive.catalogue.history.record_versions import DescriptionVersion, OriginalVersion, TextVersion, ValueChange
from archive.cli import RECORD_ID, archive_option, index_json, json_option, note_index, print_json, say
from archive.commands.change_options import (
    AGENT,
    ChangeOptions,
    confirm_change,
    count_records,
    first_lines,
    manner_options,
    reason_option,
    revised_json,
    short,
)
from archive.commands.record_edits import get
from archive.edits.edits import take_back
from archive.edits.merging import merge as merge_records
from archive.edits.merging import rehearse_merge
from archive.edits.reasons import has_words
from archive.edits.typed_instants import describe
from archive.edits.values import shown
from archive.errors import CannotUndo
from archive.errors import many as counted
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.search.index import index_sync
from archive.storage.archive import Archive
from archive.text.word_changes import word_changes


@click.command()
@archive_option
@json_option
@click.option("--reason", metavar="WORDS", help="Only changes whose reason has all these words.")
@click.argument("n", required=False, type=int, metavar="[N]")
def changes(folder: Path, as_json: bool, reason: str | None, n: int | None) -> None:
    """List changes, newest first. With N, show everything that change N did.

    A line ends with the reason that was given for the change, if there is one.
    """
    if n is not None and reason is not None:
        raise click.UsageError("--reason looks through all changes: give it no number.")
    with Archive.open_to_read(folder) as archive:
        sets = archive.catalogue.change_sets()
        if n is None:
            found = [one for one in sets if reason is None or (one.reason and has_words(one.reason, reason))]
            for one in found:
                print_json(_set_json(one)) if as_json else say(_set_line(one, archive.settings.archive.zone))
            if not found and not as_json:
                click.echo("No change has such a reason." if sets else "No values were changed yet.")
            return
        wanted = next((one for one in sets if one.n == n), None)
        if wanted is None:
            raise CannotUndo(Message("change-set-unknown", n=n))
        if wanted.reason and not as_json:
            say(f"reason: {wanted.reason}")
        for value in archive.catalogue.changed_values(n):
            if as_json:
                print_json(_value_json(value) | {"reason": wanted.reason})
            elif not value.key.endswith("_precision"):
                ends = [short(shown(end)) or "(nothing)" for end in (value.before, value.after)]
                click.echo(f"{value.record}  {value.key}: {ends[0]} -> {ends[1]}")


@click.command()
@archive_option
@json_option
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
@click.option(
    "--skip",
    is_flag=True,
    help="If records were changed again, or put under an embargo, since, leave them as they are and undo the rest.",
)
@reason_option
@click.argument("n", required=False, type=int, metavar="[N]")
def undo(folder: Path, as_json: bool, dry_run: bool, skip: bool, reason: str | None, n: int | None) -> None:
    """Undo change N, or the latest change that was not undone yet. What you changed is then as it was before.

    What was found in the files since then stays. `records changes` lists the changes with their numbers. If a record
    was changed again since, or an embargo holds it since, the command fails and undoes nothing, unless you add --skip.
    An undo is a change too, and can be undone by its number. Decisions on relations and mentions have separate
    commands: `relations undo` and `mentions undo`.
    """
    with Archive.open(folder) as archive:
        if dry_run:
            done = archive.catalogue.rehearse_undo(n)
        else:
            done = take_back(archive, n, AGENT, skip=skip, reason=reason)
            note_index(index_sync.confirm(archive))
    if as_json:
        print_json(_undone_json(done) | index_json())
        return
    of = done.taken_back
    one, several = ("would be", "would be") if dry_run else ("is", "are")
    back = counted(done.records, f"record {one} as it was", f"records {several} as they were")
    click.echo(f"Change set {of.n} ({short(of.what)}): {back}.")
    for line in first_lines(done.first, done.records if done.first else 0):
        click.echo(line)
    if done.left:
        since = "changed again, or put under an embargo, since."
        left = counted(done.left, f"left, which was {since}", f"left, which were {since}")
        click.echo(f"  {describe_changed_since(done)}" if dry_run else f"  {left}")
    if done.change_set is not None:
        again = f"{of.action} {of.what}" if of.action in JOINS else f"undo {done.change_set}"
        click.echo(f"Change set {done.change_set}; `press-archive records {again}` does it again.")


def _set_line(one: ChangeSet, zone: tzinfo) -> str:
    back = "" if one.stands else f" (taken back by {one.undone_by})"
    why = f"  [{one.reason}]" if one.reason else ""
    what = f"{one.action}, {count_records(one.records)}: {short(one.what)}"
    return f"{one.n:>4}  {describe(one.at, zone)}  {one.by}  {what}{back}{why}"


def _set_json(one: ChangeSet) -> dict[str, Any]:
    told = {"change_set": one.n, "at": one.at, "by": one.by, "action": one.action, "what": one.what}
    told |= {"records": one.records, "undoes": one.undoes, "undone_by": one.undone_by, "stands": one.stands}
    return told | {"reason": one.reason}


def _value_json(value: ChangedValue) -> dict[str, Any]:
    told = {"record": value.record, "key": value.key, "before": value.before, "after": value.after}
    told |= {"archivist_before": list(value.said), "archivist_after": list(value.says)}
    ends = {"before_message": value.before, "after_message": value.after}
    return told | {name: code_and_params(end) for name, end in ends.items() if isinstance(end, Message)}


def _undone_json(done: UndoResult) -> dict[str, Any]:
    told = {"change_set": done.change_set, "undoes": done.taken_back.n, "records": done.records}
    left = [{"record": record, "change_set": n} for record, n in done.left_first]
    return told | {"first": [revised_json(one) for one in done.first], "left": done.left, "left_first": left}


@click.command()
@archive_option
@manner_options
@click.argument("records", type=RECORD_ID, nargs=-1, required=True, metavar="ID ID...")
def merge(folder: Path, manner: ChangeOptions, records: tuple[str, ...]) -> None:
    """Merge records into the first, after a preview. The first gets the files, names, captions, mentions and relations
    of the others.

    For each key, a value that you typed comes before all values from files. Among typed values, the first record
    wins. The same goes for values from files. A title that the program made from a sentence or a file name comes last.
    All other values are stored too: with `records edit --accept` you can use one of them.

    If one of the records is withdrawn, the merged record is withdrawn. Otherwise, if one is held, it is held. From then
    on, the ids of the others lead to the first. `records undo` takes the merge back.
    """
    with Archive.open(folder) as archive, archive.lock("ingest"):
        called = archive.catalogue.labels(records)
        preview = rehearse_merge(archive, records, AGENT)
        seen = preview.result
        if not manner.as_json:
            click.echo("\n".join(_lines(seen, called, archive.settings.archive.zone)))
        n = None
        if confirm_change(manner, f"Merge {len(records):,} records into {seen.kept}?"):
            n = merge_records(archive, records, AGENT, preview.digest, manner.reason)
            note_index(index_sync.confirm(archive))
            if not manner.as_json:
                click.echo(
                    f"Change set {n}: {seen.kept} is all of these; `press-archive records undo {n}` takes it back."
                )
    if manner.as_json:
        print_json({"change_set": n, "dry_run": manner.dry_run} | _json(seen) | index_json())


def _lines(seen: MergeResult, called: dict[str, RecordLabel], zone: tzinfo) -> Iterator[str]:
    for record in (seen.kept, *seen.gone):
        what = "stays" if record == seen.kept else "becomes a part of it"
        title = short(shown(called[record].title or called[record].file))
        yield f"{record}  {title}: {_access(seen.before[record], zone)}, {what}"
    if seen.access != seen.before[seen.kept]:
        yield f"  {seen.kept} becomes {_access(seen.access, zone)}, for the strictest status goes for all of it."
    if seen.filled:
        yield f"  gets from the others: {', '.join(seen.filled)}"
    if seen.differ:
        yield f"  keeps its own, with what the others say on offer: {', '.join(seen.differ)}"


def _access(access: Access, zone: tzinfo) -> str:
    until = f" until {describe(access.release_at, zone)}" if access.release_at else ""
    why = f" ({shown(access.hold_reason)})" if access.hold_reason else ""
    return f"{access.status.value}{until}{why}"


def _json(seen: MergeResult) -> dict[str, Any]:
    before = {record: access.columns() for record, access in seen.before.items()}
    told: dict[str, Any] = {"record": seen.kept, "merged": list(seen.gone), "before": before}
    return told | {"after": seen.access.columns(), "filled": list(seen.filled), "differ": list(seen.differ)}


_LONG = 160  # characters above which only the differing words of a value are shown
_HUNKS = 5  # in a value
_ACTS = {
    "ingestion": "added",
    "modification": "its files changed",
    "metadata modification": "described",
    "metadata extraction": "read again",
}


@click.command()
@archive_option
@json_option
@click.argument("record", type=RECORD_ID, metavar="ID")
def history(folder: Path, as_json: bool, record: str) -> None:
    """Show the versions of a record: description, text, original.

    Each version has who made it, when and why, and each value before and after. Of long values, only the words that
    differ are shown. `records edit` sets a former value again, as a new change. Erased values are gone here too.

    Held records and held files are included. With --json, `version` is description, text or original.
    """
    with Archive.open_to_read(folder) as archive:
        found = get(archive, record)
        catalogue, zone = archive.catalogue, archive.settings.archive.zone
        versions, texts = catalogue.description_versions(found.id), catalogue.text_versions(found.id)
        originals = catalogue.original_versions(found.id)
    if as_json:
        for told in _versions_json(versions, texts, originals):
            print_json({"record": found.id} | told)
        return
    say(f"{found.id}: {found.title}")
    for line in _version_lines(versions, texts, originals, zone):
        say(line)


def _versions_json(
    versions: list[DescriptionVersion], texts: list[TextVersion], originals: list[OriginalVersion]
) -> Iterator[dict[str, Any]]:
    for one in versions:
        told: dict[str, Any] = {"version": "description", "n": one.n, "at": one.at, "by": one.by or None}
        told |= {"agent": one.agent, "type": one.type, "reason": one.reason, "change_set": one.change_set}
        yield told | {"changes": [_change_json(change) for change in one.changes]}
    for text in texts:
        yield {"version": "text", "n": text.n, "at": text.at or None, "used": text.is_used, "text": text.text}
    for file in originals:
        told = {"version": "original", "n": file.version, "asset": file.n, "sha256": file.sha256, "size": file.size}
        told |= {"media_type": file.media_type, "filename": file.filename, "accession": file.accession}
        yield told | {"held": file.is_held}


def _change_json(change: ValueChange) -> dict[str, Any]:
    return {"key": change.key, "before": change.before, "after": change.after, "known": change.is_known}


def _version_lines(
    versions: list[DescriptionVersion], texts: list[TextVersion], originals: list[OriginalVersion], zone: tzinfo
) -> Iterator[str]:
    for one in versions:
        who = f"{one.agent} ({one.by})" if one.by else one.agent
        where = f", change set {one.change_set}" if one.change_set else ""
        why = f"  [{one.reason}]" if one.reason else ""
        yield f"description {one.n}  {describe(one.at, zone)}  {who}  {_ACTS.get(one.type, one.type)}{where}{why}"
        for change in one.changes:
            yield from (f"  {line}" for line in _change_lines(change))
    for text in texts:
        used = ", used now" if text.is_used else ""
        name = f"text {text.n}  {describe(text.at, zone)}  typed" if text.n else "text 0  as in the file"
        yield f"{name}, {len(text.text):,} characters{used}"
    for file in originals:
        came = f", accession {file.accession}" if file.accession else ""
        held = ", stays held" if file.is_held else ""
        yield f"original {file.version}  {file.filename or '(no name)'}, {file.size:,} bytes{came}{held}"
        yield f"  SHA-256 {file.sha256}"


def _change_lines(change: ValueChange) -> Iterator[str]:
    if not change.is_known:
        yield f"{change.key}: changed"
        return
    before, after = shown(change.before), shown(change.after)
    differ = word_changes(before, after) if before and after and max(len(before), len(after)) > _LONG else None
    if differ is None:
        yield f"{change.key}: {short(before) or '(nothing)'} -> {short(after) or '(nothing)'}"
        return
    yield f"{change.key}: {len(differ):,} differences"
    yield from (f"  … {short(str(one))} …" for one in differ[:_HUNKS])
    if len(differ) > _HUNKS:
        yield f"  … and {len(differ) - _HUNKS:,} more"
