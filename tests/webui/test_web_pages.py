"""The pages: what a reader sees, what the public must not see, and hostile text that must remain text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

import webui
from archive.access import Viewer
from archive.errors import ServerUnreachable
from archive.record import Candidate, Kind, Link, Mention, Status
from archive.search.execution.requests import FacetValue, Results, SearchRequest
from archive.search.query import parse_query
from tests.support.web_fakes import HELD_WORD, FakeServices, record
from webui import create_app

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><iframe src=javascript:alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<mark>not ours</mark>",
    "&lt;b&gt;",
    "javascript:alert(1)//",
    "<!-- --><![CDATA[ ]]>",
    "\x00\x01\x1b[31mred",
    "\u202egpj.exe\u2066",
    "\U0001f600\U0001f468\u200d\U0001f469",
    "Z\u0351\u036b\u0343" * 200,
    "a" * 100_000,
    "\u0644\u0627 \u05e9\u05dc\u05d5\u05dd",
]


def page(client: FlaskClient, path: str, status: int = 200) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert response.content_type == "text/html; charset=utf-8"
    tree = html.document_fromstring(response.get_data())
    check_still(tree)
    return tree


def check_still(tree: html.HtmlElement) -> None:
    """Check that only our own scripts run on the page, and no link leads to a script."""
    scripts = tree.xpath("//script[not(@type='application/ld+json')]")
    sources = {s.get("src", "").split("?")[0] for s in scripts}
    assert sources <= {f"/static/{path.name}" for path in (Path(webui.__file__).parent / "static").glob("*.js")}
    assert not [s for s in scripts if (s.text or "").strip()]
    assert not tree.xpath("//iframe|//object|//embed|//style|//base|//*[@style]")
    assert not tree.xpath("//svg[@onload]|//*[@*[starts-with(name(), 'on')]]")
    for address in tree.xpath("//@href|//@src|//@action"):
        assert re.match(r"/(?!/)|#|\?|https?://", address), address


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


def test_the_front_page_says_what_is_here(client: FlaskClient) -> None:
    tree = page(client, "/")
    said = words(tree)
    assert "5 records, open to everyone." in said
    assert tree.xpath("//a[@href='/search?kind=photo'][contains(., 'Photos')]")
    assert tree.xpath("//a[@href='/search?language=id']")
    assert tree.xpath("//ul[@class='strip']//img/@src") == ["/records/photo1/thumbnail", "/records/photo2/thumbnail"]
    assert HELD_WORD not in said


def test_each_example_on_the_front_page_finds_something(client: FlaskClient) -> None:
    examples = page(client, "/").xpath("//p[@class='examples']//a/@href")
    assert examples
    for address in examples:
        assert page(client, address).xpath("//ol[contains(@class, 'entries')]/li"), address


def test_names_of_all_sorts_make_no_example_that_cannot_be_run(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tuple(FacetValue(name, 9, False) for name in ("***", "x" * 300, 'Budi "Si Doel" (Karno AND'))
    really = services.searcher.search

    def counted(request: SearchRequest, viewer: Viewer) -> Results:
        found = really(request, viewer)
        return replace(found, facets={**found.facets, "person": odd, "place": odd}) if request.facets else found

    monkeypatch.setattr(services.searcher, "search", counted)
    examples = page(client, "/").xpath("//p[@class='examples']//a")
    assert [words(one) for one in examples[:2]] == ['Budi "Si Doel" (Karno AND'] * 2
    assert parse_qs(urlsplit(examples[0].get("href")).query)["q"] == ['"Budi Si Doel (Karno AND"']
    parse_query('"Budi Si Doel (Karno AND"')  # a valid query


def test_results_can_be_looked_at_as_pictures(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi&view=grid")
    (grid,) = tree.xpath("//ol[@class='grid entries']")
    assert grid.xpath(".//img/@src") == ["/records/photo1/thumbnail"]
    photos = page(client, "/search?kind=photo&view=grid")
    assert "/records/photo1/preview" in photos.xpath("//ol[@class='grid entries']//a/@data-preview")
    assert grid.xpath(".//li[contains(@class, 'wordy')]//mark/text()")  # without a picture its text is shown
    assert tree.xpath("//nav[@aria-label='View']//a/@href") == ["/search?q=konvensi", "/search?q=konvensi&view=grid"]
    assert not [address for address in tree.xpath("//a[contains(@href, '/api/')]/@href") if "view=" in address]
    assert client.get("/search.atom?q=konvensi").status_code == 200
    (feed,) = tree.xpath("//link[@type='application/atom+xml']/@href")
    assert client.get(feed).status_code == 200


def test_an_empty_archive_says_so(tmp_path: Path, services: FakeServices) -> None:
    services.catalogue.records.clear()
    client = create_app({"SERVICES": services}).test_client()
    assert "press-archive ingest" in words(page(client, "/"))


def test_a_search_shows_marked_passages_filters_and_thumbnails(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi")
    assert "2 records for konvensi" in words(tree.xpath("//h1")[0])
    assert [m.text for m in tree.xpath("//ol//mark")] == ["konvensi", "konvensi"]
    assert tree.xpath("//ol//img/@src") == ["/records/photo1/thumbnail"]
    assert tree.xpath("//input[@name='q']/@value") == ["konvensi"]
    boxes = tree.xpath("//input[@type='checkbox'][@name='kind']")
    assert {b.get("value") for b in boxes} == {"press-release", "document"}
    assert all(b.get("form") == "search" for b in boxes)


def test_filters_that_are_on_can_be_taken_off(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi&kind=press-release&date_from=2025")
    chips = tree.xpath("//ul[@class='chips']//a")
    assert [c.get("href") for c in chips] == [
        "/search?q=konvensi&date_from=2025",
        "/search?q=konvensi&kind=press-release",
        "/search?q=konvensi",
    ]
    assert tree.xpath("//input[@name='kind'][@checked]/@value") == ["press-release"]
    assert "has no date, so the date filter leaves" not in words(tree)


def test_a_filter_that_nothing_answers_can_still_be_taken_off(client: FlaskClient) -> None:
    tree = page(client, "/search?q=zzz&kind=speech&source=Antara")
    assert tree.xpath("//input[@name='kind'][@checked]/@value") == ["speech"]
    assert "No records found." in words(tree)
    assert tree.xpath("//ul[@class='ways']//a[@href='/help/search']")
    assert "Search tips" in words(tree)


def test_without_words_the_newest_come_first_and_nothing_matches_best(client: FlaskClient) -> None:
    def orders(path: str) -> tuple[str, list[str]]:
        nav = page(client, path).xpath("//nav[@class='sorts' and @aria-label='Order']")[0]
        return words(nav.xpath(".//a[@aria-current]")[0]), [words(link) for link in nav.xpath(".//a")]

    first, offered = orders("/search?kind=speech")
    assert (first, "Best match" in offered) == ("Newest first", False)
    assert orders("/search?kind=speech&sort=title")[0] == "Title"
    first, offered = orders("/search?q=konvensi")
    assert (first, "Best match" in offered) == ("Best match", True)
    assert "Newest first" in offered


def test_paging_and_order_keep_the_search(client: FlaskClient) -> None:
    tree = page(client, "/search?q=&page_size=2&page=2&kind=photo&kind=speech")
    assert tree.xpath("//a[@rel='prev']/@href") == ["/search?kind=photo&kind=speech&page_size=2"]
    assert not tree.xpath("//a[@rel='next']")
    assert "/search?kind=photo&kind=speech&page_size=2&sort=date" in tree.xpath("//nav[@class='sorts']//a/@href")
    assert tree.xpath("//ol/@start") == ["3"]


def test_a_refused_query_is_shown_with_its_place(client: FlaskClient) -> None:
    tree = page(client, "/search?q=(<b>abc", 400)
    assert "Brackets stand" in words(tree.xpath("//*[@role='alert']")[0])
    assert [m.text for m in tree.xpath("//pre//mark")] == ["("]
    assert tree.xpath("//pre")[0].text_content() == "(<b>abc"
    assert tree.xpath("//input[@name='q']/@value") == ["(<b>abc"]


def test_a_bad_date_is_explained_and_widens_nothing(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi&date_from=soon", 400)
    assert "YYYY" in words(tree)
    assert tree.xpath("//input[@name='q']/@value") == ["konvensi"]
    assert not tree.xpath("//ol[@class='entries']")


def test_empty_form_fields_and_foreign_parameters_change_nothing(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi&date_from=&date_to=&utm_source=letter")
    assert "2 records for" in words(tree)
    assert page(client, "/?q=").xpath("//ul[@class='strip']")
    assert "2 records for" in words(page(client, "/?q=konvensi"))


def test_warnings_are_shown(client: FlaskClient) -> None:
    assert "was searched as a word" in words(page(client, "/search?q=the"))


def test_an_article_shows_its_photos_where_they_stood(client: FlaskClient) -> None:
    tree = page(client, "/records/release1")
    (text,) = tree.xpath("//div[@class='text']")
    order = [child.tag for child in text]
    assert order == ["p", "div", "p", "div", "p"]
    here, gone = tree.xpath("//figure")
    assert here.xpath(".//img/@src") == ["/records/photo1/preview"]
    assert here.xpath(".//a/@href") == ["/records/photo1"]
    assert "Presiden menyambut tamu." in words(here)
    assert "VNA" in words(here)
    assert "No photo to show for this name." in words(gone)
    assert "W-HAI_1316.jpg" in words(gone)
    assert "names 1 photo that cannot be shown here" in words(tree)
    assert text.xpath("./p/@lang") == ["id"] * 3
    source = tree.xpath("//a[contains(@href, '://vietnamnet')]")
    assert {a.get("rel") for a in source} == {"noopener nofollow noreferrer"}


def test_the_table_says_where_values_are_from_and_where_sources_disagree(client: FlaskClient) -> None:
    tree = page(client, "/records/release1")
    rows = {words(row.xpath("./th")[0]): row for row in tree.xpath("//table//tbody/tr")}
    assert words(rows["Date of the event"].xpath("./td")[0]) == "25–26 October 2025"
    date = words(rows["Date"])
    assert "25 October 2025" in date
    assert "front matter" in date
    assert "Sources disagree: 1 other value 1 October 2025 The file name" in date
    assert "Sources disagree" not in words(rows["Source"])


def test_a_photo_shows_its_own_caption_and_those_of_articles(client: FlaskClient) -> None:
    tree = page(client, "/records/photo1")
    assert tree.xpath("//figure//img/@src") == ["/records/photo1/preview"]
    assert "President Luong Cuong welcomes his guests" in words(tree.xpath("//div[@class='caption']")[0])
    ledger = words(tree.xpath("//section[@aria-labelledby='other-captions']")[0])
    assert "OLYMPUS DIGITAL CAMERA worded differently The file (IPTC) iim:2:120" in ledger
    articles = tree.xpath("//section[@aria-labelledby='articles-heading']")[0]
    assert articles.xpath(".//a/@href") == ["/records/release1"]
    assert "Presiden menyambut tamu." in ledger
    assert "NIKON Z 9" in words(tree.xpath("//details[@class='technical']")[0])


def test_the_original_can_be_had_and_checked(client: FlaskClient, services: FakeServices) -> None:
    tree = page(client, "/records/photo1")
    (link,) = tree.xpath("//ul[@class='files']//a/@href")
    digest = services.catalogue.records["photo1"].original.sha256
    assert digest in words(tree)
    assert "6 bytes" in words(tree)
    assert client.get(link).data == b"photo1"


def test_an_original_that_vanished_is_said_to_have(client: FlaskClient, services: FakeServices) -> None:
    services.store.bodies.clear()
    assert "missing from the store" in words(page(client, "/records/release1"))
    assert "missing from the store" in words(page(client, "/records/release1/assets/0", 404))


def test_while_the_store_does_not_answer_pages_are_shown_and_originals_are_for_later(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(sha256: str) -> None:
        raise ServerUnreachable(f"the address of the bucket, and {sha256}")

    monkeypatch.setattr(services.store, "has", refuse)
    monkeypatch.setattr(services.store, "open", refuse)
    assert "missing from the store" not in words(page(client, "/records/release1"))
    for address in ("/records/release1/assets/0", "/api/v1/records/release1/assets/0"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "A part of the archive cannot be reached" in answer.text
        assert "bucket" not in answer.text


def test_a_photo_that_cannot_be_drawn_says_what_it_is(client: FlaskClient, services: FakeServices) -> None:
    assert client.get("/records/photo1/thumbnail", buffered=True).content_type == "image/jpeg"
    services.renditions.damaged.add(services.catalogue.records["photo1"].original.sha256)
    response = client.get("/records/photo1/thumbnail", buffered=True)
    assert response.status_code == 200
    assert response.content_type.startswith("image/svg+xml")
    assert etree.fromstring(response.data).xpath("//*[local-name()='text']/text()")[0] == "JPG"
    page(client, "/records/photo1")


def test_a_drawing_in_place_of_a_photo_has_the_first_words_of_its_title(
    client: FlaskClient, services: FakeServices
) -> None:
    title = "The bridge & the \x00<harbour> at night, seen from the new pier <script>"
    services.add(record("gone1", Kind.PHOTO, "a.tiff", {"title": title}))
    services.add(record("gone2", Kind.PHOTO, "without-a-suffix", {"title": "\u202e" + "x" * 500}))
    for id_ in ("gone1", "gone2"):
        services.renditions.damaged.add(services.catalogue.records[id_].original.sha256)
    answer = client.get("/records/gone1/thumbnail")
    drawn = etree.fromstring(answer.data)
    kind, *lines = drawn.xpath("//*[local-name()='text']/text()")
    assert (kind, len(lines)) == ("TIFF", 2)
    assert lines[0].startswith("The bridge & the")
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} == {"svg", "rect", "g", "text"}
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/records/gone1/thumbnail", headers=etag).status_code == 304
    assert (
        etree.fromstring(client.get("/records/gone2/thumbnail").data).xpath("//*[local-name()='text']/text()")[0] == "?"
    )


def test_only_photos_have_pictures(client: FlaskClient) -> None:
    assert client.get("/records/release1/thumbnail").status_code == 404


def test_a_document_of_pages_has_an_anchor_for_each(client: FlaskClient) -> None:
    tree = page(client, "/records/speech1")
    assert tree.xpath("//h2[@class='page-number']/@id") == ["page-1", "page-2", "page-3"]
    assert tree.xpath("//nav[@class='contents']//a/@href") == ["#page-1", "#page-2", "#page-3"]


@pytest.mark.parametrize("tail", ["", "/thumbnail", "/preview", "/assets/0"])
@pytest.mark.parametrize("status", [Status.HELD, Status.WITHDRAWN])
def test_what_is_not_public_answers_as_what_never_was(
    client: FlaskClient, services: FakeServices, tail: str, status: Status
) -> None:
    services.change("photo1", status=status)
    hidden, never = client.get(f"/records/photo1{tail}"), client.get(f"/records/photo9{tail}")
    assert hidden.status_code == never.status_code == 404
    assert hidden.data == never.data
    assert dict(hidden.headers) == dict(never.headers)


def test_pages_that_do_not_exist_show_the_way(client: FlaskClient) -> None:
    tree = page(client, "/nothing/here", 404)
    assert "Nothing here" in words(tree)
    assert tree.xpath("//input[@name='q']")
    assert tree.xpath("//a[@href='/search']")


def test_while_the_index_is_made_the_page_says_so(client: FlaskClient, services: FakeServices) -> None:
    services.searcher.broken = True
    assert "index is being made" in words(page(client, "/search?q=a", 503))
    page(client, "/records/release1")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(services: FakeServices, text: str) -> None:
    mention = Mention(text[:200] + ".jpg", text, text, text, 0)
    values = dict.fromkeys(
        ("title", "headline", "caption", "credit", "copyright", "source", "source_url", "language", "genre", "date",
         "event_date", "alt_text", "usage_terms", "location"), text
    )  # fmt: skip
    values |= {"keywords": [text, text], "persons": [text], "alternative": [{"text": text, "language": text}]}
    values |= {"embargo": {"words": text, "until": None, "origin": text}, "odd_" + text[:30]: text}
    origins = {"title": [Candidate(text, text), Candidate(text, text + "2")]}
    for id_, kind in (("x-article", Kind.ARTICLE), ("x-photo", Kind.PHOTO)):
        services.add(
            record(
                id_,
                kind,
                text[:250] + ".txt",
                values,
                media_type=text[:50],
                origins=origins,
                notes=(text,),
                photos=(Link(mention, None, reason=text), Link(mention, "photo1", text, True, text)),
                articles=(Link(mention, "release1", text, True, text),),
            ),
            f"{text}\n\n{text}",
        )
    client = create_app({"SERVICES": services}).test_client()
    for path in ("/", "/search", "/records/x-article", "/records/x-photo"):
        tree = page(client, path)
        assert "\x00" not in client.get(path).text
        if "alert(1)" in text and path.startswith("/records"):
            assert "alert(1)" in tree.text_content()
    for id_ in ("x-article", "x-photo"):
        response = client.get(f"/records/{id_}/assets/0")
        assert response.headers["Content-Disposition"].startswith('attachment; filename="')
        assert client.get(f"/api/v1/records/{id_}").status_code == 200
    assert client.get("/api/v1/search").status_code == 200


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_and_ids_stay_words(client: FlaskClient, text: str) -> None:
    for name in ("q", "source", "kind", "date_from", "page", text[:50]):
        response = client.get("/search", query_string={name: text})
        assert response.status_code in {200, 400}
        check_still(html.document_fromstring(response.get_data()))
        assert client.get("/api/v1/search", query_string={name: text}).status_code in {200, 400}
    response = client.get("/records/" + text.replace("/", "%2F").replace("?", "%3F").replace("#", "%23")[:3000])
    assert response.status_code == 404
    check_still(html.document_fromstring(response.get_data()))


def test_a_text_too_long_for_a_page_goes_on_in_the_next_part(client: FlaskClient, services: FakeServices) -> None:
    services.catalogue.words["document1"] = "kata " * 100_000
    tree = page(client, "/records/document1")
    assert tree.xpath("//nav[@class='parts']//a/text()") == ["Part 2 of the text", "The whole text as JSON"]
    assert len(client.get("/api/v1/records/document1/text").get_json()["text"]) == 500_000


def test_no_route_lets_a_held_record_out(client: FlaskClient, services: FakeServices) -> None:
    """A word of a held record appears nowhere before its release, everywhere afterwards, and nowhere once it is
    withdrawn."""
    services.add(
        record("held2", Kind.PHOTO, f"{HELD_WORD}.jpg", {"caption": HELD_WORD}, HELD_WORD.encode(), status=Status.HELD),
        HELD_WORD,
        HELD_WORD.encode(),
    )

    def seen() -> set[tuple[str, int]]:
        """Return (rule, status) of the responses about the held records that contain the word or are not a 404."""
        found = set()
        for rule in client.application.url_map.iter_rules():
            if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
                continue
            for id_ in ("held1", "held2"):
                path = rule.rule.replace("<record_id>", id_).replace("<name>", id_).replace("<n>", "0")
                for query in ("", "?q=kenari", "?kind=photo&sort=-date"):
                    response = client.get(path + query, buffered=True)
                    about_it = "<record_id>" in rule.rule and response.status_code not in {404, 400}
                    if HELD_WORD.encode() in response.data or HELD_WORD in str(response.headers) or about_it:
                        found.add((rule.rule, response.status_code))
        return found

    assert seen() == set()
    for id_ in ("held1", "held2"):
        services.change(id_, release_at="2020-01-01T00:00:00Z")
    assert {rule for rule, _ in seen()} >= {
        "/", "/search", "/records/<record_id>", "/records/<record_id>/assets/<n>", "/records/<record_id>/thumbnail",
        "/api/v1/search", "/api/v1/records/<record_id>", "/api/v1/records/<record_id>/text",
    }  # fmt: skip
    for id_ in ("held1", "held2"):
        services.change(id_, status=Status.WITHDRAWN)
    assert seen() == set()


def test_passages_say_that_they_are_cut(client: FlaskClient) -> None:
    (passage,) = page(client, "/search?q=dihadiri").xpath("//p[@class='passage']/bdi")
    assert words(passage).startswith("… ")
    assert words(passage).endswith(" …")
