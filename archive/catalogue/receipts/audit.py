"""Consistency checks of the catalogue, and lists that other parts compare with their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, cast, func, not_, or_, select

from archive.catalogue.receipts.file_paths import LEFT_OUT, shown_names
from archive.catalogue.receipts.receipts import QUEUED, RUNNING
from archive.catalogue.relations.relations import INVERSE
from archive.catalogue.schema.column_types import Large
from archive.catalogue.schema.filenames import printable
from archive.catalogue.schema.filenames import shown as shown_name
from archive.catalogue.schema.tables import (
    IS_OF_FIXITY,
    accessions,
    assets,
    companions,
    erasures,
    events,
    mentions,
    merged,
    names,
    receipt_lines,
    records,
    relations,
    texts,
)
from archive.media_types import SIDECAR, suffix_of
from archive.messages import Message
from archive.record import Outcome, Role

_SIDECAR = suffix_of(SIDECAR)

NAMES_A_RECORD = {Outcome.ADDED, Outcome.NEW_VERSION, Outcome.DUPLICATE, Outcome.ENCRYPTED}
_LEFT_OUT = [outcome.value for outcome in LEFT_OUT]
FIXITY_CHECK, RECOVERY = "fixity check", "recovery"  # PREMIS eventTypes


@dataclass(frozen=True, slots=True)
class AuditedAsset:
    """An asset with names by which a person can find it. `record` is None for a sidecar waiting for its photo, for an
    export that added nothing, and for a `rejected` file, or one that was skipped and kept."""

    record: str | None
    n: int
    sha256: str
    size: int
    names: tuple[str, ...]
    rejected: bool = False


def all_assets(conn: Connection) -> list[AuditedAsset]:
    """Return every asset of every record, and every file kept without a record, by digest, so that each original is
    read only once."""
    rows = conn.execute(select(assets).order_by(assets.c.record, assets.c.n)).all()
    shown = shown_names(conn, {row.record for row in rows})
    held = [
        AuditedAsset(row.record, row.n, row.sha256, row.size, shown.get((row.record, row.sha256), ())) for row in rows
    ]
    alone = select(names).where(names.c.record.is_(None), names.c.sha256 != "", names.c.outcome.not_in(_LEFT_OUT))
    held += [
        AuditedAsset(None, 0, row.sha256, row.size, (shown_name(row.path, row.member),))
        for row in conn.execute(alone.order_by(names.c.id))
    ]
    known = {asset.sha256 for asset in held}
    held += [asset for asset in files_left_out(conn) if asset.sha256 not in known]
    return sorted(held, key=lambda asset: asset.sha256)


def media_types(conn: Connection) -> dict[str, str]:
    """Return the media type of every asset, by digest."""
    return {row.sha256: row.media_type for row in conn.execute(select(assets.c.sha256, assets.c.media_type).distinct())}


def files_left_out(conn: Connection) -> list[AuditedAsset]:
    """Return the rejected and skipped files that were kept, each digest once, under the name of its last line."""
    line = receipt_lines.c
    kept = select(receipt_lines).where(line.outcome.in_(_LEFT_OUT), line.sha256.is_not(None))
    last = {row.sha256: row for row in conn.execute(kept.order_by(line.accession, line.n))}
    return [AuditedAsset(None, 0, sha256, row.size, (printable(row.path),), True) for sha256, row in last.items()]


def original_sizes(conn: Connection) -> Iterator[tuple[str, int]]:
    """Yield digest and size of every original of `all_assets` once, by digest, without holding them all in memory.
    Works on catalogues of earlier schema versions too."""
    kept = select(assets.c.sha256, assets.c.size)
    alone = select(names.c.sha256, cast(names.c.size, Large)).where(names.c.record.is_(None), names.c.sha256 != "")
    line = receipt_lines.c
    left_out = select(line.sha256, cast(line.size, Large))
    left_out = left_out.where(line.outcome.in_(_LEFT_OUT), line.sha256.is_not(None))
    rows = conn.execute(kept.union(alone, left_out).order_by("sha256"), execution_options={"yield_per": 1000})
    for sha256, same in groupby(rows, key=lambda row: row.sha256):
        yield str(sha256), int(next(same).size)


def damaged(conn: Connection) -> set[str]:
    """Return the digests of originals that the last `verify` found missing, altered or unreadable, except those added
    again since."""
    found: set[str] = set()
    for row in conn.execute(select(events).where(IS_OF_FIXITY).order_by(events.c.n)):
        if row.type == RECOVERY:
            found.discard(row.detail.get("sha256"))
        elif row.detail.get("expected"):
            found.add(row.detail["expected"])
        elif row.outcome == "success":
            found.clear()
    return found


def last_verified(conn: Connection) -> str:
    """Return the digest at which the last time-limited `verify` ended, empty before that."""
    runs = select(events.c.detail).where(IS_OF_FIXITY, events.c.record.is_(None)).order_by(events.c.n.desc())
    return next((str(detail["last"]) for detail in conn.execute(runs).scalars() if detail.get("last")), "")


def record_problems(conn: Connection) -> Iterator[tuple[str, Message]]:
    """Yield (record, problem): no text, or no original of its version."""
    text = select(texts.c.record).where(texts.c.record == records.c.id).exists()
    original = select(assets.c.record).where(
        assets.c.record == records.c.id,
        assets.c.version == records.c.version,
        assets.c.role == Role.ORIGINAL.value,
    )
    has = (text.label("text"), original.exists().label("original"))
    wrong = select(records.c.id, records.c.version, *has).where(or_(not_(text), not_(original.exists())))
    for row in conn.execute(wrong.order_by(records.c.id)):
        if not row.text:
            yield row.id, Message("record-textless")
        if not row.original:
            yield row.id, Message("record-without-original", version=row.version)


def _is_unknown(record: ColumnElement[Any], *also: Column[str]) -> ColumnElement[bool]:
    """Return whether a value is neither a record's id nor in the other columns. SQLite checks this; a set of all ids
    would take a hundred bytes each."""
    return and_(*(not_(select(column).where(column == record).exists()) for column in (records.c.id, *also)))


def receipt_problems(conn: Connection) -> Iterator[tuple[int, Message]]:
    """Yield (accession, problem): wrong totals, lines without a required record or with an unknown record or
    outcome."""
    lines: dict[int, list[Message]] = {}
    for number, problem in _line_problems(conn):
        lines.setdefault(number, []).append(problem)
    found: dict[int, dict[str, int]] = {}
    each = (receipt_lines.c.accession, receipt_lines.c.outcome)
    for number, outcome, count in conn.execute(select(*each, func.count()).group_by(*each).order_by(*each)):
        found.setdefault(number, {})[outcome] = count
    for accession in conn.execute(select(accessions).order_by(accessions.c.n)):
        counted = found.get(accession.n, {})
        if accession.state not in (RUNNING, QUEUED) and counted != accession.totals:
            yield accession.n, Message("receipt-totals", said=accession.totals, found=counted)
        for problem in lines.get(accession.n, ()):
            yield accession.n, problem


def _line_problems(conn: Connection) -> Iterator[tuple[int, Message]]:
    line = receipt_lines.c
    foreign = line.outcome.not_in([outcome.value for outcome in Outcome])
    nameless = line.record.is_(None) & line.outcome.in_([outcome.value for outcome in NAMES_A_RECORD])
    gone = line.record.is_not(None) & _is_unknown(line.record, merged.c.old, erasures.c.record)
    wrong = select(receipt_lines).where(or_(foreign, nameless, gone)).order_by(line.accession, line.n)
    for row in conn.execute(wrong):
        where = {"line": row.n, "path": repr(row.path)}
        if row.outcome not in set(Outcome):
            yield row.accession, Message("receipt-outcome", **where, outcome=repr(row.outcome))
        elif row.record is not None:
            yield row.accession, Message("receipt-record-gone", **where, record=row.record)
        elif not _locked_in(row):
            yield row.accession, Message("receipt-recordless", **where, outcome=row.outcome)


def _locked_in(line: Any) -> bool:
    """Return whether a line is for a password-protected file inside another: its bytes are only in that one."""
    return bool(line.member) and line.outcome == Outcome.ENCRYPTED and not line.sha256


def link_problems(conn: Connection) -> Iterator[tuple[str, Message]]:
    """Yield (record, problem): mentions and relations with a missing or impossible target."""
    mention = mentions.c
    dangling = or_(_is_unknown(mention.record), mention.photo.is_not(None) & _is_unknown(mention.photo))
    guess = mention.photo.is_(None) & mention.doubtful
    wrong = select(mentions, dangling.label("dangling")).where(or_(dangling, guess))
    for row in conn.execute(wrong.order_by(mention.record, mention.n)):
        if row.dangling:
            yield row.record, Message("mention-dangling", filename=repr(row.filename), photo=row.photo)
        else:
            yield row.record, Message("mention-guess", filename=repr(row.filename))
    relation = relations.c
    lost = or_(_is_unknown(relation.subject), _is_unknown(relation.object))
    wrong = select(relations, lost.label("lost")).where(or_(relation.type.not_in([*INVERSE]), lost))
    for row in conn.execute(wrong.order_by(relation.subject, relation.object)):
        if row.type not in INVERSE:
            yield row.subject, Message("relation-foreign", type=repr(row.type), record=row.object)
        if row.lost:
            yield row.subject, Message("relation-dangling", type=row.type, record=row.object)


def companion_problems(conn: Connection) -> Iterator[tuple[str, Message]]:
    """Yield (record or name, problem): a companion whose values a record has without its bytes, or a sidecar without a
    record that is not waiting for one. Exports that added nothing to their record, files that became no record, and
    files whose lines are records may stand alone."""
    held = {(row.record, row.sha256) for row in conn.execute(select(assets.c.record, assets.c.sha256))}
    for row in conn.execute(select(companions).where(companions.c.used).order_by(companions.c.id)):
        if (row.record, row.sha256) not in held:
            yield row.record, Message("companion-gone", role=row.role, path=shown_name(row.path, row.member))
    waiting = select(companions.c.sha256).where(companions.c.record.is_(None))
    known = set(conn.execute(waiting).scalars())
    alone = select(names).where(names.c.live, names.c.record.is_(None), names.c.sha256 != "")
    alone = alone.where(names.c.outcome.not_in([Outcome.DUPLICATE.value, *_LEFT_OUT])).order_by(names.c.id)
    for row in conn.execute(alone):
        if row.sha256 not in known and (row.member or row.path).casefold().endswith(_SIDECAR):
            yield shown_name(row.path, row.member), Message("companion-idle")
