"""`press-archive relations`: list, confirm and reject relations of records."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST
from archive.catalogue import DOUBT, Related, Trust, WantedRelations, reason_of
from archive.cli import RECORD_ID, archive_option, index_json, json_option, note_index, print_json
from archive.commands.change_options import decision_options
from archive.commands.output_tables import on_one_line
from archive.edits import link_decisions
from archive.errors import Undecidable
from archive.messages import Message, reason_to_json
from archive.record import Record, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive

_PICTURES = "also-as"  # of pictures that look the same, which may be very many
_AGENT = "press-archive relations"
_ALL = sys.maxsize


class _OrRecord(click.Group):
    """A group whose first argument may be a command or the id of a record."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the id out before commands are looked up."""
        at = next((n for n, word in enumerate(args) if self._is_record(word, args[:n])), None)
        if at is not None:
            ctx.obj = args[at]
            args = [*args[:at], *args[at + 1 :]]
        return super().parse_args(ctx, args)

    def _is_record(self, word: str, before: list[str]) -> bool:
        return (
            not word.startswith("-") and before[-1:] != ["--archive"] and not ({word, *before} & self.commands.keys())
        )


@click.group(cls=_OrRecord, invoke_without_command=True, subcommand_metavar="[ID] [COMMAND [ARGS]...]")
@archive_option
@json_option
@click.option("--doubtful", is_flag=True, help="Only relations to confirm or refuse.")
@click.option("--refused", is_flag=True, help="Only refused relations. `confirm` accepts one after all.")
@click.pass_context
def relations(ctx: click.Context, folder: Path, as_json: bool, doubtful: bool, refused: bool) -> None:
    """List records that belong together; confirm or refuse. A relation is SUBJECT TYPE OBJECT: `A translation-of B`
    says that A is the translation of B.

    TYPE is translation-of, annex-of, corrects, replaces, withdraws, prepared-text-of, transcript-of, crop-of,
    same-as-name or nearly-same-as. The prepared text is a speech as written, the transcript as spoken. same-as-name is
    another file of the same name. nearly-same-as is a reprint. The program never sets crop-of itself: you can add it.

    With ID, list only the relations of that record. Held records are included. The program also finds copies of a
    picture, cropped ones too, but does not list them here: `press-archive records show` does.
    """
    if ctx.invoked_subcommand is not None:
        return
    if doubtful and refused:
        raise click.UsageError("--doubtful and --refused do not go together: choose one.")
    with Archive.open_to_read(folder) as archive:
        record = link_decisions.known(archive, ctx.obj) if ctx.obj else None
        if refused:
            found = _refused(archive, record)
        else:
            found = archive.catalogue.related(record)
            found = [one for one in found if one.type != _PICTURES and (not doubtful or one.certainty < DOUBT)]
        records = _records(archive, found)
    for one in found:
        told = _told(one, records) | {"refused": refused}
        if as_json:
            print_json(told)
        else:
            click.echo(_line(told))
    if not found and not as_json:
        nothing = "No relation is doubtful." if doubtful else "No relations."
        click.echo("No relation was refused." if refused else nothing)


def _refused(archive: Archive, record: str | None) -> list[Related]:
    """Return the refused relations, of all records or of one, as they were when refused."""
    found = archive.catalogue.relations(WantedRelations(Trust.REFUSED), 0, _ALL)
    found = [one for one in found if record in (None, one.subject, one.object)]
    return [_as_said(archive, one) for one in found]


def _as_said(archive: Archive, one: Related) -> Related:
    """Return a refused relation with its original direction, which is not stored with it."""
    act = link_decisions.decided_of(archive, (one.subject, one.type, one.object))
    if act is None or act.other is None:
        return one
    return replace(one, subject=act.record, type=act.type, object=act.other)


def _of_relation(command: Callable[..., None]) -> Callable[..., None]:
    """Return SUBJECT, TYPE and OBJECT, with the options of a decision; the command gets them as `said`."""

    @functools.wraps(command)
    def decide(**given: Any) -> None:
        command(said=(given.pop("subject"), given.pop("type"), given.pop("object")), **given)

    decide = click.argument("object", type=RECORD_ID, metavar="OBJECT")(decide)
    decide = click.argument("type", metavar="TYPE")(decide)
    decide = click.argument("subject", type=RECORD_ID)(decide)
    return decision_options(decide)


