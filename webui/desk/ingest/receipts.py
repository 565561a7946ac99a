"""Pages of receipts: every accession, and the outcome of each of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlencode

from flask import Response, abort, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.access import PUBLIC
from archive.catalogue import ANY_FILE, RUNNING, STOPPED, Accession, LineFilter, ReceiptLine
from archive.catalogue.receipts.accession_sheets import FIELDS
from archive.commands.csv_output import csv_of, lines_of, path_of
from archive.csv_rows import BYTE_ORDER_MARK
from archive.record import Outcome, Status
from archive.storage.archive import was_dropped
from webui.http.parameters import Switch, Text, Whole
from webui.http.requests import checked
from webui.http.responses import make_content_disposition
from webui.i18n import labels, negotiation, words
from webui.i18n.moments import moment
from webui.i18n.words import _, marked
from webui.services import desk_links as desk
from webui.services import links
from webui.services.services import services

LONGEST_OF_SHEET = 2000  # characters of a field of an accession sheet
A_PAGE = 100  # lines
MOST_REASONS = 12
MOST_PATHS = 5
LONGEST = 400  # characters of a reason
LONGEST_CODE = 60
_SHEET = {  # fields of an accession sheet
    "number": marked("Accession number"),
    "donor": marked("Donor"),
    "carrier": marked("Carrier"),
    "agreement": marked("Agreement"),
    "note": marked("Note"),
    "by": marked("Written by"),
}
EXPLAINED = (Outcome.REJECTED, Outcome.ENCRYPTED, Outcome.SKIPPED)  # outcomes whose reasons are counted


class ReceiptQuery(BaseModel):
    """The parameters of one receipt."""

    model_config = ConfigDict(extra="forbid")

    outcome: Outcome | None = None
    held: Switch = "off"
    q: Annotated[Text, Field(max_length=LONGEST)] = ""
    reason: Annotated[Text, Field(max_length=LONGEST_CODE)] = ""
    after: Whole = Field(default=0, ge=0)

    def wanted(self) -> LineFilter:
        """Return which lines are requested."""
        return LineFilter(self.outcome, Status.HELD if self.held == "on" else None, self.q.strip(), self.reason)

    def pairs(self, **changed: Any) -> list[tuple[str, str]]:
        """Return the parameters with changes, for an address that begins at the first line."""
        said = {"outcome": self.outcome.value if self.outcome else "", "held": self.held, "q": self.q}
        said |= {"reason": self.reason} | changed
        return [(key, str(value)) for key, value in said.items() if value and value != "off"]


def receipts() -> str:
    """Return the list, newest first."""
    catalogue = services().receipts
    return render_template("desk/receipts.html", accessions=[_head(one) for one in catalogue.accessions()])


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The form of an accession sheet as typed: its fields, the reason, and its errors."""

    typed: Mapping[str, str]
    why: str
    problem: str


def receipt(number: str) -> str:
    """Return one accession, with a page of its lines."""
    return _page(*_asked(number), None)


def receipt_page(n: int, form: SheetForm) -> str:
    """Return the page of an accession with the form of its sheet as typed."""
    return _page(asked_accession(str(n)), ReceiptQuery(), form)


def _page(accession: Accession, query: ReceiptQuery, form: SheetForm | None) -> str:
    catalogue, wanted = services().receipts, query.wanted()
    lines = catalogue.receipt(accession.n, wanted, query.after, A_PAGE + 1)
    shown, path = lines[:A_PAGE], f"/receipts/{accession.n}"
    after = [("after", str(shown[-1].n))] if len(lines) > A_PAGE else []
    return render_template(
        "desk/receipt.html",
        head=_head(accession),
        sheet=_sheet(accession.n),
        sheet_fields=_sheet_fields(accession.n, form.typed if form else {}),
        sheet_digest=services().archive.catalogue.sheet_digest(accession.n),
        sheet_form=form,
        longest_of_sheet=LONGEST_OF_SHEET,
        query=query,
        choices=[*_choices(accession, query)],
        reasons=_reasons(accession.n, query),
        rows=[line_row(line) for line in shown],
        total=catalogue.receipt_count(accession.n, wanted),
        first=_address(path, query.pairs()) if query.after else None,
        next=_address(path, query.pairs() + after) if after else None,
        table=_address(f"{path}/csv", query.pairs()),
    )


