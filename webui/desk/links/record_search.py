"""Search for the record that the archivist means, by its id, the address of its page, words, a date or a file name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from archive.access import ARCHIVIST
from archive.record import Kind
from archive.search.execution.requests import SearchRequest
from webui.desk.forms.notices import RecordLink, ends
from webui.services.services import services

MOST = 12  # records to choose from
TEXTS = tuple(kind for kind in Kind if kind is not Kind.PHOTO)


def found_ids(
    q: str, most: int, kinds: Iterable[Kind] = Kind, first: date | None = None, last: date | None = None
) -> list[str]:
    """Return the ids of the best results of a search, also of records with only some of its words. Raise
    IndexUnavailable, QueryError."""
    request = SearchRequest(
        q=q,
        filters={"kind": tuple(kind.value for kind in kinds)},
        date_from=first.isoformat() if first else None,
        date_to=last.isoformat() if last else None,
        page_size=most,
        facets=(),
        highlight=False,
        relax=True,
        assisted=False,
        only_ids=True,
    )
    return list(services().searcher.search(request, ARCHIVIST).ids)


def found_records(typed: str, kinds: Iterable[Kind] = Kind, but: Collection[str] = ()) -> list[RecordLink]:
    """Return the records with the typed words, except `but`; none for an address or for nothing. Raise
    IndexUnavailable, QueryError."""
    if not typed.strip() or "/" in typed:
        return []
    ids = [id_ for id_ in found_ids(typed, MOST + len(but), kinds) if id_ not in but][:MOST]
    of = ends(ids)
    return [of[id_] for id_ in ids if id_ in of]
