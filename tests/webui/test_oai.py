"""A harvester gets every public record once, and each withdrawal. It learns nothing about other records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.edits.merging import merge
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.commands import some
from tests.support.search_shelf import HELD, SearchShelf
from webui import create_app
from webui.feeds import oai
from webui.services.services import OpenArchive

NAMES = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


class Harvested:
    """An archive with seven records, one of them held from the start, as a harvester sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with Archive.create(folder) as archive:
            shelf = SearchShelf(archive)
            self.ids = [
                shelf.add(f"Siaran {n} <&>\x07", f"Isi {n}.", date=f"2025-01-0{n}", keywords=["kapal"])
                for n in range(1, 6)
            ]
            self.photo = shelf.add("P", kind="photo", caption="Jembatan.", date="2025-02-01")
            self.held = shelf.add("Rahasia", "Zulrahasia.", HELD)
            shelf.index()
        self.services = OpenArchive(folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services, "TESTING": True}).test_client()

    def ask(self, verb: str, **given: str) -> etree._Element:
        """Return the response as XML."""
        response = self.client.get("/oai", query_string={"verb": verb, **given})
        assert (response.status_code, response.mimetype) == (200, "text/xml")
        return etree.fromstring(response.data)

    def error(self, verb: str, **given: str) -> str:
        """Return the error code, or ""."""
        found = self.ask(verb, **given).find("o:error", NAMES)
        return "" if found is None else str(found.get("code"))

    def headers(self, verb: str = "ListIdentifiers", **given: str) -> dict[str, bool]:
        """Read all headers, page by page. Return by id whether each record is deleted."""
        found: dict[str, bool] = {}
        asked: dict[str, str] = {"metadataPrefix": "oai_dc", **given}
        while asked:
            answer = self.ask(verb, **asked)
            for header in answer.iterfind(".//o:header", NAMES):
                id_ = str(header.findtext("o:identifier", None, NAMES)).rpartition(":")[2]
                assert id_ not in found
                found[id_] = header.get("status") == "deleted"
            token = answer.findtext(".//o:resumptionToken", None, NAMES)
            asked = {"resumptionToken": str(token)} if token else {}
        return found

    def set_status(self, record: str, status: Status) -> None:
        """Set the status like an archivist."""
        with closing(Archive.open(self.folder)) as archive:
            with archive.catalogue.write("the archivist") as writer:
                writer.set_status(record, Access(status))
            index_sync.update(archive)


@pytest.fixture
def harvested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Harvested]:
    monkeypatch.setattr(oai, "AT_ONCE", 2)
    made = Harvested(tmp_path / "archive")
    yield made
    made.services.close()


def test_a_harvest_has_each_public_record_once(harvested: Harvested) -> None:
    everything = dict.fromkeys([*harvested.ids, harvested.photo], False)
    assert harvested.headers() == harvested.headers("ListRecords") == everything
    assert harvested.headers(set="kind:photo") == {harvested.photo: False}
    assert harvested.headers(**{"from": "2000-01-01", "until": "2999-12-31"}) == everything
    assert harvested.error("ListRecords", metadataPrefix="oai_dc", until="2000-01-01") == "noRecordsMatch"
    answer = harvested.ask("GetRecord", metadataPrefix="oai_dc", identifier=f"oai:press-archive:{harvested.ids[0]}")
    told = {name: answer.findtext(f".//dc:{name}", None, NAMES) for name in ("title", "date", "type", "subject")}
    assert told == {"title": "Siaran 1 <&>\ufffd", "date": "2025-01-01", "type": "Text", "subject": "kapal"}
    assert answer.findtext(".//dc:identifier", None, NAMES) == f"http://localhost/records/{harvested.ids[0]}"


def test_what_is_public_no_more_is_deleted_and_what_never_was_is_nowhere(harvested: Harvested) -> None:
    first, second, third, *_ = harvested.ids
    harvested.set_status(first, Status.WITHDRAWN)
    harvested.set_status(second, Status.HELD)
    with closing(Archive.open(harvested.folder)) as archive:
        merge(archive, [third, harvested.ids[3]], ARCHIVIST.name)
        index_sync.update(archive)
    found = harvested.headers("ListRecords")
    gone = {id_ for id_, deleted in found.items() if deleted}
    assert {first, second} <= gone
    assert len(gone) == 3
    assert harvested.held not in found
    for id_ in some(sorted(gone)):
        answer = harvested.ask("GetRecord", metadataPrefix="oai_dc", identifier=f"oai:press-archive:{id_}")
        assert answer.find(".//o:header", NAMES).get("status") == "deleted"  # type: ignore[union-attr]
        assert answer.find(".//o:metadata", NAMES) is None
    for id_ in (harvested.held, "never1", "x" * 100, "a/b"):
        name = f"oai:press-archive:{id_}"
        assert harvested.error("GetRecord", metadataPrefix="oai_dc", identifier=name) == "idDoesNotExist"
    harvested.set_status(first, Status.RELEASED)
    assert harvested.headers()[first] is False


