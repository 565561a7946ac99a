"""The records that an export hands out: a few at a time, however many there are, and each as everyone may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from archive.access import PUBLIC
from archive.record import Record
from archive.searcher import SearchRequest
from webui.lookup import as_shown
from webui.services import services

_AT_ONCE = 100  # records in memory


@dataclass(frozen=True, slots=True)
class Listed:
    """The records of a list in its order, each once, and how many of its ids lead to none that everyone may see."""

    records: tuple[Record, ...]
    missing: int


def found_by(request: SearchRequest) -> Iterator[Record]:
    """All records that the request finds, in an order of date. The first of them are looked up before this returns.
    Raises QueryError and IndexUnusable; what is taken back while an export runs is not in the rest of it."""
    pages = _pages(replace(request, page_size=_AT_ONCE, cursor="*"))
    return chain(next(pages, ()), (record for page in pages for record in page))


def _pages(request: SearchRequest) -> Iterator[Sequence[Record]]:
    while True:
        results = services().searcher.search(request, PUBLIC)
        yield [as_shown(hit.record) for hit in results.hits]
        if results.next_cursor is None:
            return
        request = replace(request, cursor=results.next_cursor)


def listed(ids: Sequence[str]) -> Listed:
    """The records of these ids. One that is a part of another by now is that one."""
    catalogue = services().catalogue
    found = {record.id: record for record in catalogue.get_many(ids, PUBLIC)}
    moved = {id_: now[0] for id_ in ids if id_ not in found and (now := catalogue.now_at(id_, PUBLIC))}
    found |= {record.id: record for record in catalogue.get_many([*moved.values()], PUBLIC)}
    wanted = dict.fromkeys(moved.get(id_, id_) for id_ in ids)
    records = tuple(as_shown(found[id_]) for id_ in wanted if id_ in found)
    return Listed(records, sum(id_ not in found for id_ in wanted))
