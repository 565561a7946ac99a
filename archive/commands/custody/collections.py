"""`press-archive collections`: rules of collections, due records, and disposals by two people."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from archive.catalogue.history.disposal import Disposal, DueRecord
from archive.catalogue.history.erasure import CLEANING
from archive.catalogue.rules.closures import RuleEffect
from archive.catalogue.rules.collection_rules import (
    ACCESSION,
    CLOSED,
    DATE,
    RETENTION,
    CollectionRule,
    NewRule,
)
from archive.catalogue.rules.liftable import required_reason
from archive.cli import archive_option, index_json, json_option, note_index, print_json, say
from archive.commands.change_options import (
    ChangeOptions,
    confirm_change,
    count_records,
    first_records,
    manner_options,
    short,
)
from archive.commands.custody.erasure import clean
from archive.commands.custody.liftable_words import numbered_json, set_and_lifted
from archive.edits.collection_rules import (
    lift_rule,
    preview_lift,
    preview_set,
    rule_words,
    set_rule,
    summarise_collections,
)
from archive.edits.disposal_certificate import certificate_json, certificate_lines
from archive.edits.due_table import due_csv, due_json
from archive.errors import BadRule, CannotErase, many
from archive.login_name import get_login_name
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.search.index import index_sync
from archive.storage.archive import Archive

_AGENT = "press-archive collections"


@click.group()
def collections() -> None:
    """Set closure and retention rules; dispose of what is due.

    A rule closes a collection for some years, or says how long to keep it. `collections due` lists what can then be
    disposed of. Nothing is erased automatically: one login requests it, another one carries it out.
    """


@collections.command("list")
@archive_option
@json_option
def list_collections(folder: Path, as_json: bool) -> None:
    """List collections: how many records each has, its rules, and how many records are due."""
    with Archive.open_to_read(folder) as archive:
        found = summarise_collections(archive.catalogue)
    for one in found:
        if as_json:
            told: dict[str, Any] = {"collection": one.name, "records": one.records, "due": one.due}
            print_json(told | {"rules": [_rule_json(rule) for rule in one.rules]})
            continue
        say(f"{one.name}: {count_records(one.records)}{f', {one.due:,} due for disposal' if one.due else ''}")
        for rule in one.rules:
            say(f"  rule {rule.n}: {rule_words(rule)}")
    if not found and not as_json:
        say("No record is in a collection. `ingest --collection NAME` puts new records into one.")


@collections.command("rules")
@archive_option
@json_option
@click.option("--all", "every", is_flag=True, help="Also rules that were lifted.")
def list_rules(folder: Path, as_json: bool, every: bool) -> None:
    """List the rules: who set them, when and why."""
    with Archive.open_to_read(folder) as archive:
        found = [rule for rule in archive.catalogue.collection_rules() if every or rule.stands]
    for rule in found:
        if as_json:
            print_json(_rule_json(rule))
            continue
        say(f"{rule.n:>4}  {rule.collection}: {rule_words(rule)}")
        say(f"      {set_and_lifted(rule)}")
    if not found and not as_json:
        say("No rules. `press-archive collections set` sets one.")


@collections.command("set")
@archive_option
@manner_options
@click.option("--closed", type=int, metavar="YEARS", help="Hold records that are less than YEARS old.")
@click.option("--keep", type=int, metavar="YEARS", help="Records are due for disposal after YEARS.")
@click.option(
    "--from",
    "counted_from",
    type=click.Choice([DATE, ACCESSION]),
    default=DATE,
    help="With --keep: count from the date of a record, or from the day it was added.",
    show_default=True,
)
@click.option("--new", is_flag=True, help="The collection has no records yet.")
@click.argument("collection")
def set_command(
    folder: Path,
    manner: ChangeOptions,
    closed: int | None,
    keep: int | None,
    counted_from: str,
    new: bool,
    collection: str,
) -> None:
    """Set a rule of COLLECTION, after a preview. --reason is needed.

    With --closed, records whose date is less than YEARS ago are held, new ones too. They become public when they are
    that old. A record without a date counts from the day it was added. An embargo that ends later still counts. So does
    what you decide on a record later.

    With --keep, nothing is erased automatically: `collections due` lists what is due.

    If several rules apply, the longest counts. To shorten one, set the shorter, then lift the longer.
    """
    if (closed is None) == (keep is None):
        raise click.UsageError("Give either --closed or --keep.")
    if closed is not None and counted_from != DATE:
        raise click.UsageError("--from goes with --keep: a closure counts from the date of a record.")
    kind, years = (CLOSED, closed) if closed is not None else (RETENTION, keep or 0)
    required_reason(manner.reason)
    with Archive.open(folder) as archive:
        rule = NewRule(collection, kind, years, counted_from, manner.reason, is_new=new)
        effect, shown = preview_set(archive, rule, _AGENT)
        if not _is_confirmed(archive, effect, manner, f"Set this rule of {effect.rule.collection}?"):
            return
        effect = set_rule(archive, rule, _AGENT, previewed=shown)
        _tell(archive, effect, manner, "set")


@collections.command("lift")
@archive_option
@manner_options
@click.argument("n", type=int)
def lift_command(folder: Path, manner: ChangeOptions, n: int) -> None:
    """Lift rule N, after a preview. --reason is needed.

    Records that only this rule holds become public, unless another rule still closes them. What something else holds
    too stays held until someone decides.
    """
    required_reason(manner.reason)
    with Archive.open(folder) as archive:
        effect, shown = preview_lift(archive, n, manner.reason, _AGENT)
        if not _is_confirmed(archive, effect, manner, f"Lift rule {n}?"):
            return
        effect = lift_rule(archive, n, manner.reason, _AGENT, previewed=shown)
        _tell(archive, effect, manner, "lifted")


@collections.command("due")
@archive_option
@json_option
@click.option("--on", metavar="DATE", help="What is due by this day, such as 2030-12-31. By default today.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table with a header, for spreadsheets.")
@click.argument("collection", required=False)
def due(folder: Path, as_json: bool, on: str | None, as_csv: bool, collection: str | None) -> None:
    """List what is due for disposal, in COLLECTION or in all.

    Held records are included. A record under a legal hold is listed with the hold, and cannot be disposed of.
    """
    if as_csv and as_json:
        raise click.UsageError("Give either --csv or --json.")
    day = _day(on)
    with Archive.open_to_read(folder) as archive:
        found = archive.catalogue.due_records(day, collection)
    if as_csv:
        sys.stdout.write("".join(due_csv(found)))
        return
    for one in found:
        print_json(due_json(one)) if as_json else say(_due_line(one))
    if not as_json:
        say(f"{many(len(found), 'record is', 'records are')} due.")


@collections.command("dispose")
@archive_option
@json_option
@click.option("--reason", required=True, help="Why, in words that may stay for good.")
@click.option("--by", metavar="WHO", help="Who requests it, by default your login name.")
@click.option("--on", metavar="DATE", help="Only what was due by this day. By default today.")
@click.argument("collection")
def dispose(folder: Path, as_json: bool, reason: str, by: str | None, on: str | None, collection: str) -> None:
    """Request the disposal of what is due in COLLECTION. Nothing is erased yet."""
    with Archive.open(folder) as archive:
        day = _day(on) or archive.catalogue.today()
        with archive.catalogue.write(_AGENT) as writer:
            made, stays = writer.request_disposal(collection, day, reason, by or get_login_name())
    if as_json:
        print_json({"disposal": made.n, "records": len(made.records), "stay": [due_json(one) for one in stays]})
        return
    for one in stays:
        say(f"stays: {_due_line(one)}")
    say(f"Disposal {made.n}: {count_records(len(made.records))}. Another person carries it out:")
    say(f"  press-archive collections carry-out {made.n}")


@collections.command("disposals")
@archive_option
@json_option
def list_disposals(folder: Path, as_json: bool) -> None:
    """List disposals, requested and carried out."""
    with Archive.open_to_read(folder) as archive:
        found = archive.catalogue.disposals()
    for one in found:
        if as_json:
            print_json(_disposal_json(one))
        else:
            counts = f"{len(one.gone):,} disposed of, {len(one.left):,} to carry out"
            say(f"{one.n:>4}  {one.collection}  {counts}; requested {one.requested_at} by {one.requested_by}")
    if not found and not as_json:
        say("No disposals.")


@collections.command("cancel")
@archive_option
@click.argument("n", type=int)
def cancel(folder: Path, n: int) -> None:
    """Cancel what is left to carry out of disposal N."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT) as writer:
        dropped = writer.cancel_disposal(n)
    say(f"{count_records(dropped)} removed from disposal {n}. Nothing was erased.")