def test_an_erased_record_is_deleted_too_and_a_hidden_one_tells_no_later_act(harvested: Harvested) -> None:
    erased, withdrawn, *_ = harvested.ids

    def stamp(id_: str) -> str:
        answer = harvested.ask("GetRecord", metadataPrefix="oai_dc", identifier=f"oai:press-archive:{id_}")
        return str(answer.findtext(".//o:datestamp", None, NAMES))

    def stamps() -> list[str]:
        gone = {id_ for id_, deleted in harvested.headers().items() if deleted}
        assert gone == {erased, withdrawn}
        return [stamp(erased), stamp(withdrawn)]

    harvested.set_status(withdrawn, Status.WITHDRAWN)
    with closing(Archive.open(harvested.folder)) as archive:
        for record in (erased, harvested.held):
            with archive.catalogue.write("ani") as writer:
                n = writer.request_erasure(record, "court", "ani")
            with archive.catalogue.write("budi") as writer:
                writer.carry_out_erasure(n, "budi")
    before = stamps()
    assert all(oai._SECOND.fullmatch(one) for one in before)
    with closing(Archive.open(harvested.folder)) as archive, archive.catalogue.write("ani") as writer:
        writer._batch.now = "2031-01-01T00:00:00Z"
        writer.set_status(withdrawn, Access(Status.HELD))
    assert stamps() == before


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_harvest_goes_on_while_records_are_added(harvested: Harvested, seconds: int) -> None:
    """A record added in the same second as the last item may only appear in the next harvest, which begins with that
    second."""
    answer = harvested.ask("ListIdentifiers", metadataPrefix="oai_dc")
    token = str(answer.findtext(".//o:resumptionToken", None, NAMES))
    begin = max(str(one.text) for one in answer.iterfind(".//o:datestamp", NAMES))
    with closing(Archive.open(harvested.folder)) as archive:
        new = SearchShelf(archive)
        new._count = 100
        at = datetime.fromisoformat(begin) + timedelta(seconds=seconds)
        with patch.object(archive.catalogue, "_clock", lambda: at):
            added = new.add("Baru", "Isi baru.")
        new.index()
    begun = {str(one.text).rpartition(":")[2] for one in answer.iterfind(".//o:identifier", NAMES)}
    rest: set[str] = set()
    while token:
        answer = harvested.ask("ListIdentifiers", resumptionToken=token)
        rest |= {str(one.text).rpartition(":")[2] for one in answer.iterfind(".//o:identifier", NAMES)}
        token = answer.findtext(".//o:resumptionToken", "", NAMES)
    assert not begun & rest
    assert begun | rest | {added} == {*harvested.ids, harvested.photo, added}
    assert added in (rest if seconds else harvested.headers(**{"from": begin}))


def test_the_other_verbs(harvested: Harvested) -> None:
    told = harvested.ask("Identify")
    assert told.findtext(".//o:deletedRecord", None, NAMES) == "persistent"
    assert told.findtext(".//o:baseURL", None, NAMES) == "http://localhost/oai"
    earliest = str(told.findtext(".//o:earliestDatestamp", None, NAMES))
    assert harvested.headers(**{"from": earliest}) == harvested.headers()
    assert harvested.ask("ListMetadataFormats").findtext(".//o:metadataPrefix", None, NAMES) == "oai_dc"
    assert "kind:photo" in [one.text for one in harvested.ask("ListSets").iterfind(".//o:setSpec", NAMES)]
    posted = harvested.client.post("/oai", data={"verb": "ListSets"})
    assert b"<setSpec>" in posted.data


BAD: list[tuple[str, dict[str, Any]]] = [
    ("badVerb", {"verb": "Nonsense"}),
    ("badVerb", {}),
    ("badVerb", {"verb": ["Identify", "Identify"]}),
    ("badArgument", {"verb": "Identify", "from": "2025-01-01"}),
    ("badArgument", {"verb": "ListRecords"}),
    ("badArgument", {"verb": "GetRecord", "metadataPrefix": "oai_dc"}),
    ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025"}),
    ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025-02-30"}),
    ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025-02-03", "until": "2025-02-02"}),
    ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}),
    ("badArgument", {"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}),
    ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": "x"}),
    ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": "W10"}),
    ("badResumptionToken", {"verb": "ListSets", "resumptionToken": "W10"}),
    ("cannotDisseminateFormat", {"verb": "ListRecords", "metadataPrefix": "marc"}),
    ("noRecordsMatch", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "kind:none"}),
    ("idDoesNotExist", {"verb": "ListMetadataFormats", "identifier": "\x07]]>"}),
]


def test_errors_are_those_of_the_protocol(harvested: Harvested) -> None:
    for code, given in some(BAD):
        tree = etree.fromstring(harvested.client.get("/oai", query_string=given).data)
        assert tree.find("o:error", NAMES).get("code") == code, given  # type: ignore[union-attr]
