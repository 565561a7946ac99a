"""GET /api/v1/records/{id}/citation: a record as reference managers take it."""

from __future__ import annotations

from typing import Literal

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from webui.asking import checked
from webui.caching import tagged
from webui.citing import FORMATS, cited
from webui.downloads import disposition
from webui.lookup import visible

CitationFormat = Literal["ris", "bibtex", "csl-json"]


class CitationQuery(BaseModel):
    """The parameters of a citation."""

    model_config = ConfigDict(extra="forbid")

    format: CitationFormat = Field(default="csl-json", description="RIS, BibTeX or a list of one item of CSL-JSON.")


def citation(record_id: str) -> Response:
    """The view: a file to keep."""
    wanted = checked(CitationQuery, request.args).format
    record = visible(record_id)
    form = FORMATS[wanted]
    body = "".join(form.write([cited(record)]))
    response = Response(body, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"{record.id}.{form.ending}")
    return tagged(response, body)
