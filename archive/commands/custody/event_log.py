"""`press-archive log`: what was done in the archive, and whether the log is intact."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from archive.access import instant, utc_now
from archive.catalogue.history.event_log import ChainCheck, LogFilter, LoggedEvent, Seal
from archive.cli import RECORD_ID, archive_option, json_option, print_json, say
from archive.edits.reasons import has_words
from archive.errors import StoreError, many
from archive.messages import Message, message_to_json
from archive.storage.archive import Archive
from archive.storage.originals import explain_store_errors

# Event types missing in the PREMIS vocabulary (id.loc.gov/vocabulary/preservation/eventType), with the nearest term.
_PREMIS: Mapping[str, str] = {
    "text recognition": "metadata extraction",
    **dict.fromkeys(("name cards", "settings change"), "metadata modification"),
    **dict.fromkeys(("collection rule set", "collection rule lifted"), "policy assignment"),
    **dict.fromkeys(("legal hold set", "legal hold lifted"), "policy assignment"),
    **dict.fromkeys(("disposal requested", "disposal cancelled"), "policy assignment"),
    **dict.fromkeys(("erasure requested", "erasure cancelled"), "policy assignment"),
}
_OBJECTS = ("object", "photo", "merged", "refused")  # keys of details that contain other records
_INSTANT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\dZ?)?)?)?)?)?")


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    if value and not _INSTANT.fullmatch(value):
        raise click.BadParameter("is not a date like 2026, 2026-05, 2026-05-31 or 2026-05-31T09:00:00Z (UTC)")
    return value or ""


@click.command()
@archive_option
@json_option
@click.option("--record", type=RECORD_ID, default="", metavar="ID", help="Only events of this record.")
@click.option("--type", "kind", default="", help="Only events of this type, such as 'fixity check' or ingestion.")
@click.option("--by", "agent", default="", metavar="WHO", help="Only what this command or login did.")
@click.option("--from", "since", callback=_moment, metavar="DATE", help="Only from this day or instant (UTC) on.")
@click.option("--to", "until", callback=_moment, metavar="DATE", help="Only up to this day or instant (UTC), included.")
@click.option("--reason", "words", default="", metavar="WORDS", help="Only what has all these words in its reason.")
@click.option("--verify", "verifies", is_flag=True, help="Check that no event was altered, removed or inserted.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="With --verify: also compare with a seal that --seal wrote.",
)
@click.option("--seal", type=click.Path(path_type=Path), metavar="FILE", help="Write the last digest to a new file.")
def log(
    folder: Path,
    as_json: bool,
    record: str,
    kind: str,
    agent: str,
    since: str,
    until: str,
    words: str,
    verifies: bool,
    against: Path | None,
    seal: Path | None,
) -> None:
    """List what was done in the archive, or verify the log.

    The oldest event comes first. With --json, each line has the words of PREMIS 3: eventType, eventDateTime,
    eventOutcome, linkingAgentIdentifier and linkingObjectIdentifier. Held records are included.

    Each event has a digest that covers it and the event before. --verify computes all digests again and names each
    event that does not fit. Who can write the database can also compute a new chain. Only a seal that you keep
    elsewhere shows that: write one with --seal, and compare with --verify --against. Exit code 1 when something does
    not fit.
    """
    if against is not None and not verifies:
        raise click.UsageError("--against belongs to --verify.")
    with Archive.open_to_read(folder) as archive:
        if verifies or seal is not None:
            _verify(archive, read_seal(against) if against else None, seal, as_json)
            return
        for event in archive.catalogue.log(LogFilter(record, kind, agent, since, until)):
            if words and not has_words(event.reason, words):
                continue
            print_json(_premis(event)) if as_json else say(_line(event))


def _verify(archive: Archive, earlier: Seal | None, target: Path | None, as_json: bool) -> None:
    found = archive.catalogue.check_log(earlier)
    if target is not None and not found.problems:
        write_seal(target, found)
    for problem in found.problems:
        if as_json:
            print_json({"message": problem, **message_to_json(problem)[0]})
        else:
            say(problem)
    head = found.head or Seal(0, "")
    if as_json:
        told = {"summary": True, "events": found.events, "erased": found.erased, "problems": len(found.problems)}
        print_json(told | {"sequence": head.sequence, "digest": head.digest})
    elif not found.problems:
        erased = f", {found.erased:,} of them with erased values" if found.erased else ""
        say(f"{many(found.events, 'event')} intact{erased}. Last: {head.sequence}, digest {head.digest}")
    if found.problems:
        raise SystemExit(1)


def write_seal(path: Path, found: ChainCheck) -> None:
    """Write the head of a chain to a new file. Raise StoreError."""
    if path.exists():
        raise StoreError(Message("seal-exists", path=path))
    head = found.head or Seal(0, "")
    told = {"sequence": head.sequence, "digest": head.digest, "time": instant(utc_now())}
    with explain_store_errors(path.parent):
        path.write_text(f"{json.dumps(told)}\n", encoding="utf-8")


def read_seal(path: Path) -> Seal:
    """Return the content of a seal. Raise StoreError if the file is not a seal."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Seal(int(told["sequence"]), str(told["digest"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreError(Message("seal-unreadable", path=path)) from error


def _premis(event: LoggedEvent) -> dict[str, Any]:
    about: list[str] = [event.record] if event.record else []
    for key in _OBJECTS:
        value = event.detail.get(key)
        about += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    told: dict[str, Any] = {"eventIdentifier": event.n, "eventType": _PREMIS.get(event.type, event.type)}
    told |= {"eventDateTime": event.at, "eventOutcome": event.outcome, "eventDetail": event.detail}
    told |= {"linkingAgentIdentifier": [event.agent, *([event.by] if event.by else [])]}
    told |= {"linkingObjectIdentifier": list(dict.fromkeys(about)), "type": event.type}
    return told | {"erased": event.is_erased, "reason": event.reason}


def _line(event: LoggedEvent) -> str:
    who = f"{event.agent} ({event.by})" if event.by else event.agent
    failed = "" if event.outcome == "success" else f", {event.outcome}"
    told = "values erased" if event.is_erased else json.dumps(event.detail, ensure_ascii=False)
    if event.reason and "reason" not in event.detail:
        told += f"  [{event.reason}]"
    return f"{event.n:>6}  {event.at}  {event.type}{failed}  {event.record or '-'}  {who}  {told}"