def receipt_csv(number: str) -> Response:
    """Return the requested lines as a table for spreadsheets."""
    accession, query = _asked(number)
    rows = csv_of(lines_of(services().receipts, accession.n, query.wanted()))
    response = Response(_marked(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = make_content_disposition(f"receipt-{accession.n}.csv")
    return response


def _asked(number: str) -> tuple[Accession, ReceiptQuery]:
    return asked_accession(number), checked(ReceiptQuery, negotiation.arguments())


def asked_accession(number: str) -> Accession:
    """Return the accession in an address; 404 for none."""
    plain = number.isascii() and number.isdecimal() and len(number) < 10
    accession = services().receipts.accession(int(number)) if plain else None
    if accession is None:
        abort(404, _("There is no receipt of that number."))
    return accession


def _marked(rows: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from rows


def _head(accession: Accession) -> dict[str, Any]:
    """Return what the pages say about an accession as a whole."""
    paths = _given(accession)
    running = accession.state == RUNNING and services().intake_runs()
    totals = {outcome: accession.totals.get(outcome.value, 0) for outcome in Outcome}
    return {
        "n": accession.n,
        "url": f"/receipts/{accession.n}",
        "started": moment(accession.started),
        "ended": moment(accession.ended),
        "state": words.INTAKE_STATES[accession.state if running or accession.state != RUNNING else STOPPED],
        "retry": accession.retry,
        "dropped": _was_dropped(accession),
        "paths": paths[:MOST_PATHS],
        "more": max(0, len(paths) - MOST_PATHS),
        "totals": [(words.OUTCOMES[outcome], count) for outcome, count in totals.items() if count],
    }


def _sheet(number: int) -> list[tuple[str, str]]:
    """Return the filled-in fields of the accession sheet, each with its label."""
    sheet = services().receipts.accession_sheets().get(number)
    told = sheet.to_json() if sheet else {}
    return [(_(label), told[key]) for key, label in _SHEET.items() if told.get(key)]


def _sheet_fields(number: int, typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the fields of the form: name, label, and the typed or stored text."""
    sheet = services().receipts.accession_sheets().get(number)
    told = sheet.to_json() if sheet else {}
    return [(key, _(_SHEET[key]), typed.get(key, told.get(key, ""))) for key in FIELDS]


def _given(accession: Accession) -> list[str]:
    """Return an accession for its page."""
    if accession.retry is not None:
        return []
    if _was_dropped(accession):
        return [_("Dropped in the browser")]
    return [labels.name(path) for path in accession.given]


def _was_dropped(accession: Accession) -> bool:
    return was_dropped(PurePath(str(accession.arguments.get("folder", ""))))


def _choices(accession: Accession, query: ReceiptQuery) -> Iterator[tuple[str, int, str, bool]]:
    """Return the outcomes to choose from: label, number, address, and whether it is selected."""
    path, everything = f"/receipts/{accession.n}", not query.outcome and query.held == "off"
    yield _("All"), sum(accession.totals.values()), _address(path, query.pairs(outcome="", held="off")), everything
    for outcome in Outcome:
        if count := accession.totals.get(outcome.value, 0):
            address = _address(path, query.pairs(outcome=outcome.value, held="off"))
            yield words.OUTCOMES[outcome], count, address, query.outcome is outcome
    if count := services().receipts.receipt_count(accession.n, LineFilter(status=Status.HELD)):
        yield _("Held"), count, _address(path, query.pairs(outcome="", held="on")), query.held == "on"


def _reasons(number: int, query: ReceiptQuery) -> list[tuple[str, int, str]]:
    """Return the commonest reasons of the chosen outcome, each with the address of its lines."""
    if query.outcome not in EXPLAINED or query.q or query.reason:
        return []
    found = services().receipts.receipt_reasons(number, query.outcome, MOST_REASONS)
    path = f"/receipts/{number}"
    return [(said, n, _address(path, query.pairs(q=_telling(said)))) for said, n in found]


def _telling(reason: str) -> str:
    """Return the longest part of a reason that is the same in all its lines, whatever their file names."""
    return max(reason.split(ANY_FILE), key=len).strip()[:LONGEST]


def line_row(line: ReceiptLine) -> dict[str, Any]:
    """Return a line of a receipt as its row shows it."""
    is_public = bool(line.record and services().archive.catalogue.visible([line.record], PUBLIC))
    page = links.record if is_public else desk.record
    return {
        "path": labels.name(path_of(line), 300),
        "url": page(line.record) if line.record else None,
        "outcome": words.OUTCOMES[line.outcome],
        "encrypted": line.outcome is Outcome.ENCRYPTED,
        "refused": line.outcome in (Outcome.REJECTED, Outcome.ENCRYPTED),
        "held": line.status is Status.HELD,
        "out": is_public,
        "reason": line.reason or "",
    }


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
