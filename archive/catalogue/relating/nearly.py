"""The rule for nearly-same-as: texts of which one is a reprint of the other, where nothing else says so."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from sqlalchemy import Connection, or_, select
from sqlalchemy import text as sql

from archive.catalogue.batch import in_chunks
from archive.catalogue.relating.found import Found
from archive.catalogue.relating.origins import Rule
from archive.catalogue.relations import NEARLY
from archive.catalogue.sameness import MOST_EQUAL
from archive.catalogue.version_tables import editions, reprints

_MEMBERS = sql(
    "SELECT (SELECT json_group_array(record) FROM (SELECT record FROM editions WHERE digest = e.value LIMIT :most))"
    " AS members FROM json_each(:digests) AS e"
)
_PAIRS = select(reprints.c.one, reprints.c.other)


def nearly_same(conn: Connection, ids: Iterable[str]) -> Iterator[Found]:
    """Those whose words are nearly those of these texts, from either end, and those of the same words."""
    pairs: dict[tuple[str, str], float] = {}
    digests: set[str] = set()
    for chunk in in_chunks(ids):
        for one, other in conn.execute(_PAIRS.where(or_(reprints.c.one.in_(chunk), reprints.c.other.in_(chunk)))):
            pairs[min(one, other), max(one, other)] = 0.95
        held = select(editions.c.digest).where(editions.c.record.in_(chunk), editions.c.digest != "")
        digests.update(conn.execute(held).scalars())
    for one, other in _equal(conn, digests):
        pairs[one, other] = 1.0
    for (one, other), certainty in sorted(pairs.items()):
        yield Found(one, NEARLY, other, Rule.TEXT, certainty)


def _equal(conn: Connection, digests: Collection[str]) -> Iterator[tuple[str, str]]:
    asked = {"digests": json.dumps(sorted(digests)), "most": MOST_EQUAL + 1}
    for row in conn.execute(_MEMBERS, asked) if digests else ():
        members = sorted(json.loads(row.members))
        if len(members) <= MOST_EQUAL:
            yield from combinations(members, 2)
