"""What the search page offers to take away: all its records in a file, and the search itself as a feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.record import Kind
from archive.searcher import Results
from webui import links
from webui.asking import Asked
from webui.citing import FORMATS
from webui.export.zipped import MOST
from webui.parameters import ExportQuery

FEED = "/search.atom"
_NOT_IN_FEEDS = frozenset({"page", "page_size", "relax", "collapse", "view"})


@dataclass(frozen=True, slots=True)
class TakeAway:
    """(label, address) of the exports; the address of the previews, None where there are none or too many, and how
    many are not too many in that case; the address of the feed."""

    exports: tuple[tuple[str, str], ...]
    previews: str | None
    too_many: int | None
    feed: str


def takeaway(asked: Asked, results: Results) -> TakeAway:
    """What to offer for this search."""
    pairs = [pair for pair in asked.pairs if pair[0] in ExportQuery.model_fields and pair[0] not in {"sort", "relax"}]
    pairs += [("sort", "date")] if asked.query.sort == "date" else []
    pairs += [("relax", "on")] if results.relaxed else []
    photos = _photos(asked, results)
    return TakeAway(
        exports=exports(pairs),
        previews=links.export("zip", pairs) if 0 < photos <= MOST else None,
        too_many=MOST if photos > MOST else None,
        feed=links.with_query(FEED, [pair for pair in asked.pairs if pair[0] not in _NOT_IN_FEEDS]),
    )


def exports(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What each export of these records is called, and its address; `pairs` say which are meant."""
    meant = [*pairs]
    formats = [("csv", "CSV"), ("ndjson", "NDJSON"), *((name, form.label) for name, form in FORMATS.items())]
    return tuple((label, links.export(name, meant)) for name, label in formats)


def _photos(asked: Asked, results: Results) -> int:
    """How many of the answers are photos."""
    kinds = asked.query.kind
    if kinds and Kind.PHOTO not in kinds:
        return 0
    return next((value.count for value in results.facets.get("kind", ()) if value.value == Kind.PHOTO), 0)
