"""The list of rejected files: those that no accession has added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from flask import Response, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue import ReceiptLine
from archive.catalogue.receipts.receipts import OUTSIDE, RefusedFile, last_line, lines_at, refused
from archive.commands.csv_output import path_of
from archive.csv_rows import BYTE_ORDER_MARK, row
from archive.record import Outcome
from archive.storage.archive import Archive
from webui.http.parameters import Text, Whole
from webui.http.requests import checked
from webui.http.responses import make_content_disposition
from webui.i18n import labels, negotiation, words
from webui.i18n.words import _
from webui.services.services import services

HERE = "/desk/rejected"
A_PAGE = 100
MOST_REASONS = 12
LONGEST = 1000  # characters of a reason
_AT_ONCE = 2000  # files of a table


class RejectedQuery(BaseModel):
    """The filter by outcome or reason, and the page."""

    model_config = ConfigDict(extra="forbid")

    outcome: Outcome | None = None
    why: Annotated[Text, Field(max_length=LONGEST)] = ""
    page: Annotated[Whole, Field(ge=1, le=100_000)] = 1

    def address(self, path: str = HERE, **changed: Any) -> str:
        """Return the address with changes; the first page unless one is given."""
        said = {"outcome": self.outcome.value if self.outcome else "", "why": self.why} | changed
        pairs = [(key, str(value)) for key, value in said.items() if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path


@dataclass(frozen=True, slots=True)
class _RejectedCache:
    """The list as of the newest line of all receipts."""

    last: tuple[int, int]
    found: list[RefusedFile]


_KEPT: WeakKeyDictionary[Archive, _RejectedCache] = WeakKeyDictionary()


def count_rejected(archive: Archive) -> int:
    """Return how many files were rejected or need a password."""
    return len(all_rejected(archive))


def all_rejected(archive: Archive) -> list[RefusedFile]:
    """Return the files that were refused and have not been added since."""
    kept = _KEPT.get(archive)
    with archive.catalogue.snapshot() as conn:
        last = last_line(conn)
        if kept is None or kept.last != last:
            kept = _KEPT[archive] = _RejectedCache(last, refused(conn))
    return kept.found


def _wanted(query: RejectedQuery) -> list[RefusedFile]:
    found = all_rejected(services().archive)
    if query.outcome is not None:
        found = [one for one in found if one.outcome is query.outcome]
    return [one for one in found if one.reason == query.why] if query.why else found


def desk_rejected() -> str:
    """Return the list, with the reasons to choose from."""
    query = checked(RejectedQuery, negotiation.arguments())
    everything, files = all_rejected(services().archive), _wanted(query)
    start = (query.page - 1) * A_PAGE
    reasons = Counter((one.outcome, one.reason) for one in everything if query.outcome in (None, one.outcome))
    return render_template(
        "desk/rejected.html",
        query=query,
        total=len(files),
        choices=[*_choices(query, Counter(one.outcome for one in everything))],
        reasons=[
            (why, n, query.address(outcome=outcome.value, why=why), why == query.why)
            for (outcome, why), n in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))[:MOST_REASONS]
        ],
        rows=[rejected_row(number, line) for number, line in lines_of_files(files[start : start + A_PAGE])],
        earlier=query.address(page=query.page - 1) if query.page > 1 else None,
        later=query.address(page=query.page + 1) if start + A_PAGE < len(files) else None,
        table=query.address(f"{HERE}/csv"),
    )


def rejected_csv() -> Response:
    """Return the whole list as a table for spreadsheets."""
    query = checked(RejectedQuery, negotiation.arguments())
    response = Response(_table(_wanted(query), services().archive), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = make_content_disposition("not-taken-in.csv")
    return response


def _table(files: list[RefusedFile], archive: Archive) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield row(("path", "outcome", "reason", "accession", "size"))
    for start in range(0, len(files), _AT_ONCE):
        for number, line in lines_of_files(files[start : start + _AT_ONCE], archive):
            yield row((path_of(line), line.outcome.value, line.reason, number, line.size))


def lines_of_files(files: list[RefusedFile], archive: Archive | None = None) -> Iterator[tuple[int, ReceiptLine]]:
    """Return the receipt lines of some files, each with the number of its accession."""
    with (archive or services().archive).catalogue.snapshot() as conn:
        lines = lines_at(conn, [(one.accession, one.n) for one in files])
    return ((one.accession, lines[one.accession, one.n]) for one in files)


def _choices(query: RejectedQuery, counts: Mapping[Outcome, int]) -> Iterator[tuple[str, int, str, bool]]:
    """Return the outcomes to choose from: label, number, address, and whether it is selected."""
    yield _("All"), sum(counts.values()), query.address(outcome="", why=""), query.outcome is None
    for outcome in OUTSIDE:
        if counts.get(outcome) or outcome is query.outcome:
            address = query.address(outcome=outcome.value, why="")
            yield words.OUTCOMES[outcome], counts.get(outcome, 0), address, query.outcome is outcome


def rejected_row(number: int, line: ReceiptLine) -> dict[str, Any]:
    """Return a file as its row shows it."""
    return {
        "path": labels.name(path_of(line), 300),
        "outcome": words.OUTCOMES[line.outcome],
        "reason": line.reason or "",
        "accession": number,
        "url": f"/receipts/{number}?{urlencode({'outcome': line.outcome.value})}",
    }
