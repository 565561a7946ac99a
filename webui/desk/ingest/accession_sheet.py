"""The accession sheet at the desk: the entries of the register about an accession."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from archive.catalogue.receipts.accession_sheets import FIELDS, AccessionSheet
from archive.edits.edits import expect
from archive.edits.reasons import reason_of
from archive.errors import ChangedMeanwhile, NotEditable
from archive.login_name import get_login_name
from archive.messages import Message
from webui.desk.forms.form_tokens import once, sent
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.ingest.receipts import LONGEST_OF_SHEET, SheetForm, asked_accession, receipt_page
from webui.desk.records.meanwhile import tell_meanwhile
from webui.i18n.message_lookup import localised_message
from webui.services.services import services


def edit_accession_sheet(number: str) -> Response:
    """Write the sheet of an accession, and redirect to its receipt."""
    n = asked_accession(number).n
    try:
        values, reason = _typed(), reason_of(typed_reason())
        return once(lambda: _written(n, values, reason))
    except NotEditable as error:
        return _again(n, localised_message(error.message), 400)
    except ChangedMeanwhile as error:
        tell_meanwhile([f"accession {n}"])
        return _again(n, localised_message(error.message), 409)


def _typed() -> dict[str, str]:
    """Return the fields as typed. Raise NotEditable."""
    values = {name: request.form[name].strip() for name in FIELDS if name in request.form}
    if any(len(value) > LONGEST_OF_SHEET for value in values.values()):
        raise NotEditable(Message("sheet-too-long", most=LONGEST_OF_SHEET))
    return values


def _written(n: int, values: Mapping[str, str], reason: str | None) -> str:
    with services().archive.catalogue.write(AGENT, reason) as writer:
        expect(request.form.get("previewed", ""), lambda: writer.sheet_digest(n))
        before = services().archive.catalogue.accession_sheets().get(n, AccessionSheet())
        if any(before.to_json()[name] != value for name, value in values.items()):
            writer.edit_accession_sheet(n, dict(values), get_login_name())
    return f"/receipts/{n}#sheet"


def _again(n: int, problem: str, status: int) -> Response:
    """Return the receipt with the form as typed."""
    typed = {name: sent().get(name, "")[: 2 * LONGEST_OF_SHEET] for name in FIELDS}
    return Response(receipt_page(n, SheetForm(typed, typed_reason(), problem)), status)
