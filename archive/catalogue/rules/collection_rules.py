"""Rules of collections: closed for some years, or kept for some years.

Several rules may apply to a collection; the longest counts. To shorten a rule, set the shorter one, then lift the
longer one. A lifted rule stays on record.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, func, insert, select, type_coerce
from sqlalchemy import Text as TextType

from archive.catalogue.rules.liftable import Liftable, mark_row_lifted, required_reason, row_in_force
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.tables import collection_rules, records
from archive.errors import BadRule
from archive.messages import Message
from archive.text.orthography import collapse

CLOSED, RETENTION = "closed", "retention"
DATE, ACCESSION = "date", "accession"
SHORTEST, LONGEST = 1, 200  # years
LONGEST_NAME = 300  # characters
_SET, _LIFTED = "collection rule set", "collection rule lifted"
_COLLECTION = func.json_extract(type_coerce(records.c.facts, TextType), "$.collection")


@dataclass(frozen=True, slots=True)
class CollectionRule(Liftable):
    """A rule: `kind` is closed or retention, `counted_from` date or accession."""

    n: int
    collection: str
    kind: str
    years: int
    counted_from: str
    reason: str
    set_at: str
    set_by: str
    lifted_at: str | None = None
    lifted_by: str | None = None
    lifted_reason: str | None = None


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule to set. `is_new`: the collection may have no record yet."""

    collection: str
    kind: str
    years: int
    counted_from: str
    reason: str | None
    is_new: bool = False


def collection_key(name: str) -> str:
    """Return the name of a collection for comparison, ignoring case and spacing."""
    return collapse(normalize("NFC", name)).casefold()


def names_in(value: object) -> list[str]:
    """Return the collection names in a record's value, which may be a list."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str) and one.strip()]


def all_rules(conn: Connection) -> list[CollectionRule]:
    """Return all rules, lifted ones too, oldest first."""
    return [CollectionRule(**row._mapping) for row in conn.execute(select(collection_rules).order_by("n"))]


def rules_in_force(conn: Connection, kind: str) -> list[CollectionRule]:
    """Return the rules of this kind that are in force."""
    wanted = select(collection_rules).where(collection_rules.c.lifted_at.is_(None), collection_rules.c.kind == kind)
    return [CollectionRule(**row._mapping) for row in conn.execute(wanted.order_by(collection_rules.c.n))]


def rule_of(conn: Connection, n: int) -> CollectionRule:
    """Return a rule that is in force. Raise BadRule."""
    row = row_in_force(conn, collection_rules, n, unknown="rule-unknown", lifted="rule-lifted-already")
    return CollectionRule(**row._mapping)


def count_by_collection(conn: Connection) -> dict[str, int]:
    """Return how many records each collection has, including held ones, by its most frequent spelling."""
    asked = select(_COLLECTION.label("collection_name"), func.count().label("n")).group_by("collection_name")
    rows = conn.execute(asked).all()
    spelled: dict[str, Counter[str]] = {}
    for row in rows:
        for name in _names_stored(row.collection_name):
            spelled.setdefault(collection_key(name), Counter())[name] += row.n
    found = {counts.most_common(1)[0][0]: counts.total() for counts in spelled.values()}
    return dict(sorted(found.items(), key=lambda one: collection_key(one[0])))


def records_in_collection(conn: Connection, name: str) -> list[str]:
    """Return the ids of the records of a collection, including held ones, sorted."""
    wanted = collection_key(name)
    values = conn.execute(select(_COLLECTION).distinct()).scalars().all()
    meant = [value for value in values if wanted in map(collection_key, _names_stored(value))]
    found: list[str] = []
    for value in meant:
        found += conn.execute(select(records.c.id).where(value == _COLLECTION)).scalars()
    return sorted(found)


def _names_stored(value: object) -> list[str]:
    """Return the names in a value as the database returns it: a list as JSON."""
    if isinstance(value, str) and value.startswith("["):
        return names_in(_list_of(value))
    return names_in(value)


def _list_of(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def add_rule(batch: Batch, new: NewRule, by: str) -> CollectionRule:
    """Add a rule, and return it. Raise BadRule."""
    name, why = collapse(normalize("NFC", new.collection)), required_reason(new.reason)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRule(Message("rule-collection-malformed", most=LONGEST_NAME))
    if not SHORTEST <= new.years <= LONGEST:
        raise BadRule(Message("rule-years", least=SHORTEST, most=LONGEST))
    known = {collection_key(one): one for one in count_by_collection(batch.conn)}
    if not new.is_new and collection_key(name) not in known:
        raise BadRule(Message("collection-unknown", collection=name))
    name = known.get(collection_key(name), name)
    for rule in rules_in_force(batch.conn, new.kind):
        same = (rule.years, rule.counted_from) == (new.years, new.counted_from)
        if same and collection_key(rule.collection) == collection_key(name):
            raise BadRule(Message("rule-there", n=rule.n))
    row: dict[str, Any] = {
        "collection": name,
        "kind": new.kind,
        "years": new.years,
        "counted_from": new.counted_from,
        "reason": why,
    }
    stored = row | {"set_at": batch.now, "set_by": by}
    n = int(batch.conn.execute(insert(collection_rules).values(stored).returning(collection_rules.c.n)).scalar_one())
    batch.event(_SET, None, rule=n, **row)
    return rule_of(batch.conn, n)


def mark_lifted(batch: Batch, n: int, reason: str | None, by: str) -> CollectionRule:
    """Note that a rule is lifted, and return it in its former state. Raise BadRule."""
    rule, why = rule_of(batch.conn, n), required_reason(reason)
    mark_row_lifted(batch, collection_rules, n, why, by)
    batch.event(_LIFTED, None, rule=n, collection=rule.collection, kind=rule.kind, years=rule.years, reason=why)
    return rule
