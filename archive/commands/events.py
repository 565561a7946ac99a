"""`press-archive events`: list events, say which records are in them, merge and split them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST
from archive.catalogue import EventMember, PressEvent
from archive.catalogue.events.tie_rules import words_of
from archive.cli import RECORD_ID, archive_option, json_option, print_json, say
from archive.commands.change_options import decision_options
from archive.commands.output_tables import on_one_line
from archive.errors import UnknownRecord
from archive.messages import Message
from archive.record import Kind
from archive.storage.archive import Archive

_AGENT = "press-archive events"


@click.group()
def events() -> None:
    """List events and their records; confirm, merge or split. An event is one occasion with its texts and photos.

    The program joins records by their links, and by day, place, occasion and people. Your decision beats its rules.
    Held records are included.
    """


@events.command("list")
@archive_option
@json_option
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most this many, newest first.")
def list_events(folder: Path, as_json: bool, limit: int) -> None:
    """List events, newest first."""
    with Archive.open_to_read(folder) as archive:
        keys = archive.catalogue.press_event_keys(ARCHIVIST)[:limit]
        for key in keys:
            if found := archive.catalogue.press_event(key, ARCHIVIST):
                told = _told(found)
                if as_json:
                    print_json(told)
                else:
                    say(f"{key}  {found.first or 'undated'}  {len(found.members)} records  {found.title}")
    if not keys and not as_json:
        say("No events.")


@events.command()
@archive_option
@json_option
@click.argument("event", type=RECORD_ID)
def show(folder: Path, as_json: bool, event: str) -> None:
    """Show an event, by its key or a record in it: its records, why they are in it, and those that may be."""
    with Archive.open_to_read(folder) as archive:
        found = _found(archive, event)
        ids = [one.record for one in (*found.members, *found.possible)]
        titles = {record.id: record.title for record in archive.catalogue.get_many(ids, ARCHIVIST)}
    members = [_member(one, titles) for one in found.members]
    possible = [_member(one, titles) for one in found.possible]
    if as_json:
        print_json(_told(found) | {"members": members, "possible": possible})
        return
    say(f"{found.key}  {found.first or 'undated'}  {found.place}  {found.title}")
    for mark, some in (("", members), ("possibly ", possible)):
        for one in some:
            say(f"  {mark}{one['record']}  {one['kind']}  {on_one_line(one['title'])} ({'; '.join(one['why'])})")


def _found(archive: Archive, event: str) -> PressEvent:
    catalogue = archive.catalogue
    key = catalogue.press_event_lead(event, ARCHIVIST) or event
    found = catalogue.press_event(key, ARCHIVIST) or catalogue.press_event_of(event, ARCHIVIST)
    if found is None:
        raise UnknownRecord(Message("event-unknown", event=event))
    return found


def _told(event: PressEvent) -> dict[str, Any]:
    photos = event.count(Kind.PHOTO)
    told = {"event": event.key, "title": event.title, "date_from": event.first or None, "date_to": event.last or None}
    return told | {"place": event.place or None, "texts": len(event.members) - photos, "photos": photos}


def _member(member: EventMember, titles: dict[str, str]) -> dict[str, Any]:
    told = {"record": member.record, "kind": member.kind.value, "title": titles.get(member.record, "")}
    return told | {"reasons": list(member.reasons), "why": [str(words_of(reason)) for reason in member.reasons]}


@events.command()
@decision_options
@click.argument("event", type=RECORD_ID)
@click.argument("record", type=RECORD_ID)
def confirm(folder: Path, as_json: bool, event: str, record: str, reason: str | None) -> None:
    """Confirm that RECORD is in EVENT, or add it. It leaves the event it was in."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        n = writer.confirm_member(event, record)
    _done(as_json, n, "confirmed", event=event, record=record)


@events.command()
@decision_options
@click.argument("event", type=RECORD_ID)
@click.argument("record", type=RECORD_ID)
def reject(folder: Path, as_json: bool, event: str, record: str, reason: str | None) -> None:
    """Take RECORD out of EVENT. The program does not put it there again."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        n = writer.reject_member(event, record)
    _done(as_json, n, "rejected", event=event, record=record)


@events.command()
@decision_options
@click.argument("event", type=RECORD_ID)
@click.argument("other", type=RECORD_ID)
def merge(folder: Path, as_json: bool, event: str, other: str, reason: str | None) -> None:
    """Make OTHER a part of EVENT. The address of OTHER leads there."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        n = writer.merge_press_events(event, other)
    _done(as_json, n, "merged", event=event, other=other)


@events.command()
@decision_options
@click.argument("event", type=RECORD_ID)
@click.argument("records", type=RECORD_ID, nargs=-1, required=True)
def split(folder: Path, as_json: bool, event: str, records: tuple[str, ...], reason: str | None) -> None:
    """Split two or more RECORDS of EVENT off into a new event."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        n, made = writer.split_press_event(event, records)
    _done(as_json, n, "split", event=event, made=made)


@events.command()
@decision_options
@click.argument("n", type=int, required=False)
def undo(folder: Path, as_json: bool, n: int | None, reason: str | None) -> None:
    """Undo decision N about events (default: the latest not yet undone). `events decisions` lists them."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        done = writer.undo_event_act(n)
    _done(as_json, done, "taken back")


@events.command()
@archive_option
@json_option
def decisions(folder: Path, as_json: bool) -> None:
    """List your decisions about events, newest first."""
    with Archive.open_to_read(folder) as archive:
        found = archive.catalogue.press_event_acts()
    for act in found:
        about = {key: act.detail[key] for key in ("event", "other", "made") if key in act.detail}
        told: dict[str, Any] = {"n": act.n, "at": act.at, "decision": act.what, "record": act.record}
        if as_json:
            print_json(told | about | {"stands": act.stands, "reason": act.detail.get("reason")})
        else:
            named = " ".join(str(part) for part in (*about.values(), act.record or ""))
            why = f"  [{act.detail['reason']}]" if act.detail.get("reason") else ""
            say(f"{act.n}  {act.at}  {act.what} {named}{'' if act.stands else ' (taken back)'}{why}")


@events.command()
@archive_option
@json_option
def rebuild(folder: Path, as_json: bool) -> None:
    """Find all events again, for example after you changed name cards. Keys and your decisions are kept."""
    with Archive.open(folder) as archive:
        archive.catalogue.rebuild_press_events()
        count = len(archive.catalogue.press_event_keys(ARCHIVIST))
    if as_json:
        print_json({"events": count})
    else:
        say(f"{count:,} events")


def _done(as_json: bool, n: int, what: str, **about: str) -> None:
    if as_json:
        print_json({"n": n, "decision": what} | about)
    else:
        named = f": {' '.join(about.values())}" if about else ""
        say(f"{what}{named} (decision {n})")
