"""What a tantivy index of this archive looks like, and how a Document is put into it."""

from __future__ import annotations

from operator import itemgetter

import tantivy

from archive.analysis import ENGINE_FIELDS
from archive.engines.base import FACETS, Document

ID_BYTES = 32
ID_PARTS = ("id0", "id1", "id2", "id3")
"""Columns of eight bytes of an id each: tantivy reads numbers of many hits at once, and texts one stored document at a
time."""

STATE_ID = "#state"  # the id of the one document that is no record: it holds the State, replaced in the same commit
_TITLE_BYTES = 64  # enough to sort titles by
_NEVER = 99_999_999  # a day after all days
_UNDATED_DAY = 0

NEWEST, OLDEST, BY_TITLE = "newest", "oldest", "by_title"
"""Columns of texts that sort as the order they are named for, ties by newest date and id; each ends in the id."""

_place = itemgetter(1)


def facet_field(column: str) -> str:
    """The field and column that hold the values of a facet."""
    return f"facet_{column}"


def schema() -> tantivy.Schema:
    """The fields of an index. "raw" is the tokenizer that does nothing: terms come ready."""
    builder = tantivy.SchemaBuilder()
    for name in ENGINE_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="position")
    for column in FACETS:
        builder.add_text_field(facet_field(column), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in (NEWEST, OLDEST, BY_TITLE):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("first", "last"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ID_PARTS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def prepared(document: Document) -> tantivy.Document:
    """A Document as tantivy takes it. ValueError when its id is too long."""
    _checked(document.id)
    first, last = document.dates or (_UNDATED_DAY, _UNDATED_DAY)
    newest = f"{_NEVER - first:08}{document.id}"
    title = document.title.encode()[:_TITLE_BYTES].decode(errors="ignore")
    made = tantivy.Document()
    made.add_text("id", document.id)
    made.add_text(NEWEST, newest)
    made.add_text(OLDEST, f"{first or _NEVER:08}{document.id}")
    made.add_text(BY_TITLE, f"{title}\0{newest}")
    made.add_unsigned("first", first)
    made.add_unsigned("last", last)
    padded = document.id.encode().ljust(ID_BYTES, b"\0")
    for number, name in enumerate(ID_PARTS):
        made.add_unsigned(name, int.from_bytes(padded[number * 8 : number * 8 + 8], "big"))
    for column, values in document.facets.items():
        for value in dict.fromkeys(values):
            made.add_text(facet_field(column), value)
    token = tantivy.Token
    for name, terms in document.terms.items():
        tokens = [token(term, place, 0) for term, place in sorted(terms, key=_place)]
        made.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))
    return made


def prepared_state(state: str) -> tantivy.Document:
    """The document that holds the State, as text."""
    made = tantivy.Document()
    made.add_text("id", STATE_ID)
    made.add_text("state", state)
    return made


def id_of(parts: tuple[int, ...]) -> str:
    """The id whose ID_PARTS these are."""
    return b"".join(part.to_bytes(8, "big") for part in parts).rstrip(b"\0").decode()


def id_in(order: str) -> str:
    """The id at the end of a value of NEWEST, OLDEST or BY_TITLE."""
    return order.rpartition("\0")[2][8:]


def _checked(doc_id: str) -> None:
    if len(doc_id.encode()) > ID_BYTES:
        raise ValueError(f"{doc_id!r} is longer than the {ID_BYTES} bytes an id may have.")