@relations.command()
@_of_relation
def confirm(folder: Path, as_json: bool, said: link_decisions.Triple, reason: str | None) -> None:
    """Confirm a relation as `press-archive relations` lists it. The program's own guess never replaces your decision.

    You can also confirm a relation that you refused before.
    """
    with Archive.open(folder) as archive:
        refused = link_decisions.was_refused(archive, said)
        if not refused and not link_decisions.stands(archive, said):
            raise Undecidable(Message("relation-unsupported", relation=" ".join(said)))
        _decide(archive, "confirmed", said, as_json, reason, was_refused=refused)


@relations.command()
@_of_relation
def refuse(folder: Path, as_json: bool, said: link_decisions.Triple, reason: str | None) -> None:
    """Refuse a relation as `press-archive relations` lists it. The program does not suggest it again.

    `confirm` accepts the relation after all.
    """
    with Archive.open(folder) as archive:
        _decide(archive, "refused", said, as_json, reason)


@relations.command()
@_of_relation
def add(folder: Path, as_json: bool, said: link_decisions.Triple, reason: str | None) -> None:
    """Add a relation that the program did not find. `relations add A translation-of B` says that A is the translation
    of B."""
    with Archive.open(folder) as archive:
        _decide(archive, "added", said, as_json, reason)


@relations.command()
@_of_relation
def undo(folder: Path, as_json: bool, said: link_decisions.Triple, reason: str | None) -> None:
    """Undo your last decision on this relation. Your decision before that counts again. If there is none, the program's
    own guess counts."""
    with Archive.open(folder) as archive:
        for record in (said[0], said[2]):
            link_decisions.known(archive, record)
        act = link_decisions.decided_of(archive, said)
        if act is None:
            raise Undecidable(Message("relation-undecided", relation=" ".join(said), record=said[0]))
        link_decisions.take_back(archive, act.n, _AGENT, reason)
        note_index(index_sync.confirm(archive))
        now = _now(archive, said)
    if as_json:
        print_json(_decided("taken back", said) | {"was": act.what, "now": now} | index_json())
    else:
        click.echo(f"taken back: {act.what} {' '.join(said)}; now: {now or 'no such relation'}")


def _now(archive: Archive, said: link_decisions.Triple) -> str | None:
    """Return the state of a relation: confirmed, refused, found by a rule, or None."""
    act = link_decisions.decided_of(archive, said)
    if act is not None:
        return act.what
    return "found by a rule" if link_decisions.stands(archive, said) else None


def _decide(
    archive: Archive,
    what: str,
    said: link_decisions.Triple,
    as_json: bool,
    reason: str | None,
    *,
    was_refused: bool = False,
) -> None:
    link_decisions.relate(archive, said, _AGENT, holds=what != "refused", reason=reason)
    note_index(index_sync.confirm(archive))
    if as_json:
        print_json(_decided(what, said) | {"was_refused": was_refused} | index_json())
    else:
        click.echo(f"{what}: {' '.join(said)}{'; it was refused before' if was_refused else ''}")


def _decided(what: str, said: link_decisions.Triple) -> dict[str, Any]:
    subject, type_, other = said
    return {"decision": what, "subject": subject, "type": type_, "object": other}


def _records(archive: Archive, found: list[Related]) -> dict[str, Record]:
    ends = list(dict.fromkeys(end for one in found for end in (one.subject, one.object)))
    return {record.id: record for record in archive.catalogue.get_many(ends, ARCHIVIST)}


def _told(one: Related, records: dict[str, Record]) -> dict[str, Any]:
    """Return plain values; with a note if only one end is held."""
    subject, other = records[one.subject], records[one.object]
    told: dict[str, Any] = {"subject": one.subject, "subject_title": subject.title, "type": one.type}
    told |= {"object": one.object, "object_title": other.title, "certainty": one.certainty}
    told |= {"doubtful": one.certainty < DOUBT, "origin": one.origin, "reason": reason_of(one.origin)}
    told |= reason_to_json(reason_of(one.origin))
    return told | {"note": _note(subject, other)}


def _note(subject: Record, other: Record) -> str | None:
    for end, far in ((subject, other), (other, subject)):
        if end.status is Status.RELEASED and far.status is not Status.RELEASED:
            return f"{far.id} is {far.status.value} while {end.id} is released"
    return None


def _line(told: dict[str, Any]) -> str:
    sure = "probably " if told["doubtful"] else ""
    why = f" ({told['certainty']:.0%}, {told['reason'] or told['origin']})"
    if told["refused"]:
        sure, why = "refused: ", ""
    ends = [f"{told[end]} {on_one_line(told[f'{end}_title'])}" for end in ("subject", "object")]
    return f"{ends[0]}\n  {sure}{told['type']} {ends[1]}{why}" + (f"\n  note: {told['note']}" if told["note"] else "")