@collections.command("carry-out")
@archive_option
@manner_options
@click.option("--by", metavar="WHO", help="Who carries it out, by default your login name. Not who requested it.")
@click.argument("n", type=int)
def carry_out(folder: Path, manner: ChangeOptions, by: str | None, n: int) -> None:
    """Erase the records of disposal N for good, after a preview. It cannot be undone.

    A record that is no longer due, or came under a legal hold since the request, stays, and the command says why. If
    the command is stopped, run it again to continue. Stop `serve` and `watch` first. Backups still have the records:
    make new ones and delete the old.
    """
    with Archive.open(folder) as archive, archive.lock("ingest"):
        found = archive.catalogue.disposal(n)
        unclean = [one.erasure for one in found.gone if one.erasure and one.erasure.state == CLEANING]
        kept: dict[str, Message] = {}
        if found.left:
            kept = {one.record: why for one in found.left if (why := archive.catalogue.reason_to_keep(one))}
            going = [one.record for one in found.left if one.record not in kept]
            if not manner.as_json:
                _say_preview(found, going, kept)
            if not confirm_change(manner, f"Erase {count_records(len(going))} for good?"):
                if manner.as_json:
                    print_json({"disposal": n, "dry_run": True, "records": going, "kept": _kept_json(kept)})
                return
            for record in going:
                try:
                    with archive.catalogue.write(_AGENT) as writer:
                        unclean.append(writer.carry_out_disposal(n, record, by or get_login_name()))
                except CannotErase as error:
                    if not isinstance(error.message, Message) or error.message.code in _OF_THE_PERSON:
                        raise
                    kept[record] = error.message
        elif not unclean:
            raise BadRule(Message("disposal-done", n=n))
        if unclean:
            clean(archive, *unclean)
        found = archive.catalogue.disposal(n)
    if manner.as_json:
        print_json(_disposal_json(found) | {"kept": _kept_json(kept)})
        return
    for why in kept.values():
        say(f"stays: {why}")
    say(f"{count_records(len(found.gone))} of disposal {n} erased. The certificate:")
    say(f"  press-archive collections certificate {n}")


