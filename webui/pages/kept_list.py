"""The list of saved records at an address that can be shared, and the downloads and feed of a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from flask import Response, render_template, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from archive.record import Kind
from archive.search.execution.requests import Hit, Results
from archive.search.query.plan import NUMBER_ORDERS
from webui.citations import FORMATS, cite_record, line
from webui.export.export_formats import MOST
from webui.export.export_stream import listed
from webui.http.parameters import LONGEST_NAME, MOST_LISTED, ExportQuery, Ids, Text
from webui.http.public_address import home
from webui.http.requests import BadParameters, ParsedSearch, checked
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.i18n.words import _
from webui.pages import errors
from webui.pages.compare import is_text
from webui.pages.result_cards import card
from webui.services import links

FEED = "/search.atom"
_ORDERS = NUMBER_ORDERS.keys() - {ExportQuery.model_fields["sort"].default}
_NOT_IN_FEEDS = frozenset(
    {"sort", "page", "page_size", "relax", "collapse", "view", "exclude", "containers", "correct"}
)


@dataclass(frozen=True, slots=True)
class TakeAway:
    """Downloads of a search: (label, address) of the exports; the address of the previews, None if there are none or
    too many; the limit if there are too many; the address of the feed."""

    exports: tuple[tuple[str, str], ...]
    previews: str | None
    too_many: int | None
    feed: str


def takeaway(asked: ParsedSearch, results: Results) -> TakeAway:
    """Return the downloads and the feed of this search."""
    excluded = [("exclude", one) for one in asked.query.excluded()]
    handed_on = ExportQuery.model_fields.keys() - {"sort", "relax", "exclude"}
    pairs = [*(pair for pair in asked.pairs if pair[0] in handed_on), *excluded]
    pairs += [("sort", asked.query.sort)] if asked.query.sort in _ORDERS else []
    pairs += [("relax", "on")] if results.relaxed else []
    photos = _count_photos(asked, results)
    return TakeAway(
        exports=exports(pairs),
        previews=links.export("zip", pairs) if 0 < photos <= MOST else None,
        too_many=MOST if photos > MOST else None,
        feed=links.with_query(FEED, [*(pair for pair in asked.pairs if pair[0] not in _NOT_IN_FEEDS), *excluded]),
    )


def exports(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the label and address of each export; `pairs` are the parameters that select the records."""
    meant = [*pairs]
    formats = [("csv", "CSV"), ("ndjson", "NDJSON"), *((name, form.label) for name, form in FORMATS.items())]
    return tuple((label, links.export(name, meant)) for name, label in formats)


def _count_photos(asked: ParsedSearch, results: Results) -> int:
    kinds = asked.query.kind
    if kinds and Kind.PHOTO not in kinds:
        return 0
    return next((value.count for value in results.facets.get("kind", ()) if value.value == Kind.PHOTO), 0)


PATH = "/list"


class ListQuery(BaseModel):
    """The parameters of a list."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[Ids, Field(description="Ids of records, joined by commas.")] = []
    name: Annotated[Text, Field(max_length=LONGEST_NAME)] = Field(default="", description="Name of the list.")


def kept() -> Response:
    """Return the page of a list. Held records are not distinguished from ids that never existed."""
    ids = [("ids", ids.strip(",")) for ids in request.args.getlist("ids")]
    names = [("name", labels.shorten(name, LONGEST_NAME)) for name in request.args.getlist("name")[:1]]
    try:
        asked = checked(ListQuery, MultiDict([*ids, *names]))
    except BadParameters:
        said = _(
            "This is not a list of records: its address has at most %(most)s ids, with commas between them. Please "
            "check that it was copied whole.",
            most=MOST_LISTED,
        )
        return errors.page(400, said)
    found = listed(asked.ids)
    shown = [record.id for record in found.records]
    named = [("name", asked.name)] if asked.name else []
    texts = [record.id for record in found.records if is_text(record)]
    body = render_template(
        "list.html",
        compared=links.with_query(links.beside(*texts), [("ids", ",".join(shown)), *named])
        if len(texts) == 2
        else None,
        cards=[card(Hit(record, 0.0)) for record in found.records],
        missing=found.missing,
        citations=[line(cite_record(record)) for record in found.records],
        name=asked.name,
        mine=not asked.ids and not asked.name,
        address=home() + links.listed(shown, asked.name),
        exports=exports([("ids", ",".join(shown)), *named]),
        previews=links.export("zip", [("ids", ",".join(shown)), *named]),
        photos=sum(record.kind is Kind.PHOTO for record in found.records),
        ids=shown,
        most=MOST_LISTED,
    )
    return add_etag(Response(body), body)
