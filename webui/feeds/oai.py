"""GET and POST /oai: the archive for harvesters (OAI-PMH 2.0), in Dublin Core.

A record that is no longer public has a header with status="deleted". A resumption token names the last item sent, so
changes during a harvest come at its end. Changes within the second of that item may come only in the next harvest,
which begins with that second.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request
from lxml import etree

from archive.access import PUBLIC, instant, utc_now
from archive.catalogue.records.public_history import PublicItem
from archive.record import Kind, Record
from webui.citations import Work, cite_record
from webui.http.public_address import home
from webui.i18n import labels
from webui.presentation.record_lookup import hide_private_values
from webui.presentation.record_values import plain, rights
from webui.services.services import services

PATH = "/oai"
AT_ONCE = 200  # items of an answer
_PREFIX = "oai_dc"
_OAI, _DC = "http://www.openarchives.org/OAI/2.0/", "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_NAMED = "oai:press-archive:"  # before the id of a record
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SETS = {f"kind:{kind.value}": kind for kind in Kind}
_TYPES = {Kind.PHOTO: "StillImage"}  # of the DCMI; all others are Text


class OaiError(Exception):
    """An error of the protocol: its code, and an explanation."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


@dataclass(frozen=True, slots=True)
class Selection:
    """The items of a list: those changed in [since, until], of a set, after the item `after` (instant and id)."""

    since: str = ""
    until: str = "9"
    of_set: str = ""
    after: tuple[str, str] = ("", "")

    def written(self) -> str:
        """Return the selection as a resumption token."""
        told = json.dumps([self.since, self.until, self.of_set, *self.after], separators=(",", ":"))
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def oai() -> Response:
    """Return the view. Errors of the protocol are normal answers with the status 200."""
    root = etree.Element(f"{{{_OAI}}}OAI-PMH", nsmap={None: _OAI})  # type: ignore[dict-item]
    root.set(_XSI, f"{_OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    _add(root, "responseDate", instant(utc_now()))
    asked = _add(root, "request", home() + PATH)
    try:
        given = _arguments()
        answer, allowed = VERBS[given["verb"]]
        _check(given, *allowed)
        part = etree.Element(f"{{{_OAI}}}{given['verb']}")
        answer(part, given)
        for name, value in given.items():
            asked.set(name, value)
        root.append(part)
    except OaiError as error:
        _add(root, "error", str(error), code=error.code)
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Response(body, content_type="text/xml; charset=utf-8")


def _arguments() -> dict[str, str]:
    values = request.form if request.method == "POST" else request.args
    if values.getlist("verb") not in [[verb] for verb in VERBS]:
        raise OaiError("badVerb", f"Give one verb of these: {', '.join(VERBS)}.")
    if repeated := [name for name in values if len(values.getlist(name)) > 1]:
        raise OaiError("badArgument", f"Given more than once: {_plain(', '.join(repeated))}.")
    return {name: _plain(value) for name, value in values.items()}


def _check(given: Mapping[str, str], needed: Sequence[str], allowed: Sequence[str]) -> None:
    names = given.keys() - {"verb"}
    if "resumptionToken" in allowed and "resumptionToken" in names:
        needed, allowed = ("resumptionToken",), ()
    if unknown := sorted(names - {*needed, *allowed}):
        raise OaiError("badArgument", f"Not allowed here: {', '.join(unknown)[:200]}.")
    if missing := [name for name in needed if not given.get(name)]:
        raise OaiError("badArgument", f"Missing: {', '.join(missing)}.")
    if given.get("metadataPrefix", _PREFIX) != _PREFIX:
        raise OaiError("cannotDisseminateFormat", f"Records are given as {_PREFIX} alone.")


def _identify(part: etree._Element, _given: Mapping[str, str]) -> None:
    settings = services().settings
    items = services().catalogue.public_items()
    _add(part, "repositoryName", settings.archive.name)
    _add(part, "baseURL", home() + PATH)
    _add(part, "protocolVersion", "2.0")
    _add(part, "adminEmail", settings.about.email or "nobody@localhost.localdomain")
    _add(part, "earliestDatestamp", items[0].at if items else instant(utc_now()))
    _add(part, "deletedRecord", "persistent")
    _add(part, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _formats(part: etree._Element, given: Mapping[str, str]) -> None:
    if "identifier" in given:
        _item(given["identifier"])
    found = _add(part, "metadataFormat")
    _add(found, "metadataPrefix", _PREFIX)
    _add(found, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _add(found, "metadataNamespace", _OAI_DC)


def _sets(part: etree._Element, given: Mapping[str, str]) -> None:
    if "resumptionToken" in given:
        raise OaiError("badResumptionToken", "The list of sets is given at once, without a token.")
    for name, kind in _SETS.items():
        found = _add(part, "set")
        _add(found, "setSpec", name)
        _add(found, "setName", f"Kind: {kind.value}")


def _list(part: etree._Element, given: Mapping[str, str]) -> None:
    token = given.get("resumptionToken")
    asked = _selection(given) if token is None else _read_token(token)
    wanted = _SETS.get(asked.of_set)
    items = [
        one
        for one in services().catalogue.public_items()
        if asked.since <= one.at <= asked.until and (wanted is None or one.kind == wanted.value)
    ]
    first = bisect_right(items, asked.after, key=lambda one: (one.at, one.record))
    shown = items[first : first + AT_ONCE]
    if not shown and token is None:
        raise OaiError("noRecordsMatch", "No record was changed in this time, or is in this set.")
    if given["verb"] == "ListIdentifiers":
        for one in shown:
            _header(part, one)
    else:
        _records(part, shown)
    if first + AT_ONCE < len(items):
        last = Selection(asked.since, asked.until, asked.of_set, (shown[-1].at, shown[-1].record))
        _add(part, "resumptionToken", last.written(), completeListSize=str(len(items)), cursor=str(first))
    elif token is not None:
        _add(part, "resumptionToken", "", completeListSize=str(len(items)), cursor=str(first))


def _one(part: etree._Element, given: Mapping[str, str]) -> None:
    _records(part, [_item(given["identifier"])])


def _item(identifier: str) -> PublicItem:
    id_ = identifier.removeprefix(_NAMED)
    known = id_ != identifier and _ID.fullmatch(id_)
    found = services().catalogue.public_items([id_]) if known else []
    if not found:
        raise OaiError("idDoesNotExist", "No public record has this identifier.")
    return found[0]


def _selection(given: Mapping[str, str]) -> Selection:
    since, until, of_set = (given.get(name, "") for name in ("from", "until", "set"))
    for moment in (since, until):
        if moment and not _is_moment(moment):
            raise OaiError("badArgument", "Write from and until as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    if since and until and (len(since) != len(until) or since > until):
        raise OaiError("badArgument", "from must be as exact as until, and not later.")
    if of_set and of_set not in _SETS:
        raise OaiError("noRecordsMatch", "There is no such set.")
    until = f"{until}T23:59:59Z" if _DAY.fullmatch(until) else until
    return Selection(since, until or "9", of_set)


def _is_moment(text: str) -> bool:
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read_token(token: str) -> Selection:
    try:
        told = json.loads(base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True))
        since, until, of_set, at, id_ = told
        if not all(isinstance(one, str) for one in told) or of_set not in {"", *_SETS} or not _SECOND.fullmatch(at):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise OaiError("badResumptionToken", "This is no token that an answer gave.") from None
    return Selection(since, until, of_set, (at, id_))


def _records(part: etree._Element, items: Sequence[PublicItem]) -> None:
    """Return the records; one withdrawn since it was listed is given as deleted."""
    found = services().catalogue.get_many([one.record for one in items if not one.deleted], PUBLIC)
    records = {record.id: hide_private_values(record) for record in found}
    for one in items:
        record = records.get(one.record)
        added = _add(part, "record")
        _header(added, one if record else PublicItem(one.at, one.record, one.kind, True))
        if record:
            _dublin_core(_add(added, "metadata"), record)


def _header(parent: etree._Element, one: PublicItem) -> None:
    header = _add(parent, "header", **({"status": "deleted"} if one.deleted else {}))
    _add(header, "identifier", _NAMED + one.record)
    _add(header, "datestamp", one.at)
    if one.kind:
        _add(header, "setSpec", f"kind:{one.kind}")


def _dublin_core(parent: etree._Element, record: Record) -> None:
    root = etree.SubElement(parent, f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC})
    root.set(_XSI, f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    for name, value in _elements(record, cite_record(record)):
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = _plain(value)


def _elements(record: Record, work: Work) -> Iterator[tuple[str, str | None]]:
    yield "title", work.title
    yield from (("creator", name.whole) for name in work.authors)
    yield from (("subject", word) for word in work.keywords)
    yield "description", plain(record.values.get("caption"))
    yield "publisher", work.publisher
    yield "date", work.date
    yield "type", _TYPES.get(record.kind, "Text")
    yield "type", record.kind.value
    yield "format", record.original.media_type
    yield "identifier", work.url
    yield from (("identifier", number) for number in work.numbers)
    yield "source", work.source_url
    yield "language", work.language
    yield "rights", rights(record)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, f"{{{_OAI}}}{name}", attributes)
    added.text = None if text is None else _plain(text)
    return added


def _plain(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return labels.clean_for_page(text)


_Answer = Callable[[etree._Element, Mapping[str, str]], None]
_LISTED = (("metadataPrefix",), ("from", "until", "set", "resumptionToken"))
VERBS: Mapping[str, tuple[_Answer, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Identify": (_identify, ((), ())),
    "ListMetadataFormats": (_formats, ((), ("identifier",))),
    "ListSets": (_sets, ((), ("resumptionToken",))),
    "ListIdentifiers": (_list, _LISTED),
    "ListRecords": (_list, _LISTED),
    "GetRecord": (_one, (("identifier", "metadataPrefix"), ())),
}
