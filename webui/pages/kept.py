"""A list of records under an address that can be shared, with its citations, to take away."""

from __future__ import annotations

from typing import Annotated

from flask import Response, render_template, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from archive.record import Kind
from archive.searcher import Hit
from webui import links
from webui.asking import BadParameters, checked
from webui.caching import tagged
from webui.citing import cited, line
from webui.export.found import listed
from webui.pages import errors
from webui.pages.cards import card
from webui.pages.takeaway import exports
from webui.parameters import MOST_LISTED, Ids
from webui.words import _

PATH = "/list"


class ListQuery(BaseModel):
    """The parameter of a list."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[Ids, Field(description="Ids of records, joined by commas.")] = []


def kept() -> Response:
    """The view. What is held back is not told from what never was."""
    given = MultiDict(("ids", ids.strip(",")) for ids in request.args.getlist("ids"))
    try:
        ids = checked(ListQuery, given).ids
    except BadParameters:
        said = _(
            "This is no list of records: its address has at most %(most)s ids, with commas between them. Please check "
            "that it was copied whole.",
            most=MOST_LISTED,
        )
        return errors.page(400, said)
    found = listed(ids)
    body = render_template(
        "list.html",
        cards=[card(Hit(record, 0.0)) for record in found.records],
        missing=found.missing,
        citations=[line(cited(record)) for record in found.records],
        address=request.url_root.rstrip("/") + links.listed(record.id for record in found.records),
        exports=exports([("ids", ",".join(record.id for record in found.records))]),
        pictures=any(record.kind is Kind.PHOTO for record in found.records),
        ids=[record.id for record in found.records],
        most=MOST_LISTED,
    )
    return tagged(Response(body), body)
