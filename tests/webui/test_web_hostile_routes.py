"""Every route of the application, requested with hostile paths, parameters and headers, responds or says what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from archive.catalogue import EDIT
from archive.edits.edits import Edit, change
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.book import write_book
from tests.support.access_copies import keep_access_copies
from tests.support.commands import desk_app, desk_client
from webui.api.batch import BatchQuery
from webui.api.paths import is_api
from webui.api.records import CitationQuery
from webui.desk.ingest.locked import LockedQuery
from webui.desk.ingest.receipts import ReceiptQuery
from webui.desk.ingest.rejected import RejectedQuery
from webui.desk.ingest.upload_pages import BeginQuery, OneFile, PieceQuery
from webui.desk.links.events import EventActQuery, EventQuery, EventsQuery
from webui.desk.links.mentions import MentionsQuery
from webui.desk.links.merging import MergeQuery
from webui.desk.links.photo_picker import PickerQuery
from webui.desk.links.relations import RelationsQuery
from webui.desk.links.splitting import SplitQuery
from webui.desk.records.changes import ChangeQuery, ChangesQuery
from webui.desk.records.rights import RightsQuery
from webui.desk.records.selection import DeskQuery
from webui.desk.records.versions import HistoryQuery
from webui.http.parameters import (
    ExportQuery,
    FollowQuery,
    HistogramQuery,
    PageQuery,
    PassagesQuery,
    QuotesQuery,
    SearchQuery,
    SimilarQuery,
    SuggestQuery,
)
from webui.pages.kept_list import ListQuery
from webui.services.links import ENTITIES
from webui.services.services import OpenArchive

HITS = ("q", "hit", "names", "names_off")
KNOWN: dict[str, tuple[str, ...]] = {
    "static": ("v",),
    "api.search": tuple(SearchQuery.model_fields),
    "api.histogram": tuple(HistogramQuery.model_fields),
    "api.changes": tuple(FollowQuery.model_fields),
    "api.suggest": tuple(SuggestQuery.model_fields),
    "api.export": tuple(ExportQuery.model_fields),
    "api.passages": tuple(PassagesQuery.model_fields),
    "api.quotes": tuple(QuotesQuery.model_fields),
    "api.batch": tuple(BatchQuery.model_fields),
    "api.ingest": (),
    "api.ingest_state": ("after",),
    "api.citation": tuple(CitationQuery.model_fields),
    "feeds.atom": tuple(PageQuery.model_fields),
    "feeds.oai": ("verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"),
    "pages.kept": tuple(ListQuery.model_fields),
    "pages.passage": (),
    "pages.beside": (*PageQuery.model_fields, "result", "ids", "name", "desk", "only"),
    "api.similar": tuple(SimilarQuery.model_fields),
    "pages.home": tuple(PageQuery.model_fields),
    "pages.search": tuple(PageQuery.model_fields),
    **dict.fromkeys(
        (f"pages.{path[1:]}" for path in ENTITIES.values()), ("like", "order", "page")
    ),
    "pages.facet_values": (*PageQuery.model_fields, "facet", "like", "order"),
    "desk.begin_intake": tuple(BeginQuery.model_fields),
    "desk.resume_intake": tuple(BeginQuery.model_fields),
    "desk.take_piece": tuple(PieceQuery.model_fields),
    "desk.forget_file": tuple(OneFile.model_fields),
    "desk.desk_records": tuple(DeskQuery.model_fields),
    "desk.desk_record": ("done", "before"),
    "desk.desk_changes": tuple(ChangesQuery.model_fields),
    "desk.desk_change": tuple(ChangeQuery.model_fields),
    "desk.desk_relations": tuple(RelationsQuery.model_fields),
    "desk.desk_mentions": tuple(MentionsQuery.model_fields),
    "desk.desk_events": tuple(EventsQuery.model_fields),
    "desk.desk_event": tuple(EventQuery.model_fields),
    "desk.preview_event_act": tuple(EventActQuery.model_fields),
    "desk.desk_merge": tuple(MergeQuery.model_fields),
    "desk.desk_split": tuple(SplitQuery.model_fields),
    "desk.desk_history": tuple(HistoryQuery.model_fields),
    "pages.series_unit": ("page",),
    "desk.pick_photo": tuple(PickerQuery.model_fields),
    "desk.desk_rejected": tuple(RejectedQuery.model_fields),
    "desk.desk_rights": tuple(RightsQuery.model_fields),
    "desk.rejected_csv": tuple(RejectedQuery.model_fields),
    "desk.desk_passwords": tuple(LockedQuery.model_fields),
    "desk.desk_collections": ("done",),
    "desk.desk_due": ("collection", "on"),
    "desk.due_csv": ("collection", "on"),
    "desk.desk_legal_holds": ("record", "collection", "done"),
    "desk.desk_erasures": ("record", "done"),
    "desk.login": ("next",),
    "desk.start_openid": ("next",),
    "desk.end_openid": ("code", "state", "error", "error_description", "iss"),
    "desk.account": ("done",),
    "desk.receipt": tuple(ReceiptQuery.model_fields),
    "desk.receipt_csv": tuple(ReceiptQuery.model_fields),
    "pages.events": ("page",),
    "pages.record": HITS,
    "pages.document_pages": (*HITS, "go", "from"),
    "pages.document_page": HITS,
} | dict.fromkeys(
    (
        "feeds.iiif_manifest", "feeds.iiif_sequence", "feeds.iiif_image", "feeds.iiif_info", "feeds.iiif_picture",
        "feeds.iiif_page", "feeds.security", "feeds.site_map", "feeds.site_map_part", "feeds.llms", "api.overview",
        "feeds.robots", "feeds.opensearch", "pages.about",
        "api.entity", *(f"pages.{path[1:]}_entity" for path in ENTITIES.values()),
        "api.event", "pages.event", "pages.series_list", "desk.desk_series", "desk.change_series",
        "desk.put_back_value",
        "api.record_file", "api.ninjs_file", "api.text_file",
        "api.record", "api.text", "api.sequence", "api.asset", "api.access_copy", "api.openapi", "api.healthz",
        "api.readyz",
        "pages.api_help", "pages.search_help", "pages.page_picture", "pages.page_thumbnail", "pages.sequence",
        "pages.thumbnail", "pages.access_copy",
        "pages.preview", "pages.asset", "desk.receipts", "desk.desk", "desk.intake", "desk.intake_progress",
        "desk.try_password", "desk.stop_passwords", "desk.desk_scans", "desk.read_scans", "desk.stop_scans",
        "desk.intake_now", "desk.start_intake", "desk.stop_intake", "desk.discard_drop",
        "desk.change_record", "desk.preview_fields", "desk.set_fields", "desk.confirm_access", "desk.set_access",
        "desk.fields_of_none", "desk.fields_set_of_none", "desk.access_of_none", "desk.access_set_of_none",
        "desk.thumbnail", "desk.preview", "desk.asset", "desk.under_way", "desk.desk_undo", "desk.take_change_back",
        "desk.adding_relations", "desk.relation_decided", "desk.relation_added", "desk.mention_decided",
        "desk.undo_event_act", "desk.decide_event_act", "desk.merge_record", "desk.split_record",
        "desk.preview_collection_rule", "desk.set_collection_rule", "desk.preview_rule_lift",
        "desk.lift_collection_rule", "desk.request_due_disposal", "desk.cancel_due_disposal", "desk.desk_disposal",
        "desk.preview_legal_hold", "desk.set_legal_hold", "desk.lift_legal_hold",
        "desk.preview_erasure", "desk.request_erasure", "desk.cancel_erasure", "desk.edit_accession_sheet",
        "desk.log_in", "desk.log_out", "desk.change_own_password",
        "desk.users", "desk.add_user", "desk.change_user", "desk.create_token", "desk.revoke_token",
    ),
    (),
)  # fmt: skip
"""The parameters of each route, by endpoint. New routes must be added here."""

# As written in an address: NUL, lone surrogates, invalid UTF-8, code points beyond Unicode, incomplete escapes,
# combining marks, symbols, invalid numbers, and long values.
RAW = (
    "", "%00", "a%00b", "%ed%a0%80", "x%ed%b0%80y", "%ff%fe", "%c0%af", "%f4%90%80%80", "%", "%zz", "-1", "0", "1.5",
    "1e9", "NaN", "+", "99999999999999999999", "%D9%A3", "%E2%80%AEabc", "%EF%BF%BF", "%0d%0aX-Injected:%201",
    "%3Cscript%3Ealert(1)%3C/script%3E", "%22%27%60{{7*7}}", "%F0%9F%87%BB" * 40, "x" * 10_000, "%CC%81" * 3_000, "*",
    "..%2f..%2farchive.toml", "on,off,on", "%5B%5D",
)  # fmt: skip
SEGMENTS = (
    *(raw for raw in RAW if raw and "%2f" not in raw),
    "..",
    "%2e%2e",
    "..%5c..",
    ".",
    "a;b",
    "%0a",
    "%C3%A9",
    "%E9",
)
HEADERS = {
    "HTTP_IF_NONE_MATCH": ('"', 'W/"', "*", "x" * 10_000, '"\xff"', "W/\x00"),
    "HTTP_IF_MODIFIED_SINCE": ("Thu, 99 Foo 99999", "0", "-1", "\xff", "Thu, 01 Jan 0001 00:00:00 GMT"),
    "HTTP_RANGE": ("bytes=9-1", "bytes=-99999999999999999999", "bytes=a-b", "bytes=0-0,1-1,2-2", "bytes=", "\xff=1-2"),
    "HTTP_IF_RANGE": ('"', "\xff"),
    "HTTP_ACCEPT_LANGUAGE": ("x" * 10_000, "id;q=NaN", "\xff"),
    "HTTP_ACCEPT": ("*/*;q=1e999", "\x00"),
    "HTTP_COOKIE": ("a=b;;;=", "\xff=\x00"),
    "HTTP_HOST": ("", "\xff", "a b", "[::1", "localhost:99999999", "x" * 10_000),
}
ANSWERS = frozenset((200, 206, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 414, 416))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("routes")
    _disk(folder / "disk")
    with Archive.create(folder / "archive") as archive:
        ingest([folder / "disk"], archive)
        ids = archive.catalogue.of_status(Status.RELEASED)
        named = [f"{key}=Kupang" for key in ("city", "persons", "source", "organisations", "credit")]
        change(archive, ids, Edit.of(named, (), ()).each, (EDIT, "city=Kupang"), "test")
        index_sync.update(archive)
    keep_access_copies(folder / "archive")
    services = OpenArchive(folder / "archive")
    yield desk_client(desk_app(services))
    services.close()


def _disk(folder: Path) -> None:
    """Write a sequence of three photographs, and an article that names one of them."""
    folder.mkdir()
    write_book(folder / "laporan.pdf", 2)
    for number in range(411, 414):
        look = Image.linear_gradient("L").rotate(number * 25).resize((320, 200)).convert("RGB")
        look.save(folder / f"W-ALI_0{number}.jpg")
    story = "Presiden membuka jembatan baru\n\nKUPANG, 4 Mei 2025 - Jembatan itu dibuka.\n\nW-ALI_0412.jpg\nPita.\n"
    (folder / "jembatan.txt").write_text(story, encoding="utf-8")


def ask(client: FlaskClient, path: str, query: str = "", method: str = "GET", **environ: str) -> None:
    """Send this address, byte for byte as a server passes it on, and check the response."""
    raw = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query} | environ
    response = client.open("/", method=method, environ_overrides=raw, buffered=True)
    what = f"{method} {path[:200]}?{query[:200]} {str(environ)[:200]}"
    assert response.status_code in ANSWERS, (what, response.status)
    assert "X-Injected" not in response.headers, what
    if method != "HEAD" and response.status_code >= 400:
        _says_what_to_do(response, path, what)
    elif response.mimetype == "text/html":
        assert "<script>alert" not in response.data.decode(), what


def _says_what_to_do(response: TestResponse, path: str, what: str) -> None:
    body = response.data.decode()  # strictly
    if is_api(unquote(path)):
        told = json.loads(body)
        assert response.mimetype == "application/problem+json", what
        assert response.headers["X-Content-Type-Options"] == "nosniff", what
        assert len(told["detail"].split()) > 3, what
        assert all(fault["name"] and fault["reason"] for fault in told.get("errors") or ()), what
        return
    assert "<script>alert" not in body, what
    assert 'role="search"' in body, what
    assert "</h1>" in body, what


def rules(client: FlaskClient) -> list[Rule]:
    return list(client.application.url_map.iter_rules())


def drop(client: FlaskClient) -> str:
    """Return the address of an upload without files."""
    told = client.application.config
    if "A_DROP" not in told:
        token = {"X-Form-Token": told["FORM_TOKEN"]}
        told["A_DROP"] = client.post("/desk/intake/begin?files=1&bytes=1", headers=token).get_json()["url"]
    return str(told["A_DROP"]).rpartition("/")[2]


def real(client: FlaskClient, endpoint: str) -> str:
    """Return the address of a route with existing values."""
    (rule,) = (rule for rule in rules(client) if rule.endpoint == endpoint)
    what = "filename:laporan.pdf" if "/pages" in rule.rule else "kind:photo"
    found = client.get("/api/v1/search", query_string={"q": what}).get_json()["results"]
    digest = client.get(f"/api/v1/records/{found[0]['id']}").get_json()["assets"][0]["sha256"][:32]
    values = {
        "<record_id>": found[0]["id"],
        "<digest>": digest,
        "<number>": "1",
        "<size>": "max",
        "<n>": "0",
        "<path:filename>": "mark.svg",
        "<path:code>": "F1",
        "<drop>": drop(client),
    }
    values |= {
        "<offset>": "0",
        "<article>": found[0]["id"],
        "<other_id>": "photo1",
        "<name>": "kupang",
        "<key>": "place-kupang",
        "<upload>": "0" * 16,
    }
    path = rule.rule
    for name, value in values.items():
        path = path.replace(name, value)
    return path


def test_every_route_is_asked(client: FlaskClient) -> None:
    assert {rule.endpoint for rule in rules(client)} == set(KNOWN), "give a new route its parameters in KNOWN"


LEADS_ON = {"desk.adding_relations", "feeds.iiif_image"}
NEEDED = {"api.passages": "?q=jembatan"}  # parameters that a route requires
MAYBE_NONE = {
    "api.text", "api.text_file", "feeds.security",
    "pages.passage", "pages.beside", "desk.under_way", "pages.event", "api.event", "desk.desk_event",
    "desk.preview_event_act", "desk.pick_photo", "desk.desk_disposal", "pages.series_unit",
}  # fmt: skip


OF_USERS = {
    "desk.login", "desk.log_in", "desk.log_out", "desk.account", "desk.change_own_password", "desk.users",
    "desk.add_user", "desk.change_user", "desk.create_token", "desk.revoke_token", "desk.start_openid",
    "desk.end_openid",
}  # fmt: skip
"""Routes that exist only in an archive with users: desk/test_login.py, desk/test_openid.py."""
OF_TOKENS = {"api.ingest", "api.ingest_state"}
"""Routes for scripts with a token: test_script_ingest.py."""


@pytest.mark.parametrize("endpoint", sorted(KNOWN.keys() - OF_USERS - OF_TOKENS))
def test_a_route_answers_plainly(client: FlaskClient, endpoint: str) -> None:
    """Otherwise the tests below would request something that does not exist."""
    (rule,) = (rule for rule in rules(client) if rule.endpoint == endpoint)
    path = real(client, endpoint)
    if "GET" in (rule.methods or ()):
        assert client.get(path + NEEDED.get(endpoint, ""), buffered=True).status_code in (
            303 if endpoint in LEADS_ON else 200,
            404 if endpoint in MAYBE_NONE else 200,
        )
    else:
        assert client.post(path).status_code == (400 if endpoint.startswith("api.") else 403)
    for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        ask(client, path, method=method)


@pytest.mark.parametrize("endpoint", sorted(KNOWN))
def test_any_value_of_any_parameter_is_answered(client: FlaskClient, endpoint: str) -> None:
    path = real(client, endpoint)
    for name in KNOWN[endpoint]:
        having = sorted(other for other in KNOWN if name in KNOWN[other])
        share = min(6, len(having))  # each value is asked of a sixth of the routes with this parameter
        for number, raw in enumerate(RAW):
            if number % share != having.index(endpoint) % share:
                continue
            twice = number // share % 3 == 0  # the rules of a parameter do not depend on the others
            ask(client, path, f"q=jembatan&{name}={raw}&{name}={raw}x" if twice else f"{name}={raw}")
    for name in ("unknown", "%00", "%ff"):
        for raw in RAW[:: len(RAW) // 5]:
            ask(client, path, f"{name}={raw}")


def _half(values: Sequence[str], endpoint: str) -> Sequence[str]:
    """Return every second value: the others are sent to the next route."""
    return values[sorted(KNOWN).index(endpoint) % 2 :: 2]


@pytest.mark.parametrize("endpoint", sorted(KNOWN))
def test_any_path_is_answered(client: FlaskClient, endpoint: str) -> None:
    (rule,) = (rule for rule in rules(client) if rule.endpoint == endpoint)
    path = real(client, endpoint)
    for segment in _half(SEGMENTS, endpoint):
        ask(client, f"{path}/{segment}")
        ask(client, path + segment)
        for name in (
            "<record_id>",
            "<n>",
            "<offset>",
            "<number>",
            "<digest>",
            "<path:filename>",
            "<drop>",
            "<key>",
            "<article>",
        ):
            if name in rule.rule:
                parts = zip(rule.rule.split("/"), path.split("/"), strict=True)
                ask(client, "/".join(segment if pattern == name else part for pattern, part in parts))


@pytest.mark.parametrize("endpoint", sorted(KNOWN))
def test_any_header_is_answered(client: FlaskClient, endpoint: str) -> None:
    path = real(client, endpoint)
    for name, values in HEADERS.items():
        for value in _half(values, endpoint):
            ask(client, path, **{name: value})
