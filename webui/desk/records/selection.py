"""The records that a form means: the ticked ones, those of one page, or all results of a search."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from flask import request
from pydantic import Field
from werkzeug.datastructures import MultiDict

from archive.access import ARCHIVIST
from archive.errors import NotEditable
from archive.messages import Message
from archive.record import Status
from webui.http.parameters import ID_PATTERN, SearchQuery, Whole
from webui.http.requests import ParsedSearch, read_arguments
from webui.services.services import services

TICKED, PAGE, ALL = "ticked", "page", "all"
A_PAGE = 50  # records on one page of the list
_LONGEST_WORDS = 300
_ID = re.compile(ID_PATTERN)
_LOOKS = frozenset({"page", "page_size", "sort", "view"})  # parameters that change only how a list is shown
_UNASKED = frozenset({"facets", "facet_size", "fields", "highlight", "cursor", "relax", "collapse"})


class DeskQuery(SearchQuery):
    """The parameters of the archivist's list: those of a search, and the status."""

    status: Status | None = Field(default=None, description="Who may see them.")
    page_size: Whole = Field(default=A_PAGE, ge=1, le=100)
    view: Literal["list", "grid"] = Field(default="list", description="Entries with text, or a grid of pictures.")


TAKEN = frozenset(DeskQuery.model_fields) - _UNASKED


class NothingChosen(NotEditable):
    """No record is ticked, or none of the ticked ones exists any more."""


@dataclass(frozen=True, slots=True)
class RecordSelection:
    """The chosen records, `about` in words for the change set, and the pairs that identify them in a form."""

    ids: list[str]
    about: str
    pairs: tuple[tuple[str, str], ...]
    scope: Literal["ticked", "all"]

    @property
    def digest(self) -> str:
        """Return the digest of these records in a form: if it differs when the form is submitted, other records are
        meant."""
        return digest_of(self.ids)

    @property
    def first(self) -> str:
        """Return the first ticked record, to return to; "" if all results are meant."""
        return self.ids[0] if self.scope == TICKED else ""


def digest_of(ids: Iterable[str]) -> str:
    """Return sixteen hex digits for these records, whatever their order."""
    return hashlib.sha256(",".join(sorted(ids)).encode()).hexdigest()[:16]


def parse_desk_search(pairs: MultiDict[str, str]) -> ParsedSearch:
    """Return the search of these parameters, without empty and unknown ones. Raise BadParameters."""
    kept = MultiDict((name, value) for name, value in pairs.items(multi=True) if name in TAKEN and value)
    return read_arguments(kept, DeskQuery)


def read_form_search() -> ParsedSearch:
    """Return the search that a form was sent from."""
    return parse_desk_search(MultiDict(parse_qsl(request.form.get("query", ""))))


def name_list(asked: ParsedSearch) -> str:
    """Return what identifies a list, whatever page of it is shown and how; ticks belong to it."""
    return urlencode([pair for pair in asked.pairs if pair[0] not in _LOOKS])


def every(asked: ParsedSearch) -> list[str]:
    """Return all records that a search of the desk finds, in its order. Raise QueryError, IndexUnavailable."""
    query = asked.query
    assert isinstance(query, DeskQuery)
    if is_bare(asked):
        statuses = [query.status] if query.status else [*Status]
        return [one for status in statuses for one in services().archive.catalogue.of_status(status)]
    ids, _read = services().searcher.every_of(asked.request, ARCHIVIST)
    if query.status is None:
        return services().archive.catalogue.visible(ids, ARCHIVIST)
    those = set(services().archive.catalogue.of_status(query.status))
    return [one for one in ids if one in those]


def is_bare(asked: ParsedSearch) -> bool:
    """Return whether only a status is asked for, in its default order: then no index is needed."""
    return {name for name, _value in asked.pairs} <= {"status", *_LOOKS} - {"sort"}


def chosen() -> RecordSelection:
    """Return the records that the form means. Raise NothingChosen, and all errors of a search."""
    form = request.form
    if form.get("scope") == ALL:
        asked = read_form_search()
        ids, same = every(asked), urlencode(asked.other_page(1))
        return _some(ids, RecordSelection(ids, _in_words(asked), (("scope", ALL), ("query", same)), "all"))
    given = [one for one in form.getlist("here" if form.get("scope") == PAGE else "id") if _ID.fullmatch(one)]
    ids = services().archive.catalogue.visible(given, ARCHIVIST)
    pairs = (("scope", TICKED), ("query", form.get("query", "")), *(("id", one) for one in ids))
    return _some(ids, RecordSelection(ids, ids[0] if len(ids) == 1 else f"{len(ids)} records", pairs, "ticked"))


def _some(ids: list[str], found: RecordSelection) -> RecordSelection:
    if not ids:
        raise NothingChosen(Message("selection-empty"))
    return found


def _in_words(asked: ParsedSearch) -> str:
    """Return the search as a change set shows it: `jembatan kind:photo`."""
    pairs = [pair for pair in asked.other_page(1) if pair[0] not in _LOOKS]
    told = [value if name == "q" else f"{name}:{value}" for name, value in pairs]
    return " ".join(told)[:_LONGEST_WORDS] or "all records"
