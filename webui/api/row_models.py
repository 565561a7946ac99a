"""Models of the JSON of rows that records give: passages and quotes."""

from __future__ import annotations

from pydantic import Field

from archive.record import Kind, Status
from webui.api.result_models import MessageOut, Model
from webui.http.parameters import PassageField

_CURSOR = "Give it as `cursor` to read on; null at the end. A page may have fewer rows than asked for, even none."


class RowOut(Model):
    """The record that a row is from."""

    record: str
    title: str
    date: str | None = Field(description="As lists know it, as exact as it is known.")
    kind: Kind
    status: Status
    language: str | None


class PassageOut(RowOut):
    """A place where words of the search stand, with the words around it."""

    field: PassageField
    left: str
    match: str
    right: str
    offset: int | None = Field(description="Where `match` starts in the record's text; null for other fields.")
    pdf_page: int | None
    page_label: str | None = Field(description="What is printed on that page, where it is another number.")
    speaker: str | None = Field(description="Who says it: by a quote, a turn of a transcript, or who gives the speech.")
    url: str


class QuotationOut(RowOut):
    """Words that a text quotes somebody with. [`offset`, `end`) are code points of the record's text."""

    speaker: str
    words: str
    offset: int
    end: int
    pdf_page: int | None
    url: str


class RowsAnswer(Model):
    """What a page of rows has beside them."""

    q: str
    read_as: str = Field(description="How the query was read.")
    records: int = Field(description="How many records the search finds.")
    page_size: int
    next: str | None
    next_cursor: str | None = Field(description=_CURSOR)
    revision: int = Field(description="The number of the last change that the public can see in the index.")
    warnings: list[str] = Field(description="How the query was read, in English.")
    warning_messages: list[MessageOut] = Field(description="The same warnings with codes and parameters.")


class PassagesAnswer(RowsAnswer):
    """A page of passages."""

    results: list[PassageOut]


class QuotesAnswer(RowsAnswer):
    """A page of quotes."""

    results: list[QuotationOut]
