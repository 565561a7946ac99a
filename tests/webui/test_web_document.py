"""A text is shown with its hits: marked in the record, and on the pictures of a document's pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Kind, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import Options, ingest
from tests.builders.book import ON, PAGES, PHRASE, phrase_box, write_book
from tests.builders.made_files import one_page, stream
from tests.support.web_fakes import memorable, record
from webui import create_app
from webui.services.services import OpenArchive

NEVER = "abcdefghijklmnop"
LONG = "Jembatan lama itu runtuh.\n\nWarga membangun jembatan\nbaru di atas sungai, dan jembatan itu kuat.\n\nTamat."


class Shelf:
    """An archive of a report of nine pages, a long text, and malicious PDFs, with its pages."""

    def __init__(self, folder: Path) -> None:
        disk = folder / "disk"
        disk.mkdir()
        write_book(disk / "laporan.pdf")
        (disk / "panjang.txt").write_text(LONG, encoding="utf-8")
        (disk / "lebar.pdf").write_bytes(
            one_page(b"BT /F 12 Tf 72 700 Td (gajah lebar sekali) Tj ET").replace(b"595 842", b"1000000 842")
        )
        loops = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
        drawn = b"BT /F 12 Tf 72 700 Td (kerbau berputar) Tj ET /X Do"
        (disk / "putar.pdf").write_bytes(one_page(drawn, b"/XObject<</X 6 0 R>>", [loops]))
        self.folder = folder / "archive"
        with Archive.create(self.folder) as archive:
            ingest([disk], archive)
            found = archive.catalogue.get_many(archive.catalogue.visible_ids(ARCHIVIST), ARCHIVIST)
            self.ids = {record.filename: record.id for record in found}
            self.digests = {record.filename: record.original.sha256 for record in found}
        self.services = OpenArchive(self.folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services}).test_client()

    def at(self, name: str, rest: str = "") -> str:
        return f"/records/{self.ids[name]}{rest}"

    def tree(self, path: str, status: int = 200) -> Any:
        response = self.client.get(path)
        assert response.status_code == status, (path, response.status, response.text[:2000])
        return lxml.html.fromstring(response.text)

    def become(self, name: str, status: Status) -> None:
        with Archive.open(self.folder) as archive:
            with archive.catalogue.write("the archivist") as writer:
                writer.set_status(self.ids[name], Access(status, None, None))
            index_sync.update(archive)


@contextmanager
def taken_in(folder: Path, passwords: tuple[str, ...] = ()) -> Iterator[tuple[FlaskClient, str]]:
    """Ingest `folder`/disk, and yield a client of the archive and the id of the only record about `kapal`."""
    with Archive.create(folder / "archive") as archive:
        ingest([folder / "disk"], archive, Options(passwords=passwords))
    services = OpenArchive(folder / "archive")
    client = create_app({"SERVICES": services}).test_client()
    (found,) = client.get("/api/v1/search?q=kapal").get_json()["results"]
    yield client, f"/records/{found['id']}"
    services.close()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    found = Shelf(tmp_path_factory.mktemp("books"))
    yield found
    found.services.close()


def said(tree: Any) -> str:
    (output,) = tree.xpath("//nav[contains(@class, 'hits')]//output")
    return str(output.text_content())


def address(tree: Any, rel: str) -> str | None:
    found = tree.xpath(f"//nav[contains(@class, 'hits')]//a[@rel='{rel}']/@href")
    return str(found[0]) if found else None


def test_a_hit_leads_to_its_page_and_the_rectangle_is_on_the_words(shelf: Shelf) -> None:
    (link,) = shelf.tree(f'/search?q="{PHRASE}"').xpath("//div[@class='trail']//a")
    assert link.text_content() == "p. 4 (page 7 of the file)"
    assert link.get("href").startswith(shelf.at("laporan.pdf", f"/pages/{ON}?q="))
    assert link.get("href").endswith("&hit=1#hit-1")
    page = shelf.tree(link.get("href"))
    assert said(page) == "1 of 1"
    (svg,) = page.xpath("//div[@class='under']/*[local-name()='svg']")
    (group,) = page.xpath("//*[@id='hit-1']")
    (rect,) = group
    wide, high = (int(side) for side in svg.get("viewbox", svg.get("viewBox")).split()[2:])
    x, y, width, height = (int(rect.get(name)) for name in ("x", "y", "width", "height"))
    left, top, right, bottom = phrase_box()
    assert abs(x / wide - left) < 0.004
    assert abs((x + width) / wide - right) < 0.004
    assert y / high <= top
    assert (y + height) / high >= bottom
    assert height / high < 0.025
    assert page.xpath("string(//mark[@id='text-1'])") == PHRASE
    assert "Hit 1: mercusuar tua dipugar, middle" in page.xpath("string(//figcaption)")


def test_words_of_the_title_have_rectangles_too(shelf: Shelf) -> None:
    """They are not in the text, because the title was removed from it."""
    page = shelf.tree(shelf.at("laporan.pdf", '/pages/1?q="laporan+pelabuhan"'))
    assert len(page.xpath("//*[local-name()='g'][not(@id)]/*")) == 1
    assert "In the title: Laporan pelabuhan, upper left" in page.xpath("string(//figcaption)")


@pytest.mark.parametrize("kept", [True, False])
def test_words_read_by_machine_are_marked_in_the_text_alone(tmp_path: Path, kept: bool) -> None:
    services = memorable(tmp_path)
    values = {"title": "Sebuah pindaian", "ocr": {"pages": 1, "by_page": {"2": 91}}}
    added = record("scan1", Kind.DOCUMENT, "scan.pdf", values, media_type="application/pdf")
    services.add(added, "Satu.\fJembatan lama.")
    if kept:
        services.renditions.placed = tmp_path / "letters.json"
        services.renditions.placed.write_text('{"pages": 2, "size": [10, 10], "letters": "", "boxes": []}')
    client = create_app({"SERVICES": services}).test_client()
    text = client.get("/records/scan1/pages/2?q=jembatan").text
    assert "were read by machine from its picture; where each stands was not kept" in text
    assert 'id="text-1"' in text
    assert "<rect" not in text
    text = client.get("/records/scan1/pages/1?q=satu").text
    assert "1 hit on this page could not be found on its picture; it is marked in the text." in text


def test_from_hit_to_hit_through_the_pages(shelf: Shelf) -> None:
    page = shelf.tree(shelf.at("laporan.pdf", "/pages/2?q=dermaga"))
    assert said(page) == "1 of 6"
    assert address(page, "prev") is None
    seen = []
    while (onward := address(page, "next")) is not None:
        seen.append(re.sub(r".*/pages/(\d+)\?q=dermaga&hit=(\d+)#hit-\2", r"\1:\2", onward))
        page = shelf.tree(onward)
        assert page.xpath(f"//*[@id='hit-{seen[-1].split(':')[1]}']")
    assert seen == ["2:2", "7:3", "7:4", "9:5", "9:6"]
    assert said(page) == "6 of 6"
    between = shelf.tree(shelf.at("laporan.pdf", "/pages/4?q=dermaga"))
    assert said(between) == "6 hits"
    assert address(between, "prev").endswith("/pages/2?q=dermaga&hit=2#hit-2")  # type: ignore[union-attr]
    assert address(between, "next").endswith("/pages/7?q=dermaga&hit=3#hit-3")  # type: ignore[union-attr]


def test_a_page_has_its_text_its_neighbours_and_small_pictures(shelf: Shelf) -> None:
    page = shelf.tree(shelf.at("laporan.pdf", "/pages/2"))
    assert page.xpath("//h1/text()")[0] == f"Page ii (2 of {PAGES} in the file)"
    assert "Baris 3 di bagian 2" in page.xpath("string(//section[@class='beside'])")
    assert [a.get("href").rsplit("/", 1)[1] for a in page.xpath("//div[@class='record-bar']//a[@rel]")] == ["1", "3"]
    (picture,) = page.xpath("//div[@class='under']/img")
    assert f"/pages/2/{shelf.digests['laporan.pdf'][:32]}/picture" in picture.get("src")
    response = shelf.client.get(picture.get("src"), buffered=True)
    assert response.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(response.data)).width == int(picture.get("width")) == 1200
    small = page.xpath("//ol[@class='leaves']//img")
    assert len(small) == 6
    assert all(image.get("loading") == "lazy" for image in small)
    assert Image.open(io.BytesIO(shelf.client.get(small[0].get("src"), buffered=True).data)).width == 180
    assert not page.xpath("//nav[contains(@class, 'hits')]")


def test_a_page_is_enlarged_up_to_three_times_its_size_on_paper(shelf: Shelf) -> None:
    def width(zoom: str) -> int:
        return int(
            shelf.tree(shelf.at("laporan.pdf", f"/pages/2?zoom={zoom}")).xpath("//div[@class='under']/img/@width")[0]
        )

    paper = width("100")
    assert (width("50"), width("300")) == pytest.approx((paper / 2, 3 * paper), abs=2)
    assert width("99") == width("") == width("9e9") == 1200
    largest = shelf.tree(shelf.at("laporan.pdf", "/pages/2?zoom=300"))
    assert not largest.xpath("//a[.//text()='Larger']")
    (smaller,) = largest.xpath("//a[.//text()='Smaller']/@href")
    assert smaller == shelf.at("laporan.pdf", "/pages/2?zoom=200")


@pytest.mark.parametrize(
    ("words", "begun", "leads_to"),
    [
        ("dermaga", 1, "/pages/2?q=dermaga&hit=1#hit-1"),
        ("dermaga", 3, "/pages/7?q=dermaga&hit=3#hit-3"),
        ("nihil", 3, "/pages/3?q=nihil"),
    ],
)
def test_words_are_found_in_one_document_from_a_page_on(shelf: Shelf, words: str, begun: int, leads_to: str) -> None:
    form = shelf.tree(shelf.at("laporan.pdf", f"/pages/{begun}")).forms[1:]
    (find,) = (one for one in form if "find" in one.fields)
    find.fields["q"] = words
    found = shelf.client.get(find.get("action"), query_string=dict(find.form_values()))
    assert (found.status_code, found.location) == (302, shelf.at("laporan.pdf", leads_to))


def test_from_the_last_page_words_are_found_from_the_first_on(shelf: Shelf) -> None:
    found = shelf.client.get(shelf.at("laporan.pdf", "/pages?find=8&q=mercusuar"))
    assert found.location == shelf.at("laporan.pdf", f"/pages/{ON}?q=mercusuar&hit=1#hit-1")


def test_the_picture_or_the_text_of_pages_is_read_alone(shelf: Shelf) -> None:
    both = shelf.tree(shelf.at("laporan.pdf", "/pages/2?q=dermaga&zoom=150"))
    for name, picture, text in (("Picture only", 1, 0), ("Text only", 0, 1), ("Picture and text", 1, 1)):
        (link,) = both.xpath(f"//a[@title='{name}']/@href")
        page = shelf.tree(link)
        assert len(page.xpath("//figure[@class='page-picture']")) == picture
        assert len(page.xpath("//section[@class='beside']")) == text
        assert page.xpath("string(//a[@aria-current][@title][contains(@href, '/pages/2')]/@title)") == name
    onward = shelf.tree(shelf.at("laporan.pdf", "/pages/2?side=text&zoom=150")).xpath("//a[@rel='next']/@href")
    assert onward == [shelf.at("laporan.pdf", "/pages/3?zoom=150&side=text")]


def test_all_pages_on_sheets_and_a_way_to_any(shelf: Shelf) -> None:
    pages = shelf.tree(shelf.at("laporan.pdf", "/pages?q=dermaga"))
    assert len(pages.xpath("//ol[@class='leaves']/li")) == PAGES
    assert [" ".join(span.text_content().split()) for span in pages.xpath("//*[@class='with-hits']")] == ["2 hits"] * 3
    response = shelf.client.get(shelf.at("laporan.pdf", "/pages?q=dermaga&go=7"))
    assert (response.status_code, response.location) == (302, shelf.at("laporan.pdf", "/pages/7?q=dermaga"))
    assert "pages 1 to 9" in shelf.client.get(shelf.at("laporan.pdf", "/pages?go=10")).text


@pytest.mark.parametrize("number", ["0", "10", "1000000000", "-1", "7abc", "07", "1.0", "٧", "%00", "+1", "9" * 5000])
def test_numbers_that_are_no_page(shelf: Shelf, number: str) -> None:
    digest = shelf.digests["laporan.pdf"][:32]
    for rest in ("", f"/{digest}/picture", f"/{digest}/thumbnail"):
        response = shelf.client.get(shelf.at("laporan.pdf", f"/pages/{number}{rest}"))
        assert response.status_code == 404
        assert "this document has pages 1 to 9" in response.text


def test_pages_of_what_has_none(shelf: Shelf) -> None:
    for rest in ("/pages", "/pages/1", f"/pages/1/{'0' * 32}/picture"):
        assert shelf.client.get(shelf.at("panjang.txt", rest)).status_code == 404
    assert shelf.client.get(shelf.at("laporan.pdf", f"/pages/1/{'0' * 32}/picture")).status_code == 404


@pytest.mark.parametrize(("name", "query"), [("lebar.pdf", "gajah"), ("putar.pdf", "kerbau")])
def test_a_page_made_to_do_harm_is_shown_or_said_why_not(shelf: Shelf, name: str, query: str) -> None:
    page = shelf.tree(shelf.at(name, f"/pages/1?q={query}"))
    assert query in page.xpath("string(//section[@class='beside'])")
    picture = page.xpath("//div[@class='under']/img/@src")
    assert picture or "could not be drawn" in page.xpath("string(//figure)")
    if picture:
        size = Image.open(io.BytesIO(shelf.client.get(picture[0], buffered=True).data)).size
        assert max(size) <= 8000


def test_one_behind_a_password_says_so(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    writer = PdfWriter(clone_from=write_book(tmp_path / "a.pdf", 2))
    writer.encrypt("rahasia", algorithm="AES-256")
    writer.write(tmp_path / "disk/kunci.pdf")
    with taken_in(tmp_path, ("rahasia",)) as (client, record):
        page = client.get(f"{record}/pages/2?q=kapal")
        assert page.status_code == 200
        assert "The document needs a password" in page.text
        assert 'id="text-' in page.text


def test_a_removed_original_is_said_to_be_missing_and_the_text_is_there(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    write_book(tmp_path / "disk/a.pdf", 2)
    with taken_in(tmp_path) as (client, record):
        for path in (tmp_path / "archive/originals").rglob("*"):
            if path.is_file():
                path.unlink()
        page = client.get(f"{record}/pages/2?q=kapal")
        assert "The original is missing from the store" in page.text
        assert "Baris 3 di bagian 2" in page.text
        digest = client.get(f"/api/v1{record}").get_json()["assets"][0]["sha256"]
        sign = client.get(f"{record}/pages/2/{digest[:32]}/picture", buffered=True)
        assert (sign.status_code, sign.mimetype) == (200, "image/svg+xml")
        assert ">2</text>" in sign.text


@pytest.mark.parametrize("status", [Status.HELD, Status.WITHDRAWN])
def test_what_is_held_back_answers_as_what_never_was(shelf: Shelf, status: Status) -> None:
    digest = shelf.digests["laporan.pdf"][:32]
    rules = [rule.rule for rule in shelf.client.application.url_map.iter_rules() if "/pages" in rule.rule]
    assert len(rules) == 5
    paths = [
        rule.replace("<number>", "7").replace("<digest>", digest) + query
        for rule in rules
        for query in ("", "?q=dermaga&hit=2", "?go=3")
    ]
    paths += ["/records/<record_id>?q=dermaga", "/records/<record_id>/pages/99", "/records/<record_id>/pages/0"]

    def answers(id_: str) -> list[Any]:
        found = [shelf.client.get(path.replace("<record_id>", id_), buffered=True) for path in paths]
        return [(one.status_code, one.data, dict(one.headers)) for one in found]

    for path in paths:  # made, and stored in the derived folder
        shelf.client.get(path.replace("<record_id>", shelf.ids["laporan.pdf"]), buffered=True)
    shelf.become("laporan.pdf", status)
    try:
        held = answers(shelf.ids["laporan.pdf"])
        assert {one[0] for one in held} == {404}
        assert held == answers(NEVER)
    finally:
        shelf.become("laporan.pdf", Status.RELEASED)


def test_no_cache_keeps_a_page_longer_than_a_minute(shelf: Shelf) -> None:
    digest = shelf.digests["laporan.pdf"][:32]
    for rest in ("/pages", "/pages/1", f"/pages/1/{digest}/picture", f"/pages/1/{digest}/thumbnail"):
        response = shelf.client.get(shelf.at("laporan.pdf", rest), buffered=True)
        assert response.headers["Cache-Control"] == "public, no-cache", rest
        known = {"If-None-Match": response.headers["ETag"]}
        assert shelf.client.get(shelf.at("laporan.pdf", rest), headers=known, buffered=True).status_code == 304, rest


def test_five_thousand_pages_are_a_sheet_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    canvas = Canvas(str(tmp_path / "disk/tebal.pdf"))
    for page in range(1, 5001):
        canvas.drawString(
            72, 700, "Laporan kapal" if page == 1 else f"Halaman {page}" + (" dermaga" if page % 1250 == 0 else "")
        )
        canvas.showPage()
    canvas.save()
    with taken_in(tmp_path) as (client, record):
        for rest in ("/pages", "/pages?from=4990&q=dermaga", "/pages/5000?q=dermaga", "/pages/1"):
            response = client.get(record + rest)
            assert response.status_code == 200
            assert len(response.data) < 60_000, rest
            assert response.text.count("<img") <= 61
        assert "4 of 4" in client.get(f"{record}/pages/5000?q=dermaga").text


# The text of a record


def test_hits_are_marked_in_the_text_and_linked_one_to_the_next(shelf: Shelf) -> None:
    link = shelf.tree("/search?q=jembatan").xpath("//div[@class='trail']//a")[0]
    assert link.text_content() == "in the text"
    text = shelf.tree(link.get("href"))
    assert said(text) == "1 of 3"
    assert [mark.get("id") for mark in text.xpath("//div[@class='text']//mark")] == ["hit-1", "hit-2", "hit-3"]
    assert text.xpath("//mark[@class='here']/@id") == ["hit-1"]
    assert address(text, "prev") is None
    onward = address(text, "next")
    assert onward == shelf.at("panjang.txt", "?q=jembatan&result=1&hit=2#hit-2")
    assert said(shelf.tree(onward)) == "2 of 3"
    assert said(shelf.tree(shelf.at("panjang.txt", "?q=jembatan"))) == "3 hits"


def test_a_phrase_over_two_lines_is_one_hit(shelf: Shelf) -> None:
    text = shelf.tree(shelf.at("panjang.txt", '?q="jembatan+baru"&hit=1'))
    assert said(text) == "1 of 1"
    assert " ".join(text.xpath("//mark[@data-hit='1']//text()")) == "jembatan baru"
    assert len(text.xpath("//*[@id='hit-1']")) == 1


@pytest.mark.parametrize("hit", ["0", "4", "-1", "1e3", "٣", "9" * 500, ""])
def test_a_hit_that_is_not_there_is_none(shelf: Shelf, hit: str) -> None:
    assert said(shelf.tree(shelf.at("panjang.txt", f"?q=jembatan&hit={hit}"))) == "3 hits"


def test_a_search_that_cannot_be_run_marks_nothing_and_says_so(shelf: Shelf) -> None:
    for path in ("panjang.txt", "laporan.pdf"):
        text = shelf.tree(shelf.at(path, "?q=j*"))
        assert "This search could not be run" in text.text_content()
        assert not text.xpath("//div[@class='text']//mark")
    assert "could not be run" in shelf.tree(shelf.at("laporan.pdf", "/pages/2?q=j*")).text_content()


def test_words_of_a_search_are_never_markup(shelf: Shelf) -> None:
    evil = "%22><script>alert(1)</script><img src=x onerror=alert(1)>"
    for path in (shelf.at("panjang.txt"), shelf.at("laporan.pdf", "/pages/2"), shelf.at("laporan.pdf", "/pages")):
        response = shelf.client.get(f"{path}?q={evil}&names_off={evil}&hit={evil}")
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text


def test_a_text_too_long_for_one_page_is_read_in_parts_and_the_hit_says_in_which(tmp_path: Path) -> None:
    services = memorable(tmp_path)
    body = ("Kalimat biasa tentang laut.\n\n" * 20_000).replace("laut", "dermaga", 1) + "Lalu dermaga sepi."
    services.add(record("panjang1", Kind.DOCUMENT, "panjang.txt", {"title": "Panjang"}), body)
    client = create_app({"SERVICES": services}).test_client()

    def tree(rest: str) -> Any:
        return lxml.html.fromstring(client.get("/records/panjang1" + rest.removeprefix("/records/panjang1")).text)

    first = tree("?q=dermaga&hit=1")
    assert said(first) == "1 of 2"
    assert first.xpath("//nav[@class='parts']//a[@rel]/@href") == ["/records/panjang1?q=dermaga&part=2"]
    second = tree(address(first, "next"))  # type: ignore[arg-type]
    assert second.xpath("string(//mark[@id='hit-2'])") == "dermaga"
    assert second.xpath("//nav[@class='parts']//a[@rel]/@href") == ["/records/panjang1?q=dermaga&part=1"]
    shown = [tree(f"?part={n}").xpath("string(//div[@class='text'])").count("Kalimat") for n in (1, 2)]
    assert sum(shown) == 20_000
    for odd in ("0", "3", "-1", "x", "9" * 400):
        assert tree(f"?part={odd}").xpath("//nav[@class='parts']//a/@rel") == ["next"], odd
    led = client.get(f"/records/panjang1/passage/{body.index('Lalu')}").location
    assert led == f"/records/panjang1?part=2#t{body.index('Lalu')}"