_OF_THE_PERSON = ("erase-same-login", "erase-nameless")  # about the person who carries it out


@collections.command("certificate")
@archive_option
@json_option
@click.argument("n", type=int)
def certificate(folder: Path, as_json: bool, n: int) -> None:
    """Print the certificate of disposal N: what was erased, by which rule, by whom, when.

    It has the digest of each file but no titles, because an erased record leaves no words. Keep a copy outside the
    archive.
    """
    with Archive.open_to_read(folder) as archive:
        found = archive.catalogue.disposal(n)
        if as_json:
            print_json(certificate_json(archive, found))
        else:
            for line in certificate_lines(archive, found):
                say(line)


def _due_line(one: DueRecord) -> str:
    undated = ", the day it was added" if one.counted.is_accession else ""
    counted = f"counted from {one.counted.day}{undated}"
    line = f"{one.record}  {one.collection}, due {one.due} ({counted}): {short(one.title)}"
    for hold in one.holds:
        line += f"  [legal hold {hold.n}: {hold.case_name}]"
    return line + (f"  [erasure {one.erasure} requested]" if one.erasure is not None else "")


def _day(typed: str | None) -> date | None:
    try:
        return None if typed is None else date.fromisoformat(typed)
    except ValueError:
        raise click.BadParameter("write the day like 2030-12-31", param_hint="'--on'") from None


def _is_confirmed(archive: Archive, effect: RuleEffect, manner: ChangeOptions, question: str) -> bool:
    if not manner.as_json:
        for line in _effect_lines(archive, effect):
            say(line)
    if confirm_change(manner, question):
        return True
    if manner.as_json:
        print_json({"dry_run": True} | _effect_json(effect))
    return False


def _effect_lines(archive: Archive, effect: RuleEffect) -> Iterator[str]:
    yield f"{effect.rule.collection}: {rule_words(effect.rule)}. {count_records(effect.matched)}."
    for ids, one, several in (
        (effect.held, "is public now, and will be held", "are public now, and will be held"),
        (effect.come_out, "becomes public", "become public"),
        (effect.stay, "stays held until someone decides", "stay held until someone decides"),
    ):
        if ids:
            yield f"{many(len(ids), f'record {one}', f'records {several}')}."
            yield from first_records(archive, ids)


def _effect_json(effect: RuleEffect) -> dict[str, Any]:
    counts = {"held_now": len(effect.held), "come_out": len(effect.come_out), "stay": len(effect.stay)}
    return {"rule": _rule_json(effect.rule), "matched": effect.matched, **counts}


def _tell(archive: Archive, effect: RuleEffect, manner: ChangeOptions, done: str) -> None:
    note_index(index_sync.confirm(archive))
    if manner.as_json:
        print_json({"dry_run": False} | _effect_json(effect) | index_json())
    else:
        say(f"Rule {effect.rule.n} is {done}.")


def _rule_json(rule: CollectionRule) -> dict[str, Any]:
    return numbered_json("rule", rule)


def _disposal_json(one: Disposal) -> dict[str, Any]:
    told = {"disposal": one.n, "collection": one.collection, "due_on": one.due_on, "reason": one.reason}
    told |= {"requested_at": one.requested_at, "requested_by": one.requested_by}
    return told | {"gone": [part.record for part in one.gone], "left": [part.record for part in one.left]}


def _kept_json(kept: Mapping[str, Message]) -> list[dict[str, Any]]:
    return [{"record": record, "reason": why, **code_and_params(why)} for record, why in kept.items()]


def _say_preview(found: Disposal, going: list[str], kept: Mapping[str, Message]) -> None:
    say(f"Disposal {found.n} of {found.collection}, requested {found.requested_at} by {found.requested_by}.")
    for record in going:
        say(f"  {record}: erased")
    for record, why in kept.items():
        say(f"  {record} stays: {why}")
